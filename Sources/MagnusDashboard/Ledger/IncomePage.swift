import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What came in by week and by month, beside the benchmark and Treasury bills.
enum IncomePage {
    static func table(
        _ periods: [LifecycleReport.Income.Period], isMonthly: Bool, _ writer: LedgerWriter
    ) -> LedgerTable {
        var table = LedgerTable()
        table.columns = [
            .words(isMonthly ? "Month" : "Week of", 0), .figure("Premium in", 1), .figure("Closed", 5),
            .figure("Options", 3), .figure("Shares", 4), .figure("Div", 6), .figure("Int", 7), .figure("Fees", 8),
            .figure("Total", 0), .figure("SPY", 1), .figure("T-bill", 2),
        ]
        let newest = periods.sorted { $0.begins > $1.begins }
        table.rows = newest.map { period in
            let name = isMonthly ? String(period.begins.iso8601.prefix(7)) : period.begins.iso8601
            var total = writer.profit(period.isTotalKnown ? period.total : nil)
            if period.isTotalKnown, period.stated.count > 0 { total.text += "*" }
            return LedgerTable.Row(
                id: name,
                cells: [
                    .words(name, .textStrong), writer.profit(period.premiumReceived),
                    writer.profit(period.premiumClosed),
                    writer.profit(period.isOptionProfitKnown ? period.optionProfit : nil),
                    writer.profit(period.isShareProfitKnown ? period.shareProfit : nil),
                    writer.profit(period.dividends), writer.profit(period.interest),
                    writer.profit(period.fees), total,
                    writer.percent(period.benchmarkReturn, isSigned: true),
                    writer.percent(period.billReturn, isSigned: true),
                ])
        }
        if !periods.isEmpty {
            let total = periods.reduce(Money.zero) { $0 + $1.total }
            let premium = periods.reduce(Money.zero) { $0 + $1.premiumReceived }
            let unopened = periods.reduce(0) { $0 + $1.unopenedCount }
            let sum = writer.profit(periods.contains(where: \.isTotalKnown) ? total : nil).text
            let words = CountedNoun.text(periods.count, isMonthly ? "month" : "week")
            table.head = [
                .text(
                    "\(words) · premium in \(writer.profit(premium).text) · total \(sum)\(unopened > 0 ? " (\(unopened) unknown)" : "")"
                )
            ]
            let missing = periods.compactMap(\.benchmarkReturn.reason).first
            let why = missing.map { " \(writer.format.marks.unknown) in SPY: \(LedgerWriter.reason($0))." } ?? ""
            table.foot = [
                .text(
                    "Total is what was realised with dividends, interest and fees. SPY with its dividends and three-month bills over the same days.\(why)",
                    .textDim)
            ]
            table.foot += writer.stated(periods.map(\.stated)) + writer.unopened(unopened)
        }
        table.empty = "Nothing came in yet: the first trade begins the table."
        return table
    }

    static func details(_ period: LifecycleReport.Income.Period, _ writer: LedgerWriter) -> [PageLine] {
        func amount(_ money: Money) -> String { writer.amount(money, isSigned: true).text }
        func share(_ figure: Figure) -> String {
            writer.told(figure) { writer.format.decimalPercent($0, isSigned: true) }
        }
        var stated: [PageLine] = []
        if period.stated.count > 0 {
            stated = [.pair("Stated", "\(amount(period.stated.profit)) of it by the broker alone")]
        }
        return [
            .pair("From", period.begins.iso8601), .pair("To", period.ends.iso8601), .blank, .heading("Premium"),
            .pair("Taken in", amount(period.premiumReceived)), .pair("Closed", amount(period.premiumClosed)),
            .blank, .heading("Realised"),
            .pair("Options", period.isOptionProfitKnown ? amount(period.optionProfit) : writer.format.marks.unknown),
            .pair("Shares", period.isShareProfitKnown ? amount(period.shareProfit) : writer.format.marks.unknown),
        ] + stated + [
            .pair("Dividends", amount(period.dividends)),
            .pair("Interest", amount(period.interest)), .pair("Fees", amount(period.fees)),
            .pair("Total", period.isTotalKnown ? amount(period.total) : writer.format.marks.unknown), .blank,
            .heading("Meanwhile"),
            .pair("SPY", share(period.benchmarkReturn)), .pair("T-bills", share(period.billReturn)),
        ]
    }
}

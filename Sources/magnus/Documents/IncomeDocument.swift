import MagnusDesk
import MagnusDomain

/// `magnus income`: what came in by week and month, beside what the benchmark and Treasury bills returned.
enum IncomeDocument {
    static func json(_ income: LifecycleReport.Income, benchmark: String, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("benchmark", text: benchmark)
        content.set("weeks", income.weeks.map(entry))
        content.set("months", income.months.map(entry))
        return envelope.document(content)
    }

    private static func entry(_ period: LifecycleReport.Income.Period) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("from", text: period.begins.iso8601)
        entry.set("to", text: period.ends.iso8601)
        entry.set("credits_opened", JSONValue(period.premiumReceived.dollars))
        entry.set("options_closed", JSONValue(period.premiumClosed.dollars))
        entry.set(
            "realized_options", period.isOptionProfitKnown ? period.optionProfit.dollars : nil, else: .noBasis)
        entry.set("realized_shares", period.isShareProfitKnown ? period.shareProfit.dollars : nil, else: .noBasis)
        entry.set("unknown_count", .integer(period.unopenedCount))
        entry.set("stated_pnl", JSONValue(period.stated.profit.dollars))
        entry.set("stated_count", .integer(period.stated.count))
        entry.set("dividends", JSONValue(period.dividends.dollars))
        entry.set("interest", JSONValue(period.interest.dollars))
        entry.set("fees", JSONValue(period.fees.dollars))
        entry.set("total", period.isTotalKnown ? period.total.dollars : nil, else: .noBasis)
        entry.set("benchmark_return", period.benchmarkReturn)
        entry.set("treasury_bill_return", period.billReturn)
        entry.closeWithReasons()
        return entry
    }

    static func text(_ income: LifecycleReport.Income, benchmark: String, format: FigureFormat) -> [String] {
        guard !income.months.isEmpty else { return ["Nothing came in yet."] }
        return ["Months"] + table(income.months, benchmark, format) + ["", "Weeks"]
            + table(income.weeks, benchmark, format) + DocumentText.stated(income.months.map(\.stated), format)
            + DocumentText.unopened(income.months.reduce(0) { $0 + $1.unopenedCount })
            + missing(income, benchmark, format)
    }

    /// Why what stood beside it is not known, once for each reason.
    private static func missing(
        _ income: LifecycleReport.Income, _ benchmark: String, _ format: FigureFormat
    ) -> [String] {
        func line(_ name: String, _ figures: [Figure]) -> [String] {
            let reasons = Set(figures.compactMap(\.reason)).map(\.rawValue).sorted()
            return reasons.isEmpty ? [] : ["\(format.marks.unknown) in \(name): \(reasons.joined(separator: ", "))"]
        }
        let periods = income.months + income.weeks
        let lines = line(benchmark, periods.map(\.benchmarkReturn)) + line("T-bills", periods.map(\.billReturn))
        return lines.isEmpty ? [] : [""] + lines
    }

    private static func table(
        _ periods: [LifecycleReport.Income.Period], _ benchmark: String, _ format: FigureFormat
    ) -> [String] {
        var table = TextTable([
            .left("From"), .right("Opened"), .right("Closed"), .right("Options"), .right("Shares"),
            .right("Dividends"), .right("Interest"), .right("Fees"), .right("Total"), .right(benchmark),
            .right("T-bills"),
        ])
        func known(_ money: Money, _ isKnown: Bool) -> String {
            isKnown ? format.amount(money, isSigned: true) : format.marks.unknown
        }
        for period in periods {
            let star = period.isTotalKnown && period.stated.count > 0 ? "*" : ""
            table.add([
                period.begins.iso8601, known(period.premiumReceived, true), known(period.premiumClosed, true),
                known(period.optionProfit, period.isOptionProfitKnown),
                known(period.shareProfit, period.isShareProfitKnown), known(period.dividends, true),
                known(period.interest, true), known(period.fees, true),
                known(period.total, period.isTotalKnown) + star,
                format.decimalPercent(period.benchmarkReturn, isSigned: true),
                format.decimalPercent(period.billReturn, isSigned: true),
            ])
        }
        return table.lines
    }
}

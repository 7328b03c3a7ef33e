import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The realised curve, measures over closed strategies, and results by group.
enum PerformancePage {
    static func table(
        _ performance: LifecycleReport.Performance, by grouping: RealizedGrouping, title: String,
        _ writer: LedgerWriter
    ) -> LedgerTable {
        let groups = performance.realized[grouping] ?? []
        let summary = performance.summary
        let (points, drawdown) = (performance.curve, performance.drawdown)
        var table = LedgerTable()
        table.columns = [
            .words(title, 0, isFlexible: true), .figure("Lots", 2), .figure("P/L", 0), .figure("Each", 3),
            .figure("At average", 5), .figure("Tax view", 4), .figure("Fees", 2), .figure("Unknown", 6),
        ]
        // Months are read from the newest.
        table.rows = (grouping == .month ? groups.reversed() : groups).map { group in
            let each = group.lots > 0 ? group.profit.dollars / Double(group.lots) : nil
            return LedgerTable.Row(
                id: group.key,
                cells: [
                    .words(LedgerWriter.words(group.key), .textStrong), writer.count(group.lots),
                    writer.profit(group.profit),
                    writer.figure(Figure(each, else: .insufficientHistory), writer.format.profit, isProfit: true),
                    writer.profit(group.averageProfit), writer.profit(group.taxProfit), writer.profit(group.fees),
                    group.unknownCost == 0
                        ? LedgerTable.Cell(text: "", order: 0)
                        : LedgerTable.Cell(
                            text: String(group.unknownCost), scope: .alertMedium, order: Double(group.unknownCost)),
                ])
        }
        let format = writer.format
        func measure(_ value: Double?, _ write: (Figure) -> String) -> String {
            write(Figure(value, else: .insufficientHistory))
        }
        if summary.count > 0 {
            let ratio = summary.profitFactor.flatMap { DecimalText.text($0, decimals: 2) } ?? format.marks.unknown
            table.head = [
                .text(
                    "\(CountedNoun.text(summary.count, "closed strategy", plural: "closed strategies")) · win rate \(measure(summary.winRate, { format.percent($0) })) · expectancy \(measure(summary.expectancy, format.profit)) · average win \(measure(summary.averageWin, format.profit)), loss \(measure(summary.averageLoss, format.profit)) · profit factor \(ratio)"
                ),
                .text(
                    "total \(writer.profit(summary.total).text) · fees \(writer.profit(summary.fees).text) · deepest fall \(format.dollars(Figure(drawdown.dollars))) · held \(summary.averageDaysHeld.flatMap { DecimalText.text($0, decimals: 1) } ?? format.marks.unknown) days on average"
                ),
            ]
        }
        let curve = points.map { Optional($0.realized.dollars) }
        if points.count > 1, let first = points.first, let last = points.last {
            let low = points.map(\.realized).min() ?? .zero
            let high = points.map(\.realized).max() ?? .zero
            table.chart = LedgerTable.Chart(
                values: curve, title: "realised \(first.date.iso8601) to \(last.date.iso8601)",
                low: format.compactDollars(Figure(low.dollars), isSigned: true),
                high: format.compactDollars(Figure(high.dollars), isSigned: true))
        }
        table.foot = [
            .text(
                "Realised, first in first out, after fees, with dividends and interest in the curve. Unknown: lots whose cost no file tells; they are in no sum.",
                .textDim)
        ]
        table.empty = "Nothing was closed yet: win rate, expectancy and curve need a closed trade."
        return table
    }

    static func details(_ group: RealizedGroup, _ writer: LedgerWriter) -> [PageLine] {
        [
            .pair("Lots", String(group.lots)),
            .pair("P/L first in first out", writer.amount(group.profit, isSigned: true).text),
            .pair("P/L at average cost", writer.amount(group.averageProfit, isSigned: true).text),
            .pair("P/L as tax counts", writer.amount(group.taxProfit, isSigned: true).text),
            .pair("Fees", writer.amount(group.fees, isSigned: true).text),
            .pair("Without a known cost", CountedNoun.text(group.unknownCost, "lot")),
        ]
    }
}

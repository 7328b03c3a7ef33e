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
        let hasUnknown = groups.contains { $0.unknownCost > 0 }
        table.columns = [
            .words(title, 0, isFlexible: true), .figure("Trades", 2), .figure("Won", 1), .figure("P/L", 0),
            .figure("Each", 3), .figure("Premium", 1), .figure("Kept", 2), .figure("At average", 6),
            .figure("Tax view", 5), .figure("Fees", 4), .figure("Lots", 7),
        ]
        if hasUnknown { table.columns.append(.figure("Unknown", 1)) }
        // Months are read from the newest.
        table.rows = (grouping == .month ? groups.reversed() : groups).map { group in
            var cells: [LedgerTable.Cell] = [
                .words(name(group.key, grouping), .textStrong), some(group.trades, writer),
                optional(group.winRate, { writer.format.percent($0) }),
                writer.profit(group.isProfitKnown ? group.profit : nil),
                optional(group.expectancy, writer.format.profit, isProfit: true),
                group.premium == .zero
                    ? LedgerTable.Cell(text: "", order: 0) : writer.cash(group.premium),
                optional(group.premiumKept, { writer.format.percent($0) }),
                writer.profit(group.isProfitKnown ? group.averageProfit : nil),
                writer.profit(group.isProfitKnown ? group.taxProfit : nil), writer.cash(group.fees),
                writer.count(group.lots),
            ]
            if hasUnknown {
                cells.append(
                    group.unknownCost == 0
                        ? LedgerTable.Cell(text: "", order: 0)
                        : LedgerTable.Cell(
                            text: String(group.unknownCost), scope: .alertMedium, order: Double(group.unknownCost)))
            }
            return LedgerTable.Row(id: group.key, cells: cells)
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
                    "fees \(writer.profit(summary.fees).text) · deepest fall \(format.dollars(Figure(drawdown.dollars))) · held \(summary.averageDaysHeld.flatMap { DecimalText.text($0, decimals: 1) } ?? format.marks.unknown) days on average"
                ), .text(reconciled(performance, writer)),
            ]
        }
        if summary.count == 0, !performance.isRealizedKnown {
            table.head = [.text("realised \(format.marks.unknown) (\(performance.unknownCost) unknown)")]
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
                "Realised, first in first out, after fees, with dividends and interest in the curve. Unknown: lots whose cost no file tells, and closings opened in no file; they are in no sum.",
                .textDim)
        ]
        if let note = performance.deliveredNote(grouping, format) {
            table.foot.insert(.text(note), at: 0)
        }
        table.foot += writer.unopened(performance.unopenedCount)
        table.empty = "Nothing was closed yet: win rate, expectancy and curve need a closed trade."
        return table
    }

    /// How the totals of the views hang together: closed strategies, those of which a part is held or unreported, and
    /// cash that is no trade.
    private static func reconciled(_ performance: LifecycleReport.Performance, _ writer: LedgerWriter) -> String {
        func text(_ money: Money) -> String { writer.profit(money).text }
        let partly = performance.realizedTotal - performance.statedTotal - performance.summary.total
        var line = "realised \(text(performance.realizedTotal))"
        if partly != .zero {
            line += ": closed \(text(performance.summary.total)), not closed as a whole \(text(partly))"
        }
        if performance.statedCount > 0 {
            line +=
                "\(partly == .zero ? ": " : ", ")as the broker states \(text(performance.statedTotal)), its opening in no file"
        }
        guard let last = performance.curve.last?.realized, last != performance.realizedTotal else { return line }
        return line
            + " · with dividends, interest and fees \(text(last - performance.realizedTotal)) in all \(text(last))"
    }

    /// A group as people read it.
    static func name(_ key: String, _ grouping: RealizedGrouping) -> String {
        if key == RealizedGroup.withoutOpening { return "opened in no file" }
        if key == "unknown" {
            switch grouping {
            case .daysToExpiryAtEntry: return "shares"
            case .strategy: return "no known shape"
            case .deltaAtEntry: return "not known"
            default: return key
            }
        }
        if grouping == .daysToExpiryAtEntry {
            // Zeros in front only keep the order of the keys.
            return key.split(separator: "-").map { Int($0).map(String.init) ?? String($0) }.joined(separator: "-")
                + " days"
        }
        return LedgerWriter.words(key)
    }

    private static func some(_ count: Int, _ writer: LedgerWriter) -> LedgerTable.Cell {
        count == 0 ? LedgerTable.Cell(text: "", order: 0) : writer.count(count)
    }

    private static func optional(
        _ value: Double?, _ write: (Figure) -> String, isProfit: Bool = false
    ) -> LedgerTable.Cell {
        guard let value else { return LedgerTable.Cell(text: "", isUnknown: true) }
        return LedgerTable.Cell(
            text: write(Figure(value)), scope: isProfit ? FigureScope.profit(Figure(value)) : .text, order: value)
    }

    static func details(_ group: RealizedGroup, _ writer: LedgerWriter) -> [PageLine] {
        var lines: [PageLine] = [
            .pair("Closed trades", String(group.trades)), .pair("Won", String(group.wins)),
            .pair("Premium at entry", writer.amount(group.premium, isSigned: true).text),
        ]
        func result(_ money: Money) -> Money? { group.isProfitKnown ? money : nil }
        if group.premium > .zero {
            lines.append(.pair("Kept of it", writer.amount(group.premiumProfit, isSigned: true).text))
        }
        if group.beyondPremium > .zero {
            lines.append(.pair("Beyond it, of long legs", writer.amount(group.beyondPremium, isSigned: true).text))
        }
        return lines + [
            .pair("Realised by options", writer.amount(group.optionProfit, isSigned: true).text),
            .pair(
                "Shares its legs delivered",
                group.deliveredLots == 0
                    ? "none sold" : "\(writer.amount(group.deliveredProfit, isSigned: true).text), under stock"),
            .pair("Lots", String(group.lots)),
            .pair("P/L first in first out", writer.amount(result(group.profit), isSigned: true).text),
            .pair("P/L at average cost", writer.amount(result(group.averageProfit), isSigned: true).text),
            .pair("P/L as tax counts", writer.amount(result(group.taxProfit), isSigned: true).text),
            .pair("Fees", writer.amount(group.fees, isSigned: true).text),
            .pair("Without a known cost", CountedNoun.text(group.unknownCost - group.unopenedCount, "lot")),
            .pair("Opened in no file", CountedNoun.text(group.unopenedCount, "closing")),
        ]
    }
}

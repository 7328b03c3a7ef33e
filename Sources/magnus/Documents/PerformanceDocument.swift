import MagnusDesk
import MagnusDomain

/// `magnus performance`: totals, groups and the curve of what was realised.
enum PerformanceDocument {
    static func json(_ performance: LifecycleReport.Performance, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("totals", totals(performance))
        content.set("by_strategy", performance.byStrategy.map { group($0.key, $0.summary) })
        content.set("by_symbol", performance.bySymbol.map { group($0.key, $0.summary) })
        var realized = DocumentObject()
        for grouping in RealizedGrouping.allCases {
            realized.set(grouping.rawValue, (performance.realized[grouping] ?? []).map { entry($0, by: grouping) })
        }
        content.set("realized", realized)
        content.set("equity_curve", performance.curve.map(point))
        return envelope.document(content)
    }

    private static func totals(_ performance: LifecycleReport.Performance) -> DocumentObject {
        var entry = DocumentObject()
        let isKnown = performance.isRealizedKnown
        entry.set("realized_pnl", isKnown ? performance.realizedTotal.dollars : nil, else: .noBasis)
        entry.set("average_cost_pnl", isKnown ? performance.averageCostTotal.dollars : nil, else: .noBasis)
        entry.set("fees", JSONValue(performance.fees.dollars))
        entry.set("max_drawdown", isKnown ? performance.drawdown.dollars : nil, else: .noBasis)
        entry.set("unknown_count", .integer(performance.unknownCost))
        entry.set("stated_pnl", JSONValue(performance.statedTotal.dollars))
        entry.set("stated_count", .integer(performance.statedCount))
        measures(performance.summary, in: &entry)
        entry.closeWithReasons()
        return entry
    }

    private static func measures(_ summary: PerformanceSummary, in entry: inout DocumentObject) {
        entry.set("outcomes", .integer(summary.count))
        entry.set("wins", .integer(summary.wins))
        entry.set("losses", .integer(summary.losses))
        entry.set("pnl", JSONValue(summary.total.dollars))
        entry.set("win_rate", summary.winRate, else: .insufficientHistory)
        entry.set("expectancy", summary.expectancy, else: .insufficientHistory)
        entry.set("average_win", summary.averageWin, else: .insufficientHistory)
        entry.set("average_loss", summary.averageLoss, else: .insufficientHistory)
        entry.set("profit_factor", summary.profitFactor, else: .insufficientHistory)
        entry.set("average_days_held", summary.averageDaysHeld, else: .insufficientHistory)
    }

    private static func group(_ key: String, _ summary: PerformanceSummary) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("key", text: key)
        entry.set("fees", JSONValue(summary.fees.dollars))
        measures(summary, in: &entry)
        entry.closeWithReasons()
        return entry
    }

    private static func entry(_ group: RealizedGroup, by grouping: RealizedGrouping) -> DocumentObject {
        let isCounted = grouping.countsStrategies
        var entry = DocumentObject()
        entry.set("key", text: group.key)
        entry.set("lots", .integer(group.lots))
        let isKnown = group.isProfitKnown
        entry.set("realized_pnl", isKnown ? group.profit.dollars : nil, else: .noBasis)
        entry.set("average_cost_pnl", isKnown ? group.averageProfit.dollars : nil, else: .noBasis)
        entry.set("tax_pnl", isKnown ? group.taxProfit.dollars : nil, else: .noBasis)
        entry.set("fees", JSONValue(group.fees.dollars))
        entry.set("premium", JSONValue(group.premium.dollars))
        entry.set("premium_kept", group.premiumKept, else: .notApplicable)
        entry.set("beyond_premium", JSONValue(group.beyondPremium.dollars))
        entry.set("option_pnl", JSONValue(group.optionProfit.dollars))
        entry.set("outcomes", isCounted ? group.trades : nil, else: .notApplicable)
        entry.set("wins", isCounted ? group.wins : nil, else: .notApplicable)
        entry.set("outcome_pnl", isCounted ? group.tradeProfit.dollars : nil, else: .notApplicable)
        entry.set("unknown_count", .integer(group.unknownCost))
        if grouping == .strategy {
            entry.set(
                "delivered_pnl", group.deliveredLots > 0 ? group.deliveredProfit.dollars : nil, else: .notApplicable)
        }
        entry.closeWithReasons()
        return entry
    }

    private static func point(_ point: EquityPoint) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("date", text: point.date.iso8601)
        entry.set("cash", point.isCashKnown ? point.cash.dollars : nil, else: .incomplete)
        entry.set("deposits", JSONValue(point.deposits.dollars))
        entry.set("realized_pnl", JSONValue(point.realized.dollars))
        let isWhole = point.isCashKnown && !point.holdsOtherAssets
        entry.set(
            "net_liquidation", isWhole ? point.marks.map { ($0 + point.cash).dollars } : nil,
            else: isWhole ? .noSource : .incomplete)
        entry.closeWithReasons()
        return entry
    }

    static func text(
        _ performance: LifecycleReport.Performance, by grouping: RealizedGrouping, format: FigureFormat
    ) -> [String] {
        let summary = performance.summary
        guard summary.count > 0 || performance.realizedTotal != .zero || performance.unknownCost > 0 else {
            return ["Nothing is closed yet."]
        }
        let isKnown = performance.isRealizedKnown
        func known(_ money: Money, _ isKnown: Bool, isSigned: Bool = true) -> String {
            isKnown ? format.amount(money, isSigned: isSigned) : format.marks.unknown
        }
        let unknown = performance.unknownCost > 0 ? " (\(performance.unknownCost) unknown)" : ""
        var lines = [
            "Realised \(known(performance.realizedTotal, isKnown))\(unknown), at average cost "
                + "\(known(performance.averageCostTotal, isKnown)), fees "
                + "\(format.amount(performance.fees, isSigned: true)), deepest fall "
                + known(performance.drawdown, isKnown, isSigned: false),
            "\(DocumentText.counted(summary.count, "outcome", "outcomes")): won "
                + "\(format.percent(Figure(summary.winRate, else: .insufficientHistory))), expectancy "
                + "\(format.profit(Figure(summary.expectancy, else: .insufficientHistory))), profit factor "
                + (summary.profitFactor.map { LifecycleWords.decimal($0, places: 2) } ?? format.marks.unknown)
                + ", held \(summary.averageDaysHeld.flatMap { DecimalText.text($0, decimals: 1) } ?? format.marks.unknown) days",
        ]
        if performance.statedCount > 0 {
            lines.append(
                "\(format.amount(performance.statedTotal, isSigned: true)) of it as the broker states: "
                    + "\(DocumentText.counted(performance.statedCount, "closing", "closings")) that no entry opened")
        }
        lines += DocumentText.unopened(performance.unopenedCount)
        lines.append("")
        var table = TextTable([
            .left(grouping.rawValue), .right("Trades"), .right("Won"), .right("Realised"), .right("Premium"),
            .right("Average cost"), .right("Tax"), .right("Fees"), .right("Lots"), .right("Unknown"),
        ])
        for group in performance.realized[grouping] ?? [] {
            table.add([
                group.key, group.trades > 0 ? "\(group.trades)" : "",
                group.winRate.map { format.percent(Figure($0)) } ?? "",
                known(group.profit, group.isProfitKnown),
                group.premium == .zero ? "" : format.amount(group.premium, isSigned: true),
                known(group.averageProfit, group.isProfitKnown),
                known(group.taxProfit, group.isProfitKnown),
                format.amount(group.fees, isSigned: true), "\(group.lots)",
                group.unknownCost > 0 ? "\(group.unknownCost)" : "",
            ])
        }
        lines += table.lines
        if let note = performance.deliveredNote(grouping, format) { lines += ["", note] }
        return lines
    }

    static func table(_ performance: LifecycleReport.Performance, by grouping: RealizedGrouping) -> ExportTable {
        var table = ExportTable([
            grouping.rawValue, "lots", "realized_pnl", "average_cost_pnl", "tax_pnl", "fees", "unknown_count",
            "premium", "option_pnl", "outcomes", "wins", "outcome_pnl",
        ])
        for group in performance.realized[grouping] ?? [] {
            let isCounted = grouping.countsStrategies
            let isKnown = group.isProfitKnown
            table.add([
                group.key, "\(group.lots)", isKnown ? group.profit.exactText : "",
                isKnown ? group.averageProfit.exactText : "", isKnown ? group.taxProfit.exactText : "",
                group.fees.exactText, "\(group.unknownCost)", group.premium.exactText,
                group.optionProfit.exactText, isCounted ? "\(group.trades)" : "", isCounted ? "\(group.wins)" : "",
                isCounted ? group.tradeProfit.exactText : "",
            ])
        }
        return table
    }
}

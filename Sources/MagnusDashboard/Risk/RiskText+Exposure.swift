import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Margin, events, assignment, attribution and Greeks.
extension RiskText {
    func margin(_ exposure: RiskExposure) -> RiskSheet {
        var rows: [RiskSheet.Row] = []
        for (place, account) in exposure.accounts.enumerated() {
            let estimate = exposure.portfolioMargins.first { $0.account == account.account.name }
            rows.append(
                RiskSheet.Row(
                    figure: .account(place),
                    cells: [
                        .init(account.account.name, .textStrong),
                        .init(
                            format.dollars(account.netLiquidation.figure),
                            account.netLiquidation.unknownCount > 0
                                ? .dataUnknown : scope(account.netLiquidation.figure)),
                        .init(format.dollars(account.marginRequirement), scope(account.marginRequirement)),
                        .init(account.marginKind, .textDim),
                        .init(format.dollars(account.buyingPower), scope(account.buyingPower)),
                        .init(format.netLiquidationShare(account.buyingPowerUsedFraction)),
                        .init(
                            estimate.map { format.dollars($0.requirement.figure) } ?? glyphs.unknown,
                            estimate.map { scope($0.requirement.figure) } ?? .dataUnknown),
                    ]))
            for (index, part) in (estimate?.classes ?? []).enumerated() {
                rows.append(
                    RiskSheet.Row(
                        figure: .marginClass(place, index),
                        cells: [
                            .init("  \(part.symbol)"), .init(""), .init(""), .init(worst(part), .textDim), .init(""),
                            .init(""), .init(format.dollars(part.requirement), scope(part.requirement)),
                        ]))
            }
        }
        return RiskSheet(
            columns: [
                .init(heading: "Account", width: 9, rank: 0, isLeft: true, isFlexible: true),
                .init(heading: "Net liq", width: 9, rank: 2), .init(heading: "Required", width: 9, rank: 0),
                .init(heading: "Rule, worst move", width: 19, rank: 1, isLeft: true),
                .init(heading: "Buy power", width: 9, rank: 3), .init(heading: "Used", width: 5, rank: 2),
                .init(heading: "Portfolio", width: 9, rank: 0),
            ], rows: rows,
            // The column is too narrow for the count, which must not be cut off.
            notes: exposure.accounts.filter { $0.netLiquidation.unknownCount > 0 }.map {
                "\($0.account.name): net liquidation \(format.total($0.netLiquidation, format.dollars))."
            }
                + [
                    "Portfolio margin is an estimate: every class at ten moves (large indices -8..+6%, other broad ones 10%, "
                        + "all else 15%), its greatest loss; brokers ask for more.",
                    exposure.portfolioMargins.contains { $0.isEligible == false }
                        ? "Cash and retirement accounts, and as a rule those under 100,000 dollars, cannot have it."
                        : "",
                ].filter { !$0.isEmpty }, empty: "No account.")
    }

    private func worst(_ part: PortfolioMargin.Class) -> String {
        guard let move = part.worstMove, let profit = part.worstProfit else { return "cannot be priced" }
        guard -profit > part.minimum else { return "contract minimum" }
        return "\(format.decimalPercent(Figure(move), isSigned: true)): \(format.profit(Figure(profit)))"
    }

    func events(_ exposure: RiskExposure) -> RiskSheet {
        let rows = exposure.events.enumerated().map { index, event in
            RiskSheet.Row(
                figure: .event(index),
                cells: [
                    .init(event.date.monthDay + (event.isConfirmed ? "" : "?")), .init(kind(event)),
                    .init("\(event.symbol) \(event.title)"), .init(event.expiry?.monthDay ?? "", .textDim),
                    .init(format.shares(event.shares), scope(event.shares)),
                    .init(format.dollars(event.dollars), scope(event.dollars)),
                    .init(
                        event.kind == .exDividend ? format.percent(event.earlyExercise) : "",
                        scope(event.earlyExercise)),
                ])
        }
        return RiskSheet(
            columns: [
                .init(heading: "Date", width: 6, rank: 0, isLeft: true),
                .init(heading: "Event", width: 12, rank: 0, isLeft: true),
                .init(heading: "Position", width: 10, rank: 0, isLeft: true, isFlexible: true),
                .init(heading: "Expiry", width: 6, rank: 3), .init(heading: "Shares", width: 7, rank: 1),
                .init(heading: "Dollars", width: 7, rank: 0), .init(heading: "Early", width: 5, rank: 2),
            ], rows: rows,
            notes: [
                "Earnings: delta of the row, dollars at risk in it. Ex-dividend: shares under short calls, the dividend "
                    + "on them. A date with ? is not confirmed."
            ], empty: "No announcement and no ex-date before anything short expires.")
    }

    func assignment(_ exposure: RiskExposure) -> RiskSheet {
        let rows = exposure.assignments.enumerated().map { index, sum in
            RiskSheet.Row(
                figure: .assignment(index),
                cells: [
                    .init(sum.expiry.iso8601), .init(String(sum.daysToExpiry)), .init(String(sum.contracts)),
                    .init(contracts(sum.expected), scope(sum.expected.figure)),
                    .init(contracts(sum.expectedEarly), scope(sum.expectedEarly.figure)),
                    .init(format.profit(Figure(-sum.putCash))), .init(format.profit(Figure(sum.callCash))),
                    .init(
                        format.profit(sum.expectedCash.figure.map { -$0 }), scope(sum.expectedCash.figure)),
                    .init("\(sum.likeliest) \(format.percent(sum.highest))", .textDim),
                ])
        }
        return RiskSheet(
            columns: [
                .init(heading: "Expiry", width: 10, rank: 0, isLeft: true), .init(heading: "DTE", width: 4, rank: 1),
                .init(heading: "Short", width: 5, rank: 1), .init(heading: "Expected", width: 8, rank: 0),
                .init(heading: "Early", width: 5, rank: 2), .init(heading: "All puts", width: 9, rank: 0),
                .init(heading: "All calls", width: 9, rank: 3), .init(heading: "Exp cash", width: 8, rank: 0),
                .init(heading: "Likeliest", width: 20, rank: 4, isLeft: true, isFlexible: true),
            ], rows: rows,
            notes: [
                "Expected: probabilities times contracts, one by one; cash in is positive. What bought options of the same "
                    + "rows deliver in turn is not taken off."
            ], empty: "Nothing short.")
    }

    func attribution(_ exposure: RiskExposure) -> RiskSheet {
        guard let table = exposure.attribution else {
            return RiskSheet(
                columns: [], rows: [],
                empty:
                    "The profit of the day is split into its Greeks once the marks of the previous close have arrived.")
        }
        let order = table.rows.sorted {
            (abs($0.total.figure.value ?? -1), $1.key) > (abs($1.total.figure.value ?? -1), $0.key)
        }
        func row(_ id: String, _ title: String, _ row: DayAttribution) -> RiskSheet.Row {
            RiskSheet.Row(
                figure: .engine("\(id)#\(AttributionColumn.total.rawValue)"),
                cells: [.init(title, id == "book" ? .textStrong : .text)]
                    + AttributionColumn.allCases.map { column in
                        let total = column.total(row)
                        let mark = column == .residual && row.isResidualLarge ? glyphs.severityHigh : ""
                        return .init(mark + format.profit(total.figure), FigureScope.profit(total.figure))
                    })
        }
        let headings = ["P/L", glyphs.delta, glyphs.gamma, glyphs.theta, "vega", "vv", "rest"]
        let ranks = [0, 1, 2, 1, 2, 3, 0]
        var notes = ["Since \(table.since.newYork.description). The rest is what the Greeks do not explain."]
        if ([table.book] + table.rows).contains(where: \.isResidualLarge) {
            notes.append("\(glyphs.severityHigh): more than $5 and a tenth of the profit is rest.")
        }
        if table.book.unexplainedLegs > 0 {
            notes.append(
                "It holds \(CountedNoun.text(table.book.unexplainedLegs, "leg")) opened today or without a close.")
        }
        return RiskSheet(
            columns: [RiskSheet.Column(heading: "Row", width: 12, rank: 0, isLeft: true, isFlexible: true)]
                + headings.indices.map { RiskSheet.Column(heading: headings[$0], width: 8, rank: ranks[$0]) },
            rows: [row("book", "Book", table.book)]
                + order.map { row($0.key, exposure.titles[$0.key] ?? $0.key, $0) }, notes: notes)
    }

    func greeks(_ report: RiskReport) -> RiskSheet {
        let exposure = report.exposure
        let rows = GreeksColumn.allCases.map { column -> RiskSheet.Row in
            let isWeighted = column == .betaWeightedDelta
            let isOver = exposure.deltaFraction.value.map { !exposure.limits.deltaBand.contains($0) } ?? false
            return RiskSheet.Row(
                figure: .engine("greeks/\(exposure.greeks.key)#\(column.rawValue)"),
                cells: [
                    .init(column.words),
                    .init(column.text(exposure.greeks, format), scope(column.figure(exposure.greeks))),
                    .init(
                        isWeighted
                            ? "\(format.netLiquidationShare(exposure.deltaFraction)) of NL, band "
                                + "\(band(exposure.limits.deltaBand))\(isOver ? ", out of it" : "")"
                            : "", isOver ? .alertHigh : .textDim),
                ])
        }
        return RiskSheet(
            columns: [
                .init(heading: "Greek", width: 18, rank: 0, isLeft: true), .init(heading: "Book", width: 9, rank: 0),
                .init(heading: "", width: 9, rank: 0, isLeft: true, isFlexible: true),
            ], rows: rows,
            notes: ["By symbol, sector, strategy and position: the Greeks pane, which Enter opens; ] turns its pages."])
    }
}

import MagnusDomain
import MagnusQuant

/// Figures of the rows a question is restricted to: each, together, on average, lowest or highest first.
extension AnswerMaker {
    private static let listedRows = 12

    func answer(_ topic: RowTopic) async {
        switch topic {
        case .figures(let figures):
            rowFigures(figures)
            if question.explainsSum { await explainLargest(figures.measures[0]) }
        case .wanted(let intent): rowsOfIntent(intent)
        case .withoutAlerts: rowsWithoutAlerts()
        case .flag(let flag): await why(flag)
        case .sharesBelowBasis: sharesBelowBasis()
        case .contract(let fact): contractFacts(fact)
        case .rolls: rollsMade()
        case .early: earlyExercise()
        case .candidate(let facts): candidateFacts(facts)
        case .rating: rating()
        case .breakeven(let isBelow): rowsByBreakeven(isBelow: isBelow)
        case .ratio(let ratio): rowRatios(ratio)
        case .further(let topic): answer(topic)
        case .standing(let topic): await answer(topic)
        }
    }

    /// The rows of a question: of its names and side.
    func rowsAsked() -> [StrategyValuation] {
        rows().filter { row in
            // Parts that are joined have their sides in them.
            guard filter.sets.isEmpty, let right = entities.contract.right else { return true }
            return row.legs.contains { Self.right($0) == right }
        }
    }

    func rowFigures(_ asked: RowFigures) {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rowsAsked()
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        out.record(
            "row_figures", ["measures": asked.measures.map(\.rawValue).joined(separator: ", ")], rows: chosen.count)
        let main = asked.measures[0]
        let cite = citeBook()
        // Rows that have no such thing, as shares a day to expiry, are no unknown ones.
        let apply = chosen.filter { row in
            asked.measures.contains { has($0, row) }
        }
        guard !apply.isEmpty else {
            out.line(
                "\(Fragment([.words(main.rawValue)])): none of \(out.counted(chosen.count, "row", cite)) has such a figure: \(chosen.prefix(4).map(dated).joined(", "))."
            )
            for row in chosen.prefix(4) { remember(row) }
            return
        }
        func value(_ row: StrategyValuation, _ measure: RowFigures.Measure) -> Figure {
            let figure = figure(measure, of: row)
            guard asked.isPerContract, measure.growsWithContracts else { return figure }
            return figure.map { $0 / Self.units(of: row) }
        }
        if [.total, .average].contains(asked.summary) {
            for measure in asked.measures { summarise(measure, apply, asked.summary) { value($0, measure) } }
        }
        // Short options have a negative gamma: the largest is so by its size.
        func key(_ row: StrategyValuation) -> Double? {
            let value = value(row, main).value
            return main == .gamma ? value.map(abs) : value
        }
        let isDown = asked.summary == .highest || asked.summary == .each && !Self.isSmallestFirst(main)
        let sorted = apply.sorted { left, right in
            switch (key(left), key(right)) {
            case (let first?, let second?) where first != second: isDown ? first > second : first < second
            case (nil, .some): false
            case (.some, nil): true
            default: left.id < right.id
            }
        }
        if asked.summary == .lowest || asked.summary == .highest {
            out.line(
                "\(asked.summary == .lowest ? "Lowest" : "Highest") \(Fragment([.words(main.rawValue)]))\(main == .gamma ? " by its size" : Fragment()) of \(out.counted(apply.count, "row", cite)) first:"
            )
        }
        let most = countAsked ?? Self.listedRows
        for row in sorted.prefix(most) {
            let source = self.cite(row)
            let parts = asked.measures.map { measure -> Fragment in
                "\(Fragment([.words(measure.rawValue)])) \(text(measure, value(row, measure), row, source))"
            }
            let unit: Fragment =
                asked.isPerContract
                ? " per contract, of \(out.counted(Self.units(of: row), "contract", source))." : Fragment()
            out.line("\(dated(row)): \(parts.joined(", "))\(unit)")
        }
        if asked.summary == .each, !asked.isPerContract { sayBetween(asked.measures, apply) }
        // All are talked about, listed or not.
        for row in sorted { remember(row) }
        let without = chosen.filter { row in !apply.contains { $0.id == row.id } }
        if !filter.sets.isEmpty || !entities.symbols.isEmpty, !without.isEmpty {
            out.line("Without such a figure: \(without.prefix(4).map(dated).joined(", ")).")
        }
        if sorted.count > most { out.line("\(out.counted(sorted.count - most, "further row", cite)) not listed.") }
        if asked.summary == .each, main.isSummable, sorted.count > 1, asked.measures.count == 1, !asked.isPerContract {
            summarise(main, apply, .total) { value($0, main) }
        }
        if let first = sorted.first { offerRow(first) }
    }

    /// The sum or the mean of what is known, and how many rows are not in it.
    private func summarise(
        _ measure: RowFigures.Measure, _ rows: [StrategyValuation], _ summary: RowFigures.Summary,
        _ value: (StrategyValuation) -> Figure
    ) {
        let cite = citeBook()
        let name = Fragment([.words(measure.rawValue)])
        let known = rows.map(value).filter { $0.value != nil }
        guard !known.isEmpty, measure != .breakeven else {
            return out.line(
                measure == .breakeven
                    ? "Breakevens are prices of different names and make no sum and no mean:"
                    : "\(name): known for none of them.")
        }
        let sum = known.reduce(Figure(0)) { $0.combined(with: $1) { $0 + $1 } }
        let missing: Fragment =
            known.count == rows.count
            ? Fragment()
            : "; unknown for \(rows.filter { value($0).value == nil }.prefix(6).map(self.name).joined(", "))"
        if summary == .average {
            let mean = sum.map { $0 / Double(known.count) }
            return out.line(
                "Average \(name): \(text(measure, mean, nil, cite, decimals: 1)) over \(out.counted(known.count, "row", cite)), each row counted once\(missing)."
            )
        }
        guard measure.isSummable else {
            return out.line("\(name) of different rows makes no sum; each by itself:")
        }
        out.line(
            "Total \(name): \(text(measure, sum, nil, cite)) over \(out.counted(known.count, "row", cite))\(known.count > 1 ? Self.condition(of: measure) : Fragment())\(missing)."
        )
    }

    /// What a sum of extremes takes for granted: they need not be met at one price.
    private static func condition(of measure: RowFigures.Measure) -> Fragment {
        switch measure {
        case .maximumLoss: ", if every one of them loses all it can"
        case .maximumProfit: ", if every one of them makes all it can, which need not be possible together"
        default: Fragment()
        }
    }

    private static func isSmallestFirst(_ measure: RowFigures.Measure) -> Bool {
        [.daysToExpiry, .distance, .leftPerYear, .breakeven].contains(measure)
    }

    /// Contracts of a row: what its option legs have in common, at least 1.
    static func units(of row: StrategyValuation) -> Double {
        let counts = row.legs.compactMap { leg -> Int? in
            guard case .option = leg.position.instrument else { return nil }
            return Int(exactly: leg.position.quantity.magnitude.value)
        }.filter { $0 > 0 }
        func divisor(_ left: Int, _ right: Int) -> Int { right == 0 ? left : divisor(right, left % right) }
        return Double(max(1, counts.reduce(0, divisor)))
    }

    /// Whether a row can have such a figure at all.
    private func has(_ measure: RowFigures.Measure, _ row: StrategyValuation) -> Bool {
        measure == .breakeven ? !row.breakevens.isEmpty : figure(measure, of: row).reason != .notApplicable
    }

    func figure(_ measure: RowFigures.Measure, of row: StrategyValuation) -> Figure {
        switch measure {
        case .daysToExpiry: Figure(row.daysToExpiry.map(Double.init), else: .notApplicable)
        case .extrinsic: row.extrinsic
        case .collateral: row.collateral
        case .costToClose: row.costToClose
        case .maximumLoss: row.maximumLoss
        case .maximumProfit: row.maximumProfit
        case .breakeven: Figure(row.breakevens.first, else: .notApplicable)
        case .profit: row.unrealizedProfit
        case .dayProfit: row.dayProfit
        case .delta: row.delta
        case .theta: row.thetaPerDay
        case .vega: row.vegaPerPoint
        case .gamma: book.byStrategy.first { $0.key == row.id }?.gamma.figure ?? .unknown(.notApplicable)
        case .captured: row.captured
        case .distance: row.distance
        case .assignment: row.assignmentProbability
        case .volatility: row.impliedVolatility
        case .leftPerYear: row.leftPerYear
        }
    }

    /// - Parameter row: whose figure it is; nil for a sum or a mean.
    func text(
        _ measure: RowFigures.Measure, _ figure: Figure, _ row: StrategyValuation?, _ cite: Int, decimals: Int = 0
    ) -> Fragment {
        let name = measure.rawValue
        switch measure {
        case .daysToExpiry: return out.decimal(figure, name, cite, decimals: decimals)
        case .breakeven:
            return (row?.breakevens ?? []).prefix(4).map { out.price(Figure($0), name, cite) }.joined(" and ")
        case .extrinsic, .collateral, .costToClose, .maximumLoss, .maximumProfit: return out.dollars(figure, name, cite)
        case .profit, .dayProfit, .theta, .vega: return out.dollars(figure, name, cite, signed: true)
        case .delta: return "\(out.decimal(figure, name, cite, decimals: decimals, signed: true)) shares"
        case .gamma: return "\(out.decimal(figure, name, cite, decimals: 2, signed: true)) a dollar"
        case .distance: return out.percent(figure, name, cite, decimals: 1, signed: true)
        case .captured, .assignment, .leftPerYear: return out.percent(figure, name, cite, decimals: decimals)
        case .volatility: return out.percent(figure, name, cite, decimals: 1)
        }
    }
}

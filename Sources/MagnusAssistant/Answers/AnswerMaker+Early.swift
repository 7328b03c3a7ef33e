import MagnusDomain
import MagnusQuant

/// The chance that a short option is exercised on an evening before its last day.
extension AnswerMaker {
    private static let listedEarly = 8

    func earlyExercise() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = symbol != nil || question.subject != nil ? rows() : book.strategies
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        let found = chosen.flatMap { row in
            row.legs.compactMap { leg -> (row: StrategyValuation, leg: PositionValuation, contract: OptionContract)? in
                guard case .option(let contract) = leg.position.instrument, leg.position.quantity.isShort,
                    contract.style == .american, entities.contract.right == nil || isAskedRight(leg)
                else { return nil }
                return (row, leg, contract)
            }
        }
        out.record("early_exercise", ["symbol": symbol ?? ""], rows: found.count)
        guard !found.isEmpty else {
            return out.line("No short option in it can be exercised before its last day.")
        }
        let sorted = found.sorted { left, right in
            let values = (
                left.leg.earlyExerciseProbability.value ?? -1, right.leg.earlyExerciseProbability.value ?? -1
            )
            return values.0 == values.1 ? left.row.id < right.row.id : values.0 > values.1
        }
        if symbol == nil, question.subject == nil {
            out.line(
                "Of \(out.counted(found.count, "short option", citeBook())) that may be exercised early, the likeliest first:"
            )
        }
        for item in sorted.prefix(Self.listedEarly) {
            let source = cite(item.row)
            let early = out.percent(
                item.leg.earlyExerciseProbability, "early exercise probability", source, decimals: 1)
            let next = out.percent(
                item.leg.nextExerciseProbability, "exercise by the next session", source, decimals: 1)
            let total = out.percent(item.leg.assignmentProbability, "assignment probability", source)
            out.line(
                "\(name(item.row)), \(out.quote(item.contract.shortName)): exercised before its last day \(early), on the next evening \(next); in all \(total) to be assigned by \(out.date(item.contract.expiry, today: today))."
            )
            remember(item.row)
        }
        let further = sorted.count - Self.listedEarly
        if further > 0 { out.line("\(out.counted(further, "further option", citeBook())) less likely not listed.") }
        if let first = sorted.first { offerExplain(first.row.id, "assignment_probability") }
    }

    /// Yes or no in front of the figure that is set against a bound.
    func sayBound() {
        guard let bound = question.bookBound else { return }
        let figure: Total
        switch bound.measure {
        case .theta: figure = book.greeks.thetaPerDay
        case .delta: figure = book.greeks.delta
        case .vega: figure = book.greeks.vegaPerPoint
        case .profit: figure = book.openProfit
        default: return
        }
        let cite = citeBook()
        guard let value = figure.figure.value else {
            return out.line("Whether it is cannot be told: the figure of the book is unknown.")
        }
        let shown: Fragment =
            bound.measure == .delta
            ? out.decimal(figure, bound.measure.rawValue, cite, signed: true)
            : out.dollars(figure, bound.measure.rawValue, cite, signed: true)
        out.line(
            "\(bound.holds(value) ? "Yes" : "No"): \(Fragment([.words(bound.measure.rawValue)])) of the book is \(shown)."
        )
    }
}

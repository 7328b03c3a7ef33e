import MagnusAnalysis
import MagnusDomain

/// Rolls that were made, by the finder that the journal uses.
extension AnswerMaker {
    private static let listedRolls = 12

    func rollsMade() {
        let history = history
        guard let begins = history.begins else { return noLedger() }
        let cite = citeLedger(history)
        let span = pastSpan
        guard !isBefore(span, history, cite) else { return }
        let finder = RollFinder(history.trades, verdicts: context.rollVerdicts)
        func isAsked(_ roll: Roll) -> Bool {
            (entities.symbols.isEmpty || entities.symbols.contains(roll.underlying))
                && !filter.excludedSymbols.contains(roll.underlying)
                && (filter.accounts.isEmpty || filter.accounts.contains(roll.account))
                && (span?.contains(roll.time.newYork.date) ?? true)
                && (entities.contract.right == nil || entities.contract.right == roll.from.right)
        }
        let sure = finder.rolls.filter(isAsked)
        let open = finder.review.filter(isAsked)
        out.record("rolls", ["symbol": symbol ?? ""], rows: sure.count)
        let names: Fragment =
            entities.symbols.isEmpty ? "All symbols" : entities.symbols.map { out.quote($0) }.joined(" and ")
        let time: Fragment =
            span.map { out.quote($0.label) } ?? "since the ledger begins \(out.date(begins, today: today))"
        let sum = Figure(sure.reduce(0) { $0 + $1.credit.dollars })
        out.line(
            sure.isEmpty
                ? "\(names), \(time), \(accounts): no roll is in the ledger."
                : "\(names), \(time), \(accounts): \(out.counted(sure.count, "roll", cite)), net \(out.dollars(sum, "net cash of rolls", cite, signed: true, formula: "sum of closing and opening cash, fees included")) together."
        )
        for roll in sure.reversed().prefix(Self.listedRolls) { out.line(text(roll, cite)) }
        if sure.count > Self.listedRolls {
            out.line("\(out.counted(sure.count - Self.listedRolls, "earlier roll", cite)) not listed.")
        }
        if !open.isEmpty {
            out.line(
                "To be decided whether they are rolls (\(out.counted(open.count, "pair", cite))): \(open.reversed().prefix(3).map { text($0, cite) }.joined("; "))."
            )
        }
        out.line("A closing and an opening of the same side, by one order or within minutes, are one roll.")
    }

    private func text(_ roll: Roll, _ cite: Int) -> Fragment {
        func name(_ contract: OptionContract) -> Fragment {
            "\(out.quote("\(contract.shortName) \(contract.expiry.iso8601)"))"
        }
        return
            "\(out.quote(roll.time.newYork.date.iso8601)) \(out.quote(roll.underlying)): \(out.counted(roll.contracts.magnitude.value, "contract", cite)) from \(name(roll.from)) to \(name(roll.to)), \(out.dollars(Figure(roll.credit.dollars), "net cash of a roll", cite, signed: true))"
    }
}

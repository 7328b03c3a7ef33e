import MagnusDomain
import MagnusQuant

/// Terms of the series that are held: when trading stops, how it settles, whether it may be exercised early.
extension AnswerMaker {
    func contractFacts(_ fact: ContractFact) {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rowsAsked().filter { row in row.legs.contains { Self.right($0) != nil } }
        out.record("contracts", ["symbol": symbol ?? ""], rows: chosen.count)
        guard !chosen.isEmpty else {
            guard rows().isEmpty else { return out.line("No option is in that position: shares have no such term.") }
            nothingHeld(symbol ?? "")
            return out.line("Terms are told of series that are held; the chain of a name shows the others.")
        }
        for row in chosen.sorted(by: { ($0.expiry ?? today, $0.id) < ($1.expiry ?? today, $1.id) }).prefix(8) {
            remember(row)
            let cite = cite(row)
            // Legs of one expiry have one term.
            var seen: Set<CalendarDate> = []
            for leg in row.legs {
                guard case .option(let contract) = leg.position.instrument, seen.insert(contract.expiry).inserted else {
                    continue
                }
                out.line("\(dated(row)): \(term(fact, contract, cite)).")
            }
        }
        if chosen.count > 8 { out.line("\(out.counted(chosen.count - 8, "further row", citeBook())) not listed.") }
    }

    private func term(_ fact: ContractFact, _ contract: OptionContract, _ cite: Int) -> Fragment {
        let instants = contract.expiryInstants(calendar: context.market.calendar)
        let last = instants.lastTrade.newYork
        switch fact {
        case .lastTrade:
            let settlement = instants.settlement.newYork
            let after: Fragment =
                contract.settlement == .cashMorning
                ? ", it settles on the opening print of \(out.date(settlement.date, today: today))"
                : contract.settlement == .cashAfternoon
                    ? ", it settles on the close of that day" : ", shares are decided by the close of that day"
            return
                "trading in \(out.quote(contract.shortName, cite)) stops \(out.date(last.date, today: today)) \(out.quote(last.hourMinute, cite)) New York\(after)"
        case .settlement:
            switch contract.settlement {
            case .physical:
                return
                    "\(out.quote(contract.shortName, cite)) is settled in shares, not in cash: an assignment moves shares"
            case .cashAfternoon:
                return
                    "\(out.quote(contract.shortName, cite)) is settled in cash on the close of \(out.date(instants.day, today: today)); no shares come or go"
            case .cashMorning:
                return
                    "\(out.quote(contract.shortName, cite)) is settled in cash on the opening print of \(out.date(instants.day, today: today)); trading stops \(out.date(last.date, today: today)) \(out.quote(last.hourMinute, cite)), no shares come or go"
            }
        case .style:
            return contract.style == .european
                ? "\(out.quote(contract.shortName, cite)) is European: no one can exercise it before its last day"
                : "\(out.quote(contract.shortName, cite)) is American: its holder may exercise it on any day"
        }
    }
}

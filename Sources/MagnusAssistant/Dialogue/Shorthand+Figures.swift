import MagnusDomain

/// Figures of one name's rows as they are typed in a hurry, "bp if i close amd", "pop on iwm condor", written out.
extension Shorthand {
    private static let months: [String: Int] = [
        "jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4, "may": 5, "jun": 6,
        "june": 6, "jul": 7, "july": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9, "oct": 10,
        "october": 10, "nov": 11, "november": 11, "dec": 12, "december": 12,
    ]

    func ofFigures(_ typed: [String], _ set: Set<String>, _ name: String) -> String? {
        let rows = book.strategies.filter { $0.symbol == name }
        guard !rows.isEmpty else { return nil }
        let others = typed.filter { $0.uppercased() != name }
        func isOnly(_ words: Set<String>) -> Bool {
            others.allSatisfy { words.contains($0) || Self.fillers.contains($0) }
        }
        // "How much bp if I close AMD": what its closing frees, and what it costs.
        let closing: Set<String> = ["close", "closing", "closed", "exit"]
        let money: Set<String> = ["bp", "cash", "buying", "power", "capital", "collateral"]
        if !set.isDisjoint(with: money), !set.isDisjoint(with: closing),
            !set.isDisjoint(with: ["if", "when", "by", "after", "from"]),
            isOnly(
                money.union(closing).union([
                    "how", "much", "if", "when", "by", "after", "from", "free", "freed", "frees", "up", "would", "get",
                    "back", "released", "release", "will", "for", "put", "puts", "csp",
                ]))
        {
            return "collateral and cost to close of \(name)"
        }
        // "How much more can I lose on PLTR": the most there is to lose, and what of it is lost.
        if set.isSuperset(of: ["more", "can", "lose"]) || set.isSuperset(of: ["more", "could", "lose"]),
            isOnly(["how", "much", "more", "can", "could", "lose", "from", "here", "further"])
        {
            return "maximum loss and p/l of \(name)"
        }
        if let long = longCall(rows), !set.isDisjoint(with: ["leap", "leaps"]),
            !set.isDisjoint(with: ["worth", "value", "price"]),
            isOnly(["leap", "leaps", "worth", "value", "price", "how", "much", "call"])
        {
            return "what is my \(name) \(long.shortName.lowercased()) worth"
        }
        let option = others.first { word in
            ["c", "p"].contains(word.suffix(1)) && Double(word.dropLast()) != nil
        }
        if set.contains("entry"), let option, isOnly(["entry", "price", option]) {
            return "what did i pay for the \(name) \(option)"
        }
        return ofMonth(others, name, rows)
    }

    /// The one long call of the rows that has a short one before it.
    private func longCall(_ rows: [StrategyValuation]) -> OptionContract? {
        let found = rows.filter { $0.kind == .callDiagonal || $0.kind == .longCall }.flatMap(\.legs)
            .compactMap { leg -> OptionContract? in
                guard case .option(let contract) = leg.position.instrument, contract.right == .call,
                    !leg.position.quantity.isShort
                else { return nil }
                return contract
            }
        return found.count == 1 ? found.first : nil
    }

    /// "QQQ 525c may": the option of that month where one is held, and not the other leg of its row.
    private func ofMonth(_ others: [String], _ name: String, _ rows: [StrategyValuation]) -> String? {
        let rest = others.filter { $0 == "may" || !Self.fillers.contains($0) }
        guard rest.count == 2, let place = rest.firstIndex(where: { Self.months[$0] != nil }),
            let month = Self.months[rest[place]]
        else { return nil }
        let option = rest[1 - place]
        let days = Set(
            rows.flatMap(\.legs).compactMap { leg -> CalendarDate? in
                guard case .option(let contract) = leg.position.instrument,
                    contract.shortName.lowercased() == option, contract.expiry.month == month
                else { return nil }
                return contract.expiry
            })
        guard days.count == 1, let day = days.first else { return nil }
        return "\(name) \(option) \(day.iso8601)"
    }
}

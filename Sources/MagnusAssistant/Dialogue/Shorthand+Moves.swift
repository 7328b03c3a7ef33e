/// Moves, days and the whole past as they are typed in a hurry, "spy -5% and vix 35", "losers today", "all time p/l on amd",
/// written out.
extension Shorthand {
    /// - Parameter text: as it was typed.
    func ofMoves(_ text: String, _ typed: [String], _ set: Set<String>, _ names: [String]) -> String? {
        supposed(text, typed, set) ?? ofDay(typed, set, names) ?? ofAllTime(typed, set, names)
    }

    /// A move beside a level of the volatility index or beside figures of the book is supposed, and no price is asked.
    private func supposed(_ text: String, _ typed: [String], _ set: Set<String>) -> String? {
        let said: Set<String> = [
            "if", "when", "suppose", "what", "should", "sell", "find", "delta", "why", "did", "was", "under", "over",
            "today", "yesterday", "is",
        ]
        let isMove = typed.contains { $0.hasSuffix("%") && Double($0.dropLast()) != nil }
        guard isMove, let first = typed.first, symbols.contains(first.uppercased()) else { return nil }
        let isSigned = typed.contains { ($0.hasPrefix("-") || $0.hasPrefix("+")) && $0.hasSuffix("%") }
        guard isSigned || !set.isDisjoint(with: ["up", "down", "drops", "falls", "rises"]) else { return nil }
        if set.contains("vix"), set.isDisjoint(with: said) { return "what if \(text)" }
        let profits: Set<String> = ["p/l", "pnl", "pl", "p&l"]
        let greeks: Set<String> = ["delta", "theta", "vega", "gamma"]
        if !set.isDisjoint(with: profits), !set.isDisjoint(with: greeks),
            set.isDisjoint(with: said.subtracting(greeks))
        {
            return "what if \(text)"
        }
        return nil
    }

    /// "Losers today", "worst 3 today", "losers by day p/l": by the day's P/L and not by the open one.
    private func ofDay(_ typed: [String], _ set: Set<String>, _ names: [String]) -> String? {
        let words: Set<String> = [
            "worst", "biggest", "loser", "losers", "winner", "winners", "gainer", "gainers", "top", "3", "by", "day",
            "today", "p/l", "pnl", "sorted", "sort", "today's", "todays", "day's", "days", "movers",
        ]
        guard names.isEmpty, typed.allSatisfy({ words.contains($0) || Self.fillers.contains($0) }),
            !set.isDisjoint(with: ["today", "day", "today's", "todays", "day's"])
        else { return nil }
        let loses = !set.isDisjoint(with: ["loser", "losers", "worst"])
        let gains = !set.isDisjoint(with: ["winner", "winners", "gainer", "gainers"])
        guard loses != gains else { return nil }
        return "which positions \(loses ? "lost" : "gained") the most today"
    }

    /// "How much did I make on PLTR all time": what was realised since the ledger begins, and no decay of time.
    private func ofAllTime(_ typed: [String], _ set: Set<String>, _ names: [String]) -> String? {
        let isWhole = zip(typed, typed.dropFirst()).contains { $0 == "all" && $1 == "time" } || set.contains("lifetime")
        let profits: Set<String> = [
            "p/l", "pnl", "pl", "p&l", "make", "made", "profit", "profits", "earned", "lose", "lost",
        ]
        guard isWhole, names.count <= 1, !set.isDisjoint(with: profits),
            set.isDisjoint(with: ["if", "high", "low", "best", "worst", "biggest", "premium", "trades", "rate"])
        else { return nil }
        return names.first.map { "realised p/l of \($0)" } ?? "realised p/l"
    }
}

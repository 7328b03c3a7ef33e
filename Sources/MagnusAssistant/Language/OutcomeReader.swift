/// "Losing", "winning", "in the red" and "not losing" of open rows: on which side of nothing their profit stands.
enum OutcomeReader {
    private static let losing: Set<String> = [
        "losing", "losers", "loser", "underwater", "red", "unprofitable", "negative", "losses", "loss",
    ]
    private static let winning: Set<String> = [
        "winning", "winners", "winner", "profitable", "green", "profit", "positive", "gaining",
    ]
    private static let rows: Set<String> = [
        "position", "positions", "row", "rows", "holding", "holdings", "put", "puts", "call", "calls", "spread",
        "spreads", "shorts", "options", "names", "condors", "csps", "csp", "which", "what", "ones", "many", "any",
    ]
    private static let people: Set<String> = ["losers", "loser", "winners", "winner", "losses"]
    private static let open: Set<String> = [
        "position", "positions", "row", "rows", "holding", "holdings", "open", "are", "now", "currently",
    ]
    /// Words that ask for an order, for days behind, for what is supposed or for one figure.
    private static let others: Set<String> = [
        "trade", "trades", "closed", "today", "yesterday", "week", "month", "year", "most", "biggest", "largest",
        "best",
        "worst", "top", "smallest", "rate", "ratio", "average", "mean", "means", "max", "maximum", "target", "targets",
        "if", "would", "should", "could", "why", "when", "candidate", "candidates", "sell", "buy", "theta", "delta",
        "deltas", "vega", "gamma", "beta", "chance", "chances", "odds", "probability", "likely", "expire", "expires",
        "expiring", "did", "was", "were", "factor", "past", "history", "realized", "limit", "limits", "stop", "alert",
        "alerts", "price", "level", "much", "total", "sum", "take", "captured", "worthless", "percent", "vs", "versus",
        "compare", "and", "earnings", "since", "bigger",
    ]

    private static let expiring: Set<String> = ["expiring", "expire", "expires", "expiry", "expiration", "ending"]
    private static let days: Set<String> = ["today", "week", "month", "year", "expire", "expires", "expiring"]
    /// An order of all of them, and no end of one.
    private static let orders: Set<String> = ["first", "sorted", "order", "ranked"]

    /// The bound that a question states without a number; nil where it states none.
    static func condition(_ words: [Word]) -> RowCondition? {
        // As typed too: the spelling correction brings "losing" and "loser" to one word.
        let texts = words.map { $0.typed.lowercased() }
        let set = Set(texts).union(words.map(\.text))
        // "Winners expiring this month": the days bound the rows, and on which side of nothing they stand is of now.
        let isExpiring = !set.isDisjoint(with: expiring) && !set.contains("will") && !set.contains("expired")
        // "My losers, worst first": all of them, in that order.
        let isOrdered = !set.isDisjoint(with: orders)
        var barred = others
        if isExpiring { barred.subtract(days) }
        if isOrdered { barred.subtract(["worst", "best", "biggest", "largest", "smallest"]) }
        guard Set(texts).isDisjoint(with: barred), ConditionReader.comparisons(words).isEmpty,
            let place = texts.firstIndex(where: isOutcome)
        else { return nil }
        let isAlone = Set(texts).isSubset(of: ["show", "me", "my", "list", "the", "winners", "losers", "current"])
        guard
            !set.isDisjoint(with: rows) || isAlone && texts.count > 1
                || (isExpiring || isOrdered) && people.contains(texts[place])
        else {
            return nil
        }
        // "How many winners" asks about what was closed, "show my winners" for what is held.
        let shown: Set<String> = ["show", "me", "my", "list", "the", "winners", "losers", "current", "currently"]
        let isShown = set.isSubset(of: shown.union(["winner", "loser", "losing", "winning"])) && texts.count > 1
        guard isShown || !people.contains(texts[place]) || isExpiring || isOrdered || !Set(texts).isDisjoint(with: open)
        else {
            return nil
        }
        // "Profit of the puts expiring in April" is a sum; "in profit" and "at a loss" are where rows stand.
        if isExpiring, ["profit", "loss", "losses"].contains(texts[place]) {
            let before = texts[..<place].last { !["a", "the", "no"].contains($0) }
            guard ["in", "at", "with", "making", "showing"].contains(before ?? "") else { return nil }
        }
        let isLosing = losing.contains(texts[place])
        let before = texts[..<place].suffix(4)
        let isNegated = before.contains { NegationReader.negations.contains($0) || $0.hasSuffix("n't") }
        // Neither at a loss nor at a profit is what stands at nothing: "not losing" has it, "winning" has not.
        return RowCondition(
            measure: isLosing != isNegated ? .loss : .profit, lower: 0, upper: nil, includesBound: isNegated)
    }

    private static func isOutcome(_ text: String) -> Bool { losing.contains(text) || winning.contains(text) }
}

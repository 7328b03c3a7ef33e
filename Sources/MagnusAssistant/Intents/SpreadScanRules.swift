import MagnusDomain

/// Questions that look for a new position of several legs: "best diagonals", "PMCC to open". Their words name a kind that
/// is held as well, and ask for none that is.
enum SpreadScanRules {
    private static let held: Set<String> = [
        "my", "mine", "have", "had", "held", "hold", "holding", "own", "current", "position", "positions", "row",
        "rows", "did", "was", "were", "sold", "bought", "traded", "closed", "winner", "winners", "loser", "losers",
        "made", "performing", "doing", "pnl", "p/l", "p&l", "profit", "profits", "loss", "losses", "win", "wins",
        "roll", "rolls", "rolling", "close", "closing", "if", "why", "assigned", "assignment", "mean", "means",
        "expire", "expires", "theta", "vega", "gamma", "realized", "alert", "alerts", "how", "worst", "bid", "ask",
        "losing", "winning", "today", "largest", "biggest", "when", "ira", "account", "allowed",
    ]
    private static let looking: Set<String> = [
        "best", "top", "candidate", "candidates", "idea", "ideas", "opportunities", "opening", "worth", "find", "scan",
        "highest-scoring", "good", "suggest", "recommend",
    ]
    private static let opening: Set<String> = ["open", "sell", "buy", "trade", "enter", "write"]
    private static let leading: Set<String> = [
        "to", "could", "would", "can", "should", "might", "you", "i", "we", "worth",
    ]

    /// "Best", "to open", "could I sell": something new is looked for.
    static func looksForNew(_ texts: [String]) -> Bool {
        !Set(texts).isDisjoint(with: looking)
            || zip(texts, texts.dropFirst()).contains { leading.contains($0) && opening.contains($1) }
    }

    /// - Returns: whether the words decided.
    static func apply(_ words: [Word], _ result: inout Understanding) -> Bool {
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        let isNamed =
            texts.contains { AnswerMaker.spreadStrategy($0) != nil }
            || zip(texts, texts.dropFirst()).contains { $0 == "poor" && ["man", "mans"].contains($1) }
        // "Best open spreads" are held; "spreads to open" are not.
        let isHeld = texts.indices.contains { index in
            texts[index] == "open" && (index == 0 || !leading.contains(texts[index - 1]))
        }
        guard isNamed, !isHeld, looksForNew(texts), !IntentRules.isDefinition(texts), set.isDisjoint(with: held),
            result.entities.past == nil,
            result.pasts.isEmpty, result.entities.percents.isEmpty, result.entities.contract.strike == nil
        else { return false }
        result.intent = .opportunities
        result.confidence = max(result.confidence, 0.9)
        result.alternatives = []
        return true
    }
}

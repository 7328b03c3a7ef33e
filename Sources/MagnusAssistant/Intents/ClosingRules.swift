/// Questions about what closing rows that are held would cost and realise: "if I close PLTR and KO what do I realise".
enum ClosingRules {
    private static let results: Set<String> = [
        "realize", "realizes", "realized", "realise", "realises", "realised", "realizing", "realising", "lose", "make",
        "get", "gain", "gains", "loss", "losses", "profit", "profits", "pnl", "p&l", "p/l", "cost", "costs", "much",
        "result", "results", "net", "keep", "book", "lock", "left", "pay", "take", "walk",
    ]
    private static let others: Set<String> = [
        "roll", "rolls", "rolling", "rolled", "assigned", "assignment", "price", "prices", "market", "limit", "order",
        "did", "was", "were", "alert", "alerts", "candidates", "closes", "expire", "expires", "target",
    ]

    /// Whether words speak of closing what is held, and not of a price at the close.
    static func isOfClosing(_ words: [Word]) -> Bool {
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        let isBoughtBack = zip(texts, texts.dropFirst()).contains {
            ["buy", "buying", "bought"].contains($0) && $1 == "back"
        }
        return isBoughtBack
            || !set.isDisjoint(with: [
                "close", "closed", "closing", "exit", "exiting", "unwind", "unwinding", "buyback",
            ])
    }

    /// Whether closing is supposed and its result is asked for.
    static func asks(_ words: [Word], _ entities: Entities) -> Bool {
        let typed = words.map { $0.typed.lowercased() }
        let set = Set(words.map(\.text)).union(typed)
        let isSet = entities.contract.strike == nil && !entities.numbers.isEmpty
        let isRealised = set.contains { $0.hasPrefix("realiz") || $0.hasPrefix("realis") }
        // "When should I close" asks for a time, "what do I realise when I close" for a result.
        guard isOfClosing(words), entities.percents.isEmpty, !isSet, set.isDisjoint(with: others),
            !set.isDisjoint(with: results), isRealised || !set.contains("when")
        else { return false }
        let isOfOwn = !set.isDisjoint(with: ["i", "we", "my"])
        let isOngoing = !set.isDisjoint(with: ["closing", "exiting", "unwinding", "buying"])
        // "What would it cost to close" asks for the cost alone.
        let isSupposed =
            !set.isDisjoint(with: ["if", "suppose", "assume", "when"])
            || set.contains("would") && (isOngoing || isRealised)
        return isSupposed && (isOfOwn || isOngoing) || isOngoing && isRealised
    }
}

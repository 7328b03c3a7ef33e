import Glibc

/// Corrections of the classifier where a word or an entity decides.
enum IntentRules {
    typealias Ranked = [(intent: Intent, probability: Double)]

    static func adjust(_ ranked: inout Ranked, words: [Word], entities: Entities) {
        let texts = words.map(\.text)
        let set = Set(texts)
        let hasSymbol = !entities.symbols.isEmpty || !entities.unknownSymbols.isEmpty
        func favour(_ intent: Intent, _ factor: Double) {
            for index in ranked.indices where ranked[index].intent == intent { ranked[index].probability *= factor }
        }
        if entities.delta != nil,
            set.contains("put") || set.contains("call") || set.contains("strike") || set.contains("puts")
                || set.contains("calls")
        {
            favour(.strikeByDelta, 6)
        }
        if !entities.percents.isEmpty {
            favour(.whatIf, 4)
            favour(.concept, 0.3)
        }
        if hasSymbol {
            for intent in [Intent.listPositions, .marketHours, .netLiquidation, .concept, .greeting] {
                favour(intent, 0.4)
            }
        } else {
            favour(.quote, 0.4)
        }
        if entities.contract.strike != nil {
            favour(.quote, 0.2)
            favour(.openProfit, 0.6)
        } else {
            favour(.contractFigures, 0.5)
        }
        if !set.isDisjoint(with: ["my", "i", "our", "book", "portfolio"]) { favour(.concept, 0.25) }
        if entities.concept != nil, !hasSymbol, Self.isDefinition(texts) { favour(.concept, 8) }
        if set.contains("why"), set.contains("not") || set.contains("no") { favour(.whyNot, 4) }
        if set.contains("assigned") || set.contains("assignment"), !Self.isDefinition(texts) {
            favour(set.contains("roll") || set.contains("better") ? .decision : .assignmentRisk, 8)
        }
        if set.contains("why"), !set.isDisjoint(with: ["alert", "alerts", "flagged", "warning"]) {
            favour(.whyAlert, 12)
        }
        let command = command(texts)
        if let first = command.first, first == "close" || first == "sell",
            !set.isDisjoint(with: ["immediately", "now", "everything"])
        {
            favour(.placeOrder, 4)
        }
        if let first = command.first, Self.trading.contains(first), words.count <= 12 {
            favour(.placeOrder, 3)
            // A request, or the way an order is sent, is no question.
            let isRequest = command.count < texts.count
            let isSent = zip(texts, texts.dropFirst()).contains { $0 == "at" && ["market", "mid"].contains($1) }
            if isRequest || isSent || set.contains("limit") { favour(.placeOrder, 12) }
        }
        // Without a word that trades nothing was ordered, however short the question.
        if set.isDisjoint(with: ordering) { favour(.placeOrder, 0.02) }
        if !set.isDisjoint(with: ["ignore", "disregard", "forget", "override", "jailbreak", "confirm"]),
            !set.isDisjoint(with: ["sell", "buy", "close", "order", "trade", "liquidate", "roll"])
        {
            favour(.placeOrder, 20)
        }
        if !set.isDisjoint(with: ["ignore", "forget", "disregard", "reveal", "pretend"]),
            !set.isDisjoint(with: ["instructions", "prompt", "rules", "previous", "system"])
        {
            favour(.outOfScope, 6)
        }
        if zip(texts, texts.dropFirst()).contains(where: { ["roll", "rolls", "rolling"].contains($0) && $1 == "off" }) {
            favour(.expirations, 6)
            favour(.decision, 0.2)
        }
        // Premium in general is looked for; premium of the past has a word of the past.
        if set.isDisjoint(with: [
            "collected", "collect", "took", "taken", "take", "received", "receive", "sold", "income", "total", "did",
            "have", "far", "year", "month", "since", "ytd", "mtd", "gross", "brought", "bring", "from", "on",
        ]) {
            favour(.premiumCollected, 0.2)
        }
        let total = ranked.reduce(0) { $0 + $1.probability }
        guard total > 0 else { return }
        for index in ranked.indices { ranked[index].probability /= total }
        ranked.sort { ($1.probability, $0.intent.rawValue) < ($0.probability, $1.intent.rawValue) }
    }

    private static let trading: Set<String> = ["sell", "buy", "close", "execute", "liquidate", "submit", "write"]
    private static let ordering: Set<String> = trading.union([
        "order", "orders", "trade", "roll", "send", "open", "cancel", "btc", "sto", "bto", "stc", "out", "dump", "exit",
        "place", "put", "enter", "short", "unwind", "transfer", "deposit", "withdraw", "fill", "confirm", "do",
    ])
    private static let courtesies: [[String]] = [
        ["please"], ["kindly"], ["now"], ["ok"], ["okay"], ["just"], ["hey"], ["go", "ahead", "and"], ["go", "ahead"],
        ["can", "you"], ["could", "you"], ["would", "you"], ["will", "you"], ["i", "want", "you", "to"],
        ["i", "want", "to"], ["i", "need", "you", "to"], ["i'd", "like", "you", "to"], ["i", "would", "like", "to"],
        ["i'd", "like", "to"],
    ]

    /// What is left of a request without what is said in front of it: "please", "can you".
    static func command(_ texts: [String]) -> ArraySlice<String> {
        var rest = texts[...]
        while let found = courtesies.first(where: { rest.starts(with: $0) }) { rest = rest.dropFirst(found.count) }
        return rest
    }

    /// "what is X", "explain X", "how does X work", without anything about the own book.
    static func isDefinition(_ words: [String]) -> Bool {
        let set = Set(words)
        if !set.isDisjoint(with: ["my", "i", "our", "book", "portfolio", "the position", "today", "now"]) {
            return false
        }
        let starts = [
            ["what", "is"], ["what", "are"], ["what", "does"], ["explain"], ["define"], ["how", "does"], ["how", "do"],
            ["meaning"], ["teach"], ["describe"], ["tell", "me", "what"], ["what", "do"],
        ]
        return starts.contains { words.starts(with: $0) } && words.count <= 12
            && set.isDisjoint(with: ["this", "that", "week", "best", "next"])
    }
}

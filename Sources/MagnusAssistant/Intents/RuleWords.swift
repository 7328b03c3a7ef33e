/// The words of a question as rules look at them: as read and as typed.
struct RuleWords: Sendable, Hashable {
    let texts: [String]
    /// As read, spelling corrected, and as typed: the correction may have made another word of the field of one.
    let set: Set<String>

    init(_ words: [Word]) {
        texts = words.map(\.text)
        set = Set(texts).union(words.map { $0.typed.lowercased() })
    }

    func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }

    /// "To close", "to exit", "to unwind": what ending a position costs, and no order.
    var isToClose: Bool {
        zip(texts, texts.dropFirst()).contains { $0 == "to" && ["close", "exit", "unwind"].contains($1) }
    }
}

extension Understanding {
    /// What words decide is sure, whatever the classifier makes of them.
    /// - Returns: true, so that a rule can return it.
    mutating func decide(_ intent: Intent, atLeast confidence: Double = 0.9) -> Bool {
        self.intent = intent
        self.confidence = max(self.confidence, confidence)
        alternatives = []
        return true
    }
}

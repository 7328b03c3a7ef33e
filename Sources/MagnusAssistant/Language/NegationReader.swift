/// Finds a negation that stands in front of something a question can be restricted to. What exclusions have taken is gone
/// from the words before; what is left here was not applied by them.
enum NegationReader {
    static let negations: Set<String> = ["not", "no", "non", "never", "neither", "nor", "none"]
    private static let passed: Set<String> = [
        "on", "in", "the", "a", "an", "any", "my", "of", "for", "from", "be", "being", "to", "yet", "currently", "now",
        "really", "all", "that", "are", "is", "either", "have", "has", "having", "with", "at", "going", "due", "marked",
        "those", "which", "ones", "out",
    ]
    private static let states: Set<String> = [
        "itm", "otm", "atm", "money", "expire", "expires", "expiring", "expired", "assigned", "covered", "losing",
        "winning", "profitable", "lose", "lost", "loss", "losers", "winners", "win", "won", "made", "make", "closed",
        "acknowledged", "snoozed", "earnings", "dividend", "dividends", "alert", "alerts", "shares", "stock", "stocks",
        "short", "shorts", "long", "longs", "options", "option", "breached", "above", "below", "over", "under", "more",
        "less", "least", "between", "within", "before", "after", "today", "tomorrow", "wanted", "decide", "put", "puts",
        "call", "calls", "spreads", "spread", "naked", "green", "red", "profit", "adjusted", "fees", "taxable",
    ]
    static let severities: Set<String> = ["critical", "high", "medium", "low", "info", "urgent"]
    private static let exclusions: Set<String> = [
        "except", "excluding", "without", "but", "besides", "non", "not", "no",
    ]

    /// `not expire`, as typed: a negation of a name, a kind, a state or a severity; nil where there is none.
    static func found(_ words: [Word]) -> String? {
        let texts = words.map(\.text)
        guard !texts.contains("why"), !texts.contains("if") else { return nil }
        for (index, text) in texts.enumerated() where negations.contains(text) && !words[index].endsClause {
            var place = index + 1
            while place < texts.count, passed.contains(texts[place]) { place += 1 }
            guard place < texts.count, isCondition(place, words, texts) else { continue }
            return words[index...place].map(\.typed).joined(separator: " ")
        }
        return nil
    }

    private static func isCondition(_ place: Int, _ words: [Word], _ texts: [String]) -> Bool {
        if case .symbol = words[place].meaning { return true }
        let typed = words[place].typed.lowercased()
        return states.contains(texts[place]) || states.contains(typed) || severities.contains(typed)
            || FilterReader.group(at: place, texts) != nil || FilterReader.sectors[typed] != nil
    }

    /// Whether a word is negated or left out: "not critical", "non-critical", "other than critical".
    static func negates(_ place: Int, _ words: [Word]) -> Bool {
        let texts = words.map { $0.typed.lowercased() }
        var before = place - 1
        while before >= 0, ["the", "be", "being", "marked", "any", "a", "in", "money", "itm"].contains(texts[before]) {
            before -= 1
        }
        guard before >= 0 else { return false }
        if texts[before] == "than" { return before > 0 && texts[before - 1] == "other" }
        // "Not low or medium" negates both.
        if ["or", "and", "nor"].contains(texts[before]), before > 0, severities.contains(texts[before - 1]) {
            return negates(before - 1, words)
        }
        return exclusions.contains(texts[before])
    }

    /// Whether "in the money" is said with a negation in front, or its other side is named.
    static func isOutOfTheMoney(_ words: [Word]) -> Bool {
        let texts = words.map(\.text)
        for index in texts.indices {
            if texts[index] == "otm" { return !negates(index, words) }
            guard texts[index] == "itm" || texts[index] == "money" else { continue }
            var start = index
            if texts[index] == "money" {
                start -= start > 0 && texts[start - 1] == "the" ? 1 : 0
                guard start > 0 else { continue }
                if texts[start - 1] == "of", start > 1, texts[start - 2] == "out" { return !negates(start - 2, words) }
                guard texts[start - 1] == "in" else { continue }
                start -= 1
            }
            return negates(start, words)
        }
        return false
    }
}

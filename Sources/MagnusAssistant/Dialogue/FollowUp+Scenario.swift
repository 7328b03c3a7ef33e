import MagnusDomain

/// "By position", "per symbol", "split it by name" behind a supposed move: the same move, told apart.
extension FollowUp {
    private static let scenarioFillers: Set<String> = [
        "by", "per", "each", "every", "for", "split", "it", "that", "this", "break", "down", "up", "show", "me", "the",
        "and", "list", "please", "what", "about", "now", "out", "them", "which", "whole", "all", "single", "same", "a",
        "can", "you", "see", "sorted", "of", "my",
    ]
    private static let rows: Set<String> = ["position", "positions", "row", "rows", "holding", "holdings", "trade"]
    private static let names: Set<String> = [
        "symbol", "symbols", "name", "names", "ticker", "tickers", "underlying", "underlyings", "stock",
    ]

    /// - Returns: whether the move of before is asked for by row or by name, and nothing besides.
    func splitsScenario(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        guard state.intent == .whatIf, !state.words.isEmpty, words.count <= 8, result.entities.symbols.isEmpty,
            result.filter.isEmpty,
            words.contains(where: { ["by", "per", "each", "every", "split"].contains($0.text) }),
            words.allSatisfy({ word in
                let typed = word.typed.lowercased()
                return word.meaning == .plain
                    && [Self.scenarioFillers, Self.rows, Self.names].contains {
                        $0.contains(word.text) || $0.contains(typed)
                    }
            })
        else { return false }
        let texts = words.map(\.text)
        let isByName = !Self.names.isDisjoint(with: texts)
        guard isByName || !Self.rows.isDisjoint(with: texts) else { return false }
        // One way of saying it: "each position" of a move would be a move of each.
        result.words = ["by", isByName ? "symbol" : "position"].map { Word(typed: $0, text: $0) }
        inherit(.whatIf, &result, without: ScenarioParts.phrases, state)
        result.isDecided = true
        return true
    }

    /// "10 percent", "15%": nothing but a size.
    static func isSizeAlone(_ words: [Word]) -> Bool {
        !words.isEmpty
            && words.allSatisfy { word in
                if case .percent = word.meaning { return true }
                return ["percent", "pct", "%"].contains(word.text)
            }
    }

    private func inherit(
        _ last: Intent, _ result: inout Understanding, without phrases: [[String]], _ state: ConversationState
    ) {
        var before = state
        // "By symbol" behind "by position" takes its place.
        let texts = before.words.map(\.text)
        if phrases.contains(Array(texts.suffix(2))) { before.words.removeLast(2) }
        inherit(last, &result, before)
    }
}

/// How a supposed move of the book is told apart.
enum ScenarioParts: Sendable, Hashable {
    case rows
    case names

    static let phrases = [["by", "position"], ["by", "symbol"]]

    /// "Which positions lose most if SPY drops 5%": the rows of that move, and not those that lose most today.
    static func ranksRows(_ texts: [String]) -> Bool {
        let set = Set(texts)
        let isAtMost = zip(texts, texts.dropFirst()).contains { $0 == "at" && $1 == "most" }
        return !isAtMost && !set.isDisjoint(with: ["most", "worst", "hardest"])
            && !set.isDisjoint(with: ["which", "what", "who"])
            && !set.isDisjoint(with: ["lose", "loses", "hurt", "hurts", "suffer", "suffers", "gain", "gains", "hit"])
    }

    /// "What if SPY drops 5% by position": nil for the sum and the largest rows.
    static func read(_ words: [Word]) -> ScenarioParts? {
        let texts = words.map(\.text)
        let joints: Set<String> = ["by", "per"]
        for (joint, unit) in zip(texts, texts.dropFirst()) where joints.contains(joint) {
            if ["position", "positions", "row", "rows", "holding"].contains(unit) { return .rows }
            if ["symbol", "symbols", "name", "ticker", "underlying"].contains(unit) { return .names }
        }
        return ranksRows(texts) ? .rows : nil
    }
}

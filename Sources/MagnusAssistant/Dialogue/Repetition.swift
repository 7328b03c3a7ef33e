/// "Same question for AAPL", "do the same with KO and MO", "again for PLTR": the question before, asked again of other
/// names.
enum Repetition {
    /// Why there is no question to ask again.
    enum Obstacle: Sendable, Hashable {
        /// None was answered before in the conversation.
        case noQuestion
        /// The last one was not understood.
        case notUnderstood
        /// The last one has several names, each with words of its own, and they are not as many as the new ones.
        case namesApart
    }

    private static let cues: Set<String> = ["same", "again", "repeat", "ditto", "likewise", "redo", "rerun"]
    private static let fillers: Set<String> = [
        "question", "questions", "q", "qn", "thing", "query", "pls", "plz", "do", "ask", "run", "answer", "once",
        "more", "the", "that", "this",
        "it", "for", "with", "of", "on", "about", "to", "and", "or", "also", "too", "now", "please", "can", "you",
        "could", "would", "then", "what", "how", "ok", "okay", "but", "just", "instead", "my", "i", "want", "let",
        "us", "both", "try",
    ]
    /// "Show me KO again" asks for KO; "show me the same for KO" for what was asked before.
    private static let requests: Set<String> = ["show", "me", "give", "tell", "get"]
    private static let joints: Set<String> = ["and", "or", "plus", "vs", "versus", "with", "to", "against"]
    private static let talk: Set<Intent> = [.greeting, .thanks, .help, .outOfScope]

    /// The names alone that the question before is asked again of, in order; nil where the words say anything else.
    static func names(_ words: [Word]) -> [Word]? {
        let typed = words.map { $0.typed.lowercased() }
        let isOnceMore = zip(typed, typed.dropFirst()).contains { $0 == "once" && $1 == "more" }
        guard words.count <= 16, isOnceMore || !cues.isDisjoint(with: typed) else { return nil }
        let said = typed.contains("same") ? fillers.union(requests) : fillers
        var names: [Word] = []
        for (word, text) in zip(words, typed) {
            switch word.meaning {
            case .symbol:
                guard !names.contains(where: { $0.meaning == word.meaning }) else { continue }
                var name = word
                name.endsClause = false
                names.append(name)
            case .plain where cues.contains(text) || said.contains(text): continue
            default: return nil
            }
        }
        return names.isEmpty ? nil : names
    }

    /// The names of a question that names nothing besides.
    static func named(_ words: [Word]) -> [Word] {
        words.filter { word in
            if case .symbol = word.meaning { true } else { false }
        }
    }

    /// The benchmark that the name of before was set against is one of the question still.
    static func keepNames(_ result: inout Understanding) {
        for word in result.words {
            guard case .symbol(let name, isKnown: true) = word.meaning, !result.entities.symbols.contains(name)
            else { continue }
            result.entities.symbols.append(name)
        }
    }

    static func joined(_ names: [Word], by joint: String = "and") -> [Word] {
        var result: [Word] = []
        for name in names {
            if !result.isEmpty { result.append(Word(typed: joint, text: joint)) }
            result.append(name)
        }
        return result
    }

    static func obstacle(_ names: [Word], _ state: ConversationState, benchmark: String) -> Obstacle? {
        guard let last = state.intent, !talk.contains(last) else { return .noQuestion }
        if state.isUnread { return .notUnderstood }
        guard !state.words.isEmpty else { return .noQuestion }
        return words(of: state.words, with: names, benchmark: benchmark) == nil ? .namesApart : nil
    }

    /// The words of a question with other names in the place of its own; the benchmark that another name is set against
    /// stays. nil where it is not clear which name each new one stands for.
    static func words(of old: [Word], with names: [Word], benchmark: String) -> [Word]? {
        var own: [WordMeaning] = []
        for word in old {
            if case .symbol = word.meaning, !own.contains(word.meaning) { own.append(word.meaning) }
        }
        let others = own.filter { $0 != .symbol(benchmark, isKnown: true) }
        let replaced = others.isEmpty ? own : others
        let places = old.indices.filter { replaced.contains(old[$0].meaning) }
        guard let first = places.first, let last = places.last else {
            return old + [Word(typed: "for", text: "for")] + joined(names)
        }
        if replaced.count == 1 {
            return old.flatMap { word -> [Word] in
                guard replaced.contains(word.meaning) else { return [word] }
                var list = joined(names)
                list[list.count - 1].endsClause = word.endsClause
                return list
            }
        }
        if replaced.count == names.count {
            return old.map { word in
                guard let place = replaced.firstIndex(of: word.meaning) else { return word }
                var name = names[place]
                name.endsClause = word.endsClause
                return name
            }
        }
        let between = (first...last).filter { !places.contains($0) }
        guard between.allSatisfy({ old[$0].meaning == .plain && joints.contains(old[$0].text) }) else { return nil }
        var list = joined(names, by: between.first.map { old[$0].text } ?? "and")
        list[list.count - 1].endsClause = old[last].endsClause
        return Array(old[..<first]) + list + Array(old[(last + 1)...])
    }
}

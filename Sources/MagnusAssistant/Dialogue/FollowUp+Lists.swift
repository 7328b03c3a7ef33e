import MagnusDomain

/// Questions that count the rows of the answer before, or choose among them by their side, their kind or one figure.
extension FollowUp {
    private static let those: Set<String> = ["them", "those", "these"]

    /// "High only", "only critical" behind a list of alerts: those of that severity, in place of another.
    func asksSeverity(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        let fillers: Set<String> = [
            "only", "just", "the", "ones", "one", "and", "show", "me", "what", "about", "alerts", "alert", "please",
        ]
        let typed = words.map { $0.typed.lowercased() }
        guard state.intent == .listAlerts, words.count <= 6, typed.contains(where: NegationReader.severities.contains),
            typed.allSatisfy({ fillers.contains($0) || NegationReader.severities.contains($0) })
        else { return false }
        var before = state
        before.words.removeAll { NegationReader.severities.contains($0.typed.lowercased()) }
        inherit(.listAlerts, &result, before)
        result.isDecided = true
        return true
    }

    /// - Returns: whether the question goes on with a list.
    func continuesList(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        guard let last = state.intent, result.entities.symbols.isEmpty, result.entities.unknownSymbols.isEmpty else {
            return false
        }
        let texts = words.map(\.text)
        // "How many are there": the list again, which begins with its count.
        let counting: Set<String> = [
            "how", "many", "are", "there", "is", "that", "and", "of", "them", "those", "in", "all", "total", "so",
            "altogether", "these",
        ]
        let counted: Set<Intent> = [.listAlerts, .listPositions, .expirations]
        if texts.contains("many"), texts.allSatisfy(counting.contains), counted.contains(last), !state.words.isEmpty {
            inherit(last, &result, state)
            return true
        }
        // "Which of those are puts": rows of the list with an option of that side, or of that kind.
        let isOfThem = zip(texts, texts.dropFirst()).contains { $0 == "of" && Self.those.contains($1) }
        guard isOfThem, !state.listed.isEmpty, texts.count <= 8 else { return false }
        let asked: Set<String> = [
            "which", "what", "how", "many", "show", "any", "are", "is", "list", "me", "the", "of",
        ]
        var isNamed = false
        var index = 0
        while index < words.count {
            if words[index].meaning == .plain, let (_, count) = FilterReader.group(at: index, texts) {
                isNamed = true
                index += count
                continue
            }
            if RowSetReader.rights[texts[index]] != nil {
                isNamed = true
            } else if !asked.contains(texts[index]), !Self.those.contains(texts[index]),
                !["short", "shorts"].contains(texts[index])
            {
                return false
            }
            index += 1
        }
        guard isNamed, restrictToListed(state.listed, &result), result.intent != .opportunities else { return false }
        result.isFollowUp = true
        result.intent = .listPositions
        result.topic = nil
        result.confidence = max(result.confidence, 0.85)
        return true
    }
}

import MagnusDomain

/// Questions that go on with an assignment that was told, and names of answers before set side by side.
extension FollowUp {
    private static let leftOver: Set<String> = ["left", "remaining", "remain", "remains"]

    /// "And how much cash is left after that", "what would my basis be": the outcome of the assignment asked about before.
    func goesOnWithAssignment(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        guard words.count <= 11, result.entities.symbols.isEmpty, result.entities.unknownSymbols.isEmpty,
            result.entities.percents.isEmpty, result.entities.numbers.isEmpty, result.filter.isEmpty,
            result.entities.past == nil
        else { return false }
        let set = Set(words.map(\.text)).union(words.map { $0.typed.lowercased() })
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        // What is asked of the account as it stands names it so.
        guard !has(["now", "currently", "account", "net", "liq", "today", "sell", "roll", "close", "theta", "delta"])
        else { return false }
        if let candidate = candidate(of: state), has(["assignment", "assigned", "exercised"]),
            has(["cost", "costs", "cash", "need", "much", "what", "take", "require"])
        {
            result.isFollowUp = true
            result.intent = .assignmentRisk
            result.topic = nil
            result.subject = candidate
            result.entities.symbols = [candidate.symbol]
            result.confidence = max(result.confidence, 0.85)
            return true
        }
        guard state.intent == .assignmentRisk else { return false }
        // "How much free cash do I have" begins anew; "how much is left after that" does not.
        let ofCash =
            has(["cash", "money"])
            && (has(["after", "afterwards", "then", "would"]) || has(Self.leftOver) && !has(["have", "my"]))
            // "What's left then" is of the cash that was told.
            || has(Self.leftOver) && has(["then", "after", "afterwards"]) && words.count <= 5
        let ofBasis = has(["basis"]) && has(["would", "be", "then", "after", "my", "shares", "what", "their"])
        // "What if it is": the outcome of what was told.
        let outcome: Set<String> = [
            "and", "so", "but", "ok", "then", "what", "if", "it", "they", "is", "are", "does", "do", "happens",
            "happen",
            "that", "i", "am", "both", "gets", "get", "assigned", "exercised", "called",
        ]
        let ofOutcome =
            words.count <= 6 && set.isSubset(of: outcome) && has(["if"]) && has(["what", "happens", "then"])
        guard ofCash || ofBasis || ofOutcome else { return false }
        inherit(.assignmentRisk, &result, state)
        result.topic = nil
        // The same rows as before, whether they were named or pointed at.
        if result.entities.symbols.isEmpty, result.filter.references.isEmpty, let subject = state.subject {
            result.subject = subject
            if !subject.symbol.isEmpty { result.entities.symbols = [subject.symbol] }
        }
        return true
    }

    /// "If they all get assigned", "cash if they get assigned" behind a list: all of its rows, and not the first of them.
    func supposesAllAssigned(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        let set = Set(words.map(\.text)).union(words.map { $0.typed.lowercased() })
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        guard state.isList, state.listed.count > 1, words.count <= 11, result.entities.symbols.isEmpty,
            result.entities.unknownSymbols.isEmpty, result.filter.isEmpty, result.entities.percents.isEmpty,
            // "If all puts get assigned" is of the book.
            has(["they", "them", "these", "those", "both"])
                || has(["all"])
                    && !has(["put", "puts", "call", "calls", "short", "shorts", "csps", "options", "positions"]),
            has(["assigned", "exercised", "assignment"]),
            has(["if", "cash", "money", "cost", "need"]),
            !has(["which", "my", "book", "everything", "roll", "chance"]),
            restrictToListed(state.listed, &result), result.intent != .opportunities
        else { return false }
        var names: [String] = []
        for row in state.listed where !row.symbol.isEmpty && !names.contains(row.symbol) { names.append(row.symbol) }
        result.entities.symbols = names
        result.entities.span = nil
        result.isFollowUp = true
        result.isDecided = true
        result.intent = .assignmentRisk
        result.topic = nil
        result.confidence = max(result.confidence, 0.85)
        return true
    }

    /// The move of the market that was supposed with the assignment goes on; another size replaces it: "and 15%?".
    func keepMove(_ result: inout Understanding, _ state: ConversationState) {
        guard var move = state.marketMove else { return }
        if let percent = result.entities.percents.first {
            let isNamed = !Set(words.map(\.text)).isDisjoint(with: MoveWords.falls.union(MoveWords.rises))
            let isRise = isNamed ? Set(words.map(\.text)).isDisjoint(with: MoveWords.falls) : move.fraction > 0
            move.fraction = isRise ? abs(percent) : -abs(percent)
            result.entities.percents = []
        }
        result.marketMove = move
    }

    /// The candidate that is talked about; nil where none is.
    private func candidate(of state: ConversationState) -> ListedRow? {
        let ids = Set(context.everyScan.flatMap { $0.candidates + $0.nearestMisses }.map(\.id))
        return [state.subject, state.listed.first].compactMap { $0 }.first.flatMap {
            ids.contains($0.reference) ? $0 : nil
        }
    }

    /// "Compare both", "side by side": the names of the answers before.
    func comparesGroup(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        let isPlain =
            !set.isDisjoint(with: ["compare", "comparison", "compared"])
            || zip(texts, texts.dropFirst(2)).contains { $0 == "side" && $1 == "side" }
        let fillers: Set<String> = [
            "compare", "comparison", "compared", "side", "by", "both", "them", "the", "two", "those", "these", "all",
            "names", "each", "other", "with", "to", "and", "a", "please", "now", "show", "me", "of", "put", "of",
        ]
        guard isPlain, words.count <= 8, result.entities.symbols.isEmpty, result.entities.unknownSymbols.isEmpty,
            words.allSatisfy({ word in
                if case .number(2) = word.meaning { return true }
                return word.meaning == .plain && fillers.contains(word.text)
            })
        else { return false }
        var names: [String] = []
        for name in state.group.map(\.symbol) + state.entities.symbols where !name.isEmpty && !names.contains(name) {
            names.append(name)
        }
        guard names.count > 1 else { return false }
        result.isFollowUp = true
        result.intent = .comparison
        result.topic = nil
        result.entities = Entities()
        result.entities.symbols = names
        result.isDecided = true
        result.confidence = max(result.confidence, 0.9)
        return true
    }
}

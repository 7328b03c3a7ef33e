import MagnusDomain

/// "The losing ones" of a list, and a further name of an assignment: "and AAPL too".
extension FollowUp {
    private static let losing: Set<String> = ["losing", "losers", "loser", "red", "underwater"]
    private static let winning: Set<String> = ["winning", "winners", "winner", "green", "profitable"]
    private static let narrowing: Set<String> = [
        "the", "just", "only", "ones", "one", "and", "which", "are", "of", "those", "them", "these", "show", "me", "in",
        "what", "about", "now", "please",
    ]

    /// - Returns: whether only those of the last list are asked for that stand at a loss, or at a profit.
    func narrowsOutcome(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        let typed = words.map { $0.typed.lowercased() }
        let isLosing = !Self.losing.isDisjoint(with: typed)
        let isWinning = !Self.winning.isDisjoint(with: typed)
        let rows = Set(context.book.strategies.map(\.id))
        let isNarrowing =
            words.count <= 6 && isLosing != isWinning
            && typed.allSatisfy {
                Self.narrowing.contains($0) || Self.losing.contains($0) || Self.winning.contains($0)
            }
        if isNarrowing, narrowsDay(isLosing: isLosing, &result, state) { return true }
        guard state.isList, state.listed.count > 1, words.count <= 6, isLosing != isWinning,
            typed.allSatisfy({
                Self.narrowing.contains($0) || Self.losing.contains($0) || Self.winning.contains($0)
            }), state.listed.contains(where: { rows.contains($0.reference) }), restrictToListed(state.listed, &result)
        else { return false }
        result.isFollowUp = true
        result.isDecided = true
        result.intent = .rowRanking
        result.topic = nil
        result.condition = RowCondition(
            measure: isLosing ? .loss : .profit, lower: 0, upper: nil, includesBound: false)
        result.confidence = max(result.confidence, 0.9)
        return true
    }

    /// "Just the losers" behind the profit of the day: those of the day.
    private func narrowsDay(isLosing: Bool, _ result: inout Understanding, _ state: ConversationState) -> Bool {
        guard let last = state.intent, [.dayProfit, .breakdown].contains(last),
            Self.measure(of: state) == .dayProfit
        else { return false }
        let names = Set(state.entities.symbols)
        let rows = FilteredBook.book(context.book, state.filter).strategies
            .filter { names.isEmpty || names.contains($0.symbol) }
        let chosen = rows.filter { row in
            row.dayProfit.value.map { isLosing ? $0 < 0 : $0 > 0 } ?? false
        }
        guard !chosen.isEmpty else { return false }
        result.filter.references = chosen.map(\.id)
        result.isFollowUp = true
        result.isDecided = true
        if rows.contains(where: { $0.dayProfit.value == nil && $0.dayProfit.reason != .notApplicable }) {
            result.unread.append("rows of unknown day P/L")
        }
        return ask(RowFigures(measures: [.dayProfit], summary: isLosing ? .lowest : .highest), &result)
    }

    /// "And AAPL too" behind an assignment that is supposed of KO: both.
    func addsAssigned(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        let typed = words.map { $0.typed.lowercased() }
        let fillers: Set<String> = ["and", "too", "also", "as", "well", "is", "if", "with", "plus", "assigned"]
        let isAdded =
            typed.contains("too") || typed.contains("also")
            || zip(typed, typed.dropFirst()).contains { $0 == "as" && $1 == "well" }
        guard state.intent == .assignmentRisk, isAdded, !state.entities.symbols.isEmpty,
            !result.entities.symbols.isEmpty, result.filter.isEmpty, words.count <= 7,
            words.allSatisfy({ word in
                if case .symbol(_, isKnown: true) = word.meaning { return true }
                return fillers.contains(word.typed.lowercased())
            })
        else { return false }
        let names = state.entities.symbols + result.entities.symbols.filter { !state.entities.symbols.contains($0) }
        inherit(.assignmentRisk, &result, state)
        result.entities.symbols = names
        result.isDecided = true
        return true
    }

    /// "What would I realize" behind the cost of closing rows: the question about closing them, in full; nil for any other.
    static func closingAgain(_ text: String, _ state: ConversationState) -> String? {
        let words = Tokeniser.words(text)
        let typed = words.map { $0.typed.lowercased() }
        let fillers: Set<String> = [
            "what", "would", "i", "that", "it", "they", "then", "and", "do", "does", "will", "how", "much", "if", "so",
            "close", "closed",
        ]
        guard words.count <= 7, typed.contains(where: { $0.hasPrefix("realiz") || $0.hasPrefix("realis") }),
            typed.allSatisfy({ fillers.contains($0) || $0.hasPrefix("realiz") || $0.hasPrefix("realis") }),
            typed.contains("would") || typed.contains("if"), FollowUp.measure(of: state) == .costToClose
        else { return nil }
        let named = state.entities.symbols
        let listed = state.listed.map(\.symbol).filter { !$0.isEmpty }
        var names: [String] = []
        for name in named.isEmpty ? listed : named where !names.contains(name) { names.append(name) }
        guard !names.isEmpty, names.count <= 8 else { return nil }
        let side = state.entities.contract.right.map { $0 == .put ? " put" : " call" } ?? ""
        return "if i close \(names.joined(separator: " and "))\(names.count == 1 ? side : "") what do i realize"
    }
}

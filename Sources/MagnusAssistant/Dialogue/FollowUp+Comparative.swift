/// "Which is worse", "which has the lower delta" of the rows that were told before.
extension FollowUp {
    private static let comparatives: [String: RowFigures.Summary] = [
        "worse": .lowest, "better": .highest, "lower": .lowest, "higher": .highest, "bigger": .highest,
        "larger": .highest, "smaller": .lowest,
    ]
    private static let around: Set<String> = [
        "which", "one", "is", "are", "of", "them", "those", "these", "the", "two", "both", "has", "have", "does", "so",
        "and", "off", "doing", "now", "a", "what's", "whats", "row", "ones",
    ]

    /// - Returns: whether the rows of the answers before are set against each other by one figure.
    func asksWhichIsMore(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        let typed = words.map { $0.typed.lowercased() }
        let found = typed.compactMap { Self.comparatives[$0] }
        let (named, places) = RowFigures.named(words)
        guard typed.contains("which"), found.count == 1, let summary = found.first, words.count <= 9, named.count <= 1,
            result.entities.symbols.isEmpty, result.entities.unknownSymbols.isEmpty, result.filter.isEmpty,
            result.entities.contract.isEmpty, named != [.volatility], state.intent != .volatilityRank,
            words.indices.allSatisfy({ index in
                places.contains(index) || Self.comparatives[typed[index]] != nil || Self.around.contains(typed[index])
            })
        else { return false }
        // Without a figure it is the one that was told; names that were compared have no one figure but their profit.
        guard let measure = named.first ?? (state.intent == .comparison ? .profit : Self.measure(of: state)) else {
            return false
        }
        let rows = state.group.count > 1 ? state.group : state.isList ? state.listed : []
        guard rows.count > 1, restrictToListed(rows, &result), result.intent != .opportunities else { return false }
        result.isFollowUp = true
        result.isDecided = true
        result.entities.span = nil
        // A chance of assignment is the worse the higher it is.
        let isTurned = named.isEmpty && measure == .assignment && (typed.contains("worse") || typed.contains("better"))
        let end: RowFigures.Summary = isTurned ? (summary == .lowest ? .highest : .lowest) : summary
        return ask(RowFigures(measures: [measure], summary: end), &result)
    }
}

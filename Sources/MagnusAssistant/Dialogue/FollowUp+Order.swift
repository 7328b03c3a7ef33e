import MagnusDomain

/// "Top 3", "sort it ascending": the figure of the answer before, in another order or a part of it.
extension FollowUp {
    private static let ends: [String: RowFigures.Summary] = [
        "top": .highest, "highest": .highest, "largest": .highest, "biggest": .highest, "most": .highest,
        "descending": .highest, "desc": .highest, "decreasing": .highest, "bottom": .lowest, "lowest": .lowest,
        "smallest": .lowest, "least": .lowest, "ascending": .lowest, "asc": .lowest, "increasing": .lowest,
    ]
    private static let ordering: Set<String> = [
        "sort", "sorted", "order", "ordered", "rank", "ranked", "list", "first", "from", "low", "high", "it", "them",
        "that", "this", "these", "those", "rows", "names", "symbols", "ones", "way", "up", "down", "each", "my",
    ]

    /// - Returns: whether nothing but an order or a number of rows is asked of what was told before.
    func ordersAgain(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        guard let last = state.intent, !state.words.isEmpty, words.count <= 8, result.entities.symbols.isEmpty,
            result.entities.unknownSymbols.isEmpty, result.entities.percents.isEmpty, result.filter.isEmpty,
            result.entities.contract.isEmpty, RowFigures.named(words).measures.isEmpty,
            Self.isOfRows(last) || state.isList, last != .whatIf, last != .opportunities, last != .dayProfit
        else { return false }
        let texts = words.map(\.text)
        let typed = words.map { $0.typed.lowercased() }
        var end: RowFigures.Summary?
        var isSorted = false
        var hasCount = false
        for index in words.indices {
            if let found = Self.ends[texts[index]] ?? Self.ends[typed[index]] {
                end = end ?? found
            } else if Self.ordering.contains(texts[index]) || Self.ordering.contains(typed[index]) {
                isSorted = isSorted || ["sort", "sorted", "order", "ordered", "rank", "ranked"].contains(typed[index])
            } else if case .number(let value) = words[index].meaning, value >= 1, value <= 50 {
                guard index > 0, ["top", "first", "bottom", "lowest", "smallest"].contains(texts[index - 1]) else {
                    return false
                }
                hasCount = true
            } else if !Self.connectives.contains(texts[index]) || words[index].meaning != .plain {
                return false
            }
        }
        // "From low to high", "lowest first".
        let pairs = zip(texts, texts.dropFirst(2))
        if pairs.contains(where: { $0 == "low" && $1 == "high" }) { end = .lowest }
        if pairs.contains(where: { $0 == "high" && $1 == "low" }) { end = .highest }
        guard hasCount || isSorted && end != nil || end != nil && texts.contains("first"),
            let measure = Self.measure(of: state)
        else { return false }
        // Both ends are told of the best and worst rows, unless an order is asked for.
        guard last != .profitRanking || isSorted else { return false }
        // The first of what loses are the largest losses.
        if !isSorted, measure == .profit, end == .highest || end == nil,
            state.condition?.measure == .loss || areLosses(state)
        {
            end = .lowest
        }
        if last == .breakdown {
            result.entities.ordinal = nil
            inherit(.breakdown, &result, state)
            return true
        }
        let figures = RowFigures(measures: [measure], summary: end ?? .highest)
        if state.isList, restrictToListed(state.listed, &result), result.intent != .opportunities {
            result.isFollowUp = true
            result.entities.ordinal = nil
            result.entities.span = nil
            return ask(figures, &result)
        }
        inherit(.rowRanking, &result, stripped(state, ofMeasures: true))
        result.entities.ordinal = nil
        result.condition = nil
        result.topic = .figures(figures)
        return true
    }
}

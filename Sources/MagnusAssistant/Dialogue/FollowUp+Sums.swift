import MagnusDomain

/// Questions behind a sum: why it is what it is, and its parts.
extension FollowUp {
    private static let sums: Set<Intent> = [
        .openProfit, .dayProfit, .thetaIncome, .deltaExposure, .vegaExposure, .breakdown, .rowRanking,
    ]

    /// "Why" behind a figure of some rows: the figure of each of them, and not how that of the whole book is made.
    /// - Returns: false where the last answer told no sum over a part of the book.
    func explainsSum(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        guard let last = state.intent, Self.sums.contains(last), let measure = Self.measure(of: state),
            measure.isSummable, state.entities.contract.strike == nil
        else { return false }
        if last == .rowRanking, case .figures = state.topic {} else if last == .rowRanking { return false }
        let names = Set(state.entities.symbols)
        guard !names.isEmpty || !state.filter.isEmpty else { return false }
        let book = FilteredBook.book(context.book, state.filter)
        let part = book.strategies.filter { names.isEmpty || names.contains($0.symbol) }
        guard part.count > 1 else { return false }
        result.entities.symbols = state.entities.symbols
        result.entities.contract.right = state.entities.contract.right
        result.filter = state.filter
        // T-bill funds are in no sum of Greeks.
        if [.delta, .theta, .vega].contains(measure) {
            let counted = part.filter { row in
                book.byStrategy.contains {
                    $0.key == row.id && ($0.delta.figure.value != nil || $0.delta.unknownCount > 0)
                }
            }
            if counted.count < part.count { result.filter.references = counted.map(\.id) }
        }
        result.subject = nil
        result.explainsSum = true
        result.isDecided = true
        return ask(RowFigures(measures: [measure], summary: .total), &result)
    }

    /// "Break it down by symbol", "split that by sector": what is asked behind the words that ask for parts; nil where
    /// there are none.
    static func parted(_ words: [Word]) -> [Word]? {
        let texts = words.map(\.text)
        let fillers: Set<String> = [
            "it", "that", "this", "them", "these", "those", "down", "up", "out", "the", "figure",
        ]
        guard let first = texts.first, ["break", "split", "part"].contains(first), texts.count <= 8,
            let place = texts.firstIndex(where: { ["by", "per"].contains($0) }), place > 0,
            texts[1..<place].allSatisfy(fillers.contains), PeriodGrouping.read(Array(texts[place...])) != nil
        else { return nil }
        return Array(words[place...])
    }
}

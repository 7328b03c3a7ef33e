import MagnusDomain

/// Questions whose words name the one figure they ask for, where the rest of them sounds like another: the days a row has
/// left, the mark of a condor, what makes a candidate the first one. They are read so behind other questions too.
enum DirectRules {
    /// - Returns: whether the words decided.
    static func apply(_ words: [Word], _ result: inout Understanding, _ context: AssistantContext) -> Bool {
        let read = RuleWords(words)
        let set = read.set
        func has(_ any: Set<String>) -> Bool { read.has(any) }
        func decide(_ intent: Intent) -> Bool { result.decide(intent) }
        guard !result.isInherited, !has(["if", "mean", "means", "should"]) else { return false }
        let isOfName = !result.entities.symbols.isEmpty
        // "How many days does it have left": to its last day, and not since it was opened.
        if isOfName, has(["days"]), has(["left", "remaining", "remain", "remains"]), has(["many", "number"]),
            result.entities.past == nil, ConditionReader.comparisons(words).isEmpty,
            !has(["month", "year", "quarter", "market", "trading", "premium", "profit", "earnings", "dividend", "ex"])
        {
            result.topic = .figures(RowFigures(measures: [.daysToExpiry]))
            return decide(.rowRanking)
        }
        if !isOfName, has(["uncovered"]), has(["anything", "something", "everything"]) { return decide(.rowRanking) }
        // "What would I pay to close everything" orders nothing.
        if read.isToClose, has(["pay"]), has(["what", "how"]), has(["would", "do", "must", "will"]),
            result.entities.percents.isEmpty, result.entities.numbers.isEmpty, !has(["roll", "order", "limit"])
        {
            return decide(.rowRanking)
        }
        guard isOfName else { return false }
        // "Why is XLE ranked first": the parts of its score.
        if ranksName(words, result), let name = result.entities.symbols.first,
            context.everyScan.contains(where: { scan in scan.candidates.contains { $0.symbol == name } })
        {
            return decide(.whyNot)
        }
        // "The mark on my IWM condor": what the row came in at and stands at now.
        let isHeld = context.book.strategies.contains { result.entities.symbols.contains($0.symbol) }
        if isHeld, has(["mark"]), has(["what", "what's", "whats", "where"]), result.entities.contract.isEmpty,
            !has(["stale", "old", "age", "source", "why", "to", "volatility", "iv"])
        {
            return decide(.openProfit)
        }
        // "The earnings move of MU", "what move is priced in for MU earnings".
        if asksEarningsMove(set) { return decide(.earnings) }
        return false
    }

    /// "Why is XLE ranked first" picks no first row of a list: the name is told.
    static func ranksName(_ words: [Word], _ result: Understanding) -> Bool {
        !result.entities.symbols.isEmpty && AnswerMaker.asksRank(words)
    }

    /// Whether the size of the move at a report is asked for, and not its date alone.
    static func asksEarningsMove(_ set: Set<String>) -> Bool {
        !set.isDisjoint(with: ["earnings", "report"]) && !set.isDisjoint(with: ["move", "moves", "swing"])
            && set.isDisjoint(with: ["after", "before", "last", "previous", "past", "did", "history"])
    }
}

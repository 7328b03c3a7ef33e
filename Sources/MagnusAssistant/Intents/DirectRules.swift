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
        if isHeld, asksProfitChance(read, result, context) {
            result.topic = .further(.profitChance)
            return decide(.rowRanking)
        }
        // "The earnings move of MU", "what move is priced in for MU earnings".
        if asksEarningsMove(set) { return decide(.earnings) }
        return false
    }

    /// "POP on IWM condor", "chance of profit of my KO puts": of the rows that are held, and of no candidate of the name.
    private static func asksProfitChance(
        _ read: RuleWords, _ result: Understanding, _ context: AssistantContext
    ) -> Bool {
        let isNamed =
            read.has(["pop"]) || read.has(["probability", "chance", "chances", "odds"]) && read.has(["profit"])
        let elsewhere: Set<String> = [
            "candidate", "candidates", "scan", "score", "sell", "sold", "write", "best", "touch", "above", "below",
            "over", "under", "new", "open", "roll", "which", "than",
        ]
        guard isNamed, !read.has(elsewhere), result.entities.contract.strike == nil,
            result.entities.contract.expiry == nil, result.entities.percents.isEmpty
        else { return false }
        let isCandidate = context.everyScan.contains { scan in
            scan.candidates.contains { result.entities.symbols.contains($0.symbol) }
        }
        return !isCandidate || read.has(["my", "position", "condor", "held"])
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

import MagnusDomain
import MagnusQuant

/// Plain short questions that no longer rule and no phrase reads: "am I up or down", "iron condors", "cheapest to close".
enum ShortRules {
    /// - Returns: whether the words decided.
    static func apply(_ words: [Word], _ result: inout Understanding, _ context: AssistantContext) -> Bool {
        let read = RuleWords(words)
        let texts = read.texts
        func has(_ any: Set<String>) -> Bool { read.has(any) }
        func decide(_ intent: Intent) -> Bool { result.decide(intent) }
        func ask(_ measures: [RowFigures.Measure], _ summary: RowFigures.Summary) -> Bool {
            result.topic = .figures(RowFigures(measures: measures, summary: summary))
            return decide(.rowRanking)
        }
        let hasNames = !result.entities.symbols.isEmpty
        // "Am I up or down", "are we ahead today": no name and no size is in it.
        let standing: Set<String> = [
            "am", "i", "are", "we", "up", "down", "or", "ahead", "behind", "overall", "today", "now", "on", "the",
            "day",
            "so", "far", "right", "in", "total", "all",
        ]
        if ["am", "are"].contains(texts.first ?? ""), has(["i", "we"]), has(["up", "down", "ahead", "behind"]),
            words.count > 2, words.allSatisfy({ standing.contains($0.typed.lowercased()) })
        {
            return decide(has(["today", "day"]) ? .dayProfit : .openProfit)
        }
        if read.isToClose, has(["cheapest", "costliest", "dearest", "priciest"]),
            !has(["if", "candidate", "candidates", "roll", "order"])
        {
            return ask([.costToClose], has(["cheapest"]) ? .lowest : .highest)
        }
        // "Is AMD or MU closer to its strike": the nearer one first.
        if has(["closer", "nearer", "closest", "nearest"]), has(["strike", "strikes"]),
            result.entities.symbols.count > 1, result.entities.delta == nil
        {
            return ask([.distance], .lowest)
        }
        // "How much cash frees up if I close AMD": what is reserved for it, and what closing costs.
        if has(["free", "frees", "freed", "freeing", "release", "releases", "released", "unlock", "unlocks"]),
            has(["cash", "collateral", "capital", "money", "much"]), has(["close", "closing", "closed", "exit"]),
            hasNames,
            result.entities.percents.isEmpty, !has(["roll", "assigned", "expire", "expires"])
        {
            return ask([.collateral, .costToClose], .total)
        }
        if has(["why"]), has(["not", "no", "isn't", "isnt", "aren't"]), has(["alert", "alerts", "flagged", "alerted"]),
            hasNames, words.count <= 8
        {
            return decide(.whyAlert)
        }
        // "The max I can still make on AMD": what is left of it, and not what it began with.
        if has(["still", "left", "remaining"]), has(["make", "gain", "earn", "profit"]),
            has(["max", "maximum", "most", "can", "could"]), result.entities.past == nil,
            result.entities.percents.isEmpty,
            !has([
                "year", "annual", "annualized", "today", "week", "month", "roll", "if", "theta", "premium", "days",
                "target", "day", "dividend", "dividends", "captured", "cash", "collateral", "candidate", "candidates",
            ])
        {
            result.topic = .further(.keptWorthless)
            return decide(.rowRanking)
        }
        // "What do my longs cost me a day": their decay.
        let isDaily =
            zip(texts, texts.dropFirst()).contains { ["a", "per", "each", "every"].contains($0) && $1 == "day" }
            || has(["daily"])
        if isDaily, has(["longs"]) || has(["long"]) && has(["options", "puts", "calls", "legs"]),
            has(["cost", "costs", "lose", "bleed", "bleeding", "paying", "pay"]), result.entities.past == nil
        {
            return decide(.thetaIncome)
        }
        // "Theta of longs": the figure that is named, of long options; "long" alone sounds like an exposure.
        let sums: [RowFigures.Measure: Intent] = [
            .theta: .thetaIncome, .delta: .deltaExposure, .vega: .vegaExposure, .gamma: .bookGreeks,
            .profit: .openProfit,
            .dayProfit: .dayProfit,
        ]
        let figures = RowFigures.named(words).measures
        if has(["longs"]), figures.count == 1, let intent = sums[figures[0]], result.entities.past == nil,
            PeriodGrouping.read(texts) == nil, ConditionReader.comparisons(words).isEmpty, words.count <= 6,
            RowFigures.summary(words) == nil
        {
            return decide(intent)
        }
        if isBareKinds(words, context), ![.listPositions, .opportunities].contains(result.intent) {
            return decide(.listPositions)
        }
        return false
    }

    /// "Iron condors", "spreads": nothing but kinds in the plural, and some of them are held.
    private static func isBareKinds(_ words: [Word], _ context: AssistantContext) -> Bool {
        let texts = words.map(\.text)
        guard words.last?.typed.lowercased().hasSuffix("s") == true else { return false }
        var index = 0
        var groups: [QuestionFilter.Group] = []
        while index < words.count {
            guard words[index].meaning == .plain else { return false }
            if texts[index] == "and", index > 0 {
                index += 1
                continue
            }
            guard let (group, count) = FilterReader.group(at: index, texts), !group.open.isEmpty,
                group.open != [.stock]
            else { return false }
            groups.append(group)
            index += count
        }
        return context.book.strategies.contains { row in groups.contains { $0.holds(row) } }
    }
}

import MagnusDomain
import MagnusQuant

/// Plain questions that a longer rule hears as another one: the book without a name, early exercise, a figure of the book
/// against a bound, what was bought on a day.
enum PlainRules {
    /// - Returns: whether the words decided.
    static func apply(
        _ words: [Word], _ result: inout Understanding, book: BookValuation, today: CalendarDate
    ) -> Bool {
        let read = RuleWords(words)
        let texts = read.texts
        let set = read.set
        func has(_ any: Set<String>) -> Bool { read.has(any) }
        func decide(_ intent: Intent) -> Bool { result.decide(intent) }
        if let greek = greekWithout(words, set, result) {
            SupposedClosing.leaveOut(words, of: book, &result)
            return decide(greek)
        }
        if let intent = NearRules.intent(words, result, today: today) { return decide(intent) }
        if asksEarly(texts, set), result.entities.span == nil, result.entities.past == nil {
            result.topic = .early
            return decide(.assignmentRisk)
        }
        if let (greek, bound) = bookBound(words, set, result) {
            result.bookBound = bound
            return decide(greek)
        }
        // "Is KO in the money": how far its strikes are, below zero in it.
        let isInside = has(["itm", "otm"]) || zip(texts, texts.dropFirst(2)).contains { $0 == "in" && $1 == "money" }
        if ["is", "are"].contains(texts.first ?? ""), isInside || NegationReader.isOutOfTheMoney(words),
            !result.entities.symbols.isEmpty, result.entities.contract.strike == nil, words.count <= 8,
            !has(["if", "will", "chance", "likely", "probability", "expire", "end", "finish", "any", "which", "by"])
        {
            result.topic = .figures(RowFigures(measures: [.distance, .assignment]))
            return decide(.rowRanking)
        }
        // Closed trades have a best one, of a name as of all.
        if has(["best", "worst", "biggest", "largest"]),
            has(["trade", "trades", "win", "wins", "winner", "loss", "losses", "loser"]),
            !result.entities.symbols.isEmpty, words.count <= 7,
            !has(["if", "candidate", "candidates", "could", "can", "max", "possible", "today", "open", "position"])
        {
            return decide(.closedTrades)
        }
        if asksTrades(words, texts, set, today) {
            if let verb = words.first(where: { ["buy", "sell", "close"].contains($0.text) }) {
                result.unread.append("\(verb.typed) alone: every leg of the day is told")
            }
            return decide(.ledgerEvents)
        }
        // "Theta of my winners": of the rows that stand so now.
        let figures = RowFigures.named(words).measures
        if has(["winners", "losers"]), has(["my", "open", "current"]), !figures.isEmpty, figures != [.profit],
            figures != [.costToClose], result.entities.past == nil, words.count <= 7,
            !has(["average", "hold", "held", "closed", "why", "if", "should", "rate", "many", "roll"])
        {
            result.topic = .figures(RowFigures(measures: figures, summary: RowFigures.summary(words) ?? .each))
            return decide(.rowRanking)
        }
        return false
    }

    // MARK: - The book without a name

    private static let greeks: [(words: Set<String>, intent: Intent)] = [
        (["theta", "decay"], .thetaIncome), (["delta", "deltas"], .deltaExposure), (["vega"], .vegaExposure),
        (["gamma", "greeks", "rho"], .bookGreeks),
    ]

    /// "If I close PLTR what is my theta": of what is left.
    private static func greekWithout(_ words: [Word], _ set: Set<String>, _ result: Understanding) -> Intent? {
        guard SupposedClosing.isNamed(words, result.entities), result.entities.contract.expiry == nil,
            result.entities.percents.isEmpty,
            !set.isDisjoint(with: ["close", "closing", "closed", "exit", "exiting", "drop", "unwind"]),
            !set.isDisjoint(with: ["if", "after", "once", "when", "suppose", "assume"]),
            set.isDisjoint(with: [
                "cost", "costs", "realize", "realise", "roll", "should", "falls", "drops", "closes", "price", "its",
            ]), RowFigures.named(words).measures.count == 1
        else { return nil }
        return greeks.first { !set.isDisjoint(with: $0.words) }?.intent
    }

    // MARK: - Early exercise

    /// "Early exercise probability of AAPL", "who can be assigned early": the chance of the evenings before the last day.
    private static func asksEarly(_ texts: [String], _ set: Set<String>) -> Bool {
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        let isDefinition =
            IntentRules.isDefinition(texts) && !has(["chance", "probability", "odds", "my", "risk"])
            || has(["mean", "means", "explain", "define", "why", "how"]) && !has(["likely", "high", "big"])
        return has(["early"]) && has(["exercise", "exercised", "assignment", "assigned", "called"]) && !isDefinition
            && !has(["was", "were", "did", "if", "got", "tonight", "roll", "avoid", "cash"])
    }

    // MARK: - The book against a bound

    /// "Is my theta over 100": the figure of the book and the bound it is set against.
    private static func bookBound(
        _ words: [Word], _ set: Set<String>, _ result: Understanding
    ) -> (Intent, RowCondition)? {
        let first = words.first?.text ?? ""
        guard ["is", "are", "am"].contains(first), result.entities.symbols.isEmpty, result.filter.isEmpty,
            result.entities.contract.right == nil, set.contains("my") || set.contains("book"),
            set.isDisjoint(with: [
                "position", "positions", "row", "rows", "any", "anything", "which", "put", "puts", "call", "calls",
                "short", "shorts", "option", "options", "each", "weighted",
            ]),
            let found = ConditionReader.conditions(words).first, ConditionReader.comparisons(words).count == 1
        else { return nil }
        var condition = found.condition
        switch condition.measure {
        case .theta: return (.thetaIncome, condition)
        case .delta, .optionDelta:
            if condition.measure == .optionDelta { return nil }
            return (.deltaExposure, condition)
        case .vega: return (.vegaExposure, condition)
        case .profit:
            condition.measure = .profit
            return (.openProfit, condition)
        default: return nil
        }
    }

    // MARK: - Trades of a day

    /// "What did I buy on 3/12", "what did I close friday": what the ledger has of that day.
    private static func asksTrades(
        _ words: [Word], _ texts: [String], _ set: Set<String>, _ today: CalendarDate
    ) -> Bool {
        guard
            texts.starts(with: ["what", "did", "i"]) || texts.starts(with: ["did", "i"])
                || texts.starts(with: ["what", "have", "i"]),
            !set.isDisjoint(with: ["buy", "sell", "close", "bought", "sold", "closed", "trade", "traded"]),
            set.isDisjoint(with: [
                "much", "make", "made", "for", "premium", "profit", "pnl", "p/l", "lose", "lost", "best", "worst",
                "month", "year", "quarter", "week", "today", "at", "price", "average",
            ]),
            let span = PastSpanReader.eventSpan(words, today: today), span.last <= today
        else { return false }
        return span.last.days(since: span.first) < 5
    }
}

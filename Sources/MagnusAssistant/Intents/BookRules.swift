import MagnusDomain

/// Readings that words decide after the classifier and the other rules have spoken: parts of the open book, names side by
/// side, what has changed, lists restricted to a kind.
enum BookRules {
    private static let ofPastWords: Set<String> = [
        "realized", "made", "make", "earned", "earn", "closed", "collected", "did", "won", "lost", "traded",
    ]
    private static let measures: Set<String> = [
        "theta", "delta", "deltas", "vega", "gamma", "rho", "greeks", "pnl", "profit", "profits", "loss", "losses",
        "collateral", "capital", "reserve", "reserved", "extrinsic", "positions", "position", "rows", "exposure",
        "expiries", "expiry", "expirations", "risk", "allocation", "breakdown",
    ]
    private static let fillers: Set<String> = [
        "only", "just", "show", "list", "me", "my", "the", "all", "please", "open", "and", "of", "in", "give",
        "positions", "position", "rows", "ones", "what", "are", "is", "now", "see", "for",
    ]

    static func apply(_ result: inout Understanding, _ context: AssistantContext) {
        let words = result.words
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        func decide(_ intent: Intent) {
            result.intent = intent
            result.confidence = max(result.confidence, 0.85)
            result.alternatives = []
        }
        guard !words.isEmpty,
            ![.placeOrder, .concept].contains(result.intent) || !result.filter.isEmpty || texts.count > 1
        else { return }
        // The index is quoted and not among the names of the book.
        let ofQuote: Set<String> = [
            "vix", "price", "quote", "level", "where", "what", "is", "the", "at", "now", "how", "of", "today", "high",
        ]
        if has(["vix"]), result.entities.symbols.isEmpty, texts.allSatisfy(ofQuote.contains) {
            result.entities.symbols = ["VIX"]
            result.entities.unknownSymbols = []
            return decide(.quote)
        }
        if isComparison(texts, set, result) { return decide(.comparison) }
        if result.isFollowUp, !result.isInherited { return }
        if changed(texts, set) { return decide(.changes) }
        let isAction =
            has(["do", "todo"]) && has(["what", "todo", "anything"])
            && has(["now", "first", "next", "today", "todo", "tonight"]) && has(["should", "i", "todo"])
        if isAction, result.entities.symbols.isEmpty, !has(["if", "did", "expire", "expires", "happens", "mean"]) {
            return decide(.attention)
        }
        if has(["roll", "rolls", "rolling"]), has(["candidates", "candidate", "which", "anything"]),
            result.entities.symbols.isEmpty, result.subject == nil, !has(["off"])
        {
            return decide(.decision)
        }
        let isSupposed =
            has(["if", "suppose", "assume", "say"]) || has(["goes", "falls", "drops", "rallies", "rises"])
        let ofVolatility = has(["vol", "iv", "volatility", "vix", "vols"])
        let isStill = has(["nothing", "unchanged", "flat", "sideways", "still"])
        if has(["if", "suppose", "assume"]), result.entities.contract.strike == nil,
            ofVolatility && (!result.entities.numbers.isEmpty || !result.entities.percents.isEmpty)
                || isStill && has(["day", "days", "week", "weeks", "month", "months", "expiry", "moves", "friday"])
        {
            return decide(.whatIf)
        }
        if result.intent == .whatIf { return }
        if isSideOfNames(words, result) { return decide(.listPositions) }
        let grouping = isSupposed ? nil : PeriodGrouping.read(texts)
        if let greek = greekAsked(words, set, result) { return decide(greek) }
        let isPast = !result.pasts.isEmpty || has(ofPastWords)
        if !isPast, !isSupposed, SectorRules.asksRows(words, set, result) { return decide(.listPositions) }
        if grouping == .side,
            ![.winRate, .premiumCollected, .fees, .closedTrades, .periodProfit].contains(result.intent)
        {
            return decide(isPast ? .periodProfit : .breakdown)
        }
        if has(["premium"]), has(["risk"]) {
            // What is meant by it is not sure: what was taken in, what can still decay, or what can be lost.
            result.confidence = 0.2
            result.alternatives = [.rowRanking, .concentration]
            return
        }
        if let grouping, !grouping.isTime, grouping != .account || has(measures), has(measures), !isPast,
            ![.winRate, .premiumCollected, .fees, .closedTrades, .opportunities].contains(result.intent)
        {
            // What is reserved by expiry has an answer of its own.
            if result.intent == .cash { return }
            return decide(.breakdown)
        }
        if let grouping, [.week, .month].contains(grouping),
            has(["expiries", "expiry", "expirations", "expires", "expiring"])
        {
            return decide(.breakdown)
        }
        let isMoney = has(["pnl", "profit", "profits", "p/l", "p&l"])
        if isMoney, !isPast || has(["expiring", "expire", "expires"]), grouping == nil,
            !has(["if", "when", "win", "factor"]),
            result.intent == .expirations && !has(["which", "what", "when"])
                || result.confidence < 0.6 && (namesGroup(words) || !result.filter.isEmpty)
        {
            return decide(.openProfit)
        }
        // A Greek that no word names is none that is asked for.
        if isMoney, !isPast, grouping == nil, [.thetaIncome, .deltaExposure, .vegaExposure].contains(result.intent),
            !has(["theta", "decay", "delta", "deltas", "vega", "gamma", "exposure", "exposed", "if"])
        {
            return decide(.openProfit)
        }
        if result.confidence < 0.6, namesGroup(words), !isPast, grouping == nil,
            !has(["if", "what", "best", "why"]) || has(["my"])
        {
            if has(["theta"]) { return decide(.thetaIncome) }
            if has(["delta", "deltas"]), result.entities.delta == nil { return decide(.deltaExposure) }
            if has(["vega"]) { return decide(.vegaExposure) }
            if has(["gamma", "greeks", "rho"]) { return decide(.bookGreeks) }
        }
        if let grouping, grouping.isTime, !isPast, has(["pnl", "profit", "profits", "income", "results"]),
            result.intent != .concept
        {
            return decide(.periodProfit)
        }
        if result.intent == .realizedProfit, !context.events.isEmpty,
            !result.filter.isEmpty || !result.entities.symbols.isEmpty || result.entities.contract.right != nil
                || namesGroup(words)
        {
            return decide(.periodProfit)
        }
        if has(["collateral", "reserved", "reserve"]), !has(["free", "cash", "largest", "biggest", "smallest"]),
            result.intent == .cash || result.intent == .concentration || result.intent == .marginUse,
            !result.entities.symbols.isEmpty || result.entities.contract.right != nil || namesGroup(words)
        {
            return decide(.breakdown)
        }
        if isKindsOnly(words, result) { return decide(.listPositions) }
        // "Puts and calls on KO": a name and what of it.
        if result.confidence < AnswerMaker.unsureBelow, !result.entities.symbols.isEmpty,
            has(["put", "puts", "call", "calls"]) || namesGroup(words),
            words.allSatisfy({ word in
                if case .symbol = word.meaning { return true }
                return word.meaning == .plain
                    && (fillers.contains(word.text) || ["put", "puts", "call", "calls", "on"].contains(word.text))
            })
        {
            return decide(.showPosition)
        }
    }

    /// "only puts", "just the csps", "everything but KO": nothing but what the rows are restricted to.
    private static func isKindsOnly(_ words: [Word], _ result: Understanding) -> Bool {
        let texts = words.map(\.text)
        var index = 0
        var found = !result.filter.isEmpty
        while index < texts.count {
            if let (_, count) = FilterReader.group(at: index, texts), words[index].meaning == .plain {
                found = true
                index += count
                continue
            }
            if ["put", "puts", "call", "calls", "tech", "everything", "anything"].contains(texts[index]) {
                found = found || !["everything", "anything"].contains(texts[index])
                index += 1
                continue
            }
            guard fillers.contains(texts[index]) else { return false }
            index += 1
        }
        let isRestricted =
            !result.filter.isEmpty
            || !Set(texts).isDisjoint(with: ["only", "just", "show", "list", "my", "positions", "open", "all"])
        return found && isRestricted && !Set(texts).isSubset(of: ["what", "is", "are", "the"])
    }

    /// "Long SPY and QQQ puts", "my short KO puts": options of one side and whose, and nothing that is asked of them.
    private static func isSideOfNames(_ words: [Word], _ result: Understanding) -> Bool {
        let texts = words.map(\.text)
        let kinds: Set<String> = ["long puts", "long calls", "short puts", "short calls"]
        // One put of one name is a row of its own.
        let areSeveral = result.entities.symbols.count > 1 || !Set(texts).isDisjoint(with: ["puts", "calls"])
        guard !result.entities.symbols.isEmpty, areSeveral, result.entities.contract.strike == nil,
            result.intent != .concept
        else { return false }
        var isNamed = false
        var index = 0
        while index < words.count {
            if case .symbol = words[index].meaning {
                index += 1
            } else if words[index].meaning != .plain {
                return false
            } else if let (group, count) = FilterReader.group(at: index, texts) {
                guard kinds.contains(group.label) else { return false }
                isNamed = true
                index += count
            } else if fillers.contains(texts[index]) || ["on", "or", "plus"].contains(texts[index]) {
                index += 1
            } else {
                return false
            }
        }
        return isNamed
    }

    private static let ofBookAlone: Set<Intent> = [
        .concentration, .positionSize, .listPositions, .cash, .openProfit, .periodProfit, .realizedProfit, .marginUse,
        .breakdown, .premiumCollected, .netLiquidation,
    ]

    /// The Greek that a question names where its reading tells none: "total delta of my tech positions", "theta a week".
    private static func greekAsked(_ words: [Word], _ set: Set<String>, _ result: Understanding) -> Intent? {
        let isTheta = !set.isDisjoint(with: ["theta", "decay"])
        let texts = words.map(\.text)
        if let grouping = PeriodGrouping.read(texts), isTheta, grouping.isTime, result.intent != .whatIf {
            return set.isDisjoint(with: ["candidate", "candidates", "trade", "trades"]) ? .thetaIncome : nil
        }
        guard ofBookAlone.contains(result.intent), result.entities.delta == nil, result.condition == nil,
            PeriodGrouping.read(texts) == nil, ConditionReader.comparisons(words).isEmpty,
            result.intent != .listPositions || !set.isDisjoint(with: ["total", "sum", "much", "net", "overall"]),
            set.isDisjoint(with: ["highest", "largest", "biggest", "most", "lowest", "top", "rank", "sort", "neutral"])
        else { return nil }
        if isTheta { return .thetaIncome }
        if !set.isDisjoint(with: ["delta", "deltas"]) { return .deltaExposure }
        if set.contains("vega") { return .vegaExposure }
        return set.isDisjoint(with: ["gamma", "greeks", "rho"]) ? nil : .bookGreeks
    }

    static func namesGroup(_ words: [Word]) -> Bool {
        let texts = words.map(\.text)
        return texts.indices.contains { index in
            words[index].meaning == .plain
                && (FilterReader.group(at: index, texts) != nil || FilterReader.spreadOfName(at: index, words) != nil)
        }
    }

    private static func changed(_ texts: [String], _ set: Set<String>) -> Bool {
        guard !set.isDisjoint(with: ["changed", "changes", "new", "different", "news"]) else { return false }
        let isOfThis = !set.isDisjoint(with: ["since", "yesterday", "looked", "overnight", "today", "what", "anything"])
        return isOfThis
            && set.isDisjoint(with: [
                "alert", "alerts", "price", "mean", "means", "setting", "settings", "trade", "idea", "ideas",
                "position",
                "csp", "candidates", "much", "iv", "theme", "would", "if",
            ])
    }

    private static func isComparison(_ texts: [String], _ set: Set<String>, _ result: Understanding) -> Bool {
        let names = result.entities.symbols.count + result.entities.unknownSymbols.count
        guard names >= 2, result.entities.percents.isEmpty, result.entities.contract.strike == nil,
            result.entities.delta == nil
        else { return false }
        let joins: Set<String> = [
            "vs", "versus", "compare", "compared", "comparison", "than", "or", "better", "worse", "against", "beside",
            "difference", "between", "which",
        ]
        guard !set.isDisjoint(with: joins), set.isDisjoint(with: NearRules.correlating) else { return false }
        // These have answers of their own for several names.
        let others: Set<Intent> = [
            .periodProfit, .winRate, .closedTrades, .premiumCollected, .fees, .ledgerEvents, .listAlerts, .whyAlert,
            .expirations,
            .assignmentRisk, .opportunities, .whyNot, .decision, .earnings, .dividends,
        ]
        let isPlain = !set.isDisjoint(with: ["vs", "versus", "compare", "compared", "comparison"])
        // "Which is the highest" goes on with names that were compared, and asks for one figure of them.
        if result.isFollowUp, !result.isInherited, !isPlain { return false }
        return isPlain && result.pasts.isEmpty || !others.contains(result.intent)
    }

    /// "Losing positions", "my winning puts".
    private static func restrictState(_ result: inout Understanding) {
        let set = Set(result.words.map(\.text)).union(result.words.map { $0.typed.lowercased() })
        let rows: Set<String> = ["positions", "position", "rows", "puts", "calls", "shorts", "options", "trades"]
        // "Cost to close my losers": the rows are named by how they stand.
        let isOfPeople =
            result.intent == .rowRanking || [.thetaIncome, .deltaExposure, .vegaExposure].contains(result.intent)
        guard !set.isDisjoint(with: isOfPeople ? rows.union(["losers", "winners"]) : rows) else { return }
        let states: [(words: Set<String>, measure: RowCondition.Measure, label: String)] = [
            (["losing", "losers", "underwater"], .loss, "losing"),
            (["winning", "winners", "profitable"], .profit, "winning"),
        ]
        for state in states where !set.isDisjoint(with: state.words) {
            // "Losing more than 500" bounds the loss itself.
            guard ![.loss, .profit].contains(result.condition?.measure) else { continue }
            result.filter.conditions.append(
                RowCondition(measure: state.measure, lower: 0, upper: nil, includesBound: false))
            result.filter.conditionLabels.append(state.label)
        }
    }

    /// "ITM puts with over 20 days": on which side of their strike the rows stand, beside what else bounds them.
    private static func restrictMoneyness(_ result: inout Understanding) {
        let texts = result.words.map(\.text)
        let set = Set(texts)
        let isForecast = !set.isDisjoint(with: [
            "chance", "chances", "probability", "odds", "likely", "likelihood", "end", "ends", "finish", "finishes",
            "will", "far", "how", "percent",
        ])
        let ofSide: Set<RowCondition.Measure> = [.inTheMoney, .outOfTheMoney]
        guard !isForecast, result.topic == nil, result.entities.contract.strike == nil,
            !(result.condition.map { ofSide.contains($0.measure) } ?? false),
            !result.filter.conditions.contains(where: { ofSide.contains($0.measure) }),
            result.condition != nil || !result.filter.conditions.isEmpty || result.intent == .assignmentRisk
                || result.intent == .expirations
        else { return }
        let isOut = NegationReader.isOutOfTheMoney(result.words)
        let isIn = set.contains("itm") || zip(texts, texts.dropFirst(2)).contains { $0 == "in" && $1 == "money" }
        // "Which puts expire in the money" asks how they will end.
        let isEnd = zip(texts, texts.dropFirst()).contains {
            ["expire", "expires", "expiring"].contains($0) && ["itm", "otm", "in", "out"].contains($1)
        }
        guard isIn != isOut, !isEnd else { return }
        result.filter.conditions.append(
            RowCondition(measure: isOut ? .outOfTheMoney : .inTheMoney, lower: 0, upper: nil, includesBound: isOut))
        result.filter.conditionLabels.append(isOut ? "out of the money" : "in the money")
    }

    /// "P/L on puts expiring this week", "theta after next week": the rows that end in the days named.
    static func restrictExpiry(_ result: inout Understanding, today: CalendarDate) {
        let ofRows: Set<Intent> = [
            .openProfit, .thetaIncome, .deltaExposure, .vegaExposure, .bookGreeks, .profitRanking, .listPositions,
            .breakdown, .rowRanking,
        ]
        let bounded = ofRows.union([.positionSize, .dayProfit, .concentration, .assignmentRisk, .expirations])
        let ofStates = bounded.subtracting([.openProfit, .profitRanking, .dayProfit, .concentration])
        if ofStates.contains(result.intent) { restrictState(&result) }
        if bounded.contains(result.intent), result.bookBound == nil {
            for (condition, typed) in ConditionReader.conditions(result.words) where condition != result.condition {
                result.filter.conditions.append(condition)
                result.filter.conditionLabels.append("\(condition.measure.rawValue) \(typed)")
            }
        }
        if bounded.contains(result.intent) { restrictMoneyness(&result) }
        guard let span = result.entities.span, ofRows.contains(result.intent), result.condition == nil else { return }
        let texts = Set(result.words.map(\.text))
        let names: Set<String> = [
            "expiring", "expire", "expires", "expiry", "expiration", "expirations", "dte", "ending", "left", "options",
            "puts", "calls", "shorts",
        ]
        let isOther =
            span.first == today && span.last == today && texts.isDisjoint(with: ["expiring", "expire", "expires"])
        guard !texts.isDisjoint(with: names) || RowFigures.isOfDays(result.words), !isOther else { return }
        // Another day of "theta of my puts" is no bound on when they expire.
        let expiring: Set<String> = ["expiring", "expire", "expires", "expiry", "expiration", "expirations", "ending"]
        if result.isDayAdded, texts.isDisjoint(with: expiring) { return }
        result.filter.expiries = span
    }
}

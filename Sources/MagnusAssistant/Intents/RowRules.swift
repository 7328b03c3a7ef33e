import MagnusDomain
import MagnusQuant

/// Questions about one row or one figure of it whose words decide, whatever the classifier makes of the rest.
enum RowRules {
    /// - Returns: whether the words decided.
    static func apply(_ words: [Word], _ result: inout Understanding, context: AssistantContext) -> Bool {
        let texts = words.map(\.text)
        let set = Set(texts)
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        func follows(_ first: String, _ second: Set<String>) -> Bool {
            zip(texts, texts.dropFirst()).contains { $0 == first && second.contains($1) }
        }
        func decide(_ intent: Intent) -> Bool {
            result.intent = intent
            result.confidence = max(result.confidence, 0.85)
            return true
        }
        // A dash is punctuation as well, and what else is named is what is asked about.
        if result.namesMark, result.entities.concept == nil, result.entities.symbols.isEmpty, words.count <= 7,
            has(["mean", "means", "sign", "mark", "stand", "stands"])
        {
            result.entities.concept = "trust_marks"
            return decide(.concept)
        }
        if has(["flag", "flags"]), has(["mean", "means", "letter", "letters", "column"]) {
            result.entities.concept = "flags"
            return decide(.concept)
        }
        if !result.entities.percents.isEmpty, has(["if", "when"]), ScenarioParts.ranksRows(texts) {
            return decide(.whatIf)
        }
        if !has(["if"]), let kind = result.subject, !kind.reference.isEmpty, has(["worth", "value"]),
            result.intent == .netLiquidation
        {
            return decide(.showPosition)
        }
        if set.contains("if"), has(["close", "closed"]), has(["everything", "all"]), result.entities.symbols.isEmpty,
            !has(["roll"]), has(["p", "l", "p/l", "pnl", "profit", "make", "much", "get"])
        {
            return decide(.openProfit)
        }
        if set.contains("if"), has(["time", "days", "weeks"]), has(["passes", "pass", "goes", "later", "passed"]),
            result.intent == .thetaIncome
        {
            return decide(.whatIf)
        }
        if supposes(words), ![.decision, .placeOrder, .opportunities, .contractFigures].contains(result.intent) {
            return decide(.whatIf)
        }
        if supposesPrice(words, result.entities) { return decide(.whatIf) }
        // "Every stock rises 5%": nothing but what is supposed.
        if result.entities.percents.count == 1, result.entities.symbols.isEmpty, words.count <= 9,
            MoveWords.isOfEach(words.map { $0.typed.lowercased() }),
            words.contains(where: { MoveWords.rises.union(MoveWords.falls).contains($0.text) }),
            !has(["which", "captured", "did", "was", "were", "by", "than", "alert", "over", "under", "is", "are"])
        {
            return decide(.whatIf)
        }
        if let span = result.entities.span, DateReader.isHoliday(span),
            words.allSatisfy({ $0.meaning == .date || ofHours.contains($0.text) })
        {
            return decide(.marketHours)
        }
        if RowOrder.read(words) != nil, has(["position", "positions", "rows", "holdings", "puts", "calls", "shorts"]),
            !has(["candidate", "candidates", "if", "closed", "trades", "sell", "best", "earnings"]),
            [
                .listPositions, .positionSize, .bookGreeks, .thetaIncome, .deltaExposure, .vegaExposure, .openProfit,
                .profitRanking, .cash, .concentration, .opportunities, .breakdown, .outOfScope, .expirations,
            ].contains(result.intent),
            !has(["expire", "expires", "expiring", "expirations"]),
            ConditionReader.comparisons(words).isEmpty, result.entities.span == nil,
            RankingRules.measure(words, result.entities) == nil
        {
            return decide(.listPositions)
        }
        if isOfDayMoves(set.union(words.map { $0.typed.lowercased() })) { return decide(.dayProfit) }
        if asksRate(words) {
            result.entities.concept = nil
            return decide(.quote)
        }
        // As typed: "acknowledged" is brought to the word of the key.
        let states: Set<String> = ["acknowledged", "acked", "snoozed", "dismissed", "resolved", "muted"]
        if has(["alert", "alerts"]), words.contains(where: { states.contains($0.typed.lowercased()) }),
            !has(["can", "mean", "means", "why"]), !follows("how", ["do", "to", "can"])
        {
            return decide(.listAlerts)
        }
        if AnswerMaker.asksFinish(words, result.entities) { return decide(.expectedMove) }
        // "$ per 1% SPY": what a percent of the benchmark does.
        if result.entities.symbols == [context.book.benchmark], has(["per", "each", "every"]),
            !has(["if", "year", "month"]),
            result.entities.percents.count == 1, abs(result.entities.percents[0]) == 0.01, words.count <= 9
        {
            return decide(.deltaExposure)
        }
        guard !result.entities.symbols.isEmpty else { return false }
        if has(["roll", "rolling"]), result.entities.contract.strike != nil, !has(["if", "off", "when"]),
            result.intent != .placeOrder
        {
            return decide(.decision)
        }
        // "Roll KO out a week": this chat sends nothing, and the choices are what somebody who types it looks at next.
        if texts.first == "roll", result.intent == .placeOrder,
            context.book.strategies.contains(where: { result.entities.symbols.contains($0.symbol) })
        {
            return decide(.decision)
        }
        // A beta itself and how two names move together are figures of the market view and the profile, not of the book.
        if has(["beta", "betas", "corr", "correlation", "correlations", "correlated"]),
            !has([
                "weighted", "weight", "delta", "deltas", "if", "mean", "means", "exposure", "my", "i", "our", "book",
                "portfolio", "have",
            ])
        {
            return decide(.outOfScope)
        }
        // "What is the credit on my PLTR puts": what came in, and no credit of a roll or a spread to be found.
        if has(["credit"]), has(["what", "much", "whats", "what's"]),
            !has([
                "spread", "spreads", "roll", "rolls", "rolling", "if", "candidates", "find", "total", "mean", "next",
                "for",
            ]), result.intent != .whyNot
        {
            return decide(.positionCost)
        }
        // "If I close PLTR how much do I lose": closing is one of the choices, with what it realises.
        if ClosingRules.asks(words, result.entities),
            context.book.strategies.contains(where: { result.entities.symbols.contains($0.symbol) })
        {
            return decide(.decision)
        }
        // "Sell calls at what strike on DIS" asks the scan.
        if follows("what", ["strike", "strikes"]) || follows("which", ["strike", "strikes"]),
            result.entities.contract.right != nil, result.entities.contract.strike == nil,
            result.entities.delta == nil, has(["sell", "write", "selling"])
        {
            return decide(.opportunities)
        }
        if has(["basis"]), has(["above", "over", "at"]), has(["cc", "call", "calls", "covered"]),
            !has(["is", "are", "what", "if"])
        {
            result.entities.contract.right = .call
            return decide(.opportunities)
        }
        // "Why is the BAC put only worth that": the row has what its price is made of.
        if has(["why"]), has(["worth", "price", "priced", "cheap", "expensive", "mark"]),
            result.entities.contract.strike == nil, result.entities.contract.right != nil
        {
            return decide(.showPosition)
        }
        if has(["chain", "chains"]), result.entities.contract.strike == nil, result.entities.delta == nil, !has(["if"])
        {
            return decide(.contractFigures)
        }
        if has(["score", "scores", "scored", "scoring"]), CandidateBoundReader.read(words).isEmpty,
            !has(["by", "best", "highest", "top", "mean", "means"])
        {
            return decide(.whyNot)
        }
        // "What is AAPL's IV rank" asks for the figure and not for its meaning.
        if has(["rank", "percentile"]), has(["iv", "volatility", "vol"]), words.count <= 8,
            !has(["if", "should", "candidates", "csp", "mean", "means", "why", "how"])
        {
            return decide(.volatilityRank)
        }
        if has(["hv"]) || has(["historical", "realised", "realized"]) && has(["vol", "volatility"]) {
            return decide(.volatilityRank)
        }
        if follows("52", ["week", "weeks"]) || has(["average", "sma", "sma200"]) && has(["day", "200", "50"]) {
            // Days of the past are not read here; the nearest word would answer another question.
            return decide(.outOfScope)
        }
        if has(["roll", "rolls", "rolling"]), !has(["if", "off", "rolled", "when"]),
            has(["available", "possible", "choices", "options", "which", "what", "any"]),
            ![.decision, .closedTrades, .periodProfit].contains(result.intent)
        {
            return decide(.decision)
        }
        let isHeld = context.book.strategies.contains { result.entities.symbols.contains($0.symbol) }
        guard isHeld, result.entities.contract.strike == nil else { return false }
        if has(["breakeven", "breakevens"]) || follows("break", ["even"])
            || follows("what", ["price", "level"]) && has(["losing", "lose", "profitable", "profit", "money"])
        {
            return decide(.showPosition)
        }
        if has(["probability", "chance", "chances", "odds", "pop"]),
            has(["profit", "worthless", "keep", "keeping", "premium", "win", "winning"])
        {
            return decide(.expirations)
        }
        if let right = result.entities.contract.right,
            has(["iv", "volatility", "vega", "gamma", "rho", "mark", "bid", "ask"]),
            let contract = onlyContract(of: result.entities.symbols, right, context)
        {
            result.entities.contract.strike = contract.strike
            result.entities.contract.expiry = contract.expiry
            return decide(.contractFigures)
        }
        return false
    }

    /// Whether a change of volatility or of interest rates is supposed, alone or with a price.
    private static func supposes(_ words: [Word]) -> Bool {
        let texts = Set(words.map(\.text)).union(words.map { $0.typed.lowercased() })
        let isAbout = words.contains { word in
            MoveWords.volatility.union(MoveWords.rates).union(["vix", "bps"]).contains(word.text)
                || MoveWords.joined(word.text)?.unit == .basisPoints
        }
        guard isAbout,
            texts.isDisjoint(with: ["should", "roll", "candidates", "candidate", "opportunities", "win", "did"])
        else { return false }
        let reading = MoveReader.read(words)
        let moves = reading.moves.filter { $0.subject != .price }
        guard !moves.isEmpty || reading.problem == .noSize(.rates) else { return false }
        let isSupposed = !texts.isDisjoint(with: [
            "if", "suppose", "assume", "effect", "impact", "react", "stress", "simulate", "shock", "scenario", "say",
        ])
        // "Interest rates up 25 bps": nothing but what is supposed, and no level of now.
        let isBare =
            texts.isDisjoint(with: MoveWords.questions)
            && texts.isDisjoint(with: ["is", "are", "with", "my", "under", "over"])
            && moves.allSatisfy { if case .level = $0.size { false } else { true } } && words.count <= 10
        return isSupposed || isBare && !moves.isEmpty
    }

    private static let ofHours: Set<String> = [
        "when", "is", "the", "market", "markets", "open", "closed", "on", "what", "day", "date", "are", "next",
        "trading",
        "a", "holiday", "close", "does", "do", "we", "trade", "there", "session", "stock", "exchange", "nyse", "for",
        "it", "at", "early", "this", "year", "of", "trades",
    ]

    /// "Which position lost the most today": what rows did since the previous close.
    private static func isOfDayMoves(_ set: Set<String>) -> Bool {
        let moves: Set<String> = [
            "lost", "lose", "losing", "loses", "loser", "losers", "gained", "gaining", "gain", "gainer", "gainers",
            "made", "making", "winner", "winners", "moved", "mover", "movers", "hurt", "hurting", "dropped", "fell",
            "contributed", "helped", "won", "performer", "performers",
        ]
        let isMost = !set.isDisjoint(with: ["most", "furthest"]) && !set.isDisjoint(with: ["down", "up"])
        // "The best put today" is looked for among candidates.
        let isOfRows =
            !set.isDisjoint(with: ["best", "worst"])
            && !set.isDisjoint(with: ["position", "positions", "row", "rows", "holding", "holdings"])
        let rows: Set<String> = [
            "position", "positions", "row", "rows", "holding", "holdings", "which", "what", "name", "names", "stock",
            "spread", "spreads", "put", "puts", "call", "calls", "biggest", "largest", "worst", "best",
        ]
        return set.contains("today")
            && (isOfRows || (isMost || !set.isDisjoint(with: moves)) && !set.isDisjoint(with: rows))
            && set.isDisjoint(with: [
                "if", "alert", "alerts", "closed", "realized", "realised", "trade", "trades", "iv", "volatility", "i",
                "candidate", "candidates", "assigned", "theta", "why", "sell", "buy", "premium", "open",
            ])
    }

    /// "The risk-free rate", "which interest rate is used": the rate of now, with nothing supposed of it.
    static func asksRate(_ words: [Word]) -> Bool {
        let texts = words.map(\.text)
        let set = Set(texts)
        guard !set.isDisjoint(with: ["rate", "rates"]),
            set.isDisjoint(with: [
                "if", "mean", "means", "why", "win", "rise", "rises", "fall", "falls", "up", "down", "effect", "impact",
                "sensitivity", "rho", "change", "changes", "hike", "cut",
            ])
        else { return false }
        let pairs = zip(texts, texts.dropFirst())
        return pairs.contains { $0 == "risk" && $1 == "free" } || !set.isDisjoint(with: ["risk-free", "riskfree"])
            || pairs.contains { $0 == "interest" && ["rate", "rates"].contains($1) }
                && !set.isDisjoint(with: ["what", "which", "current", "show"])
    }

    private static let notSupposed: Set<String> = [
        "should", "roll", "close", "sell", "buy", "sold", "bought", "opened", "open", "order", "limit", "stop", "alert",
        "alerts", "notify", "remind", "chance", "chances", "probability", "odds", "likely", "will", "did", "was",
        "were",
        "why", "assigned", "strike", "strikes", "candidates", "candidate", "score", "delta", "theta", "vega",
        "gamma", "iv", "volatility", "premium", "cost", "paid", "basis", "target", "chain", "since", "rank", "trades",
        "made", "closed",
    ]
    private static let arriving: Set<String> = [
        "goes", "go", "falls", "drops", "rises", "climbs", "rallies", "closes", "ends", "finishes", "finishing",
        "ending",
        "closing", "trades", "trading", "stays", "remains", "sits", "stands", "being", "back", "up", "down", "falling",
        "dropping", "rising", "going", "moves", "gets", "pins", "pinned", "expires", "settles", "right",
    ]
    private static let reached: Set<String> = [
        "at", "to", "hits", "hit", "hitting", "reaches", "reaching", "touches", "near",
    ]

    /// "KO at 70 by expiry": a price said right behind a name, and nothing that would ask or tell something else of it.
    static func supposesPrice(_ words: [Word], _ entities: Entities) -> Bool {
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        guard entities.contract.strike == nil, set.isDisjoint(with: notSupposed.subtracting(arriving)) else {
            return false
        }
        for index in words.indices {
            guard case .symbol(_, isKnown: true) = words[index].meaning, texts.first != "is",
                index == 0 || texts[index - 1] != "is"
            else { continue }
            var place = index + 1
            while place < words.count, arriving.contains(texts[place]) { place += 1 }
            guard place + 1 < words.count, reached.contains(texts[place]) else { continue }
            place += 1
            while place < words.count, MoveWords.fillers.contains(texts[place]) { place += 1 }
            guard place < words.count, case .number(let value) = words[place].meaning, value > 0,
                !MoveWords.counted.contains(place + 1 < texts.count ? texts[place + 1] : "")
            else { continue }
            return true
        }
        return false
    }

    /// The one option of a side that is held on the names; nil where there are several.
    private static func onlyContract(
        of symbols: [String], _ right: OptionRight, _ context: AssistantContext
    ) -> OptionContract? {
        var found: Set<OptionContract> = []
        for row in context.book.strategies where symbols.contains(row.symbol) {
            for leg in row.legs {
                if case .option(let contract) = leg.position.instrument, contract.right == right {
                    found.insert(contract)
                }
            }
        }
        return found.count == 1 ? found.first : nil
    }
}

import MagnusDomain

/// Questions about what was traded before and about sizes, told apart by their words: they look so much like questions
/// about the open book that a classifier would answer another question.
enum HistoryRules {
    /// What these rules tell apart before the classifier is asked.
    static let intents: Set<Intent> = [
        .periodProfit, .winRate, .closedTrades, .premiumCollected, .fees, .opened, .positionCost, .positionSize,
    ]

    /// Kinds of answer that are about days behind.
    static let ofPast: Set<Intent> = [
        .periodProfit, .winRate, .closedTrades, .premiumCollected, .fees, .ledgerEvents,
    ]

    static let greeks: Set<String> = ["theta", "decay", "delta", "deltas", "vega", "gamma", "rho", "greeks"]

    static func intent(
        _ words: [Word], _ entities: Entities, hasSubject: Bool, today: CalendarDate
    ) -> Intent? {
        let texts = words.map(\.text)
        // As typed too: a spelling correction must not hide a word these rules look for.
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        if has(["if", "will", "would", "could", "can", "should", "expire", "expires", "expiring"]) { return nil }
        guard entities.percents.isEmpty else { return nil }
        // What a Greek says is of now and in no ledger.
        if has(greeks), !has(["trade", "trades", "premium", "premiums"]) { return nil }
        let hasRow = !entities.symbols.isEmpty || hasSubject
        let past = PastSpanReader.span(in: texts, today: today)
        if let found = statistics(texts, set, past, entities) { return found }
        if has(["winners", "losers"]), has(["hold", "held", "holding", "kept"]),
            has(["long", "days", "average", "mean"])
        {
            return .winRate
        }
        if has(["winrate", "batting"]) || has(["win", "winning"]) && has(["rate", "ratio", "percentage", "percent"])
            || has(["winners", "losers", "wins", "losses", "winning", "losing"]) && has(["many", "number", "count"])
            || has(["winners", "wins", "winner"]) && has(["losers", "losses", "loser"])
                && (past != nil || has(["vs", "versus", "ratio"]))
        {
            return .winRate
        }
        if has(["premium", "premiums", "credit", "credits"]),
            has(["collect", "collected", "collecting", "took", "taken", "received", "receive", "earned", "sold"])
        {
            return .premiumCollected
        }
        // "my best trades" alone are the open ones.
        if has(["trade", "trades"]), has(["best", "worst", "biggest", "largest"]),
            has(["closed", "ever", "past"]) || past != nil
        {
            return .closedTrades
        }
        let money: Set<String> = [
            "profit", "profits", "pnl", "gain", "gains", "income", "result", "results", "realized", "loss", "losses",
            "make", "earn",
        ]
        if PeriodGrouping.read(texts) != nil, has(money),
            has(["realized", "closed", "did", "made", "make", "earn"]) || past != nil
        {
            return .periodProfit
        }
        if past != nil, has(["realized", "realize"]) { return .periodProfit }
        if past != nil,
            has(["did", "made", "earned", "lost", "was", "were", "realized", "realised", "booked", "gained", "have"])
                || has(["profit", "profits", "pnl", "p&l", "p/l", "pl", "gain", "gains", "income", "result", "results"]),
            !has([
                "assigned", "assignment", "earnings", "dividend", "report", "alert", "alerts", "price", "delta",
                "theta", "gamma", "vega", "greeks", "cash", "liq", "worth", "value",
            ])
        {
            return has(["dividends", "interest"]) ? nil : .periodProfit
        }
        if hasRow, has(["when", "date"]),
            has(["opened", "bought", "sold", "entered"])
                || has(["did", "was"]) && has(["open", "buy", "sell", "enter", "start", "put"])
        {
            return .opened
        }
        if hasRow, has(["long", "days"]), has(["held", "had", "holding", "owned"]) { return .opened }
        if hasRow, has(["average", "basis"]), has(["cost", "price", "basis", "entry", "paid", "fill"]) {
            return .positionCost
        }
        if hasRow, has(["cost", "paid", "pay"]), has(["did", "paid"]), !has(["close", "roll", "back", "buyback"]) {
            return .positionCost
        }
        if has(["biggest", "largest", "smallest", "heaviest"]), has(["position", "positions", "holding", "holdings"]),
            !has(["winner", "loser", "winners", "losers", "gain", "loss", "profit", "gainer", "losing", "winning"])
        {
            return .positionSize
        }
        return nil
    }

    /// Measures of closed trades, fees, and the best and worst of months, names and strategies.
    private static func statistics(
        _ texts: [String], _ set: Set<String>, _ past: DateSpan?, _ entities: Entities
    ) -> Intent? {
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        func follows(_ first: String, _ second: Set<String>) -> Bool {
            zip(texts, texts.dropFirst()).contains { $0 == first && second.contains($1) }
        }
        let isDefined = IntentRules.isDefinition(texts) && !has(["my", "average", "mean"])
        if has(["fees", "fee", "commission", "commissions"]), !isDefined, !has(["after", "before", "net"]) {
            return .fees
        }
        if has(["expectancy", "drawdown"]) || follows("profit", ["factor"]), !isDefined { return .winRate }
        let isMean = has(["average", "mean", "typical", "typically", "usually"])
        if isMean, has(["win", "winner", "winners", "wins", "loser", "losers", "loss", "losses", "trade", "gain"]),
            !has(["open", "cost", "price", "premium"])
        {
            return .winRate
        }
        if isMean, has(["days", "long", "held", "hold", "holding", "duration", "time"]),
            !has(["cost", "price", "basis", "expiry", "dte"]), entities.contract.strike == nil
        {
            return .winRate
        }
        if has(["premium", "premiums"]), PeriodGrouping.read(texts) != nil || past != nil,
            !has(["left", "remaining", "open", "decay", "yield"])
        {
            return .premiumCollected
        }
        let grouping = PeriodGrouping.extreme(texts)
        let isMost = has([
            "best", "worst", "most", "least", "biggest", "top", "made", "lost", "works", "worked", "earned",
        ])
        if let grouping, isMost, grouping != .sector,
            !has([
                "collateral", "theta", "delta", "vega", "iv", "rank", "premium", "risk", "assigned", "sell", "open",
                "csp",
                "candidate", "alerts", "earnings", "exposed", "exposure", "volatility", "buy", "put", "call",
            ]) || past != nil && !has(["open"])
        {
            return has(["win", "winning"]) && has(["rate"]) ? .winRate : .periodProfit
        }
        if has(["strategy", "strategies"]), has(["works", "worked", "best", "worst", "made", "lost", "performs"]),
            !isDefined
        {
            return .periodProfit
        }
        let isOfTrades = has(["trades", "trade"])
        if isOfTrades, has(["losing", "lost", "losers", "winning", "won", "winners", "profitable", "unprofitable"]),
            !has([
                "many", "number", "count", "rate", "ratio", "percent", "vs", "versus", "open", "position", "positions",
            ])
        {
            return .closedTrades
        }
        if isOfTrades, has(["many", "number", "count"]), has(["win", "won", "lose", "lost"]),
            !has(["open", "position", "positions"])
        {
            return .winRate
        }
        if isOfTrades, has(["many", "number", "count", "per"]),
            !has(["premium", "fees", "open", "would", "should", "can"])
        {
            return .closedTrades
        }
        if isOfTrades, has(["last", "recent", "latest", "history"]), !has(["price", "idea", "ideas"]),
            past == nil || has(["show", "list"])
        {
            return .closedTrades
        }
        if past != nil, has(["did", "have"]), has(["open", "opened", "enter", "entered"]),
            !has(["positions", "pnl", "profit", "close", "closed", "interest", "market"])
        {
            return .closedTrades
        }
        if has(["trades"]), !entities.symbols.isEmpty, texts.count <= 5, !has(["at", "open"]) { return .closedTrades }
        // "How much did I make on covered calls": past without a day.
        let isMade =
            has(["make", "made", "earn", "earned", "realize", "realized", "lost", "lose"])
            && has(["did", "have", "made", "earned", "realized", "lost"])
        if isMade, has(["much", "what", "profit", "pnl", "realized"]),
            past != nil || BookRules.namesGroup(texts.map { Word(typed: $0, text: $0) })
                || has(["puts", "calls"]),
            !has(["today", "theta", "day", "if", "dividends", "interest", "alerts"])
        {
            return .periodProfit
        }
        let isOfKind = BookRules.namesGroup(texts.map { Word(typed: $0, text: $0) })
        if isOfKind, has(["much"]), has(["from"]), !has(["premium", "away", "theta", "is", "are"]) {
            return .periodProfit
        }
        return nil
    }

    /// Text that is written for a machine and not for this one.
    static func isForMachines(_ texts: [String]) -> Bool {
        let set = Set(texts)
        return !set.isDisjoint(with: ["table", "tables", "from", "database", "union"])
            && !set.isDisjoint(with: ["drop", "select", "delete", "insert", "truncate", "union", "alter"])
            && set.isDisjoint(with: ["my", "i", "the", "price", "spy", "%"])
    }
}

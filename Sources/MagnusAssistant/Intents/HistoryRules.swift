import MagnusDomain

/// Questions about what was traded before and about sizes, told apart by their words: they look so much like questions
/// about the open book that a classifier would answer another question.
enum HistoryRules {
    /// What these rules tell apart before the classifier is asked.
    static let intents: Set<Intent> = [
        .periodProfit, .winRate, .closedTrades, .premiumCollected, .opened, .positionCost, .positionSize,
    ]

    static func intent(
        _ words: [Word], _ entities: Entities, hasSubject: Bool, today: CalendarDate
    ) -> Intent? {
        let texts = words.map(\.text)
        // As typed too: a spelling correction must not hide a word these rules look for.
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        if has(["if", "will", "would", "could", "can", "should", "expire", "expires", "expiring"]) { return nil }
        guard entities.percents.isEmpty else { return nil }
        let hasRow = !entities.symbols.isEmpty || hasSubject
        let past = PastSpanReader.span(in: texts, today: today)
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
        // What was paid in fees stands beside what was collected.
        if has(["fees", "commission", "commissions"]), has(["paid", "pay", "much", "total", "cost", "spent"]) {
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

    /// Text that is written for a machine and not for this one.
    static func isForMachines(_ texts: [String]) -> Bool {
        let set = Set(texts)
        return !set.isDisjoint(with: ["table", "tables", "from", "database", "union"])
            && !set.isDisjoint(with: ["drop", "select", "delete", "insert", "truncate", "union", "alter"])
            && set.isDisjoint(with: ["my", "i", "the", "price", "spy", "%"])
    }
}

import MagnusDomain

/// What is asked of the open rows besides their figures, where the words decide.
enum FurtherTopic: Sendable, Hashable {
    case openings(Openings)
    /// The last day on which anything held ends.
    case lastExpiry
    /// Shares with what they cost.
    case sharesHeld
    /// Wheels that run, as the ledger tells them.
    case wheels
    /// What is left when options end without value.
    case keptWorthless
    /// Dividends of shares that are held.
    case ownDividends
    case returnOnCollateral
    /// A figure of rows over the net liquidation.
    case shareOfNet(RowFigures.Measure)
    /// Open and realised together, of names.
    case wholeResult
    /// The chance that rows make a profit at their end.
    case profitChance

    /// Rows by when they were opened.
    struct Openings: Sendable, Hashable {
        /// The days in which they were; nil for all of them.
        var days: DateSpan?
        var isOldestFirst: Bool
    }

    var intent: Intent {
        switch self {
        case .ownDividends: .dividends
        case .wholeResult: .openProfit
        case .openings, .lastExpiry, .sharesHeld, .wheels, .keptWorthless, .returnOnCollateral, .shareOfNet,
            .profitChance:
            .rowRanking
        }
    }

    /// What the topic has words for is no day and no row besides.
    func clear(_ result: inout Understanding) {
        switch self {
        case .openings:
            result.entities.span = nil
            result.entities.past = nil
            result.pasts = []
        case .lastExpiry: break
        default: return
        }
        // "The last expiration" is no row of the list before.
        guard result.entities.ordinal != nil || result.isOrdinalMissing else { return }
        result.entities.ordinal = nil
        result.isOrdinalMissing = false
        result.subject = nil
        result.entities.symbols.removeAll { name in
            !result.words.contains { $0.meaning == .symbol(name, isKnown: true) }
        }
    }

    static func read(_ words: [Word], _ entities: Entities) -> FurtherTopic? {
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        if asksOwnDividends(words) { return .ownDividends }
        if has(["worthless"]), asksKept(set) { return .keptWorthless }
        guard !has(["if", "should", "why", "suppose", "assume", "would", "candidate", "candidates", "scan"]) else {
            return nil
        }
        if ConditionReader.comparisons(words).isEmpty, let openings = openings(texts, set, entities) {
            return .openings(openings)
        }
        if asksLastExpiry(texts, set) { return .lastExpiry }
        if asksShares(set) { return .sharesHeld }
        if asksWheels(texts, set) { return .wheels }
        if asksReturn(set, entities) { return .returnOnCollateral }
        if let measure = shareOfNet(words, texts, set, entities) { return .shareOfNet(measure) }
        if has(["realized"]), has(["open", "unrealized"]), !entities.symbols.isEmpty, entities.past == nil,
            PeriodGrouping.read(texts) == nil, !has(["mean", "means", "trade", "trades", "closed"])
        {
            return .wholeResult
        }
        return nil
    }

    // MARK: - Dividends

    /// "What dividends am I getting", "do I lose the MO dividend": of what is held and still to come, not of the ledger.
    static func asksOwnDividends(_ words: [Word]) -> Bool {
        let set = Set(words.map(\.text)).union(words.map { $0.typed.lowercased() })
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        return has(["dividend", "dividends"]) && has(["i", "me", "we"])
            && has([
                "get", "getting", "receive", "receiving", "earn", "earning", "lose", "losing", "keep", "keeping",
                "miss",
                "missing", "collect", "collecting", "entitled", "owed", "expecting", "expect",
            ])
            && !has([
                "did", "got", "received", "have", "had", "was", "were", "collected", "earned", "paid", "last",
                "yesterday", "ytd", "so", "since", "total", "year", "interest",
            ])
    }

    // MARK: - What is kept

    private static func asksKept(_ set: Set<String>) -> Bool {
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        return has(["if", "when", "assuming", "assume", "suppose", "supposing", "should", "keep"])
            && has([
                "keep", "make", "earn", "pocket", "get", "gain", "profit", "pnl", "much", "what", "left", "total",
                "collect",
            ])
            && !has([
                "chance", "chances", "probability", "odds", "likely", "likelihood", "expired", "did", "were", "was",
                "mean", "means", "candidate", "candidates", "sell", "roll", "csp",
            ])
    }

    // MARK: - Openings

    private static let rows: Set<String> = [
        "position", "positions", "row", "rows", "put", "puts", "call", "calls", "holding", "holdings", "short",
        "shorts", "option", "options", "csp", "csps", "spread", "spreads", "condor", "condors", "leg", "contract",
    ]

    private static func openings(_ texts: [String], _ set: Set<String>, _ entities: Entities) -> Openings? {
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        guard
            !has([
                "closed", "alert", "alerts", "data", "quote", "quotes", "mark", "marks", "when", "average", "avg",
                "interest", "market", "winners", "losers", "trade", "trades", "dte", "expiry", "expiration", "expires",
                "dated", "long-dated", "price",
            ])
        else { return nil }
        let isRow = has(rows) || has(["which", "what"]) && has(["open", "opened", "held"])
        let isHeld = has(["held", "holding", "hold", "open", "had"])
        let ofAge = has(["oldest", "newest", "earliest", "longest-held"]) || has(["longest"]) && isHeld
        let isRecent =
            has(["recent", "recently", "latest"]) && has(["position", "positions", "opened", "open"])
            && !has(["change", "changes", "changed"])
        let asksOpened = has(["opened"]) || has(["open"]) && has(["did"])
        let ofLast =
            asksOpened && has(["position", "positions", "row"]) && ["last", "first"].contains(texts.last ?? "")
        if isRow, ofAge || isRecent || ofLast {
            let isOldest = has(["oldest", "earliest", "longest", "longest-held"]) || ofLast && texts.last == "first"
            return Openings(days: nil, isOldestFirst: isOldest)
        }
        // "What did I open this month" is told by the ledger; positions are those that are still held.
        guard asksOpened, has(["position", "positions", "rows", "holdings"]) || !has(["did", "have"]) && has(rows)
        else {
            return nil
        }
        return Openings(days: entities.past ?? entities.span, isOldestFirst: false)
    }

    private static func asksLastExpiry(_ texts: [String], _ set: Set<String>) -> Bool {
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        let ends: Set<String> = ["expiry", "expiration", "expirations", "expires", "expire", "expiring", "dated"]
        guard has(ends),
            !has([
                "expired", "did", "were", "was", "chain", "listed", "sell", "earnings", "list", "otm", "itm", "money",
            ])
        else { return false }
        if has(["furthest", "farthest"]) || has(["latest", "final"]) && !has(["alert", "alerts"]) { return true }
        if has(["longest"]), has(["dated", "expiry", "expiration"]) { return true }
        let times: Set<String> = [
            "week", "month", "year", "quarter", "friday", "monday", "tuesday", "wednesday", "thursday", "night", "days",
            "few", "weeks", "months",
        ]
        return texts.indices.contains { index in
            guard texts[index] == "last" else { return false }
            let next = index + 1 < texts.count ? texts[index + 1] : ""
            if times.contains(next) { return false }
            let isBehind = index > 0 && ends.contains(texts[index - 1])
            return isBehind || ["expiry", "expiration"].contains(next)
                || ["date", "day"].contains(next) && has(["anything", "everything", "book", "expires", "expire"])
        }
    }

    // MARK: - Shares and wheels

    private static func asksShares(_ set: Set<String>) -> Bool {
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        return has(["share", "shares", "stock", "stocks"]) && has(["cost", "costs", "paid", "pay", "basis"])
            && has(["own", "hold", "have", "holding", "held", "list", "show", "all"])
            && !has([
                "below", "under", "beneath", "above", "over", "sell", "call", "calls", "put", "puts", "assigned",
                "close", "fees", "dividend", "dividends", "assignment", "buy",
            ])
    }

    private static func asksWheels(_ texts: [String], _ set: Set<String>) -> Bool {
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        return has(["wheel", "wheels", "wheeling"])
            && has([
                "list", "show", "my", "positions", "position", "campaigns", "campaign", "which", "running", "open",
                "active", "status", "stage",
            ]) && !has(["basis", "mean", "means", "explain", "best", "sell", "start", "strategy"])
            && !(IntentRules.isDefinition(texts) && !has(["my"]))
    }

    // MARK: - Ratios

    /// "The return on collateral of the AMD put": of a row that is held, not of a candidate.
    private static func asksReturn(_ set: Set<String>, _ entities: Entities) -> Bool {
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        let isReturn =
            has(["return", "returns", "yield", "returning", "yielding", "earning"])
            && has(["collateral", "capital", "reserve", "reserved"]) || has(["roc"])
        return isReturn && entities.past == nil
            && (!entities.symbols.isEmpty || has(["my", "positions", "position", "each"]))
            && !has([
                "csp", "csps", "best", "sell", "closed", "trade", "trades", "did", "mean", "means", "made", "treasury",
                "candidates",
            ])
    }

    private static func shareOfNet(
        _ words: [Word], _ texts: [String], _ set: Set<String>, _ entities: Entities
    ) -> RowFigures.Measure? {
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        let isNet =
            has(["nlv"]) || has(["net"]) && has(["liq", "liquidation", "worth"])
            || has(["account", "portfolio"]) && has(["value"])
        let isShare =
            has(["share", "percent", "percentage", "fraction", "proportion", "pct", "%"])
            || has(["relative", "divided", "ratio"])
            || zip(texts, texts.dropFirst()).contains { ["over", "per"].contains($0) && ["net", "nlv"].contains($1) }
        guard isNet, isShare, !has(["and"]), entities.percents.isEmpty, ConditionReader.comparisons(words).isEmpty,
            !has(["mean", "means", "did", "made", "year", "return"])
        else { return nil }
        let told: Set<RowFigures.Measure> = [
            .theta, .vega, .collateral, .extrinsic, .costToClose, .maximumLoss, .maximumProfit, .profit, .dayProfit,
        ]
        let measures = RowFigures.named(words).measures
        guard measures.count == 1, let measure = measures.first, told.contains(measure) else { return nil }
        // What the whole book reserves by name stands in the table of concentration.
        return measure == .collateral && entities.symbols.isEmpty ? nil : measure
    }
}

import MagnusDomain
import MagnusQuant

/// Figures of open rows that a question asks for, and how it wants them put together: "the lowest DTE", "total collateral of
/// my puts in April", "average captured".
struct RowFigures: Sendable, Hashable {
    enum Measure: String, Sendable, Hashable, CaseIterable {
        case daysToExpiry = "days to expiry"
        case extrinsic = "short extrinsic value"
        case collateral
        case costToClose = "cost to close"
        case maximumLoss = "maximum loss"
        case maximumProfit = "maximum profit"
        case breakeven
        case profit = "open P/L"
        case dayProfit = "day P/L"
        case delta
        case theta
        case vega
        case gamma
        case captured
        case distance = "distance to the strike"
        case assignment = "chance of assignment"
        case volatility = "implied volatility"
        case leftPerYear = "left per year"

        /// Dollars or shares of rows that make one sum; a day, a share of something and a price make none.
        var isSummable: Bool {
            switch self {
            case .extrinsic, .collateral, .costToClose, .maximumLoss, .maximumProfit, .profit, .dayProfit, .delta,
                .theta, .vega, .gamma:
                true
            case .daysToExpiry, .breakeven, .captured, .distance, .assignment, .volatility, .leftPerYear: false
            }
        }
        /// A row with more contracts has more of it.
        var growsWithContracts: Bool { isSummable }
    }

    enum Summary: Sendable, Hashable { case each, total, average, lowest, highest }

    var measures: [Measure]
    var summary: Summary = .each
    var isPerContract = false

    // MARK: - Words

    /// Longer names first.
    private static let names: [([String], Measure)] = [
        (["days", "to", "expiry"], .daysToExpiry), (["days", "to", "expiration"], .daysToExpiry),
        (["days", "until", "expiry"], .daysToExpiry), (["days", "until", "expiration"], .daysToExpiry),
        (["time", "to", "expiry"], .daysToExpiry), (["time", "to", "expiration"], .daysToExpiry),
        (["days", "left"], .daysToExpiry), (["days", "remaining"], .daysToExpiry), (["dte"], .daysToExpiry),
        (["time", "value"], .extrinsic), (["extrinsic"], .extrinsic), (["premium", "left"], .extrinsic),
        (["premium", "remaining"], .extrinsic),
        (["cost", "to", "close"], .costToClose), (["costs", "to", "close"], .costToClose),
        (["buy", "back"], .costToClose), (["buyback"], .costToClose), (["buybacks"], .costToClose),
        (["max", "loss"], .maximumLoss), (["maximum", "loss"], .maximumLoss), (["max", "losses"], .maximumLoss),
        (["max", "risk"], .maximumLoss), (["maximum", "risk"], .maximumLoss), (["worst", "case"], .maximumLoss),
        (["max", "profit"], .maximumProfit), (["maximum", "profit"], .maximumProfit),
        (["max", "gain"], .maximumProfit),
        (["maximum", "gain"], .maximumProfit), (["max", "profits"], .maximumProfit),
        (["break", "even"], .breakeven), (["breakeven"], .breakeven), (["breakevens"], .breakeven),
        (["day", "pnl"], .dayProfit), (["daily", "pnl"], .dayProfit),
        (["pnl"], .profit), (["profit"], .profit), (["profits"], .profit),
        (["close", "cost"], .costToClose), (["close", "costs"], .costToClose), (["closing", "cost"], .costToClose),
        (["closing", "costs"], .costToClose),
        (["delta"], .delta), (["deltas"], .delta), (["theta"], .theta), (["thetas"], .theta), (["decay"], .theta),
        (["vega"], .vega), (["gamma"], .gamma), (["gammas"], .gamma), (["captured"], .captured),
        (["distance"], .distance), (["cushion"], .distance), (["moneyness"], .distance),
        (["assignment", "probability"], .assignment), (["assignment", "chance"], .assignment),
        (["assignment", "risk"], .assignment), (["probability", "of", "assignment"], .assignment),
        (["chance", "of", "assignment"], .assignment), (["assignment"], .assignment),
        (["implied", "volatility"], .volatility), (["implied", "vol"], .volatility), (["iv"], .volatility),
        (["collateral"], .collateral), (["capital"], .collateral), (["reserved"], .collateral),
        (["reserve"], .collateral), (["tied", "up"], .collateral),
    ]

    /// Measures that words name, in their order, each once; and the places of their words.
    static func named(_ words: [Word]) -> (measures: [Measure], places: Set<Int>) {
        // As typed where the spelling correction has another word of the field for it.
        let texts = words.map(\.text)
        let typed = words.map { $0.typed.lowercased() }
        var measures: [Measure] = []
        var places: Set<Int> = []
        var index = 0
        while index < texts.count {
            let found = names.first { texts[index...].starts(with: $0.0) || typed[index...].starts(with: $0.0) }
            guard let (name, measure) = found, words[index].meaning == .plain,
                // "IV rank" is a figure of a name and of no row.
                measure != .volatility
                    || !["rank", "percentile"].contains(
                        index + name.count < texts.count ? texts[index + name.count] : "")
            else {
                index += 1
                continue
            }
            if !measures.contains(measure) { measures.append(measure) }
            places.formUnion(index..<(index + name.count))
            index += name.count
        }
        return (measures, places)
    }

    private static let totals: Set<String> = [
        "total", "sum", "combined", "together", "overall", "altogether", "aggregate",
    ]
    private static let averages: Set<String> = ["average", "avg", "mean"]
    private static let lowest: Set<String> = [
        "lowest", "smallest", "shortest", "least", "min", "minimum", "fewest", "nearest",
    ]
    private static let highest: Set<String> = ["highest", "largest", "biggest", "longest", "most", "greatest", "top"]

    static func summary(_ words: [Word]) -> Summary? {
        let texts = Set(words.map(\.text)).union(words.map { $0.typed.lowercased() })
        if !texts.isDisjoint(with: averages) { return .average }
        if !texts.isDisjoint(with: totals) { return .total }
        if !texts.isDisjoint(with: lowest) { return .lowest }
        return texts.isDisjoint(with: highest) ? nil : .highest
    }

    /// Words that put figures together and say nothing of the rows.
    static let summaryWords: Set<String> = totals.union(averages).union(lowest).union(highest)

    // MARK: - Questions

    /// Days behind, things supposed, the scan and texts of the concepts: no figures of open rows.
    private static let elsewhere: Set<String> = [
        "if", "should", "why", "suppose", "assume", "candidate", "candidates", "scan", "score", "scores", "alert",
        "alerts", "closed", "trade", "trades", "realized", "did", "made", "was", "were", "collected", "history",
        "winners", "losers", "winner", "loser", "win", "wins", "chain", "order", "find", "would", "could", "backtest",
        "held", "hold", "happens", "goes", "drops", "falls", "rises", "since", "yesterday", "csp", "idea", "ideas",
        "opportunities", "roll", "best", "worst", "changed", "fees", "limit", "target", "expected", "move", "moves",
        "factor", "drawdown", "ratio", "strategies",
    ]
    private static let definitions: Set<String> = ["mean", "means", "meaning", "explain", "define", "definition"]
    private static let probabilities: Set<String> = ["probability", "prob", "chance", "chances", "odds", "likelihood"]

    /// What a question asks of the open rows; nil where another answer has it.
    static func read(_ words: [Word], _ entities: Entities) -> RowFigures? {
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        // "Expiring in April" is a month ahead, whatever a month alone may mean.
        let isAhead = entities.span != nil && isOfDays(words)
        if let ofDays = ofDays(words, set, entities) { return ofDays }
        guard set.isDisjoint(with: elsewhere), entities.percents.isEmpty, entities.past == nil || isAhead,
            entities.unknownSymbols.isEmpty, PeriodGrouping.read(texts) == nil, RowOrder.read(words) == nil,
            ConditionReader.comparisons(words).isEmpty
        else { return nil }
        let hasName = !entities.symbols.isEmpty
        let ofRows =
            hasName || BookRules.namesGroup(words)
            || !set.isDisjoint(with: [
                "put", "puts", "call", "calls", "short", "shorts", "position", "positions", "row", "rows", "option",
                "options", "spread", "spreads", "open", "holdings", "everything",
            ])
        let isOfBook = ofRows || !set.isDisjoint(with: ["my", "book", "portfolio", "all", "whole", "i"])
        let isDefinition =
            !set.subtracting(["mean"]).isDisjoint(with: definitions) || IntentRules.isDefinition(texts) && !ofRows
        guard !isDefinition else { return nil }
        let isPerContract =
            zip(texts, texts.dropFirst()).contains {
                ["per", "each", "a"].contains($0) && ["contract", "lot", "spread"].contains($1)
            }
        let summary = summary(words)
        var measures = named(words).measures
        // "Probability that KO finishes in the money": of the short strike that is held.
        let isInside = set.contains("itm") || zip(texts, texts.dropFirst(2)).contains { $0 == "in" && $1 == "money" }
        if !set.isDisjoint(with: probabilities), isInside, entities.contract.strike == nil {
            return ofRows ? RowFigures(measures: [.assignment], summary: summary ?? .each) : nil
        }
        guard entities.contract.strike == nil, !measures.isEmpty else { return nil }
        // "Theta of the KO puts and the MO calls", "breakeven of the condor and the SPX spread": of each part, and together.
        // Profit, loss and assignment of such parts have answers of their own.
        let ofOthers: Set<Measure> = [.profit, .dayProfit, .maximumLoss, .assignment]
        if summary == nil, !isPerContract, measures.count > 1 || !ofOthers.contains(measures[0]),
            set.isDisjoint(with: ["rank", "greeks", "cash"]), !RowSetReader.read(words, entities).isEmpty
        {
            return RowFigures(measures: measures)
        }
        if asksExtreme(words, measures, summary, entities) || asksOfKnownKind(words, texts, measures, summary) {
            return RowFigures(measures: measures, summary: summary ?? .each)
        }
        if summary == .average, measures == [.daysToExpiry] || isOfBook {
            // "Mean" alone asks for the meaning of a word.
            guard !set.contains("mean") || ofRows else { return nil }
            return RowFigures(measures: measures, summary: .average, isPerContract: isPerContract)
        }
        if isPerContract, measures.contains(where: \.growsWithContracts), ofRows {
            return RowFigures(measures: measures, summary: .each, isPerContract: true)
        }
        if measures.contains(.daysToExpiry), summary != nil || set.contains("dte") && isOfBook {
            return RowFigures(measures: measures, summary: summary == .total ? .each : summary ?? .each)
        }
        let others: Set<Measure> = [
            .maximumLoss, .maximumProfit, .costToClose, .breakeven, .collateral, .extrinsic, .distance,
        ]
        if summary == .total, measures.contains(where: others.contains), isOfBook {
            // What the whole book reserves stands with the cash.
            guard ofRows || measures != [.collateral] else { return nil }
            return RowFigures(measures: measures, summary: .total)
        }
        if measures.contains(.maximumProfit), !set.isDisjoint(with: ["book", "portfolio", "whole"]) {
            return RowFigures(measures: measures, summary: .total)
        }
        if measures == [.extrinsic], hasName { return RowFigures(measures: measures, summary: summary ?? .each) }
        if let bare = bare(words, measures, summary, hasName: hasName) { return bare }
        if measures.count > 1, ofRows, set.isDisjoint(with: ["greeks", "cash", "rate", "rank"]),
            texts.contains("and") || texts.contains("plus") || words.contains(where: \.endsClause)
        {
            // A figure and its rows: "delta and theta of my puts".
            if summary == .lowest || summary == .highest { measures = Array(measures.prefix(1)) }
            return RowFigures(measures: measures, summary: summary ?? .each)
        }
        return nil
    }

    private static let endings: Set<String> = [
        "expiring", "expire", "expires", "expiry", "expiration", "expirations", "expiries", "ending",
    ]

    /// Whether days that are named are those on which rows end: "expiring in April", "rolls off this week", "the April 16
    /// positions".
    static func isOfDays(_ words: [Word]) -> Bool {
        let texts = words.map(\.text)
        let typed = words.map { $0.typed.lowercased() }
        if !Set(texts).isDisjoint(with: endings) { return true }
        let rollsOff = zip(typed, typed.dropFirst()).contains {
            ["roll", "rolls", "rolling", "comes", "come"].contains($0) && $1 == "off"
        }
        return rollsOff
            || words.indices.dropFirst().contains { index in
                words[index - 1].meaning == .date && ["positions", "rows", "expiries"].contains(texts[index])
            }
    }

    /// "Theta of positions expiring this week", "vega of the April expiries", "P/L of rows under 10 DTE": a figure of the
    /// rows that end in certain days.
    private static func ofDays(_ words: [Word], _ set: Set<String>, _ entities: Entities) -> RowFigures? {
        let bounds = ConditionReader.comparisons(words)
        let isBounded =
            bounds.count == 1 && ConditionReader.conditions(words).map(\.condition.measure) == [.daysToExpiry]
        let isOfSpan = bounds.isEmpty && entities.span != nil && isOfDays(words)
        var barred = elsewhere.subtracting(["csp"])
        if isOfSpan { barred.remove("roll") }
        guard isBounded || isOfSpan, set.isDisjoint(with: barred), entities.percents.isEmpty,
            entities.unknownSymbols.isEmpty, entities.contract.strike == nil, entities.delta == nil,
            PeriodGrouping.read(words.map(\.text)) == nil, RowOrder.read(words) == nil,
            set.isDisjoint(
                with: definitions.union(["chance", "probability", "odds", "assigned", "assignment", "theta/day"]))
        else { return nil }
        let told: Set<Measure> = [
            .theta, .delta, .vega, .gamma, .collateral, .extrinsic, .captured, .maximumLoss, .maximumProfit,
        ]
        let measures = named(words).measures.filter { $0 != .daysToExpiry }
        let isProfit = isBounded && measures == [.profit]
        guard !measures.isEmpty, isProfit || measures.allSatisfy(told.contains) else { return nil }
        let summary = summary(words)
        return RowFigures(measures: measures, summary: summary ?? .each)
    }

    /// "Short extrinsic", "captured on AMD": the word of a column or of the status line and whose it is, nothing besides.
    private static func bare(
        _ words: [Word], _ measures: [Measure], _ summary: Summary?, hasName: Bool
    ) -> RowFigures? {
        guard measures.count == 1, summary == nil || summary == .total else { return nil }
        let places = named(words).places
        let fillers: Set<String> = [
            "my", "the", "short", "shorts", "value", "of", "on", "in", "for", "is", "what", "whats", "s", "now", "and",
            "book", "total", "put", "puts", "call", "calls", "position", "show", "left", "please",
        ]
        let isAlone = words.indices.allSatisfy { index in
            if case .symbol = words[index].meaning { return true }
            return places.contains(index) || words[index].meaning == .plain && fillers.contains(words[index].text)
        }
        guard isAlone else { return nil }
        if hasName { return measures == [.captured] ? RowFigures(measures: measures) : nil }
        // "Extrinsic value" alone asks for the meaning of the word.
        let isOwn = words.contains { ["short", "shorts", "my", "book"].contains($0.text) }
        return measures == [.extrinsic] && isOwn ? RowFigures(measures: measures, summary: .total) : nil
    }

    /// "Biggest theta", "lowest delta put": one figure of the own rows and nothing besides.
    private static func asksExtreme(
        _ words: [Word], _ measures: [Measure], _ summary: Summary?, _ entities: Entities
    ) -> Bool {
        let ranked: Set<Measure> = [
            .theta, .delta, .vega, .gamma, .captured, .distance, .extrinsic, .costToClose, .leftPerYear,
        ]
        guard summary == .highest || summary == .lowest, measures.count == 1, ranked.contains(measures[0]),
            entities.delta == nil, entities.symbols.isEmpty, RankingRules.measure(words, entities) == nil
        else { return false }
        let places = named(words).places
        let fillers: Set<String> = [
            "my", "the", "put", "puts", "call", "calls", "short", "shorts", "position", "positions", "row", "rows",
            "of", "in", "book", "portfolio", "what", "is", "has", "with", "s", "whats", "which", "option", "options",
        ]
        return words.indices.allSatisfy { index in
            places.contains(index) || summaryWords.contains(words[index].text)
                || words[index].meaning == .plain && fillers.contains(words[index].text)
        }
    }

    /// "What is the theta of the condor": a row that is known, where "of an iron condor" asks for a word.
    private static func asksOfKnownKind(
        _ words: [Word], _ texts: [String], _ measures: [Measure], _ summary: Summary?
    ) -> Bool {
        let told: Set<Measure> = [.theta, .delta, .vega, .breakeven, .collateral, .extrinsic, .captured, .distance]
        guard summary == nil, IntentRules.isDefinition(texts), measures.allSatisfy(told.contains) else { return false }
        return words.indices.dropFirst().contains { index in
            ["the", "my"].contains(texts[index - 1]) && words[index].meaning == .plain
                && FilterReader.group(at: index, texts) != nil
        }
    }
}

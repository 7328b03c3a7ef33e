import MagnusDomain
import MagnusQuant

/// How the book stands where a question sets it against something: a sector against the book, a spot against its strike,
/// the day against the whole time a row is open, short options among each other, and the days on which options end.
enum StandingTopic: Sendable, Hashable {
    /// What is at risk in the sectors that the words name.
    case sectorExposure
    /// Days of monthly expiry; of the four of a quarter's end alone where `isQuarterly`.
    case expiryDays(isQuarterly: Bool)
    /// Short options by one figure of their own.
    case shortLegs(ShortLegOrder)
    /// Rows by their P/L of the day and since they were opened.
    case dayAgainstOpen(DayAgainstOpen)
    /// Spots and strikes; which side is asked about, nil for how far alone.
    case strikeSide(StrikeSide?)
    /// The expected move up to the days of short strikes, beside the way to them.
    case moveToStrike
    /// Whether all short options end without value together.
    case allWorthless
    /// What rows make up to their own last days where no price moves.
    case unmovedToExpiry

    enum StrikeSide: Sendable, Hashable { case above, below }

    /// On which side of nothing each P/L is asked to be.
    struct DayAgainstOpen: Sendable, Hashable {
        var isUpToday: Bool
        var isUpOverall: Bool
    }

    /// The figure short options are ordered by.
    struct ShortLegOrder: Sendable, Hashable {
        var measure: RowFigures.Measure
        var isLowestFirst: Bool
        var right: OptionRight?
        /// Every one is asked about, and not the ends of the order.
        var isEach = false
    }

    var intent: Intent {
        switch self {
        case .sectorExposure: .concentration
        case .expiryDays: .marketHours
        case .shortLegs, .dayAgainstOpen, .strikeSide, .allWorthless: .rowRanking
        case .moveToStrike: .expectedMove
        case .unmovedToExpiry: .whatIf
        }
    }

    /// What a shorter reading has made of the same words restricts nothing besides.
    func finish(_ result: inout Understanding) {
        switch self {
        case .dayAgainstOpen:
            result.filter.conditions = []
            result.filter.conditionLabels = []
            result.entities.span = nil
            result.entities.past = nil
            result.pasts = []
        case .expiryDays:
            // The day that is named stays: a question about it may follow.
            result.entities.past = nil
            result.pasts = []
        case .shortLegs:
            // The side is in the topic: rows with a leg of it stay whole.
            result.filter.groups.removeAll { $0.open != [.stock] && $0.label.hasPrefix("short ") }
            result.filter.right = nil
            result.entities.contract.right = nil
        case .sectorExposure, .strikeSide, .moveToStrike, .allWorthless, .unmovedToExpiry: return
        }
    }

    // MARK: - Reading

    /// Things supposed, looked for or behind: other answers have them.
    private static let elsewhere: Set<String> = [
        "if", "suppose", "assume", "should", "candidate", "candidates", "scan", "alert", "alerts", "closed", "mean",
        "means", "explain", "define", "roll", "rolls", "would",
    ]

    static func read(_ words: [Word], _ entities: Entities) -> StandingTopic? {
        let set = Set(words.map(\.text)).union(words.map { $0.typed.lowercased() })
        if asksUnmovedToExpiry(words, entities) { return .unmovedToExpiry }
        guard set.isDisjoint(with: elsewhere), entities.percents.isEmpty, entities.unknownSymbols.isEmpty else {
            return nil
        }
        if let days = expiryDays(words) { return days }
        guard ConditionReader.comparisons(words).isEmpty, entities.contract.strike == nil else { return nil }
        if asksSector(words, set, entities) { return .sectorExposure }
        if asksMoveToStrike(set, entities) { return .moveToStrike }
        if asksAllWorthless(set, entities) { return .allWorthless }
        if let order = shortLegs(words, set, entities) ?? eachShortLeg(words, set, entities) {
            return .shortLegs(order)
        }
        if let sides = dayAgainstOpen(words, entities) { return .dayAgainstOpen(sides) }
        return strikeSide(words, set)
    }

    // MARK: - Sectors

    private static let exposures: Set<String> = [
        "exposure", "exposures", "exposed", "overexposed", "overweight", "heavy", "overallocated", "allocated",
        "allocation", "weighting",
    ]

    /// "What is my exposure to energy", "how exposed am I to tech", "am I too heavy in banks".
    private static func asksSector(_ words: [Word], _ set: Set<String>, _ entities: Entities) -> Bool {
        guard SectorNames.isNamed(in: words), entities.symbols.isEmpty, entities.past == nil,
            RowFigures.named(words).measures.isEmpty,
            set.isDisjoint(with: ["put", "puts", "call", "calls", "vol", "theta", "sell", "earnings", "expiring"])
        else { return false }
        if !set.isDisjoint(with: exposures) { return true }
        // "How much of my book is in tech", "what percent of the account is energy".
        return !set.isDisjoint(with: ["much", "percent", "percentage", "share"])
            && !set.isDisjoint(with: ["book", "portfolio", "account"])
            && set.isDisjoint(with: ["made", "make", "lost", "lose", "cash", "concentrated"])
    }

    // MARK: - Days of expiry

    private static let dayFillers: Set<String> = [
        "when", "is", "are", "was", "the", "next", "what", "which", "day", "days", "date", "dates", "this", "month",
        "months", "a", "of", "it", "monthly", "on", "does", "do", "fall", "falls", "list", "show", "me", "coming",
        "upcoming", "tell", "for", "year", "quarter", "quarterly", "how", "many", "until", "till", "to", "far", "away",
        "then", "and", "expiry", "expiration", "options", "opex", "opx", "triple", "quad", "quadruple", "witching",
        "tripple", "please", "s", "friday", "week",
    ]

    /// "When is triple witching", "next quad witching", "when is opex", "days to opex".
    private static func expiryDays(_ words: [Word]) -> StandingTopic? {
        let typed = words.map { $0.typed.lowercased() }
        guard words.count <= 10, typed.allSatisfy(dayFillers.contains) else { return nil }
        if typed.contains("witching") { return .expiryDays(isQuarterly: true) }
        let isMonthly =
            !Set(typed).isDisjoint(with: ["opex", "opx"])
            || zip(typed, typed.dropFirst()).contains { $0 == "monthly" && ["expiry", "expiration"].contains($1) }
        let asksDay = !Set(typed).isDisjoint(with: ["when", "date", "dates", "day", "days", "far", "which", "next"])
        return isMonthly && asksDay ? .expiryDays(isQuarterly: false) : nil
    }

    // MARK: - Short options

    private static let ofLegs: Set<RowFigures.Measure> = [
        .volatility, .delta, .theta, .vega, .gamma, .extrinsic, .daysToExpiry, .assignment, .distance, .costToClose,
        .profit,
    ]

    /// "Highest IV I am short", "lowest delta put I sold", "which short leg has the most vega".
    private static func shortLegs(
        _ words: [Word], _ set: Set<String>, _ entities: Entities
    ) -> ShortLegOrder? {
        let texts = words.map(\.text)
        let typed = words.map { $0.typed.lowercased() }
        let isOwn =
            texts.indices.contains { index in
                let rest = Array(texts[index...].prefix(3))
                return rest.starts(with: ["i", "am", "short"]) || rest.starts(with: ["am", "i", "short"])
                    || rest.starts(with: ["we", "are", "short"]) || rest.starts(with: ["i", "have", "sold"])
            }
            || zip(typed, typed.dropFirst()).contains {
                $0 == "i" && ["sold", "short"].contains($1) || $0 == "short" && ["leg", "legs"].contains($1)
            }
        let measures = RowFigures.named(words).measures
        guard isOwn, measures.count == 1, let measure = measures.first, ofLegs.contains(measure),
            entities.delta == nil, entities.past == nil,
            set.isDisjoint(with: ["total", "sum", "average", "avg", "for", "price", "net", "overall"]),
            let summary = RowFigures.summary(words), summary == .highest || summary == .lowest
        else { return nil }
        let right: OptionRight? =
            !set.isDisjoint(with: ["put", "puts"])
            ? .put : !set.isDisjoint(with: ["call", "calls"]) ? .call : nil
        return ShortLegOrder(measure: measure, isLowestFirst: summary == .lowest, right: right)
    }

    // MARK: - Two P/Ls

    private static let ups: Set<String> = [
        "up", "green", "winning", "profitable", "gaining", "positive", "ahead", "making", "winner", "winners", "gained",
        "profit",
    ]
    private static let downs: Set<String> = [
        "down", "red", "losing", "negative", "underwater", "behind", "loser", "losers", "unprofitable", "lost", "loss",
    ]
    private static let turns: Set<String> = [
        "but", "yet", "though", "although", "while", "despite", "still", "and", "however",
    ]
    private static let ofDay: Set<String> = ["today", "day", "daily", "tdy"]
    private static let sideFillers: Set<String> = [
        "which", "what", "who", "are", "is", "am", "i", "my", "the", "of", "positions", "position", "rows", "row",
        "names", "name", "puts", "calls", "put", "call", "options", "trades", "ones", "show", "list", "me", "any",
        "anything", "overall", "total", "in", "on", "all", "since", "open", "opened", "opening", "so", "far", "for",
        "now", "money", "that", "still", "even", "pnl", "have", "do", "they", "stocks", "shorts", "spreads",
        "everything",
        "a", "at", "it", "csp", "csps", "cash", "secured", "covered", "holdings", "being", "long", "term",
    ]

    /// "Which are up today but down overall", "profitable but losing today", "green today, red overall".
    private static func dayAgainstOpen(_ words: [Word], _ entities: Entities) -> DayAgainstOpen? {
        let texts = words.map { $0.typed.lowercased() }
        let known = ups.union(downs).union(turns).union(ofDay).union(sideFillers)
        guard words.count <= 16,
            words.indices.allSatisfy({ index in
                if case .symbol(_, isKnown: true) = words[index].meaning { return true }
                return known.contains(texts[index])
            })
        else { return nil }
        // "In profit" is a side, and so is "at a loss".
        let signs = texts.indices.filter { ups.contains(texts[$0]) || downs.contains(texts[$0]) }
        guard signs.count == 2 else { return nil }
        // The second part begins behind the word that turns, else where one ends, else with its own side.
        let between = Array(texts.indices[signs[0] + 1..<signs[1] + 1].dropLast())
        let cut =
            between.last { turns.contains(texts[$0]) && texts[$0] != "still" }
            ?? between.first { words[$0].endsClause }.map { $0 + 1 }
            ?? between.first { ofDay.contains(texts[$0]) || ["overall", "total"].contains(texts[$0]) }.map { $0 + 1 }
            ?? signs[1]
        let isFirstOfDay = !ofDay.isDisjoint(with: texts[..<cut])
        let isSecondOfDay = !ofDay.isDisjoint(with: texts[cut...])
        guard isFirstOfDay != isSecondOfDay else { return nil }
        let isUp = signs.map { ups.contains(texts[$0]) }
        return DayAgainstOpen(
            isUpToday: isFirstOfDay ? isUp[0] : isUp[1], isUpOverall: isFirstOfDay ? isUp[1] : isUp[0])
    }

    // MARK: - Strikes

    private static let strikeFillers: Set<String> = [
        "is", "are", "its", "their", "my", "the", "short", "strike", "strikes", "put", "puts", "call", "calls", "how",
        "far", "close", "near", "from", "to", "of", "it", "still", "now", "today", "right", "currently", "above",
        "below", "under", "over", "through", "past", "away", "at", "trading", "sitting", "and", "or", "stock", "price",
        "spot", "distance", "what", "much", "beyond", "on", "option", "in", "this", "that", "does", "stand",
    ]

    /// "Is KO above its strike", "is AAPL through my strike", "how far is XSP from my short strike".
    private static func strikeSide(_ words: [Word], _ set: Set<String>) -> StandingTopic? {
        guard !set.isDisjoint(with: ["strike", "strikes"]), let first = words.first?.text,
            ["is", "are", "how", "distance", "what"].contains(first), words.count <= 14,
            // One against another is an order of rows.
            set.isDisjoint(with: ["closer", "closest", "nearer", "nearest", "farther", "farthest", "further"])
        else { return nil }
        var names = 0
        for word in words {
            switch word.meaning {
            case .symbol(_, isKnown: true): names += 1
            case .date where ["today", "now"].contains(word.text): continue
            case .plain where strikeFillers.contains(word.text) || strikeFillers.contains(word.typed.lowercased()):
                continue
            default: return nil
            }
        }
        guard names > 0 || !set.isDisjoint(with: ["it", "its"]) else { return nil }
        let isAbove = !set.isDisjoint(with: ["above", "over"])
        let isBelow = !set.isDisjoint(with: ["below", "under"])
        if isAbove != isBelow, first == "is" || first == "are" { return .strikeSide(isAbove ? .above : .below) }
        let asksDistance = !set.isDisjoint(with: [
            "far", "close", "near", "distance", "away", "through", "past", "beyond",
        ])
        return asksDistance && !isAbove && !isBelow ? .strikeSide(nil) : nil
    }
}

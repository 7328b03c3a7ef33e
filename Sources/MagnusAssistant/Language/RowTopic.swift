import MagnusDomain
import MagnusQuant

/// What a question asks of rows or contracts where its words decide, and the answer that tells exactly that.
enum RowTopic: Sendable, Hashable {
    case figures(RowFigures)
    /// Rows whose assignment is wanted, is not, or is to be decided.
    case wanted(PositionIntent)
    /// Rows that no open alert is about.
    case withoutAlerts
    /// Why a row carries a flag.
    case flag(PositionFlag)
    /// Shares that stand under what they cost.
    case sharesBelowBasis
    case contract(ContractFact)
    /// Rolls that were made, as the ledger has them.
    case rolls
    /// Rows whose spot is beyond their breakeven.
    case breakeven(isBelow: Bool)
    case ratio(RowRatio)
    /// Exercise before the last day.
    case early
    /// Figures of the candidate that is talked about.
    case candidate([CandidateFact])
    /// A rating of the book, which nothing here makes.
    case rating
    /// When rows were opened, when the last of them ends, what shares cost and bring, and what is kept.
    case further(FurtherTopic)
    /// A sector, a strike, the day or a short option against what it is measured by; days of expiry.
    case standing(StandingTopic)

    /// The kind of answer it is.
    var intent: Intent {
        switch self {
        case .figures, .wanted, .withoutAlerts, .sharesBelowBasis, .breakeven, .ratio: .rowRanking
        case .flag: .showPosition
        case .contract: .contractFigures
        case .rolls: .closedTrades
        case .candidate: .opportunities
        case .early: .assignmentRisk
        case .rating: .deltaExposure
        case .further(let topic): topic.intent
        case .standing(let topic): topic.intent
        }
    }

    static func read(_ words: [Word], _ entities: Entities) -> RowTopic? {
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        let ofRows = has([
            "position", "positions", "row", "rows", "puts", "calls", "shorts", "options", "which", "holdings", "names",
        ])
        if rolls(words, texts, set) { return .rolls }
        if let place = flagPlace(words, entities), let letter = PositionFlag(rawValue: words[place].typed) {
            return .flag(letter)
        }
        if let isBelow = breakevenSide(words) { return .breakeven(isBelow: isBelow) }
        if let ratio = RowRatio.read(words, entities) { return .ratio(ratio) }
        if let further = FurtherTopic.read(words, entities) { return .further(further) }
        if has(["alert", "alerts"]), ofRows, has(["no", "without"]),
            !has(["why", "if", "did", "have"]) || has(["which"]),
            zip(texts, texts.dropFirst()).contains(where: {
                ["no", "without", "any", "an", "open"].contains($0) && ["alert", "alerts", "open"].contains($1)
            })
        {
            return .withoutAlerts
        }
        if ofRows, !has(["if", "should", "why", "alert", "alerts"]) {
            if has(["wanted", "unwanted"]) {
                let isNot =
                    has(["unwanted"]) || zip(texts, texts.dropFirst()).contains { $0 == "not" && $1 == "wanted" }
                return .wanted(isNot ? .avoid : .take)
            }
            if has(["undecided"]) { return .wanted(.decide) }
        }
        if has(["basis", "cost"]), ConditionReader.comparisons(words).isEmpty,
            has(["below", "under", "beneath", "underwater"]),
            !has([
                "call", "calls", "cc", "covered", "strike", "strikes", "sell", "if", "candidates", "close", "buyback",
                "fees",
            ]),
            has(["i", "my", "shares", "stock", "which", "what", "where", "positions", "am", "holdings"])
        {
            return .sharesBelowBasis
        }
        if has(["risky", "safe", "healthy"]), !has(["if"]), has(["book", "portfolio", "account"]),
            has(["scale", "rate", "rating"])
                || words.contains(where: { ["1-10", "10", "1-5", "100"].contains($0.typed) })
        {
            return .rating
        }
        if let fact = ContractFact.read(words, entities) { return .contract(fact) }
        return RowFigures.read(words, entities).map(RowTopic.figures)
    }

    /// "List my rolls", "how many times have I rolled PLTR": not the rolls that are possible.
    private static func rolls(_ words: [Word], _ texts: [String], _ set: Set<String>) -> Bool {
        let ahead: Set<String> = [
            "should", "can", "could", "would", "available", "possible", "choices", "options", "candidates", "candidate",
            "next", "best", "if", "off", "due", "need", "needs", "window", "to", "into", "which", "ready", "credit",
        ]
        let typed = Set(words.map { $0.typed.lowercased() })
        guard set.isDisjoint(with: ahead) else { return false }
        if typed.contains("rolls") {
            return !set.isDisjoint(with: [
                "my", "list", "past", "history", "all", "many", "previous", "last", "made", "did", "ledger", "recent",
            ])
        }
        if typed.contains("rolled") {
            return !set.isDisjoint(with: ["have", "did", "i", "what", "was", "were", "times", "often", "ever", "has"])
        }
        return typed.contains("roll")
            && (!set.isDisjoint(with: ["did", "history"])
                || zip(texts, texts.dropFirst()).contains { $0 == "roll" && $1 == "history" })
    }

    /// Where the letter of a flag stands: "why is BAC flagged E", "what is the R flag on AMD"; nil where none is asked about
    /// of a row. "What does the flag P mean" asks for the word and for no row.
    static func flagPlace(_ words: [Word], _ entities: Entities) -> Int? {
        let typed = words.map { $0.typed.lowercased() }
        func isFlag(_ index: Int) -> Bool {
            typed.indices.contains(index) && ["flag", "flags", "flagged"].contains(typed[index])
        }
        guard typed.indices.contains(where: isFlag) else { return nil }
        let letters = words.indices.dropFirst().filter { index in
            words[index].typed == words[index].typed.uppercased() && PositionFlag(rawValue: words[index].typed) != nil
        }
        // "Why is T flagged E": the letter behind the word is the flag.
        let place =
            letters.first { isFlag($0 - 1) } ?? letters.first { isFlag($0 + 1) && typed[$0 + 1] != "flagged" }
            ?? letters.first
        guard let place else { return nil }
        let isOfRow =
            words.indices.contains { index in
                guard index != place, case .symbol = words[index].meaning else { return false }
                return true
            } || typed.contains { ["my", "which", "positions", "rows", "why", "who"].contains($0) }
        let isDefinition =
            typed.contains { ["mean", "means", "meaning", "stand", "stands", "explain"].contains($0) }
            || IntentRules.isDefinition(words.map(\.text))
        return isDefinition && !isOfRow ? nil : place
    }
}

/// A term of the contracts that are held, as the series has it.
enum ContractFact: Sendable, Hashable {
    /// When trading in it stops.
    case lastTrade
    /// Cash or shares, and on which price.
    case settlement
    /// Whether its holder may exercise before the end.
    case style

    static func read(_ words: [Word], _ entities: Entities) -> ContractFact? {
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        let isOfRow =
            !entities.symbols.isEmpty || BookRules.namesGroup(words)
            || has(["puts", "calls", "put", "call", "options", "option", "spread", "spreads", "it", "positions"])
        // A price behind the word is supposed: "settles at 5600".
        guard isOfRow, entities.numbers.isEmpty || entities.contract.strike != nil, entities.percents.isEmpty,
            !has([
                "if", "suppose", "should", "market", "chance", "probability", "odds", "likely", "settled", "mean",
                "means",
            ])
                || has(["settled"]) && has(["cash", "physically", "am", "pm", "is", "are", "how"])
                    && !has(["if", "balance", "much", "probability", "chance", "mean", "means"])
        else { return nil }
        // "The last trade" is a price or an entry of the ledger.
        let stops = has(["stop", "stops", "stopped", "cease", "ceases", "until", "till", "end", "ends"])
        if has(["trading"]) && (stops || has(["last"])) || has(["trade", "trades"]) && stops,
            has(["when", "what", "until", "day", "time", "how"]),
            !has(["my", "closed", "price", "did", "history"]) || stops
        {
            return .lastTrade
        }
        if has(["settled", "settle", "settles", "settlement", "settling", "physically", "deliverable"])
            || has(["deliver", "delivers", "delivered"]) && has(["shares", "cash"]), !has(["free", "balance"])
        {
            return .settlement
        }
        if has(["american", "european"]) { return .style }
        return nil
    }
}

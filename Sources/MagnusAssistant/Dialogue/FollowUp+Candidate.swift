import MagnusDomain

/// Questions about a candidate that was picked or told: its own figures, and none of the account or of a term.
extension FollowUp {
    private static let candidateFillers: Set<String> = [
        "what", "whats", "is", "are", "the", "its", "it", "that", "this", "one", "of", "on", "for", "how", "much",
        "many", "a", "an", "does", "do", "i", "get", "would", "collect", "need", "needed", "and", "to", "s", "before",
        "expiry", "expiration", "any", "have", "has", "now", "there", "in", "per", "contract", "tie", "tied", "up",
        "will", "bring", "brings", "then", "about", "required", "inside", "most", "at", "worst", "with",
    ]

    /// - Returns: whether a figure of the candidate is asked for, and nothing besides.
    func asksOfCandidate(_ result: inout Understanding, _ state: ConversationState) -> Bool {
        let first = state.intent == .opportunities ? state.listed.first : nil
        guard let subject = state.subject ?? first, words.count <= 9, result.entities.symbols.isEmpty,
            result.entities.unknownSymbols.isEmpty, result.filter.isEmpty, result.entities.percents.isEmpty,
            result.entities.contract.strike == nil, result.entities.ordinal == nil,
            context.everyScan.contains(where: { scan in
                (scan.candidates + scan.nearestMisses).contains { $0.id == subject.reference }
            })
        else { return false }
        let (facts, places) = CandidateFact.named(words)
        guard !facts.isEmpty,
            words.indices.allSatisfy({ index in
                places.contains(index) || Self.candidateFillers.contains(words[index].text)
                    || Self.candidateFillers.contains(words[index].typed.lowercased())
            })
        else { return false }
        result.subject = subject
        result.entities.symbols = subject.symbol.isEmpty ? [] : [subject.symbol]
        result.isFollowUp = true
        result.isDecided = true
        result.topic = .candidate(facts)
        result.intent = .opportunities
        result.confidence = max(result.confidence, 0.9)
        return true
    }
}

/// A figure of one candidate as the scan has it.
enum CandidateFact: String, Sendable, Hashable, CaseIterable {
    case collateral
    case delta
    case premium
    case probability = "profit probability"
    case touch = "probability of touch"
    case yearly = "annualised return"
    case breakeven
    case cushion
    case outOfTheMoney = "out of the money"
    case volatility = "implied volatility"
    case rank = "IV rank"
    case spread = "bid-ask spread"
    case openInterest = "open interest"
    case days = "days to expiry"
    case earnings
    case dividend = "ex-dividend day"
    case score
    case maximumLoss = "maximum loss"
    case maximumProfit = "maximum profit"

    private static let names: [([String], CandidateFact)] = [
        (["open", "interest"], .openInterest), (["iv", "rank"], .rank), (["probability", "of", "touch"], .touch),
        (["out", "of", "the", "money"], .outOfTheMoney), (["bid", "ask"], .spread),
        (["probability", "of", "profit"], .probability), (["chance", "of", "profit"], .probability),
        (["break", "even"], .breakeven), (["days", "to", "expiry"], .days), (["annualized", "return"], .yearly),
        (["annualised", "return"], .yearly), (["implied", "volatility"], .volatility),
        (["max", "loss"], .maximumLoss), (["maximum", "loss"], .maximumLoss), (["max", "risk"], .maximumLoss),
        (["can", "lose"], .maximumLoss), (["could", "lose"], .maximumLoss), (["can", "i", "lose"], .maximumLoss),
        (["could", "i", "lose"], .maximumLoss), (["can", "it", "lose"], .maximumLoss), (["at", "risk"], .maximumLoss),
        (["max", "profit"], .maximumProfit), (["maximum", "profit"], .maximumProfit),
        (["max", "gain"], .maximumProfit), (["can", "i", "make"], .maximumProfit),
        (["can", "it", "make"], .maximumProfit),
        (["collateral"], .collateral), (["capital"], .collateral), (["cash"], .collateral), (["delta"], .delta),
        (["premium"], .premium), (["credit"], .premium), (["fill"], .premium), (["pop"], .probability),
        (["probability"], .probability), (["touch"], .touch), (["annualized"], .yearly), (["annualised"], .yearly),
        (["yield"], .yearly), (["return"], .yearly), (["roc"], .yearly), (["breakeven"], .breakeven),
        (["cushion"], .cushion), (["otm"], .outOfTheMoney), (["iv"], .volatility), (["volatility"], .volatility),
        (["rank"], .rank), (["spread"], .spread), (["oi"], .openInterest), (["dte"], .days), (["earnings"], .earnings),
        (["dividend"], .dividend), (["dividends"], .dividend), (["score"], .score),
    ]

    /// Figures that words name, each once, and the places of their words.
    static func named(_ words: [Word]) -> (facts: [CandidateFact], places: Set<Int>) {
        let texts = words.map(\.text)
        let typed = words.map { $0.typed.lowercased() }
        var facts: [CandidateFact] = []
        var places: Set<Int> = []
        var index = 0
        while index < texts.count {
            guard
                let (name, fact) = names.first(where: {
                    texts[index...].starts(with: $0.0) || typed[index...].starts(with: $0.0)
                })
            else {
                index += 1
                continue
            }
            if !facts.contains(fact) { facts.append(fact) }
            places.formUnion(index..<(index + name.count))
            index += name.count
        }
        return (facts, places)
    }
}

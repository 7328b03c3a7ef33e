import MagnusDomain
import MagnusQuant

/// Every short option by its implied volatility, an expected move beside a strike, all options together without value, and
/// the book at prices that do not move.
extension StandingTopic {
    // MARK: - Each short option

    /// "IV of my shorts", "implied volatility of my short puts": of each of them, and of no row or name.
    static func eachShortLeg(_ words: [Word], _ set: Set<String>, _ entities: Entities) -> ShortLegOrder? {
        let typed = words.map { $0.typed.lowercased() }
        let options: Set<String> = [
            "put", "puts", "call", "calls", "option", "options", "leg", "legs", "contract", "contracts", "strikes",
        ]
        let isOfShorts =
            typed.contains("shorts")
            || zip(typed, typed.dropFirst()).contains { $0 == "short" && options.contains($1) }
        guard isOfShorts, words.count <= 10, RowFigures.named(words).measures == [.volatility],
            RowFigures.summary(words) == nil, entities.symbols.isEmpty, entities.delta == nil, entities.past == nil,
            set.isDisjoint(with: [
                "rank", "percentile", "why", "high", "higher", "crush", "when", "historical", "realized", "than", "vs",
                "versus", "drop", "drops", "rises", "up", "down", "net", "by",
            ])
        else { return nil }
        return ShortLegOrder(measure: .volatility, isLowestFirst: false, right: right(set), isEach: true)
    }

    /// The one side that words name.
    static func right(_ set: Set<String>) -> OptionRight? {
        let isPut = !set.isDisjoint(with: ["put", "puts", "csp", "csps"])
        let isCall = !set.isDisjoint(with: ["call", "calls", "cc", "ccs"])
        return isPut == isCall ? nil : isPut ? .put : .call
    }

    // MARK: - A move beside a strike

    /// "MU implied move vs my strike", "is my MU strike outside the expected move".
    static func asksMoveToStrike(_ set: Set<String>, _ entities: Entities) -> Bool {
        let isMove =
            !set.isDisjoint(with: ["move", "moves"]) && !set.isDisjoint(with: ["implied", "expected"])
            || set.contains("em")
        return isMove && !set.isDisjoint(with: ["strike", "strikes"]) && !entities.symbols.isEmpty
            && entities.past == nil
            && set.isDisjoint(with: [
                "earnings", "report", "probability", "chance", "chances", "odds", "sell", "which", "find", "delta",
            ])
    }

    // MARK: - All of them

    private static let chances: Set<String> = [
        "probability", "prob", "probs", "chance", "chances", "odds", "likelihood", "likely", "probable",
    ]

    /// "Prob all puts expire worthless", "odds that everything expires otm".
    static func asksAllWorthless(_ set: Set<String>, _ entities: Entities) -> Bool {
        let isEnd =
            set.contains("worthless")
            || set.contains("otm") && !set.isDisjoint(with: ["expire", "expires", "end", "ends", "finish", "finishes"])
        return isEnd && !set.isDisjoint(with: chances)
            && !set.isDisjoint(with: ["all", "both", "every", "everything"]) && entities.past == nil
            && set.isDisjoint(with: ["did", "was", "were", "each", "expired", "average", "avg"])
    }

    // MARK: - Nothing moves

    /// "By expiration if nothing moves", "what do I make at expiry if everything stays flat": each row to its own last day.
    static func asksUnmovedToExpiry(_ words: [Word], _ entities: Entities) -> Bool {
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        let isUnmoved =
            has(["nothing"]) && has(["move", "moves", "moved", "moving", "change", "changes"])
            || has(["unchanged", "unmoved"])
            || has(["stay", "stays", "stayed", "remain", "remains", "sit", "sits"])
                && has(["flat", "put", "here", "still", "same"])
        let ends: Set<String> = ["expiration", "expirations", "expiry", "expires", "expire"]
        let leads: Set<String> = ["by", "at", "until", "till", "through", "to", "into"]
        let between: Set<String> = ["the", "their", "its", "each", "every", "my", "own", "row", "they", "it"]
        let isToEnd = texts.indices.contains { index in
            leads.contains(texts[index])
                && texts[(index + 1)...].first { !between.contains($0) }.map(ends.contains) == true
        }
        return isUnmoved && isToEnd && has(["if", "when", "assuming", "assume", "suppose", "with"])
            && entities.symbols.isEmpty && entities.unknownSymbols.isEmpty && entities.percents.isEmpty
            && entities.numbers.isEmpty && entities.span == nil && entities.past == nil
            && entities.contract.strike == nil
            && !has([
                "vol", "iv", "volatility", "assigned", "probability", "chance", "odds", "theta", "delta", "gamma",
                "vega",
                "roll", "should", "worthless", "candidate", "candidates",
            ])
    }
}

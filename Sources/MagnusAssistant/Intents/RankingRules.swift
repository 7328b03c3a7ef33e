/// Questions that put the rows of the book in order by one figure: what is left per year, how near the target, how far the
/// strike.
enum RankingRules {
    enum Measure: Sendable, Hashable {
        /// Cost to buy back over collateral, by the year: what the rest of the premium still earns.
        case leftPerYear
        /// Share of the most that can be made.
        case captured
        /// To the nearest short strike.
        case distance
        /// Dollars of premium that can still decay.
        case extrinsic
        /// Dollars to close now.
        case costToClose
        /// Shares without a call against them.
        case uncovered
    }

    static func measure(_ words: [Word], _ entities: Entities) -> Measure? {
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        func follows(_ first: String, _ second: Set<String>) -> Bool {
            zip(texts, texts.dropFirst()).contains { $0 == first && second.contains($1) }
        }
        guard entities.percents.isEmpty, !has(["should", "if", "why"]) else { return nil }
        if has(["left", "remaining"]), has(["year", "annual", "annualized", "annualised", "yr", "annum"]) {
            return .leftPerYear
        }
        if has(["dead"]) && has(["money"]) { return .leftPerYear }
        if has(["target", "targets"]), !has(["price", "set", "change", "setting", "what's"]),
            has(["profit", "closest", "near", "nearest", "reached", "hit", "at", "over", "past", "which", "far"])
        {
            return .captured
        }
        if has(["captured"]), has(["most", "which", "how", "much", "what", "rank", "sort", "by"]) { return .captured }
        if has(["uncovered"]), has(["shares", "stock", "which", "any", "what", "position", "positions"]) {
            return .uncovered
        }
        if has(["shares", "stock"]), follows("without", ["calls", "a", "call"]) { return .uncovered }
        if has(["strike", "strikes"]), entities.delta == nil,
            has(["distance", "closest", "nearest", "vs", "versus", "relative"]) || follows("how", ["far", "close"])
                || follows("where", ["is", "are"])
        {
            return .distance
        }
        if has(["extrinsic"]), has(["how", "much", "which", "most", "left", "total", "my"]),
            !has(["is", "does", "mean"])
        {
            return .extrinsic
        }
        if has(["premium"]), has(["left", "remaining", "remains"]) { return .extrinsic }
        let isCost = has(["cost", "costs", "price", "much", "expensive"])
        if isCost, has(["buyback", "buybacks"]) || follows("buy", ["back"]) && !has(["did"]) { return .costToClose }
        return nil
    }
}

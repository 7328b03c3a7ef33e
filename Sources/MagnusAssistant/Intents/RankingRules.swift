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
        /// Rows whose nearest short strike the price has passed.
        case inTheMoney
        /// Rows whose nearest short strike the price has not passed.
        case outOfTheMoney
        /// Dollars that can be lost at most.
        case maximumLoss
        /// Size of delta.
        case delta
        /// Dollars a day.
        case theta
        /// Size of vega, dollars for a point of volatility.
        case vega
        /// Shares without a call against them.
        case uncovered
        /// Calls under what the shares cost.
        case belowBasis
        /// Short calls with neither shares nor a long call behind them.
        case naked
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
        if has(["captured"]),
            has(Superlative.words.union(["which", "how", "much", "what", "rank", "sort", "by"]))
        {
            return .captured
        }
        if has(["under", "below", "beneath"]), has(["basis", "cost"]), has(["call", "calls", "cc", "covered"]) {
            return .belowBasis
        }
        if has(["naked"]), has(["call", "calls", "put", "puts", "short", "shorts", "option", "options"]),
            !has(["what's", "sell", "candidates"]), !IntentRules.isDefinition(texts)
        {
            return .naked
        }
        let uncoverable: Set<String> = [
            "shares", "stock", "which", "any", "what", "position", "positions", "anything", "something", "everything",
        ]
        if has(["uncovered"]), has(uncoverable) { return .uncovered }
        if has(["shares", "stock"]), follows("without", ["calls", "a", "call"]) { return .uncovered }
        let isForecast = has([
            "chance", "chances", "odds", "probability", "expire", "expires", "end", "finish", "assigned", "assignment",
            "likely", "could", "will", "candidates", "scan",
        ])
        // A strike is breached, or tested, when the price is beyond it.
        let isInside =
            has(["itm", "breached", "breach", "breaches"]) || has(["tested"]) && entities.symbols.isEmpty
            || zip(texts, texts.dropFirst(2)).contains { $0 == "in" && $1 == "money" }
        if isInside, !isForecast,
            has([
                "which", "what", "any", "my", "are", "list", "show", "far", "shorts", "positions", "puts", "calls",
                "options", "expiring", "anything", "whats", "what's",
            ]), !has(["alert", "alerts", "limit", "limits", "rule", "rules"]),
            !has(["does", "mean", "means", "deep"]), entities.contract.strike == nil
        {
            return NegationReader.isOutOfTheMoney(words) ? .outOfTheMoney : .inTheMoney
        }
        if NegationReader.isOutOfTheMoney(words), !isForecast, entities.contract.strike == nil,
            has(["which", "any", "my", "are", "list", "show", "shorts", "short", "positions", "expiring"]),
            !has(["does", "mean", "means", "deep", "sell", "best", "csp", "csps", "far", "how", "scores", "score"])
        {
            return .outOfTheMoney
        }
        if has(["max", "maximum", "most"]), has(["loss", "lose", "risk"]), !has(["at", "position", "positions"]) {
            return .maximumLoss
        }
        // Both ends stand in one answer.
        let isOfRows = !entities.symbols.isEmpty || has(["my", "which", "position", "positions", "spread", "condor"])
        // "The max profit of an iron condor" is asked of the word, not of a row.
        let kinds: Set<String> = [
            "iron", "condor", "spread", "vertical", "butterfly", "calendar", "diagonal", "credit", "debit",
        ]
        let isOfKind =
            entities.symbols.isEmpty && !has(["my"]) && (follows("a", kinds) || follows("an", kinds))
        if isOfRows, !isOfKind, has(["max", "maximum"]), has(["profit", "gain", "make"]),
            !has(["drawdown", "captured", "did", "made", "was", "trade", "trades", "percent", "share"])
        {
            return .maximumLoss
        }
        // "Smallest first" is an order of the list.
        let isExtreme =
            has(["highest", "largest", "biggest", "most", "lowest", "top", "rank", "sort"])
            || has(Superlative.words) && RowOrder.read(words) == nil
        if isExtreme, entities.delta == nil,
            !isForecast,
            has(["short", "shorts", "row", "rows", "position", "positions", "option", "options", "which"])
                || Superlative.read(words)?.isSigned == true
        {
            if has(["delta"]) { return .delta }
            if has(["theta"]) { return .theta }
            if has(["vega"]) { return .vega }
        }
        if has(["strike", "strikes"]), entities.delta == nil,
            has(["distance", "closest", "nearest", "furthest", "farthest", "vs", "versus", "relative"])
                || follows("how", ["far", "close"])
                || follows("where", ["is", "are"])
        {
            return .distance
        }
        if has(["closest", "nearest"]), has(["money", "atm"]), !isForecast, entities.delta == nil { return .distance }
        if has(["extrinsic"]), has(Superlative.words.union(["how", "much", "which", "left", "total", "my"])),
            !has(["is", "does", "mean"]) || has(["which"])
        {
            return .extrinsic
        }
        if has(["premium"]), has(["left", "remaining", "remains"]) { return .extrinsic }
        let isCost = has(["cost", "costs", "price", "much", "expensive", "pay"])
        let isClosing =
            follows("to", ["close", "exit", "unwind"]) || follows("close", ["out", "cost", "costs"]) || has(["closing"])
        if isCost, isClosing, has(["what", "how", "cost", "costs"]), !has(["did", "roll", "market", "price", "time"]) {
            return .costToClose
        }
        if isCost, has(["buyback", "buybacks"]) || follows("buy", ["back"]) && !has(["did"]) { return .costToClose }
        return nil
    }
}

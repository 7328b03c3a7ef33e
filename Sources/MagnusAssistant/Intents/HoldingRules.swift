/// Questions about how much is held and what it is worth: the words "my" and "own" make them look like questions about
/// the account.
enum HoldingRules {
    enum Subject: Sendable, Hashable {
        /// Shares and contracts.
        case quantity
        /// What they would bring at their marks.
        case value
    }

    static func subject(_ words: [Word], _ entities: Entities) -> Subject? {
        let texts = words.map(\.text)
        let set = Set(texts)
        func has(_ any: Set<String>) -> Bool { !set.isDisjoint(with: any) }
        let hasSymbol = !entities.symbols.isEmpty || !entities.unknownSymbols.isEmpty
        guard entities.percents.isEmpty, ConditionReader.comparisons(words).isEmpty,
            !has([
                "if", "would", "could", "should", "can", "will", "equal", "equivalent", "assigned", "expire", "expires",
                "expiring", "closed", "did", "delivered", "called", "best", "intrinsic", "extrinsic", "happens",
                "afford",
                "alerts", "candidates", "trades", "winners", "losers", "uncovered", "without", "delta", "deltas",
                "theta",
                "gamma", "vega", "strike", "sell", "traded", "worthless", "time",
            ])
        else { return nil }
        let ofAccount = has(["account", "portfolio", "book", "everything", "net", "total", "liq"])
        if has(["worth", "value", "valued"]),
            hasSymbol || has(["shares", "stock", "stocks", "holdings", "options", "longs"]),
            !ofAccount, has(["much", "what", "value", "valued", "market"]),
            !has(["roll", "rolling", "selling", "keeping"]),
            has(["my", "i", "position", "holding", "holdings", "shares", "worth", "market", "stock", "longs"])
        {
            return .value
        }
        let counts =
            zip(texts, texts.dropFirst()).contains { $0 == "how" && $1 == "many" }
            || zip(texts, texts.dropFirst()).contains { $0 == "number" && $1 == "of" } || set.contains("count")
        let held = has(["own", "hold", "have", "held", "short", "long", "owned", "holding", "are", "my"])
        if counts,
            held || hasSymbol || texts.count <= 4
                || zip(texts, texts.dropFirst()).contains(where: { $0 == "number" && $1 == "of" }),
            has(["shares", "share", "contracts", "contract", "puts", "calls", "options", "put", "call", "stock"]),
            !has(["left", "free"])
        {
            return .quantity
        }
        if hasSymbol, has(["have"]), has(["do", "i"]),
            zip(texts, texts.dropFirst()).contains(where: { $0 == "how" && $1 == "much" }),
            !has([
                "cash", "profit", "premium", "money", "left", "free", "made", "lost", "earned", "realized", "captured",
                "collateral", "reserved",
            ])
        {
            return .quantity
        }
        if hasSymbol, has(["own", "hold"]), has(["do", "i"]), !has(["list", "long", "when", "why", "glad", "want"]) {
            return .quantity
        }
        return nil
    }
}

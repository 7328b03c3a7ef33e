import MagnusDomain

/// Parts in which a sum is asked for: `by year`, `per month`, `for each symbol`, `by strategy`, `by expiry`.
enum PeriodGrouping: String, Sendable, Hashable {
    case year
    case quarter
    case month
    case week
    case symbol
    case strategy
    case sector
    case expiry
    case account
    /// Puts and calls apart.
    case side

    /// Parts of past time; the others part what is open too.
    var isTime: Bool { [.year, .quarter, .month, .week].contains(self) }

    private static let joints: Set<String> = ["by", "per", "each", "every", "a", "across"]
    private static let units: [String: PeriodGrouping] = [
        "year": .year, "years": .year, "quarter": .quarter, "quarters": .quarter, "month": .month, "months": .month,
        "week": .week, "weeks": .week, "symbol": .symbol, "symbols": .symbol, "ticker": .symbol, "name": .symbol,
        "underlying": .symbol, "stock": .symbol, "tickers": .symbol, "names": .symbol, "strategy": .strategy,
        "strategies": .strategy, "kind": .strategy, "type": .strategy, "sector": .sector, "sectors": .sector,
        "expiry": .expiry, "expiration": .expiry, "expirations": .expiry, "expiries": .expiry, "account": .account,
        "accounts": .account, "industry": .sector,
    ]
    private static let adverbs: [String: PeriodGrouping] = [
        "yearly": .year, "annually": .year, "quarterly": .quarter, "monthly": .month, "weekly": .week,
    ]
    private static let extremes: Set<String> = [
        "best", "worst", "biggest", "largest", "smallest", "highest", "lowest", "top", "bottom", "which", "strongest",
        "weakest",
    ]

    static func read(_ texts: [String]) -> PeriodGrouping? {
        for (index, text) in texts.enumerated() {
            if let found = adverbs[text],
                !["expiry", "expiration", "opex", "expirations"].contains(following(index, texts))
            {
                return found
            }
            guard index > 0, joints.contains(texts[index - 1]), let found = units[text] else { continue }
            // "For a week" is how long, not by what.
            if texts[index - 1] == "a", index > 1, ["for", "in", "after", "about", "within"].contains(texts[index - 2])
            {
                continue
            }
            return found
        }
        let words = Set(texts)
        if asksExpiry(texts, words) { return .expiry }
        let against: Set<String> = ["vs", "versus", "against", "compare", "compared", "than"]
        if !words.isDisjoint(with: ["put", "puts"]), !words.isDisjoint(with: ["call", "calls"]),
            !words.isDisjoint(with: against), !words.contains("covered")
        {
            return .side
        }
        // "2025 vs 2026" asks for both years apart.
        return Set(years(texts)).count > 1 ? .year : nil
    }

    /// Words of a question without those that part its answer: "by symbol" where "by strategy" takes its place.
    static func without(_ words: [Word]) -> [Word] {
        let texts = words.map(\.text)
        return words.indices.filter { index in
            let isUnit = units[texts[index]] != nil && index > 0 && joints.contains(texts[index - 1])
            let following = index + 1 < texts.count ? texts[index + 1] : ""
            let isJoint = joints.contains(texts[index]) && texts[index] != "a" && units[following] != nil
            return !isUnit && !isJoint
        }.map { words[$0] }
    }

    /// "Which expiry has the most theta": the sums of the expiries, and no row of one.
    static func asksExpiry(_ texts: [String], _ words: Set<String>) -> Bool {
        let days: Set<String> = ["expiry", "expiration", "expiries", "expirations"]
        let figures: Set<String> = [
            "theta", "decay", "delta", "vega", "gamma", "collateral", "pnl", "profit", "reserved", "exposure",
        ]
        return zip(texts, texts.dropFirst()).contains { ["which", "what"].contains($0) && days.contains($1) }
            && !words.isDisjoint(with: figures)
            && !words.isDisjoint(with: ["most", "highest", "largest", "biggest", "least", "lowest", "smallest", "top"])
            && words.isDisjoint(with: ["candidate", "candidates", "sell", "roll", "iv", "skew"])
    }

    private static func following(_ index: Int, _ texts: [String]) -> String {
        index + 1 < texts.count ? texts[index + 1] : ""
    }

    /// "Best month", "worst symbol", "which strategy": the parts among which one is looked for.
    static func extreme(_ texts: [String]) -> PeriodGrouping? {
        for (text, next) in zip(texts, texts.dropFirst()) where extremes.contains(text) || text == "what" {
            if let found = units[next], next != "stock" || text == "which", found != .expiry, found != .account {
                return found
            }
        }
        return nil
    }

    /// Four digits that are a year, wherever they stand; not those of a strike.
    static func years(_ texts: [String]) -> [Int] {
        let strikes: Set<String> = [
            "put", "puts", "call", "calls", "strike", "p", "c", "shares", "dollars", "contracts",
        ]
        let levels: Set<String> = [
            "strike", "at", "above", "below", "over", "under", "than", "to", "hits", "reaches", "least", "most", "is",
        ]
        return texts.indices.compactMap { index in
            guard texts[index].count == 4, let year = Int(texts[index]), (1990...2099).contains(year) else {
                return nil
            }
            if index + 1 < texts.count, strikes.contains(texts[index + 1]) { return nil }
            if index > 0, levels.contains(texts[index - 1]) { return nil }
            return year
        }
    }

    static func side(_ strategy: StrategyKind?) -> String {
        let rights = strategy?.rights ?? []
        if rights.isEmpty { return "shares and others" }
        return rights.count > 1 ? "puts and calls together" : rights.contains(.put) ? "puts" : "calls"
    }

    /// The name of the part something is in; of time it sorts by time.
    func key(_ date: CalendarDate, _ symbol: String, strategy: StrategyKind?, account: String) -> String {
        switch self {
        case .year: return String(date.year)
        case .quarter: return "\(date.year)-Q\((date.month - 1) / 3 + 1)"
        case .month, .expiry: return String(date.iso8601.prefix(7))
        case .week: return "week of \(date.adding(days: -date.weekday.rawValue).iso8601)"
        case .symbol, .sector: return symbol.isEmpty ? "cash" : symbol
        case .strategy: return strategy?.words ?? "no known strategy"
        case .account: return account
        case .side: return Self.side(strategy)
        }
    }
}

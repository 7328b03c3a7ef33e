import MagnusDomain

/// Parts in which a sum over the past is asked for: `by year`, `per month`, `for each symbol`.
enum PeriodGrouping: String, Sendable, Hashable {
    case year
    case quarter
    case month
    case week
    case symbol

    private static let joints: Set<String> = ["by", "per", "each", "every", "a"]
    private static let units: [String: PeriodGrouping] = [
        "year": .year, "years": .year, "quarter": .quarter, "quarters": .quarter, "month": .month, "months": .month,
        "week": .week, "weeks": .week, "symbol": .symbol, "symbols": .symbol, "ticker": .symbol, "name": .symbol,
        "underlying": .symbol, "stock": .symbol,
    ]
    private static let adverbs: [String: PeriodGrouping] = [
        "yearly": .year, "annually": .year, "quarterly": .quarter, "monthly": .month, "weekly": .week,
    ]

    static func read(_ texts: [String]) -> PeriodGrouping? {
        for (index, text) in texts.enumerated() {
            if let found = adverbs[text] { return found }
            guard index > 0, joints.contains(texts[index - 1]), let found = units[text] else { continue }
            return found
        }
        // "2025 vs 2026" asks for both years apart.
        return Set(years(texts)).count > 1 ? .year : nil
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

    /// The name of the part a day is in; sorts by time.
    func key(_ date: CalendarDate, _ symbol: String) -> String {
        switch self {
        case .year: return String(date.year)
        case .quarter: return "\(date.year)-Q\((date.month - 1) / 3 + 1)"
        case .month: return String(date.iso8601.prefix(7))
        case .week: return "week of \(date.adding(days: -date.weekday.rawValue).iso8601)"
        case .symbol: return symbol.isEmpty ? "cash" : symbol
        }
    }
}

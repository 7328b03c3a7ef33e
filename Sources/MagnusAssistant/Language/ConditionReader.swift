/// Finds comparisons with a number. One that names no figure of the rows is still found, so that it is never dropped in
/// silence.
enum ConditionReader {
    struct Comparison: Sendable, Hashable {
        var isAbove: Bool
        var includesBound: Bool
        var bound: Double
        var isPercent: Bool
        /// As typed: `above 50`.
        var typed: String
    }

    private static let above: Set<String> = ["above", "over", "exceeding", "exceeds", "exceed", "beyond"]
    private static let below: Set<String> = ["below", "under", "beneath"]
    private static let moreThan: Set<String> = ["more", "greater", "larger", "bigger", "higher", "longer"]
    private static let lessThan: Set<String> = ["less", "fewer", "smaller", "lower", "shorter"]

    static func comparisons(_ words: [Word]) -> [Comparison] {
        var result: [Comparison] = []
        for index in words.indices.dropLast() {
            let text = words[index].text
            let next = words[index + 1].text
            var isAbove: Bool?
            var includes = false
            var length = 1
            if above.contains(text) { isAbove = true }
            if below.contains(text) { isAbove = false }
            if next == "than", moreThan.contains(text) { (isAbove, length) = (true, 2) }
            if next == "than", lessThan.contains(text) { (isAbove, length) = (false, 2) }
            if text == "at", next == "least" { (isAbove, includes, length) = (true, true, 2) }
            if text == "at", next == "most" { (isAbove, includes, length) = (false, true, 2) }
            guard let isAbove, index + length < words.count else { continue }
            let word = words[index + length]
            let typed = words[index...(index + length)].map(\.typed).joined(separator: " ")
            switch word.meaning {
            case .number(let value):
                result.append(
                    Comparison(
                        isAbove: isAbove, includesBound: includes, bound: value, isPercent: false, typed: typed))
            case .percent(let value):
                result.append(
                    Comparison(isAbove: isAbove, includesBound: includes, bound: value, isPercent: true, typed: typed))
            default: continue
            }
        }
        return result
    }

    private static let rows: Set<String> = [
        "position", "positions", "row", "rows", "short", "shorts", "put", "puts", "call", "calls", "option", "options",
        "which", "what", "anything", "any", "my", "list", "show", "everything", "names", "spreads", "contracts",
    ]
    private static let elsewhere: Set<String> = [
        "if", "would", "should", "scan", "candidate", "candidates", "csp", "csps", "alert", "alerts", "did", "made",
        "make", "earned", "strike", "strikes", "rank", "price", "chain", "closed", "happens", "opportunities", "sell",
        "collected", "realized", "return", "yield", "score", "find", "spy",
    ]

    /// The condition on the rows of the book that a question states; nil where it states none.
    static func condition(_ words: [Word]) -> RowCondition? {
        let texts = words.map(\.text)
        let set = Set(texts)
        guard !set.isDisjoint(with: rows), set.isDisjoint(with: elsewhere) else { return nil }
        let found = comparisons(words)
        guard found.count == 1, let comparison = found.first, let measure = measure(set) else { return nil }
        let units: Set<String> = ["day", "days", "week", "weeks", "month", "months", "year", "years"]
        let isOfTime = zip(words, words.dropFirst()).contains { word, next in
            word.meaning == .number(comparison.bound) && units.contains(next.text)
        }
        guard !isOfTime || measure == .daysToExpiry && !set.isDisjoint(with: ["day", "days"]) else { return nil }
        guard !comparison.isPercent || measure.isFraction else { return nil }
        var bound = comparison.bound
        if measure.isFraction, !comparison.isPercent, abs(bound) > 1 { bound /= 100 }
        return RowCondition(
            measure: measure, lower: comparison.isAbove ? bound : nil, upper: comparison.isAbove ? nil : bound,
            includesBound: comparison.includesBound)
    }

    private static func measure(_ set: Set<String>) -> RowCondition.Measure? {
        let table: [(Set<String>, RowCondition.Measure)] = [
            (["delta", "deltas"], .delta), (["theta"], .theta), (["vega"], .vega),
            (["captured", "capture"], .captured), (["assignment", "assigned", "chance", "probability"], .assignment),
            (["collateral", "reserve", "reserved"], .collateral), (["extrinsic"], .extrinsic),
            (["iv", "volatility"], .volatility), (["buyback"], .costToClose),
            (["loss", "losing", "lose", "loses", "lost", "down", "losses"], .loss),
            (["pnl", "profit", "up", "gain", "gains", "winning"], .profit), (["dte", "days", "day"], .daysToExpiry),
        ]
        return table.first { !set.isDisjoint(with: $0.0) }?.1
    }
}

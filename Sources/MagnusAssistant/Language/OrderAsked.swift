import MagnusDomain

/// Finds an order that is asked for: "cheapest", "by return", "the highest premium", "largest first".
enum OrderAsked {
    /// One order, as typed and as it is applied to candidates.
    struct Order: Sendable, Hashable {
        var typed: String
        /// What candidates are put in order by; nil where they have no such figure.
        var key: Key?
        var isAscending: Bool
    }

    enum Key: Sendable, Hashable {
        case measure(CandidateMeasure)
        /// What a share of the option brings.
        case premium

        var name: String {
            switch self {
            case .measure(let measure): measure.rawValue
            case .premium: "fill"
            }
        }

        func value(of candidate: Candidate, today: CalendarDate) -> Double? {
            switch self {
            case .measure(let measure): measure.value(of: candidate, today: today)
            case .premium: candidate.fill.value
            }
        }
    }

    private static let alone: [String: (key: Key, isAscending: Bool)] = [
        "cheapest": (.measure(.collateral), true), "safest": (.measure(.probabilityOfProfit), false),
        "riskiest": (.measure(.probabilityOfProfit), true), "shortest": (.measure(.daysToExpiry), true),
        "longest": (.measure(.daysToExpiry), false), "soonest": (.measure(.daysToExpiry), true),
    ]
    private static let most: Set<String> = ["highest", "largest", "biggest", "most", "greatest", "richest"]
    private static let least: Set<String> = ["lowest", "smallest", "least", "nearest", "closest"]
    private static let orders: Set<String> = ["by", "sorted", "ordered", "ranked", "order", "sort", "rank"]
    /// Figures of which the small one is looked for.
    private static let small: Set<CandidateMeasure> = [
        .collateral, .spread, .daysToExpiry, .delta, .probabilityOfTouch, .strike,
    ]

    /// As typed: `by return`, `cheapest`. The order by score is the one candidates have.
    static func found(_ words: [Word]) -> [String] { read(words).map(\.typed) }

    static func read(_ words: [Word]) -> [Order] {
        let texts = words.map { $0.typed.lowercased() }
        var result: [Order] = []
        for index in texts.indices {
            // "By collateral, cheapest first" is one order and not two.
            if let (key, isAscending) = alone[texts[index]], result.last?.key != key {
                result.append(Order(typed: words[index].typed, key: key, isAscending: isAscending))
            }
            guard index + 1 < texts.count, index == 0 || texts[index - 1] != "at" else { continue }
            if ["expires", "expire", "expiring"].contains(texts[index]),
                ["first", "soonest", "last", "latest"].contains(texts[index + 1])
            {
                result.append(
                    Order(
                        typed: words[index...(index + 1)].map(\.typed).joined(separator: " "),
                        key: .measure(.daysToExpiry), isAscending: ["first", "soonest"].contains(texts[index + 1])))
                continue
            }
            let isBest = texts[index] == "best"
            let isExtreme = most.contains(texts[index]) || least.contains(texts[index]) || isBest
            guard isExtreme || orders.contains(texts[index]),
                let (measure, length) = CandidateMeasure.named(at: index + 1, texts),
                !["score", "scores", "scoring", "year"].contains(texts[index + 1]),
                // "Best annualized return"; the best spread or strike is no order.
                !isBest || [.annualizedReturn, .probabilityOfProfit].contains(measure)
                    || ["premium", "credit"].contains(texts[index + 1])
            else { continue }
            let name = texts[(index + 1)...(index + length)]
            let isPremium = !Set(name).isDisjoint(with: ["premium", "credit"])
            let key: Key? = isPremium ? .premium : measure == .other ? nil : .measure(measure)
            let isSmallBest = small.contains(measure)
            // "By collateral, largest first".
            let others = alone.filter { $0.value.key != .measure(measure) }.keys
            let said =
                OrderDirection.behind(index + length + 1, texts, others: Set(others))
                ?? OrderDirection.before(index, texts)
            let isAscending =
                isExtreme
                ? least.contains(texts[index]) : said?.isAscending(isBestHigh: !isSmallBest) ?? isSmallBest
            result.append(
                Order(
                    typed: words[index...(index + length)].map(\.typed).joined(separator: " "), key: key,
                    isAscending: isAscending))
        }
        return result
    }
}

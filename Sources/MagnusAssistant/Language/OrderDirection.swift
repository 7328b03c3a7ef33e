/// Which end of a figure a question wants first, where it says so beside the figure.
enum OrderDirection: Sendable, Hashable {
    case ascending
    case descending
    /// What is good of a figure depends on the figure.
    case best
    case worst

    static let most: Set<String> = [
        "highest", "largest", "biggest", "most", "greatest", "longest", "richest", "high", "large", "big",
    ]
    static let least: Set<String> = [
        "lowest", "smallest", "least", "nearest", "closest", "soonest", "shortest", "cheapest", "low", "small",
    ]

    /// - Parameter isBestHigh: nil where a figure is neither good nor bad.
    func isAscending(isBestHigh: Bool?) -> Bool? {
        switch self {
        case .ascending: true
        case .descending: false
        case .best: isBestHigh.map { !$0 }
        case .worst: isBestHigh
        }
    }

    private static func extreme(_ text: String) -> OrderDirection? {
        if most.contains(text) { return .descending }
        if least.contains(text) { return .ascending }
        return text == "best" ? .best : text == "worst" ? .worst : nil
    }

    /// Directly behind a figure: "by theta descending", "by loss, worst first", "by return from high to low". A bound
    /// ("with score at least 70") says nothing of an order.
    /// - Parameter others: words of another figure: "by return, cheapest first" turns no return.
    static func behind(_ place: Int, _ texts: [String], others: Set<String> = []) -> OrderDirection? {
        for index in texts.indices where index >= place && index < place + 4 {
            switch texts[index] {
            case "ascending", "asc", "increasing": return .ascending
            case "descending", "desc", "decreasing": return .descending
            default: break
            }
            guard index + 1 < texts.count, index == 0 || texts[index - 1] != "at", !others.contains(texts[index]),
                let end = extreme(texts[index])
            else { continue }
            if texts[index + 1] == "first" { return end }
            if texts[index + 1] == "to", index + 2 < texts.count, extreme(texts[index + 2]) != nil { return end }
        }
        return nil
    }

    /// Directly in front of the word that begins an order: "smallest first by theta", "lowest positions by delta", "in
    /// descending order by days".
    static func before(_ place: Int, _ texts: [String]) -> OrderDirection? {
        let skipped: Set<String> = [
            "order", "first", "positions", "position", "rows", "holdings", "puts", "calls", "shorts", "options", "ones",
            "ranked", "sorted", "ordered",
        ]
        var index = place - 1
        while index >= 0, place - index <= 3 {
            switch texts[index] {
            case "ascending", "asc", "increasing": return .ascending
            case "descending", "desc", "decreasing": return .descending
            default: break
            }
            if let end = extreme(texts[index]), index == 0 || texts[index - 1] != "at" {
                // "My worst positions by theta" are chosen by what they made, and only ordered by theta.
                let isOfFirst = texts[index + 1] == "first"
                return [.ascending, .descending].contains(end) || isOfFirst ? end : nil
            }
            guard skipped.contains(texts[index]) else { return nil }
            index -= 1
        }
        return nil
    }
}

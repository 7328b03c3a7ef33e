import MagnusDomain

/// An order in which a question wants the rows of the book: "by theta", "largest first", "sorted by days to expiry".
struct RowOrder: Sendable, Hashable {
    var measure: RowCondition.Measure
    var isAscending: Bool
    /// As typed.
    var typed: String

    private static let most = OrderDirection.most.subtracting(["high", "large", "big"]).union(["best"])
    private static let least = OrderDirection.least.subtracting(["low", "small"]).union(["worst"])
    private static let measures: [(words: [String], measure: RowCondition.Measure, isAscending: Bool)] = [
        (["days", "to", "expiry"], .daysToExpiry, true), (["cost", "to", "close"], .costToClose, false),
        (["implied", "volatility"], .volatility, false), (["assignment", "probability"], .assignment, false),
        (["dte"], .daysToExpiry, true), (["days"], .daysToExpiry, true), (["delta"], .delta, false),
        (["theta"], .theta, false), (["vega"], .vega, false), (["pnl"], .profit, false), (["profit"], .profit, false),
        (["profits"], .profit, false), (["gain"], .profit, false), (["loss"], .loss, false), (["losses"], .loss, false),
        (["collateral"], .collateral, false), (["size"], .collateral, false), (["capital"], .collateral, false),
        (["captured"], .captured, false), (["distance"], .distance, true), (["extrinsic"], .extrinsic, false),
        (["assignment"], .assignment, false), (["iv"], .volatility, false), (["volatility"], .volatility, false),
        (["buyback"], .costToClose, false),
    ]

    /// Nil where no order is asked for that the rows have a figure for.
    static func read(_ words: [Word]) -> RowOrder? {
        let texts = words.map(\.text)
        func label(_ places: Range<Int>) -> String { words[places].map(\.typed).joined(separator: " ") }
        func named(_ index: Int) -> (words: [String], measure: RowCondition.Measure, isAscending: Bool)? {
            guard texts.indices.contains(index) else { return nil }
            return measures.first { texts[index...].starts(with: $0.words) }
        }
        for index in texts.indices.dropLast() {
            let isIntroduced =
                (["by", "ranked"].contains(texts[index]) || texts[...index].suffix(2).elementsEqual(["order", "of"]))
                && Set(texts[..<index]).isDisjoint(with: ["up", "down", "falls", "rises", "drops", "moves"])
            guard isIntroduced, let found = named(index + 1) else { continue }
            let others: Set<String> = [.collateral, .costToClose].contains(found.measure) ? [] : ["cheapest"]
            let said =
                OrderDirection.behind(index + 1 + found.words.count, texts, others: others)
                ?? OrderDirection.before(index, texts)
            return RowOrder(
                measure: found.measure,
                isAscending: said?.isAscending(isBestHigh: isBestHigh(found.measure)) ?? found.isAscending,
                typed: label(index..<(index + 1 + found.words.count)))
        }
        // "From largest to smallest".
        for index in texts.indices.dropLast(2) where texts[index + 1] == "to" {
            let isDown = most.contains(texts[index]) && least.contains(texts[index + 2])
            guard isDown || least.contains(texts[index]) && most.contains(texts[index + 2]) else { continue }
            return RowOrder(measure: .collateral, isAscending: !isDown, typed: label(index..<(index + 3)))
        }
        // "Largest first", "smallest theta first", "biggest positions first".
        guard let place = texts.lastIndex(of: "first"), place > 0 else { return nil }
        for index in texts[..<place].indices.reversed()
        where (most.contains(texts[index]) || least.contains(texts[index])) && (index == 0 || texts[index - 1] != "at")
        {
            let isLeast = least.contains(texts[index])
            let span = label(index..<(place + 1))
            if let found = named(index + 1), index + 1 + found.words.count == place {
                let end: OrderDirection =
                    switch texts[index] {
                    case "best": .best
                    case "worst": .worst
                    default: isLeast ? .ascending : .descending
                    }
                return RowOrder(
                    measure: found.measure,
                    isAscending: end.isAscending(isBestHigh: isBestHigh(found.measure)) ?? found.isAscending,
                    typed: span)
            }
            let isOfRows =
                index + 2 == place && ["positions", "rows", "ones", "position", "holdings"].contains(texts[index + 1])
            guard index + 1 == place || isOfRows else { return nil }
            switch texts[index] {
            case "best", "worst": return RowOrder(measure: .profit, isAscending: isLeast, typed: span)
            case "soonest", "shortest", "nearest", "longest":
                return RowOrder(measure: .daysToExpiry, isAscending: isLeast, typed: span)
            case "closest": return RowOrder(measure: .distance, isAscending: true, typed: span)
            case "cheapest": return RowOrder(measure: .costToClose, isAscending: true, typed: span)
            default: return RowOrder(measure: .collateral, isAscending: isLeast, typed: span)
            }
        }
        return nil
    }

    /// Whether much of a figure is good for who sold the options; nil where it is neither.
    private static func isBestHigh(_ measure: RowCondition.Measure) -> Bool? {
        switch measure {
        case .profit, .captured, .theta, .distance, .daysToExpiry, .outOfTheMoney: true
        case .loss, .assignment, .delta, .optionDelta, .vega, .collateral, .costToClose, .inTheMoney: false
        case .extrinsic, .volatility, .daysHeld: nil
        }
    }

    /// Rows with the figure in their order, then those without it.
    func sorted(_ rows: [StrategyValuation]) -> [StrategyValuation] {
        func key(_ row: StrategyValuation) -> Double? {
            // Deltas and vegas by their size, as the ranking of them.
            let value = RowCondition(measure: measure, includesBound: true).figure(of: row).value
            return [.delta, .vega].contains(measure) ? value.map(abs) : value
        }
        return rows.sorted { left, right in
            switch (key(left), key(right)) {
            case (let first?, let second?) where first != second: isAscending ? first < second : first > second
            case (nil, .some): false
            case (.some, nil): true
            default: left.id < right.id
            }
        }
    }
}

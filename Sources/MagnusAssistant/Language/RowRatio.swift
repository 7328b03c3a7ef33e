import MagnusDomain

/// One figure of a row over another: "theta/delta ratio", "theta per delta", "profit divided by collateral".
struct RowRatio: Sendable, Hashable {
    var numerator: RowFigures.Measure
    var denominator: RowFigures.Measure

    var label: String { "\(numerator.rawValue) per \(denominator.rawValue)" }

    private static let elsewhere: Set<String> = [
        "if", "candidate", "candidates", "scan", "closed", "trade", "trades", "win", "mean", "means", "why", "should",
        "did", "made", "sharpe",
    ]

    /// Nil where no two figures of a row are set against each other; a share of something and a price make no ratio.
    static func read(_ words: [Word], _ entities: Entities) -> RowRatio? {
        let texts = words.map(\.text)
        guard Set(texts).isDisjoint(with: elsewhere), entities.past == nil, entities.percents.isEmpty,
            ConditionReader.comparisons(words).isEmpty, let found = pair(words, texts),
            found.numerator != found.denominator, found.numerator.isSummable, found.denominator.isSummable
        else { return nil }
        return found
    }

    private static let joints: [[String]] = [
        ["per"], ["divided", "by"], ["relative", "to"], ["in", "relation", "to"], ["as", "a", "percent", "of"],
        ["as", "percent", "of"], ["as", "a", "percentage", "of"], ["as", "percentage", "of"], ["as", "%", "of"],
        ["as", "a", "%", "of"], ["as", "a", "share", "of"], ["as", "a", "fraction", "of"], ["as", "share", "of"],
    ]

    /// How many words set one figure against another at a place; nil where none do.
    private static func joint(at index: Int, _ words: [Word]) -> Int? {
        // As typed: spelling knows "dividend".
        let texts = words.map { $0.typed.lowercased() == "divided" ? "divided" : $0.text }
        return joints.first { texts[index...].starts(with: $0) && index + $0.count < texts.count }?.count
    }

    private static func pair(_ words: [Word], _ texts: [String]) -> RowRatio? {
        for index in texts.indices.dropLast() where index > 0 {
            guard let length = joint(at: index, words) else { continue }
            let next = Array(
                words[(index + length)...].drop {
                    ["unit", "of", "the", "dollar", "dollars", "$", "my", "its", "their"].contains($0.text)
                })
            let behind = RowFigures.named(next)
            guard let last = RowFigures.named(Array(words[..<index])).measures.last,
                let first = behind.measures.first, behind.places.contains(0)
            else { continue }
            return RowRatio(numerator: last, denominator: first)
        }
        let typed = Set(words.map { $0.typed.lowercased() })
        guard !typed.isDisjoint(with: ["ratio", "ratios"]) else { return nil }
        let measures = RowFigures.named(words).measures
        return measures.count == 2 ? RowRatio(numerator: measures[0], denominator: measures[1]) : nil
    }
}

extension RowTopic {
    /// "Positions below breakeven", "which positions are under their breakeven"; nil where none is asked of the spot.
    /// - Returns: whether rows below it are asked for, else those above.
    static func breakevenSide(_ words: [Word]) -> Bool? {
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        guard
            set.isDisjoint(with: [
                "if", "chance", "chances", "probability", "odds", "should", "did", "when", "alert", "alerts", "mean",
                "means", "candidate", "candidates", "sell", "will",
            ]), ConditionReader.comparisons(words).isEmpty
        else { return nil }
        for index in texts.indices {
            let isBelow = ["below", "under", "beneath"].contains(texts[index])
            guard isBelow || ["above", "over", "beyond"].contains(texts[index]) else { continue }
            let rest = texts[(index + 1)...].drop { ["their", "its", "the", "my", "own", "a"].contains($0) }
            let isOfBreakeven =
                ["breakeven", "breakevens"].contains(rest.first ?? "")
                || rest.first == "break" && ["even", "evens"].contains(rest.dropFirst().first ?? "")
            if isOfBreakeven { return isBelow }
        }
        return nil
    }
}

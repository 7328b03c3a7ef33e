import MagnusDomain

/// The benchmark as what deltas are weighted to, told from the benchmark as a name that is held: "my delta against SPY" and
/// "the delta of SPY".
enum Yardstick {
    /// These weigh, whatever stands in front of the name.
    private static let weighing: Set<String> = [
        "against", "versus", "vs", "equal", "equals", "equivalent", "equivalents", "equivalence", "terms", "normalized",
        "normalised", "relative", "per",
    ]
    private static let held: Set<String> = ["of", "in", "on", "from", "for", "my", "the"]

    /// - Parameters:
    ///   - filter: a kind or a side that is asked for is one of rows.
    ///   - isHeld: whether a row of the book is of the name.
    static func isMeant(
        _ name: String, _ words: [Word], _ entities: Entities, _ filter: QuestionFilter, isHeld: Bool
    ) -> Bool {
        guard isHeld else { return true }
        let texts = words.map(\.text)
        let set = Set(texts).union(words.map { $0.typed.lowercased() })
        // "$ per 1% SPY", "how many SPY shares am I equal to".
        if !set.isDisjoint(with: weighing) || !entities.percents.isEmpty { return true }
        if set.contains("many"), !set.isDisjoint(with: ["shares", "share"]) { return true }
        guard entities.contract.isEmpty, filter.groups.isEmpty, filter.excludedGroups.isEmpty, filter.sets.isEmpty,
            !filter.hasSide, set.contains(where: { $0.hasPrefix("beta") || $0.hasSuffix("weighted") })
        else { return false }
        // "Beta-weighted to SPY", "SPY beta-weighted delta"; "the beta delta of SPY" is of its rows.
        return !words.indices.contains { index in
            guard case .symbol(name, _) = words[index].meaning, index > 0 else { return false }
            return held.contains(texts[index - 1])
        }
    }
}

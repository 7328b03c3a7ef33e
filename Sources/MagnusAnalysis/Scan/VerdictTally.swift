/// The verdicts on one underlying with one strategy, summed where they were found: what ranks a scan then looks at a few places of
/// each underlying instead of at every contract.
struct VerdictTally: Sendable {
    /// How many are counted at each gate, by the order of the gates.
    private(set) var counts = ScanGate.allCases.map { _ in 0 }
    /// Places of those that passed every gate, in order.
    private(set) var passed: [Int] = []
    /// How many were rejected with figures.
    private(set) var misses = 0
    /// Places of those of them that are nearest to a candidate, see ``MissRank``, in order.
    private(set) var nearest: [Int] = []

    /// - Parameters:
    ///   - cap: the score that no contract of the underlying can exceed.
    ///   - limit: so many near misses may be shown.
    init(_ verdicts: [ContractVerdict], cap: Double, limit: Int) {
        var shortlist = Shortlist<MissRank>(limit: limit)
        // By place: a verdict on a spread owns its legs, and to copy it costs more than to count it.
        for place in verdicts.indices {
            guard !verdicts[place].isPassed else {
                passed.append(place)
                continue
            }
            counts[verdicts[place].gates.trailingZeroBitCount] += 1
            guard verdicts[place].hasFigures else { continue }
            misses += 1
            shortlist.offer(MissRank(verdicts[place], cap: cap, place: place))
        }
        nearest = shortlist.items.map(\.place)
    }
}

/// The order of rejected contracts of one underlying: fewest failed gates first, then the score as it is printed, then the
/// contract, and of several spreads that sell it the one found first.
struct MissRank: Ranked {
    let gateCount: Int
    /// Without gates, under its cap.
    let score: Double
    let index: Int
    /// Among the verdicts.
    let place: Int

    init(_ verdict: ContractVerdict, cap: Double, place: Int) {
        (gateCount, score) = (verdict.gateCount, min(verdict.score, cap))
        (index, self.place) = (verdict.index, place)
    }

    func precedes(_ other: MissRank) -> Bool {
        if gateCount != other.gateCount { return gateCount < other.gateCount }
        if score != other.score { return score > other.score }
        return (index, place) < (other.index, other.place)
    }
}

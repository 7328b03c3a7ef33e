import MagnusDomain
import MagnusQuant

/// The search: starts from pairings that are the best for parts of the rule and improves them step by step.
///
/// The result depends on the legs, marks and spot of the moment alone, never on what was found before. Every start is a
/// legal pairing, so the requirement is never less than the truth. Calls and puts share nothing that covers them: each
/// side's transport problem is solved exactly (``CoverMatching``).
extension MarginSearch {
    private typealias Cover = CoverMatching.Cover

    /// Up to this many pairs the starts are improved step by step, which finds condors among other spreads.
    private static let thorough = 36

    func cheapest(_ pairings: inout MarginPairings) -> Outcome {
        var cost = MarginCost(self)
        var best: [Cover] = []
        var least = value(best, &cost)
        guard !layout.shorts.isEmpty else { return outcome(best, least) }
        for start in pairings.pairings(for: self) where !start.isEmpty {
            let (covers, asked) = improved(start, &cost)
            if Self.isLess(asked, least) { (best, least) = (covers, asked) }
        }
        return outcome(best, least)
    }

    private func value(_ covers: [Cover], _ cost: inout MarginCost) -> Double {
        cost.begin()
        for cover in covers { cost.cover(cover.demand, by: cover.supply, cover.amount) }
        return cost.total()
    }

    private static func isLess(_ left: Double, _ right: Double) -> Bool {
        guard left.isFinite else { return false }
        return right.isFinite ? left < right - 1e-9 * max(1, abs(right)) : true
    }

    private func outcome(_ covers: [Cover], _ cost: Double) -> Outcome {
        let count = layout.longs.count
        let pairs = covers.map { cover in
            let stock = cover.supply == count ? layout.longShares : layout.sharesSold
            return MarginRequirement.Pair(
                short: layout.shorts[cover.demand].index,
                cover: cover.supply < count ? layout.longs[cover.supply].index : stock?.index ?? 0,
                shares: cover.amount)
        }
        guard !cost.isFinite else { return Outcome(cost: cost, pairs: pairs, unknown: nil) }
        var bare = layout.shorts.map(\.shares)
        for cover in covers { bare[cover.demand] -= cover.amount }
        let open = unboundedReasons.keys.filter { bare[$0] > CoverMatching.least }.min()
        return Outcome(cost: 0, pairs: pairs, unknown: open.flatMap { unboundedReasons[$0] } ?? .noSource)
    }

    // MARK: - Starts

    /// What a short is taken to ask for uncovered.
    private enum Weight {
        /// Its own requirement.
        case single
        /// More than any: as much as possible is covered, which condors may make cheap.
        case all
        /// Nothing but its value: the side of a straddle that has the smaller deposit.
        case value
    }

    /// The cheapest pairings of shorts each for itself; with as much as possible covered; and with the calls, or the puts,
    /// as the side of straddles that asks nothing but its value.
    func starts() -> [[CoverMatching.Cover]] {
        let (calls, puts) = (Side(self, .call), Side(self, .put))
        let single = (covers(calls, .single), covers(puts, .single))
        var pairings = [single]
        let hasBothSides = !calls.shorts.isEmpty && !puts.shorts.isEmpty
        if layout.longs.contains(where: { $0.group != nil }), layout.shorts.count + layout.longs.count > 2 {
            pairings.append((covers(calls, .all), covers(puts, .all)))
        }
        if hasBothSides {
            pairings.append((covers(calls, .value), single.1))
            pairings.append((single.0, covers(puts, .value)))
        }
        var result: [[Cover]] = []
        for pairing in pairings {
            let joined = pairing.0 + pairing.1
            if !result.contains(joined) { result.append(joined) }
        }
        return result
    }

    /// The shorts of one right and what may cover them.
    private struct Side {
        var shorts: [Int]
        var supplies: [Int]
        var amounts: [Double]
        var isCall: Bool

        init(_ search: MarginSearch, _ right: OptionRight) {
            let layout = search.layout
            isCall = right == .call
            shorts = layout.shorts.indices.filter { layout.shorts[$0].right == right }
            supplies = layout.longs.indices.filter { layout.longs[$0].right == right }
            amounts = supplies.map { layout.longs[$0].shares }
            let shares = isCall ? layout.longCover : layout.soldCover
            if shares > 0 {
                supplies.append(layout.longs.count + (isCall ? 0 : 1))
                amounts.append(shares)
            }
        }
    }

    private func covers(_ side: Side, _ weight: Weight) -> [Cover] {
        guard !side.shorts.isEmpty, !side.supplies.isEmpty else { return [] }
        let greatest = 10 * max(spot ?? 0, layout.shorts.reduce(0) { max($0, $1.strike) })
        var gains: [Double] = []
        gains.reserveCapacity(side.shorts.count * side.supplies.count)
        for short in side.shorts {
            let own = alone[short].isFinite ? alone[short] : greatest
            let asked =
                switch weight {
                case .single: own
                case .all: greatest
                case .value: own - max(0, deposit[short])
                }
            for supply in side.supplies {
                let isLong = supply < layout.longs.count
                let cost = isLong ? pairCost(short, supply) : stockCost(short, isLong: side.isCall)
                gains.append(asked - cost - (isLong ? discount[supply] : 0))
            }
        }
        let found = CoverMatching.best(
            demands: side.shorts.map { layout.shorts[$0].shares }, supplies: side.amounts, gains: gains)
        return found.map {
            Cover(demand: side.shorts[$0.demand], supply: side.supplies[$0.supply], amount: $0.amount)
        }
    }

    // MARK: - Steps

    private func improved(_ start: [Cover], _ cost: inout MarginCost) -> ([Cover], Double) {
        let least = value(start, &cost)
        let supplyCount = layout.longs.count + 2
        guard layout.shorts.count * supplyCount <= Self.thorough else { return (start, least) }
        var steps = Steps(self, start, cost: cost, least: least)
        for _ in 0..<(4 * layout.shorts.count * supplyCount) where !steps.step() { break }
        return (steps.covers, steps.least)
    }

    /// A pairing of few legs that is made cheaper cover by cover.
    private struct Steps {
        private let search: MarginSearch
        private var cost: MarginCost
        private(set) var least: Double
        /// By short, then supply.
        private var flow: [Double]
        private let supplyCount: Int
        private let isAllowed: [Bool]
        private let supplies: [Double]

        init(_ search: MarginSearch, _ start: [Cover], cost: MarginCost, least: Double) {
            let layout = search.layout
            self.search = search
            self.cost = cost
            self.least = least
            let count = layout.longs.count
            supplyCount = count + 2
            supplies = layout.longs.map(\.shares) + [layout.longCover, layout.soldCover]
            flow = Array(repeating: 0, count: layout.shorts.count * supplyCount)
            for cover in start { flow[cover.demand * (count + 2) + cover.supply] = cover.amount }
            isAllowed = layout.shorts.indices.flatMap { short in
                (0..<(count + 2)).map { supply in
                    supply < count
                        ? search.pairCost(short, supply) < .infinity
                        : search.stockCost(short, isLong: supply == count) < .infinity
                }
            }
        }

        var covers: [Cover] {
            flow.indices.compactMap { index in
                flow[index] > CoverMatching.least
                    ? Cover(demand: index / supplyCount, supply: index % supplyCount, amount: flow[index]) : nil
            }
        }

        private mutating func isCheaper() -> Bool {
            cost.begin()
            for index in flow.indices where flow[index] > CoverMatching.least {
                cost.cover(index / supplyCount, by: index % supplyCount, flow[index])
            }
            let value = cost.total()
            guard MarginSearch.isLess(value, least) else { return false }
            least = value
            return true
        }

        private mutating func moves(_ amount: Double, from: Int?, to: Int?) -> Bool {
            let before = (from.map { flow[$0] }, to.map { flow[$0] })
            if let from { flow[from] -= amount }
            if let to { flow[to] += amount }
            if isCheaper() { return true }
            if let from, let value = before.0 { flow[from] = value }
            if let to, let value = before.1 { flow[to] = value }
            return false
        }

        private func bare(_ short: Int) -> Double {
            var amount = search.layout.shorts[short].shares
            for index in (short * supplyCount)..<((short + 1) * supplyCount) { amount -= flow[index] }
            return amount
        }

        private func idle(_ supply: Int) -> Double {
            var amount = supplies[supply]
            for index in stride(from: supply, to: flow.count, by: supplyCount) { amount -= flow[index] }
            return amount
        }

        /// The first step that makes the pairing cheaper: a cover dropped, taken from another supply, given to another
        /// short, or added. False when there is none.
        mutating func step() -> Bool {
            for index in flow.indices where isAllowed[index] {
                let (short, supply) = (index / supplyCount, index % supplyCount)
                let amount = flow[index]
                if amount > CoverMatching.least {
                    if moves(amount, from: index, to: nil) { return true }
                    for other in 0..<supplyCount where isAllowed[short * supplyCount + other] {
                        let part = min(amount, idle(other))
                        let target = short * supplyCount + other
                        if part > CoverMatching.least, moves(part, from: index, to: target) { return true }
                    }
                    for other in search.layout.shorts.indices where isAllowed[other * supplyCount + supply] {
                        let part = min(amount, bare(other))
                        let target = other * supplyCount + supply
                        if part > CoverMatching.least, moves(part, from: index, to: target) { return true }
                    }
                }
                let part = min(bare(short), idle(supply))
                if part > CoverMatching.least, moves(part, from: nil, to: index) { return true }
            }
            return false
        }
    }
}

import MagnusDomain
import MagnusQuant

/// The search: starts from pairings that are the best for parts of the rule and improves them step by step.
extension MarginSearch {
    /// Shares of every short (rows) that every supply covers: the long options, then long shares, then shares sold short.
    private typealias Flow = [[Double]]

    /// Up to this many pairs the starts are improved step by step: a book of hundreds of legs must not wait for that.
    private static let thorough = 36
    /// Beyond it one start has to do; every start is a legal pairing.
    private static let large = 300

    func cheapest() -> Outcome {
        let table = CostTable(self)
        guard !shorts.isEmpty else { return outcome([], table.cost([], self)) }
        let supplies = self.supplies
        var best: Flow = shorts.map { _ in supplies.map { _ in 0 } }
        var cost = table.cost(best, self)
        for start in starts(table, supplies) where !start.elementsEqual(best) {
            let (flow, value) = improved(start, table, supplies)
            if Self.isLess(value, cost) { (best, cost) = (flow, value) }
        }
        return outcome(best, cost)
    }

    /// Shares cover whole contracts.
    private var supplies: [Double] {
        func contracts(_ stock: [(index: Int, shares: Double)]) -> Double {
            (stock.reduce(0) { $0 + $1.shares } / 100).rounded(.down) * 100
        }
        return longs.map(\.shares) + [contracts(longStock), contracts(shortStock)]
    }

    private func outcome(_ flow: Flow, _ cost: Figure) -> Outcome {
        var pairs: [MarginRequirement.Pair] = []
        for (short, row) in zip(shorts, flow) {
            for (supply, shares) in row.enumerated() where shares > 1e-9 {
                let cover =
                    supply < longs.count
                    ? longs[supply].index : (supply == longs.count ? longStock : shortStock).first?.index ?? 0
                pairs.append(MarginRequirement.Pair(short: short.index, cover: cover, shares: shares))
            }
        }
        return Outcome(cost: cost.value ?? 0, pairs: pairs, unknown: cost.reason)
    }

    private static func isLess(_ left: Figure, _ right: Figure) -> Bool {
        guard let less = left.value else { return false }
        return right.value.map { less < $0 - 1e-9 * max(1, abs($0)) } ?? true
    }

    /// The cheapest pairings of shorts each for itself; with the calls, or the puts, as the side of straddles that asks
    /// nothing but its value; and with as much as possible covered, which condors may make cheap.
    private func starts(_ table: CostTable, _ supplies: [Double]) -> [Flow] {
        guard supplies.contains(where: { $0 > 0 }) else { return [] }
        let greatest = 10 * max(spot ?? 0, shorts.map(\.contract.strike).max() ?? 0)
        func flow(_ alone: @escaping (Short) -> Double) -> Flow {
            var result: Flow = shorts.map { _ in supplies.map { _ in 0 } }
            let covers = CoverMatching.best(demands: shorts.map(\.shares), supplies: supplies) { demand, supply in
                table.pair[demand][supply].map {
                    alone(shorts[demand]) - $0 - (supply < longs.count ? longs[supply].discount : 0)
                }
            }
            for cover in covers { result[cover.demand][cover.supply] = cover.amount }
            return result
        }
        let single = flow { $0.alone ?? greatest }
        let hasBothSides = Set(shorts.map(\.contract.right)).count == 2
        guard shorts.count * supplies.count <= Self.large, hasBothSides || longs.count + shorts.count > 2 else {
            return [single]
        }
        let all = flow { _ in greatest }
        guard hasBothSides else { return [single, all] }
        let sides = [OptionRight.call, .put].map { side in
            flow { short in
                let alone = short.alone ?? greatest
                return short.contract.right == side ? alone - max(0, short.deposit ?? 0) : alone
            }
        }
        return [single, all] + sides
    }

    private func improved(_ start: Flow, _ table: CostTable, _ supplies: [Double]) -> (Flow, Figure) {
        var best = start
        var cost = table.cost(best, self)
        guard shorts.count * supplies.count <= Self.thorough else { return (best, cost) }
        for _ in 0..<(4 * shorts.count * supplies.count) {
            guard let (flow, value) = step(best, cost, table, supplies) else { break }
            (best, cost) = (flow, value)
        }
        return (best, cost)
    }

    /// The first step that makes a pairing cheaper: a cover dropped, added, taken from another supply, or given to another
    /// short.
    private func step(_ flow: Flow, _ cost: Figure, _ table: CostTable, _ supplies: [Double]) -> (Flow, Figure)? {
        func attempt(_ change: (inout Flow) -> Void) -> (Flow, Figure)? {
            var next = flow
            change(&next)
            let value = table.cost(next, self)
            return Self.isLess(value, cost) ? (next, value) : nil
        }
        let bare = zip(shorts, flow).map { $0.shares - $1.reduce(0, +) }
        let idle = supplies.indices.map { supply in supplies[supply] - flow.reduce(0) { $0 + $1[supply] } }
        for demand in shorts.indices {
            for supply in supplies.indices where table.pair[demand][supply] != nil {
                let amount = flow[demand][supply]
                if amount > 1e-9 {
                    if let found = attempt({ $0[demand][supply] = 0 }) { return found }
                    for other in supplies.indices where idle[other] > 1e-9 && table.pair[demand][other] != nil {
                        let part = min(amount, idle[other])
                        let found = attempt {
                            $0[demand][supply] -= part
                            $0[demand][other] += part
                        }
                        if let found { return found }
                    }
                    for other in shorts.indices where bare[other] > 1e-9 && table.pair[other][supply] != nil {
                        let part = min(amount, bare[other])
                        let found = attempt {
                            $0[demand][supply] -= part
                            $0[other][supply] += part
                        }
                        if let found { return found }
                    }
                }
                let part = min(bare[demand], idle[supply])
                if part > 1e-9, let found = attempt({ $0[demand][supply] += part }) { return found }
            }
        }
        return nil
    }
}

/// What every cover costs, per share, and the sum of all.
private struct CostTable {
    /// Of a short covered by a supply; nil where the rule allows no such pair.
    let pair: [[Double?]]
    /// Whether both expire on one day.
    private let isSpread: [[Bool]]
    private let order: [Int]

    init(_ search: MarginSearch) {
        pair = search.shorts.map { short in
            search.longs.map { search.pairCost(short, $0) }
                + [search.stockCost(short.contract, isLong: true), search.stockCost(short.contract, isLong: false)]
        }
        isSpread = search.shorts.map { short in search.longs.map { $0.contract.expiry == short.contract.expiry } }
        // By deposit, greatest first: the order in which straddles are formed.
        order = search.shorts.indices.sorted { (search.shorts[$0].deposit ?? 0) > (search.shorts[$1].deposit ?? 0) }
    }

    /// The whole requirement with these covers.
    func cost(_ flow: [[Double]], _ search: MarginSearch) -> Figure {
        let longCount = search.longs.count
        var total = search.fixedCost
        var bare = search.shorts.map(\.shares)
        var idle = search.longs.map(\.shares)
        var spreads: [(demand: Int, supply: Int, amount: Double)] = []
        for demand in flow.indices {
            for supply in flow[demand].indices where flow[demand][supply] > 1e-9 {
                let amount = flow[demand][supply]
                bare[demand] -= amount
                if supply < longCount { idle[supply] -= amount }
                if supply < longCount, isSpread[demand][supply] {
                    spreads.append((demand, supply, amount))
                } else {
                    total += (pair[demand][supply] ?? 0) * amount
                }
            }
        }
        total += spreadCost(spreads, search)
        for (long, shares) in zip(search.longs, idle) { total -= long.discount * shares }
        for (short, shares) in zip(search.shorts, bare) where shares > 1e-9 {
            guard let alone = short.alone else { return .unknown(short.reason) }
            total += alone * shares
        }
        return Figure(total - straddleRelief(bare, search))
    }

    /// Spreads of one expiry cannot all lose most at once (iron condor, butterfly): FINRA Regulatory Notice 12-44.
    private func spreadCost(
        _ spreads: [(demand: Int, supply: Int, amount: Double)], _ search: MarginSearch
    ) -> Double {
        var total = 0.0
        var rest = spreads
        while let first = rest.first {
            let day = search.shorts[first.demand].contract.expiry
            let group = rest.filter { search.shorts[$0.demand].contract.expiry == day }
            rest.removeAll { search.shorts[$0.demand].contract.expiry == day }
            let each = group.reduce(0.0) { $0 + (pair[$1.demand][$1.supply] ?? 0) * $1.amount }
            total += group.count == 1 ? each : min(each, greatestLoss(group, search))
        }
        return total
    }

    /// Over the strikes; every call sold is matched by one bought, so nothing is lost beyond the last.
    private func greatestLoss(
        _ group: [(demand: Int, supply: Int, amount: Double)], _ search: MarginSearch
    ) -> Double {
        func loss(_ price: Double) -> Double {
            group.reduce(0.0) { total, cover in
                let short = search.shorts[cover.demand].contract
                let long = search.longs[cover.supply].contract
                let owed = max(0, short.right.sign * (price - short.strike))
                return total + (owed - max(0, long.right.sign * (price - long.strike))) * cover.amount
            }
        }
        return group.reduce(max(0, loss(0))) { worst, cover in
            max(
                worst, loss(search.shorts[cover.demand].contract.strike),
                loss(search.longs[cover.supply].contract.strike))
        }
    }

    /// Of a short call and a short put on the same shares only the greater deposit is asked, and the other's value.
    private func straddleRelief(_ bare: [Double], _ search: MarginSearch) -> Double {
        var relief = 0.0
        var calls = order.filter { search.shorts[$0].contract.right == .call && bare[$0] > 1e-9 }[...]
        var puts = order.filter { search.shorts[$0].contract.right == .put && bare[$0] > 1e-9 }[...]
        var left = bare
        while let call = calls.first, let put = puts.first {
            let shares = min(left[call], left[put])
            relief += max(0, min(search.shorts[call].deposit ?? 0, search.shorts[put].deposit ?? 0)) * shares
            left[call] -= shares
            left[put] -= shares
            if left[call] <= 1e-9 { calls.removeFirst() }
            if left[put] <= 1e-9 { puts.removeFirst() }
        }
        return relief
    }
}

extension MarginSearch {
    /// What exercise of the long would not bring back of an assignment of the short, per share.
    static func width(_ short: OptionContract, _ long: OptionContract) -> Double {
        max(0, short.right.sign * (long.strike - short.strike))
    }

    /// Of a share of a short option that a long one covers; nil where it may not.
    fileprivate func pairCost(_ short: Short, _ long: Long) -> Double? {
        guard long.contract.right == short.contract.right, long.contract.expiry >= short.contract.expiry,
            long.contract.multiplier == short.contract.multiplier
        else { return nil }
        let width = Self.width(short.contract, long.contract)
        return short.alone.map { min($0, width) } ?? width
    }

    /// Of a share that covers a short: in the money its value beyond the strike lends nothing.
    fileprivate func stockCost(_ contract: OptionContract, isLong: Bool) -> Double? {
        guard contract.settlement == .physical, isLong == (contract.right == .call) else { return nil }
        guard let spot else { return isLong ? 0 : nil }
        let inside = max(0, contract.right.sign * (spot - contract.strike))
        return isLong ? (1 - underlying.longStockShare) * inside : inside
    }
}

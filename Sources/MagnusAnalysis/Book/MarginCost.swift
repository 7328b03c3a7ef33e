import MagnusDomain

/// The whole requirement of a pairing, cover by cover. Made once for a search and used for all its pairings: nothing is
/// allocated while they are compared.
struct MarginCost {
    private let search: MarginSearch
    private var linear = 0.0
    private var bare: [Double]
    private var idle: [Double]
    private var left: [Double]
    /// Of the spreads of each expiry: how many, their cost one by one, and what is short net of long at each strike.
    private var spreads: [Int]
    private var each: [Double]
    private var callNet: [[Double]]
    private var putNet: [[Double]]

    init(_ search: MarginSearch) {
        self.search = search
        bare = search.layout.shorts.map(\.shares)
        idle = search.layout.longs.map(\.shares)
        left = bare
        spreads = search.layout.strikes.map { _ in 0 }
        each = search.layout.strikes.map { _ in 0 }
        callNet = search.layout.strikes.map { Array(repeating: 0, count: $0.count) }
        putNet = callNet
    }

    /// Nothing is covered.
    mutating func begin() {
        linear = search.fixedCost
        for index in bare.indices { bare[index] = search.layout.shorts[index].shares }
        for index in idle.indices { idle[index] = search.layout.longs[index].shares }
        for group in spreads.indices where spreads[group] > 0 {
            spreads[group] = 0
            each[group] = 0
            for point in callNet[group].indices {
                callNet[group][point] = 0
                putNet[group][point] = 0
            }
        }
    }

    /// - Parameter supply: A long option, or after them the long shares, then the shares sold.
    mutating func cover(_ demand: Int, by supply: Int, _ amount: Double) {
        bare[demand] -= amount
        let count = search.layout.longs.count
        guard supply < count else {
            linear += search.stockCost(demand, isLong: supply == count) * amount
            return
        }
        idle[supply] -= amount
        let cost = search.pairCost(demand, supply) * amount
        let short = search.layout.shorts[demand]
        guard search.layout.longs[supply].group == short.group else {
            linear += cost
            return
        }
        spreads[short.group] += 1
        each[short.group] += cost
        let point = search.layout.longs[supply].point
        if short.right == .call {
            callNet[short.group][short.point] += amount
            callNet[short.group][point] -= amount
        } else {
            putNet[short.group][short.point] += amount
            putNet[short.group][point] -= amount
        }
    }

    /// Infinite where nothing bounds it.
    mutating func total() -> Double {
        var total = linear
        for group in spreads.indices where spreads[group] > 0 {
            // Spreads of one expiry cannot all lose most at once (iron condor, butterfly): FINRA Regulatory Notice 12-44.
            total += spreads[group] == 1 ? each[group] : min(each[group], greatestLoss(group))
        }
        for index in idle.indices where idle[index] != 0 { total -= search.discount[index] * idle[index] }
        for index in bare.indices where bare[index] > CoverMatching.least {
            total += search.alone[index] * bare[index]
        }
        return total - straddleRelief()
    }

    /// Over the strikes; every call sold is matched by one bought, so nothing is lost beyond the last.
    private func greatestLoss(_ group: Int) -> Double {
        let strikes = search.layout.strikes[group]
        // At a price of nothing every put is worth its strike and no call anything.
        var loss = 0.0
        var slope = 0.0
        for (strike, net) in zip(strikes, putNet[group]) {
            loss += strike * net
            slope -= net
        }
        var worst = max(0, loss)
        var price = 0.0
        for point in strikes.indices {
            loss += slope * (strikes[point] - price)
            price = strikes[point]
            worst = max(worst, loss)
            slope += putNet[group][point] + callNet[group][point]
        }
        return worst
    }

    /// Of a short call and a short put on the same shares only the greater deposit is asked, and the other's value.
    private mutating func straddleRelief() -> Double {
        guard !search.calls.isEmpty, !search.puts.isEmpty else { return 0 }
        for index in bare.indices { left[index] = bare[index] }
        var relief = 0.0
        var (call, put) = (0, 0)
        while call < search.calls.count, put < search.puts.count {
            let (first, second) = (search.calls[call], search.puts[put])
            let shares = min(left[first], left[second])
            if shares > CoverMatching.least {
                relief += max(0, min(search.deposit[first], search.deposit[second])) * shares
                left[first] -= shares
                left[second] -= shares
            }
            if left[first] <= CoverMatching.least { call += 1 }
            if left[second] <= CoverMatching.least { put += 1 }
        }
        return relief
    }
}

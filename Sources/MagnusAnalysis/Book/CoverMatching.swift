/// The cheapest pairing of what is short with what may cover it: a transport problem of a few to a few hundred legs.
enum CoverMatching {
    /// `amount` of demand `demand` is covered by supply `supply`.
    struct Cover: Sendable, Hashable {
        var demand: Int
        var supply: Int
        var amount: Double
    }

    /// Amounts up to this are none: sums of shares in binary.
    static let least = 1e-9

    /// The covers with the greatest total saving; nothing is covered at a loss.
    ///
    /// - Parameters:
    ///   - demands: Amounts, >= 0.
    ///   - supplies: Amounts, >= 0.
    ///   - saving: Of one unit; nil where the pair is not allowed.
    static func best(demands: [Double], supplies: [Double], saving: (Int, Int) -> Double?) -> [Cover] {
        var gains: [Double] = []
        gains.reserveCapacity(demands.count * supplies.count)
        for demand in demands.indices {
            for supply in supplies.indices { gains.append(saving(demand, supply) ?? -.infinity) }
        }
        return best(demands: demands, supplies: supplies, gains: gains)
    }

    /// The same with the savings in rows of one demand each; `-.infinity` where the pair is not allowed.
    ///
    /// Demands are placed one after another along shortest augmenting paths of reduced costs, found by Dijkstra's search;
    /// a column that stands for "not covered" takes whatever saves nothing elsewhere. Exact for transport problems (Ahuja,
    /// Magnanti and Orlin, Network Flows, sections 9.7 and 12.4). A demand that finds its best supply free costs one row.
    static func best(demands: [Double], supplies: [Double], gains: [Double]) -> [Cover] {
        guard !demands.isEmpty, !supplies.isEmpty else { return [] }
        var greatest = 1.0
        for gain in gains where gain.isFinite { greatest = max(greatest, abs(gain)) }
        var placing = Placing(demands: demands, supplies: supplies, gains: gains, tolerance: 1e-9 * greatest)
        // The greatest saving first: what comes later then finds the scarce supplies priced and moves nobody.
        var most = Array(repeating: -Double.infinity, count: demands.count)
        for demand in demands.indices {
            for supply in supplies.indices { most[demand] = max(most[demand], gains[demand * supplies.count + supply]) }
        }
        for demand in demands.indices.sorted(by: { (-most[$0], $0) < (-most[$1], $1) }) { placing.place(demand) }
        return placing.covers
    }
}

/// A placing in the making. Prices of supplies and worths of demands certify at every step that it is the best of what has
/// been placed: `worth + price >= gain`, with equality where something flows; a supply that is not used up costs nothing.
private struct Placing {
    private let demands: [Double]
    private let gains: [Double]
    private let count: Int
    private let tolerance: Double
    private var spare: [Double]
    private var price: [Double]
    private var worth: [Double]
    /// By supply, then demand.
    private var flow: [Double]
    /// By supply: the demands that it ever covered.
    private var takers: [[Int]]
    // Of one search.
    private var distance: [Double]
    private var source: [Int]
    private var isDone: [Bool]
    private var reached: [Double]
    private var back: [Int]

    init(demands: [Double], supplies: [Double], gains: [Double], tolerance: Double) {
        self.demands = demands
        self.gains = gains
        self.tolerance = tolerance
        count = supplies.count
        spare = supplies
        price = Array(repeating: 0, count: supplies.count)
        worth = Array(repeating: 0, count: demands.count)
        flow = Array(repeating: 0, count: supplies.count * demands.count)
        takers = Array(repeating: [], count: supplies.count)
        distance = Array(repeating: .infinity, count: supplies.count)
        source = Array(repeating: -1, count: supplies.count)
        isDone = Array(repeating: false, count: supplies.count)
        reached = Array(repeating: -1, count: demands.count)
        back = Array(repeating: -1, count: demands.count)
    }

    var covers: [CoverMatching.Cover] {
        var result: [CoverMatching.Cover] = []
        for demand in demands.indices {
            for supply in 0..<count where flow[supply * demands.count + demand] > CoverMatching.least {
                result.append(
                    CoverMatching.Cover(
                        demand: demand, supply: supply, amount: flow[supply * demands.count + demand]))
            }
        }
        return result
    }

    mutating func place(_ demand: Int) {
        var wanted = demands[demand]
        var best = 0.0
        for supply in 0..<count where gains[demand * count + supply] > tolerance {
            best = max(best, gains[demand * count + supply] - price[supply])
        }
        worth[demand] = best
        while wanted > CoverMatching.least {
            guard let end = search(from: demand) else { return }
            wanted -= augment(demand, wanted: wanted, end: end)
        }
    }

    /// Where a path of the least loss ends.
    private enum End {
        /// A supply with something to spare.
        case supply(Int)
        /// A demand that is better left uncovered.
        case uncovered(Int)
    }

    /// nil when the demand itself is better left uncovered.
    private mutating func search(from first: Int) -> End? {
        // What saves nothing stays uncovered; nobody has to move.
        if worth[first] <= tolerance { return nil }
        for supply in 0..<count {
            distance[supply] = .infinity
            isDone[supply] = false
        }
        for demand in demands.indices { reached[demand] = -1 }
        var leaving = worth[first]
        var leaver = first
        var visited: [Int] = []
        reached[first] = 0
        relax(first, from: 0)
        while true {
            var (nearest, free) = (-1, -1)
            var (least, leastFree) = (Double.infinity, Double.infinity)
            for supply in 0..<count where !isDone[supply] {
                let reach = distance[supply]
                if reach < least { (nearest, least) = (supply, reach) }
                if reach < leastFree, spare[supply] > CoverMatching.least { (free, leastFree) = (supply, reach) }
            }
            // Of equals the one that ends the search.
            if free >= 0, leastFree <= least + tolerance { (nearest, least) = (free, leastFree) }
            guard nearest >= 0, least < leaving - tolerance else {
                settle(visited, by: leaving)
                return leaver == first ? nil : .uncovered(leaver)
            }
            if spare[nearest] > CoverMatching.least {
                settle(visited, by: least)
                return .supply(nearest)
            }
            isDone[nearest] = true
            visited.append(nearest)
            for demand in takers[nearest]
            where reached[demand] < 0 && flow[nearest * demands.count + demand] > CoverMatching.least {
                reached[demand] = least
                back[demand] = nearest
                if least + worth[demand] < leaving { (leaving, leaver) = (least + worth[demand], demand) }
                relax(demand, from: least)
            }
        }
    }

    /// What it would lose to be covered by each supply at its price.
    private mutating func relax(_ demand: Int, from start: Double) {
        let row = demand * count
        let base = start + worth[demand]
        for supply in 0..<count where !isDone[supply] && gains[row + supply] > tolerance {
            let next = max(start, base - gains[row + supply] + price[supply])
            if next < distance[supply] {
                distance[supply] = next
                source[supply] = demand
            }
        }
    }

    private mutating func settle(_ visited: [Int], by end: Double) {
        for supply in visited { price[supply] += max(0, end - distance[supply]) }
        for demand in demands.indices where reached[demand] >= 0 {
            worth[demand] = max(0, worth[demand] - max(0, end - reached[demand]))
        }
    }

    private mutating func augment(_ first: Int, wanted: Double, end: End) -> Double {
        var amount = wanted
        var demand: Int
        switch end {
        case .supply(let supply):
            amount = min(amount, spare[supply])
            demand = source[supply]
        case .uncovered(let leaver): demand = leaver
        }
        var walker = demand
        while walker != first {
            amount = min(amount, flow[back[walker] * demands.count + walker])
            walker = source[back[walker]]
        }
        if case .supply(let supply) = end {
            spare[supply] -= amount
            add(amount, demand, supply)
        }
        while demand != first {
            let supply = back[demand]
            flow[supply * demands.count + demand] -= amount
            demand = source[supply]
            add(amount, demand, supply)
        }
        return amount
    }

    private mutating func add(_ amount: Double, _ demand: Int, _ supply: Int) {
        let place = supply * demands.count + demand
        if flow[place] == 0, !takers[supply].contains(demand) { takers[supply].append(demand) }
        flow[place] += amount
    }
}

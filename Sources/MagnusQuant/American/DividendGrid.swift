import CKernels
import Glibc

/// One finite-difference solution in log spot with the strike on a node, for up to eight volatilities and rates at once.
///
/// Crank-Nicolson with four implicit half steps after expiry and after every dividend (Rannacher), time steps growing
/// quadratically from there (so that the moving boundary, which behaves like a square root, keeps second order), the
/// exercise constraint solved exactly (Brennan-Schwartz, or policy iteration where the region is no half-line). The
/// steps run in a vectorised kernel, one solution per lane.
struct DividendGrid {
    /// Nodes are 2 * half + 1; steps are those of the whole life, shared out by square root of the stretch.
    struct Size: Sendable {
        var half: Int
        var steps: Int
        /// Fewest steps of a stretch.
        var least = 8

        var doubled: Size { Size(half: 2 * half, steps: 2 * steps, least: max(8, least)) }
        /// As many nodes more as the grid is wider than one for a single spot and volatility.
        func widened(_ factor: Double) -> Size {
            Size(half: Int((Double(half) * factor).rounded(.up)), steps: steps, least: least)
        }

        /// For many at once: within 1e-4 of the spot.
        static let rough = Size(half: 24, steps: 8, least: 4)
        static let live = Size(half: 48, steps: 16)
        static let exact = Size(half: 280, steps: 110)
    }

    /// What the grid says at the spot.
    struct Reading: Sendable {
        var price: Double
        var delta: Double
        var gamma: Double
        /// Exercise now is optimal.
        var isExercised: Bool
        /// Within 0.5 % (or two nodes) of the boundary.
        var isNearBoundary: Bool
    }

    /// Volatility and rate of one lane.
    struct Scenario {
        var volatility: Double
        var rate: Double
    }

    static let laneCount = 8
    let terms: OptionTerms
    private let size: Size
    let spacing: Double
    /// Ordered towards the exercised end: rising for a call, falling for a put.
    let spots: [Double]
    let payoff: [Double]
    /// 0 none, 1 half-line, 2 anywhere: as the kernel counts.
    let constraint: Int32
    private let rates: [Double]
    private let volatilities: [Double]
    private let events: [CashDividend]

    var isRising: Bool { terms.right == .call }

    /// The nodes are laid out for the terms themselves, whatever the scenarios (at most eight) change.
    init(terms: OptionTerms, scenarios: [Scenario], size: Size) {
        self.terms = terms
        self.size = size
        let spacing = Self.width(terms) / Double(size.half)
        self.spacing = spacing
        let direction = terms.right.sign
        let strike = terms.strike
        spots = (-size.half...size.half).map { strike * exp(direction * Double($0) * spacing) }
        payoff = spots.map { max(0, direction * ($0 - strike)) }
        rates = (0..<Self.laneCount).map { $0 < scenarios.count ? scenarios[$0].rate : terms.rate }
        volatilities = (0..<Self.laneCount).map { $0 < scenarios.count ? scenarios[$0].volatility : terms.volatility }
        if terms.style == .european {
            constraint = 0
        } else if terms.right == .put {
            constraint = rates.allSatisfy { $0 >= 0 } ? 1 : 2
        } else {
            constraint = terms.dividendYield >= 0 ? 1 : 2
        }
        // Ex-dates backwards from expiry, those of one moment together.
        var merged: [CashDividend] = []
        for dividend in terms.dividends.sorted(by: { $0.years > $1.years })
        where dividend.years > 0 && dividend.years <= terms.years && dividend.amount > 0 {
            if let last = merged.last, last.years == dividend.years {
                merged[merged.count - 1].amount += dividend.amount
            } else {
                merged.append(dividend)
            }
        }
        events = merged
    }

    /// How far the nodes reach to each side of the strike, in log spot.
    static func width(_ terms: OptionTerms) -> Double {
        let deviation = terms.volatility * terms.years.squareRoot()
        let drift = abs(terms.rate - terms.dividendYield - 0.5 * terms.volatility * terms.volatility) * terms.years
        return max(abs(terms.logMoneyness) + 5.5 * deviation + min(drift, 3 * deviation), 1e-9)
    }

    /// The readings of all lanes at the spot of the terms.
    func solve() -> [Reading] { solve(spots: [terms.spot]).map { $0[0] } }

    /// The readings of all lanes, each at every one of these spots, which lie no further from the strike than that of the
    /// terms.
    func solve(spots wanted: [Double]) -> [[Reading]] {
        solved { values in
            let reader = DividendGridReader(grid: self, values: values)
            return (0..<Self.laneCount).map { lane in wanted.map { reader.read(lane: lane, spot: $0) } }
        }
    }

    /// The values themselves.
    func solution() -> Solution {
        let count = spots.count * Self.laneCount
        return Solution(grid: self, values: solved { Array(UnsafeBufferPointer(start: $0, count: count)) })
    }

    /// Values of all lanes at all nodes.
    struct Solution {
        let grid: DividendGrid
        /// Eight lanes per node.
        fileprivate let values: [Double]

        /// - Precondition: `node` is one of the grid's.
        func lanes(_ node: Int) -> SIMD8<Double> {
            let first = DividendGrid.laneCount * node
            return values.withUnsafeBufferPointer { SIMD8($0[first..<first + DividendGrid.laneCount]) }
        }
    }

    /// - Parameter read: gets eight lanes per node, node after node, good for the call.
    private func solved<Answer>(_ read: (UnsafePointer<Double>) -> Answer) -> Answer {
        let count = spots.count
        let lanes = Self.laneCount
        let column = lanes * count
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: 5 * column) { memory in
            memory.initialize(repeating: 0)
            for node in 0..<count {
                for lane in 0..<lanes { memory[lanes * node + lane] = payoff[node] }
            }
            guard let base = memory.baseAddress else { preconditionFailure("a grid has nodes") }
            rates.withUnsafeBufferPointer { rates in
                volatilities.withUnsafeBufferPointer { volatilities in
                    var grid = magnus_grid(
                        count: count, spacing: spacing, yield: terms.dividendYield, is_rising: isRising ? 1 : 0,
                        constraint: constraint, rate: rates.baseAddress, volatility: volatilities.baseAddress,
                        values: base, right: base + column, upper: base + 2 * column, work: base + 3 * column,
                        active: base + 4 * column)
                    run(&grid)
                }
            }
            return read(UnsafePointer(base))
        }
    }

    private func run(_ grid: inout magnus_grid) {
        var time = terms.years
        for event in events {
            advance(&grid, by: time - event.years)
            let left = terms.years - event.years
            let worthless = rates.map { self.worthless(rate: $0, timeLeft: left) }
            magnus_grid_drop(&grid, payoff, spots, event.amount, worthless)
            time = event.years
        }
        advance(&grid, by: time)
    }

    /// Value once the spot has fallen to nothing, `timeLeft` before expiry.
    private func worthless(rate: Double, timeLeft: Double) -> Double {
        guard terms.right == .put else { return 0 }
        let later = terms.strike * exp(-rate * timeLeft)
        return terms.style == .american ? max(terms.strike, later) : later
    }

    /// Steps back over a stretch without dividends.
    private func advance(_ grid: inout magnus_grid, by span: Double) {
        guard span > 0 else { return }
        let count = max(size.least, Int((Double(size.steps) * (span / terms.years).squareRoot()).rounded()))
        var done = 0.0
        for k in 1...count {
            let fraction = Double(k) / Double(count)
            let next = span * fraction * fraction
            if k <= 2 {
                magnus_grid_step(&grid, payoff, 0.5 * (next - done), 1)
                magnus_grid_step(&grid, payoff, 0.5 * (next - done), 1)
            } else {
                magnus_grid_step(&grid, payoff, next - done, 0.5)
            }
            done = next
        }
    }
}

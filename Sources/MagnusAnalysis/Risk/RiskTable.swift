import Glibc
import MagnusDomain
import MagnusQuant

/// Prices of one option over the moves that outcomes have, solved once and read by cubic interpolation: what an outcome
/// costs does not depend on how many there are.
struct RiskTable: Sendable {
    /// Logarithms of spot over spot now, and of volatility over volatility now: evenly spaced.
    private let spots: Axis
    private let volatilities: Axis
    /// Row by volatility.
    private let prices: [Double]
    /// At no move, read as any other: an outcome without a move has no profit.
    private(set) var base = 0.0

    static let spotNodes = 97
    static let volatilityNodes = 8

    private struct Axis: Sendable {
        var first: Double
        var step: Double
        var count: Int

        init(_ values: ClosedRange<Double>, count: Int) {
            first = values.lowerBound
            let width = values.upperBound - values.lowerBound
            self.count = width > 1e-12 ? count : 1
            step = self.count > 1 ? width / Double(count - 1) : 1
        }

        var nodes: [Double] { (0..<count).map { first + Double($0) * step } }

        /// First of four neighbours and their weights (Lagrange); a single node has all of it.
        func neighbours(_ value: Double) -> (start: Int, weights: SIMD4<Double>) {
            guard count >= 4 else { return (0, SIMD4(1, 0, 0, 0)) }
            let place = (value - first) / step
            let start = min(max(0, Int(place.rounded(.down)) - 1), count - 4)
            let t = place - Double(start)
            return (
                start,
                SIMD4(
                    -(t - 1) * (t - 2) * (t - 3) / 6, t * (t - 2) * (t - 3) / 2, -t * (t - 1) * (t - 3) / 2,
                    t * (t - 1) * (t - 2) / 6)
            )
        }
    }

    /// - Parameters:
    ///   - terms: At the spot and volatility of now.
    ///   - moves: The outcomes that will be read.
    /// - Returns: nil where a cell cannot be priced.
    init?(_ terms: OptionTerms, moves: RiskMoves) {
        func range(_ values: [Double]) -> ClosedRange<Double> {
            let low = min(0, values.min() ?? 0)
            let high = max(0, values.max() ?? 0)
            return low...high
        }
        spots = Axis(range(moves.price.map { log(max(ScenarioLeg.leastPart, 1 + $0)) }), count: Self.spotNodes)
        volatilities = Axis(range(moves.volatility), count: Self.volatilityNodes)
        guard
            let grid = try? OptionPriceGrid(
                terms, volatilities: volatilities.nodes.map { terms.volatility * exp($0) }),
            let prices = try? grid.prices(spots: spots.nodes.map { terms.spot * exp($0) })
        else { return nil }
        self.prices = prices
        guard let standing = read(spot: 0, volatility: 0) else { return nil }
        base = standing
    }

    /// Change of the price per share against now; nil for what is no number.
    func change(price: Double, volatility: Double) -> Double? {
        read(spot: log(max(ScenarioLeg.leastPart, 1 + price)), volatility: volatility).map { $0 - base }
    }

    private func read(spot: Double, volatility: Double) -> Double? {
        let across = spots.neighbours(spot)
        let down = volatilities.neighbours(volatility)
        var sum = 0.0
        for row in 0..<min(4, volatilities.count) {
            let weight = down.weights[row]
            guard weight != 0 else { continue }
            let start = (down.start + row) * spots.count + across.start
            var value = 0.0
            for column in 0..<min(4, spots.count) { value += across.weights[column] * prices[start + column] }
            sum += weight * value
        }
        return sum.isFinite ? sum : nil
    }
}

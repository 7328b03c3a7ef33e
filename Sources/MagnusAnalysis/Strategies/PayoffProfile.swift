import Glibc
import MagnusQuant

/// Profit and loss of a set of legs over all spots at the first expiry.
public struct PayoffProfile: Sendable, Hashable {
    /// Supremum of the profit; nil when unlimited.
    public let maximumProfit: Double?
    /// Infimum of the profit as a positive loss (negative when the worst case is a gain); nil when unlimited.
    public let maximumLoss: Double?
    /// Spots at which the profit changes sign, ascending.
    public let breakevens: [Double]
    /// Where the profit and the loss are the most; nil where unlimited.
    public let maximumProfitSpot: Double?
    public let maximumLossSpot: Double?

    /// Single-expiry legs are piecewise linear and exact. Legs with time left are scanned on a grid in log spot, finer in
    /// two steps about the extremes; the extremes and breakevens themselves are sums of ``PayoffLeg/value(at:)``.
    public init(_ legs: [PayoffLeg]) {
        func profit(_ spot: Double) -> Double { legs.reduce(0) { $0 + $1.profit(spot) } }
        func profits(_ spots: [Double]) -> [Double] {
            legs.reduce(spots.map { _ in 0 }) { sum, leg in zip(sum, leg.profits(spots)).map { $0 + $1 } }
        }
        let slope = legs.reduce(0) { $0 + $1.slopeAtInfinity }
        var strikes: [Double] = []
        for leg in legs {
            if case .option(_, let strike) = leg.instrument { strikes.append(strike) }
            if case .shares = leg.instrument { strikes.append(leg.entry) }
        }
        strikes = Set(strikes.filter { $0 > 0 && $0.isFinite }).sorted()
        let isCurved = legs.contains { $0.remainingYears > 0 }
        var nodes = [0.0] + strikes
        if isCurved, let low = strikes.first, let high = strikes.last {
            nodes = Self.grid(low: low, high: high, strikes: strikes)
        }
        let values = isCurved ? profits(nodes) : nodes.map(profit)
        let tolerance = Self.tolerance(legs)
        var best = Self.extreme(nodes, values, sign: 1)
        var worst = Self.extreme(nodes, values, sign: -1)
        if isCurved {
            best = Self.refined(best, nodes, sign: 1, profits, profit)
            worst = Self.refined(worst, nodes, sign: -1, profits, profit)
        }
        maximumProfit = slope > 1e-12 ? nil : best.profit
        maximumLoss = slope < -1e-12 ? nil : -worst.profit
        maximumProfitSpot = slope > 1e-12 ? nil : nodes.isEmpty ? nil : best.spot
        maximumLossSpot = slope < -1e-12 ? nil : nodes.isEmpty ? nil : worst.spot
        var found: [Double] = []
        for index in 1..<max(1, nodes.count) {
            let (left, right) = (values[index - 1], values[index])
            if abs(right) <= tolerance {
                // A touch at a kink counts once, and only if the sign changes there or the profit leaves zero.
                if abs(left) > tolerance { found.append(nodes[index]) }
            } else if left * right < 0, abs(left) > tolerance {
                found.append(Self.root(nodes[index - 1], nodes[index], profit, isLinear: !isCurved))
            } else if abs(left) <= tolerance, index == 1, nodes[0] > 0 {
                found.append(nodes[0])
            }
        }
        if let last = nodes.last, let value = values.last, abs(slope) > 1e-12, value * slope < 0, !isCurved {
            found.append(last - value / slope)
        }
        breakevens = found.sorted()
    }

    /// A profit within it of zero is none: what sums of entries leave in binary.
    static func tolerance(_ legs: [PayoffLeg]) -> Double {
        1e-9 * legs.reduce(1) { $0 + abs($1.quantity * $1.entry) }
    }

    /// Close together where the shape is decided, and a few spots far out.
    private static func grid(low: Double, high: Double, strikes: [Double]) -> [Double] {
        let start = log(low / 3.5)
        let end = log(high * 3.5)
        let steps = 200
        let points = (0...steps).map { exp(start + (end - start) * Double($0) / Double(steps)) }
        return ([0, low / 6, low / 4.5] + points + strikes + [high * 4.5, high * 6]).sorted()
    }

    private static func root(
        _ left: Double, _ right: Double, _ profit: (Double) -> Double, isLinear: Bool
    ) -> Double {
        var (low, high) = (left, right)
        var (lowValue, highValue) = (profit(low), profit(high))
        if isLinear { return low - lowValue * (high - low) / (highValue - lowValue) }
        // Within what two grids differ of an end.
        guard lowValue * highValue < 0 else { return abs(lowValue) < abs(highValue) ? low : high }
        // Regula falsi; an end that stays twice counts half (Illinois).
        var stayed = 0
        for _ in 0..<60 where high - low > 1e-10 * high {
            let middle = min(max(low - lowValue * (high - low) / (highValue - lowValue), low), high)
            let value = profit(middle)
            if abs(value) < 1e-7 { return middle }
            if (value < 0) == (lowValue < 0) {
                (low, lowValue) = (middle, value)
                if stayed > 0 { highValue *= 0.5 }
                stayed = 1
            } else {
                (high, highValue) = (middle, value)
                if stayed < 0 { lowValue *= 0.5 }
                stayed = -1
            }
        }
        return abs(lowValue) < abs(highValue) ? low : high
    }

    private typealias Extreme = (index: Int, spot: Double, profit: Double)

    private static func extreme(_ nodes: [Double], _ values: [Double], sign: Double) -> Extreme {
        guard let index = values.indices.max(by: { sign * values[$0] < sign * values[$1] }) else { return (0, 0, 0) }
        return (index, nodes[index], values[index])
    }

    /// The extreme between the neighbours of the best node, looked for in two finer rows of spots.
    private static func refined(
        _ start: Extreme, _ nodes: [Double], sign: Double, _ profits: ([Double]) -> [Double],
        _ profit: (Double) -> Double
    ) -> Extreme {
        var low = nodes[max(0, start.index - 1)]
        var high = nodes[min(nodes.count - 1, start.index + 1)]
        var found = start
        // At an end of the scan there is nothing between; where all is flat, nothing better.
        if low < start.spot, start.spot < high {
            let steps = 8
            for _ in 0..<3 {
                let middle = found.spot
                let row =
                    (0..<steps).map { low + (middle - low) * Double($0) / Double(steps) }
                    + (0...steps).map { middle + (high - middle) * Double($0) / Double(steps) }
                let values = profits(row)
                let best = extreme(row, values, sign: sign)
                (low, high) = (row[max(0, best.index - 1)], row[min(row.count - 1, best.index + 1)])
                found = (start.index, best.spot, best.profit)
                if low >= found.spot || high <= found.spot { break }
            }
        }
        // The figure itself, also of the node: what the rows say is off by what two grids differ.
        let candidates = [start.spot, found.spot].map { (start.index, $0, profit($0)) }
        return candidates.max { sign * $0.2 < sign * $1.2 } ?? start
    }
}

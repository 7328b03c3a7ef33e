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

    /// Single-expiry legs are piecewise linear and exact; legs with time left are scanned on a grid in log spot and
    /// refined by bisection and golden section.
    public init(_ legs: [PayoffLeg]) {
        func profit(_ spot: Double) -> Double { legs.reduce(0) { $0 + $1.profit(spot) } }
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
        let values = nodes.map(profit)
        let tolerance = Self.tolerance(legs)
        var best = values.max() ?? 0
        var worst = values.min() ?? 0
        if isCurved {
            best = max(best, Self.refined(nodes, values, profit, sign: 1))
            worst = min(worst, -Self.refined(nodes, values, { -profit($0) }, sign: -1))
        }
        maximumProfit = slope > 1e-12 ? nil : best
        maximumLoss = slope < -1e-12 ? nil : -worst
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

    private static func grid(low: Double, high: Double, strikes: [Double]) -> [Double] {
        let start = log(low / 6)
        let end = log(high * 6)
        let steps = 240
        let points = (0...steps).map { exp(start + (end - start) * Double($0) / Double(steps)) }
        return ([0] + points + strikes).sorted()
    }

    private static func root(
        _ left: Double, _ right: Double, _ profit: (Double) -> Double, isLinear: Bool
    ) -> Double {
        var (low, high) = (left, right)
        var lowValue = profit(low)
        if isLinear {
            let highValue = profit(high)
            return low - lowValue * (high - low) / (highValue - lowValue)
        }
        for _ in 0..<60 {
            let middle = 0.5 * (low + high)
            let value = profit(middle)
            if value == 0 { return middle }
            if (value < 0) == (lowValue < 0) { (low, lowValue) = (middle, value) } else { high = middle }
            if high - low <= 1e-12 * high { break }
        }
        return 0.5 * (low + high)
    }

    /// The maximum near the best node, by golden section between its neighbours.
    private static func refined(
        _ nodes: [Double], _ values: [Double], _ function: (Double) -> Double, sign: Double
    ) -> Double {
        guard let best = values.indices.max(by: { sign * values[$0] < sign * values[$1] }) else { return 0 }
        var low = nodes[max(0, best - 1)]
        var high = nodes[min(nodes.count - 1, best + 1)]
        let ratio = 0.6180339887498949
        var result = function(nodes[best])
        for _ in 0..<50 where high - low > 1e-10 * high {
            let first = high - ratio * (high - low)
            let second = low + ratio * (high - low)
            let (firstValue, secondValue) = (function(first), function(second))
            result = max(result, firstValue, secondValue)
            if firstValue < secondValue { low = first } else { high = second }
        }
        return result
    }
}

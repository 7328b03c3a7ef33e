import Glibc

/// Whether smiles let somebody gain without risk, looked for on a fine grid of log-moneyness.
public enum SmileArbitrage {
    /// Where a smile or a pair of them comes nearest to arbitrage, or deepest into it.
    public struct Worst: Sendable, Hashable {
        /// Butterfly: the least g(k). Calendar: the least w2(k) - w1(k). Negative is arbitrage.
        public var value: Double
        public var logMoneyness: Double
    }

    /// Points of ``grid(_:smile:count:)`` by which smiles are judged.
    public static let points = 1001

    /// Evenly spaced over a range, and denser around the smile's vertex, where its curvature lives.
    public static func grid(_ range: ClosedRange<Double>, smile: RawSVI, count: Int = points) -> [Double] {
        let steps = max(count, 2) - 1
        let width = range.upperBound - range.lowerBound
        var result = (0...steps).map { range.lowerBound + width * Double($0) / Double(steps) }
        let near = max(steps / 8, 8)
        for index in -near...near {
            let k = smile.shift + 6 * smile.smoothing * Double(index) / Double(near)
            if range.contains(k) { result.append(k) }
        }
        return result
    }

    /// The least density factor on the range; a smile whose wings keep to Lee's bound has none beyond a wide enough one.
    public static func butterfly(_ smile: RawSVI, over range: ClosedRange<Double>, count: Int = points) -> Worst {
        least(grid(range, smile: smile, count: count)) { smile.density($0) }
    }

    /// The least growth of total variance from one expiry to a later one at equal forward moneyness.
    public static func calendar(
        from near: RawSVI, to far: RawSVI, over range: ClosedRange<Double>, count: Int = points
    ) -> Worst {
        least(grid(range, smile: near, count: count) + grid(range, smile: far, count: count)) {
            far.variance($0) - near.variance($0)
        }
    }

    private static func least(_ points: [Double], _ value: (Double) -> Double) -> Worst {
        var worst = Worst(value: .infinity, logMoneyness: 0)
        for k in points {
            let found = value(k)
            if found < worst.value { worst = Worst(value: found, logMoneyness: k) }
        }
        return worst
    }
}

/// At-the-money volatility by time to expiry, interpolated linearly in total variance w = sigma^2 T.
public struct VolatilityTermStructure: Sendable, Hashable {
    /// One expiry: years (ACT/365) and volatility (decimal).
    public struct Node: Sendable, Hashable {
        public var years: Double
        public var volatility: Double

        public init(years: Double, volatility: Double) {
            self.years = years
            self.volatility = volatility
        }
    }

    /// Why no volatility can be given.
    public enum Undefined: Error, Sendable, Equatable {
        /// No usable node.
        case noExpiry
        /// The target is not positive or not finite.
        case badTarget
    }

    /// Sorted by time; nodes with a time or volatility not positive and finite are left out.
    public let nodes: [Node]

    /// Of several nodes at the same time the first one given is kept.
    public init(_ nodes: [Node]) {
        var kept: [Node] = []
        let sound = nodes.filter {
            $0.years > 0 && $0.years.isFinite && $0.volatility > 0 && $0.volatility.isFinite
        }
        for (_, node) in sound.enumerated().sorted(by: {
            ($0.element.years, $0.offset) < ($1.element.years, $1.offset)
        }) where kept.last?.years != node.years {
            kept.append(node)
        }
        self.nodes = kept
    }

    /// The volatility for `years`: linear in total variance between the expiries around it, flat volatility outside.
    ///
    /// - Throws: `noExpiry`, `badTarget`.
    public func volatility(years: Double) throws(Undefined) -> Double {
        guard years > 0, years.isFinite else { throw .badTarget }
        guard let first = nodes.first, let last = nodes.last else { throw .noExpiry }
        if years <= first.years { return first.volatility }
        if years >= last.years { return last.volatility }
        let upper = nodes.firstIndex { $0.years >= years } ?? nodes.count - 1
        let low = nodes[upper - 1]
        let high = nodes[upper]
        let weight = (years - low.years) / (high.years - low.years)
        let lowVariance = low.volatility * low.volatility * low.years
        let highVariance = high.volatility * high.volatility * high.years
        let variance = lowVariance + weight * (highVariance - lowVariance)
        return (variance / years).squareRoot()
    }

    /// The 30-day figure behind IV rank: as `volatility(years: 30/365)`, without the expiries under 7 days where there is
    /// another one.
    ///
    /// - Throws: `noExpiry`.
    public func thirtyDay() throws(Undefined) -> Double {
        let longer = nodes.filter { $0.years >= 7.0 / 365 }
        let used = longer.isEmpty ? self : VolatilityTermStructure(longer)
        return try used.volatility(years: 30.0 / 365)
    }

    /// The volatility between two times, sqrt((sigma2^2 T2 - sigma1^2 T1)/(T2 - T1)); nil where that variance is
    /// negative (a calendar arbitrage) or the times are not increasing.
    public static func forwardVolatility(from near: Node, to far: Node) -> Double? {
        guard near.years >= 0, far.years > near.years else { return nil }
        let variance =
            (far.volatility * far.volatility * far.years - near.volatility * near.volatility * near.years)
            / (far.years - near.years)
        guard variance >= 0, variance.isFinite else { return nil }
        return variance.squareRoot()
    }
}

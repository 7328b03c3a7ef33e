/// Zero rates of a risk-free curve: continuously compounded, linear between points, flat beyond the ends.
public struct RateCurve: Sendable, Hashable {
    /// Ascending in years; at least one.
    public var points: [RatePoint]
    public var asOf: Instant
    public var source: String

    public init(points: [RatePoint], asOf: Instant, source: String) {
        self.points = points
        self.asOf = asOf
        self.source = source
    }
}

/// One point of a rate curve.
public struct RatePoint: Sendable, Hashable {
    public var years: Double
    /// Continuously compounded per year, decimal.
    public var rate: Double

    public init(years: Double, rate: Double) {
        self.years = years
        self.rate = rate
    }
}

extension RateCurve {
    /// The zero rate for a maturity in years; nil when the curve has no points.
    public func rate(years: Double) -> Double? {
        guard let first = points.first, let last = points.last else { return nil }
        if years <= first.years { return first.rate }
        if years >= last.years { return last.rate }
        for (left, right) in zip(points, points.dropFirst()) where years <= right.years {
            let share = (years - left.years) / (right.years - left.years)
            return left.rate + share * (right.rate - left.rate)
        }
        return last.rate
    }
}

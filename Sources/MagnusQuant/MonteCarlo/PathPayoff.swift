/// What one simulated path tells. Spots per share, those after each step; the extremes with the first spot.
public struct PathSummary: Sendable, Hashable {
    /// The last spot.
    public var terminal: Double
    /// The arithmetic mean over the steps.
    public var average: Double
    public var lowest: Double
    public var highest: Double
}

/// What a path is worth. Every payoff but `touch` is discounted from the horizon.
public enum PathPayoff: Sendable {
    /// max(+-(S - K), 0) at the horizon.
    case vanilla(OptionRight, strike: Double)
    /// max(+-(A - K), 0) with the arithmetic mean A over the steps.
    case asian(OptionRight, strike: Double)
    /// 1 where the path meets the level, looked at after each step: the probability of touching, not discounted. Less
    /// than that of a path watched all the time (Broadie, Glasserman, Kou 1997: as with the level e^(0.5826 sigma
    /// sqrt(dt)) further away).
    case touch(Double)
    /// Any function of the path; it must not give NaN.
    case function(@Sendable (PathSummary) -> Double)

    /// Whether means or extremes of the path are needed.
    var needsAverage: Bool {
        switch self {
        case .asian, .function: true
        case .vanilla, .touch: false
        }
    }

    var needsRange: Bool {
        switch self {
        case .touch, .function: true
        case .vanilla, .asian: false
        }
    }

    /// - Throws: `notFinite` or `badInput` for a strike or level that is not a positive number.
    func validate() throws(PricingError) {
        switch self {
        case .vanilla(_, let number), .asian(_, let number), .touch(let number):
            guard number.isFinite else { throw .notFinite }
            guard number > 0 else { throw .badInput }
        case .function: break
        }
    }
}

/// Where today's implied volatility stands in its own past: IV rank and IV percentile, both 0 to 100.
///
/// Definitions: IV rank compares with the range of the window, IV percentile counts observations; a single spike bends
/// the rank and not the percentile. The window is the past observations, today excluded.
public struct VolatilityRank: Sendable, Hashable {
    /// Why no rank can be given.
    public enum Undefined: Error, Sendable, Equatable {
        /// Fewer past observations than asked for.
        case tooFewObservations(count: Int, minimum: Int)
        /// The current value is NaN, infinite or negative.
        case badCurrent
        /// A past value is NaN, infinite or negative.
        case badObservation(index: Int)
        /// Every past value is the same, so the range is zero.
        case noRange
    }

    /// Number of past observations.
    public let count: Int
    /// Lowest and highest past value, decimal volatility.
    public let low: Double
    public let high: Double
    /// The value ranked, decimal volatility.
    public let current: Double
    private let below: Int
    private let equal: Int

    /// Counts `current` against `history`.
    ///
    /// - Parameters:
    ///   - current: The volatility to place, decimal, >= 0.
    ///   - history: Past volatilities in any order, today not among them.
    ///   - minimum: The least number of observations that makes the figure meaningful; the desk uses 60.
    /// - Throws: `badCurrent`, `badObservation` or `tooFewObservations`.
    public init(
        current: Double, history: [Double], minimumObservations minimum: Int = 1
    ) throws(Undefined) {
        guard current.isFinite, current >= 0 else { throw .badCurrent }
        guard history.count >= Swift.max(minimum, 1) else {
            throw .tooFewObservations(count: history.count, minimum: Swift.max(minimum, 1))
        }
        var low = Double.infinity
        var high = 0.0
        var below = 0
        var equal = 0
        for (index, value) in history.enumerated() {
            guard value.isFinite, value >= 0 else { throw .badObservation(index: index) }
            low = Swift.min(low, value)
            high = Swift.max(high, value)
            if value < current { below += 1 } else if value == current { equal += 1 }
        }
        count = history.count
        self.low = low
        self.high = high
        self.current = current
        self.below = below
        self.equal = equal
    }

    /// 100 (current - low)/(high - low); below 0 or above 100 where today leaves the past range.
    ///
    /// - Throws: `noRange` where all observations are equal.
    public func rawRank() throws(Undefined) -> Double {
        guard high > low else { throw .noRange }
        return 100 * ((current - low) / (high - low))
    }

    /// `rawRank` held inside 0...100: the figure shown.
    ///
    /// - Throws: `noRange`.
    public func rank() throws(Undefined) -> Double {
        Swift.min(Swift.max(try rawRank(), 0), 100)
    }

    /// 100 x the share of observations strictly below today: the percentile shown. Ties do not count.
    public var percentileBelow: Double { 100 * Double(below) / Double(count) }

    /// 100 x the share of observations at or below today.
    public var percentileAtOrBelow: Double { 100 * Double(below + equal) / Double(count) }

    /// The mean of `percentileBelow` and `percentileAtOrBelow`.
    public var percentileMid: Double { 50 * Double(2 * below + equal) / Double(count) }

    /// Today lies above every observation of the window.
    public var isNewHigh: Bool { current > high }

    /// Today lies below every observation of the window.
    public var isNewLow: Bool { current < low }
}

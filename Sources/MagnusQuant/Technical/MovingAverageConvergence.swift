/// Moving average convergence/divergence (G. Appel): the difference of two exponential averages of the closes, its own
/// exponential average (the signal), and what lies between them (the histogram). In the unit of the prices.
public struct MovingAverageConvergence: Sendable, Hashable {
    /// One figure for each close; nil until both averages exist.
    public var line: [Double?]
    /// nil until the line has `signal` figures.
    public var signal: [Double?]
    /// Line less signal.
    public var histogram: [Double?]

    /// - Parameter closes: oldest first.
    public init(_ closes: [Double], fast: Int = 12, slow: Int = 26, signal window: Int = 9) {
        let pairs = zip(
            MovingAverage.exponential(closes, window: fast), MovingAverage.exponential(closes, window: slow))
        line = pairs.map { Self.difference($0, $1) }
        let start = line.firstIndex { $0 != nil } ?? line.count
        let known = line[start...].map { $0 ?? .nan }
        signal = [Double?](repeating: nil, count: start) + MovingAverage.exponential(known, window: window)
        histogram = zip(line, signal).map { Self.difference($0, $1) }
    }

    private static func difference(_ left: Double?, _ right: Double?) -> Double? {
        guard let left, let right else { return nil }
        return left - right
    }
}

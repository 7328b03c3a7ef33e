import Glibc

/// Realised volatility from prices: annualised, decimal, from the daily bars of sessions.
///
/// Prices must be adjusted for splits. The annual factor is the number of sessions a year, 252 unless said otherwise.
public enum HistoricalVolatility {
    /// Why no figure can be given.
    public enum Undefined: Error, Sendable, Equatable {
        case tooFewObservations(count: Int, minimum: Int)
        /// A price not positive or not finite, or a bar whose high is below its low, open or close, or its low above.
        case badPrice(index: Int)
    }

    /// One session's prices.
    public struct Bar: Sendable, Hashable {
        public var open: Double
        public var high: Double
        public var low: Double
        public var close: Double

        public init(open: Double, high: Double, low: Double, close: Double) {
            self.open = open
            self.high = high
            self.low = low
            self.close = close
        }

        var isSound: Bool {
            // Each by itself: the lesser of a number and what is none may be the number.
            low > 0 && high.isFinite && low <= open && low <= close && open <= high && close <= high
        }
    }

    public static let sessionsPerYear = 252.0

    /// sqrt(sessions x sample variance of ln(C_t/C_t-1)), divisor n - 1.
    ///
    /// - Parameter closes: Closing prices, oldest first; at least three, so two returns.
    /// - Throws: `tooFewObservations`, `badPrice`.
    public static func closeToClose(
        _ closes: [Double], sessionsPerYear: Double = sessionsPerYear
    ) throws(Undefined) -> Double {
        guard closes.count >= 3 else { throw .tooFewObservations(count: closes.count, minimum: 3) }
        var returns: [Double] = []
        returns.reserveCapacity(closes.count - 1)
        for index in closes.indices {
            guard closes[index] > 0, closes[index].isFinite else { throw .badPrice(index: index) }
            if index > 0 { returns.append(log(closes[index] / closes[index - 1])) }
        }
        return try ofReturns(returns, sessionsPerYear: sessionsPerYear)
    }

    /// The same from logarithmic returns, where some of them are left out.
    ///
    /// - Parameter returns: ln(C_t/C_t-1) in any order, finite; at least two.
    /// - Throws: `tooFewObservations`, `badPrice` for a return that is no number.
    public static func ofReturns(
        _ returns: [Double], sessionsPerYear: Double = sessionsPerYear
    ) throws(Undefined) -> Double {
        guard returns.count >= 2 else { throw .tooFewObservations(count: returns.count, minimum: 2) }
        var variance = SampleVariance()
        for (index, value) in returns.enumerated() {
            guard value.isFinite else { throw .badPrice(index: index) }
            variance.add(value)
        }
        return (sessionsPerYear * variance.variance).squareRoot()
    }

    /// sqrt(sessions/(4 ln 2 n) x sum of ln^2(H/L)): the range estimator of Parkinson (1980). No overnight move in it.
    ///
    /// - Throws: `tooFewObservations` without a bar, `badPrice`.
    public static func parkinson(
        _ bars: some Collection<Bar>, sessionsPerYear: Double = sessionsPerYear
    ) throws(Undefined) -> Double {
        guard !bars.isEmpty else { throw .tooFewObservations(count: 0, minimum: 1) }
        var sum = 0.0
        for (index, bar) in bars.enumerated() {
            guard bar.isSound else { throw .badPrice(index: index) }
            let range = log(bar.high / bar.low)
            sum += range * range
        }
        return (sessionsPerYear * sum / (4 * log(2) * Double(bars.count))).squareRoot()
    }

    /// The estimator of Yang and Zhang (2000): overnight, open-to-close and Rogers-Satchell parts; free of drift and gaps.
    ///
    /// - Parameter bars: Oldest first. The first bar gives only the previous close, so n + 1 bars make n observations; at
    ///   least three bars.
    /// - Throws: `tooFewObservations`, `badPrice`.
    public static func yangZhang(
        _ bars: some Collection<Bar>, sessionsPerYear: Double = sessionsPerYear
    ) throws(Undefined) -> Double {
        guard bars.count >= 3 else { throw .tooFewObservations(count: bars.count, minimum: 3) }
        var overnight = SampleVariance()
        var openToClose = SampleVariance()
        var rogersSatchell = 0.0
        var previousClose: Double?
        for (index, bar) in bars.enumerated() {
            guard bar.isSound else { throw .badPrice(index: index) }
            if let last = previousClose {
                overnight.add(log(bar.open / last))
                openToClose.add(log(bar.close / bar.open))
                rogersSatchell +=
                    log(bar.high / bar.close) * log(bar.high / bar.open)
                    + log(bar.low / bar.close) * log(bar.low / bar.open)
            }
            previousClose = bar.close
        }
        let n = Double(bars.count - 1)
        let k = 0.34 / (1.34 + (n + 1) / (n - 1))
        let variance = overnight.variance + k * openToClose.variance + (1 - k) * rogersSatchell / n
        return (sessionsPerYear * variance).squareRoot()
    }
}

/// Running sample variance (Welford 1962), divisor n - 1; 0 below two values.
struct SampleVariance {
    private var count = 0.0
    private var mean = 0.0
    private var squares = 0.0

    mutating func add(_ value: Double) {
        count += 1
        let delta = value - mean
        mean += delta / count
        squares += delta * (value - mean)
    }

    var variance: Double { count > 1 ? max(squares / (count - 1), 0) : 0 }
}

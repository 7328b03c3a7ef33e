import Glibc

extension HistoricalVolatility {
    /// sqrt(sessions/n x sum of (ln^2(H/L)/2 - (2 ln 2 - 1) ln^2(C/O))): the practical estimator of Garman and Klass
    /// (1980). No overnight move in it, and biased by a drift.
    ///
    /// - Throws: `tooFewObservations` without a bar, `badPrice`.
    public static func garmanKlass(
        _ bars: some Collection<Bar>, sessionsPerYear: Double = sessionsPerYear
    ) throws(Undefined) -> Double {
        try mean(bars, sessionsPerYear: sessionsPerYear) { bar in
            let range = log(bar.high / bar.low)
            let body = log(bar.close / bar.open)
            return 0.5 * range * range - (2 * log(2) - 1) * body * body
        }
    }

    /// sqrt(sessions/n x sum of (ln(H/C) ln(H/O) + ln(L/C) ln(L/O))): the estimator of Rogers and Satchell (1991). Right
    /// whatever the drift; no overnight move in it.
    ///
    /// - Throws: `tooFewObservations` without a bar, `badPrice`.
    public static func rogersSatchell(
        _ bars: some Collection<Bar>, sessionsPerYear: Double = sessionsPerYear
    ) throws(Undefined) -> Double {
        try mean(bars, sessionsPerYear: sessionsPerYear) { bar in
            log(bar.high / bar.close) * log(bar.high / bar.open) + log(bar.low / bar.close) * log(bar.low / bar.open)
        }
    }

    private static func mean(
        _ bars: some Collection<Bar>, sessionsPerYear: Double, of variance: (Bar) -> Double
    ) throws(Undefined) -> Double {
        guard !bars.isEmpty else { throw .tooFewObservations(count: 0, minimum: 1) }
        var sum = 0.0
        for (index, bar) in bars.enumerated() {
            guard bar.isSound else { throw .badPrice(index: index) }
            sum += variance(bar)
        }
        return (sessionsPerYear * max(sum, 0) / Double(bars.count)).squareRoot()
    }
}

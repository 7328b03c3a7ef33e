/// True range and its average (J. W. Wilder, 1978), in the unit of the prices.
public enum TrueRange {
    /// The greatest of high - low, |high - close before| and |low - close before|.
    static func value(_ bar: HistoricalVolatility.Bar, after close: Double) -> Double {
        max(bar.high - bar.low, abs(bar.high - close), abs(bar.low - close))
    }

    /// True ranges smoothed as Wilder does, begun with the mean of the first `window` ones.
    /// - Parameter bars: oldest first.
    /// - Returns: one figure for each bar; nil for the first `window` ones: the first bar has no close before it.
    public static func average(_ bars: [HistoricalVolatility.Bar], window: Int = 14) -> [Double?] {
        guard !bars.isEmpty else { return [] }
        let ranges = zip(bars, bars.dropFirst()).map { value($1, after: $0.close) }
        return [nil] + MovingAverage.wilder(ranges, window: window)
    }
}

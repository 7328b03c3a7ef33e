/// The volume-weighted average price over a window of bars.
public enum VolumeWeightedPrice {
    /// Sum of (high + low + close)/3 x volume over the sum of volumes.
    /// - Parameters:
    ///   - bars: oldest first.
    ///   - volumes: of the same bars, shares.
    /// - Returns: one figure for each bar; nil until the window is full, and where no volume or an impossible one is in it.
    public static func series(
        _ bars: [HistoricalVolatility.Bar], volumes: [Double], window: Int = 20
    ) -> [Double?] {
        let prices = bars.map { ($0.high + $0.low + $0.close) / 3 }
        guard volumes.count == prices.count else { return prices.map { _ in nil } }
        return MovingAverage.figures(prices, window: window) { index in
            let span = (index - window + 1)...index
            let total = volumes[span].reduce(0, +)
            guard total > 0, total.isFinite, volumes[span].allSatisfy({ $0 >= 0 }) else { return nil }
            return MovingAverage.finite(span.reduce(0) { $0 + prices[$1] * volumes[$1] } / total)
        }
    }
}

/// Directional movement (J. W. Wilder, 1978): how much of the true range went up and down, and how one-sided it is. All
/// figures 0 to 100.
public struct DirectionalMovement: Sendable, Hashable {
    /// +DI: upward movement in percent of the true range; nil for the first `window` bars and where nothing moved.
    public var plus: [Double?]
    /// -DI: downward movement.
    public var minus: [Double?]
    /// ADX: the smoothed |+DI - -DI| / (+DI + -DI). Begun with the mean of the first `window` of them; bars without one
    /// are left out and have no ADX.
    public var index: [Double?]

    /// - Parameter bars: oldest first.
    public init(_ bars: [HistoricalVolatility.Bar], window: Int = 14) {
        let pairs = Array(zip(bars, bars.dropFirst()))
        let ranges = MovingAverage.wilder(pairs.map { TrueRange.value($1, after: $0.close) }, window: window)
        let ups = MovingAverage.wilder(pairs.map { Self.movement($0, $1).up }, window: window)
        let downs = MovingAverage.wilder(pairs.map { Self.movement($0, $1).down }, window: window)
        func share(_ part: Double?, _ range: Double?) -> Double? {
            guard let part, let range, range > 0 else { return nil }
            return 100 * part / range
        }
        // The first bar has none before it.
        let first = [Double?](repeating: nil, count: min(bars.count, 1))
        plus = first + zip(ups, ranges).map(share)
        minus = first + zip(downs, ranges).map(share)
        let oneSidedness = zip(plus, minus).map { up, down -> Double? in
            guard let up, let down, up + down > 0 else { return nil }
            return 100 * abs(up - down) / (up + down)
        }
        let places = oneSidedness.indices.filter { oneSidedness[$0] != nil }
        let smoothed = MovingAverage.wilder(oneSidedness.compactMap { $0 }, window: window)
        var index = [Double?](repeating: nil, count: bars.count)
        for (place, value) in zip(places, smoothed) { index[place] = value }
        self.index = index
    }

    /// The part of a bar beyond the one before, on the side where it is larger.
    private static func movement(
        _ before: HistoricalVolatility.Bar, _ bar: HistoricalVolatility.Bar
    ) -> (up: Double, down: Double) {
        let up = bar.high - before.high
        let down = before.low - bar.low
        return (up > down && up > 0 ? up : 0, down > up && down > 0 ? down : 0)
    }
}

/// One session of an underlying, prices in dollars adjusted for splits.
public struct DailyBar: Sendable, Hashable {
    public var date: CalendarDate
    public var open: Double
    public var high: Double
    public var low: Double
    public var close: Double
    public var volume: Double

    public init(date: CalendarDate, open: Double, high: Double, low: Double, close: Double, volume: Double) {
        self.date = date
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }
}

/// The skew of one session at its close, 30 days: volatility of the put at forward delta -0.25 less that of the call at 0.25,
/// each by total variance between the expiries around 30 days (annual, decimal). Positive where puts are dearer.
public struct SkewObservation: Sendable, Hashable {
    public var date: CalendarDate
    public var skew: Double

    public init(date: CalendarDate, skew: Double) {
        self.date = date
        self.skew = skew
    }
}

/// The 30-day at-the-money implied volatility of one session at its close (annual, decimal).
public struct VolatilityObservation: Sendable, Hashable {
    public var date: CalendarDate
    public var impliedVolatility: Double

    public init(date: CalendarDate, impliedVolatility: Double) {
        self.date = date
        self.impliedVolatility = impliedVolatility
    }
}

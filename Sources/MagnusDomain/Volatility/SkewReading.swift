/// Skew at 30 days, now and in the past year: volatility of the put at forward delta -0.25 less that of the call at 0.25.
public struct SkewReading: Sendable, Hashable {
    /// Annual decimal, of the curves; positive where puts are dearer.
    public var current: Figure
    /// Volatilities it is the difference of, annual decimals at 30 days.
    public var put: Figure
    public var call: Figure
    /// 0 to 100: past sessions strictly below the last one.
    public var percentile: Figure
    /// The last completed session, at its close; nil without one.
    public var day: CalendarDate?
    /// Sessions it was counted among.
    public var sessions: Int
    /// Annual decimals over those sessions.
    public var low: Figure
    public var high: Figure
    public var median: Figure
    /// Oldest first; the last one is the session that the percentile is of. Empty where no source keeps it.
    public var history: [SkewObservation]

    public init(
        current: Figure, put: Figure, call: Figure, percentile: Figure, day: CalendarDate?, sessions: Int, low: Figure,
        high: Figure, median: Figure, history: [SkewObservation]
    ) {
        self.current = current
        self.put = put
        self.call = call
        self.percentile = percentile
        self.day = day
        self.sessions = sessions
        self.low = low
        self.high = high
        self.median = median
        self.history = history
    }
}

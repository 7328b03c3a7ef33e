import MagnusDomain

/// What the screen shows beside the book and is explained from: the scans, the market index of volatility, the clock.
public struct ExplainedScreen: Sendable {
    /// When something of the book was last quoted.
    public struct QuoteTime: Sendable {
        public var name: String
        public var time: Instant
        public var source: String

        public init(name: String, time: Instant, source: String) {
            self.name = name
            self.time = time
            self.source = source
        }
    }

    public var scans: [ScanResult] = []
    public var profile = ScanProfile.standard
    /// Symbol and level of the index of implied volatility; nil where the world has none.
    public var volatilityIndex: (symbol: String, level: Figure)?
    /// World seconds per second; nil in a live market.
    public var speed: Double?
    /// World seconds that a real second is worth at this moment; nil for the speed.
    public var rate: Double?
    public var quoteTimes: [QuoteTime] = []
    /// Days on which something held expires: the session's word depends on them.
    public var expiries: Set<CalendarDate> = []

    /// Prices of underlyings that nobody quotes, by symbol.
    public var impliedSpots: [String: ImpliedSpot] = [:]

    public init() {}
}

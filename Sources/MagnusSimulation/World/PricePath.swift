/// Daily figures of one underlying over the sessions of a world: logs of prices and the level of volatility.
struct PricePath: Sendable {
    /// Log of the first price of each session.
    var open: [Double]
    /// Log of the official close.
    var close: [Double]
    /// Log return from the previous close to the open, scheduled jumps and dividends included.
    var gap: [Double]
    /// Realised standard deviation of the session's return.
    var deviation: [Double]
    /// 30-day at-the-money volatility without scheduled events at the close.
    var volatility: [Double]
    /// Skew of the session over that of the security: 1 at the anchor.
    var skew: [Double]
}

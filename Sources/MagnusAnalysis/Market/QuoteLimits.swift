/// When a quote is too old, too far ahead or too wide (defaults: trader.md section 4, trust marks).
public struct QuoteLimits: Sendable, Hashable {
    /// Seconds after which the quote of an underlying is stale in session.
    public var underlyingSeconds = 15.0
    /// The same for an option with two days or more to expiry.
    public var optionSeconds = 60.0
    /// The same for an option with at most one day to expiry.
    public var nearExpirySeconds = 10.0
    /// A stamp further ahead of the clock than this gives no age.
    public var futureSeconds = 5.0
    /// A spread above this fraction of the mid is flagged.
    public var wideSpreadFraction = 0.25
    /// Dollars per share: a spread of no more is as narrow as cheap options have it, whatever fraction of the mid it is.
    public var narrowSpread = 0.05
    /// A spread above this fraction of the mid tells no volatility.
    public var volatilitySpreadFraction = 1.0
    /// Out of session a quote stamped so many seconds before the last close was not the one of the close.
    public var closeSeconds = 900.0
    /// An option without a bid is marked at half its ask up to this ask, and has no mark above it.
    public var worthlessAsk = 0.10

    public init() {}
}

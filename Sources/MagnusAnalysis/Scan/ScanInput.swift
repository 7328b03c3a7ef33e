import MagnusDomain

/// Everything a scan looks at.
public struct ScanInput: Sendable {
    public var strategy: ScanStrategy
    public var profile: ScanProfile
    /// Name of the list scanned, for the result.
    public var watchlist: String
    /// Looked at, in this order; symbols without a chain in the market are left out.
    public var symbols: [String]
    /// Symbols the owner is content to hold.
    public var own: Set<String>
    /// With the chains of `symbols`.
    public var market: MarketSnapshot
    /// The account that would trade.
    public var book: BookValuation
    /// Past announcements by symbol, whose days do not count as realised volatility.
    public var pastEarnings: [String: [CalendarDate]]
    /// Symbols on which two sources disagree by more than the tolerance.
    public var contradictory: Set<String>
    public var isRiskOff: Bool

    public init(
        strategy: ScanStrategy, profile: ScanProfile = .standard, watchlist: String, symbols: [String],
        own: Set<String>, market: MarketSnapshot, book: BookValuation, pastEarnings: [String: [CalendarDate]] = [:],
        contradictory: Set<String> = [], isRiskOff: Bool = false
    ) {
        self.strategy = strategy
        self.profile = profile
        self.watchlist = watchlist
        self.symbols = symbols
        self.own = own
        self.market = market
        self.book = book
        self.pastEarnings = pastEarnings
        self.contradictory = contradictory
        self.isRiskOff = isRiskOff
    }
}

import MagnusDomain

/// What is known about one underlying at the moment of a snapshot.
public struct UnderlyingMarket: Sendable, Hashable {
    public var profile: SecurityProfile
    /// nil when no source has quoted it.
    public var quote: Quote?
    /// Its quote at the time of the last quotes of its options, where it trades on without them; nil in session and where
    /// no source has it.
    public var closingQuote: Quote?
    /// Completed sessions, oldest first.
    public var bars: [DailyBar]
    /// Completed sessions, oldest first.
    public var volatilityHistory: [VolatilityObservation]

    public init(
        profile: SecurityProfile, quote: Quote?, bars: [DailyBar] = [],
        volatilityHistory: [VolatilityObservation] = [], closingQuote: Quote? = nil
    ) {
        self.profile = profile
        self.quote = quote
        self.bars = bars
        self.volatilityHistory = volatilityHistory
        self.closingQuote = closingQuote
    }
}

/// The market as one value: everything that valuation, monitors and scans may look at.
public struct MarketSnapshot: Sendable, Hashable {
    public var asOf: Instant
    /// Name of the market data source.
    public var source: String
    public var underlyings: [String: UnderlyingMarket]
    /// Contracts that are held or otherwise followed.
    public var optionQuotes: [OptionContract: Quote]
    /// Only what scans need.
    public var chains: [String: OptionChain]
    public var rates: RateCurve
    /// Symbol that deltas are weighted to, normally `SPY`.
    public var benchmark: String
    public var calendar: ExchangeCalendar

    public init(
        asOf: Instant, source: String, underlyings: [String: UnderlyingMarket], optionQuotes: [OptionContract: Quote],
        chains: [String: OptionChain] = [:], rates: RateCurve, benchmark: String, calendar: ExchangeCalendar
    ) {
        self.asOf = asOf
        self.source = source
        self.underlyings = underlyings
        self.optionQuotes = optionQuotes
        self.chains = chains
        self.rates = rates
        self.benchmark = benchmark
        self.calendar = calendar
    }
}

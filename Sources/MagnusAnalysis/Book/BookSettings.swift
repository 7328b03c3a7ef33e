import MagnusDomain

/// Everything in the valuation of a book that a user may change.
public struct BookSettings: Sendable, Hashable {
    public var quoteLimits = QuoteLimits()
    public var scenarios = ScenarioRule()
    /// Held contracts are never priced with less time than this (domain.md section 1).
    public var minimumSeconds = 60.0
    /// Options of at most this many days make up the near row of the Greeks.
    public var nearDays = 2
    /// Sessions before an ex-date from which a short call in the money is compared with the dividend.
    public var dividendSessions = 5
    /// Within this fraction of the spot of its strike, near expiry, a short option is pinned.
    public var pinFraction = 0.005
    /// The last days in which pin and early-close rules matter.
    public var expiryWeekDays = 7
    /// Captured share at which a short strategy has reached its target.
    public var targetFraction = 0.5
    /// Loss in credits at which the loss limit is reached.
    public var lossCredits = 2.0
    /// Days to expiry from which a position opened longer before is in its roll window.
    public var rollDays = 21
    /// What a roll has to keep to; its days of unconfirmed earnings are ``unconfirmedEarningsDays``.
    public var rolls = RollRules()
    /// Near what exercising pays, a time value of half the spread, and of no more dollars per share than this, cannot be
    /// told from none.
    public var parityBand = 0.05
    /// Out of session, shares quoted so much later than their option make its distance and Greeks estimates.
    public var apartSeconds = OptionChain.apartSeconds
    /// An unconfirmed earnings date counts so many days either way.
    public var unconfirmedEarningsDays = 7
    /// How far inputs may move before an American option is priced anew instead of expanded around its last pricing.
    public var expansion = ExpansionLimits()
    /// Most American pricings in one valuation once every leg has been priced; nil for no limit.
    public var maximumRepricings: Int?

    public init() {}
}

/// Within these limits a price and its Greeks are expanded to second order around the last full pricing.
public struct ExpansionLimits: Sendable, Hashable {
    /// Move of the spot in units of S sigma sqrt(T).
    public var spotDeviations = 0.02
    /// Move of the implied volatility, in volatility.
    public var volatility = 0.002
    /// Time passed over time left.
    public var timeFraction = 0.002
    /// Move of the model's share near parity.
    public var parityShare = 0.05

    public init() {}
}

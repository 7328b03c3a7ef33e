/// Limits that a book's risk is held against, as fractions of net liquidation.
public struct RiskLimits: Sendable, Hashable {
    /// Of what is at risk in one name, one sector, and names that move together.
    public var name: Double
    public var sector: Double
    public var group: Double
    /// Of beta-weighted dollars.
    public var deltaBand: ClosedRange<Double>

    public init(
        name: Double = 0.20, sector: Double = 0.35, group: Double = 0.50, deltaBand: ClosedRange<Double> = -0.25...0.75
    ) {
        self.name = name
        self.sector = sector
        self.group = group
        self.deltaBand = deltaBand
    }

    /// Daily moves that correlate by more than this are one group.
    public static let groupCorrelation = 0.7

    public static let standard = RiskLimits()
}

/// What is at risk in one name, sector or group against its limit.
public struct RiskLimitShare: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case name
        case sector
        /// Names whose daily moves correlate.
        case group
    }

    public var kind: Kind
    /// Symbol, sector, or the symbols of a group.
    public var key: String
    /// Dollars at risk: collateral, market value of shares, most that can be lost.
    public var amount: Double
    /// Of net liquidation.
    public var share: Figure
    /// Fraction of net liquidation.
    public var limit: Double

    public init(kind: Kind, key: String, amount: Double, share: Figure, limit: Double) {
        self.kind = kind
        self.key = key
        self.amount = amount
        self.share = share
        self.limit = limit
    }

    /// nil where the share is not known.
    public var isOver: Bool? { share.value.map { $0 > limit } }
}

/// An announcement or an ex-date that comes before a row expires.
public struct RiskEvent: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case earnings
        case exDividend = "ex_dividend"
    }

    public var kind: Kind
    public var symbol: String
    /// Id of the row of Positions.
    public var row: String
    /// Account and text of the Position column.
    public var account: String
    public var title: String
    /// Of the announcement, or the ex-date.
    public var date: CalendarDate
    /// False for an announcement whose date is not confirmed, and for a dividend that is estimated.
    public var isConfirmed: Bool
    public var time: EarningsTime
    /// First expiry of the short legs it falls before; nil for shares sold short.
    public var expiry: CalendarDate?
    /// Earnings: delta of the row. Ex-dividend: shares under its short calls, or sold short.
    public var shares: Figure
    /// Earnings: dollars at risk in the row. Ex-dividend: the dividend on those shares.
    public var dollars: Figure
    /// Of the calls before expiry, the highest of the row; only for ex-dates.
    public var earlyExercise: Figure

    public init(
        kind: Kind, symbol: String, row: String, account: String, title: String, date: CalendarDate, isConfirmed: Bool,
        time: EarningsTime, expiry: CalendarDate?, shares: Figure, dollars: Figure, earlyExercise: Figure
    ) {
        self.kind = kind
        self.symbol = symbol
        self.row = row
        self.account = account
        self.title = title
        self.date = date
        self.isConfirmed = isConfirmed
        self.time = time
        self.expiry = expiry
        self.shares = shares
        self.dollars = dollars
        self.earlyExercise = earlyExercise
    }
}

/// What assignment of the short options of one expiry comes to. What long options of the same rows deliver in turn is
/// not taken off.
public struct AssignmentSum: Sendable, Hashable {
    public var expiry: CalendarDate
    public var daysToExpiry: Int
    /// Short contracts, and how many of them settle in cash.
    public var contracts: Int
    public var cashSettled: Int
    /// Sum of the probabilities times contracts: how many may be expected; those settled in cash count too.
    public var expected: Total
    /// The part of it that is exercised before expiry.
    public var expectedEarly: Total
    /// Dollars that all short puts would take, and all short calls bring in; those settled in cash are not in it.
    public var putCash: Double
    public var callCash: Double
    /// Dollars that may be expected to leave: puts less calls, each by its probability.
    public var expectedCash: Total
    /// The likeliest leg.
    public var likeliest: String
    public var highest: Figure

    public init(
        expiry: CalendarDate, daysToExpiry: Int, contracts: Int, cashSettled: Int, expected: Total,
        expectedEarly: Total, putCash: Double, callCash: Double, expectedCash: Total, likeliest: String,
        highest: Figure
    ) {
        self.expiry = expiry
        self.daysToExpiry = daysToExpiry
        self.contracts = contracts
        self.cashSettled = cashSettled
        self.expected = expected
        self.expectedEarly = expectedEarly
        self.putCash = putCash
        self.callCash = callCash
        self.expectedCash = expectedCash
        self.likeliest = likeliest
        self.highest = highest
    }
}

/// What a book is exposed to beside the moves of a session, read off its last valuation.
public struct RiskExposure: Sendable, Hashable {
    public var limits: RiskLimits
    /// By kind, the largest first.
    public var shares: [RiskLimitShare]
    /// Symbols whose amount at risk cannot be told, and why.
    public var unmeasured: [String: UnknownReason]
    public var accounts: [AccountValuation]
    /// In the order of the accounts.
    public var portfolioMargins: [PortfolioMargin]
    /// By date.
    public var events: [RiskEvent]
    /// By expiry.
    public var assignments: [AssignmentSum]
    /// Where the profit of the day came from; nil where nobody worked it out.
    public var attribution: DayAttributionTable?
    /// Titles of its rows, by id.
    public var titles: [String: String]
    /// Of the whole book.
    public var greeks: GreeksRow
    /// Beta-weighted dollars over net liquidation.
    public var deltaFraction: Figure
    /// Ways back into the band of ``limits``; nil where nobody looked for them.
    public var hedges: HedgeReport?

    public init(
        limits: RiskLimits, shares: [RiskLimitShare], unmeasured: [String: UnknownReason],
        accounts: [AccountValuation], portfolioMargins: [PortfolioMargin], events: [RiskEvent],
        assignments: [AssignmentSum], attribution: DayAttributionTable?, titles: [String: String], greeks: GreeksRow,
        deltaFraction: Figure
    ) {
        self.limits = limits
        self.shares = shares
        self.unmeasured = unmeasured
        self.accounts = accounts
        self.portfolioMargins = portfolioMargins
        self.events = events
        self.assignments = assignments
        self.attribution = attribution
        self.titles = titles
        self.greeks = greeks
        self.deltaFraction = deltaFraction
    }
}

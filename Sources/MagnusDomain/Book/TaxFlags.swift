/// Whether a call written against shares is a qualified covered call (26 U.S.C. 1092(c)(4)(B)). A flag, not tax advice.
public enum CoveredCallStatus: String, Sendable, Hashable, Codable, CaseIterable {
    case qualified
    /// Written with 30 days or less to its expiry.
    case termTooShort = "term_too_short"
    /// Its strike is below the lowest qualified benchmark.
    case tooDeep = "too_deep"
    /// What decides is not known: the price of the day before, the strikes that were listed, or a term over 12 months.
    case unknown
}

/// What a covered call does to the holding period of its shares.
public enum HoldingPeriodEffect: String, Sendable, Hashable, Codable, CaseIterable {
    case none
    /// Stands still while the call is open: qualified and in the money when written (26 U.S.C. 1092(f)(2)).
    case suspended
    /// Begins anew when the call has ended: not qualified, and the shares not held for more than a year when it was written
    /// (26 CFR 1.1092(b)-2T(a)).
    case startsOver = "starts_over"
    case unknown
}

/// A call written against shares of the same account.
public struct CoveredCallFlag: Sendable, Hashable {
    /// Id of the event that wrote it.
    public var event: String
    public var account: String
    public var contract: OptionContract
    /// Shares it stands against, positive.
    public var shares: Quantity
    public var writtenOn: CalendarDate
    /// nil while it is open.
    public var endedOn: CalendarDate?
    public var daysToExpiry: Int
    /// The close of the session before, or an opening more than 10 % above it; nil where no source tells.
    public var applicablePrice: Double?
    public var status: CoveredCallStatus
    /// For shares held short-term when it was written; `none` where all were held for more than a year.
    public var effect: HoldingPeriodEffect

    public init(
        event: String, account: String, contract: OptionContract, shares: Quantity, writtenOn: CalendarDate,
        endedOn: CalendarDate?, daysToExpiry: Int, applicablePrice: Double?, status: CoveredCallStatus,
        effect: HoldingPeriodEffect
    ) {
        self.event = event
        self.account = account
        self.contract = contract
        self.shares = shares
        self.writtenOn = writtenOn
        self.endedOn = endedOn
        self.daysToExpiry = daysToExpiry
        self.applicablePrice = applicablePrice
        self.status = status
        self.effect = effect
    }
}

/// A dividend and the 61-day test of the shares it came from (26 U.S.C. 1(h)(11)(B)(iii)). A flag, not tax advice.
public struct DividendFlag: Sendable, Hashable {
    /// Id of the event.
    public var event: String
    public var account: String
    public var symbol: String
    public var paidOn: CalendarDate
    /// nil where no source tells it; the test then counts only what every possible one decides alike.
    public var exDate: CalendarDate?
    public var amount: Money
    /// Part of shares held for more than 60 days of the 121 around the ex-date.
    public var meets: Money
    /// Part of shares that were not, or whose risk a position took away for too many of those days.
    public var breaks: Money
    /// The rest: not decided yet, or the ex-date or a covered call's standing is not known.
    public var unknown: Money
    /// Most days that any of the shares counts so far.
    public var daysHeld: Int

    public init(
        event: String, account: String, symbol: String, paidOn: CalendarDate, exDate: CalendarDate?, amount: Money,
        meets: Money, breaks: Money, unknown: Money, daysHeld: Int
    ) {
        self.event = event
        self.account = account
        self.symbol = symbol
        self.paidOn = paidOn
        self.exDate = exDate
        self.amount = amount
        self.meets = meets
        self.breaks = breaks
        self.unknown = unknown
        self.daysHeld = daysHeld
    }
}

/// An account's own sums of a tax year beside what its broker's 1099-B says.
public struct BrokerTotal: Sendable, Hashable {
    public var account: String
    /// Of the lines of Form 8949 that know it: what was received.
    public var proceeds: Money
    /// Of the lines that know it: what it cost.
    public var cost: Money
    /// Of the lines that know both; where others are counted below it is not the difference of the two sums.
    public var gain: Money
    /// Lines without a gain, since one side of them is not known.
    public var unknownCount: Int
    /// Lines that are not in the proceeds, and lines that are not in the cost.
    public var unknownProceedsCount: Int
    public var unknownCostCount: Int

    public init(
        account: String, proceeds: Money, cost: Money, gain: Money, unknownCount: Int, unknownProceedsCount: Int = 0,
        unknownCostCount: Int = 0
    ) {
        self.account = account
        self.proceeds = proceeds
        self.cost = cost
        self.gain = gain
        self.unknownCount = unknownCount
        self.unknownProceedsCount = unknownProceedsCount
        self.unknownCostCount = unknownCostCount
    }
}

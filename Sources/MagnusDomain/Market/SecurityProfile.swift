/// The kind of an underlying.
public enum SecurityKind: String, Sendable, Hashable, Codable {
    case stock
    /// A plain exchange-traded fund.
    case fund
    /// A leveraged, inverse or volatility fund.
    case leveragedFund = "leveraged_fund"
    case treasuryBillFund = "treasury_bill_fund"
    case index
}

/// When in the day a company reports.
public enum EarningsTime: String, Sendable, Hashable, Codable {
    case beforeOpen = "BMO"
    case afterClose = "AMC"
    case unknown
}

/// An earnings announcement, past or expected.
public struct EarningsEvent: Sendable, Hashable {
    public var date: CalendarDate
    public var time: EarningsTime
    /// An unconfirmed date counts as seven days either way.
    public var isConfirmed: Bool

    public init(date: CalendarDate, time: EarningsTime, isConfirmed: Bool) {
        self.date = date
        self.time = time
        self.isConfirmed = isConfirmed
    }
}

/// A cash dividend, declared or estimated.
public struct DividendEvent: Sendable, Hashable {
    public var exDate: CalendarDate
    /// Dollars per share.
    public var amount: Double
    public var isEstimated: Bool

    public init(exDate: CalendarDate, amount: Double, isEstimated: Bool) {
        self.exDate = exDate
        self.amount = amount
        self.isEstimated = isEstimated
    }
}

/// What is known about an underlying apart from its quote. Changes daily at most.
public struct SecurityProfile: Sendable, Hashable {
    public var symbol: String
    public var name: String
    public var kind: SecurityKind
    /// GICS sector name; `Index` or `Fund` where none applies.
    public var sector: String
    /// Continuously compounded yearly yield used beside `dividends`; 0 where cash dividends are listed.
    public var dividendYield: Double
    /// Dividends from today on, soonest first.
    public var dividends: [DividendEvent]
    /// Announcements from today on, soonest first.
    public var earnings: [EarningsEvent]
    /// Beta to the benchmark as ``trader.md`` section 3 item 1 defines it; nil when unknown.
    public var beta: Double?
    /// Official close of the previous session.
    public var previousClose: Double?
    /// Mean dollars traded a day over 20 sessions.
    public var averageDollarVolume: Double?
    /// Mean option contracts traded a day over 20 sessions.
    public var optionVolume: Int?
    /// Upper edge of the nearest fresh demand zone below the spot.
    public var demandZoneTop: Double?
    /// A split within ten days, if any.
    public var splitDate: CalendarDate?
    /// Court, regulator or merger dates that are on record.
    public var knownEvents: [CalendarDate]
    public var isHardToBorrow: Bool

    public init(
        symbol: String, name: String, kind: SecurityKind, sector: String, dividendYield: Double = 0,
        dividends: [DividendEvent] = [], earnings: [EarningsEvent] = [], beta: Double? = nil,
        previousClose: Double? = nil, averageDollarVolume: Double? = nil, optionVolume: Int? = nil,
        demandZoneTop: Double? = nil, splitDate: CalendarDate? = nil, knownEvents: [CalendarDate] = [],
        isHardToBorrow: Bool = false
    ) {
        self.symbol = symbol
        self.name = name
        self.kind = kind
        self.sector = sector
        self.dividendYield = dividendYield
        self.dividends = dividends
        self.earnings = earnings
        self.beta = beta
        self.previousClose = previousClose
        self.averageDollarVolume = averageDollarVolume
        self.optionVolume = optionVolume
        self.demandZoneTop = demandZoneTop
        self.splitDate = splitDate
        self.knownEvents = knownEvents
        self.isHardToBorrow = isHardToBorrow
    }
}

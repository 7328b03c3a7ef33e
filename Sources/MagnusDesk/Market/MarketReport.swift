import MagnusDomain

/// The state of the market, how the names of the book move together, and what it has in each sector.
public struct MarketReport: Sendable, Hashable {
    /// Of the benchmark; nil for what ``regimeRefusal`` tells.
    public var regime: RegimeReport?
    public var regimeRefusal: String?
    /// Of the benchmark and the names of the book; nil for what ``correlationRefusal`` tells.
    public var correlation: CorrelationReport?
    public var correlationRefusal: String?
    /// nil for what ``sectorsRefusal`` tells.
    public var sectors: SectorReport?
    public var sectorsRefusal: String?
    /// The last session that was over before today: the history should reach to it.
    public var lastSession: CalendarDate
    /// When it was asked for, world time.
    public var asOf: Instant

    public init(
        regime: RegimeReport?, regimeRefusal: String? = nil, correlation: CorrelationReport?,
        correlationRefusal: String? = nil, sectors: SectorReport?, sectorsRefusal: String? = nil,
        lastSession: CalendarDate, asOf: Instant
    ) {
        self.regime = regime
        self.regimeRefusal = regimeRefusal
        self.correlation = correlation
        self.correlationRefusal = correlationRefusal
        self.sectors = sectors
        self.sectorsRefusal = sectorsRefusal
        self.lastSession = lastSession
        self.asOf = asOf
    }

    /// What was computed from a book that has moved on: its figures past their age. Closes stay what they were.
    public var old: MarketReport {
        var report = self
        guard var sectors = report.sectors else { return report }
        sectors.netLiquidation = sectors.netLiquidation.old
        for index in sectors.rows.indices {
            sectors.rows[index].share = sectors.rows[index].share.old
            for path in [
                \SectorReport.Row.atRisk, \.dollarDelta, \.betaWeightedDelta, \.unrealizedProfit, \.dayProfit,
            ] { sectors.rows[index][keyPath: path].figure = sectors.rows[index][keyPath: path].figure.old }
        }
        report.sectors = sectors
        return report
    }
}

/// The market, and whose book is in it: the shown account may have changed since the question.
public struct MarketAnswer: Sendable, Hashable {
    /// Name of the account, `all` for every one.
    public var account: String
    /// nil for what ``refusal`` tells, and while the book has not been valued.
    public var report: MarketReport?
    /// What could not be had, and why, in a sentence.
    public var refusal: String?

    public init(account: String, report: MarketReport?, refusal: String? = nil) {
        self.account = account
        self.report = report
        self.refusal = refusal
    }
}

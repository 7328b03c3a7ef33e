import MagnusDomain

/// What a regime is read off. Bars and observations are of closed sessions, oldest first; empty where no source has them.
public struct RegimeInput: Sendable, Hashable {
    public var symbol: String
    public var source: String
    public var kind: SecurityKind
    public var bars: [DailyBar]
    /// 30-day implied volatility of the symbol.
    public var volatilities: [VolatilityObservation]
    /// VIX, and its sister of three months.
    public var volatilityIndex: [DailyBar]
    public var threeMonthIndex: [DailyBar]
    /// Bonds of weak and of the best borrowers: HYG and IEF.
    public var weakCredit: [DailyBar]
    public var strongCredit: [DailyBar]
    public var calendar: ExchangeCalendar
    /// Of the model's beginnings.
    public var seed: UInt64

    public init(
        symbol: String, source: String, kind: SecurityKind, bars: [DailyBar],
        volatilities: [VolatilityObservation] = [], volatilityIndex: [DailyBar] = [],
        threeMonthIndex: [DailyBar] = [], weakCredit: [DailyBar] = [], strongCredit: [DailyBar] = [],
        calendar: ExchangeCalendar = .standard, seed: UInt64 = 1
    ) {
        self.symbol = symbol
        self.source = source
        self.kind = kind
        self.bars = bars
        self.volatilities = volatilities
        self.volatilityIndex = volatilityIndex
        self.threeMonthIndex = threeMonthIndex
        self.weakCredit = weakCredit
        self.strongCredit = strongCredit
        self.calendar = calendar
        self.seed = seed
    }

    /// What VIX measures: the S&P 500, as an index or a plain fund.
    public static let measuredByVolatilityIndex: Set<String> = ["SPX", "XSP", "SPY", "IVV", "VOO"]
}

import MagnusDomain

/// What a set of legs on one underlying makes and loses over spots and time. Dollars for the whole position, signed;
/// profits count from the entry.
public struct PayoffReport: Sendable, Hashable {
    /// One leg in words and figures.
    public struct Leg: Sendable, Hashable {
        /// `-1 260P 2027-03-17`, `100 sh`.
        public var name: String
        /// Dollars per share.
        public var entry: Figure
        /// Dollars per share now; of a draft the mid.
        public var mark: Figure
        /// Annual decimal, before any shift; not applicable for shares.
        public var impliedVolatility: Figure
        /// Shares it stands for, signed; the multiplier is in it.
        public var size: Double
        /// To settlement, ACT/365; not applicable for shares.
        public var years: Figure
        /// Of a leg that lives on after the horizon, by the key of a figure (`max_profit`, `max_loss`, `breakevens`): what
        /// it is priced with there and worth.
        public var laterInputs: [String: [ExplanationInput]] = [:]

        public init(
            name: String, entry: Figure, mark: Figure, impliedVolatility: Figure, size: Double, years: Figure
        ) {
            self.name = name
            self.entry = entry
            self.mark = mark
            self.impliedVolatility = impliedVolatility
            self.size = size
            self.years = years
        }
    }

    /// Profit and Greeks of the whole at the shifted spot, volatility and day.
    public struct Point: Sendable, Hashable {
        /// Dollars per share.
        public var spot: Figure
        public var profit: Figure
        /// Shares of the underlying.
        public var delta: Figure
        /// Shares per dollar.
        public var gamma: Figure
        public var thetaPerDay: Figure
        public var vegaPerPoint: Figure

        public init(
            spot: Figure, profit: Figure, delta: Figure, gamma: Figure, thetaPerDay: Figure, vegaPerPoint: Figure
        ) {
            self.spot = spot
            self.profit = profit
            self.delta = delta
            self.gamma = gamma
            self.thetaPerDay = thetaPerDay
            self.vegaPerPoint = vegaPerPoint
        }
    }

    /// A cash dividend that shares bring.
    public struct Dividend: Sendable, Hashable {
        public var exDate: CalendarDate
        /// Dollars.
        public var perShare: Double
        /// Dollars for the shares of the whole; paid by short ones.
        public var cash: Double

        public init(exDate: CalendarDate, perShare: Double, cash: Double) {
            self.exDate = exDate
            self.perShare = perShare
            self.cash = cash
        }
    }

    public var subject: PayoffSubject
    public var shift: PayoffShift
    public var symbol: String
    /// `AAPL -1 260P`, `draft XSP`.
    public var title: String
    public var legs: [Leg]
    /// Dollars per share, now.
    public var spot: Figure
    public var spotAgeSeconds: Double?
    /// The first expiry: where the figures of the end are taken.
    public var horizon: CalendarDate?
    /// Days to it from now.
    public var horizonDays: Int
    /// Whether legs live on after the horizon and are priced there.
    public var isCurved: Bool
    /// Received at entry for the whole, negative where paid.
    public var netPremium: Figure
    /// The same at the mids: what patience might get; not applicable to what is held.
    public var netPremiumAtMid: Figure
    /// Unknown(unlimited) where it has no bound.
    public var maximumProfit: Figure
    /// A positive loss; unknown(unlimited) where it has no bound.
    public var maximumLoss: Figure
    /// Spots at the horizon at which the profit changes sign, ascending.
    public var breakevens: [Double]
    /// Risk-neutral, at the horizon.
    public var probabilityOfProfit: Figure
    /// Risk-neutral mean of the profit at the horizon, each leg at its own volatility. Of a draft about minus the cost of
    /// trading, of a position about its profit so far: no forecast.
    public var expectedValue: Figure
    /// Volatility of the distribution behind that probability at the breakeven nearest to the spot, annual decimal, with
    /// the shift in it.
    public var distributionVolatility: Figure
    /// The same at each of ``breakevens``, in their order.
    public var breakevenVolatilities: [Figure] = []
    /// Continuously compounded decimals of the leg that ends first.
    public var rate = Figure.unknown(.notApplicable)
    public var dividendYield = Figure.unknown(.notApplicable)
    /// From the day of the shift to the first expiry, ACT/365.
    public var horizonYears = Figure.unknown(.notApplicable)
    /// Dollars per share on the day of the shift, of the dividends from then to the first expiry.
    public var presentDividends = Figure.unknown(.notApplicable)
    public var point: Point
    /// Dollars per share, ascending; of all curves.
    public var spots: [Double]
    /// Profit at the horizon.
    public var atExpiry: [Double?]
    /// Profit now, at the shifted volatility.
    public var today: [Double?]
    /// Profit after the days of the shift, without any after half of the time; empty where no day lies between.
    public var between: [Double?]
    /// Days from now of ``between``.
    public var betweenDays: Int
    /// What its shares bring up to the first expiry: in ``expectedValue`` and in no curve, maximum or breakeven.
    public var dividends: [Dividend] = []
    /// Where the spot stands in ``Leg/laterInputs``, by the same keys.
    public var laterSpots: [String: [ExplanationInput]] = [:]
    /// How later legs are priced at the horizon; empty where all end together.
    public var laterMethod = ""
    /// What could not be priced, and why, each a sentence.
    public var problems: [String]
    /// Which algorithm priced the curves.
    public var method: String

    public init(
        subject: PayoffSubject, shift: PayoffShift, symbol: String, title: String, legs: [Leg], spot: Figure,
        spotAgeSeconds: Double?, horizon: CalendarDate?, horizonDays: Int, isCurved: Bool, netPremium: Figure,
        netPremiumAtMid: Figure, maximumProfit: Figure, maximumLoss: Figure, breakevens: [Double],
        probabilityOfProfit: Figure, expectedValue: Figure, distributionVolatility: Figure, point: Point,
        spots: [Double], atExpiry: [Double?], today: [Double?], between: [Double?], betweenDays: Int,
        problems: [String], method: String
    ) {
        self.subject = subject
        self.shift = shift
        self.symbol = symbol
        self.title = title
        self.legs = legs
        self.spot = spot
        self.spotAgeSeconds = spotAgeSeconds
        self.horizon = horizon
        self.horizonDays = horizonDays
        self.isCurved = isCurved
        self.netPremium = netPremium
        self.netPremiumAtMid = netPremiumAtMid
        self.maximumProfit = maximumProfit
        self.maximumLoss = maximumLoss
        self.breakevens = breakevens
        self.probabilityOfProfit = probabilityOfProfit
        self.expectedValue = expectedValue
        self.distributionVolatility = distributionVolatility
        self.point = point
        self.spots = spots
        self.atExpiry = atExpiry
        self.today = today
        self.between = between
        self.betweenDays = betweenDays
        self.problems = problems
        self.method = method
    }
}

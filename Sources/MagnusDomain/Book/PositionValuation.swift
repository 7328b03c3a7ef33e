import MagnusQuant

/// Where an option stands in its life. The raw value is used in JSON.
public enum PositionState: String, Sendable, Hashable, Codable {
    case open
    /// After the last trade, before the exercise cut-off.
    case decide
    /// After the cut-off, before the broker reported.
    case awaitingBroker = "awaiting_broker"
    /// Long past expiry and never reported.
    case expiredUnresolved = "expired_unresolved"
}

/// The last mark of an option whose underlying has traded on without it, and what moves it to the price of now.
public struct ClosingMark: Sendable, Hashable {
    /// Per share, as quoted then.
    public var mark: Double
    /// When the contract was quoted.
    public var time: Instant
    /// The underlying's price at that time, dollars.
    public var spot: Double
    /// Years to the settlement at that time.
    public var years: Double
    /// Annual decimal; what values both moments.
    public var volatility: Double
    /// The model's value per share then; the mark itself where the volatility is the mark's own.
    public var valueThen: Double
    /// The model's value per share now, at the price of now.
    public var valueNow: Double

    public init(
        mark: Double, time: Instant, spot: Double, years: Double, volatility: Double, valueThen: Double,
        valueNow: Double
    ) {
        self.mark = mark
        self.time = time
        self.spot = spot
        self.years = years
        self.volatility = volatility
        self.valueThen = valueThen
        self.valueNow = valueNow
    }
}

/// One leg valued at one moment. Money and Greeks are for the whole position (quantity and multiplier applied); theta is
/// per calendar day, vega per volatility point, rho per rate point.
public struct PositionValuation: Sendable, Hashable {
    public var position: Position
    public var state: PositionState
    /// Calendar days in New York; nil for shares.
    public var daysToExpiry: Int?
    public var daysHeld: Int
    public var bid: Double?
    public var ask: Double?
    /// Per share.
    public var mark: Figure
    public var markSource: String
    /// nil when the source gave no usable time.
    public var markAgeSeconds: Double?
    public var marketValue: Figure
    public var unrealizedProfit: Figure
    /// Of the absolute cost basis.
    public var unrealizedFraction: Figure
    /// Since the previous official close, with what was closed of it since and its dividends; cash moved in or out by the
    /// owner is none.
    public var dayProfit: Figure
    /// Mark of the previous official close, per share: what the profit of the day counts from.
    public var previousMark: Figure
    /// Positive pays; at the bid for longs, at the ask for shorts.
    public var costToClose: Figure
    /// Fraction of the credit, at the price to close.
    public var profitCaptured: Figure
    public var underlyingPrice: Figure
    /// Fraction of the spot, positive out of the money.
    public var distanceToStrike: Figure
    /// Per share, at the mark.
    public var extrinsic: Figure
    /// Annual, decimal.
    public var impliedVolatility: Figure
    /// Shares of the underlying.
    public var delta: Figure
    /// Shares per dollar.
    public var gamma: Figure
    public var thetaPerDay: Figure
    public var vegaPerPoint: Figure
    public var rhoPerPoint: Figure
    /// Benchmark shares.
    public var betaWeightedDelta: Figure
    /// Early exercise plus in the money at expiry; shorts only.
    public var assignmentProbability: Figure
    /// Exercised before the session of the last trading day begins; shorts only.
    public var earlyExerciseProbability: Figure
    /// The part of it that the holder may decide on the next evening; shorts only.
    public var nextExerciseProbability: Figure
    public var sector: String
    /// JSON key to reason for each unknown figure.
    public var reasons: [String: UnknownReason]
    /// Shares one contract delivers, nil for cash or unknown.
    public var deliveredShares: Int?
    /// The terms that were priced; nil when not priced.
    public var terms: OptionTerms?
    /// Named by `explain`.
    public var pricingMethod: String
    /// Where the volatility that was priced with comes from where it is not the mark; empty otherwise.
    public var volatilitySource = ""
    /// What ``mark`` was moved from where the underlying trades on without its options; nil where it is a quote's own.
    public var closing: ClosingMark?
    /// The model's share of the figures of a contract near parity, in [0, 1]; 1 elsewhere. The rest is valued as exercised.
    public var modelShare = 1.0
    /// The underlying's own 30-day volatility, annual decimal, where figures rest on it; nil elsewhere.
    public var underlyingVolatility: Double?
    /// Contracts or shares held at the previous official close, signed; what the profit of the day takes off at the
    /// previous mark.
    public var heldAtClose = 0.0
    /// Dollars received since that close for this instrument, fees and dividends inside.
    public var dayCash = 0.0
    /// Change of the whole position's value in dollars at every move of the scenario strip, in its order; empty where it
    /// cannot be priced.
    public var scenarioChanges: [Double] = []

    public init(
        position: Position, state: PositionState, daysToExpiry: Int?, daysHeld: Int, bid: Double?, ask: Double?,
        mark: Figure, markSource: String, markAgeSeconds: Double?, marketValue: Figure, unrealizedProfit: Figure,
        unrealizedFraction: Figure, dayProfit: Figure, costToClose: Figure, profitCaptured: Figure,
        underlyingPrice: Figure, distanceToStrike: Figure, extrinsic: Figure, impliedVolatility: Figure,
        delta: Figure, gamma: Figure, thetaPerDay: Figure, vegaPerPoint: Figure, rhoPerPoint: Figure,
        betaWeightedDelta: Figure, assignmentProbability: Figure, earlyExerciseProbability: Figure, sector: String,
        nextExerciseProbability: Figure = .unknown(.notApplicable), previousMark: Figure = .unknown(.noSource),
        reasons: [String: UnknownReason] = [:],
        deliveredShares: Int? = nil, terms: OptionTerms? = nil,
        pricingMethod: String = ""
    ) {
        self.position = position
        self.state = state
        self.daysToExpiry = daysToExpiry
        self.daysHeld = daysHeld
        self.bid = bid
        self.ask = ask
        self.mark = mark
        self.markSource = markSource
        self.markAgeSeconds = markAgeSeconds
        self.marketValue = marketValue
        self.unrealizedProfit = unrealizedProfit
        self.unrealizedFraction = unrealizedFraction
        self.dayProfit = dayProfit
        self.previousMark = previousMark
        self.costToClose = costToClose
        self.profitCaptured = profitCaptured
        self.underlyingPrice = underlyingPrice
        self.distanceToStrike = distanceToStrike
        self.extrinsic = extrinsic
        self.impliedVolatility = impliedVolatility
        self.delta = delta
        self.gamma = gamma
        self.thetaPerDay = thetaPerDay
        self.vegaPerPoint = vegaPerPoint
        self.rhoPerPoint = rhoPerPoint
        self.betaWeightedDelta = betaWeightedDelta
        self.assignmentProbability = assignmentProbability
        self.earlyExerciseProbability = earlyExerciseProbability
        self.nextExerciseProbability = nextExerciseProbability
        self.sector = sector
        self.reasons = reasons
        self.deliveredShares = deliveredShares
        self.terms = terms
        self.pricingMethod = pricingMethod
    }
}

/// Ways to bring the beta-weighted delta of a book back into its band, each with what it costs and what it saves.
///
/// A book inside its band is not hedged. Every suggestion stands alone: what it adds to the book is added to the book as
/// it is. Prices are those a trader pays: bought at the ask, sold at the bid.
public struct HedgeReport: Sendable, Hashable {
    /// Where the book stands. The raw value is used in JSON.
    public enum Need: String, Sendable, Hashable, CaseIterable {
        /// Within the band: nothing is suggested.
        case none = "within_band"
        /// It gains more by a rise, and loses more by a fall, than it may.
        case reduce = "above_target"
        /// It loses more by a rise than it may.
        case raise = "below_target"
        /// The delta or net liquidation is not known.
        case unknown
    }

    public var need: Need
    /// Beta-weighted dollars over net liquidation, now.
    public var deltaFraction: Figure
    /// Fractions of net liquidation that it may lie between.
    public var band: ClosedRange<Double>
    /// Where the suggestions lead, the same fraction: the nearer edge of the band or what was asked for; nil without need.
    public var target: Double?
    /// Benchmark shares beyond the target: positive are too many, negative too few.
    public var excess: Figure
    public var benchmark: String
    /// Dollars per share.
    public var benchmarkPrice: Figure
    /// Falls and presets that savings are told at, with what the book makes there; empty without need.
    public var moves: [HedgeMove]
    /// Those that reach the target first, the cheapest first.
    public var suggestions: [HedgeSuggestion]
    /// Ways that could not be offered, and why.
    public var refusals: [HedgeRefusal]

    public init(
        need: Need, deltaFraction: Figure, band: ClosedRange<Double>, target: Double? = nil,
        excess: Figure = .unknown(.notApplicable), benchmark: String, benchmarkPrice: Figure, moves: [HedgeMove] = [],
        suggestions: [HedgeSuggestion] = [], refusals: [HedgeRefusal] = []
    ) {
        self.need = need
        self.deltaFraction = deltaFraction
        self.band = band
        self.target = target
        self.excess = excess
        self.benchmark = benchmark
        self.benchmarkPrice = benchmarkPrice
        self.moves = moves
        self.suggestions = suggestions
        self.refusals = refusals
    }
}

/// A move of the market and what the book makes there.
public struct HedgeMove: Sendable, Hashable {
    /// `-10%`, or the name of a preset.
    public var name: String
    public var shock: ScenarioShock
    /// Of the book without a hedge, dollars; legs that cannot be priced are counted.
    public var profit: Total
    /// What the rule of the scenarios multiplies every implied volatility with; 1 where the shock states its points.
    public var volatilityFactor: Double

    public init(name: String, shock: ScenarioShock, volatilityFactor: Double = 1, profit: Total) {
        self.name = name
        self.shock = shock
        self.volatilityFactor = volatilityFactor
        self.profit = profit
    }
}

/// One thing that is bought or sold for a hedge.
public struct HedgeLeg: Sendable, Hashable {
    public var instrument: Instrument
    /// What is traded: bought positive, sold negative.
    public var quantity: Quantity
    public var bid: Double?
    public var ask: Double?
    /// The ask of what is bought, the bid of what is sold; dollars per share.
    public var price: Figure
    /// What exercising would pay now, the spot of shares; dollars per share.
    public var intrinsic: Figure

    public init(
        instrument: Instrument, quantity: Quantity, bid: Double?, ask: Double?, price: Figure, intrinsic: Figure
    ) {
        self.instrument = instrument
        self.quantity = quantity
        self.bid = bid
        self.ask = ask
        self.price = price
        self.intrinsic = intrinsic
    }

    /// Shares it stands for, signed.
    public var size: Double {
        guard case .option(let contract) = instrument else { return quantity.value }
        return quantity.value * Double(contract.multiplier)
    }
}

/// One way to hedge.
public struct HedgeSuggestion: Sendable, Hashable {
    /// The raw value is used in JSON.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Shares of the benchmark.
        case shares
        /// A bought put, or a call where the book is short.
        case option = "long_option"
        /// The same, partly paid by an option sold further out.
        case spread = "vertical"
        /// Closing a row of the book, or a part of it.
        case close
        /// Moving the short option of a row.
        case roll
    }

    public var kind: Kind
    /// What is traded.
    public var symbol: String
    /// `SPY +2 580P 04-30`.
    public var title: String
    /// Id of the row of Positions that is changed; nil for something new.
    public var row: String?
    public var legs: [HedgeLeg]
    /// Dollars that come in, negative leave, fees off.
    public var cash: Figure
    /// Dollars it costs where nothing moves until what is traded ends: time value paid, or given up, the spread of its
    /// quotes, fees. Negative earns.
    public var cost: Figure
    /// Dollars, in both.
    public var fees: Double
    /// Of the book with it: benchmark shares, and as a fraction of net liquidation.
    public var betaWeightedDelta: Figure
    public var deltaFraction: Figure
    /// Of the book with it, dollars per calendar day and per point of volatility.
    public var thetaPerDay: Figure
    public var vegaPerPoint: Figure
    /// Dollars the book has more than without it, in the order of the moves of the report; negative has less.
    public var savings: [Figure]
    /// Whether it reaches the target; nil where that is not known.
    public var isEnough: Bool?
    /// What to know besides; empty for nothing.
    public var note: String

    public init(
        kind: Kind, symbol: String, title: String, row: String? = nil, legs: [HedgeLeg], cash: Figure, cost: Figure,
        fees: Double, betaWeightedDelta: Figure, deltaFraction: Figure, thetaPerDay: Figure, vegaPerPoint: Figure,
        savings: [Figure], isEnough: Bool?, note: String = ""
    ) {
        self.kind = kind
        self.symbol = symbol
        self.title = title
        self.row = row
        self.legs = legs
        self.cash = cash
        self.cost = cost
        self.fees = fees
        self.betaWeightedDelta = betaWeightedDelta
        self.deltaFraction = deltaFraction
        self.thetaPerDay = thetaPerDay
        self.vegaPerPoint = vegaPerPoint
        self.savings = savings
        self.isEnough = isEnough
        self.note = note
    }
}

/// A way to hedge that cannot be offered.
public struct HedgeRefusal: Sendable, Hashable {
    public var kind: HedgeSuggestion.Kind
    public var symbol: String
    public var reason: UnknownReason
    /// Why, in words.
    public var text: String

    public init(kind: HedgeSuggestion.Kind, symbol: String, reason: UnknownReason, text: String) {
        self.kind = kind
        self.symbol = symbol
        self.reason = reason
        self.text = text
    }
}

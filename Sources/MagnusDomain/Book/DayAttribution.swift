/// Where the profit of the day came from, for a row of Positions or the whole book, in dollars.
///
/// The parts are those of the position as it stood at the previous official close: delta times the move of the underlying,
/// half its gamma times the square of the move, the passing of time at an unchanged underlying, vega times the change of the
/// implied volatility, and `cross`: vanna times both moves and half its volga times the square of that change. `total` is
/// their sum with `residual`, which holds what these do not explain: higher orders, fees of the day, and
/// all of a leg that was opened today or whose close told no volatility. One curve of rates serves both ends: no part is rho.
///
/// Time runs in trading time: a day without a session counts a tenth (default). The volatility that a calendar gains over
/// a weekend because it counts those days in full is part of `theta`, not of `vega`.
public struct DayAttribution: Sendable, Hashable {
    /// Id of the strategy row; `Book` for all.
    public var key: String
    /// Profit of the day.
    public var total: Total
    public var delta: Total
    public var gamma: Total
    public var theta: Total
    public var vega: Total
    /// Vanna and volga.
    public var cross: Total
    public var residual: Total
    /// Legs whose whole profit stands in `residual`.
    public var unexplainedLegs: Int

    public init(
        key: String, total: Total, delta: Total, gamma: Total, theta: Total, vega: Total, cross: Total,
        residual: Total, unexplainedLegs: Int
    ) {
        self.key = key
        self.total = total
        self.delta = delta
        self.gamma = gamma
        self.theta = theta
        self.vega = vega
        self.cross = cross
        self.residual = residual
        self.unexplainedLegs = unexplainedLegs
    }
}

extension DayAttribution {
    /// Whether the residual is more than the greater of 5 dollars and a tenth of the profit: then the Greeks of the close do
    /// not tell the day.
    public var isResidualLarge: Bool {
        guard let rest = residual.figure.value, let all = total.figure.value else { return false }
        return abs(rest) > max(5, 0.1 * abs(all))
    }
}

/// A leg at the previous official close, per share, as the parts of its day are worked out from it.
public struct AttributedOpening: Sendable, Hashable {
    /// Id of the position.
    public var position: String
    /// Implied by the mark of the close, a year; 0 at parity.
    public var volatility: Double
    public var delta: Double
    public var gamma: Double
    /// Per 1.00 of volatility; vanna and volga likewise. nil where the pricing tells none: their parts are in the residual.
    public var vega: Double
    public var vanna: Double?
    public var volga: Double?
    /// What the mark of the close is worth by that volatility, and what it would be worth now if only time had passed.
    public var price: Double
    public var agedPrice: Double?
    /// What the volatility would be now if only time had passed.
    public var agedVolatility: Double?

    public init(
        position: String, volatility: Double, delta: Double, gamma: Double, vega: Double, vanna: Double?,
        volga: Double?,
        price: Double, agedPrice: Double?, agedVolatility: Double?
    ) {
        self.position = position
        self.volatility = volatility
        self.delta = delta
        self.gamma = gamma
        self.vega = vega
        self.vanna = vanna
        self.volga = volga
        self.price = price
        self.agedPrice = agedPrice
        self.agedVolatility = agedVolatility
    }
}

/// The attribution of every row and of the book since one official close.
public struct DayAttributionTable: Sendable, Hashable {
    /// The previous official close, from which the day counts.
    public var since: Instant
    public var book: DayAttribution
    /// In the order of the book's strategies.
    public var rows: [DayAttribution]
    /// Of every leg of the book, in its order; nil for shares and where the close told nothing.
    public var openings: [AttributedOpening?]

    public init(
        since: Instant, book: DayAttribution, rows: [DayAttribution], openings: [AttributedOpening?] = []
    ) {
        self.since = since
        self.book = book
        self.rows = rows
        self.openings = openings
    }
}

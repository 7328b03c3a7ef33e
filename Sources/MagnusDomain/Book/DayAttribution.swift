/// Where the profit of the day came from, for a row of Positions or the whole book, in dollars.
///
/// The parts are those of the position as it stood at the previous official close: delta times the move of the underlying,
/// half its gamma times the square of the move, the passing of time at an unchanged underlying, vega times the change of the
/// implied volatility. `total` is their sum with `residual`, which holds what the four do not explain: higher orders, and
/// all of a leg that was opened today or whose close told no volatility.
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
    public var residual: Total
    /// Legs whose whole profit stands in `residual`.
    public var unexplainedLegs: Int

    public init(
        key: String, total: Total, delta: Total, gamma: Total, theta: Total, vega: Total, residual: Total,
        unexplainedLegs: Int
    ) {
        self.key = key
        self.total = total
        self.delta = delta
        self.gamma = gamma
        self.theta = theta
        self.vega = vega
        self.residual = residual
        self.unexplainedLegs = unexplainedLegs
    }
}

/// The attribution of every row and of the book since one official close.
public struct DayAttributionTable: Sendable, Hashable {
    /// The previous official close, from which the day counts.
    public var since: Instant
    public var book: DayAttribution
    /// In the order of the book's strategies.
    public var rows: [DayAttribution]

    public init(since: Instant, book: DayAttribution, rows: [DayAttribution]) {
        self.since = since
        self.book = book
        self.rows = rows
    }
}

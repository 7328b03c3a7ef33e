import MagnusDomain

/// One strategy of the book with what does not change while quotes move.
struct BookRow: Sendable {
    let strategy: RecognisedStrategy
    /// Indices of its legs.
    let legs: [Int]
    /// Of legs that all expire together or are shares; nil for calendars and diagonals, whose payoff moves with
    /// volatility, and for legs without a basis.
    let payoff: PayoffProfile?
    let isCurved: Bool
    /// The latest payoff of legs that do not expire together.
    var curvedPayoff: CurvedPayoff?
    /// Contracts per unit of the strategy.
    let units: Double
    let intent: PositionIntent
    let hasNote: Bool
    let hasWorkingOrder: Bool
    let openedAt: Instant
    /// Index of its account's legs on its underlying.
    var group = 0
    /// Its shares less what all short calls of the account on them take.
    var idleShares = 0.0
}

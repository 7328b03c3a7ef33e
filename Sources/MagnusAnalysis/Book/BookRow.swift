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
    /// Contracts per unit of the strategy.
    let units: Double
    let intent: PositionIntent
    let hasNote: Bool
    let hasWorkingOrder: Bool
    let openedAt: Instant
}

/// Cash a row reserves, and what the margin rule asks.
struct RowCapital: Sendable {
    var reserve: CashReserve
    /// Whether the balances list the reserve: rows with something short, and others that take cash.
    var isListed = false
    /// Of all rows of its account on its underlying; with the first of them, nil with the others.
    var requirement: RequirementPart?
}

/// Legs that share a key, and their Greeks.
struct GreeksGroups: Sendable {
    private(set) var rows: [GreeksRow] = []
    private var members: [[Int]] = []
    private var groupOfLeg: [Int] = []
    private var isDirty: [Bool] = []
    private var keys: [String] = []

    init() {}

    /// Rows are in the order of their keys.
    init(legCount: Int, key: (Int) -> String) {
        var byKey: [String: [Int]] = [:]
        for leg in 0..<legCount { byKey[key(leg), default: []].append(leg) }
        keys = byKey.keys.sorted()
        members = keys.map { byKey[$0] ?? [] }
        groupOfLeg = Array(repeating: 0, count: legCount)
        for (index, legs) in members.enumerated() {
            for leg in legs { groupOfLeg[leg] = index }
        }
        isDirty = Array(repeating: true, count: keys.count)
        rows = keys.map { GreeksSum().row(key: $0) }
    }

    mutating func mark(leg: Int) { isDirty[groupOfLeg[leg]] = true }

    mutating func update(_ contributions: [LegContribution]) {
        for index in isDirty.indices where isDirty[index] {
            isDirty[index] = false
            var sum = GreeksSum()
            for leg in members[index] { sum.add(contributions[leg]) }
            rows[index] = sum.row(key: keys[index])
        }
    }
}

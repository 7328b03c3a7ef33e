import MagnusDesk
import MagnusDomain

/// Orders of the Positions pane. Unknown figures come last whichever way round.
public enum PositionSort: String, Sendable, Hashable, CaseIterable {
    /// Severity, deadline, DTE, loss.
    case attention
    case dte
    case symbol
    case profit = "p/l"
    case captured = "cap"
    case leftPerYear = "left/yr"
    case distance = "dist"
    case assignment = "assign"
    case delta
    case theta

    /// The next in the round of `s`.
    public var next: PositionSort {
        let all = Self.allCases
        let index = all.firstIndex(of: self) ?? 0
        return all[(index + 1) % all.count]
    }

    /// The order that belongs to a column, nil where none makes sense.
    init?(column: PositionColumn) {
        switch column {
        case .dte, .expiry: self = .dte
        case .symbol, .position: self = .symbol
        case .profit: self = .profit
        case .captured: self = .captured
        case .leftPerYear: self = .leftPerYear
        case .distance: self = .distance
        case .assignment: self = .assignment
        case .delta: self = .delta
        case .theta: self = .theta
        case .flags: self = .attention
        default: return nil
        }
    }

    /// The column whose heading is marked.
    var column: PositionColumn? {
        switch self {
        case .attention: nil
        case .dte: .dte
        case .symbol: .symbol
        case .profit: .profit
        case .captured: .captured
        case .leftPerYear: .leftPerYear
        case .distance: .distance
        case .assignment: .assignment
        case .delta: .delta
        case .theta: .theta
        }
    }

    func sorted(
        _ rows: [StrategyValuation], isReversed: Bool, deadlines: [String: Instant]
    ) -> [StrategyValuation] {
        switch self {
        case .attention:
            let ordered = rows.enumerated().sorted { left, right in
                switch Self.attention(left.element, right.element, deadlines) {
                case .some(let isFirst): isFirst
                case nil: left.offset < right.offset
                }
            }.map(\.element)
            return isReversed ? ordered.reversed() : ordered
        case .symbol:
            let ordered = rows.enumerated().sorted {
                ($0.element.symbol, $0.offset) < ($1.element.symbol, $1.offset)
            }.map(\.element)
            return isReversed ? ordered.reversed() : ordered
        default: return Self.byFigure(rows, isReversed: isReversed, figure)
        }
    }

    /// The figure, smaller first: what needs attention is at the top.
    private func figure(_ row: StrategyValuation) -> Double? {
        switch self {
        case .attention, .symbol: nil
        case .dte: row.daysToExpiry.map(Double.init)
        case .profit: row.unrealizedProfit.value
        case .captured: row.captured.value.map { -$0 }
        case .leftPerYear: row.leftPerYear.value
        case .distance: row.distance.value
        case .assignment: row.assignmentProbability.value.map { -$0 }
        case .delta: row.delta.value.map { -abs($0) }
        case .theta: row.thetaPerDay.value.map { -$0 }
        }
    }

    private static func byFigure(
        _ rows: [StrategyValuation], isReversed: Bool, _ figure: (StrategyValuation) -> Double?
    ) -> [StrategyValuation] {
        let keyed = rows.enumerated().map { (offset: $0.offset, row: $0.element, value: figure($0.element)) }
        let known = keyed.filter { $0.value != nil }.sorted { left, right in
            let (first, second) = (left.value ?? 0, right.value ?? 0)
            if first == second { return left.offset < right.offset }
            return isReversed ? first > second : first < second
        }
        return known.map(\.row) + keyed.filter { $0.value == nil }.map(\.row)
    }

    /// Whether the left row comes first, nil when they rank alike.
    private static func attention(
        _ left: StrategyValuation, _ right: StrategyValuation, _ deadlines: [String: Instant]
    ) -> Bool? {
        let (leftRank, rightRank) = (left.severity?.rank ?? -1, right.severity?.rank ?? -1)
        if leftRank != rightRank { return leftRank > rightRank }
        switch (deadlines[left.id], deadlines[right.id]) {
        case (let first?, let second?) where first != second: return first < second
        case (_?, nil): return true
        case (nil, _?): return false
        default: break
        }
        let (leftDays, rightDays) = (left.daysToExpiry ?? Int.max, right.daysToExpiry ?? Int.max)
        if leftDays != rightDays { return leftDays < rightDays }
        let (leftProfit, rightProfit) = (left.unrealizedProfit.value ?? 0, right.unrealizedProfit.value ?? 0)
        return leftProfit == rightProfit ? nil : leftProfit < rightProfit
    }
}

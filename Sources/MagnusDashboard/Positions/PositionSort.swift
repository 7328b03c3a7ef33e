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

    /// Rows as the screen shows them by attention, for documents without a cursor.
    public static func byAttention(_ rows: [StrategyValuation], alerts: [Alert]) -> [StrategyValuation] {
        attention.order(rows, isReversed: false, deadlines: deadlines(alerts)).map { rows[$0] }
    }

    /// The earliest deadline that an alert sets to each row, by the row's id.
    static func deadlines(_ alerts: [Alert]) -> [String: Instant] {
        var result: [String: Instant] = [:]
        for index in alerts.indices {
            guard let deadline = alerts[index].finding.deadline, let id = alerts[index].finding.positionIdentifier
            else { continue }
            result[id] = min(result[id] ?? deadline, deadline)
        }
        return result
    }

    /// The order of the rows, as places in `rows`. Only keys are compared: the rows themselves are too large to be moved
    /// about while a key waits.
    func order(
        _ rows: [StrategyValuation], isReversed: Bool, deadlines: [String: Instant]
    ) -> [Int] {
        switch self {
        case .attention:
            let keys = rows.indices.map { place in
                AttentionKey(
                    severity: rows[place].severity,
                    deadline: deadlines.isEmpty ? nil : deadlines[rows[place].id], days: rows[place].daysToExpiry,
                    profit: rows[place].unrealizedProfit.value, place: place)
            }
            let ordered = keys.sorted().map(\.place)
            return isReversed ? ordered.reversed() : ordered
        case .symbol:
            let keys = rows.indices.map { (symbol: rows[$0].symbol, place: $0) }
            let ordered = keys.sorted { ($0.symbol, $0.place) < ($1.symbol, $1.place) }.map(\.place)
            return isReversed ? ordered.reversed() : ordered
        default:
            let keys = rows.indices.map { (value: figure(rows, $0), place: $0) }
            let known = keys.compactMap { key in key.value.map { (value: isReversed ? -$0 : $0, place: key.place) } }
            return known.sorted { ($0.value, $0.place) < ($1.value, $1.place) }.map(\.place)
                + keys.filter { $0.value == nil }.map(\.place)
        }
    }

    /// The figure, smaller first: what needs attention is at the top.
    private func figure(_ rows: [StrategyValuation], _ place: Int) -> Double? {
        switch self {
        case .attention, .symbol: nil
        case .dte: rows[place].daysToExpiry.map(Double.init)
        case .profit: rows[place].unrealizedProfit.value
        case .captured: rows[place].captured.value.map { -$0 }
        case .leftPerYear: rows[place].leftPerYear.value
        case .distance: rows[place].distance.value
        case .assignment: rows[place].assignmentProbability.value.map { -$0 }
        case .delta: rows[place].delta.value.map { -abs($0) }
        case .theta: rows[place].thetaPerDay.value.map { -$0 }
        }
    }
}

/// What the order by attention compares: severity, deadline, DTE, loss, place.
private struct AttentionKey: Comparable {
    var urgency: Int
    var deadline: Int64
    var days: Int
    var profit: Double
    var place: Int

    init(severity: AlertPriority?, deadline: Instant?, days: Int?, profit: Double?, place: Int) {
        urgency = -(severity?.rank ?? -1)
        self.deadline = deadline?.nanosecondsSinceEpoch ?? Int64.max
        self.days = days ?? Int.max
        self.profit = profit ?? 0
        self.place = place
    }

    static func < (left: AttentionKey, right: AttentionKey) -> Bool {
        (left.urgency, left.deadline, left.days, left.profit, left.place)
            < (right.urgency, right.deadline, right.days, right.profit, right.place)
    }
}

import MagnusDesk
import MagnusDomain

/// A line of the Positions pane: a strategy, or one of its legs below it.
struct PositionRow: Equatable {
    var strategy: StrategyValuation
    /// nil on the line of the strategy itself.
    var leg: PositionValuation?

    var id: String { leg?.position.id ?? strategy.id }

    /// The rows that are shown, in order.
    static func rows(_ snapshot: DeskSnapshot, _ view: PositionsView) -> [PositionRow] {
        var result: [PositionRow] = []
        for strategy in strategies(snapshot, view) {
            result.append(PositionRow(strategy: strategy))
            guard view.expanded.contains(strategy.id) else { continue }
            // A leg with the strategy's own id would make two rows of one name.
            result += strategy.legs.filter { $0.position.id != strategy.id }
                .map { PositionRow(strategy: strategy, leg: $0) }
        }
        return result
    }

    /// The strategies that pass the filter, in order.
    static func strategies(_ snapshot: DeskSnapshot, _ view: PositionsView) -> [StrategyValuation] {
        var deadlines: [String: Instant] = [:]
        for alert in snapshot.alerts {
            guard let id = alert.finding.positionIdentifier, let deadline = alert.finding.deadline else { continue }
            deadlines[id] = min(deadlines[id] ?? deadline, deadline)
        }
        let passed = view.filter.apply(snapshot.book.strategies, text: searchText)
        return view.sort.sorted(passed, isReversed: view.isReversed, deadlines: deadlines)
    }

    static func searchText(_ row: StrategyValuation) -> String {
        var words = [row.symbol, row.title, row.kind.rawValue, row.expiry?.iso8601 ?? "", row.account]
        words.append(row.severity?.rawValue ?? "")
        words.append(row.flags.map { "\($0)" }.joined(separator: " "))
        return words.joined(separator: " ")
    }

    /// What `x` on the row and column asks the engine for.
    func explainIdentifier(_ column: PositionColumn?) -> String? {
        (column ?? .profit).explainKey.map { "\(id)#\($0)" }
    }
}

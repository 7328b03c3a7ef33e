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
        places(snapshot, view).map { row(at: $0, snapshot) }
    }

    /// Where a row stands in the book: its strategy, and its leg below it.
    struct Place: Equatable {
        var strategy: Int
        var leg: Int?
    }

    /// The rows as places in the book, in order: small values, for moving and scrolling among many rows.
    static func places(_ snapshot: DeskSnapshot, _ view: PositionsView) -> [Place] {
        let strategies = snapshot.book.strategies
        let deadlines = PositionSort.deadlines(snapshot.alerts)
        var result: [Place] = []
        result.reserveCapacity(strategies.count)
        let matcher = view.filter.matcher
        let namesAccount = matcher != nil && Set(strategies.map(\.account)).count > 1
        for index in view.sort.order(strategies, isReversed: view.isReversed, deadlines: deadlines) {
            if let matcher {
                let row = strategies[index]
                guard matcher.matches(searchText(row, namesAccount: namesAccount), words: searchWords(row)) else {
                    continue
                }
            }
            result.append(Place(strategy: index))
            guard !view.expanded.isEmpty, view.expanded.contains(strategies[index].id) else { continue }
            // A leg with the strategy's own id would make two rows of one name.
            for leg in strategies[index].legs.indices
            where strategies[index].legs[leg].position.id != strategies[index].id {
                result.append(Place(strategy: index, leg: leg))
            }
        }
        return result
    }

    static func id(at place: Place, _ snapshot: DeskSnapshot) -> String {
        place.leg.map { snapshot.book.strategies[place.strategy].legs[$0].position.id }
            ?? snapshot.book.strategies[place.strategy].id
    }

    static func row(at place: Place, _ snapshot: DeskSnapshot) -> PositionRow {
        let strategy = snapshot.book.strategies[place.strategy]
        return PositionRow(strategy: strategy, leg: place.leg.map { strategy.legs[$0] })
    }

    /// The strategies that pass the filter, in order.
    static func strategies(_ snapshot: DeskSnapshot, _ view: PositionsView) -> [StrategyValuation] {
        var closed = view
        closed.expanded = []
        return places(snapshot, closed).map { snapshot.book.strategies[$0.strategy] }
    }

    /// What is read in a row, its expiry with the year.
    /// - Parameter namesAccount: Whether rows of several accounts are shown; where all have the same, it tells nothing.
    static func searchText(_ row: StrategyValuation, namesAccount: Bool) -> String {
        var words = ["\(row.symbol) \(row.title)\t", row.expiry?.iso8601 ?? ""]
        if namesAccount { words.append(row.account) }
        return words.joined(separator: " ")
    }

    /// What a row is called by without showing it: its kind, its severity, the names of its flags.
    static func searchWords(_ row: StrategyValuation) -> [String] {
        RowFilter.words(row.kind.rawValue) + [row.severity?.rawValue.lowercased() ?? ""]
            + row.flags.map { "\($0)".lowercased() }
    }

    /// What `x` on the row and column asks the engine for.
    func explainIdentifier(_ column: PositionColumn?) -> String? {
        let column = column ?? .profit
        if leg != nil { return column.legExplainKey.map { "\(id)#\($0)" } }
        if let key = column.explainKey { return "\(id)#\(key)" }
        // Prices of the market belong to a leg.
        guard let first = strategy.legs.first else { return nil }
        return column.legExplainKey.map { "\(first.position.id)#\($0)" }
    }
}

import MagnusTerminal

/// Where the parts of the volatility view stand: all of them on a wide screen, one by one on a narrow one.
struct VolatilityLayout: Equatable {
    let edge: ViewArea
    /// All parts stand beside each other.
    var isWide: Bool { edge.isFramed }
    var head = Rectangle.empty
    var tabs = Rectangle.empty
    var smile = Rectangle.empty
    var term = Rectangle.empty
    var past = Rectangle.empty
    var gamma = Rectangle.empty

    static let sideColumns = 46
    /// Lines of the past and the realised volatilities.
    static let pastRows = 14

    init(_ section: VolatilityPage.Section, size: TerminalSize) {
        edge = ViewArea(size)
        var rest = edge.inside
        head = rest.cut(top: rest.rows < 10 ? 1 : 2)
        guard isWide else {
            tabs = rest.cut(top: 1)
            switch section {
            case .smile: smile = rest
            case .term: term = rest
            case .past: past = rest
            case .gamma: gamma = rest
            }
            return
        }
        let left = rest.columns - Self.sideColumns
        let side = Rectangle(
            column: rest.column + left, row: rest.row, columns: Self.sideColumns, rows: rest.rows)
        let main = Rectangle(column: rest.column, row: rest.row, columns: left - 1, rows: rest.rows)
        let curve = main.split(top: max(12, main.rows * 3 / 5))
        (smile, term) = (curve.top, curve.rest)
        let halves = side.split(top: min(Self.pastRows, side.rows / 2))
        (past, gamma) = (halves.top, halves.rest)
    }
}

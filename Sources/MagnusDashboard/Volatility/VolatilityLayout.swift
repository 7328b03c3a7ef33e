import MagnusTerminal

/// Where the parts of the volatility view stand: all of them on a wide screen, one by one on a narrow one.
struct VolatilityLayout: Equatable {
    var area: Rectangle
    var isFramed: Bool
    var isWide: Bool
    var head = Rectangle.empty
    var tabs = Rectangle.empty
    var smile = Rectangle.empty
    var term = Rectangle.empty
    var past = Rectangle.empty
    var gamma = Rectangle.empty

    static let sideColumns = 46
    /// Lines of the past and the realised volatilities.
    static let pastRows = 13

    init(_ section: VolatilityPage.Section, size: TerminalSize) {
        let screen = Rectangle(column: 0, row: 0, columns: size.columns, rows: size.rows)
        area = screen.split(top: 1).rest.split(bottom: 1).rest
        isFramed = size.columns >= 112 && size.rows >= 30
        isWide = isFramed
        var rest = isFramed ? area.inset() : area.split(top: 1).rest
        (head, rest) = { ($0.top, $0.rest) }(rest.split(top: rest.rows < 10 ? 1 : 2))
        guard isWide else {
            (tabs, rest) = { ($0.top, $0.rest) }(rest.split(top: 1))
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

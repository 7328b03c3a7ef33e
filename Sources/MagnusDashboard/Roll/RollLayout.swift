import MagnusDomain
import MagnusTerminal

/// Where the parts of the grid of rolls stand. Drawing, keys and the mouse read the same rectangles.
struct RollLayout: Equatable {
    static let labelColumns = 9
    static let cellColumns = 14

    let edge: ViewArea
    /// What closing costs, and the rules.
    var head = Rectangle.empty
    /// Expiries and their days.
    var heading = Rectangle.empty
    var list = Rectangle.empty
    /// The chosen cell in words, the conclusion, the rolls that are offered.
    var detail = Rectangle.empty
    /// Expiries that fit.
    var shownColumns = 0

    /// - Parameter strikes: rows of the grid.
    init(strikes: Int, size: TerminalSize) {
        edge = ViewArea(size)
        var rest = edge.inside
        head = rest.cut(top: rest.rows < 12 ? 1 : 2)
        heading = rest.cut(top: rest.rows < 10 ? 1 : 2)
        let words = rest.rows >= 14 ? 6 : rest.rows >= 8 ? 4 : rest.rows >= 4 ? 2 : 0
        let grid = min(max(1, strikes), max(0, rest.rows - words))
        (list, detail) = { ($0.top, $0.rest) }(rest.split(top: grid))
        shownColumns = max(1, (list.columns - Self.labelColumns) / Self.cellColumns)
    }

    /// The page scrolled so that its cell is in sight.
    static func settled(_ page: RollPage, _ report: RollReport, size: TerminalSize) -> RollPage {
        guard let here = page.chosen(in: report) else { return page }
        let layout = RollLayout(strikes: report.rows.count, size: size)
        var page = page
        page.rowOffset = ListCursor.offset(
            line: here.row, offset: page.rowOffset, visible: max(1, layout.list.rows), count: report.rows.count)
        page.columnOffset = ListCursor.offset(
            line: here.column, offset: page.columnOffset, visible: layout.shownColumns, count: report.expiries.count)
        return page
    }

    /// Left edge of a cell.
    func column(_ step: Int) -> Int { list.column + Self.labelColumns + step * Self.cellColumns }
}

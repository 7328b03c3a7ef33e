import MagnusDomain
import MagnusTerminal

/// Where the parts of the scenario view stand. Drawing, keys and the mouse read the same rectangles.
struct ScenarioLayout: Equatable {
    static let labelColumns = 8
    static let cellColumns = 10
    static let stressColumns = 56

    let edge: ViewArea
    var tabs = Rectangle.empty
    var head = Rectangle.empty
    var heading = Rectangle.empty
    /// The heat map, or the list of presets.
    var list = Rectangle.empty
    /// Drivers of the chosen cell: beside the map, or below it where there is no room.
    var drivers = Rectangle.empty
    var isBeside: Bool
    /// Volatility columns that fit.
    var shownColumns = 0

    init(_ page: ScenarioPage, size: TerminalSize) {
        edge = ViewArea(size)
        var rest = edge.inside
        tabs = rest.cut(top: 1)
        head = rest.cut(top: 1)
        let wanted =
            page.isStress ? Self.stressColumns : Self.labelColumns + Self.cellColumns * page.volatilityPoints.count
        isBeside = rest.columns - wanted >= 36
        if isBeside {
            let left = max(wanted, rest.columns - 60)
            drivers = Rectangle(
                column: rest.column + left, row: rest.row, columns: rest.columns - left, rows: rest.rows)
            rest = Rectangle(column: rest.column, row: rest.row, columns: left, rows: rest.rows)
        } else {
            let rows = rest.rows >= 12 ? 5 : rest.rows >= 8 ? 3 : 0
            drivers = rest.cut(bottom: rows)
        }
        (heading, list) = { ($0.top, $0.rest) }(rest.split(top: 1))
        shownColumns = max(1, (list.columns - Self.labelColumns) / Self.cellColumns)
    }

    /// Brings the chosen cell into the bounds and into sight.
    static func settled(_ page: ScenarioPage, _ presets: [StressPreset], size: TerminalSize) -> ScenarioPage {
        var page = page
        page.tab = min(max(0, page.tab), page.tabCount - 1)
        page.row = min(max(0, page.row), max(0, page.rowCount(presets) - 1))
        page.column = min(max(0, page.column), max(0, page.volatilityPoints.count - 1))
        let layout = ScenarioLayout(page, size: size)
        page.rowOffset = ListCursor.offset(
            line: page.row, offset: page.rowOffset, visible: layout.list.rows, count: page.rowCount(presets))
        page.columnOffset = ListCursor.offset(
            line: page.column, offset: page.columnOffset, visible: layout.shownColumns,
            count: page.volatilityPoints.count)
        return page
    }
}

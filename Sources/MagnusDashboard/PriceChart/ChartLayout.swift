import MagnusTerminal

/// Where the parts of the price chart stand: figures beside it on a wide screen, else one of both below tabs. Where there is
/// no room to draw, figures stand alone.
struct ChartLayout: Equatable {
    let edge: ViewArea
    var head = Rectangle.empty
    var tabs = Rectangle.empty
    var chart = Rectangle.empty
    /// Remarks below the chart.
    var notes = Rectangle.empty
    var side = Rectangle.empty

    static let sideColumns = 50
    /// Rows without which no candles are drawn.
    static let leastRows = 8

    /// - Parameter noteLines: remarks, wrapped to the width of the chart.
    init(_ section: ChartPage.Section, size: TerminalSize, notes noteLines: Int) {
        edge = ViewArea(size)
        var rest = edge.inside
        head = rest.cut(top: rest.rows < 12 ? 1 : 2)
        if edge.isFramed {
            let left = rest.columns - Self.sideColumns
            side = Rectangle(column: rest.column + left, row: rest.row, columns: Self.sideColumns, rows: rest.rows)
            chart = Rectangle(column: rest.column, row: rest.row, columns: left - 1, rows: rest.rows)
        } else {
            guard rest.rows > Self.leastRows, rest.columns >= 32 else {
                side = rest
                return
            }
            tabs = rest.cut(top: 1)
            switch section {
            case .chart: chart = rest
            case .figures: side = rest
            }
        }
        let room = min(noteLines, max(0, chart.rows - 2 * Self.leastRows), 3)
        notes = chart.cut(bottom: room)
    }

    /// Where a tab stands, as drawn and as clicked.
    static func tabs(in area: Rectangle) -> [(section: ChartPage.Section, text: String, columns: Range<Int>)] {
        var column = area.column + 1
        return ChartPage.Section.allCases.map { section in
            let text = " \(section.title) "
            let width = TextWidth.width(of: text)
            defer { column += width + 1 }
            return (section, text, column..<column + width)
        }
    }
}

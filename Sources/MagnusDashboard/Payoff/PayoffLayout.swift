import MagnusTerminal

/// Where the parts of an open payoff stand.
struct PayoffLayout: Equatable {
    var area: Rectangle
    var isFramed: Bool
    var chart: Rectangle
    var figures: Rectangle
    /// What the keys move.
    var sliders: Rectangle

    /// - Parameters:
    ///   - figures: lines of a short figure each; two of them beside each other below the curves.
    ///   - sentences: lines as long as the screen.
    init(size: TerminalSize, figures count: Int, sentences: Int) {
        let screen = Rectangle(column: 0, row: 0, columns: size.columns, rows: size.rows)
        area = screen.split(top: 1).rest.split(bottom: 1).rest
        isFramed = size.columns >= 112 && size.rows >= 30
        var rest = isFramed ? area.inset() : area.split(top: 1).rest
        (sliders, rest) = { ($0.top, $0.rest) }(rest.split(top: rest.rows < 8 ? 1 : 2))
        if size.columns >= 100 {
            let width = min(60, max(52, rest.columns * 2 / 5))
            chart = Rectangle(column: rest.column, row: rest.row, columns: rest.columns - width, rows: rest.rows)
            figures = Rectangle(
                column: rest.column + rest.columns - width, row: rest.row, columns: width, rows: rest.rows)
        } else {
            let height = rest.rows < 8 ? 0 : min(max(7, rest.rows - (count + 1) / 2 - sentences), rest.rows * 3 / 5)
            (chart, rest) = { ($0.top, $0.rest) }(rest.split(top: height))
            figures = rest
        }
    }
}

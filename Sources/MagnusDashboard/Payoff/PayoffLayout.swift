import MagnusTerminal

/// Where the parts of an open payoff stand.
struct PayoffLayout: Equatable {
    let edge: ViewArea
    var chart: Rectangle
    var figures: Rectangle
    /// What the keys move.
    var sliders: Rectangle

    /// - Parameters:
    ///   - figures: lines of a short figure each; two of them beside each other below the curves.
    ///   - sentences: lines as long as the screen.
    init(size: TerminalSize, figures count: Int, sentences: Int) {
        edge = ViewArea(size)
        var rest = edge.inside
        sliders = rest.cut(top: rest.rows < 8 ? 1 : 2)
        if size.columns >= 100 {
            let width = min(60, max(52, rest.columns * 2 / 5))
            chart = Rectangle(column: rest.column, row: rest.row, columns: rest.columns - width, rows: rest.rows)
            figures = Rectangle(
                column: rest.column + rest.columns - width, row: rest.row, columns: width, rows: rest.rows)
        } else {
            let height = rest.rows < 8 ? 0 : min(max(7, rest.rows - (count + 1) / 2 - sentences), rest.rows * 3 / 5)
            chart = rest.cut(top: height)
            figures = rest
        }
    }
}

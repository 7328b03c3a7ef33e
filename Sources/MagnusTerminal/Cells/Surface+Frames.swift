extension Surface {
    /// Draws the border of a rectangle, with a title in its upper edge at the left and one at the right. A title that does
    /// not fit is cut; the right one gives way first. Rectangles thinner than two cells draw what fits.
    public mutating func frame(
        _ rectangle: Rectangle, border: BorderGlyphs, style: Style, titleLeft: [Span] = [], titleRight: [Span] = []
    ) {
        guard !rectangle.isEmpty else { return }
        let last = rectangle.endColumn - 1
        let bottom = rectangle.endRow - 1
        if rectangle.rows > 1 {
            horizontalEdge(rectangle, row: bottom, border.bottomLeft, border.horizontal, border.bottomRight, style)
        }
        horizontalEdge(rectangle, row: rectangle.row, border.topLeft, border.horizontal, border.topRight, style)
        for row in rectangle.row + 1..<max(rectangle.row + 1, bottom) {
            put(border.vertical, column: rectangle.column, row: row, style: style)
            if last > rectangle.column { put(border.vertical, column: last, row: row, style: style) }
        }
        title(
            Rectangle(
                column: rectangle.column + 1, row: rectangle.row, columns: rectangle.columns - 2, rows: 1), titleLeft,
            titleRight, style)
    }

    /// A horizontal rule over the whole width of `rectangle`'s first row, with titles, as narrow screens use it instead of
    /// a frame.
    public mutating func rule(
        _ rectangle: Rectangle, border: BorderGlyphs, style: Style, titleLeft: [Span] = [], titleRight: [Span] = []
    ) {
        guard !rectangle.isEmpty else { return }
        horizontalEdge(rectangle, row: rectangle.row, border.horizontal, border.horizontal, border.horizontal, style)
        title(
            Rectangle(
                column: rectangle.column + 1, row: rectangle.row, columns: rectangle.columns - 2, rows: 1), titleLeft,
            titleRight, style)
    }

    private mutating func horizontalEdge(
        _ rectangle: Rectangle, row: Int, _ left: String, _ middle: String, _ right: String, _ style: Style
    ) {
        put(left, column: rectangle.column, row: row, style: style)
        fill(
            Rectangle(column: rectangle.column + 1, row: row, columns: rectangle.columns - 2, rows: 1), with: middle,
            style: style)
        if rectangle.columns > 1 { put(right, column: rectangle.endColumn - 1, row: row, style: style) }
    }

    private mutating func title(_ edge: Rectangle, _ left: [Span], _ right: [Span], _ style: Style) {
        var free = edge.columns
        if !left.isEmpty, free >= 3 {
            let width = min(left.width, free - 2)
            put(" ", column: edge.column, row: edge.row, style: style)
            put(left, column: edge.column + 1, row: edge.row, limit: width)
            put(" ", column: edge.column + 1 + width, row: edge.row, style: style)
            free -= width + 2
        }
        // One cell of border stays between the titles.
        let wanted = right.width
        guard wanted > 0, free >= wanted + 3 else { return }
        let start = edge.endColumn - wanted - 2
        put(" ", column: start, row: edge.row, style: style)
        put(right, column: start + 1, row: edge.row, limit: wanted)
        put(" ", column: start + 1 + wanted, row: edge.row, style: style)
    }
}

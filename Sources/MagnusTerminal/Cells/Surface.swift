/// A grid of cells: what the screen shall show. A value; drawing outside it is cut off, never an error.
public struct Surface: Equatable, Sendable {
    public let columns: Int
    public let rows: Int
    private var cells: [Cell]

    /// Largest side accepted, so that a wrong size from outside cannot exhaust memory.
    public static let largestSide = 4096

    /// A blank grid. Sizes are clamped to 0...`largestSide`.
    public init(columns: Int, rows: Int, style: Style = .plain) {
        self.columns = min(max(0, columns), Self.largestSide)
        self.rows = min(max(0, rows), Self.largestSide)
        cells = Array(repeating: .blank(style), count: self.columns * self.rows)
    }

    /// The whole grid.
    public var bounds: Rectangle { Rectangle(column: 0, row: 0, columns: columns, rows: rows) }

    /// The cell at a place; a blank outside the grid.
    public subscript(column: Int, row: Int) -> Cell {
        contains(column, row) ? cells[row * columns + column] : .blank()
    }

    /// Cells of one row.
    func rowCells(_ row: Int) -> ArraySlice<Cell> {
        cells[row * columns..<(row + 1) * columns]
    }

    /// Runs a body over the memory of all cells, row after row.
    func withCells<Result>(_ body: (UnsafeBufferPointer<Cell>) -> Result) -> Result {
        cells.withUnsafeBufferPointer(body)
    }

    private func contains(_ column: Int, _ row: Int) -> Bool {
        column >= 0 && row >= 0 && column < columns && row < rows
    }

    // Replaces a cell, blanking the other half of a wide cluster that it cuts.
    private mutating func replace(_ column: Int, _ row: Int, with cell: Cell) {
        let index = row * columns + column
        let old = cells[index]
        if old.width == 2, column + 1 < columns, cells[index + 1].width == 0 {
            cells[index + 1] = .blank(cells[index + 1].style)
        } else if old.width == 0, column > 0, cells[index - 1].width == 2 {
            cells[index - 1] = .blank(cells[index - 1].style)
        }
        cells[index] = cell
    }

    /// Writes `text` from `column` to the right, at most `limit` columns and not beyond `clip` (the whole grid when nil).
    /// Dangerous scalars are shown harmlessly (`HarmlessText`), line feeds as a space. A wide cluster that would be cut in
    /// half becomes a space. Colours that `style` inherits stay those of the cell beneath.
    /// - Returns: columns used, also where they were cut off at the left.
    @discardableResult
    public mutating func put(
        _ text: String, column: Int, row: Int, style: Style = .transparent, limit: Int? = nil, clip: Rectangle? = nil
    ) -> Int {
        let area = clip.map { $0.intersection(bounds) } ?? bounds
        guard row >= area.row, row < area.endRow, column < area.endColumn else { return 0 }
        var end = area.endColumn
        if let limit, limit < end - column { end = column + max(0, limit) }
        if let used = putPlain(text, column, row, style, from: area.column, to: end) { return used }
        var position = column
        // A hostile line of megabytes is read only as far as it can be seen.
        let visible = text.unicodeScalars.prefix(max(0, end - position) * 16)
        for cluster in TextClusters(HarmlessText.sanitised(String(visible))) {
            guard position < end else { break }
            let next = position + cluster.width
            if position >= area.column, next <= end {
                place(cluster.text, width: cluster.width, position, row, style)
            } else {
                for half in position..<next where half >= area.column && half < end {
                    place(" ", width: 1, half, row, style)
                }
            }
            position = min(next, end)
        }
        return position - column
    }

    /// The common case without a string for each cell: scalars of one column with nothing to combine or to make harmless.
    /// - Returns: columns used; nil, and nothing is written, when the text needs more care.
    private mutating func putPlain(
        _ text: String, _ column: Int, _ row: Int, _ style: Style, from first: Int, to end: Int
    ) -> Int? {
        // One scalar more is looked at: a mark behind the last cell belongs to it.
        var seen = 0
        for scalar in text.unicodeScalars {
            guard TextWidth.isPlain(scalar) else { return nil }
            seen += 1
            if seen > end - column { break }
        }
        let takesForeground = style.foreground == .inherit
        let takesBackground = style.background == .inherit
        let base = row * columns
        var position = column
        for scalar in text.unicodeScalars {
            guard position < end else { break }
            if position >= first {
                let old = cells[base + position]
                let settled = Style(
                    foreground: takesForeground ? old.style.foreground : style.foreground,
                    background: takesBackground ? old.style.background : style.background,
                    attributes: style.attributes)
                let cell = Cell(scalar, width: 1, style: settled)
                if old.width == 1 { cells[base + position] = cell } else { replace(position, row, with: cell) }
            }
            position += 1
        }
        return position - column
    }

    private mutating func place(_ text: String, width: Int, _ column: Int, _ row: Int, _ style: Style) {
        let settled = settledStyle(style, column, row)
        replace(column, row, with: Cell(cluster: text, width: UInt8(width), style: settled))
        if width == 2, column + 1 < columns { replace(column + 1, row, with: .continuation(settled)) }
    }

    // Colours come from beneath where the style inherits; attributes do not: text that is written over is gone.
    private func settledStyle(_ style: Style, _ column: Int, _ row: Int) -> Style {
        let beneath = cells[row * columns + column].style
        return Style(
            foreground: style.foreground == .inherit ? beneath.foreground : style.foreground,
            background: style.background == .inherit ? beneath.background : style.background,
            attributes: style.attributes)
    }

    /// Empties a part, in a style whose open colours come from beneath.
    mutating func blank(_ rectangle: Rectangle, style: Style) {
        let area = rectangle.intersection(bounds)
        for row in area.row..<area.endRow {
            for column in area.column..<area.endColumn {
                let cell = Cell(" ", width: 1, style: settledStyle(style, column, row))
                let index = row * columns + column
                if cells[index].width == 1 { cells[index] = cell } else { replace(column, row, with: cell) }
            }
        }
    }

    /// Fills a part with one character (its first cluster of width 1) and a style.
    public mutating func fill(_ rectangle: Rectangle, with text: String = " ", style: Style = .plain) {
        guard text != " " else { return blank(rectangle, style: style) }
        let area = rectangle.intersection(bounds)
        let first = TextClusters(HarmlessText.sanitised(text)).first { $0.width == 1 }?.text ?? " "
        let pattern = Cell(cluster: first, width: 1, style: .plain)
        for row in area.row..<area.endRow {
            for column in area.column..<area.endColumn {
                replace(column, row, with: pattern.restyled(settledStyle(style, column, row)))
            }
        }
    }

    /// Puts a style over the cells of a part, keeping their text: a selected row, a search match, a dimmed background.
    public mutating func restyle(_ rectangle: Rectangle, with overlay: Style) {
        restyle(rectangle) { overlay.over($0) }
    }

    /// Changes the styles of a part by a function, keeping the text.
    public mutating func restyle(_ rectangle: Rectangle, _ change: (Style) -> Style) {
        let area = rectangle.intersection(bounds)
        for row in area.row..<area.endRow {
            for column in area.column..<area.endColumn {
                let index = row * columns + column
                cells[index] = cells[index].restyled(change(cells[index].style).settled)
            }
        }
    }

    /// Copies `other` so that its upper left corner comes to `column`, `row`; only what lies in `clip` is changed.
    public mutating func paint(_ other: Surface, column: Int, row: Int, clip: Rectangle? = nil) {
        let target = Rectangle(column: column, row: row, columns: other.columns, rows: other.rows)
        let area = target.intersection(clip.map { $0.intersection(bounds) } ?? bounds)
        for y in area.row..<area.endRow {
            for x in area.column..<area.endColumn {
                let cell = other[x - column, y - row]
                // A wide cluster cut by an edge leaves a blank half.
                let cut = cell.width == 2 && x + 1 >= area.endColumn || cell.width == 0 && x == area.column
                replace(x, y, with: cut ? .blank(cell.style) : cell)
            }
        }
    }
}

/// A part of the screen, in cells. The origin is the upper left corner; sizes are never negative.
public struct Rectangle: Hashable, Sendable {
    public var column: Int
    public var row: Int
    public var columns: Int
    public var rows: Int

    public init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    public static let empty = Rectangle(column: 0, row: 0, columns: 0, rows: 0)

    public var isEmpty: Bool { columns == 0 || rows == 0 }
    /// First column right of it.
    public var endColumn: Int { column + columns }
    /// First row below it.
    public var endRow: Int { row + rows }

    public func contains(column: Int, row: Int) -> Bool {
        column >= self.column && column < endColumn && row >= self.row && row < endRow
    }

    /// Common part, empty where there is none.
    public func intersection(_ other: Rectangle) -> Rectangle {
        let left = max(column, other.column)
        let top = max(row, other.row)
        let right = min(endColumn, other.endColumn)
        let bottom = min(endRow, other.endRow)
        guard right > left, bottom > top else { return Rectangle(column: left, row: top, columns: 0, rows: 0) }
        return Rectangle(column: left, row: top, columns: right - left, rows: bottom - top)
    }

    /// Smaller by the given amounts on every side.
    public func inset(columns horizontal: Int = 1, rows vertical: Int = 1) -> Rectangle {
        Rectangle(
            column: column + min(horizontal, columns), row: row + min(vertical, rows),
            columns: columns - 2 * horizontal, rows: rows - 2 * vertical)
    }

    /// A rectangle of the given size, cut to this one, in its middle.
    public func centered(columns wanted: Int, rows wantedRows: Int) -> Rectangle {
        let width = min(max(0, wanted), columns)
        let height = min(max(0, wantedRows), rows)
        return Rectangle(
            column: column + (columns - width) / 2, row: row + (rows - height) / 2, columns: width, rows: height)
    }

    /// The first `count` rows, and the rest.
    public func split(top count: Int) -> (top: Rectangle, rest: Rectangle) {
        let height = min(max(0, count), rows)
        return (
            Rectangle(column: column, row: row, columns: columns, rows: height),
            Rectangle(column: column, row: row + height, columns: columns, rows: rows - height)
        )
    }

    /// The last `count` rows, and what is above them.
    public func split(bottom count: Int) -> (rest: Rectangle, bottom: Rectangle) {
        let height = min(max(0, count), rows)
        let (rest, bottom) = split(top: rows - height)
        return (rest, bottom)
    }

    /// The first `count` columns, and the rest.
    public func split(left count: Int) -> (left: Rectangle, rest: Rectangle) {
        let width = min(max(0, count), columns)
        return (
            Rectangle(column: column, row: row, columns: width, rows: rows),
            Rectangle(column: column + width, row: row, columns: columns - width, rows: rows)
        )
    }
}

import MagnusTerminal

/// Where a full-screen view stands: between the status line and the hints, in a frame where there is room for one, else
/// below a rule. Drawing, keys and the mouse read the same rectangles.
struct ViewArea: Equatable {
    let area: Rectangle
    let isFramed: Bool
    /// What is left for the view itself.
    let inside: Rectangle

    init(_ size: TerminalSize) {
        let screen = Rectangle(column: 0, row: 0, columns: size.columns, rows: size.rows)
        area = screen.split(top: 1).rest.split(bottom: 1).rest
        isFramed = size.columns >= 112 && size.rows >= 30
        inside = isFramed ? area.inset() : area.split(top: 1).rest
    }
}

extension Rectangle {
    /// Takes the first rows off.
    mutating func cut(top rows: Int) -> Rectangle {
        let parts = split(top: rows)
        self = parts.rest
        return parts.top
    }

    /// Takes the last rows off.
    mutating func cut(bottom rows: Int) -> Rectangle {
        let parts = split(bottom: rows)
        self = parts.rest
        return parts.bottom
    }

    /// A column narrower on both sides, as text stands in it.
    var padded: Rectangle {
        Rectangle(column: column + 1, row: row, columns: columns - 2, rows: rows)
    }
}

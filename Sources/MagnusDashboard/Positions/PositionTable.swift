import MagnusTerminal

/// Which columns of Positions are shown in a given width, and where.
struct PositionTable: Equatable {
    struct Place: Equatable {
        var column: PositionColumn
        /// From the left edge of the pane's inside.
        var start: Int
        var width: Int
    }

    /// Before the columns stand the severity sign, in ASCII of two columns, and a blank.
    let margin: Int
    var places: [Place] = []

    /// - Parameters:
    ///   - width: of the pane's inside.
    ///   - cursor: column that must be in view.
    init(
        order: [PositionColumn], hidden: Set<PositionColumn>, isWide: Bool, width: Int, cursor: PositionColumn?,
        glyphs: GlyphSet = .unicode
    ) {
        margin = glyphs.isUnicode ? 2 : 3
        let candidates = order.filter { !hidden.contains($0) || $0.isFixed && $0 == .symbol }
        let chosen: [PositionColumn]
        if isWide {
            chosen = scrolled(candidates, width: width, cursor: cursor)
        } else {
            let standard = candidates.filter { !$0.isWide || $0 == cursor }
            let dropped = narrowed(standard, width: width)
            // What is left of a wide pane goes to wide columns, in their order.
            var extended = dropped
            if dropped.count == standard.count {
                for column in candidates where column.isWide && !extended.contains(column) {
                    if total(extended) + column.width + 1 <= width { extended.append(column) } else { break }
                }
            }
            chosen = candidates.filter(extended.contains)
        }
        place(chosen, width: width)
    }

    /// Width all columns take with margin and gaps.
    private func total(_ columns: [PositionColumn]) -> Int {
        columns.reduce(margin - 1) { $0 + 1 + $1.width }
    }

    /// Columns in the order in which they give way. P/L, Dist and DTE never do.
    private static let dropping: [PositionColumn] = [.flags, .theta, .assignment, .expiry, .captured, .delta]
    private static let narrowestPosition = 8

    private func narrowed(_ columns: [PositionColumn], width: Int) -> [PositionColumn] {
        var kept = columns
        // A wider margin is taken from the words of a position, not from a column.
        let room = width + margin - 2
        for column in Self.dropping where total(kept) > room { kept.removeAll { $0 == column } }
        return kept
    }

    /// Symbol and position stay, of the others those around the cursor that fit.
    private func scrolled(
        _ columns: [PositionColumn], width: Int, cursor: PositionColumn?
    ) -> [PositionColumn] {
        let fixed = columns.filter(\.isFixed)
        var moving = columns.filter { !$0.isFixed }
        let target = cursor.flatMap { moving.firstIndex(of: $0) } ?? 0
        let room = width - total(fixed)
        // Drop from the left while the cursor's column does not fit.
        var start = 0
        func length(_ range: Range<Int>) -> Int { moving[range].reduce(0) { $0 + $1.width + 1 } }
        while start < target, length(start..<target + 1) > room { start += 1 }
        moving = Array(moving[start...])
        var used = 0
        moving = Array(
            moving.prefix { column in
                used += column.width + 1
                return used <= room
            })
        return fixed + moving
    }

    private mutating func place(_ columns: [PositionColumn], width: Int) {
        let excess = total(columns) - width
        let position = max(Self.narrowestPosition, PositionColumn.position.width - max(0, excess))
        var start = margin
        for column in columns {
            let cells = column == .position ? position : column.width
            places.append(Place(column: column, start: start, width: cells))
            start += cells + 1
        }
    }
}

import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The Positions pane.
extension FramePainter {
    mutating func paintPositions(_ inside: Rectangle, _ snapshot: DeskSnapshot, isFocused: Bool) {
        let rows = PositionRow.places(snapshot, state.positions)
        guard !rows.isEmpty else {
            paintNoPositions(inside, snapshot)
            return
        }
        let table = table(inside.columns)
        let (heading, rest) = inside.split(top: 1)
        let (list, total) = rest.split(bottom: rest.rows >= 3 ? 1 : 0)
        paintHeadings(heading, table, isFocused: isFocused)
        let cells = PositionCells(format: format, glyphs: glyphs, today: today)
        let ids = rows.map { PositionRow.id(at: $0, snapshot) }
        let line = state.positions.cursor.line(in: ids) ?? 0
        let offset = ListCursor.offset(
            line: line, offset: state.positions.cursor.offset, visible: list.rows, count: rows.count)
        for (place, index) in (offset..<min(rows.count, offset + list.rows)).enumerated() {
            let area = Rectangle(column: list.column, row: list.row + place, columns: list.columns, rows: 1)
            paint(PositionRow.row(at: rows[index], snapshot), area, table, cells)
            if index == line, state.positions.total == nil { select(area, .positions) }
        }
        if !total.isEmpty {
            let last = min(rows.count, offset + list.rows)
            let shown = state.positions.filter.isActive ? Set(rows.map(\.strategy)).sorted() : nil
            paintTotal(
                total, FilteredTotals(snapshot.book, strategies: shown), snapshot, shown: last, of: rows.count)
        }
    }

    func table(_ width: Int) -> PositionTable {
        PositionTable(
            order: state.positions.columnOrder, hidden: state.positions.hiddenColumns, isWide: state.positions.isWide,
            width: width, cursor: state.positions.column, glyphs: glyphs)
    }

    private mutating func paintHeadings(_ area: Rectangle, _ table: PositionTable, isFocused: Bool) {
        for place in table.places {
            let isSorted = state.positions.sort.column == place.column
            var style = theme[isSorted ? .headerSorted : .header]
            if isFocused, state.positions.column == place.column { style = style.with([.underline, .bold]) }
            // Underline only the word, not the whole field.
            let text = place.column.heading(glyphs)
            let width = TextWidth.width(of: text)
            let shift = place.column.alignment == .right ? max(0, place.width - width) : 0
            surface.put(
                text, column: area.column + place.start + shift, row: area.row, style: style,
                limit: place.width - shift, clip: area)
        }
    }

    private mutating func paint(_ row: PositionRow, _ area: Rectangle, _ table: PositionTable, _ cells: PositionCells) {
        let isMarked = state.positions.marked.contains(row.id)
        if row.leg == nil {
            if let severity = row.strategy.severity {
                surface.put(
                    glyph(severity), column: area.column, row: area.row, style: theme[FigureScope.severity(severity)],
                    clip: area)
            } else if row.strategy.flags.contains(.adjusted) {
                surface.put(
                    glyphs.severityLow, column: area.column, row: area.row, style: theme[.textDim], clip: area)
            }
        }
        let texts = cache.cells(row, columns: table.places.map(\.column), cells)
        for (index, place) in table.places.enumerated() {
            let cell = texts[index]
            guard !cell.text.isEmpty else { continue }
            var width = place.width
            // Words that need more than their column take the empty ones behind it.
            if place.column == .position {
                for (next, text) in zip(table.places, texts).dropFirst(index + 1) {
                    guard TextWidth.width(of: cell.text) > width, text.text.isEmpty else { break }
                    width = next.start + next.width - place.start
                }
            }
            var style = theme[isMarked && place.column.isFixed ? .marked : cell.scope]
            if cell.isBold { style = style.with(.bold) }
            field(
                cell.text, column: area.column + place.start, row: area.row, width: width,
                alignment: place.column.alignment, style: style, clip: area)
        }
        if isMarked {
            surface.put(
                glyphs.bullet, column: area.column + 1, row: area.row, style: theme[.marked], clip: area)
        }
    }

    /// `18 rows  open -911  day +284  θ +123  short extrinsic 5,441   13/18 ↓`; what does not fit goes from the right.
    ///
    /// With a filter `3 of 18 rows:` stands before it, and the totals are those of the three.
    private mutating func paintTotal(
        _ area: Rectangle, _ book: FilteredTotals, _ snapshot: DeskSnapshot, shown: Int, of count: Int
    ) {
        let place = "\(shown)/\(count)\(shown < count ? " " + (glyphs.isUnicode ? "↓" : "v") : "")"
        let isNarrow = layout.kind == .stack || layout.kind == .tabs
        let common = commonUnknown(book)
        let all = snapshot.book.strategies.count
        let rows = CountedNoun.text(all, "row")
        let scope = book.rows.map { isNarrow ? " \(place) of \(all)" : "\($0) of \(rows)" }
        var first = [Span(scope ?? (isNarrow ? " " + place : rows), theme[book.rows == nil ? .textDim : .accent])]
        if let common { first.append(Span(", \(common) unknown", theme[.dataUnknown])) }
        if scope != nil { first.append(Span(":", theme[.accent])) }
        var parts = [first] + totals(book, isCountSaid: common != nil)
        let whole = parts.reduce(0) { $0 + $1.width + 2 } + (isNarrow ? 0 : TextWidth.width(of: place) + 2)
        if whole > area.columns { parts[parts.count - 1][0].text = "extr " }
        var spans: [Span] = [Span(" ")]
        let reserve = isNarrow ? 0 : TextWidth.width(of: place) + 3
        for (index, part) in parts.enumerated() {
            let gap = Span(index == 0 ? "" : "  ")
            guard spans.width + gap.width + part.width + reserve <= area.columns else { break }
            spans += [gap] + part
        }
        surface.put(spans, column: area.column, row: area.row, limit: area.columns, clip: area)
        if !isNarrow {
            let right = Rectangle(column: area.column, row: area.row, columns: area.columns - 1, rows: 1)
            sayRight(place, at: right, style: theme[.textDim])
        }
        if state.positions.total != nil { select(area, .positions) }
    }

    /// How many parts all totals of the row lack alike, so that it need be said once only; nil when they differ.
    private func commonUnknown(_ book: FilteredTotals) -> Int? {
        let counts = Set(
            [book.openProfit, book.dayProfit, book.thetaPerDay, book.shortExtrinsic]
                .filter { $0.figure.value != nil }.map(\.unknownCount))
        guard counts.count == 1, let count = counts.first, count > 0 else { return nil }
        return count
    }

    private func totals(_ book: FilteredTotals, isCountSaid: Bool = false) -> [[Span]] {
        func part(
            _ label: String, _ figure: PositionTotal, _ write: (Figure) -> String, isProfit: Bool
        ) -> [Span] {
            let whole = figure.total(book)
            let isHere = isFocused(.positions) && state.positions.total == figure
            let total = isCountSaid ? Total(figure: whole.figure, unknownCount: 0) : whole
            let scope = isProfit ? FigureScope.profit(total.figure) : .total
            return [
                Span(label + " ", theme[.textDim]),
                Span(
                    adapted(format.total(total, write)),
                    theme[scope].with(theme[.total].attributes).with(isHere ? [.underline, .bold] : [])),
            ]
        }
        return [
            part("open", .openProfit, format.profit, isProfit: true),
            part("day", .dayProfit, format.profit, isProfit: true),
            part(glyphs.theta, .theta, format.profit, isProfit: false),
            part("short extrinsic", .shortExtrinsic, format.dollars, isProfit: false),
        ]
    }

    /// All of Positions on one line.
    mutating func paintPositionsLine(_ area: Rectangle, _ snapshot: DeskSnapshot) {
        guard !snapshot.book.strategies.isEmpty else {
            paintNoPositions(area, snapshot)
            return
        }
        var spans: [Span] = []
        for part in totals(FilteredTotals(snapshot.book, strategies: nil)) {
            guard spans.width + part.width + 2 < area.columns else { break }
            spans += [Span(spans.isEmpty ? " " : "  ")] + part
        }
        surface.put(spans, column: area.column, row: area.row, limit: area.columns, clip: area)
    }

    private mutating func paintNoPositions(_ inside: Rectangle, _ snapshot: DeskSnapshot) {
        let area = Rectangle(
            column: inside.column + 1, row: inside.row, columns: inside.columns - 2, rows: inside.rows)
        if state.positions.filter.isActive {
            sayWrapped(
                "No position matches /\(state.positions.filter.text). \(hint(.back) ?? "Esc") clears the filter.",
                in: area, style: theme[.textDim])
        } else if let reason = EmptyBook.reason(in: snapshot.world.kind) {
            sayWrapped(reason, in: area, style: theme[.textDim])
        } else {
            sayWrapped(
                "No positions. \(KeyText.command("import", palette: hint(.palette))) a broker file · "
                    + "\(KeyText.command("accounts", palette: hint(.palette))) for paper", in: area,
                style: theme[.textDim])
        }
    }
}

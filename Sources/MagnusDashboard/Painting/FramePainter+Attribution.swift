import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The page of the Greeks pane that says where the profit of the day came from.
extension FramePainter {
    /// Widths of the total and of each part, a blank before the figure among them.
    private struct Widths {
        var columns: [Int]
        var all: Int { columns.reduce(0, +) }

        init(_ columns: [Int]) { self.columns = columns }

        /// - Parameter rest: of the last part, which may have a mark.
        init(total: Int, part: Int, rest: Int) {
            columns = [total] + Array(repeating: part, count: AttributionColumn.allCases.count - 2) + [rest]
        }

        /// The column behind a figure, from the first one.
        func end(_ index: Int) -> Int { columns.prefix(index + 1).reduce(0, +) }
    }

    /// Where names would be cut: no wider than the figures of the rows in view, so that the names have the rest.
    private func fitted(_ lines: ArraySlice<PaneRows.AttributionLine>, most: Widths) -> Widths {
        Widths(
            most.columns.indices.map { index in
                let texts = lines.map { text($0.row, index, columns: most.columns[index] - 1) }
                let widths = (texts + [attributionHeadings[index]]).map { TextWidth.width(of: $0) }
                return min(most.columns[index], (widths.max() ?? 0) + 1)
            })
    }

    /// Headings and figures of a row, the total first.
    private func parts(_ row: DayAttribution) -> [Total] { AttributionColumn.allCases.map { $0.total(row) } }

    /// A figure of a row; a rest that the Greeks should have told is marked.
    private func text(_ row: DayAttribution, _ index: Int, columns: Int) -> String {
        let column = AttributionColumn.allCases[index]
        guard column == .residual, row.isResidualLarge else {
            return format.profit(column.total(row).figure, columns: columns)
        }
        let mark = glyphs.severityHigh
        return mark + format.profit(row.residual.figure, columns: columns - TextWidth.width(of: mark))
    }

    private var attributionHeadings: [String] {
        ["P/L", glyphs.delta, glyphs.gamma, glyphs.theta, "vega", "vv", "rest"]
    }

    mutating func paintAttribution(_ inside: Rectangle, _ snapshot: DeskSnapshot) {
        guard snapshot.book.dayAttribution != nil else {
            let area = Rectangle(
                column: inside.column + 1, row: inside.row, columns: inside.columns - 2, rows: inside.rows)
            sayWrapped(
                "The profit of the day is split into its Greeks once the marks of the previous close have arrived.",
                in: area, style: theme[.textDim])
            return
        }
        let lines = PaneRows.attribution(snapshot)
        let longest = lines.map { TextWidth.width(of: $0.label) }.max() ?? 0
        let (heading, rest) = inside.split(top: 1)
        let unexplained = snapshot.book.dayAttribution?.book.unexplainedLegs ?? 0
        let (list, foot) = rest.split(bottom: rest.rows >= 5 && unexplained > 0 ? 1 : 0)
        let current = state.greeks.cursor.line(in: lines.map(\.id)) ?? 0
        let offset = ListCursor.offset(
            line: current, offset: state.greeks.cursor.offset, visible: list.rows, count: lines.count)
        let shown = offset..<min(lines.count, offset + list.rows)
        let choices = [Widths(total: 8, part: 8, rest: 8), Widths(total: 7, part: 6, rest: 7)]
        let roomy = choices.first { $0.all + longest + 1 <= inside.columns }
        let widths = roomy ?? fitted(lines[shown], most: choices[1])
        // The blank before the figures is theirs where there is no other.
        let label = min(max(8, inside.columns - widths.all), longest + (roomy == nil ? 0 : 1))
        for (index, word) in attributionHeadings.enumerated() {
            let end = heading.column + label + widths.end(index)
            let isHere = isFocused(.greeks) && AttributionColumn.allCases[index] == state.greeks.part
            let style = isHere ? theme[.header].with([.underline, .bold]) : theme[.header]
            surface.put(word, column: end - TextWidth.width(of: word), row: heading.row, style: style, clip: heading)
        }
        for (place, index) in shown.enumerated() {
            let area = Rectangle(column: list.column, row: list.row + place, columns: list.columns, rows: 1)
            paint(lines[index], label: label, widths, area)
            if index == current { select(area, .greeks) }
        }
        if !foot.isEmpty {
            field(
                "rest holds \(CountedNoun.text(unexplained, "leg")) opened today or without a close",
                column: foot.column, row: foot.row, width: foot.columns, style: theme[.textDim], clip: foot)
        }
    }

    private mutating func paint(
        _ line: PaneRows.AttributionLine, label: Int, _ widths: Widths, _ area: Rectangle
    ) {
        field(
            line.label, column: area.column, row: area.row, width: label,
            style: theme[line.id == "book" ? .textStrong : .text], clip: area)
        var start = area.column + label
        for (index, total) in parts(line.row).enumerated() {
            let width = widths.columns[index]
            // One column stays free on the left, so that figures never touch.
            let isStrong =
                index == 0
                ? line.id == "book"
                : AttributionColumn.allCases[index] == .residual && line.row.isResidualLarge
            field(
                text(line.row, index, columns: width - 1), column: start, row: area.row, width: width,
                alignment: .right, style: theme[FigureScope.profit(total.figure)].with(isStrong ? .bold : []),
                clip: area)
            start += width
        }
    }
}

import MagnusTerminal

/// Where the parts of the risk view stand: the chosen table, beside it the list of all where there is room for it, else
/// tabs above.
struct RiskLayout: Equatable {
    let edge: ViewArea
    var head = Rectangle.empty
    var tabs = Rectangle.empty
    /// Two lines for each section.
    var overview = Rectangle.empty
    var heading = Rectangle.empty
    var list = Rectangle.empty
    var notes = Rectangle.empty

    static let overviewColumns = 40

    /// - Parameters:
    ///   - rows: of the chosen table.
    ///   - notes: lines below it.
    init(rows: Int, notes noteLines: Int, size: TerminalSize) {
        edge = ViewArea(size)
        var rest = edge.inside
        if edge.isFramed {
            let left = rest.columns - Self.overviewColumns
            overview = Rectangle(
                column: rest.column + left, row: rest.row, columns: Self.overviewColumns, rows: rest.rows)
            rest = Rectangle(column: rest.column, row: rest.row, columns: left - 1, rows: rest.rows)
            head = rest.cut(top: 2)
        } else {
            tabs = rest.cut(top: 1)
        }
        heading = rest.cut(top: 1)
        // Notes never push the table out of sight.
        let spare = max(0, rest.rows - min(rows, max(3, rest.rows - noteLines - 1)))
        let wanted = noteLines == 0 || spare < 2 || rest.rows < 10 ? 0 : min(noteLines + 1, spare)
        (notes, list) = { ($0.bottom, $0.rest) }(rest.split(bottom: wanted))
        if !notes.isEmpty { notes = notes.split(top: 1).rest }
    }

    /// Tabs that fit, beginning so that the chosen one is among them.
    static func tabs(_ page: RiskPage, in area: Rectangle) -> [(
        section: RiskPage.Section, text: String, columns: Range<Int>
    )] {
        let all = RiskPage.Section.allCases
        let texts = all.map { " \($0.tab) " }
        let widths = texts.map { TextWidth.width(of: $0) + 1 }
        let chosen = all.firstIndex(of: page.section) ?? 0
        var first = 0
        while first < chosen, widths[first...chosen].reduce(0, +) > area.columns - 1 { first += 1 }
        var column = area.column + 1
        var places: [(section: RiskPage.Section, text: String, columns: Range<Int>)] = []
        for index in texts.indices.dropFirst(first) {
            guard column + widths[index] - 1 <= area.endColumn else { break }
            places.append((all[index], texts[index], column..<column + widths[index] - 1))
            column += widths[index]
        }
        return places
    }

    /// Row of the overview where a section stands.
    static func overviewRow(_ section: RiskPage.Section) -> Int {
        3 * (RiskPage.Section.allCases.firstIndex(of: section) ?? 0)
    }
}

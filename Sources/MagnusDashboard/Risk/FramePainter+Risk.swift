import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The risk view: one table at a time, beside it what all of them say where there is room.
extension FramePainter {
    mutating func paint(_ page: RiskPage) {
        let text = RiskText(format: format, glyphs: glyphs)
        let report = state.risk.shown
        let sheet = report.map { text.sheet(page.section, $0) }
        let width = RiskLayout(rows: 0, notes: 0, size: state.size).list.columns - 2
        let notes = sheet.map { RiskView.notes($0, width: width, glyphs: glyphs) } ?? []
        let places = RiskLayout(rows: sheet?.rows.count ?? 0, notes: notes.count, size: state.size)
        paintView(places.edge, left: riskTitle, right: riskAge.map { [$0] } ?? [])
        paintRiskTabs(page, places.tabs)
        guard let report, let sheet else {
            sayWrapped(riskWords, in: places.list.padded, style: theme[.textDim])
            return
        }
        paintRiskOverview(page, report, text, places.overview)
        if !places.head.isEmpty {
            say(page.section.title, at: places.head.split(top: 1).top.padded, style: theme[.header])
        }
        guard !sheet.rows.isEmpty else {
            sayWrapped(
                sheet.empty.isEmpty ? "Nothing to show." : sheet.empty, in: places.list.padded, style: theme[.textDim])
            return
        }
        paintRiskSheet(sheet, page, places)
        for (offset, line) in notes.prefix(places.notes.rows).enumerated() {
            say(
                line,
                at: Rectangle(
                    column: places.notes.column, row: places.notes.row + offset, columns: places.notes.columns, rows: 1
                ).padded,
                style: theme[.textDim])
        }
    }

    private var riskTitle: [Span] {
        var left = [Span("Risk", theme[.titleFocus])]
        if let account = snapshot?.selectedAccount {
            left.append(Span(HarmlessText.sanitised(adapted(" " + account), maximumLength: 24), theme[.titleInfo]))
        }
        return left + worldTitle
    }

    private var riskAge: Span? {
        state.risk.report.map { report in
            state.risk.isOld
                ? Span(adapted("not refreshed since \(report.asOf.newYork.clock)"), theme[.alertHigh])
                : Span(
                    adapted(
                        "NL \(format.compactDollars(report.netLiquidation.figure))  book of \(report.asOf.newYork.hourMinute)"
                    ),
                    theme[.titleInfo])
        }
    }

    /// While there is no report.
    private var riskWords: String {
        if state.risk.isCancelled {
            let key = world.keymap.shortHint(for: DashboardAction.refresh, in: ["overlay", "global"]).map(adapted)
            return "Cancelled.\(key.map { " \($0) computes it again." } ?? "")"
        }
        if let refusal = state.risk.refusal { return refusal }
        guard state.risk.awaited != nil else { return "There is no book to measure yet." }
        let work = snapshot?.work.first { $0.id == RiskAnswer.workIdentifier }
        guard let work, let total = work.total else { return "Reading a year of sessions..." }
        return "Revaluing the book: \(work.completed) of \(CountedNoun.text(total, "leg"))..."
    }

    private mutating func paintRiskTabs(_ page: RiskPage, _ area: Rectangle) {
        guard !area.isEmpty else { return }
        for tab in RiskLayout.tabs(page, in: area) {
            paintTab(tab.text, tab.columns, area, isChosen: tab.section == page.section)
        }
    }

    private mutating func paintRiskOverview(
        _ page: RiskPage, _ report: RiskReport, _ text: RiskText, _ area: Rectangle
    ) {
        guard !area.isEmpty else { return }
        for section in RiskPage.Section.allCases {
            let row = area.row + RiskLayout.overviewRow(section)
            guard row + 1 < area.endRow else { return }
            let isHere = section == page.section
            let title = Rectangle(column: area.column + 1, row: row, columns: area.columns - 2, rows: 1)
            say(section.title, at: title, style: theme[isHere ? .titleFocus : .header])
            let headline = text.headline(section, report)
            say(
                headline.text,
                at: Rectangle(column: area.column + 3, row: row + 1, columns: area.columns - 4, rows: 1),
                style: theme[headline.scope])
            if isHere { highlight(title, with: theme[.selection]) }
        }
    }

    private mutating func paintRiskSheet(_ sheet: RiskSheet, _ page: RiskPage, _ places: RiskLayout) {
        let inside = places.list.padded
        let columns = sheet.places(width: inside.columns)
        for place in columns {
            let column = sheet.columns[place.index]
            field(
                column.heading, column: inside.column + place.column, row: places.heading.row, width: place.width,
                alignment: column.isLeft ? .left : .right, style: theme[.header], clip: places.heading.padded)
        }
        let chosen = min(max(0, page.row), sheet.rows.count - 1)
        let first = ListCursor.offset(
            line: chosen, offset: page.offsets[page.section] ?? 0, visible: max(1, inside.rows), count: sheet.rows.count
        )
        for (offset, index) in sheet.rows.indices.dropFirst(first).prefix(inside.rows).enumerated() {
            let row = inside.row + offset
            for place in columns where sheet.rows[index].cells.indices.contains(place.index) {
                let cell = sheet.rows[index].cells[place.index]
                field(
                    HarmlessText.sanitised(cell.text, maximumLength: 400), column: inside.column + place.column,
                    row: row,
                    width: place.width, alignment: sheet.columns[place.index].isLeft ? .left : .right,
                    style: theme[cell.scope], clip: inside)
            }
            if index == chosen {
                highlight(
                    Rectangle(column: places.list.column, row: row, columns: places.list.columns, rows: 1),
                    with: theme[.selection])
            }
        }
    }
}

/// What drawing and keys of the risk view share.
enum RiskView {
    /// Notes of a table, wrapped.
    static func notes(_ sheet: RiskSheet, width: Int, glyphs: GlyphSet) -> [String] {
        guard width > 0 else { return [] }
        return sheet.notes.flatMap { TextFitting.wrapped(HarmlessText.sanitised(glyphs.adapted($0)), to: width) }
    }

    /// Where the parts stand with a table and its notes.
    static func layout(_ sheet: RiskSheet, glyphs: GlyphSet, size: TerminalSize) -> RiskLayout {
        let width = RiskLayout(rows: 0, notes: 0, size: size).list.columns - 2
        return RiskLayout(
            rows: sheet.rows.count, notes: notes(sheet, width: width, glyphs: glyphs).count, size: size)
    }
}

extension RiskPage {
    func paint(_ painter: inout FramePainter) { painter.paint(self) }
}

import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The market view: a page at a time, the chosen row in full below it.
extension FramePainter {
    mutating func paint(_ page: MarketPage) {
        let report = state.market.shown
        let sheet = report.map { MarketText(format: format, glyphs: glyphs).sheet(page.section, $0) }
        let places = page.layout(sheet ?? MarketSheet(), report, glyphs, size: state.size)
        var left = [Span("Market", theme[.titleFocus])]
        if let account = snapshot?.selectedAccount {
            left.append(Span(HarmlessText.sanitised(adapted(" " + account), maximumLength: 24), theme[.titleInfo]))
        }
        paintView(places.edge, left: left + worldTitle, right: report.map { [marketAge($0)] } ?? [])
        for tab in MarketLayout.tabs(in: places.tabs) where tab.columns.upperBound <= places.tabs.endColumn {
            paintTab(tab.text, tab.columns, places.tabs, isChosen: tab.section == page.section)
        }
        guard let report, let sheet else {
            let words = state.market.refusal ?? "Reading ten years of sessions..."
            sayWrapped(words, in: places.list.padded, style: theme[.textDim])
            return
        }
        guard !sheet.rows.isEmpty else {
            sayWrapped(sheet.empty, in: places.list.padded, style: theme[.textDim])
            return
        }
        if page.section == .correlation, let matrix = report.correlation {
            paintMatrix(matrix, page, places)
        } else {
            paintMarketTable(sheet, page, places)
        }
        let below = page.below(sheet, report, glyphs, width: places.notes.columns - 2)
        for (offset, line) in below.prefix(places.notes.rows).enumerated() {
            say(
                line,
                at: Rectangle(
                    column: places.notes.column, row: places.notes.row + offset, columns: places.notes.columns, rows: 1
                ).padded, style: theme[.textDim])
        }
    }

    private func marketAge(_ report: MarketReport) -> Span {
        if state.market.isOld {
            return Span(adapted("not refreshed since \(report.asOf.newYork.clock)"), theme[.alertHigh])
        }
        return Span(adapted("as of \(report.asOf.newYork.hourMinute)"), theme[.titleInfo])
    }

    private mutating func paintMarketTable(_ sheet: MarketSheet, _ page: MarketPage, _ places: MarketLayout) {
        let inside = places.list.padded
        let columns = sheet.places(width: inside.columns)
        for place in columns {
            let column = sheet.columns[place.index]
            field(
                column.heading, column: inside.column + place.column, row: places.heading.row, width: place.width,
                alignment: column.isLeft ? .left : .right, style: theme[.header], clip: places.heading.padded)
        }
        for (offset, index) in sheet.rows.indices.dropFirst(page.offset).prefix(inside.rows).enumerated() {
            let row = inside.row + offset
            for place in columns where sheet.rows[index].cells.indices.contains(place.index) {
                let cell = sheet.rows[index].cells[place.index]
                field(
                    HarmlessText.sanitised(cell.text, maximumLength: 400), column: inside.column + place.column,
                    row: row, width: place.width, alignment: sheet.columns[place.index].isLeft ? .left : .right,
                    style: theme[cell.scope], clip: inside)
            }
            if index == page.row {
                highlight(
                    Rectangle(column: places.list.column, row: row, columns: places.list.columns, rows: 1),
                    with: theme[.selection])
            }
        }
    }

    /// Names down and across; a cell's shade before its figure says how strong, its sign and colour which way.
    private mutating func paintMatrix(_ matrix: CorrelationReport, _ page: MarketPage, _ places: MarketLayout) {
        let inside = places.list.padded
        let width = MarketLayout.cellColumns
        let columns = matrix.members.indices.dropFirst(page.columnOffset).prefix(places.matrixColumns)
        for (step, column) in columns.enumerated() {
            field(
                HarmlessText.sanitised(matrix.members[column].name, maximumLength: 20),
                column: inside.column + MarketLayout.nameColumns + step * width, row: places.heading.row,
                width: width - 1, alignment: .right, style: theme[column == page.column ? .headerSorted : .header],
                clip: places.heading.padded)
        }
        for (offset, row) in matrix.members.indices.dropFirst(page.offset).prefix(inside.rows).enumerated() {
            let line = inside.row + offset
            field(
                HarmlessText.sanitised(matrix.members[row].name, maximumLength: 20), column: inside.column, row: line,
                width: MarketLayout.nameColumns - 1, style: theme[row == page.row ? .textStrong : .text], clip: inside)
            for (step, column) in columns.enumerated() {
                let area = Rectangle(
                    column: inside.column + MarketLayout.nameColumns + step * width, row: line, columns: width - 1,
                    rows: 1)
                paintCoefficient(matrix.coefficients[row][column], isOwn: row == column, area.intersection(inside))
                if row == page.row, column == page.column {
                    highlight(area.intersection(inside), with: theme[.selection])
                }
            }
        }
    }

    private mutating func paintCoefficient(_ figure: Figure, isOwn: Bool, _ area: Rectangle) {
        let text = MarketText(format: format, glyphs: glyphs).coefficient(figure)
        var style = theme[.textDim]
        if let value = figure.value, !isOwn {
            style = theme[value < 0 ? .pnlDown : .pnlUp]
            let share = min(1, abs(value))
            if share > 2.0 / 3 { style = style.with(.bold) }
            let steps = glyphs.sparkSteps
            surface.put(
                steps[min(steps.count - 1, Int(share * Double(steps.count)))], column: area.column, row: area.row,
                style: style, clip: area)
        } else if figure.value == nil {
            style = theme[.dataUnknown]
        }
        field(
            text, column: area.column + 1, row: area.row, width: area.columns - 1, alignment: .right, style: style,
            clip: area)
    }
}

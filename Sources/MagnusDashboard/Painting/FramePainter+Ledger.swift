import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The full-screen views of the history.
extension FramePainter {
    mutating func paint(_ page: LedgerPage) {
        let shown = state.ledger.shown
        let places = LedgerLayout(page, shown?.table, size: state.size)
        let (left, right) = ledgerTitles(page, shown)
        paintView(places.edge, left: left, right: right)
        if !places.tabs.isEmpty { paintLedgerTabs(page, places.tabs) }
        guard let shown else {
            sayWrapped(
                page.view.isAhead ? expiryAbsence : ledgerAbsence, in: places.list.padded, style: theme[.textDim])
            return
        }
        paintLines(places.head, places.headArea)
        if let chart = shown.table.chart, !places.chart.isEmpty { paint(chart, places.chart) }
        paintLines(places.foot, places.footArea)
        guard !shown.rows.isEmpty else {
            let words =
                page.filter.isActive
                ? "Nothing matches /\(page.filter.text). \(hint(.back) ?? "Esc") clears the filter." : shown.table.empty
            sayWrapped(words, in: places.list.padded, style: theme[.textDim])
            return
        }
        paintLedgerRows(page, shown, places)
    }

    private var ledgerAbsence: String {
        if case .refused(let reason) = state.ledger.reading { return reason }
        return "Reading the ledger..."
    }

    private var expiryAbsence: String {
        state.expiry.isRefused
            ? "No book is valued yet. \(hint(.refresh) ?? "F5") tries again." : "Reading the book..."
    }

    private func ledgerTitles(_ page: LedgerPage, _ shown: LedgerShown?) -> ([Span], [Span]) {
        var left = [Span(page.view.title, theme[.titleFocus])]
        if page.filter.isActive { left.append(Span(adapted(" /" + page.filter.text), theme[.accent])) }
        if let account = snapshot?.selectedAccount { left.append(Span(adapted(" " + account), theme[.titleInfo])) }
        if page.view == .expiry, let session = snapshot?.session, !session.isOpen, let day = session.lastClose {
            // Options do not trade: what is shown of their quotes is of that close.
            left.append(Span(" close \(day.monthDay)", theme[.titleInfo]))
        }
        guard let shown, !shown.rows.isEmpty else { return (left, []) }
        let line = (page.cursor.line(in: shown.ids) ?? 0) + 1
        var right = "\(line)/\(shown.rows.count)"
        if shown.rows.count != shown.table.rows.count { right += " of \(shown.table.rows.count)" }
        if page.isSorted, let column = page.column, shown.table.columns.indices.contains(column) {
            right = "sort \(shown.table.columns[column].title)\(page.isReversed ? " reversed" : "")  " + right
        }
        return (left, [Span(adapted(right), theme[.titleInfo])])
    }

    private mutating func paintLedgerTabs(_ page: LedgerPage, _ area: Rectangle) {
        var column = area.column + 1
        for kind in page.view.pages.dropFirst(LedgerLayout.firstTab(page, area.columns)) {
            let isHere = kind == page.kind
            let text = " \(kind.rawValue) "
            let width = TextWidth.width(of: text)
            guard column + width <= area.endColumn else {
                // More pages than there is room for.
                surface.put(glyphs.ellipsis, column: column, row: area.row, style: theme[.textDim], clip: area)
                break
            }
            surface.put(text, column: column, row: area.row, style: theme[isHere ? .titleFocus : .textDim], clip: area)
            if isHere {
                highlight(Rectangle(column: column, row: area.row, columns: width, rows: 1), with: theme[.selection])
            }
            column += width + 1
        }
    }

    private mutating func paintLines(_ lines: [PageLine], _ area: Rectangle) {
        for (offset, line) in lines.prefix(area.rows).enumerated() {
            surface.put(
                HarmlessText.sanitised(adapted(line.text)), column: area.column + 1, row: area.row + offset,
                style: theme[line.scope], limit: area.columns - 2, clip: area)
        }
    }

    private mutating func paint(_ chart: LedgerTable.Chart, _ area: Rectangle) {
        let (title, plot) = area.split(top: 1)
        let labels = max(TextWidth.width(of: chart.low), TextWidth.width(of: chart.high))
        say(" " + chart.title, at: title, style: theme[.textDim])
        let width = max(1, plot.columns - labels - 4)
        let lines = LinePlot.rows(
            chart.values, columns: width, rows: plot.rows, symbols: glyphs.isUnicode ? .braille : .ascii)
        for (offset, line) in lines.enumerated() {
            let row = plot.row + offset
            let label = offset == 0 ? chart.high : offset == plot.rows - 1 ? chart.low : ""
            field(
                label, column: plot.column + 1, row: row, width: labels, alignment: .right, style: theme[.textDim],
                clip: plot)
            surface.put(line, column: plot.column + labels + 2, row: row, style: theme[.chartLine], clip: plot)
        }
    }

    private mutating func paintLedgerRows(_ page: LedgerPage, _ shown: LedgerShown, _ places: LedgerLayout) {
        let table = shown.table
        let columns = LedgerPlace.places(table, shown.widths, width: places.list.columns - 1)
        for place in columns {
            let column = table.columns[place.column]
            var style = theme[page.isSorted && page.column == place.column ? .headerSorted : .header]
            if page.column == place.column { style = style.with([.underline, .bold]) }
            let shift = column.alignment == .right ? max(0, place.width - TextWidth.width(of: column.title)) : 0
            surface.put(
                adapted(column.title), column: places.heading.column + place.start + shift, row: places.heading.row,
                style: style, limit: place.width - shift, clip: places.heading)
        }
        let line = page.cursor.line(in: shown.ids) ?? 0
        let offset = ListCursor.offset(
            line: line, offset: page.cursor.offset, visible: places.list.rows, count: shown.rows.count)
        for (step, row) in shown.rows.dropFirst(offset).prefix(places.list.rows).enumerated() {
            let area = Rectangle(
                column: places.list.column, row: places.list.row + step, columns: places.list.columns, rows: 1)
            for place in columns where row.cells.indices.contains(place.column) {
                let cell = row.cells[place.column]
                field(
                    cell.text, column: area.column + place.start, row: area.row, width: place.width,
                    alignment: table.columns[place.column].alignment, style: theme[cell.scope], clip: area)
            }
            if offset + step == line { highlight(area, with: theme[.selection]) }
        }
    }
}

import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The price chart: sessions, and beside them what is known of the last one.
extension FramePainter {
    mutating func paint(_ page: ChartPage) {
        let report = state.chart.shown
        let places = page.layout(report, format, glyphs, size: state.size)
        let symbol = report?.symbol ?? page.request.symbol
        let left = [
            Span("Price", theme[.titleFocus]),
            Span(HarmlessText.sanitised(adapted(" " + symbol), maximumLength: 20), theme[.accent]),
        ]
        paintView(places.edge, left: left + worldTitle, right: report.map { [chartAge($0)] } ?? [])
        guard let report, !report.technicals.rows.isEmpty else {
            let inside = places.edge.inside.padded
            let words = report.map { page.text($0, format, glyphs).nothing() } ?? state.chart.refusal
            sayWrapped(words ?? "Reading past sessions...", in: inside, style: theme[.textDim])
            return
        }
        let text = page.text(report, format, glyphs)
        let chart = PriceChart(
            report.technicals, format: format, glyphs: glyphs, columns: places.chart.columns - 2,
            rows: places.chart.rows, window: page.window, levels: page.levels, spot: report.spot, today: text.today)
        let heads = [text.head(), chart.rows.isEmpty ? text.range() : text.span(chart, page.window)]
        for (row, parts) in heads.enumerated() where row < places.head.rows {
            let area = Rectangle(
                column: places.head.column, row: places.head.row + row, columns: places.head.columns, rows: 1
            ).padded
            say(ChartText.joined(parts, width: area.columns), at: area, style: theme[row == 0 ? .text : .textDim])
        }
        if !places.tabs.isEmpty {
            for tab in ChartLayout.tabs(in: places.tabs) {
                paintTab(tab.text, tab.columns, places.tabs, isChosen: tab.section == page.section)
            }
        }
        paintSessions(chart, in: places.chart.padded)
        for (offset, line) in text.notes(width: places.notes.columns - 2).prefix(places.notes.rows).enumerated() {
            let area = Rectangle(
                column: places.notes.column, row: places.notes.row + offset, columns: places.notes.columns, rows: 1)
            say(line, at: area.padded, style: theme[.alertMedium])
        }
        paintFigures(page, text, places.side)
    }

    /// Of which moment the price of now is, and where the sessions end too early.
    private func chartAge(_ report: ChartReport) -> Span {
        if state.chart.isOld {
            return Span(adapted("not refreshed since \(report.asOf.newYork.clock)"), theme[.alertHigh])
        }
        if report.isBehind, let last = report.technicals.last {
            return Span(adapted("sessions end \(last.bar.date.iso8601)"), theme[.alertHigh])
        }
        return Span(adapted("as of \(report.asOf.newYork.hourMinute)"), theme[.titleInfo])
    }

    private mutating func paintSessions(_ chart: PriceChart, in area: Rectangle) {
        for (offset, row) in chart.rows.enumerated() where offset < area.rows {
            for run in row {
                surface.put(
                    run.text, column: area.column + run.column, row: area.row + offset, style: theme[run.scope],
                    clip: area)
            }
        }
    }

    private mutating func paintFigures(_ page: ChartPage, _ text: ChartText, _ area: Rectangle) {
        guard !area.isEmpty else { return }
        let inside = area.padded
        let lines = text.lines(width: inside.columns)
        let figures = lines.indices.filter { lines[$0].figure != nil }
        let chosen: Int? = figures.isEmpty ? nil : figures[min(max(0, page.row), figures.count - 1)]
        let first = min(max(0, page.offset), max(0, lines.count - inside.rows))
        for (offset, index) in lines.indices.dropFirst(first).prefix(inside.rows).enumerated() {
            let (line, row) = (lines[index], inside.row + offset)
            let whole = Rectangle(column: inside.column, row: row, columns: inside.columns, rows: 1)
            guard line.figure != nil else {
                say(line.name, at: whole, style: theme[line.scope])
                continue
            }
            let places = ChartText.columns(width: inside.columns)
            field(line.name, column: inside.column, row: row, width: places.name, style: theme[.text], clip: whole)
            field(
                line.value, column: inside.column + places.name + 1, row: row, width: places.value, alignment: .right,
                style: theme[line.scope], clip: whole)
            field(
                line.remark, column: inside.column + places.name + places.value + 2, row: row, width: places.remark,
                alignment: .right, style: theme[.textDim], clip: whole)
            if index == chosen {
                highlight(
                    Rectangle(column: area.column, row: row, columns: area.columns, rows: 1), with: theme[.selection])
            }
        }
    }
}

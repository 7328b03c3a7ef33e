import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The full-screen view of a payoff, and its curves wherever they are drawn.
extension FramePainter {
    mutating func paint(_ page: PayoffPage) {
        let report = state.payoff.report.flatMap { $0.subject == page.request.subject ? $0 : nil }
        let text = PayoffText(format: format, glyphs: glyphs)
        let lines = report.map(text.lines) ?? []
        let count = lines.count { $0.key != nil }
        let places = PayoffLayout(size: state.size, figures: count, sentences: lines.count - count)
        var left = [Span("Payoff", theme[.titleFocus])]
        if let report { left.append(Span(HarmlessText.sanitised(adapted(" " + report.title)), theme[.accent])) }
        let age = report?.spotAgeSeconds.flatMap { DurationText.age($0) }.map { "spot " + $0 } ?? ""
        paintView(
            places.edge, left: left + worldTitle, right: age.isEmpty ? [] : [Span(adapted(age), theme[.titleInfo])])
        paintSliders(page, report, places.sliders, text)
        guard let report else {
            sayWrapped(state.payoff.refusal ?? "Pricing...", in: places.figures.padded, style: theme[.textDim])
            return
        }
        if report.spots.isEmpty {
            sayWrapped(
                "No curve: what is in the way stands beside.", in: places.chart.padded, style: theme[.textDim])
        } else {
            paintPayoffChart(report, places.chart)
        }
        paintPayoffFigures(page, lines, places.figures)
    }

    private mutating func paintSliders(
        _ page: PayoffPage, _ report: PayoffReport?, _ area: Rectangle, _ text: PayoffText
    ) {
        func keys(_ down: DashboardAction, _ up: DashboardAction) -> String {
            let contexts = ["overlay", "global"]
            let names = [down, up].compactMap { world.keymap.shortHint(for: $0, in: contexts) }
            return names.joined(separator: "/")
        }
        let parts = text.supposed(
            report, page.request.shift,
            keys: (
                keys(.columnLeft, .columnRight), keys(.shrink, .grow), keys(.pagePrevious, .pageNext)
            ))
        let reset = world.keymap.shortHint(for: DashboardAction.maximise, in: ["overlay", "global"]) ?? "0"
        let line = ChainText.joined(parts + ["\(reset) as it is"], width: area.columns - 2)
        surface.put(
            adapted(line), column: area.column + 1, row: area.row,
            style: theme[page.request.shift == .none ? .text : .accent], limit: area.columns - 2, clip: area)
    }

    private mutating func paintPayoffFigures(_ page: PayoffPage, _ lines: [PayoffText.Line], _ area: Rectangle) {
        guard !area.isEmpty else { return }
        let isWide = area.columns >= 70
        let names = isWide ? 10 : 11
        // Two columns where the figures stand below the curves.
        let short = lines.filter { $0.key != nil }
        let long = lines.filter { $0.key == nil }
        let cursor = short.isEmpty ? nil : min(max(0, page.line), short.count - 1)
        let columns = isWide ? 2 : 1
        let width = area.columns / columns
        let rows = (short.count + columns - 1) / columns
        let visible = max(1, min(rows, area.rows))
        let first =
            cursor.map { ListCursor.offset(line: $0 % max(1, rows), offset: 0, visible: visible, count: rows) } ?? 0
        for (index, line) in short.enumerated() {
            let row = index % max(1, rows) - first
            guard row >= 0, row < visible else { continue }
            let place = Rectangle(
                column: area.column + index / max(1, rows) * width, row: area.row + row, columns: width, rows: 1)
            field(
                line.name, column: place.column + 1, row: place.row, width: names, style: theme[.textDim], clip: place)
            field(
                line.text, column: place.column + names + 2, row: place.row, width: max(0, width - names - 3),
                style: theme[line.scope], clip: place)
            if index == cursor { highlight(place, with: theme[.selection]) }
        }
        var row = area.row + visible
        let indent = 1
        for line in long {
            let label = line.name.isEmpty ? "" : line.name + "  "
            for part in TextFitting.wrapped(
                HarmlessText.sanitised(adapted(label + line.text)), to: max(1, area.columns - 2))
            {
                guard row < area.endRow else { return }
                surface.put(part, column: area.column + indent, row: row, style: theme[line.scope], clip: area)
                row += 1
            }
        }
    }

    // MARK: Curves

    /// At expiry, now and a day between, with zero, spot, breakevens and what is supposed.
    mutating func paintPayoffChart(_ report: PayoffReport, _ area: Rectangle) {
        let chart = PayoffChart(report, format: format, glyphs: glyphs, columns: area.columns - 2, rows: area.rows)
        guard !chart.rows.isEmpty else { return }
        for (offset, row) in chart.rows.enumerated() {
            for run in row {
                surface.put(
                    run.text, column: area.column + 1 + run.column, row: area.row + offset, style: theme[run.scope],
                    clip: area)
            }
        }
    }
}

extension PayoffPage {
    func paint(_ painter: inout FramePainter) { painter.paint(self) }
}

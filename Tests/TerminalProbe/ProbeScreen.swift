import MagnusTerminal

/// A mock of the dashboard with every scope in its place, for looking at themes.
struct ProbeScreen {
    let theme: ResolvedTheme
    let glyphs: GlyphSet
    let rule: String

    func draw(on surface: inout Surface) {
        let (status, body) = surface.bounds.split(top: 1)
        let (main, hints) = body.split(bottom: 2)
        statusLine(status, &surface)
        let columns = Layout.split(
            main, .horizontal, [.share(weight: 2, minimum: 40), .share(weight: 1, minimum: 20)])
        let left = Layout.split(columns[0], .vertical, [.share(weight: 3, minimum: 6), .share(weight: 2, minimum: 4)])
        positions(left[0], &surface)
        chat(left[1], &surface)
        alerts(columns[1], &surface)
        keys(hints, &surface)
    }

    private func statusLine(_ area: Rectangle, _ surface: inout Surface) {
        surface.put(
            [
                Span(" MAGNUS ", theme[.textStrong]), Span(" PAPER ", theme[.statusModePaper]), Span(" "),
                Span(" LIVE ", theme[.statusModeLive]), Span(" SIMULATED", theme[.dataSimulated]),
                Span(" Mon 10:42:07 ET x1", theme[.status]), Span("  NL ", theme[.statusLabel]),
                Span("169,360 ", theme[.textStrong]), Span("\(glyphs.up)0.2%", theme[.pnlUp]),
                Span("  free ", theme[.statusLabel]), Span("11.4k", theme[.status]),
                Span("  data ", theme[.statusLabel]), Span("1s  ", theme[.status]),
                Span("\(glyphs.severityCritical)3 ", theme[.alertCritical]),
                Span("\(glyphs.severityHigh)8 ", theme[.alertHigh]),
                Span("\(glyphs.severityMedium)3", theme[.alertMedium]),
            ], column: area.column, row: area.row)
    }

    private func positions(_ area: Rectangle, _ surface: inout Surface) {
        surface.frame(
            area, border: glyphs.border, style: theme[.framePaperFocus],
            titleLeft: [Span("1 Positions", theme[.titleFocus])],
            titleRight: [Span("sort attention", theme[.titleInfo])])
        let inner = area.inset()
        surface.put(
            "  Sym   Position         Exp   DTE     P/L   Cap   Dist", column: inner.column, row: inner.row,
            style: theme[.header], clip: inner)
        let rows: [(String, ThemeScope, String, String, ThemeScope, String)] = [
            (
                glyphs.severityCritical, .alertCritical, "XSP   -1 PCS 597/592   03-15   0", "    +89", .pnlUp,
                "   94% $+2.41"
            ),
            (
                glyphs.severityCritical, .alertCritical, "AAPL  -1 260P          03-17   2", "   -144", .pnlDown,
                "  -63%  -1.1%"
            ),
            (glyphs.severityHigh, .alertHigh, "KO    -2 75P           03-19   4", "    +75", .pnlUp, "   41% $-0.02"),
            (
                glyphs.severityMedium, .alertMedium, "INTC  CC -1 39C        04-16  32", "   -520", .pnlDown,
                "  lock  +5.7%"
            ),
            (
                glyphs.severityLow, .alertLow, "QQQ   +1 CAL 525C      04-16  32", "      0", .pnlFlat,
                "   \(glyphs.unknown)   +2.5%"
            ),
            (" ", .text, "日本  -1 100P          04-16  32", " ~-1,20", .dataStale, "  \(glyphs.estimated)12%  +2.5%"),
        ]
        for (index, row) in rows.enumerated() {
            let line = inner.row + 1 + index
            surface.put(
                [
                    Span(row.0, theme[row.1]), Span(" "), Span(row.2, theme[.text]), Span(row.3, theme[row.4]),
                    Span(row.5, theme[.text]), Span("  "),
                    Span(
                        Sparkline.text([1, 3, 2, 5, 4, 7, 6, 9], columns: 8, glyphs: glyphs), theme[.chartLine]),
                ], column: inner.column, row: line, clip: inner)
            let whole = Rectangle(column: inner.column, row: line, columns: inner.columns, rows: 1)
            if index == 1 { surface.restyle(whole, with: theme[.selection]) }
            if index == 3 { surface.restyle(whole, with: theme[.selectionUnfocused]) }
        }
        let total = inner.endRow - 1
        surface.put(
            " 18 rows  open -911  day +284", column: inner.column, row: total, style: theme[.total], clip: inner)
        surface.put(
            [
                Span(" greeks ", theme[.textDim]), Span("\(glyphs.delta)+71 ", theme[.greekDelta]),
                Span("\(glyphs.theta)+40 ", theme[.greekTheta]), Span("est ", theme[.dataEstimated]),
                Span("marked ", theme[.marked]), Span("match", theme[.searchMatch]), Span(" "),
                Span(" error ", theme[.notificationError]), Span(" note ", theme[.notification]),
            ], column: inner.column, row: total - 1, clip: inner)
    }

    private func chat(_ area: Rectangle, _ surface: inout Surface) {
        surface.frame(
            area, border: glyphs.border, style: theme[.framePaper], titleLeft: [Span("3 Chat", theme[.title])],
            titleRight: [Span("oldest figure 9s", theme[.titleInfo])])
        let inner = area.inset()
        surface.put(
            [
                Span("\(glyphs.prompt) ", theme[.inputPrompt]),
                Span("which positions could be assigned?", theme[.chatQuestion]),
            ],
            column: inner.column, row: inner.row, clip: inner)
        surface.put(
            [
                Span("  Three. MO 57.5C tonight 97%", theme[.chatAnswer]), Span(" [1]", theme[.chatCitation]),
                Span("; AAPL 260P 72%", theme[.chatAnswer]), Span(" [2]", theme[.chatCitation]),
            ], column: inner.column, row: inner.row + 1, clip: inner)
        surface.put(
            [Span("\(glyphs.prompt) ", theme[.inputPrompt]), Span("Ask anything", theme[.inputPlaceholder])],
            column: inner.column, row: inner.endRow - 1, clip: inner)
        let plot = LinePlot.rows(
            (0..<60).map { Double(($0 * 37) % 23) + Double($0) / 2 }, columns: max(0, inner.columns - 4),
            rows: max(0, inner.rows - 4), symbols: glyphs.isUnicode ? .braille : .ascii)
        for (index, line) in plot.enumerated() {
            surface.put(
                line, column: inner.column + 2, row: inner.row + 2 + index, style: theme[.chartLine], clip: inner)
        }
    }

    private func alerts(_ area: Rectangle, _ surface: inout Surface) {
        surface.frame(
            area, border: glyphs.border, style: theme[.frameLive], titleLeft: [Span("4 Alerts", theme[.title])])
        let inner = area.inset()
        let items: [(String, String, ThemeScope, String)] = [
            (glyphs.severityCritical, "CRIT", .alertCritical, "XSP 597/592 expires today"),
            (glyphs.severityHigh, "HIGH", .alertHigh, "KO 75P at the strike"),
            (glyphs.severityMedium, "MED ", .alertMedium, "AMD 150P 62% captured"),
            (glyphs.severityLow, "LOW ", .alertLow, "DIS 100 shares idle"),
        ]
        for (index, item) in items.enumerated() {
            surface.put(
                [Span("\(item.0) \(item.1) ", theme[item.2]), Span(item.3, theme[.text])], column: inner.column,
                row: inner.row + 2 * index, clip: inner)
            surface.put(
                "  0.02 in, 50%; not wanted; buy 0.56", column: inner.column, row: inner.row + 2 * index + 1,
                style: theme[.textDim], clip: inner)
        }
        let box = inner.centered(columns: inner.columns - 4, rows: 5)
        let overlay = Rectangle(column: box.column, row: inner.endRow - 7, columns: box.columns, rows: 5)
        surface.fill(overlay, style: theme[.overlay])
        surface.frame(
            overlay, border: glyphs.border, style: theme[.frameFocus].on(theme[.overlay].background),
            titleLeft: [Span("Colours", theme[.titleFocus])])
        surface.putField(
            "\(theme.name) \(theme.depth.rawValue)", column: overlay.column + 2, row: overlay.row + 1,
            columns: overlay.columns - 4)
        surface.putField(
            rule, column: overlay.column + 2, row: overlay.row + 2, columns: overlay.columns - 4, style: theme[.textDim]
        )
    }

    private func keys(_ area: Rectangle, _ surface: inout Surface) {
        let hints = [
            ("j/k", "move"), ("Enter", "open"), ("x", "explain"), ("a", "ask"), ("/", "filter"), ("q", "quit"),
        ]
        surface.put(
            hints.flatMap { [Span(" \($0.0) ", theme[.hintKey]), Span($0.1, theme[.hintText]), Span(" ")] },
            column: area.column, row: area.row)
    }
}

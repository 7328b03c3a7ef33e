import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// A screen below the smallest layout: what cannot wait, a line each, as many as there are rows.
extension FramePainter {
    mutating func paintTiny() {
        let screen = surface.bounds
        for (row, spans) in tinyLines(rows: screen.rows).prefix(screen.rows).enumerated() {
            surface.put(
                spans.map { Span(adapted($0.text), $0.style) }, column: 0, row: row, limit: screen.columns,
                clip: screen)
        }
    }

    private func tinyLines(rows: Int) -> [[Span]] {
        let smallest = DashboardLayout.smallest
        let foot = [Span("panes from \(smallest.columns)x\(smallest.rows)", theme[.textDim])]
        guard let snapshot else { return [[Span("MAGNUS starting", theme[.textDim])], foot] }
        let isAllPaper = isPaper
        var first = [
            Span(isAllPaper ? "PAPER" : "LIVE", theme[isAllPaper ? .statusModePaper : .statusModeLive]), Span(" "),
        ]
        if snapshot.isHalted {
            first.append(Span(" HALT ", theme[.statusHalt]))
        } else {
            let counts = severityCounts(snapshot)
            first += counts.isEmpty ? [Span("quiet", theme[.textDim])] : counts
        }
        var lines = [first]
        if let value = tinyValue(snapshot) { lines.append(value) }
        let room = surface.bounds.columns
        for alert in PaneRows.alerts(snapshot, AlertsView()).prefix(max(0, rows - lines.count - 1)) {
            let scope = FigureScope.severity(alert.finding.priority)
            let sign = glyph(alert.finding.priority) + " "
            let words = title(alert.finding, room: max(0, room - TextWidth.width(of: sign)))
            lines.append([Span(sign, theme[scope]), Span(words, theme[alert.state == .active ? .text : .textDim])])
        }
        return lines + [foot]
    }

    /// `NL 169.4k day +284`
    private func tinyValue(_ snapshot: DeskSnapshot) -> [Span]? {
        guard let value = total(snapshot.book.accounts.map(\.netLiquidation.figure)) else { return nil }
        let day = snapshot.book.dayProfit.figure
        return [
            Span("NL ", theme[.statusLabel]), Span(format.compactDollars(value), theme[.status]),
            Span(" day ", theme[.statusLabel]), Span(format.profit(day, columns: 7), theme[FigureScope.profit(day)]),
        ]
    }
}

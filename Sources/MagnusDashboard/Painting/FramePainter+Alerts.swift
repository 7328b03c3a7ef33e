import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The Alerts pane.
extension FramePainter {
    mutating func paintAlerts(_ inside: Rectangle, _ snapshot: DeskSnapshot, isTwoLines: Bool) {
        var list = inside
        for monitor in snapshot.monitors where monitor.failure != nil && list.rows > 2 {
            paintStopped(monitor, list.split(top: 1).top)
            list = list.split(top: 1).rest
        }
        let alerts = PaneRows.alerts(snapshot, state.alerts)
        guard !alerts.isEmpty else {
            paintQuiet(list, snapshot)
            return
        }
        let height = isTwoLines ? 2 : 1
        let line = state.alerts.cursor.line(in: alerts.map(\.id)) ?? 0
        // The last line tells of those that do not fit.
        let fits = max(1, list.rows / height)
        let hasMore = PaneMetrics.showsMore(alerts.count, rows: list.rows, height: height)
        let visible = hasMore ? max(1, (list.rows - 1) / height) : fits
        // Whoever works in another pane sees the worst ones, which come first, unless the wheel has moved them.
        let kept = state.alerts.cursor.offset
        let offset =
            state.focus == .alerts
            ? ListCursor.offset(line: line, offset: kept, visible: visible, count: alerts.count)
            : min(max(0, kept), max(0, alerts.count - visible))
        let end = min(alerts.count, offset + visible)
        for (place, index) in (offset..<end).enumerated() {
            let area = Rectangle(
                column: list.column, row: list.row + place * height, columns: list.columns,
                rows: min(height, list.endRow - list.row - place * height))
            let isStored = !snapshot.unstoredAlerts.contains(alerts[index].id)
            paint(
                alerts[index], area, isTwoLines: isTwoLines, isStored: isStored,
                isMuted: PaneRows.isMuted(alerts[index], snapshot))
            if index == line { select(area, .alerts) }
        }
        if hasMore {
            let row = list.row + (end - offset) * height
            let area = Rectangle(column: list.column, row: row, columns: list.columns, rows: 1)
            paintMore(Array(alerts[end...]), before: offset, area)
        }
    }

    /// - Parameter isMuted: that a mute covers it, which it breaks: said in the row, since it is still open.
    private mutating func paint(
        _ alert: Alert, _ area: Rectangle, isTwoLines: Bool, isStored: Bool, isMuted: Bool
    ) {
        let finding = alert.finding
        let isOpen = alert.state == .active
        let accent = theme[isOpen ? FigureScope.severity(finding.priority) : .textDim]
        let body = theme[isOpen ? .text : .textDim]
        let first = area.split(top: 1).top
        var trailing = isOpen ? format.sentence(finding.trailing) : stateWord(alert, isStored: isStored)
        if isMuted, !isTwoLines { trailing += trailing.isEmpty ? "muted" : " muted" }
        if state.alerts.marked.contains(alert.id) { trailing = "\(glyphs.bullet) \(trailing)" }
        let tail = adapted(trailing)
        let tailWidth = tail.isEmpty ? 0 : TextWidth.width(of: HarmlessText.sanitised(tail)) + 1
        let glyphWidth = TextWidth.width(of: glyph(finding.priority))
        surface.put(glyph(finding.priority), column: first.column, row: first.row, style: accent, clip: first)
        var column = first.column + max(2, glyphWidth + 1)
        if isTwoLines {
            surface.put(Self.word(finding.priority), column: column, row: first.row, style: accent, clip: first)
            column += 5
        }
        let room = max(0, first.endColumn - column - tailWidth)
        surface.put(
            title(finding, isTwoLines ? "" : ": " + finding.message, room: room), column: column, row: first.row,
            style: isTwoLines ? body.with(isOpen ? .bold : []) : body, limit: room,
            clip: first)
        sayRight(tail, at: first, style: accent)
        guard isTwoLines, area.rows > 1 else { return }
        var second = Rectangle(column: area.column + 2, row: area.row + 1, columns: area.columns - 2, rows: 1)
        if isMuted {
            sayRight("muted", at: second, style: theme[.textDim])
            second.columns -= 6
        }
        field(
            format.sentence(finding.message), column: second.column, row: second.row, width: second.columns,
            style: theme[.textDim], clip: second)
    }

    /// The title in full where it fits with what follows it, else in fewer words, cut at the last column.
    func title(_ finding: AlertFinding, _ rest: String = "", room: Int) -> String {
        let words = [finding.title, finding.shortTitle ?? finding.title].map {
            HarmlessText.sanitised(adapted(format.sentence($0 + rest)))
        }
        let fitting = words.first { TextWidth.width(of: $0) <= room } ?? words[1]
        return TextFitting.truncated(fitting, to: room, ellipsis: glyphs.ellipsis)
    }

    /// The time or the price that ends it.
    private func sleep(_ alert: Alert) -> String {
        guard let end = alert.snoozedUntil?.newYork else {
            return alert.snoozedUntilPrice.map { format.price(Figure($0)) } ?? ""
        }
        let isOfDay = end.date == alert.updatedAt.newYork.date
        return isOfDay ? end.hourMinute : "\(end.date.monthDay) \(end.hourMinute)"
    }

    /// What waits to be stored has no tick: it would be gone with this process.
    private func stateWord(_ alert: Alert, isStored: Bool) -> String {
        switch alert.state {
        case .snoozed: "zz " + sleep(alert) + (isStored ? "" : ", not stored")
        case .acknowledged: isStored ? glyphs.check + " ack" : "ack, not stored"
        default: ""
        }
    }

    /// `7 more: SPY BAC AMD · DIS INTC XLE`, `2 above, 5 more: AMD · DIS INTC XLE`, `2 above`.
    private mutating func paintMore(_ rest: [Alert], before: Int, _ area: Rectangle) {
        guard !rest.isEmpty else {
            say("\(before) above", at: area, style: theme[.textDim])
            return
        }
        var text = (before > 0 ? "\(before) above, " : "") + "\(rest.count) more:"
        var last: AlertPriority?
        for alert in rest {
            if let last, last != alert.finding.priority { text += " ·" }
            last = alert.finding.priority
            let word = alert.finding.title.split(separator: " ").first.map(String.init)
            text += " " + (alert.finding.symbol ?? word ?? "")
        }
        field(text, column: area.column, row: area.row, width: area.columns, style: theme[.textDim], clip: area)
    }

    private mutating func paintStopped(_ monitor: MonitorStatus, _ area: Rectangle) {
        let style = theme[.alertHigh]
        surface.put(glyph(.high), column: area.column, row: area.row, style: style, clip: area)
        field(
            "HIGH monitor \(monitor.name.rawValue) stopped: \(monitor.failure ?? "")", column: area.column + 2,
            row: area.row, width: area.columns - 2, style: style, clip: area)
    }

    private mutating func paintQuiet(_ inside: Rectangle, _ snapshot: DeskSnapshot) {
        let area = Rectangle(
            column: inside.column + 1, row: inside.row, columns: inside.columns - 2, rows: inside.rows)
        if state.alerts.filter.isActive {
            sayWrapped(
                "No alert matches /\(state.alerts.filter.text). \(hint(.back) ?? "Esc") clears the filter.", in: area,
                style: theme[.textDim])
            return
        }
        sayWrapped(Self.quietText(snapshot, format), in: area, style: theme[.textDim])
    }

    /// What an empty Alerts pane says: that the monitors do run, and what is nearest.
    static func quietText(_ snapshot: DeskSnapshot, _ format: FigureFormat) -> String {
        let ran = snapshot.monitors.filter { $0.lastRunAt != nil }
        guard let last = ran.compactMap(\.lastRunAt).max() else { return "Monitors have not run yet." }
        var text = "Quiet. \(ran.count) monitor\(ran.count == 1 ? "" : "s") ran, last \(last.newYork.clock)"
        if let next = snapshot.monitors.compactMap(\.nextRunAt).min() { text += ", next \(next.newYork.clock)" }
        text += "."
        if let nearest = snapshot.monitors.lazy.compactMap(\.nearest).first {
            text += " Nearest to firing: \(format.sentence(nearest))"
            if !text.hasSuffix(".") { text += "." }
        }
        return text
    }
}

import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The foot of the screen: disclaimer, filter line, reports, work in progress, hints.
extension FramePainter {
    static let disclaimer =
        "Magnus shows figures and their sources, no advice; options can lose more than was paid."
    /// A narrow screen shows the longest of these that fits whole.
    private static let disclaimers = [
        disclaimer, "Figures, no advice; options can lose more than was paid.",
        "No advice; options can lose more than was paid.", "No advice.",
    ]

    mutating func paintFooter() {
        guard !layout.footer.isEmpty else { return }
        let end = " \(KeyText.command("disclaimer", palette: hint(.palette))) "
        let width = max(0, layout.footer.columns - TextWidth.width(of: end))
        let fitting = Self.disclaimers.first { TextWidth.width(of: $0) < width } ?? Self.disclaimers.last ?? ""
        field(
            " " + fitting, column: layout.footer.column, row: layout.footer.row, width: width,
            style: theme[.notification], clip: layout.footer)
        sayRight(end, at: layout.footer, style: theme[.hintKey])
    }

    mutating func paintHints() {
        let area = layout.hints
        surface.fill(area, style: theme[.hintText].over(theme.ground))
        if case .prompt(let prompt)? = state.overlays.last, prompt.purpose.isFilter {
            paintFilterLine(prompt, area)
            return
        }
        if let toast = state.toast {
            field(
                " " + toast.text, column: area.column, row: area.row, width: area.columns,
                style: theme[toast.isError ? .notificationError : .notification], clip: area)
            return
        }
        var free = area.columns
        if let work = snapshot?.work.first {
            let text = workText(work, others: (snapshot?.work.count ?? 1) - 1)
            // Work that can say nothing yet but its name takes no more than the name; hints give way to the rest.
            let width = min(TextWidth.width(of: text) + 1, area.columns)
            free -= width + 1
            let right = Rectangle(column: area.endColumn - width, row: area.row, columns: width - 1, rows: 1)
            field(
                text, column: right.column, row: right.row, width: right.columns, style: theme[.notification],
                clip: right)
        }
        for item in HintLine(state, world, columns: free).items {
            let used = surface.put(adapted(item.keys), column: item.column, row: area.row, style: theme[.hintKey])
            surface.put(" " + item.title, column: item.column + used, row: area.row, style: theme[.hintText])
        }
    }

    private mutating func paintFilterLine(_ prompt: Prompt, _ area: Rectangle) {
        var column = area.column
        column += surface.put(" /", column: column, row: area.row, style: theme[.inputPrompt])
        let help = " text or pattern  -f fuzzy  ! inverse "
        let helpWidth = TextWidth.width(of: help)
        let hasHelp = area.columns - column > helpWidth + 20
        let width = max(0, area.endColumn - column - (hasHelp ? helpWidth : 0))
        let (shown, place) = prompt.field.visible(columns: width)
        surface.put(adapted(shown), column: column, row: area.row, style: theme[.input], limit: width)
        if hasHelp { sayRight(help, at: area, style: theme[.textDim]) }
        cursor = CursorPosition(column: min(column + place, max(0, area.endColumn - 1)), row: area.row)
    }

    /// `scan 120/412 ████░░░░ 80/s 0:04`
    private func workText(_ work: WorkProgress, others: Int) -> String {
        var parts = [HarmlessText.sanitised(adapted(work.title))]
        if let total = work.total, total > 0 {
            let share = min(1, max(0, Double(work.completed) / Double(total)))
            let filled = Int((share * 8).rounded())
            parts.append("\(work.completed)/\(total)")
            parts.append(
                String(repeating: glyphs.progressFull, count: filled)
                    + String(repeating: glyphs.progressEmpty, count: 8 - filled))
        } else if work.completed > 0 {
            parts.append("\(work.completed)")
        }
        if let rate = work.perSecond.flatMap({ DecimalText.compact($0) }) { parts.append(rate + "/s") }
        if let left = work.remainingSeconds.flatMap({ DurationText.clock($0) }) { parts.append(left) }
        if others > 0 { parts.append("+\(others)") }
        return parts.count == 1 ? parts[0] + glyphs.ellipsisText : parts.joined(separator: " ")
    }

    /// The window of a pending key sequence.
    mutating func paintWhichKey() {
        let contexts = KeyContexts.contexts(state)
        let rows = state.keys.continuations(in: contexts, keymap: world.keymap)
        guard !rows.isEmpty else { return }
        let lines = rows.map { row in
            let title =
                DashboardAction(rawValue: row.action).flatMap { ActionCatalog.descriptor($0, in: [row.context]) }?.title
            return (KeyText.short(KeyChord.describe(row.keys)), title ?? row.action)
        }
        let keyWidth = lines.map { TextWidth.width(of: $0.0) }.max() ?? 1
        let width = (lines.map { keyWidth + 2 + TextWidth.width(of: $0.1) }.max() ?? 10) + 4
        let bounds = surface.bounds
        let height = min(lines.count + 2, bounds.rows - 2)
        let area = Rectangle(
            column: max(0, bounds.columns - width - 1), row: max(0, bounds.rows - 1 - height),
            columns: min(width, bounds.columns), rows: height)
        surface.fill(area, style: theme[.overlay].over(theme.ground))
        surface.frame(
            area, border: glyphs.border, style: theme[.frameFocus],
            titleLeft: [Span(KeyText.short(KeyChord.describe(state.keys.pending)), theme[.titleFocus])])
        for (offset, line) in lines.prefix(max(0, height - 2)).enumerated() {
            let row = area.row + 1 + offset
            surface.put(line.0, column: area.column + 2, row: row, style: theme[.hintKey])
            surface.put(
                line.1, column: area.column + 2 + keyWidth + 2, row: row, style: theme[.text], clip: area.inset())
        }
    }
}

import MagnusTerminal

/// Where an overlay stands.
enum OverlayLayout {
    /// The window of an overlay; for lists as large as the screen allows.
    static func area(_ overlay: Overlay, _ size: TerminalSize, lines: Int) -> Rectangle {
        let screen = Rectangle(column: 0, row: 1, columns: size.columns, rows: size.rows - 2)
        switch overlay {
        case .settings:
            return fitted(
                screen.centered(columns: min(100, screen.columns - 4), rows: screen.rows - 2), rows: max(1, lines) + 8)
        case .help:
            return fitted(
                screen.centered(columns: min(118, screen.columns - 2), rows: screen.rows - 2), rows: max(1, lines) + 4)
        case .palette:
            let box = screen.centered(columns: min(100, screen.columns - 2), rows: min(18, screen.rows - 1))
            return fitted(
                Rectangle(
                    column: box.column, row: min(2, screen.endRow - box.rows), columns: box.columns, rows: box.rows),
                rows: max(1, lines) + 4)
        case .explain, .details, .whyNot, .message, .ledgerRow, .scenarioCell, .importing:
            return screen.centered(columns: min(92, screen.columns - 2), rows: min(max(lines + 2, 6), screen.rows))
        case .choices(let menu):
            // Titles and details stand in columns of their own.
            let titles = menu.choices.map { TextWidth.width(of: $0.title) }.max() ?? 0
            let details = menu.choices.map { TextWidth.width(of: $0.details) }.max() ?? 0
            let width = titles + details + 4
            return screen.centered(
                columns: min(max(width + 4, TextWidth.width(of: menu.title) + 6, 30), screen.columns - 2),
                rows: min(menu.choices.count + 2, screen.rows))
        case .columns:
            // The longest explanation is whole where the screen has room for it.
            let longest = PositionColumn.allCases.map { TextWidth.width(of: $0.explanation) }.max() ?? 0
            return screen.centered(
                columns: min(max(76, longest + 21), screen.columns - 2), rows: min(lines + 2, screen.rows))
        case .prompt(let prompt):
            let columns = min(76, screen.columns - 2)
            // Why a path was refused is read whole.
            let refusal = prompt.refusal.map { TextFitting.wrapped($0, to: max(1, columns - 4)).count } ?? 1
            return screen.centered(columns: columns, rows: min(4 + max(1, refusal), screen.rows))
        case .confirm, .disclaimer:
            return screen.centered(columns: min(72, screen.columns - 2), rows: min(max(lines + 2, 6), screen.rows))
        case .tour:
            let box = screen.centered(columns: min(74, screen.columns - 2), rows: min(max(lines + 2, 8), screen.rows))
            // Low on the screen, so that what it speaks of stays in sight.
            return Rectangle(
                column: box.column, row: max(1, screen.endRow - box.rows - 1), columns: box.columns, rows: box.rows)
        // Full-screen views.
        default: return screen
        }
    }

    /// A window no taller than its list; its upper edge stays where it is while the list grows shorter.
    private static func fitted(_ area: Rectangle, rows: Int) -> Rectangle {
        Rectangle(column: area.column, row: area.row, columns: area.columns, rows: min(area.rows, rows))
    }

    /// Rows of a list inside its window: below the field and its rule.
    static func list(_ area: Rectangle) -> Rectangle {
        area.inset().split(top: 2).rest
    }
}

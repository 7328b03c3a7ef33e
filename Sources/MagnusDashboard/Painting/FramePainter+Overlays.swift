import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Windows over the panes.
extension FramePainter {
    mutating func paint(_ overlay: Overlay) {
        if let page = overlay.onDemand {
            page.paint(&self)
            return
        }
        switch overlay {
        case .help(let list): paintEntries("Keys and commands", overlay, list)
        case .palette(let list): paintEntries("Command", overlay, list)
        case .settings(let list): paintSettings(overlay, list)
        case .choices(let menu): paintMenu(overlay, menu)
        case .columns(let index): paintColumns(overlay, index)
        case .prompt(let prompt): if !overlay.isFilterLine { paintPrompt(overlay, prompt) }
        case .tour(let step): paintTour(overlay, step)
        case .ledger(let page): paint(page)
        default: paintPage(overlay)
        }
    }

    private mutating func window(_ area: Rectangle, _ title: String, right: String = "") -> Rectangle {
        surface.fill(area, style: theme[.overlay].over(theme.ground))
        surface.frame(
            area, border: glyphs.border, style: theme[.frameFocus],
            titleLeft: [Span(HarmlessText.sanitised(adapted(title)), theme[.titleFocus])],
            titleRight: right.isEmpty ? [] : [Span(adapted(right), theme[.titleInfo])])
        return area.inset()
    }

    // MARK: Pages

    private mutating func paintPage(_ overlay: Overlay) {
        guard let page = OverlayContent.page(overlay, state, world, format: format) else { return }
        let width = OverlayLayout.area(overlay, state.size, lines: 0).columns - 4
        let rows = wrap(page.lines, width)
        let area = OverlayLayout.area(overlay, state.size, lines: rows.count)
        let visible = max(0, area.rows - 2)
        let scroll = min(max(0, page.scroll), max(0, rows.count - visible))
        let right = rows.count > visible ? "\(min(rows.count, scroll + visible))/\(rows.count)" : ""
        let inside = window(area, page.title, right: right)
        for (offset, row) in rows.dropFirst(scroll).prefix(visible).enumerated() {
            surface.put(
                row, column: inside.column + 1, row: inside.row + offset, limit: inside.columns - 2, clip: inside)
        }
    }

    /// Lines broken to a width; names of pairs share one column below each heading.
    private func wrap(_ lines: [PageLine], _ width: Int) -> [[Span]] {
        guard width > 0 else { return [] }
        var names = nameWidth(lines[...], width)
        var rows: [[Span]] = []
        for (index, line) in lines.enumerated() {
            let text = HarmlessText.sanitised(adapted(line.text))
            switch line.kind {
            case .blank: rows.append([])
            case .heading:
                names = nameWidth(lines[(index + 1)...], width)
                rows.append([Span(text, theme[.accent].with(.bold))])
            case .text: rows += TextFitting.wrapped(text, to: width).map { [Span($0, theme[line.scope])] }
            case .pair(let name), .key(let name):
                let nameScope: ThemeScope = if case .key = line.kind { .hintKey } else { .textDim }
                let room = max(4, width - names - 2)
                let label = TextFitting.fitted(
                    HarmlessText.sanitised(adapted(name)), to: names, ellipsis: glyphs.ellipsis)
                for (index, part) in TextFitting.wrapped(text, to: room).enumerated() {
                    let left = index == 0 ? label : String(repeating: " ", count: names)
                    rows.append([Span(left + "  ", theme[nameScope]), Span(part, theme[line.scope])])
                }
            }
        }
        return rows
    }

    /// Width of the names of the pairs up to the next heading.
    private func nameWidth(_ lines: ArraySlice<PageLine>, _ width: Int) -> Int {
        var names = 0
        for line in lines {
            switch line.kind {
            case .heading: return min(names, max(6, width * 2 / 5))
            case .pair(let name), .key(let name): names = max(names, TextWidth.width(of: name))
            default: break
            }
        }
        return min(names, max(6, width * 2 / 5))
    }

    // MARK: Lists

    private mutating func paintField(_ field: TextField, _ inside: Rectangle, _ place: Rectangle) {
        let used = surface.put(
            glyphs.prompt + " ", column: inside.column + 1, row: inside.row, style: theme[.inputPrompt])
        let width = max(0, inside.columns - 2 - used)
        let (shown, cursorColumn) = field.visible(columns: width)
        surface.put(
            adapted(shown), column: inside.column + 1 + used, row: inside.row, style: theme[.input], limit: width)
        cursor = CursorPosition(
            column: min(inside.column + 1 + used + cursorColumn, place.endColumn - 2), row: inside.row)
        surface.fill(
            Rectangle(column: inside.column, row: inside.row + 1, columns: inside.columns, rows: 1),
            with: glyphs.border.horizontal, style: theme[.frame].over(theme[.overlay].over(theme.ground)))
    }

    private mutating func paintEntries(_ title: String, _ overlay: Overlay, _ list: SearchList) {
        let entries = OverlayContent.entries(overlay, state, world)
        let area = OverlayLayout.area(overlay, state.size, lines: entries.count)
        let inside = window(area, title, right: "\(entries.count)")
        paintField(list.field, inside, area)
        let rows = OverlayLayout.list(area)
        guard !entries.isEmpty else {
            say(" Nothing matches.", at: rows, style: theme[.textDim])
            return
        }
        let line = min(max(0, list.index), entries.count - 1)
        let offset = ListCursor.offset(
            line: line, offset: max(0, line - rows.rows / 2), visible: rows.rows, count: entries.count)
        let keyWidth = min(12, max(4, entries.map { TextWidth.width(of: $0.keys) }.max() ?? 4))
        let titleWidth = min(24, max(12, entries.map { TextWidth.width(of: $0.title) }.max() ?? 12))
        for (place, index) in (offset..<min(entries.count, offset + rows.rows)).enumerated() {
            let entry = entries[index]
            let area = Rectangle(column: rows.column, row: rows.row + place, columns: rows.columns, rows: 1)
            let isOff = entry.disabledReason != nil
            field(
                entry.keys, column: area.column + 1, row: area.row, width: keyWidth,
                style: theme[isOff ? .textDim : .hintKey], clip: area)
            field(
                entry.title, column: area.column + keyWidth + 2, row: area.row, width: titleWidth,
                style: theme[isOff ? .textDim : .textStrong], clip: area)
            let start = area.column + keyWidth + titleWidth + 3
            field(
                entry.disabledReason.map { "(\($0)) " + entry.details } ?? entry.details, column: start, row: area.row,
                width: max(0, area.endColumn - start - 1), style: theme[.textDim], clip: area)
            if index == line { highlight(area, with: theme[.selection]) }
        }
    }

    private mutating func paintSettings(_ overlay: Overlay, _ list: SearchList) {
        let settings = OverlayContent.settings(list.field.text, snapshot)
        let area = OverlayLayout.area(overlay, state.size, lines: settings.count)
        let inside = window(area, "Settings", right: "\(settings.count)")
        paintField(list.field, inside, area)
        var rows = OverlayLayout.list(area)
        guard !settings.isEmpty else {
            say(" No setting matches.", at: rows, style: theme[.textDim])
            return
        }
        let line = min(max(0, list.index), settings.count - 1)
        let about = rows.split(bottom: min(4, max(0, rows.rows - 2)))
        rows = about.rest
        let offset = ListCursor.offset(
            line: line, offset: max(0, line - rows.rows / 2), visible: rows.rows, count: settings.count)
        let keyWidth = min(rows.columns / 2, max(16, settings.map { TextWidth.width(of: $0.key) }.max() ?? 16))
        for (place, index) in (offset..<min(settings.count, offset + rows.rows)).enumerated() {
            let setting = settings[index]
            let area = Rectangle(column: rows.column, row: rows.row + place, columns: rows.columns, rows: 1)
            let isChanged = setting.value != setting.defaultValue
            field(setting.key, column: area.column + 1, row: area.row, width: keyWidth, style: theme[.text], clip: area)
            let start = area.column + keyWidth + 3
            let source = setting.source
            field(
                setting.value, column: start, row: area.row,
                width: max(0, area.endColumn - start - TextWidth.width(of: source) - 3),
                style: theme[isChanged ? .accent : .textDim], clip: area)
            sayRight(source + " ", at: area, style: theme[.textDim])
            if index == line { highlight(area, with: theme[.selection]) }
        }
        let setting = settings[line]
        let sentence = setting.explanation.capitalizedWord
        let standard = setting.defaultValue.isEmpty ? "empty" : setting.defaultValue
        var text = "\(sentence)\(sentence.hasSuffix(".") ? "" : ".") Allowed: \(setting.allowed). Default: \(standard)."
        if let changed = setting.changedAt { text += " Changed \(changed.newYork.description)." }
        let box = about.bottom
        surface.fill(
            box.split(top: 1).top, with: glyphs.border.horizontal,
            style: theme[.frame].over(theme[.overlay].over(theme.ground)))
        let body = box.split(top: 1).rest
        sayWrapped(
            text, in: Rectangle(column: body.column + 1, row: body.row, columns: body.columns - 2, rows: body.rows),
            style: theme[.textDim])
    }

    private mutating func paintMenu(_ overlay: Overlay, _ menu: ChoiceMenu) {
        let area = OverlayLayout.area(overlay, state.size, lines: menu.choices.count)
        let inside = window(area, menu.title)
        let line = min(max(0, menu.index), max(0, menu.choices.count - 1))
        let offset = ListCursor.offset(line: line, offset: 0, visible: inside.rows, count: menu.choices.count)
        let titles = menu.choices.map { TextWidth.width(of: $0.title) }.max() ?? 0
        for (place, choice) in menu.choices.dropFirst(offset).prefix(inside.rows).enumerated() {
            let row = Rectangle(column: inside.column, row: inside.row + place, columns: inside.columns, rows: 1)
            let isHere = offset + place == line
            say((isHere ? glyphs.right : " ") + choice.title, at: row, style: theme[isHere ? .textStrong : .text])
            let start = row.column + titles + 3
            field(
                choice.details, column: start, row: row.row, width: max(0, row.endColumn - start - 1),
                style: theme[.textDim],
                clip: row)
            if isHere { highlight(row, with: theme[.selection]) }
        }
    }

    private mutating func paintColumns(_ overlay: Overlay, _ index: Int) {
        let columns = state.positions.columnOrder
        let area = OverlayLayout.area(overlay, state.size, lines: columns.count)
        let inside = window(area, "Columns of Positions")
        let line = min(max(0, index), columns.count - 1)
        let offset = ListCursor.offset(line: line, offset: 0, visible: inside.rows, count: columns.count)
        for (place, column) in columns.dropFirst(offset).prefix(inside.rows).enumerated() {
            let row = Rectangle(column: inside.column, row: inside.row + place, columns: inside.columns, rows: 1)
            let isShown = !state.positions.hiddenColumns.contains(column)
            say(" [\(isShown ? "x" : " ")] ", at: row, style: theme[isShown ? .accent : .textDim])
            field(column.rawValue, column: row.column + 5, row: row.row, width: 12, style: theme[.text], clip: row)
            let note = column.isWide ? "wide: " : ""
            field(
                note + column.explanation, column: row.column + 18, row: row.row, width: max(0, row.columns - 19),
                style: theme[.textDim], clip: row)
            if offset + place == line { highlight(row, with: theme[.selection]) }
        }
    }

    private mutating func paintPrompt(_ overlay: Overlay, _ prompt: Prompt) {
        let area = OverlayLayout.area(overlay, state.size, lines: 3)
        let inside = window(area, prompt.title)
        paintField(prompt.field, inside, area)
        let last = Rectangle(column: inside.column + 1, row: inside.endRow - 1, columns: inside.columns - 2, rows: 1)
        if let refusal = prompt.refusal {
            let rows = max(1, inside.rows - 2)
            sayWrapped(
                refusal,
                in: Rectangle(column: last.column, row: inside.endRow - rows, columns: last.columns, rows: rows),
                style: theme[.alertHigh])
        } else if !prompt.completions.isEmpty {
            field(
                prompt.completions.joined(separator: "  "), column: last.column, row: last.row, width: last.columns,
                style: theme[.text], clip: last)
        } else {
            field(
                prompt.hint, column: last.column, row: last.row, width: last.columns, style: theme[.textDim], clip: last
            )
        }
    }

    private mutating func paintTour(_ overlay: Overlay, _ step: Int) {
        let steps = TourPage.steps(world)
        let index = min(max(0, step), steps.count - 1)
        let current = steps[index]
        let width = OverlayLayout.area(overlay, state.size, lines: 0).columns - 4
        var rows: [String] = []
        for (number, paragraph) in current.text.enumerated() {
            if number > 0 { rows.append("") }
            rows += TextFitting.wrapped(adapted(paragraph), to: width)
        }
        let next = world.keymap.shortHint(for: DashboardAction.open, in: ["overlay", "global"]) ?? "Enter"
        let skip = world.keymap.shortHint(for: DashboardAction.back, in: ["overlay", "global"]) ?? "Esc"
        let area = OverlayLayout.area(overlay, state.size, lines: rows.count + 2)
        let inside = window(area, current.title, right: "\(index + 1) of \(steps.count)")
        for (offset, row) in rows.prefix(max(0, inside.rows - 2)).enumerated() {
            surface.put(row, column: inside.column + 1, row: inside.row + offset, style: theme[.text], clip: inside)
        }
        let foot = Rectangle(column: inside.column + 1, row: inside.endRow - 1, columns: inside.columns - 2, rows: 1)
        surface.put(
            [
                Span(next, theme[.hintKey]),
                Span(index + 1 == steps.count ? " start   " : " next   ", theme[.hintText]),
                Span(skip, theme[.hintKey]), Span(" skip", theme[.hintText]),
            ], column: foot.column, row: foot.row, limit: foot.columns, clip: foot)
    }
}

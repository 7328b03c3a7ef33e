import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The Chat pane.
extension FramePainter {
    mutating func paintChat(_ inside: Rectangle, _ snapshot: DeskSnapshot) {
        let (upper, input) = inside.split(bottom: 1)
        paintChatInput(input, snapshot)
        guard !upper.isEmpty else { return }
        let lines = ChatLine.lines(state, snapshot, columns: upper.columns, format: format, cache: cache)
        let first = chatStart(lines, rows: upper.rows, snapshot)
        let selected = selectedMessage(snapshot)
        for (offset, line) in lines[first...].prefix(upper.rows).enumerated() {
            let area = Rectangle(column: upper.column, row: upper.row + offset, columns: upper.columns, rows: 1)
            let isFirst = first + offset == 0 || lines[first + offset - 1].id != line.id
            paint(line, area, isFirst: isFirst, citation: line.id == selected ? state.chat.citation + 1 : nil)
            if line.id == selected, !line.id.isEmpty, isFocused(.chat), !state.chat.isTyping { select(area, .chat) }
        }
    }

    /// The message under the cursor while the pane has the focus.
    private func selectedMessage(_ snapshot: DeskSnapshot) -> String? {
        guard state.focus == .chat, !state.chat.isTyping else { return nil }
        if snapshot.transcript.messages.isEmpty { return state.chat.cursor.current(in: PaneRows.chat(snapshot)) }
        return PaneRows.message(state, snapshot)?.id
    }

    /// First line shown: the newest are at the bottom, unless the cursor or scrolling asks for others.
    private func chatStart(_ lines: [ChatLine], rows: Int, _ snapshot: DeskSnapshot) -> Int {
        let bottom = max(0, lines.count - rows)
        if let selected = state.chat.cursor.selected, state.focus == .chat, !state.chat.isTyping,
            let first = lines.firstIndex(where: { $0.id == selected }),
            let last = lines.lastIndex(where: { $0.id == selected })
        {
            let start = bottom - min(state.chat.scrollback, bottom)
            if state.chat.scrollback > 0 { return start }
            return first < start ? first : last >= start + rows ? min(first, last - rows + 1) : start
        }
        return bottom - min(max(0, state.chat.scrollback), bottom)
    }

    private mutating func paint(_ line: ChatLine, _ area: Rectangle, isFirst: Bool, citation: Int?) {
        let indented = Rectangle(column: area.column + 2, row: area.row, columns: area.columns - 2, rows: 1)
        switch line.part {
        case .question:
            if isFirst { surface.put(glyphs.prompt, column: area.column, row: area.row, style: theme[.inputPrompt]) }
            say(line.text, at: indented, style: theme[.chatQuestion])
        case .suggestion:
            if isFirst { surface.put(glyphs.bullet, column: area.column, row: area.row, style: theme[.accent]) }
            say(line.text, at: indented, style: theme[.text])
        case .answer: paintAnswer(line.text, indented, citation: citation)
        case .more:
            let key = state.chat.isTyping ? world.keymap.shortHint(for: "complete", in: ["text"]) : hint(.expand)
            say("\(key.map { $0 + " " } ?? "")\(line.text)", at: indented, style: theme[.accent])
        case .sources: break
        case .plain: say(line.text, at: area, style: theme[.textDim])
        }
        guard !line.trailing.isEmpty else { return }
        let isFull = TextWidth.width(of: line.trailing) >= area.columns
        sayRight(isFull ? line.trailing : line.trailing + " ", at: area, style: theme[.textDim])
    }

    /// An answer with its `[n]` in the colour of links; the one under the cursor underlined.
    private mutating func paintAnswer(_ text: String, _ area: Rectangle, citation: Int?) {
        var spans: [Span] = []
        var rest = Substring(adapted(text))
        while let open = rest.firstIndex(of: "["),
            let close = rest[open...].firstIndex(of: "]")
        {
            let inner = rest[rest.index(after: open)..<close]
            spans.append(Span(String(rest[..<open]), theme[.chatAnswer]))
            var style = theme[inner.allSatisfy(\.isNumber) && !inner.isEmpty ? .chatCitation : .chatAnswer]
            if let citation, Int(inner) == citation { style = style.with([.underline, .bold]) }
            spans.append(Span(String(rest[open...close]), style))
            rest = rest[rest.index(after: close)...]
        }
        spans.append(Span(String(rest), theme[.chatAnswer]))
        surface.put(spans, column: area.column, row: area.row, limit: area.columns, clip: area)
    }

    /// `› _`, with what the question is about.
    mutating func paintChatInput(_ area: Rectangle, _ snapshot: DeskSnapshot) {
        guard !area.isEmpty else { return }
        let chat = state.chat
        var column = area.column
        column += surface.put(
            glyphs.prompt + " ", column: column, row: area.row, style: theme[.inputPrompt], clip: area)
        if chat.isTyping || !chat.input.isEmpty, let context = chat.context {
            let label = TextFitting.truncated(
                HarmlessText.sanitised(adapted(context.label)), to: max(4, area.columns / 3), ellipsis: glyphs.ellipsis)
            column += surface.put("(\(label)) ", column: column, row: area.row, style: theme[.accent], clip: area)
        }
        let width = max(0, area.endColumn - column)
        if !chat.isTyping, chat.input.isEmpty {
            let hint = hint(.type).map { "\($0) asks about the book" } ?? ""
            let text = snapshot.transcript.isAnswering ? "answering..." : hint
            surface.put(text, column: column, row: area.row, style: theme[.inputPlaceholder], limit: width, clip: area)
            return
        }
        let (shown, place) = chat.input.visible(columns: width)
        surface.put(adapted(shown), column: column, row: area.row, style: theme[.input], limit: width, clip: area)
        if chat.isTyping, state.overlays.isEmpty, width > 0 {
            cursor = CursorPosition(column: min(column + place, area.endColumn - 1), row: area.row)
        }
    }
}

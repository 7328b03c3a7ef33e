import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The card of the day: six parts, one below the other.
extension FramePainter {
    mutating func paint(_ page: TodayPage) {
        let places = TodayLayout(state.size)
        var left = [Span("Today", theme[.titleFocus])]
        if let account = snapshot?.selectedAccount {
            left.append(Span(HarmlessText.sanitised(adapted(" " + account), maximumLength: 24), theme[.titleInfo]))
        }
        let card = state.today.shown
        paintView(places.edge, left: left + worldTitle, right: card.map { [todayAge($0)] } ?? [])
        let inside = places.list.padded
        guard let card else {
            sayWrapped(
                state.today.awaited == nil ? "There is no book to look at yet." : "Looking at the book...",
                in: inside, style: theme[.textDim])
            return
        }
        let sheet = TodaySheet(
            TodayText(format: format).lines(card), width: inside.columns, glyphs: glyphs)
        let chosen = sheet.line(at: page.row)
        for (step, piece) in sheet.pieces.dropFirst(page.offset).prefix(inside.rows).enumerated() {
            let row = inside.row + step
            field(
                piece.text, column: inside.column, row: row, width: inside.columns,
                style: theme[sheet.lines[piece.line].scope], clip: inside)
            if piece.line == chosen {
                highlight(
                    Rectangle(column: places.list.column, row: row, columns: places.list.columns, rows: 1),
                    with: theme[.selection])
            }
        }
    }

    private func todayAge(_ card: TodayCard) -> Span {
        let date = card.asOf.newYork.date
        return state.today.isOld
            ? Span(adapted("not refreshed since \(card.asOf.newYork.clock)"), theme[.alertHigh])
            : Span(
                adapted("\(date.weekday.abbreviation) \(date.iso8601) \(card.asOf.newYork.hourMinute)"),
                theme[.titleInfo])
    }
}

import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The card of the day: opening, opening by itself, and what its keys do.
extension DashboardReducer {
    mutating func openToday() { reopen(TodayPage()) }

    /// On the first attach of a day before the opening, 07:00 to 09:29 in New York (trader.md section 1); never over what
    /// somebody is doing.
    mutating func openTodayAtAttach(_ snapshot: DeskSnapshot) {
        guard !state.isAttachSeen, state.overlays.isEmpty, !state.chat.isTyping else { return }
        state.isAttachSeen = true
        let time = snapshot.asOf.newYork
        let day = time.date.iso8601
        guard ExchangeCalendar.standard.session(on: time.date) != nil,
            (7 * 3600..<ExchangeCalendar.openSeconds).contains(time.secondsOfDay), state.cardDay != day
        else { return }
        state.cardDay = day
        openToday()
    }

    fileprivate func todaySheet() -> TodaySheet? {
        state.today.shown.map { card in
            TodaySheet(
                TodayText(format: FigureFormat(isMasked: state.isMasked)).lines(card),
                width: TodayLayout(state.size).list.padded.columns, glyphs: world.glyphs)
        }
    }

    fileprivate func settled(_ page: TodayPage) -> TodayPage {
        guard let sheet = todaySheet() else { return page }
        var page = page
        page.row = min(max(0, page.row), max(0, sheet.stops.count - 1))
        let rows = max(1, TodayLayout(state.size).list.rows)
        guard let line = sheet.line(at: page.row), let first = sheet.pieces.firstIndex(where: { $0.line == line }),
            let last = sheet.pieces.lastIndex(where: { $0.line == line })
        else {
            page.offset = 0
            return page
        }
        // At the ends of the list what no cursor stops at is in view too.
        let start = page.row == 0 ? 0 : first
        let end = page.row == sheet.stops.count - 1 ? sheet.pieces.count - 1 : last
        page.offset = ListCursor.offset(line: end, offset: page.offset, visible: rows, count: sheet.pieces.count)
        page.offset = ListCursor.offset(
            line: max(start, end - rows + 1), offset: page.offset, visible: rows, count: sheet.pieces.count)
        return page
    }

    fileprivate func todayLine(_ page: TodayPage) -> TodayLine? {
        guard let sheet = todaySheet(), let line = sheet.line(at: page.row) else { return nil }
        return sheet.lines[line]
    }

    fileprivate mutating func openTodayLine(_ page: TodayPage) {
        guard let line = todayLine(page), line.row != nil || line.symbol != nil else {
            report("No position is behind it")
            return
        }
        state.overlays.removeAll()
        if let row = line.row { _ = go(to: row) } else if let symbol = line.symbol { go(toSymbol: symbol) }
    }

    fileprivate mutating func explainTodayLine(_ page: TodayPage) {
        guard let line = todayLine(page), let figure = line.figure else {
            report("Nothing to explain")
            return
        }
        explain(id: figure, title: line.text)
    }

    fileprivate mutating func copyTodayLine(_ page: TodayPage) {
        guard let line = todayLine(page) else {
            report("Nothing to copy")
            return
        }
        effects.append(.copy(line.text))
        report("Copied \(line.text)")
    }
}

/// Keys and the mouse.
extension TodayPage {
    func settle(_ reducer: inout DashboardReducer) {
        let page = reducer.settled(self)
        if page != self { reducer.replace(page) }
    }

    func perform(_ action: DashboardAction, _ reducer: inout DashboardReducer) {
        var page = self
        let rows = max(1, TodayLayout(reducer.state.size).list.rows)
        switch action {
        case .moveDown, .moveUp, .halfPageDown, .halfPageUp, .pageDown, .pageUp:
            page.row += action.rowStep(page: rows)
        case .goTop: page.row = 0
        case .goBottom: page.row = Int.max
        case .open:
            reducer.openTodayLine(page)
            return
        case .explain:
            reducer.explainTodayLine(page)
            return
        case .ask:
            reducer.leaveToChat()
            return
        case .copy:
            reducer.copyTodayLine(page)
            return
        default: return
        }
        reducer.replace(reducer.settled(page))
    }

    /// A click chooses a line, a second one goes where it leads.
    func press(_ event: MouseEvent, _ reducer: inout DashboardReducer) {
        var page = self
        let list = TodayLayout(reducer.state.size).list
        guard let sheet = reducer.todaySheet(), list.contains(column: event.column, row: event.row) else { return }
        let place = page.offset + event.row - list.row
        guard sheet.pieces.indices.contains(place), let row = sheet.stops.firstIndex(of: sheet.pieces[place].line)
        else { return }
        page.row = row
        reducer.replace(reducer.settled(page))
        if reducer.isSecondClick(on: "today/\(row)") { reducer.openTodayLine(page) }
    }
}

import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Frames, rules, titles and tabs.
extension FramePainter {
    /// Whether the account shown is made of paper; while nothing is known, it is not claimed to be real.
    var isPaper: Bool {
        guard let snapshot else { return true }
        return !snapshot.shownAccounts.contains { $0.kind.isReal }
    }

    mutating func paintEdge(_ place: DashboardLayout.Place) {
        let isFocused = isFocused(place.pane)
        let scope: ThemeScope =
            isPaper ? (isFocused ? .framePaperFocus : .framePaper) : (isFocused ? .frameLiveFocus : .frameLive)
        let number = Span("\(place.pane.rawValue) ", theme[isFocused ? .titleFocus : .title])
        var left = [number, Span(place.pane.title, theme[isFocused ? .titleFocus : .title])]
        left += titleDetail(place)
        // Titles that cannot both be shown: the right one goes first, then details of the left.
        let right = titleRight(place)
        if place.isFramed {
            surface.frame(place.area, border: glyphs.border, style: theme[scope], titleLeft: left, titleRight: right)
        } else {
            surface.rule(place.area, border: glyphs.border, style: theme[scope], titleLeft: left, titleRight: right)
        }
    }

    /// Count, page, filter and zoom, behind the name.
    private func titleDetail(_ place: DashboardLayout.Place) -> [Span] {
        guard let snapshot else { return [] }
        var words: [Span] = []
        func add(_ text: String, _ scope: ThemeScope = .titleInfo) {
            words.append(Span(" " + adapted(text), theme[scope]))
        }
        switch place.pane {
        case .positions:
            if layout.kind == .stack || layout.kind == .tabs, !state.positions.filter.isActive {
                add("\(snapshot.book.strategies.count)")
            }
            if state.positions.filter.isActive {
                let all = snapshot.book.strategies.count
                let shown = PositionRow.strategies(snapshot, state.positions).count
                filter(state.positions.filter, shown, all, add)
            }
            if !state.positions.marked.isEmpty { add("\(state.positions.marked.count) marked", .marked) }
        case .alerts:
            filter(state.alerts.filter, PaneRows.alerts(snapshot, state.alerts).count, snapshot.alerts.count, add)
            if !state.alerts.marked.isEmpty { add("\(state.alerts.marked.count) marked", .marked) }
        case .opportunities:
            filter(
                state.opportunities.filter, PaneRows.candidates(snapshot, state.opportunities).count,
                snapshot.opportunities.candidates.count, add)
            if !state.opportunities.marked.isEmpty { add("\(state.opportunities.marked.count) marked", .marked) }
        case .greeks:
            if place.form == .full, state.greeks.page != .book { add(state.greeks.page.title) }
        case .chat: break
        }
        return words
    }

    /// What is asked for and how many rows it lets through.
    private func filter(
        _ filter: RowFilter, _ shown: @autoclosure () -> Int, _ all: Int, _ add: (String, ThemeScope) -> Void
    ) {
        guard filter.isActive else { return }
        add("/" + filter.text, .accent)
        add("\(shown()) of \(all)", .titleInfo)
    }

    private func titleRight(_ place: DashboardLayout.Place) -> [Span] {
        guard let snapshot else { return [] }
        let info = theme[.titleInfo]
        switch place.pane {
        case .positions:
            if let trouble = trouble(snapshot) { return [Span(adapted(trouble), theme[.alertHigh])] }
            if place.form == .line { return [] }
            var text = "sort \(state.positions.sort.rawValue)"
            if state.positions.isReversed { text += " reversed" }
            if !snapshot.session.isOpen, let close = snapshot.session.lastClose {
                text = "close \(close.monthDay) \(text)"
            }
            return [Span(text, info)]
        case .alerts: return severityCounts(snapshot)
        case .greeks:
            if place.form == .line { return [] }
            if !snapshot.book.excluded.isEmpty, state.greeks.page != .attribution {
                let form = excludedTitle(snapshot.book, columns: place.area.columns)
                return [Span(form.rule, info), Span(form.text, theme[.alertHigh])]
            }
            if state.greeks.page == .attribution, let table = snapshot.book.dayAttribution {
                let close = table.since.newYork
                return [Span("since \(close.date.monthDay) \(close.hourMinute)", info)]
            }
            return state.greeks.page != .book ? [] : [Span(adapted(snapshot.book.scenarioRule), info)]
        case .opportunities:
            let board = snapshot.opportunities
            if place.form == .line {
                let room = roomText(board.room)
                let hint = hint(.whyNot).map { "  \($0) why not" } ?? ""
                return room.isEmpty ? [] : [Span(adapted(room + hint), info)]
            }
            guard let scanned = board.scannedAt else { return [] }
            var text = "scan \(scanned.newYork.hourMinute)"
            if let age = board.oldestQuoteSeconds.flatMap(DurationText.age) { text += ", quotes \(age)" }
            if state.opportunities.sort != .score { text += ", sort \(state.opportunities.sort.rawValue)" }
            return [Span(text, info)]
        case .chat:
            guard place.form == .full else { return [] }
            let ages = snapshot.transcript.messages.last?.answer?.citations.compactMap(\.ageSeconds) ?? []
            return ages.max().flatMap(DurationText.age).map { [Span("oldest figure \($0)", info)] } ?? []
        }
    }

    /// `room` and its figures, whichever way the engine words it.
    func roomText(_ room: String) -> String {
        guard !room.isEmpty else { return "" }
        return format.sentence(room.lowercased().hasPrefix("room") ? room : "room " + room)
    }

    /// A feed that is down, for the title of Positions.
    func trouble(_ snapshot: DeskSnapshot) -> String? {
        guard let feed = snapshot.feeds.first(where: { !$0.isHealthy }) else { return nil }
        let age = feed.dataAgeSeconds.flatMap { DurationText.age($0) }
        return ["STALE", age, feed.name, feed.problem].compactMap { $0 }.joined(separator: " ")
    }

    mutating func paintTabs() {
        // One pane fills the screen; its own edge is replaced by the row of tabs.
        surface.fill(layout.tabs, style: theme.ground)
        var column = layout.tabs.column + 1
        for pane in Pane.allCases {
            let isHere = pane == state.focus
            let text = " \(pane.rawValue) \(layout.tabs.columns >= 60 ? pane.title : pane.abbreviation) "
            let width = TextWidth.width(of: text)
            guard column + width <= layout.tabs.endColumn else { break }
            surface.put(text, column: column, row: layout.tabs.row, style: theme[isHere ? .titleFocus : .title])
            if isHere {
                highlight(
                    Rectangle(column: column, row: layout.tabs.row, columns: width, rows: 1), with: theme[.selection])
            }
            column += width
        }
        // The pane's own title has no room here: what it would say stands behind the tabs.
        let filter: RowFilter
        switch state.focus {
        case .positions: filter = state.positions.filter
        case .alerts: filter = state.alerts.filter
        case .opportunities: filter = state.opportunities.filter
        case .greeks, .chat: filter = RowFilter()
        }
        let rest = Rectangle(
            column: column + 1, row: layout.tabs.row, columns: layout.tabs.endColumn - column - 1, rows: 1)
        if filter.isActive {
            say("/" + filter.text, at: rest, style: theme[.accent])
        } else if let trouble = snapshot.flatMap(trouble) {
            say(trouble, at: rest, style: theme[.alertHigh])
        }
    }

    /// The key of an action where the focus is, nil when it has none.
    func hint(_ action: DashboardAction) -> String? {
        world.keymap.shortHint(for: action, in: [state.focus.context, Keymap.globalContext])
    }
}

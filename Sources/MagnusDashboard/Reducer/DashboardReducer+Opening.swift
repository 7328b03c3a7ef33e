import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Opening rows, explanations, menus, the chat.
extension DashboardReducer {
    // MARK: Rows

    mutating func openRow() {
        guard let snapshot else { return }
        switch state.focus {
        case .positions:
            guard let row = PaneRows.position(state, snapshot) else {
                if state.positions.total != nil { explain() }
                return
            }
            open(.details(RowPage(pane: .positions, id: row.strategy.id)))
            if row.strategy.hasNote { effects.append(.fetchNote(strategy: row.strategy.id)) }
        case .alerts:
            guard let alert = PaneRows.alert(state, snapshot) else { return }
            open(.details(RowPage(pane: .alerts, id: alert.id)))
        case .opportunities:
            guard let candidate = PaneRows.candidate(state, snapshot) else { return }
            open(.details(RowPage(pane: .opportunities, id: candidate.id)))
        case .greeks: openGreeksLine(snapshot)
        case .chat: openCitation(snapshot)
        }
    }

    /// A line by symbol goes to the symbol's position, one of the attribution to its row; a total is explained.
    private mutating func openGreeksLine(_ snapshot: DeskSnapshot) {
        if state.greeks.page == .attribution {
            guard let line = PaneRows.attributionLine(state, snapshot) else { return }
            if line.id == "book" || !go(to: line.id) { explain() }
            return
        }
        if state.greeks.page == .symbol, let line = PaneRows.greeksLine(state, snapshot) {
            go(toSymbol: line.row.key)
        } else {
            explain()
        }
    }

    private mutating func openCitation(_ snapshot: DeskSnapshot) {
        if snapshot.transcript.messages.isEmpty {
            let suggestions = snapshot.transcript.suggestions
            guard let line = state.chat.cursor.line(in: PaneRows.chat(snapshot)), suggestions.indices.contains(line)
            else {
                startTyping()
                return
            }
            send(suggestions[line])
            return
        }
        guard let message = PaneRows.message(state, snapshot) else { return }
        guard let citations = message.answer?.citations, citations.indices.contains(state.chat.citation) else {
            setExpanded(!state.chat.expanded.contains(message.id))
            return
        }
        let citation = citations[state.chat.citation]
        if let reference = citation.reference, go(to: reference) { return }
        let age = citation.ageSeconds.flatMap { DurationText.age($0) }.map { ", " + $0 } ?? ""
        open(
            .message(
                TextPage(
                    title: "[\(state.chat.citation + 1)] \(citation.title)",
                    text: "\(citation.passage)\n\n\(citation.source)\(age)")))
    }

    /// Puts the cursor on a row by its id.
    /// - Returns: false when there is no such row.
    mutating func go(to reference: String) -> Bool {
        guard let snapshot else { return false }
        var id = reference.split(separator: "#", maxSplits: 1).first.map(String.init) ?? reference
        for prefix in ["alert/", "candidate/"] where id.hasPrefix(prefix) { id = String(id.dropFirst(prefix.count)) }
        if id == "alerts" {
            focus(.alerts)
            return true
        }
        if let row = snapshot.book.strategies.first(where: { row in
            row.id == id || row.legs.contains { $0.position.id == id }
        }) {
            state.positions.filter = RowFilter()
            state.positions.total = nil
            state.positions.cursor.select(row.id)
            focus(.positions)
            return true
        }
        if snapshot.alerts.contains(where: { $0.id == id }) {
            state.alerts.filter = RowFilter()
            state.alerts.cursor.select(id)
            focus(.alerts)
            return true
        }
        if snapshot.opportunities.candidates.contains(where: { $0.id == id }) {
            state.opportunities.filter = RowFilter()
            state.opportunities.cursor.select(id)
            focus(.opportunities)
            return true
        }
        for page in GreeksPage.allCases {
            guard PaneRows.greeks(page, snapshot).contains(where: { $0.id == id }) else { continue }
            state.greeks.page = page
            state.greeks.foot = nil
            state.greeks.cursor.select(id)
            focus(.greeks)
            return true
        }
        if let row = snapshot.book.strategies.first(where: { $0.symbol == id }) {
            state.positions.filter = RowFilter()
            state.positions.total = nil
            state.positions.cursor.select(row.id)
            focus(.positions)
            return true
        }
        return false
    }

    mutating func go(toSymbol symbol: String) {
        let wanted = symbol.uppercased()
        guard let row = snapshot?.book.strategies.first(where: { $0.symbol.uppercased() == wanted }) else {
            report("No position in \(symbol)", isError: true)
            return
        }
        _ = go(to: row.id)
    }

    mutating func whyNot() {
        open(.whyNot(RowPage(pane: state.focus == .alerts ? .alerts : .opportunities, id: "")))
    }

    // MARK: Chat

    mutating func startTyping() {
        state.focus = .chat
        state.keys.reset()
        state.chat.isTyping = true
        state.chat.context = nil
        state.chat.scrollback = 0
    }

    mutating func ask() {
        guard let snapshot else { return }
        let context = PaneRows.context(state, snapshot)
        startTyping()
        state.chat.context = context
    }

    /// Sends a question with what it is about.
    mutating func send(_ text: String) {
        let context = AskContext(symbol: state.chat.context?.symbol, reference: state.chat.context?.reference)
        effects.append(.perform(.ask(text: text, context: context)))
        state.chat.context = nil
        state.chat.scrollback = 0
        state.chat.cursor = ListCursor()
        state.chat.citation = 0
    }

    mutating func performTyping(_ action: DashboardAction) {
        switch action {
        case .submit:
            let text = state.chat.input.submit()
            if text.contains(where: { !$0.isWhitespace }) { send(text) }
        case .leave: state.chat.isTyping = false
        case .complete: completeQuestion()
        case .pageUp, .halfPageUp: scrollChat(by: max(1, page - 1))
        case .pageDown, .halfPageDown: scrollChat(by: -max(1, page - 1))
        default: break
        }
    }

    mutating func scrollChat(by lines: Int) {
        guard let snapshot else { return }
        let layout = DashboardLayout(state, hasFooter: !snapshot.isDisclaimerAccepted)
        guard let place = layout.place(of: .chat) else { return }
        let wanted = max(0, state.chat.scrollback + lines)
        let rows = max(1, place.inside.rows - 1)
        let count = ChatLine.count(
            state, snapshot, columns: place.inside.columns, format: FigureFormat(isMasked: state.isMasked),
            enough: wanted + rows)
        state.chat.scrollback = min(wanted, max(0, count - rows))
    }

    /// Completes the last word to a symbol of the book; an empty line shows the last answer in full.
    private mutating func completeQuestion() {
        guard let snapshot else { return }
        let text = state.chat.input.text
        guard let word = text.split(separator: " ").last, text.last != " " else {
            if let last = snapshot.transcript.messages.last(where: { $0.role == .assistant }) {
                if state.chat.expanded.remove(last.id) == nil { state.chat.expanded.insert(last.id) }
            }
            return
        }
        let symbols = Set(snapshot.book.strategies.map(\.symbol) + snapshot.opportunities.candidates.map(\.symbol))
            .sorted()
        guard let match = symbols.first(where: { $0.hasPrefix(word.uppercased()) }) else { return }
        state.chat.input.replace(with: text.dropLast(word.count) + match)
    }

    // MARK: Filters, notes, menus

    mutating func openFilter() {
        let present: String
        switch state.focus {
        case .positions: present = state.positions.filter.text
        case .alerts: present = state.alerts.filter.text
        case .opportunities: present = state.opportunities.filter.text
        case .greeks, .chat: return
        }
        open(.prompt(Prompt(title: "Filter", text: present, purpose: .filter(state.focus))))
    }

    mutating func setFilter(_ text: String, _ pane: Pane) {
        switch pane {
        case .positions: state.positions.filter = RowFilter(text: text)
        case .alerts: state.alerts.filter = RowFilter(text: text)
        case .opportunities: state.opportunities.filter = RowFilter(text: text)
        case .greeks, .chat: break
        }
    }

    mutating func openIntentMenu() {
        guard let snapshot, let row = PaneRows.position(state, snapshot) else { return }
        openIntentMenu(
            of: row.strategy.id, title: "\(row.strategy.symbol) \(row.strategy.title)", present: row.strategy.intent)
    }

    /// - Parameter id: of the row of Positions.
    mutating func openIntentMenu(of id: String, title: String, present: PositionIntent) {
        let choices = [
            Choice("take", "assignment is welcome and cash is kept for it", .command(.setIntent(strategy: id, .take))),
            Choice("avoid", "close or roll before assignment", .command(.setIntent(strategy: id, .avoid))),
            Choice("decide", "ask me near expiry", .command(.setIntent(strategy: id, .decide))),
        ]
        let index = PositionIntent.allCases.firstIndex(of: present) ?? 0
        open(.choices(ChoiceMenu(title: "Intent: \(title)", choices: choices, index: index)))
    }

    mutating func openNote() {
        guard let snapshot, let row = PaneRows.position(state, snapshot) else { return }
        open(
            .prompt(
                Prompt(
                    title: "Note: \(row.strategy.symbol) \(row.strategy.title)", hint: "An empty note removes it.",
                    purpose: .note(strategy: row.strategy.id))))
        effects.append(.fetchNote(strategy: row.strategy.id))
    }

    /// Marked alerts, else the one under the cursor.
    private func chosenAlerts() -> [Alert] {
        guard let snapshot else { return [] }
        let marked = PaneRows.alerts(snapshot, state.alerts).filter { state.alerts.marked.contains($0.id) }
        return marked.isEmpty ? [PaneRows.alert(state, snapshot)].compactMap { $0 } : marked
    }

    mutating func eachAlert(_ command: (String) -> DeskCommand) {
        for alert in chosenAlerts() { effects.append(.perform(command(alert.id))) }
        state.alerts.marked = []
    }

    mutating func muteRule() {
        guard let alert = chosenAlerts().first else { return }
        effects.append(.perform(.mute(monitor: alert.finding.monitor, symbol: alert.finding.symbol)))
    }

    mutating func openSnoozeMenu() {
        guard let alert = chosenAlerts().first else { return }
        let id = alert.id
        var choices = [
            Choice("15 minutes", "", .command(.snooze(alert: id, .minutes(15)))),
            Choice("1 hour", "", .command(.snooze(alert: id, .minutes(60)))),
            Choice("to the close", "", .command(.snooze(alert: id, .untilClose))),
        ]
        if let symbol = alert.finding.symbol {
            choices.append(Choice("to a price", "until \(symbol) crosses it", .ask(.snoozePrice(alert: id))))
        }
        if alert.finding.positionIdentifier != nil {
            choices.append(Choice("to expiry", "", .command(.snooze(alert: id, .untilExpiry))))
        }
        open(.choices(ChoiceMenu(title: "Snooze: \(alert.finding.title)", choices: choices)))
    }

    mutating func openThemeMenu() {
        effects.append(.readResources)
        let choices = themeChoices
        let index = world.themes.firstIndex(of: state.themeName) ?? 0
        open(.choices(ChoiceMenu(title: "Theme", choices: choices, index: index, original: state.themeName)))
    }

    mutating func openKeymapMenu() {
        effects.append(.readResources)
        let choices = keymapChoices
        let index = world.keymaps.firstIndex(of: state.keymapName) ?? 0
        open(.choices(ChoiceMenu(title: "Keymap", choices: choices, index: index)))
    }

    private var themeChoices: [Choice] { world.themes.map { Choice($0, "", .theme($0)) } }
    private var keymapChoices: [Choice] { world.keymaps.map { Choice($0, "", .keymap($0)) } }

    /// Files have come or gone since the names were read: an open chooser lists those that are there, its cursor stays on
    /// its line.
    mutating func resourcesRead() {
        guard case .choices(var menu)? = state.overlays.last, menu.choices.indices.contains(menu.index) else { return }
        let chosen = menu.choices[menu.index]
        switch chosen.consequence {
        case .theme: menu.choices = themeChoices
        case .keymap: menu.choices = keymapChoices
        default: return
        }
        menu.index = menu.choices.firstIndex(of: chosen) ?? 0
        replaceTop(.choices(menu))
    }

    mutating func openAccountMenu() {
        guard let snapshot = world.snapshot else { return }
        var choices = snapshot.accounts.map {
            Choice(
                $0.name, "\($0.broker), \($0.kind.rawValue), \($0.rules.rawValue)", .command(.selectAccount($0.name)))
        }
        choices.append(Choice("all", "paper and real are never added", .command(.selectAccount("all"))))
        let index = choices.firstIndex { $0.title == snapshot.selectedAccount } ?? 0
        open(.choices(ChoiceMenu(title: "Account", choices: choices, index: index)))
    }
}

import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Turns events into the next state and effects. Pure; the facets handle one kind of event each.
public struct DashboardReducer {
    var state: DashboardState
    let world: DashboardWorld
    var effects: [DashboardEffect] = []

    /// The snapshot on the screen.
    var snapshot: DeskSnapshot? { state.shown(world.snapshot) }

    private init(_ state: DashboardState, _ world: DashboardWorld) {
        self.state = state
        self.world = world
    }

    public static func reduce(
        _ state: DashboardState, _ event: DashboardEvent, in world: DashboardWorld
    ) -> (state: DashboardState, effects: [DashboardEffect]) {
        var reducer = DashboardReducer(state, world)
        let before = state.preferences
        reducer.handle(event)
        // Scrolled away by a visit the worst alerts come back into view when it ends.
        if state.focus == .alerts, reducer.state.focus != .alerts { reducer.state.alerts.cursor.offset = 0 }
        reducer.settle()
        if state.overlays.contains(where: \.isTour), !reducer.state.overlays.contains(where: \.isTour) {
            reducer.effects.append(.keepTourSeen)
        }
        if reducer.state.preferences != before {
            reducer.effects.append(.savePreferences(reducer.state.preferences))
        }
        return (reducer.state, reducer.effects)
    }

    private mutating func handle(_ event: DashboardEvent) {
        switch event {
        case .input(.key(let chord)): press(chord)
        case .input(.paste(let text, _)): paste(text)
        case .input(.mouse(let mouse)): self.mouse(mouse)
        case .input(.focusGained), .input(.focusLost): break
        case .resized(let size): state.size = size
        case .snapshotArrived: snapshotArrived()
        case .timer(.whichKey(let generation)):
            if generation == state.generation, !state.keys.pending.isEmpty { state.isWhichKeyShown = true }
        case .timer(.toast(let generation)):
            if generation == state.toastNumber { state.toast = nil }
        case .explanation(let id, let explanation): explained(id, explanation)
        case .reply(let reply, let command): replied(reply, command)
        case .note(let strategy, let text): noteArrived(strategy, text)
        case .lifecycle(let report): ledgerArrived(report)
        case .scenario(let number, let answer): answered(ScenarioPage.self, number: number, answer.outcome)
        case .chain(let request, let answer): chainArrived(request, answer)
        case .payoff(let request, let answer): payoffArrived(request, answer)
        case .volatility(let request, let answer): answered(VolatilityPage.self, request, answer.outcome)
        case .chart(let request, let answer): answered(ChartPage.self, request, answer.outcome)
        case .market(let number, let answer): answered(MarketPage.self, number: number, answer.outcome)
        case .today(let number, let answer): answered(TodayPage.self, number: number, answer.outcome)
        case .expiry(let request, let board): expiryArrived(request, board)
        case .risk(let number, let answer): answered(RiskPage.self, number: number, answer.outcome)
        case .roll(let request, let answer): answered(RollPage.self, request, answer.outcome)
        case .paths(let typed, let candidates): pathsArrived(typed, candidates)
        case .resourcesRead: resourcesRead()
        case .report(let text, let isError): report(text, isError: isError)
        }
    }

    // MARK: Keys

    private mutating func press(_ chord: KeyChord) {
        state.generation += 1
        state.toast = nil
        state.isWhichKeyShown = false
        let contexts = KeyContexts.contexts(state)
        switch state.keys.press(chord, in: contexts, keymap: world.keymap) {
        case .action(let name, _): act(named: name)
        case .pending:
            effects.append(.startTimer(.whichKey(generation: state.generation), seconds: 0.3))
        case .unmatched(let chords):
            guard KeyContexts.isTyping(state) else {
                noSuchKey(chords)
                return
            }
            for chord in chords { if let text = chord.text { type(text) } }
        case .cancelled: break
        }
    }

    /// Says so in the message line, once: the next key takes it away.
    private mutating func noSuchKey(_ chords: [KeyChord]) {
        let keys = KeyText.short(KeyChord.describe(chords))
        let help = world.keymap.shortHint(for: DashboardAction.help, in: KeyContexts.contexts(state))
        report("\(keys): no such key here" + (help.map { "; \($0) lists them" } ?? ""))
    }

    private mutating func act(named name: String) {
        if KeyContexts.isTyping(state), let edit = EditAction(rawValue: name) {
            editField { $0.apply(edit) }
            return
        }
        guard let action = DashboardAction(rawValue: name) else { return }
        perform(action)
    }

    mutating func type(_ text: String) {
        editField { $0.insert(text) }
    }

    private mutating func paste(_ text: String) {
        state.generation += 1
        if KeyContexts.isTyping(state) {
            type(text)
        } else if state.overlays.isEmpty {
            // Pasting with no field open can only mean a question.
            startTyping()
            type(text)
        }
    }

    // MARK: Results

    mutating func report(_ text: String, isError: Bool = false) {
        guard !text.isEmpty else { return }
        state.toast = Toast(text: text, isError: isError)
        // Its own number: the time of an earlier one is not its time.
        state.toastNumber += 1
        effects.append(.startTimer(.toast(generation: state.toastNumber), seconds: isError ? 12 : 6))
    }

    private mutating func explained(_ id: String, _ explanation: Explanation?) {
        for index in state.overlays.indices {
            guard case .explain(var page) = state.overlays[index], page.id == id else { continue }
            page.explanation = explanation
            page.isMissing = explanation == nil
            state.overlays[index] = .explain(page)
        }
    }

    private mutating func noteArrived(_ strategy: String, _ text: String?) {
        for index in state.overlays.indices {
            switch state.overlays[index] {
            case .details(var page) where page.pane == .positions && page.id == strategy:
                page.note = text
                state.overlays[index] = .details(page)
            case .prompt(var prompt) where prompt.purpose == .note(strategy: strategy):
                // What was typed meanwhile is worth more than what was there.
                if prompt.field.isEmpty, let text { prompt.field.replace(with: text) }
                state.overlays[index] = .prompt(prompt)
            default: break
            }
        }
    }

    private mutating func replied(_ reply: DeskReply, _ command: DeskCommand) {
        switch reply {
        case .done:
            ledgerChanged(by: command)
            if let words = brokenMute(command) ?? Self.done(command) { report(words) }
            if case .setSetting(let key, let value) = command { settingChanged(key, value) }
        case .message(let text):
            if case .setSetting(let key, let value) = command { settingChanged(key, value) }
            ledgerChanged(by: command)
            if case .setSetting(ScreenSettings.Key.mouse, _) = command {
                report(mouseWords)
            } else if text.contains("\n") || text.count > 160 {
                open(.message(TextPage(title: "Magnus", text: text)))
            } else {
                report(text)
            }
        case .imported(let summary):
            if case .importFile(let path, let isDryRun) = command {
                imported(summary, path: path, isDryRun: isDryRun)
            }
        case .refused(let text):
            report(text, isError: true)
            if case .importFile(let path, let isDryRun) = command { importRefused(path, isDryRun: isDryRun) }
        case .answer: state.chat.scrollback = 0
        }
    }

    /// A mute that does not reach what is under the cursor says so: the row stays.
    private func brokenMute(_ command: DeskCommand) -> String? {
        guard case .mute(let monitor, let symbol) = command, let snapshot = world.snapshot else { return nil }
        let isAbove = snapshot.settings.first { $0.key == "alerts.critical_above_mute" }?.value != "false"
        let stays = snapshot.alerts.contains { alert in
            alert.finding.monitor == monitor && alert.finding.priority == .critical && alert.state == .active
                && (symbol == nil || alert.finding.symbol == symbol)
        }
        guard isAbove, stays else { return nil }
        return "Muted \(monitor.rawValue)\(symbol.map { " for " + $0 } ?? ""), CRITICAL is shown all the same; "
            + "u takes it back"
    }

    /// Settings of the screen itself work at once.
    private mutating func settingChanged(_ key: String, _ value: String) {
        switch key {
        case ScreenSettings.Key.theme where world.themes.contains(value): setTheme(value)
        case ScreenSettings.Key.keymap where world.keymaps.contains(value): setKeymap(value)
        case ScreenSettings.Key.mouse: setMouse(value != "false")
        default: break
        }
    }

    /// What was written into the settings file while the screen runs. What did not change there stays as it is here: a
    /// theme that is tried on is not in the file.
    private mutating func takeSettings(_ rows: [SettingRow]) {
        for row in rows where ScreenSettings.Key.all.contains(row.key) {
            if let former = state.seenSettings[row.key], former != row.value { settingChanged(row.key, row.value) }
            state.seenSettings[row.key] = row.value
        }
    }

    /// Words for what has been done without an answer of its own.
    private static func done(_ command: DeskCommand) -> String? {
        switch command {
        case .acknowledge: "Acknowledged; u takes it back"
        case .snooze: "Snoozed; u takes it back"
        case .dismiss: "Dismissed; u takes it back"
        case .mute(let monitor, let symbol):
            "Muted \(monitor.rawValue)\(symbol.map { " for " + $0 } ?? ""); u takes it back"
        case .unmute(let monitor, _): "\(monitor.rawValue) may speak again"
        case .undo: "Taken back"
        case .refresh: "Refreshed"
        case .setIntent(_, let intent): "Intent: \(intent.rawValue)"
        case .setNote: "Note kept"
        case .decideRoll(_, .confirmed): "One roll; u takes it back"
        case .decideRoll(_, .rejected): "No roll; u takes it back"
        case .decideRoll(_, nil): "Undecided again"
        case .setSetting(let key, let value): "\(key) = \(value)"
        case .acceptDisclaimer: "Acknowledged"
        case .selectAccount(let name): "Account \(name)"
        case .setSpeed(let speed): "Speed x\(DecimalText.text(speed) ?? "?")"
        case .clearConversation: "New conversation"
        case .cancelWork: "Cancelled"
        case .ask, .importFile: nil
        }
    }

    // MARK: Snapshots

    private mutating func snapshotArrived() {
        guard let newest = world.snapshot else { return }
        if let paused = state.pausedSnapshot,
            paused.selectedAccount != newest.selectedAccount || paused.world.kind != newest.world.kind
        {
            // A pause holds back new figures of a book. Another book was asked for: it is shown, and stands still.
            state.pausedSnapshot = newest
        }
        for row in newest.settings {
            if row.key == "screen.bell" { state.isBellEnabled = row.value != "false" }
            if row.key == "screen.desktop_notification" { state.isNotificationEnabled = row.value != "false" }
        }
        takeSettings(newest.settings)
        let critical = newest.alerts.filter { $0.finding.priority == .critical && $0.state == .active }
        let present = Set(critical.map(\.id))
        if let known = state.knownAlerts {
            let new = critical.filter { !known.contains($0.id) }
            if let first = new.first {
                if state.isBellEnabled { effects.append(.bell) }
                if state.isNotificationEnabled {
                    let format = FigureFormat(isMasked: state.isMasked)
                    effects.append(
                        .notify(
                            title: "Magnus: \(format.sentence(first.finding.title))",
                            body: format.sentence(first.finding.message)))
                }
            }
        }
        state.knownAlerts = present
        refreshViews()
        refreshExpiry()
        offerExpiry(newest)
        openTodayAtAttach(newest)
        tellNewest(newest.notices)
    }

    /// Of what came since the last snapshot the newest line, a failure before anything else. A failure that is shown stays
    /// until a key is pressed or its time is over: alerts have a pane, a setting that is not in force has this line only.
    private mutating func tellNewest(_ notices: [Notice]) {
        let isFirst = state.lastNotice == nil
        let new = notices.filter { notice in state.lastNotice.map { notice.id > $0 } ?? true }
        guard let last = new.last else { return }
        state.lastNotice = last.id
        let notice = new.last(where: { $0.kind == .failure }) ?? last
        // Notices of before the screen opened are history.
        if isFirst, notice.kind == .information { return }
        if notice.kind != .failure, state.toast?.isError == true { return }
        report(notice.text, isError: notice.kind == .failure)
    }

    /// Brings cursors, scrolling and pages into the bounds of what is there now.
    private mutating func settle() {
        settleLedger()
        settleViews()
        guard let snapshot else { return }
        let layout = DashboardLayout(state, hasFooter: !snapshot.isDisclaimerAccepted)
        for pane in Pane.allCases {
            let visible = PaneMetrics.visibleRows(pane, layout, state, snapshot)
            let ids = PaneRows.ids(pane, state, snapshot)
            switch pane {
            case .positions: state.positions.cursor.settle(ids, visible: visible)
            case .greeks: state.greeks.cursor.settle(ids, visible: visible)
            case .alerts:
                if state.focus == .alerts {
                    state.alerts.cursor.settle(ids, visible: visible)
                } else {
                    state.alerts.cursor.rest(ids, visible: visible)
                }
            case .opportunities: state.opportunities.cursor.settle(ids, visible: visible)
            case .chat:
                if let chosen = state.chat.cursor.selected, !ids.contains(chosen) { state.chat.cursor = ListCursor() }
            }
        }
    }
}

import MagnusDashboard
import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

/// Driven through keys, as a person does it.
@UIActor
@Suite struct ScenarioTests {
    @Test func moveAndOpenARow() throws {
        let desk = TestDesk()
        try desk.press("j j j <Enter>")
        #expect(desk.state.overlays == [.details(RowPage(pane: .positions, id: "paper:pltr"))])
        #expect(desk.screen.contains("PLTR -2 80P"))
        try desk.press("<Esc>")
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func selectionFollowsTheRowWhenTheOrderChanges() throws {
        let desk = TestDesk()
        try desk.press("j j")
        #expect(desk.state.positions.cursor.selected == "paper:mu")
        try desk.press("s s")
        #expect(desk.state.positions.sort == .symbol)
        #expect(desk.state.positions.cursor.selected == "paper:mu")
        var snapshot = SampleBook.snapshot()
        snapshot.book.strategies.removeAll { $0.id == "paper:mo" || $0.id == "paper:ko" }
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(desk.state.positions.cursor.selected == "paper:mu")
        snapshot.book.strategies.removeAll { $0.id == "paper:mu" }
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(desk.state.positions.cursor.selected != "paper:mu")
        #expect(desk.state.positions.cursor.selected != nil)
    }

    @Test func filterWhileTypingAndEscapeClears() throws {
        let desk = TestDesk()
        try desk.press("/")
        desk.type("-f pltr")
        #expect(desk.state.positions.filter.text == "-f pltr")
        #expect(desk.screen.contains("1/1"))
        try desk.press("<Enter>")
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.screen.contains("/-f pltr"))
        try desk.press("<Esc>")
        #expect(!desk.state.positions.filter.isActive)
        try desk.press("/ ! P C S <Enter>")
        #expect(!desk.screen.contains("PCS 597"))
        try desk.press("/ <Esc>")
        #expect(!desk.state.positions.filter.isActive)
    }

    @Test func legsOpenAndClose() throws {
        let desk = TestDesk()
        try desk.press("<Right>")
        #expect(desk.state.positions.expanded == ["paper:mo"])
        #expect(desk.screen.contains("200 sh"))
        try desk.press("j <Left>")
        #expect(desk.state.positions.expanded.isEmpty)
        #expect(desk.state.positions.cursor.selected == "paper:mo")
    }

    @Test func explainAsksForTheFigureUnderTheCursor() throws {
        let desk = TestDesk()
        try desk.press("j x")
        #expect(desk.effects.last == .explain(id: "paper:ko#unrealized_pnl"))
        #expect(desk.screen.contains("Asking the engine"))
        let explanation = Explanation(
            id: "paper:ko#unrealized_pnl", title: "KO open P/L", value: "75.00", formula: "(entry - mark) x 200",
            inputs: [], method: "mid", origin: "ledger")
        desk.feed(.explanation(id: explanation.id, explanation))
        #expect(desk.screen.contains("(entry - mark) x 200"))
        try desk.press("<Esc> l l x")
        #expect(desk.effects.last == .explain(id: "paper:ko#distance_to_strike"))
        desk.feed(.explanation(id: "paper:ko#distance_to_strike", nil))
        #expect(desk.screen.contains("Nothing explains"))
        try desk.press("<Esc> 2 x")
        #expect(desk.effects.last == .explain(id: "book#dollar_delta"))
    }

    @Test func everyPaneExplainsWithTheIdsOfTheEngine() throws {
        let desk = TestDesk()
        try desk.press("2 j x <Esc>")
        #expect(desk.effects.contains(.explain(id: "greeks/≤2DTE#dollar_delta")))
        try desk.press("4 x <Esc> 5 x <Esc>")
        #expect(desk.effects.contains(.explain(id: "alert/a-mo#priority")))
        #expect(desk.effects.contains(.explain(id: "candidate/\(SampleOpportunities.board().candidates[0].id)#score")))
        // Dates and words are explained as well; only the symbol is what it is.
        try desk.press("1 h h x <Esc>")
        #expect(desk.effects.contains { if case .explain(let id) = $0 { id.hasSuffix("#expiry") } else { false } })
        try desk.press("h h x")
        #expect(desk.state.toast?.text == "That column holds words; choose a figure")
    }

    @Test func maskHidesExplainedMoney() throws {
        let desk = TestDesk()
        try desk.press("$ x")
        let explanation = Explanation(
            id: "paper:mo#unrealized_pnl", title: "open profit", value: "324.0", formula: "sum over the legs",
            inputs: [
                ExplanationInput(name: "MO 200 sh", value: "670.0", unit: "USD", source: "simulated", ageSeconds: 1),
                ExplanationInput(name: "spot price", value: "60.85", unit: "USD", source: "simulated", ageSeconds: 1),
            ], method: "sum", origin: "ledger")
        desk.feed(.explanation(id: explanation.id, explanation))
        #expect(!desk.screen.contains("324.0") && !desk.screen.contains("670.0"))
        #expect(desk.screen.contains("60.85"))
    }

    @Test func askAboutTheRowAndSend() throws {
        let desk = TestDesk()
        try desk.press("j j j a")
        desk.type("roll or take?")
        #expect(desk.backend.cursor != nil)
        try desk.press("<Enter>")
        #expect(
            desk.commands == [.ask(text: "roll or take?", context: AskContext(symbol: "PLTR", reference: "paper:pltr"))]
        )
        #expect(desk.state.chat.input.isEmpty)
        try desk.press("<Up>")
        #expect(desk.state.chat.input.text == "roll or take?")
        try desk.press("<C-u> <Esc> 1")
        #expect(desk.state.focus == .positions)
    }

    @Test func typingLettersDoesNotRunThem() throws {
        let desk = TestDesk()
        try desk.press("i")
        desk.type("quit? 1 2 q $ :")
        #expect(desk.state.chat.input.text == "quit? 1 2 q $ :")
        #expect(!desk.effects.contains(.quit))
        #expect(!desk.state.isMasked)
    }

    @Test func citationOpensItsRow() throws {
        let desk = TestDesk()
        try desk.press("3 l <Enter>")
        #expect(desk.state.focus == .positions)
        #expect(desk.state.positions.cursor.selected == "paper:aapl")
        try desk.press("3 l l l <Enter>")
        #expect(desk.screen.contains("23,390 after all assignments"))
    }

    @Test func suggestionsOfAnEmptyConversationAreAsked() throws {
        let desk = TestDesk(snapshot: SampleBook.empty())
        try desk.press("3 j <Enter>")
        #expect(desk.commands == [.ask(text: "What happens if KO closes at 75?", context: AskContext())])
    }

    @Test func alertsAreAcknowledgedSnoozedDismissedMuted() throws {
        let desk = TestDesk()
        try desk.press("4 A")
        #expect(desk.commands == [.acknowledge(alert: "a-mo")])
        try desk.press("j D")
        #expect(desk.commands.last == .dismiss(alert: "a-ko"))
        try desk.press("m")
        #expect(desk.commands.last == .mute(monitor: .expiration, symbol: "KO"))
        try desk.press("Z j j <Enter>")
        #expect(desk.commands.last == .snooze(alert: "a-ko", .untilClose))
        try desk.press("Z j j j <Enter>")
        desk.type("seventy")
        try desk.press("<Enter>")
        #expect(desk.screen.contains("is no price"))
        try desk.press("<C-u> 7 6 . 5 <Enter>")
        #expect(desk.commands.last == .snooze(alert: "a-ko", .untilPrice(76.5)))
        try desk.press("u")
        #expect(desk.commands.last == .undo)
        try desk.press("g g <Space> <Space> A")
        #expect(desk.commands.suffix(2) == [.acknowledge(alert: "a-mo"), .acknowledge(alert: "a-ko")])
        #expect(desk.state.alerts.marked.isEmpty)
    }

    @Test func aPageActsOnItsRow() throws {
        let desk = TestDesk()
        try desk.press("4 j <Enter> A")
        #expect(desk.commands == [.acknowledge(alert: "a-ko")])
        #expect(desk.state.overlays.isEmpty)
        try desk.press("<Enter> Z")
        #expect(desk.screen.contains("15 minutes"))
        try desk.press("<Esc> 1 <Enter> I j <Enter>")
        #expect(desk.commands.last == .setIntent(strategy: "paper:mo", .decide))
        try desk.press("<Enter> x")
        #expect(desk.effects.last == .explain(id: "paper:mo#unrealized_pnl"))
    }

    @Test func readOnlyHomesRefuseWithAReason() throws {
        let desk = TestDesk(snapshot: SampleBook.failing())
        try desk.press("4 A")
        #expect(desk.commands.isEmpty)
        #expect(desk.screen.contains("read only"))
    }

    /// Seen, but not on disk: no tick, for it would be gone after a restart; and the reason is not another process.
    @Test func whatIsNotStoredHasNoTick() throws {
        var snapshot = SampleBook.snapshot()
        let seen = try #require(snapshot.alerts.first)
        snapshot.alerts[0].state = .acknowledged
        #expect(TestDesk(snapshot: snapshot).screen.contains("✓ ack"))
        snapshot.unstoredAlerts = [seen.id]
        snapshot.isReadOnly = true
        snapshot.storeProblem = "magnus.db: disk full"
        let desk = TestDesk(snapshot: snapshot)
        #expect(desk.screen.contains("ack, not stored") && !desk.screen.contains("✓ ack"))
        try desk.press("4 A")
        #expect(desk.commands.isEmpty)
        #expect(desk.screen.contains("read only: magnus.db: disk full"))
    }

    @Test func paletteFindsCommandsActionsAndSymbols() throws {
        let desk = TestDesk()
        try desk.press(":")
        desk.type("theme nord")
        try desk.press("<Enter>")
        #expect(desk.effects.contains(.setTheme("nord")))
        #expect(desk.state.themeName == "nord")
        #expect(desk.commands == [.setSetting(key: "screen.theme", value: "nord")])
        try desk.press(":")
        desk.type("pltr")
        try desk.press("<Enter>")
        #expect(desk.state.positions.cursor.selected == "paper:pltr")
        try desk.press(":")
        desk.type("speed 60")
        try desk.press("<Enter>")
        #expect(desk.commands.last == .setSpeed(60))
        try desk.press(":")
        desk.type("speed fast")
        try desk.press("<Enter>")
        #expect(desk.state.toast?.isError == true)
        try desk.press(":")
        desk.type("mask")
        try desk.press("<Enter>")
        #expect(desk.state.isMasked)
        try desk.press(":")
        desk.type("set screen.bell false")
        try desk.press("<Enter>")
        #expect(desk.commands.last == .setSetting(key: "screen.bell", value: "false"))
        try desk.press(":")
        desk.type("set nothing.here 1")
        try desk.press("<Enter>")
        #expect(desk.screen.contains("There is no setting nothing.here"))
    }

    @Test func helpRunsTheChosenRow() throws {
        let desk = TestDesk()
        try desk.press("?")
        desk.type("hides amounts")
        try desk.press("<Enter>")
        #expect(desk.state.isMasked)
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func themesAreTriedOnAndPutBack() throws {
        let desk = TestDesk()
        try desk.press("T j")
        #expect(desk.effects.contains(.setTheme("magnus-light")))
        try desk.press("<Esc>")
        #expect(desk.state.themeName == "magnus-dark")
        #expect(desk.effects.contains(.setTheme("magnus-dark")))
        // Only what is chosen becomes the setting.
        #expect(desk.commands.isEmpty)
        try desk.press("T j <Enter>")
        #expect(desk.commands == [.setSetting(key: "screen.theme", value: "magnus-light")])
    }

    @Test func settingsWrittenMeanwhileAreTakenOver() throws {
        let desk = TestDesk()
        func row(_ key: String, _ value: String) -> SettingRow {
            SettingRow(
                key: key, value: value, defaultValue: "", source: "file", explanation: "", allowed: "")
        }
        desk.snapshot?.settings = [
            row("screen.theme", "magnus-dark"), row("screen.keymap", "default"), row("screen.mouse", "true"),
        ]
        desk.feed(.snapshotArrived)
        // Tried on, not chosen: a snapshot does not take it away.
        try desk.press("T j")
        desk.feed(.snapshotArrived)
        #expect(desk.state.themeName == "magnus-light")
        try desk.press("<Esc>")
        desk.snapshot?.settings = [
            row("screen.theme", "nord"), row("screen.keymap", "emacs"), row("screen.mouse", "false"),
        ]
        desk.feed(.snapshotArrived)
        #expect(desk.state.themeName == "nord")
        #expect(desk.state.keymapName == "emacs")
        #expect(!desk.state.isMouseEnabled)
        #expect(desk.effects.contains(.setKeymap("emacs")) && desk.effects.contains(.setMouse(false)))
        #expect(desk.commands.isEmpty)
    }

    @Test func columnsHideAndMove() throws {
        let desk = TestDesk()
        try desk.press("o c j j <Space> <Esc>")
        #expect(desk.state.positions.hiddenColumns == [.expiry])
        #expect(!desk.screen.contains("  Exp  "))
        try desk.press("o c j j j l <Esc>")
        #expect(desk.state.positions.columnOrder[4] == .dte)
        #expect(desk.effects.contains { if case .savePreferences = $0 { true } else { false } })
    }

    @Test func theStatusLineTellsHowFastTheClockRuns() throws {
        let desk = TestDesk()
        #expect(desk.screen.prefix(120).contains(" x1 "))
        desk.snapshot?.world.rate = 3600
        desk.feed(.snapshotArrived)
        #expect(desk.screen.prefix(120).contains(" x3600 "))
    }

    @Test func whatBreaksAMuteIsMarked() throws {
        let desk = TestDesk()
        #expect(!desk.screen.contains("muted"))
        try desk.press("4 m")
        let mute = DeskCommand.mute(monitor: .assignment, symbol: "MO")
        #expect(desk.commands == [mute])
        desk.feed(.reply(.done, to: mute))
        #expect(desk.state.toast?.text == "Muted assignment for MO, CRITICAL is shown all the same; u takes it back")
        let place = try #require(desk.snapshot?.monitors.firstIndex { $0.name == .assignment })
        desk.snapshot?.monitors[place].muted = ["MO"]
        desk.feed(.snapshotArrived)
        let lines = desk.screen.split(separator: "\n")
        #expect(lines.contains { $0.contains("ex Tue 1.06") && $0.contains("muted") })
        #expect(lines.count { $0.contains("muted") && !$0.contains("u takes it back") } == 1, "others are not")
        // A mute of something else says nothing of this.
        desk.feed(.reply(.done, to: .mute(monitor: .expiration, symbol: "KO")))
        #expect(desk.state.toast?.text == "Muted expiration for KO; u takes it back")
    }

    @Test func sectorsOfOneWordAreToldApart() throws {
        let desk = TestDesk()
        let names = ["Communication Services", "Consumer Discretionary", "Consumer Staples", "Information Technology"]
        let row = try #require(desk.snapshot?.book.bySector.first)
        desk.snapshot?.book.bySector = names.map {
            var sector = row
            sector.key = $0
            return sector
        }
        try desk.press("2 ] ]")
        for word in ["Communication ", "Discretionary ", "Staples ", "Tech "] {
            #expect(desk.screen.contains("│" + word), "\(word)\n\(desk.screen)")
        }
    }

    @Test func aLowGreeksPaneKeepsItsFigures() throws {
        let desk = TestDesk()
        try desk.press("z")
        // One row is left for the scenarios: names and figures share it.
        #expect(desk.screen.contains("SPY -10/-5/-2/+2/+5%: -13.5k -6.7k -2.7k +1.5k +2.7k"), "\(desk.screen)")
        #expect(!desk.screen.contains("0 +7d"))
    }

    @Test func aNarrowGreeksPaneCutsNothingInSilence() throws {
        let desk = TestDesk()
        try desk.press("2")
        var isMarked = false
        for _ in 0..<8 {
            try desk.press("<C-w> <lt>")
            for line in desk.screen.split(separator: "\n") where line.contains("band") {
                #expect(line.contains("band -25..+75"), "\(line)")
            }
            for line in desk.screen.split(separator: "\n") where line.contains("SPY      -10%") {
                if !line.contains("+5%"), line.prefix(60).contains("…") { isMarked = true }
            }
        }
        #expect(isMarked, "scenarios are left out, and it is said")
        #expect(!desk.screen.contains("vega30"), "it became narrow")
    }

    @Test func zoomAndSizes() throws {
        let desk = TestDesk()
        try desk.press("0")
        #expect(!desk.screen.contains("4 Alerts"))
        try desk.press("<Esc>")
        #expect(desk.screen.contains("4 Alerts"))
        let before = desk.screen
        try desk.press("<C-w> <lt>")
        #expect(desk.state.splits[.topColumns] != nil)
        #expect(desk.screen != before)
        desk.backend.send(.resized(TerminalSize(columns: 80, rows: 24)))
        #expect(desk.backend.surface?.columns == 80)
        try desk.press("2")
        #expect(desk.screen.contains("Book    +84.1k"))
        #expect(!desk.screen.contains("PCS 597"))
    }

    @Test func whichKeyWaitsAndNeverBlocks() throws {
        let desk = TestDesk()
        try desk.press("g")
        guard case .startTimer(.whichKey(let generation), let seconds)? = desk.effects.last else {
            Issue.record("no timer")
            return
        }
        #expect(seconds == 0.3)
        #expect(!desk.state.isWhichKeyShown)
        desk.feed(.timer(.whichKey(generation: generation - 1)))
        #expect(!desk.state.isWhichKeyShown)
        desk.feed(.timer(.whichKey(generation: generation)))
        #expect(desk.screen.contains("accounts"))
        try desk.press("A")
        #expect(desk.screen.contains("paper and real are never added"))
        try desk.press("j <Enter>")
        #expect(desk.commands == [.selectAccount("ira")])
    }

    @Test func pauseKeepsTheFrame() throws {
        let desk = TestDesk()
        try desk.press("p")
        let paused = desk.screen
        #expect(paused.contains("PAUSED"))
        var snapshot = SampleBook.snapshot()
        snapshot.book.openProfit = SampleBook.known(5000)
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(desk.screen == paused)
        try desk.press("p")
        #expect(desk.screen.contains("+5,000"))
    }

    /// Another book is drawn though the screen is paused: real figures never stand in the paper's frame.
    @Test func anotherAccountIsShownWhilePaused() throws {
        let desk = TestDesk()
        try desk.press("p")
        var snapshot = SampleBook.snapshot()
        snapshot.selectedAccount = "broker"
        snapshot.world.kind = .live
        snapshot.book.openProfit = SampleBook.known(5000)
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(desk.screen.contains("PAUSED") && desk.screen.contains("+5,000"))
        #expect(desk.state.pausedSnapshot?.world.kind == .live)
        snapshot.book.openProfit = SampleBook.known(7000)
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(desk.screen.contains("+5,000") && !desk.screen.contains("+7,000"), "it stands still")
    }

    @Test func newCriticalAlertsRingOnce() throws {
        let desk = TestDesk()
        #expect(!desk.effects.contains(.bell))
        var snapshot = SampleBook.snapshot()
        snapshot.alerts[1].finding.priority = .critical
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        desk.feed(.snapshotArrived)
        #expect(desk.effects.filter { $0 == .bell }.count == 1)
        #expect(
            desk.effects.contains(
                .notify(title: "Magnus: KO 75P at the strike", body: "0.02 in, 50%; not wanted; buy 0.56")))
    }

    @Test func settingsOfTheScreenWorkAtOnce() throws {
        let desk = TestDesk()
        desk.feed(.reply(.done, to: .setSetting(key: "screen.theme", value: "nord")))
        #expect(desk.effects.contains(.setTheme("nord")))
        desk.feed(.reply(.done, to: .setSetting(key: "screen.theme", value: "missing")))
        #expect(desk.state.themeName == "nord")
        desk.feed(.reply(.refused("scan.csp.minimum-return: 0 to 1"), to: .setSetting(key: "a", value: "9")))
        #expect(desk.state.toast == Toast(text: "scan.csp.minimum-return: 0 to 1", isError: true))
        var snapshot = SampleBook.snapshot()
        snapshot.settings[3].value = "false"
        snapshot.alerts[1].finding.priority = .critical
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(!desk.effects.contains(.bell))
    }

    @Test func cancelTwiceQuitsAndUnsentTextAsks() throws {
        let desk = TestDesk()
        try desk.press("<C-c>")
        desk.uptime = 5
        try desk.press("<C-c>")
        #expect(!desk.effects.contains(.quit))
        desk.uptime = 5.4
        try desk.press("<C-c>")
        #expect(desk.effects.contains(.quit))
        let other = TestDesk()
        try other.press("i h <Esc> q")
        #expect(!other.effects.contains(.quit))
        #expect(other.screen.contains("typed and not sent"))
        try other.press("<Enter>")
        #expect(other.effects.contains(.quit))
    }

    @Test func copyTakesMarkedRowsAndHonoursTheMask() throws {
        let desk = TestDesk()
        try desk.press("j j j y")
        #expect(desk.effects.contains(.copy("PLTR\t-2 80P\t04-16\t32\t-935\t-199%\t-4.7%\t+112\t+15\t63%\tL")))
        try desk.press("g g <Space> <Space> $ y")
        let copied = desk.effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }.last ?? ""
        #expect(copied.split(separator: "\n").count == 2)
        #expect(!copied.contains("+324"))
    }

    @Test func intentAndNote() throws {
        let desk = TestDesk()
        try desk.press("I k <Enter>")
        #expect(desk.commands == [.setIntent(strategy: "paper:mo", .take)])
        try desk.press("n")
        #expect(desk.effects.last == .fetchNote(strategy: "paper:mo"))
        desk.feed(.note(strategy: "paper:mo", "called on the 16th"))
        #expect(desk.screen.contains("called on the 16th"))
        desk.type("!")
        try desk.press("<Enter>")
        #expect(desk.commands.last == .setNote(strategy: "paper:mo", text: "called on the 16th!"))
    }

    @Test func tourEndsWithThePaperAccount() throws {
        let desk = TestDesk(showsTour: true)
        #expect(desk.screen.contains("1 of 6"))
        try desk.press("<Enter> <Enter> <Enter> <Enter> <Enter>")
        #expect(desk.screen.contains("This is a paper account"))
        try desk.press("<Enter>")
        #expect(desk.screen.contains("How to begin"))
        try desk.press("<Esc>")
        #expect(desk.state.overlays.isEmpty && desk.effects.contains(.keepTourSeen), "it comes once by itself")
        try desk.press(":")
        desk.type("tour")
        try desk.press("<Enter>")
        #expect(desk.screen.contains("1 of 6"))
        try desk.press("<Esc>")
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func disclaimerStaysUntilAcknowledged() throws {
        var snapshot = SampleBook.snapshot()
        snapshot.isDisclaimerAccepted = false
        let desk = TestDesk(snapshot: snapshot)
        #expect(desk.screen.contains("no advice"))
        try desk.press(":")
        desk.type("disclaimer")
        try desk.press("<Enter> <Enter>")
        #expect(desk.commands == [.acceptDisclaimer])
    }

    @Test func mouseFocusesSelectsOpensScrollsAndDrags() {
        let desk = TestDesk()
        func mouse(_ kind: MouseEvent.Kind, _ column: Int, _ row: Int) {
            desk.feed(.input(.mouse(MouseEvent(kind: kind, column: column, row: row))))
        }
        mouse(.press(.left), 90, 4)
        #expect(desk.state.focus == .alerts)
        #expect(desk.state.alerts.cursor.selected == "a-ko")
        mouse(.press(.left), 90, 4)
        #expect(desk.state.overlays == [.details(RowPage(pane: .alerts, id: "a-ko"))])
        mouse(.press(.left), 2, 10)
        #expect(desk.state.overlays.isEmpty)
        mouse(.wheelDown, 10, 6)
        #expect(desk.state.positions.cursor.selected == "paper:pltr")
        mouse(.press(.left), 40, 2)
        #expect(desk.state.positions.sort == .profit)
        mouse(.press(.left), 78, 8)
        mouse(.drag(.left), 60, 8)
        mouse(.release(.left), 60, 8)
        #expect(desk.state.splits[.topColumns] == 0.5)
        mouse(.press(.left), 3, 30)
        #expect(desk.state.focus == .chat)
    }

    @Test(arguments: ["default", "emacs", "arrows"])
    func everyKeymapReachesHelpAndQuits(name: String) throws {
        let desk = TestDesk(keymap: name)
        try desk.press("<F1>")
        #expect(desk.screen.contains("Keys and commands"))
        try desk.press("<Esc> q")
        #expect(desk.effects.last == .quit)
    }

    @Test func oneCellChangesWhenOneFigureDoes() {
        let desk = TestDesk()
        var snapshot = SampleBook.snapshot()
        snapshot.book.strategies[3].unrealizedProfit = Figure(76)
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(desk.backend.changedCells.last == 1)
        let frames = desk.backend.changedCells.count
        desk.feed(.snapshotArrived)
        #expect(desk.backend.changedCells.count == frames)
    }
}

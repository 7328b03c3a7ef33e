import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The views of what comes, driven by keys; answers come as an engine would send them.
@UIActor
@Suite struct ExpiryViewTests {
    static func desk(
        _ size: String = "120x36", _ board: ExpiryBoard? = SampleExpiry.board(), keys: String
    ) throws -> TestDesk {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        let desk = TestDesk(columns: parts[0], rows: parts[1])
        let chords = keys.split(separator: " ", maxSplits: 2)
        try desk.press(chords.prefix(2).joined(separator: " "))
        answer(desk, board)
        if chords.count > 2 { try desk.press(String(chords[2])) }
        return desk
    }

    static func answer(_ desk: TestDesk, _ board: ExpiryBoard?) {
        guard
            case .fetchExpiry(let request)? = desk.effects.last(where: {
                if case .fetchExpiry = $0 { true } else { false }
            })
        else { return }
        desk.feed(.expiry(request, board))
    }

    private func questions(_ desk: TestDesk) -> Int {
        desk.effects.count { if case .fetchExpiry = $0 { true } else { false } }
    }

    nonisolated static let views = [
        ("board", "g e"), ("row", "g e j <Enter>"), ("explain", "g e j x"), ("cash", "g e ]"),
        ("cash-row", "g e ] <Enter>"), ("cash-explain", "g e ] x"), ("calendar", "g c"),
        ("calendar-row", "g c j <Enter>"),
    ]

    // MARK: Frames

    @Test(arguments: views)
    func frames(name: String, keys: String) throws {
        for size in ["80x24", "120x36"] {
            let desk = try Self.desk(size, keys: keys)
            let surface = try #require(desk.backend.surface)
            FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "expiry-\(name)-\(size)")
        }
    }

    @Test(arguments: ["40x10", "80x24", "120x36", "200x60"])
    func theEveningOfAnExpiry(size: String) throws {
        let desk = try Self.desk(size, SampleExpiry.evening(), keys: "g e")
        let surface = try #require(desk.backend.surface)
        FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "expiry-evening-\(size)")
    }

    // MARK: What is shown

    @Test func theWorldsStandAboveTheRows() throws {
        let desk = try Self.desk(keys: "g e")
        for words in [
            "all out: free 52,890", "as now: free 11,890, +300 sh", "all in: free 11,390, +300 sh",
            "short shares: none",
            "-1/+1 597/592P", "cash, settled 16:00", "decide to 17:30", "~74.98",
        ] {
            #expect(desk.screen.contains(words), "\(words)")
        }
    }

    @Test func dangersAreNamed() throws {
        let desk = try Self.desk("200x60", SampleExpiry.evening(), keys: "g e")
        for words in [
            "SPY -2/+2 585/575P: long 200 sh Mon, long leg gone, cash not there", "decide 1h10 left, to 17:30",
            "as now: free -79,110, +400 sh (1 unknown)", "all in: free —, cash 73,140", "short shares: all in BAC -100",
            "2 contract lines ended and nobody reported how",
        ] {
            #expect(desk.screen.contains(words), "\(words)")
        }
        try desk.press("G <Enter>")
        #expect(desk.screen.contains("— adjusted"), "a page says why a figure is missing")
    }

    @Test func pagesTellTheBrokersClock() throws {
        let desk = try Self.desk("200x60", keys: "g e")
        #expect(desk.screen.contains("Wed 13:00 wants word"))
        try desk.press("j <Enter>")
        for words in ["What tastytrade does", "Wed 16:15", "last instructions", "Cash for it"] {
            #expect(desk.screen.contains(words), "\(words)")
        }
    }

    @Test func missingCashStandsOut() throws {
        let desk = try Self.desk(keys: "g e ]")
        #expect(desk.screen.contains("-57,860"))
        #expect(desk.screen.contains("free 11,390"))
    }

    @Test func emptyLoadingAndRefusedSayWhy() throws {
        let desk = TestDesk()
        try desk.press("g e")
        #expect(desk.screen.contains("Reading the book"))
        Self.answer(desk, nil)
        #expect(desk.screen.contains("No book is valued yet. F5 tries again."))
        let empty = try Self.desk("80x24", SampleExpiry.empty(), keys: "g e")
        #expect(empty.screen.contains("Nothing ends through Sun 03-14. Next: Mon 03-15, XSP -1 PCS 597/592."))
    }

    // MARK: Keeping current

    @Test func anOpenViewIsAskedAgain() throws {
        let desk = try Self.desk(keys: "g e")
        #expect(questions(desk) == 1)
        desk.uptime = 4
        desk.feed(.snapshotArrived)
        #expect(questions(desk) == 1)
        desk.uptime = 5
        desk.feed(.snapshotArrived)
        #expect(questions(desk) == 2)
        try desk.press("<Esc>")
        desk.uptime = 60
        desk.feed(.snapshotArrived)
        #expect(questions(desk) == 2, "nobody looks")
    }

    @Test func whatIsNotRefreshedGrowsOld() throws {
        let desk = try Self.desk(keys: "g e")
        #expect(!desk.screen.contains("~257.10"))
        desk.uptime = 31
        desk.feed(.snapshotArrived)
        #expect(desk.screen.contains("~257.10") && desk.screen.contains("as now: free ~11,890"))
        #expect(desk.screen.contains("all out: free 52,890"), "cash and strikes do not age")
        Self.answer(desk, SampleExpiry.board())
        #expect(!desk.screen.contains("~257.10"))
    }

    @Test func answersOfAnotherAccountOrQuestionAreLeft() throws {
        let desk = TestDesk()
        try desk.press("g e")
        var other = SampleExpiry.board()
        other.account = "ira"
        Self.answer(desk, other)
        #expect(desk.state.expiry.report == nil)
        desk.feed(.expiry(ExpiryRequest(deadlineDays: 3), SampleExpiry.board()))
        #expect(desk.state.expiry.report == nil)
        desk.feed(.reply(.done, to: .selectAccount("ira")))
        #expect(questions(desk) == 2)
        desk.snapshot?.selectedAccount = "ira"
        Self.answer(desk, other)
        #expect(desk.state.expiry.report?.account == "ira")
    }

    @Test func aPausedScreenStandsStill() throws {
        let desk = try Self.desk(keys: "g e p")
        desk.uptime = 20
        desk.feed(.snapshotArrived)
        #expect(questions(desk) == 1)
    }

    @Test func aPositionLeadsToItsEnd() throws {
        let desk = TestDesk(columns: 120, rows: 36)
        let snapshot = try #require(desk.snapshot)
        let row = try #require(snapshot.book.strategies.first { $0.symbol == "KO" })
        for _ in 0..<40 {
            if PaneRows.position(desk.state, snapshot)?.strategy.id == row.id { break }
            try desk.press("j")
        }
        try desk.press("g e")
        var board = SampleExpiry.board()
        // The contract of the sample book.
        for leg in row.legs {
            if case .option(let contract) = leg.position.instrument { board.rows[2].legs[0].contract = contract }
        }
        board.rows[2].account = row.legs[0].position.account
        Self.answer(desk, board)
        guard case .ledger(let page)? = desk.state.overlays.last else {
            Issue.record("no view")
            return
        }
        #expect(page.cursor.selected == board.rows[2].id)
    }

    // MARK: Intent and single figures

    /// As in Positions; the board is asked again, so that its rows and worlds are those of the new intent.
    @Test func anIntentIsStatedOnTheBoard() throws {
        let desk = try Self.desk(keys: "g e j I")
        let row = SampleExpiry.board().rows[1]
        #expect(desk.screen.contains("Intent: AAPL -1 260P"))
        try desk.press("j <Enter>")
        #expect(desk.commands.last == .setIntent(strategy: row.strategy, .avoid))
        desk.feed(.reply(.done, to: .setIntent(strategy: row.strategy, .avoid)))
        #expect(questions(desk) == 2)
        guard case .ledger? = desk.state.overlays.last else {
            Issue.record("the board is left")
            return
        }
    }

    @Test func aReadOnlyHomeTakesNoIntent() throws {
        let desk = try Self.desk(keys: "g e j")
        desk.snapshot?.isReadOnly = true
        desk.feed(.snapshotArrived)
        try desk.press("I")
        #expect(desk.screen.contains("read only") && !desk.screen.contains("Intent: AAPL"))
    }

    @Test func onOtherPagesNothingHasAnIntent() throws {
        let desk = try Self.desk(keys: "g e ] I")
        #expect(desk.state.toast?.text == "Intents are stated in Positions and in what ends")
    }

    @Test(arguments: [
        ("Away", "distance"), ("σ", "distance_sigmas"), ("In%", "probability_in_the_money"),
        ("Cash", "if_in_the_money/cash"), ("Buy back", "buy_back"),
    ])
    func theFigureUnderTheCursorIsExplained(title: String, key: String) throws {
        let desk = try Self.desk("200x60", keys: "g e j")
        for _ in 0..<20 {
            guard case .ledger(let page)? = desk.state.overlays.last, let table = desk.state.ledger.shown?.table else {
                Issue.record("no view")
                return
            }
            if let column = page.column, table.columns[column].title == title { break }
            try desk.press("l")
        }
        try desk.press("x")
        let asked = desk.effects.compactMap { effect -> String? in
            if case .explain(let id) = effect { id } else { nil }
        }
        #expect(asked == ["\(SampleExpiry.board().rows[1].id)#\(key)"])
    }

    @Test func hintsNameTheKeys() throws {
        for size in ["80x24", "120x36"] {
            let desk = try Self.desk(size, keys: "g e")
            for hint in ["I intent", "x explain", "Esc close"] {
                #expect(desk.screen.contains(hint), "\(size) \(hint)")
            }
        }
        let cash = try Self.desk(keys: "g e ]")
        #expect(!cash.screen.contains("I intent"))
    }

    // MARK: The afternoon

    private func desk(at hour: Int, _ minute: Int) -> TestDesk {
        var snapshot = SampleBook.snapshot()
        snapshot.asOf = NewYorkTime.instant(on: SampleBook.date(2027, 3, 15), hour: hour, minute: minute)
        return TestDesk(columns: 160, rows: 45, snapshot: snapshot)
    }

    /// The spread on XSP ends on the Monday of the sample.
    @Test func theBoardIsOfferedOnce() throws {
        #expect(desk(at: 14, 29).state.toast == nil)
        let desk = desk(at: 14, 30)
        #expect(desk.state.toast?.text == "1 position with contracts that end today: ge shows the expiry board")
        try desk.press("j")
        desk.feed(.snapshotArrived)
        #expect(desk.state.toast == nil, "once a day")
    }

    @Test func theStatusLineTellsOfTheLastHalfHour() {
        #expect(!desk(at: 15, 29).screen.contains("EXPIRY 1"))
        #expect(desk(at: 15, 30).screen.contains("EXPIRY 1"))
        #expect(desk(at: 17, 29).screen.contains("EXPIRY 1"))
        #expect(!desk(at: 17, 30).screen.contains("EXPIRY 1"))
    }

    // MARK: Figures

    /// Every column with figures says what it is, and every row has its page.
    @Test func everyFigureIsExplained() throws {
        let writer = LedgerWriter(format: FigureFormat(), today: SampleBook.date(2027, 3, 15))
        for board in [SampleExpiry.board(), SampleExpiry.evening()] {
            for view in LedgerView.allCases where view.isAhead {
                for (index, kind) in view.pages.enumerated() {
                    var page = LedgerPage(view)
                    page.page = index
                    let table = ExpiryContent.table(page, board, writer)
                    #expect(!table.rows.isEmpty)
                    for column in table.columns where column.alignment == .right {
                        #expect(LedgerMeaning.text(kind, column.title) != nil, "\(column.title) of \(kind.rawValue)")
                    }
                    for row in table.rows {
                        #expect(row.cells.count == table.columns.count)
                        let told = try #require(
                            ExpiryContent.explanation(
                                LedgerRowPage(page, id: row.id, isExplanation: true), board, writer))
                        #expect(!told.title.isEmpty && told.lines.contains { $0.text.contains("exchange calendar") })
                    }
                    let export = LedgerExport(table, rows: table.rows, path: "x.csv", marks: .unicode)
                    #expect(export.rows.allSatisfy { $0.count == export.headings.count })
                    #expect(export.rows.flatMap { $0 }.allSatisfy { !$0.contains("—") })
                }
            }
        }
    }

    @Test(arguments: views)
    func maskLeaksNoMoney(name: String, keys: String) throws {
        for board in [SampleExpiry.board(), SampleExpiry.evening()] {
            let desk = try Self.desk("200x60", board, keys: keys)
            try desk.press("$")
            for amount in [
                "52,890", "11,890", "11,390", "26,000", "15,000", "-500", "378", "114,640", "103,250", "117,000",
                "30,102",
            ] {
                #expect(!desk.screen.contains(amount), "\(amount) in \(name)")
            }
        }
    }

    @Test(arguments: views)
    func asciiShowsNothingElse(name: String, keys: String) throws {
        for board in [SampleExpiry.board(), SampleExpiry.evening()] {
            let desk = try Self.desk("120x36", board, keys: keys)
            let frame = DashboardRenderer.render(
                desk.state, desk.world, theme: Shipped.theme("monochrome", .none), glyphs: .ascii)
            #expect(frame.surface.textRows().allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }, "\(name)")
        }
    }

    @Test func everySizeDraws() throws {
        for size in ["20x5", "40x10", "62x16", "160x45", "400x120"] {
            for (name, keys) in Self.views {
                let desk = try Self.desk(size, SampleExpiry.evening(), keys: keys)
                #expect(desk.backend.surface != nil, "\(name) \(size)")
            }
        }
    }

    @Test func theKeysOfAllKeymapsOpenThem() throws {
        for (keymap, expiry, calendar) in [
            ("default", "g e", "g c"), ("emacs", "<C-x> e", "<C-x> d"), ("arrows", "g e", "g c"),
        ] {
            for (keys, title) in [(expiry, "Expiry"), (calendar, "Calendar")] {
                let desk = TestDesk(keymap: keymap)
                try desk.press(keys)
                guard case .ledger(let page)? = desk.state.overlays.last else {
                    Issue.record("\(keymap) \(keys)")
                    continue
                }
                #expect(page.view.title == title)
            }
        }
    }
}

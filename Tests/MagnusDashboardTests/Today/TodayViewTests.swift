import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The card of the day, driven by keys; answers come as an engine would send them.
@UIActor
@Suite struct TodayViewTests {
    static func desk(
        _ size: String = "120x36", _ keys: String = "", card: TodayCard? = SampleToday.card()
    ) throws -> TestDesk {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        let desk = TestDesk(columns: parts[0], rows: parts[1])
        try desk.press("g t")
        answer(desk, card)
        if !keys.isEmpty { try desk.press(keys) }
        return desk
    }

    static func answer(_ desk: TestDesk, _ card: TodayCard? = SampleToday.card()) {
        guard let number = desk.state.today.awaited else { return }
        desk.feed(.today(number: number, TodayAnswer(account: desk.snapshot?.selectedAccount ?? "", card: card)))
    }

    static func page(_ desk: TestDesk) -> TodayPage? {
        if case .today(let page)? = desk.state.overlays.last { page } else { nil }
    }

    static func questions(_ desk: TestDesk) -> Int {
        desk.effects.count { if case .fetchToday = $0 { true } else { false } }
    }

    @Test(arguments: [
        ("card", "120x36", ""), ("card", "80x24", ""), ("card", "40x10", "j j j"), ("card", "200x60", "j j"),
        ("end", "80x24", "G"), ("masked", "80x24", "$"),
    ])
    func frames(name: String, size: String, keys: String) throws {
        let desk = try Self.desk(size, keys)
        let surface = try #require(desk.backend.surface)
        FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "today-\(name)-\(size)")
    }

    @Test func anEmptyDay() throws {
        let desk = try Self.desk("80x24", "j G x <Enter>", card: SampleToday.empty())
        let surface = try #require(desk.backend.surface)
        FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "today-empty-80x24")
        // trader.md section 1: an empty part says so in words, it never disappears.
        for words in [
            "1 Overnight", "no assignments", "2 Cash", "no account", "3 Gaps", "nothing held", "4 Deadlines",
            "nothing is due", "5 Orders", "no working orders", "6 Sources", "broker logins: no source",
        ] {
            #expect(desk.screen.contains(words), "\(words)")
        }
    }

    /// The six parts in their order, each figure as the specification writes it.
    @Test func thePartsInTheirOrder() {
        let lines = TodayText(format: FigureFormat()).lines(SampleToday.card())
        #expect(lines.filter { $0.tone == .heading }.map { $0.text.first } == ["1", "2", "3", "4", "5", "6"])
        let texts = lines.map(\.text)
        // trader.md: `MU 99.80 -1.4%  95P now +4.8% (0.4σ)`; the price is a closing mark moved to now.
        #expect(texts.contains("MU 99.80 -1.4%  -1 95P now ≈+4.8% (0.4σ)"))
        #expect(texts.contains("Sat 03-13 07:03 moved ACH deposit +500"))
        #expect(texts.contains { $0.hasPrefix("by expiry ") && $0.contains("Wed 17: 26,000") })
        #expect(texts.contains("≈Mon 03-22 earnings MU AMC, unconfirmed: may move inside -1 95P"))
        #expect(texts.contains("P99: buy 0.10 GTC, placed Fri 03-12: its position is gone, cancel it"))
        let masked = TodayText(format: FigureFormat(isMasked: true)).lines(SampleToday.card()).map(\.text)
        #expect(!masked.contains { $0.contains("26,000") || $0.contains("+500") })
    }

    @Test func theCursorGoesThroughWhatLeadsSomewhere() throws {
        let desk = try Self.desk()
        #expect(Self.page(desk)?.row == 0)
        try desk.press("k")
        #expect(Self.page(desk)?.row == 0)
        // The assignment of KO leads to its row.
        try desk.press("<Enter>")
        #expect(desk.state.overlays.isEmpty && desk.state.focus == .positions)
        let explained = try Self.desk("120x36", "j j j x")
        #expect(explained.effects.contains(.explain(id: "account/paper#free_cash")))
        let last = try Self.desk("80x24", "G")
        let row = try #require(Self.page(last)?.row)
        try last.press("j j")
        #expect(Self.page(last)?.row == row && last.screen.contains("broker logins"))
    }

    /// Every line is in view while the cursor stands on it, on every size.
    @Test(arguments: ["40x10", "60x16", "80x24", "112x30", "200x60"])
    func everyLineIsReached(size: String) throws {
        let desk = try Self.desk(size)
        var seen = ""
        for _ in 0..<20 {
            seen += desk.screen
            try desk.press("j")
        }
        for words in ["Overnight", "reserved", "MU 99.80", "ex-dividend", "GTC", "schwab"] {
            #expect(seen.contains(words), "\(words)")
        }
    }

    @Test func aCardIsAskedForWhileItIsOpen() throws {
        let desk = try Self.desk()
        #expect(Self.questions(desk) == 1)
        desk.uptime += TodayPage.pace.refresh + 0.1
        desk.feed(.snapshotArrived)
        #expect(Self.questions(desk) == 2)
        desk.uptime += TodayPage.pace.life + 0.1
        desk.feed(.snapshotArrived)
        #expect(desk.screen.contains("not refreshed since"))
        #expect(desk.state.today.shown?.gaps[0].distance.trust == .stale)
        Self.answer(desk)
        #expect(desk.state.today.shown?.gaps[0].distance.trust == .estimated)
        try desk.press("<Esc>")
        #expect(desk.state.overlays.isEmpty)
    }

    // MARK: By itself

    static func desk(at hour: Int, _ minute: Int, day: Int = 15) -> TestDesk {
        let desk = TestDesk(snapshot: nil)
        var snapshot = SampleBook.snapshot()
        snapshot.asOf = NewYorkTime.instant(on: SampleBook.date(2027, 3, day), hour: hour, minute: minute)
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        return desk
    }

    /// From 07:00 to 09:29 of a session, at the first attach, and that day is kept.
    @Test func opensByItselfBeforeTheOpening() throws {
        let early = Self.desk(at: 7, 0)
        #expect(Self.page(early) != nil && early.state.preferences.cardDay == "2027-03-15")
        #expect(DashboardPreferences(text: early.state.preferences.text).cardDay == "2027-03-15")
        #expect(Self.page(Self.desk(at: 9, 29)) != nil)
        for other in [Self.desk(at: 6, 59), Self.desk(at: 9, 30), Self.desk(at: 8, 0, day: 13)] {
            #expect(other.state.overlays.isEmpty && other.state.preferences.cardDay == nil)
        }
        try early.press("<Esc>")
        early.feed(.snapshotArrived)
        #expect(early.state.overlays.isEmpty, "once")
    }

    @Test func aSecondAttachOfTheDayOpensNothing() {
        var preferences = DashboardPreferences()
        preferences.cardDay = "2027-03-15"
        var snapshot = SampleBook.snapshot()
        snapshot.asOf = NewYorkTime.instant(on: SampleBook.date(2027, 3, 15), hour: 8, minute: 0)
        let state = DashboardState(size: TerminalSize(columns: 80, rows: 24), preferences: preferences)
        let world = DashboardWorld(
            snapshot: snapshot, keymap: Shipped.keymap("default"), themes: [], keymaps: [], uptime: 0)
        #expect(DashboardReducer.reduce(state, .snapshotArrived, in: world).0.overlays.isEmpty)
        #expect(DashboardPreferences(text: "card-day = yesterday").cardDay == nil)
    }

    @Test func itWaitsForTheTour() throws {
        let desk = TestDesk(snapshot: nil, showsTour: true)
        var snapshot = SampleBook.snapshot()
        snapshot.asOf = NewYorkTime.instant(on: SampleBook.date(2027, 3, 15), hour: 8, minute: 0)
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(Self.page(desk) == nil)
        try desk.press("<Esc>")
        desk.feed(.snapshotArrived)
        #expect(Self.page(desk) != nil)
    }
}

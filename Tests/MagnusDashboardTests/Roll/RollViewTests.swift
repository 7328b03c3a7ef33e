import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The grid of rolls, driven by keys; answers come as an engine would send them.
@UIActor
@Suite struct RollViewTests {
    static func desk(_ size: String = "120x36", _ keys: String = "", _ answer: RollAnswer? = nil) throws -> TestDesk {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        let desk = TestDesk(columns: parts[0], rows: parts[1])
        try desk.press(":")
        desk.type("roll PLTR")
        try desk.press("<Enter>")
        Self.answer(desk, answer)
        if !keys.isEmpty { try desk.press(keys) }
        return desk
    }

    static func answer(_ desk: TestDesk, _ answer: RollAnswer? = nil) {
        for case .fetchRoll(let request) in desk.effects.suffix(1) {
            desk.feed(.roll(request, answer ?? .report(SampleRoll.report())))
        }
    }

    static func page(_ desk: TestDesk) -> RollPage? {
        if case .roll(let page)? = desk.state.overlays.last { page } else { nil }
    }

    static func cell(_ desk: TestDesk) throws -> RollReport.Cell {
        let report = try #require(desk.state.roll.report)
        let page = try #require(Self.page(desk))
        return try #require(page.cell(in: report))
    }

    @Test(arguments: ["40x10", "62x16", "80x24", "120x36", "200x60"])
    func frames(size: String) throws {
        let desk = try Self.desk(size)
        let surface = try #require(desk.backend.surface)
        FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "view-roll-\(size)")
    }

    @Test(arguments: ["80x24", "120x36"])
    func framesWithoutARoll(size: String) throws {
        let report = SampleRoll.report(isOffered: false, rollsDone: 1, closedOn: SampleBook.date(2027, 3, 12))
        let desk = try Self.desk(size, "l j", .report(report))
        let surface = try #require(desk.backend.surface)
        FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "view-roll-none-\(size)")
    }

    /// The sentence of the specification, whatever the size that has room for it.
    @Test(arguments: ["80x24", "100x30", "160x45", "400x120"])
    func whatIsLeftIsSaid(size: String) throws {
        let desk = try Self.desk(size, "", .report(SampleRoll.report(isOffered: false)))
        #expect(desk.screen.contains("take shares at 80.00 (tax basis 77.65) or realise -950"), "\(size)")
        let offered = try Self.desk(size)
        #expect(offered.screen.contains("buy back 7.10 realises -950 now"), "\(size)")
        #expect(offered.screen.contains("tax basis if taken 77.65"))
    }

    /// The cursor begins at the roll that pays most a day, and stays inside the grid.
    @Test func keysMoveOverTheGrid() throws {
        let desk = try Self.desk()
        var cell = try Self.cell(desk)
        #expect(cell.strikeThousandths == 80_000 && cell.expiry == 1)
        try desk.press("j l")
        cell = try Self.cell(desk)
        #expect(cell.strikeThousandths == 77_500 && cell.expiry == 2, "down is further out of the money")
        try desk.press("0")
        cell = try Self.cell(desk)
        #expect(cell.strikeThousandths == 80_000 && cell.expiry == 1)
        try desk.press("g g h h h h")
        cell = try Self.cell(desk)
        #expect(cell.strikeThousandths == 85_000 && cell.expiry == 0)
        try desk.press("G ] ] ] ] ]")
        cell = try Self.cell(desk)
        #expect(cell.strikeThousandths == 65_000 && cell.expiry == 3)
        try desk.press("<Esc>")
        #expect(Self.page(desk) == nil)
    }

    /// A new answer leaves the cursor where it is.
    @Test func refreshingKeepsTheCell() throws {
        let desk = try Self.desk("120x36", "j j")
        let before = try Self.cell(desk).strikeThousandths
        desk.uptime += RollPage.pace.refresh + 1
        desk.feed(.snapshotArrived)
        let asked = desk.effects.filter { if case .fetchRoll = $0 { true } else { false } }
        #expect(asked.count == 2)
        Self.answer(desk)
        #expect(try Self.cell(desk).strikeThousandths == before)
        desk.uptime += InquiryPace.usualLife + 1
        desk.feed(.snapshotArrived)
        #expect(desk.state.roll.shown?.buyBack.trust == .stale)
        #expect(desk.screen.contains("not refreshed since"))
    }

    @Test func theRowUnderTheCursorIsMeant() throws {
        let desk = TestDesk(columns: 120, rows: 36)
        let snapshot = try #require(desk.snapshot)
        try desk.press("r")
        let request = try #require(Self.page(desk)?.request)
        #expect(snapshot.book.strategies.contains { $0.id == request.position })
        #expect(desk.effects.last == .fetchRoll(request))
        try desk.press("<Esc> 2 r")
        #expect(Self.page(desk) == nil && desk.screen.contains("no position under the cursor"))
    }

    @Test func enterShowsThePayoffAfterTheRoll() throws {
        let desk = try Self.desk("120x36", "<Enter>")
        let contract = SampleRoll.contract(80_000, SampleBook.date(2027, 4, 30))
        let subject = PayoffSubject.roll(RollChoice(position: "paper:pltr", contract: contract))
        #expect(desk.effects.last == .fetchPayoff(PayoffRequest(subject: subject)))
        try desk.press("<Esc>")
        #expect(Self.page(desk) != nil, "back to the grid")
        try desk.press("C")
        #expect(
            desk.effects.last
                == .fetchChain(
                    ChainRequest(
                        symbol: "PLTR", series: ChainSeries(expiry: SampleBook.date(2027, 4, 30), root: "PLTR"))))
    }

    @Test func everyFigureLeadsToItsExplanation() throws {
        let desk = try Self.desk("120x36", "x")
        #expect(desk.effects.last == .explain(id: "roll/paper:pltr/PLTR270430P00080000#net"))
        try desk.press("x")
        guard case .choices(let menu)? = desk.state.overlays.last else {
            Issue.record("no list")
            return
        }
        for title in ["breakeven", "credit of each added day", "net at the mids", "delta"] {
            #expect(menu.choices.contains { $0.title == "80P 04-30 \(title)" }, "\(title)")
        }
        #expect(menu.choices.contains { $0.title == "tax basis if taken" && $0.details.hasPrefix("77.65") })
    }

    @Test func copiesTheRollAndHidesMoney() throws {
        let desk = try Self.desk("120x36", "j y")
        guard case .copy(let text)? = desk.effects.last(where: { if case .copy = $0 { true } else { false } }) else {
            Issue.record("nothing copied")
            return
        }
        #expect(text.hasPrefix("PLTR roll to 77.5P 04-30\tnet -0.75\tmid -0.58") && text.hasSuffix("debit 0.75"))
        try desk.press("$")
        #expect(!desk.screen.contains("-950") && desk.screen.contains("7.10"))
    }

    @Test func whatCannotBeRolledIsSaid() throws {
        let desk = try Self.desk("80x24", "", .refused(.severalShorts(.ironCondor)))
        #expect(desk.screen.contains("more than one short option"))
        try desk.press("j l <Enter> x y")
        #expect(Self.page(desk) != nil)
        let gone = try Self.desk("40x10", "", .refused(.unknownPosition("paper:pltr")))
        #expect(gone.screen.contains("no longer there"))
        let unknown = TestDesk(columns: 120, rows: 36)
        try unknown.press(":")
        unknown.type("roll NOSUCH")
        try unknown.press("<Enter>")
        #expect(unknown.screen.contains("no such position"))
    }

    /// A late answer changes nothing; a chain without a later expiry says so.
    @Test func lateAnswersAndEmptyGrids() throws {
        let desk = try Self.desk()
        desk.feed(.roll(RollRequest(position: "other"), .refused(.sharesOnly)))
        #expect(desk.state.roll.report != nil)
        var report = SampleRoll.report()
        (report.expiries, report.strikes, report.cells, report.best) = ([], [], [], nil)
        for size in ["40x10", "80x24", "200x60"] {
            let empty = try Self.desk(size, "j l <Enter> x y 0 G", .report(report))
            #expect(Self.page(empty) != nil)
        }
        let wide = try Self.desk("120x36", "", .report(report))
        #expect(wide.screen.contains("No later expiry is listed: take shares at 80.00"))
    }

    @Test func aClickChoosesACellAndASecondOneOpensIt() throws {
        let desk = try Self.desk()
        let layout = RollLayout(strikes: SampleRoll.strikes.count, size: desk.state.size)
        let place = (column: layout.column(2) + 3, row: layout.list.row + 3)
        func click() {
            desk.feed(
                .input(.mouse(MouseEvent(kind: .press(.left), column: place.column, row: place.row, modifiers: []))))
        }
        click()
        let cell = try Self.cell(desk)
        #expect(cell.expiry == 2 && cell.strikeThousandths == 77_500)
        click()
        guard case .payoff? = desk.state.overlays.last else {
            Issue.record("no payoff")
            return
        }
    }

    /// Every size draws, and none outside of its place.
    @Test(arguments: ["20x5", "40x10", "60x16", "100x30", "160x45", "400x120"])
    func otherSizes(size: String) throws {
        for keys in ["", "j j j j j j j j j", "l l l l", "G ]"] {
            #expect(try Self.page(Self.desk(size, keys)) != nil)
        }
    }
}

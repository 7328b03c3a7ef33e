import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The market view, driven by keys; answers come as an engine would send them.
@UIActor
@Suite struct MarketViewTests {
    static func desk(
        _ size: String = "120x36", _ keys: String = "", report: MarketReport? = SampleMarket.report(),
        refusal: String? = nil
    ) throws -> TestDesk {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        let desk = TestDesk(columns: parts[0], rows: parts[1])
        try desk.press("g m")
        answer(desk, report: report, refusal: refusal)
        if !keys.isEmpty { try desk.press(keys) }
        return desk
    }

    static func answer(
        _ desk: TestDesk, report: MarketReport? = SampleMarket.report(), refusal: String? = nil
    ) {
        guard let number = desk.state.market.awaited else { return }
        let account = desk.snapshot?.selectedAccount ?? ""
        desk.feed(.market(number: number, MarketAnswer(account: account, report: report, refusal: refusal)))
    }

    static func page(_ desk: TestDesk) -> MarketPage? {
        if case .market(let page)? = desk.state.overlays.last { page } else { nil }
    }

    static func asked(_ desk: TestDesk) -> Int {
        desk.effects.count { if case .fetchMarket = $0 { true } else { false } }
    }

    static func explanation(_ desk: TestDesk) -> Explanation? {
        if case .explain(let page)? = desk.state.overlays.last { page.explanation } else { nil }
    }

    @Test(arguments: [
        ("regime", "120x36", ""), ("correlation", "120x36", "]"), ("sectors", "120x36", "] ]"),
        ("regime", "80x24", ""), ("correlation", "80x24", "]"), ("sectors", "80x24", "] ]"),
        ("sectors", "200x60", "] ]"), ("correlation", "40x10", "] l l l l l"), ("masked", "120x36", "] ] $"),
    ])
    func frames(name: String, size: String, keys: String) throws {
        let desk = try Self.desk(size, keys)
        let surface = try #require(desk.backend.surface)
        FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "market-\(name)-\(size)")
    }

    @Test func pagesTurnAndTheMatrixHasACursor() throws {
        let desk = try Self.desk()
        #expect(Self.page(desk)?.section == .regime)
        try desk.press("] l l j")
        #expect(Self.page(desk)?.section == .correlation)
        #expect(Self.page(desk)?.row == 1 && Self.page(desk)?.column == 2)
        #expect(desk.screen.contains("QQQ with IWM: 0.90 of 252 joint returns"))
        try desk.press("h h h h k k k")
        #expect(Self.page(desk)?.row == 0 && Self.page(desk)?.column == 0)
        try desk.press("] ]")
        #expect(Self.page(desk)?.section == .regime)
        try desk.press("[")
        #expect(Self.page(desk)?.section == .sectors)
        try desk.press("<Esc>")
        #expect(Self.page(desk) == nil)
    }

    /// Every part stands with what decides it; what is not known says so.
    @Test func theRegimeTellsItsReasons() throws {
        let screen = try Self.desk("200x60").screen
        #expect(screen.contains("close 597.85, average of 50 601.20, of 200 575.40; 1 of 3 closes say sideways"))
        #expect(screen.contains("VIX 17.20: low under 15, high from 25, crisis from 35"))
        #expect(screen.contains("1 of 4 votes say off, 1 not known; it takes 2"))
        #expect(screen.contains("11.8% below the highest close of 252 sessions, off beyond 10.0%"))
        #expect(screen.contains("P(quiet)") && screen.contains("94.5%"))
        var young = SampleMarket.report()
        young.regime?.model = RegimeModel(
            states: [], missing: .insufficientHistory, sessions: 400, fittedThrough: nil,
            logLikelihood: .unknown(.insufficientHistory), restarts: 20, seed: 1)
        let without = try Self.desk("200x60", report: young).screen
        #expect(without.contains("no probabilities: 400 sessions up to the end of last month, 1000 are needed"))
        var late = SampleMarket.report()
        late.lastSession = SampleBook.date(2027, 3, 15)
        #expect(try Self.desk("200x60", report: late).screen.contains("The session of 2027-03-15 is missing"))
    }

    /// A sector over its limit says so in a word, a part that is not there in a sentence.
    @Test func partsAndLimitsAreSaid() throws {
        let sectors = try Self.desk("120x36", "] ]").screen
        #expect(sectors.contains("over") && sectors.contains("holds AAPL MU PLTR"))
        let young = try Self.desk("120x36", "]").screen
        #expect(young.contains("MU: 40 returns, 60 are needed"))
        var broken = SampleMarket.report()
        (broken.regime, broken.regimeRefusal) = (nil, "SPY: the source keeps no past sessions.")
        broken.sectors = nil
        let desk = try Self.desk(report: broken)
        #expect(desk.screen.contains("the source keeps no past sessions"))
        try desk.press("] ]")
        #expect(desk.screen.contains("There is no book yet."))
        let refused = try Self.desk(report: nil, refusal: "No market data source is connected.")
        #expect(refused.screen.contains("No market data source is connected."))
    }

    @Test func everyFigureIsExplained() throws {
        let report = SampleMarket.report()
        let explainer = MarketExplanation(report: report)
        let text = MarketText(format: FigureFormat(), glyphs: .unicode)
        for section in MarketPage.Section.allCases {
            for row in text.sheet(section, report).rows {
                let explanation = try #require(explainer.explanation(row.figure), "\(row.figure)")
                #expect(explanation.id == MarketExplanation.identifier(row.figure))
                #expect(explainer.explanation(of: explanation.id) == explanation)
            }
        }
        #expect(explainer.explanation(.pair(0, 99)) == nil && explainer.explanation(.sector(9)) == nil)
        let desk = try Self.desk("120x36", "] l x")
        // SPY and QQQ are neighbours.
        #expect(Self.explanation(desk)?.title == "correlation of SPY and QQQ")
        #expect(Self.explanation(desk)?.value == "0.9000")
        let sector = try Self.desk("120x36", "] ] x")
        #expect(Self.explanation(sector)?.value == "42.00 %")
    }

    /// What the book has is hidden under the mask, also the share that tells the account; returns of sectors are anybody's.
    @Test func theMaskHidesTheBook() throws {
        let screen = try Self.desk("200x60", "] ] $").screen
        #expect(!screen.contains("76,000") && !screen.contains("42%") && screen.contains("+24.0%"))
        let desk = try Self.desk("120x36", "] ] $ x")
        #expect(Self.explanation(desk) != nil)
        #expect(!desk.screen.contains("42.00 %") && !desk.screen.contains("76000"))
    }

    @Test func asksAgainAndGrowsOld() throws {
        let desk = try Self.desk()
        #expect(Self.asked(desk) == 1)
        desk.uptime += MarketPage.pace.refresh - 1
        desk.feed(.snapshotArrived)
        #expect(Self.asked(desk) == 1)
        desk.uptime += 2
        desk.feed(.snapshotArrived)
        #expect(Self.asked(desk) == 2)
        desk.uptime += MarketPage.pace.life
        desk.feed(.snapshotArrived)
        #expect(desk.state.market.shown?.sectors?.rows[0].share.trust == .stale)
        #expect(desk.state.market.shown?.sectors?.rows[0].atRisk.figure.trust == .stale)
        #expect(desk.state.market.shown?.regime == SampleMarket.regime(), "closes stay what they were")
        #expect(desk.screen.contains("not refreshed since"))
        Self.answer(desk)
        #expect(desk.state.market.shown?.sectors?.rows[0].share.trust == .fresh)
    }

    /// An answer to an earlier question changes nothing, and every size draws with every key.
    @Test func lateAnswersAndSmallScreens() throws {
        let desk = try Self.desk(report: nil)
        desk.feed(.market(number: 99, MarketAnswer(account: "paper", report: SampleMarket.report())))
        #expect(desk.state.market.report == nil)
        for size in ["40x10", "60x16", "80x24", "200x60"] {
            let small = try Self.desk(size, "j j G g g ] l l l l l l l l l j j G h k ] j j G <C-d> <C-u> $ [ [")
            #expect(Self.page(small)?.section == .regime)
        }
        let typed = TestDesk(columns: 80, rows: 24)
        try typed.press(":")
        typed.type("market")
        try typed.press("<Enter>")
        #expect(Self.page(typed) != nil && Self.asked(typed) == 1)
    }
}

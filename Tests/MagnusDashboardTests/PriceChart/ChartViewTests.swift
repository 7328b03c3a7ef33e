import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The price chart, driven by keys; answers come as an engine would send them.
@UIActor
@Suite struct ChartViewTests {
    static func desk(
        _ size: String = "120x36", _ keys: String = "", symbol: String = "KO", answer: ChartAnswer? = nil
    ) throws -> TestDesk {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        let desk = TestDesk(columns: parts[0], rows: parts[1])
        try desk.press(":")
        desk.type("chart \(symbol)")
        try desk.press("<Enter>")
        Self.answer(desk, answer)
        if !keys.isEmpty { try desk.press(keys) }
        return desk
    }

    static func answer(_ desk: TestDesk, _ answer: ChartAnswer? = nil) {
        for case .fetchChart(let request) in desk.effects.suffix(1) {
            desk.feed(.chart(request, answer ?? .report(SampleChart.report(request.symbol))))
        }
    }

    static func page(_ desk: TestDesk) -> ChartPage? {
        if case .chart(let page)? = desk.state.overlays.last { page } else { nil }
    }

    static func explanation(_ desk: TestDesk) throws -> Explanation {
        guard case .explain(let page)? = desk.state.overlays.last else {
            Issue.record("no page")
            throw FrameTrouble.noPage
        }
        return try #require(page.explanation)
    }

    private enum FrameTrouble: Error { case noPage }

    @Test(arguments: [
        ("sessions", "120x36", ""), ("sessions", "80x24", ""), ("sessions", "200x60", ""),
        ("figures", "80x24", "]"), ("figures", "40x10", ""), ("weeks", "120x36", "_ _ h"),
    ])
    func frames(name: String, size: String, keys: String) throws {
        let desk = try Self.desk(size, keys)
        let surface = try #require(desk.backend.surface)
        FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "chart-\(name)-\(size)")
    }

    @Test func theRowUnderTheCursorIsMeant() throws {
        let desk = TestDesk(columns: 120, rows: 36)
        let snapshot = try #require(desk.snapshot)
        try desk.press("g b")
        let symbol = try #require(Self.page(desk)?.request.symbol)
        #expect(snapshot.book.strategies.contains { $0.symbol == symbol })
        #expect(desk.effects.last == .fetchChart(ChartRequest(symbol: symbol)))
        #expect(desk.screen.contains("Reading past sessions"))
        try desk.press("<Esc>")
        #expect(Self.page(desk) == nil)
    }

    /// Own strikes stand with their expiry, the price of now beside the last session, what is far away is counted.
    @Test func ownStrikesAndThePriceOfNowAreMarked() throws {
        let desk = try Self.desk()
        let levels = try #require(Self.page(desk)?.levels)
        #expect(levels.map(\.name) == ["-2 75P", "-2 75P"] && levels.map(\.price) == [75, 257.70])
        #expect(levels.map(\.kind) == [.strike, .breakeven])
        #expect(levels.first?.expiry == SampleBook.date(2027, 3, 19) && levels.first?.row == "paper:ko")
        let screen = desk.screen
        #expect(screen.contains("← 74.98") && screen.contains("-2 75P 03-19"))
        #expect(screen.contains("1 level above") && !screen.contains("below"))
    }

    /// Earlier sessions, later ones, the first, the last; more in a column.
    @Test func keysMoveThroughTheSessions() throws {
        let desk = try Self.desk("80x24")
        func first() throws -> String {
            // `2026-12-28 to 2027-03-12, 55 of 260 sessions, a session a column`
            let line = try #require(desk.screen.split(separator: "\n").first { $0.contains(" of 260 sessions") })
            return String(line.drop { $0 == " " || $0 == "│" }.prefix(24))
        }
        let newest = try first()
        #expect(newest.hasSuffix("2027-03-12"))
        try desk.press("l")
        #expect(try first() == newest, "there are no later ones")
        try desk.press("h")
        let earlier = try first()
        #expect(earlier < newest && !earlier.hasSuffix("2027-03-12"))
        #expect(desk.screen.contains(" later"))
        try desk.press("g g")
        // 260 weekdays up to Friday 2027-03-12 begin 52 weeks earlier, on a Monday.
        #expect(try first().hasPrefix("2026-03-16"))
        try desk.press("h")
        #expect(try first().hasPrefix("2026-03-16"), "there are no earlier ones")
        try desk.press("G")
        #expect(try first() == newest)
        try desk.press("_ _")
        #expect(desk.screen.contains("5 a column"))
        try desk.press("+ + + +")
        #expect(!desk.screen.contains(" a column"))
    }

    /// Figures can be recomputed from what stands among the inputs.
    @Test func figuresAreExplained() throws {
        let desk = try Self.desk("120x36", "j j j x")
        let average = try Self.explanation(desk)
        #expect(average.title == "KO average of 20")
        // From 70.80 to 74.98 in equal steps: the mean is (70.80 + 74.98) / 2.
        #expect(average.value.hasPrefix("72.8900"))
        let closes = average.inputs.compactMap { Double($0.value) }
        #expect(closes.count == 20)
        #expect(abs(closes.reduce(0, +) / 20 - 72.89) < 1e-9)
        try desk.press("x")
        guard case .choices(let menu)? = desk.state.overlays.last else {
            Issue.record("no list")
            return
        }
        let titles = menu.choices.map(\.title)
        for key in ChartFigure.Technical.allCases where key != .average20 {
            #expect(titles.contains("KO \(key.title)"), "\(key)")
        }
        for title in ["KO price of now", "KO trend", "KO zone of demand, drop-base-rally", "KO -2 75P"] {
            #expect(titles.contains(title), "\(title)")
        }
        try desk.press("<Enter>")
        #expect(try Self.explanation(desk).id.hasPrefix(ChartExplanation.prefix))
    }

    /// One rule in the whole list: above is positive, and what is near is told in dollars.
    @Test func distancesHaveOneSign() throws {
        let strike = ChartLevel(kind: .strike, price: 75, name: "-2 75P", expiry: nil, row: "", quantity: nil)
        let text = ChartText(
            report: SampleChart.report(), levels: [strike], adjusted: 0, format: FigureFormat(), glyphs: .unicode)
        let lines = text.lines(width: 40)
        #expect(lines.first { $0.name == "-2 75P" }?.remark == "$+0.02")
        #expect(lines.contains { $0.name == "demand -3.4%" })
        #expect(lines.contains { $0.name == "supply +0.8%" })
        let zone = try #require(
            ChartExplanation(report: SampleChart.report(), levels: []).explanation(.zone(1)))
        #expect(zone.notes.contains { $0.contains("(near edge - close) / close: 0.83") })
    }

    /// 200 closes: 20 of them and the sum of the others.
    @Test func longAveragesTellTheSumOfTheEarlierCloses() throws {
        let report = SampleChart.report()
        let explainer = ChartExplanation(report: report, levels: [])
        let explanation = try #require(explainer.explanation(.technical(.average200)))
        #expect(explanation.inputs.count == 21)
        let sum = explanation.inputs.compactMap { Double($0.value) }.reduce(0, +)
        let value = try #require(explanation.value.split(separator: " ").first.flatMap { Double($0) })
        #expect(abs(sum / 200 - value) < 1e-3)
        for figure in ChartFigure.all(report, levels: []) {
            let own = try #require(explainer.explanation(figure), "\(figure)")
            #expect(own.id == explainer.identifier(figure) && explainer.explanation(of: own.id) == own)
        }
        #expect(explainer.explanation(.zone(2)) == nil && explainer.explanation(.level(0)) == nil)
    }

    /// What is missing is said in words, not drawn over.
    @Test func gapsAndEndsOfTheHistoryAreSaid() throws {
        let desk = try Self.desk()
        #expect(desk.screen.contains("1 session without a bar: 2026-12-25"))
        #expect(!desk.screen.contains("sessions end"))
        let behind = SampleChart.report(through: SampleBook.date(2027, 3, 10))
        let late = try Self.desk(answer: .report(behind))
        #expect(late.screen.contains("sessions end 2027-03-10"))
        #expect(late.screen.contains("Ends at 2027-03-10: the session of 2027-03-12 is missing"))
        var broken = SampleChart.report()
        broken.technicals.history.seam = SampleBook.date(2026, 5, 4)
        #expect(try Self.desk(answer: .report(broken)).screen.contains("Begins at 2026-05-04"))
        let short = try Self.desk(answer: .report(SampleChart.report(count: 12)))
        #expect(short.screen.contains("too few sessions"))
        let empty = try Self.desk(answer: .report(SampleChart.report(count: 0)))
        #expect(empty.screen.contains("KO: simulated has no past sessions of it."))
        let refused = try Self.desk(answer: .refused("KO: no source knows this symbol."))
        #expect(refused.screen.contains("no source knows this symbol"))
    }

    /// The price of now grows old when nobody answers; sessions that are over do not.
    @Test func aViewWithoutAnswersGrowsOld() throws {
        let desk = try Self.desk()
        #expect(desk.state.chart.shown?.spot.trust == .fresh)
        func asked() -> Int { desk.effects.count { if case .fetchChart = $0 { true } else { false } } }
        #expect(asked() == 1)
        desk.uptime += ChartPage.pace.refresh + 1
        desk.feed(.snapshotArrived)
        #expect(asked() == 2)
        desk.uptime += InquiryPace.usualLife
        desk.feed(.snapshotArrived)
        #expect(desk.state.chart.shown?.spot.trust == .stale)
        #expect(desk.state.chart.shown?.technicals == SampleChart.report().technicals)
        #expect(desk.screen.contains("not refreshed since") && desk.screen.contains("~74.98"))
        Self.answer(desk)
        #expect(desk.state.chart.shown?.spot.trust == .fresh)
    }

    /// An answer to an earlier question changes nothing, and every size draws with every key.
    @Test func lateAnswersAndSmallScreens() throws {
        let desk = try Self.desk()
        desk.feed(.chart(ChartRequest(symbol: "OLD"), .report(SampleChart.report("OLD"))))
        #expect(desk.state.chart.report?.symbol == "KO")
        for size in ["40x10", "60x16", "80x24", "200x60"] {
            let small = try Self.desk(size, "j j k h h l _ _ _ _ _ G g g + ] j <C-d> <C-u> ] $")
            #expect(Self.page(small) != nil)
            try small.press("x")
            #expect(try !Self.explanation(small).value.isEmpty)
        }
    }

    /// Prices are no money of the account: the mask leaves them.
    @Test func theMaskLeavesPrices() throws {
        let desk = try Self.desk("120x36", "$")
        #expect(desk.screen.contains("74.98") && desk.screen.contains("72.89"))
        // The status line above hides what the account is worth.
        #expect(!desk.screen.split(separator: "\n").dropFirst().contains { $0.contains("***") })
    }

    /// Legs of one contract are one strike; an adjusted contract has none a share.
    @Test func strikesAreOfOneContractAndOneShare() throws {
        let april = SampleBook.date(2027, 4, 16)
        var book = SampleBook.snapshot().book
        var other = try #require(book.strategies.first { $0.symbol == "KO" })
        other.id = "ira:ko"
        other.breakevens = []
        other.legs = [
            SampleLegs.option("KO", 75, .put, SampleBook.date(2027, 3, 19), 1, 0.5, 74.98, profit: 0),
            SampleLegs.option("KO", 80, .call, april, -1, 0.2, 74.98, profit: 0),
        ]
        book.strategies.append(other)
        let levels = ChartLevel.levels(of: "KO", in: book).filter { $0.kind == .strike }
        #expect(
            levels.map(\.name) == ["-1 75P", "-1 80C"] && levels.map(\.expiry) == [SampleBook.date(2027, 3, 19), april])
        #expect(ChartLevel.levels(of: "NONE", in: book).isEmpty)
    }
}

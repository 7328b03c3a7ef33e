import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The volatility view, driven by keys; answers come as an engine would send them.
@UIActor
@Suite struct VolatilityViewTests {
    static func desk(_ size: String = "120x36", _ keys: String, refusal: String? = nil) throws -> TestDesk {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        let desk = TestDesk(columns: parts[0], rows: parts[1])
        try desk.press(":")
        desk.type("vol KO")
        try desk.press("<Enter>")
        answer(desk, refusal: refusal)
        if !keys.isEmpty { try desk.press(keys) }
        return desk
    }

    static func answer(_ desk: TestDesk, refusal: String? = nil) {
        for case .fetchVolatility(let request) in desk.effects.suffix(1) {
            desk.feed(
                .volatility(request, refusal.map { .refused($0) } ?? .report(SampleVolatility.report(request.symbol))))
        }
    }

    static func page(_ desk: TestDesk) -> VolatilityPage? {
        if case .volatility(let page)? = desk.state.overlays.last { page } else { nil }
    }

    @Test(arguments: [
        ("smile", "80x24", ""), ("term", "80x24", "<Tab>"), ("past", "80x24", "<Tab> <Tab>"),
        ("gamma", "80x24", "<Tab> <Tab> <Tab>"), ("none", "80x24", "] ] ] ]"), ("all", "120x36", ""),
        ("none", "120x36", "] ] ] ]"),
    ])
    func frames(name: String, size: String, keys: String) throws {
        let desk = try Self.desk(size, keys)
        let surface = try #require(desk.backend.surface)
        FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "volatility-\(name)-\(size)")
    }

    @Test func tabsTurnExpiriesAndSections() throws {
        let desk = try Self.desk("120x36", "")
        let report = SampleVolatility.report()
        #expect(Self.page(desk)?.chosen(in: report) == 2, "nearest to 30 days")
        try desk.press("]")
        #expect(Self.page(desk)?.chosen(in: report) == 3)
        try desk.press("[ [ [ [ [")
        #expect(Self.page(desk)?.chosen(in: report) == 0, "it ends where the expiries do")
        try desk.press("<Tab>")
        #expect(Self.page(desk)?.section == .term)
        try desk.press("<Esc>")
        #expect(Self.page(desk) == nil)
    }

    /// Every figure of the view leads to what it was made of, and the curve can be recomputed from its parameters.
    @Test func figuresAreExplained() throws {
        let desk = try Self.desk("120x36", "x")
        guard case .explain(let page)? = desk.state.overlays.last else {
            Issue.record("no page")
            return
        }
        let explanation = try #require(page.explanation)
        #expect(explanation.title.contains("curve at the forward"))
        func input(_ name: String) -> Double? {
            explanation.inputs.first { $0.name == name }.flatMap { $0.value.split(separator: " ").first }
                .flatMap { Double($0) }
        }
        let (a, b, rho) = (try #require(input("a")), try #require(input("b")), try #require(input("rho")))
        let (m, s, years) = (try #require(input("m")), try #require(input("s")), try #require(input("T")))
        let variance = a + b * (-rho * m + (m * m + s * s).squareRoot())
        let value = try #require(explanation.value.split(separator: " ").first.flatMap { Double($0) })
        #expect(abs((variance / years).squareRoot() * 100 - value) < 0.001)
        #expect(explanation.inputs.contains { $0.source.contains("curve") })
        try desk.press("x")
        guard case .choices(let menu)? = desk.state.overlays.last else {
            Issue.record("no list")
            return
        }
        let titles = menu.choices.map(\.title)
        for key in VolatilityExplanation.Key.allCases where key != .curve {
            #expect(titles.contains("KO \(key.title)"), "\(key)")
        }
        try desk.press("<Enter>")
        guard case .explain(let next)? = desk.state.overlays.last else {
            Issue.record("no page of the choice")
            return
        }
        #expect(next.id.hasPrefix(VolatilityExplanation.prefix) && next.explanation != nil)
    }

    /// What a dead source has said last is marked old, figure by figure.
    @Test func aViewWithoutAnswersGrowsOld() throws {
        let desk = try Self.desk("120x36", "")
        #expect(desk.state.volatility.shown?.spot.trust == .fresh)
        desk.uptime += InquiryPace.usualLife + 1
        desk.feed(.snapshotArrived)
        let shown = try #require(desk.state.volatility.shown)
        #expect(shown.spot.trust == .stale && shown.expiries[2].fittedVolatility.trust == .stale)
        #expect(shown.standing.rank.trust == .fresh, "closes of the past stay what they were")
        let surface = try #require(desk.backend.surface)
        #expect(surface.snapshot(names: desk.theme.scopeNames).contains("not refreshed since"))
        Self.answer(desk)
        #expect(desk.state.volatility.shown?.spot.trust == .fresh)
    }

    @Test func theRowUnderTheCursorIsMeant() throws {
        let desk = TestDesk(columns: 120, rows: 36)
        let snapshot = try #require(desk.snapshot)
        try desk.press("V")
        let symbol = try #require(Self.page(desk)?.request.symbol)
        #expect(snapshot.book.strategies.contains { $0.symbol == symbol })
        #expect(desk.effects.last == .fetchVolatility(VolatilityRequest(symbol: symbol)))
    }

    @Test func whatCannotBeHadIsSaid() throws {
        let refused = try Self.desk("80x24", "", refusal: "KO: no source knows this symbol.")
        let surface = try #require(refused.backend.surface)
        #expect(surface.snapshot(names: refused.theme.scopeNames).contains("no source knows this symbol"))
    }

    /// An answer to an earlier question changes nothing, and every size draws.
    @Test func lateAnswersAndSmallScreens() throws {
        let desk = try Self.desk("120x36", "")
        desk.feed(.volatility(VolatilityRequest(symbol: "OLD"), .report(SampleVolatility.report("OLD"))))
        #expect(desk.state.volatility.report?.symbol == "KO")
        for size in ["40x10", "60x16", "200x60"] {
            for keys in ["", "<Tab>", "<Tab> <Tab>", "<Tab> <Tab> <Tab> j j j k <C-d> <C-u>"] {
                #expect(try Self.page(Self.desk(size, keys)) != nil)
            }
        }
    }

    @Test func meansOfSharesKeepTheirOrder() {
        #expect(FramePainter.thinned([1, 2, 3, 4], to: 2) == [1.5, 3.5])
        #expect(FramePainter.thinned([1, 2], to: 5) == [1, 2])
    }
}

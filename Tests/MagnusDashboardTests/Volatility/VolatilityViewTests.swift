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

    /// `x` in the strikes' section explains the sum by its strikes, and each strike by its contracts.
    @Test func gammaIsExplainedByStrikeAndContract() throws {
        let desk = try Self.desk("120x36", "<Tab> <Tab> <Tab> x")
        guard case .explain(let page)? = desk.state.overlays.last else {
            Issue.record("no page")
            return
        }
        let strikes = try #require(page.explanation).inputs
        let shown = try #require(desk.state.volatility.shown)
        let sum = strikes.reduce(0) { $0 + (Double($1.value) ?? .nan) }
        #expect(abs(sum - shown.exposure.strikes.reduce(0) { $0 + $1.net }) < 25, "the listed and the others")
        #expect(strikes.last?.name == "the 20 other strikes")
        try desk.press("x")
        guard case .choices(let menu)? = desk.state.overlays.last else {
            Issue.record("no list")
            return
        }
        #expect(menu.choices.count { $0.title.hasPrefix("strike ") || $0.title.hasPrefix("KO gamma at ") } == 40)
        try desk.press("<Enter>")
        guard case .explain(let next)? = desk.state.overlays.last else {
            Issue.record("no page of the choice")
            return
        }
        #expect(next.id.hasPrefix("volatility/KO#gamma_exposure/") && next.explanation != nil)
    }

    @Test func theContractsRecomputeTheGammaOfTheirStrike() throws {
        var report = SampleVolatility.report("KO")
        let spot = try #require(report.spot.value)
        let contracts = [OptionKind.call, .put].map { SampleChain.contract(75, $0, "2027-04-16") }
        let parts = contracts.enumerated().map { index, contract in
            GammaExposure.Part(
                contract: contract, interest: 1_000 + 500 * index, gamma: 0.0412345678 + 0.001 * Double(index),
                volatility: 0.2, forward: 75.1, years: 0.0877, rate: 0.036)
        }
        let dollars = parts.map { $0.gamma * Double($0.interest) * 100 * spot * spot * 0.01 }
        let strike = GammaExposure.Strike(
            strike: 75, calls: dollars[0], puts: -dollars[1], callInterest: 1_000, putInterest: 1_500, parts: parts)
        report.exposure.strikes = [strike]
        let explainer = VolatilityExplanation(report: report)
        #expect(explainer.identifier(strike) == "volatility/KO#gamma_exposure/75")
        #expect(explainer.explanation(strike: "76") == nil)
        let told = try #require(explainer.explanation(strike: "75"))
        let level = try #require(told.inputs.first { $0.name == "S" }.flatMap { Double($0.value) })
        var sum = 0.0
        for (group, sign) in zip(["KO 75C 2027-04-16", "KO 75P 2027-04-16"], [1.0, -1.0]) {
            let numbers = told.inputs.filter { $0.group == group }.compactMap { Double($0.value) }
            #expect(numbers.count == 3, "\(told.inputs.map(\.group))")
            sum += sign * numbers.reduce(level * level * 0.01, *)
        }
        let value = try #require(told.value.split(separator: " ").first.flatMap { Double($0) })
        #expect(abs(sum - value) < 1, "\(sum)")
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

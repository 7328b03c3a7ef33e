import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The views of a chain and of a payoff, driven by keys; answers come as an engine would send them.
@UIActor
@Suite struct ChainViewTests {
    /// The volatility is of now, rank and percentile are of a close: which one fits beside them at 80 columns.
    @Test func theRankTellsItsClose() {
        let report = SampleChain.report()
        let chain = ChainText(format: FigureFormat(), glyphs: .unicode, today: SampleChain.date("2027-03-15"))
        let line = ChainText.joined(chain.underlying(report, width: 78), width: 78)
        #expect(line.contains("rank 34 (03-12) · pctl 41 · rate"))
        #expect(ChainText.joined(chain.underlying(report, width: 118), width: 118).contains("percentile 41 · rate"))
        let volatility = VolatilityText(format: FigureFormat(), glyphs: .unicode)
        let head = ChainText.joined(volatility.head(SampleVolatility.report()), width: 78)
        #expect(head.contains("rank 61 (03-12) · percentile 66 of 252"))
    }

    /// Presses keys one by one and answers what the screen asks after each.
    static func desk(
        _ size: String = "120x36", _ keys: String, refusal: String? = nil, problems: [String] = []
    ) throws -> TestDesk {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        let desk = TestDesk(columns: parts[0], rows: parts[1])
        try press(desk, keys, refusal: refusal, problems: problems)
        return desk
    }

    static func press(_ desk: TestDesk, _ keys: String, refusal: String? = nil, problems: [String] = []) throws {
        for key in keys.split(separator: " ") {
            let before = desk.effects.count
            if key.hasPrefix(":") {
                try desk.press(":")
                desk.type(key.dropFirst().split(separator: "_").joined(separator: " "))
                try desk.press("<Enter>")
            } else {
                try desk.press(String(key))
            }
            answer(desk, from: before, refusal: refusal, problems: problems)
        }
    }

    static func answer(_ desk: TestDesk, from start: Int, refusal: String? = nil, problems: [String] = []) {
        var index = start
        while index < desk.effects.count {
            switch desk.effects[index] {
            case .fetchChain(let request):
                if let refusal {
                    desk.feed(.chain(request, .refused(refusal)))
                } else {
                    let listed = SampleChain.report().expiries.enumerated().map {
                        (series: $0.element.series, days: $0.element.daysToExpiry, isAdjusted: $0.element.isAdjusted)
                    }
                    let chosen = ChainReport.choice(request.series, among: listed) ?? 0
                    desk.feed(.chain(request, .chain(SampleChain.report(chosen))))
                }
            case .fetchPayoff(let request):
                desk.feed(.payoff(request, .payoff(SampleChain.payoff(request, problems: problems))))
            default: break
            }
            index += 1
        }
    }

    nonisolated static let views = [
        ("chain", ":chain_KO"), ("chain-greeks", ":chain_KO w"), ("chain-odds", ":chain_KO w w"),
        ("chain-draft", ":chain_KO s j j j j b"), ("chain-adjusted", ":chain_KO ]"),
        ("payoff", ":chain_KO s j j j j b P h h h + + ]"),
    ]

    @Test(arguments: views)
    func frames(name: String, keys: String) throws {
        for size in ["80x24", "120x36", "200x60"] {
            let desk = try Self.desk(size, keys)
            let surface = try #require(desk.backend.surface)
            FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "view-\(name)-\(size)")
        }
    }

    /// No size draws outside of its place, and none stays silent.
    @Test(arguments: ["40x10", "60x16", "100x30", "160x45", "400x120"])
    func otherSizes(size: String) throws {
        for (_, keys) in Self.views {
            let desk = try Self.desk(size, keys)
            let isPayoff = keys.contains("P h")
            #expect(desk.screen.contains(isPayoff ? "P/L" : "KO"), "\(size) \(keys)")
        }
    }

    @Test func opensFromTheRowUnderTheCursor() throws {
        let desk = TestDesk()
        let snapshot = try #require(desk.snapshot)
        let row = try #require(snapshot.book.strategies.first { $0.symbol == "KO" })
        try desk.press("/")
        desk.type("KO")
        try desk.press("<Enter>")
        try desk.press("C")
        guard case .fetchChain(let request)? = desk.effects.last else {
            Issue.record("\(String(describing: desk.effects.last))")
            return
        }
        #expect(request.symbol == "KO")
        #expect(request.series?.expiry == row.expiry)
        Self.answer(desk, from: desk.effects.count - 1)
        // The cursor stands on the strike of the position, on its side.
        #expect(desk.screen.contains("75P 2027-03-19 · held -2"))
        try desk.press("<Esc>")
        #expect(desk.state.overlays.isEmpty)
        try Self.press(desk, "P")
        #expect(
            desk.effects.contains(.fetchPayoff(PayoffRequest(subject: .strategy(row.id)))), "\(desk.effects.suffix(2))")
        #expect(desk.screen.contains("Payoff KO -2 75P"))
        // From the payoff to the chain of its first leg and back.
        try Self.press(desk, "C")
        #expect(desk.screen.contains("Chain KO"))
        try desk.press("<Esc>")
        #expect(desk.screen.contains("Payoff KO -2 75P"))
    }

    @Test func opensFromTheOtherPanes() throws {
        let desk = TestDesk()
        let candidate = try #require(desk.snapshot?.opportunities.candidates.first)
        try desk.press("5 C")
        let series = ChainSeries(expiry: candidate.contract.expiry, root: candidate.contract.root)
        #expect(desk.effects.last == .fetchChain(ChainRequest(symbol: candidate.symbol, series: series)))
        try desk.press("<Esc> 5 P")
        #expect(desk.effects.last == .fetchPayoff(PayoffRequest(subject: .candidate(candidate.id))))
        try desk.press("<Esc> 5 <Enter> P")
        #expect(desk.screen.contains("Payoff"))
        try desk.press("<Esc> 2 P")
        #expect(desk.screen.contains("no position or candidate under the cursor"))
        try desk.press("C")
        #expect(desk.screen.contains("chain "), "the palette asks for the symbol")
    }

    @Test func whatDoesNotExistIsSaid() throws {
        let desk = try Self.desk("120x36", ":chain_ZZZZ", refusal: "ZZZZ: no source knows this symbol.")
        #expect(desk.screen.contains("ZZZZ: no source knows this symbol."))
        let waiting = TestDesk()
        try waiting.press(":")
        waiting.type("chain ko")
        try waiting.press("<Enter>")
        #expect(waiting.screen.contains("Asking for KO..."))
        let wrong = try Self.desk("120x36", ":chain_KO_soon")
        #expect(wrong.screen.contains("soon is no date"))
    }

    @Test func badQuotesAreToldInWords() throws {
        let desk = try Self.desk("120x36", ":chain_KO g g")
        for words in ["one-sided quote", "not priced"] { #expect(desk.screen.contains(words), "\(words)") }
        try desk.press("j")
        #expect(desk.screen.contains("crossed: bid above ask"))
        try desk.press("j")
        #expect(desk.screen.contains("no market"))
        let adjusted = try Self.desk("120x36", ":chain_KO ]")
        #expect(adjusted.screen.contains("adjusted: shown, never priced"))
        try adjusted.press("s")
        #expect(adjusted.screen.contains("Adjusted contracts are never priced"))
        #expect(adjusted.state.draft.isEmpty)
    }

    @Test func seriesTurnAndStop() throws {
        let desk = try Self.desk("120x36", ":chain_KO [")
        #expect(desk.state.chain.report?.expiry?.daysToExpiry == 10)
        try Self.press(desk, "[ [")
        #expect(desk.state.chain.report?.expiry?.daysToExpiry == 4)
        #expect(desk.screen.contains("The first series"))
        // Two steps before an answer came are two.
        try desk.press("] ]")
        Self.answer(desk, from: desk.effects.count - 1)
        #expect(desk.state.chain.report?.expiry?.daysToExpiry == 32)
    }

    @Test func answersToOldQuestionsAreNotShown() throws {
        let desk = try Self.desk("120x36", ":chain_KO")
        try desk.press("]")
        var other = SampleChain.report(0)
        other.symbol = "OLD"
        desk.feed(.chain(ChainRequest(symbol: "OLD"), .chain(other)))
        #expect(desk.state.chain.report?.symbol == "KO")
    }

    /// What stays on the screen when its source fails says so, ages, and is marked as old.
    @Test func whatIsNotRefreshedIsOld() throws {
        let desk = try Self.desk("120x36", ":chain_KO")
        let request = try #require(desk.state.chain.report.map { ChainRequest(symbol: $0.symbol) })
        #expect(!desk.screen.contains("not refreshed since"))
        desk.uptime = 3
        desk.feed(.snapshotArrived)
        guard case .fetchChain(let asked)? = desk.effects.last else {
            Issue.record("nothing was asked for")
            return
        }
        #expect(asked.symbol == request.symbol)
        desk.feed(.chain(asked, .refused("KO: the source is unreachable, connection refused.")))
        var snapshot = try #require(desk.snapshot)
        snapshot.asOf = snapshot.asOf.adding(seconds: 1_200)
        snapshot.version += 1
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(desk.screen.contains("not refreshed since"))
        #expect(desk.screen.contains("the source is unreachable"))
        #expect(desk.screen.contains("20m"))
        let shown = try #require(desk.state.chain.shown(asOf: snapshot.asOf))
        #expect(shown.spot.trust == .stale && shown.expiry?.atTheMoneyVolatility.trust == .stale)
        #expect(shown.strikes.allSatisfy { $0.put?.delta.trust ?? .stale == .stale })
        // An answer ends it; none for long begins it again.
        desk.uptime = 30
        desk.feed(.snapshotArrived)
        Self.answer(desk, from: desk.effects.count - 1)
        #expect(!desk.screen.contains("not refreshed since"))
        desk.uptime = 30 + InquiryPace.usualLife + 1
        desk.feed(.snapshotArrived)
        #expect(desk.screen.contains("no answer"))
    }

    /// Where the clock of the world stands still nothing grows old, however long the screen is open.
    @Test func nothingAgesWhileTheClockStandsStill() throws {
        let desk = try Self.desk("120x36", ":chain_KO")
        desk.snapshot?.world.isFrozen = true
        desk.uptime += 10 * InquiryPace.usualLife
        try desk.press("j")
        #expect(!desk.screen.contains("not refreshed since"))
        desk.snapshot?.world.isFrozen = false
        try desk.press("j")
        #expect(desk.screen.contains("not refreshed since"))
    }

    /// A curve that leaves the picture is no flat limit, and the edge says that there is more.
    @Test func theChartSaysWhatLeavesIt() throws {
        var report = SampleChain.payoff(
            PayoffRequest(subject: .draft(symbol: "KO", legs: [])), problems: [])
        report.atExpiry = report.spots.map { 50 - 20 * max(0, 75 - $0) }
        (report.today, report.between) = (report.atExpiry, [])
        report.point.profit = Figure(50)
        let chart = PayoffChart(
            report, format: FigureFormat(), glyphs: .unicode, columns: 80, rows: 16)
        let labels = chart.rows.compactMap(\.first?.text)
        #expect(labels.contains { $0.hasPrefix("<-") })
        #expect(!labels.contains { $0.hasPrefix(">") })
    }

    /// What a payoff supposed is not what the draft makes.
    @Test func theDraftIsWithoutWhatWasSupposed() throws {
        let desk = try Self.desk("120x36", ":chain_KO s P l l l")
        #expect(desk.state.payoff.report?.shift.spotPercent == 3)
        let before = desk.effects.count
        try desk.press("<Esc>")
        #expect(desk.screen.contains("Pricing..."))
        Self.answer(desk, from: before)
        #expect(desk.state.payoff.report?.shift == PayoffShift.none)
        #expect(!desk.screen.contains("Pricing..."))
    }

    @Test func draftsAreBuiltAndTakenApart() throws {
        let desk = try Self.desk("120x36", ":chain_KO s s j j j j b b")
        let draft = desk.state.draft
        #expect(draft.legs.map(\.quantity) == [-2, 2])
        #expect(draft.legs.map(\.contract.shortName) == ["75P", "80P"])
        #expect(desk.screen.contains("Draft -2 75P 04-16 +2 80P 04-16"))
        #expect(desk.screen.contains("credit 290 (at mid 304)"))
        try Self.press(desk, "s s")
        #expect(desk.state.draft.legs.map(\.quantity) == [-2], "a leg that comes to none goes")
        try Self.press(desk, "d")
        #expect(desk.screen.contains("The draft has no leg here"))
        try Self.press(desk, "<Tab> b X")
        #expect(desk.state.draft.isEmpty)
        #expect(desk.commands.isEmpty, "a draft sends nothing")
    }

    @Test func draftsHaveBounds() throws {
        var draft = TradeDraft()
        for index in 0..<DraftLimits.legs {
            #expect(draft.add(-1, of: SampleChain.contract(60 + Double(index), .put, "2027-04-16")) == nil)
        }
        #expect(draft.add(1, of: SampleChain.contract(90, .call, "2027-04-16")) == .tooManyLegs)
        #expect(
            draft.add(-DraftLimits.contracts, of: SampleChain.contract(60, .put, "2027-04-16")) == .tooManyContracts)
        #expect(draft.legs.count == DraftLimits.legs)
        draft.remove(SampleChain.contract(60, .put, "2027-04-16"))
        #expect(draft.legs.count == DraftLimits.legs - 1)
    }

    @Test func supposingAsksAgainAndOnlyOnceAtATime() throws {
        let desk = try Self.desk("120x36", ":chain_KO s P")
        let before = desk.effects.count
        try desk.press("l l + ]")
        let asked = desk.effects.dropFirst(before).compactMap { effect -> PayoffShift? in
            if case .fetchPayoff(let request) = effect { request.shift } else { nil }
        }
        #expect(asked == [PayoffShift(spotPercent: 1)], "the newest wish waits for the answer under way")
        Self.answer(desk, from: before)
        #expect(desk.state.payoff.report?.shift == PayoffShift(spotPercent: 2, volatilityPoints: 1, days: 1))
        try Self.press(desk, "0")
        #expect(desk.state.payoff.report?.shift == PayoffShift.none)
        for _ in 0..<40 { try Self.press(desk, "]") }
        #expect(desk.state.payoff.report?.shift.days == 32, "not past the first expiry")
    }

    @Test func whatCannotBePricedSaysWhy() throws {
        let desk = try Self.desk("120x36", ":chain_KO s P", problems: ["-1 75P 2027-04-16: only one side is quoted."])
        #expect(desk.screen.contains("only one side is quoted"))
        #expect(desk.screen.contains("max profit  —"))
    }

    @Test func explainsFiguresOfBoth() throws {
        let desk = try Self.desk("120x36", ":chain_KO l x")
        #expect(
            desk.effects.last == .explain(id: "chain/KO    270416P00075000#bid"),
            "\(String(describing: desk.effects.last))")
        let payoff = try Self.desk("120x36", ":chain_KO s P G k x")
        #expect(payoff.screen.contains("e^(r T) x V"))
        let chance = try #require(
            PayoffExplanation.explanation(
                of: "probability_of_profit",
                SampleChain.payoff(PayoffRequest(subject: .draft(symbol: "KO", legs: []))), value: "61%"))
        #expect(chance.inputs.contains { $0.name == "sigma at 73.5500" && $0.value == "0.187100" })
        // The second asks for any other figure of the view, and each leads to its own page.
        try payoff.press("x")
        guard case .choices(let menu)? = payoff.state.overlays.last else {
            Issue.record("no list")
            return
        }
        let named = ["P/L now", "max profit", "max loss", "breakeven", "POP", "entry"]
        for name in named {
            #expect(menu.choices.contains { $0.title.hasSuffix(name) }, "\(name): \(menu.choices.map(\.title))")
        }
        try payoff.press("<Enter>")
        guard case .explain(let next)? = payoff.state.overlays.last else {
            Issue.record("no page of the choice")
            return
        }
        #expect(next.id.hasPrefix(PayoffExplanation.prefix) && next.explanation != nil)
    }

    /// Behind the page of a contract's figure stand those of the header.
    @Test func explainsTheFiguresOfTheSeries() throws {
        let desk = try Self.desk("120x36", ":chain_KO l x x")
        guard case .choices(let menu)? = desk.state.overlays.last else {
            Issue.record("no list of figures")
            return
        }
        let titles = menu.choices.map(\.title)
        for words in ["forward", "straddle", "expected move, one sigma"] {
            #expect(titles.contains("KO 2027-04-16 \(words)"), "\(titles)")
        }
        try desk.press("<Enter>")
        #expect(
            desk.effects.last == .explain(id: "chain/KO/2027-04-16#forward"),
            "\(String(describing: desk.effects.last))")
    }

    @Test func theMaskHidesMoneyOfThePayoff() throws {
        let desk = try Self.desk("120x36", ":chain_KO s P $")
        for amount in ["290", "710", "304"] { #expect(!desk.screen.contains(amount), "\(amount)") }
        #expect(desk.screen.contains("73.55"), "market prices stay")
        try desk.press("x")
        #expect(!desk.screen.contains("290"))
    }

    @Test func refreshesWhileOpenAtASanePace() throws {
        let desk = try Self.desk("120x36", ":chain_KO")
        func asked() -> Int { desk.effects.filter { if case .fetchChain = $0 { true } else { false } }.count }
        let first = asked()
        desk.uptime += 1
        desk.feed(.snapshotArrived)
        #expect(asked() == first)
        desk.uptime += 1.5
        desk.feed(.snapshotArrived)
        #expect(asked() == first + 1)
        // One that is on its way is waited for, but not for ever.
        desk.uptime += 5
        desk.feed(.snapshotArrived)
        #expect(asked() == first + 1)
        desk.uptime += 20
        desk.feed(.snapshotArrived)
        #expect(asked() == first + 2)
        try desk.press("<Esc>")
        desk.uptime += 60
        desk.feed(.snapshotArrived)
        #expect(asked() == first + 2)
    }

    @Test func aPausedScreenStandsStill() throws {
        let desk = try Self.desk("120x36", ":chain_KO p")
        let count = desk.effects.count
        desk.uptime += 60
        desk.feed(.snapshotArrived)
        #expect(!desk.effects.dropFirst(count).contains { if case .fetchChain = $0 { true } else { false } })
    }

    @Test func theMouseChoosesContractsAndSeries() throws {
        let desk = try Self.desk("120x36", ":chain_KO")
        let rows = desk.backend.surface?.textRows() ?? []
        let row = try #require(rows.firstIndex { $0.contains(" 70 ") })
        desk.feed(.input(.mouse(MouseEvent(kind: .press(.left), column: 20, row: row))))
        #expect(desk.screen.contains("70C 2027-04-16"))
        let tab = try #require(rows.firstIndex { $0.contains("05-21 67d") })
        let column = try #require(rows[tab].range(of: "05-21")).lowerBound.utf16Offset(in: rows[tab])
        let before = desk.effects.count
        desk.feed(.input(.mouse(MouseEvent(kind: .press(.left), column: column, row: tab))))
        Self.answer(desk, from: before)
        #expect(desk.state.chain.report?.expiry?.daysToExpiry == 67)
    }

    @Test func otherThemesAndSignsDrawIt() throws {
        for (name, depth) in [("magnus-light", ColorDepth.truecolor), ("monochrome", .none)] {
            let desk = try Self.desk("120x36", ":chain_KO s P")
            let frame = DashboardRenderer.render(
                desk.state, desk.world, theme: Shipped.theme(name, depth), glyphs: .ascii)
            let text = frame.surface.textRows().joined(separator: "\n")
            #expect(text.unicodeScalars.allSatisfy { $0.isASCII }, "\(name)")
            #expect(text.contains("expiry"))
        }
    }
}

import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The risk view, driven by keys; answers come as an engine would send them.
@UIActor
@Suite struct RiskViewTests {
    static func desk(_ size: String = "120x36", _ keys: String = "") throws -> TestDesk {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        let desk = TestDesk(columns: parts[0], rows: parts[1], snapshot: SampleBook.attributed())
        try desk.press("g k")
        answer(desk)
        if !keys.isEmpty { try desk.press(keys) }
        return desk
    }

    /// Answers the last question.
    static func answer(_ desk: TestDesk, refusal: String? = nil, isCancelled: Bool = false) {
        guard let number = desk.state.risk.awaited else { return }
        let isRefused = refusal != nil || isCancelled
        desk.feed(
            .risk(
                number: number,
                RiskAnswer(
                    account: desk.snapshot?.selectedAccount ?? "", report: isRefused ? nil : SampleRisk.report(),
                    refusal: refusal, isCancelled: isCancelled)))
    }

    static func page(_ desk: TestDesk) -> RiskPage? {
        if case .risk(let page)? = desk.state.overlays.last { page } else { nil }
    }

    static func questions(_ desk: TestDesk) -> Int {
        desk.effects.count { if case .fetchRisk = $0 { true } else { false } }
    }

    @Test(arguments: [
        ("measures", "40x10", ""), ("measures", "80x24", ""), ("measures", "120x36", ""), ("measures", "200x60", ""),
        ("days", "80x24", "]"), ("limits", "80x24", "] ] j j"), ("limits", "120x36", "] ]"),
        ("margin", "80x24", "] ] ]"), ("margin", "120x36", "] ] ] j"), ("events", "40x10", "] ] ] ]"),
        ("events", "120x36", "] ] ] ]"), ("assignment", "80x24", "] ] ] ] ]"),
        ("assignment", "120x36", "] ] ] ] ]"), ("attribution", "80x24", "[ [ ["), ("greeks", "120x36", "[ ["),
        ("hedges", "40x10", "["), ("hedges", "80x24", "["), ("hedges", "120x36", "[ j"), ("hedges", "200x60", "["),
        ("hedges-masked", "120x36", "[ $"), ("masked", "120x36", "$"),
    ])
    func frames(name: String, size: String, keys: String) throws {
        let desk = try Self.desk(size, keys)
        let surface = try #require(desk.backend.surface)
        FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "risk-\(name)-\(size)")
    }

    /// Every table draws on every size, its columns inside its area.
    @Test(arguments: ["40x10", "60x16", "80x24", "112x30", "120x36", "200x60"])
    func everyTableFitsEverySize(size: String) throws {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        let text = RiskText(format: FigureFormat(), glyphs: .unicode)
        for section in RiskPage.Section.allCases {
            let sheet = text.sheet(section, SampleRisk.report())
            let places = RiskView.layout(sheet, glyphs: .unicode, size: TerminalSize(columns: parts[0], rows: parts[1]))
            let width = places.list.columns - 2
            let columns = sheet.places(width: width)
            let end = try #require(columns.last.map { $0.column + $0.width })
            #expect(end <= width, "\(section) \(end) of \(width)")
            #expect(places.list.rows >= min(3, sheet.rows.count), "\(section)")
            #expect(sheet.rows.allSatisfy { $0.cells.count == sheet.columns.count }, "\(section)")
        }
        let desk = try Self.desk(size)
        for _ in RiskPage.Section.allCases { try desk.press("] j j G g g") }
        #expect(Self.page(desk)?.section == .measures, "round and back")
    }

    @Test func tablesTurnAndRowsStayWhereTheyWere() throws {
        let desk = try Self.desk()
        try desk.press("j j")
        #expect(Self.page(desk)?.row == 2)
        try desk.press("<Tab>")
        #expect(Self.page(desk)?.section == .days && Self.page(desk)?.row == 0)
        try desk.press("G")
        #expect(Self.page(desk)?.row == 4)
        try desk.press("j")
        #expect(Self.page(desk)?.row == 4, "it ends where the rows do")
        try desk.press("<S-Tab>")
        #expect(Self.page(desk)?.row == 2)
        try desk.press("<Esc>")
        #expect(desk.state.overlays.isEmpty)
    }

    /// The loss that the value at risk is stands among the inputs under its rank.
    /// Of 169,360: whole percent would make 1.7 and 1.8 equal.
    @Test func sharesOfALossHaveOneDecimal() throws {
        let sheet = RiskText(format: FigureFormat(), glyphs: .unicode).sheet(.measures, SampleRisk.report())
        try #require(sheet.rows.count >= 6)
        let shares = sheet.rows.prefix(6).map(\.cells[3].text)
        for (share, wanted) in zip(shares, ["1.1%", "1.8%", "1.0%", "1.7%", "1.2%", "1.7%"]) {
            #expect(share.hasSuffix(wanted), "\(share)")
        }
    }

    @Test func figuresAreExplained() throws {
        let desk = try Self.desk("120x36", "j x")
        guard case .explain(let page)? = desk.state.overlays.last else {
            Issue.record("no page")
            return
        }
        let explanation = try #require(page.explanation)
        #expect(explanation.title.hasPrefix("99 % value at risk") && explanation.value == "3,100.00 USD")
        // 2 x 3100 less 40 for each rank.
        #expect(explanation.inputs.first { $0.name.hasPrefix("loss 3") }?.value == "6120.00")
        #expect(explanation.inputs.first { $0.name == "rank" }?.value == "3")
        #expect(explanation.notes.contains { $0.contains("LCID: prices by beta, volatility of SPY") })
        try desk.press("x")
        guard case .choices(let menu)? = desk.state.overlays.last else {
            Issue.record("no list")
            return
        }
        let titles = menu.choices.map(\.title)
        for words in [
            "HHI of what is at risk", "paper: portfolio margin", "2027-04-16: assignments", "MU -1 95P: earnings",
        ] {
            #expect(titles.contains { $0.hasPrefix(words) }, "\(words)")
        }
        try desk.press("<Enter>")
        guard case .explain(let next)? = desk.state.overlays.last else {
            Issue.record("no page of the choice")
            return
        }
        #expect(next.id.hasPrefix(RiskExplanation.prefix) && next.explanation != nil)
    }

    /// Every row of every table leads to an explanation, ours or the engine's.
    @Test func everyRowIsExplained() throws {
        let report = SampleRisk.report()
        let text = RiskText(format: FigureFormat(), glyphs: .unicode)
        let explainer = RiskExplanation(report: report)
        for section in RiskPage.Section.allCases {
            for row in text.sheet(section, report).rows {
                if case .engine(let id) = row.figure {
                    #expect(id.contains("#"))
                    continue
                }
                let explanation = try #require(explainer.explanation(row.figure), "\(row.figure)")
                #expect(explanation.id == RiskExplanation.identifier(row.figure))
                #expect(explainer.figure(explanation.id) == row.figure)
                #expect(!explanation.formula.isEmpty && !explanation.method.isEmpty)
            }
        }
    }

    /// Of which sessions the worst losses are stands beside them, and the symbols of one add up to it.
    @Test func lossesNameTheirSessionsAndTheirPartsAddUp() throws {
        let report = SampleRisk.report()
        let explainer = RiskExplanation(report: report)
        let historical = try #require(explainer.explanation(.shortfall(0)))
        let losses = historical.inputs.filter { $0.name.hasPrefix("loss ") }
        #expect(losses.count == report.measures[0].rank)
        #expect(losses.first?.name == "loss 1, 2026-10-05")
        let drawn = try #require(explainer.explanation(.valueAtRisk(4)))
        #expect(drawn.inputs.first?.name == "loss 1", "a draw is of no session")
        #expect(drawn.inputs.contains { $0.name == "the next 480 losses" })
        #expect(drawn.inputs.contains { $0.name == "loss 500" && $0.value == "2000.00" })
        let day = try #require(explainer.explanation(.day(0)))
        #expect(day.inputs.contains { $0.name == "2 other symbols" })
        let parts = day.inputs.filter { $0.unit == "USD" }.compactMap { Double($0.value) }
        #expect(parts.count == 4 && abs(parts.reduce(0, +) - report.worst[0].profit) < 0.01)
        let sheet = RiskText(format: FigureFormat(), glyphs: .unicode).sheet(.days, report)
        #expect(try #require(sheet.rows.first?.cells.last).text.contains("2 others"))
    }

    @Test func enterGoesToThePosition() throws {
        let desk = try Self.desk("120x36", "] ] ] ] <Enter>")
        #expect(desk.state.overlays.isEmpty && desk.state.focus == .positions)
        let greeks = try Self.desk("120x36", "[ [ <Enter>")
        #expect(greeks.state.overlays.isEmpty && greeks.state.focus == .greeks)
        let nothing = try Self.desk("120x36", "<Enter>")
        #expect(Self.page(nothing) != nil && nothing.state.toast?.text.contains("x explains") == true)
    }

    /// What a hedge is made of stands behind its cost; Enter goes to the row that it would close.
    @Test func hedgesAreExplainedAndLeadToTheirRow() throws {
        let desk = try Self.desk("120x36", "[ j j x")
        guard case .explain(let page)? = desk.state.overlays.last else {
            Issue.record("no page")
            return
        }
        let explanation = try #require(page.explanation)
        // Two at 6.40 and 1.30 of fees, nothing intrinsic: 2 x 640 + 1.30.
        #expect(explanation.value == "1,281.30 USD" && explanation.trust == .estimated)
        #expect(explanation.inputs.first { $0.name.hasSuffix("price") }?.value == "6.40")
        #expect(explanation.inputs.contains { $0.name == "-10%: hedge adds" && $0.value == "5900.00" })
        let closing = try Self.desk("120x36", "[ G <Enter>")
        #expect(closing.state.overlays.isEmpty && closing.state.focus == .positions)
        let shares = try Self.desk("120x36", "[ j <Enter>")
        #expect(Self.page(shares)?.section == .hedges, "nothing held is behind it")
    }

    /// A book inside its band is told so in words, with its figure and the band.
    @Test func noHedgeWithoutNeed() {
        var report = SampleRisk.report()
        report.exposure.hedges = HedgeReport(
            need: .none, deltaFraction: Figure(0.58), band: -0.25...0.75, benchmark: "SPY",
            benchmarkPrice: Figure(597.85))
        let text = RiskText(format: FigureFormat(), glyphs: .unicode)
        let sheet = text.sheet(.hedges, report)
        #expect(sheet.rows.isEmpty && sheet.empty.contains("58% of net liquidation, inside its band -25..+75%"))
        #expect(text.headline(.hedges, report).text == "inside the band, none needed")
        report.exposure.hedges?.need = .unknown
        report.exposure.hedges?.deltaFraction = .unknown(.stale)
        #expect(text.sheet(.hedges, report).empty.contains("unknown (stale)"))
    }

    /// A report is asked for once a minute, grows old after three, and that of another account at once.
    @Test func aReportGrowsOld() throws {
        let desk = try Self.desk()
        #expect(Self.questions(desk) == 1)
        desk.uptime += RiskPage.pace.refresh - 1
        desk.feed(.snapshotArrived)
        #expect(Self.questions(desk) == 1)
        desk.uptime += 2
        desk.feed(.snapshotArrived)
        #expect(Self.questions(desk) == 2)
        #expect(desk.state.risk.shown?.measures[0].valueAtRisk.trust == .fresh)
        desk.uptime += RiskPage.pace.life
        desk.feed(.snapshotArrived)
        #expect(desk.state.risk.shown?.measures[0].valueAtRisk.trust == .stale)
        #expect(desk.state.risk.shown?.exposure.assignments[0].expected.figure.trust == .stale)
        #expect(desk.screen.contains("not refreshed since"))
        Self.answer(desk)
        #expect(desk.state.risk.shown?.measures[0].valueAtRisk.trust == .fresh)
        var other = try #require(desk.snapshot)
        other.selectedAccount = "ira"
        desk.snapshot = other
        desk.feed(.snapshotArrived)
        #expect(desk.state.risk.shown?.measures[0].valueAtRisk.trust == .stale)
        #expect(Self.questions(desk) == 3)
    }

    /// Progress is told, leaving ends the work, and what was stopped is not begun again by itself.
    @Test func workIsToldAndStopped() throws {
        let desk = TestDesk(columns: 120, rows: 36, snapshot: SampleBook.attributed())
        try desk.press("g k")
        #expect(desk.screen.contains("Reading a year of sessions"))
        var working = try #require(desk.snapshot)
        working.work = [
            WorkProgress(
                id: RiskAnswer.workIdentifier, title: "Risk of the book", completed: 12, total: 30, perSecond: nil,
                remainingSeconds: nil)
        ]
        desk.snapshot = working
        desk.feed(.snapshotArrived)
        #expect(desk.screen.contains("Revaluing the book: 12 of 30 legs"))
        Self.answer(desk, isCancelled: true)
        #expect(desk.screen.contains("Cancelled."))
        desk.uptime += 10 * RiskPage.pace.refresh
        desk.feed(.snapshotArrived)
        #expect(Self.questions(desk) == 1)
        desk.feed(.reply(.done, to: .refresh))
        #expect(Self.questions(desk) == 2)
        let before = desk.commands.count
        try desk.press("<Esc>")
        #expect(desk.commands.dropFirst(before) == [.cancelWork(id: RiskAnswer.workIdentifier)])
        Self.answer(desk)
        #expect(desk.state.risk.report == nil, "nobody waits for it any more")
    }

    @Test func lateAnswersAndRefusals() throws {
        let desk = TestDesk(columns: 80, rows: 24, snapshot: SampleBook.attributed())
        try desk.press("g k")
        Self.answer(desk, refusal: "SPY: no source knows this symbol.")
        #expect(desk.screen.contains("no source knows this symbol"))
        desk.feed(.risk(number: 99, RiskAnswer(account: "paper", report: SampleRisk.report())))
        #expect(desk.state.risk.report == nil)
    }

    @Test func thePaletteAndTheMouseKnowIt() throws {
        let desk = TestDesk(columns: 120, rows: 36, snapshot: SampleBook.attributed())
        try desk.press(":")
        desk.type("risk")
        try desk.press("<Enter>")
        Self.answer(desk)
        let page = try #require(Self.page(desk))
        let text = RiskText(format: FigureFormat(), glyphs: .unicode)
        let places = RiskView.layout(
            text.sheet(page.section, SampleRisk.report()), glyphs: .unicode, size: desk.state.size)
        func click(_ column: Int, _ row: Int) {
            desk.feed(.input(.mouse(MouseEvent(kind: .press(.left), column: column, row: row))))
        }
        click(places.overview.column + 2, places.overview.row + RiskLayout.overviewRow(.events))
        #expect(Self.page(desk)?.section == .events)
        click(places.list.column + 2, places.list.row + 1)
        #expect(Self.page(desk)?.row == 1)
    }
}

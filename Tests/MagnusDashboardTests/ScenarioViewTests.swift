import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The scenario view, driven by keys.
@UIActor
@Suite struct ScenarioViewTests {
    static func desk(_ size: String = "120x36", keys: String = "", trust: Trust = .fresh) throws -> TestDesk {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        let desk = TestDesk(columns: parts[0], rows: parts[1])
        try desk.press("g h")
        try answer(desk, trust: trust)
        if !keys.isEmpty { try desk.press(keys) }
        return desk
    }

    static func answer(_ desk: TestDesk, trust: Trust = .fresh) throws {
        guard case .fetchScenario(let request, let number)? = desk.effects.last else {
            Issue.record("nothing was asked for")
            return
        }
        let snapshot = try #require(desk.snapshot)
        let grid = SampleScenario.grid(request, trust: trust, asOf: snapshot.asOf)
        desk.feed(.scenario(number: number, ScenarioAnswer(account: snapshot.selectedAccount, grid: grid)))
    }

    static func page(_ desk: TestDesk) throws -> ScenarioPage {
        guard case .scenario(let page)? = desk.state.overlays.first else {
            throw TestFailure("the view is not open")
        }
        return page
    }

    struct TestFailure: Error {
        var text: String
        init(_ text: String) { self.text = text }
    }

    @Test(arguments: [
        ("now", ""), ("days", "]"), ("stress", "] ] ] j"), ("cell", "k k l <Enter>"), ("masked", "$"),
    ])
    func frames(name: String, keys: String) throws {
        for size in ["80x24", "120x36"] {
            let desk = try Self.desk(size, keys: keys)
            let surface = try #require(desk.backend.surface)
            FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "scenario-\(name)-\(size)")
        }
    }

    @Test(arguments: ["40x10", "200x60", "62x16"])
    func otherSizes(size: String) throws {
        for (name, keys) in [("now", "k k h"), ("stress", "[")] {
            let desk = try Self.desk(size, keys: keys)
            let surface = try #require(desk.backend.surface)
            FrameGolden.expect(surface.snapshot(names: desk.theme.scopeNames), named: "scenario-\(name)-\(size)")
        }
    }

    @Test func opensOnTheCellWhereNothingMoves() throws {
        let desk = TestDesk()
        try desk.press("g h")
        #expect(desk.screen.contains("Revaluing the book"))
        guard case .fetchScenario(let request, let number)? = desk.effects.last else {
            Issue.record("nothing was asked for")
            return
        }
        #expect(request.shocks.count == 21 * 5 * 3 + StressPreset.published.count)
        #expect(request.shocks.prefix(315) == ScenarioRequest.standard.shocks[...])
        try Self.answer(desk)
        #expect(try Self.page(desk).shock(StressPreset.published) == ScenarioShock.none)
        #expect(desk.screen.contains("SPY moves, others by beta"))
        desk.feed(.scenario(number: number, ScenarioAnswer(account: "", grid: nil)))
        #expect(desk.state.scenario.grid != nil)
    }

    /// Three figures that each lack a part: cut, the last one would be another figure.
    @Test func theGreeksOfACellStandWhole() throws {
        for (size, expected) in [
            ("120x36", "(1 unknown)"), ("80x24", "θ +123 (1 unknown)  vega -45 (1 unknown)"),
            ("62x16", "Δ +163  θ +123  vega -45  (1 unknown)"),
        ] {
            let parts = size.split(separator: "x").compactMap { Int($0) }
            let desk = TestDesk(columns: parts[0], rows: parts[1])
            try desk.press("g h")
            guard case .fetchScenario(let request, let number)? = desk.effects.last else {
                Issue.record("nothing was asked for")
                return
            }
            let snapshot = try #require(desk.snapshot)
            var grid = SampleScenario.grid(request, trust: .fresh, asOf: snapshot.asOf)
            for index in grid.cells.indices {
                grid.cells[index].delta.unknownCount = 1
                grid.cells[index].thetaPerDay.unknownCount = 1
                grid.cells[index].vegaPerPoint.unknownCount = 1
            }
            desk.feed(.scenario(number: number, ScenarioAnswer(account: snapshot.selectedAccount, grid: grid)))
            #expect(desk.screen.contains(expected), "\(size)\n\(desk.screen)")
        }
    }

    @Test func noBookIsSaid() throws {
        let desk = TestDesk()
        try desk.press("g h")
        guard case .fetchScenario(let request, let number)? = desk.effects.last else { return }
        desk.feed(.scenario(number: number, ScenarioAnswer(account: "", grid: nil)))
        #expect(desk.screen.contains("There is no book to revalue yet."))
        var empty = SampleScenario.grid(request, asOf: try #require(desk.snapshot).asOf)
        empty.positions = []
        let second = TestDesk()
        try second.press("g h")
        second.feed(.scenario(number: number, ScenarioAnswer(account: "", grid: empty)))
        #expect(second.screen.contains("Nothing to revalue"))
        #expect(second.screen.contains("LCID1 -1 2.5P 06-18 (adjusted)"))
    }

    @Test func keysMoveOverCellsAndStayInside() throws {
        let desk = try Self.desk(keys: "j l l l l l l")
        #expect(try Self.page(desk).shock([]) == ScenarioShock(spotPercent: 2, volatilityPoints: 10))
        try desk.press("G h")
        #expect(try Self.page(desk).shock([]) == ScenarioShock(spotPercent: 20, volatilityPoints: 5))
        try desk.press("g g h h h h h h k")
        #expect(try Self.page(desk).shock([]) == ScenarioShock(spotPercent: -20, volatilityPoints: -10))
        try desk.press("] ]")
        #expect(try Self.page(desk).shock([]) == ScenarioShock(spotPercent: -20, volatilityPoints: -10, days: 30))
        try desk.press("]")
        #expect(try Self.page(desk).shock(StressPreset.published) == StressPreset.published[0].shock)
        try desk.press("G j")
        #expect(try Self.page(desk).shock(StressPreset.published) == StressPreset.published[4].shock)
        try desk.press("]")
        #expect(try Self.page(desk).shock([]) == ScenarioShock(spotPercent: 0, volatilityPoints: -10))
    }

    @Test func enterShowsTheDrivers() throws {
        let desk = try Self.desk(keys: "g g <Enter>")
        #expect(desk.screen.contains("SPY -20%, IV 0 points, now"))
        #expect(desk.screen.contains("Driven by"))
        #expect(desk.screen.contains("PLTR -2 80P 04-16"))
        try desk.press("<Esc>")
        #expect(desk.state.overlays.count == 1)
        try desk.press("<Esc>")
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.state.scenario.grid == nil)
    }

    /// Another account is chosen while a grid is on its way: what comes is the book of before.
    @Test func anAnswerToAnEarlierQuestionIsOfAnotherBook() throws {
        let desk = try Self.desk()
        var snapshot = try #require(desk.snapshot)
        snapshot.version += 1
        desk.snapshot = snapshot
        desk.uptime = 11
        desk.feed(.snapshotArrived)
        guard case .fetchScenario(let request, let number)? = desk.effects.last else {
            Issue.record("nothing was asked for")
            return
        }
        desk.feed(.reply(.done, to: .selectAccount("ira")))
        let asked = desk.effects.last { if case .fetchScenario = $0 { true } else { false } }
        guard case .fetchScenario(request, let later)? = asked else {
            Issue.record("the other book was not asked for")
            return
        }
        #expect(later > number)
        var former = SampleScenario.grid(request, asOf: snapshot.asOf)
        former.value = 1
        desk.feed(.scenario(number: number, ScenarioAnswer(account: "paper", grid: former)))
        #expect(desk.state.scenario.grid?.value != 1)
        former.value = 2
        desk.feed(.scenario(number: later, ScenarioAnswer(account: "ira", grid: former)))
        #expect(desk.state.scenario.grid?.value == 2)
        #expect(desk.state.scenario.account == "ira")
    }

    /// The other account has no valued book yet: the grid of the former one does not stand under its name.
    @Test func theGridOfAnotherAccountGoes() throws {
        let desk = try Self.desk()
        let account = try #require(desk.snapshot?.selectedAccount)
        desk.feed(.reply(.done, to: .refresh))
        func refuse(_ account: String) {
            guard let number = desk.state.scenario.awaited else { return }
            desk.feed(.scenario(number: number, ScenarioAnswer(account: account, grid: nil)))
        }
        refuse(account)
        #expect(desk.state.scenario.grid != nil, "the same book stays while it is not valued")
        desk.snapshot?.selectedAccount = "ira"
        desk.feed(.reply(.done, to: .selectAccount("ira")))
        refuse("ira")
        #expect(desk.state.scenario.grid == nil)
        #expect(desk.screen.contains("There is no book to revalue yet."))
    }

    @Test func explainAsksForTheCell() throws {
        let desk = try Self.desk(keys: "g g ] l x")
        #expect(desk.effects.last == .explain(id: "scenario/-20/5/7#pnl"))
        let stress = try Self.desk(keys: "[ x")
        #expect(stress.effects.last == .explain(id: "scenario/-20.47/113.82/0#pnl"))
    }

    @Test func moneyIsHidden() throws {
        let desk = try Self.desk(keys: "$ g g")
        #expect(!desk.screen.contains("169"))
        #expect(desk.screen.contains("***"))
        try desk.press("<Enter>")
        #expect(!desk.screen.contains("4,200"))
    }

    /// An open view asks again after a while when the book has moved on, at once for another account, never while it waits.
    @Test func asksAgain() throws {
        let desk = try Self.desk()
        func asked() -> Int { desk.effects.count { if case .fetchScenario = $0 { true } else { false } } }
        #expect(asked() == 1)
        var snapshot = try #require(desk.snapshot)
        snapshot.version += 1
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(asked() == 1)
        desk.uptime = 11
        desk.feed(.snapshotArrived)
        #expect(asked() == 2)
        desk.uptime = 40
        desk.feed(.snapshotArrived)
        #expect(asked() == 2)
        try Self.answer(desk)
        snapshot.version += 1
        snapshot.selectedAccount = "ira"
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(asked() == 3)
        try desk.press("<Esc>")
        desk.uptime = 90
        snapshot.version += 1
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(asked() == 3)
    }

    @Test func theCommandTakesAxes() throws {
        let desk = TestDesk()
        try desk.press(":")
        desk.type("scenario -30:30:10 0,15 0,5 own rule")
        try desk.press("<Enter>")
        let page = try Self.page(desk)
        #expect(page.spotPercents == [-30, -20, -10, 0, 10, 20, 30])
        #expect(page.volatilityPoints == [0, 15])
        #expect(page.days == [0, 5])
        #expect(page.spotRule == .own && page.followsVolatilityRule)
        for (line, words) in [
            ("scenario 5:-5:1", "the range runs backwards"), ("scenario x", "x: not a number"),
            ("scenario 1 2 3 4", "scenario wants moves, points, days"), ("scenario 0:5:1e-9", "more than 201 values"),
            ("scenario -50:50:1 -50:50:1 0,1,2,3", "more than 20000 cells"),
        ] {
            let other = TestDesk()
            try other.press(":")
            other.type(line)
            try other.press("<Enter>")
            #expect(other.screen.contains(words), "\(line)")
            #expect(!other.effects.contains { if case .fetchScenario = $0 { true } else { false } })
        }
    }

    @Test func ownPresetsStandBehindThePublished() throws {
        let desk = TestDesk()
        var snapshot = try #require(desk.snapshot)
        snapshot.settings.append(
            SettingRow(
                key: "scenario.presets", value: "bad week: -8 12 5, nonsense", defaultValue: "", source: "file",
                explanation: "", allowed: ""))
        desk.snapshot = snapshot
        try desk.press("g h")
        try Self.answer(desk)
        try desk.press("[ G")
        #expect(desk.screen.contains("bad week"))
        #expect(!desk.screen.contains("nonsense"))
        try desk.press("<Enter>")
        #expect(desk.screen.contains("Stress bad week"))
    }

    @Test func aNewPresetIsAskedForAtOnce() throws {
        let desk = try Self.desk()
        let before = desk.effects.count
        var snapshot = try #require(desk.snapshot)
        snapshot.settings.append(
            SettingRow(
                key: "scenario.presets", value: "mine: -3", defaultValue: "", source: "file", explanation: "",
                allowed: ""))
        desk.snapshot = snapshot
        desk.feed(.snapshotArrived)
        #expect(desk.effects.count == before + 1)
        try Self.answer(desk)
        #expect(desk.effects.count == before + 1)
    }

    @Test func staleInputsAreMarked() throws {
        let desk = try Self.desk(keys: "g g", trust: .stale)
        #expect(desk.screen.contains("~-"))
    }
}

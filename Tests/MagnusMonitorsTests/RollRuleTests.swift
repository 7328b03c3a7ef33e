import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusMonitors

/// M9 by trader.md section 2: HIGH if the strike is touched, the delta .50 or more, the loss twice the credit; MEDIUM in the
/// window; the danger table speaks within the last week.
@Suite struct RollRuleTests {
    typealias World = MonitorsWorld

    static func world(_ row: StrategyValuation) -> World {
        var world = World()
        world.strategies = [row]
        return world
    }

    static func put(
        _ spot: Double, expiry: String = "2027-04-16", intent: PositionIntent = .decide, flags: [PositionFlag] = [],
        delta: Double? = nil
    ) -> StrategyValuation {
        var row = World.put(
            "PLTR", expiry, 80, count: 2, spot: spot, mark: 7.025, half: 0.075, volatility: 0.56, probability: 0.3,
            entry: 2.35, intent: intent, flags: flags)
        row.unrealizedProfit = Figure(-935)
        if let delta { row.legs[0].delta = Figure(delta) }
        return row
    }

    /// 80P of 04-16 for 04-30: +0.65 at the natural price, as trader.md section 4 draws it; 04-23 +0.30.
    static func report(_ row: StrategyValuation, nets: [Double] = [0.65, 0.30]) -> RollReport {
        let expiries = [(4, 30, 46, 14), (4, 23, 39, 7)].map { month, day, days, added in
            RollReport.Expiry(
                date: World.date("2027-0\(month)-\(day)"), root: "PLTR", daysToExpiry: days, addedDays: added,
                earnings: nil)
        }
        let cells = nets.enumerated().map { index, net in
            let contract = World.contract("PLTR", "2027-04-\(index == 0 ? 30 : 23)", .put, 80)
            let leg = RollReport.NewLeg(
                contract: contract, quantity: Quantity(-2), bid: 7.10 + net, ask: 8, mid: Figure(7.9),
                natural: Figure(7.10 + net), entry: Figure(2.35 + net), quoteAgeSeconds: 1)
            return RollReport.Cell(
                expiry: index, strikeThousandths: 80_000, legs: [leg], net: Figure(net), netAtMid: Figure(net + 0.17),
                creditPerDay: net > 0 ? Figure(net / (index == 0 ? 14 : 7)) : .unknown(.notApplicable),
                breakeven: Figure(77.65 - net), delta: Figure(-0.55), obstacles: net > 0 ? [] : [.debit(-net)])
        }
        let held = RollReport.HeldLeg(
            contract: World.contract("PLTR", "2027-04-16", .put, 80), quantity: Quantity(-2), premium: Figure(2.35),
            campaignPremium: Figure(2.35), bid: 6.95, ask: 7.10, mid: Figure(7.025), natural: Figure(7.10),
            quoteAgeSeconds: 1)
        return RollReport(
            id: row.id, account: "paper", symbol: "PLTR", title: row.title, form: .shortOption, held: [held],
            shares: 200, daysToExpiry: 32, buyBack: Figure(7.10), realized: Figure(-950), rollsDone: 0,
            rollsToReview: 0, rules: RollRules(), spot: Figure(76.40), spotAgeSeconds: 1, expiries: expiries,
            strikes: [80_000], cells: cells, best: cells.first?.isAllowed == true ? 0 : nil,
            alternative: .takeShares(count: 200, price: 80, basis: Figure(77.65)), closedOn: nil, source: "test",
            retrievedAt: World.monday)
    }

    /// `HIGH PLTR 80P breached -935 | loss 2.0x credit; 04-30 80P +0.65 nat`.
    @Test func theSampleOfTheSpecification() throws {
        let row = Self.put(76.40, flags: [.lossLimit])
        var world = Self.world(row)
        world.rolls = [row.id: Self.report(row)]
        let finding = try #require(world.finding("PLTR"))
        #expect(finding.priority == .high && finding.monitor == .roll)
        #expect(finding.title == "PLTR 80P breached" && finding.trailing == "-935")
        #expect(finding.message == "loss 2.0x credit; 04-30 80P +0.65 nat")
        let choices = finding.actions.filter { $0.action == "roll" }
        #expect(choices.map { $0.parameters["net"] } == ["0.65", "0.30"])
        #expect(choices.allSatisfy { $0.parameters["position"] == row.id })
        let facts = Dictionary(finding.evidence.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        #expect(facts["price to buy back"] == 7.10 && facts["realised by buying back"] == -950)
        #expect(facts["net of the best roll"] == 0.65 && facts["rolls that keep to the rules"] == 2)
    }

    @Test func aWindowNamesItsRollFirst() throws {
        let row = Self.put(84, flags: [.rollWindow])
        var world = Self.world(row)
        world.rolls = [row.id: Self.report(row)]
        let finding = try #require(world.finding("PLTR"))
        #expect(finding.message.hasPrefix("04-30 80P +0.65 nat"))
    }

    @Test func withoutACreditRollItSaysSo() throws {
        let row = Self.put(76.40)
        var world = Self.world(row)
        world.rolls = [row.id: Self.report(row, nets: [-0.10, -0.20])]
        let finding = try #require(world.finding("PLTR"))
        #expect(finding.message.hasPrefix("4.7% in; no credit roll"))
        #expect(!finding.actions.contains { $0.action == "roll" })
    }

    /// Touched is at the strike or through it; the delta from .50, which is 100 shares of 2 contracts; out of the money with a
    /// lower one nothing.
    @Test func theLines() {
        #expect(Self.world(Self.put(80.00)).finding("PLTR")?.title == "PLTR 80P breached")
        #expect(Self.world(Self.put(80.01)).finding("PLTR") == nil)
        #expect(Self.world(Self.put(80.01, delta: 99)).finding("PLTR") == nil)
        let deep = Self.world(Self.put(80.01, delta: 100)).finding("PLTR")
        #expect(deep?.priority == .high && deep?.title == "PLTR 80P delta 50")
        let loss = Self.world(Self.put(80.01, flags: [.lossLimit])).finding("PLTR")
        #expect(loss?.priority == .high && loss?.title == "PLTR 80P at its loss limit")
        let window = Self.world(Self.put(84, flags: [.rollWindow])).finding("PLTR")
        #expect(window?.priority == .medium && window?.title == "PLTR 80P roll window")
        #expect(window?.trailing == "32 days")
    }

    /// Of a condor the short leg that the row's Dist names, not the first by its letters: at 216.46 the 210P is 6.46 away and
    /// the 235C 18.54. The price is that of all four legs, 95.00 over 100, and says so.
    @Test func ofACondorTheNearerLegSpeaks() throws {
        func condor(_ spot: Double) -> StrategyValuation {
            World.row(
                "IWM", .ironCondor, title: "-1 IC 210/205P 235/240C", spot: spot,
                legs: [
                    World.option(World.contract("IWM", "2027-04-16", .call, 235), -1, mark: 0.03, volatility: 0.2),
                    World.option(World.contract("IWM", "2027-04-16", .call, 240), 1, mark: 0.01, volatility: 0.2),
                    World.option(World.contract("IWM", "2027-04-16", .put, 210), -1, mark: 1.60, volatility: 0.2),
                    World.option(World.contract("IWM", "2027-04-16", .put, 205), 1, mark: 0.70, volatility: 0.22),
                ], captured: Figure(0.1), cost: 95, entry: 1.5, flags: [.rollWindow])
        }
        let puts = try #require(Self.world(condor(216.46)).finding("IWM"))
        #expect(puts.title == "IWM 210P roll window")
        #expect(puts.message.hasPrefix("6.46 away (") && puts.message.hasSuffix("; buy all 0.95"))
        #expect(puts.evidence.contains { $0.name == "strike" && $0.value == 210 })
        #expect(Self.world(condor(230)).finding("IWM")?.title == "IWM 235C roll window")
        #expect(Self.world(condor(209)).finding("IWM")?.title == "IWM 210P breached")
    }

    /// What is wanted and paid for may come; without the cash it may not.
    @Test func wantedAndFundedIsNoDanger() {
        var world = Self.world(Self.put(76.40, intent: .take))
        #expect(world.finding("PLTR") == nil)
        world.freeCash = -500
        #expect(world.finding("PLTR")?.priority == .high)
    }

    /// Seven days before its end the table of M1 speaks, and a calendar is made to sit at its strike.
    @Test func otherRulesSpeakWithinTheWeekAndForCalendars() {
        #expect(Self.world(Self.put(76.40, expiry: "2027-03-22")).finding("PLTR")?.monitor != .roll)
        #expect(Self.world(Self.put(76.40, expiry: "2027-03-23")).finding("PLTR")?.monitor == .roll)
        let calendar = World.row(
            "QQQ", .callCalendar, title: "+1 CAL 525C", spot: 530,
            legs: [
                World.option(World.contract("QQQ", "2027-04-16", .call, 525), -1, mark: 12, volatility: 0.18),
                World.option(World.contract("QQQ", "2027-05-21", .call, 525), 1, mark: 18, volatility: 0.18),
            ], captured: Figure(0.1), entry: -6.1)
        #expect(Self.world(calendar).finding("QQQ") == nil)
    }

    /// Within the week M1 names the rolls of what is in the money and not wanted, and of nothing else.
    @Test func theLastWeekNamesRollsToo() throws {
        let row = Self.put(76.40, expiry: "2027-03-19", intent: .avoid)
        var world = Self.world(row)
        func due(_ row: StrategyValuation) -> [String] {
            let world = Self.world(row)
            return Monitors.dueForRolls(context: world.context, memory: world.memory).map(\.id)
        }
        #expect(due(row) == [row.id])
        #expect(world.finding("PLTR")?.actions.contains { $0.action == "roll" } == false, "no grid is there yet")
        world.rolls = [row.id: Self.report(row)]
        let finding = try #require(world.finding("PLTR"))
        #expect(finding.monitor == .expiration)
        #expect(finding.actions.filter { $0.action == "roll" }.map { $0.parameters["net"] } == ["0.65", "0.30"])
        #expect(finding.evidence.contains { $0.name == "net of the best roll" && $0.value == 0.65 })
        #expect(due(Self.put(84, expiry: "2027-03-19", intent: .avoid)) == [])
        #expect(due(Self.put(76.40, expiry: "2027-03-19", intent: .take)) == [], "wanted and paid for")
        var past = row
        past.legs[0].state = .awaitingBroker
        #expect(due(past) == [])
    }

    /// It ends when the spot has left the strike by half a percent, not at the first cent; and a window does not become a
    /// breach because of that.
    @Test func theBreachEndsWithADistance() {
        let first = Self.world(Self.put(79.90)).run()
        #expect(first.memory.breached == [Self.put(79.90).id])
        func later(_ spot: Double, flags: [PositionFlag] = []) -> MonitorReport {
            var world = Self.world(Self.put(spot, flags: flags))
            world.memory = first.memory
            return world.run()
        }
        #expect(later(80.30).findings.first?.priority == .high)
        #expect(later(80.50).findings.isEmpty && later(80.50).memory.breached.isEmpty)
        var window = Self.world(Self.put(80.30, flags: [.rollWindow]))
        window.memory = window.run().memory
        #expect(window.finding("PLTR")?.priority == .medium)
    }

    /// Nobody is woken for a date that turned; what was found in the day stays.
    @Test func nothingNewAtNight() {
        let night = NewYorkTime.instant(on: World.date("2027-03-16"), hour: 0, minute: 30)
        var world = Self.world(Self.put(84, flags: [.rollWindow]))
        world.now = night
        #expect(world.finding("PLTR") == nil)
        world.memory = Self.world(Self.put(84, flags: [.rollWindow])).run().memory
        #expect(world.finding("PLTR")?.priority == .medium)
    }

    @Test func theSettingMovesTheLine() throws {
        var world = Self.world(Self.put(80.01, delta: 80))
        #expect(world.finding("PLTR") == nil)
        try world.settings.set("roll.delta", to: 0.40)
        #expect(world.finding("PLTR")?.title == "PLTR 80P delta 40")
    }

    /// A possible early exercise one day says less than the roll; a put at parity says more.
    @Test func whoLeads() {
        var early = Self.put(76.40)
        early.legs[0].earlyExerciseProbability = Figure(0.6)
        #expect(Self.world(early).finding("PLTR")?.title == "PLTR 80P breached")
        let deep = World.put(
            "DEEP", "2027-04-16", 60, spot: 50, mark: 10.02, half: 0.05, volatility: 0.3, probability: 0.9, entry: 2)
        #expect(Self.world(deep).finding("DEEP")?.title == "DEEP 60P at parity")
    }

    // MARK: - When grids are computed

    private static let settings = MonitorSettings().roll

    private static func later(_ seconds: Double) -> Instant { World.monday.adding(seconds: seconds) }

    /// Once for what is due; again when the spot moves by half a percent, when the quotes in it grew old, when the row
    /// changed; a try without an answer counts as one.
    @Test func aGridIsComputedOnlyWhenSomethingChanged() {
        var pricing = RollPricing()
        let row = Self.put(76.40)
        func due(_ row: StrategyValuation, _ seconds: Double, inSession: Bool = true) -> [String] {
            pricing.due([row], settings: Self.settings, isInSession: inSession, now: Self.later(seconds))
        }
        #expect(due(row, 0) == [row.id])
        pricing.take(Self.report(row), of: row, now: World.monday)
        #expect(due(row, 30).isEmpty)
        #expect(due(Self.put(76.70), 30).isEmpty, "0.39 %")
        #expect(due(Self.put(76.79), 30) == [row.id], "0.51 %")
        #expect(due(Self.put(76.79), 10).isEmpty, "not twice within seconds")
        #expect(due(row, 60) == [row.id])
        #expect(due(row, 3_600, inSession: false).isEmpty, "no quote changes out of session")
        #expect(due(row, 86_400, inSession: false) == [row.id], "another day")
        pricing.take(nil, of: row, now: Self.later(120))
        #expect(due(row, 130).isEmpty && due(row, 180) == [row.id])
        #expect(due(row, 100) == [row.id], "a clock that went back")
        var more = row
        more.legs[0].position.quantity = Quantity(-3)
        #expect(due(more, 125) == [row.id])
    }

    /// Where only some are computed at once none waits for ever.
    @Test func theLongestWithoutAGridComesFirst() {
        var pricing = RollPricing()
        let rows = (1...3).map { number in
            var row = Self.put(76.40)
            row.id = "row-\(number)"
            return row
        }
        func due(_ seconds: Double) -> [String] {
            pricing.due(rows, settings: Self.settings, isInSession: true, now: Self.later(seconds))
        }
        #expect(due(0) == ["row-1", "row-2", "row-3"])
        pricing.take(nil, of: rows[0], now: Self.later(0))
        #expect(due(100) == ["row-2", "row-3", "row-1"])
        pricing.take(nil, of: rows[1], now: Self.later(10))
        #expect(due(100) == ["row-3", "row-1", "row-2"])
    }

    @Test func oldGridsAndQuietRowsAreForgotten() {
        var pricing = RollPricing()
        let row = Self.put(76.40)
        pricing.take(Self.report(row), of: row, now: World.monday)
        func reports(_ seconds: Double, inSession: Bool) -> [String: RollReport] {
            pricing.reports(now: Self.later(seconds), settings: Self.settings, isInSession: inSession)
        }
        #expect(reports(100, inSession: true).count == 1)
        #expect(reports(200, inSession: true).isEmpty && reports(200, inSession: false).count == 1)
        let none = pricing.due([], settings: Self.settings, isInSession: true, now: Self.later(1))
        #expect(none.isEmpty)
        #expect(reports(1, inSession: true).isEmpty)
    }

    /// Rows that are quiet cost nothing: PLTR is breached, KO in its last week is in the money and not wanted.
    @Test func onlyRowsThatAreDueAreAsked() {
        let world = World.paper
        let due = Monitors.dueForRolls(context: world.context, memory: MonitorMemory())
        #expect(due.map(\.symbol).sorted() == ["KO", "PLTR"])
    }
}

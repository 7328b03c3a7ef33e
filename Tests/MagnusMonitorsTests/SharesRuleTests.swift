import MagnusAnalysis
import MagnusDomain
import Testing

@testable import MagnusMonitors

/// "Idle shares 5 sessions MEDIUM; call under wheel basis MEDIUM" (trader.md section 2), on rows 10 and 11 of the paper
/// account.
@Suite struct SharesRuleTests {
    typealias World = MonitorsWorld

    private static let january = World.monday.adding(seconds: -60 * 86_400)

    private static let dis: StrategyValuation = {
        var row = World.row(
            "DIS", .stock, title: "100 sh", spot: 108.40,
            legs: [
                World.Leg(instrument: .stock(symbol: "DIS"), quantity: 100, mark: 108.40, bid: 108.39, ask: 108.41)
            ], captured: .unknown(.notApplicable), flags: [.uncoveredShares], now: january)
        row.legs[0].position.stockBasis = StockBasis(broker: 115, tax: 112.65, wheel: 110.90)
        return row
    }()

    private static func bought(_ day: String, _ instrument: Instrument, kind: LedgerEventKind = .trade) -> LedgerEvent {
        LedgerEvent(
            id: day, account: "paper", time: NewYorkTime.instant(on: World.date(day), hour: 11, minute: 0), kind: kind,
            instrument: instrument, quantity: Quantity(1), source: "test")
    }

    private static let call = Instrument.option(World.contract("DIS", "2027-03-19", .call, 120))

    private static func finding(
        _ row: StrategyValuation, _ events: [LedgerEvent] = [], sessions: Int = 5
    ) -> AlertFinding? {
        var world = World()
        world.strategies = [row]
        world.settings.shares.idleSessions = sessions
        var context = world.context
        context.deliveries = events
        return Monitors.run([.shares], context: context, memory: MonitorMemory()).findings.first
    }

    /// The call was bought back on Thursday 03-04: 5, 8, 9, 10, 11 and 12 March are six sessions.
    @Test func sharesWithoutACall() throws {
        let found = try #require(Self.finding(Self.dis, [Self.bought("2027-03-04", Self.call)]))
        #expect(found.priority == .medium && found.title == "DIS 100 shares idle" && found.trailing == "6 sessions")
        #expect(found.message == "basis 110.90; no call since 03-04")
        #expect(found.positionIdentifier == Self.dis.id && found.conditionKey == "position:\(Self.dis.id)")
        #expect(Self.finding(Self.dis, [Self.bought("2027-03-05", Self.call)])?.trailing == "5 sessions")
        #expect(Self.finding(Self.dis, [Self.bought("2027-03-08", Self.call)]) == nil, "four whole sessions")
        #expect(Self.finding(Self.dis, [Self.bought("2027-03-04", Self.call)], sessions: 7) == nil)
        #expect(Self.finding(Self.dis)?.trailing == "5+ sessions", "longer than the events reach")
    }

    @Test func whatChangesNoCoverIsNoCall() {
        let old = Self.bought("2027-03-04", Self.call)
        let put = Instrument.option(World.contract("DIS", "2027-03-19", .put, 100))
        let others = [
            Self.bought("2027-03-12", put), Self.bought("2027-03-12", .stock(symbol: "KO")),
            Self.bought("2027-03-12", .stock(symbol: "DIS"), kind: .dividend),
        ]
        #expect(Self.finding(Self.dis, others + [old])?.trailing == "6 sessions")
        #expect(Self.finding(Self.dis, [old, Self.bought("2027-03-12", .stock(symbol: "DIS"))]) == nil)
        var covered = Self.dis
        covered.flags = []
        #expect(Self.finding(covered, [old]) == nil)
    }

    private static func intc(_ expiry: String = "2027-04-16", spot: Double = 36.90) -> StrategyValuation {
        var row = World.row(
            "INTC", .coveredCall, title: "CC -1 39C", spot: spot,
            legs: [
                World.Leg(instrument: .stock(symbol: "INTC"), quantity: 100, mark: spot, bid: spot, ask: spot),
                World.option(World.contract("INTC", expiry, .call, 39), -1, mark: 0.98, volatility: 0.4),
            ], captured: .unknown(.locked), flags: [.belowBasis], now: january)
        row.legs[0].position.stockBasis = StockBasis(broker: 42, tax: 40.45, wheel: 39.40)
        row.legs[1].position.averagePrice = 0.88
        return row
    }

    /// Row 10: -212 by the broker's basis, +48 by the wheel's: (39 - 39.40) x 100 + 88.
    @Test func aCallUnderTheWheelBasis() throws {
        let found = try #require(Self.finding(Self.intc()))
        #expect(found.priority == .medium && found.title == "INTC 39C under basis" && found.trailing == "39.40")
        #expect(found.message == "called +48 by wheel basis; premium 88")
        var bought = Self.intc()
        bought.legs[0].position.stockBasis = StockBasis(broker: 42)
        #expect(Self.finding(bought)?.message == "called -212 by broker basis")
        bought.legs[0].position.stockBasis = StockBasis(broker: 38)
        #expect(Self.finding(bought) == nil)
    }

    /// In its last week the danger table speaks of what is out of the money.
    @Test func theLastWeekIsTheTables() throws {
        #expect(Self.finding(Self.intc("2027-03-19")) == nil)
        let inside = try #require(Self.finding(Self.intc("2027-03-19", spot: 39.50)))
        #expect(inside.monitor == .expiration && inside.evidence.contains { $0.name == "wheel basis" })
    }

    @Test func aMuteSilencesIt() {
        var world = World()
        world.strategies = [Self.intc()]
        world.mutes = [MonitorMute(monitor: .shares, symbol: "INTC")]
        #expect(world.finding("INTC") == nil)
    }
}

import MagnusAnalysis
import MagnusDomain
import Testing

@testable import MagnusMonitors

/// "Cash short for the next expiry CRITICAL" (trader.md section 2).
@Suite struct CashRuleTests {
    typealias World = MonitorsWorld

    private static func world(cash: Double?, bills: Double? = 0, _ rows: [StrategyValuation]) -> World {
        var world = World()
        (world.freeCash, world.billFunds, world.strategies) = (cash, bills, rows)
        return world
    }

    private static func report(_ world: World) -> MonitorReport {
        Monitors.run([.cash], context: world.context, memory: MonitorMemory())
    }

    /// AAPL 260P takes 26,000 on Wednesday and two KO 75P 15,000 on Friday, both in the money: 41,000 of 36,000.
    @Test func whatOneExpiryTakesIsGoneForTheNext() throws {
        let found = try #require(Self.report(Self.world(cash: 36_000, [World.aapl, World.ko])).findings.first)
        #expect(found.priority == .critical && found.conditionKey == "cash:paper")
        #expect(found.title == "Cash short for Fri 03-19" && found.trailing == "4 days")
        #expect(found.message == "5,000 short: 41,000 due, 36,000 there")
        #expect(found.deadline == NewYorkTime.instant(on: World.date("2027-03-19"), hour: 16, minute: 0))
        let facts = Dictionary(found.evidence.map { ($0.name, $0.value) }) { first, _ in first }
        #expect(facts["missing"] == 5_000 && facts["AAPL 260P 03-17"] == 26_000 && facts["KO 75P 03-19"] == 15_000)
        // Wednesday alone is paid for, and so is everything with the T-bill funds sold.
        #expect(Self.report(Self.world(cash: 26_000, [World.aapl])).findings.isEmpty)
        #expect(Self.report(Self.world(cash: 36_000, bills: 5_000, [World.aapl, World.ko])).findings.isEmpty)
        #expect(Self.report(Self.world(cash: 36_000, bills: 4_999, [World.aapl, World.ko])).findings.count == 1)
    }

    @Test func theNearestExpiryThatIsShortIsNamed() throws {
        let found = try #require(Self.report(Self.world(cash: 20_000, [World.aapl, World.ko])).findings.first)
        #expect(found.title == "Cash short for Wed 03-17" && found.message.hasPrefix("6,000 short"))
    }

    /// Ten puts at 100 with the spot at 120 may be held on margin; those of next month are not next.
    @Test func whatIsOutOfTheMoneyOrFarTakesNothing() {
        let out = World.put(
            "ABC", "2027-03-19", 100, count: 10, spot: 120, mark: 0.05, volatility: 0.3, probability: 0.01, entry: 1)
        #expect(Self.report(Self.world(cash: 1_000, [out, World.pltr])).findings.isEmpty)
    }

    private static func spread(_ symbol: String, spot: Double, settlement: Settlement = .physical) -> StrategyValuation
    {
        World.row(
            symbol, .bullPutSpread, title: "-2 PCS 585/575", spot: spot,
            legs: [
                World.option(
                    World.contract(symbol, "2027-03-19", .put, 585, settlement: settlement), -2, mark: 5,
                    volatility: 0.2),
                World.option(
                    World.contract(symbol, "2027-03-19", .put, 575, settlement: settlement), 2, mark: 3,
                    volatility: 0.2),
            ], captured: Figure(-1))
    }

    /// Both in the money: 2 x 100 x (585 - 575) = 2,000. The long ones out of it die, and 117,000 is to be paid. In cash at
    /// 580: 2 x 100 x (585 - 580) = 1,000.
    @Test func spreadsTakeTheirWidthUntilTheLongLegDies() throws {
        #expect(Self.report(Self.world(cash: 2_000, [Self.spread("SPY", spot: 570)])).findings.isEmpty)
        let inside = try #require(Self.report(Self.world(cash: 1_500, [Self.spread("SPY", spot: 570)])).findings.first)
        #expect(inside.message == "500 short: 2,000 due, 1,500 there")
        let dying = try #require(Self.report(Self.world(cash: 2_000, [Self.spread("SPY", spot: 580)])).findings.first)
        #expect(dying.message.hasPrefix("115,000 short"))
        let index = Self.spread("XSP", spot: 580, settlement: .cashAfternoon)
        #expect(Self.report(Self.world(cash: 1_000, [index])).findings.isEmpty)
        #expect(Self.report(Self.world(cash: 900, [index])).findings.first?.message.hasPrefix("100 short") == true)
    }

    /// What cannot be judged is neither raised nor ended.
    @Test func whatIsUnknownIsNoAnswer() {
        let blind = World.put(
            "ABC", "2027-03-19", 100, spot: nil, mark: nil, volatility: nil, probability: nil, entry: 1)
        let report = Self.report(Self.world(cash: 1_000, [blind]))
        #expect(report.findings.isEmpty && report.undetermined == ["cash:paper"])
        let bills = Self.report(Self.world(cash: 1_000, bills: nil, [World.aapl]))
        #expect(bills.findings.isEmpty && bills.undetermined == ["cash:paper"])
        // A price that is missing does not hide what is short already.
        #expect(Self.report(Self.world(cash: 1_000, [blind, World.aapl])).findings.count == 1)
    }

    @Test func conditionsNameTheirAccount() {
        #expect(AccountCondition.account(of: "cash:paper") == "paper")
        #expect(AccountCondition.account(of: "order:ira:O:1") == "ira")
        #expect(AccountCondition.account(of: "delivery:paper:KO:2027-03-19") == "paper")
        #expect(AccountCondition.account(of: "position:paper:KO") == nil)
        #expect(AccountCondition.account(of: "store:write") == nil)
    }
}

/// "Order without a position HIGH" (trader.md section 2).
@Suite struct OrderRuleTests {
    @Test func anOrderOutlivesItsPosition() throws {
        var world = MonitorsWorld()
        world.strategies = [MonitorsWorld.ko]
        var context = world.context
        context.orders = [
            WorkingOrder(
                id: "O1", account: "paper", strategyGroup: "P14", limitPrice: 0.93, isGoodTillCancelled: true,
                placedAt: MonitorsWorld.monday)
        ]
        let found = try #require(Monitors.run([.orders], context: context, memory: MonitorMemory()).findings.first)
        #expect(found.priority == .high && found.title == "Order without a position" && found.trailing == "P14")
        #expect(found.message == "buys at 0.93, good till cancelled" && found.conditionKey == "order:paper:O1")
        context.book.strategies[0].legs[0].position.strategyGroup = "P14"
        #expect(Monitors.run([.orders], context: context, memory: MonitorMemory()).findings.isEmpty)
        // Orders of real accounts name no position.
        context.book.strategies = []
        context.book.accounts[0].account.kind = .imported
        #expect(Monitors.run([.orders], context: context, memory: MonitorMemory()).findings.isEmpty)
    }
}

import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusMonitors

@Suite struct AssignmentRuleTests {
    typealias World = MonitorsWorld

    static func call(
        bid: Double, ask: Double, spot: Double = 52, isCovered: Bool = true, amount: Double = 0.40,
        estimated: Bool = false, exDate: String = "2027-03-16", now: Instant = World.monday
    ) -> World {
        var world = World()
        world.mutes = World.withoutRolls
        world.now = now
        var legs = [
            World.Leg(
                instrument: .option(World.contract("DIV", "2027-04-16", .call, 50)), quantity: -1,
                mark: 0.5 * (bid + ask), bid: bid, ask: ask, volatility: 0.10, probability: 0.8, early: 0.1)
        ]
        if isCovered {
            legs.insert(
                World.Leg(instrument: .stock(symbol: "DIV"), quantity: 100, mark: spot, bid: spot, ask: spot), at: 0)
        }
        world.strategies = [
            World.row(
                "DIV", isCovered ? .coveredCall : .shortCall, title: "-1 50C", spot: spot, legs: legs,
                captured: Figure(0.1), entry: 1, now: now)
        ]
        var profile = SecurityProfile(symbol: "DIV", name: "Payer", kind: .stock, sector: "Energy")
        profile.dividends = [
            DividendEvent(exDate: World.date(exDate), amount: amount, isEstimated: estimated)
        ]
        world.profiles = [profile]
        return world
    }

    /// Ex-date tomorrow, in the money with extrinsic 0.15, dividend 0.40: CRITICAL before the close, with the cost.
    @Test func dividendTomorrow() throws {
        let finding = try #require(Self.call(bid: 2.15, ask: 2.25).finding("DIV"))
        #expect(finding.priority == .critical)
        #expect(finding.title == "DIV 50C will be called")
        #expect(finding.message == "ex Tue 0.40 > extrinsic 0.15; 100 sh")
        #expect(finding.deadline == NewYorkTime.instant(on: World.date("2027-03-15"), hour: 16, minute: 0))
        let cost = finding.evidence.first { $0.name == "dividend not received" }
        #expect(cost?.value.map { abs($0 - 40) < 1e-9 } == true)
    }

    @Test func uncoveredOwesTheDividend() throws {
        let finding = try #require(Self.call(bid: 2.15, ask: 2.25, isCovered: false).finding("DIV"))
        #expect(finding.priority == .critical)
        #expect(finding.message.contains("owe 40"))
    }

    @Test func exactRuleDecidesCritical() {
        // 0.10 of dividend is less than the interest of 0.15 on the strike: no exercise, and the bid holds more.
        #expect(Self.call(bid: 2.15, ask: 2.25, amount: 0.10).finding("DIV") == nil)
        // At the money the put is worth more than the dividend: the extrinsic value alone is a warning.
        let warned = Self.call(bid: 0.30, ask: 0.40, spot: 50.05, amount: 0.40).finding("DIV")
        #expect(warned?.priority == .high)
    }

    @Test func earlierDaysAreHighAndEstimatesToo() {
        // Thursday's ex-date on Monday: three sessions before, extrinsic at the bid below the dividend.
        #expect(Self.call(bid: 2.15, ask: 2.25, exDate: "2027-03-18").finding("DIV")?.priority == .high)
        #expect(Self.call(bid: 2.15, ask: 2.25, estimated: true).finding("DIV")?.priority == .high)
        // Further than five sessions: nothing.
        #expect(Self.call(bid: 2.15, ask: 2.25, exDate: "2027-03-30").finding("DIV") == nil)
    }

    /// What is made of an undeclared dividend or of an estimated spot says so among the facts, and nothing else does.
    @Test func factsKeepTheTrustOfTheirFigures() throws {
        func estimated(_ world: World) throws -> Set<String> {
            let facts = try #require(world.finding("DIV")).evidence
            #expect(facts.contains { $0.name == "strike" && $0.trust == .fresh })
            return Set(facts.filter { $0.trust == .estimated }.map(\.name))
        }
        // The put is not quoted: it is priced, and the sum with it.
        let priced: Set = ["interest plus put", "P put of the strike"]
        #expect(try estimated(Self.call(bid: 2.15, ask: 2.25)) == priced)
        let announced = try estimated(Self.call(bid: 2.15, ask: 2.25, estimated: true))
        #expect(announced == priced.union(["dividend", "dividend not received", "S spot less dividend"]))
        var world = Self.call(bid: 2.15, ask: 2.25)
        world.strategies[0].legs[1].underlyingPrice = Figure(52, trust: .estimated)
        let spot = try estimated(world)
        let moved: Set = ["spot", "distance", "extrinsic at the bid", "S spot less dividend"]
        #expect(spot.isSuperset(of: priced.union(moved)))
        #expect(!spot.contains("dividend"))
    }

    /// After the last cum day's close nothing can be done and nothing is better: the severity is that of the afternoon,
    /// also where Magnus was started in the evening, until the cut-off; then the broker's answer is awaited.
    @Test func theEveningBeforeTheExDate() throws {
        let day = World.date("2027-03-15")
        func evening(_ hour: Int, _ minute: Int) -> World {
            Self.call(bid: 2.15, ask: 2.25, now: NewYorkTime.instant(on: day, hour: hour, minute: minute))
        }
        for (hour, minute) in [(16, 0), (16, 1), (17, 29)] {
            let finding = try #require(evening(hour, minute).finding("DIV"))
            #expect(finding.priority == .critical)
            #expect(finding.title == "DIV 50C will be called" && finding.trailing == "tonight")
            #expect(finding.deadline == NewYorkTime.instant(on: day, hour: 17, minute: 30))
        }
        let over = try #require(evening(17, 45).finding("DIV"))
        #expect(over.priority == .high && over.trailing == "broker?" && over.deadline == nil)
        // Wanted and covered: MO is "take".
        var world = World()
        world.strategies = [World.mo]
        world.profiles = [World.moProfile]
        world.now = NewYorkTime.instant(on: day, hour: 17, minute: 45)
        #expect(world.finding("MO")?.priority == .medium)
        world.now = NewYorkTime.instant(on: day, hour: 16, minute: 5)
        #expect(world.finding("MO")?.priority == .critical)
        #expect(world.finding("MO")?.trailing == "tonight")
    }

    /// trader.md section 6 row 3: 0.18 + 0.43. Interest: t = 31 days 6.5 hours, 57.5 (1 - e^(-0.036 x 31.2708 / 365)) =
    /// 0.1771; the put at the mid of 0.42 x 0.45.
    @Test func theQuotedPutDecides() throws {
        func finding(_ dividend: Double, bid: Double? = 0.42, age: Double = 1) throws -> AlertFinding {
            var world = World()
            world.strategies = [World.mo]
            world.profiles = [World.moProfile]
            world.profiles[0].dividends[0].amount = dividend
            world.optionQuotes[World.contract("MO", "2027-04-16", .put, 57.5)] = Quote(
                bid: bid, ask: 0.45, time: world.now.adding(seconds: -age), receivedAt: world.now, source: "test")
            return try #require(world.finding("MO"))
        }
        func fact(_ finding: AlertFinding, _ name: String) -> AlertEvidence? {
            finding.evidence.first { $0.name == name }
        }
        let row = try finding(1.06)
        #expect(row.priority == .critical)
        #expect(fact(row, "interest plus put")?.value.map { abs($0 - 0.6121) < 0.0002 } == true)
        #expect(fact(row, "P put of the strike")?.value == 0.435)
        #expect(fact(row, "P put of the strike")?.source == "test mid of 0.42 x 0.45")
        #expect(fact(row, "r rate")?.value == 0.036)
        #expect(fact(row, "t from the ex-date")?.value.map { abs($0 - 31.2708) < 0.0001 } == true)
        // Under the sum it is no exercise, above it is.
        #expect(try finding(0.60).priority == .high)
        #expect(try finding(0.62).priority == .critical)
        // An old quote and one without a bid are no price: then the call's own volatility of 19 %.
        for spoilt in [try finding(1.06, age: 600), try finding(1.06, bid: nil)] {
            #expect(fact(spoilt, "P put of the strike")?.source == "American price at S, v, r, t")
            #expect(fact(spoilt, "v volatility")?.value == 0.19)
            #expect(fact(spoilt, "v volatility")?.source == "the call's own volatility")
            #expect(fact(spoilt, "S spot less dividend")?.value.map { abs($0 - 59.79) < 1e-9 } == true)
        }
    }

    /// Without a quote and without a volatility the rule cannot be exact, and says so.
    @Test func withoutAPutTheExtrinsicAloneWarns() throws {
        var world = World()
        world.strategies = [World.mo]
        world.strategies[0].legs[1].impliedVolatility = .unknown(.noMarket)
        world.profiles = [World.moProfile]
        let finding = try #require(world.finding("MO"))
        #expect(finding.priority == .high)
        let sum = try #require(finding.evidence.first { $0.name == "interest plus put" })
        #expect(sum.value == nil && sum.source == "no quote and no volatility of the put")
    }

    /// The puts that the rule compares with are asked for although nobody holds them.
    @Test func putsOfCallsBeforeADividendAreWanted() {
        var world = World()
        world.profiles = [World.moProfile]
        let call = World.contract("MO", "2027-04-16", .call, 57.5)
        let short = World.contract("KO", "2027-03-19", .put, 75)
        let held = [call, short, World.contract("QQQ", "2027-04-16", .call, 525)]
        func wanted(_ contracts: [OptionContract]) -> [OptionContract] {
            Monitors.compared(with: contracts, market: world.context.market, settings: world.settings)
        }
        let put = World.contract("MO", "2027-04-16", .put, 57.5)
        #expect(wanted(held) == [put])
        #expect(wanted(held + [put]).isEmpty, "it is quoted as held")
        world.profiles[0].dividends[0].exDate = World.date("2027-03-30")
        #expect(wanted(held).isEmpty, "too far ahead")
    }

    @Test func lastCumDayBeforeAHoliday() {
        // Ex-date Monday 29 March: Good Friday lies before it, so the last cum day is Thursday.
        let thursday = NewYorkTime.instant(on: World.date("2027-03-25"), hour: 11, minute: 0)
        let finding = Self.call(bid: 2.15, ask: 2.25, exDate: "2027-03-29", now: thursday).finding("DIV")
        #expect(finding?.priority == .critical)
    }

    @Test func putAtParity() {
        var world = World()
        world.strategies = [
            World.put(
                "DEEP", "2027-04-16", 60, spot: 50, mark: 10.02, half: 0.05, volatility: 0.3, probability: 0.9, entry: 2
            )
        ]
        let finding = world.finding("DEEP")
        #expect(finding?.priority == .high)
        #expect(finding?.title == "DEEP 60P at parity")
        #expect(finding?.message.hasPrefix("extrinsic 0.02, spread 0.10") == true)
        // A winner out of the money with little value is no parity.
        world.strategies = [
            World.put(
                "DEEP", "2027-04-16", 150, spot: 175, mark: 0.35, half: 0.5, volatility: 0.35, probability: 0.04,
                entry: 0.36)
        ]
        #expect(world.finding("DEEP") == nil)
    }

    @Test func probabilityLines() {
        func world(_ probability: Double, days: String = "2027-03-22") -> World {
            var world = World()
            world.strategies = [
                World.put("ABC", days, 100, spot: 101, mark: 2, volatility: 0.3, probability: probability, entry: 2)
            ]
            return world
        }
        #expect(world(0.39).finding("ABC")?.monitor == .expiration)
        #expect(world(0.40).finding("ABC")?.priority == .high)
        #expect(world(0.70).finding("ABC")?.priority == .critical)
        // A 50-delta put a month out is not an alert.
        #expect(world(0.60, days: "2027-04-16").finding("ABC") == nil)
    }

    /// Before the last week the early part raises, of a put that is in the money, or what may happen tonight.
    @Test func earlyLineNeedsTheMoneyOrTonight() throws {
        func world(early: Double, next: Double, spot: Double = 76.4) throws -> World {
            var world = World()
            world.mutes = World.withoutRolls
            var row = World.put(
                "PLTR", "2027-04-16", 80, spot: spot, mark: 7.02, volatility: 0.56, probability: 0.64, entry: 2.35)
            row.legs[0].earlyExerciseProbability = Figure(early)
            row.legs[0].nextExerciseProbability = Figure(next)
            world.strategies = [row]
            return world
        }
        #expect(try world(early: 0.39, next: 0).finding("PLTR") == nil)
        #expect(try world(early: 0.60, next: 0, spot: 80.5).finding("PLTR") == nil, "out of the money")
        let inside = try #require(try world(early: 0.75, next: 0.39).finding("PLTR"))
        #expect(inside.priority == .high)
        #expect(inside.message.contains("75% early"))
        let tonight = try #require(try world(early: 0.95, next: 0.90).finding("PLTR"))
        #expect(tonight.priority == .high)
        #expect(tonight.message.contains("90% tonight"))
        #expect(tonight.trailing == "tonight")
        #expect(tonight.deadline == NewYorkTime.instant(on: World.date("2027-03-15"), hour: 17, minute: 30))
        #expect(inside.trailing == "32 days")
        // On a Saturday the next evening is Monday's.
        var weekend = try world(early: 0.95, next: 0.90)
        weekend.now = NewYorkTime.instant(on: World.date("2027-03-20"), hour: 10, minute: 0)
        #expect(weekend.finding("PLTR")?.trailing == "Mon")
        #expect(weekend.finding("PLTR")?.message.contains("90% Mon") == true)
    }

    /// Without a boundary the interest on the strike against the price of the call of the same strike decides.
    @Test func interestOverTheCallIsParity() {
        func world(callAsk: Double) -> World {
            var world = World()
            world.mutes = World.withoutRolls
            world.strategies = [
                World.put(
                    "DEEP", "2027-09-17", 100, spot: 60, mark: 41, half: 0.05, volatility: nil, probability: 0.9,
                    entry: 2)
            ]
            world.optionQuotes[World.contract("DEEP", "2027-09-17", .call, 100)] = Quote(
                bid: 0.01, ask: callAsk, time: world.now, receivedAt: world.now, source: "test")
            return world
        }
        // Interest of half a year at 3.6 %: 1.82.
        #expect(world(callAsk: 0.05).finding("DEEP")?.priority == .high)
        #expect(world(callAsk: 1.90).finding("DEEP") == nil)
    }

    @Test func cashSettledIsNeverAssigned() {
        var world = World()
        world.strategies = [World.xsp]
        #expect(world.finding("XSP")?.monitor == .expiration)
        let hit = AssignmentRule.hit(World.xsp, isHolding: false, context: world.context)
        #expect(hit == nil)
    }
}

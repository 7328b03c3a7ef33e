import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusMonitors

/// Time: openings, half days, holidays, the evening of expiry and the days after it.
@Suite struct ExpirationRuleTests {
    typealias World = MonitorsWorld

    static func world(
        at now: Instant, spot: Double, strike: Double = 75, state: PositionState = .open, expiry: String = "2027-03-19",
        intent: PositionIntent = .avoid, mark: Double = 0.4
    ) -> World {
        var world = World()
        world.now = now
        var row = World.put(
            "KO", expiry, strike, count: 2, spot: spot, mark: mark, volatility: 0.17, probability: 0.5, entry: 0.5,
            intent: intent, now: now)
        row.legs[0].state = state
        world.strategies = [row]
        return world
    }

    static func friday(_ hour: Int, _ minute: Int) -> Instant {
        NewYorkTime.instant(on: World.date("2027-03-19"), hour: hour, minute: minute)
    }

    /// 0.02 out of the money at 16:00, 0.60 in at 17:00: never "expired worthless".
    @Test func eveningOfExpiry() {
        let before = Self.world(at: Self.friday(15, 59), spot: 75.02).finding("KO")
        #expect(before?.priority == .critical)
        #expect(before?.title == "KO 75P at the strike")
        let after = Self.world(at: Self.friday(16, 1), spot: 75.02, state: .decide).finding("KO")
        #expect(after?.priority == .critical)
        #expect(after?.trailing == "17:30")
        #expect(after?.deadline == Self.friday(17, 30))
        let moved = Self.world(at: Self.friday(17, 0), spot: 74.40, state: .decide).finding("KO")
        #expect(moved?.priority == .critical)
        #expect(moved?.message.contains("0.60 in") == true || moved?.message.contains("0.8% in") == true)
        let waiting = Self.world(at: Self.friday(17, 31), spot: 74.40, state: .awaitingBroker).finding("KO")
        #expect(waiting?.priority == .high)
        #expect(waiting?.trailing == "broker?")
        let monday = NewYorkTime.instant(on: World.date("2027-03-22"), hour: 9, minute: 0)
        #expect(Self.world(at: monday, spot: 74.4, state: .awaitingBroker).finding("KO") != nil)
        let lost = Self.world(at: monday, spot: 74.4, state: .expiredUnresolved).finding("KO")
        #expect(lost?.message.contains("import the report") == true)
    }

    /// In the money by a cent at the close exercises itself, though the shares rose afterwards; and what the close left out of
    /// the money is exercised when they fell.
    @Test(arguments: [(74.99, 75.20, "0.01 in"), (75.20, 74.99, "0.01 in"), (75.05, 75.20, "0.05 away")])
    func theCloseAndWhatCameAfterItBothJudge(_ close: Double, _ late: Double, _ words: String) {
        for (hour, state) in [(17, PositionState.decide), (21, .awaitingBroker)] {
            var world = Self.world(at: Self.friday(hour, 29), spot: late, state: state)
            world.profiles = [SecurityProfile(symbol: "KO", name: "Coca-Cola", kind: .stock, sector: "x")]
            let day = World.date("2027-03-19")
            world.bars["KO"] = [
                DailyBar(date: day.adding(days: -1), open: 90, high: 90, low: 90, close: 90, volume: 1),
                DailyBar(date: day, open: 75, high: 76, low: 74, close: close, volume: 1),
            ]
            let finding = world.finding("KO")
            #expect(finding?.priority == (state == .decide ? .critical : .high), "\(String(describing: finding))")
            #expect(finding?.message.hasPrefix(words) == true, "\(finding?.message ?? "")")
            // The price that judged says where it is from: a close is of no quote, and does not age.
            let spot = finding?.evidence.first { $0.name == "spot" }
            #expect(spot?.value == min(close, late))
            #expect((spot?.source == "close 03-19") == (close < late), "\(spot?.source ?? "")")
            #expect((spot?.ageSeconds == nil) == (close < late))
        }
    }

    /// A third of a per cent from the strike on the last morning is a pin, whatever that is in standard deviations.
    @Test func nearTheStrikeOnTheLastDayIsAPin() {
        #expect(Self.world(at: Self.friday(10, 0), spot: 75.25).finding("KO")?.priority == .critical)
        #expect(Self.world(at: Self.friday(10, 0), spot: 75.60).finding("KO")?.priority != .critical)
    }

    @Test func farOutIsStillWaitedFor() {
        let waiting = Self.world(at: Self.friday(17, 31), spot: 90, state: .awaitingBroker).finding("KO")
        #expect(waiting?.priority == .low)
    }

    /// What is settled in cash cannot be assigned, and no time is left that could be counted in standard deviations.
    @Test(arguments: [
        (600.94, AlertPriority.low, "3.94 out at the close; nothing due"),
        (594.0, .medium, "3.00 in at the close; cash -300"),
        (500.0, .medium, "97.00 in at the close; cash -500"),
    ])
    func settledInCash(_ close: Double, _ priority: AlertPriority, _ words: String) throws {
        let day = World.date("2027-03-15")
        for (hour, minute) in [(16, 1), (17, 45), (21, 0)] {
            var world = World()
            world.now = NewYorkTime.instant(on: day, hour: hour, minute: minute)
            world.profiles = [SecurityProfile(symbol: "XSP", name: "Mini index", kind: .index, sector: "Index")]
            world.bars["XSP"] = [DailyBar(date: day, open: 599, high: 602, low: 499, close: close, volume: 0)]
            let legs = [(597.0, -1), (592.0, 1)].map { strike, quantity in
                var leg = World.option(
                    World.contract("XSP", "2027-03-15", .put, strike, settlement: .cashAfternoon), quantity, mark: 0,
                    volatility: 0.12)
                leg.state = .awaitingBroker
                return leg
            }
            world.strategies = [
                World.row(
                    "XSP", .bullPutSpread, title: "-1 PCS 597/592", spot: 597.5, legs: legs, captured: Figure(1),
                    entry: 0.95,
                    now: world.now)
            ]
            let finding = try #require(world.finding("XSP"))
            #expect(finding.priority == priority)
            #expect(finding.title == "XSP 597/592 settled in cash")
            #expect(finding.shortTitle == "XSP 597/592 settled", "beside its trailing word 24 columns are left")
            #expect(finding.message == words)
            #expect(!finding.evidence.contains { $0.unit == "standard deviations" })
            #expect(finding.evidence.first { $0.name == "spot" }?.source == "close 03-15")
        }
    }

    @Test func wantedSharesAreMedium() {
        let finding = Self.world(at: Self.friday(15, 0), spot: 74.5, intent: .take).finding("KO")
        #expect(finding?.priority == .medium)
        #expect(finding?.message == "0.7% in, 50%; wanted, 15,000 ready")
    }

    /// Good Friday moves the weekly expiry to Thursday: on Monday it is three days away, not four.
    @Test func holidayMovesTheExpiry() {
        let monday = NewYorkTime.instant(on: World.date("2027-03-22"), hour: 11, minute: 0)
        let finding = Self.world(at: monday, spot: 74.5, expiry: "2027-03-26").finding("KO")
        #expect(finding?.trailing == "3 days")
        #expect(finding?.priority == .critical)
    }

    @Test func halfDayEndsAtOne() {
        let friday = World.date("2027-11-26")
        let open = NewYorkTime.instant(on: friday, hour: 12, minute: 30)
        let finding = Self.world(at: open, spot: 74.5, expiry: "2027-11-26").finding("KO")
        #expect(finding?.trailing == "0h30")
        let after = NewYorkTime.instant(on: friday, hour: 13, minute: 10)
        let decide = Self.world(at: after, spot: 74.5, expiry: "2027-11-26").finding("KO")
        #expect(decide?.trailing == "14:30")
    }

    /// Days turn at 07:00 for the rules: nobody is woken at midnight.
    @Test func daysTurnAtSeven() {
        // Eight days before expiry by the date of the evening before.
        let night = NewYorkTime.instant(on: World.date("2027-03-12"), hour: 6, minute: 59)
        #expect(Self.world(at: night, spot: 74.5, mark: 1).finding("KO") == nil)
        let morning = NewYorkTime.instant(on: World.date("2027-03-12"), hour: 7, minute: 0)
        #expect(Self.world(at: morning, spot: 74.5, mark: 1).finding("KO")?.priority == .high)
    }

    @Test func openingWaitsForOrderlyQuotes() {
        let opening = NewYorkTime.instant(on: World.date("2027-03-15"), hour: 9, minute: 35)
        var world = World()
        world.now = opening
        world.strategies = [World.amd]
        #expect(world.finding("AMD") == nil)
        #expect(world.run().undetermined == ["position:paper:AMD:cash_secured_put"])
        // The spread is 0.06; with a usual one of 0.03 it is orderly.
        world.medianSpreads = [World.contract("AMD", "2027-04-16", .put, 150): 0.03]
        #expect(world.finding("AMD")?.monitor == .profitTarget)
        world.medianSpreads = [World.contract("AMD", "2027-04-16", .put, 150): 0.02]
        #expect(world.finding("AMD") == nil)
        world.now = NewYorkTime.instant(on: World.date("2027-03-15"), hour: 9, minute: 45)
        #expect(world.finding("AMD") != nil)
        // A gap through the strike is a matter of the shares: it is said at once.
        let gap = Self.world(at: opening, spot: 73, expiry: "2027-03-16").finding("KO")
        #expect(gap?.priority == .critical)
    }

    /// Of a strategy that was paid for the net mark is negative: only its short leg can be worthless.
    @Test func aDebitIsNotWorthlessByItsNetMark() {
        func finding(entry: Double, net: Double, leg: Double) -> AlertFinding? {
            var world = Self.world(at: World.monday, spot: 80, expiry: "2027-03-17", mark: leg)
            world.freeCash = 100_000
            world.strategies[0].legs[0].assignmentProbability = Figure(0.01)
            world.strategies[0].entryPrice = Figure(entry)
            world.strategies[0].markPrice = Figure(net)
            return world.finding("KO")
        }
        #expect(finding(entry: -5, net: -9.43, leg: 0.6)?.title.contains("worthless") == false)
        #expect(finding(entry: -5, net: -9.43, leg: 0.02)?.title.contains("worthless") == true)
        #expect(finding(entry: 1, net: 0.03, leg: 0.6)?.title.contains("worthless") == true)
    }

    @Test func staleMarksRaiseNothing() {
        var world = World()
        var row = World.amd
        row.legs[0].mark = Figure(1.82, trust: .stale)
        world.strategies = [row]
        let report = world.run()
        #expect(report.findings.isEmpty)
        #expect(report.undetermined.count == 1)
    }

    @Test func beforeTheOpenTheLastCloseCounts() {
        let early = NewYorkTime.instant(on: World.date("2027-03-18"), hour: 8, minute: 0)
        var world = Self.world(at: early, spot: 70)
        world.profiles = [
            SecurityProfile(symbol: "KO", name: "Coca-Cola", kind: .stock, sector: "x", previousClose: 79)
        ]
        let finding = world.finding("KO")
        #expect(finding?.priority == .medium)
        #expect(finding?.message.contains("4.00 away") == true, "\(finding?.message ?? "none")")
    }

    @Test func morningSettlementStopsTheDayBefore() {
        var world = World()
        // Wednesday: the series expires on Friday 16, its last trade is on Thursday 15.
        world.now = NewYorkTime.instant(on: World.date("2027-04-14"), hour: 11, minute: 0)
        world.strategies = [
            World.row(
                "SPX", .bullPutSpread, title: "-1 PCS 5650/5600", spot: 5640,
                legs: [
                    World.option(
                        World.contract("SPX", "2027-04-16", .put, 5650, settlement: .cashMorning), -1, mark: 30,
                        volatility: 0.18),
                    World.option(
                        World.contract("SPX", "2027-04-16", .put, 5600, settlement: .cashMorning), 1, mark: 15,
                        volatility: 0.19),
                ], captured: Figure(-1), cost: 1500, entry: 6.4, now: world.now)
        ]
        #expect(world.finding("SPX")?.trailing == "1 day")
        world.now = NewYorkTime.instant(on: World.date("2027-04-16"), hour: 9, minute: 0)
        #expect(world.finding("SPX")?.trailing == "AM")
        #expect(world.finding("SPX")?.priority == .medium)
    }

    @Test func longOptionThatCashCannotExercise() {
        var world = World()
        world.freeCash = 3000
        let contract = World.contract("LNG", "2027-03-15", .call, 50)
        world.strategies = [
            World.row(
                "LNG", .longCall, title: "+1 50C", spot: 52,
                legs: [World.option(contract, 1, mark: 2.1, volatility: 0.3)], captured: .unknown(.notApplicable))
        ]
        #expect(world.finding("LNG")?.priority == .high)
        #expect(
            world.finding("LNG")?.message == "takes 5,000, free 3,000; sell before the close"
                || world.finding("LNG")?.message == "takes 5,000, free 3,000")
        world.freeCash = 9000
        #expect(world.finding("LNG")?.priority == .medium)
    }

    /// Nothing that prices can do gives a sentence with NaN or one that does not fit.
    @Test(arguments: 0..<60) func hostileFigures(seed: Int) {
        let odd: [Double?] = [nil, 0, -1, 1e-300, 1e300, 75, 74.99, 1e9]
        var state = UInt64(seed) &* 2_654_435_761 &+ 7
        func pick() -> Double? {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return odd[Int(state >> 60) % odd.count]
        }
        var world = World()
        world.freeCash = pick()
        world.strategies = [
            World.put(
                "ODD", ["2027-03-15", "2027-03-17", "2027-03-22", "2027-04-16"][seed % 4], 75, spot: pick(),
                mark: pick(), half: pick() ?? 0, volatility: pick(), probability: pick(), entry: pick() ?? 1,
                left: pick(), intent: seed % 2 == 0 ? .take : .avoid)
        ]
        for finding in world.run().findings {
            #expect(!finding.message.lowercased().contains("nan"))
            #expect(finding.message.count <= 37)
            #expect((finding.shortTitle ?? finding.title).count <= 26)
        }
    }

    /// A long option nobody reported on is as open a question as a short one; the year is said where it is not this one.
    @Test func expiredLongOptionsRaise() throws {
        func finding(_ expiry: String, quantity: Int) throws -> AlertFinding {
            var world = World()
            var leg = World.option(World.contract("BB", expiry, .call, 7), quantity, mark: nil, volatility: nil)
            leg.state = .expiredUnresolved
            world.strategies = [
                World.row(
                    "BB", quantity > 0 ? .longCall : .shortCall, title: "+5 7C", spot: nil, legs: [leg],
                    captured: .unknown(.expiredUnresolved))
            ]
            return try #require(world.finding("BB"))
        }
        for quantity in [5, -5] {
            let old = try finding("2021-01-15", quantity: quantity)
            #expect(old.priority == .medium)
            #expect(old.title == "BB 7C never reported")
            #expect(old.message == "ended 2021-01-15, import the report")
            #expect(try finding("2027-01-15", quantity: quantity).message == "ended 01-15, import the report")
        }
    }
}

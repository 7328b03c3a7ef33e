import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusMonitors

@Suite struct PositionRulesTests {
    typealias World = MonitorsWorld

    /// Monday morning of the paper account, by the severities in force: a put that is wanted and paid for is MEDIUM, an
    /// expiring spread 1.3 sigma away is MEDIUM, and only the call that will be taken for its dividend is CRITICAL.
    @Test func paperAccount() {
        let findings = World.paper.run().findings
        let priorities = Dictionary(uniqueKeysWithValues: findings.map { ($0.symbol ?? "", $0.priority) })
        #expect(
            priorities == [
                "MO": .critical, "KO": .high, "AMD": .high, "BAC": .high, "PLTR": .high, "XSP": .medium,
                "AAPL": .medium,
            ])
        #expect(findings.map(\.priority) == findings.map(\.priority).sorted(by: >))
    }

    @Test func wordsOfTheSample() throws {
        let world = World.paper
        let xsp = try #require(world.finding("XSP"))
        #expect(xsp.title == "XSP 597/592 expires today")
        #expect(xsp.trailing == "5h17")
        #expect(xsp.message.hasPrefix("2.41 away (1."))
        #expect(xsp.message.contains("94% captured, cash"))
        let mo = try #require(world.finding("MO"))
        #expect(mo.title == "MO 57.5C will be called")
        #expect(mo.trailing == "5h17")
        #expect(mo.message == "ex Tue 1.06 > extrinsic 0.00; 200 sh")
        #expect(mo.monitor == .assignment)
        let aapl = try #require(world.finding("AAPL"))
        #expect(aapl.title == "AAPL 260P in the money")
        #expect(aapl.trailing == "2 days")
        #expect(aapl.message == "1.1% in, 72%; wanted, 26,000 ready")
        let ko = try #require(world.finding("KO"))
        #expect(ko.title == "KO 75P at the strike" || ko.title == "KO 75P in the money")
        #expect(ko.message == "0.02 in, 50%; not wanted; buy 0.56")
        let amd = try #require(world.finding("AMD"))
        #expect(amd.title == "AMD 150P 62% captured")
        #expect(amd.trailing == "over 50")
        #expect(amd.message == "buy 1.85; what is left earns 14%/yr")
    }

    /// What other programs read is whole, whatever fits the pane: `GOOG 755/757.5 ends tomor…` stood in the JSON.
    @Test func noRecordIsCut() {
        let long = PaneWords.title(["GOOG 755/757.5 ends tomorrow", "GOOG 755/757.5 tomorrow"], trailing: "1 day")
        #expect(long == PaneTitle(full: "GOOG 755/757.5 ends tomorrow", short: "GOOG 755/757.5 tomorrow"))
        let captured = PaneWords.title(["SPX 5650/5600 86% captured", "SPX 5650/5600 86%"], trailing: "over 50")
        #expect(captured == PaneTitle(full: "SPX 5650/5600 86% captured", short: "SPX 5650/5600 86%"))
        #expect(PaneWords.title(["KO 75P in the money"], trailing: "4 days").short == nil)
        let none = PaneWords.title(["a title of more than the columns of the pane"], trailing: "")
        #expect(none == PaneTitle(full: "a title of more than the columns of the pane", short: nil))
    }

    @Test func everyLineFitsThePane() {
        for finding in World.paper.run().findings {
            let title = finding.shortTitle ?? finding.title
            #expect(title.count <= 26)
            #expect(title.count + 1 + finding.trailing.count <= 32, "\(title) \(finding.trailing)")
            #expect(finding.message.count <= 37, "\(finding.message)")
            #expect(!finding.message.isEmpty)
        }
    }

    @Test func onePositionOneAlert() {
        var world = World()
        // In the money, 4 days, 55 % captured by a strange mark: three rules, one finding.
        world.strategies = [
            World.put(
                "ABC", "2027-03-19", 100, spot: 99, mark: 1.2, volatility: 0.3, probability: 0.75, entry: 3)
        ]
        let findings = world.run().findings
        #expect(findings.count == 1)
        #expect(findings.first?.priority == .critical)
        #expect(findings.first?.conditionKey == "position:paper:ABC:cash_secured_put")
        let names = findings.first?.evidence.map(\.name) ?? []
        #expect(names.contains("captured"))
        #expect(names.contains("assignment probability"))
        #expect(Set(names).count == names.count)
    }

    @Test func notFundedIsCritical() {
        var world = World()
        world.freeCash = -500
        world.strategies = [World.aapl]
        let finding = world.finding("AAPL")
        #expect(finding?.priority == .critical)
        #expect(
            finding?.message.contains("26,000 not there") == true || finding?.message.contains("not wanted") == true)
        world.freeCash = nil
        #expect(world.finding("AAPL")?.priority == .critical)
    }

    @Test func dyingLegIsNamed() throws {
        var world = World()
        world.strategies = [
            World.row(
                "SPY", .bullPutSpread, title: "-2 PCS 585/575", spot: 583,
                legs: [
                    World.option(
                        World.contract("SPY", "2027-03-16", .put, 585), -2, mark: 3, volatility: 0.17, probability: 0.6),
                    World.option(World.contract("SPY", "2027-03-16", .put, 575), 2, mark: 0.2, volatility: 0.18),
                ], captured: Figure(-0.4), maximumProfit: 396, cost: 580, entry: 1.98)
        ]
        let finding = try #require(world.finding("SPY"))
        #expect(finding.priority == .critical)
        let hit = try #require(ExpirationRule.hit(world.strategies[0], context: world.context))
        #expect(hit.reasons.contains("long 200 sh, 575P dies"))
    }

    @Test func targetsByKind() {
        let settings = MonitorSettings().profitTarget
        #expect(settings.target(.cashSecuredPut) == 0.5)
        #expect(settings.target(.ironCondor) == 0.5)
        #expect(settings.target(.shortStraddle) == 0.25)
        #expect(settings.target(.ironButterfly) == 0.25)
        #expect(settings.target(.callCalendar) == 0.25)
        #expect(settings.target(.callDiagonal) == 0.25)
        #expect(settings.target(.stock) == nil)
        #expect(settings.target(.longPut) == nil)
    }

    @Test func profitTargetEdges() {
        // 50 % exactly at the price that trades is reached; at mid alone it is not.
        var world = World()
        world.strategies = [
            World.put(
                "AMD", "2027-04-16", 150, spot: 168, mark: 2.40, half: 0.025, volatility: 0.4, probability: 0.1,
                entry: 4.85)
        ]
        #expect(world.finding("AMD")?.monitor == .profitTarget)
        world.strategies = [
            World.put(
                "AMD", "2027-04-16", 150, spot: 168, mark: 2.40, half: 0.03, volatility: 0.4, probability: 0.1,
                entry: 4.85)
        ]
        #expect(world.finding("AMD") == nil)
        // Held by hysteresis down to 45 %.
        world.memory.holding = ["paper:AMD:cash_secured_put": [.profitTarget]]
        #expect(world.finding("AMD")?.monitor == .profitTarget)
        // A working closing order makes it LOW.
        world = World()
        world.strategies = [
            World.put(
                "AMD", "2027-04-16", 150, spot: 168, mark: 1, volatility: 0.4, probability: 0.1, entry: 4.85,
                flags: [.workingOrder])
        ]
        #expect(world.finding("AMD")?.priority == .low)
        // `lock` has no share of a maximum.
        world.strategies = [
            World.row(
                "INTC", .coveredCall, title: "CC -1 39C", spot: 36.9,
                legs: [World.option(World.contract("INTC", "2027-04-16", .call, 39), -1, mark: 0.1, volatility: 0.4)],
                captured: .unknown(.locked))
        ]
        #expect(world.finding("INTC") == nil)
        // Nothing for a call in the money that is wanted.
        world = World()
        var called = World.mo
        called.legs[1].nextExerciseProbability = Figure(0.1)
        world.strategies = [called]
        #expect(world.finding("MO") == nil)
    }

    @Test func worthlessWinnerNearExpiryIsLow() {
        var world = World()
        world.strategies = [
            World.put(
                "BAC", "2027-03-17", 45, count: 3, spot: 49.84, mark: 0.01, half: 0.01, volatility: 0.26,
                probability: 0, entry: 0.62)
        ]
        let finding = world.finding("BAC")
        #expect(finding?.priority == .low)
        #expect(finding?.title == "BAC 45P worthless")
        #expect(finding?.message.contains("0.01 left") == true)
    }

    @Test func missingPriceNearExpiryIsSaid() {
        var world = World()
        world.strategies = [
            World.put("XYZ", "2027-03-16", 45, spot: nil, mark: nil, volatility: nil, probability: nil, entry: 1)
        ]
        let report = world.run()
        #expect(report.findings.first?.priority == .high)
        #expect(report.findings.first?.message == "no usable quote: ask the broker")
        #expect(report.undetermined == ["position:paper:XYZ:cash_secured_put", "cash:paper"])
    }

    @Test func mutedRulesAreLeftOutBeforeMerging() {
        var world = World.paper
        world.mutes = [MonitorMute(monitor: .profitTarget, symbol: "AMD")]
        #expect(world.finding("AMD") == nil)
        #expect(world.finding("BAC") != nil)
        world.mutes = [MonitorMute(monitor: .profitTarget, symbol: nil)]
        #expect(world.finding("BAC") == nil)
    }

    /// A mute must not switch off the smoke detector: what is CRITICAL is found all the same, unless the setting says not.
    @Test func criticalFindingsBreakAMute() {
        var world = World.paper
        let all = world.run().findings.filter { $0.positionIdentifier != nil }
        let critical = all.filter { $0.priority == .critical }.map(\.conditionKey)
        #expect(!critical.isEmpty && critical.count < all.count)
        world.mutes = Set(MonitorName.allCases.map { MonitorMute(monitor: $0, symbol: nil) })
        #expect(world.run().findings.filter { $0.positionIdentifier != nil }.map(\.conditionKey) == critical)
        world.isCriticalAboveMute = false
        #expect(world.run().findings.filter { $0.positionIdentifier != nil }.isEmpty)
    }

    @Test func nearestIsNamed() {
        let report = World.paper.run()
        #expect(report.nearest[.expiration] == "SPY 585P, 2.1% away")
        #expect(report.nearest[.profitTarget]?.hasPrefix("SPY -2 PCS 585/575") == true)
        // 63 % at 32 days is not what the rule looks at: that far out it is being exercised early.
        #expect(report.nearest[.assignment]?.hasSuffix(" of 40% early") == true)
        #expect(report.nearest[.assignment]?.contains("63%") == false)
    }

    /// Within the week the probability counts; what is over the line before the open says what it waits for.
    @Test func nearestAssignmentIsUnderTheLineOrWaits() {
        func nearest(_ probability: Double, hour: Int) -> String? {
            var world = World()
            world.now = NewYorkTime.instant(on: World.date("2027-03-15"), hour: hour, minute: 20)
            world.mutes = [
                MonitorMute(monitor: .expiration, symbol: nil), MonitorMute(monitor: .assignment, symbol: nil),
            ]
            world.strategies = [
                World.put(
                    "KO", "2027-03-19", 75, count: 2, spot: 76, mark: 0.4, volatility: 0.17, probability: probability,
                    entry: 0.5, now: world.now)
            ]
            return world.run().nearest[.assignment]
        }
        #expect(nearest(0.3, hour: 11)?.hasSuffix(", 30% of 40% within 7 days") == true)
        #expect(nearest(0.57, hour: 11) == nil)
        #expect(nearest(0.57, hour: 9)?.hasSuffix(", 57% of 40% within 7 days, waits for the open") == true)
    }
}

import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusMonitors

@Suite struct OpportunityRuleTests {
    static func candidate(_ symbol: String, _ score: Double, strike: Double = 90) -> Candidate {
        let contract = MonitorsWorld.contract(symbol, "2027-04-23", .put, strike)
        return Candidate(
            id: "csp:\(symbol)\(strike)", strategy: .cashSecuredPut, symbol: symbol, contract: contract,
            daysToExpiry: 39, spot: 94.1, bid: 1.27, ask: 1.33, fill: Figure(1.29), periodReturn: Figure(0.0142),
            annualizedReturn: Figure(0.133), breakeven: Figure(88.71), cushion: Figure(0.057),
            expectedMove: Figure(7.7), outOfTheMoney: Figure(0.044), delta: Figure(-0.26),
            impliedVolatility: Figure(0.25), volatilityRank: Figure(60), volatilityPercentile: Figure(62),
            probabilityOfProfit: Figure(0.77), probabilityOfTouch: Figure(0.5), collateral: Figure(9000),
            openInterest: 900, volume: 100, spreadFraction: Figure(0.046), earningsDate: nil, exDividendDate: nil,
            liquidity: 3, score: score, isCapped: false, cap: nil, parts: [], failures: [], quoteAgeSeconds: 2)
    }

    static func scan(_ at: Instant, _ candidates: [Candidate], waiting: String? = nil) -> ScanResult {
        ScanResult(
            strategy: .cashSecuredPut, watchlist: "own", scannedAt: at, symbolsScanned: 1, contractsScanned: 10,
            candidates: candidates, nearestMisses: [], rejected: [:], waitingReason: waiting, room: "")
    }

    /// One run at a time after the start, with the memory carried over.
    struct Script {
        var world = MonitorsWorld()
        var report = MonitorReport()

        mutating func run(_ seconds: Double, _ candidates: [Candidate], waiting: String? = nil) {
            world.now = MonitorsWorld.monday.adding(seconds: seconds)
            world.scans = [OpportunityRuleTests.scan(world.now, candidates, waiting: waiting)]
            report = Monitors.run([.opportunities], context: world.context, memory: world.memory)
            world.memory = report.memory
        }

        var symbols: [String] { report.findings.compactMap(\.symbol) }
    }

    @Test func twoScansFiveMinutesApart() throws {
        var script = Script()
        script.run(0, [Self.candidate("XLE", 85)])
        #expect(script.symbols.isEmpty)
        script.run(299, [Self.candidate("XLE", 85)])
        #expect(script.symbols.isEmpty)
        script.run(300, [Self.candidate("XLE", 85)])
        #expect(script.symbols == ["XLE"])
        let finding = try #require(script.report.findings.first)
        #expect(finding.priority == .medium)
        #expect(finding.title == "XLE 90P sell put")
        #expect(finding.trailing == "score 85")
        #expect(finding.message == "1.29 for 39d, 13.3%/yr; 4.4% out")
        #expect(finding.title.count + 1 + finding.trailing.count <= 32)
    }

    /// Quotes of 2 s at a scan two minutes ago are 122 s old.
    @Test func agesCountFromTheScan() throws {
        var script = Script()
        script.run(0, [Self.candidate("XLE", 85)])
        script.run(300, [Self.candidate("XLE", 85)])
        #expect(script.report.findings.first?.evidence.first?.ageSeconds == 2)
        script.world.now = MonitorsWorld.monday.adding(seconds: 420)
        let later = Monitors.run([.opportunities], context: script.world.context, memory: script.world.memory)
        let facts = try #require(later.findings.first?.evidence)
        #expect(facts.allSatisfy { $0.ageSeconds == 122 })
    }

    @Test func oneScanLookedAtTwiceIsOneScan() {
        var script = Script()
        script.run(0, [Self.candidate("XLE", 85)])
        let scan = script.world.scans
        script.world.now = MonitorsWorld.monday.adding(seconds: 900)
        script.world.scans = scan
        script.report = Monitors.run([.opportunities], context: script.world.context, memory: script.world.memory)
        #expect(script.symbols.isEmpty)
    }

    @Test func aScoreThatFellStartsAnew() {
        var script = Script()
        script.run(0, [Self.candidate("XLE", 85)])
        script.run(150, [Self.candidate("XLE", 78)])
        script.run(300, [Self.candidate("XLE", 85)])
        #expect(script.symbols.isEmpty)
        script.run(600, [Self.candidate("XLE", 85)])
        #expect(script.symbols == ["XLE"])
        // Raised: holds to 76.
        script.run(900, [Self.candidate("XLE", 77)])
        #expect(script.symbols == ["XLE"])
        script.run(1200, [Self.candidate("XLE", 75)])
        #expect(script.symbols.isEmpty)
    }

    @Test func theThreeBestOneForEachSymbol() {
        var script = Script()
        let many = [
            Self.candidate("A", 90), Self.candidate("A", 84, strike: 85), Self.candidate("B", 88),
            Self.candidate("C", 86), Self.candidate("D", 82), Self.candidate("E", 79),
        ]
        script.run(0, many)
        script.run(300, many)
        #expect(Set(script.symbols) == ["A", "B", "C"])
        #expect(script.report.nearest[.opportunities] == "D 90P, 82 of 80, behind the 3 best")
    }

    /// What passed the line and waits is nearer than the best below it.
    @Test func whatWaitsForItsSecondScanIsNearest() {
        var script = Script()
        let many = [Self.candidate("A", 90), Self.candidate("B", 84), Self.candidate("C", 71)]
        script.run(0, many)
        #expect(script.report.nearest[.opportunities] == "A 90P, 90 of 80, waits for its second scan")
        script.run(300, many)
        #expect(script.symbols == ["A", "B"])
        #expect(script.report.nearest[.opportunities] == "C 90P, 71 of 80")
    }

    /// trader.md section 5: closing quotes cap at 79, `79c`. What stood with 90 says so from the first scan after the close,
    /// of the contract that is then on top; nothing new is raised on them, whatever line is set.
    @Test func afterTheCloseTheScoreIsThatOfTheClosingQuotes() throws {
        func closing(_ symbol: String, strike: Double, pay: Double) -> Candidate {
            var candidate = Self.candidate(symbol, 79, strike: strike)
            (candidate.isCapped, candidate.cap) = (true, "closing quotes: 79")
            candidate.annualizedReturn = Figure(pay)
            return candidate
        }
        var script = Script()
        try script.world.settings.set("opportunities.score", to: 78)
        // From 10:42 to 15:42.
        for half in 0...10 { script.run(Double(half) * 1800, [Self.candidate("XLE", 90)]) }
        #expect(script.report.findings.first?.trailing == "score 90")
        // 16:12 and 16:42.
        for seconds in [19_800.0, 21_600] {
            script.run(
                seconds,
                [
                    closing("XLE", strike: 90, pay: 0.133), closing("XLE", strike: 91, pay: 0.18),
                    closing("UBER", strike: 77.5, pay: 0.2),
                ])
            #expect(script.symbols == ["XLE"])
            #expect(script.report.findings.first?.trailing == "score 79c")
            #expect(script.report.findings.first?.title == "XLE 91P sell put")
        }
    }

    @Test func waitingScansEndNothing() {
        var script = Script()
        script.run(0, [Self.candidate("XLE", 85)])
        script.run(300, [Self.candidate("XLE", 85)])
        script.run(600, [], waiting: "Waiting for orderly quotes, 09:45.")
        #expect(script.symbols.isEmpty)
        #expect(script.report.undetermined == ["opportunity:csp:XLE"])
        script.run(900, [Self.candidate("XLE", 85)])
        #expect(script.symbols == ["XLE"])
    }

    @Test func thresholdsAreSettings() throws {
        var settings = MonitorSettings()
        try settings.set("opportunities.score", to: 90)
        #expect(settings.opportunities.score == 90)
        try settings.set("expiration.week_days", to: 10)
        #expect(settings.expiration.weekDays == 10)
        #expect(throws: MonitorSettings.Refusal.unknownKey("nothing")) { try settings.set("nothing", to: 1) }
        #expect(throws: (any Error).self) { try settings.set("opportunities.score", to: 500) }
        #expect(throws: (any Error).self) { try settings.set("expiration.week_days", to: 7.5) }
        #expect(throws: (any Error).self) { try settings.set("opportunities.score", to: .nan) }
        let keys = settings.explanations.map(\.key)
        #expect(Set(keys).count == keys.count)
        #expect(settings.explanations.allSatisfy { !$0.explanation.isEmpty && !$0.allowed.isEmpty })
    }
}

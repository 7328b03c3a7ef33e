import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// Every gate rejects what it is for, with figure, limit and remedy.
@Suite struct ScannerGateTests {
    /// The reasons given against the strike nearest 25 delta of the profile's expiry.
    static func reasons(_ world: ScanWorld, strike: Double = 92.5) -> [GateFailure] {
        let result = world.scan()
        let all = result.nearestMisses + result.candidates
        let match = all.first { $0.contract.strike == strike && $0.contract.expiry == ScanWorld.expiry }
        return match?.failures ?? []
    }

    static func gates(_ world: ScanWorld, strike: Double = 92.5) -> [String] {
        reasons(world, strike: strike).map(\.gate)
    }

    @Test func theUnbrokenWorldHasACandidate() throws {
        let result = ScanWorld().scan()
        let best = try #require(result.candidates.first)
        #expect(best.failures.isEmpty)
        #expect(ScanProfile.standard.delta.contains(abs(best.delta.value ?? 0)))
        #expect(best.score > 50 && best.score <= 100)
        #expect(best.parts.count == 7)
        #expect(!best.isCapped)
    }

    @Test func countsAddUp() {
        for world in [
            ScanWorld(),
            {
                var w = ScanWorld(); w.spreadShare = 0.3; return w
            }(),
        ] {
            let result = world.scan()
            let rejected = result.rejected.values.reduce(0, +)
            #expect(rejected + result.candidates.count == result.contractsScanned)
            #expect(result.contractsScanned == world.strikes.count * world.expiries.count)
        }
    }

    @Test func quotesTooOld() {
        var world = ScanWorld()
        world.quoteTime = ScanWorld.now.adding(seconds: -94)
        let failures = Self.reasons(world)
        #expect(failures.contains { $0.gate == "quotes" && $0.text.contains("94 s old") && $0.text.contains("60") })
    }

    @Test func quotesCrossedOneSidedHaltedApart() {
        for edit in [
            { @Sendable (entry: inout ChainEntry) in entry.quote.bid = (entry.quote.ask ?? 0) + 0.5 },
            { @Sendable (entry: inout ChainEntry) in entry.quote.ask = nil },
            { @Sendable (entry: inout ChainEntry) in entry.quote.isHalted = true },
            { @Sendable (entry: inout ChainEntry) in entry.quote.bid = .nan },
            { @Sendable (entry: inout ChainEntry) in entry.quote.time = ScanWorld.now.adding(seconds: 10_800) },
        ] {
            var world = ScanWorld()
            world.edit = edit
            let result = world.scan()
            #expect(result.candidates.isEmpty)
            #expect((result.rejected["quotes"] ?? 0) > 0)
        }
        var world = ScanWorld()
        world.edit = { $0.quote.time = ScanWorld.now.adding(seconds: -20) }
        #expect(Self.reasons(world).contains { $0.text.contains("20 s apart") })
    }

    @Test func openingWaits() {
        var world = ScanWorld()
        world.now = NewYorkTime.instant(on: ScanWorld.date("2027-03-15"), hour: 9, minute: 40)
        world.quoteTime = world.now
        let result = world.scan()
        #expect(result.candidates.isEmpty)
        #expect(result.waitingReason == "Waiting for orderly quotes, 09:45.")
    }

    @Test func spread() {
        var world = ScanWorld()
        world.spreadShare = 0.22
        let failure = Self.reasons(world).first { $0.gate == "market" }
        #expect(failure?.text.contains("= 22% of") == true)
        #expect(failure?.text.contains("limit 10%") == true)
        #expect(failure?.remedy?.contains("passes at a spread of") == true)
    }

    @Test func smallPremiumsHaveTheirOwnSpreadLimit() {
        let small = GateProbe.market(bid: 0.30, ask: 0.36)
        #expect(small.contains { $0.contains("spread 0.06") })
        #expect(GateProbe.market(bid: 0.30, ask: 0.35).isEmpty)
        // Both limits hold: 0.05 on 0.125 is 40 %.
        #expect(GateProbe.market(bid: 0.10, ask: 0.15).contains { $0.contains("40%") })
        #expect(GateProbe.market(bid: 0.05, ask: 0.06).contains { $0.contains("bid 0.05") })
    }

    @Test func openInterestVolumeAndShares() {
        var world = ScanWorld()
        world.openInterest = 40
        #expect(Self.reasons(world).contains { $0.text == "open interest 40 under 100" })
        world = ScanWorld()
        world.profile.optionVolume = 400
        #expect(Self.gates(world).contains("market"))
        world = ScanWorld()
        world.profile.averageDollarVolume = 5_000_000
        #expect(Self.reasons(world).contains { $0.text.contains("5.0M") })
        world = ScanWorld()
        world.spot = 8
        world.strikes = Array(stride(from: 6.0, through: 10, by: 0.25))
        world.volatility = 0.9
        #expect(Self.reasons(world, strike: 7).contains { $0.text.contains("shares at 8.00") })
    }

    @Test func premium() {
        var world = ScanWorld()
        world.volatility = 0.11
        world.history = ScanWorld.history(low: 0.05, high: 0.12)
        let failures = Self.reasons(world, strike: 97.5)
        #expect(failures.contains { $0.gate == "premium" })
        let words = GateReason.fees(credit: 0.12, share: 0.11, limit: 0.05).text
        #expect(words == "0.12 credit, 11% goes in fees, limit 5%")
    }

    @Test func earningsInside() {
        var world = ScanWorld()
        let event = EarningsEvent(date: ScanWorld.date("2027-04-22"), time: .afterClose, isConfirmed: false)
        world.profile.earnings = [event]
        let failure = Self.reasons(world).first { $0.gate == "event" }
        #expect(failure?.text == "earnings Apr 22 AMC inside (unconfirmed)")
        #expect(failure?.remedy == "passes after Apr 22 + 7 days")
        // On the evening of the expiry day it still comes before the exercise cut-off.
        world.profile.earnings = [EarningsEvent(date: ScanWorld.expiry, time: .afterClose, isConfirmed: true)]
        #expect(Self.gates(world).contains("event"))
        // A confirmed date behind the expiry does not matter, an unconfirmed one within seven days does.
        let later = ScanWorld.expiry.adding(days: 5)
        world.profile.earnings = [EarningsEvent(date: later, time: .beforeOpen, isConfirmed: true)]
        #expect(!Self.gates(world).contains("event"))
        world.profile.earnings = [EarningsEvent(date: later, time: .beforeOpen, isConfirmed: false)]
        #expect(Self.gates(world).contains("event"))
        world.profile.earnings = []
        world.profile.knownEvents = [ScanWorld.date("2027-04-01")]
        #expect(Self.gates(world).contains("event"))
    }

    @Test func unlistedEvent() {
        var world = ScanWorld()
        // The first expiry of the profile is priced 40 % higher than the one behind it.
        world.edit = { entry in
            guard entry.contract.expiry == ScanWorld.date("2027-04-16") else { return }
            entry.quote.bid = entry.quote.bid.map { $0 * 1.5 }
            entry.quote.ask = entry.quote.ask.map { $0 * 1.5 }
        }
        #expect(Self.reasons(world).contains { $0.text.contains("unlisted event") })
    }

    @Test func borrow() {
        var world = ScanWorld()
        world.profile.isHardToBorrow = true
        // Shares that cost 24 % a year to borrow behave like a yield: the options are priced on a lower forward.
        let inner = ScanWorld()
        let expensive = inner.pricedWithYield(0.24)
        world.edit = { entry in
            if let quote = expensive[entry.contract] {
                entry.quote.bid = quote.bid
                entry.quote.ask = quote.ask
            }
        }
        let failure = Self.reasons(world).first { $0.gate == "borrow" }
        #expect(failure?.text.contains("rich for a reason") == true)
        #expect(failure?.text.contains("24%/yr") == true)
    }

    @Test func contractProblems() {
        var world = ScanWorld()
        world.profile.kind = .leveragedFund
        #expect(Self.gates(world).contains("contract"))
        world = ScanWorld()
        world.profile.splitDate = ScanWorld.date("2027-03-20")
        #expect(Self.reasons(world).contains { $0.text == "split on Mar 20" })
        world = ScanWorld()
        world.edit = { $0.contract.deliverable = .unknown }
        #expect(world.scan().candidates.isEmpty)
        world = ScanWorld()
        world.edit = { $0.contract.multiplier = 1 }
        #expect(world.scan().candidates.isEmpty)
        world = ScanWorld()
        world.edit = { entry in
            guard entry.contract.strike == 92.5, entry.contract.right == .put else { return }
            entry.quote.bid = entry.quote.bid.map { $0 * 1.9 }
            entry.quote.ask = entry.quote.ask.map { $0 * 1.9 }
        }
        #expect(Self.reasons(world).contains { $0.text.contains("points off the smile") })
    }

    @Test func place() {
        #expect(Self.reasons(ScanWorld(), strike: 80).contains { $0.text.contains("outside 0.15-0.32") })
        var world = ScanWorld()
        world.settings = .weekly
        #expect(world.scan().candidates.allSatisfy { (5...14).contains($0.daysToExpiry) })
        #expect(ScanWorld().scan().rejected["place"] ?? 0 > 0)
        // Never rounded onto the limit that is broken.
        let words = [(0.3204, "0.3204"), (0.3231, "0.323"), (0.33, "0.33"), (0.149, "0.149"), (0.05, "0.05")]
        for (delta, shown) in words {
            #expect(GateReason.delta(delta, 0.15...0.32).text == "delta \(shown) outside 0.15-0.32")
        }
    }

    @Test func capacity() {
        var world = ScanWorld()
        world.book = ScanWorld.book(free: 5000)
        #expect(Self.reasons(world).contains { $0.text == "needs 9,250, free 5,000" })
        world = ScanWorld()
        world.book = ScanWorld.book(strategies: [
            ScanWorld.strategy(
                "AAA", kind: .stock, instrument: .stock(symbol: "AAA"), quantity: 300, marketValue: 30_000)
        ])
        #expect(Self.reasons(world).contains { $0.text == "name 18% + 5% > 20%" })
        world = ScanWorld()
        world.book = ScanWorld.book(strategies: [
            ScanWorld.strategy(
                "BBB", kind: .stock, instrument: .stock(symbol: "BBB"), quantity: 600, marketValue: 60_000)
        ])
        #expect(Self.reasons(world).contains { $0.text == "energy 35% + 5% > 35%" })
        world = ScanWorld()
        world.book = ScanWorld.book(betaDelta: 0.9)
        #expect(Self.gates(world).contains("capacity"))
        world = ScanWorld()
        let put = ScanWorld.contract("AAA", ScanWorld.expiry, .put, 90)
        world.book = ScanWorld.book(strategies: [
            ScanWorld.strategy("AAA", kind: .cashSecuredPut, instrument: .option(put), quantity: -1, collateral: 9000)
        ])
        #expect(Self.reasons(world).contains { $0.text == "already short puts on it" })
        world = ScanWorld()
        world.isRiskOff = true
        #expect(Self.reasons(world).contains { $0.text.contains("risk-off") })
    }

    /// What nobody can measure lets nothing through, and says which figure it is.
    @Test func unknownRoomIsAReason() {
        func texts(_ book: BookValuation) -> [String] {
            var world = ScanWorld()
            world.book = book
            #expect(world.scan().candidates.isEmpty)
            return Self.reasons(world).filter { $0.gate == "capacity" }.map(\.text)
        }
        #expect(texts(ScanWorld.book(free: nil)).first == "free cash unknown: no source")
        #expect(texts(ScanWorld.book(netLiquidation: nil)).first == "net liquidation unknown: no source")
        #expect(texts(ScanWorld.book(netLiquidation: -500)).first == "net liquidation -500: nothing to measure by")
        #expect(texts(ScanWorld.book(betaDelta: nil)).first == "beta delta unknown: no source")
        var unmeasured = ScanWorld.strategy(
            "AAA", kind: .stock, instrument: .stock(symbol: "AAA"), quantity: 100, marketValue: 0)
        unmeasured.legs[0].marketValue = .unknown(.noSource)
        #expect(
            texts(ScanWorld.book(strategies: [unmeasured])).first
                == "what the book has in the name unknown: no source")
    }

    /// Cash in one account pays for nothing in another.
    @Test func roomIsOfOneAccount() {
        var world = ScanWorld()
        var ira = world.book.accounts[0]
        ira.account.name = "ira"
        ira.freeCash = Figure(8000)
        world.book.accounts[0].freeCash = Figure(7000)
        world.book.accounts.append(ira)
        #expect(world.scan().candidates.isEmpty)
        #expect(Self.reasons(world).contains { $0.text == "needs 9,250, free 8,000 in ira" })
        #expect(world.scan().room == "room 8.0k in ira")
        world.book.accounts[1].freeCash = Figure(30_000)
        world.book.accounts[0].freeCash = Figure(-25_000)
        #expect(!world.scan().candidates.isEmpty)
        world.book.accounts[0].freeCash = .unknown(.incomplete)
        #expect(!world.scan().candidates.isEmpty)
    }

    @Test func everyGateIsAllSentencesWithFigures() {
        for reason in GateProbe.everyReason {
            #expect(!reason.text.isEmpty)
            #expect(!reason.text.contains("nan"))
            #expect(reason.text.count < 90, "\(reason.text)")
        }
        #expect(Set(GateProbe.everyReason.map(\.gate)) == Set(ScanGate.allCases))
    }
}

import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

@Suite struct ScannerTests {
    @Test func caps() throws {
        var world = ScanWorld()
        world.own = []
        for candidate in world.scan().candidates { #expect(candidate.score <= 79) }
        world = ScanWorld()
        world.history = ScanWorld.history(low: 0.35, high: 0.60)
        let cheap = try #require(world.scan().candidates.first)
        #expect(cheap.score <= 69)
        world = ScanWorld()
        world.now = NewYorkTime.instant(on: ScanWorld.date("2027-03-20"), hour: 12, minute: 0)
        world.quoteTime = NewYorkTime.instant(on: ScanWorld.date("2027-03-19"), hour: 16, minute: 0)
        let closed = world.scan()
        #expect(!closed.candidates.isEmpty, "\(closed.rejected)")
        #expect(closed.candidates.allSatisfy { $0.score <= 79 })
    }

    @Test func capSaysItself() throws {
        var world = ScanWorld()
        world.own = []
        world.settings.notOwnedCap = 20
        let candidate = try #require(world.scan().candidates.first)
        #expect(candidate.isCapped)
        #expect(candidate.score == 20)
        #expect(candidate.cap?.contains("own list") == true)
    }

    @Test func secondStageJudgesFreshQuotes() throws {
        let input = ScanWorld().input()
        let draft = Scanner.rough(input)
        let listed = try #require(draft.shortlist.first)
        #expect(draft.shortlistedSymbols == ["AAA"])
        let later = ScanWorld.now.adding(seconds: 120)
        // Without fresh quotes everything is two minutes old.
        let stale = Scanner.finish(draft, quotes: [:], underlyings: [:], now: later)
        #expect(stale.candidates.isEmpty)
        #expect((stale.rejected["quotes"] ?? 0) >= draft.shortlist.count)
        // With a fresh quote on one contract only that one is shown.
        let entry = try #require(input.market.chains["AAA"]?.entries.first { $0.contract == listed })
        var quote = entry.quote
        quote.time = later
        quote.openInterest = nil
        var share = try #require(input.market.underlyings["AAA"]?.quote)
        share.time = later
        let fresh = Scanner.finish(draft, quotes: [listed: quote], underlyings: ["AAA": share], now: later)
        #expect(fresh.candidates.map(\.contract) == [listed])
        #expect(fresh.candidates.first?.openInterest == entry.quote.openInterest)
        #expect(fresh.rejected.values.reduce(0, +) + 1 == fresh.contractsScanned)
    }

    /// A quote without a price of the shares is a quote's failure, not a rank; the figures shown are those of before.
    @Test func sharesThatLostTheirPriceFailTheQuotes() throws {
        let world = ScanWorld()
        let draft = Scanner.rough(world.input())
        #expect(!draft.shortlist.isEmpty)
        let before = Scanner.finish(draft, quotes: [:], underlyings: [:], now: ScanWorld.now)
        let gone = Quote(
            bid: nil, ask: nil, time: ScanWorld.now, receivedAt: ScanWorld.now, source: "test")
        let result = Scanner.finish(draft, quotes: [:], underlyings: ["AAA": gone], now: ScanWorld.now)
        #expect(result.candidates.isEmpty && !before.candidates.isEmpty)
        #expect(result.rejected["quotes"] == (before.rejected["quotes"] ?? 0) + draft.shortlist.count)
        #expect(result.candidates.count + result.rejectedCount == result.contractsScanned)
        let miss = try #require(result.nearestMisses.first { $0.contract == before.candidates[0].contract })
        #expect(miss.failures.map(\.gate) == ["quotes"] && miss.spot == before.candidates[0].spot)
    }

    /// How many cores share a scan changes nothing in it; a cancelled one leaves out what it did not begin.
    @Test func coresShareAScanWithoutChangingIt() async throws {
        var input = ScanWorld().input()
        for (number, symbol) in ["BBB", "CCC", "DDD", "EEE"].enumerated() {
            var world = ScanWorld()
            world.symbol = symbol
            world.volatility = 0.24 + 0.04 * Double(number)
            let other = world.input().market
            input.market.underlyings[symbol] = other.underlyings[symbol]
            input.market.chains[symbol] = other.chains[symbol]
            input.symbols.append(symbol)
        }
        let serial = Scanner.rough(input)
        #expect(serial.symbolsScanned == 5)
        for cores in [0, 1, 2, 9] {
            let drafts = await Scanner.rough(input, strategies: [.vertical, .cashSecuredPut], cores: cores)
            let shared = try #require(drafts.last)
            #expect(drafts.map(\.input.strategy) == [.vertical, .cashSecuredPut])
            #expect(shared.shortlist == serial.shortlist && shared.contractsScanned == serial.contractsScanned)
            #expect(
                Scanner.finish(shared, quotes: [:], underlyings: [:], now: ScanWorld.now)
                    == Scanner.finish(serial, quotes: [:], underlyings: [:], now: ScanWorld.now))
        }
        let cancelled = Task {
            while !Task.isCancelled { await Task.yield() }
            return await Scanner.rough(input, strategies: [.cashSecuredPut], cores: 2).map(\.symbolsScanned)
        }
        cancelled.cancel()
        #expect(await cancelled.value == [0])
    }

    /// A scan that is stopped brings back nothing: a part of the symbols is no result.
    @Test func aStoppedScanHasNoResult() {
        let input = ScanWorld().input()
        #expect(Scanner.scan(input, unless: { true }) == nil)
        #expect(Scanner.rough(input, unless: { true }).contractsScanned == 0)
        #expect(Scanner.scan(input, unless: { false }) == Scanner.scan(input))
    }

    @Test func missesAreOrderedByFailedGates() {
        let misses = ScanWorld().scan().nearestMisses
        #expect(misses.count > 3)
        let counts = misses.map(\.failures.count)
        #expect(counts == counts.sorted())
        #expect(misses.allSatisfy { !$0.failures.isEmpty })
    }

    /// Where nothing expires within the days of the profile the contracts nearest to them are listed, with figures.
    @Test func contractsOutsideTheDaysAreListedWhereThereIsNothingElse() {
        var world = ScanWorld()
        world.expiries = [ScanWorld.date("2027-03-19"), ScanWorld.date("2027-06-18")]
        world.settings.nearestMisses = 10
        let result = world.scan()
        #expect(result.candidates.isEmpty)
        #expect(result.rejectedCount == result.contractsScanned)
        // 4 days miss 25 by 21, 95 miss 50 by 45.
        #expect(result.nearestMisses.map(\.daysToExpiry) == Array(repeating: 4, count: 10))
        #expect(result.nearestMisses.allSatisfy { $0.failures.contains { $0.gate == "place" } })
        #expect(result.nearestMisses.contains { $0.fill.value != nil && $0.outOfTheMoney.value != nil })
        let counts = result.nearestMisses.map(\.failures.count)
        #expect(counts == counts.sorted())
        // With some within them the others stay a number.
        #expect(ScanWorld().scan().nearestMisses.allSatisfy { (25...50).contains($0.daysToExpiry) })
    }

    /// Within as many failed gates the printed scores fall: a cap that is printed is also what the order goes by.
    @Test func missesOfOneCountFallByThePrintedScore() {
        var capped = ScanWorld()
        capped.own = []
        for world in [ScanWorld(), capped] {
            let misses = world.scan().nearestMisses
            for (first, second) in zip(misses, misses.dropFirst()) where first.failures.count == second.failures.count {
                #expect(first.score >= second.score, "\(first.id) \(first.score) before \(second.id) \(second.score)")
            }
        }
        #expect(capped.scan().nearestMisses.contains { $0.isCapped })
    }

    /// What was looked at is what passed and what was rejected at its first gate.
    @Test func everyContractIsCountedOnce() {
        let result = ScanWorld().scan()
        #expect(result.contractsScanned == result.candidates.count + result.rejectedCount)
    }

    @Test func figuresOfAPut() throws {
        let world = ScanWorld()
        let candidate = try #require(world.scan().candidates.first)
        let bid = try #require(candidate.bid)
        let ask = try #require(candidate.ask)
        let fill = try #require(candidate.fill.value)
        #expect(abs(fill - max(bid, 0.5 * (bid + ask) - 0.25 * (ask - bid))) < 1e-12)
        let strike = candidate.contract.strike
        let period = (fill - 0.013) / strike
        #expect(abs((candidate.periodReturn.value ?? 0) - period) < 1e-12)
        #expect(abs((candidate.annualizedReturn.value ?? 0) - period * 365 / Double(candidate.daysToExpiry)) < 1e-12)
        #expect(abs((candidate.breakeven.value ?? 0) - (strike - fill)) < 1e-12)
        #expect(candidate.collateral.value == strike * 100)
        #expect(abs((candidate.impliedVolatility.value ?? 0) - 0.30) < 0.005)
        let move = 100 * 0.30 * ((Double(candidate.daysToExpiry) + 0.22) / 365).squareRoot()
        #expect(abs((candidate.expectedMove.value ?? 0) - move) < 0.02 * move)
    }

    @Test func coveredCalls() throws {
        var world = ScanWorld()
        world.strategy = .coveredCall
        #expect(world.scan().candidates.isEmpty)
        let shares = ScanWorld.strategy(
            "AAA", kind: .stock, instrument: .stock(symbol: "AAA"), quantity: 100, marketValue: 10_000,
            basis: StockBasis(broker: 115, tax: 113, wheel: 107.2))
        world.book = ScanWorld.book(strategies: [shares])
        let result = world.scan()
        let best = try #require(result.candidates.first)
        #expect(best.contract.right == .call)
        #expect(best.contract.strike >= 107.2)
        #expect(best.parts.first { $0.name == "fit" }?.points == 10)
        #expect(best.probabilityOfProfit.reason == .notApplicable)
        // The return is on the market value of the shares.
        let fill = try #require(best.fill.value)
        #expect(abs((best.periodReturn.value ?? 0) - (fill - 0.013) / 100) < 1e-12)
        let under = result.nearestMisses.flatMap(\.failures).first { $0.text.contains("< basis 107.20 locks") }
        #expect(under != nil)
        // 80 idle shares are not a contract.
        world.book = ScanWorld.book(strategies: [
            ScanWorld.strategy("AAA", kind: .stock, instrument: .stock(symbol: "AAA"), quantity: 80)
        ])
        #expect(world.scan().candidates.isEmpty)
    }

    /// All shares are in the row of the call that some of them cover; the others are still idle.
    @Test func sharesBeyondACallAreIdle() {
        var world = ScanWorld()
        world.strategy = .coveredCall
        func row(_ account: String, shares: Int, calls: Int) -> StrategyValuation {
            var row = ScanWorld.strategy(
                "AAA", kind: .coveredCall, instrument: .stock(symbol: "AAA"), quantity: shares,
                marketValue: 100 * Double(shares), basis: StockBasis(broker: 90, tax: 90, wheel: 90))
            let call = ScanWorld.contract("AAA", ScanWorld.expiry, .call, 110)
            let short = ScanWorld.strategy(
                "AAA", kind: .coveredCall, instrument: .option(call), quantity: calls)
            row.account = account
            row.legs += short.legs
            return row
        }
        world.book = ScanWorld.book(strategies: [row("paper", shares: 300, calls: -1)])
        let best = world.scan().candidates.first
        #expect(best != nil)
        #expect(best?.parts.first { $0.name == "fit" }.map { $0.points > 6 && $0.points < 7 } == true)
        world.book = ScanWorld.book(strategies: [row("paper", shares: 300, calls: -3)])
        #expect(world.scan().candidates.isEmpty)
        // Sixty here and sixty there cover no call.
        world.book = ScanWorld.book(strategies: [
            row("paper", shares: 160, calls: -1), row("ira", shares: 160, calls: -1),
        ])
        #expect(world.scan().candidates.isEmpty)
        #expect(world.scan().nearestMisses.flatMap(\.failures).contains { $0.text == "60 idle shares, 100 needed" })
    }

    @Test func coveredCallUnderItsDividend() {
        var world = ScanWorld()
        world.strategy = .coveredCall
        world.profile.dividends = [
            DividendEvent(exDate: ScanWorld.date("2027-04-01"), amount: 3.5, isEstimated: false)
        ]
        world.book = ScanWorld.book(strategies: [
            ScanWorld.strategy("AAA", kind: .stock, instrument: .stock(symbol: "AAA"), quantity: 100)
        ])
        let texts = world.scan().nearestMisses.flatMap(\.failures).map(\.text)
        #expect(texts.contains { $0.contains("< dividend 3.50 on Apr 1") })
    }

    @Test func roomLine() {
        var bills = ScanWorld.strategy(
            "SGOV", kind: .stock, instrument: .stock(symbol: "SGOV"), quantity: 300, marketValue: 30_102)
        bills.symbol = "SGOV"
        let tech = ScanWorld.strategy(
            "AMD", kind: .stock, instrument: .stock(symbol: "AMD"), quantity: 400, sector: "Information Technology",
            marketValue: 70_190)
        var world = ScanWorld()
        world.book = ScanWorld.book(free: 11_390.40, strategies: [bills, tech])
        world.book.accounts[0].treasuryBillFunds = Figure(30_102)
        var input = world.input()
        input.market.underlyings["SGOV"] = UnderlyingMarket(
            profile: SecurityProfile(symbol: "SGOV", name: "Bills", kind: .treasuryBillFund, sector: "Fund"), quote: nil
        )
        #expect(Scanner.scan(input).room == "room 11.4k + SGOV 30.1k; tech full 41>35%")
    }

    /// Names without a known sector, as a recording has them, do not fill a sector "unknown".
    @Test func anUnknownSectorIsNoSector() {
        let names = ["AMD", "KO"].map { symbol in
            ScanWorld.strategy(
                symbol, kind: .stock, instrument: .stock(symbol: symbol), quantity: 400, sector: "Unknown",
                marketValue: 70_190)
        }
        var world = ScanWorld()
        world.book = ScanWorld.book(free: 11_390.40, strategies: names)
        #expect(Scanner.scan(world.input()).room == "room 11.4k")
    }

    @Test func sameInputSameResult() {
        #expect(ScanWorld().scan() == ScanWorld().scan())
    }

    /// Hostile quotes and facts: no crash, no NaN, every contract still counted.
    @Test(arguments: 0..<40) func hostileInputs(seed: Int) {
        var generator = Splitmix(state: UInt64(seed) &* 7919 &+ 1)
        let nonsense: [Double?] = [nil, .nan, .infinity, -.infinity, -1, 0, 1e-300, 1e300, 0.01, 50]
        var world = ScanWorld()
        world.spot = [100, 0.01, 1e7][Int(generator.next() % 3)]
        world.profile.dividendYield = [0, .nan, 5][Int(generator.next() % 3)]
        world.profile.beta = [nil, .nan, 1e9][Int(generator.next() % 3)]
        world.profile.averageDollarVolume = nonsense[Int(generator.next() % 10)]
        world.profile.optionVolume = [nil, -5, 0, Int.max][Int(generator.next() % 4)]
        world.profile.demandZoneTop = nonsense[Int(generator.next() % 10)]
        world.profile.dividends = [
            DividendEvent(
                exDate: ScanWorld.date("2027-04-01"), amount: nonsense[Int(generator.next() % 10)] ?? 1,
                isEstimated: true)
        ]
        world.history = [VolatilityObservation(date: ScanWorld.date("2027-03-01"), impliedVolatility: .nan)]
        world.book = ScanWorld.book(
            free: nonsense[Int(generator.next() % 10)], netLiquidation: nonsense[Int(generator.next() % 10)],
            betaDelta: nonsense[Int(generator.next() % 10)])
        world.strategy = ScanStrategy.allCases[Int(generator.next() % UInt64(ScanStrategy.allCases.count))]
        var chain = world.chain()
        for index in chain.entries.indices where generator.next() % 3 == 0 {
            chain.entries[index].quote.bid = nonsense[Int(generator.next() % 10)]
            chain.entries[index].quote.ask = nonsense[Int(generator.next() % 10)]
            chain.entries[index].quote.openInterest = [nil, -1, 0, Int.max][Int(generator.next() % 4)]
            chain.entries[index].contract.strikeThousandths = Int(generator.next() % 200_000)
        }
        var input = world.input()
        input.market.chains["AAA"] = chain
        let result = Scanner.scan(input)
        #expect(result.rejected.values.reduce(0, +) + result.candidates.count == result.contractsScanned)
        for candidate in result.candidates + result.nearestMisses {
            #expect(candidate.score.isFinite)
            #expect((0...100).contains(candidate.score))
            #expect(candidate.spot.isFinite)
            for part in candidate.parts {
                #expect(part.points.isFinite && part.points >= 0 && part.points <= part.weight)
            }
            for failure in candidate.failures { #expect(!failure.text.contains("nan")) }
        }
    }
}

struct Splitmix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// Every gate against the put spread 95/90, the condor over it and a calendar, with figure and limit.
@Suite struct SpreadGateTests {
    private static func texts(_ world: ScanWorld, _ gate: String, _ name: String = "95/90P") -> [String] {
        SpreadWorld.failures(world, name).filter { $0.gate == gate }.map(\.text)
    }

    // MARK: - Quotes

    @Test func aLegWithoutASoundQuote() {
        let world = SpreadWorld.world(.vertical)
        let crossed = SpreadWorld.changed(world, "90P") { $0.quote.bid = 0.70 }
        #expect(Self.texts(crossed, "quotes") == ["90P: quote crossed"])
        let oneSided = SpreadWorld.changed(world, "90P") { $0.quote.bid = nil }
        #expect(Self.texts(oneSided, "quotes") == ["90P: quote one sided"])
        let empty = SpreadWorld.changed(world, "90P") { entry in
            entry.quote.bid = nil
            entry.quote.ask = nil
        }
        #expect(Self.texts(empty, "quotes") == ["90P: quote no market"])
        for broken in [crossed, oneSided, empty] {
            let found = SpreadWorld.candidate(broken, "95/90P")
            #expect(found?.fill.value == nil && found?.spread?.maximumLoss.value == nil, "no figure without a price")
            #expect(found?.probabilityOfProfit.value == nil)
        }
        // The option sold: it is counted alone, whatever could be bought against it.
        let sold = SpreadWorld.changed(world, "95P") { $0.quote.bid = 1.90 }
        #expect(SpreadWorld.candidate(sold, "95/90P") == nil)
        #expect((sold.scan().rejected["quotes"] ?? 0) >= 1)
    }

    @Test func oldQuotes() {
        var world = SpreadWorld.world(.vertical)
        world.quoteTime = ScanWorld.now.adding(seconds: -94)
        #expect(Self.texts(world, "quotes").first?.contains("quote 94 s old, limit 60 s") == true)
        let apart = SpreadWorld.changed(SpreadWorld.world(.vertical), "90P") {
            $0.quote.time = ScanWorld.now.adding(seconds: -20)
        }
        #expect(Self.texts(apart, "quotes") == ["90P: option and shares quoted 20 s apart, limit 15 s"])
    }

    @Test func theOpeningWaits() {
        var world = SpreadWorld.world(.condor)
        world.now = NewYorkTime.instant(on: ScanWorld.date("2027-03-15"), hour: 9, minute: 40)
        world.quoteTime = world.now
        let result = world.scan()
        #expect(result.candidates.isEmpty && result.waitingReason == "Waiting for orderly quotes, 09:45.")
    }

    /// A credit of 5.10 for what can be worth 5.00 at most is no gift.
    @Test func aCreditOverTheWidth() {
        let words = GateReason.creditOverWidth(credit: 5.1, width: 5)
        #expect(words.text == "credit 5.10 of a width of 5.00: stale or typo" && words.gate == .quotes)
        let dear = SpreadWorld.changed(SpreadWorld.world(.calendar), "102.5C", SpreadWorld.back) { entry in
            entry.quote.bid = 2.40
            entry.quote.ask = 2.44
        }
        // Sold at 2.59, bought at 2.44.
        let failures = SpreadWorld.failures(dear, "102.5C", SpreadWorld.front)
        let quotes = failures.filter { $0.gate == "quotes" }.map(\.text)
        #expect(quotes == ["debit -0.15 for the later expiry: stale or typo"])
    }

    // MARK: - Market

    @Test func legsAreJudgedByTheirMarket() {
        let world = SpreadWorld.world(.vertical)
        let thin = SpreadWorld.changed(world, "90P") { $0.quote.openInterest = 40 }
        #expect(Self.texts(thin, "market") == ["90P: open interest 40 under 100"])
        // Around 0.625: 0.50 × 0.76 is 0.26 of 0.63.
        let wide = SpreadWorld.changed(world, "90P") { entry in
            entry.quote.bid = 0.50
            entry.quote.ask = 0.76
        }
        #expect(Self.texts(wide, "market") == ["90P: spread 0.26 = 41% of 0.63, limit 10%"])
        // 0.62 × 0.66 less the ask of 0.65: sold at the bid nothing is left.
        let nothing = SpreadWorld.changed(world, "95P") { entry in
            entry.quote.bid = 0.62
            entry.quote.ask = 0.66
        }
        #expect(Self.texts(nothing, "market") == ["-0.03 at the natural price: the spreads take the credit"])
    }

    /// What is bought needs no bid of ten cents.
    @Test func aCheapWingIsNoSmallBid() {
        let world = SpreadWorld.world(.vertical)
        let wing = SpreadWorld.changed(world, "85P") { entry in
            entry.quote.bid = 0.08
            entry.quote.ask = 0.10
        }
        let texts = SpreadWorld.failures(wing, "95/85P").map(\.text)
        #expect(!texts.contains { $0.contains("bid 0.08") }, "\(texts)")
    }

    // MARK: - Premium

    @Test func thinCredits() {
        let world = SpreadWorld.world(.vertical)
        // 92.5/90: about 1.06 - 0.64 = 0.42 for a width of 2.50, 2.60 of fees on 42 dollars.
        #expect(Self.texts(world, "premium", "92.5/90P").first?.contains("goes in fees, limit 5%") == true)
        // 92.5/82.5: about 0.98 for a width of 10.
        #expect(
            Self.texts(world, "premium", "92.5/82.5P").first?.contains("of the width 10.00, under 15%") == true,
            "\(Self.texts(world, "premium", "92.5/82.5P"))")
        let low = GateReason.lowCredit(credit: 0.98, width: 10, limit: 0.15)
        #expect(low.text == "credit 0.98 = 9.8% of the width 10.00, under 15%")
        #expect(low.remedy == "passes at a fill of 1.50")
        var strict = world
        strict.settings.minimumReturn = 4
        // 400 % a year: 104.4/395.6 x 365/39 = 247 %. Needed: p = 4 x 39/365 = 0.42740, (0.42740 x 502.6 + 2.6)/142.74.
        #expect(Self.texts(strict, "premium") == ["247.0% a year, under 400.0%"])
        let remedy = SpreadWorld.failures(strict, "95/90P").first { $0.gate == "premium" }?.remedy
        #expect(remedy == "passes at a fill of 1.52")
    }

    @Test func calendarsThatCannotPay() {
        var world = SpreadWorld.world(.calendar)
        world.settings.minimumFill = 3
        let failures = SpreadWorld.failures(world, "102.5C", SpreadWorld.front)
        #expect(failures.contains { $0.gate == "premium" && $0.text.contains("at most after fees, under 3.00") })
        world = SpreadWorld.world(.calendar)
        world.settings.maximumFeeShare = 0.01
        // 2.60 of 173 dollars is 1.5 %.
        #expect(
            SpreadWorld.failures(world, "102.5C", SpreadWorld.front).contains {
                $0.text == "1.73 debit, fees are 2% of it, limit 1%"
            })
    }

    // MARK: - Events, borrow, contract

    @Test func earningsInsideEitherExpiry() {
        var world = SpreadWorld.world(.vertical)
        world.profile.earnings = [
            EarningsEvent(date: ScanWorld.date("2027-04-22"), time: .afterClose, isConfirmed: true)
        ]
        #expect(Self.texts(world, "event") == ["earnings Apr 22 AMC inside"])
        #expect(SpreadWorld.candidate(world, "95/90P")?.earningsDate == ScanWorld.date("2027-04-22"))
        // Between the expiries of a calendar they are inside too.
        var calendar = SpreadWorld.world(.calendar)
        calendar.profile.earnings = [
            EarningsEvent(date: ScanWorld.date("2027-05-10"), time: .beforeOpen, isConfirmed: true)
        ]
        let failures = SpreadWorld.failures(calendar, "102.5C", SpreadWorld.front)
        #expect(failures.contains { $0.gate == "event" && $0.text == "earnings May 10 BMO inside" })
    }

    @Test func borrow() {
        var world = SpreadWorld.world(.vertical)
        let expensive = ScanWorldYield.quotes(world, 0.24)
        world.edit = { entry in
            if let quote = expensive[entry.contract] {
                entry.quote.bid = quote.bid
                entry.quote.ask = quote.ask
            }
        }
        #expect(world.scan().candidates.isEmpty)
        #expect((world.scan().rejected["borrow"] ?? 0) > 0)
    }

    @Test func adjustedContractsAreInNoSpread() {
        let world = SpreadWorld.world(.vertical)
        let wing = SpreadWorld.changed(world, "90P") { $0.contract.deliverable = .unknown }
        let names = (wing.scan().candidates + wing.scan().nearestMisses).filter { $0.daysToExpiry == 39 }
            .map(\.shortName)
        #expect(!names.contains("95/90P") && names.contains("95/92.5P"))
        let sold = SpreadWorld.changed(world, "95P") { $0.contract.deliverable = .unknown }
        #expect((sold.scan().rejected["contract"] ?? 0) >= 1)
        #expect(!sold.scan().candidates.contains { $0.contract.shortName == "95P" && $0.daysToExpiry == 39 })
        // Another multiplier is another contract.
        let other = SpreadWorld.changed(world, "90P") { $0.contract.multiplier = 10 }
        #expect(SpreadWorld.candidate(other, "95/90P") == nil)
        var fund = world
        fund.profile.kind = .leveragedFund
        #expect(Self.texts(fund, "contract") == ["leveraged, inverse or volatility fund"])
    }

    @Test func aLegOffTheSmile() {
        let world = SpreadWorld.changed(SpreadWorld.world(.vertical), "90P") { entry in
            entry.quote.bid = 1.10
            entry.quote.ask = 1.14
        }
        #expect(Self.texts(world, "contract").first?.contains("90P: IV") == true)
        let words = GateReason.negativeForwardVariance(front: 0.5, back: 0.3)
        #expect(words.text == "IV 50.0% over 30.0% behind it leaves no variance between: stale or typo")
        #expect(words.gate == .contract)
    }

    // MARK: - Place

    @Test func deltasOutsideTheProfile() {
        let world = SpreadWorld.world(.vertical)
        // 97.5P has a delta of 0.36: near enough to be told with its figures.
        #expect(Self.texts(world, "place", "97.5/92.5P") == ["97.5P: delta 0.36 outside 0.15-0.32"])
        #expect(SpreadWorld.candidate(world, "85/82.5P") == nil, "0.04 is far from 0.15")
    }

    @Test func nothingToBuyAgainstIt() throws {
        var world = SpreadWorld.world(.vertical)
        world.strikes = [80, 95, 100, 105, 120]
        let result = world.scan()
        #expect(result.candidates.isEmpty && (result.rejected["place"] ?? 0) > 0)
        #expect(result.contractsScanned == result.rejectedCount)
        // Without any spread within the days, those that come nearest are told.
        #expect(!result.nearestMisses.isEmpty)
        let texts = result.nearestMisses.flatMap(\.failures).map(\.text)
        #expect(texts.contains { $0 == "no put below it within 0.50 to 10.00 is listed" }, "\(Set(texts))")
        var lonely = SpreadWorld.world(.calendar)
        lonely.expiries = [SpreadWorld.front, ScanWorld.expiry]
        let calendars = lonely.scan()
        #expect(calendars.candidates.isEmpty && calendars.contractsScanned == calendars.rejectedCount)
        #expect(
            calendars.nearestMisses.flatMap(\.failures).contains { $0.text.contains("listed 14 to 45 days later") })
        var puts = SpreadWorld.world(.condor)
        puts.strikes = [85, 87.5, 90, 92.5, 95]
        #expect(puts.scan().candidates.isEmpty)
    }

    @Test func daysOutsideTheProfile() throws {
        var world = SpreadWorld.world(.vertical)
        world.expiries = [ScanWorld.date("2027-03-19"), ScanWorld.date("2027-06-18")]
        world.settings.nearestMisses = 10
        let result = world.scan()
        #expect(result.candidates.isEmpty && result.nearestMisses.count == 10)
        #expect(result.nearestMisses.allSatisfy { $0.daysToExpiry == 4 }, "4 days miss 25 by less than 95 miss 50")
        #expect(result.nearestMisses.contains { $0.spread?.legs.count == 2 && $0.fill.value != nil })
    }

    // MARK: - Capacity

    @Test func roomOfTheBook() {
        var world = SpreadWorld.world(.vertical)
        world.book = ScanWorld.book(free: 100)
        #expect(Self.texts(world, "capacity") == ["needs 393, free 100"])
        world.book = ScanWorld.book(free: nil)
        #expect(Self.texts(world, "capacity") == ["free cash unknown: no source"])
        // 393 of 10,000 is over 2 %.
        world.book = ScanWorld.book(netLiquidation: 10_000)
        #expect(Self.texts(world, "capacity") == ["can lose 393 = 3.9% of net liq, limit 2.0%"])
        world.book = ScanWorld.book()
        world.isRiskOff = true
        #expect(Self.texts(world, "capacity") == ["risk-off market: no new short premium"])
        var calendar = SpreadWorld.world(.calendar)
        calendar.isRiskOff = true
        #expect(SpreadWorld.failures(calendar, "102.5C", SpreadWorld.front).isEmpty, "it sells no premium on balance")
    }

    @Test func theSideThatIsSoldAlready() {
        var world = SpreadWorld.world(.vertical)
        func held(_ right: OptionRight) -> BookValuation {
            ScanWorld.book(strategies: [
                ScanWorld.strategy(
                    "AAA", kind: right == .put ? .cashSecuredPut : .shortCall,
                    instrument: .option(ScanWorld.contract("AAA", ScanWorld.expiry, right, 110)), quantity: -1,
                    collateral: 500)
            ])
        }
        world.book = held(.put)
        #expect(Self.texts(world, "capacity") == ["already short puts on it"])
        #expect(Self.texts(world, "capacity", "107.5/112.5C").isEmpty)
        world.book = held(.call)
        #expect(Self.texts(world, "capacity").isEmpty)
        #expect(Self.texts(world, "capacity", "107.5/112.5C") == ["already short calls on it"])
    }

    /// A call spread turns the book down: it is held against one that is already too short, not against one too long.
    @Test func deltaOfTheBookBothWays() {
        var world = SpreadWorld.world(.vertical)
        world.book = ScanWorld.book(betaDelta: -0.249)
        world.settings.maximumDefinedRiskShare = 1
        world.book.accounts[0].netLiquidation = ScanWorld.total(5000)
        world.settings.maximumNameShare = 1
        world.settings.maximumSectorShare = 1
        #expect(Self.texts(world, "capacity", "107.5/112.5C").first?.contains("of net liq < -25%") == true)
        #expect(Self.texts(world, "capacity").isEmpty)
        world.book.deltaFractionOfNetLiquidation = Figure(0.749)
        #expect(Self.texts(world, "capacity").first?.contains("of net liq > 75%") == true)
        #expect(Self.texts(world, "capacity", "107.5/112.5C").isEmpty)
    }

    // MARK: - Bad input

    @Test(arguments: SpreadScannerTests.strategies) func emptyAndUnknown(_ strategy: ScanStrategy) {
        var input = SpreadWorld.world(strategy).input()
        input.symbols = []
        let nothing = Scanner.scan(input)
        #expect(nothing.candidates.isEmpty && nothing.contractsScanned == 0 && nothing.symbolsScanned == 0)
        input.symbols = ["NOSUCH"]
        #expect(Scanner.scan(input).symbolsScanned == 0)
        input.symbols = ["AAA"]
        input.market.chains["AAA"]?.entries = []
        #expect(Scanner.scan(input).contractsScanned == 0)
    }

    @Test(arguments: SpreadScannerTests.strategies) func withoutAPriceOfTheShares(_ strategy: ScanStrategy) {
        var input = SpreadWorld.world(strategy).input()
        input.market.underlyings["AAA"]?.quote = Quote(
            bid: nil, ask: nil, time: nil, receivedAt: ScanWorld.now, source: "test")
        let result = Scanner.scan(input)
        #expect(result.candidates.isEmpty && result.contractsScanned == result.rejectedCount)
        #expect((result.rejected["quotes"] ?? 0) == result.contractsScanned)
    }
}

/// The quotes of the same chain on a lower forward.
enum ScanWorldYield {
    static func quotes(_ world: ScanWorld, _ yield: Double) -> [OptionContract: Quote] {
        var plain = world
        plain.edit = { _ in }
        return plain.pricedWithYield(yield)
    }
}

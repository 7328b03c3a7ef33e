import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// Diagonals: figures by hand from round quotes, every gate of their own, what is counted.
@Suite struct DiagonalTests {
    private static func close(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
        value.map { abs($0 - expected) <= tolerance } ?? false
    }

    private static func call(_ world: ScanWorld, _ name: String = "105/90C") -> Candidate? {
        SpreadWorld.candidate(world, name, SpreadWorld.front)
    }

    private static func texts(_ world: ScanWorld, _ gate: String, _ name: String = "105/90C") -> [String] {
        SpreadWorld.failures(world, name, SpreadWorld.front).filter { $0.gate == gate }.map(\.text)
    }

    // MARK: - Figures

    /// 105C sold for April 16 at 1.74 × 1.78, 90C bought for June 18 at 12.70 × 12.78: 12.76 - 1.75 = 11.01 paid for 15.00
    /// between the strikes.
    @Test func poorMansCoveredCallByHand() throws {
        let found = try #require(Self.call(SpreadWorld.world(.diagonal)))
        let spread = try #require(found.spread)
        #expect(found.failures.isEmpty, "\(found.failures)")
        #expect(found.typeWord == "DIA" && spread.kind == .callDiagonal && found.contract.shortName == "105C")
        #expect(found.expiries == [SpreadWorld.front, SpreadWorld.later] && found.daysToExpiry == 32)
        #expect(spread.legs.map(\.quantity) == [-1, 1])
        #expect(Self.close(spread.naturalCredit.value, 1.74 - 12.78) && Self.close(spread.midCredit.value, -10.98))
        #expect(Self.close(found.fill.value, -11.01) && Self.close(found.ask, 1.78 - 12.70))
        #expect(spread.width == 15 && Self.close(spread.creditToWidth.value, -0.734))
        #expect(Self.close(spread.maximumLoss.value, 1101, 1e-6) && Self.close(found.collateral.value, 1101, 1e-6))
        #expect(found.periodReturn.reason == .notApplicable && found.annualizedReturn.reason == .notApplicable)
        // Two strikes say nothing of the term structure.
        #expect(spread.forwardFactor.reason == .notApplicable)
        // At 105 on April 16 the 90C with 63 days left is worth 16.12 by the closed form: 5.11 more than was paid.
        let most = try #require(spread.maximumProfit.value)
        #expect(most > 505 && most < 517, "\(most)")
        let band = spread.maximumProfitBand.compactMap(\.value)
        #expect(band.count == 2 && band[0] < most && band[1] > most, "\(band)")
        // The 90C is worth 10.93 at 99 and 11.75 at 100: 11.01 in between, and once only.
        #expect(spread.breakevens.count == 1)
        let level = try #require(spread.breakevens.first)
        #expect(level > 99 && level < 99.3, "\(level)")
        #expect((found.cushion.value ?? 0) > 0.007 && (found.cushion.value ?? 1) < 0.01)
        // Nothing of 1.75 is intrinsic, 10 of 12.76 are.
        #expect(Self.close(spread.extrinsicRatio.value, 1.75 / 2.76))
        // Theta a year by the closed form 19.2 and 10.7.
        let ratio = try #require(spread.thetaRatio.value)
        #expect(ratio > 1.7 && ratio < 1.87, "\(ratio)")
        // 79.5 shares bought, 32.0 sold.
        #expect((spread.positionDelta.value ?? 0) > 46 && (spread.positionDelta.value ?? 0) < 49)
    }

    @Test func partsOfTheScore() throws {
        let found = try #require(Self.call(SpreadWorld.world(.diagonal)))
        let parts = Dictionary(found.parts.map { ($0.name, $0) }) { first, _ in first }
        #expect(found.parts.map(\.name) == ["extrinsic", "debit", "probability", "theta_ratio", "liquidity", "trend"])
        #expect(found.parts.reduce(0) { $0 + $1.weight } == 100)
        #expect(Self.close(parts["extrinsic"]?.points, 25 * 1.75 / 2.76))
        // 11.01/15 = 73.4 %, from 75 % to 50 %: 1.6 of 25 points of the line.
        #expect(Self.close(parts["debit"]?.points, 20 * 0.016 / 0.25))
        #expect(Self.close(parts["probability"]?.points, 20 * (found.probabilityOfProfit.value ?? .nan)))
        #expect(parts["trend"]?.points == 5, "the close is over its average: what a call is bought for")
        #expect(parts["extrinsic"]?.explanation == "extrinsic value 1.75 sold, 2.76 bought: 0.63, 0.00 to 1.00")
        #expect(parts["trend"]?.explanation == "close over SMA200, gains by a rise")
        // Cheap volatility is bought: its cap is none of theirs.
        var cheap = SpreadWorld.world(.diagonal)
        cheap.history = ScanWorld.history(low: 0.35, high: 0.60)
        cheap.settings.cheapVolatilityCap = 10
        let uncapped = Self.call(cheap)
        #expect(uncapped?.isCapped == false && (uncapped?.score ?? 0) > 10)
    }

    /// The mirror: 92.5P sold at 0.82 × 0.86, 115P bought at 15.99 × 16.07: 16.05 - 0.83 = 15.22 for 22.50. The delta of the
    /// American 115P is -0.806, that of the 112.5P -0.758: the former is nearer to 0.80.
    @Test func putDiagonalByHand() throws {
        let found = try #require(Self.call(SpreadWorld.world(.diagonal), "92.5/115P"))
        let spread = try #require(found.spread)
        #expect(found.failures.isEmpty, "\(found.failures)")
        #expect(spread.kind == .putDiagonal && found.action == "buy put diagonal" && spread.width == 22.5)
        #expect(Self.close(found.fill.value, -15.22) && Self.close(found.collateral.value, 1522, 1e-6))
        #expect(Self.close(spread.extrinsicRatio.value, 0.83 / 1.05))
        #expect(Self.close(spread.legs.last?.delta.value, -0.806, 0.003), "\(spread.legs)")
        // At 92.50 and below the 115P is worth its intrinsic value, hardly more: 22.50 - 15.22.
        let most = try #require(spread.maximumProfit.value)
        #expect(most >= 727.99 && most < 732, "\(most)")
        let trend = found.parts.first { $0.name == "trend" }
        #expect(trend?.points == 0 && trend?.isMissing == false, "over its average nothing speaks for a fall")
    }

    // MARK: - What is combined

    /// Two expiries behind: 63 days (from 60), 182 days (from 180), each with the call nearest to 0.80.
    @Test func twoPartnersAtMost() {
        let result = SpreadWorld.world(.diagonal).scan()
        let all = (result.candidates + result.nearestMisses).filter { $0.contract.expiry == SpreadWorld.front }
        let bought = all.filter { $0.contract.shortName == "105C" }.compactMap { $0.spread?.legs.last?.contract }
        #expect(Set(bought.map(\.expiry)) == [SpreadWorld.later, SpreadWorld.latest] && bought.count == 2)
        #expect(Set(bought.map(\.shortName)) == ["90C", "87.5C"])
        // A single later expiry serves both gaps once.
        var one = SpreadWorld.world(.diagonal)
        one.expiries = [SpreadWorld.front, SpreadWorld.latest]
        let only = one.scan()
        let names = (only.candidates + only.nearestMisses).filter { $0.contract.shortName == "105C" }.map(\.shortName)
        #expect(names == ["105/87.5C"])
    }

    @Test func everyOptionIsCountedAtLeastOnce() {
        let input = SpreadWorld.world(.diagonal).input()
        let draft = Scanner.rough(input)
        let entries = input.market.chains["AAA"]?.entries ?? []
        #expect(!entries.isEmpty && Set(draft.verdicts.joined().map(\.index)) == Set(entries.indices))
        let result = Scanner.scan(input)
        #expect(result.contractsScanned == result.candidates.count + result.rejectedCount)
        #expect(result.candidates.contains { $0.contract.right == .call })
        #expect(result.candidates.contains { $0.contract.right == .put })
    }

    /// Opposite trades do not crowd each other out.
    @Test func eachSideHasHalfOfTheList() {
        var world = SpreadWorld.world(.diagonal)
        world.settings.shortlist = 2
        let two = Scanner.rough(world.input())
        #expect(two.shortlist.count == 4 && Set(two.shortlist.map(\.right)) == [.call, .put])
        world.settings.shortlist = 100
        world.settings.spreadsPerName = 1
        let one = Scanner.rough(world.input())
        #expect(one.shortlist.count == 4 && Set(one.shortlist.map(\.right)) == [.call, .put])
        let result = world.scan()
        #expect(result.contractsScanned == result.candidates.count + result.rejectedCount)
    }

    /// The id names both legs; its first part is the command, its second the contracts.
    @Test func theIdNamesTheTrade() throws {
        let found = try #require(Self.call(SpreadWorld.world(.diagonal)))
        #expect(found.id == "diagonal:AAA270416C00105000/AAA270618C00090000")
        let parts = found.id.split(separator: ":", maxSplits: 1)
        #expect(ScanStrategy(rawValue: String(parts[0])) == .diagonal)
        let contracts = try parts[1].split(separator: "/").map { try OptionContract(text: String($0)) }
        #expect(contracts.map(\.osi) == found.spread?.legs.map(\.contract.osi))
        // The same scan finds it again, on its symbol alone.
        #expect(SpreadWorld.world(.diagonal).scan().candidates.contains { $0.id == found.id })
    }

    // MARK: - Gates

    /// 17.52 - 1.75 = 15.77 for 17.50 between the strikes: called at 105, 1.73 is left of a trade that risks 15.77.
    @Test func aDebitNearTheDistanceOfTheStrikes() {
        let world = SpreadWorld.world(.diagonal)
        let failure = SpreadWorld.failures(world, "105/87.5C", SpreadWorld.front).first { $0.gate == "premium" }
        #expect(failure?.text == "debit 15.77 = 90.1% of the 17.50 between the strikes, over 75%")
        #expect(failure?.remedy == "passes at a debit of 13.13")
        var generous = world
        generous.settings.maximumDebitShare = 0.95
        #expect(Self.texts(generous, "premium", "105/87.5C").isEmpty)
        #expect(Self.texts(world, "premium").isEmpty)
    }

    @Test func deltasOfBothLegs() {
        let world = SpreadWorld.world(.diagonal)
        // 112.5C has a delta of 0.107: near enough to be told with its figures.
        #expect(Self.texts(world, "place", "112.5/90C") == ["112.5C 04-16: delta 0.11 outside 0.15-0.40"])
        #expect(Self.texts(world, "place", "102.5/90C") == ["102.5C 04-16: delta 0.42 outside 0.15-0.40"])
        // Nothing deeper than 97.5C is listed, whose delta is 0.619.
        var shallow = world
        shallow.expiries = [SpreadWorld.front, SpreadWorld.later]
        shallow.strikes = [97.5, 100, 102.5, 105, 107.5, 110]
        let failure = SpreadWorld.failures(shallow, "105/97.5C", SpreadWorld.front).first { $0.gate == "place" }
        #expect(failure?.text == "97.5C 06-18: delta 0.62 outside 0.65-0.90")
        #expect(failure?.remedy == "take a strike deeper in the money")
        let deep = GateReason.deepDelta(0.95, 0.65...0.90)
        #expect(deep.gate == .place && deep.remedy == "take a strike nearer the money")
    }

    @Test func nothingToBuyAgainstIt() {
        var world = SpreadWorld.world(.diagonal)
        world.expiries = [SpreadWorld.front, SpreadWorld.back]
        let result = world.scan()
        #expect(result.candidates.isEmpty && result.contractsScanned == result.rejectedCount)
        let texts = Set(result.nearestMisses.flatMap(\.failures).map(\.text))
        #expect(texts.contains("no call in the money below it is quoted 60 days later or more"), "\(texts)")
        #expect(texts.contains("no put in the money above it is quoted 60 days later or more"), "\(texts)")
    }

    @Test func quotesAndMarketOfTheOptionBought() {
        let world = SpreadWorld.world(.diagonal)
        let thin = SpreadWorld.changed(world, "90C", SpreadWorld.later) { $0.quote.openInterest = 40 }
        #expect(Self.texts(thin, "market") == ["90C 06-18: open interest 40 under 100"])
        // 1.60 of 12.74 is 13 %.
        let wide = SpreadWorld.changed(world, "90C", SpreadWorld.later) { entry in
            entry.quote.bid = 11.94
            entry.quote.ask = 13.54
        }
        #expect(Self.texts(wide, "market") == ["90C 06-18: spread 1.60 = 13% of 12.74, limit 10%"])
        // Without a quote it is not bought; its neighbour is: 92.5C has a delta of 0.741, 87.5C of 0.844.
        var crossed = SpreadWorld.changed(world, "90C", SpreadWorld.later) { $0.quote.bid = 13 }
        crossed.expiries = [SpreadWorld.front, SpreadWorld.later]
        #expect(Self.call(crossed) == nil && Self.call(crossed, "105/87.5C") != nil)
    }

    /// Quoted again at 1.60 × 1.64: sold at 1.74 and bought at 1.64, it would cost nothing.
    @Test func aDiagonalThatCostsNothing() throws {
        let input = SpreadWorld.world(.diagonal).input()
        let draft = Scanner.rough(input)
        let long = ScanWorld.contract("AAA", SpreadWorld.later, .call, 90)
        try #require(draft.shortlist.contains(long))
        var quote = try #require(input.market.chains["AAA"]?.entries.first { $0.contract == long }?.quote)
        quote.bid = 1.60
        quote.ask = 1.64
        let result = Scanner.finish(draft, quotes: [long: quote], underlyings: [:], now: ScanWorld.now)
        let found = try #require(
            result.nearestMisses.first { $0.id == "diagonal:AAA270416C00105000/AAA270618C00090000" })
        #expect(
            found.failures.first { $0.gate == "quotes" }?.text == "debit -0.10 for the later expiry: stale or typo",
            "\(found.failures)")
        #expect(found.failures.first { $0.gate == "contract" }?.text == "90C 06-18: IV unknown: below intrinsic")
        #expect(!result.candidates.contains { $0.id == found.id })
    }

    /// As with a covered call, whose shares outlive the next announcement too.
    @Test func eventsCountToTheEndOfWhatIsSold() {
        func announced(_ day: String) -> ScanWorld {
            var world = SpreadWorld.world(.diagonal)
            world.profile.earnings = [
                EarningsEvent(date: ScanWorld.date(day), time: .beforeOpen, isConfirmed: true)
            ]
            return world
        }
        #expect(Self.texts(announced("2027-04-12"), "event") == ["earnings Apr 12 BMO inside"])
        let between = Self.call(announced("2027-05-10"))
        #expect(between?.failures.isEmpty == true, "\(between?.failures ?? [])")
        #expect(between?.earningsDate == ScanWorld.date("2027-05-10"), "it stands in its row")
    }

    @Test func whatCannotPay() {
        var world = SpreadWorld.world(.diagonal)
        world.settings.minimumFill = 6
        #expect(Self.texts(world, "premium").first?.contains("at most after fees, under 6.00") == true)
        world = SpreadWorld.world(.diagonal)
        world.settings.maximumFeeShare = 0.002
        // 2.60 of 1,101 dollars is 0.24 %.
        #expect(Self.texts(world, "premium").first?.hasPrefix("11.01 debit, fees are") == true)
    }

    @Test func roomOfTheBook() {
        var world = SpreadWorld.world(.diagonal)
        world.book = ScanWorld.book(free: 1000)
        #expect(Self.texts(world, "capacity") == ["needs 1,101, free 1,000"])
        // 1,101 of 40,000 is 2.8 %.
        world.book = ScanWorld.book(netLiquidation: 40_000)
        #expect(Self.texts(world, "capacity") == ["can lose 1,101 = 2.8% of net liq, limit 2.0%"])
        world.book = ScanWorld.book()
        world.isRiskOff = true
        #expect(Self.texts(world, "capacity").isEmpty, "it sells no premium on balance")
    }

    /// Beside the scans that run by themselves only where spreads are wanted.
    @Test func itRunsByItselfWithTheOtherSpreadsOnly() {
        var profile = ScanProfile.standard
        #expect(!profile.strategies.contains(.diagonal))
        profile.includesSpreads = true
        #expect(profile.strategies.contains(.diagonal))
    }

    /// An ex-date before the option sold ends is told; one behind it is the buyer's, and in the price.
    @Test func aDividendInsideIsAWarning() throws {
        var world = SpreadWorld.world(.diagonal)
        world.profile.dividends = [
            DividendEvent(exDate: ScanWorld.date("2027-04-05"), amount: 0.05, isEstimated: false)
        ]
        #expect(try #require(Self.call(world)?.spread).warnings.map(\.kind) == [.exDividend])
        world.profile.dividends = [
            DividendEvent(exDate: ScanWorld.date("2027-05-05"), amount: 0.05, isEstimated: false)
        ]
        #expect(try #require(Self.call(world)?.spread).warnings.isEmpty)
    }
}

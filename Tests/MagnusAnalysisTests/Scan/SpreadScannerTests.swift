import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// Figures of spreads: by hand from round quotes, and against sums of a log-normal spot.
@Suite struct SpreadScannerTests {
    static let strategies: [ScanStrategy] = [.vertical, .condor, .calendar, .diagonal]

    private static func close(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
        value.map { abs($0 - expected) <= tolerance } ?? false
    }

    @Test(arguments: strategies) func theUnbrokenWorldHasCandidates(_ strategy: ScanStrategy) throws {
        let result = SpreadWorld.world(strategy).scan()
        let best = try #require(result.candidates.first, "\(result.rejected)")
        #expect(best.failures.isEmpty && best.strategy == strategy)
        #expect(best.score > 0 && best.score <= 100)
        #expect(result.contractsScanned == result.candidates.count + result.rejectedCount)
        #expect(Set(result.candidates.map(\.id)).count == result.candidates.count, "every id once")
    }

    /// 95P 1.70 × 1.74, 90P 0.61 × 0.65: natural 1.70 - 0.65 = 1.05, mids 1.72 - 0.63 = 1.09, fill a quarter of each
    /// spread worse than the mids: 1.71 - 0.64 = 1.07.
    @Test func putSpreadByHand() throws {
        let found = try #require(SpreadWorld.candidate(SpreadWorld.world(.vertical), "95/90P"))
        let spread = try #require(found.spread)
        #expect(found.failures.isEmpty, "\(found.failures)")
        #expect(found.typeWord == "PCS" && spread.kind == .bullPutSpread && found.contract.shortName == "95P")
        #expect(found.id == "vertical:AAA270423P00090000/AAA270423P00095000")
        #expect(spread.legs.map(\.quantity) == [1, -1])
        #expect(Self.close(spread.legs[0].price.value, 0.64) && Self.close(spread.legs[1].price.value, 1.71))
        #expect(Self.close(spread.naturalCredit.value, 1.05) && Self.close(spread.midCredit.value, 1.09))
        #expect(Self.close(found.fill.value, 1.07))
        // Selling it brings 1.05; buying it back costs 1.74 - 0.61 = 1.13; 0.08 of 1.09 lies between.
        #expect(Self.close(found.bid, 1.05) && Self.close(found.ask, 1.13))
        #expect(Self.close(found.spreadFraction.value, 0.08 / 1.09))
        // 107 to be made, (5 - 1.07) x 100 = 393 to be lost, at 95 - 1.07 neither; together the width.
        #expect(Self.close(spread.maximumProfit.value, 107, 1e-6))
        #expect(Self.close(spread.maximumLoss.value, 393, 1e-6) && Self.close(found.collateral.value, 393, 1e-6))
        #expect(spread.width == 5 && Self.close(spread.creditToWidth.value, 0.214))
        #expect(spread.breakevens.count == 1 && Self.close(spread.breakevens.first, 93.93, 1e-9))
        #expect(Self.close(found.breakeven.value, 93.93) && Self.close(found.cushion.value, 0.0607))
        #expect(Self.close(found.outOfTheMoney.value, 0.05))
        // Two contracts cost 2.60 to open and close: (107 - 2.60)/(393 + 2.60) = 104.4/395.6.
        #expect(found.fees == 2.6 && Self.close(found.periodReturn.value, 104.4 / 395.6))
        #expect(found.daysToExpiry == 39 && Self.close(found.annualizedReturn.value, 104.4 / 395.6 * 365 / 39))
        #expect(found.openInterest == 1500 && found.quoteAgeSeconds == 0)
    }

    /// 107.5C 1.44 × 1.48 and 112.5C 0.62 × 0.66 beside it: 1.87 in, (5 - 1.87) x 100 at risk once, not twice.
    @Test func condorByHand() throws {
        let found = try #require(SpreadWorld.candidate(SpreadWorld.world(.condor), "95/107.5+5"))
        let spread = try #require(found.spread)
        #expect(found.failures.isEmpty, "\(found.failures)")
        #expect(spread.legs.map(\.contract.shortName) == ["90P", "95P", "107.5C", "112.5C"])
        #expect(Self.close(spread.naturalCredit.value, 1.83) && Self.close(spread.midCredit.value, 1.91))
        #expect(Self.close(found.fill.value, 1.87) && Self.close(spread.creditToWidth.value, 0.374))
        #expect(Self.close(spread.maximumProfit.value, 187, 1e-6) && Self.close(spread.maximumLoss.value, 313, 1e-6))
        #expect(Self.close(found.collateral.value, 313, 1e-6))
        // Four contracts: (187 - 5.20)/(313 + 5.20).
        #expect(Self.close(found.periodReturn.value, 181.8 / 318.2))
        #expect(spread.breakevens.count == 2)
        #expect(Self.close(spread.breakevens.first, 93.13) && Self.close(spread.breakevens.last, 109.37))
        #expect(Self.close(found.breakeven.value, 93.13), "the nearer one")
        let trend = found.parts.first { $0.name == "trend" }
        #expect(trend?.isMissing == true && trend?.points == 0, "a condor has no side")
    }

    /// 102.5C sold for April 16 at 2.59 × 2.63, bought for May 21 at 4.30 × 4.34: 4.33 - 2.60 = 1.73 paid.
    @Test func calendarByHand() throws {
        let found = try #require(SpreadWorld.candidate(SpreadWorld.world(.calendar), "102.5C", SpreadWorld.front))
        let spread = try #require(found.spread)
        #expect(found.failures.isEmpty, "\(found.failures)")
        #expect(found.typeWord == "CAL" && spread.kind == .callCalendar && spread.width == nil)
        #expect(found.expiries == [SpreadWorld.front, SpreadWorld.back] && found.daysToExpiry == 32)
        #expect(Self.close(spread.naturalCredit.value, -1.75) && Self.close(spread.midCredit.value, -1.71))
        #expect(Self.close(found.fill.value, -1.73) && Self.close(found.bid, -1.75) && Self.close(found.ask, -1.67))
        #expect(Self.close(spread.maximumLoss.value, 173, 1e-6) && Self.close(found.collateral.value, 173, 1e-6))
        #expect(found.periodReturn.reason == .notApplicable && found.annualizedReturn.reason == .notApplicable)
        // At the strike nothing is left of the call sold: what is made is the other call, 35 days from its end. At 30 %
        // that is about 0.4 x 102.5 x 0.30 x sqrt(35/365) = 3.81 and 0.17 of interest: some 2.2 more than was paid.
        let most = try #require(spread.maximumProfit.value)
        #expect(most > 205 && most < 240, "\(most)")
        let band = spread.maximumProfitBand.compactMap(\.value)
        // A tenth of the volatility is a tenth of the time value: some 38 dollars either way.
        #expect(band.count == 2 && band[0] < most - 30 && band[1] > most + 30, "\(band)")
        #expect(spread.breakevens.count == 2)
        let low = try #require(spread.breakevens.first)
        let high = try #require(spread.breakevens.last)
        #expect(low < 102.5 && high > 102.5 && low > 90 && high < 120, "\(low) \(high)")
        // 1.73 % of the spot and no ex-date between: full marks for both.
        #expect(found.parts.first { $0.name == "debit" }?.points == 10)
        #expect(found.parts.first { $0.name == "dates" }?.points == 10)
        #expect(found.parts.reduce(0) { $0 + $1.weight } == 100)
        // One volatility for both months is no front that is rich; sqrt(67/32) of theta at the money, less beside it.
        let factor = try #require(spread.forwardFactor.value)
        #expect(abs(factor) < 0.02, "\(factor)")
        let ratio = try #require(spread.thetaRatio.value)
        #expect(ratio > 1.2 && ratio < 1.6, "\(ratio)")
    }

    /// Forward variance (0.28^2 x 67.2 - 0.34^2 x 32.2)/35 = 0.0442, volatility 0.210: 0.34 is 62 % over it.
    @Test func aRichFrontHasAForwardFactor() throws {
        var world = SpreadWorld.world(.calendar)
        let (near, far) = (0.34, 0.28)
        var front = world
        front.volatility = near
        front.edit = { _ in }
        var back = world
        back.volatility = far
        back.edit = { _ in }
        let priced = Dictionary(
            uniqueKeysWithValues: (front.chain().entries.filter { $0.contract.expiry == SpreadWorld.front }
                + back.chain().entries.filter { $0.contract.expiry != SpreadWorld.front }).map {
                    ($0.contract, $0.quote)
                })
        world.edit = { entry in if let quote = priced[entry.contract] { entry.quote = quote } }
        let found = try #require(SpreadWorld.candidate(world, "102.5C", SpreadWorld.front))
        let years = found.spread?.legs.compactMap { $0.terms?.years } ?? []
        try #require(years.count == 2)
        let variance = (far * far * years[1] - near * near * years[0]) / (years[1] - years[0])
        let expected = near / variance.squareRoot() - 1
        #expect(Self.close(found.spread?.forwardFactor.value, expected, 0.01), "expected \(expected)")
        #expect(found.parts.first { $0.name == "forward_factor" }?.points == 30, "0.20 and more is full")
    }

    /// Chance and mean of every credit spread against a sum over 200,000 spots.
    @Test(arguments: [ScanStrategy.vertical, .condor]) func chancesAgainstASum(_ strategy: ScanStrategy) throws {
        let result = SpreadWorld.world(strategy).scan()
        #expect(result.candidates.count >= 3)
        for candidate in result.candidates.prefix(12) {
            let spread = try #require(candidate.spread)
            let volatilities = spread.legs.compactMap(\.impliedVolatility.value)
            try #require(volatilities.count == spread.legs.count)
            var volatility = volatilities.reduce(0, +) / Double(volatilities.count)
            if strategy == .vertical {
                // The market has no smile: what rounded quotes make of it counts at the breakeven, straight between the strikes.
                let strikes = spread.legs.map(\.contract.strike)
                let breakeven = try #require(spread.breakevens.first)
                let share = (breakeven - strikes[0]) / (strikes[1] - strikes[0])
                volatility = volatilities[0] + share * (volatilities[1] - volatilities[0])
            }
            let terms = try #require(spread.legs.first?.terms)
            let sum = SpreadWorld.integral(
                spread.legs.map {
                    (Double($0.quantity), $0.contract.right, $0.contract.strike, $0.price.value ?? .nan)
                }, spot: 100, rate: terms.rate, years: terms.years,
                volatility: volatility)
            #expect(Self.close(candidate.probabilityOfProfit.value, sum.chance, 2e-4), "\(candidate.id)")
            // Each option has a volatility of its own in the mean: they differ by tenths of a point.
            #expect(Self.close(spread.expectedValue.value, 100 * sum.mean, 2), "\(candidate.id)")
            // Entered between the mid and the worse sides in a market without a smile, the mean is near to the cost.
            #expect((spread.expectedValue.value ?? 0) < 1, "\(candidate.id)")
        }
    }

    /// What holds of every spread whatever its strikes.
    @Test(arguments: strategies) func boundsHold(_ strategy: ScanStrategy) throws {
        let result = SpreadWorld.world(strategy).scan()
        for candidate in result.candidates {
            let spread = try #require(candidate.spread)
            let fill = try #require(candidate.fill.value)
            let natural = try #require(spread.naturalCredit.value)
            let mid = try #require(spread.midCredit.value)
            #expect(natural <= fill && fill <= mid, "\(candidate.id)")
            #expect(candidate.collateral == spread.maximumLoss)
            #expect((0...1).contains(candidate.probabilityOfProfit.value ?? -1))
            #expect((0...1).contains(candidate.probabilityOfTouch.value ?? -1))
            let profit = try #require(spread.maximumProfit.value)
            let loss = try #require(spread.maximumLoss.value)
            if let width = spread.width, !strategy.expiresApart {
                #expect(abs(profit + loss - 100 * width) < 1e-6, "\(candidate.id)")
                #expect(fill >= 0.15 * width - 1e-9, "\(candidate.id)")
                #expect(width >= 0.5 && width <= 10)
            } else {
                #expect(abs(loss + 100 * fill) < 1e-6 && profit > 0)
            }
            let strikes = spread.legs.map(\.contract.strike)
            for level in spread.breakevens where !spread.kind.expiresApart {
                // Between an option sold and the one bought against it.
                let pairs = [Array(strikes.prefix(2)), Array(strikes.suffix(2))]
                #expect(pairs.contains { $0[0] < level && level < $0[1] }, "\(candidate.id) \(level)")
            }
            for leg in spread.legs where leg.quantity < 0 {
                let delta = abs(leg.delta.value ?? 0)
                let asked =
                    switch strategy {
                    case .calendar: 0.25...0.60
                    case .diagonal: 0.15...0.40
                    default: 0.15...0.32
                    }
                #expect(asked.contains(delta), "\(candidate.id)")
            }
        }
    }

    @Test(arguments: strategies) func sameInputSameResult(_ strategy: ScanStrategy) {
        let world = SpreadWorld.world(strategy)
        #expect(world.scan() == world.scan())
        // The order of the chain decides nothing but the order of equals.
        var input = world.input()
        let before = Set(Scanner.scan(input).candidates.map(\.id))
        input.market.chains["AAA"]?.entries.reverse()
        #expect(Set(Scanner.scan(input).candidates.map(\.id)) == before)
    }

    /// Neighbouring strikes of one name do not fill the list.
    @Test func oneNameDoesNotFillTheList() {
        var world = SpreadWorld.world(.vertical)
        world.settings.spreadsPerName = 2
        let result = world.scan()
        #expect(result.candidates.count == 2)
        #expect((result.rejected[ScanGate.outranked] ?? 0) > 0)
        #expect(result.contractsScanned == result.candidates.count + result.rejectedCount)
    }

    /// The best of the first stage are judged on fresh quotes of all their legs.
    @Test func theSecondStageJudgesEveryLeg() throws {
        var world = SpreadWorld.world(.condor)
        world.settings.shortlist = 1
        let draft = Scanner.rough(world.input())
        #expect(draft.shortlist.count == 4)
        let old = Scanner.finish(draft, quotes: [:], underlyings: [:], now: ScanWorld.now.adding(seconds: 120))
        #expect(old.candidates.isEmpty && (old.rejected["quotes"] ?? 0) >= 1)
    }

    // MARK: - Warnings

    @Test func aDividendInsideIsAWarning() throws {
        var world = SpreadWorld.world(.vertical)
        world.profile.dividends = [
            DividendEvent(exDate: ScanWorld.date("2027-04-05"), amount: 0.55, isEstimated: true)
        ]
        let call = try #require(SpreadWorld.candidate(world, "107.5/112.5C")?.spread)
        let warning = try #require(call.warnings.first)
        #expect(warning.kind == .exDividend)
        #expect(
            warning.text
                == "107.5C: ex-dividend Apr 5 0.55 (estimated); in the money by then it may be called the day before")
        let put = try #require(SpreadWorld.candidate(world, "95/90P")?.spread)
        #expect(put.warnings.isEmpty, "nobody exercises a put for a dividend")
        // More than the call is worth above exercise: 1.44 at the bid.
        world.profile.dividends[0].amount = 1.60
        world.profile.dividends[0].isEstimated = false
        let called = try #require(SpreadWorld.candidate(world, "107.5/112.5C")?.spread?.warnings.first)
        let words = "107.5C: ex-dividend Apr 5 1.60 over 1.44 of extrinsic value: it may be called the day before"
        #expect(called.text == words)
    }

    /// 95 x (1 - e^(-0.036 x 0.10745)) = 0.367 of interest against a call that costs 0.30.
    @Test func interestOverTheCallIsAWarning() throws {
        let world = SpreadWorld.changed(SpreadWorld.world(.vertical), "95C") { entry in
            entry.quote.bid = 0.29
            entry.quote.ask = 0.30
        }
        let warning = try #require(SpreadWorld.candidate(world, "95/90P")?.spread?.warnings.first)
        #expect(warning.kind == .earlyExercise)
        #expect(warning.text.hasPrefix("95P: interest 0.37 on the strike is over 0.30"), "\(warning.text)")
    }
}

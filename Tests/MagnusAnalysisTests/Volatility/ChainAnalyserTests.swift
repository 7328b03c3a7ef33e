import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

@Suite struct ChainAnalyserTests {
    static func analyse(_ world: ScanWorld) -> ChainAnalysis {
        let input = world.input()
        return ChainAnalyser.analyse(
            world.chain(), profile: world.profile, history: world.history, rates: input.market.rates,
            calendar: .standard, now: world.now)
    }

    /// Thirty days between two expiries is a figure; far from the only one it is a guess and marked so.
    @Test(arguments: [
        (["2027-04-09", "2027-04-23"], Trust.fresh), (["2027-04-23"], .fresh), (["2027-03-19"], .estimated),
        (["2027-03-17", "2027-06-18"], .estimated), (["2027-09-17", "2027-12-17"], .estimated),
    ]) func thirtyDaysFarFromTheExpiriesAreAGuess(_ expiries: [String], _ trust: Trust) {
        var world = ScanWorld()
        world.expiries = expiries.map(ScanWorld.date)
        let figure = Self.analyse(world).impliedVolatility30
        #expect(figure.value != nil && figure.trust == trust, "\(figure)")
    }

    @Test func forwardVolatilityAndMoves() throws {
        let analysis = Self.analyse(ScanWorld())
        #expect(analysis.expiries.map(\.expiry) == ScanWorld().expiries)
        let expiry = try #require(analysis.expiries.first { $0.expiry == ScanWorld.expiry })
        #expect(expiry.daysToExpiry == 39)
        #expect(expiry.forwardMethod == "put-call parity, early exercise taken off")
        let forward = try #require(expiry.forward.value)
        // Quotes of European prices hold no early exercise: what is taken off them is an error of cents.
        #expect(abs(forward - 100 * (1 + 0.036 * expiry.years)) < 0.06)
        #expect(abs((expiry.atTheMoneyVolatility.value ?? 0) - 0.30) < 1e-4)
        let move = try #require(expiry.expectedMove.value)
        #expect(abs(move - 100 * 0.30 * expiry.years.squareRoot()) < 0.01)
        let straddle = try #require(expiry.impliedStraddle.value)
        #expect(abs(straddle / move - 0.798) < 0.01)
        let weighted = try #require(expiry.weightedMove.value)
        #expect(weighted < straddle)
        #expect(abs(expiry.borrow.value ?? 1) <= expiry.borrowError.value ?? 0)
        #expect(abs((analysis.impliedVolatility30.value ?? 0) - 0.30) < 1e-4)
    }

    /// A straddle far from the forward is intrinsic value, and a volatility between far strikes a guess: no move is made
    /// of them.
    @Test func withoutAStrikeAtTheForwardThereIsNoMove() throws {
        var world = ScanWorld()
        world.strikes = [70, 80, 90, 110, 120, 130]
        let analysis = Self.analyse(world)
        let near = try #require(analysis.expiries.first)
        #expect(near.expectedMove == .unknown(.noNearStrike))
        #expect(near.impliedStraddle == .unknown(.noNearStrike) && near.weightedMove == .unknown(.noNearStrike))
        #expect(near.forward.value != nil)
        guard case .known(_, .estimated) = near.atTheMoneyVolatility else {
            Issue.record("\(near.atTheMoneyVolatility)")
            return
        }
        // 30 % over three months is a sigma of 15: ten dollars away is still more than half of it.
        #expect(try #require(analysis.expiries.last).expectedMove == .unknown(.noNearStrike))
        world.volatility = 0.60
        #expect(try #require(Self.analyse(world).expiries.last).expectedMove.value != nil)
        world.strikes += [97.5]
        world.strikes.sort()
        let again = try #require(Self.analyse(world).expiries.first)
        #expect(again.expectedMove.value != nil && again.impliedStraddle.value != nil)
    }

    @Test func aStandardStepIsNearEnough() {
        let day = 1.0 / 365
        #expect(ExpirySlice.reach(forward: 3755, volatility: 0.17, years: day / 10, isIndex: true) < 8)
        #expect(ExpirySlice.reach(forward: 40, volatility: 0.2, years: day, isIndex: false) == 5)
        #expect(ExpirySlice.reach(forward: 20, volatility: nil, years: day, isIndex: false) == 2.5)
        #expect(ExpirySlice.reach(forward: 750, volatility: 0.2, years: day, isIndex: false) == 10)
    }

    /// One standing per symbol: what the chain says is what scans and Positions say, from the last completed session.
    @Test func volatilityStandingIsTheSameEverywhere() throws {
        let world = ScanWorld()
        let chain = Self.analyse(world).standing
        #expect(chain == VolatilityStanding(history: world.history))
        #expect(chain.sessions == world.history.count - 1)
        let past = world.history.dropLast().map(\.impliedVolatility)
        let last = try #require(world.history.last).impliedVolatility
        let percentile = 100 * Double(past.count { $0 < last }) / Double(past.count)
        #expect(chain.percentile.value.map { abs($0 - percentile) < 1e-9 } == true)
        let candidate = try #require(world.scan().candidates.first)
        #expect(candidate.volatilityPercentile == chain.percentile)
        #expect(candidate.volatilityRank == chain.rank)
        var market = PaperBook.market
        market.underlyings["PLTR"]?.volatilityHistory = world.history
        var valuer = PaperBook.valuer(market)
        let row = valuer.valuation(now: PaperBook.now).strategies.first { $0.symbol == "PLTR" }
        #expect(row?.volatilityPercentile == chain.percentile)
    }

    @Test func contractsHaveFiguresOrReasons() throws {
        var world = ScanWorld()
        world.edit = { entry in
            guard entry.contract.expiry == ScanWorld.expiry, entry.contract.right == .put else { return }
            switch entry.contract.strike {
            case 90: entry.quote.bid = .nan
            case 92.5: entry.quote.bid = 5; entry.quote.ask = 4
            case 95: entry.contract.deliverable = .unknown
            case 97.5: entry.contract.multiplier = 1
            case 110: entry.quote.bid = 9.0; entry.quote.ask = 9.1
            case 87.5: entry.quote.bid = 0; entry.quote.ask = 0.02
            default: break
            }
        }
        let analysis = Self.analyse(world)
        let expiry = try #require(analysis.expiries.first { $0.expiry == ScanWorld.expiry })
        func put(_ strike: Double) throws -> ContractAnalysis {
            try #require(expiry.contracts.first { $0.contract.strike == strike && $0.contract.right == .put })
        }
        #expect(try put(90).state == "not_finite")
        #expect(try put(92.5).state == "crossed")
        #expect(try put(95).state == "adjusted")
        #expect(try put(97.5).state == "multiplier")
        #expect(try put(87.5).state == "one_sided")
        #expect(try put(110).impliedVolatility.reason == .belowIntrinsic)
        #expect(try put(110).reasons["iv"] == .belowIntrinsic)
        for strike in [90, 92.5, 95, 97.5, 87.5, 110.0] {
            let contract = try put(strike)
            #expect(contract.impliedVolatility.value == nil)
            #expect(contract.delta.value == nil)
            #expect(contract.reasons["delta"] != nil)
        }
        let sound = try put(100)
        #expect(sound.state == "ok")
        #expect(abs((sound.impliedVolatility.value ?? 0) - 0.30) < 0.01)
        let delta = try #require(sound.delta.value)
        #expect(delta < -0.4 && delta > -0.55)
        let theta = try #require(sound.thetaPerDay.value)
        #expect(theta < 0 && theta > -0.2)
        let profit = try #require(sound.probabilityOfProfit.value)
        #expect(profit > 0.5 && profit < 0.75)
        #expect(sound.reasons.isEmpty)
    }

    /// A spread of 300 % has no middle, one of a few cents has (fault F19); figures of an old quote are old (F22).
    @Test func wideAndOldQuotesAreSaidToBeSo() throws {
        var world = ScanWorld()
        world.edit = { entry in
            guard entry.contract.expiry == ScanWorld.expiry, entry.contract.right == .put else { return }
            switch entry.contract.strike {
            case 100: entry.quote.bid = 0.5; entry.quote.ask = 9
            case 60, 65, 70: entry.quote.bid = 0.01; entry.quote.ask = 0.05
            case 95: entry.quote.time = entry.quote.time?.adding(seconds: -310)
            default: break
            }
        }
        let analysis = Self.analyse(world)
        let expiry = try #require(analysis.expiries.first { $0.expiry == ScanWorld.expiry })
        let puts = expiry.contracts.filter { $0.contract.right == .put }
        let wide = try #require(puts.first { $0.contract.strike == 100 })
        #expect(wide.state == "wide_spread" && wide.mid.reason == .wideSpread && wide.impliedVolatility.value == nil)
        #expect(wide.reasons["delta"] == .wideSpread && wide.bid == 0.5 && wide.ask == 9)
        let old = try #require(puts.first { $0.contract.strike == 95 })
        #expect(old.state == "stale" && old.impliedVolatility.trust == .stale && old.delta.trust == .stale)
        for cheap in puts where cheap.ask == 0.05 { #expect(cheap.state == "ok" && cheap.mid.value != nil) }
    }

    /// The middle of a smile is as old as the quotes it is made of; a quote that is too wide to price makes no straddle.
    @Test func summariesAreNoFresherThanTheirQuotes() throws {
        let fresh = try #require(Self.analyse(ScanWorld()).expiries.first { $0.expiry == ScanWorld.expiry })
        #expect(fresh.atTheMoneyVolatility.trust == .fresh && fresh.impliedStraddle.trust == .fresh)
        var world = ScanWorld()
        world.edit = { $0.quote.time = $0.quote.time?.adding(seconds: -1_800) }
        let analysis = Self.analyse(world)
        let old = try #require(analysis.expiries.first { $0.expiry == ScanWorld.expiry })
        for figure in [
            old.atTheMoneyVolatility, old.forward, old.expectedMove, old.impliedStraddle, old.weightedMove,
            analysis.impliedVolatility30,
        ] { #expect(figure.trust == .stale) }
        var wide = ScanWorld()
        wide.edit = { entry in
            guard entry.contract.strike == 100, entry.contract.right == .call else { return }
            (entry.quote.bid, entry.quote.ask) = (0.05, 9)
        }
        let straddle = try #require(
            Self.analyse(wide).expiries.first { $0.expiry == ScanWorld.expiry }?.impliedStraddle.value)
        // The strike beside: its straddle is what is quoted, not the middle of 0.05 and 9.00.
        #expect(abs(straddle - (fresh.impliedStraddle.value ?? 0)) < 0.6)
    }

    /// Behind a crossed market of the shares stands a last trade of unknown age; two sources that differ give no spot.
    @Test func aSpotThatIsNoMarkIsNotFresh() {
        func analyse(_ edit: (inout Quote) -> Void) -> ChainAnalysis {
            let world = ScanWorld()
            let input = world.input()
            var chain = world.chain()
            edit(&chain.underlying)
            return ChainAnalyser.analyse(
                chain, profile: world.profile, history: world.history, rates: input.market.rates, calendar: .standard,
                now: world.now)
        }
        let crossed = analyse { ($0.bid, $0.ask, $0.last) = (101, 100, 95) }
        #expect(crossed.spot == .known(95, .stale))
        #expect(crossed.expiries.flatMap(\.contracts).allSatisfy { $0.impliedVolatility.trust ?? .stale == .stale })
        let contradicted = analyse { quote in
            quote.contradiction = QuoteContradiction(source: "other", price: 90, time: quote.time)
        }
        #expect(contradicted.spot == .unknown(.contradictory))
        #expect(contradicted.expiries.flatMap(\.contracts).allSatisfy { $0.delta.value == nil })
    }

    /// One side is quoted, long ago: it is old, whatever else is wrong with it.
    @Test func sidesOfOldQuotesAreOld() throws {
        var world = ScanWorld()
        world.edit = { entry in
            guard entry.contract.strike == 95 else { return }
            (entry.quote.bid, entry.quote.time) = (0, entry.quote.time?.adding(seconds: -86_400))
        }
        let contracts = Self.analyse(world).expiries.flatMap(\.contracts).filter { $0.contract.strike == 95 }
        #expect(!contracts.isEmpty && contracts.allSatisfy { $0.quoteTrust == .stale && $0.state == "one_sided" })
    }

    /// Deep puts marked at what exercising pays, give or take a rounding, have a reason and no volatility of nothing.
    @Test func aVolatilityOfNothingIsNone() throws {
        for rounding in [-0.005, 0, 1e-9, 1e-6, 0.005] {
            var world = ScanWorld()
            world.edit = { entry in
                guard entry.contract.right == .put, entry.contract.strike >= 110 else { return }
                let parity = entry.contract.strike - 100 + rounding
                entry.quote.bid = parity - 0.05
                entry.quote.ask = parity + 0.05
            }
            let analysis = Self.analyse(world)
            let puts = analysis.expiries.flatMap(\.contracts).filter {
                $0.contract.right == .put && $0.contract.strike >= 110
            }
            #expect(!puts.isEmpty)
            for put in puts {
                let volatility = put.impliedVolatility.value
                #expect(volatility.map { $0 >= 0.001 } ?? (put.reasons["iv"] != nil), "\(put)")
            }
        }
    }

    /// Before an ex-date calls are worth their exercise: the forward and the volatility come out as they were put in
    /// (paper account, MO: 60.85 with 1.06 going tomorrow, 60.85 - 1.06 carried is 59.82).
    @Test(arguments: ["2027-03-19", "2027-03-25", "2027-04-16"])
    func callsWorthTheirExerciseBendNothing(day: String) throws {
        var world = ScanWorld()
        world.spot = 60.85
        world.volatility = 0.17
        world.profile.dividends = [
            DividendEvent(exDate: ScanWorld.date("2027-03-16"), amount: 1.06, isEstimated: false)
        ]
        world.strikes = Array(stride(from: 54.0, through: 68, by: 0.5))
        world.expiries = [ScanWorld.date(day)]
        var prices: [OptionContract: Double] = [:]
        for entry in world.chain().entries {
            let carry = CarryTerms(
                contract: entry.contract, profile: world.profile, rates: world.rates, calendar: .standard,
                now: world.now)
            prices[entry.contract] = try OptionPricing.price(
                carry.terms(of: entry.contract, spot: world.spot, volatility: world.volatility), accuracy: .exact)
        }
        world.edit = { [prices] entry in
            guard let price = prices[entry.contract] else { return }
            entry.quote.bid = price - 0.01
            entry.quote.ask = price + 0.01
        }
        let expiry = try #require(Self.analyse(world).expiries.first)
        let carried = (60.85 - 1.06) * (1 + 0.036 * expiry.years)
        #expect(abs((expiry.forward.value ?? 0) - carried) < 0.03, "\(expiry.forward)")
        #expect(abs((expiry.atTheMoneyVolatility.value ?? 0) - 0.17) < 0.004, "\(expiry.atTheMoneyVolatility)")
        #expect(abs((expiry.expectedMove.value ?? 0) - 60.85 * 0.17 * expiry.years.squareRoot()) < 0.06)
    }

    @Test func dearSharesShowAsBorrow() throws {
        var world = ScanWorld()
        let expensive = world.pricedWithYield(0.24)
        world.edit = { entry in
            if let quote = expensive[entry.contract] {
                entry.quote.bid = quote.bid
                entry.quote.ask = quote.ask
            }
        }
        let expiry = try #require(Self.analyse(world).expiries.first { $0.expiry == ScanWorld.expiry })
        #expect(abs((expiry.borrow.value ?? 0) - 0.24) < 0.02)
        #expect((expiry.borrowError.value ?? 1) < 0.05)
    }

    @Test func withoutASpotNothingIsInvented() {
        var world = ScanWorld()
        world.spot = .nan
        var chain = ScanWorld().chain()
        chain.underlying = world.shareQuote
        let analysis = ChainAnalyser.analyse(
            chain, profile: world.profile, history: world.history, rates: world.rates, calendar: .standard,
            now: world.now)
        #expect(analysis.spot.value == nil)
        #expect(analysis.impliedVolatility30.value == nil)
        #expect(
            analysis.expiries.allSatisfy { expiry in
                expiry.forward.value == nil && expiry.contracts.allSatisfy { $0.delta.value == nil }
            })
    }
}

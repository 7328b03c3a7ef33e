import Glibc
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

@Suite struct VolatilityAnalyserTests {
    static func analyse(
        _ chain: OptionChain, _ world: ScanWorld, bars: [DailyBar] = [], expiry: CalendarDate? = nil
    ) -> VolatilityReport {
        VolatilityAnalyser.analyse(
            chain, profile: world.profile, history: world.history, bars: bars, rates: world.rates,
            calendar: .standard, now: world.now, expiry: expiry)
    }

    /// American quotes priced at a smile of known parameters.
    static func skewed(_ world: ScanWorld, truth: (Double) throws -> RawSVI) throws -> OptionChain {
        var chain = world.chain()
        for index in chain.entries.indices {
            let contract = chain.entries[index].contract
            let carry = CarryTerms(
                contract: contract, profile: world.profile, rates: world.rates, calendar: .standard, now: world.now)
            let forward = try #require(carry.carriedForward(spot: world.spot))
            let smile = try truth(carry.years)
            let volatility = try #require(smile.volatility(log(contract.strike / forward), years: carry.years))
            let price = try OptionPricing.price(
                carry.terms(of: contract, spot: world.spot, volatility: volatility), accuracy: .exact)
            chain.entries[index].quote.bid = max(0, price - 0.02)
            chain.entries[index].quote.ask = price + 0.02
        }
        return chain
    }

    static func smile(_ years: Double) throws -> RawSVI {
        let theta = 0.09 * years
        return try RawSVI.surfaceForm(theta: theta, correlation: -0.5, phi: min(3, 1 / theta.squareRoot()))
    }

    /// The smile that American prices were made of comes back: early exercise is neither in the forward nor in the
    /// volatilities.
    @Test func theSmileOfAmericanQuotesIsFound() throws {
        var world = ScanWorld()
        world.expiries = [ScanWorld.expiry, ScanWorld.date("2027-06-18"), ScanWorld.date("2028-06-16")]
        let report = Self.analyse(try Self.skewed(world, truth: Self.smile), world)
        #expect(report.surface.fitted == 3 && report.surface.listed == 3)
        for expiry in report.expiries {
            let fit = try #require(expiry.fit)
            let truth = try Self.smile(expiry.years)
            #expect(fit.form == .raw && fit.rootMeanSquare < 0.002, "\(expiry.expiry) \(fit.rootMeanSquare)")
            for k in [-0.15, -0.05, 0, 0.05, 0.15] where fit.quoted.contains(k) {
                let wanted = try #require(truth.volatility(k, years: expiry.years))
                #expect(abs(try #require(fit.volatility(k)) - wanted) < 0.002, "\(expiry.expiry) \(k)")
            }
            let forward = 100 * exp(0.036 * expiry.years)
            #expect(abs(try #require(expiry.forward.value) - forward) < 0.06, "\(expiry.forward) \(forward)")
        }
        // Puts are dearer, and the butterfly of a smile is positive.
        let near = try #require(report.expiries.first)
        #expect(try #require(near.riskReversal25.value) < -0.01 && #require(near.butterfly25.value) > 0)
        // In 15 months 25 delta lies beyond the strikes that are listed: no figure of a curve that nothing holds there.
        let far = try #require(report.expiries.last)
        #expect(far.callVolatility25.reason == .noNearStrike && far.riskReversal25.reason == .noNearStrike)
        #expect(far.forwardMethod.contains("early exercise taken off"))
        #expect(try #require(report.surface.leastDensity.value) >= 0 && #require(report.surface.leastGrowth.value) >= 0)
        #expect(try #require(report.impliedVolatility.value) > 0.25)
    }

    /// Where the curve says 25 delta, the delta is 25.
    @Test func twentyFiveDeltaIsTwentyFiveDelta() throws {
        let world = ScanWorld()
        let report = Self.analyse(try Self.skewed(world, truth: Self.smile), world)
        let expiry = try #require(report.expiries.first { $0.expiry == ScanWorld.expiry })
        for (strike, volatility, delta) in [
            (expiry.callStrike25, expiry.callVolatility25, 0.25), (expiry.putStrike25, expiry.putVolatility25, 0.75),
        ] {
            let deviation = try #require(volatility.value) * expiry.years.squareRoot()
            let forward = try #require(expiry.forward.value)
            let d = log(forward / (try #require(strike.value))) / deviation + 0.5 * deviation
            #expect(abs(NormalDistribution.cumulative(d) - delta) < 1e-9)
        }
    }

    @Test func termStructureAndForwardVolatility() throws {
        let world = ScanWorld()
        func level(_ slope: Double) throws -> VolatilityReport {
            Self.analyse(
                try Self.skewed(world) { years in
                    let volatility = 0.3 + slope * years
                    return try RawSVI.surfaceForm(theta: volatility * volatility * years, correlation: -0.2, phi: 1)
                }, world)
        }
        #expect(try level(0.2).termStructure.shape == .contango)
        #expect(try level(-0.2).termStructure.shape == .backwardation)
        let flat = try level(0)
        #expect(flat.termStructure.shape == .flat)
        // None is listed at 30 days: the first one after a week stands for it.
        #expect(flat.termStructure.nearDays == 32 && flat.termStructure.farDays == 90)
        let rising = try level(0.2).expiries
        for (near, far) in zip(rising, rising.dropFirst()) {
            let first = try #require(near.fittedVolatility.value)
            let second = try #require(far.fittedVolatility.value)
            let between = (second * second * far.years - first * first * near.years) / (far.years - near.years)
            #expect(abs(try #require(far.forwardVolatility.value) - between.squareRoot()) < 1e-12)
        }
    }

    /// F21 and the like: what cannot be used is named and counted, and bends nothing.
    @Test func badQuotesAreNamedAndLeftOut() throws {
        var world = ScanWorld()
        world.expiries = [ScanWorld.expiry]
        var chain = try Self.skewed(world, truth: Self.smile)
        func edit(_ strike: Double, _ right: OptionRight, _ change: (inout Quote) -> Void) throws {
            let index = try #require(
                chain.entries.firstIndex { $0.contract.strike == strike && $0.contract.right == right })
            change(&chain.entries[index].quote)
        }
        try edit(80, .put) { $0.bid = 0 }
        try edit(82.5, .put) { ($0.bid, $0.ask) = ($0.ask, $0.bid) }
        try edit(85, .put) { ($0.bid, $0.ask) = (nil, nil) }
        try edit(87.5, .put) { ($0.bid, $0.ask) = (0.2, 3) }
        try edit(90, .put) { $0.time = world.now.adding(seconds: -600) }
        try edit(110, .call) { ($0.bid, $0.ask) = (($0.bid ?? 0) + 2, ($0.ask ?? 0) + 2) }
        try edit(112.5, .call) { $0.isHalted = true }
        let expiry = try #require(Self.analyse(chain, world).expiries.first)
        func state(_ strike: Double) -> SmilePoint.State? {
            expiry.points.first { $0.contract.strike == strike }?.state
        }
        #expect(state(80) == .oneSided && state(82.5) == .crossed && state(85) == .noMarket)
        #expect(state(87.5) == .wide && state(90) == .stale && state(110) == .offSmile && state(112.5) == .halted)
        let fit = try #require(expiry.fit)
        let states = expiry.points.map { "\($0.contract.strike) \($0.state) \($0.volatility ?? 0)" }
        #expect(fit.rootMeanSquare < 0.002, "\(fit) \(states)")
        // Five more of the wings have no bid.
        #expect(expiry.leftOut.first { $0.state == .oneSided }?.count == 6)
        #expect(fit.used.count + expiry.leftOut.reduce(0) { $0 + $1.count } == expiry.points.count)
    }

    /// A few cents between bid and ask are narrow in dollars; of a put that is worth nothing they say nothing.
    @Test func ticksOfWorthlessOptionsTellNoVolatility() throws {
        var world = ScanWorld()
        world.expiries = [ScanWorld.date("2027-03-19")]
        world.edit = { entry in
            if entry.contract.strike == 70, entry.contract.right == .put {
                (entry.quote.bid, entry.quote.ask) = (0.01, 0.05)
            }
        }
        let expiry = try #require(Self.analyse(world.chain(), world).expiries.first)
        let point = try #require(expiry.points.first { $0.contract.strike == 70 })
        #expect(point.state == .wide && point.volatility != nil, "the point is kept")
        #expect(expiry.points.first { $0.contract.strike == 97.5 }?.state == .used)
    }

    @Test func fewStrikesHaveNoSmileAndSayWhy() throws {
        var world = ScanWorld()
        world.expiries = [ScanWorld.expiry]
        world.strikes = [95, 100, 105]
        let report = Self.analyse(world.chain(), world)
        let expiry = try #require(report.expiries.first)
        #expect(expiry.fit == nil && expiry.refusalText == "3 usable quotes out of the money, 5 needed")
        #expect(expiry.fittedVolatility.reason == .noMarket && expiry.riskReversal25.reason == .noMarket)
        #expect(report.termStructure.shape == nil && report.surface.rootMeanSquare.reason != nil)
        #expect(expiry.points.count == 3 && expiry.points.allSatisfy { $0.volatility != nil }, "raw points are kept")
        // Gamma rests on the strikes' own volatilities then.
        #expect(report.exposure.total.value != nil && report.exposure.withoutVolatility == 0)
    }

    /// Quotes of a closed market are all old: the smile is shown, marked.
    @Test func aClosedMarketHasAStaleSmile() throws {
        var world = ScanWorld()
        world.quoteTime = world.now.adding(seconds: -3600)
        let report = Self.analyse(try Self.skewed(world, truth: Self.smile), world)
        let expiry = try #require(report.expiries.first { $0.expiry == ScanWorld.expiry })
        #expect(expiry.fit != nil && expiry.fittedVolatility.trust == .stale)
        #expect(expiry.riskReversal25.trust == .stale)
    }

    @Test func gammaByStrike() throws {
        var world = ScanWorld()
        world.expiries = [ScanWorld.expiry]
        world.edit = { entry in
            let isCounted =
                entry.contract.strike == 105 || (entry.contract.strike == 95 && entry.contract.right == .put)
            entry.quote.openInterest = isCounted ? 1000 : entry.contract.strike == 70 ? nil : 0
        }
        let report = Self.analyse(world.chain(), world)
        let exposure = report.exposure
        #expect(exposure.strikes.map(\.strike) == [95, 105] && exposure.withoutInterest == 2)
        let expiry = try #require(report.expiries.first)
        let volatility = try #require(expiry.volatility(strike: 105))
        let years = expiry.years
        let gamma = try BlackScholes.valuation(
            OptionTerms(
                right: .call, style: .european, spot: 100, strike: 105, years: years, rate: 0.036,
                dividendYield: 0.036 - log(try #require(expiry.forward.value) / 100) / years, volatility: volatility)
        ).gamma
        let wanted = try #require(gamma) * 1000 * 100 * 100 * 100 * 0.01
        let row = try #require(exposure.strikes.last)
        #expect(abs(row.calls - wanted) < 1e-6 * wanted && abs(row.puts + wanted) < 1e-6 * wanted, "calls +, puts -")
        for strike in exposure.strikes {
            for part in strike.parts {
                let deviation = part.volatility * part.years.squareRoot()
                let d = log(part.forward / strike.strike) / deviation + 0.5 * deviation
                let density = exp(-0.5 * d * d) / (2 * Double.pi).squareRoot()
                let told = exp(-part.rate * part.years) * part.forward * density / (100 * 100 * deviation)
                #expect(abs(told - part.gamma) < 1e-12, "the parts recompute their gamma")
            }
            let sum = strike.parts.reduce(0) {
                $0 + $1.contract.right.sign * $1.gamma * Double($1.interest) * 100 * 100 * 100 * 0.01
            }
            #expect(abs(sum - strike.net) <= 1e-6 * abs(strike.net))
        }
        #expect(try #require(exposure.strikes.first).net < 0)
        #expect(try #require(exposure.total.value) < 0)
        // Friday before the Monday: open interest is published before the open.
        #expect(exposure.interestDate?.iso8601 == "2027-03-12")

        world.edit = { $0.quote.openInterest = nil }
        let without = Self.analyse(world.chain(), world).exposure
        #expect(without.strikes.isEmpty && without.total.reason == .noSource && without.interestDate == nil)
    }

    @Test func theFlipIsWhereTheSumIsZero() throws {
        let holdings = [
            GammaExposureReader.Holding(
                strike: 110, shares: 100_000, years: 0.1, volatility: 0.3, growth: 1, yieldDiscount: 1),
            GammaExposureReader.Holding(
                strike: 90, shares: -120_000, years: 0.1, volatility: 0.35, growth: 1, yieldDiscount: 1),
        ]
        let flip = try #require(GammaExposureReader.flip(holdings, spot: 95))
        #expect((95...105).contains(flip))
        #expect(abs(holdings.reduce(0) { $0 + $1.exposure(spot: flip) }) < 1e-6)
        #expect(GammaExposureReader.flip([holdings[0]], spot: 95) == nil)
    }

    @Test func realisedVolatilities() throws {
        func bars(_ count: Int, isCloseOnly: Bool = false) -> [DailyBar] {
            (0..<count).map { day in
                let close = day % 2 == 0 ? 100.0 : 100 * exp(0.01)
                return DailyBar(
                    date: CalendarDate(daysSinceEpoch: 20_700 + day), open: isCloseOnly ? close : 100,
                    high: isCloseOnly ? close : 102, low: isCloseOnly ? close : 99, close: close, volume: 1)
            }
        }
        let world = ScanWorld()
        let report = Self.analyse(world.chain(), world, bars: bars(31))
        #expect(report.realised.map(\.sessions) == [10, 20, 30, 60, 90])
        let twenty = try #require(report.realised.first { $0.sessions == 20 })
        let wanted = (252 * 1e-4 * 20 / 19).squareRoot()
        #expect(abs(try #require(twenty.closeToClose.value) - wanted) < 1e-12)
        #expect(abs(try #require(report.premium.value) - (0.3 - wanted)) < 1e-3)
        let range = log(102.0 / 99)
        #expect(abs(try #require(twenty.parkinson.value) - range * (252 / (4 * log(2))).squareRoot()) < 1e-12)
        #expect(twenty.yangZhang.value != nil && twenty.garmanKlass.value != nil && twenty.rogersSatchell.value != nil)
        let thirty = try #require(report.realised.first { $0.sessions == 30 })
        #expect(thirty.closeToClose.value != nil)
        let sixty = try #require(report.realised.first { $0.sessions == 60 })
        #expect(sixty.closeToClose.reason == .insufficientHistory && sixty.parkinson.reason == .insufficientHistory)
        // Closes only: no range, and no volatility of 0 made of it.
        let closes = try #require(
            Self.analyse(world.chain(), world, bars: bars(31, isCloseOnly: true)).realised.first)
        #expect(closes.closeToClose.value != nil && closes.parkinson.reason == .noSource)
        #expect(Self.analyse(world.chain(), world).premium.reason == .insufficientHistory)
    }
}

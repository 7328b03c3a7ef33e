import Glibc
import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@Suite struct ScenarioParityTests {
    /// A book of one underlying without dividends, at stated volatilities.
    static func grid(
        _ legs: [(contract: OptionContract, quantity: Int, volatility: Double)], dividends: [DividendEvent] = [],
        spot: Double = 100, ownVolatility: Double? = nil, _ request: ScenarioRequest
    ) -> ScenarioGrid {
        var profile = SecurityProfile(symbol: "ZZ", name: "ZZ", kind: .stock, sector: "S", beta: 1)
        profile.dividends = dividends
        var quotes: [OptionContract: Quote] = [:]
        for leg in legs {
            let terms = terms(leg.contract, leg.volatility, spot: spot, dividends: dividends)
            let price = (try? OptionPricing.price(terms, accuracy: .exact)) ?? .nan
            quotes[leg.contract] = PaperBook.quote(price, price)
        }
        let market = MarketSnapshot(
            asOf: PaperBook.now, source: "test",
            underlyings: [
                "ZZ": UnderlyingMarket(
                    profile: profile, quote: PaperBook.quote(spot, spot),
                    volatilityHistory: ownVolatility.map {
                        [VolatilityObservation(date: PaperBook.day(3, 12), impliedVolatility: $0)]
                    } ?? []),
                "SPY": UnderlyingMarket(
                    profile: PaperBook.profile("SPY", beta: 1), quote: PaperBook.quote(500, 500)),
            ], optionQuotes: quotes,
            rates: RateCurve(points: [RatePoint(years: 1, rate: 0.05)], asOf: PaperBook.now, source: "test"),
            benchmark: "SPY", calendar: .standard)
        var valuer = BookValuer(rates: market.rates)
        valuer.apply(market)
        valuer.apply(
            BookContent(
                accounts: [],
                positions: legs.enumerated().map { index, leg in
                    Position(
                        id: "\(index)", account: "a", instrument: .option(leg.contract),
                        quantity: Quantity(leg.quantity), openedAt: PaperBook.now.adding(seconds: -86_400),
                        averagePrice: 1, costBasis: Money(dollars: Double(leg.quantity) * 100), realizedProfit: .zero)
                }))
        let book = valuer.valuation(now: PaperBook.now)
        return valuer.scenarioWork(request, book: book).grid()
    }

    static func terms(
        _ contract: OptionContract, _ volatility: Double, spot: Double, dividends: [DividendEvent]
    ) -> OptionTerms {
        OptionTerms(
            right: contract.right, style: contract.style, spot: spot, strike: contract.strike,
            years: contract.yearsToExpiry(from: PaperBook.now), rate: 0.05, dividendYield: 0, volatility: volatility,
            dividends: dividends.map { event in
                CashDividend(
                    years: NewYorkTime.instant(on: event.exDate, hour: 9, minute: 30).seconds(since: PaperBook.now)
                        / 31_536_000, amount: event.amount)
            })
    }

    static func contract(_ right: OptionRight, _ strike: Double, style: ExerciseStyle) -> OptionContract {
        var contract = PaperBook.contract("ZZ", PaperBook.day(6, 18), right, strike)
        contract.style = style
        return contract
    }

    /// Call less put is the spot less the strike discounted, in every cell.
    @Test func callLessPutDoesNotKnowVolatility() throws {
        for strike in stride(from: 70.0, through: 130, by: 10) {
            let call = Self.contract(.call, strike, style: .european)
            let put = Self.contract(.put, strike, style: .european)
            let days = 30
            let grid = Self.grid(
                [(call, 1, 0.3), (put, -1, 0.3)],
                ScenarioRequest(
                    spotPercents: [-30, -10, 0, 10, 30], volatilityPoints: [-10, 0, 25], days: [0, days]))
            let years = call.yearsToExpiry(from: PaperBook.now)
            for cell in grid.cells {
                let elapsed = Double(cell.shock.days) / 365
                let expected =
                    100
                    * (cell.shock.spotPercent - strike * (exp(-0.05 * (years - elapsed)) - exp(-0.05 * years)))
                #expect(abs(cell.profit - expected) < 1e-4, "\(strike) \(cell.shock)")
            }
        }
    }

    /// One boundary read at every spot gives what pricing every cell by itself gives; theta and vega are differences of it.
    @Test func laddersAreThePricesOfTheirCells() throws {
        var random = SystemIndependentGenerator(seed: 20)
        for _ in 0..<40 {
            let right: OptionRight = Bool.random(using: &random) ? .call : .put
            let strike = Double(Int.random(in: 60...140, using: &random))
            let contract = Self.contract(right, strike, style: .american)
            let volatility = Double.random(in: 0.1...0.8, using: &random)
            let request = ScenarioRequest(
                spotPercents: (0..<7).map { _ in Double.random(in: -50...60, using: &random) },
                volatilityPoints: [-3, 0, 15], days: [0, 20])
            let grid = Self.grid([(contract, 1, volatility)], request)
            guard !grid.positions.isEmpty else { continue }
            let base = Self.terms(contract, volatility, spot: 100, dividends: [])
            for cell in grid.cells {
                var terms = base
                terms.spot = 100 * (1 + cell.shock.spotPercent / 100)
                terms.volatility += cell.shock.volatilityPoints / 100
                terms.years -= Double(cell.shock.days) / 365
                let expected = try OptionPricing.price(terms, accuracy: .exact) * 100
                #expect(abs(cell.value - expected) < 3, "\(right) \(strike) \(volatility) \(cell.shock)")
                #expect(cell.value >= 100 * max(0, right.sign * (terms.spot - strike)) - 2)
                let exact = try OptionPricing.valuation(terms, accuracy: .exact)
                if let delta = exact.delta, let found = cell.delta.figure.value {
                    #expect(abs(found / 100 - delta) < 0.01, "\(right) \(strike) \(cell.shock)")
                }
                if let vega = exact.vega, let found = cell.vegaPerPoint.figure.value {
                    #expect(abs(found - vega) < 0.02 * abs(vega) + 0.25, "\(right) \(strike) \(cell.shock)")
                }
                var next = terms
                next.years -= 1 / 365
                if let found = cell.thetaPerDay.figure.value {
                    let day = try OptionPricing.price(next, accuracy: .exact) * 100 - expected
                    #expect(abs(found - day) < 0.3, "\(right) \(strike) \(cell.shock)")
                }
            }
        }
    }

    /// Out of the money nobody exercises for a dividend: after the ex-date the call stands at the spot less it.
    @Test func callsThatStayStandAtTheSpotLessTheDividend() throws {
        let dividend = DividendEvent(exDate: PaperBook.day(4, 1), amount: 2, isEstimated: false)
        for style in [ExerciseStyle.american, .european] {
            let contract = Self.contract(.call, 110, style: style)
            let grid = Self.grid(
                [(contract, 1, 0.3)], dividends: [dividend],
                ScenarioRequest(shocks: [ScenarioShock(spotPercent: 2, days: 30)]))
            var terms = Self.terms(contract, 0.3, spot: 100, dividends: [dividend])
            terms.spot = 100
            terms.years -= 30.0 / 365
            terms.dividends = []
            let expected = try OptionPricing.price(terms, accuracy: .exact) * 100
            #expect(abs(try #require(grid.cells.first).value - expected) < 2)
        }
    }

    /// Deep in the money the holder takes the dividend: what is left is the intrinsic value before the fall, in shares.
    @Test func callsAreExercisedBeforeADividendThatIsWorthIt() throws {
        let dividend = DividendEvent(exDate: PaperBook.day(4, 1), amount: 3, isEstimated: false)
        let grid = Self.grid(
            [(Self.contract(.call, 60, style: .american), -2, 0.25)], dividends: [dividend],
            ScenarioRequest(shocks: [ScenarioShock(spotPercent: 10, days: 30)]))
        let cell = try #require(grid.cells.first)
        #expect(abs(cell.value - -200 * 50) < 2)
        #expect(cell.delta.figure == .known(-200, .fresh))
        #expect(cell.gamma.figure.value == 0)
        // A put only gains by waiting for the fall.
        let puts = Self.grid(
            [(Self.contract(.put, 150, style: .american), 1, 0.25)], dividends: [dividend],
            ScenarioRequest(shocks: [ScenarioShock(spotPercent: 0, days: 30)]))
        #expect(abs(try #require(puts.cells.first).value - 5300) < 20)
    }

    /// A put at parity is gone when days pass where it is worth exercising. What a rally takes far out of the money nobody
    /// exercises: it lives on at the volatility of its underlying.
    @Test func whatARallyTakesOutOfTheMoneyLivesOn() throws {
        let contract = Self.contract(.put, 130, style: .american)
        let grid = Self.grid(
            [(contract, -1, 0.02)], ownVolatility: 0.35,
            ScenarioRequest(spotPercents: [-10, 0, 40], volatilityPoints: [0], days: [7]))
        func value(_ percent: Double) throws -> Double {
            try #require(grid.cell(at: ScenarioShock(spotPercent: percent, days: 7))).value
        }
        let (stayed, fell) = (try value(0), try value(-10))
        #expect(abs(stayed + 3_000) < 1 && abs(fell + 4_000) < 1)
        var terms = Self.terms(contract, 0.35, spot: 100, dividends: [])
        terms.spot = 140
        terms.years -= 7.0 / 365
        let expected = try OptionPricing.price(terms, accuracy: .exact) * -100
        #expect(expected < -400)
        let rallied = try value(40)
        #expect(abs(rallied - expected) < 2)
    }

    /// Less than nothing is not lost, and no volatility becomes none: the method says where a cell asked for more.
    @Test func floorsAreSaid() {
        let contract = Self.contract(.put, 100, style: .american)
        let calm = Self.grid(
            [(contract, -1, 0.2)], ScenarioRequest(spotPercents: [-20, 0], volatilityPoints: [-10, 0], days: [0]))
        #expect(!calm.method.contains("whole price") && !calm.method.contains("twentieth"))
        let wild = Self.grid(
            [(contract, -1, 0.2)], ScenarioRequest(spotPercents: [-120, 0], volatilityPoints: [-20, 0], days: [0]))
        #expect(wild.method.contains("the whole price is lost: ZZ"))
        #expect(wild.method.contains("no volatility falls below a twentieth of itself"))
    }
}

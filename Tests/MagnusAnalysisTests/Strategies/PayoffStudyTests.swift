import Glibc
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

@Suite struct PayoffStudyTests {
    static func terms(
        _ right: OptionRight, _ strike: Double, years: Double = 0.25, style: ExerciseStyle = .european,
        volatility: Double = 0.3, dividends: [CashDividend] = []
    ) -> OptionTerms {
        OptionTerms(
            right: right, style: style, spot: 100, strike: strike, years: years, rate: 0.04, dividendYield: 0,
            volatility: volatility, dividends: dividends)
    }

    static func leg(_ contracts: Int, _ terms: OptionTerms?, entry: Double) -> PayoffStudy.Leg {
        PayoffStudy.Leg(quantity: Double(contracts * (terms == nil ? 1 : 100)), entry: entry, terms: terms)
    }

    /// Chance and mean of European legs agree with the calculator, which knows closed forms.
    @Test func outlookAgreesWithTheCalculator() throws {
        let shapes: [[(Int, OptionRight, Double, Double)]] = [
            [(-1, .put, 95, 2.1)], [(-1, .put, 95, 2.1), (1, .put, 90, 0.9)],
            [(-1, .call, 110, 1.4), (-1, .put, 90, 1.2)],
            [(-1, .put, 95, 2.1), (1, .put, 90, 0.9), (-1, .call, 105, 2.5), (1, .call, 110, 1.3)],
        ]
        for shape in shapes {
            let study = try #require(
                PayoffStudy(shape.map { Self.leg($0.0, Self.terms($0.1, $0.2), entry: $0.3) }, spot: 100))
            let reference = try StrategyCalculator(
                shape.map {
                    LegSpecification(
                        instrument: .option($0.1, strike: $0.2, years: 0.25), quantity: $0.0, premium: $0.3)
                }, market: .init(spot: 100, rate: 0.04, dividendYield: 0, volatility: 0.3))
            let chance = try #require(study.probabilityOfProfit(from: 100, elapsed: 0))
            let mean = try #require(study.expectedValue(from: 100, elapsed: 0))
            #expect(abs(chance - reference.probabilityOfProfit) < 1e-12)
            #expect(abs(mean - reference.expectedValue) < 1e-9)
            #expect(study.profile.maximumProfit == reference.maximumProfit)
            #expect(study.profile.breakevens == reference.breakevens)
        }
    }

    /// The curve of today at the spot is the mark less the entry; at the horizon it is the payoff.
    @Test func curvesMeetTheMarkAndThePayoff() throws {
        for style in [ExerciseStyle.european, .american] {
            let terms = Self.terms(.put, 105, style: style)
            let mark = try OptionPricing.price(terms, accuracy: .live)
            let study = try #require(PayoffStudy([Self.leg(-2, terms, entry: 8)], spot: 100))
            #expect(abs((study.profit(100, elapsed: 0) ?? .nan) + 200 * (mark - 8)) < 1e-9)
            #expect(abs((study.profit(90, elapsed: study.horizonYears) ?? .nan) + 200 * (15 - 8)) < 1e-9)
            #expect(abs(study.profitAtHorizon(90) + 200 * (15 - 8)) < 1e-9)
            let between = try #require(study.profit(100, elapsed: 0.125))
            #expect(between > study.profit(100, elapsed: 0) ?? .infinity, "time works for the seller")
        }
    }

    /// Entered at what they are worth, trades expect what carrying the premium costs, whatever the smile.
    @Test func theSmileMakesNothingOfItsOwn() throws {
        let low = Self.terms(.put, 90, volatility: 0.4)
        let high = Self.terms(.put, 100, volatility: 0.25)
        let (lowPrice, highPrice) = (try BlackScholes.price(low), try BlackScholes.price(high))
        let study = try #require(
            PayoffStudy([Self.leg(-1, low, entry: lowPrice), Self.leg(1, high, entry: highPrice)], spot: 100))
        let mean = try #require(study.expectedValue(from: 100, elapsed: 0))
        #expect(abs(mean - 100 * (highPrice - lowPrice) * (exp(0.04 * 0.25) - 1)) < 1e-9)
    }

    /// Every breakeven has the volatility of the smile there: of a put spread between its strikes, of a condor on both sides.
    /// P(S < L) = N(-d2) by hand with Python's statistics.NormalDist: spot 100, r 0.04, T 0.25.
    @Test func everyBreakevenHasItsOwnVolatility() throws {
        let long = Self.leg(1, Self.terms(.put, 85, volatility: 0.34), entry: 0.6)
        let short = Self.leg(-1, Self.terms(.put, 95, volatility: 0.26), entry: 2.6)
        let spread = try #require(PayoffStudy([long, short], spot: 100))
        #expect(spread.profile.breakevens.allSatisfy { abs($0 - 93) < 1e-9 })
        #expect(spread.volatility(at: 93).map { abs($0 - 0.276) < 1e-12 } == true)
        #expect(spread.volatility(at: 80) == 0.34 && spread.volatility(at: 120) == 0.26)
        #expect(spread.distributionVolatility == spread.volatility(at: 93))
        #expect(spread.probabilityOfProfit(from: 100, elapsed: 0).map { abs($0 - 0.701714623046) < 1e-9 } == true)
        let call = Self.leg(-1, Self.terms(.call, 110, volatility: 0.22), entry: 1.5)
        let wing = Self.leg(1, Self.terms(.call, 120, volatility: 0.24), entry: 0.5)
        let condor = try #require(PayoffStudy([long, short, call, wing], spot: 100))
        // A credit of 3: from 92 to 113, with 28.4 and 22.6 %.
        #expect(condor.probabilityOfProfit(from: 100, elapsed: 0).map { abs($0 - 0.574313049618) < 1e-9 } == true)
        // Two legs at one strike: their mean.
        let pair = try #require(
            PayoffStudy([short, Self.leg(-1, Self.terms(.call, 95, volatility: 0.3), entry: 8)], spot: 100))
        #expect(pair.volatility(at: 95).map { abs($0 - 0.28) < 1e-12 } == true)
    }

    @Test func volatilityAndDaysMoveWhatTheyShould() throws {
        let legs = [Self.leg(-1, Self.terms(.put, 95, style: .american), entry: 3)]
        let calm = try #require(PayoffStudy(legs, spot: 100))
        let wild = try #require(PayoffStudy(legs, spot: 100, volatilityShift: 0.1))
        let before = try #require(calm.profit(100, elapsed: 0))
        let after = try #require(wild.profit(100, elapsed: 0))
        let vega = try #require(calm.greeks(100, elapsed: 0)?.vegaPerPoint)
        #expect(vega < 0)
        #expect(abs((after - before) - 10 * vega) < 15)
        #expect(wild.distributionVolatility.map { abs($0 - 0.4) < 1e-12 } == true)
        // A fall of the volatility below none stops at the least.
        let dead = try #require(PayoffStudy(legs, spot: 100, volatilityShift: -5))
        #expect(dead.distributionVolatility == PayoffStudy.leastVolatility)
        #expect(dead.profit(100, elapsed: 0)?.isFinite == true)
    }

    /// Greeks agree with differences of the curve.
    @Test func greeksAreTheSlopesOfTheCurve() throws {
        let study = try #require(
            PayoffStudy(
                [
                    Self.leg(-1, Self.terms(.put, 95), entry: 2), Self.leg(1, Self.terms(.put, 85), entry: 0.6),
                    Self.leg(50, nil, entry: 99),
                ], spot: 100))
        let greeks = try #require(study.greeks(97, elapsed: 0.1))
        let up = try #require(study.profit(97.01, elapsed: 0.1))
        let down = try #require(study.profit(96.99, elapsed: 0.1))
        #expect(abs((up - down) / 0.02 - greeks.delta) < 1e-3)
        let later = try #require(study.profit(97, elapsed: 0.1 + 1.0 / 365))
        let now = try #require(study.profit(97, elapsed: 0.1))
        #expect(abs(later - now - greeks.thetaPerDay) < 1e-9)
    }

    /// Docs/prices-and-greeks.md: theta is the change over the next day, or to the settlement. At the money without rates a
    /// put is worth 100 (2 N(sigma sqrt(T) / 2) - 1): sigma 0.25 and four days give 1.04405, three 0.90418, so that a day takes
    /// 0.13987 where the rate says 0.1305. With five hours left 0.2383 are worth nothing at the settlement: no more can go.
    @Test func thetaIsTheNextDayAndNoMoreThanThereIs() throws {
        func theta(_ days: Double) throws -> (study: Double, calculator: Double) {
            var terms = Self.terms(.put, 100, years: days / 365, volatility: 0.25)
            terms.rate = 0
            let study = try #require(PayoffStudy([Self.leg(-1, terms, entry: 1)], spot: 100))
            let calculator = try StrategyCalculator(
                [
                    LegSpecification(
                        instrument: .option(.put, strike: 100, years: days / 365), quantity: -1, premium: 1)
                ], market: .init(spot: 100, rate: 0, dividendYield: 0, volatility: 0.25))
            return (
                try #require(study.greeks(100, elapsed: 0)).thetaPerDay, try #require(calculator.greeks).thetaPerDay
            )
        }
        let four = try theta(4)
        #expect(abs(four.study - 13.987) < 1e-2 && abs(four.calculator - 13.987) < 1e-2)
        let hours = try theta(5.0 / 24)
        #expect(abs(hours.study - 23.83) < 1e-2 && abs(hours.calculator - 23.83) < 1e-2)
    }

    /// A calendar: the later leg keeps its own time at the horizon.
    @Test func laterLegsLiveOn() throws {
        let near = Self.terms(.call, 100, years: 0.1)
        let far = Self.terms(.call, 100, years: 0.3)
        let study = try #require(
            PayoffStudy([Self.leg(-1, near, entry: 3.9), Self.leg(1, far, entry: 7)], spot: 100))
        #expect(study.isCurved)
        #expect(study.horizonYears == 0.1)
        #expect(study.profile.maximumLoss.map { $0 <= 310 + 1e-6 } == true)
        #expect(study.profile.breakevens.count == 2)
        let atStrike = study.profitAtHorizon(100)
        #expect(atStrike > study.profitAtHorizon(80) && atStrike > study.profitAtHorizon(120))
    }

    @Test func europeanContractsWithCashDividendsArePriced() throws {
        let terms = Self.terms(.call, 100, dividends: [CashDividend(years: 0.1, amount: 2)])
        let study = try #require(PayoffStudy([Self.leg(-1, terms, entry: 5)], spot: 100))
        var stripped = Self.terms(.call, 100)
        stripped.spot = 100 - 2 * exp(-0.04 * 0.1)
        let value = try BlackScholes.price(stripped)
        #expect(abs((study.profit(100, elapsed: 0) ?? .nan) - 100 * (5 - value)) < 1e-9)
    }

    @Test func sharesAloneHaveNoHorizon() throws {
        let study = try #require(PayoffStudy([Self.leg(100, nil, entry: 90)], spot: 100))
        #expect(study.horizonYears == 0)
        #expect(study.probabilityOfProfit(from: 100, elapsed: 0) == nil)
        #expect(study.expectedValue(from: 100, elapsed: 0) == nil)
        #expect(study.profit(110, elapsed: 0) == 2000)
        #expect(study.profile.maximumProfit == nil)
        #expect(study.profile.breakevens == [90])
    }

    @Test func spotsShowStrikesAndWhatIsSupposed() throws {
        let study = try #require(
            PayoffStudy(
                [Self.leg(-1, Self.terms(.put, 60), entry: 0.2), Self.leg(1, Self.terms(.put, 55), entry: 0.1)],
                spot: 100))
        let spots = study.spots(count: 41, moved: 140)
        #expect(spots.count == 41)
        #expect(spots == spots.sorted())
        #expect((spots.first ?? .infinity) < 55 && (spots.last ?? 0) > 140)
    }

    @Test func nonsenseIsRefused() {
        let terms = Self.terms(.put, 95)
        var endless = terms
        endless.years = .infinity
        var negative = terms
        negative.strike = -5
        #expect(PayoffStudy([], spot: 100) == nil)
        #expect(PayoffStudy([Self.leg(-1, terms, entry: .nan)], spot: 100) == nil)
        #expect(PayoffStudy([Self.leg(-1, terms, entry: 2)], spot: 0) == nil)
        #expect(PayoffStudy([Self.leg(-1, terms, entry: 2)], spot: .infinity) == nil)
        #expect(PayoffStudy([Self.leg(-1, endless, entry: 2)], spot: 100) == nil)
        #expect(PayoffStudy([Self.leg(-1, negative, entry: 2)], spot: 100) == nil)
        #expect(PayoffStudy([Self.leg(-1, terms, entry: 2)], spot: 100, volatilityShift: .nan) == nil)
    }
}

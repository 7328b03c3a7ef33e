import Foundation
import MagnusAnalysis
import MagnusQuant
import Testing

/// Dividends that the shares of a payoff bring, against an integral over the distribution and against the forward.
@Suite struct PayoffDividendTests {
    private static let rate = 0.04
    private static let years = 0.25
    private static let dividend = CashDividend(years: 0.1, amount: 1.02)

    private static func call(
        _ strike: Double, style: ExerciseStyle = .european, dividend: CashDividend = dividend
    ) -> OptionTerms {
        OptionTerms(
            right: .call, style: style, spot: 60, strike: strike, years: years, rate: rate, dividendYield: 0,
            volatility: 0.22, dividends: [dividend])
    }

    private static func covered(_ shares: Double = 100, _ terms: OptionTerms = call(62)) throws -> PayoffStudy {
        try #require(
            PayoffStudy(
                [
                    PayoffStudy.Leg(quantity: shares, entry: 58, terms: nil),
                    PayoffStudy.Leg(quantity: -shares, entry: 1.5, terms: terms),
                ], spot: 60))
    }

    /// 62 - 58 + 1.5 a share; 58 - 1.5.
    @Test func curvesAreWithoutIt() throws {
        let study = try Self.covered()
        #expect(study.shareDividends == [Self.dividend])
        #expect(abs((study.profile.maximumProfit ?? 0) - 550) < 1e-9 && study.profile.breakevens == [56.5])
        #expect(study.profitAtHorizon(60) == 350)
        let options = try #require(
            PayoffStudy([PayoffStudy.Leg(quantity: -100, entry: 1.5, terms: Self.call(62))], spot: 60))
        #expect(options.shareDividends.isEmpty)
    }

    /// Bought at the spot with a call that is worth nothing: the forward and the dividend are (60 - PV) e^(rT) + 1.02.
    @Test(arguments: [1.0, -1.0]) func theMeanIsThatOfTheForwardAndTheDividend(side: Double) throws {
        let study = try #require(
            PayoffStudy(
                [
                    PayoffStudy.Leg(quantity: 100 * side, entry: 60, terms: nil),
                    PayoffStudy.Leg(quantity: -100 * side, entry: 0, terms: Self.call(6000)),
                ], spot: 60))
        let forward = (60 - 1.02 * exp(-Self.rate * 0.1)) * exp(Self.rate * Self.years)
        let mean = try #require(study.expectedValue(from: 60, elapsed: 0))
        #expect(abs(mean - side * 100 * (forward + 1.02 - 60)) < 1e-6)
    }

    /// European: an integral of the curve at the expiry over the log-normal spot, and the 102 that the shares bring.
    @Test(arguments: [0.0, 0.05, 0.15]) func theMeanIsThatOfTheCurveAndTheDividend(elapsed: Double) throws {
        let study = try Self.covered()
        let left = Self.years - elapsed
        let base = 60 - (elapsed < 0.1 ? 1.02 * exp(-Self.rate * (0.1 - elapsed)) : 0)
        var mean = 0.0
        var chance = 0.0
        let steps = 200_000
        for index in 0..<steps {
            let normal = -8 + 16 * (Double(index) + 0.5) / Double(steps)
            let weight = exp(-normal * normal / 2) / (2 * Double.pi).squareRoot() * 16 / Double(steps)
            let spot = base * exp((Self.rate - 0.22 * 0.22 / 2) * left + 0.22 * left.squareRoot() * normal)
            let profit = study.profitAtHorizon(spot)
            mean += weight * profit
            if profit > 0 { chance += weight }
        }
        #expect(abs((study.expectedValue(from: 60, elapsed: elapsed) ?? .nan) - mean - 102) < 1e-3)
        #expect(abs((study.probabilityOfProfit(from: 60, elapsed: elapsed) ?? .nan) - chance) < 1e-4)
    }

    /// A call deep in the money is exercised the day before the ex-date: 50 is paid for the shares then, and no dividend comes.
    /// Held to the end as a European one the dividend would come on top.
    @Test func aCallThatIsExercisedTakesTheDividend() throws {
        let soon = CashDividend(years: 0.5 / 365, amount: 1.02)
        let american = try Self.covered(100, Self.call(50, style: .american, dividend: soon))
        let european = try Self.covered(100, Self.call(50, dividend: soon))
        let mean = try #require(american.expectedValue(from: 60, elapsed: 0))
        // 50 - 58 + 1.5 a share, with a quarter's interest on the 50 that come at once.
        let exercised = 100 * (50 * exp(Self.rate * Self.years) - 58 + 1.5)
        #expect(abs(mean - exercised) < 3)
        let held = try #require(european.expectedValue(from: 60, elapsed: 0))
        #expect(held > mean + 30)
    }
}

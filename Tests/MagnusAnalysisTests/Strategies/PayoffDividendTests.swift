import Foundation
import MagnusAnalysis
import MagnusQuant
import Testing

/// Dividends that the shares of a payoff bring, against an integral over the distribution and against the forward.
@Suite struct PayoffDividendTests {
    private static let rate = 0.04
    private static let years = 0.25
    private static let dividend = CashDividend(years: 0.1, amount: 1.02)

    private static func call(_ strike: Double, style: ExerciseStyle = .european) -> OptionTerms {
        OptionTerms(
            right: .call, style: style, spot: 60, strike: strike, years: years, rate: rate, dividendYield: 0,
            volatility: 0.22, dividends: [dividend])
    }

    private static func covered(_ shares: Double = 100, credits: Bool = true) throws -> PayoffStudy {
        try #require(
            PayoffStudy(
                [
                    PayoffStudy.Leg(quantity: shares, entry: 58, terms: nil),
                    PayoffStudy.Leg(quantity: -shares, entry: 1.5, terms: call(62)),
                ], spot: 60, creditsDividends: credits))
    }

    /// 100 shares bring 102: from the ex-date on, at the expiry, in the maximum and in the breakeven.
    @Test func everyFigureAtTheExpiryHasIt() throws {
        let with = try Self.covered()
        let without = try Self.covered(credits: false)
        #expect(with.creditedDividends == [Self.dividend] && without.creditedDividends.isEmpty)
        for spot in [40.0, 60, 75] {
            #expect(abs(with.profitAtHorizon(spot) - without.profitAtHorizon(spot) - 102) < 1e-9)
            let before = try #require(with.profit(spot, elapsed: 0.09))
            let after = try #require(with.profit(spot, elapsed: 0.11))
            #expect(before == without.profit(spot, elapsed: 0.09))
            let plain = try #require(without.profit(spot, elapsed: 0.11))
            #expect(abs(after - plain - 102) < 1e-9)
        }
        // 62 - 58 + 1.5 + 1.02 a share; 58 - 1.5 - 1.02.
        #expect(abs((with.profile.maximumProfit ?? 0) - 652) < 1e-9)
        #expect(with.profile.breakevens.count == 1 && abs(with.profile.breakevens[0] - 55.48) < 1e-9)
    }

    /// Bought at the spot without an option that is worth anything, the mean is what the cash would earn: the forward and the
    /// dividend together are (60 - PV) e^(rT) + 1.02.
    @Test func theMeanIsThatOfTheForwardAndTheDividend() throws {
        let study = try #require(
            PayoffStudy(
                [
                    PayoffStudy.Leg(quantity: 100, entry: 60, terms: nil),
                    PayoffStudy.Leg(quantity: -100, entry: 0, terms: Self.call(6000)),
                ], spot: 60, creditsDividends: true))
        let forward = (60 - 1.02 * exp(-Self.rate * 0.1)) * exp(Self.rate * Self.years)
        let mean = try #require(study.expectedValue(from: 60, elapsed: 0))
        #expect(abs(mean - 100 * (forward + 1.02 - 60)) < 1e-6)
    }

    /// Mean and chance of profit against an integral of the curve at the expiry over the log-normal spot.
    @Test(arguments: [0.0, 0.05, 0.15]) func meanAndChanceAreThoseOfTheCurve(elapsed: Double) throws {
        let study = try Self.covered()
        let left = Self.years - elapsed
        let isWaiting = elapsed < 0.1
        let base = 60 - (isWaiting ? 1.02 * exp(-Self.rate * (0.1 - elapsed)) : 0)
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
        #expect(abs((study.expectedValue(from: 60, elapsed: elapsed) ?? .nan) - mean) < 1e-3)
        #expect(abs((study.probabilityOfProfit(from: 60, elapsed: elapsed) ?? .nan) - chance) < 1e-4)
    }

    /// Short shares beside a call that was bought pay it; a study of options alone has none.
    @Test func shortSharesPayIt() throws {
        let short = try Self.covered(-100)
        #expect(abs(short.profitAtHorizon(60) - (-100 * (60 + 1.02 - 58) - 150)) < 1e-9)
        let options = try #require(
            PayoffStudy(
                [PayoffStudy.Leg(quantity: -100, entry: 1.5, terms: Self.call(62))], spot: 60, creditsDividends: true))
        #expect(options.creditedDividends.isEmpty)
    }
}

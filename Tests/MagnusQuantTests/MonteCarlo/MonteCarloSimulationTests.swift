import CKernels
import Testing

@testable import MagnusQuant

/// Simulated expectations against closed forms, and the promise of one result for one seed.
@Suite struct MonteCarloSimulationTests {
    private func simulation(
        _ model: MonteCarloModel = .geometricBrownianMotion(volatility: 0.25), years: Double = 1, steps: Int = 1,
        paths: Int = 200_000, seed: UInt64 = 42
    ) throws -> MonteCarloSimulation {
        try MonteCarloSimulation(
            spot: 100, years: years, rate: 0.03, dividendYield: 0.01, model: model, steps: steps, paths: paths,
            seed: seed)
    }

    private func vanilla(_ right: OptionRight, _ strike: Double, _ years: Double = 1) throws -> Double {
        try BlackScholes.price(
            OptionTerms(
                right: right, style: .european, spot: 100, strike: strike, years: years, rate: 0.03,
                dividendYield: 0.01, volatility: 0.25))
    }

    /// Known answers of Philox 4x32-10, of the authors' own test file (Random123, kat_vectors).
    @Test func wordsAreThoseOfThePublishedGenerator() {
        var words = [UInt32](repeating: 0, count: 32)
        magnus_random_words(0, 0, 0, &words, 8)
        #expect(Array(words.prefix(4)) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    }

    @Test func normalsHaveTheMomentsOfTheDistribution() {
        var sums = [Double](repeating: 0, count: 5)
        var first = [Double](repeating: 0, count: 512)
        var second = first
        var beyond = 0
        var product = 0.0
        let blocks = 400
        for block in 0..<blocks {
            magnus_random_normals(9, UInt32(block), 3, &first, &second, 512)
            for (z, w) in zip(first, second) {
                product += z * w
                for x in [z, w] {
                    var power = 1.0
                    for degree in 1...4 {
                        power *= x
                        sums[degree] += power
                    }
                    if x > 1.959964 { beyond += 1 }
                }
            }
        }
        let count = Double(blocks * 1024)
        // Five standard deviations of each mean.
        #expect(abs(sums[1] / count) < 5 / count.squareRoot())
        #expect(abs(sums[2] / count - 1) < 5 * 2.0.squareRoot() / count.squareRoot())
        #expect(abs(sums[3] / count) < 5 * 15.0.squareRoot() / count.squareRoot())
        #expect(abs(sums[4] / count - 3) < 5 * 96.0.squareRoot() / count.squareRoot())
        #expect(abs(Double(beyond) / count - 0.025) < 5 * (0.025 / count).squareRoot())
        #expect(abs(product / (count / 2)) < 5 / (count / 2).squareRoot())
    }

    /// Twenty strikes and seeds: the 95 % interval holds the closed form about nineteen times in twenty.
    @Test func vanillaPricesLieInTheirInterval() throws {
        var hits = 0
        for seed in 0..<40 {
            let right: OptionRight = seed % 2 == 0 ? .call : .put
            let strike = 70 + 1.5 * Double(seed)
            let estimate = try simulation(paths: 50_000, seed: UInt64(seed)).estimate(.vanilla(right, strike: strike))
            let exact = try vanilla(right, strike)
            #expect(abs(estimate.mean - exact) < 5 * estimate.standardError, "\(seed)")
            #expect(estimate.paths >= 50_000)
            if estimate.interval.contains(exact) { hits += 1 }
        }
        #expect(hits >= 33)
    }

    @Test func stepsDoNotChangeTheLawOfTheLastSpot() throws {
        for steps in [1, 2, 7, 64] {
            let estimate = try simulation(steps: steps, paths: 100_000).estimate(.vanilla(.call, strike: 105))
            #expect(abs(estimate.mean - (try vanilla(.call, 105))) < 4 * estimate.standardError, "\(steps)")
        }
    }

    /// Four times the paths halve the error; antithetic paths and the control make it far less than that of plain ones.
    @Test func theErrorShrinksWithTheRootOfThePaths() throws {
        let few = try simulation(paths: 100_352).estimate(.vanilla(.call, strike: 100))
        let many = try simulation(paths: 401_408).estimate(.vanilla(.call, strike: 100))
        #expect(abs(few.standardError / many.standardError - 2) < 0.1)
        // A plain estimate has about 17 / sqrt(paths).
        #expect(many.standardError < 0.6 * 17 / Double(many.paths).squareRoot())
    }

    @Test(arguments: [
        MonteCarloModel.geometricBrownianMotion(volatility: 0.25),
        .jumpDiffusion(volatility: 0.2, JumpLaw(intensity: 0.8, mean: -0.1, deviation: 0.15)),
        .heston(
            HestonLaw(variance: 0.05, meanVariance: 0.06, reversion: 1.5, volatilityOfVariance: 0.5, correlation: -0.7)),
    ])
    func theResultOfASeedIsTheSameInAnyParts(model: MonteCarloModel) throws {
        for payoff in [PathPayoff.asian(.put, strike: 102), .touch(92), .function { $0.highest - $0.lowest }] {
            let whole = try simulation(model, steps: 12, paths: 20_000)
            let expected = try whole.estimate(payoff)
            for parts in [1, 2, 4] {
                var sums: [MonteCarloSimulation.BlockSums] = []
                for part in (0..<parts).reversed() {
                    sums += try whole.sums(
                        payoff, blocks: part * whole.blocks / parts..<(part + 1) * whole.blocks / parts)
                }
                #expect(try whole.estimate(payoff, from: sums) == expected)
            }
            let other = try simulation(model, steps: 12, paths: 20_000, seed: 43).estimate(payoff)
            #expect(other.mean != expected.mean)
        }
    }

    /// The geometric mean of lognormal spots is lognormal (A. Kemna, A. Vorst 1990).
    @Test func geometricAsianMeetsItsClosedForm() throws {
        let steps = 12
        let n = Double(steps)
        // The mean of the log spots: S0 + drift dt (n + 1) / 2, variance sigma^2 dt (n + 1)(2n + 1) / (6n).
        let span = 1 / n
        let mean = (0.02 - 0.5 * 0.0625) * span * (n + 1) / 2
        let variance = 0.0625 * span * (n + 1) * (2 * n + 1) / (6 * n)
        // Where the spot only grows the arithmetic mean is known: the sum of the forwards.
        let arithmetic = try simulation(steps: steps, paths: 100_000).estimate(.function { $0.average })
        let exact = (1...steps).reduce(0.0) { $0 + 100 * exponential(0.02 * Double($1) * span) } / n
        let discount = exponential(-0.03)
        #expect(abs(arithmetic.mean - discount * exact) < 4 * arithmetic.standardError)
        // An arithmetic call is worth more than the geometric one and less than the vanilla one.
        let deviation = variance.squareRoot()
        let upper = mean / deviation + deviation
        let geometric =
            discount * 100
            * (exponential(mean + 0.5 * variance) * NormalDistribution.cumulative(upper)
                - NormalDistribution.cumulative(upper - deviation))
        let asian = try simulation(steps: steps, paths: 100_000).estimate(.asian(.call, strike: 100))
        #expect(asian.mean > geometric)
        #expect(asian.mean < (try vanilla(.call, 100)))
        #expect(asian.mean - geometric < 0.5)
    }

    /// The probability of touching, with the shift for looking at steps only, against the closed form.
    @Test(arguments: [85.0, 95, 110, 130]) func touchingMeetsTheReflectionPrinciple(level: Double) throws {
        let steps = 252
        let estimate = try simulation(steps: steps, paths: 40_000).estimate(.touch(level))
        let sign: Double = level > 100 ? 1 : -1
        let shifted = level * exponential(sign * 0.5826 * 0.25 / Double(steps).squareRoot())
        // P = N(d1) + (level / spot)^(2 mu / sigma^2) N(d2), mu = r - q - sigma^2 / 2.
        let drift = 0.02 - 0.03125
        let distance = naturalLogarithm(shifted / 100)
        let exact =
            NormalDistribution.cumulative(sign * (drift - distance) / 0.25)
            + exponential(2 * drift * distance / 0.0625)
            * NormalDistribution.cumulative(-sign * (drift + distance) / 0.25)
        #expect(abs(estimate.mean - exact) < 4 * estimate.standardError + 5e-4)
    }

    /// Merton's series: Black-Scholes prices weighted by the probability of each number of jumps.
    @Test func jumpDiffusionMeetsItsSeries() throws {
        let jumps = JumpLaw(intensity: 0.8, mean: -0.1, deviation: 0.15)
        let model = MonteCarloModel.jumpDiffusion(volatility: 0.2, jumps)
        let rise = exponential(jumps.mean + 0.5 * jumps.deviation * jumps.deviation)
        for (strike, steps) in [(90.0, 1), (100, 4), (115, 12)] {
            var exact = 0.0
            var weight = exponential(-0.8 * rise)
            for count in 0..<40 {
                let n = Double(count)
                let rate = 0.03 - 0.8 * (rise - 1) + n * naturalLogarithm(rise)
                exact +=
                    weight
                    * (try BlackScholes.price(
                        OptionTerms(
                            right: .call, style: .european, spot: 100, strike: strike, years: 1, rate: rate,
                            dividendYield: 0.01,
                            volatility: (0.04 + n * jumps.deviation * jumps.deviation).squareRoot())))
                weight *= 0.8 * rise / (n + 1)
            }
            let estimate = try simulation(model, steps: steps, paths: 300_000).estimate(.vanilla(.call, strike: strike))
            #expect(abs(estimate.mean - exact) < 4 * estimate.standardError, "\(strike)")
        }
    }

    /// Andersen (2008), cases I and III, against the price by the characteristic function.
    @Test(arguments: [
        (
            HestonLaw(variance: 0.04, meanVariance: 0.04, reversion: 0.5, volatilityOfVariance: 1, correlation: -0.9),
            10.0, 80
        ),
        (
            HestonLaw(variance: 0.09, meanVariance: 0.09, reversion: 1, volatilityOfVariance: 1, correlation: -0.3),
            5.0, 40
        ),
    ])
    func hestonMeetsItsCharacteristicFunction(law: HestonLaw, years: Double, steps: Int) throws {
        let simulation = try MonteCarloSimulation(
            spot: 100, years: years, rate: 0, dividendYield: 0, model: .heston(law), steps: steps, paths: 100_000,
            seed: 5)
        for strike in [80.0, 100, 130] {
            let estimate = try simulation.estimate(.vanilla(.call, strike: strike))
            let exact = HestonFormula(law: law, years: years).call(spot: 100, strike: strike)
            // The scheme's own error with a step of an eighth of a year is below 0.05.
            #expect(abs(estimate.mean - exact) < 3 * estimate.standardError + 0.05, "\(strike)")
        }
    }

    /// The published price of case I at the money: 13.085.
    @Test func theFormulaGivesThePublishedPrice() {
        let law = HestonLaw(
            variance: 0.04, meanVariance: 0.04, reversion: 0.5, volatilityOfVariance: 1, correlation: -0.9)
        #expect(abs(HestonFormula(law: law, years: 10).call(spot: 100, strike: 100) - 13.085) < 1e-3)
    }

    /// With next to no volatility of the variance Heston's model is Black and Scholes's.
    @Test func quietVarianceIsAConstantVolatility() throws {
        let law = HestonLaw(
            variance: 0.0625, meanVariance: 0.0625, reversion: 2, volatilityOfVariance: 1e-4, correlation: -0.5)
        let estimate = try simulation(.heston(law), steps: 4).estimate(.vanilla(.put, strike: 95))
        #expect(abs(estimate.mean - (try vanilla(.put, 95))) < 4 * estimate.standardError)
    }

    @Test func limitsAreExact() throws {
        // No volatility and no time: every path is the same one.
        let quiet = try simulation(.geometricBrownianMotion(volatility: 0)).estimate(.vanilla(.call, strike: 90))
        #expect(
            abs(
                quiet.mean
                    - (try BlackScholes.price(
                        OptionTerms(
                            right: .call, style: .european, spot: 100, strike: 90, years: 1, rate: 0.03,
                            dividendYield: 0.01,
                            volatility: 0)))) < 1e-10)
        #expect(quiet.standardError < 1e-6)
        let now = try simulation(years: 0).estimate(.vanilla(.put, strike: 103))
        #expect(abs(now.mean - 3) < 1e-10)
        #expect(SteppedPaths.poisson(0, at: 0.999_999) == 0)
        #expect(SteppedPaths.poisson(2, at: exponential(-2)) == 0)
        #expect(SteppedPaths.poisson(2, at: 0.4) == 1)
        #expect(SteppedPaths.poisson(400, at: 1 - 0x1p-53) < 700)
    }

    @Test func badInputIsRefusedWithItsReason() throws {
        func refused(_ reason: PricingError, _ body: () throws -> Void) { #expect(throws: reason) { try body() } }
        for (number, reason) in [(Double.nan, PricingError.notFinite), (.infinity, .notFinite), (-1, .badInput)] {
            refused(reason) { _ = try simulation(years: number) }
            refused(reason) { _ = try simulation(.geometricBrownianMotion(volatility: number)) }
            refused(reason) {
                _ = try simulation(.jumpDiffusion(volatility: 0.2, JumpLaw(intensity: number, mean: 0, deviation: 1)))
            }
            refused(reason) {
                let law = HestonLaw(
                    variance: number, meanVariance: 1, reversion: 1, volatilityOfVariance: 1, correlation: 0)
                _ = try simulation(.heston(law))
            }
            refused(reason) { _ = try simulation(paths: 1000).estimate(.vanilla(.call, strike: number)) }
            refused(reason) { _ = try simulation(paths: 1000).estimate(.touch(number)) }
        }
        refused(.badInput) { _ = try simulation(paths: 0) }
        refused(.badInput) { _ = try simulation(steps: 0) }
        refused(.unsupported) { _ = try simulation(years: 1e6) }
        refused(.unsupported) {
            _ = try simulation(.jumpDiffusion(volatility: 0, JumpLaw(intensity: 1000, mean: 0, deviation: 0)))
        }
        refused(.unsupported) { _ = try simulation(paths: 1000).estimate(.function { _ in .nan }) }
        let whole = try simulation(paths: 5000)
        refused(.badInput) { _ = try whole.sums(.touch(90), blocks: 0..<(whole.blocks + 1)) }
        let parts = try whole.sums(.touch(90), blocks: 0..<whole.blocks)
        refused(.badInput) { _ = try whole.estimate(.touch(90), from: Array(parts.dropLast())) }
        refused(.badInput) { _ = try whole.estimate(.touch(90), from: parts.dropLast() + [parts[0]]) }
    }
}

import Glibc
import Testing

@testable import MagnusQuant

/// The smile of Axel Vogt that Gatheral and Jacquier (2014) print, and the numbers they derive from it.
enum PublishedSmiles {
    static func vogt() throws -> RawSVI {
        try RawSVI(level: -0.0410, angle: 0.1331, correlation: 0.3060, shift: 0.3586, smoothing: 0.4153)
    }
}

@Suite struct RawSVITests {
    @Test func derivativesAgreeWithDifferences() throws {
        let smile = try PublishedSmiles.vogt()
        for step in -40...40 {
            let k = 0.05 * Double(step)
            let h = 1e-4
            let slope = (smile.variance(k + h) - smile.variance(k - h)) / (2 * h)
            let curvature = (smile.slope(k + h) - smile.slope(k - h)) / (2 * h)
            #expect(abs(slope - smile.slope(k)) < 1e-8, "\(k)")
            #expect(abs(curvature - smile.curvature(k)) < 1e-7, "\(k)")
        }
    }

    /// Section 5.1 of the paper: the jump wings of the example and its mend, and that the one has a butterfly and the
    /// other none.
    @Test func publishedExampleAndItsMend() throws {
        let smile = try PublishedSmiles.vogt()
        let wings = try #require(smile.jumpWings(years: 1))
        #expect(abs(wings.variance - 0.01742625) < 1e-8)
        #expect(abs(wings.skew + 0.1752111) < 1e-7)
        #expect(abs(wings.putWing - 0.6997381) < 1e-7)
        #expect(abs(wings.callWing - 1.316798) < 1e-6)
        #expect(abs(wings.leastVariance - 0.0116249) < 1e-7)
        let worst = SmileArbitrage.butterfly(smile, over: -1.5...1.5)
        #expect(worst.value < -0.01 && (0.6...1.1).contains(worst.logMoneyness), "\(worst)")

        let mended = wings.mended
        #expect(abs(mended.callWing - 0.3493158) < 1e-7)
        #expect(abs(mended.leastVariance - 0.01548182) < 1e-8)
        let sound = try RawSVI(mended, years: 1)
        #expect(SmileArbitrage.butterfly(sound, over: -3...3).value >= 0)
        let back = try #require(sound.jumpWings(years: 1))
        #expect(abs(back.callWing - mended.callWing) < 1e-9 && abs(back.skew - mended.skew) < 1e-9)
        // Their optimum keeps the lowest variance of the first smile.
        var optimum = wings
        optimum.callWing = 0.8564763
        #expect(SmileArbitrage.butterfly(try RawSVI(optimum, years: 1), over: -3...3).value >= -1e-6)
    }

    @Test func jumpWingsGoBackToTheSameSmile() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<2000 {
            let rho = -0.95 + 1.9 * random.uniform(0, 1)
            let b = 0.01 + 0.5 * random.uniform(0, 1)
            let sigma = 0.02 + 0.6 * random.uniform(0, 1)
            let floor = b * sigma * (1 - rho * rho).squareRoot()
            let smile = try RawSVI(
                level: 0.001 + 0.1 * random.uniform(0, 1) - floor, angle: b, correlation: rho,
                shift: 0.6 * random.uniform(0, 1) - 0.3,
                smoothing: sigma)
            let wings = try #require(smile.jumpWings(years: 0.5))
            let back = try RawSVI(wings, years: 0.5)
            for k in [-0.8, -0.2, 0, 0.1, 0.7] {
                #expect(abs(back.variance(k) - smile.variance(k)) < 1e-7 * max(1, smile.variance(k)), "\(smile) \(k)")
            }
        }
    }

    @Test func parametersThatAreNoSmileAreRefused() {
        func fault(_ a: Double, _ b: Double, _ rho: Double, _ m: Double, _ sigma: Double) -> RawSVI.Fault? {
            do throws(RawSVI.Fault) {
                _ = try RawSVI(level: a, angle: b, correlation: rho, shift: m, smoothing: sigma)
                return nil
            } catch {
                return error
            }
        }
        #expect(fault(.nan, 0.1, 0, 0, 0.1) == .notFinite)
        #expect(fault(0.1, 0.1, 0, .infinity, 0.1) == .notFinite)
        #expect(fault(0.1, -0.1, 0, 0, 0.1) == .negativeAngle)
        #expect(fault(0.1, 0.1, 1.1, 0, 0.1) == .correlationOutside)
        #expect(fault(0.1, 0.1, 0, 0, 0) == .smoothingNotPositive)
        #expect(fault(-0.1, 0.1, 0, 0, 0.1) == .negativeVariance)
        #expect(fault(0.1, 1.5, 0.5, 0, 0.1) == .wingTooSteep)
        #expect(fault(0.04, 0.1, -0.3, 0, 0.1) == nil)
    }

    /// Theorem 4.2 of the paper: the surface form within its two conditions has no butterfly.
    @Test func surfaceFormWithinItsConditionsHasNoButterfly() throws {
        var random = SplitMix64(seed: 5)
        for _ in 0..<500 {
            let theta = 0.001 + 0.5 * random.uniform(0, 1)
            let rho = -0.98 + 1.96 * random.uniform(0, 1)
            let phi = (0.01 + 0.99 * random.uniform(0, 1)) * RawSVI.greatestPhi(theta: theta, correlation: rho)
            let smile = try RawSVI.surfaceForm(theta: theta, correlation: rho, phi: phi)
            #expect(abs(smile.variance(0) - theta) < 1e-12)
            #expect(SmileArbitrage.butterfly(smile, over: -3...3).value >= -1e-12, "\(theta) \(rho) \(phi)")
        }
    }

    /// g is what makes the density: against second differences of Black prices.
    @Test func densityFactorAgreesWithPrices() throws {
        let smile = try PublishedSmiles.vogt()
        func call(_ strike: Double) throws -> Double {
            try BlackScholes.price(
                OptionTerms(
                    right: .call, style: .european, spot: 1, strike: strike, years: 1, rate: 0, dividendYield: 0,
                    volatility: smile.variance(log(strike)).squareRoot()))
        }
        for k in [-0.5, -0.1, 0.2, 0.6, 0.8, 1.0] {
            let strike = exp(k)
            let h = 1e-3 * strike
            let density = (try call(strike + h) - 2 * call(strike) + call(strike - h)) / (h * h)
            let w = smile.variance(k)
            let d = -k / w.squareRoot() - 0.5 * w.squareRoot()
            let predicted = smile.density(k) * exp(-0.5 * d * d) / (2 * Double.pi * w).squareRoot() / strike
            #expect(abs(density - predicted) < 1e-4 * max(1, abs(predicted)), "\(k): \(density) \(predicted)")
        }
    }
}

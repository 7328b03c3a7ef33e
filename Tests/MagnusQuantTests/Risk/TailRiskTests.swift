import Glibc
import MagnusQuant
import Testing

/// Value at risk and expected shortfall against published multipliers, small samples by hand, and exact binomial ranks.
@Suite struct TailRiskTests {
    /// Of the normal distribution: 1.6449 and 2.3263 deviations, shortfalls 2.0627 and 2.6652 (J. Hull, Options, Futures
    /// and Other Derivatives, chapter on value at risk).
    @Test(arguments: [(0.95, 1.6449, 2.0627), (0.99, 2.3263, 2.6652)])
    func normalMultipliers(_ confidence: Double, _ deviations: Double, _ shortfall: Double) throws {
        let count = 200_000
        let profits = (0..<count).compactMap { NormalDistribution.quantile((Double($0) + 0.5) / Double(count)) }
        let tail = try TailRisk(profits: profits.shuffled(), confidence: confidence)
        #expect(abs(tail.valueAtRisk - deviations) < 2e-4)
        #expect(abs(tail.expectedShortfall - shortfall) < 2e-4)
        #expect(abs((tail.shortfallError ?? 0) - tail.expectedShortfall * 0.004) < 0.01)
    }

    /// 500 outcomes at 99 % are the fifth-largest loss and the mean of the five; a part of an outcome counts as one.
    @Test func ranksAreThoseOfTheDefinition() throws {
        let profits = (1...500).map { -Double($0) }
        let tail = try TailRisk(profits: profits, confidence: 0.99)
        #expect(tail.valueAtRisk == 496)
        #expect(abs(tail.expectedShortfall - 498) < 1e-9)
        // 250 at 99 %: two and a half outcomes.
        let half = try TailRisk(profits: (1...250).map { -Double($0) }, confidence: 0.99)
        #expect(half.valueAtRisk == 248)
        #expect(abs(half.expectedShortfall - (250 + 249 + 0.5 * 248) / 2.5) < 1e-9)
        let one = try TailRisk(profits: [-7, 3, 4], confidence: 0.99)
        #expect(one.valueAtRisk == 7 && abs(one.expectedShortfall - 7) < 1e-9 && one.shortfallError == nil)
        let gain = try TailRisk(profits: [5, 6, 7], confidence: 0.95)
        #expect(gain.valueAtRisk == -5, "even the worst gains")
    }

    /// Ranks with at least 95 % between them, and no fewer would do, by summing the distribution here.
    @Test(arguments: [(250, 0.95), (252, 0.99), (1000, 0.99), (10_000, 0.95), (10_000, 0.99)])
    func intervalsAreBinomial(_ count: Int, _ confidence: Double) throws {
        let tail = try TailRisk(profits: (1...count).map { -Double($0) }, confidence: confidence)
        func rank(_ loss: Double?) -> Int? { loss.map { count + 1 - Int($0) } }
        func term(_ k: Int) -> Double {
            exp(
                lgamma(Double(count) + 1) - lgamma(Double(k) + 1) - lgamma(Double(count - k) + 1)
                    + Double(k) * log(1 - confidence) + Double(count - k) * log(confidence))
        }
        func below(_ k: Int) -> Double { k < 0 ? 0 : (0...k).reduce(0) { $0 + term($1) } }
        if let high = rank(tail.valueAtRiskHigh) {
            #expect(below(high - 1) <= 0.025 + 1e-9 && below(high) > 0.025 - 1e-9)
        } else {
            #expect(below(0) > 0.025, "no outcome of the sample is so far out")
        }
        let low = try #require(rank(tail.valueAtRiskLow))
        #expect(below(low - 1) >= 0.975 - 1e-9 && below(low - 2) < 0.975 + 1e-9)
    }

    @Test func whatIsNoSampleIsRefused() {
        func fault(_ profits: [Double], _ confidence: Double) -> TailRisk.Undefined? {
            do throws(TailRisk.Undefined) {
                _ = try TailRisk(profits: profits, confidence: confidence)
                return nil
            } catch { return error }
        }
        #expect(fault([], 0.95) == .noOutcomes)
        #expect(fault([1, .nan], 0.95) == .notFinite)
        #expect(fault([1, .infinity], 0.95) == .notFinite)
        for confidence in [0.0, 1, -1, .nan] { #expect(fault([1], confidence) == .badConfidence) }
    }

    /// The sequence of the published generator for seed 1234567.
    @Test func theGeneratorIsThePublishedOne() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }
}

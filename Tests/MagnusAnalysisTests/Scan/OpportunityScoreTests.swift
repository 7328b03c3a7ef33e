import MagnusDomain
import Testing

@testable import MagnusAnalysis

/// The worked examples of the specification: parts, sum and what is missing.
@Suite struct OpportunityScoreTests {
    /// Inputs that give the stated points of the parts, each through its own line.
    struct Example: Sendable, CustomTestStringConvertible {
        var name: String
        var edge: Double
        var annualizedReturn: Double
        var cushion: Double
        var liquidity: Double
        var percentile: Double
        var nameShare: Double
        var isAbove: Bool
        var isUnderDemand: Bool
        var points: [Double]
        var score: Int
        var testDescription: String { name }
    }

    static let examples = [
        Example(
            name: "XLE 90P", edge: 0.25, annualizedReturn: 0.133, cushion: 0.70, liquidity: 13.3 / 15, percentile: 62,
            nameShare: 9000 / 169_360.40, isAbove: true, isUnderDemand: true,
            points: [25, 14.6, 10.0, 13.3, 7.0, 9.8, 5], score: 85),
        Example(
            name: "UBER 77.5P", edge: 0.1376, annualizedReturn: 0.191, cushion: 0.752, liquidity: 12.2 / 15,
            percentile: 54.8, nameShare: 7750 / 169_360.40, isAbove: true, isUnderDemand: false,
            points: [17.2, 20, 11.3, 12.2, 5.8, 10, 2.5], score: 79),
        Example(
            name: "WMT 99P", edge: 0.1552, annualizedReturn: 0.106, cushion: 0.752, liquidity: 0.8, percentile: 48.2,
            nameShare: 9900 / 169_360.40, isAbove: true, isUnderDemand: true,
            points: [19.4, 9.2, 11.3, 12.0, 4.7, 9.4, 5], score: 71),
    ]

    static func inputs(_ example: Example) -> ScoreInputs {
        var inputs = ScoreInputs(strategy: .cashSecuredPut)
        inputs.impliedVolatility = 0.25
        inputs.realizedVolatility = 0.25 * (1 - example.edge)
        inputs.annualizedReturn = example.annualizedReturn
        inputs.cushionSigmas = example.cushion
        // All three factors equal: the cube root of their product is the share itself.
        inputs.spreadFraction = 0.10 * (1 - example.liquidity)
        inputs.openInterest = Int((100 * power(20, example.liquidity)).rounded())
        inputs.optionVolume = Int((1000 * power(50, example.liquidity)).rounded())
        inputs.percentile = example.percentile
        inputs.nameShare = example.nameShare
        inputs.sectorShare = 0.10
        inputs.isAboveAverage200 = example.isAbove
        inputs.isUnderDemandZone = example.isUnderDemand
        return inputs
    }

    static func power(_ base: Double, _ exponent: Double) -> Double {
        NaturalPower.value(base, exponent)
    }

    @Test(arguments: examples) func workedExample(_ example: Example) {
        let parts = OpportunityScore.parts(Self.inputs(example), profile: .standard)
        for (part, expected) in zip(parts, example.points) {
            #expect(abs(part.points - expected) < 0.06, "\(part.name): \(part.points), expected \(expected)")
            #expect(!part.isMissing)
        }
        #expect(Int(OpportunityScore.total(parts).rounded()) == example.score)
        let quick = OpportunityScore.quick(Self.inputs(example), profile: .standard)
        #expect(abs(quick - OpportunityScore.total(parts)) < 1e-9)
    }

    @Test func weightsAddUpToHundred() {
        let parts = OpportunityScore.parts(ScoreInputs(strategy: .cashSecuredPut), profile: .standard)
        #expect(parts.map(\.weight).reduce(0, +) == 100)
        #expect(parts.map(\.name) == ["edge", "pay", "cushion", "liquidity", "percentile", "fit", "trend"])
    }

    @Test func whatIsMissingGivesNothingAndSaysSo() {
        let parts = OpportunityScore.parts(ScoreInputs(strategy: .cashSecuredPut), profile: .standard)
        for part in parts {
            #expect(part.isMissing)
            #expect(part.points == 0)
            #expect(part.explanation.contains("—"), "\(part.name): \(part.explanation)")
        }
    }

    @Test func payEarnsNothingBeyondItsEnd() {
        var inputs = Self.inputs(Self.examples[0])
        inputs.annualizedReturn = 0.16
        let full = OpportunityScore.quick(inputs, profile: .standard)
        inputs.annualizedReturn = 0.80
        #expect(OpportunityScore.quick(inputs, profile: .standard) == full)
    }

    @Test func coveredCallIsFitByItsIdleShares() {
        var inputs = ScoreInputs(strategy: .coveredCall)
        inputs.idleShare = 1
        inputs.nameShare = 0.9
        let fit = OpportunityScore.parts(inputs, profile: .standard).first { $0.name == "fit" }
        #expect(fit?.points == 10)
    }

    @Test func numbersThatAreNoneGiveNoPoints() {
        var inputs = Self.inputs(Self.examples[0])
        inputs.annualizedReturn = .nan
        inputs.cushionSigmas = .infinity
        inputs.percentile = -.infinity
        inputs.spreadFraction = .nan
        inputs.realizedVolatility = .nan
        let total = OpportunityScore.total(OpportunityScore.parts(inputs, profile: .standard))
        #expect(total.isFinite)
        #expect(total >= 0 && total <= 100)
    }
}

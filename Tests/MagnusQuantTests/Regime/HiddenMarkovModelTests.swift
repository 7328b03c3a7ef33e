import MagnusQuant
import Testing

@Suite("Hidden Markov model")
struct HiddenMarkovModelTests {
    private typealias Model = HiddenMarkovModel
    private typealias State = HiddenMarkovModel.State

    /// Two states of unit variance at (0, 0) and (2, 0); the first lasts with 0.9, the second with 0.8.
    private let two = Model(
        initial: [0.5, 0.5], transition: [[0.9, 0.1], [0.2, 0.8]],
        states: [
            State(mean: [0, 0], variance: [1, 1], covariance: 0),
            State(mean: [2, 0], variance: [1, 1], covariance: 0),
        ])

    @Test func filteringByHand() throws {
        // At x = 1 both densities are equal, so the prior stays: 0.5. Then 0.5 x 0.9 + 0.5 x 0.2 = 0.55 to 0.45 before
        // x = 2, where the densities are as e^-2 to 1: 0.55 e^-2 / (0.55 e^-2 + 0.45).
        let found = try two.filtered([[1, 0], [2, 0]])
        #expect(abs(found.probabilities[0][0] - 0.5) < 1e-14)
        let first = 0.55 * exponential(-2)
        #expect(abs(found.probabilities[1][0] - first / (first + 0.45)) < 1e-14)
        // ln(e^-1/2 / 2 pi) + ln((0.55 e^-2 + 0.45) / 2 pi).
        let expected = -0.5 + naturalLogarithm(first + 0.45) - 2 * naturalLogarithm(2 * Double.pi)
        #expect(abs(found.logLikelihood - expected) < 1e-13)
    }

    @Test func whatIsLaterChangesNothing() throws {
        let seen = Self.drawn(400, seed: 5)
        let whole = try two.filtered(seen).probabilities
        let part = try two.filtered(Array(seen.prefix(150))).probabilities
        #expect(Array(whole.prefix(150)) == part)
        #expect(whole.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-12 })
    }

    @Test func theLongRunByHand() {
        // Balance: 0.1 a = 0.2 (1 - a), so a = 2/3.
        #expect(abs(two.stationary[0] - 2 / 3) < 1e-12)
    }

    @Test func aDayThatNoStateCanMakeIsNoError() throws {
        let found = try two.filtered([[0, 0], [1e6, 1e6], [0, 0]])
        #expect(found.probabilities.allSatisfy { $0.allSatisfy(\.isFinite) } && found.logLikelihood.isFinite)
    }

    /// Two well separated states, drawn with known chances: the fit finds them again.
    @Test func aKnownModelIsFoundAgain() throws {
        let fit = try Model.fit(Self.drawn(6000, seed: 3), states: 2, restarts: 5, seed: 1)
        let states = fit.model.states
        #expect(abs(states[0].mean.x - 0.2) < 0.05 && abs(states[0].variance.x - 0.25) < 0.03)
        #expect(abs(states[1].mean.x + 0.5) < 0.2 && abs(states[1].variance.x - 4) < 0.4)
        #expect(abs(states[1].mean.y - 3) < 0.1 && abs(states[0].variance.y - 1) < 0.08)
        #expect(abs(fit.model.transition[0][0] - 0.97) < 0.01 && abs(fit.model.transition[1][1] - 0.9) < 0.03)
    }

    @Test func theSeedAloneDecides() throws {
        let seen = Self.drawn(500, seed: 9)
        let first = try Model.fit(seen, states: 2, restarts: 3, seed: 4)
        #expect(try Model.fit(seen, states: 2, restarts: 3, seed: 4) == first)
        let more = try Model.fit(seen, states: 2, restarts: 8, seed: 4)
        #expect(more.logLikelihood >= first.logLikelihood, "further beginnings can only be better")
    }

    @Test func refused() {
        #expect(throws: Model.Undefined.tooFewObservations(count: 59, minimum: 60)) {
            try Model.fit(Self.drawn(59, seed: 1))
        }
        var bad = Self.drawn(100, seed: 1)
        bad[40].y = .nan
        #expect(throws: Model.Undefined.badObservation(index: 40)) { try Model.fit(bad) }
        #expect(throws: Model.Undefined.badObservation(index: 0)) { try two.filtered([[.infinity, 0]]) }
        let flat = [Model.Observation](repeating: [1, 1], count: 100)
        #expect(throws: Model.Undefined.noFit) { try Model.fit(flat) }
    }

    /// A quiet state about (0.2, 0) and a wild one about (-0.5, 3), left with 3 and 10 %.
    private static func drawn(_ count: Int, seed: UInt64) -> [Model.Observation] {
        var random = MagnusQuant.SplitMix64(seed: seed)
        var isWild = false
        return (0..<count).map { _ in
            let draw = Double(random.next() >> 11) * 0x1p-53
            if draw < (isWild ? 0.1 : 0.03) { isWild.toggle() }
            let noise = Model.Observation(random.normal(), random.normal())
            return isWild
                ? Model.Observation(-0.5 + 2 * noise.x, 3 + noise.y) : Model.Observation(0.2 + 0.5 * noise.x, noise.y)
        }
    }
}

/// The last 2,520 sessions of the S&P 500 to March 2021: daily log return and logarithm of the 21-day realised volatility,
/// both standardised. The best of 20 beginnings of hmmlearn 0.3.3 (GaussianHMM, full covariance, no priors, tolerance
/// 1e-8) has the figures below.
@Suite(
    "Hidden Markov model against hmmlearn",
    .enabled(if: SharedBars.isPresent("rates-and-indices/spx_ohlc_1990_2021-03.csv"), "shared data is absent"))
struct HiddenMarkovReferenceTests {
    private static func observations() -> [HiddenMarkovModel.Observation] {
        let closes = SharedBars("rates-and-indices/spx_ohlc_1990_2021-03.csv").closes
        let returns = zip(closes, closes.dropFirst()).map { naturalLogarithm($1 / $0) }
        let raw = (20..<returns.count).map { place -> HiddenMarkovModel.Observation in
            let part = returns[(place - 20)...place]
            let mean = part.reduce(0, +) / 21
            let variance = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20
            return [returns[place], 0.5 * naturalLogarithm(variance * 252)]
        }.suffix(2520)
        let n = Double(raw.count)
        let mean = raw.reduce(.zero, +) / n
        let deviation = (raw.reduce(.zero) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
        return raw.map { ($0 - mean) / deviation }
    }

    @Test func theSameMaximumIsFound() throws {
        let seen = Self.observations()
        try #require(seen.count == 2520)
        let fit = try HiddenMarkovModel.fit(seen)
        #expect(abs(fit.logLikelihood + 4571.250_081) < 1e-3, "\(fit.logLikelihood)")
        let means = [[0.010638, -0.801467], [0.020818, 0.276087], [-0.059268, 1.484514]]
        let variances = [[0.246463, 0.213753], [0.620232, 0.084285], [3.424421, 0.499460]]
        for (state, (mean, variance)) in zip(fit.model.states, zip(means, variances)) {
            #expect(abs(state.mean.x - mean[0]) < 1e-3 && abs(state.mean.y - mean[1]) < 1e-3, "\(state)")
            #expect(abs(state.variance.x - variance[0]) < 3e-3 && abs(state.variance.y - variance[1]) < 1e-3)
        }
        #expect(abs(fit.model.transition[0][0] - 0.977871) < 1e-4)
        #expect(abs(fit.model.transition[1][2] - 0.009081) < 1e-4)
        let filtered = try fit.model.filtered(seen).probabilities
        #expect(abs(filtered[500][0] - 0.38268) < 1e-2 && abs(filtered[1500][0] - 0.9999989) < 1e-5)
        #expect(abs(filtered[2519][1] - 0.998136) < 1e-4)
        for (share, expected) in zip(fit.model.stationary, [0.47959, 0.321315, 0.199095]) {
            #expect(abs(share - expected) < 1e-3)
        }
    }
}

import Glibc

extension HiddenMarkovModel {
    /// A model and how well it tells what was seen.
    public struct Fit: Sendable, Hashable {
        public var model: HiddenMarkovModel
        /// Of the observations it was fitted to.
        public var logLikelihood: Double
        /// Of the best restart.
        public var iterations: Int
        /// Restarts that came to an end with every state in use.
        public var completed: Int
    }

    /// No variance below this share of the sample's: a state must not shrink to a point.
    static let leastVariance = 1e-3
    /// No correlation within a state beyond this.
    static let largestCorrelation = 0.999
    /// Observations a state must hold, in sum of its probabilities.
    static let leastWeight = 5.0
    /// Steps at most, and the gain of the logarithm of the likelihood that ends them.
    static let iterationLimit = 300
    static let leastGain = 1e-6

    /// The model of greatest likelihood that expectation maximisation (L. E. Baum, T. Petrie, G. Soules, N. Weiss 1970)
    /// finds from several random beginnings; states by ascending variance of the first figure.
    ///
    /// The seed alone decides the beginnings, so the same observations always give the same model.
    /// - Parameters:
    ///   - observations: oldest first; at least 20 for each state.
    ///   - count: of states.
    ///   - restarts: beginnings tried.
    /// - Throws: `tooFewObservations`, `badObservation`, `noFit`.
    public static func fit(
        _ observations: [Observation], states count: Int = 3, restarts: Int = 20, seed: UInt64 = 1
    ) throws(Undefined) -> Fit {
        let minimum = 20 * max(count, 1)
        guard observations.count >= minimum, count > 0 else {
            throw .tooFewObservations(count: observations.count, minimum: minimum)
        }
        try check(observations)
        let whole = moments(observations)
        let floor = whole.variance * leastVariance
        guard floor.x > 0, floor.y > 0 else { throw .noFit }
        var random = SplitMix64(seed: seed)
        var best: Fit?
        var completed = 0
        for _ in 0..<restarts {
            var work = ExpectationMaximisation(
                model: beginning(observations, count, whole, &random), observations: observations, floor: floor)
            guard let found = work.run() else { continue }
            completed += 1
            if found.logLikelihood > best?.logLikelihood ?? -.infinity { best = found }
        }
        guard var best else { throw .noFit }
        best.model = best.model.ordered
        best.completed = completed
        return best
    }

    /// Mean and variance (divisor n) of all.
    private static func moments(_ observations: [Observation]) -> State {
        let n = Double(observations.count)
        let mean = observations.reduce(Observation.zero, +) / n
        let variance = observations.reduce(Observation.zero) { $0 + ($1 - mean) * ($1 - mean) } / n
        return State(mean: mean, variance: variance, covariance: 0)
    }

    /// Means at observations drawn at random, the variance of all, and states that last.
    private static func beginning(
        _ observations: [Observation], _ count: Int, _ whole: State, _ random: inout SplitMix64
    ) -> HiddenMarkovModel {
        let states = (0..<count).map { _ in
            State(
                mean: observations[Int(random.next() % UInt64(observations.count))], variance: whole.variance,
                covariance: 0)
        }
        let other = count > 1 ? 0.1 / Double(count - 1) : 0
        let transition = (0..<count).map { row in (0..<count).map { $0 == row ? (count > 1 ? 0.9 : 1) : other } }
        return HiddenMarkovModel(
            initial: [Double](repeating: 1 / Double(count), count: count), transition: transition, states: states)
    }

    /// States by ascending variance of the first figure.
    private var ordered: HiddenMarkovModel {
        let order = states.indices.sorted { (states[$0].variance.x, $0) < (states[$1].variance.x, $1) }
        return HiddenMarkovModel(
            initial: order.map { initial[$0] }, transition: order.map { row in order.map { transition[row][$0] } },
            states: order.map { states[$0] })
    }
}

/// One climb to a maximum of the likelihood.
private struct ExpectationMaximisation {
    typealias State = HiddenMarkovModel.State
    typealias Observation = HiddenMarkovModel.Observation

    var model: HiddenMarkovModel
    let observations: [Observation]
    let floor: Observation
    private let count: Int
    /// By time and state, in one row: densities scaled by the largest of the time, forward and backward probabilities.
    private var densities: [Double]
    private var forward: [Double]
    private var backward: [Double]
    private var scales: [Double]

    init(model: HiddenMarkovModel, observations: [Observation], floor: Observation) {
        self.model = model
        self.observations = observations
        self.floor = floor
        count = model.states.count
        let cells = [Double](repeating: 0, count: observations.count * count)
        densities = cells
        forward = cells
        backward = cells
        scales = [Double](repeating: 0, count: observations.count)
    }

    /// nil where a state is left without observations.
    mutating func run() -> HiddenMarkovModel.Fit? {
        var before = -Double.infinity
        for iteration in 1...HiddenMarkovModel.iterationLimit {
            guard let logLikelihood = expect() else { return nil }
            if logLikelihood - before < HiddenMarkovModel.leastGain {
                return HiddenMarkovModel.Fit(
                    model: model, logLikelihood: logLikelihood, iterations: iteration, completed: 0)
            }
            before = logLikelihood
            guard maximise() else { return nil }
        }
        guard let logLikelihood = expect() else { return nil }
        return HiddenMarkovModel.Fit(
            model: model, logLikelihood: logLikelihood, iterations: HiddenMarkovModel.iterationLimit, completed: 0)
    }

    /// Forward and backward probabilities under the model; the logarithm of the likelihood.
    private mutating func expect() -> Double? {
        var logLikelihood = 0.0
        let transition = model.transition.flatMap { $0 }
        let prepared = model.states.map(\.density)
        for time in observations.indices {
            let row = time * count
            var largest = -Double.infinity
            for state in 0..<count {
                densities[row + state] = prepared[state].logarithm(at: observations[time])
                largest = max(largest, densities[row + state])
            }
            var sum = 0.0
            for state in 0..<count {
                densities[row + state] = exp(densities[row + state] - largest)
                var prior = 0.0
                if time == 0 {
                    prior = model.initial[state]
                } else {
                    for from in 0..<count { prior += forward[row - count + from] * transition[from * count + state] }
                }
                forward[row + state] = prior * densities[row + state]
                sum += forward[row + state]
            }
            guard sum > 0, sum.isFinite else { return nil }
            scales[time] = sum
            for state in 0..<count { forward[row + state] /= sum }
            logLikelihood += largest + log(sum)
        }
        let last = (observations.count - 1) * count
        for state in 0..<count { backward[last + state] = 1 }
        for time in stride(from: observations.count - 2, through: 0, by: -1) {
            let row = time * count
            for state in 0..<count {
                var sum = 0.0
                for next in 0..<count {
                    sum +=
                        transition[state * count + next] * densities[row + count + next]
                        * backward[row + count + next]
                }
                backward[row + state] = sum / scales[time + 1]
            }
        }
        return logLikelihood
    }

    /// The model of greatest expected likelihood; false where a state is left without observations.
    private mutating func maximise() -> Bool {
        var weights = [Double](repeating: 0, count: count)
        var sums = [Observation](repeating: .zero, count: count)
        var moves = [Double](repeating: 0, count: count * count)
        let transition = model.transition.flatMap { $0 }
        for time in observations.indices {
            let row = time * count
            for state in 0..<count {
                let weight = forward[row + state] * backward[row + state]
                weights[state] += weight
                sums[state] += weight * observations[time]
                guard time + 1 < observations.count else { continue }
                for next in 0..<count {
                    moves[state * count + next] +=
                        forward[row + state] * transition[state * count + next] * densities[row + count + next]
                        * backward[row + count + next] / scales[time + 1]
                }
            }
        }
        guard weights.allSatisfy({ $0 >= HiddenMarkovModel.leastWeight }) else { return false }
        let means = zip(sums, weights).map { $0 / $1 }
        var squares = [Observation](repeating: .zero, count: count)
        var products = [Double](repeating: 0, count: count)
        for time in observations.indices {
            for state in 0..<count {
                let weight = forward[time * count + state] * backward[time * count + state]
                let d = observations[time] - means[state]
                squares[state] += weight * d * d
                products[state] += weight * d.x * d.y
            }
        }
        for state in 0..<count {
            let raw = squares[state] / weights[state]
            let variance = Observation(max(raw.x, floor.x), max(raw.y, floor.y))
            let bound = HiddenMarkovModel.largestCorrelation * (variance.x * variance.y).squareRoot()
            model.states[state] = State(
                mean: means[state], variance: variance,
                covariance: min(max(products[state] / weights[state], -bound), bound))
            model.initial[state] = forward[state] * backward[state]
            let total = (0..<count).reduce(0) { $0 + moves[state * count + $1] }
            guard total > 0 else { return false }
            for next in 0..<count { model.transition[state][next] = moves[state * count + next] / total }
        }
        return true
    }
}

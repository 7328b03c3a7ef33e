import Glibc

/// A market that is in one of a few unseen states, each with its own normal distribution of two observed figures, and goes
/// from state to state with fixed probabilities (L. R. Rabiner, "A tutorial on hidden Markov models", Proc. IEEE 1989).
public struct HiddenMarkovModel: Sendable, Hashable {
    /// What is seen at one time: two figures of any unit.
    public typealias Observation = SIMD2<Double>

    /// Why there is no model.
    public enum Undefined: Error, Sendable, Equatable {
        case tooFewObservations(count: Int, minimum: Int)
        /// An observation that is not finite.
        case badObservation(index: Int)
        /// In every restart a state was left without observations.
        case noFit
    }

    /// The distribution of the two figures in one state.
    public struct State: Sendable, Hashable {
        public var mean: Observation
        /// Variances of both, and their covariance.
        public var variance: Observation
        public var covariance: Double

        public init(mean: Observation, variance: Observation, covariance: Double) {
            self.mean = mean
            self.variance = variance
            self.covariance = covariance
        }

        /// Its density, ready for many observations.
        var density: Density {
            let determinant = variance.x * variance.y - covariance * covariance
            return Density(
                mean: mean, squares: Observation(variance.y, variance.x) / determinant,
                product: -2 * covariance / determinant, constant: -0.5 * log(determinant) - log(2 * Double.pi))
        }
    }

    /// The quadratic form of a normal density.
    struct Density {
        var mean: Observation
        var squares: Observation
        var product: Double
        var constant: Double

        /// Natural logarithm of the density.
        func logarithm(at observation: Observation) -> Double {
            let d = observation - mean
            return constant - 0.5 * ((squares * d * d).sum() + product * d.x * d.y)
        }
    }

    /// Probabilities of the states before the first observation; they add up to 1.
    public var initial: [Double]
    /// Probability to go from the state of the row to that of the column; every row adds up to 1.
    public var transition: [[Double]]
    public var states: [State]

    /// - Precondition: as many initial probabilities, rows and columns as states.
    public init(initial: [Double], transition: [[Double]], states: [State]) {
        precondition(initial.count == states.count && transition.count == states.count)
        precondition(transition.allSatisfy { $0.count == states.count })
        self.initial = initial
        self.transition = transition
        self.states = states
    }

    /// P(state | observations up to and including it) for every observation: nothing later is looked at.
    ///
    /// - Returns: for every observation the probabilities of the states in their order, adding up to 1, and the logarithm
    ///   of the likelihood of all observations.
    /// - Throws: `badObservation`.
    public func filtered(
        _ observations: [Observation]
    ) throws(Undefined) -> (probabilities: [[Double]], logLikelihood: Double) {
        try Self.check(observations)
        let count = states.count
        var probabilities: [[Double]] = []
        probabilities.reserveCapacity(observations.count)
        var current = initial
        var logLikelihood = 0.0
        let prepared = states.map(\.density)
        for (index, observation) in observations.enumerated() {
            if index > 0 {
                let before = current
                for state in 0..<count {
                    current[state] = (0..<count).reduce(0) { $0 + before[$1] * transition[$1][state] }
                }
            }
            let densities = prepared.map { $0.logarithm(at: observation) }
            let largest = densities.max() ?? 0
            for state in 0..<count { current[state] *= exp(densities[state] - largest) }
            let sum = current.reduce(0, +)
            // All mass in states that cannot have made it: the nearest state has.
            guard sum > 0 else {
                for state in 0..<count { current[state] = densities[state] == largest ? 1 : 0 }
                logLikelihood += largest + log(Double.leastNormalMagnitude)
                probabilities.append(current)
                continue
            }
            logLikelihood += largest + log(sum)
            for state in 0..<count { current[state] /= sum }
            probabilities.append(current)
        }
        return (probabilities, logLikelihood)
    }

    /// The long-run share of time in every state.
    public var stationary: [Double] {
        var share = [Double](repeating: 1 / Double(states.count), count: states.count)
        for _ in 0..<Self.stationaryRounds {
            let next = states.indices.map { state in
                states.indices.reduce(0) { $0 + share[$1] * transition[$1][state] }
            }
            let change = zip(share, next).reduce(0) { max($0, abs($1.0 - $1.1)) }
            share = next
            if change < 1e-13 { break }
        }
        return share
    }

    private static let stationaryRounds = 100_000

    static func check(_ observations: [Observation]) throws(Undefined) {
        let bad = observations.firstIndex { !($0.x.isFinite && $0.y.isFinite) }
        if let bad { throw .badObservation(index: bad) }
    }
}

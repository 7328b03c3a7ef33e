import Glibc

/// How the spot moves, under the risk-neutral measure: its expected growth is the rate less the yield in every model.
public enum MonteCarloModel: Sendable, Hashable {
    /// Lognormal with a constant volatility per square-root year, >= 0.
    case geometricBrownianMotion(volatility: Double)
    /// Lognormal with jumps (R. C. Merton, "Option pricing when underlying stock returns are discontinuous", 1976).
    case jumpDiffusion(volatility: Double, JumpLaw)
    /// Stochastic variance (S. L. Heston, "A closed-form solution for options with stochastic volatility", 1993),
    /// simulated by the quadratic-exponential scheme (L. Andersen, "Efficient simulation of the Heston stochastic
    /// volatility model", 2008).
    case heston(HestonLaw)

    /// - Throws: `notFinite`; `badInput` for a parameter outside its range.
    func validate() throws(PricingError) {
        let numbers: [Double]
        let areInRange: Bool
        switch self {
        case .geometricBrownianMotion(let volatility):
            numbers = [volatility]
            areInRange = volatility >= 0
        case .jumpDiffusion(let volatility, let jumps):
            numbers = [volatility, jumps.intensity, jumps.mean, jumps.deviation]
            areInRange = volatility >= 0 && jumps.intensity >= 0 && jumps.deviation >= 0
        case .heston(let law):
            numbers = [law.variance, law.meanVariance, law.reversion, law.volatilityOfVariance, law.correlation]
            areInRange =
                law.variance >= 0 && law.meanVariance >= 0 && law.reversion > 0 && law.volatilityOfVariance > 0
                && abs(law.correlation) <= 1
        }
        for number in numbers where !number.isFinite { throw .notFinite }
        guard areInRange else { throw .badInput }
    }
}

/// Jumps of the log price.
public struct JumpLaw: Sendable, Hashable {
    /// Jumps per year, >= 0.
    public var intensity: Double
    /// Mean of a jump of the log price.
    public var mean: Double
    /// Its standard deviation, >= 0.
    public var deviation: Double

    public init(intensity: Double, mean: Double, deviation: Double) {
        self.intensity = intensity
        self.mean = mean
        self.deviation = deviation
    }

    /// E[e^J] - 1: the expected relative jump, taken off the drift.
    var expectedJump: Double { Glibc.expm1(mean + 0.5 * deviation * deviation) }
}

/// Variance v of the log price: dv = reversion (meanVariance - v) dt + volatilityOfVariance sqrt(v) dW, correlated with the
/// spot.
public struct HestonLaw: Sendable, Hashable {
    /// Today's variance per year, >= 0 (the square of a volatility).
    public var variance: Double
    /// Variance per year in the long run, >= 0.
    public var meanVariance: Double
    /// Speed per year at which the variance returns to it, > 0.
    public var reversion: Double
    /// > 0.
    public var volatilityOfVariance: Double
    /// Of the variance with the spot, -1 to 1.
    public var correlation: Double

    public init(
        variance: Double, meanVariance: Double, reversion: Double, volatilityOfVariance: Double, correlation: Double
    ) {
        self.variance = variance
        self.meanVariance = meanVariance
        self.reversion = reversion
        self.volatilityOfVariance = volatilityOfVariance
        self.correlation = correlation
    }
}

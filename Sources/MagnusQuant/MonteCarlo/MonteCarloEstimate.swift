/// An expectation found by simulation, with how far it may be off.
public struct MonteCarloEstimate: Sendable, Hashable {
    /// The estimate, in the unit of the payoff.
    public let mean: Double
    /// Standard deviation of the estimate, >= 0; 0 where every sample is the same.
    public let standardError: Double
    /// Number of simulated paths, antithetic ones counted.
    public let paths: Int

    /// Where the expectation lies with a probability of 95 % (normal approximation: 1.96 standard errors to each side).
    public var interval: ClosedRange<Double> {
        (mean - Self.width * standardError)...(mean + Self.width * standardError)
    }

    /// The 97.5 % point of the standard normal distribution.
    private static let width = 1.959_963_984_540_054_2
}

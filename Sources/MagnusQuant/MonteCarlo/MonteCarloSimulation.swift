import Glibc

/// Expectations over simulated paths, with their error.
///
/// Paths come in antithetic pairs; the discounted last spot, whose expectation is known, is the control variate (P. Glasserman,
/// "Monte Carlo Methods in Financial Engineering", 2003, sections 4.1 and 4.2). Random numbers are counted, not drawn in
/// turn (Philox 4x32-10, Salmon et al. 2011): a block of paths has the same ones whoever simulates it, so that the estimate
/// for a seed is the same, to the last bit, on any number of threads.
public struct MonteCarloSimulation: Sendable {
    /// Per share, > 0.
    public let spot: Double
    /// To the horizon, ACT/365, >= 0.
    public let years: Double
    /// Continuously compounded, per year.
    public let rate: Double
    /// Continuously compounded, per year.
    public let dividendYield: Double
    public let model: MonteCarloModel
    /// Steps of a path to the horizon.
    public let steps: Int
    public let seed: UInt64
    /// Paths asked for; whole blocks are simulated, and the estimate says how many there were.
    public let paths: Int

    /// Most steps and paths.
    public static let largestSteps = 100_000
    public static let largestPaths = 1_000_000_000

    /// - Throws: `notFinite` or `badInput` for a number outside its range; `unsupported` where the expected spot is beyond
    ///   the range of doubles, or more than 500 jumps are expected in a step.
    public init(
        spot: Double, years: Double, rate: Double, dividendYield: Double, model: MonteCarloModel, steps: Int = 1,
        paths: Int, seed: UInt64
    ) throws(PricingError) {
        for number in [spot, years, rate, dividendYield] where !number.isFinite { throw .notFinite }
        guard spot > 0, years >= 0, steps > 0, steps <= Self.largestSteps, paths > 0, paths <= Self.largestPaths else {
            throw .badInput
        }
        try model.validate()
        self.spot = spot
        self.years = years
        self.rate = rate
        self.dividendYield = dividendYield
        self.model = model
        self.steps = steps
        self.paths = paths
        self.seed = seed
        guard expectedSpot.isNormal, Glibc.exp(-rate * years).isNormal else { throw .unsupported }
        // Beyond this the probability of no jump within a step is no number any more.
        if case .jumpDiffusion(_, let jumps) = model, jumps.intensity * years / Double(steps) > 500 {
            throw .unsupported
        }
    }

    /// Pairs of paths in a block.
    static let pairs = 512

    /// Number of blocks: what threads can share among themselves.
    public var blocks: Int { (paths + 2 * Self.pairs - 1) / (2 * Self.pairs) }

    /// S e^((r - q) T).
    var expectedSpot: Double { spot * Glibc.exp((rate - dividendYield) * years) }

    /// What one block contributes.
    public struct BlockSums: Sendable, Hashable {
        /// Number of the block.
        public let block: Int
        /// Of the means of the pairs: payoff, last spot less its expectation, their squares and product.
        var value = 0.0
        var control = 0.0
        var squaredValue = 0.0
        var squaredControl = 0.0
        var product = 0.0
    }

    /// Simulates some of the blocks.
    ///
    /// - Parameter blocks: Within 0..<`blocks`; parts of it may run at the same time.
    /// - Throws: `notFinite` or `badInput` for the payoff; `badInput` for blocks there are not; `unsupported` where a
    ///   simulated payoff leaves the range of doubles.
    public func sums(_ payoff: PathPayoff, blocks range: Range<Int>) throws(PricingError) -> [BlockSums] {
        try payoff.validate()
        guard range.lowerBound >= 0, range.upperBound <= blocks else { throw .badInput }
        var simulator = BlockSimulator(self, payoff)
        var sums: [BlockSums] = []
        sums.reserveCapacity(range.count)
        for block in range {
            let part = simulator.sums(block)
            guard part.squaredValue.isFinite, part.squaredControl.isFinite, part.product.isFinite else {
                throw .unsupported
            }
            sums.append(part)
        }
        return sums
    }

    /// The estimate from all blocks, in any order.
    ///
    /// - Throws: `badInput` where a block is missing or there twice.
    public func estimate(_ payoff: PathPayoff, from parts: [BlockSums]) throws(PricingError) -> MonteCarloEstimate {
        guard parts.count == blocks else { throw .badInput }
        let ordered = parts.sorted { $0.block < $1.block }
        var total = BlockSums(block: 0)
        for (index, part) in ordered.enumerated() {
            guard part.block == index else { throw .badInput }
            total.value += part.value
            total.control += part.control
            total.squaredValue += part.squaredValue
            total.squaredControl += part.squaredControl
            total.product += part.product
        }
        let count = Double(parts.count * Self.pairs)
        let value = total.value / count
        let control = total.control / count
        let spread = max(0, total.squaredValue / count - value * value)
        let controlSpread = max(0, total.squaredControl / count - control * control)
        let shared = total.product / count - value * control
        // Below this the control is a constant to rounding.
        let isUseful = controlSpread > 1e-24 * expectedSpot * expectedSpot
        let slope = isUseful ? shared / controlSpread : 0
        let left = max(0, spread - slope * shared)
        let factor = payoff.isDiscounted ? Glibc.exp(-rate * years) : 1
        return MonteCarloEstimate(
            mean: factor * (value - slope * control), standardError: factor * (left / (count - 2)).squareRoot(),
            paths: 2 * parts.count * Self.pairs)
    }

    /// The estimate, simulated here and now.
    ///
    /// - Throws: As `sums`.
    public func estimate(_ payoff: PathPayoff) throws(PricingError) -> MonteCarloEstimate {
        try estimate(payoff, from: sums(payoff, blocks: 0..<blocks))
    }
}

extension PathPayoff {
    var isDiscounted: Bool {
        if case .touch = self { return false }
        return true
    }
}

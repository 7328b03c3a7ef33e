import Glibc

/// Value at risk and expected shortfall of equally likely profits, as their order tells them: nothing is assumed of the
/// distribution.
///
/// With the losses L1 >= L2 >= ... of n outcomes and the part p = 1 - confidence: the value at risk is Lk,
/// k = ceil(p n), and the expected shortfall the mean of the worst p n losses, the last one counted with its fraction
/// (C. Acerbi, D. Tasche, "On the coherence of expected shortfall", J. Banking & Finance 2002). A loss is positive; both
/// may be negative where even the bad outcomes gain.
public struct TailRisk: Sendable, Hashable {
    /// Why there is none.
    public enum Undefined: Error, Sendable, Equatable {
        /// No outcome.
        case noOutcomes
        /// An outcome is not a finite number.
        case notFinite
        /// The confidence is not inside 0...1.
        case badConfidence
    }

    /// Inside 0...1, such as 0.99.
    public let confidence: Double
    /// Outcomes.
    public let count: Int
    /// In the unit of the profits, a loss positive.
    public let valueAtRisk: Double
    public let expectedShortfall: Double
    /// Ends of the 95 % interval of the value at risk from the ranks of the sample (binomial, distribution-free); nil
    /// where the sample has no outcome so far out.
    public let valueAtRiskLow: Double?
    public let valueAtRiskHigh: Double?
    /// Of the expected shortfall: sqrt((variance of the tail + confidence (ES - VaR)^2) / (p n)), for large samples
    /// (B. J. Manistre, G. H. Hancock, "Variance of the CTE estimator", NAAJ 2005); nil with fewer than two outcomes in
    /// the tail.
    public let shortfallError: Double?

    /// - Parameters:
    ///   - profits: one for each outcome, a gain positive, in any order.
    ///   - confidence: inside 0...1.
    public init(profits: [Double], confidence: Double) throws(Undefined) {
        guard confidence > 0, confidence < 1 else { throw .badConfidence }
        guard !profits.isEmpty else { throw .noOutcomes }
        guard profits.allSatisfy(\.isFinite) else { throw .notFinite }
        let losses = profits.map { -$0 }.sorted(by: >)
        let count = losses.count
        let part = (1 - confidence) * Double(count)
        // 500 outcomes at 99 % are the fifth, whatever 1 - 0.99 is in binary.
        let rank = min(max(1, Int((part - 1e-9).rounded(.up))), count)
        let whole = min(Int((part + 1e-9).rounded(.down)), count)
        let fraction = max(0, part - Double(whole))
        self.confidence = confidence
        self.count = count
        valueAtRisk = losses[rank - 1]
        var sum = losses[..<whole].reduce(0, +)
        if fraction > 1e-9, whole < count { sum += fraction * losses[whole] }
        expectedShortfall = sum / part
        let ends = Self.ranks(count, part: 1 - confidence)
        valueAtRiskLow = ends.low.map { losses[$0 - 1] }
        valueAtRiskHigh = ends.high.map { losses[$0 - 1] }
        let tail = losses[..<rank]
        if tail.count >= 2 {
            let mean = tail.reduce(0, +) / Double(tail.count)
            let variance = tail.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(tail.count - 1)
            let gap = expectedShortfall - valueAtRisk
            shortfallError = ((variance + confidence * gap * gap) / part).squareRoot()
        } else {
            shortfallError = nil
        }
    }

    /// Ranks (1 the greatest loss) between which the quantile lies with 95 %: of n outcomes Binomial(n, p) are beyond it.
    private static func ranks(_ count: Int, part: Double) -> (low: Int?, high: Int?) {
        var probability = exp(Double(count) * log1p(-part))
        var below = 0.0
        var high: Int?
        var low: Int?
        // Of very large samples the first terms vanish: the normal approximation is exact to less than a rank there.
        guard probability > 1e-280 else {
            let mean = Double(count) * part
            let reach = 1.959964 * (mean * (1 - part)).squareRoot()
            let first = Int((mean - reach).rounded(.down))
            let last = Int((mean + reach).rounded(.up)) + 1
            return (last <= count ? last : nil, first >= 1 ? first : nil)
        }
        for beyond in 0...count {
            // P(N <= beyond - 1) <= 2.5 %: the quantile is below the loss of that rank.
            if below <= 0.025, beyond >= 1 { high = beyond }
            below += probability
            if below >= 0.975 {
                low = beyond + 1 <= count ? beyond + 1 : nil
                break
            }
            probability *= Double(count - beyond) / Double(beyond + 1) * part / (1 - part)
        }
        return (low, high)
    }
}

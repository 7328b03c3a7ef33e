import Glibc
import MagnusQuant

/// The random inputs of the peer programs' workloads: the same distributions, this program's own generator.
struct OptionSample {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64 (Steele, Lea, Flood 2014), to 53 bits in [0, 1).
    mutating func uniform(_ low: Double = 0, _ high: Double = 1) -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return low + (high - low) * Double((bits ^ (bits >> 31)) >> 11) * 0x1p-53
    }

    /// European: spot 100, strikes within e^+-0.5, a week to two years, vol 8 to 80 %.
    static func european(_ count: Int, seed: UInt64) -> [OptionTerms] {
        var sample = OptionSample(seed: seed)
        return (0..<count).map { _ in
            OptionTerms(
                right: sample.uniform() < 0.5 ? .call : .put, style: .european, spot: 100,
                strike: 100 * exp(sample.uniform(-0.5, 0.5)), years: sample.uniform(0.02, 2),
                rate: sample.uniform(0, 0.06), dividendYield: sample.uniform(0, 0.04),
                volatility: sample.uniform(0.08, 0.8))
        }
    }

    /// American: strike 100, spots within e^+-0.35, 10 to 730 days, rates and yields 0.5 to 10 %, vol 10 to 70 %.
    static func american(_ count: Int, seed: UInt64) -> [OptionTerms] {
        var sample = OptionSample(seed: seed)
        return (0..<count).map { _ in
            OptionTerms(
                right: sample.uniform() < 0.5 ? .call : .put, style: .american,
                spot: 100 * exp(sample.uniform(-0.35, 0.35)), strike: 100,
                years: sample.uniform(10, 731).rounded(.down) / 365, rate: sample.uniform(0.005, 0.1),
                dividendYield: sample.uniform(0.005, 0.1), volatility: sample.uniform(0.1, 0.7))
        }
    }
}

/// A small generator whose numbers a seed decides: the same on every machine (G. L. Steele, D. Lea, C. H. Flood, "Fast
/// splittable pseudorandom number generators", OOPSLA 2014).
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Standard normal, by the inverse of the distribution.
    public mutating func normal() -> Double {
        // Middles of 2^53 equal parts: never 0 and never 1.
        let uniform = (Double(next() >> 11) + 0.5) * 0x1p-53
        return NormalDistribution.quantile(uniform) ?? 0
    }
}

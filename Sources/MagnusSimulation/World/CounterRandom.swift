import MagnusQuant

/// Random numbers addressed by a counter: the same key and counters give the same number in any order of asking.
///
/// Mixing is the finaliser of SplitMix64 (Steele, Lea, Flood 2014) over key and counters; no state advances.
public struct CounterRandom: Sendable, Hashable {
    let key: UInt64

    /// - Parameters:
    ///   - seed: the world's seed.
    ///   - stream: names what the numbers are for; other streams are independent.
    public init(seed: UInt64, stream: String) {
        // FNV-1a, then mixed with the seed: short names must not give neighbouring keys.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        key = Self.mix(hash ^ Self.mix(seed &+ 0x9e37_79b9_7f4a_7c15))
    }

    private init(key: UInt64) { self.key = key }

    /// An independent generator for one value of an index.
    public func stream(_ index: Int) -> CounterRandom {
        CounterRandom(key: Self.mix(key &+ UInt64(bitPattern: Int64(index)) &* 0x9e37_79b9_7f4a_7c15))
    }

    /// 64 random bits.
    public func bits(_ counter: Int) -> UInt64 {
        Self.mix(key ^ (UInt64(bitPattern: Int64(counter)) &* 0xd6e8_feb8_6659_fd93 &+ 0x632b_e59b_d9b4_e019))
    }

    /// Uniform in the open interval (0, 1).
    public func uniform(_ counter: Int) -> Double {
        (Double(bits(counter) >> 11) + 0.5) * 0x1p-53
    }

    /// Standard normal, by inversion.
    public func normal(_ counter: Int) -> Double {
        NormalDistribution.quantile(uniform(counter)) ?? 0
    }

    /// Uniform among 0..<count; 0 when `count` is not positive.
    public func index(_ counter: Int, below count: Int) -> Int {
        count > 1 ? min(count - 1, Int(uniform(counter) * Double(count))) : 0
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

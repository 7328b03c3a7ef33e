/// Elementary functions on eight lanes of Double, for the inner loops of the American methods.
///
/// The C kernels have their own copies of these series: a kernel is allowed only beside a Swift reference that gives equal
/// results in the tests, and this is that reference.
enum LaneMaths {
    /// Eight lanes: one quadrature block, or one collocation node each.
    typealias Lanes = SIMD8<Double>

    /// e^x for x in [-350, 708], relative error about 2e-16. Clamped below, so that products with the smallest stay
    /// normal numbers: others cost ten times as much.
    @inline(__always)
    static func exp(_ argument: Lanes) -> Lanes {
        let x = argument.replacing(with: -350, where: argument .< -350)
        // Adding 1.5 * 2^52 rounds to an integer whose low bits are then the exponent.
        let magic = 6_755_399_441_055_744.0
        let shifted = x * 1.4426950408889634 + magic
        let k = shifted - magic
        let r = (x - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10
        var p = r * 1.6059043836821613e-10 + 2.08767569878681e-9
        p = p * r + 2.505210838544172e-8
        p = p * r + 2.755731922398589e-7
        p = p * r + 2.7557319223985893e-6
        p = p * r + 2.48015873015873e-5
        p = p * r + 1.984126984126984e-4
        p = p * r + 1.388888888888889e-3
        p = p * r + 8.333333333333333e-3
        p = p * r + 4.1666666666666664e-2
        p = p * r + 0.16666666666666666
        p = p * r + 0.5
        p = p * r * r + r + 1
        let bits = unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &<< 52
        return unsafeBitCast(unsafeBitCast(p, to: SIMD8<UInt64>.self) &+ bits, to: Lanes.self)
    }

    /// Standard normal distribution function and e^(-x^2/2), absolute error of the first about 1e-15.
    ///
    /// Hart's rational form (W. J. Hart 1968, algorithm 5666, in West, "Better approximations to cumulative normal
    /// functions", 2005) without its branch: beyond 7.07 the same quotient keeps the right leading behaviour.
    @inline(__always)
    static func normal(_ x: Lanes) -> (cdf: Lanes, bell: Lanes) {
        let z = x.replacing(with: -x, where: x .< 0)
        let bell = exp(z * z * -0.5)
        var n = z * 3.52624965998911e-02 + 0.700383064443688
        n = n * z + 6.37396220353165
        n = n * z + 33.912866078383
        n = n * z + 112.079291497871
        n = n * z + 221.213596169931
        n = n * z + 220.206867912376
        var d = z * 8.83883476483184e-02 + 1.75566716318264
        d = d * z + 16.064177579207
        d = d * z + 86.7807322029461
        d = d * z + 296.564248779674
        d = d * z + 637.333633378831
        d = d * z + 793.826512519948
        d = d * z + 440.413735824752
        let tail = bell * n / d
        return (tail.replacing(with: 1 - tail, where: x .> 0), bell)
    }
}

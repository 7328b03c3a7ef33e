import Glibc

/// The scaled complementary error function exp(x^2) erfc(x), which neither underflows nor loses digits in the tail.
///
/// Rational Chebyshev approximations of W. J. Cody, "Rational Chebyshev approximations for the error function",
/// Math. Comp. 23 (1969): relative error below 1e-15 for x >= 0.
///
/// The kernels have a branch-free form of their own, a vector loop can use no other; it ends at x = 25.
public enum ScaledErrorFunction {
    private static let inverseRootPi = 0.564_189_583_547_756_286_95

    /// exp(x^2) erfc(x). Grows as 2 exp(x^2) for negative `x`: infinite below about -26.6.
    public static func erfcx(_ x: Double) -> Double {
        let y = abs(x)
        if y <= 0.46875 {
            return exp(x * x) * (1 - x * central(x * x))
        }
        let positive = y <= 4 ? middle(y) : far(y)
        return x > 0 ? positive : 2 * exp(x * x) - positive
    }

    /// erf(x)/x for |x| <= 0.46875, from z = x^2.
    @inline(__always)
    static func central(_ z: Double) -> Double {
        var n = 1.857_777_061_846_031_53e-1
        n = n * z + 3.161_123_743_870_565_60
        n = n * z + 1.138_641_541_510_501_56e2
        n = n * z + 3.774_852_376_853_020_21e2
        n = n * z + 3.209_377_589_138_469_47e3
        var d = z + 2.360_129_095_234_412_09e1
        d = d * z + 2.440_246_379_344_441_73e2
        d = d * z + 1.282_616_526_077_372_28e3
        d = d * z + 2.844_236_833_439_170_62e3
        return n / d
    }

    /// erfcx for 0.46875 <= y <= 4. Every coefficient is positive, so Estrin's order costs no digits and is quicker.
    @inline(__always)
    static func middle(_ y: Double) -> Double {
        let y2 = y * y
        let y4 = y2 * y2
        let y8 = y4 * y4
        let n =
            ((((1.230_339_354_797_997_25e3 + 2.051_078_377_826_071_47e3 * y)
                + (1.712_047_612_634_070_58e3 + 8.819_522_212_417_690_90e2 * y) * y2)
                + ((2.986_351_381_974_001_31e2 + 6.611_919_063_714_162_95e1 * y)
                    + (8.883_149_794_388_375_94 + 5.641_884_969_886_700_89e-1 * y) * y2) * y4)
                + 2.153_115_354_744_038_46e-8 * y8)
        let d =
            ((((1.230_339_354_803_749_42e3 + 3.439_367_674_143_721_64e3 * y)
                + (4.362_619_090_143_247_16e3 + 3.290_799_235_733_459_63e3 * y) * y2)
                + ((1.621_389_574_566_690_19e3 + 5.371_811_018_620_098_58e2 * y)
                    + (1.176_939_508_913_124_99e2 + 1.574_492_611_070_983_47e1 * y) * y2) * y4)
                + y8)
        return n / d
    }

    /// erfcx for y > 4.
    @inline(__always)
    static func far(_ y: Double) -> Double {
        if y > 6.71e7 { return inverseRootPi / y }
        let reciprocal = 1 / y
        let z = reciprocal * reciprocal
        let z2 = z * z
        let z4 = z2 * z2
        let n =
            (((6.587_491_615_298_378_03e-4 + 1.608_378_514_874_227_66e-2 * z)
                + (1.257_817_261_112_292_46e-1 + 3.603_448_999_498_044_39e-1 * z) * z2)
                + (3.053_266_349_612_323_44e-1 + 1.631_538_713_730_209_78e-2 * z) * z4)
        let d =
            (((2.335_204_976_268_691_85e-3 + 6.051_834_131_244_131_91e-2 * z)
                + (5.279_051_029_514_284_12e-1 + 1.872_952_849_923_467_25 * z) * z2) + (2.568_520_192_289_822_42 + z)
                    * z4)
        return (inverseRootPi - z * n / d) * reciprocal
    }
}

import Glibc

/// The standard normal distribution, with relative accuracy kept in both tails.
public enum NormalDistribution {
    static let inverseRootTwoPi = 0.398_942_280_401_432_677_94
    static let inverseRootTwo = 0.707_106_781_186_547_524_40
    /// 1/sqrt(2) minus its double.
    private static let inverseRootTwoTail = -4.833_646_656_726_456_7e-17

    /// The density exp(-x^2/2)/sqrt(2 pi). 0 for infinite `x`.
    public static func density(_ x: Double) -> Double {
        inverseRootTwoPi * exp(-0.5 * x * x)
    }

    /// P(Z <= x), to a few units in the last place relative to the probability itself, down to 1e-308.
    ///
    /// Computed from erfc, never as 1 - N(-x). 0 and 1 at the infinities.
    public static func cumulative(_ x: Double) -> Double {
        let z = -x * inverseRootTwo
        let tail = erfc(z)
        guard x < -3, tail > 0 else { return 0.5 * tail }
        // The rounding of z alone costs z^2 ulps in the far tail; put it back by the logarithmic derivative of erfc.
        let lost = (-x).multiplied(by: inverseRootTwo, minus: z) - x * inverseRootTwoTail
        return 0.5 * tail * (1 - 2 * lost * (z + 0.5 / z))
    }

    /// ln P(Z <= x), finite for every finite `x` whose square does not overflow, also where the probability underflows.
    public static func logCumulative(_ x: Double) -> Double {
        if x > 0 { return log1p(-cumulative(-x)) }
        if x > -5 { return log(cumulative(x)) }
        return -0.5 * x * x + log(0.5 * ScaledErrorFunction.erfcx(-x * inverseRootTwo))
    }

    /// The x with P(Z <= x) = p, for 0 < p < 1; nil outside, the ends and NaN included.
    ///
    /// Wichura, "Algorithm AS 241" (1988), PPND16, followed by one Halley step on the side of the smaller tail.
    /// For p near 1 the answer is as good as the double p allows; ask for -quantile(1 - p) where 1 - p is known better.
    public static func quantile(_ p: Double) -> Double? {
        guard p > 0, p < 1 else { return nil }
        let x = quantileEstimate(p)
        let residual: Double
        if p <= 0.5 {
            residual = cumulative(x) - p
        } else {
            residual = (1 - p) - cumulative(-x)
        }
        let density = density(x)
        guard density > 0 else { return x }
        let newton = residual / density
        let refined = x - newton / (1 + 0.5 * x * newton)
        return refined.isFinite ? refined : x
    }

    /// AS 241 PPND16: about 1e-16 relative for p in (0, 1), unchecked.
    static func quantileEstimate(_ p: Double) -> Double {
        let q = p - 0.5
        if abs(q) <= 0.425 { return quantileCentral(q) }
        let smaller = q < 0 ? p : 1 - p
        let r = (-log(smaller)).squareRoot()
        let magnitude = r <= 5 ? middleTail(r - 1.6) : farTail(r - 5)
        return q < 0 ? -magnitude : magnitude
    }

    /// The quantile of 1/2 + q for |q| <= 0.425: keeps relative accuracy for small q.
    static func quantileCentral(_ q: Double) -> Double {
        let r = 0.180625 - q * q
        var n = 2.509_080_928_730_122_672_7e3
        n = n * r + 3.343_057_558_358_812_810_5e4
        n = n * r + 6.726_577_092_700_870_085_3e4
        n = n * r + 4.592_195_393_154_987_145_7e4
        n = n * r + 1.373_169_376_550_946_112_5e4
        n = n * r + 1.971_590_950_306_551_442_7e3
        n = n * r + 1.331_416_678_917_843_774_5e2
        n = n * r + 3.387_132_872_796_366_608
        var d = 5.226_495_278_852_854_561e3
        d = d * r + 2.872_908_573_572_194_267_4e4
        d = d * r + 3.930_789_580_009_271_061e4
        d = d * r + 2.121_379_430_158_659_586_7e4
        d = d * r + 5.394_196_021_424_751_107_7e3
        d = d * r + 6.871_870_074_920_579_083e2
        d = d * r + 4.231_333_070_160_091_125_2e1
        d = d * r + 1
        return q * n / d
    }

    private static func middleTail(_ r: Double) -> Double {
        var n = 7.745_450_142_783_414_076_4e-4
        n = n * r + 2.272_384_498_926_918_458_33e-2
        n = n * r + 2.417_807_251_774_506_117_7e-1
        n = n * r + 1.270_458_252_452_368_382_58
        n = n * r + 3.647_848_324_763_204_605_04
        n = n * r + 5.769_497_221_460_691_405_5
        n = n * r + 4.630_337_846_156_545_295_9
        n = n * r + 1.423_437_110_749_683_577_34
        var d = 1.050_750_071_644_416_843_24e-9
        d = d * r + 5.475_938_084_995_344_946e-4
        d = d * r + 1.519_866_656_361_645_719_66e-2
        d = d * r + 1.481_039_764_274_800_745_9e-1
        d = d * r + 6.897_673_349_851_000_045_5e-1
        d = d * r + 1.676_384_830_183_803_849_4
        d = d * r + 2.053_191_626_637_758_821_87
        d = d * r + 1
        return n / d
    }

    private static func farTail(_ r: Double) -> Double {
        var n = 2.010_334_399_292_288_132_65e-7
        n = n * r + 2.711_555_568_743_487_578_15e-5
        n = n * r + 1.242_660_947_388_078_438_6e-3
        n = n * r + 2.653_218_952_657_612_309_3e-2
        n = n * r + 2.965_605_718_285_048_912_3e-1
        n = n * r + 1.784_826_539_917_291_335_8
        n = n * r + 5.463_784_911_164_114_369_9
        n = n * r + 6.657_904_643_501_103_777_2
        var d = 2.044_263_103_389_939_785_64e-15
        d = d * r + 1.421_511_758_316_445_888_7e-7
        d = d * r + 1.846_318_317_510_054_681_8e-5
        d = d * r + 7.868_691_311_456_132_591e-4
        d = d * r + 1.487_536_129_085_061_485_25e-2
        d = d * r + 1.369_298_809_227_358_053_1e-1
        d = d * r + 5.998_322_065_558_879_376_9e-1
        d = d * r + 1
        return n / d
    }
}

extension Double {
    /// self * factor - subtrahend with one rounding.
    fileprivate func multiplied(by factor: Double, minus subtrahend: Double) -> Double {
        (-subtrahend).addingProduct(self, factor)
    }
}

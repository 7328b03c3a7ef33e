import Glibc

/// The normalised Black function b(x, s) = e^(x/2) N(x/s + s/2) - e^(-x/2) N(x/s - s/2) for one log-moneyness x <= 0.
///
/// It is the out-of-the-money option value over sqrt(F K) times the discount factor, with s = sigma sqrt(T).
/// Source: P. Jaeckel, "By Implication" (2006) and "Let's Be Rational" (2013).
struct NormalisedBlack {
    /// -|ln F/K|.
    let x: Double
    /// e^(x/2): the limit of b for s to infinity.
    let maximum: Double
    /// e^(-x/2).
    private let reciprocal: Double

    init(x: Double) {
        self.x = x
        maximum = exp(0.5 * x)
        reciprocal = 1 / maximum
    }

    struct Value {
        /// b(x, s).
        var price: Double
        /// maximum - b(x, s), without cancellation where b is near the maximum.
        var complement: Double
        /// db/ds.
        var vega: Double
    }

    /// b, its complement and db/ds at s > 0.
    ///
    /// Every branch costs one exponential. The relative error of b times b/(s db/ds), which is what reaches an implied
    /// volatility, stays within a few units of rounding.
    @inline(__always)
    func callAsFunction(_ s: Double) -> Value {
        let h = x / s
        let t = 0.5 * s
        let kernel = exp(-0.5 * (h * h + t * t))
        let vega = kernel * NormalDistribution.inverseRootTwoPi
        if s < 0.4 && x > -2 {
            let price = vega * Self.difference(h, t)
            return Value(price: price, complement: maximum - price, vega: vega)
        }
        let near = -(h + t) * NormalDistribution.inverseRootTwo
        let far = (t - h) * NormalDistribution.inverseRootTwo
        // e^(-x/2) erfc(far): far >= s / sqrt 8 > 0.
        let strikePart = part(far, kernel: kernel, outer: reciprocal)
        if near >= 0 {
            let price = 0.5 * (part(near, kernel: kernel, outer: maximum) - strikePart)
            return Value(price: price, complement: maximum - price, vega: vega)
        }
        let complement = 0.5 * (part(-near, kernel: kernel, outer: maximum) + strikePart)
        return Value(price: maximum - complement, complement: complement, vega: vega)
    }

    /// outer * erfc(q) for q >= 0, where outer = kernel * exp(q^2).
    @inline(__always)
    private func part(_ q: Double, kernel: Double, outer: Double) -> Double {
        if q <= 0.46875 { return outer * (1 - q * ScaledErrorFunction.central(q * q)) }
        return kernel * (q <= 4 ? ScaledErrorFunction.middle(q) : ScaledErrorFunction.far(q))
    }

    /// Y(h + t) - Y(h - t) for Y = N/phi, small t and |h t| < 1, by the odd Taylor terms in t.
    ///
    /// Y' = 1 + h Y and Y(n+1) = h Y(n) + n Y(n-1). The recursion loses digits as (h t)^2 only.
    @inline(__always)
    private static func difference(_ h: Double, _ t: Double) -> Double {
        let q = -h * NormalDistribution.inverseRootTwo
        let y: Double
        if q <= 0.46875 {
            y = NormalisedBlack.rootHalfPi * exp(q * q) * (1 - q * ScaledErrorFunction.central(q * q))
        } else {
            y = NormalisedBlack.rootHalfPi * (q <= 4 ? ScaledErrorFunction.middle(q) : ScaledErrorFunction.far(q))
        }
        let y1 = 1 + h * y
        let y2 = y + h * y1
        let y3 = h * y2 + 2 * y1
        let y4 = h * y3 + 3 * y2
        let y5 = h * y4 + 4 * y3
        let y6 = h * y5 + 5 * y4
        let y7 = h * y6 + 6 * y5
        let w = t * t
        var tail = y7 * (1.0 / 5040)
        if t > 0.02 {
            let y8 = h * y7 + 7 * y6
            let y9 = h * y8 + 8 * y7
            let y10 = h * y9 + 9 * y8
            let y11 = h * y10 + 10 * y9
            let y12 = h * y11 + 11 * y10
            let y13 = h * y12 + 12 * y11
            let y14 = h * y13 + 13 * y12
            let y15 = h * y14 + 14 * y13
            tail +=
                w
                * (y9 * (1.0 / 362_880)
                    + w
                    * (y11 * (1.0 / 39_916_800)
                        + w * (y13 * (1.0 / 6_227_020_800) + w * y15 * (1.0 / 1_307_674_368_000))))
        }
        return 2 * t * (y1 + w * (y3 * (1.0 / 6) + w * (y5 * (1.0 / 120) + w * tail)))
    }

    private static let rootHalfPi = 1.253_314_137_315_500_251_2
}

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
        if s < 0.2 && x > -2 {
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
    /// Y' = 1 + h Y, and from Y(n+1) = h Y(n) + n Y(n-1) the odd ones alone: Y(n+2) = (h^2 + 2n + 1) Y(n) -
    /// n (n - 1) Y(n-2). The recursion loses digits as (h t)^2 only. For t <= 0.1 the terms left out are below 1e-17.
    @inline(__always)
    private static func difference(_ h: Double, _ t: Double) -> Double {
        let q = -h * NormalDistribution.inverseRootTwo
        let y: Double
        if q <= 0.46875 {
            y = NormalisedBlack.rootHalfPi * exp(q * q) * (1 - q * ScaledErrorFunction.central(q * q))
        } else {
            y = NormalisedBlack.rootHalfPi * (q <= 4 ? ScaledErrorFunction.middle(q) : ScaledErrorFunction.far(q))
        }
        let square = h * h
        let y1 = 1 + h * y
        let y3 = (square + 3) * y1 - 1
        let y5 = (square + 7) * y3 - 6 * y1
        let y7 = (square + 11) * y5 - 20 * y3
        let w = t * t
        var tail = y7 * (1.0 / 5040)
        if t > 0.02 {
            let y9 = (square + 15) * y7 - 42 * y5
            let y11 = (square + 19) * y9 - 72 * y7
            tail += w * (y9 * (1.0 / 362_880) + w * (y11 * (1.0 / 39_916_800)))
        }
        return 2 * t * (y1 + w * (y3 * (1.0 / 6) + w * (y5 * (1.0 / 120) + w * tail)))
    }

    private static let rootHalfPi = 1.253_314_137_315_500_251_2
}

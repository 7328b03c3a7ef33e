import Glibc

extension NormalisedBlack {
    private static let rootThird = 0.577_350_269_189_625_764_51
    /// 2 pi / sqrt 27.
    private static let lowerScale = 1.209_199_576_156_145_233_73
    private static let pi = 3.141_592_653_589_793_238_46
    private static let rootHalfPiUpper = 1.253_314_137_315_500_251_2

    /// Which function of the price the iteration makes zero.
    private enum Objective {
        /// 1/ln b - 1/ln beta.
        case reciprocalLogarithm
        /// b - beta.
        case plain
        /// ln((maximum - beta)/(maximum - b)).
        case complementLogarithm
    }

    /// The s with b(x, s) = price for x < 0 and 0 < price < maximum.
    ///
    /// Jaeckel, "Let's Be Rational" (2013): a rational cubic guess on one of four segments, split at the inflection point
    /// and at the two points where the tangent there meets 0 and the maximum, then Householder steps of fourth order on
    /// an objective that is nearly linear in that segment. Two steps reach the accuracy the inputs allow.
    ///
    /// - Parameter gap: maximum - price, given apart since a caller may know it with more digits.
    func inverse(_ price: Double, gap: Double) -> Double {
        let center = (-2 * x).squareRoot()
        let atCenter = self(center)
        let guess: Double
        let objective: Objective
        if price < atCenter.price {
            let lower = center - atCenter.price / atCenter.vega
            let atLower = self(lower)
            if price < atLower.price {
                guess = lowestGuess(price, s: lower, at: atLower)
                objective = .reciprocalLogarithm
            } else {
                let cubic = RationalCubic(
                    left: (atLower.price, lower, 1 / atLower.vega), right: (atCenter.price, center, 1 / atCenter.vega))
                guess = cubic.value(
                    at: price, control: cubic.control(rightSecondDerivative: 0, prefersShape: false))
                objective = .plain
            }
        } else {
            let upper = center + atCenter.complement / atCenter.vega
            let atUpper = self(upper)
            if price <= atUpper.price {
                let cubic = RationalCubic(
                    left: (atCenter.price, center, 1 / atCenter.vega), right: (atUpper.price, upper, 1 / atUpper.vega))
                guess = cubic.value(
                    at: price, control: cubic.control(leftSecondDerivative: 0, prefersShape: false))
                objective = .plain
            } else {
                guess = highestGuess(price, gap: gap, s: upper, at: atUpper)
                objective = price > 0.5 * maximum ? .complementLogarithm : .plain
            }
        }
        return polish(guess, price: price, gap: gap, objective: objective)
    }

    private func lowestGuess(_ price: Double, s: Double, at value: Value) -> Double {
        let z = -x * Self.rootThird / s
        let y = z * z
        let square = s * s
        let tail = NormalDistribution.cumulative(-z)
        let density = NormalDistribution.density(z)
        let map = Self.lowerScale * -x * tail * tail * tail
        let slope = 2 * Self.pi * y * tail * tail * exp(y + 0.125 * square)
        let curve =
            Self.pi / 6 * y / (square * s) * tail
            * (8 / Self.rootThird * s * -x + (3 * square * (square - 8) - 8 * x * x) * tail / density)
            * exp(2 * y + 0.25 * square)
        let cubic = RationalCubic(left: (0, 0, 1), right: (value.price, map, slope))
        var image = cubic.value(
            at: price, control: cubic.control(rightSecondDerivative: curve, prefersShape: true))
        if !(image > 0) {
            let t = price / value.price
            image = (map * t + value.price * (1 - t)) * t
        }
        let probability = cbrt(image / (Self.lowerScale * -x))
        guard probability < 0.5 else { return s }
        return abs(x * Self.rootThird / NormalDistribution.quantileEstimate(probability))
    }

    private func highestGuess(_ price: Double, gap: Double, s: Double, at value: Value) -> Double {
        let ratio = x / s
        let w = ratio * ratio
        let map = NormalDistribution.cumulative(-0.5 * s)
        let slope = -0.5 * exp(0.5 * w)
        let curve = Self.rootHalfPiUpper * exp(w + 0.125 * s * s) * w / s
        var image = 0.0
        if curve < 0x1p500 {
            let cubic = RationalCubic(left: (value.price, map, slope), right: (maximum, 0, -0.5))
            image = cubic.value(
                at: price, control: cubic.control(leftSecondDerivative: curve, prefersShape: true))
        }
        if !(image > 0) {
            let width = value.complement
            let t = 1 - gap / width
            image = (map * (1 - t) + 0.5 * width * t) * (1 - t)
        }
        guard image > 0, image < 0.5 else { return s }
        return -2 * NormalDistribution.quantileEstimate(image)
    }

    @inline(__always)
    private func polish(_ guess: Double, price: Double, gap: Double, objective: Objective) -> Double {
        var s = guess
        let logarithm = objective == .reciprocalLogarithm ? log(price) : 0
        for _ in 0..<3 {
            guard s > 0, s.isFinite else { return s }
            let value = self(s)
            let h = x / s
            let hs = h / s
            let second = h * h / s - 0.25 * s
            let third = second * second - 3 * hs * hs - 0.25
            let newton: Double
            let halley: Double
            let householder: Double
            switch objective {
            case .reciprocalLogarithm:
                let current = log(value.price)
                let inverse = 1 / current
                let slope = value.vega / value.price
                newton = (logarithm - current) * current / logarithm / slope
                halley = second - slope * (1 + 2 * inverse)
                householder =
                    third + 2 * slope * slope * (1 + 3 * inverse * (1 + inverse))
                    - 3 * second * slope * (1 + 2 * inverse)
            case .plain:
                newton = (price - value.price) / value.vega
                halley = second
                householder = third
            case .complementLogarithm:
                let slope = value.vega / value.complement
                newton = log(value.complement / gap) / slope
                halley = second + slope
                householder = third + slope * (2 * slope + 3 * second)
            }
            let step =
                newton * (1 + 0.5 * halley * newton) / (1 + newton * (halley + householder * newton * (1.0 / 6)))
            // A step may not leave the positive axis nor jump: the guess is within a few per cent everywhere.
            let bounded = max(-0.5 * s, min(step, s))
            s += bounded
            // The error left is of the order of the fourth power of this step.
            if abs(bounded) <= 1e-5 * s { break }
        }
        return s
    }
}

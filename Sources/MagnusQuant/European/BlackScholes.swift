import Glibc

/// European options in the Black-Scholes-Merton model with a continuous dividend yield.
///
/// With `dividendYield` equal to `rate` the formulas are those of Black (1976) on the forward `spot`. Every figure is per
/// share, for one long option, in the raw units of `OptionValuation`. The exercise style of the terms is not looked at.
///
/// Normal probabilities come from erfc and puts from the reflected formula, never from 1 - N(x), so figures of options
/// far out of the money keep relative accuracy. Source: Merton, "Theory of rational option pricing" (1973); Haug, "The
/// Complete Guide to Option Pricing Formulas" (2007), chapter 2.
public enum BlackScholes {
    /// The value per share, >= 0.
    ///
    /// At zero time or zero volatility the limit max(sign (S e^-qT - K e^-rT), 0).
    ///
    /// - Throws: `notFinite` or `badInput` as `OptionTerms.validate`; `unsupported` where a cash dividend falls inside the
    ///   life, or where a discounted spot or strike leaves the range of doubles.
    public static func price(_ terms: OptionTerms) throws(PricingError) -> Double {
        let formula = try Formula(terms)
        return try formula.price()
    }

    /// Price and Greeks.
    ///
    /// At zero time or zero volatility the one-sided limits; exactly at the kink (forward equal to strike) the price is
    /// given and every Greek is nil. A Greek too large for a double is nil.
    ///
    /// - Throws: As `price`.
    public static func valuation(_ terms: OptionTerms) throws(PricingError) -> OptionValuation {
        let formula = try Formula(terms)
        let price = try formula.price()
        if formula.deviation == 0 { return formula.limit(price: price) }
        return formula.greeks(price: price)
    }

    /// dV/dq per 1.00 of dividend yield; nil at the kink and where it leaves the range of doubles.
    ///
    /// - Throws: As `price`.
    public static func dividendRho(_ terms: OptionTerms) throws(PricingError) -> Double? {
        let formula = try Formula(terms)
        if formula.deviation == 0 && formula.drift == 0 { return nil }
        let value = -terms.years * formula.spotPart
        return value.isFinite ? value : nil
    }
}

extension BlackScholes {
    /// The quantities every figure shares. All are finite except that d1, d2 may be infinite.
    struct Formula {
        let sign: Double
        let spot: Double
        let years: Double
        let rate: Double
        let yield: Double
        let volatility: Double
        let rootYears: Double
        /// sigma sqrt(T).
        let deviation: Double
        /// ln(F/K) = ln(S/K) + (r - q) T.
        let drift: Double
        let d1: Double
        let d2: Double
        let yieldDiscount: Double
        let discountedSpot: Double
        let discountedStrike: Double
        /// sign N(sign d1).
        let signedN1: Double
        /// sign N(sign d2).
        let signedN2: Double

        /// sign S e^-qT N(sign d1).
        let spotPart: Double
        /// sign K e^-rT N(sign d2).
        let strikePart: Double

        init(_ terms: OptionTerms) throws(PricingError) {
            try terms.validate()
            guard !terms.paysCashDividend else { throw .unsupported }
            sign = terms.right.sign
            spot = terms.spot
            years = terms.years
            rate = terms.rate
            yield = terms.dividendYield
            volatility = terms.volatility
            rootYears = years.squareRoot()
            deviation = volatility * rootYears
            drift = terms.logMoneyness + (rate - yield) * years
            yieldDiscount = exp(-yield * years)
            discountedSpot = spot * yieldDiscount
            discountedStrike = terms.strike * exp(-rate * years)
            guard discountedSpot.isFinite, discountedStrike.isFinite, yieldDiscount.isFinite, !drift.isNaN
            else { throw .unsupported }
            let probability1: Double
            let probability2: Double
            if deviation > 0 {
                let standardised = drift / deviation
                d1 = standardised + 0.5 * deviation
                d2 = standardised - 0.5 * deviation
                guard !d1.isNaN, !d2.isNaN else { throw .unsupported }
                probability1 = NormalDistribution.cumulative(sign * d1)
                probability2 = NormalDistribution.cumulative(sign * d2)
            } else {
                d1 = drift > 0 ? .infinity : drift < 0 ? -.infinity : 0
                d2 = d1
                probability1 = sign * drift > 0 ? 1 : 0
                probability2 = probability1
            }
            signedN1 = sign * probability1
            signedN2 = sign * probability2
            // Where one probability underflows its product with a huge strike (or spot) may not be small: there
            // S e^-qT phi(d1) = K e^-rT phi(d2) and the Mills ratio give it.
            if sign * d2 < -37 && d1.isFinite && d2.isFinite {
                strikePart = sign * discountedSpot * Self.tail(-sign * d2, weight: d1)
            } else {
                strikePart = discountedStrike * signedN2
            }
            if sign * d1 < -37 && d1.isFinite && d2.isFinite {
                spotPart = sign * discountedStrike * Self.tail(-sign * d1, weight: d2)
            } else {
                spotPart = discountedSpot * signedN1
            }
        }

        /// phi(weight) N(-y)/phi(y) for y > 0.
        private static func tail(_ y: Double, weight: Double) -> Double {
            0.5 * exp(-0.5 * weight * weight) * ScaledErrorFunction.erfcx(y * NormalDistribution.inverseRootTwo)
        }

        func price() throws(PricingError) -> Double {
            let value = spotPart - strikePart
            guard value.isFinite else { throw .unsupported }
            return max(value, 0)
        }

        /// Zero deviation: a forward where in the money, nothing where out of it.
        func limit(price: Double) -> OptionValuation {
            guard drift != 0 else { return OptionValuation(price: price) }
            return OptionValuation(
                price: price, delta: finite(yieldDiscount * signedN1), gamma: 0, vega: 0,
                theta: finite(yield * spotPart - rate * strikePart), rho: finite(years * strikePart), vanna: 0,
                charm: finite(yield * (yieldDiscount * signedN1)), volga: 0, speed: 0)
        }

        func greeks(price: Double) -> OptionValuation {
            let delta = yieldDiscount * signedN1
            let carry = yield * spotPart - rate * strikePart
            let density = NormalDistribution.density(d1)
            guard density > 0 else {
                // The density underflows only with |d1| > 38: every term it multiplies is 0 to more than 300 digits.
                return OptionValuation(
                    price: price, delta: finite(delta), gamma: 0, vega: 0, theta: finite(carry),
                    rho: finite(years * strikePart), vanna: 0, charm: finite(yield * delta), volga: 0, speed: 0)
            }
            let weight = yieldDiscount * density
            let gamma = weight / (spot * deviation)
            let vega = discountedSpot * density * rootYears
            let theta = carry - 0.5 * (discountedSpot * density * volatility / rootYears)
            let vanna = -weight * d2 / volatility
            let charm =
                yield * delta - weight * ((rate - yield) / deviation - 0.5 * d2 / years)
            let volga = vega * (d1 * d2 / volatility)
            let speed = -gamma / spot * (d1 / deviation + 1)
            return OptionValuation(
                price: price, delta: finite(delta), gamma: finite(gamma), vega: finite(vega), theta: finite(theta),
                rho: finite(years * strikePart), vanna: finite(vanna), charm: finite(charm), volga: finite(volga),
                speed: finite(speed))
        }

        @inline(__always)
        private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
    }
}

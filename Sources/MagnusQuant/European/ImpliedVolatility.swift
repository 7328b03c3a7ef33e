import CKernels
import Glibc

/// The volatility at which a model reproduces a price.
public enum ImpliedVolatility {
    /// The Black-Scholes volatility per square-root year of a European price, to the accuracy the price allows.
    ///
    /// `terms.volatility` and `terms.style` are not looked at. The price is per share, as `BlackScholes.price` gives it.
    /// Ordinary terms are solved by one step from a guess of five digits, the others by P. Jaeckel, "Let's Be Rational" (2013).
    ///
    /// - Throws: `notFinite`; `badInput` (spot or strike not positive, a negative dividend); `expired` for T <= 0;
    ///   `unsupported` for a cash dividend inside the life, or terms or a time value beyond the range of doubles; `belowIntrinsic` for a
    ///   price <= 0 or at or below the discounted intrinsic value; `aboveBound` for one at or above S e^-qT (call) or
    ///   K e^-rT (put).
    public static func european(price: Double, terms: OptionTerms) throws(ImpliedVolatilityError) -> Double {
        if let volatility = ordinary(price: price, terms: terms) { return volatility }
        return try general(price: price, terms: terms)
    }

    /// Ordinary terms: a price out of the money within nine deviations, or one in the money whose time value has digits, with
    /// sigma sqrt(T) up to 2. Nil for all others, whatever the reason.
    @inline(__always)
    static func ordinary(price: Double, terms: OptionTerms) -> Double? {
        guard terms.dividends.isEmpty else { return nil }
        let volatility = magnus_implied_volatility(
            terms.right.sign, terms.spot, terms.strike, terms.years, terms.rate, terms.dividendYield, price)
        return volatility > 0 ? volatility : nil
    }

    /// The answer for any terms: every refusal and every extreme, in a multiple of the time.
    static func general(price: Double, terms: OptionTerms) throws(ImpliedVolatilityError) -> Double {
        try validate(price: price, terms: terms)
        guard !terms.paysCashDividend else { throw .unsupported }
        let sign = terms.right.sign
        let years = terms.years
        let drift = terms.logMoneyness + (terms.rate - terms.dividendYield) * years
        let discountedSpot = terms.spot * exp(-terms.dividendYield * years)
        let discountedStrike = terms.strike * exp(-terms.rate * years)
        guard discountedSpot.isNormal, discountedStrike.isNormal else { throw .unsupported }
        let bound = terms.right == .call ? discountedSpot : discountedStrike
        guard price < bound else { throw .aboveBound }
        var timeValue = price
        if sign * drift > 0 {
            // In the money: S e^-qT - K e^-rT with the undiscounted difference taken first, which is often exact.
            let carry =
                terms.spot * expm1(-terms.dividendYield * years) - terms.strike * expm1(-terms.rate * years)
            timeValue = (price - sign * (terms.spot - terms.strike)) - sign * carry
        }
        guard timeValue > 0 else { throw .belowIntrinsic }

        let scale = discountedSpot.squareRoot() * discountedStrike.squareRoot()
        let normalised = timeValue / scale
        // Near the subnormal numbers a price no longer carries the digits of a volatility.
        guard normalised > 0x1p-1000 else { throw .unsupported }
        let deviation: Double
        if drift == 0 {
            deviation = atTheForward(normalised)
        } else {
            let black = NormalisedBlack(x: -abs(drift))
            let gap = (bound - price) / scale
            guard black.maximum > 0x1p-500, gap > 0 else { throw .unsupported }
            guard normalised < black.maximum else { throw .aboveBound }
            deviation = black.inverse(normalised, gap: gap)
        }
        let volatility = deviation / years.squareRoot()
        guard volatility > 0, volatility.isFinite else { throw .unsupported }
        return volatility
    }

    /// The checks every implied volatility shares, in the order the words are given: `notFinite`, `badInput`, `expired`,
    /// then `belowIntrinsic` for a price that is not positive.
    static func validate(price: Double, terms: OptionTerms) throws(ImpliedVolatilityError) {
        guard price.isFinite, terms.spot.isFinite, terms.strike.isFinite, terms.years.isFinite, terms.rate.isFinite,
            terms.dividendYield.isFinite
        else { throw .notFinite }
        for dividend in terms.dividends where !(dividend.years.isFinite && dividend.amount.isFinite) {
            throw .notFinite
        }
        guard terms.spot > 0, terms.strike > 0 else { throw .badInput }
        for dividend in terms.dividends where dividend.amount < 0 { throw .badInput }
        guard terms.years > 0 else { throw .expired }
        guard price > 0 else { throw .belowIntrinsic }
    }

    /// b(0, s) = 2 N(s/2) - 1, so s = 2 N^-1((1 + b)/2).
    private static func atTheForward(_ normalised: Double) -> Double {
        let half = 0.5 * normalised
        guard half > 0.425 else { return 2 * NormalDistribution.quantileCentral(half) }
        return -2 * NormalDistribution.quantileEstimate(0.5 - half)
    }
}

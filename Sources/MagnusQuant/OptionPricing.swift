/// The one entry to vanilla option prices: picks the method for the exercise style and dividends of the terms.
///
/// European terms without cash dividends inside the life use the closed form; `accuracy` then has no effect. American
/// terms, and European ones with cash dividends (spot model), go to the engines behind `AmericanPricing`.
public enum OptionPricing {
    /// The value per share, >= 0.
    ///
    /// - Throws: `notFinite`, `badInput`; `unsupported` where no method gives a finite price.
    public static func price(_ terms: OptionTerms, accuracy: PricingAccuracy) throws(PricingError) -> Double {
        hasClosedForm(terms)
            ? try BlackScholes.price(terms) : try AmericanPricing.price(terms, accuracy: accuracy)
    }

    /// Price and Greeks per share, in the raw units of `OptionValuation`.
    ///
    /// - Throws: As `price`.
    public static func valuation(
        _ terms: OptionTerms, accuracy: PricingAccuracy
    ) throws(PricingError) -> OptionValuation {
        hasClosedForm(terms)
            ? try BlackScholes.valuation(terms) : try AmericanPricing.valuation(terms, accuracy: accuracy)
    }

    /// The volatility per square-root year at which `price` gives back a price per share; `terms.volatility` is not
    /// looked at.
    ///
    /// - Throws: `notFinite`, `badInput`, `unsupported`, `expired` for T <= 0, `belowIntrinsic` for a price <= 0 or at or
    ///   below the intrinsic bound, `aboveBound` for one at or above the upper bound.
    public static func impliedVolatility(
        price: Double, terms: OptionTerms, accuracy: PricingAccuracy
    ) throws(ImpliedVolatilityError) -> Double {
        hasClosedForm(terms)
            ? try ImpliedVolatility.european(price: price, terms: terms)
            : try AmericanPricing.impliedVolatility(price: price, terms: terms, accuracy: accuracy)
    }

    private static func hasClosedForm(_ terms: OptionTerms) -> Bool {
        terms.style == .european && !terms.paysCashDividend
    }
}

/// The one entry to vanilla option prices: picks the method for the exercise style and dividends of the terms.
///
/// European terms without cash dividends inside the life use the closed form; `accuracy` then has no effect. American
/// terms are `unsupported`.
public enum OptionPricing {
    /// The value per share, >= 0.
    ///
    /// - Throws: `notFinite`, `badInput`, `unsupported` (European terms with a cash dividend inside the life among them:
    ///   in the spot model they have no closed form).
    public static func price(_ terms: OptionTerms, accuracy: PricingAccuracy) throws(PricingError) -> Double {
        switch terms.style {
        case .european: try BlackScholes.price(terms)
        case .american: throw .unsupported
        }
    }

    /// Price and Greeks per share, in the raw units of `OptionValuation`.
    ///
    /// - Throws: As `price`.
    public static func valuation(
        _ terms: OptionTerms, accuracy: PricingAccuracy
    ) throws(PricingError) -> OptionValuation {
        switch terms.style {
        case .european: try BlackScholes.valuation(terms)
        case .american: throw .unsupported
        }
    }

    /// The volatility per square-root year at which `price` gives back a price per share; `terms.volatility` is not
    /// looked at.
    ///
    /// - Throws: `notFinite`, `badInput`, `unsupported`, `expired` for T <= 0, `belowIntrinsic` for a price <= 0 or at or
    ///   below the intrinsic bound, `aboveBound` for one at or above the upper bound.
    public static func impliedVolatility(
        price: Double, terms: OptionTerms, accuracy: PricingAccuracy
    ) throws(ImpliedVolatilityError) -> Double {
        switch terms.style {
        case .european:
            try ImpliedVolatility.european(price: price, terms: terms)
        case .american:
            throw .unsupported
        }
    }
}

import Glibc

/// American options with a continuous yield, and with cash dividends through `CashDividendPricing`.
public enum AmericanPricing {
    /// The value per share.
    ///
    /// Never below the intrinsic value or the European price. At zero time the intrinsic value; at zero volatility the
    /// best of exercising at any time along the deterministic path.
    ///
    /// - Throws: As `OptionTerms.validate`, and `unsupported` where no method gives a finite price.
    public static func price(_ terms: OptionTerms, accuracy: PricingAccuracy) throws(PricingError) -> Double {
        try terms.validate()
        guard isWithinReach(terms) else { throw .unsupported }
        if terms.paysCashDividend { return try CashDividendPricing.price(terms, accuracy: accuracy) }
        if terms.style == .european { return try BlackScholes.price(terms) }
        if isDegenerate(terms) { return DeterministicExercise(terms).price }
        let accuracy = fitting(accuracy, terms)
        switch ExerciseRegime(terms) {
        case .never: return max(try BlackScholes.price(terms), intrinsic(terms))
        case .double: return try doublePrice(terms, accuracy: accuracy).price
        case .single:
            let price = AmericanBoundary(terms, accuracy: accuracy).price(
                spot: terms.spot, strike: terms.strike, accuracy: accuracy)
            guard price.isFinite else { return try CashDividendPricing.price(terms, accuracy: accuracy) }
            return price
        }
    }

    /// Price and Greeks per share, raw units.
    ///
    /// Delta, gamma and speed differentiate the price integral at the fixed boundary, theta and charm follow from the
    /// pricing equation, the others are differences with the boundary solved again. Where exercise now is optimal delta
    /// is +-1 and the rest 0. Within 0.5 % of the boundary second derivatives and speed are nil, since they jump there.
    public static func valuation(
        _ terms: OptionTerms, accuracy: PricingAccuracy
    ) throws(PricingError) -> OptionValuation {
        try terms.validate()
        guard isWithinReach(terms) else { throw .unsupported }
        if terms.paysCashDividend { return try CashDividendPricing.valuation(terms, accuracy: accuracy) }
        if terms.style == .european { return try BlackScholes.valuation(terms) }
        if isDegenerate(terms) { return DeterministicExercise(terms).valuation }
        let accuracy = fitting(accuracy, terms)
        switch ExerciseRegime(terms) {
        case .never: return try BlackScholes.valuation(terms)
        case .double:
            let value = try CashDividendPricing.valuation(terms, accuracy: accuracy)
            let (price, isClamped) = try bounded(value.price, terms)
            guard isClamped else { return value }
            return OptionValuation(price: price)
        case .single:
            let value = BoundaryGreeks(terms: terms, accuracy: accuracy).valuation()
            guard value.price.isFinite else {
                return try CashDividendPricing.valuation(terms, accuracy: accuracy)
            }
            return value
        }
    }

    /// The spot today at or beyond which exercise now is optimal (put: at or below; call: at or above).
    ///
    /// Nil where early exercise is never optimal, at zero time or volatility, and where there are two boundaries or cash
    /// dividends (the region is then no half-line in closed form).
    public static func exerciseBoundary(
        _ terms: OptionTerms, accuracy: PricingAccuracy
    ) throws(PricingError) -> Double? {
        try terms.validate()
        guard terms.style == .american, !terms.paysCashDividend, !isDegenerate(terms) else { return nil }
        guard case .single = ExerciseRegime(terms) else { return nil }
        let critical = AmericanBoundary(terms, accuracy: accuracy).criticalSpot(strike: terms.strike)
        return critical.isFinite ? critical : nil
    }

    /// Whether the methods hold. A volatility above 100 (10,000 %) with a deviation above 1,000 over the life, or a fall of
    /// money or shares by more than e^-600, leaves no numbers to answer with; an endless life does.
    private static func isWithinReach(_ terms: OptionTerms) -> Bool {
        (terms.volatility <= 100 || terms.volatility * terms.years.squareRoot() <= 1000)
            && terms.rate * terms.years >= -600 && terms.dividendYield * terms.years >= -600
    }

    /// Over decades the few nodes of the live method lie too far apart.
    private static func fitting(_ accuracy: PricingAccuracy, _ terms: OptionTerms) -> PricingAccuracy {
        let putRate = terms.right == .put ? terms.rate : terms.dividendYield
        return putRate * terms.years > 2 ? .exact : accuracy
    }

    /// With two boundaries the grid, kept inside what no price can leave: at decades of time or volatilities of several
    /// hundred percent a grid across both boundaries is too coarse.
    private static func doublePrice(
        _ terms: OptionTerms, accuracy: PricingAccuracy
    ) throws(PricingError) -> (price: Double, isClamped: Bool) {
        try bounded(try CashDividendPricing.price(terms, accuracy: accuracy), terms)
    }

    /// A price moved between the European one and the upper bound, and whether that moved it.
    private static func bounded(
        _ price: Double, _ terms: OptionTerms
    ) throws(PricingError) -> (price: Double, isClamped: Bool) {
        let floor = max(try BlackScholes.price(terms), intrinsic(terms))
        let kept = min(max(price, floor), max(upperBound(terms), floor))
        return (kept, abs(kept - price) > 1e-5 * max(terms.spot, terms.strike))
    }

    /// max(+-(S - K), 0).
    static func intrinsic(_ terms: OptionTerms) -> Double {
        max(0, terms.right.sign * (terms.spot - terms.strike))
    }

    /// No time, or so little deviation that the path is known to a double's accuracy.
    static func isDegenerate(_ terms: OptionTerms) -> Bool {
        terms.volatility * terms.years.squareRoot() < 1e-12
    }
}

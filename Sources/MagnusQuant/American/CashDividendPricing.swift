import Glibc

/// Options on a spot that drops by cash dividends, either style, on a log-spot grid; also American options with two
/// exercise boundaries.
///
/// Spot model: between ex-dates lognormal with the given volatility; at an ex-date the spot drops by the cash amount, not
/// below zero; an American holder may exercise just before the drop. Two grids are extrapolated (Richardson).
public enum CashDividendPricing {
    /// The value per share. Errors as `OptionTerms.validate`; `unsupported` where the grid gives no finite value.
    public static func price(_ terms: OptionTerms, accuracy: PricingAccuracy) throws(PricingError) -> Double {
        try terms.validate()
        if let limit = degenerate(terms) { return limit.price }
        let value = extrapolated(terms, accuracy: accuracy)
        guard value.price.isFinite else { throw .unsupported }
        return value.price
    }

    /// Price and Greeks per share, raw units. Exercise now gives delta +-1 and zeros; second-order Greeks are nil within
    /// 0.5 % of the exercise boundary, charm and speed always (the grid does not give them to 1e-3).
    public static func valuation(
        _ terms: OptionTerms, accuracy: PricingAccuracy
    ) throws(PricingError) -> OptionValuation {
        try terms.validate()
        if let limit = degenerate(terms) { return limit }
        let base = extrapolated(terms, accuracy: accuracy)
        guard base.price.isFinite else { throw .unsupported }
        if base.isExercised {
            return OptionValuation(
                price: base.price, delta: terms.right.sign, gamma: 0, vega: 0, theta: 0, rho: 0, vanna: 0, charm: 0,
                volga: 0, speed: 0)
        }
        func bumped(_ change: (inout OptionTerms) -> Void) -> DividendGrid.Reading {
            var moved = terms
            change(&moved)
            return extrapolated(moved, accuracy: accuracy)
        }
        let variance = terms.volatility * terms.volatility
        var value = OptionValuation(price: base.price, delta: base.delta)
        value.theta =
            terms.rate * base.price - (terms.rate - terms.dividendYield) * terms.spot * base.delta
            - 0.5 * variance * terms.spot * terms.spot * base.gamma
        let step = terms.volatility * 0.01
        let up = bumped { $0.volatility += step }
        let down = bumped { $0.volatility -= step }
        value.vega = finite((up.price - down.price) / (2 * step))
        let rateStep = 1e-4
        value.rho = finite(
            (bumped { $0.rate += rateStep }.price - bumped { $0.rate -= rateStep }.price) / (2 * rateStep))
        guard !base.isNearBoundary else { return value }
        value.gamma = base.gamma
        if !up.isNearBoundary && !down.isNearBoundary && !up.isExercised && !down.isExercised {
            value.vanna = finite((up.delta - down.delta) / (2 * step))
            value.volga = finite((up.price - 2 * base.price + down.price) / (step * step))
        }
        return value
    }

    private static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

    /// Richardson extrapolation of two grids.
    static func extrapolated(_ terms: OptionTerms, accuracy: PricingAccuracy) -> DividendGrid.Reading {
        let size = accuracy == .live ? DividendGrid.Size.live : DividendGrid.Size.exact
        let coarse = DividendGrid(terms: terms, size: size).solve()
        let fine = DividendGrid(terms: terms, size: size.doubled).solve()
        if fine.isExercised { return fine }
        var result = fine
        // A coarse grid that already exercises cannot be extrapolated.
        if !coarse.isExercised {
            result.price = fine.price + (fine.price - coarse.price) / 3
            result.delta = fine.delta + (fine.delta - coarse.delta) / 3
            if !fine.isNearBoundary { result.gamma = fine.gamma + (fine.gamma - coarse.gamma) / 3 }
        }
        let floor = terms.style == .american ? AmericanPricing.intrinsic(terms) : 0
        result.price = max(result.price, floor)
        return result
    }

    /// No time or no volatility: the deterministic path, where exercise is tried at every ex-date and at both ends.
    private static func degenerate(_ terms: OptionTerms) -> OptionValuation? {
        guard AmericanPricing.isDegenerate(terms) else { return nil }
        return DeterministicDividendPath(terms).valuation
    }
}

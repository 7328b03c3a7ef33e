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
    /// 0.5 % of the exercise boundary, charm and speed always (the grid does not give them to 1e-3), volga of
    /// American options too, vanna where differences of two widths disagree.
    public static func valuation(
        _ terms: OptionTerms, accuracy: PricingAccuracy
    ) throws(PricingError) -> OptionValuation {
        try terms.validate()
        if let limit = degenerate(terms) { return limit }
        let step = terms.volatility * 0.01
        let rateStep = 1e-4
        // The bumped solutions ride in the other lanes of the same grid.
        let all = extrapolated(
            terms, accuracy: accuracy,
            scenarios: [(0, 0), (1, 0), (-1, 0), (2, 0), (-2, 0), (0, 1), (0, -1)].map {
                DividendGrid.Scenario(
                    volatility: terms.volatility + $0.0 * step, rate: terms.rate + $0.1 * rateStep)
            })
        let base = all[0]
        guard base.price.isFinite, base.delta.isFinite, base.gamma.isFinite else { throw .unsupported }
        if base.isExercised {
            return OptionValuation(
                price: base.price, delta: terms.right.sign, gamma: 0, vega: 0, theta: 0, rho: 0, vanna: 0, charm: 0,
                volga: 0, speed: 0)
        }
        let variance = terms.volatility * terms.volatility
        var value = OptionValuation(price: base.price, delta: base.delta)
        value.theta =
            terms.rate * base.price - (terms.rate - terms.dividendYield) * terms.spot * base.delta
            - 0.5 * variance * terms.spot * terms.spot * base.gamma
        func slope(_ figure: (DividendGrid.Reading) -> Double) -> Double {
            (8 * (figure(all[1]) - figure(all[2])) - figure(all[3]) + figure(all[4])) / (12 * step)
        }
        value.vega = finite(slope(\.price))
        value.rho = finite((all[5].price - all[6].price) / (2 * rateStep))
        guard !base.isNearBoundary else { return value }
        value.gamma = base.gamma
        if all[1...4].allSatisfy({ !$0.isNearBoundary && !$0.isExercised }) {
            // Steps of the exercise decision from node to node show as a disagreement of the two differences.
            let steady = 1e-3
            let vanna = slope(\.delta)
            let vannaInner = (all[1].delta - all[2].delta) / (2 * step)
            if abs(vanna - vannaInner) <= steady * max(abs(vanna), 0.2) { value.vanna = vanna }
            // The exercise decision moves from node to node with the volatility; the second difference sees it.
            guard terms.style == .european else { return value }
            let volgaInner = (all[1].price + all[2].price - 2 * base.price) / (step * step)
            let volgaOuter = (all[3].price + all[4].price - 2 * base.price) / (4 * step * step)
            let volga = (4 * volgaInner - volgaOuter) / 3
            if abs(volga - volgaInner) <= steady * max(abs(volga), 0.1 * terms.spot) { value.volga = volga }
        }
        return value
    }

    private static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

    /// The terms themselves, extrapolated.
    static func extrapolated(_ terms: OptionTerms, accuracy: PricingAccuracy) -> DividendGrid.Reading {
        extrapolated(
            terms, accuracy: accuracy,
            scenarios: [DividendGrid.Scenario(volatility: terms.volatility, rate: terms.rate)])[0]
    }

    /// Richardson extrapolation of two grids, eight readings: the scenarios, then the terms themselves.
    private static func extrapolated(
        _ terms: OptionTerms, accuracy: PricingAccuracy, scenarios: [DividendGrid.Scenario]
    ) -> [DividendGrid.Reading] {
        let size = accuracy == .live ? DividendGrid.Size.live : DividendGrid.Size.exact
        let coarse = DividendGrid(terms: terms, scenarios: scenarios, size: size).solve()
        let fine = DividendGrid(terms: terms, scenarios: scenarios, size: size.doubled).solve()
        return zip(coarse, fine).map { combined(terms, coarse: $0, fine: $1) }
    }

    static func combined(
        _ terms: OptionTerms, coarse: DividendGrid.Reading, fine: DividendGrid.Reading
    ) -> DividendGrid.Reading {
        if fine.isExercised { return fine }
        var result = fine
        // A coarse grid that already exercises cannot be extrapolated.
        if !coarse.isExercised {
            result.price = fine.price + (fine.price - coarse.price) / 3
            result.delta = fine.delta + (fine.delta - coarse.delta) / 3
            if !fine.isNearBoundary { result.gamma = fine.gamma + (fine.gamma - coarse.gamma) / 3 }
        }
        // Not Swift.max: a value that is not a number must stay one, so that the caller sees the failure.
        let floor = terms.style == .american ? AmericanPricing.intrinsic(terms) : 0
        if result.price < floor { result.price = floor }
        return result
    }

    /// No time or no volatility: the deterministic path, where exercise is tried at every ex-date and at both ends.
    private static func degenerate(_ terms: OptionTerms) -> OptionValuation? {
        guard AmericanPricing.isDegenerate(terms) else { return nil }
        return DeterministicDividendPath(terms).valuation
    }
}

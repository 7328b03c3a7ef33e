import Glibc

extension AmericanBoundary {
    /// Solves the boundary for a spot ladder or a scenario grid.
    ///
    /// - Returns: nil where no single boundary exists: early exercise never optimal, two boundaries, or years or
    ///   volatility not positive; use `AmericanPricing` there.
    public init?(
        right: OptionRight, years: Double, rate: Double, dividendYield: Double, volatility: Double,
        accuracy: PricingAccuracy
    ) {
        let terms = OptionTerms(
            right: right, style: .american, spot: 1, strike: 1, years: years, rate: rate, dividendYield: dividendYield,
            volatility: volatility)
        guard (try? terms.validate()) != nil, !AmericanPricing.isDegenerate(terms) else { return nil }
        guard case .single = ExerciseRegime(terms) else { return nil }
        self.init(terms, accuracy: accuracy)
        guard unitBoundary.isFinite, unitBoundary > 0 else { return nil }
    }

    /// The boundary of terms whose regime is known to be single; `near` is the solution of almost the same terms.
    init(
        _ terms: OptionTerms, accuracy: PricingAccuracy, near: AmericanBoundary? = nil, wantsSlopes: Bool = false
    ) {
        let isPut = terms.right == .put
        let putRate = isPut ? terms.rate : terms.dividendYield
        let putYield = isPut ? terms.dividendYield : terms.rate
        let years = Self.effectiveYears(terms.years, putRate: putRate)
        if accuracy == .live,
            let live = LiveCollocation.solve(
                right: terms.right, years: years, rate: putRate, yield: putYield, volatility: terms.volatility,
                wantsSlopes: wantsSlopes)
        {
            self.init(right: terms.right, live: live)
            return
        }
        self.init(
            right: terms.right, putYears: years, putRate: putRate, putYield: putYield,
            volatility: terms.volatility, scheme: accuracy == .live ? .live : .exact, near: near)
    }

    /// What comes later than this is worth less than the last digit: whoever exercises as the holder of a perpetual put
    /// does, up to T, forgoes at most K exp(-rT). Nodes spread over a longer time would be too far apart.
    static func effectiveYears(_ years: Double, putRate: Double) -> Double {
        putRate > 0 ? min(years, 40 / putRate) : years
    }

    /// Value per share at a spot and strike, both > 0.
    public func price(spot: Double, strike: Double, accuracy: PricingAccuracy) -> Double {
        let held: Double
        switch right {
        case .put: held = strike * unitPut(spot / strike, accuracy: accuracy).price
        case .call: held = spot * unitPut(strike / spot, accuracy: accuracy).price
        }
        // Not Swift.max: a value that is not a number must stay one, so that the caller sees the failure.
        let intrinsic = max(0, right.sign * (spot - strike))
        return held < intrinsic ? intrinsic : held
    }

    /// Price, delta, gamma and speed, theta and charm (from the pricing equation) at a spot and strike; no vega or rho.
    public func valuation(spot: Double, strike: Double, accuracy: PricingAccuracy) -> OptionValuation {
        let critical = criticalSpot(strike: strike)
        if right == .put ? spot <= critical : spot >= critical {
            return OptionValuation(
                price: right.sign * (spot - strike), delta: right.sign, gamma: 0, vega: 0, theta: 0, rho: 0, vanna: 0,
                charm: 0, volga: 0, speed: 0)
        }
        let moneyness = right == .put ? spot / strike : strike / spot
        return valuation(of: unitPut(moneyness, accuracy: accuracy), spot: spot, strike: strike)
    }

    /// The figures of the option from those of its unit put, in the continuation region.
    func valuation(of unit: UnitPut, spot: Double, strike: Double) -> OptionValuation {
        let critical = criticalSpot(strike: strike)
        var value = OptionValuation(price: 0)
        let delta: Double
        let gamma: Double
        let speed: Double
        switch right {
        case .put:
            value.price = strike * unit.price
            delta = unit.delta
            gamma = unit.gamma / strike
            speed = unit.speed / (strike * strike)
        case .call:
            // C = S p(K / S).
            let m = strike / spot
            value.price = spot * unit.price
            delta = unit.price - m * unit.delta
            gamma = m * m * unit.gamma / spot
            speed = -m * m * (3 * unit.gamma + m * unit.speed) / (spot * spot)
        }
        let intrinsic = max(0, right.sign * (spot - strike))
        if value.price < intrinsic { value.price = intrinsic }
        let carry = right == .put ? rate - yield : yield - rate
        let interest = right == .put ? rate : yield
        let variance = volatility * volatility
        value.delta = delta
        value.theta = interest * value.price - carry * spot * delta - 0.5 * variance * spot * spot * gamma
        guard abs(spot / critical - 1) > 0.005 else { return value }
        value.gamma = gamma
        value.speed = speed
        value.charm =
            interest * delta - carry * (delta + spot * gamma) - variance * spot * gamma
            - 0.5 * variance * spot * spot * speed
        return value
    }
}

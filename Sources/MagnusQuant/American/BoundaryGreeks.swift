import Glibc

/// All Greeks of an American option with one exercise boundary.
struct BoundaryGreeks {
    let terms: OptionTerms
    let accuracy: PricingAccuracy

    func valuation() -> OptionValuation {
        let boundary = AmericanBoundary(terms, accuracy: accuracy)
        var value = boundary.valuation(spot: terms.spot, strike: terms.strike, accuracy: accuracy)
        let critical = boundary.criticalSpot(strike: terms.strike)
        if terms.right == .put ? terms.spot <= critical : terms.spot >= critical { return value }
        let isSmooth = abs(terms.spot / critical - 1) > 0.005
        addVolatility(to: &value, near: boundary, isSmooth: isSmooth)
        value.rho = rho(price: value.price, near: boundary)
        return value
    }

    private func bumped(
        _ boundary: AmericanBoundary, _ change: (inout OptionTerms) -> Void
    ) -> (price: Double, delta: Double)? {
        var moved = terms
        change(&moved)
        guard case .single = ExerciseRegime(moved) else { return nil }
        let value = AmericanBoundary(moved, accuracy: accuracy, near: boundary).valuation(
            spot: terms.spot, strike: terms.strike, accuracy: accuracy)
        return (value.price, value.delta ?? 0)
    }

    /// Five points for the exact accuracy, three for the live one.
    private func addVolatility(to value: inout OptionValuation, near boundary: AmericanBoundary, isSmooth: Bool) {
        // Small enough not to carry the boundary across the spot, large against the solver's rounding.
        let step = min(terms.volatility * 0.005, 5e-4)
        guard let up = bumped(boundary, { $0.volatility += step }),
            let down = bumped(boundary, { $0.volatility -= step })
        else { return }
        var vega = (up.price - down.price) / (2 * step)
        var vanna = (up.delta - down.delta) / (2 * step)
        var volga = (up.price - 2 * value.price + down.price) / (step * step)
        if accuracy == .exact, let farUp = bumped(boundary, { $0.volatility += 2 * step }),
            let farDown = bumped(boundary, { $0.volatility -= 2 * step })
        {
            vega = (4 * vega - (farUp.price - farDown.price) / (4 * step)) / 3
            vanna = (4 * vanna - (farUp.delta - farDown.delta) / (4 * step)) / 3
            volga = (4 * volga - (farUp.price - 2 * value.price + farDown.price) / (4 * step * step)) / 3
        }
        value.vega = vega
        guard isSmooth else { return }
        value.vanna = vanna
        value.volga = volga
    }

    /// Central where both neighbours have one boundary, otherwise from the side that has.
    private func rho(price: Double, near boundary: AmericanBoundary) -> Double? {
        // Small: near the boundary the price bends within a few basis points of rate.
        let step = 1e-5
        let up = bumped(boundary) { $0.rate += step }
        let down = bumped(boundary) { $0.rate -= step }
        if let up, let down { return (up.price - down.price) / (2 * step) }
        if let up, let far = bumped(boundary, { $0.rate += 2 * step }) {
            return (4 * up.price - far.price - 3 * price) / (2 * step)
        }
        if let down, let far = bumped(boundary, { $0.rate -= 2 * step }) {
            return (3 * price - 4 * down.price + far.price) / (2 * step)
        }
        return nil
    }
}

import CKernels
import Glibc

/// All Greeks of an American option with one exercise boundary.
struct BoundaryGreeks {
    let terms: OptionTerms
    let accuracy: PricingAccuracy

    /// A figure that overflows or cancels to nothing at extreme terms is left out.
    func valuation() -> OptionValuation {
        var value = figures()
        func keepFinite(_ path: WritableKeyPath<OptionValuation, Double?>) {
            if let figure = value[keyPath: path], !figure.isFinite { value[keyPath: path] = nil }
        }
        keepFinite(\.delta)
        keepFinite(\.gamma)
        keepFinite(\.vega)
        keepFinite(\.theta)
        keepFinite(\.rho)
        keepFinite(\.vanna)
        keepFinite(\.charm)
        keepFinite(\.volga)
        keepFinite(\.speed)
        return value
    }

    private func figures() -> OptionValuation {
        if accuracy == .live {
            let boundary = AmericanBoundary(terms, accuracy: .live, wantsSlopes: true)
            if let live = boundary.live { return liveValuation(boundary, live) }
        }
        let boundary = AmericanBoundary(terms, accuracy: accuracy)
        var value = boundary.valuation(spot: terms.spot, strike: terms.strike, accuracy: accuracy)
        let critical = boundary.criticalSpot(strike: terms.strike)
        if terms.right == .put ? terms.spot <= critical : terms.spot >= critical { return value }
        let isSmooth = abs(terms.spot / critical - 1) > 0.005
        addVolatility(to: &value, near: boundary, isSmooth: isSmooth)
        value.rho = rho(price: value.price, near: boundary)
        return value
    }

    /// One reading of the kernel gives every figure but volga.
    private func liveValuation(_ boundary: AmericanBoundary, _ live: magnus_live_boundary) -> OptionValuation {
        let critical = boundary.criticalSpot(strike: terms.strike)
        let isPut = terms.right == .put
        let moneyness = isPut ? terms.spot / terms.strike : terms.strike / terms.spot
        guard moneyness > live.unit_boundary else {
            return boundary.valuation(spot: terms.spot, strike: terms.strike, accuracy: .live)
        }
        let figures = LiveCollocation.value(live, moneyness: moneyness, wantsSlopes: true)
        let unit = UnitPut(
            price: figures.price, delta: figures.delta, gamma: figures.gamma, speed: figures.speed)
        var value = boundary.valuation(of: unit, spot: terms.spot, strike: terms.strike)
        let scale = isPut ? terms.strike : terms.spot
        value.vega = scale * figures.vega
        value.rho = scale * figures.carry_slope
        guard abs(terms.spot / critical - 1) > 0.005 else { return value }
        // Closer than that the eight nodes do not give the third derivative to 1e-3.
        if abs(Glibc.log(terms.spot / critical)) < 0.3 * terms.volatility * terms.years.squareRoot() {
            value.speed = nil
            value.charm = nil
        }
        value.vanna = isPut ? figures.vanna : figures.vega - moneyness * figures.vanna
        return value
    }

    private func bumped(
        _ boundary: AmericanBoundary, _ change: (inout OptionTerms) -> Void
    ) -> (price: Double, delta: Double, isHeld: Bool)? {
        var moved = terms
        change(&moved)
        guard case .single = ExerciseRegime(moved) else { return nil }
        let shifted = AmericanBoundary(moved, accuracy: accuracy, near: boundary)
        let value = shifted.valuation(spot: terms.spot, strike: terms.strike, accuracy: accuracy)
        let critical = shifted.criticalSpot(strike: terms.strike)
        return (value.price, value.delta ?? 0, terms.right == .put ? terms.spot > critical : terms.spot < critical)
    }

    /// Five points that are far apart: prices of two volatilities differ by some 1e-8 of the strike in how their boundaries
    /// converged, and a second difference divides that by the square of the step. nil where the exercise boundary lies
    /// inside the stencil.
    private func wideVolga(price: Double, near boundary: AmericanBoundary) -> Double? {
        let step = terms.volatility * 0.04
        var shifted: [Double] = []
        for shift in [-2.0, -1, 1, 2] {
            guard let value = bumped(boundary, { $0.volatility += shift * step }), value.isHeld else { return nil }
            shifted.append(value.price)
        }
        return (16 * (shifted[1] + shifted[2]) - shifted[0] - shifted[3] - 30 * price) / (12 * step * step)
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
        value.volga = accuracy == .exact ? wideVolga(price: value.price, near: boundary) ?? volga : volga
    }

    /// Five points with the step of the reference vectors, every price with its own boundary. Where the exercise boundary
    /// or the kink at r = q lies inside the stencil it is the average over it, not a one-sided derivative. From one side
    /// where the other has two boundaries.
    private func rho(price: Double, near boundary: AmericanBoundary) -> Double? {
        let step = 4e-4
        func moved(_ shift: Double) -> Double? {
            var moved = terms
            moved.rate += shift * step
            switch ExerciseRegime(moved) {
            case .single: return bumped(boundary, { $0.rate = moved.rate })?.price
            case .never: return (try? BlackScholes.price(moved)).map { max($0, AmericanPricing.intrinsic(moved)) }
            case .double: return nil
            }
        }
        if let up = moved(1), let down = moved(-1), let farUp = moved(2), let farDown = moved(-2) {
            return (8 * (up - down) - (farUp - farDown)) / (12 * step)
        }
        for side in [1.0, -1.0] {
            if let near = moved(side), let far = moved(2 * side) {
                return (4 * near - far - 3 * price) / (2 * side * step)
            }
        }
        return nil
    }
}

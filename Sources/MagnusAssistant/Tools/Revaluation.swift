import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// What a supposed market does to a leg: full revaluation with the terms it is priced with now, as the scenario strip
/// does it.
struct Revaluation: Sendable {
    /// Factor of an underlying's spot, by its symbol and beta.
    var spot: @Sendable (_ symbol: String, _ beta: Double, _ spot: Double) -> Double
    /// Annual volatility supposed for the present one.
    var volatility: @Sendable (Double) -> Double = { $0 }
    /// Calendar days that pass, >= 0.
    var days = 0
    /// Options that expire on or before it have: they are worth what exercising pays. nil for none besides those the days
    /// outlive.
    var settledBy: CalendarDate?

    /// Dollars by which the leg's value changes; unknown where it is not priced.
    func change(of leg: PositionValuation, symbol: String, beta: Double) -> Figure {
        guard let now = leg.underlyingPrice.value, now > 0 else {
            return .unknown(leg.underlyingPrice.reason ?? .noSource)
        }
        let moved = max(now * 1e-6, spot(symbol, beta, now))
        guard case .option(let contract) = leg.position.instrument else {
            return Figure((moved - now) * leg.position.quantity.value, trust: leg.underlyingPrice.trust ?? .fresh)
        }
        guard let terms = leg.terms else { return .unknown(leg.delta.reason ?? .unsupported) }
        var later = supposed(terms, spot: moved, days: days)
        if let settledBy, contract.expiry <= settledBy { later.years = 0 }
        guard let value = price(terms), let then = price(later) else { return .unknown(.unsupported) }
        let size = leg.position.quantity.value * Double(contract.multiplier)
        return Figure((then - value) * size, trust: .estimated)
    }

    /// Greeks of a whole leg after what is supposed.
    struct Sensitivities: Sendable, Hashable {
        /// Shares.
        var delta: Figure
        /// Dollars by which a further calendar day changes the leg at that price and volatility.
        var thetaPerDay: Figure
        /// Dollars for a point of volatility.
        var vegaPerPoint: Figure
    }

    /// Unknown where the leg is not priced; nothing of an option that has ended by then.
    func sensitivities(of leg: PositionValuation, symbol: String, beta: Double) -> Sensitivities {
        func all(_ figure: Figure) -> Sensitivities {
            Sensitivities(delta: figure, thetaPerDay: figure, vegaPerPoint: figure)
        }
        guard let now = leg.underlyingPrice.value, now > 0 else {
            return all(.unknown(leg.underlyingPrice.reason ?? .noSource))
        }
        guard case .option(let contract) = leg.position.instrument else {
            return Sensitivities(
                delta: Figure(leg.position.quantity.value), thetaPerDay: Figure(0), vegaPerPoint: Figure(0))
        }
        guard let terms = leg.terms else { return all(.unknown(leg.delta.reason ?? .unsupported)) }
        var then = supposed(terms, spot: max(now * 1e-6, spot(symbol, beta, now)), days: days)
        if let settledBy, contract.expiry <= settledBy { then.years = 0 }
        let size = leg.position.quantity.value * Double(contract.multiplier)
        func figure(_ value: Double?) -> Figure {
            Figure(value.map { $0 * size }, trust: .estimated, else: .unsupported)
        }
        guard then.years > 0 else { return all(Figure(0, trust: .estimated)) }
        guard then.volatility > 0 else {
            // Valued as exercised: it moves with the shares or not at all.
            let isInside = then.right.sign * (then.spot - then.strike) > 0
            return Sensitivities(
                delta: figure(isInside ? then.right.sign : 0), thetaPerDay: figure(0), vegaPerPoint: figure(0))
        }
        guard let value = try? OptionPricing.valuation(then, accuracy: .live), let price = price(then) else {
            return all(.unknown(.unsupported))
        }
        let next = supposed(terms, spot: then.spot, days: days + 1)
        // A dividend that goes ex within the day makes the day's change its own: the rate stands for it, as in the book.
        let theta =
            next.dividends.count == then.dividends.count
            ? self.price(next).map { $0 - price } : value.theta.map { $0 / 365 }
        return Sensitivities(
            delta: figure(value.delta), thetaPerDay: figure(theta), vegaPerPoint: figure(value.vega.map { $0 / 100 }))
    }

    private func supposed(_ terms: OptionTerms, spot: Double, days: Int) -> OptionTerms {
        var terms = terms
        let elapsed = Double(days) / 365
        terms.years = max(0, terms.years - elapsed)
        // Ex-dates that have passed are gone.
        terms.dividends = terms.dividends.compactMap { dividend in
            dividend.years > elapsed ? CashDividend(years: dividend.years - elapsed, amount: dividend.amount) : nil
        }
        terms.spot = spot
        if terms.volatility > 0 { terms.volatility = max(0.005, volatility(terms.volatility)) }
        return terms
    }

    /// What has expired is worth what exercising pays; so is what is valued as exercised now.
    private func price(_ terms: OptionTerms) -> Double? {
        guard terms.years > 0, terms.volatility > 0 else {
            return max(0, terms.right.sign * (terms.spot - terms.strike))
        }
        return try? OptionPricing.price(terms, accuracy: .live)
    }
}

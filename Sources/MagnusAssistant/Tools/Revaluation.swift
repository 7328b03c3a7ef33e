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
        var later = supposed(terms, spot: moved)
        if let settledBy, contract.expiry <= settledBy { later.years = 0 }
        guard let value = price(terms), let then = price(later) else { return .unknown(.unsupported) }
        let size = leg.position.quantity.value * Double(contract.multiplier)
        return Figure((then - value) * size, trust: .estimated)
    }

    private func supposed(_ terms: OptionTerms, spot: Double) -> OptionTerms {
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

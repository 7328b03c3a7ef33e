import MagnusDomain
import MagnusQuant

/// Price figures of one contract at one moment, per share, raw units.
struct OptionReading: Sendable {
    var impliedVolatility: Double?
    var delta: Double?
    var gamma: Double?
    var vega: Double?
    /// Over the next calendar day; per 365th of a year where only the rate is known.
    var nextDay: Double?
    var rho: Double?
    /// The model's value at the volatility of the pricing.
    var value: Double
    /// Whether they come from an expansion rather than from this moment's own pricing.
    var isExpanded: Bool
}

extension PricedOption {
    /// The decay of a day; the rate over 365 where a dividend falls into the day.
    private var nextDay: Double? { nextDayChange ?? value.theta.map { $0 / 365 } }

    /// The figures exactly as priced.
    var reading: OptionReading {
        OptionReading(
            impliedVolatility: problem == nil ? terms.volatility : nil, delta: value.delta, gamma: value.gamma,
            vega: value.vega, nextDay: nextDay, rho: value.rho, value: value.price, isExpanded: false)
    }

    /// The figures for inputs near the priced ones, to second order in spot and volatility and first in time; nil when
    /// they are too far away or the contract cannot be expanded.
    ///
    /// The volatility moves by what the spot's and time's change leave unexplained of the mark's change, over vega.
    /// - Parameter parityBand: that of the quote now; where it matters, a changed share of the model asks for a new pricing.
    func reading(
        spot: Double, years: Double, mark: Double, parityBand: Double = 0, limits: ExpansionLimits
    ) -> OptionReading? {
        let move = spot - terms.spot
        let elapsed = terms.years - years
        let share =
            basis == .impliedVolatility && terms.style == .american
            ? PricingRequest.timeShare(
                mark: mark, intrinsic: max(0, terms.right.sign * (spot - terms.strike)), band: parityBand) : timeShare
        if move == 0, elapsed == 0, mark == self.mark, share == timeShare { return reading }
        guard basis != .expired, terms.years > 0, abs(elapsed) <= limits.timeFraction * terms.years else { return nil }
        let deviation = terms.spot * terms.volatility * terms.years.squareRoot()
        guard abs(move) <= limits.spotDeviations * deviation else { return nil }
        if basis == .parity {
            // Still at parity: the mark is no more than what exercising pays.
            return mark <= terms.right.sign * (spot - terms.strike) + 1e-9 ? reading : nil
        }
        guard let delta = value.delta, let gamma = value.gamma, let vega = value.vega, let theta = value.theta
        else { return nil }
        guard abs(share - timeShare) <= limits.parityShare else { return nil }
        if share < 1 || timeShare < 1 {
            // Near parity the figures move with the share alone.
            var result = reading
            result.isExpanded = true
            return result
        }
        let vanna = value.vanna ?? 0
        let explained = delta * move + 0.5 * gamma * move * move + theta * elapsed
        guard basis == .impliedVolatility else {
            var result = reading
            result.delta = delta + gamma * move
            result.value += explained
            result.isExpanded = true
            return result
        }
        let slope = vega + vanna * move
        guard slope > 1e-3 * vega, slope > 0 else { return nil }
        let change = (mark - self.mark - explained) / slope
        guard abs(change) <= limits.volatility else { return nil }
        return OptionReading(
            impliedVolatility: terms.volatility + change, delta: delta + gamma * move + vanna * change, gamma: gamma,
            vega: slope + (value.volga ?? 0) * change, nextDay: nextDay, rho: value.rho, value: mark,
            isExpanded: true)
    }
}

import MagnusQuant

/// Theta per day, one definition for positions, chains, payoffs and the calculator of strategies.
extension OptionTerms {
    /// What a day takes at an unchanged spot and volatility, per share and long: V(T - 1 day) - V(T), or to the settlement
    /// where it is nearer. The rate -dV/dT over 365 differs in the last days: with five hours left it is a multiple of what
    /// the option is worth.
    /// - Returns: nil where a dividend goes ex within the day, which is no decay, or where a price is missing.
    func nextDayChange(accuracy: PricingAccuracy = .live) -> Double? {
        let next = aged(days: 1)
        guard next.dividends.count == dividends.count,
            let now = try? OptionPricing.price(self, accuracy: accuracy),
            let then = try? OptionPricing.price(next, accuracy: accuracy)
        else { return nil }
        return then - now
    }

    /// ``nextDayChange(accuracy:)``, or a 365th of the rate where it is not known.
    /// - Parameter rate: -dV/dT per year.
    func decayOfADay(rate: Double?, accuracy: PricingAccuracy = .live) -> Double? {
        nextDayChange(accuracy: accuracy) ?? rate.map { $0 / 365 }
    }
}

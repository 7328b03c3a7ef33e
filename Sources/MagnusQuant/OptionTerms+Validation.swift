import Glibc

extension OptionTerms {
    /// Checks every input a price depends on.
    ///
    /// - Throws: `notFinite` for a NaN or infinite input; `badInput` for a spot or strike that is not positive, or a
    ///   negative volatility, time or dividend amount. Rates and yields may have any sign. The ex-date of a dividend may
    ///   be anything finite: outside (0, T] it has no effect.
    public func validate() throws(PricingError) {
        guard spot.isFinite, strike.isFinite, years.isFinite, rate.isFinite, dividendYield.isFinite,
            volatility.isFinite
        else { throw .notFinite }
        for dividend in dividends where !(dividend.years.isFinite && dividend.amount.isFinite) { throw .notFinite }
        guard spot > 0, strike > 0, years >= 0, volatility >= 0 else { throw .badInput }
        for dividend in dividends where dividend.amount < 0 { throw .badInput }
    }

    /// Whether a cash dividend falls inside (0, T] and is not zero, so that the closed form does not hold.
    public var paysCashDividend: Bool {
        dividends.contains { $0.years > 0 && $0.years <= years && $0.amount > 0 }
    }

    /// ln(S/K), accurate also where S is near K (S - K is then exact) and where S/K leaves the range of doubles.
    var logMoneyness: Double {
        let ratio = spot / strike
        if ratio > 0.5 && ratio < 2 { return log1p((spot - strike) / strike) }
        if ratio.isNormal && ratio.isFinite { return log(ratio) }
        return log(spot) - log(strike)
    }
}

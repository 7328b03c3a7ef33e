import Glibc

/// Risk-neutral probabilities of a log-normal spot. Label them so wherever they are shown.
///
/// Every function gives a number in 0...1, or nil where an input is not finite, a spot or level not positive, or a time or
/// volatility negative. Rates and yields are continuously compounded decimals, volatility per square-root year.
public enum Probability {
    /// What the distribution of the spot at a later time depends on.
    public struct Outlook: Sendable, Hashable {
        public var spot: Double
        public var years: Double
        public var rate: Double
        public var dividendYield: Double
        public var volatility: Double

        public init(spot: Double, years: Double, rate: Double, dividendYield: Double, volatility: Double) {
            self.spot = spot
            self.years = years
            self.rate = rate
            self.dividendYield = dividendYield
            self.volatility = volatility
        }

        /// The spot, time, rates and volatility of option terms; cash dividends are not in it.
        public init(_ terms: OptionTerms) {
            self.init(
                spot: terms.spot, years: terms.years, rate: terms.rate, dividendYield: terms.dividendYield,
                volatility: terms.volatility)
        }

        var isSound: Bool {
            spot > 0 && spot.isFinite && years >= 0 && years.isFinite && rate.isFinite && dividendYield.isFinite
                && volatility >= 0 && volatility.isFinite
        }

        /// The drift of ln S per year.
        var logDrift: Double { rate - dividendYield - 0.5 * volatility * volatility }
    }

    /// P(S_T > level) = N(d2), with the volatility of that level. At zero deviation 1 or 0; a level met exactly counts as
    /// not above.
    public static func above(_ level: Double, _ outlook: Outlook) -> Double? {
        standardised(level, outlook).map { $0 == 0 && isCertain(outlook) ? 0 : NormalDistribution.cumulative($0) }
    }

    /// P(S_T < level) = N(-d2). At zero deviation 1 or 0; a level met exactly counts as not below.
    public static func below(_ level: Double, _ outlook: Outlook) -> Double? {
        standardised(level, outlook).map { $0 == 0 && isCertain(outlook) ? 0 : NormalDistribution.cumulative(-$0) }
    }

    /// P(S_T > level) with the slope of the smile: N(d2) - S e^-qT phi(d1) sqrt(T) e^rT dsigma/dK.
    ///
    /// - Parameter smileSlope: dsigma/dK at the level, per currency unit of strike; negative with an equity skew.
    public static func above(_ level: Double, _ outlook: Outlook, smileSlope: Double) -> Double? {
        guard let d2 = standardised(level, outlook), smileSlope.isFinite else { return nil }
        guard !isCertain(outlook), d2.isFinite else { return above(level, outlook) }
        let d1 = d2 + outlook.volatility * outlook.years.squareRoot()
        let forward = outlook.spot * exp((outlook.rate - outlook.dividendYield) * outlook.years)
        let term = forward * NormalDistribution.density(d1) * outlook.years.squareRoot() * smileSlope
        let value = NormalDistribution.cumulative(d2) - term
        return value.isFinite ? min(max(value, 0), 1) : nil
    }

    /// P(the spot trades at `barrier` at some time up to T): reflection principle, constant volatility, continuous
    /// watching. 1 where the spot is already there.
    public static func touch(_ barrier: Double, _ outlook: Outlook) -> Double? {
        guard outlook.isSound, barrier > 0, barrier.isFinite else { return nil }
        let distance = log(barrier) - log(outlook.spot)
        guard barrier != outlook.spot else { return 1 }
        let deviation = outlook.volatility * outlook.years.squareRoot()
        let drift = outlook.logDrift * outlook.years
        guard drift.isFinite, deviation.isFinite else { return nil }
        guard deviation > 0 else {
            return distance > 0 ? (drift >= distance ? 1 : 0) : (drift <= distance ? 1 : 0)
        }
        // Seen from the barrier's side: up-barriers are mirrored into down-barriers.
        let side = distance < 0 ? 1.0 : -1.0
        let direct = NormalDistribution.cumulative(side * (distance - drift) / deviation)
        // e^(2 mu b/sigma^2) N(.) in logarithms: the factor alone may overflow where the product is small.
        let exponent = 2 * outlook.logDrift * distance / (outlook.volatility * outlook.volatility)
        let reflected = exp(
            exponent + NormalDistribution.logCumulative(side * (distance + drift) / deviation))
        let value = direct + reflected
        return value.isNaN ? nil : min(max(value, 0), 1)
    }

    /// Probability that a short put kept to expiry makes money: P(S_T > K - premium).
    ///
    /// - Parameter premium: Credit per share, >= 0. At or above the strike the answer is 1.
    public static func profitOfShortPut(strike: Double, premium: Double, _ outlook: Outlook) -> Double? {
        guard strike > 0, strike.isFinite, premium >= 0, premium.isFinite, outlook.isSound else { return nil }
        let breakeven = strike - premium
        return breakeven > 0 ? above(breakeven, outlook) : 1
    }

    /// Probability that a short call kept to expiry makes money: P(S_T < K + premium).
    ///
    /// - Parameter premium: Credit per share, >= 0.
    public static func profitOfShortCall(strike: Double, premium: Double, _ outlook: Outlook) -> Double? {
        guard strike > 0, strike.isFinite, premium >= 0, premium.isFinite, outlook.isSound else { return nil }
        return below(strike + premium, outlook)
    }

    private static func isCertain(_ outlook: Outlook) -> Bool {
        outlook.volatility * outlook.years.squareRoot() == 0
    }

    /// d2 of a strike at `level`; infinite or 0 where nothing is random.
    private static func standardised(_ level: Double, _ outlook: Outlook) -> Double? {
        guard outlook.isSound, level > 0, level.isFinite else { return nil }
        let distance = (log(outlook.spot) - log(level)) + (outlook.rate - outlook.dividendYield) * outlook.years
        let deviation = outlook.volatility * outlook.years.squareRoot()
        guard deviation > 0 else { return distance == 0 ? 0 : distance > 0 ? .infinity : -.infinity }
        let d2 = distance / deviation - 0.5 * deviation
        return d2.isNaN ? nil : d2
    }
}

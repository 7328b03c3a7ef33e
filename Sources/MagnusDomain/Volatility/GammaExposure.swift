/// Gamma of the open interest by strike, in dollars per 1 % move of the spot: gamma x contracts x multiplier x S^2 x 0.01,
/// calls positive and puts negative.
///
/// The sign is a convention, not a fact: it supposes that dealers are long calls and short puts. Open interest is that of
/// the close before, published once a day.
public struct GammaExposure: Sendable, Hashable {
    public struct Strike: Sendable, Hashable {
        /// Dollars.
        public var strike: Double
        /// Dollars per 1 %, >= 0.
        public var calls: Double
        /// Dollars per 1 %, <= 0.
        public var puts: Double
        /// Contracts.
        public var callInterest: Int
        public var putInterest: Int
        /// The contracts it is the sum of, by expiry.
        public var parts: [Part]

        public init(
            strike: Double, calls: Double, puts: Double, callInterest: Int, putInterest: Int, parts: [Part] = []
        ) {
            self.strike = strike
            self.calls = calls
            self.puts = puts
            self.callInterest = callInterest
            self.putInterest = putInterest
            self.parts = parts
        }

        public var net: Double { calls + puts }
    }

    /// One contract with what its gamma was made of.
    public struct Part: Sendable, Hashable {
        public var contract: OptionContract
        /// Contracts.
        public var interest: Int
        /// Of one share, per dollar: e^(-r T) F n(d1) / (S^2 sigma sqrt(T)), d1 = ln(F / K) / (sigma sqrt(T)) + sigma
        /// sqrt(T) / 2.
        public var gamma: Double
        /// sigma, annual decimal.
        public var volatility: Double
        /// F, dollars per share.
        public var forward: Double
        /// T, to settlement, ACT/365.
        public var years: Double
        /// r, continuously compounded, decimal.
        public var rate: Double

        public init(
            contract: OptionContract, interest: Int, gamma: Double, volatility: Double, forward: Double, years: Double,
            rate: Double
        ) {
            self.contract = contract
            self.interest = interest
            self.gamma = gamma
            self.volatility = volatility
            self.forward = forward
            self.years = years
            self.rate = rate
        }
    }

    /// Ascending; only strikes with open interest.
    public var strikes: [Strike]
    /// Sum of all strikes.
    public var total: Figure
    /// The spot nearest to now at which the recomputed sum is 0, every volatility kept at its strike; unknown where there
    /// is none within ``reach``.
    public var flip: Figure
    /// The session whose close the open interest is of; nil without any.
    public var interestDate: CalendarDate?
    /// Contracts without open interest, and with open interest but without a volatility: both are not in the sums.
    public var withoutInterest: Int
    public var withoutVolatility: Int

    /// How far from the spot the flip is looked for, as a fraction.
    public static let reach = 0.3

    public init(
        strikes: [Strike], total: Figure, flip: Figure, interestDate: CalendarDate?, withoutInterest: Int,
        withoutVolatility: Int
    ) {
        self.strikes = strikes
        self.total = total
        self.flip = flip
        self.interestDate = interestDate
        self.withoutInterest = withoutInterest
        self.withoutVolatility = withoutVolatility
    }
}

import Glibc
import MagnusQuant

/// Payoff, probabilities and Greeks of any legs on one underlying, for the calculator `magnus strategy`.
///
/// The horizon is the first expiry. There, legs with time left are worth their Black-Scholes value at their own
/// volatility; all options are European. The spot at the horizon is log-normal with the drift and volatility given:
/// ln S_T = ln S + (mu - q - sigma^2/2) T + sigma sqrt(T) Z. Commissions and the financing of the premium are not in it.
public struct StrategyCalculator: Sendable, Hashable {
    /// What the legs are valued in.
    public struct Market: Sendable, Hashable {
        /// Per share, > 0.
        public var spot: Double
        /// Continuously compounded decimals per year.
        public var rate: Double
        public var dividendYield: Double
        /// Decimal per square-root year; of the spot's distribution, and of the legs that name none.
        public var volatility: Double
        /// Expected growth of a share with its dividends, continuously compounded; the rate where nil.
        public var drift: Double?

        public init(spot: Double, rate: Double, dividendYield: Double, volatility: Double, drift: Double? = nil) {
            self.spot = spot
            self.rate = rate
            self.dividendYield = dividendYield
            self.volatility = volatility
            self.drift = drift
        }
    }

    public enum Failure: Error, Sendable, Equatable {
        /// No option, so that there is no horizon.
        case noOption
        /// A figure of the market is not finite or outside its range.
        case badMarket
        /// The figures overflow.
        case outOfRange
    }

    /// Dollars for the whole position; Greeks in shares, over the next calendar day (or to a leg's expiry where it is
    /// nearer) and per point.
    public struct Greeks: Sendable, Hashable {
        public var delta = 0.0
        public var gamma = 0.0
        public var thetaPerDay = 0.0
        public var vegaPerPoint = 0.0
        public var rhoPerPoint = 0.0
    }

    public let name: StrategyName
    /// Dollars, signed; nil where unlimited.
    public let maximumProfit: Double?
    /// Dollars, signed (a loss is negative); nil where unlimited.
    public let maximumLoss: Double?
    /// Spots at the horizon, ascending.
    public let breakevens: [Double]
    /// P(profit > 0) at the horizon, 0 to 1.
    public let probabilityOfProfit: Double
    /// Mean profit at the horizon, dollars.
    public let expectedValue: Double
    /// Mean value at the horizon discounted to today, less the premium paid; dollars.
    public let expectedValueDiscounted: Double
    /// Dollars received at entry; negative for a debit.
    public let netPremium: Double
    /// Years to the first expiry.
    public let horizonYears: Double
    /// Today's; nil where a leg has none (no time or volatility left at its strike).
    public let greeks: Greeks?

    /// - Throws: ``Failure``.
    public init(_ legs: [LegSpecification], market: Market) throws(Failure) {
        let drift = market.drift ?? market.rate
        let numbers = [market.rate, market.dividendYield, drift]
        guard market.spot > 0, market.spot.isFinite, market.volatility >= 0, market.volatility.isFinite,
            numbers.allSatisfy({ $0.isFinite && abs($0) <= 10 })
        else { throw .badMarket }
        let expiries = legs.compactMap { leg in
            if case .option(_, _, let years) = leg.instrument { years } else { nil }
        }
        guard let horizon = expiries.min() else { throw .noOption }
        let payoff = legs.map { Self.payoff($0, horizon: horizon, market: market) }
        let profile = PayoffProfile(payoff)
        let outlook = Probability.Outlook(
            spot: market.spot, years: horizon, rate: drift, dividendYield: market.dividendYield,
            volatility: market.volatility)
        let received = legs.reduce(0) { $0 - $1.shares * $1.premium }
        var mean = 0.0
        for leg in legs { mean += leg.shares * (try Self.expectedValue(leg, outlook: outlook, market: market)) }
        name = StrategyName(legs)
        let bounds = Self.bounds(payoff) ?? profile
        maximumProfit = bounds.maximumProfit
        maximumLoss = bounds.maximumLoss.map { -$0 }
        breakevens = profile.breakevens
        let chance = Self.probability(payoff, breakevens: profile.breakevens, spot: market.spot) {
            Probability.below($0, outlook) ?? 0
        }
        probabilityOfProfit = chance ?? 0
        expectedValue = mean + received
        expectedValueDiscounted = exp(-market.rate * horizon) * mean + received
        netPremium = received == 0 ? 0 : received
        horizonYears = horizon
        greeks = Self.greeks(legs, market: market)
        let figures = [expectedValue, expectedValueDiscounted, maximumProfit ?? 0, maximumLoss ?? 0]
        guard figures.allSatisfy(\.isFinite) else { throw .outOfRange }
    }

    private static func payoff(_ leg: LegSpecification, horizon: Double, market: Market) -> PayoffLeg {
        guard case .option(let right, let strike, let years) = leg.instrument else {
            return PayoffLeg(instrument: .shares, quantity: leg.shares, entry: leg.premium)
        }
        return PayoffLeg(
            instrument: .option(right, strike: strike), quantity: leg.shares, entry: leg.premium,
            remainingYears: years - horizon, volatility: leg.volatility ?? market.volatility, rate: market.rate,
            dividendYield: market.dividendYield)
    }

    /// What the most and the least are judged by where a later call pays no yield: options on shares can be exercised, so that
    /// it covers a shorter one of its strike or a higher one for the debit and the gap; a European price under a yield falls
    /// below that far above the strike. nil where it makes no difference.
    private static func bounds(_ payoff: [PayoffLeg]) -> PayoffProfile? {
        func isLater(_ leg: PayoffLeg) -> Bool {
            guard case .option(.call, _) = leg.instrument else { return false }
            return leg.remainingYears > 0 && leg.dividendYield > 0
        }
        guard payoff.contains(where: isLater) else { return nil }
        return PayoffProfile(
            payoff.map { leg in
                var leg = leg
                if isLater(leg) { leg.style = .american }
                return leg
            })
    }

    /// Mean value of one share of a leg at the horizon. An option with time left is, seen from today, a log-normal of the
    /// variance up to the horizon and after it, so its mean is Black's formula too.
    private static func expectedValue(
        _ leg: LegSpecification, outlook: Probability.Outlook, market: Market
    ) throws(Failure) -> Double {
        let forward = outlook.spot * exp((outlook.rate - outlook.dividendYield) * outlook.years)
        guard case .option(let right, let strike, let years) = leg.instrument else { return forward }
        let rest = years - outlook.years
        let own = leg.volatility ?? market.volatility
        let variance = outlook.volatility * outlook.volatility * outlook.years + own * own * rest
        let later = forward * exp((market.rate - market.dividendYield) * rest)
        // One year at the whole deviation, without rates: Black's formula, not discounted.
        let terms = OptionTerms(
            right: right, style: .european, spot: later, strike: strike, years: 1, rate: 0, dividendYield: 0,
            volatility: variance.squareRoot())
        do throws(PricingError) {
            return exp(-market.rate * rest) * (try BlackScholes.price(terms))
        } catch {
            throw .outOfRange
        }
    }

    /// Between two neighbours of breakevens and strikes the profit keeps its sign: at a strike a profit may leave the zero
    /// that it kept since a breakeven.
    /// - Parameters:
    ///   - spot: tells where beyond the last level to look for the sign.
    ///   - below: chance that the spot ends below a level.
    /// - Returns: nil where a chance that is needed is unknown.
    static func probability(
        _ legs: [PayoffLeg], breakevens: [Double], spot: Double, below: (Double) -> Double?
    ) -> Double? {
        let tolerance = PayoffProfile.tolerance(legs)
        func isProfit(_ spot: Double) -> Bool { legs.reduce(0) { $0 + $1.profit(spot) } > tolerance }
        let strikes = legs.compactMap { leg -> Double? in
            if case .option(_, let strike) = leg.instrument { strike } else { nil }
        }
        var sum = 0.0
        var low = 0.0
        // Where the stretch of profit that is being looked at begins.
        var start: Double?
        for level in Set(breakevens + strikes).filter({ $0 > 0 && $0.isFinite }).sorted() + [.infinity] {
            // Beyond the last level any spot tells the sign but one where the profit only touches zero.
            let inside = level.isFinite ? 0.5 * (low + level) : max(2 * low, 2 * spot)
            let isGain = isProfit(inside)
            if isGain, start == nil { start = low }
            if let first = start, !isGain || !level.isFinite {
                guard let from = first > 0 ? below(first) : 0, let to = isGain ? 1 : below(low) else { return nil }
                // With a volatility for each end a short stretch may come out below nothing.
                sum += max(0, to - from)
                start = nil
            }
            low = level
        }
        return min(1, sum)
    }

    private static func greeks(_ legs: [LegSpecification], market: Market) -> Greeks? {
        var sum = Greeks()
        for leg in legs {
            guard case .option(let right, let strike, let years) = leg.instrument else {
                sum.delta += leg.shares
                continue
            }
            let terms = OptionTerms(
                right: right, style: .european, spot: market.spot, strike: strike, years: years, rate: market.rate,
                dividendYield: market.dividendYield, volatility: leg.volatility ?? market.volatility)
            guard let value = try? BlackScholes.valuation(terms), let delta = value.delta, let gamma = value.gamma,
                let decay = terms.decayOfADay(rate: value.theta), let vega = value.vega, let rho = value.rho
            else { return nil }
            sum.delta += leg.shares * delta
            sum.gamma += leg.shares * gamma
            sum.thetaPerDay += leg.shares * decay
            sum.vegaPerPoint += leg.shares * vega / 100
            sum.rhoPerPoint += leg.shares * rho / 100
        }
        return sum
    }
}

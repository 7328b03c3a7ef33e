import Glibc
import MagnusQuant

/// What legs on one underlying make and lose over spots, volatilities and days, by full repricing in each leg's own style.
///
/// Profits count from the entry, dollars for the whole position. Legs that end later than the first expiry are priced at
/// the horizon as ``PayoffLeg`` does; before it every leg is repriced at its own volatility with its own cash dividends.
///
/// Dividends that shares bring are in ``expectedValue(from:elapsed:)`` alone: whether a call takes the shares before the
/// ex-date depends on the spot until then, which no curve over the spots of one day tells.
public struct PayoffStudy: Sendable {
    /// One leg, per share.
    public struct Leg: Sendable, Hashable {
        /// Shares it stands for, signed; the multiplier is in it.
        public var quantity: Double
        /// Dollars per share at entry.
        public var entry: Double
        /// With its volatility; nil for shares.
        public var terms: OptionTerms?

        public init(quantity: Double, entry: Double, terms: OptionTerms?) {
            self.quantity = quantity
            self.entry = entry
            self.terms = terms
        }
    }

    /// Greeks of the whole: shares, shares per dollar, dollars over the next calendar day (or to a leg's settlement where it
    /// is nearer) and per volatility point.
    public struct Greeks: Sendable, Hashable {
        public var delta = 0.0
        public var gamma = 0.0
        public var thetaPerDay = 0.0
        public var vegaPerPoint = 0.0
    }

    public let legs: [Leg]
    /// Dollars per share, now.
    public let spot: Double
    /// Years to the first expiry; 0 without options.
    public let horizonYears: Double
    /// Points of volatility as a decimal, added to every leg's own.
    public let volatilityShift: Double
    /// Over all spots at the horizon.
    public let profile: PayoffProfile

    /// No volatility is shifted below this: at none the option is its intrinsic value.
    public static let leastVolatility = 0.01

    /// The legs as they stand at the first expiry, in the order of ``legs``.
    public let legsAtHorizon: [PayoffLeg]

    /// What shares among the legs bring up to the horizon, dollars per share, years from now, as the leg that ends first has
    /// them; empty without shares.
    public let shareDividends: [CashDividend]

    /// - Returns: nil when a figure is not finite, or spot or a strike is not positive.
    public init?(_ legs: [Leg], spot: Double, volatilityShift: Double = 0) {
        let numbers: [Double] = legs.flatMap { leg -> [Double] in
            [leg.quantity, leg.entry, leg.terms?.strike ?? 1, leg.terms?.volatility ?? 1, leg.terms?.years ?? 0]
        }
        guard spot > 0, spot.isFinite, volatilityShift.isFinite, numbers.allSatisfy(\.isFinite),
            legs.allSatisfy({ ($0.terms?.strike ?? 1) > 0 && ($0.terms?.years ?? 0) >= 0 }), !legs.isEmpty
        else { return nil }
        self.legs = legs
        self.spot = spot
        self.volatilityShift = volatilityShift
        let horizon = legs.compactMap { $0.terms?.years }.min() ?? 0
        horizonYears = horizon
        let hasShares = legs.contains { $0.terms == nil }
        let known = legs.compactMap(\.terms).min(by: Self.endsFirst)?.dividends ?? []
        shareDividends = hasShares ? known.filter { $0.years > 0 && $0.years <= horizon } : []
        legsAtHorizon = legs.map { Self.atHorizon($0, horizon: horizon, volatilityShift: volatilityShift) }
        profile = PayoffProfile(legsAtHorizon)
    }

    /// Whether legs live on after the first expiry.
    public var isCurved: Bool { legsAtHorizon.contains { $0.remainingYears > 0 } }

    /// Profit at the first expiry.
    public func profitAtHorizon(_ spot: Double) -> Double { legsAtHorizon.reduce(0) { $0 + $1.profit(spot) } }

    /// The curve of ``profitAtHorizon(_:)``, to a ten-thousandth of the spot.
    public func profitsAtHorizon(_ spots: [Double]) -> [Double] {
        legsAtHorizon.reduce(spots.map { _ in 0 }) { sum, leg in zip(sum, leg.profits(spots)).map { $0 + $1 } }
    }

    /// Profit before it.
    /// - Parameters:
    ///   - spot: > 0.
    ///   - elapsed: years from now, 0 to ``horizonYears``; at the end ``profitAtHorizon(_:)``.
    /// - Returns: nil when a leg cannot be priced there.
    public func profit(_ spot: Double, elapsed: Double) -> Double? {
        guard elapsed < horizonYears else { return profitAtHorizon(spot) }
        var sum = 0.0
        for leg in legs {
            guard let value = value(leg, spot, elapsed) else { return nil }
            sum += leg.quantity * (value - leg.entry)
        }
        return sum
    }

    /// - Returns: nil when a leg has none there: no time left at its strike, or at a boundary of exercise.
    public func greeks(_ spot: Double, elapsed: Double) -> Greeks? {
        var sum = Greeks()
        for leg in legs {
            guard let terms = shifted(leg, spot, elapsed) else {
                sum.delta += leg.quantity
                continue
            }
            guard terms.years > 0, let value = try? OptionPricing.valuation(terms, accuracy: .live),
                let delta = value.delta, let gamma = value.gamma, let vega = value.vega,
                let decay = terms.decayOfADay(rate: value.theta)
            else { return nil }
            sum.delta += leg.quantity * delta
            sum.gamma += leg.quantity * gamma
            sum.thetaPerDay += leg.quantity * decay
            sum.vegaPerPoint += leg.quantity * vega / 100
        }
        return sum
    }

    /// Volatility of the distribution at the horizon as it is seen from one of its spots, shift included: that of the legs
    /// that end first, straight in the strike between two of them, beyond them that of the nearest, of several at one
    /// strike their mean. nil without options.
    public func volatility(at level: Double) -> Double? {
        let first = legs.compactMap(\.terms).filter { $0.years <= horizonYears }
        func mean(_ strike: Double) -> Double {
            let those = first.filter { $0.strike == strike }.map(volatility)
            return those.reduce(0, +) / Double(those.count)
        }
        let strikes = first.map(\.strike)
        let below = strikes.filter { $0 <= level }.max()
        let above = strikes.filter { $0 >= level }.min()
        guard let low = below ?? above, let high = above ?? below else { return nil }
        let share = high > low ? (level - low) / (high - low) : 0
        return mean(low) + share * (mean(high) - mean(low))
    }

    /// That of the breakeven nearest to the spot; where there is none, of the spot itself.
    public var distributionVolatility: Double? {
        volatility(at: profile.breakevens.min { abs($0 - spot) < abs($1 - spot) } ?? spot)
    }

    /// What the distribution of the spot at the horizon starts from, seen from a day.
    public struct Carry: Sendable, Hashable {
        /// Continuously compounded decimals.
        public var rate: Double
        public var dividendYield: Double
        /// Dollars per share on that day of the dividends up to the horizon.
        public var presentDividends: Double
        /// From that day to the horizon.
        public var years: Double
    }

    /// - Returns: nil without options.
    public func carry(elapsed: Double) -> Carry? {
        guard let first = legs.compactMap(\.terms).min(by: Self.endsFirst) else { return nil }
        let waiting = first.dividends.filter { $0.years > elapsed && $0.years <= horizonYears }
        return Carry(
            rate: first.rate, dividendYield: first.dividendYield,
            presentDividends: waiting.reduce(0) { $0 + $1.amount * exp(-first.rate * ($1.years - elapsed)) },
            years: max(0, horizonYears - elapsed))
    }

    /// Risk-neutral chance that the profit is above zero at the horizon, seen from a spot and day.
    ///
    /// ln S_T = ln(S - PV of the dividends until then) + (r - q - sigma^2/2) T + sigma sqrt(T) Z, of every breakeven with the
    /// volatility there, ``volatility(at:)``; summed over the stretches of profit between them.
    /// - Returns: nil without options, time or volatility.
    public func probabilityOfProfit(from spot: Double, elapsed: Double) -> Double? {
        guard let middle = distributionVolatility, middle > 0, let carry = carry(elapsed: elapsed), carry.years > 0,
            case let base = spot - carry.presentDividends, base > 0
        else { return nil }
        let chance = StrategyCalculator.probability(
            legsAtHorizon, breakevens: profile.breakevens, spot: base
        ) { level in
            volatility(at: level).flatMap { sigma in
                Probability.below(
                    level,
                    Probability.Outlook(
                        spot: base, years: carry.years, rate: carry.rate, dividendYield: carry.dividendYield,
                        volatility: sigma))
            }
        }
        return chance?.isFinite == true ? chance : nil
    }

    /// Risk-neutral mean of the profit at the horizon, not discounted, seen from a spot and day: every option at its own
    /// volatility, so that the smile makes nothing of its own, and exercised where that is worth more than to wait.
    ///
    /// The sum over legs of size x (e^(r T) V - entry), V the value in the leg's own style with the dividends to come, T the
    /// time to the horizon; shares grow at r - q after their dividends, and have what those pay. A call that is worth
    /// exercising before an ex-date is worth the dividend more to its holder: what shares that are called away do not
    /// receive is in its value. Without mispricing it is about minus the cost of
    /// trading.
    /// - Returns: nil without options or time, or where a leg has no value.
    public func expectedValue(from spot: Double, elapsed: Double) -> Double? {
        guard let carry = carry(elapsed: elapsed), carry.years > 0 else { return nil }
        let growth = exp(carry.rate * carry.years)
        var sum = 0.0
        for leg in legs {
            guard let terms = shifted(leg, spot, elapsed) else {
                let base = spot - carry.presentDividends
                let paid = shareDividends.reduce(0) { $0 + $1.amount }
                sum += leg.quantity * (base * growth * exp(-carry.dividendYield * carry.years) + paid - leg.entry)
                continue
            }
            guard let value = value(of: terms, spot) else { return nil }
            sum += leg.quantity * (growth * value - leg.entry)
        }
        return sum.isFinite ? sum : nil
    }

    /// Spots that show all strikes, breakevens and three deviations, ascending and evenly apart; at least 5 % to each side.
    /// - Parameter moved: a spot that must be among them, such as one that is supposed.
    public func spots(count: Int, moved: Double) -> [Double] {
        let deviation = 2.5 * (distributionVolatility ?? 0.3) * max(horizonYears, 1.0 / 365).squareRoot()
        let strikes = legs.compactMap { $0.terms?.strike } + profile.breakevens.filter { $0 < 3 * spot }
        var low = min(spot * exp(-deviation), spot * 0.95)
        var high = max(spot * exp(deviation), spot * 1.05)
        for level in strikes + [moved] where level > 0.2 * spot && level < 3 * spot {
            low = min(low, level * 0.97)
            high = max(high, level * 1.03)
        }
        low = max(low, 0.01)
        let steps = max(1, count - 1)
        return (0...steps).map { low + (high - low) * Double($0) / Double(steps) }
    }

    // MARK: Parts

    private static func endsFirst(_ left: OptionTerms, _ right: OptionTerms) -> Bool { left.years < right.years }

    private func volatility(_ terms: OptionTerms) -> Double { Self.shifted(terms.volatility, by: volatilityShift) }

    private static func shifted(_ volatility: Double, by shift: Double) -> Double {
        shift == 0 ? volatility : max(leastVolatility, volatility + shift)
    }

    private func shifted(_ leg: Leg, _ spot: Double, _ elapsed: Double) -> OptionTerms? {
        guard var terms = leg.terms else { return nil }
        terms.spot = spot
        terms.volatility = volatility(terms)
        terms.years = max(0, terms.years - elapsed)
        terms.dividends = terms.dividends.compactMap {
            $0.years > elapsed ? CashDividend(years: $0.years - elapsed, amount: $0.amount) : nil
        }
        guard terms.style == .european, !terms.dividends.isEmpty else { return terms }
        // European contracts with cash dividends: the dividends are taken from the spot, as chains do.
        let rate = terms.rate
        let ends = terms.years
        terms.spot = terms.dividends.reduce(spot) { $1.years <= ends ? $0 - $1.amount * exp(-rate * $1.years) : $0 }
        terms.dividends = []
        return terms
    }

    private func value(_ leg: Leg, _ spot: Double, _ elapsed: Double) -> Double? {
        guard let terms = shifted(leg, spot, elapsed) else { return spot }
        return value(of: terms, spot)
    }

    /// - Parameter terms: of the leg as it stands on a day, see ``shifted(_:_:_:)``.
    private func value(of terms: OptionTerms, _ spot: Double) -> Double? {
        let intrinsic = max(0, terms.right.sign * (spot - terms.strike))
        guard terms.years > 0 else { return intrinsic }
        guard terms.spot > 0 else {
            return terms.right == .put ? terms.strike * exp(-terms.rate * terms.years) : 0
        }
        return try? OptionPricing.price(terms, accuracy: .live)
    }

    private static func atHorizon(_ leg: Leg, horizon: Double, volatilityShift: Double) -> PayoffLeg {
        guard let terms = leg.terms else {
            return PayoffLeg(instrument: .shares, quantity: leg.quantity, entry: leg.entry)
        }
        // Two series of one day differ by hours at most: they end together.
        let remaining = terms.years - horizon < 1e-9 ? 0 : terms.years - horizon
        return PayoffLeg(
            instrument: .option(terms.right, strike: terms.strike), quantity: leg.quantity, entry: leg.entry,
            remainingYears: remaining, volatility: shifted(terms.volatility, by: volatilityShift), rate: terms.rate,
            dividendYield: terms.dividendYield, style: terms.style,
            dividends: terms.dividends.compactMap {
                $0.years > horizon ? CashDividend(years: $0.years - horizon, amount: $0.amount) : nil
            })
    }
}

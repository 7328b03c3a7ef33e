/// Which way an option turns when exercised.
public enum OptionRight: UInt8, Sendable, Hashable, CaseIterable {
    /// The right to buy at the strike; pays max(S - K, 0).
    case call
    /// The right to sell at the strike; pays max(K - S, 0).
    case put

    /// +1 for a call, -1 for a put: the sign of the payoff's slope in the spot.
    public var sign: Double { self == .call ? 1 : -1 }
}

/// When an option may be exercised.
public enum ExerciseStyle: UInt8, Sendable, Hashable, CaseIterable {
    /// Only at expiry.
    case european
    /// At any time up to expiry.
    case american
}

/// A cash dividend in the spot model: at the ex-date the spot drops by `amount`, never below zero.
public struct CashDividend: Sendable, Hashable {
    /// Years from now to the ex-date, ACT/365; a dividend with `years` outside (0, T] has no effect on the price.
    public var years: Double
    /// Cash per share, not negative.
    public var amount: Double

    public init(years: Double, amount: Double) {
        self.years = years
        self.amount = amount
    }
}

/// Everything a vanilla option price depends on, per share.
public struct OptionTerms: Sendable, Hashable {
    public var right: OptionRight
    public var style: ExerciseStyle
    /// Spot price per share, > 0.
    public var spot: Double
    /// Strike per share, > 0.
    public var strike: Double
    /// Years to expiry, ACT/365, >= 0. Never floored here.
    public var years: Double
    /// Continuously compounded risk-free rate per year, decimal (0.05 is 5 %). May be negative.
    public var rate: Double
    /// Continuously compounded dividend yield per year, decimal. Equal to `rate` gives Black-76 on a forward.
    public var dividendYield: Double
    /// Volatility per square-root year, decimal, >= 0. Ignored by implied volatility.
    public var volatility: Double
    /// Cash dividends before expiry, in addition to the yield. Empty for none.
    public var dividends: [CashDividend]

    public init(
        right: OptionRight, style: ExerciseStyle, spot: Double, strike: Double, years: Double, rate: Double,
        dividendYield: Double, volatility: Double, dividends: [CashDividend] = []
    ) {
        self.right = right
        self.style = style
        self.spot = spot
        self.strike = strike
        self.years = years
        self.rate = rate
        self.dividendYield = dividendYield
        self.volatility = volatility
        self.dividends = dividends
    }
}

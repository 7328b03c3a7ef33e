import Glibc
import MagnusQuant

/// One leg of a payoff at a horizon, per share; the quantity carries the multiplier.
public struct PayoffLeg: Sendable, Hashable {
    public enum Instrument: Sendable, Hashable {
        case shares
        case option(OptionRight, strike: Double)
    }

    public var instrument: Instrument
    /// Signed; shares of the underlying.
    public var quantity: Double
    /// Price per share at entry.
    public var entry: Double
    /// Years that remain at the horizon; 0 for legs that expire there.
    public var remainingYears: Double
    /// For legs with time left.
    public var volatility: Double
    public var rate: Double
    public var dividendYield: Double
    /// An American leg with time left is worth at least what exercise at the horizon gives.
    public var style: ExerciseStyle
    /// Cash dividends between the horizon and its expiry, years from the horizon.
    public var dividends: [CashDividend]

    public init(
        instrument: Instrument, quantity: Double, entry: Double, remainingYears: Double = 0, volatility: Double = 0,
        rate: Double = 0, dividendYield: Double = 0, style: ExerciseStyle = .european, dividends: [CashDividend] = []
    ) {
        self.instrument = instrument
        self.quantity = quantity
        self.entry = entry
        self.remainingYears = remainingYears
        self.volatility = volatility
        self.rate = rate
        self.dividendYield = dividendYield
        self.style = style
        self.dividends = dividends
    }

    /// Profit at the horizon with the spot at `spot` >= 0.
    func profit(_ spot: Double) -> Double {
        switch instrument {
        case .shares: return quantity * (spot - entry)
        case .option(let right, let strike): return quantity * (value(right, strike, spot) - entry)
        }
    }

    /// Legs with time left: European at their own volatility, on the spot less the present value of the dividends to come
    /// (escrowed dividends: Merton 1973, Hull section 15.12), never below intrinsic value where they are American.
    private func value(_ right: OptionRight, _ strike: Double, _ spot: Double) -> Double {
        let intrinsic = max(0, right.sign * (spot - strike))
        guard remainingYears > 0 else { return intrinsic }
        let escrowed = dividends.reduce(spot) { rest, dividend in
            dividend.years > 0 && dividend.years <= remainingYears
                ? rest - dividend.amount * exp(-rate * dividend.years) : rest
        }
        let european: Double
        if escrowed > 0 {
            let terms = OptionTerms(
                right: right, style: .european, spot: escrowed, strike: strike, years: remainingYears, rate: rate,
                dividendYield: dividendYield, volatility: volatility)
            european = (try? BlackScholes.price(terms)) ?? intrinsic
        } else {
            european = right == .put ? strike * exp(-rate * remainingYears) : 0
        }
        return style == .american ? max(european, intrinsic) : european
    }

    /// Slope of the profit as the spot grows without bound.
    var slopeAtInfinity: Double {
        switch instrument {
        case .shares: return quantity
        case .option(.put, _): return 0
        case .option(.call, _):
            guard remainingYears > 0 else { return quantity }
            let european = exp(-dividendYield * remainingYears)
            return quantity * (style == .american ? max(1, european) : european)
        }
    }
}

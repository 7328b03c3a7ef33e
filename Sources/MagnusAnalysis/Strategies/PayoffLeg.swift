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

    public init(
        instrument: Instrument, quantity: Double, entry: Double, remainingYears: Double = 0, volatility: Double = 0,
        rate: Double = 0, dividendYield: Double = 0
    ) {
        self.instrument = instrument
        self.quantity = quantity
        self.entry = entry
        self.remainingYears = remainingYears
        self.volatility = volatility
        self.rate = rate
        self.dividendYield = dividendYield
    }

    /// Profit at the horizon with the spot at `spot` >= 0. Legs with time left are European at their own volatility.
    func profit(_ spot: Double) -> Double {
        switch instrument {
        case .shares: return quantity * (spot - entry)
        case .option(let right, let strike):
            let intrinsic = max(0, right.sign * (spot - strike))
            guard remainingYears > 0 else { return quantity * (intrinsic - entry) }
            guard spot > 0 else {
                let floor = right == .put ? strike * exp(-rate * remainingYears) : 0
                return quantity * (floor - entry)
            }
            let terms = OptionTerms(
                right: right, style: .european, spot: spot, strike: strike, years: remainingYears, rate: rate,
                dividendYield: dividendYield, volatility: volatility)
            let value = (try? BlackScholes.price(terms)) ?? intrinsic
            return quantity * (value - entry)
        }
    }

    /// Slope of the profit as the spot grows without bound.
    var slopeAtInfinity: Double {
        switch instrument {
        case .shares: quantity
        case .option(.call, _): quantity * (remainingYears > 0 ? exp(-dividendYield * remainingYears) : 1)
        case .option(.put, _): 0
        }
    }
}

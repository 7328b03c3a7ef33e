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
    /// American legs with time left are priced with their right to exercise.
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
    func profit(_ spot: Double) -> Double { quantity * (value(at: spot) - entry) }

    /// Dollars per share at the horizon with the spot at `spot` >= 0: what exercising pays where the leg ends there, else
    /// its price with the time, volatility and dividends that are left.
    ///
    /// American legs as ``OptionPricing`` prices them at live accuracy, with their cash dividends; European ones by
    /// Black-Scholes on the spot less the present value of the dividends to come, as chains read them (escrowed dividends:
    /// Merton 1973, Hull section 15.12).
    public func value(at spot: Double) -> Double {
        guard case .option(let right, let strike) = instrument else { return spot }
        let intrinsic = max(0, right.sign * (spot - strike))
        guard let terms = remainingTerms(spot) else { return limit(spot) }
        guard let price = try? OptionPricing.price(terms, accuracy: .live) else { return intrinsic }
        return style == .american ? max(price, intrinsic) : price
    }

    /// What the leg is priced with at the horizon; nil for shares, legs that end there and where no spot is left.
    public func remainingTerms(_ spot: Double) -> OptionTerms? {
        guard case .option(let right, let strike) = instrument, remainingYears > 0 else { return nil }
        let coming = dividends.filter { $0.years > 0 && $0.years <= remainingYears }
        let isAmerican = style == .american
        let base =
            isAmerican ? spot : coming.reduce(spot) { $0 - $1.amount * exp(-rate * $1.years) }
        guard base > 0 else { return nil }
        return OptionTerms(
            right: right, style: style, spot: base, strike: strike, years: remainingYears, rate: rate,
            dividendYield: dividendYield, volatility: volatility, dividends: isAmerican ? coming : [])
    }

    /// Where nothing is left to price with: no time, or no spot.
    private func limit(_ spot: Double) -> Double {
        guard case .option(let right, let strike) = instrument else { return spot }
        let intrinsic = max(0, right.sign * (spot - strike))
        guard remainingYears > 0 else { return intrinsic }
        let waiting = right == .put ? strike * exp(-rate * remainingYears) : 0
        return style == .american ? max(intrinsic, waiting) : waiting
    }

    /// The profits at many spots: where a single price takes a grid of its own, one grid for all of them. Off by what two
    /// grids differ, a ten-thousandth of the spot; ``profit(_:)`` is the figure.
    func profits(_ spots: [Double]) -> [Double] {
        guard style == .american, case .option(let right, let strike) = instrument, remainingYears > 0 else {
            return spots.map(profit)
        }
        // Further from the strike a shared grid would be too wide: those are priced alone.
        let near = spots.indices.filter { spots[$0] > 0 && abs(log(spots[$0] / strike)) < 1.49 }
        guard near.count > 4, let terms = remainingTerms(spots[near[0]]),
            let prices = try? OptionPriceGrid(terms, volatilities: [volatility]).prices(spots: near.map { spots[$0] })
        else { return spots.map(profit) }
        var result = spots.map { _ in Double.nan }
        for (index, price) in zip(near, prices) {
            result[index] = quantity * (max(price, right.sign * (spots[index] - strike)) - entry)
        }
        for index in spots.indices where !result[index].isFinite { result[index] = profit(spots[index]) }
        return result
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

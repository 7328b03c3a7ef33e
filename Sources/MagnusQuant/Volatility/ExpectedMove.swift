import Glibc

/// The move the option market prices to an expiry, in currency per share around the spot. State the method beside it.
///
/// The three methods differ by up to 40 %; never compare figures of different methods.
public enum ExpectedMove {
    /// One standard deviation: S sigma sqrt(T). About 68 % of risk-neutral outcomes lie inside.
    ///
    /// nil unless the spot is positive, volatility and years not negative, and all finite. 0 at zero time or volatility.
    public static func oneSigma(spot: Double, volatility: Double, years: Double) -> Double? {
        guard spot > 0, volatility >= 0, years >= 0 else { return nil }
        let move = spot * volatility * years.squareRoot()
        return move.isFinite ? move : nil
    }

    /// The log-normal band S exp(-+ sigma sqrt(T)) that a chart draws for one standard deviation.
    public static func band(spot: Double, volatility: Double, years: Double) -> ClosedRange<Double>? {
        guard spot > 0, volatility >= 0, years >= 0 else { return nil }
        let deviation = volatility * years.squareRoot()
        let low = spot * exp(-deviation)
        let high = spot * exp(deviation)
        guard high.isFinite, low.isFinite else { return nil }
        return low...high
    }

    /// The at-the-money straddle: call mid plus put mid at one strike, about sqrt(2/pi) = 0.798 of one sigma.
    ///
    /// nil for a price that is negative or not finite, or where both are 0.
    public static func straddle(call: Double, put: Double) -> Double? {
        guard call >= 0, put >= 0 else { return nil }
        let sum = call + put
        return sum > 0 && sum.isFinite ? sum : nil
    }

    /// 0.6 x at-the-money straddle + 0.3 x first strangle + 0.1 x second strangle out of the money: a platform convention,
    /// smaller than one sigma. nil unless all three are finite and not negative, and the straddle positive.
    public static func weighted(straddle: Double, firstStrangle: Double, secondStrangle: Double) -> Double? {
        guard straddle > 0, firstStrangle >= 0, secondStrangle >= 0 else { return nil }
        let move = 0.6 * straddle + 0.3 * firstStrangle + 0.1 * secondStrangle
        return move.isFinite ? move : nil
    }

    /// The spot move priced for one event between two expiries.
    ///
    /// The variance after the event is (sigma2^2 T2 - sigma1^2 T1)/(T2 - T1) per year; what the first expiry holds above
    /// that, less one day, is the event's.
    ///
    /// - Parameters: volatilities (decimal) and years of the first expiry after the event and of the next one.
    /// - Returns: The one-day move as a decimal standard deviation (times 0.798 for the mean absolute move); nil where the
    ///   variance after the event or that of the event is not positive, or an input is unsound.
    public static func event(
        firstVolatility: Double, firstYears: Double, nextVolatility: Double, nextYears: Double
    ) -> Double? {
        guard firstVolatility > 0, firstYears > 0, nextVolatility > 0, nextYears > firstYears else { return nil }
        let first = firstVolatility * firstVolatility * firstYears
        let base = (nextVolatility * nextVolatility * nextYears - first) / (nextYears - firstYears)
        guard base >= 0 else { return nil }
        let variance = first - base * (firstYears - 1.0 / 365)
        guard variance > 0, variance.isFinite else { return nil }
        return variance.squareRoot()
    }
}

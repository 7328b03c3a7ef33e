import Glibc

/// When giving up an American option's time value is rational (per share, before costs).
public enum EarlyExercise {
    /// Whether exercising a call on the last cum-dividend day beats holding it: D > K (1 - e^(-r tau)) + P.
    ///
    /// From S - K > C_ex with C_ex = (S - D) - K e^(-r tau) + P. Exact where no further dividend falls before expiry.
    /// - Parameters:
    ///   - dividend: Cash per share about to go ex, > 0.
    ///   - strike: > 0.
    ///   - rate: Continuously compounded per year.
    ///   - years: Time left after the ex-date, >= 0.
    ///   - put: Price of the put of the same strike and expiry, priced ex-dividend, >= 0.
    /// - Returns: False also for an input that is not finite or out of range.
    public static func callBeforeDividend(
        dividend: Double, strike: Double, rate: Double, years: Double, put: Double
    ) -> Bool {
        guard dividend.isFinite, dividend > 0, strike.isFinite, strike > 0, rate.isFinite, years.isFinite, years >= 0,
            put.isFinite, put >= 0
        else { return false }
        return dividend > interest(strike: strike, rate: rate, years: years) + put
    }

    /// Whether exercising a put can be rational: K (1 - e^(-r T)) > C + PV(dividends before T). Necessary, not
    /// sufficient: the exact answer is the exercise boundary.
    /// - Parameters:
    ///   - call: Price of the call of the same strike and expiry, >= 0.
    ///   - dividendsPresentValue: Present value of the dividends before expiry, >= 0.
    /// - Returns: False also for an input that is not finite or out of range.
    public static func putIsRational(
        strike: Double, rate: Double, years: Double, call: Double, dividendsPresentValue: Double
    ) -> Bool {
        guard strike.isFinite, strike > 0, rate.isFinite, years.isFinite, years >= 0, call.isFinite, call >= 0,
            dividendsPresentValue.isFinite, dividendsPresentValue >= 0
        else { return false }
        return interest(strike: strike, rate: rate, years: years) > call + dividendsPresentValue
    }

    /// Interest earned by paying or receiving the strike now: K (1 - e^(-r T)).
    public static func interest(strike: Double, rate: Double, years: Double) -> Double {
        -strike * expm1(-rate * years)
    }
}

import MagnusDomain

/// The rule of qualified covered calls: 26 U.S.C. 1092(c)(4), as IRS Publication 550 ("Qualified covered call options and
/// optioned stock") words it.
public enum QualifiedCoveredCall {
    /// The price that decides: the close of the last session before the call was written, or the opening of that day when
    /// it is more than 10 % above it.
    public static func applicablePrice(closeBefore: Double, open: Double?) -> Double {
        guard let open, open > closeBefore * 1.1 else { return closeBefore }
        return open
    }

    /// The lowest strike that still qualifies: the highest listed one below the applicable price; the second highest for a
    /// term of more than 90 days and a strike over 50 dollars; not less than 85 % of a price up to 25, and not less than 10
    /// dollars below a price up to 150.
    /// - Returns: nil when no listed strike is below the price and no bound holds.
    public static func lowestBenchmark(
        applicablePrice price: Double, strike: Double, daysToExpiry: Int, strikes: [Double]
    ) -> Double? {
        let below = strikes.filter { $0 < price }.sorted(by: >)
        let isSecond = daysToExpiry > 90 && strike > 50
        let listed = isSecond ? below.dropFirst().first ?? below.first : below.first
        return [listed, bound(price)].compactMap { $0 }.max()
    }

    private static func bound(_ price: Double) -> Double? {
        let bounds = [price <= 25 ? price * 0.85 : nil, price <= 150 ? price - 10 : nil]
        return bounds.compactMap { $0 }.max()
    }

    /// - Parameters:
    ///   - daysToExpiry: calendar days from writing to expiry.
    ///   - applicablePrice: nil where no source tells it.
    ///   - strikes: listed on the day it was written; empty where no source tells them. Without them a call in the money is
    ///     decided only where a bound alone decides it.
    public static func status(
        strike: Double, daysToExpiry: Int, applicablePrice: Double?, strikes: [Double] = []
    ) -> CoveredCallStatus {
        if daysToExpiry <= 30 { return .termTooShort }
        // Up to 33 months qualify with a price adjusted by a rate of the Treasury (26 CFR 1.1092(c)-4): not decided here.
        guard daysToExpiry <= 365, let price = applicablePrice, price > 0, price.isFinite else { return .unknown }
        if strike >= price { return .qualified }
        if let bound = bound(price), strike < bound { return .tooDeep }
        guard !strikes.isEmpty else { return .unknown }
        guard
            let benchmark = lowestBenchmark(
                applicablePrice: price, strike: strike, daysToExpiry: daysToExpiry, strikes: strikes)
        else { return .unknown }
        return strike < benchmark ? .tooDeep : .qualified
    }
}

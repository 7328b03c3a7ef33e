import Glibc
import MagnusDomain
import MagnusQuant

extension ReplayMarket {
    /// Shortest life whose pairs say something of the rate, in years: a cent of a 2,000-point box over a month is
    /// 0.006 % a year, over a day a fifth of a percent.
    private static let shortestLife = 30.0 / 365
    private static let fewestPairs = 6
    /// Standard error of a usable rate at most, decimal per year.
    private static let largestError = 0.005

    /// Zero rates that the recorded European options imply; nil when no expiry gives one.
    ///
    /// By put-call parity C - P = D (F - K) with the discount factor D = e^(-rT): the slope of mid C - P over K of the
    /// pairs of one expiry is -D (Ronn and Ronn 1989 for the box; van Binsbergen, Diamond and Grotteria 2022 for the
    /// regression). American pairs do not obey it and are left out. An expiry counts with at least six pairs quoted on
    /// both sides, 30 days to go and a standard error of the rate of at most 0.5 % a year.
    func impliedCurve(now: Instant) -> RateCurve? {
        var pairs: [CalendarDate: [(strike: Double, difference: Double)]] = [:]
        var lives: [CalendarDate: Double] = [:]
        var oldest = now
        for contracts in contractsByUnderlying.values {
            for call in contracts where call.right == .call && call.style == .european && !call.isAdjusted {
                let years = call.yearsToExpiry(from: now, calendar: calendar)
                guard years >= Self.shortestLife else { continue }
                var put = call
                put.right = .put
                guard let callQuote = quote(of: .option(call), now: now),
                    let putQuote = quote(of: .option(put), now: now),
                    let c = Self.middle(callQuote), let p = Self.middle(putQuote)
                else { continue }
                pairs[call.expiry, default: []].append((call.strike, c - p))
                lives[call.expiry] = years
                oldest = [oldest, callQuote.time, putQuote.time].compactMap { $0 }.min() ?? oldest
            }
        }
        let points = pairs.keys.sorted().compactMap { expiry -> RatePoint? in
            guard let years = lives[expiry], let list = pairs[expiry] else { return nil }
            return Self.rate(of: list, years: years).map { RatePoint(years: years, rate: $0) }
        }
        return points.isEmpty ? nil : RateCurve(points: points, asOf: oldest, source: "put-call parity")
    }

    /// The rate from the slope of C - P over K by least squares; nil when it is not sharp enough.
    private static func rate(of pairs: [(strike: Double, difference: Double)], years: Double) -> Double? {
        guard pairs.count >= fewestPairs else { return nil }
        let count = Double(pairs.count)
        let meanStrike = pairs.reduce(0) { $0 + $1.strike } / count
        let meanDifference = pairs.reduce(0) { $0 + $1.difference } / count
        var squares = 0.0
        var products = 0.0
        for pair in pairs {
            squares += (pair.strike - meanStrike) * (pair.strike - meanStrike)
            products += (pair.strike - meanStrike) * (pair.difference - meanDifference)
        }
        guard squares > 0 else { return nil }
        let discount = -products / squares
        guard discount > 0 else { return nil }
        let residual = pairs.reduce(0) { sum, pair in
            let miss = pair.difference - meanDifference + discount * (pair.strike - meanStrike)
            return sum + miss * miss
        }
        let error = sqrt(residual / (count - 2) / squares) / discount / years
        let rate = -log(discount) / years
        return rate.isFinite && error <= largestError ? rate : nil
    }
}

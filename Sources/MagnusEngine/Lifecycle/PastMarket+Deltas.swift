import Glibc
import MagnusDomain
import MagnusQuant

extension PastMarket {
    /// Openings looked at, the latest first.
    static let deltaLimit = 5000

    /// Absolute delta of an opening by the ids of its option fills: of the short leg nearest the money, else of the first.
    /// The volatility that the leg's own price implies at the spot of that moment, valued as European (Black-Scholes,
    /// dividends taken off the spot). Only where the source tells the spot of the past; a price outside the bounds has
    /// none.
    func deltas(of trades: [Trade]) async -> [String: Double] {
        guard answersForThePast, let market else { return [:] }
        var result: [String: Double] = [:]
        var curves: [CalendarDate: RateCurve] = [:]
        for trade in trades.reversed().prefix(Self.deltaLimit) where trade.kind == .trade && trade.opens {
            let day = trade.time.newYork.date
            do throws(MarketDataError) {
                let quote = try await market.quote(of: trade.underlying, now: trade.time)
                guard let spot = Self.middle(quote) else { continue }
                if curves[day] == nil { curves[day] = try await market.rates(now: trade.time) }
                guard let curve = curves[day] else { continue }
                let dividends = try await market.profile(of: trade.underlying, now: trade.time).dividends
                var sold: [Double] = []
                var bought: [Double] = []
                var events: [String] = []
                for leg in trade.legs where !leg.opened.isZero {
                    guard case .option(let contract) = leg.instrument else { continue }
                    events += leg.events
                    guard !contract.isAdjusted, let price = leg.price?.dollars,
                        let delta = Self.delta(
                            contract, price: price, spot: spot, curve: curve, dividends: dividends, at: trade.time)
                    else { continue }
                    if leg.opened.isShort { sold.append(abs(delta)) } else { bought.append(abs(delta)) }
                }
                guard let delta = sold.max() ?? bought.first else { continue }
                for event in events { result[event] = delta }
            } catch {
                // What the source cannot tell of that moment stays unknown.
                continue
            }
        }
        return result
    }

    private static func middle(_ quote: Quote) -> Double? {
        guard let bid = quote.bid, let ask = quote.ask, bid > 0, ask >= bid else { return quote.last }
        return (bid + ask) / 2
    }

    private static func delta(
        _ contract: OptionContract, price: Double, spot: Double, curve: RateCurve, dividends: [DividendEvent],
        at time: Instant
    ) -> Double? {
        let years = contract.yearsToExpiry(from: time)
        let day = time.newYork.date
        guard years > 0, let rate = curve.rate(years: years) else { return nil }
        let paid = dividends.filter { $0.exDate > day && $0.exDate <= contract.expiry }.reduce(0) {
            $0 + $1.amount * exp(-rate * Double($1.exDate.days(since: day)) / 365)
        }
        var terms = OptionTerms(
            right: contract.right, style: .european, spot: spot - paid, strike: contract.strike, years: years,
            rate: rate, dividendYield: 0, volatility: 0)
        guard let volatility = try? ImpliedVolatility.european(price: price, terms: terms) else { return nil }
        terms.volatility = volatility
        return (try? BlackScholes.valuation(terms))?.delta
    }
}

import MagnusAnalysis
import MagnusDomain

/// What the sources said in one round, with what went wrong.
struct MarketRound: Sendable {
    var underlyings: [String: UnderlyingMarket]
    var optionQuotes: [OptionContract: Quote]
    var rates: RateCurve
    /// One line per symbol that could not be asked.
    var problems: [String: MarketDataError]
}

/// Asks a market source for everything that a set of symbols and contracts needs. One symbol's failure leaves the
/// others alone.
struct MarketGathering: Sendable {
    let market: CachedMarketDataSource
    /// Sessions of history that trend and volatility figures look back on.
    static let historySessions = 260
    static let volatilitySessions = 252

    /// - Parameters:
    ///   - previous: kept for symbols that do not answer, with the quote's own age.
    ///   - withHistory: whether bars and volatility history are wanted too.
    func round(
        symbols: Set<String>, contracts: [OptionContract], now: Instant, withHistory: Bool,
        previous: [String: UnderlyingMarket]
    ) async -> MarketRound {
        var result = MarketRound(
            underlyings: previous, optionQuotes: [:],
            rates: RateCurve(points: [], asOf: now, source: market.name), problems: [:])
        do throws(MarketDataError) {
            result.rates = try await market.rates(now: now)
        } catch {
            // A recording has no curve of its own; that is no outage.
            if error != .unsupported { result.problems["rates"] = error }
        }
        for symbol in symbols.sorted() {
            do throws(MarketDataError) {
                result.underlyings[symbol] = try await underlying(
                    symbol, now: now, withHistory: withHistory, previous: previous[symbol])
            } catch {
                result.problems[symbol] = error
            }
        }
        do throws(MarketDataError) {
            result.optionQuotes = try await market.quotes(of: contracts, now: now)
        } catch {
            result.problems["options"] = error
        }
        return result
    }

    private func underlying(
        _ symbol: String, now: Instant, withHistory: Bool, previous: UnderlyingMarket?
    ) async throws(MarketDataError) -> UnderlyingMarket {
        let quote = try await market.quote(of: symbol, now: now)
        let profile = try await market.profile(of: symbol, now: now)
        var bars = previous?.bars ?? []
        var history = previous?.volatilityHistory ?? []
        if withHistory {
            bars = try await optional { () async throws(MarketDataError) in
                try await market.dailyBars(of: symbol, count: Self.historySessions, now: now)
            }
            history = try await optional { () async throws(MarketDataError) in
                try await market.volatilityHistory(of: symbol, count: Self.volatilitySessions, now: now)
            }
        }
        return UnderlyingMarket(profile: profile, quote: quote, bars: bars, volatilityHistory: history)
    }

    /// A source that keeps no history still quotes: its history is empty, not a failure.
    private func optional<Element>(
        _ load: () async throws(MarketDataError) -> [Element]
    ) async throws(MarketDataError) -> [Element] {
        do throws(MarketDataError) {
            return try await load()
        } catch {
            if error == .unsupported { return [] }
            throw error
        }
    }
}

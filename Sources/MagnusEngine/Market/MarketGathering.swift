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
    static let volatilitySessions = 253

    /// - Parameters:
    ///   - previous: kept for symbols that do not answer, with the quote's own age.
    ///   - historyOf: symbols whose bars and volatility history are wanted too.
    func round(
        symbols: Set<String>, contracts: [OptionContract], now: Instant, historyOf: Set<String>,
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
                var underlying = try await quoted(symbol, now: now, previous: previous[symbol])
                result.underlyings[symbol] = underlying
                guard historyOf.contains(symbol) else { continue }
                // A history that fails leaves the quote as it is.
                try await addHistory(to: &underlying, symbol, now: now)
                result.underlyings[symbol] = underlying
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

    /// Quotes of contracts that are not held; none where the round itself got no option quotes.
    func quotes(
        of contracts: [OptionContract], round: inout MarketRound, now: Instant
    ) async -> [OptionContract: Quote] {
        guard !contracts.isEmpty, round.problems["options"] == nil else { return [:] }
        do throws(MarketDataError) {
            return try await market.quotes(of: contracts, now: now)
        } catch {
            round.problems["options"] = error
            return [:]
        }
    }

    /// Volatilities of the smiles of the contracts' expiries, from chains that may be as old as the cache allows: a smile
    /// moves less than its quotes. Contracts whose expiry tells none are left out.
    func smiles(
        for contracts: [OptionContract], underlyings: [String: UnderlyingMarket], rates: RateCurve,
        calendar: ExchangeCalendar, now: Instant
    ) async -> (volatilities: [OptionContract: SmileVolatility], problems: [String: MarketDataError]) {
        var volatilities: [OptionContract: SmileVolatility] = [:]
        var problems: [String: MarketDataError] = [:]
        for (symbol, held) in Dictionary(grouping: contracts, by: \.underlying).sorted(by: { $0.key < $1.key }) {
            guard let profile = underlyings[symbol]?.profile else { continue }
            do throws(MarketDataError) {
                let chain = try await market.chain(of: symbol, now: now)
                for contract in held {
                    let smile = ExpirySmile(
                        chain, root: contract.root, expiry: contract.expiry, profile: profile, rates: rates,
                        calendar: calendar, now: chain.retrievedAt)
                    volatilities[contract] = smile?.volatility(strike: contract.strike)
                }
            } catch {
                // A source without chains is no outage: the last known volatility serves.
                if error != .unsupported { problems["\(symbol) chain"] = error }
            }
        }
        return (volatilities, problems)
    }

    private func quoted(
        _ symbol: String, now: Instant, previous: UnderlyingMarket?
    ) async throws(MarketDataError) -> UnderlyingMarket {
        let quote = try await market.quote(of: symbol, now: now)
        let profile = try await market.profile(of: symbol, now: now)
        return UnderlyingMarket(
            profile: profile, quote: quote, bars: previous?.bars ?? [],
            volatilityHistory: previous?.volatilityHistory ?? [], closingQuote: previous?.closingQuote)
    }

    /// What underlyings cost at past moments; those that nobody can tell are left out: daily closes serve them.
    func closingQuotes(_ moments: [String: Instant]) async -> [String: Quote] {
        var quotes: [String: Quote] = [:]
        for (symbol, moment) in moments.sorted(by: { $0.key < $1.key }) {
            do throws(MarketDataError) {
                let quote = try await market.uncached.quote(of: symbol, now: moment)
                if quote.time.map({ $0 <= moment }) == true { quotes[symbol] = quote }
            } catch {
                // Sources that answer for the present alone are no outage here.
                continue
            }
        }
        return quotes
    }

    private func addHistory(
        to underlying: inout UnderlyingMarket, _ symbol: String, now: Instant
    ) async throws(MarketDataError) {
        underlying.bars = try await optional { () async throws(MarketDataError) in
            try await market.dailyBars(of: symbol, count: Self.historySessions, now: now)
        }
        underlying.volatilityHistory = try await optional { () async throws(MarketDataError) in
            try await market.volatilityHistory(of: symbol, count: Self.volatilitySessions, now: now)
        }
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

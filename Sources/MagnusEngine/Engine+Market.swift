import MagnusAnalysis
import MagnusDomain

extension Engine {
    /// Asks the market for everything the book needs and values the book.
    func refresh(withHistory: Bool) async {
        let now = world.clock.now()
        lastRoundAt = now
        market.asOf = now
        if let source = world.market {
            let contracts = keeper.contracts
            var symbols = keeper.symbols
            symbols.insert(world.benchmark)
            let round = await MarketGathering(market: source).round(
                symbols: symbols, contracts: contracts, now: now, withHistory: withHistory,
                previous: market.underlyings)
            market.underlyings = round.underlyings
            market.optionQuotes.merge(round.optionQuotes) { $1 }
            if !round.rates.points.isEmpty { market.rates = round.rates }
            note(problems: round.problems, now: now)
        }
        keeper.apply(market)
        book = keeper.valuation(now: now)
    }

    /// Says a source's trouble once when it begins and once when it ends.
    private func note(problems: [String: MarketDataError], now: Instant) {
        for (symbol, problem) in problems.sorted(by: { $0.key < $1.key }) where marketProblems[symbol] != problem {
            board.post(.warning, "\(symbol): \(Self.words(problem)) (\(market.source))", now: now)
        }
        for symbol in marketProblems.keys.sorted() where problems[symbol] == nil {
            board.post(.information, "\(symbol): quotes are back", now: now)
        }
        marketProblems = problems
    }

    static func words(_ error: MarketDataError) -> String {
        switch error {
        case .unknownSymbol: "not known to the source"
        case .unreachable(let reason): "source unreachable, \(reason)"
        case .malformed(let reason): "unusable answer, \(reason)"
        case .unsupported: "not offered by the source"
        }
    }

    /// Spots of all underlyings with a usable price.
    var spots: [String: Double] {
        var result: [String: Double] = [:]
        for (symbol, underlying) in market.underlyings {
            if let quote = underlying.quote, let bid = quote.bid, let ask = quote.ask, bid > 0, ask >= bid {
                result[symbol] = (bid + ask) / 2
            } else if let last = underlying.quote?.last, last > 0 {
                result[symbol] = last
            }
        }
        return result
    }
}

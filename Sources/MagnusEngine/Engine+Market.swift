import MagnusAnalysis
import MagnusDomain
import MagnusMonitors

extension Engine {
    /// World seconds between two tries to get yesterday's marks from a source that failed to give them.
    static let previousMarksRetrySeconds = 60.0

    /// World seconds for which the last quote of a contract is kept that is in no shown account any more: what comes back
    /// soon has its quote at once.
    static let quoteMemorySeconds = 3600.0

    /// Asks the market for everything the book needs and values the book.
    func refresh(withHistory: Bool) async {
        let now = world.clock.now()
        lastRoundAt = now
        market.asOf = now
        keeper.prepare(now: now)
        if let source = world.market {
            let contracts = keeper.contracts
            var symbols = keeper.symbols
            symbols.insert(world.benchmark)
            if let index = world.volatilityIndex { symbols.insert(index) }
            if withHistory { historyOf = [] }
            // What is newly held gets its history at once, and what an outage kept away is asked for again.
            let wanted = withHistory ? symbols : historyOf.map { symbols.subtracting($0) } ?? []
            let gathering = MarketGathering(market: source)
            var round = await gathering.round(
                symbols: symbols, contracts: contracts, now: now, historyOf: wanted, previous: market.underlyings)
            historyOf?.formUnion(wanted.filter { round.problems[$0] == nil })
            market.underlyings = round.underlyings
            // Contracts that nobody holds and rules compare with.
            let compared = Monitors.compared(with: contracts, market: market, settings: configuration.monitors)
            let beside = await gathering.quotes(of: compared, round: &round, now: now)
            market.optionQuotes.merge(round.optionQuotes.merging(beside) { $1 }) { $1 }
            market.forgetQuotes(except: contracts + compared, before: now.adding(seconds: -Self.quoteMemorySeconds))
            if !round.rates.points.isEmpty { market.rates = round.rates }
            await refreshClosingQuotes(gathering, now: now)
            // A source that gives no quotes is not asked for chains: its trouble is told once.
            let silent =
                round.problems["options"] != nil
                ? []
                : keeper.contractsWithoutVolatility(in: round.optionQuotes, now: now)
                    .filter { round.problems[$0.underlying] == nil }
            let smiles = await gathering.smiles(
                for: silent,
                underlyings: market.underlyings, rates: market.rates, calendar: market.calendar, now: now)
            keeper.apply(smiles: smiles.volatilities)
            note(problems: round.problems.merging(smiles.problems) { first, _ in first }, now: now)
            noteContradictions(now: now)
        }
        await refreshPreviousMarks(now: now)
        keeper.apply(market)
        keeper.apply(severities: severities)
        book = keeper.valuation(now: now)
    }

    /// Out of session: what underlyings cost when their options were last quoted, asked once for each close.
    private func refreshClosingQuotes(_ gathering: MarketGathering, now: Instant) async {
        let apart = keeper.symbolsApart(in: market.underlyings, optionQuotes: market.optionQuotes, now: now)
        for symbol in market.underlyings.keys where apart[symbol] == nil {
            market.underlyings[symbol]?.closingQuote = nil
        }
        let wanted = apart.filter { closingQuotesAsked[$0.key] != $0.value }
        closingQuotesAsked = apart
        for (symbol, quote) in await gathering.closingQuotes(wanted) {
            market.underlyings[symbol]?.closingQuote = quote
        }
    }

    /// Marks of the previous official close, once a day and for each contract that is new in the book.
    private func refreshPreviousMarks(now: Instant) async {
        guard let source = world.market else { return }
        let today = market.calendar.sessionOnOrBefore(now.newYork.date)
        if previousMarksDay != today {
            previousMarksDay = today
            previousMarks = [:]
            closingSpreads = [:]
        }
        let missing = keeper.contractsOfTheDay.filter { previousMarks[$0] == nil }
        guard !missing.isEmpty, marketProblems["options"] == nil,
            previousMarksFailure.map({ abs(now.seconds(since: $0)) >= Self.previousMarksRetrySeconds }) ?? true,
            let session = market.calendar.session(on: market.calendar.previousSession(before: today))
        else { return }
        do throws(MarketDataError) {
            let quotes = try await source.quotes(of: missing, now: session.close)
            for contract in missing {
                // No quote then means no mark then: the profit of the day of that leg stays unknown.
                previousMarks[contract] = closingMark(contract, quotes[contract], session: session)
                if previousMarks[contract]?.value != nil, let bid = quotes[contract]?.bid,
                    let ask = quotes[contract]?.ask, bid > 0, ask > bid
                {
                    closingSpreads[contract] = ask - bid
                }
            }
            previousMarksFailure = nil
        } catch {
            if previousMarksFailure == nil {
                tell(
                    .warning, "previous close: \(Self.words(error)) (\(market.source)), no profit of the day", now: now)
            }
            previousMarksFailure = now
        }
        keeper.apply(previousMarks: previousMarks)
    }

    /// What every quote is good for holds at the close too: no mark of one side, an estimate of a wide spread. What was
    /// settled by then counts with its intrinsic value, as the net liquidation of that close did: the half spread of the
    /// last quote is no profit of the next day.
    private func closingMark(_ contract: OptionContract, _ quote: Quote?, session: TradingSession) -> Figure {
        let instants = contract.expiryInstants(calendar: market.calendar)
        if instants.settlement <= session.close, !contract.isAdjusted,
            let close = market.underlyings[contract.underlying]?.profile.previousClose, close > 0
        {
            // Of what the opening settled, the close is not the price that did.
            let trust: Trust = contract.settlement == .cashMorning ? .estimated : .fresh
            return Figure(max(0, contract.right.sign * (close - contract.strike)), trust: trust)
        }
        guard let quote else { return .unknown(.noSource) }
        let days = instants.days(from: session.close)
        return QuoteAssessment(
            quote, now: session.close, kind: .option(daysToExpiry: days), session: nil,
            limits: configuration.book.quoteLimits, lastClose: session.close
        ).mark
    }

    /// Severity of the worst open alert by strategy row.
    private var severities: [String: AlertPriority] {
        var result: [String: AlertPriority] = [:]
        for alert in policy.open {
            guard let row = alert.finding.positionIdentifier else { continue }
            result[row] = max(result[row] ?? .low, alert.finding.priority)
        }
        return result
    }

    /// Says a source's trouble once when it begins and once when it ends; what many symbols share is one notice.
    private func note(problems: [String: MarketDataError], now: Instant) {
        let begun = problems.filter { marketProblems[$0.key] != $0.value }
        for (words, group) in Dictionary(grouping: begun, by: { Self.words($0.value) }).sorted(by: { $0.key < $1.key })
        {
            tell(.warning, "\(Self.listed(group.map(\.key))): \(words) (\(market.source))", now: now)
        }
        let ended = marketProblems.keys.filter { problems[$0] == nil }
        if !ended.isEmpty { tell(.information, "\(Self.listed(ended)): quotes are back", now: now) }
        marketProblems = problems
    }

    /// Symbols whose sources contradict each other.
    var contradictory: Set<String> {
        Set(market.underlyings.filter { $0.value.quote?.contradiction != nil }.keys)
    }

    /// Says once what two sources say differently, with both prices, sources and ages, and once when they agree again.
    private func noteContradictions(now: Instant) {
        let present = contradictory
        for symbol in present.subtracting(contradictionsTold).sorted() {
            guard let quote = market.underlyings[symbol]?.quote, let other = quote.contradiction else { continue }
            let own = Self.told(quote.middle ?? quote.last, quote.source, quote.time, now)
            let second = Self.told(other.price, other.source, other.time, now)
            tell(.warning, "\(symbol) contradictory: \(own), \(second); figures and alerts on it wait", now: now)
        }
        let ended = contradictionsTold.subtracting(present)
        if !ended.isEmpty { tell(.information, "\(Self.listed(Array(ended))): sources agree again", now: now) }
        contradictionsTold = present
    }

    private static func told(_ price: Double?, _ source: String, _ time: Instant?, _ now: Instant) -> String {
        let age = time.map { " \(Int(max(0, now.seconds(since: $0))))s" } ?? ""
        return "\(source) \(price.flatMap { DecimalText.text($0, decimals: 2) } ?? "?")\(age)"
    }

    /// The first few names and how many more there are.
    private static func listed(_ names: [String]) -> String {
        let shown = names.sorted().prefix(4).joined(separator: ", ")
        return names.count > 4 ? "\(shown) and \(names.count - 4) more" : shown
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

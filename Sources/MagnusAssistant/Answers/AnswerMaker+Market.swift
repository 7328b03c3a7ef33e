import MagnusAnalysis
import MagnusDomain
import MagnusQuant

extension AnswerMaker {
    func whichSymbol() { out.line("Which symbol? A ticker or company name makes the question complete.") }

    /// Quote and its assessment: the snapshot first, then the source.
    func quoted(_ symbol: String) async -> (quote: Quote, assessment: QuoteAssessment)? {
        var found = context.market.underlyings[symbol]?.quote
        if found == nil { found = await data.quote(of: symbol) }
        guard let found else { return nil }
        return (
            found, QuoteAssessment(found, now: context.now, kind: .underlying, calendar: context.market.calendar)
        )
    }

    func profile(_ symbol: String) async -> SecurityProfile? {
        if let known = context.market.underlyings[symbol]?.profile { return known }
        return await data.profile(of: symbol)
    }

    private func citeQuote(_ symbol: String, _ quote: Quote, _ assessment: QuoteAssessment) -> Int {
        out.cite(
            "quotes", symbol, passage: "source \(quote.source), \(assessment.state.rawValue)", reference: symbol,
            age: assessment.ageSeconds)
    }

    func cite(_ chain: ChainAnalysis) -> Int {
        out.cite(
            "chain", chain.symbol, passage: "source \(chain.source)", reference: chain.symbol,
            age: max(0, context.now.seconds(since: chain.retrievedAt)))
    }

    func citeProfile(_ symbol: String) -> Int {
        out.cite("profile", symbol, passage: "source \(context.market.source)", reference: symbol)
    }

    /// The risk-free rate that options are priced with, by maturity.
    private func riskFreeRate() {
        let curve = context.market.rates
        let cite = out.cite(
            "rates", "Risk-free rates", passage: "source \(curve.source)", reference: "rates",
            age: max(0, context.now.seconds(since: curve.asOf)))
        out.record("rates", rows: curve.points.count)
        guard !curve.points.isEmpty else { return out.line("The risk-free rate is unknown (no source).") }
        let rates = [1, 3, 12].compactMap { months in curve.rate(years: Double(months) / 12).map { (months, $0) } }
        let parts = rates.map { months, rate in
            "\(out.counted(months, "month", cite)) \(out.percent(Figure(rate), "zero rate", cite, decimals: 2))"
                as Fragment
        }
        out.line(
            "The interest rate options are priced with, a year, continuously compounded: \(parts.joined(", ")), from \(out.quote(curve.source, cite))."
        )
    }

    private var asksRiskFreeRate: Bool {
        symbol == nil && RowRules.asksRate(question.words)
    }

    func quote() async {
        if asksRiskFreeRate { return riskFreeRate() }
        guard symbol != nil else { return whichSymbol() }
        for name in entities.symbols.prefix(Self.namesAtOnce) { await quote(of: name) }
        sayFurtherNames()
    }

    private static let namesAtOnce = 8

    /// Names beyond those that one answer has room for.
    private func sayFurtherNames() {
        let left = entities.symbols.dropFirst(Self.namesAtOnce)
        guard !left.isEmpty else { return }
        out.line("Not looked at, ask again: \(left.map { out.quote($0) }.joined(", ")).")
    }

    private func quote(of symbol: String) async {
        out.record("quote", ["symbol": symbol], rows: 1)
        guard let (quote, assessment) = await quoted(symbol) else {
            out.line("\(out.quote(symbol)): the price is unknown (no source).")
            return
        }
        let cite = citeQuote(symbol, quote, assessment)
        out.list("", symbol: symbol, title: symbol)
        var text: Fragment = "\(out.quote(symbol)) \(out.price(assessment.mark, "price", cite))"
        if let close = context.market.underlyings[symbol]?.profile.previousClose, close > 0 {
            let change = assessment.mark.map { $0 / close - 1 }
            text =
                text
                + ", \(out.percent(change, "change since the previous close", cite, decimals: 2, signed: true, formula: "price / previous close - 1")) since the previous close of \(out.price(Figure(close), "previous close", cite))"
        }
        if let bid = assessment.bid, let ask = assessment.ask {
            text = text + ", bid \(out.price(Figure(bid), "bid", cite)) ask \(out.price(Figure(ask), "ask", cite))"
        }
        out.line(text + ".")
        if assessment.state != .fresh {
            out.more(
                "The quote is \(Fragment([.words(assessment.state.rawValue.split(separator: "_").joined(separator: " "))]))."
            )
        }
        let held = book.strategies.filter { $0.symbol == symbol }
        for row in held.prefix(2) {
            out.line(
                "Held: \(dated(row)), P/L \(out.dollars(row.unrealizedProfit, "P/L", self.cite(row), signed: true))."
            )
            out.list(row.id, symbol: row.symbol, title: row.title)
        }
        out.offer("details", "Chain", ["symbol": symbol])
    }

    func volatilityRank() async {
        guard symbol != nil else { return await highestRanks() }
        var known: [(symbol: String, chain: ChainAnalysis)] = []
        for name in entities.symbols.prefix(Self.namesAtOnce) {
            if let chain = await data.chain(of: name) { known.append((name, chain)) } else { noChain(name) }
        }
        if known.count > 1 {
            // Side by side they are compared.
            known.sort {
                let ranks = ($0.chain.standing.rank.value ?? -1, $1.chain.standing.rank.value ?? -1)
                return ranks.0 == ranks.1 ? $0.symbol < $1.symbol : ranks.0 > ranks.1
            }
            out.line("By IV rank, highest first:")
        }
        for entry in known { volatilityRank(of: entry.symbol, entry.chain) }
        sayFurtherNames()
    }

    private func volatilityRank(of symbol: String, _ chain: ChainAnalysis) {
        let cite = cite(chain)
        out.record("volatility", ["symbol": symbol], rows: 1)
        out.list("", symbol: symbol, title: symbol)
        out.line(
            "\(out.quote(symbol)): implied volatility at a month \(out.percent(chain.impliedVolatility30, "30-day implied volatility", cite, decimals: 1)), IV rank \(out.decimal(chain.standing.rank, "IV rank", cite)), IV percentile \(out.decimal(chain.standing.percentile, "IV percentile", cite)) over \(out.count(chain.standing.sessions, "sessions", cite)) sessions."
        )
        if chain.standing.isNewHigh { out.more("That is a new high of the window.") }
        if chain.standing.isNewLow { out.more("That is a new low of the window.") }
        let bars = context.market.underlyings[symbol]?.bars ?? []
        if let historical = Self.historicalVolatility(bars) {
            out.line(
                "Realised over the last sessions \(out.percent(Figure(historical), "close-to-close volatility, 20 sessions", cite, decimals: 1, formula: "sqrt(252 x sample variance of log returns)")), close to close."
            )
        }
        offerExplain(candidateOf: symbol, "iv_rank")
    }

    /// Close-to-close over 20 sessions; nil with fewer.
    static func historicalVolatility(_ bars: [DailyBar]) -> Double? {
        let closes = bars.suffix(21).map(\.close)
        guard closes.count == 21, closes.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        return try? HistoricalVolatility.closeToClose(closes)
    }

    func noChain(_ symbol: String) {
        out.record("chain", ["symbol": symbol], rows: 0)
        out.line("\(out.quote(symbol)): the chain is unknown (no source), so nothing about its options can be said.")
    }

    func expectedMove() async {
        guard let symbol else { return whichSymbol() }
        if !levelsOfFinish.isEmpty { return await probabilityOfFinish(symbol) }
        guard let chain = await data.chain(of: symbol) else { return noChain(symbol) }
        let cite = cite(chain)
        let wanted = chain.expiries.filter { expiry in
            entities.span.map { expiry.expiry >= $0.first && expiry.expiry <= $0.last } ?? (expiry.daysToExpiry > 0)
        }
        let shown = wanted.isEmpty ? chain.expiries.filter { $0.daysToExpiry > 0 } : wanted
        out.record("expected_move", ["symbol": symbol], rows: shown.count)
        guard !shown.isEmpty else { return noChain(symbol) }
        if wanted.isEmpty { out.line("No expiry lies there; the next ones:") }
        out.list("", symbol: symbol, title: symbol)
        out.line(
            "\(out.quote(symbol)) at \(out.price(chain.spot, "spot", cite)), expected move as a standard deviation (spot x volatility x root of time):"
        )
        // Up to a day, the last expiries before it are meant.
        for expiry in entities.span == nil ? shown.prefix(3) : shown.suffix(3) {
            out.line(
                "\(out.date(expiry.expiry, today: today)): plus or minus \(out.price(expiry.expectedMove, "expected move", cite)), volatility \(out.percent(expiry.atTheMoneyVolatility, "at-the-money volatility", cite, decimals: 1)), straddle \(out.price(expiry.impliedStraddle, "straddle", cite))"
            )
        }
        offerExplain(candidateOf: symbol, "expected_move")
    }

    func earnings() async {
        if symbol != nil {
            for name in entities.symbols { await earnings(of: name) }
            return
        }
        let span = entities.span
        var inside: [(row: StrategyValuation, event: EarningsEvent)] = []
        for row in book.strategies {
            guard let expiry = row.expiry, let profile = context.market.underlyings[row.symbol]?.profile else {
                continue
            }
            // As the flag of the row says it: a date not confirmed counts a week either way.
            for event in Self.coming(profile, today: today)
            where span.map({ Self.firstDay(of: event) <= $0.last && $0.first <= Self.lastDay(of: event) })
                ?? (Self.firstDay(of: event) <= expiry)
            {
                inside.append((row, event))
            }
        }
        inside.sort { ($0.event.date, $0.row.id) < ($1.event.date, $1.row.id) }
        out.record("earnings", rows: inside.count)
        guard !inside.isEmpty else {
            return out.line(
                "No held option has a known earnings date \(span == nil ? "before it expires" : "in that time").")
        }
        out.line("Held options with earnings \(span == nil ? "before expiry" : "in that time"):")
        for item in inside {
            out.line("\(name(item.row)) \(expiryText(item.row)): reports \(text(item.event))")
            remember(item.row)
        }
    }

    private func earnings(of symbol: String) async {
        let found = await profile(symbol)
        out.record("earnings", ["symbol": symbol], rows: found?.earnings.count ?? 0)
        guard let profile = found else { return out.line("\(out.quote(symbol)): earnings are unknown (no source).") }
        out.list("", symbol: symbol, title: symbol)
        let events = Self.coming(profile, today: today)
        guard let event = events.first else {
            let words: Fragment =
                profile.kind == .stock
                ? "no earnings date is known; that is not the same as none."
                : "a fund or index does not report earnings."
            return out.line("\(out.quote(symbol)): \(words)")
        }
        out.line("\(out.quote(symbol)) reports \(events.map(text).joined(", then ")).")
        if event.date < today, events.count > 1 {
            out.line("The first of these dates is past and was never confirmed: it may have been reported or not.")
        }
        for row in book.strategies where row.symbol == symbol {
            guard let expiry = row.expiry else { continue }
            let event =
                events.last { $0.date <= expiry } ?? events.first { Self.firstDay(of: $0) <= expiry } ?? event
            let words: Fragment =
                expiry >= event.date
                ? "the date lies inside"
                : expiry >= Self.firstDay(of: event)
                    ? "it ends before that date, and inside the week that counts of one not confirmed (\(out.date(Self.firstDay(of: event), today: today)) on)"
                    : "it ends before"
            out.line("\(dated(row)): \(words).")
        }
        let said = Set(question.words.map(\.text)).union(question.words.map { $0.typed.lowercased() })
        if DirectRules.asksEarningsMove(said) { await earningsMove(of: symbol, at: event) }
    }

    /// The next event, and one before it that may be still to come: an unconfirmed date that is past hides no later one.
    private static func coming(_ profile: SecurityProfile, today: CalendarDate) -> [EarningsEvent] {
        let events = profile.earnings.filter { lastDay(of: $0) >= today }.sorted { $0.date < $1.date }
        guard let next = events.firstIndex(where: { $0.date >= today }) else { return events }
        return Array(events[...next])
    }

    /// Days that a date not confirmed counts either way.
    private static let unconfirmedDays = 7

    static func firstDay(of event: EarningsEvent) -> CalendarDate {
        event.date.adding(days: event.isConfirmed ? 0 : -unconfirmedDays)
    }

    static func lastDay(of event: EarningsEvent) -> CalendarDate {
        event.date.adding(days: event.isConfirmed ? 0 : unconfirmedDays)
    }

    private func text(_ event: EarningsEvent) -> Fragment {
        let time: Fragment =
            event.time == .beforeOpen ? " before the open" : event.time == .afterClose ? " after the close" : ""
        let confirmed: Fragment = event.isConfirmed ? "confirmed" : "not confirmed, so a week either way counts"
        return "\(out.date(event.date, today: today))\(time) (\(confirmed))"
    }

    func dividends() async {
        if let symbol {
            let profile = await profile(symbol)
            out.record("dividends", ["symbol": symbol], rows: profile?.dividends.count ?? 0)
            guard let profile else { return out.line("\(out.quote(symbol)): dividends are unknown (no source).") }
            let cite = citeProfile(symbol)
            out.list("", symbol: symbol, title: symbol)
            guard let event = profile.dividends.first(where: { $0.exDate >= today }) else {
                return out.line("\(out.quote(symbol)): no coming dividend is known.")
            }
            out.line(
                "\(out.quote(symbol)) goes ex \(out.date(event.exDate, today: today)), \(out.price(Figure(event.amount), "dividend per share", cite)) a share (\(event.isEstimated ? "estimated" : "declared"))."
            )
            for row in book.strategies where row.symbol == symbol {
                guard let call = row.legs.first(where: { Self.isShortCall($0) }) else { continue }
                out.line(
                    "\(name(row)): extrinsic \(out.price(call.extrinsic, "extrinsic per share", self.cite(row))), early exercise \(out.percent(call.earlyExerciseProbability, "early exercise probability", self.cite(row)))."
                )
                let last = context.market.calendar.previousSession(before: event.exDate)
                guard let session = context.market.calendar.session(on: last) else { continue }
                out.line(
                    "Who holds shares at the close of \(out.date(last, today: today)) gets it; a call bought back by \(out.quote(session.close.newYork.hourMinute)) New York that day cannot take them any more."
                )
            }
            return
        }
        let span = entities.span
        let symbols = Set(book.strategies.map(\.symbol)).sorted()
        var found: [(symbol: String, event: DividendEvent)] = []
        for symbol in symbols {
            guard
                let event = context.market.underlyings[symbol]?.profile.dividends.first(where: { $0.exDate >= today }),
                span.map({ $0.contains(event.exDate) }) ?? true
            else { continue }
            found.append((symbol, event))
        }
        found.sort { ($0.event.exDate, $0.symbol) < ($1.event.exDate, $1.symbol) }
        out.record("dividends", rows: found.count)
        guard !found.isEmpty else {
            return out.line("No dividend of a held name is known \(span == nil ? "" : "in that time").")
        }
        for item in found {
            out.line(
                "\(out.quote(item.symbol)) ex \(out.date(item.event.exDate, today: today)), \(out.price(Figure(item.event.amount), "dividend per share", citeProfile(item.symbol))) a share (\(item.event.isEstimated ? "estimated" : "declared"))"
            )
            out.list("", symbol: item.symbol, title: item.symbol)
        }
    }

    private static func isShortCall(_ leg: PositionValuation) -> Bool {
        guard leg.position.quantity.isShort, case .option(let contract) = leg.position.instrument else { return false }
        return contract.right == .call
    }
}

import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// When rows were opened and when the last of them ends, what options bring that end without value, and wheels.
extension AnswerMaker {
    private static let listedRows = 12

    func answer(_ topic: FurtherTopic) {
        switch topic {
        case .openings(let asked): openings(asked)
        case .lastExpiry: lastExpiry()
        case .sharesHeld: sharesHeld()
        case .wheels: wheels()
        case .keptWorthless: keptWorthless()
        case .ownDividends: ownDividends()
        case .returnOnCollateral: returnOnCollateral()
        case .shareOfNet(let measure): shareOfNet(measure)
        case .wholeResult: wholeResult()
        case .profitChance: profitChance()
        }
    }

    // MARK: - Openings

    /// Days read ahead, "in March" and "this week" from today on, of what was opened in them: from their beginning on.
    private func behind(_ days: DateSpan) -> DateSpan {
        guard days.first == today, days.last > today else { return days }
        var span = days
        let isOfWeek = days.label.hasSuffix("week")
        span.first =
            isOfWeek
            ? today.adding(days: -today.weekday.rawValue)
            : CalendarDate(year: today.year, month: today.month, day: 1) ?? today
        span.last = today
        return span
    }

    private func openings(_ said: FurtherTopic.Openings) {
        guard !isBookEmpty else { return sayEmptyBook() }
        var asked = said
        asked.days = said.days.map(behind)
        let chosen = rowsAsked()
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        func dates(_ row: StrategyValuation) -> (first: CalendarDate, last: CalendarDate)? {
            let days = row.legs.map { $0.position.openedAt.newYork.date }
            guard let first = days.min(), let last = days.max() else { return nil }
            return (first, last)
        }
        let dated = chosen.compactMap { row in dates(row).map { (row: row, days: $0) } }
        let found = dated.filter { item in asked.days.map { $0.contains(item.days.first) } ?? true }
            .sorted { left, right in
                if left.days.first == right.days.first { return left.row.id < right.row.id }
                return asked.isOldestFirst
                    ? left.days.first < right.days.first : left.days.first > right.days.first
            }
        let cite = citeBook()
        out.record("openings", ["days": asked.days?.label ?? ""], rows: found.count)
        let all: Fragment = out.counted(chosen.count, "row", cite)
        if let days = asked.days {
            out.line(
                "Opened \(out.quote(days.label)) and still open: \(out.count(found.count, "rows", cite)) of \(all)\(found.isEmpty ? "." : ", newest first:")"
            )
        } else {
            out.line("By the day of opening, \(asked.isOldestFirst ? "oldest" : "newest") first, of \(all):")
        }
        for item in found.prefix(Self.listedRows) {
            let source = self.cite(item.row)
            let held = Figure(Double(max(0, today.days(since: item.days.first))))
            let later: Fragment =
                item.days.last == item.days.first
                ? Fragment() : " (its last leg \(out.quote(item.days.last.iso8601)))"
            out.line(
                "\(self.dated(item.row)): opened \(out.quote(item.days.first.iso8601))\(later), held \(out.decimal(held, "days held", source)) \(held.value == 1 ? "day" : "days"), P/L \(out.dollars(item.row.unrealizedProfit, "P/L", source, signed: true))"
            )
        }
        for item in found { remember(item.row) }
        if found.count > Self.listedRows {
            out.line("\(out.counted(found.count - Self.listedRows, "further row", cite)) not listed.")
        }
        // A leg that was added later is no opening of the row.
        let added = dated.filter { item in
            asked.days.map { $0.contains(item.days.last) && !$0.contains(item.days.first) } ?? false
        }
        if !added.isEmpty {
            out.line(
                "Opened before, with a leg opened then: \(added.prefix(6).map { self.dated($0.row) }.joined(", ")).")
        }
        if asked.days != nil {
            out.line("What was opened then and is closed by now is not among them; the ledger tells it.")
        }
        if let first = found.first { offerRow(first.row) }
    }

    // MARK: - The last expiry

    private func lastExpiry() {
        guard !isBookEmpty else { return sayEmptyBook() }
        struct End {
            var row: StrategyValuation
            var leg: PositionValuation
            var contract: OptionContract
            var date: CalendarDate
        }
        let ends = rowsAsked().flatMap { row in
            row.legs.compactMap { leg -> End? in
                guard case .option(let contract) = leg.position.instrument, isAskedRight(leg) else { return nil }
                // The day it really ends: a holiday on the date of the contract moves it.
                let date = leg.daysToExpiry.map { today.adding(days: $0) } ?? contract.expiry
                guard entities.span?.contains(date) ?? true else { return nil }
                return End(row: row, leg: leg, contract: contract, date: date)
            }
        }.sorted { ($1.date, $0.row.id, $0.contract.strike) < ($0.date, $1.row.id, $1.contract.strike) }
        let cite = citeBook()
        out.record("last_expiry", rows: ends.count)
        guard let last = ends.first else {
            return out.line(
                "No option is among \(out.counted(rowsAsked().count, "row", cite)) asked about, so nothing expires.")
        }
        func text(_ end: End) -> Fragment {
            let source = self.cite(end.row)
            let days = Figure(Double(end.date.days(since: today)))
            return
                "\(out.quote(end.row.symbol)) \(out.quote(end.leg.position.quantity.signedText)) \(out.quote(end.contract.shortName)) \(end.leg.position.quantity.isShort ? "(short)" : "(long)") on \(out.date(end.date, today: today)), in \(out.decimal(days, "days to expiry", source)) \(days.value == 1 ? "day" : "days"), in the row \(name(end.row))"
        }
        let together = ends.filter { $0.date == last.date }
        out.line("The last to expire: \(together.prefix(4).map(text).joined("; ")).")
        for end in together { remember(end.row) }
        if !last.leg.position.quantity.isShort, let short = ends.first(where: { $0.leg.position.quantity.isShort }) {
            out.line("The last of the short options: \(text(short)).")
            remember(short.row)
        }
        let before = ends.filter { $0.date < last.date }.map(\.date)
        if let next = before.first {
            let legs = ends.filter { $0.date == next }
            out.line(
                "Before that on \(out.date(next, today: today)): \(legs.prefix(4).map { name($0.row) }.joined(", ")).")
        }
        offerRow(last.row)
    }

    // MARK: - Ends without value

    /// What a leg has made when it ends without value: its P/L of now less what its mark still counts.
    private static func resultWorthless(_ leg: PositionValuation) -> Figure {
        leg.unrealizedProfit.combined(with: leg.marketValue) { $0 - $1 }
    }

    private func keptWorthless() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rowsAsked()
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        let legs = chosen.flatMap { row in row.legs.map { (row: row, leg: $0) } }.filter { item in
            guard case .option(let contract) = item.leg.position.instrument, isAskedRight(item.leg),
                filter.keeps(item.leg, of: item.row)
            else { return false }
            return entities.span?.contains(contract.expiry) ?? true
        }
        let shorts = legs.filter { $0.leg.position.quantity.isShort }
        let longs = legs.filter { !$0.leg.position.quantity.isShort }
        let cite = citeBook()
        out.record("worthless", rows: legs.count)
        guard !shorts.isEmpty else {
            return out.line(
                "No short option is among \(out.counted(chosen.count, "row", cite)) asked about, so none brings a premium."
            )
        }
        func total(_ items: [(row: StrategyValuation, leg: PositionValuation)], _ figure: (PositionValuation) -> Figure)
            -> Total
        {
            FilteredBook.total(items.map { figure($0.leg) })
        }
        func count(_ items: [(row: StrategyValuation, leg: PositionValuation)]) -> Double {
            items.reduce(0) { $0 + $1.leg.position.quantity.magnitude.value }
        }
        let kept = total(shorts, Self.resultWorthless)
        let ahead = total(shorts) { $0.marketValue.map { -$0 } }
        out.line(
            "Short options: \(out.counted(count(shorts), "contract", cite)) ending without value make \(out.dollars(kept, "result of shorts that end without value", cite, signed: true)) in all; of that \(out.dollars(ahead, "still in their marks", cite, signed: true)) is still in their marks of now."
        )
        if !longs.isEmpty {
            let lost = total(longs, Self.resultWorthless)
            let both = FilteredBook.total(legs.map { Self.resultWorthless($0.leg) })
            out.line(
                "Long options: \(out.counted(count(longs), "contract", cite)) ending without value too make \(out.dollars(lost, "result of longs that end without value", cite, signed: true)); both together \(out.dollars(both, "result of all options that end without value", cite, signed: true))."
            )
        }
        let unknown = legs.filter { Self.resultWorthless($0.leg).value == nil }.map(\.row)
        if !unknown.isEmpty {
            var names: [StrategyValuation] = []
            for row in unknown where !names.contains(where: { $0.id == row.id }) { names.append(row) }
            out.line("In no sum, because a mark or an entry is unknown: \(names.prefix(6).map(dated).joined(", ")).")
        }
        let parts = chosen.compactMap { row -> (row: StrategyValuation, figure: Figure)? in
            let own = shorts.filter { $0.row.id == row.id }
            return own.isEmpty ? nil : (row, total(own, Self.resultWorthless).figure)
        }.sorted { (($1.figure.value ?? 0), $0.row.id) < (($0.figure.value ?? 0), $1.row.id) }
        if parts.count > 1 {
            out.table(
                parts.prefix(Self.listedRows).map { part in
                    [
                        "\(dated(part.row)):",
                        out.dollars(part.figure, "result of its shorts", self.cite(part.row), signed: true),
                    ]
                })
            if parts.count > Self.listedRows {
                out.line("\(out.counted(parts.count - Self.listedRows, "further row", cite)) not listed.")
            }
        }
        for part in parts { remember(part.row) }
        let inside = chosen.filter { row in
            (row.distance.value ?? 0) < 0 && shorts.contains { $0.row.id == row.id }
        }
        // A long option in the money has a value of its own.
        let worth = longs.filter { item in
            guard case .option(let contract) = item.leg.position.instrument, let spot = item.leg.underlyingPrice.value
            else { return false }
            return contract.right.sign * (spot - contract.strike) > 0
        }
        let named =
            inside.prefix(6).map(dated)
            + worth.prefix(6).map { item -> Fragment in
                guard case .option(let contract) = item.leg.position.instrument else { return dated(item.row) }
                return
                    "\(out.quote(item.row.symbol)) \(out.quote(item.leg.position.quantity.signedText)) \(out.quote(contract.shortName)) \(out.date(contract.expiry, today: today))"
            }
        if !named.isEmpty {
            out.line("In the money now, so not without value as it stands: \(named.joined(", ")).")
        }
        out.line("By premium alone, each option on its own last day; shares are in no sum, closing fees do not arise.")
    }

    // MARK: - Wheels

    /// Wheels that run, from the ledger by the same rule as the wheel page.
    private func wheels() {
        guard !context.events.isEmpty else { return noLedger() }
        let ledger = LedgerBook(context.events)
        let all = WheelCampaignFinder(ledger, trades: TradeBlotter(ledger.allEvents).trades, now: context.now).campaigns
        let asked = all.filter { wheel in
            (entities.symbols.isEmpty || entities.symbols.contains(wheel.symbol))
                && (filter.accounts.isEmpty || filter.accounts.contains(wheel.account))
                && !filter.excludedSymbols.contains(wheel.symbol)
        }
        let running = asked.filter { $0.stage != .ended }
        let cite = out.cite(
            "ledger", "Ledger", passage: "\(context.events.count) entries", reference: "book",
            age: book.accounts.compactMap(\.ageSeconds).max())
        out.record("wheels", ["symbol": symbol ?? ""], rows: running.count)
        out.line(
            "\(out.counted(running.count, "wheel", cite)) \(running.count == 1 ? "runs" : "run"), \(out.count(asked.count - running.count, "ended wheels", cite)) ended\(running.isEmpty ? "." : ":")"
        )
        for wheel in running {
            var parts: [Fragment] = [
                "since \(out.quote(wheel.startedAt.newYork.date.iso8601))",
                "premium \(out.dollars(Figure(wheel.premium.dollars), "premium of the wheel", cite, signed: true)) net, realised \(out.dollars(Figure(wheel.realizedProfit.dollars), "realised by the wheel", cite, signed: true))",
            ]
            if !wheel.shares.isZero {
                parts.append("\(out.decimal(Figure(wheel.shares.value), "shares", cite)) shares")
            }
            if let basis = wheel.basis?.wheel {
                parts.append("wheel basis \(out.price(Figure(basis), "wheel basis", cite))")
            }
            if wheel.isCoverUnknown {
                parts.append("whether the shares cover its calls is unknown: an adjusted call takes shares too")
            }
            out.line("\(out.quote(wheel.symbol)), \(Fragment([.words(wheel.stage.rawValue)])): \(parts.joined(", "))")
            if let row = book.strategies.first(where: { $0.symbol == wheel.symbol && $0.account == wheel.account }) {
                remember(row)
            }
        }
        out.line("The wheel page and \(out.quote("magnus wheel")) tell each step.")
    }
}

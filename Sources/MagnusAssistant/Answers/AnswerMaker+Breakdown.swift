import MagnusDomain
import MagnusQuant

/// The open book in parts.
extension AnswerMaker {
    private struct Part {
        var key: String
        var rows: [StrategyValuation]
    }

    private func keys(_ grouping: PeriodGrouping, _ row: StrategyValuation) -> String {
        switch grouping {
        case .symbol: row.symbol
        case .strategy: row.kind.words
        case .sector: row.legs.first?.sector.isEmpty == false ? row.legs.first?.sector ?? "" : "no sector"
        case .account: row.account
        case .side: PeriodGrouping.side(row.kind)
        case .expiry: row.expiry?.iso8601 ?? "no expiry"
        case .week: row.expiry.map { "week of \($0.adding(days: -$0.weekday.rawValue).iso8601)" } ?? "no expiry"
        case .month: row.expiry.map { String($0.iso8601.prefix(7)) } ?? "no expiry"
        case .quarter, .year: row.expiry.map { String($0.year) } ?? "no expiry"
        }
    }

    func breakdown() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let grouping = grouping ?? .symbol
        let chosen = entities.symbols.isEmpty ? book.strategies : rows()
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        let parts = Dictionary(grouping: chosen) { keys(grouping, $0) }.map { Part(key: $0.key, rows: $0.value) }
        let isByDate = [.expiry, .week, .month, .quarter, .year].contains(grouping)
        func profit(_ rows: [StrategyValuation]) -> Total { FilteredBook.total(rows.map(\.unrealizedProfit)) }
        func greeks(_ rows: [StrategyValuation]) -> GreeksRow {
            let ids = Set(rows.flatMap(\.legs).map(\.position.id))
            return FilteredBook.sum(book.byPosition.filter { ids.contains($0.key) }, key: "")
        }
        func collateral(_ rows: [StrategyValuation]) -> Total {
            FilteredBook.total(rows.map(\.collateral).filter { $0.reason != .notApplicable })
        }
        let words = Set(question.words.map(\.text))
        let order = breakdownOrder
        // What the parts stand in the order of, as the table shows it; without a direction that is asked for deltas and
        // vegas by their size.
        let (measure, figure): (Fragment, (Part) -> Double?) =
            if !words.isDisjoint(with: ["theta"]) {
                ("theta", { greeks($0.rows).thetaPerDay.figure.value })
            } else if !words.isDisjoint(with: ["delta", "deltas", "exposure"]) {
                (
                    "delta",
                    { part in
                        let sums = greeks(part.rows)
                        return order == nil ? sums.dollarDelta.figure.value.map(abs) : sums.delta.figure.value
                    }
                )
            } else if !words.isDisjoint(with: ["vega"]) {
                (
                    "vega",
                    { part in
                        let vega = greeks(part.rows).vegaPerPoint.figure.value
                        return order == nil ? vega.map(abs) : vega
                    }
                )
            } else if !words.isDisjoint(with: ["collateral", "capital", "reserved", "reserve", "allocation"]) {
                ("collateral", { collateral($0.rows).figure.value })
            } else if words.contains("day") || words.contains("today") {
                ("day P/L", { FilteredBook.total($0.rows.map(\.dayProfit)).figure.value })
            } else {
                ("P/L", { profit($0.rows).figure.value })
            }
        let isUp = order ?? false
        let all = parts.map { (part: $0, figure: figure($0)) }.sorted { left, right in
            if isByDate, order == nil { return left.part.key < right.part.key }
            return switch (left.figure, right.figure) {
            case (let first?, let second?) where first != second: isUp ? first < second : first > second
            // What is unknown is neither the lowest nor the highest.
            case (nil, .some): false
            case (.some, nil): true
            default: left.part.key < right.part.key
            }
        }.map(\.part)
        let shown = Array(all.prefix(countAsked ?? all.count))
        let cite = citeBook()
        out.record("breakdown", ["by": grouping.rawValue], rows: shown.count)
        func cells(_ name: Fragment, _ rows: [StrategyValuation]) -> [Fragment] {
            let sums = greeks(rows)
            return [
                name, out.count(rows.count, "rows", cite), out.dollars(profit(rows).figure, "P/L", cite, signed: true),
                out.dollars(FilteredBook.total(rows.map(\.dayProfit)).figure, "day P/L", cite, signed: true),
                out.decimal(sums.delta.figure, "delta", cite, signed: true),
                out.dollars(sums.thetaPerDay.figure, "theta", cite, signed: true),
                out.dollars(sums.vegaPerPoint.figure, "vega", cite, signed: true),
                out.dollars(collateral(rows).figure, "collateral", cite),
            ]
        }
        out.line(
            "By \(Fragment([.words(grouping.rawValue)])), \(out.counted(parts.count, "part", cite)) of \(out.counted(chosen.count, "open row", cite)):"
        )
        out.table(
            [["", "rows", "P/L", "day", "delta", "theta", "vega", "collateral"]]
                + shown.map { cells("\(out.quote($0.key))", $0.rows) } + [cells("together", chosen)])
        if order != nil { out.line("In the order of \(measure), \(isUp ? "lowest" : "highest") first.") }
        if shown.count < all.count {
            out.line(
                "Listed are \(out.count(shown.count, "parts listed", cite)) of them; \(out.quote("together")) is all of them."
            )
        }
        let unknown = profit(chosen).unknownCount
        if unknown > 0 {
            out.line(
                "\(out.counted(unknown, "row", cite)) \(unknown == 1 ? "has" : "have") no known P/L and \(unknown == 1 ? "is" : "are") in no sum."
            )
        }
        for part in shown { for row in part.rows { remember(row) } }
        if chosen.contains(where: { row in book.excluded.isEmpty == false && row.delta.value == nil }) {
            for name in book.excluded.prefix(3) { out.line("Without usable quotes and excluded: \(out.quote(name)).") }
        }
        out.line("T-bill funds are collateral and in no sum of Greeks.")
    }

    /// "Sort it ascending", "lowest first": whether the smallest stands first; nil where no order is asked for.
    private var breakdownOrder: Bool? {
        let texts = Set(question.words.map { $0.typed.lowercased() })
        if !texts.isDisjoint(with: ["ascending", "asc", "increasing"]) { return true }
        if !texts.isDisjoint(with: ["descending", "desc", "decreasing"]) { return false }
        let pairs = zip(question.words, question.words.dropFirst())
        if pairs.contains(where: { ["lowest", "smallest"].contains($0.text) && $1.text == "first" }) { return true }
        // One expiry is looked for among all, not their days in order.
        let read = question.words.map(\.text)
        if PeriodGrouping.asksExpiry(read, Set(read)) {
            return !texts.isDisjoint(with: ["least", "lowest", "smallest"])
        }
        return texts.contains("bottom") ? true : nil
    }

    // MARK: - What changed

    /// Since the previous official close, or since a day that is named: what moved, what was booked, what was raised.
    func changes() {
        let since = question.pasts.first?.first ?? entities.past?.first ?? previousSession
        let cite = citeBook()
        out.record("changes", ["since": since.iso8601], rows: book.strategies.count)
        let chosen = entities.symbols.isEmpty ? book.strategies : rows()
        let looked = question.words.contains { ["looked", "checked", "look"].contains($0.typed.lowercased()) }
        if looked { out.line("When this was last looked at is not known here; since the previous official close:") }
        if !chosen.isEmpty {
            let day =
                entities.symbols.isEmpty ? book.dayProfit : FilteredBook.total(chosen.map(\.dayProfit))
            out.line("P/L since the previous official close \(out.dollars(day, "day P/L", cite, signed: true)).")
            let moved = chosen.filter { abs($0.dayProfit.value ?? 0) >= 0.5 }
                .sorted { (abs($0.dayProfit.value ?? 0), $1.id) > (abs($1.dayProfit.value ?? 0), $0.id) }
            if !moved.isEmpty {
                let parts = moved.prefix(4).map { row in
                    "\(name(row)) \(out.dollars(row.dayProfit, "day P/L", self.cite(row), signed: true))" as Fragment
                }
                out.more("Largest: \(parts.joined(", ")).")
                for row in moved.prefix(4) { remember(row) }
            }
            if since < previousSession {
                out.line("Marks of days before the previous close are not kept here, so older moves are not in it.")
            }
        } else if isBookEmpty {
            sayEmptyBook()
        }
        let raised = openAlerts.filter { alert in
            alert.raisedOn(orAfter: since)
                && (entities.symbols.isEmpty || alert.finding.symbol.map(entities.symbols.contains) ?? false)
        }
        if raised.isEmpty {
            out.line("No open alert was raised since \(out.date(since, today: today)).")
        } else {
            let names = raised.prefix(4).map { alert in
                "\(Fragment([.words(alert.finding.priority.rawValue)])) \(out.quote(alert.finding.title, self.cite(alert)))"
                    as Fragment
            }
            out.line(
                "Raised since \(out.date(since, today: today)) and open: \(out.counted(raised.count, "alert", cite)): \(names.joined(", "))."
            )
        }
        guard !context.events.isEmpty else { return }
        let events = context.events.filter { event in
            event.time.newYork.date >= since
                && (entities.symbols.isEmpty
                    || event.instrument.map { entities.symbols.contains(TradeHistory.symbol($0)) } ?? false)
        }
        let ledger = out.cite("ledger", "Ledger", passage: "\(context.events.count) entries", reference: "book")
        out.line(
            events.isEmpty
                ? "Nothing was booked in the ledger since \(out.date(since, today: today))."
                : "Booked since \(out.date(since, today: today)): \(out.counted(events.count, "ledger entry", ledger))."
        )
        if !events.isEmpty {
            out.offer("ask", "What happened", ["text": "what happened since \(since.monthDay)"])
        }
    }

    private var previousSession: CalendarDate { context.market.calendar.previousSession(before: today) }
}

extension Alert {
    fileprivate func raisedOn(orAfter date: CalendarDate) -> Bool { raisedAt.newYork.date >= date }
}

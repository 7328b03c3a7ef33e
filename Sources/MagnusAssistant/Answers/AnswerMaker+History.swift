import MagnusDomain

extension AnswerMaker {
    private var history: TradeHistory { TradeHistory(context.events) }

    /// The days asked about; nil for everything the ledger holds.
    private var pastSpan: DateSpan? { entities.past }

    private func citeLedger(_ history: TradeHistory) -> Int {
        out.cite(
            "ledger", "Ledger", passage: "\(context.events.count) entries since \(history.begins?.iso8601 ?? "")",
            reference: "book")
    }

    /// `in 2027-02`, `since 2026-01-09, the beginning of the ledger`; always said, so that a misunderstanding shows.
    private func window(_ span: DateSpan?, _ history: TradeHistory) -> Fragment {
        let of: Fragment = symbol.map { "\(out.quote($0)), " } ?? "All symbols, "
        if let span { return "\(of)\(out.quote(span.label)), \(accounts)" }
        guard let begins = history.begins else { return of }
        return "\(of)since the ledger begins \(out.date(begins, today: today)), \(accounts)"
    }

    private func noLedger() {
        out.record("ledger", rows: 0)
        out.line("No ledger of past trades is loaded, so what was traded before cannot be answered.")
        out.more("Answerable are open positions, their P/L and the realised total.")
    }

    private func closed(_ history: TradeHistory, _ span: DateSpan?) -> [TradeHistory.Closed] {
        history.closed.filter { item in
            (symbol == nil || item.symbol == symbol) && (span?.contains(item.date) ?? true)
        }
    }

    private func isBefore(_ span: DateSpan?, _ history: TradeHistory, _ cite: Int) -> Bool {
        guard let span, let begins = history.begins, span.last < begins else { return false }
        out.line(
            "\(out.quote(span.label)) lies before the ledger, which begins \(out.date(begins, today: today)): unknown, not zero."
        )
        return true
    }

    func periodProfit() {
        let history = history
        guard history.begins != nil else { return noLedger() }
        let span = pastSpan
        let cite = citeLedger(history)
        guard !isBefore(span, history, cite) else { return }
        let trades = closed(history, span)
        let income = history.income.filter { item in
            (symbol == nil || item.symbol == symbol) && (span?.contains(item.date) ?? true)
        }
        let fromTrades = trades.reduce(0) { $0 + $1.profit }
        let other = income.reduce(0) { $0 + $1.amount }
        out.record("ledger", ["span": span?.label ?? "all", "symbol": symbol ?? ""], rows: trades.count)
        out.line(
            "\(window(span, history)): realised \(out.dollars(Figure(fromTrades + other), "realised in the period", cite, signed: true, formula: "trades + dividends, interest and fees")), of it \(out.counted(trades.count, "closing", cite)) \(out.dollars(Figure(fromTrades), "realised by closings", cite, signed: true)), dividends, interest and fees \(out.dollars(Figure(other), "income", cite, signed: true))."
        )
        if let grouping { parts(grouping, history, span, cite) }
        out.line("Change of open positions in the period is not in it: marks of past days are not kept here.")
        if let span, let begins = history.begins, span.first < begins {
            out.line("The ledger begins \(out.date(begins, today: today)); earlier days are missing.")
        }
    }

    private static let shownParts = 12

    /// The same sum in parts; every closing and every income is in exactly one.
    private func parts(_ grouping: PeriodGrouping, _ history: TradeHistory, _ span: DateSpan?, _ cite: Int) {
        var sums: [String: (profit: Double, count: Int)] = [:]
        let asked = Set(PeriodGrouping.years(question.words.map(\.text)))
        func isIn(_ date: CalendarDate) -> Bool {
            (span?.contains(date) ?? true) && (asked.count < 2 || asked.contains(date.year))
        }
        for item in closed(history, span) where isIn(item.date) {
            let key = grouping.key(item.date, item.symbol)
            sums[key, default: (0, 0)].profit += item.profit
            sums[key, default: (0, 0)].count += 1
        }
        for item in history.income where (symbol == nil || item.symbol == symbol) && isIn(item.date) {
            sums[grouping.key(item.date, item.symbol), default: (0, 0)].profit += item.amount
        }
        for year in asked where asked.count > 1 && grouping == .year && sums[String(year)] == nil {
            sums[String(year)] = (0, 0)
        }
        let sorted = sums.sorted {
            grouping == .symbol ? ($0.value.profit, $1.key) > ($1.value.profit, $0.key) : $0.key > $1.key
        }
        for entry in sorted.prefix(Self.shownParts) {
            let profit = out.dollars(
                Figure(entry.value.profit), "realised in a part", cite, signed: true, formula: "sum of the part")
            out.line("\(out.quote(entry.key)): \(profit), \(out.counted(entry.value.count, "closing", cite)).")
        }
        if sorted.count > Self.shownParts {
            let rest = sorted.dropFirst(Self.shownParts)
            let sum = Figure(rest.reduce(0) { $0 + $1.value.profit })
            out.line(
                "\(out.counted(rest.count, "further part", cite)) together \(out.dollars(sum, "realised in the rest", cite, signed: true, formula: "sum"))."
            )
        }
    }

    func winRate() {
        let history = history
        guard history.begins != nil else { return noLedger() }
        let span = pastSpan
        let cite = citeLedger(history)
        guard !isBefore(span, history, cite) else { return }
        let trades = closed(history, span)
        out.record("ledger", ["span": span?.label ?? "all", "symbol": symbol ?? ""], rows: trades.count)
        guard !trades.isEmpty else {
            out.line("\(window(span, history)): nothing was closed, so there is no win rate.")
            return
        }
        let options = trades.filter { !$0.isShares }
        let shares = trades.filter(\.isShares)
        // The rate is of what was decided about options; without any it is of the shares.
        let counted = options.isEmpty ? shares : options
        let winners = counted.filter { $0.profit > 0 }
        let losers = counted.filter { $0.profit < 0 }
        let share = Double(winners.count) / Double(counted.count)
        let kind = options.isEmpty ? "share closing" : "closed option trade"
        out.line(
            "\(window(span, history)): \(out.counted(winners.count, "winner", cite)), \(out.counted(losers.count, "loser", cite)) of \(out.counted(counted.count, kind, cite)), win rate \(out.percent(Figure(share), "win rate", cite, formula: "winners / closings"))."
        )
        var means: [Fragment] = []
        for (label, items) in [("winner", winners), ("loser", losers)] where !items.isEmpty {
            let mean = Figure(items.reduce(0) { $0 + $1.profit } / Double(items.count))
            means.append(
                "mean \(Fragment([.words(label)])) \(out.dollars(mean, "mean " + label, cite, signed: true, formula: "sum / count"))"
            )
        }
        if !means.isEmpty { out.line("After fees: \(means.joined(", ")).") }
        if !options.isEmpty, !shares.isEmpty {
            let sum = Figure(shares.reduce(0) { $0 + $1.profit })
            out.line(
                "Besides, shares closed: \(out.counted(shares.count, "share closing", cite)), together \(out.dollars(sum, "realised on shares", cite, signed: true, formula: "sum"))."
            )
        }
        out.line("A trade is what one order, expiry or assignment closed; legs of one order count once.")
    }

    func closedTrades() {
        let history = history
        guard history.begins != nil else { return noLedger() }
        let span = pastSpan
        let cite = citeLedger(history)
        guard !isBefore(span, history, cite) else { return }
        let trades = closed(history, span).sorted { ($0.profit, $0.date) < ($1.profit, $1.date) }
        out.record("ledger", ["span": span?.label ?? "all", "symbol": symbol ?? ""], rows: trades.count)
        guard !trades.isEmpty else {
            out.line("\(window(span, history)): nothing was closed.")
            return
        }
        func text(_ item: TradeHistory.Closed) -> Fragment {
            "\(out.quote(item.symbol)) \(out.quote(item.date.iso8601)) \(out.dollars(Figure(item.profit), "realised by a closing", cite, signed: true))"
        }
        out.line("\(window(span, history)): \(out.counted(trades.count, "closing", cite)).")
        let best = trades.reversed().filter { $0.profit > 0 }.prefix(3)
        let worst = trades.filter { $0.profit < 0 }.prefix(3)
        out.line(best.isEmpty ? "None made a profit." : "Best: \(best.map(text).joined(", ")).")
        out.line(worst.isEmpty ? "None made a loss." : "Worst: \(worst.map(text).joined(", ")).")
    }

    func premiumCollected() {
        let history = history
        guard history.begins != nil else { return noLedger() }
        let span = pastSpan
        let cite = citeLedger(history)
        guard !isBefore(span, history, cite) else { return }
        let trades = context.events.filter { event in
            guard event.kind == .trade, case .option(let contract)? = event.instrument else { return false }
            return (symbol == nil || contract.underlying == symbol)
                && (span?.contains(event.time.newYork.date) ?? true)
        }
        let received = trades.reduce(0.0) { $0 + max(0, $1.amount.dollars) }
        let paid = trades.reduce(0.0) { $0 + max(0, -$1.amount.dollars) }
        let fees = trades.reduce(0.0) { $0 + $1.fees.dollars }
        out.record("ledger", ["span": span?.label ?? "all", "symbol": symbol ?? ""], rows: trades.count)
        out.line(
            "\(window(span, history)): options sold for \(out.dollars(Figure(received), "received for options", cite)), bought for \(out.dollars(Figure(paid), "paid for options", cite)), fees \(out.dollars(Figure(fees), "fees", cite, signed: true)), net \(out.dollars(Figure(received - paid + fees), "net premium", cite, signed: true, formula: "received - paid + fees"))."
        )
        out.line("Premium is cash, not profit: what is still open can cost more than it brought.")
    }

    func opened() {
        guard symbol != nil || question.subject != nil else { return whichPosition() }
        let rows = rows()
        guard !rows.isEmpty else { return nothingHeld(symbol ?? "") }
        out.record("positions", ["symbol": symbol ?? ""], rows: rows.count)
        for row in rows.sorted(by: Self.attention) {
            let cite = cite(row)
            remember(row)
            for leg in row.legs {
                let date = leg.position.openedAt.newYork.date
                let days = Figure(Double(max(0, today.days(since: date))))
                let instrument: String
                switch leg.position.instrument {
                case .stock(let symbol): instrument = "\(symbol) shares"
                case .option(let contract): instrument = "\(contract.underlying) \(contract.shortName)"
                }
                out.line(
                    "\(out.quote(leg.position.quantity.signedText)) \(out.quote(instrument)): opened \(out.quote(date.iso8601)), held \(out.decimal(days, "days held", cite)) \(days.value == 1 ? "day" : "days"), at \(out.price(Figure(leg.position.averagePrice, else: .notApplicable), "average price", cite)) \(leg.position.quantity.isShort ? "received" : "paid")."
                )
            }
        }
        out.more("Only what is open now is looked at.")
    }

    func positionCost() {
        guard symbol != nil || question.subject != nil else { return whichPosition() }
        let rows = rows()
        guard !rows.isEmpty else { return nothingHeld(symbol ?? "") }
        out.record("positions", ["symbol": symbol ?? ""], rows: rows.count)
        for row in rows.sorted(by: Self.attention) {
            let cite = cite(row)
            remember(row)
            let basis = Self.money(row.legs.compactMap(\.position.costBasis))
            let isKnown = row.legs.allSatisfy { $0.position.costBasis != nil }
            guard isKnown, let value = basis.value else {
                out.line("\(name(row)): the cost is not known, an opening is missing in the ledger.")
                continue
            }
            let words: Fragment = value < 0 ? "brought in" : "cost"
            out.line(
                "\(name(row)), open now: \(words) \(out.dollars(Figure(abs(value)), "cost basis", cite, formula: "size of the cost basis, fees included")), open P/L \(out.dollars(row.unrealizedProfit, "P/L", cite, signed: true))."
            )
        }
        let history = history
        guard history.begins != nil else { return }
        let done = closed(history, nil)
        let ledger = citeLedger(history)
        out.line(
            "\(window(nil, history)): \(out.counted(done.count, "closing", ledger)) realised \(out.dollars(Figure(done.reduce(0) { $0 + $1.profit }), "realised by closings", ledger, signed: true))."
        )
    }

    func positionSize() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let known = book.strategies.filter { $0.collateral.value != nil }
        let isSmallest = question.words.contains { $0.text == "smallest" }
        let sorted = known.sorted { left, right in
            let values = (left.collateral.value ?? 0, right.collateral.value ?? 0)
            if values.0 == values.1 { return left.id < right.id }
            return isSmallest ? values.0 < values.1 : values.0 > values.1
        }
        out.record("position_size", rows: sorted.count)
        guard !sorted.isEmpty else {
            out.line("No row has a known collateral, so sizes cannot be compared.")
            return
        }
        out.line(
            "By collateral (cash or shares bound), \(isSmallest ? "smallest" : "largest") first, of \(out.count(known.count, "rows with collateral", citeBook())) open rows:"
        )
        for row in sorted.prefix(3) {
            let cite = cite(row)
            out.line(
                "\(dated(row)): collateral \(out.dollars(row.collateral, "collateral", cite)), P/L \(out.dollars(row.unrealizedProfit, "P/L", cite, signed: true))."
            )
            remember(row)
        }
        let missing = book.strategies.count - known.count
        if missing > 0 {
            out.line("\(out.counted(missing, "row", citeBook())) \(missing == 1 ? "has" : "have") none known.")
        }
        out.offer("ask", "By share of net liq", ["text": "how concentrated am I"])
    }
}

import MagnusDomain

/// What was paid and received for what is held, and how large it is.
extension AnswerMaker {
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
        sayLegs(rows)
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
            for basis in row.legs.compactMap(\.position.stockBasis).prefix(1) {
                var parts: [Fragment] = ["broker basis \(out.price(Figure(basis.broker), "broker basis", cite))"]
                if let tax = basis.tax { parts.append("tax basis \(out.price(Figure(tax), "tax basis", cite))") }
                if let wheel = basis.wheel {
                    parts.append("wheel basis \(out.price(Figure(wheel), "wheel basis", cite))")
                }
                out.line("Per share: \(parts.joined(", ")).")
            }
            if asksBreakeven {
                let prices = text(.breakeven, .unknown(.notApplicable), row, cite)
                out.line(row.breakevens.isEmpty ? withoutBreakeven(row, cite) : "Breakeven at expiry: \(prices).")
            }
        }
        let history = history
        guard history.begins != nil else { return }
        let done = closed(history, nil)
        let ledger = citeLedger(history)
        out.line(
            "\(window(nil, history)): \(out.counted(done.count, "closing", ledger)) realised \(out.dollars(Figure(done.reduce(0) { $0 + $1.profit }), "realised by closings", ledger, signed: true))."
        )
        sayStated(done, ledger)
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

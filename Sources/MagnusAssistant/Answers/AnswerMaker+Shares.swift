import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// Shares with what they cost and pay, what is earned on collateral, and open and realised together.
extension AnswerMaker {
    /// Lots of shares of the rows asked about; T-bill funds are shares too.
    private func lots() -> [(row: StrategyValuation, leg: PositionValuation)] {
        rowsAsked().flatMap { row in
            row.legs.compactMap { leg in
                guard case .stock = leg.position.instrument, !leg.position.quantity.isZero else { return nil }
                return (row, leg)
            }
        }
    }

    func sharesHeld() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let lots = lots().sorted { ($0.row.symbol, $0.row.id) < ($1.row.symbol, $1.row.id) }
        let cite = citeBook()
        out.record("shares", ["symbol": symbol ?? ""], rows: lots.count)
        guard !lots.isEmpty else {
            if let symbol, !book.strategies.contains(where: { $0.symbol == symbol }) { return nothingHeld(symbol) }
            return out.line("No shares are held among \(out.counted(rowsAsked().count, "row", cite)).")
        }
        for (row, leg) in lots {
            let source = self.cite(row)
            remember(row)
            var parts: [Fragment] = [
                "paid \(out.price(Figure(leg.position.averagePrice, else: .notApplicable), "average price", source)) on average"
            ]
            if let basis = leg.position.stockBasis {
                parts.append("broker basis \(out.price(Figure(basis.broker), "broker basis", source))")
                if let tax = basis.tax { parts.append("tax basis \(out.price(Figure(tax), "tax basis", source))") }
                if let wheel = basis.wheel {
                    parts.append("wheel basis \(out.price(Figure(wheel), "wheel basis", source))")
                }
            }
            parts.append("spot \(out.price(leg.underlyingPrice, "spot", source))")
            parts.append(
                "P/L of the shares \(out.dollars(leg.unrealizedProfit, "P/L of the shares", source, signed: true))")
            out.line(
                "\(out.quote(row.symbol)) \(out.quote(leg.position.quantity.signedText)) shares: \(parts.joined(", "))."
            )
        }
        if let first = lots.first { offerRow(first.row) }
    }

    // MARK: - Dividends

    /// Dividends ahead of shares that are held, and whose shares may go before; names without shares bring none.
    func ownDividends() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let span = entities.span
        let rows = symbol == nil && question.subject == nil ? book.strategies : self.rows()
        // An all-clear for an evening asks for the ex-date behind it.
        func event(_ name: String) -> DividendEvent? {
            context.market.underlyings[name]?.profile.dividends.first { event in
                guard event.exDate >= today else { return false }
                guard let span else { return true }
                let evening = context.market.calendar.previousSession(before: event.exDate)
                return span.contains(event.exDate) || span.first == span.last && span.contains(evening)
            }
        }
        let held = lots().filter { !$0.leg.position.quantity.isShort }
        var sum = Figure(0)
        var count = 0
        out.record("own_dividends", ["symbol": symbol ?? ""], rows: held.count)
        for (row, leg) in held {
            guard let event = event(row.symbol) else { continue }
            let source = self.cite(row)
            let profile = citeProfile(row.symbol)
            let shares = leg.position.quantity.value
            let amount = Figure(shares * event.amount)
            let last = context.market.calendar.previousSession(before: event.exDate)
            let isEntitled = event.exDate > today || leg.position.openedAt.newYork.date < today
            count += 1
            if isEntitled { sum = sum.combined(with: amount) { $0 + $1 } }
            out.line(
                "\(out.quote(row.symbol)) ex \(out.date(event.exDate, today: today)), \(out.price(Figure(event.amount), "dividend per share", profile)) a share (\(event.isEstimated ? "estimated" : "declared")): \(out.decimal(Figure(shares), "shares", source)) shares held, \(out.dollars(amount, "dividend of the shares held", source, formula: "shares x dividend"))\(event.exDate == today ? (isEntitled ? ", theirs since the open of today" : ", bought on the ex-date, so not theirs") : " if they are held at the close of \(out.date(last, today: today))")."
            )
            remember(row)
            for call in row.legs where call.position.quantity.isShort {
                guard case .option(let contract) = call.position.instrument, contract.right == .call,
                    event.exDate > today, event.exDate <= contract.expiry
                else { continue }
                out.line(
                    "\(name(row)): early exercise \(out.percent(call.earlyExerciseProbability, "early exercise probability", source)), extrinsic \(out.price(call.extrinsic, "extrinsic per share", source)); shares called away by that close take no dividend."
                )
            }
        }
        let cite = citeBook()
        if count > 1 {
            out.line(
                "Together \(out.dollars(sum, "dividends of shares held", cite, formula: "sum of shares x dividend")).")
        }
        let names = Set(rows.map(\.symbol)).union(entities.symbols).subtracting(held.map(\.row.symbol)).sorted()
        let without = names.compactMap { name in event(name).map { (name: name, event: $0) } }
        if !without.isEmpty {
            let parts = without.prefix(6).map { item -> Fragment in
                "\(out.quote(item.name)) ex \(out.date(item.event.exDate, today: today)) (\(out.price(Figure(item.event.amount), "dividend per share", citeProfile(item.name))) a share)"
            }
            out.line(
                "No shares held, so no dividend: \(parts.joined(", ")). Shares that a put brings come without a dividend whose ex-date is reached."
            )
        }
        guard count == 0, without.isEmpty else { return }
        let when: Fragment = span.map { " \(out.quote($0.label))" } ?? Fragment()
        out.line(
            "No dividend of shares held is known\(when), among \(out.counted(held.count, "holding", cite)) of shares.")
    }

    // MARK: - Collateral and net liquidation

    func returnOnCollateral() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rowsAsked()
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        func share(_ figure: Figure, _ row: StrategyValuation) -> Figure {
            guard let size = row.collateral.value, size > 0 else { return .unknown(.notApplicable) }
            return figure.combined(with: row.collateral) { $0 / $1 }
        }
        let bound = chosen.filter { ($0.collateral.value ?? 0) > 0 }.sorted { left, right in
            let values = (
                share(left.unrealizedProfit, left).value ?? -9, share(right.unrealizedProfit, right).value ?? -9
            )
            return values.0 == values.1 ? left.id < right.id : values.0 > values.1
        }
        out.record("return_on_collateral", ["symbol": symbol ?? ""], rows: bound.count)
        for row in bound.prefix(12) {
            let cite = cite(row)
            var parts: [Fragment] = [
                "open P/L \(out.dollars(row.unrealizedProfit, "P/L", cite, signed: true)) is \(out.percent(share(row.unrealizedProfit, row), "open P/L over collateral", cite, decimals: 1, signed: true, formula: "P/L / collateral"))"
            ]
            if row.maximumProfit.value != nil {
                parts.append(
                    "the most it can make \(out.dollars(row.maximumProfit, "maximum profit", cite)) is \(out.percent(share(row.maximumProfit, row), "maximum profit over collateral", cite, decimals: 1, formula: "maximum profit / collateral"))"
                )
            }
            if row.leftPerYear.value != nil {
                parts.append(
                    "what is left earns \(out.percent(row.leftPerYear, "left per year", cite, decimals: 1)) a year")
            }
            out.line(
                "\(dated(row)): of its collateral of \(out.dollars(row.collateral, "collateral", cite)) \(parts.joined(", "))."
            )
            remember(row)
        }
        let cite = citeBook()
        if bound.count > 12 { out.line("\(out.counted(bound.count - 12, "further row", cite)) not listed.") }
        let without = chosen.filter { ($0.collateral.value ?? 0) <= 0 }
        if !without.isEmpty {
            out.line("Without collateral that is known and not nothing: \(without.prefix(8).map(dated).joined(", ")).")
        }
    }

    /// One figure of the rows asked about over the net liquidation of the accounts shown.
    func shareOfNet(_ measure: RowFigures.Measure) {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rowsAsked()
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        let cite = citeBook()
        let net = Self.sum(book.accounts.map(\.netLiquidation.figure))
        let isWhole = chosen.count == book.strategies.count && measure == .theta
        let figures = chosen.map { figure(measure, of: $0) }.filter { $0.reason != .notApplicable }
        let sum = isWhole ? book.thetaPerDay : FilteredBook.total(figures)
        let share = sum.figure.combined(with: net) { $1 > 0 ? $0 / $1 : .nan }
        out.record("share_of_net", ["measure": measure.rawValue], rows: chosen.count)
        let whose: Fragment =
            symbol == nil
            ? out.counted(chosen.count, "row", cite) : entities.symbols.map { out.quote($0) }.joined(" and ")
        let unknown: Fragment =
            sum.unknownCount > 0 && sum.figure.value != nil
            ? " (\(out.count(sum.unknownCount, "unknown parts", cite)) unknown)" : Fragment()
        out.line(
            "\(Fragment([.words(measure.rawValue)])) of \(whose): \(text(measure, sum.figure, nil, cite))\(unknown)\(measure == .theta ? " a day" : Fragment()) is \(out.percent(share, "share of net liquidation", cite, decimals: 2, formula: "\(measure.rawValue) / net liquidation")) of net liquidation, \(out.dollars(net, "net liquidation", cite))."
        )
        if !entities.symbols.isEmpty { for row in chosen { remember(row) } }
    }

    // MARK: - Open and realised

    func wholeResult() {
        guard !isBookEmpty || !context.events.isEmpty else { return sayEmptyBook() }
        let chosen = rows()
        let cite = citeBook()
        let open = FilteredBook.total(chosen.map(\.unrealizedProfit))
        out.record("whole_result", ["symbol": symbol ?? ""], rows: chosen.count)
        if chosen.isEmpty {
            out.line("Nothing in \(entities.symbols.map { out.quote($0) }.joined(" and ")) is open.")
        } else {
            out.line(
                "Open P/L \(out.dollars(open, "open P/L", cite, signed: true)): \(chosen.prefix(6).map { "\(dated($0)) \(out.dollars($0.unrealizedProfit, "P/L", self.cite($0), signed: true))" as Fragment }.joined(", "))."
            )
            for row in chosen { remember(row) }
        }
        let history = history
        guard history.begins != nil else { return noLedger() }
        let done = closed(history, nil)
        let ledger = citeLedger(history)
        let realized = done.reduce(0) { $0 + $1.profit }
        out.line(
            "\(window(nil, history)): \(out.counted(done.count, "closing", ledger)) realised \(out.dollars(Figure(realized), "realised by closings", ledger, signed: true)), fees included."
        )
        sayStated(done, ledger)
        guard open.unknownCount == 0 else {
            return out.line("Together unknown: the P/L of a row is not known.")
        }
        let both = (chosen.isEmpty ? Figure(0) : open.figure).map { $0 + realized }
        out.line(
            "Together \(out.dollars(both, "open and realised", ledger, signed: true, formula: "open P/L + realised")); dividends and interest are in neither."
        )
    }

    // MARK: - A sale that is asked about

    /// What selling a contract would bring, where the question asks for its credit: at the bid, which is what trades.
    func sayCredit(_ contract: ContractAnalysis, _ cite: Int) {
        let words = Set(question.words.flatMap { [$0.text, $0.typed.lowercased()] })
        guard !words.isDisjoint(with: ["credit", "premium"]), !words.isDisjoint(with: ["sell", "write", "sto"]) else {
            return
        }
        let typed = question.words.map { $0.typed.lowercased() }
        var count = 1
        if let place = typed.firstIndex(where: { ["sell", "write"].contains($0) }),
            question.words.indices.contains(place + 1),
            case .number(let value) = question.words[place + 1].meaning, let whole = Int(exactly: value), whole > 0,
            whole <= 10_000
        {
            count = whole
        }
        let bid = Figure(contract.bid, else: .noMarket)
        let size = Double(contract.contract.multiplier * count)
        out.line(
            "Sold at the bid, \(out.counted(count, "contract", cite)) would bring \(out.dollars(bid.map { $0 * size }, "credit at the bid", cite, formula: "bid x multiplier x contracts")), fees not counted."
        )
    }
}

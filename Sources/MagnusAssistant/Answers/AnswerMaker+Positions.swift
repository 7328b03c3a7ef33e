import MagnusDomain

extension AnswerMaker {
    func positions() {
        guard !isBookEmpty else { return sayEmptyBook() }
        var rows = book.strategies
        if !entities.symbols.isEmpty { rows = rows.filter { entities.symbols.contains($0.symbol) } }
        guard !rows.isEmpty || symbol == nil else {
            for name in entities.symbols.prefix(4) { nothingHeld(name) }
            return
        }
        if let right = entities.contract.right {
            let matching = rows.filter { row in
                row.legs.contains {
                    if case .option(let contract) = $0.position.instrument { contract.right == right } else { false }
                }
            }
            if !matching.isEmpty { rows = matching }
        }
        rows.sort { Self.attention($0, $1) }
        let order = RowOrder.read(question.words)
        if let order { rows = order.sorted(rows) }
        let cite = citeBook()
        out.record("positions", rows: rows.count)
        let isPart = rows.count < context.book.strategies.count
        out.line(
            "\(out.counted(rows.count, "row", cite))\(isPart ? " of \(out.count(context.book.strategies.count, "rows of the book", cite))" : Fragment()), open P/L \(out.dollars(isPart ? Self.total(rows.map(\.unrealizedProfit)) : book.openProfit, "open P/L", cite, signed: true)), day \(out.dollars(isPart ? Self.total(rows.map(\.dayProfit)) : book.dayProfit, "day P/L", cite, signed: true)), theta \(out.dollars(isPart ? Self.total(rows.map(\.thetaPerDay)) : book.thetaPerDay, "theta per day", cite, signed: true)) a day."
        )
        if let order {
            out.line(
                "In the order of \(Fragment([.words(order.measure.rawValue)])), \(order.isAscending ? "lowest" : "highest") first (\(out.quote(order.typed))):"
            )
        }
        for row in rows {
            let source = self.cite(row)
            out.line(
                "\(severity(row))\(dated(row)): P/L \(out.dollars(row.unrealizedProfit, "P/L", source, signed: true)), delta \(out.decimal(row.delta, "delta", source, signed: true))\(order.map { ordering($0, row, source) } ?? Fragment())"
            )
            remember(row)
        }
        // A name without such a row was looked at all the same.
        let without = entities.symbols.filter { name in !rows.contains { $0.symbol == name } }
        if !without.isEmpty { out.line("None of them is in \(without.map { out.quote($0) }.joined(" or ")).") }
        out.offer("show_all", "Show all positions")
        if let first = rows.first { offerRow(first) }
    }

    /// The figure the rows stand in the order of, where their line has it not.
    private func ordering(_ order: RowOrder, _ row: StrategyValuation, _ cite: Int) -> Fragment {
        guard ![.profit, .loss, .delta].contains(order.measure) else { return Fragment() }
        let figure = RowCondition(measure: order.measure, includesBound: true).figure(of: row)
        return ", \(Fragment([.words(order.measure.rawValue)])) \(text(figure, order.measure, cite))"
    }

    /// A sum of what is known, with the number of parts that are not.
    private static func total(_ figures: [Figure]) -> Total {
        let known = figures.filter { $0.value != nil }
        return Total(figure: sum(known), unknownCount: figures.count - known.count)
    }

    /// Severity, then days to expiry, then loss.
    static func attention(_ left: StrategyValuation, _ right: StrategyValuation) -> Bool {
        let severities = (left.severity?.rank ?? -1, right.severity?.rank ?? -1)
        if severities.0 != severities.1 { return severities.0 > severities.1 }
        let days = (left.daysToExpiry ?? 100_000, right.daysToExpiry ?? 100_000)
        if days.0 != days.1 { return days.0 < days.1 }
        let profits = (left.unrealizedProfit.value ?? 0, right.unrealizedProfit.value ?? 0)
        return profits.0 != profits.1 ? profits.0 < profits.1 : left.id < right.id
    }

    private func severity(_ row: StrategyValuation) -> Fragment {
        row.severity.map { "\(Fragment([.words($0.rawValue)])) " } ?? Fragment()
    }

    func position() async {
        if let subject = question.subject {
            if let alert = context.alerts.first(where: { $0.id == subject.reference }) { return describe(alert) }
            for candidate in context.everyScan.flatMap({ $0.candidates + $0.nearestMisses })
            where candidate.id == subject.reference {
                return describe(candidate)
            }
        }
        guard !isBookEmpty else { return sayEmptyBook() }
        guard symbol != nil || question.subject != nil else {
            return whichPosition()
        }
        let rows = rows()
        guard !rows.isEmpty else {
            nothingHeld(symbol ?? "")
            // An index is not held, and what is asked of a name that is not is mostly where it stands.
            if let symbol, await quoted(symbol) != nil { await quote() }
            return
        }
        out.record("positions", ["symbol": symbol ?? ""], rows: rows.count)
        for row in rows.sorted(by: Self.attention) { describe(row) }
        // Figures alone would read as an all-clear.
        openAlerts(of: rows)
        if let first = rows.first {
            offerRow(first)
            offerExplain(first.id, "unrealized_pnl")
        }
    }

    /// A question about one position that names none.
    func whichPosition() {
        guard !isBookEmpty else { return sayEmptyBook() }
        out.line("Which position is meant? A symbol, or the row under the cursor, names it.")
        for row in book.strategies.sorted(by: Self.attention).prefix(3) {
            out.line("\(dated(row))")
            remember(row)
        }
    }

    /// Two lines on a row: what it is worth, where it stands.
    func describe(_ row: StrategyValuation) {
        let cite = cite(row)
        remember(row)
        var first: [Fragment] = [
            "\(dated(row)): P/L \(out.dollars(row.unrealizedProfit, "P/L", cite, signed: true))"
        ]
        if row.captured.value != nil { first.append("captured \(out.percent(row.captured, "captured", cite))") }
        if row.costToClose.value != nil {
            first.append("to close \(out.dollars(row.costToClose, "cost to close", cite))")
        }
        first.append("delta \(out.decimal(row.delta, "delta", cite, signed: true))")
        first.append("theta \(out.dollars(row.thetaPerDay, "theta", cite, signed: true)) a day")
        out.line(first.joined(", ") + ".")
        var second: [Fragment] = []
        if let spot = row.legs.first?.underlyingPrice {
            second.append("Spot \(out.price(spot, "spot", cite))")
        }
        if row.distance.value != nil {
            second.append(
                "\(out.distance(row.distance, dollars: row.distanceDollars, "distance to the short strike", cite)) to the short strike"
            )
        }
        if row.assignmentProbability.value != nil {
            second.append("assignment \(out.percent(row.assignmentProbability, "assignment probability", cite))")
        }
        if !row.breakevens.isEmpty {
            let prices = row.breakevens.prefix(4).map { out.price(Figure($0), "breakeven", cite) }.joined(" and ")
            second.append("breakeven \(prices)")
        } else if asksBreakeven {
            out.line(withoutBreakeven(row, cite))
        }
        if row.kind != .stock { second.append("intent \(Fragment([.words(row.intent.rawValue)]))") }
        for basis in row.legs.compactMap(\.position.stockBasis).prefix(1) {
            second.append("broker basis \(out.price(Figure(basis.broker), "broker basis", cite))")
            if let wheel = basis.wheel { second.append("wheel basis \(out.price(Figure(wheel), "wheel basis", cite))") }
        }
        if !second.isEmpty { out.line(second.joined(", ") + ".") }
        if row.flags.contains(.adjusted) {
            out.more("The contract is adjusted: it is shown and not priced.")
        }
    }

    func openProfit() {
        guard !isBookEmpty else { return sayEmptyBook() }
        if symbol != nil || question.subject != nil { return profit(of: rows(), day: false) }
        let cite = citeBook()
        out.record("profit", rows: book.strategies.count)
        // What was realised is of whole accounts.
        let realized: Fragment =
            filter.isEmpty
            ? ", realised \(out.dollars(book.realized.figure, "realised P/L", cite, signed: true))"
            : Fragment()
        out.line(
            "Open P/L is \(out.dollars(book.openProfit, "open P/L", cite, signed: true)) over \(out.counted(book.strategies.count, "row", cite)); today \(out.dollars(book.dayProfit, "day P/L", cite, signed: true))\(realized)."
        )
        extremes()
        offerExplain("book", "unrealized_pnl")
        out.offer("show_all", "Show all positions")
    }

    private func extremes() {
        let known = book.strategies.filter { $0.unrealizedProfit.value != nil }
            .sorted { ($0.unrealizedProfit.value ?? 0, $0.id) < ($1.unrealizedProfit.value ?? 0, $1.id) }
        guard let worst = known.first, let best = known.last, known.count > 1 else { return }
        out.line(
            "Lowest: \(name(worst)) \(out.dollars(worst.unrealizedProfit, "P/L", cite(worst), signed: true)); highest: \(name(best)) \(out.dollars(best.unrealizedProfit, "P/L", cite(best), signed: true))."
        )
        remember(worst)
        remember(best)
    }

    private func profit(of rows: [StrategyValuation], day: Bool) {
        guard !rows.isEmpty else { return nothingHeld(symbol ?? "") }
        out.record("profit", ["symbol": symbol ?? ""], rows: rows.count)
        for row in rows.sorted(by: Self.attention) {
            let cite = cite(row)
            remember(row)
            let main =
                day
                ? out.dollars(row.dayProfit, "day P/L", cite, signed: true)
                : out.dollars(row.unrealizedProfit, "P/L", cite, signed: true)
            let other =
                day
                ? out.dollars(row.unrealizedProfit, "P/L", cite, signed: true)
                : out.dollars(row.dayProfit, "day P/L", cite, signed: true)
            let labels: (Fragment, Fragment) = day ? ("day P/L", "open") : ("open P/L", "day")
            out.line("\(name(row)): \(labels.0) \(main), \(labels.1) \(other)\(entry(row, cite)).")
        }
        if rows.count > 1 {
            let cite = citeBook()
            let open = FilteredBook.total(rows.map(\.unrealizedProfit))
            let today = FilteredBook.total(rows.map(\.dayProfit))
            out.line(
                "Together: \(labelled(open, "open P/L", cite)), \(labelled(today, "day P/L", cite)) over \(out.counted(rows.count, "row", cite))."
            )
        }
        if let first = rows.first {
            offerRow(first)
            offerExplain(first.id, day ? "day_pnl" : "unrealized_pnl")
        }
    }

    private func labelled(_ total: Total, _ name: String, _ cite: Int) -> Fragment {
        "\(Fragment([.words(name)])) \(out.dollars(total, name, cite, signed: true))"
    }

    private func entry(_ row: StrategyValuation, _ cite: Int) -> Fragment {
        guard row.entryPrice.value != nil, row.markPrice.value != nil else { return Fragment() }
        let entry = row.entryPrice.value ?? 0
        let mark = row.markPrice.value ?? 0
        let side: Fragment = entry < 0 ? "paid" : "received"
        return
            "; entry \(out.price(Figure(abs(entry)), "entry, net per share", cite)) \(side), mid now \(out.price(Figure(abs(mark)), "mark, net per share", cite))\(mark != 0 && (mark < 0) != (entry < 0) ? ", on the other side" : "")"
    }

    func dayProfit() {
        guard !isBookEmpty else { return sayEmptyBook() }
        if symbol != nil || question.subject != nil { return profit(of: rows(), day: true) }
        let cite = citeBook()
        out.record("day_profit", rows: book.strategies.count)
        out.line(
            "Today's P/L is \(out.dollars(book.dayProfit, "day P/L", cite, signed: true)) since the previous official close; open P/L \(out.dollars(book.openProfit, "open P/L", cite, signed: true))."
        )
        if !book.dayClosings.isEmpty {
            let gone = FilteredBook.total(book.dayClosings.map(\.profit))
            out.line(
                "Of that \(out.dollars(gone, "day P/L, no longer held", cite, signed: true)) from what was closed or received since."
            )
        } else if !context.book.dayClosings.isEmpty, question.isFiltered, !FilteredBook.tellsClosings(filter) {
            out.line("What was closed or received since is not in it: of which kind it was is not known.")
        }
        let moved = book.strategies.filter { abs($0.dayProfit.value ?? 0) >= 0.5 }
            .sorted { (abs($0.dayProfit.value ?? 0), $1.id) > (abs($1.dayProfit.value ?? 0), $0.id) }
        if !moved.isEmpty {
            let parts = { (rows: [StrategyValuation]) in
                rows.map { row in
                    "\(self.name(row)) \(self.out.dollars(row.dayProfit, "day P/L", self.cite(row), signed: true))"
                        as Fragment
                }.joined(", ")
            }
            let shown = dayMovesAsked.map { dayMoves(moved, falls: $0) } ?? Array(moved.prefix(3))
            switch dayMovesAsked {
            case .some(true):
                out.line(shown.isEmpty ? "No open row lost today." : "Lost the most today: \(parts(shown)).")
            case .some(false):
                out.line(shown.isEmpty ? "No open row gained today." : "Gained the most today: \(parts(shown)).")
            case .none: out.line("Largest moves: \(parts(shown)).")
            }
            for row in shown { remember(row) }
        }
        let missing = book.strategies.filter { $0.dayProfit.value == nil }
        if dayMovesAsked != nil, !missing.isEmpty {
            out.line("Unknown for \(missing.prefix(4).map(name).joined(", ")).")
        }
        offerExplain("book", "day_pnl")
    }

    /// True where the question asks for what lost, false for what gained; nil for either.
    private var dayMovesAsked: Bool? {
        let set = Set(question.words.flatMap { [$0.text, $0.typed.lowercased()] })
        let isOfFalls = !set.isDisjoint(with: [
            "lost", "lose", "losing", "loses", "loser", "losers", "worst", "hurt", "hurting", "dropped", "fell",
            "down",
        ])
        let isOfRises = !set.isDisjoint(with: [
            "gained", "gaining", "gain", "gainer", "gainers", "made", "making", "winner", "winners", "best", "helped",
            "won", "up",
        ])
        return isOfFalls == isOfRises ? nil : isOfFalls
    }

    /// The three rows that lost or gained the most since the previous close.
    private func dayMoves(_ moved: [StrategyValuation], falls: Bool) -> [StrategyValuation] {
        Array(moved.filter { (($0.dayProfit.value ?? 0) < 0) == falls }.prefix(3))
    }

    func realizedProfit() {
        let cite = citeBook()
        out.record("realized_profit", rows: book.accounts.count)
        if let symbol {
            let rows = book.strategies.filter { $0.symbol == symbol }
            guard !rows.isEmpty else { return nothingHeld(symbol) }
            let legs = rows.flatMap(\.legs).map(\.position.realizedProfit)
            out.line(
                "Realised so far on what is open in \(out.quote(symbol)): \(out.dollars(Self.money(legs), "realised P/L", cite, signed: true, formula: "sum over open legs")), fees included."
            )
        } else {
            guard !book.accounts.isEmpty else { return sayEmptyBook() }
            out.line(
                "Realised P/L is \(out.dollars(book.realized.figure, "realised P/L", cite, signed: true)), fees included; still open \(out.dollars(book.openProfit, "open P/L", cite, signed: true))."
            )
        }
        offerExplain("book", "realized_pnl")
    }

    func profitRanking() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let known = book.strategies.filter { $0.unrealizedProfit.value != nil }
            .sorted { ($0.unrealizedProfit.value ?? 0, $0.id) < ($1.unrealizedProfit.value ?? 0, $1.id) }
        out.record("profit_ranking", rows: known.count)
        guard !known.isEmpty else {
            out.line("No row has a known P/L: the marks are unknown.")
            return
        }
        func text(_ row: StrategyValuation) -> Fragment {
            "\(name(row)) \(out.dollars(row.unrealizedProfit, "P/L", cite(row), signed: true))"
        }
        let most = countAsked ?? 3
        let losers = known.filter { ($0.unrealizedProfit.value ?? 0) < 0 }
        let winners = known.reversed().filter { ($0.unrealizedProfit.value ?? 0) > 0 }
        // "My top winners" asks for one end alone.
        let texts = Set(question.words.map { $0.typed.lowercased() })
        let asksLosers = !texts.isDisjoint(with: ["loser", "losers", "losing", "worst"])
        let asksWinners = !texts.isDisjoint(with: ["winner", "winners", "winning", "best"])
        let people: Set<String> = ["loser", "losers", "losing", "winner", "winners", "winning"]
        let isOne = asksLosers != asksWinners && (countAsked != nil || !texts.isDisjoint(with: people))
        // "The second worst position": that one.
        if let place = entities.ordinal, place > 1, asksLosers != asksWinners {
            let ordered = asksLosers ? known : known.reversed()
            let cite = citeBook()
            guard ordered.count >= place else {
                return out.line(
                    "Only \(out.counted(ordered.count, "row", cite)) \(ordered.count == 1 ? "has" : "have") a known P/L."
                )
            }
            let row = ordered[place - 1]
            out.line(
                "Place \(out.count(place, "place", cite)) from the \(asksLosers ? "lowest" : "highest") open P/L of \(out.counted(known.count, "row", cite)): \(text(row))."
            )
            remember(row)
            return offerRow(row)
        }
        if !isOne || asksLosers {
            out.line(
                losers.isEmpty
                    ? "No open row is at a loss." : "Lowest open P/L: \(losers.prefix(most).map(text).joined(", ")).")
        }
        if !isOne || asksWinners {
            out.line(
                winners.isEmpty
                    ? "No open row is in profit." : "Highest: \(winners.prefix(most).map(text).joined(", ")).")
        }
        // "It" is of what was shown: after the winner alone, not a loser nobody asked about.
        let told =
            (!isOne || asksLosers ? losers.prefix(most) : []) + (!isOne || asksWinners ? winners.prefix(most) : [])
        for row in told { remember(row) }
        let missing = book.strategies.count - known.count
        if missing > 0 {
            out.line("\(out.counted(missing, "row", citeBook())) \(missing == 1 ? "has" : "have") no known P/L.")
        }
        out.offer("show_all", "Show all positions")
    }
}

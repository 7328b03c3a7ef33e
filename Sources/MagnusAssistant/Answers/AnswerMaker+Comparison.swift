import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// Names beside each other, one line for each figure.
extension AnswerMaker {
    func compareNames() async {
        let names = Array((entities.symbols + entities.unknownSymbols).prefix(4))
        out.record("comparison", ["symbols": names.joined(separator: ", ")], rows: names.count)
        let known = names.filter { entities.symbols.contains($0) }
        for name in names where !known.contains(name) {
            out.line("\(out.quote(name)) is not known to any source here, so nothing can be said about it.")
        }
        guard !known.isEmpty else { return }
        let history = history
        var cells: [[Fragment]] = [
            ["Name:"], ["Price:"], ["Day:"], ["Implied volatility:"], ["IV rank:"], ["Held:"], ["Open P/L:"],
            ["Day P/L:"], ["Delta:"],
            ["Theta a day:"], ["Collateral:"], ["Worst assignment:"], ["Next earnings:"], ["Next ex-date:"],
            ["Realised:"],
        ]
        for name in known {
            let profile = await profile(name)
            let rows = book.strategies.filter { $0.symbol == name }
            let found = await quoted(name)
            let quoteCite = out.cite("quotes", name, reference: name, age: found?.assessment.ageSeconds)
            var price = spot(of: name)
            // What is not on the screen is asked for, as a quote of it would be.
            if price.value == nil, let found { price = found.assessment.mark }
            let close = profile?.previousClose
            let change = price.combined(with: Figure(close, else: .noSource)) { $1 > 0 ? $0 / $1 - 1 : .nan }
            let chain = await data.chain(of: name)
            var column: [Fragment] = [
                out.quote(name), out.price(price, "price", quoteCite),
                out.percent(change, "change since the previous close", quoteCite, decimals: 2, signed: true),
            ]
            if let chain {
                let cite = out.cite(
                    "chain", name, passage: "source \(chain.source)", reference: name,
                    age: max(0, context.now.seconds(since: chain.retrievedAt)))
                column.append(out.percent(chain.impliedVolatility30, "30-day implied volatility", cite, decimals: 1))
                column.append(out.decimal(chain.standing.rank, "IV rank", cite))
            } else {
                column += ["unknown (no source)", "unknown (no source)"]
            }
            if rows.isEmpty {
                column += Array(repeating: "none held", count: 1) + Array(repeating: "-", count: 6)
            } else {
                let cite = rows.count == 1 ? rows.first.map { self.cite($0) } ?? citeBook() : citeBook()
                let greeks = book.bySymbol.first { $0.key == name }
                for row in rows { remember(row) }
                column.append(rows.map { out.quote($0.title) }.joined(" and "))
                column.append(
                    out.dollars(FilteredBook.total(rows.map(\.unrealizedProfit)), "open P/L", cite, signed: true))
                column.append(out.dollars(FilteredBook.total(rows.map(\.dayProfit)), "day P/L", cite, signed: true))
                if let greeks {
                    let source = citeGreeks(name)
                    column.append(out.decimal(greeks.delta, "delta", source, signed: true))
                    column.append(out.dollars(greeks.thetaPerDay, "theta", source, signed: true))
                } else {
                    column += ["in no sum", "in no sum"]
                }
                column.append(out.dollars(FilteredBook.total(rows.map(\.collateral)), "collateral", cite))
                let chances = rows.map(\.assignmentProbability).filter { $0.value != nil }
                let worst = chances.max { ($0.value ?? 0) < ($1.value ?? 0) }
                column.append(worst.map { out.percent($0, "assignment probability", cite) } ?? "-")
            }
            // A name that no source describes is not one without earnings.
            let none: Fragment = profile == nil ? "unknown (no source)" : "none known"
            let earnings = profile?.earnings.map(\.date).filter { $0 >= today }.min()
            column.append(earnings.map { out.date($0, today: today) } ?? none)
            let dividend = profile?.dividends.map(\.exDate).filter { $0 >= today }.min()
            column.append(dividend.map { out.date($0, today: today) } ?? none)
            if history.begins == nil {
                column.append("no ledger")
            } else {
                let cite = citeLedger(history)
                let sum = history.closed.filter { $0.symbol == name }.reduce(0) { $0 + $1.profit }
                column.append(out.dollars(Figure(sum), "realised by closings", cite, signed: true))
            }
            for (index, cell) in column.enumerated() where cells.indices.contains(index) { cells[index].append(cell) }
        }
        out.table(cells)
        let texts = Set(question.words.map(\.text))
        if !texts.isDisjoint(with: ["better", "best", "should", "worse", "worst"]) {
            out.line("Which is better depends on what it is wanted for; the figures stand side by side.")
        }
        out.line("Scope: open rows, \(accounts); realised since the ledger begins, closings alone.")
        let stated = history.closed.filter { $0.isStated && names.contains($0.symbol) }
        if !stated.isEmpty { sayStated(stated, citeLedger(history)) }
    }

    /// The price that the book values with, else that of the snapshot.
    func spot(of symbol: String) -> Figure {
        let leg = context.book.strategies.first { $0.symbol == symbol }?.legs.first { $0.underlyingPrice.value != nil }
        if let leg { return leg.underlyingPrice }
        guard let quote = context.market.underlyings[symbol]?.quote else { return .unknown(.noSource) }
        return QuoteAssessment(quote, now: context.now, kind: .underlying, calendar: context.market.calendar).mark
    }
}

import MagnusDomain

extension AnswerMaker {
    /// Whether the benchmark is named alone and as a measure: beside other names, or where its own rows are asked about, it
    /// is one of the names.
    var isOfYardstick: Bool {
        entities.symbols == [book.benchmark]
            && Yardstick.isMeant(
                book.benchmark, question.words, entities, filter,
                isHeld: context.book.strategies.contains { $0.symbol == book.benchmark })
    }

    /// The Greeks row of a question: a symbol's, a row's or the book's, with its name and source.
    private func greeksRow() -> (row: GreeksRow, name: Fragment, cite: Int)? {
        let age = ageOfMarks(book.strategies)
        if let subject = question.subject, let row = book.byStrategy.first(where: { $0.key == subject.reference }) {
            return (
                row, out.quote("\(subject.symbol) \(subject.title)"),
                out.cite("greeks", subject.title, reference: row.key, age: ageOfMarks(rows()))
            )
        }
        // "Equal to how many SPY", "weighted against SPY": the yardstick, not a holding.
        let isYardstick = isOfYardstick && question.intent == .deltaExposure
        if entities.symbols.count > 1, !isYardstick {
            // Several names are one sum.
            let names = Set(entities.symbols)
            let rows = book.bySymbol.filter { names.contains($0.key) }
            guard !rows.isEmpty else { return nil }
            let title = rows.map(\.key).joined(separator: " and ")
            return (
                FilteredBook.sum(rows, key: title), rows.map { out.quote($0.key) }.joined(" and "),
                out.cite("greeks", title, reference: rows[0].key, age: age)
            )
        }
        if let symbol, !isYardstick {
            guard let row = book.bySymbol.first(where: { $0.key == symbol }) else { return nil }
            return (row, out.quote(symbol), citeGreeks(symbol))
        }
        return (book.greeks, "The book", out.cite("greeks", "Book", reference: "book", age: age))
    }

    /// The citation of the Greeks of one name.
    func citeGreeks(_ symbol: String) -> Int {
        out.cite(
            "greeks", symbol, reference: symbol, age: ageOfMarks(book.strategies.filter { $0.symbol == symbol }))
    }

    private func withGreeks(_ write: (GreeksRow, Fragment, Int) -> Void) {
        guard !isBookEmpty else { return sayEmptyBook() }
        guard let (row, name, cite) = greeksRow() else { return nothingHeld(symbol ?? "") }
        out.record("greeks", ["symbol": symbol ?? ""], rows: 1)
        write(row, name, cite)
        for excluded in book.excluded.prefix(3) where symbol == nil {
            out.line("Without usable quotes and excluded: \(out.quote(excluded)).")
        }
    }

    func greeks() {
        withGreeks { row, name, cite in
            out.line(
                "\(name): delta \(out.decimal(row.delta, "delta", cite, signed: true)) (shares), gamma \(out.decimal(row.gamma, "gamma", cite, decimals: 1, signed: true)) a dollar, theta \(out.dollars(row.thetaPerDay, "theta", cite, signed: true)) a day, vega \(out.dollars(row.vegaPerPoint, "vega", cite, signed: true)) a point, rho \(out.dollars(row.rhoPerPoint, "rho", cite, signed: true))."
            )
            out.line(
                "Dollar delta \(out.dollars(row.dollarDelta, "dollar delta", cite, signed: true)), dollar gamma for a percent \(out.dollars(row.dollarGammaOnePercent, "dollar gamma", cite, signed: true)), beta-weighted \(out.decimal(row.betaWeightedDelta, "beta-weighted delta", cite, signed: true)) (shares of \(out.quote(book.benchmark)))."
            )
            if symbol == nil, book.nearGreeks.positions > 0 {
                out.line(
                    "Near expiry alone: dollar gamma \(out.dollars(book.nearGreeks.dollarGammaOnePercent, "dollar gamma near expiry", cite, signed: true)), theta \(out.dollars(book.nearGreeks.thetaPerDay, "theta near expiry", cite, signed: true))."
                )
            }
            offerExplain(row.key == book.greeks.key ? "book" : "greeks/\(row.key)", "delta")
            out.offer("show_all", "Greeks by symbol")
        }
    }

    func theta() {
        withGreeks { row, name, cite in
            out.line(
                "\(name) earns theta of \(out.dollars(row.thetaPerDay, "theta", cite, signed: true)) per calendar day if nothing else moves."
            )
            sayThetaOf(row, cite)
            if symbol == nil, question.subject == nil {
                out.more(
                    "Short extrinsic value left: \(out.dollars(book.shortExtrinsic, "short extrinsic value", citeBook()))."
                )
                let top = book.bySymbol.filter { $0.thetaPerDay.figure.value != nil }
                    .sorted { ($1.thetaPerDay.figure.value ?? 0, $0.key) < ($0.thetaPerDay.figure.value ?? 0, $1.key) }
                let parts = top.prefix(3).map { entry -> Fragment in
                    let source = citeGreeks(entry.key)
                    out.list(entry.key, symbol: entry.key, title: entry.key)
                    return "\(out.quote(entry.key)) \(out.dollars(entry.thetaPerDay, "theta", source, signed: true))"
                }
                if !parts.isEmpty { out.line("Most from \(parts.joined(", ")).") }
            } else {
                for row in rows() where row.extrinsic.value != nil {
                    out.more(
                        "Short extrinsic in \(self.name(row)): \(out.dollars(row.extrinsic, "extrinsic", self.cite(row)))."
                    )
                    remember(row)
                }
            }
            offerExplain(row.key == book.greeks.key ? "book" : "greeks/\(row.key)", "theta_per_day")
        }
    }

    /// Of the days a question names, "per week", at the theta of now.
    private func sayThetaOf(_ row: GreeksRow, _ cite: Int) {
        let texts = Set(question.words.map(\.text))
        // "Of what expires in 30 days" bounds the rows.
        let isOfRows =
            entities.span != nil || !filter.conditions.isEmpty || filter.expiries != nil
            || !texts.isDisjoint(with: ["expiring", "expire", "expires", "dte", "left", "expiry"])
        guard let days = grouping.flatMap(Self.days) ?? (isOfRows ? nil : statedDays), days > 1 else { return }
        let sum = row.thetaPerDay.figure.map { $0 * Double(days) }
        out.line(
            "For \(out.counted(days, "calendar day", cite)) that is \(out.dollars(sum, "theta of the days", cite, signed: true, formula: "theta per day x days")) at the theta of now; it changes with price, volatility and time, and it is no realised profit."
        )
    }

    private static func days(_ grouping: PeriodGrouping) -> Int? {
        switch grouping {
        case .week: 7
        case .month: 30
        case .quarter: 91
        case .year: 365
        default: nil
        }
    }

    func deltaExposure() {
        withGreeks { row, name, cite in
            let perPercent = row.dollarDelta.figure.value
            out.line(
                "\(name): delta \(out.decimal(row.delta, "delta", cite, signed: true)) (shares), dollar delta \(out.dollars(row.dollarDelta, "dollar delta", cite, signed: true)), beta-weighted \(out.decimal(row.betaWeightedDelta, "beta-weighted delta", cite, signed: true)) (shares of \(out.quote(book.benchmark)))."
            )
            if symbol == nil || isOfYardstick, question.subject == nil {
                let dollars = row.betaWeightedDelta.figure.combined(with: book.benchmarkPrice) { $0 * $1 }
                let fall = dollars.map { -0.01 * $0 }
                out.line(
                    "That is \(out.dollars(dollars, "beta-weighted dollars", cite, formula: "beta-weighted delta x benchmark price")) or \(out.percent(book.deltaFractionOfNetLiquidation, "share of net liquidation", citeBook())) of net liquidation; a fall of a percent in \(out.quote(book.benchmark)) is \(out.dollars(fall, "effect of one percent", cite, signed: true, formula: "-0.01 x beta-weighted dollars"))."
                )
                let top = book.bySymbol.filter { $0.betaWeightedDelta.figure.value != nil }
                    .sorted {
                        (abs($1.betaWeightedDelta.figure.value ?? 0), $0.key) < (
                            abs($0.betaWeightedDelta.figure.value ?? 0), $1.key
                        )
                    }
                let parts = top.prefix(3).map { entry -> Fragment in
                    out.list(entry.key, symbol: entry.key, title: entry.key)
                    return
                        "\(out.quote(entry.key)) \(out.decimal(entry.betaWeightedDelta, "beta-weighted delta", citeGreeks(entry.key), signed: true))"
                }
                if !parts.isEmpty { out.line("Largest: \(parts.joined(", ")).") }
            } else if entities.symbols.count > 1 {
                // Shares of different names are no one thing: each for itself.
                for row in book.bySymbol where entities.symbols.contains(row.key) {
                    let source = citeGreeks(row.key)
                    out.line(
                        "\(out.quote(row.key)): delta \(out.decimal(row.delta, "delta", source, signed: true)) shares, a fall of a percent in it is \(out.dollars(row.dollarDelta.figure.map { -0.01 * $0 }, "effect of one percent", source, signed: true, formula: "-0.01 x dollar delta")) by delta alone."
                    )
                }
            } else if perPercent != nil {
                out.more(
                    "A fall of a percent in \(out.quote(symbol ?? "")) is \(out.dollars(row.dollarDelta.figure.map { -0.01 * $0 }, "effect of one percent", cite, signed: true, formula: "-0.01 x dollar delta")) by delta alone."
                )
            }
            offerExplain(row.key == book.greeks.key ? "book" : "greeks/\(row.key)", "beta_weighted_delta")
        }
    }

    func vegaExposure() {
        withGreeks { row, name, cite in
            out.line(
                "\(name): vega \(out.dollars(row.vegaPerPoint, "vega", cite, signed: true)) for a point of implied volatility, weighted to a month \(out.dollars(row.vega30, "vega30", cite, signed: true))."
            )
            out.more(
                "A negative figure loses when volatility rises; the weighted one counts the near expiries in full.")
            offerExplain(row.key == book.greeks.key ? "book" : "greeks/\(row.key)", "vega_per_point")
        }
    }
}

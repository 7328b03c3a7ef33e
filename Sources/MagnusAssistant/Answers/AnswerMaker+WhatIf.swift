import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// What a supposed market does to the rows: every one fully revalued, nothing interpolated.
extension AnswerMaker {
    func whatIf() async {
        guard !isBookEmpty else { return sayEmptyBook() }
        let reading = supposedMoves
        // "The market tanks": every move of the strip is told.
        if reading.problem == .noSize(.price), reading.moves.isEmpty, namesSupposed(reading).isEmpty { return strip() }
        if reading.problem == .noSize(.rates), reading.moves.isEmpty { return ratesMove(nil) }
        if let back = questionBack(reading) { return out.line(back) }
        if let rates = reading.first(.rates) {
            if case .change = rates.size { return ratesMove(rates) }
            if case .path = rates.size { return ratesMove(rates) }
            return ratesMove(nil)
        }
        // Names of a sector all make the move that is supposed, as one name does.
        let isOfSector =
            symbol == nil && !filter.sectors.isEmpty && !reading.prices.isEmpty
            && !reading.prices.contains { $0.isOfMarket }
        let names = namesSupposed(reading)
        let isOfEach = names.isEmpty && isOfEachName(reading)
        let isOfOne = !names.isEmpty || isOfSector || isOfEach
        let asked = isOfOne ? [] : namesAskedAbout(reading)
        let chosen =
            isOfSector || names.isEmpty && asked.isEmpty
            ? book.strategies : rows().filter { (names + asked).contains($0.symbol) }
        if !isOfSector, chosen.isEmpty, let name = (names + asked).first { return nothingHeld(name) }
        let expiry = chosen.compactMap(\.expiry).filter { $0 >= today }.min()
        var supposed = supposition(expiry: expiry)
        if let index = reading.first(.volatilityIndex) {
            guard let shift = await shift(byIndex: index) else { return }
            supposed.volatility = shift
        }
        if supposed == Supposition() {
            guard reading.prices.isEmpty else {
                return out.line(
                    "\(out.quote(names.first ?? book.benchmark)): its present price is unknown (no source).")
            }
            guard isOfOne else { return strip() }
            return out.line("By how much? A percentage or a price level makes the question complete.")
        }
        let days = supposed.date.map { max(0, $0.days(since: today)) } ?? 0
        let rule = await data.scenarioRule()
        // One of the strip is shown as the strip shows it.
        if !isOfOne, asked.isEmpty, supposed.level == nil, supposed.targets.isEmpty, supposed.volatility == nil,
            supposed.volatilityFactor == nil, filter.isEmpty, greeksAsked.isEmpty, scenarioParts == nil,
            let move = supposed.move ?? (days > 0 ? 0 : nil),
            book.scenarios.contains(where: {
                abs($0.benchmarkMove - move) < 0.0005 && $0.daysForward == days && $0.profit.figure.value != nil
            })
        {
            return strip(supposed.move)
        }
        var benchmarkMove = isOfOne ? 0 : supposed.move ?? 0
        if !isOfOne, let level = supposed.level {
            guard let now = spot(of: book.benchmark).value, now > 0 else {
                return out.line("\(out.quote(book.benchmark)): its present price is unknown (no source).")
            }
            benchmarkMove = level / now - 1
        }
        let move = benchmarkMove
        let figures = supposed
        var revaluation = Revaluation { symbol, beta, now in
            if let target = figures.targets[symbol] { return target }
            guard isOfOne else { return rule.spot(now, beta: beta, benchmarkMove: move) }
            return figures.level ?? now * (1 + (figures.move ?? 0))
        }
        let factor = rule.volatilityFactor(benchmarkMove)
        let shift = supposed.volatility ?? 0
        let multiple = supposed.volatilityFactor ?? 1
        revaluation.volatility = { max(0.005, $0 * factor * multiple + shift) }
        revaluation.days = days
        revaluation.settledBy = supposed.isAtExpiry ? supposed.date : nil
        let scope = Scope(
            names: isOfOne ? names : asked, isOfOne: isOfOne, isOfEach: isOfEach, benchmarkMove: benchmarkMove)
        say(supposed, chosen, revaluation, scope, rule: rule)
    }

    /// Whose rows are revalued.
    private struct Scope {
        /// Empty for the whole book, or for the names of a sector.
        var names: [String]
        /// Their own prices are supposed; false where the benchmark moves them.
        var isOfOne: Bool
        /// Every name of the book makes the same move by itself.
        var isOfEach: Bool
        var benchmarkMove: Double
    }

    private func say(
        _ supposed: Supposition, _ chosen: [StrategyValuation], _ revaluation: Revaluation, _ scope: Scope,
        rule: ScenarioRule
    ) {
        let isOfOne = scope.isOfOne
        let benchmarkMove = scope.benchmarkMove
        let name = scope.names.first ?? book.benchmark
        let ages = chosen.flatMap(\.legs).compactMap(\.markAgeSeconds).max()
        let whole = scope.names.isEmpty && (!isOfOne || scope.isOfEach)
        let cite = out.cite(
            "scenario", "Revaluation of \(whole ? "the book" : name)",
            passage: "each leg priced again with its own terms", reference: whole ? "book" : name, age: ages)
        out.record("what_if", ["symbol": whole ? "" : name], rows: chosen.count)
        var changes: [(row: StrategyValuation, change: Total)] = []
        for row in chosen {
            let figures = row.legs.map { leg -> Figure in
                // Collateral that is a T-bill fund does not move.
                if isBillFund(leg) { return Figure(0) }
                let profile = context.market.underlyings[row.symbol]?.profile
                return revaluation.change(of: leg, symbol: row.symbol, beta: profile?.beta ?? 1)
            }
            changes.append((row, FilteredBook.total(figures)))
        }
        let complete = changes.filter { $0.change.unknownCount == 0 }
        guard !complete.isEmpty else {
            out.line("\(chosen.prefix(4).map(dated).joined(", ")): none could be revalued, so the effect is unknown.")
            for row in chosen.prefix(4) { remember(row) }
            return
        }
        let sum = FilteredBook.total(complete.map(\.change.figure))
        var supposition: [Fragment] = []
        let several = scope.names.isEmpty ? Set(chosen.map(\.symbol)).sorted() : scope.names
        func price(_ name: String, _ then: (Double) -> Double) -> Fragment? {
            guard let value = spot(of: name).value, value > 0 else { return nil }
            return
                "\(out.quote(name)) at \(out.price(Figure(then(value)), "supposed price", cite)) (\(out.percent(Figure(then(value) / value - 1), "supposed move", cite, decimals: 1, signed: true)))"
        }
        if scope.isOfEach, let move = supposed.move {
            supposition.append(
                "every name by its own \(out.percent(Figure(move), "supposed move", cite, decimals: 1, signed: true))")
        } else if isOfOne, several.count > 1 || scope.names.isEmpty, let move = supposed.move {
            supposition.append(
                "\(several.map { out.quote($0) }.joined(", ")) each \(out.percent(Figure(move), "supposed move", cite, decimals: 1, signed: true))"
            )
        } else if isOfOne {
            if supposed.level != nil || supposed.move != nil {
                supposition.append(price(name) { revaluation.spot(name, 1, $0) } ?? out.quote(name))
            } else if supposed.targets.isEmpty {
                supposition.append(several.map { out.quote($0) }.joined(", "))
            }
        } else if supposed.level != nil || supposed.move != nil {
            supposition.append(price(book.benchmark) { $0 * (1 + benchmarkMove) } ?? out.quote(book.benchmark))
        }
        for (name, target) in supposed.targets.sorted(by: { $0.key < $1.key }) {
            supposition.append(price(name) { _ in target } ?? out.quote(name))
        }
        if let volatility = supposed.volatility {
            supposition.append(
                "volatility \(out.decimal(Figure(volatility * 100), "change of volatility in points", cite, decimals: 1, signed: true)) points"
            )
        }
        if let multiple = supposed.volatilityFactor {
            supposition.append(
                "volatility times \(out.decimal(Figure(multiple), "multiple of volatility", cite, decimals: 1))")
        }
        if let date = supposed.date {
            supposition.append(
                "on \(out.date(date, today: today)), after \(out.counted(revaluation.days, "day", cite))")
        } else {
            supposition.append("now")
        }
        let what: Fragment = supposition.joined(", ")
        let open = FilteredBook.total(complete.map(\.row.unrealizedProfit))
        let after = open.figure.combined(with: sum.figure) { $0 + $1 }
        let whose: Fragment =
            isOfOne && !scope.isOfEach
            ? "what is held" : whole ? "the book" : scope.names.map { out.quote($0) }.joined(" and ")
        sayGreeks(after: revaluation, what, chosen, cite)
        out.line(
            "\(what): \(out.dollars(sum.figure, "change of value", cite, signed: true, formula: "sum of V(supposed) - V(now)")) against now for \(whose), open P/L then \(out.dollars(after, "open P/L then", cite, signed: true, formula: "open P/L + change"))."
        )
        let sorted = complete.filter { abs($0.change.figure.value ?? 0) >= 0.5 }.sorted {
            (abs($1.change.figure.value ?? 0), $0.row.id) < (abs($0.change.figure.value ?? 0), $1.row.id)
        }
        if let scenarioParts {
            say(sorted, by: scenarioParts, of: complete.count, cite)
        } else if complete.count > 1 || !isOfOne {
            out.table(
                sorted.prefix(6).map { item in
                    ["\(dated(item.row)):", out.dollars(item.change.figure, "change of value", cite, signed: true)]
                })
        }
        for item in scenarioParts == nil ? sorted.prefix(6) : sorted[...] { remember(item.row) }
        for item in changes where item.change.unknownCount > 0 {
            out.line("\(self.name(item.row)) could not be revalued and is left out.")
        }
        let isMoved = benchmarkMove != 0
        let isShifted = supposed.volatility != nil || supposed.volatilityFactor != nil
        let volatility: Fragment =
            isMoved
            ? "volatilities follow the rule (\(out.quote(rule.text)))\(isShifted ? ", then all change alike" : "")"
            : isShifted ? "every implied volatility shifted alike" : "implied volatilities as they are now"
        let isFlat = !isOfOne && supposed.move == nil && supposed.level == nil
        let others: Fragment =
            scope.isOfEach
            ? "; T-bill funds unmoved"
            : isOfOne || isFlat && !supposed.targets.isEmpty
                ? "; other names unmoved" : isFlat ? "; prices unmoved" : "; each name moves by its beta"
        let expired: Fragment =
            supposed.date == nil ? Fragment() : "; options past their last day count as what exercising pays"
        out.line("Method: full revaluation, \(volatility)\(others)\(expired).")
        if scope.isOfEach, let move = supposed.move {
            let text = "what if \(book.benchmark) \(move < 0 ? "falls" : "rises") \(Self.plain(abs(move) * 100))%"
            out.line(
                "A move of the market, by which each name moves through its beta and volatility by the rule, is another question: \(out.quote("\"\(text)\""))."
            )
            out.offer("ask", "The market by that much", ["text": text])
        }
    }

    private static func plain(_ value: Double) -> String {
        let hundredths = (value * 100).rounded() / 100
        return Int(exactly: hundredths).map(String.init) ?? String(hundredths)
    }

    /// Greeks that the question asks for after what it supposes: "what happens to my theta if vol rises 5 points".
    private var greeksAsked: [RowFigures.Measure] {
        guard entities.delta == nil else { return [] }
        return RowFigures.named(question.words).measures.filter { [.delta, .theta, .vega].contains($0) }
    }

    /// Rows that are known before and after, and those alone: else the difference would be one of rows.
    private func sayGreeks(
        after revaluation: Revaluation, _ what: Fragment, _ rows: [StrategyValuation], _ cite: Int
    ) {
        for measure in greeksAsked {
            var now = Figure(0)
            var then = Figure(0)
            var missing: [StrategyValuation] = []
            for row in rows {
                let beta = context.market.underlyings[row.symbol]?.profile.beta ?? 1
                let pairs = row.legs.filter { !isBillFund($0) }.map { leg -> (now: Figure, then: Figure) in
                    let found = revaluation.sensitivities(of: leg, symbol: row.symbol, beta: beta)
                    switch measure {
                    case .delta: return (leg.delta, found.delta)
                    case .vega: return (leg.vegaPerPoint, found.vegaPerPoint)
                    default: return (leg.thetaPerDay, found.thetaPerDay)
                    }
                }
                guard pairs.allSatisfy({ $0.now.value != nil && $0.then.value != nil }) else {
                    missing.append(row)
                    continue
                }
                for pair in pairs {
                    now = now.combined(with: pair.now) { $0 + $1 }
                    then = then.combined(with: pair.then) { $0 + $1 }
                }
            }
            guard missing.count < rows.count else {
                out.line("\(Fragment([.words(measure.rawValue)])) after that is known for none of the rows.")
                continue
            }
            func shown(_ figure: Figure, _ when: String) -> Fragment {
                let name = "\(measure.rawValue) \(when)"
                return measure == .delta
                    ? "\(out.decimal(figure, name, cite, signed: true)) shares"
                    : out.dollars(figure, name, cite, signed: true)
            }
            let unit: Fragment = measure == .theta ? " a day" : measure == .vega ? " a point" : Fragment()
            let left: Fragment =
                missing.isEmpty ? Fragment() : "; unknown for \(missing.prefix(4).map(name).joined(", "))"
            out.line(
                "\(what): \(Fragment([.words(measure.rawValue)])) \(shown(then, "then"))\(unit) then, \(shown(now, "now"))\(unit) now\(left)."
            )
        }
        let others = question.words.map(\.text).filter { ["gamma", "rho"].contains($0) }
        if let first = others.first { out.line("\(out.quote(first)) after such a move is not told here.") }
    }

    func isBillFund(_ leg: PositionValuation) -> Bool {
        guard case .stock(let symbol) = leg.position.instrument else { return false }
        return context.market.underlyings[symbol]?.profile.kind == .treasuryBillFund
    }

    /// The strip of benchmark moves as the Greeks pane has it.
    private func strip(_ asked: Double? = nil) {
        let cite = out.cite("scenario", "Benchmark moves", passage: book.scenarioRule, reference: "book", age: nil)
        out.record("scenario", rows: book.scenarios.count)
        let cells = book.scenarios.filter { $0.profit.figure.value != nil }
        guard !cells.isEmpty else {
            out.line("The scenario is unknown: no row could be revalued.")
            return
        }
        func text(_ cell: ScenarioCell) -> Fragment {
            let move: Fragment =
                cell.benchmarkMove == 0
                ? "unchanged after \(out.counted(cell.daysForward, "day", cite))"
                : out.percent(Figure(cell.benchmarkMove), "move", cite, signed: true)
            return "\(move) \(out.dollars(cell.profit.figure, "scenario P/L", cite, signed: true))"
        }
        if let asked,
            let cell = cells.first(where: { abs($0.benchmarkMove - asked) < 0.0005 && $0.benchmarkMove != 0 })
        {
            out.line(
                "\(out.quote(book.benchmark)) \(text(cell)) for the book, every row fully revalued through its beta.")
        }
        out.line("\(out.quote(book.benchmark)): \(cells.map(text).joined(", ")).")
        if let missing = cells.map(\.profit.unknownCount).max(), missing > 0 {
            out.more(
                "\(out.counted(missing, "row", cite)) could not be revalued and \(missing == 1 ? "is" : "are") left out."
            )
        }
        out.line("Volatility moves with it: \(out.quote(book.scenarioRule)).")
        offerExplain("book", "scenario")
    }
}

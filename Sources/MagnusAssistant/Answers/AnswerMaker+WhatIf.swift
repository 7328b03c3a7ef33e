import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// What a supposed market does to the rows: every one fully revalued, nothing interpolated.
extension AnswerMaker {
    /// What a question supposes.
    struct Supposition: Sendable, Hashable {
        /// Move of one name or of the benchmark, fraction; nil for none.
        var move: Double?
        /// Price of one name.
        var level: Double?
        /// Change of volatility, decimal: 0.05 is five points.
        var volatility: Double?
        /// What every volatility is multiplied by: 2 where it doubles.
        var volatilityFactor: Double?
        /// Day it is supposed for; nil for the present moment.
        var date: CalendarDate?
    }

    /// - Parameter expiry: of the rows asked about, for "at expiry".
    func supposition(expiry: CalendarDate?) -> Supposition {
        let words = Set(question.words.map(\.text))
        var result = Supposition()
        let ofVolatility = volatilityClause
        result.volatility = ofVolatility?.shift
        result.volatilityFactor = ofVolatility?.factor
        // What is said of volatility is not said of the price as well.
        result.move =
            question.words.indices.lazy.filter { $0 != ofVolatility?.magnitude }.compactMap { index in
                self.move(at: index)
            }.first
        if result.move == nil, ofVolatility?.magnitude == nil { result.move = entities.percents.first }
        if result.move == nil, symbol != nil { result.level = statedLevel(besides: ofVolatility?.magnitude) }
        let isAtExpiry = !words.isDisjoint(with: ["expiry", "expiration", "expires", "expire"])
        if isAtExpiry, entities.span == nil {
            result.date = expiry
        } else if let span = entities.span, span.last > today {
            // "Next month" and "in two weeks" are judged at their ends.
            result.date = span.last
        } else if let days = entities.daysToExpiry ?? statedDays {
            result.date = today.adding(days: days)
        }
        return result
    }

    /// "At 250", "to 250", or 10 dollars off the price: "drops $10", "down 10".
    private func statedLevel(besides taken: Int?) -> Double? {
        let falls: Set<String> = [
            "drop", "drops", "dropped", "fall", "falls", "fell", "down", "lose", "loses", "dips", "dip", "tanks",
            "sinks",
            "slides", "crashes", "gaps", "dumps",
        ]
        let rises: Set<String> = [
            "rise", "rises", "gain", "gains", "up", "rally", "rallies", "jump", "jumps", "climbs", "adds", "pops",
            "rips",
        ]
        let texts = question.words.map(\.text)
        for (index, word) in question.words.enumerated() where index != taken {
            guard case .number(let value) = word.meaning, value > 0, !isDayCount(value) else { continue }
            let before = texts[..<index].suffix(2)
            let isLevel = !Set(before).isDisjoint(with: ["to", "at", "hits", "hit", "reaches", "is", "closes", "under"])
            let words = Set(texts)
            guard !isLevel, !words.isDisjoint(with: falls.union(rises)), let now = spot(of: symbol ?? "").value else {
                return value
            }
            return max(0.01, words.isDisjoint(with: falls) ? now + value : now - value)
        }
        return entities.contract.strike
    }

    /// "for a week", "for 10 days", "after two weeks".
    private var statedDays: Int? {
        let units: [String: Int] = ["day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30]
        let counts: [String: Int] = ["a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "another": 1, "few": 3]
        for (word, next) in zip(question.words, question.words.dropFirst()) {
            guard let scale = units[next.text] else { continue }
            if case .number(let value) = word.meaning, let whole = Int(exactly: value), (0...3660).contains(whole) {
                return whole * scale
            }
            if let count = counts[word.text] { return count * scale }
        }
        return nil
    }

    func whatIf() async {
        guard !isBookEmpty else { return sayEmptyBook() }
        if supposesRates { return ratesMove() }
        if symbol == Self.volatilityIndex, rows().isEmpty { return await volatilityIndexMove() }
        // Names of a sector all make the move that is supposed, as one name does.
        let isOfSector = symbol == nil && !filter.sectors.isEmpty && entities.percents.first != nil
        let isOfOne = symbol != nil && symbol != book.benchmark || isOfSector
        // A price is that of one name; a percentage can be that of several.
        let isOfSeveral = entities.symbols.count > 1 && !entities.percents.isEmpty
        let chosen =
            isOfSector || !isOfOne ? book.strategies : rows().filter { isOfSeveral || $0.symbol == symbol }
        if isOfOne, chosen.isEmpty { return nothingHeld(symbol ?? "") }
        let expiry = chosen.compactMap(\.expiry).filter { $0 >= today }.min()
        let supposed = supposition(expiry: expiry)
        let isNothing = supposed == Supposition()
        if isNothing, isOfOne {
            out.line("By how much? A percentage or a price level makes the question complete.")
            return
        }
        if isNothing { return strip() }
        let days = supposed.date.map { max(0, $0.days(since: today)) } ?? 0
        let rule = await data.scenarioRule()
        let target =
            supposed.level ?? supposed.move.flatMap { move in spot(of: symbol ?? "").value.map { $0 * (1 + move) } }
        // One of the strip is shown as the strip shows it.
        if !isOfOne, supposed.level == nil, supposed.volatility == nil, supposed.volatilityFactor == nil,
            filter.isEmpty,
            let move = supposed.move ?? (days > 0 ? 0 : nil),
            book.scenarios.contains(where: {
                abs($0.benchmarkMove - move) < 0.0005 && $0.daysForward == days && $0.profit.figure.value != nil
            })
        {
            return strip()
        }
        let name = symbol ?? book.benchmark
        var revaluation = Revaluation { symbol, beta, now in
            guard let move = supposed.move ?? (supposed.level == nil ? 0 : nil) else {
                return isOfOne ? target ?? now : now
            }
            if isOfOne { return now * (1 + move) }
            return rule.spot(now, beta: beta, benchmarkMove: move)
        }
        var benchmarkMove = isOfOne ? 0 : supposed.move ?? 0
        if !isOfOne, let level = supposed.level, let now = spot(of: name).value, now > 0 {
            let move = level / now - 1
            benchmarkMove = move
            revaluation = Revaluation { _, beta, now in rule.spot(now, beta: beta, benchmarkMove: move) }
        }
        let factor = rule.volatilityFactor(benchmarkMove)
        let shift = supposed.volatility ?? 0
        let multiple = supposed.volatilityFactor ?? 1
        revaluation.volatility = { max(0.005, $0 * factor * multiple + shift) }
        revaluation.days = days
        say(supposed, chosen, revaluation, isOfOne: isOfOne, benchmarkMove: benchmarkMove, rule: rule)
    }

    /// Cboe's index of the 30-day volatility of SPX, in points.
    private static let volatilityIndex = "VIX"

    /// A supposed VIX shifts every implied volatility by its points: what each name does by itself is not known.
    private func volatilityIndexMove() async {
        guard let (quote, assessment) = await quoted(Self.volatilityIndex), let now = assessment.mark.value else {
            return out.line("\(out.quote(Self.volatilityIndex)): its level is unknown (no source).")
        }
        guard let level = volatilityIndexLevel(now: now) else {
            return out.line("To which level? A level, a percentage or points make the question complete.")
        }
        var supposed = Supposition()
        supposed.volatility = (level - now) / 100
        let cite = out.cite(
            "quotes", Self.volatilityIndex, passage: "source \(quote.source)", reference: Self.volatilityIndex,
            age: assessment.ageSeconds)
        out.line(
            "\(out.quote(Self.volatilityIndex)) from \(out.price(Figure(now), "level", cite)) to \(out.price(Figure(level), "supposed level", cite)), every implied volatility by the same points:"
        )
        var revaluation = Revaluation { _, _, spot in spot }
        let shift = (level - now) / 100
        revaluation.volatility = { max(0.005, $0 + shift) }
        let rule = await data.scenarioRule()
        say(supposed, book.strategies, revaluation, isOfOne: false, benchmarkMove: 0, rule: rule)
    }

    /// "To 30" and "hits 30" are levels, "up 5" and "down 20%" changes of the present one.
    private func volatilityIndexLevel(now: Double) -> Double? {
        let words = question.words
        let falls = !Set(words.map(\.text)).isDisjoint(with: ["falls", "fall", "drops", "drop", "down", "lower"])
        for (index, word) in words.enumerated() {
            switch word.meaning {
            case .percent(let value): return max(0.5, now * (1 + (falls ? -abs(value) : abs(value))))
            case .number(let value) where value > 0 && value <= 200 && !isDayCount(value):
                let before = Set(words[..<index].suffix(2).map(\.text))
                let isLevel = !before.isDisjoint(with: ["to", "at", "hits", "hit", "reaches", "is", "of"])
                return isLevel ? value : max(0.5, falls ? now - value : now + value)
            default: continue
            }
        }
        return nil
    }

    private func say(
        _ supposed: Supposition, _ chosen: [StrategyValuation], _ revaluation: Revaluation, isOfOne: Bool,
        benchmarkMove: Double, rule: ScenarioRule
    ) {
        let name = symbol ?? book.benchmark
        let ages = chosen.flatMap(\.legs).compactMap(\.markAgeSeconds).max()
        let cite = out.cite(
            "scenario", "Revaluation of \(isOfOne ? name : "the book")",
            passage: "each leg priced again with its own terms", reference: isOfOne ? name : "book", age: ages)
        out.record("what_if", ["symbol": isOfOne ? name : ""], rows: chosen.count)
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
        let now = spot(of: name)
        let several = Set(chosen.map(\.symbol)).sorted()
        if isOfOne, several.count > 1 || symbol == nil, let move = supposed.move {
            supposition.append(
                "\(several.map { out.quote($0) }.joined(", ")) each \(out.percent(Figure(move), "supposed move", cite, decimals: 1, signed: true))"
            )
        } else if let value = now.value, supposed.level != nil || supposed.move != nil {
            let then = isOfOne ? revaluation.spot(name, 1, value) : value * (1 + benchmarkMove)
            supposition.append(
                "\(out.quote(name)) at \(out.price(Figure(then), "supposed price", cite)) (\(out.percent(Figure(then / value - 1), "supposed move", cite, decimals: 1, signed: true)))"
            )
        } else if isOfOne {
            supposition.append(out.quote(name))
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
        out.line(
            "\(what): \(out.dollars(sum.figure, "change of value", cite, signed: true, formula: "sum of V(supposed) - V(now)")) against now for \(isOfOne ? "what is held" : "the book"), open P/L then \(out.dollars(after, "open P/L then", cite, signed: true, formula: "open P/L + change"))."
        )
        let sorted = complete.filter { abs($0.change.figure.value ?? 0) >= 0.5 }.sorted {
            (abs($1.change.figure.value ?? 0), $0.row.id) < (abs($0.change.figure.value ?? 0), $1.row.id)
        }
        if complete.count > 1 || !isOfOne {
            out.table(
                sorted.prefix(6).map { item in
                    ["\(dated(item.row)):", out.dollars(item.change.figure, "change of value", cite, signed: true)]
                })
        }
        for item in sorted.prefix(6) { remember(item.row) }
        for item in changes where item.change.unknownCount > 0 {
            out.line("\(self.name(item.row)) could not be revalued and is left out.")
        }
        let isMoved = benchmarkMove != 0
        let isShifted = supposed.volatility != nil || supposed.volatilityFactor != nil
        let volatility: Fragment =
            isMoved
            ? "volatilities follow the rule (\(out.quote(rule.text)))\(isShifted ? ", then all change alike" : "")"
            : isShifted ? "every implied volatility shifted alike" : "implied volatilities as they are now"
        let others: Fragment = isOfOne ? "; other names unmoved" : "; each name moves by its beta"
        let expired: Fragment =
            supposed.date == nil ? Fragment() : "; options past their last day count as what exercising pays"
        out.line("Method: full revaluation, \(volatility)\(others)\(expired).")
    }

    private func isBillFund(_ leg: PositionValuation) -> Bool {
        guard case .stock(let symbol) = leg.position.instrument else { return false }
        return context.market.underlyings[symbol]?.profile.kind == .treasuryBillFund
    }

    /// The strip of benchmark moves as the Greeks pane has it.
    private func strip() {
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
        if let asked = entities.percents.first,
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

import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// Expected moves beside strikes, short options together without value, and the book at prices that do not move.
extension AnswerMaker {
    // MARK: - A move beside a strike

    /// The way from the spot to each short strike beside the standard deviation that options price up to its last day.
    func moveToStrike() async {
        guard !isBookEmpty else { return sayEmptyBook() }
        for name in entities.symbols { await moveToStrike(of: name) }
    }

    private func moveToStrike(of name: String) async {
        let held = rows().filter { $0.symbol == name }
        guard !held.isEmpty else { return nothingHeld(name) }
        let shorts = shortLegs(of: held).filter {
            entities.contract.right == nil || entities.contract.right == $0.contract.right
        }
        guard !shorts.isEmpty else {
            return out.line(
                "\(out.quote(name)): no such short option is held, so there is no strike to set it against.")
        }
        guard let chain = await data.chain(of: name) else { return noChain(name) }
        let source = cite(chain)
        out.record("expected_move", ["symbol": name], rows: shorts.count)
        for item in shorts {
            remember(item.row)
            let ofDay = chain.expiries.filter { $0.expiry == item.contract.expiry }
            let move =
                (ofDay.first { $0.root == item.contract.root } ?? ofDay.first)?.expectedMove ?? .unknown(.noSource)
            let cite = cite(item.row)
            let spot = item.leg.underlyingPrice
            // Positive out of the money.
            let gap = spot.map { -item.contract.right.sign * ($0 - item.contract.strike) }
            let isInside = gap.value.map { $0 < 0 } ?? false
            let way: Fragment =
                "spot \(out.price(spot, "spot", cite)) is \(out.price(gap.map(abs), "distance to the strike", cite, formula: "|spot - strike|")) \(isInside ? "in the money" : "from the strike")"
            guard move.value != nil else {
                out.line(
                    "\(title(of: item)): \(way); the expected move to that day is \(out.price(move, "expected move", source))."
                )
                continue
            }
            let ratio = gap.combined(with: move) { $1 > 0 ? abs($0) / $1 : .nan }
            let part = out.decimal(
                ratio, "way to the strike in expected moves", source, decimals: 2,
                formula: "|spot - strike| / expected move")
            out.line(
                "\(title(of: item)): \(way); expected move to that day plus or minus \(out.price(move, "expected move", source)): the way is \(part) of it."
            )
        }
        out.line("Expected move: a standard deviation (spot x volatility x root of time).")
    }

    // MARK: - All of them

    /// What is known of all short options ending without value: each chance, and the bounds that hold however they depend
    /// on each other. The chance of all has no source, and a product is one only of what is independent.
    func allWorthless() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let right = entities.contract.right
        let shorts = shortLegs(of: rowsAsked()).filter { item in
            (right == nil || item.contract.right == right) && filter.keeps(item.leg, of: item.row)
        }
        let cite = citeBook()
        out.record("assignment", ["figure": "all without value"], rows: shorts.count)
        guard !shorts.isEmpty else {
            return out.line("No such short option is among \(out.counted(book.strategies.count, "row", cite)).")
        }
        let known = shorts.compactMap { item -> (item: ShortLeg, chance: Figure, value: Double)? in
            let chance = item.leg.assignmentProbability.map { 1 - $0 }
            guard let value = chance.value else { return nil }
            return (item, chance, value)
        }.sorted { ($0.value, $0.item.leg.position.id) < ($1.value, $1.item.leg.position.id) }
        let noun = right.map { $0 == .put ? "short put" : "short call" } ?? "short option"
        out.line(
            "That \(out.counted(shorts.count, noun, cite)) all end without value: not told, because it depends on how their prices move together, which no source here has."
        )
        out.line("Each by itself, without being assigned, the least likely first:")
        for entry in known.prefix(Self.listedChances) {
            let chance = out.percent(
                entry.chance, "chance to end without value", self.cite(entry.item.row),
                formula: "1 - assignment probability")
            out.line("\(title(of: entry.item)): \(chance)")
        }
        for item in shorts { remember(item.row) }
        if known.count > Self.listedChances {
            out.line("\(out.counted(known.count - Self.listedChances, "likelier one", cite)) not listed.")
        }
        let missing = shorts.filter { $0.leg.assignmentProbability.value == nil }
        if !missing.isEmpty {
            out.line("Unknown for \(missing.prefix(6).map { title(of: $0) }.joined(", ")), in no figure below.")
        }
        guard known.count > 1, let least = known.first else { return }
        let chances = known.map(\.chance)
        let floor = Self.sum(chances.map { $0.map { 1 - $0 } }).map { max(0, 1 - $0) }
        let product = chances.reduce(Figure(1)) { $0.combined(with: $1) { $0 * $1 } }
        let low = out.percent(
            floor, "least chance of all", cite, decimals: 1, formula: "max(0, 1 - sum of (1 - chance))")
        let high = out.percent(
            least.chance, "most chance of all", cite, decimals: 1, formula: "the least of the chances")
        out.line("However they depend on each other, all of them together is between \(low) and \(high).")
        let multiplied = out.percent(product, "product of the chances", cite, decimals: 1, formula: "product")
        out.line(
            "Were they independent, which names that fall together are not, the product would be \(multiplied).")
    }

    private static let listedChances = 10

    // MARK: - Nothing moves

    /// What every row makes up to its own first expiry where no price moves.
    func unmovedToExpiry() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let cite = out.cite(
            "scenario", "Revaluation of the book", passage: "each leg priced again with its own terms",
            reference: "book",
            age: book.strategies.flatMap(\.legs).compactMap(\.markAgeSeconds).max())
        out.record("what_if", ["symbol": ""], rows: book.strategies.count)
        let changes = book.strategies.map { row in (row: row, change: unmovedChange(of: row)) }
        let complete = changes.filter { $0.change.unknownCount == 0 && $0.change.figure.value != nil }
        guard !complete.isEmpty else {
            return out.line("No row could be revalued, so what it makes by expiration is unknown.")
        }
        let sum = FilteredBook.total(complete.map(\.change.figure)).figure
        let open = FilteredBook.total(complete.map(\.row.unrealizedProfit)).figure
        let then = open.combined(with: sum) { $0 + $1 }
        let made = out.dollars(
            sum, "change of value", cite, signed: true, formula: "sum of V(last day of the row) - V(now)")
        let after = out.dollars(then, "open P/L then", cite, signed: true, formula: "open P/L + change")
        out.line("Every row held to its own expiry, prices unmoved: \(made) against now, open P/L then \(after).")
        let moved = complete.filter { abs($0.change.figure.value ?? 0) >= 0.5 }.sorted {
            (abs($1.change.figure.value ?? 0), $0.row.id) < (abs($0.change.figure.value ?? 0), $1.row.id)
        }
        out.table(
            moved.prefix(8).map { item in
                ["\(dated(item.row)):", out.dollars(item.change.figure, "change of value", cite, signed: true)]
            })
        for item in moved { remember(item.row) }
        if moved.count > 8 { out.line("\(out.counted(moved.count - 8, "smaller one", cite)) not listed.") }
        for item in changes where item.change.unknownCount > 0 || item.change.figure.value == nil {
            out.line("\(name(item.row)) could not be revalued and is left out.")
        }
        out.line(
            "Method: full revaluation, implied volatilities as they are now; an option that ends counts as what exercising pays, one that ends later is priced on the first expiry of its row; shares as now."
        )
    }

    private func unmovedChange(of row: StrategyValuation) -> Total {
        var revaluation = Revaluation { _, _, now in now }
        if let expiry = row.expiry {
            revaluation.days = max(0, expiry.days(since: today))
            revaluation.settledBy = expiry
        }
        let figures = row.legs.map { leg in
            isBillFund(leg) ? Figure(0) : revaluation.change(of: leg, symbol: row.symbol, beta: 1)
        }
        return FilteredBook.total(figures)
    }

    // MARK: - Short options

    private typealias ShortLeg = (row: StrategyValuation, leg: PositionValuation, contract: OptionContract)

    private func shortLegs(of rows: [StrategyValuation]) -> [ShortLeg] {
        rows.flatMap { row in
            row.legs.compactMap { leg -> ShortLeg? in
                guard Self.isShortOption(leg), case .option(let contract) = leg.position.instrument else { return nil }
                return (row, leg, contract)
            }
        }
    }

    private func title(of item: ShortLeg) -> Fragment {
        let words = "\(item.row.symbol) \(Self.whole(item.leg.position.quantity.value)) \(item.contract.shortName)"
        return "\(out.quote(words)) \(out.date(item.contract.expiry, today: today))"
    }
}

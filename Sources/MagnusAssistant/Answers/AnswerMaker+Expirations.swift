import MagnusDomain
import MagnusQuant

/// What ends when: rows, and the legs of a row that ends on several days.
extension AnswerMaker {
    /// Options of a row that end on one day.
    private struct Ending {
        var row: StrategyValuation
        var date: CalendarDate
        var legs: [PositionValuation]
        /// All options of the row end on that day.
        var isWhole: Bool
    }

    func expirations() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let isOne = symbol != nil || question.subject != nil || !filter.references.isEmpty
        let span = entities.span
        let candidates = ofAskedRight(isOne ? rows() : book.strategies).flatMap(endings)
        if isOne, candidates.isEmpty { return rows().isEmpty ? nothingHeld(symbol ?? "") : sayNoExpiry() }
        let asked = span ?? (isOne || !filter.conditions.isEmpty ? nil : defaultSpan())
        let byDay = candidates.filter { asked?.contains($0.date) ?? true }.sorted(by: Self.isEarlier)
        let order = RowOrder.read(question.words)
        let found = order.map { sorted(byDay, by: $0) } ?? byDay
        var rows: [StrategyValuation] = []
        for ending in found where !rows.contains(where: { $0.id == ending.row.id }) { rows.append(ending.row) }
        let cite = citeBook()
        out.record("expirations", ["span": asked?.label ?? ""], rows: rows.count)
        let when: Fragment = asked.map { " \(out.quote(Self.when($0)))" } ?? Fragment()
        guard !found.isEmpty else { return sayNothingEnds(when, after: asked, candidates) }
        if !isOne {
            // Contracts are counted where they are asked for, long and short ones.
            let countsContracts = question.words.contains { ["contract", "contracts"].contains($0.text) }
            let count = found.flatMap(\.legs).reduce(0.0) { $0 + $1.position.quantity.magnitude.value }
            let contracts: Fragment =
                countsContracts ? ", \(out.counted(count, "contract", cite)) together" : Fragment()
            out.line(
                "\(out.counted(rows.count, "row", cite)) \(rows.count == 1 ? "expires" : "expire")\(when)\(contracts):")
        }
        if let order {
            out.line(
                "In the order of \(Fragment([.words(order.measure.rawValue)])), \(order.isAscending ? "lowest" : "highest") first:"
            )
        }
        for ending in found { say(ending) }
        out.offer("show_all", "Expiry board")
        if let first = rows.first { offerRow(first) }
    }

    private func sayNoExpiry() { out.line("That position has no option in it, so nothing expires.") }

    private func sayNothingEnds(_ when: Fragment, after span: DateSpan?, _ candidates: [Ending]) {
        let ahead = candidates.filter { $0.date >= today }
        let later = ahead.filter { ending in span.map { ending.date > $0.last } ?? true }
        guard let next = (later.isEmpty ? ahead : later).min(by: Self.isEarlier) else {
            return out.line("Nothing expires\(when).")
        }
        let legs: Fragment = next.isWhole ? Fragment() : " with \(named(next.legs))"
        let place = later.isEmpty && span != nil ? "first" : "next"
        out.line(
            "Nothing expires\(when). The \(Fragment([.words(place)])) is \(name(next.row))\(legs) on \(out.date(next.date, today: today))."
        )
        remember(next.row)
    }

    private func say(_ ending: Ending) {
        let row = ending.row
        let source = cite(row)
        let days = Figure(Double(ending.date.days(since: today)))
        let what: Fragment =
            ending.isWhole
            ? dated(row) : "\(name(row)): \(named(ending.legs)) \(out.date(ending.date, today: today))"
        var parts: [Fragment] = [
            "\(what), \(out.decimal(days, "days to expiry", source)) \(days.value == 1 ? "day" : "days")"
        ]
        let holdsShort = ending.legs.contains { $0.position.quantity.isShort }
        if ending.isWhole || holdsShort, row.distance.value != nil {
            let way = out.distance(row.distance, dollars: row.distanceDollars, "distance", source)
            parts.append("\(way) to the strike")
        }
        if ending.isWhole || holdsShort, row.assignmentProbability.value != nil {
            parts.append(
                "chance of assignment \(out.percent(row.assignmentProbability, "assignment probability", source))"
            )
        }
        let profit = ending.isWhole ? row.unrealizedProfit : Self.sum(ending.legs.map(\.unrealizedProfit))
        parts.append(
            "P/L \(out.dollars(profit, "P/L", source, signed: true))\(ending.isWhole ? Fragment() : " of that")")
        out.line(parts.joined(", "))
        remember(row)
    }

    /// `+1 42C`.
    private func named(_ legs: [PositionValuation]) -> Fragment {
        legs.compactMap { leg -> Fragment? in
            guard case .option(let contract) = leg.position.instrument else { return nil }
            return out.quote("\(leg.position.quantity.signedText) \(contract.shortName)")
        }.joined(" and ")
    }

    private static func isEarlier(_ left: Ending, _ right: Ending) -> Bool {
        (left.date, left.row.id) < (right.date, right.row.id)
    }

    private func sorted(_ endings: [Ending], by order: RowOrder) -> [Ending] {
        let places = order.sorted(endings.map(\.row)).map(\.id)
        return endings.sorted { left, right in
            let first = (places.firstIndex(of: left.row.id) ?? 0, left.date)
            return first < (places.firstIndex(of: right.row.id) ?? 0, right.date)
        }
    }

    /// The days on which options of a row end that the question is about: of its side, its strike, its kind of leg.
    private func endings(of row: StrategyValuation) -> [Ending] {
        let days = QuestionFilter.expiries(of: row)
        let kinds = filter.groups.filter { $0.holds(row) }.map(\.leg)
        let isOfKind = question.isFiltered && !kinds.isEmpty && !kinds.contains(nil)
        let thousandths = entities.contract.strike.map { Int(($0 * 1000).rounded()) }
        func isAsked(_ leg: PositionValuation, byStrike: Bool) -> Bool {
            guard case .option(let contract) = leg.position.instrument else { return false }
            if let right = entities.contract.right, contract.right != right { return false }
            if isOfKind, !kinds.contains(where: { $0?.holds(leg) == true }) { return false }
            return !byStrike || thousandths == nil || contract.strikeThousandths == thousandths
        }
        let ofStrike = row.legs.filter { isAsked($0, byStrike: true) }
        let legs = ofStrike.isEmpty ? row.legs.filter { isAsked($0, byStrike: false) } : ofStrike
        return days.compactMap { day in
            let ending = days.count == 1 ? legs : legs.filter { QuestionFilter.expiry(of: $0) == day }
            guard !ending.isEmpty else { return nil }
            return Ending(row: row, date: day, legs: ending, isWhole: days.count == 1)
        }
    }

    /// "In January", "in 2028"; other days are said as they are named.
    private static func when(_ span: DateSpan) -> String {
        let first = span.label.split(separator: " ").first.map { String($0).lowercased() } ?? ""
        let isNamed = DateReader.isMonth(first) || Int(first).map { $0 > 2000 } ?? false
        return isNamed && span.first != span.last ? "in \(span.label)" : span.label
    }
}

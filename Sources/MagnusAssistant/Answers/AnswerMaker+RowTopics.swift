import MagnusDomain
import MagnusQuant

/// Rows by what the owner wants of them, by their alerts and flags, and shares by their basis.
extension AnswerMaker {
    func rowsOfIntent(_ intent: PositionIntent) {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rowsAsked().filter { $0.legs.contains(where: Self.isShortOption) }
        let found = chosen.filter { $0.intent == intent }.sorted(by: Self.attention)
        let cite = citeBook()
        out.record("intents", ["intent": intent.rawValue], rows: found.count)
        let words: Fragment =
            switch intent {
            case .take: "wanted (intent take)"
            case .avoid: "not wanted (intent avoid)"
            case .decide: "not decided (intent decide)"
            }
        out.line(
            "Assignment is \(words) on \(out.count(found.count, "rows", cite)) of \(out.counted(chosen.count, "row", cite)) with a short option\(found.isEmpty ? "." : ":")"
        )
        for row in found {
            let source = self.cite(row)
            out.line(
                "\(dated(row)): chance of assignment \(out.percent(row.assignmentProbability, "assignment probability", source)), P/L \(out.dollars(row.unrealizedProfit, "P/L", source, signed: true))"
            )
            remember(row)
        }
        if let first = found.first { offerRow(first) }
    }

    func rowsWithoutAlerts() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rowsAsked()
        let named = Set(openAlerts.compactMap(\.finding.positionIdentifier))
        // An alert that tells of a name alone may be about any of its rows.
        let ofNames = Set(openAlerts.filter { $0.finding.positionIdentifier == nil }.compactMap(\.finding.symbol))
        let found = chosen.filter { !named.contains($0.id) && !ofNames.contains($0.symbol) }
        let cite = citeBook()
        out.record("alerts", ["without": "alert"], rows: found.count)
        out.line(
            "\(out.count(found.count, "rows", cite)) of \(out.counted(chosen.count, "row", cite)) without an open alert\(found.isEmpty ? "." : ":")"
        )
        for row in found.sorted(by: Self.attention) {
            out.line(
                "\(dated(row)): P/L \(out.dollars(row.unrealizedProfit, "P/L", self.cite(row), signed: true))")
            remember(row)
        }
        out.offer("ask", "Open alerts", ["text": "which alerts are open"])
    }

    /// The rule of a flag and its figures, as the explanation of the row has them.
    func why(_ flag: PositionFlag) async {
        let chosen = symbol == nil && question.subject == nil ? book.strategies : rows()
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        let found = chosen.filter { $0.flags.contains(flag) }
        out.record("flags", ["flag": flag.rawValue], rows: found.count)
        guard !found.isEmpty else {
            let names = chosen.prefix(4).map { "\(dated($0)) (flags: \(flags($0)))" as Fragment }.joined(", ")
            out.line("No row of these carries the flag \(out.quote(flag.rawValue)): \(names).")
            for row in chosen.prefix(4) { remember(row) }
            return
        }
        for row in found.prefix(4) {
            let cite = cite(row)
            remember(row)
            let explanation = await data.explain("\(row.id)#flags")
            let inputs =
                explanation?.inputs.filter { input in
                    input.name == flag.rawValue || input.name.hasPrefix(flag.rawValue + " ")
                } ?? []
            let rule = inputs.prefix(5).map { out.quote($0.value, cite) }.joined(", ")
            out.line(
                "\(dated(row)) carries the flag \(out.quote(flag.rawValue))\(rule.isEmpty ? "; its rule is told by the explain key on the row" : ": ")\(rule)."
            )
            if flag == .target, row.captured.value != nil {
                out.more("Captured now: \(out.percent(row.captured, "captured", cite)).")
            }
            if flag == .earnings, let profile = context.market.underlyings[row.symbol]?.profile,
                let event = profile.earnings.first(where: { Self.lastDay(of: $0) >= today })
            {
                out.more(
                    "Earnings \(out.date(event.date, today: today)) (\(event.isConfirmed ? "confirmed" : "not confirmed")), it expires \(expiryText(row))."
                )
            }
        }
        if let first = found.first { offerRow(first) }
    }

    private func flags(_ row: StrategyValuation) -> Fragment {
        row.flags.isEmpty ? "none" : row.flags.map { out.quote($0.rawValue) }.joined(" ")
    }

    /// Shares whose price is under what they cost, by each basis that is known.
    func sharesBelowBasis() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let lots = rowsAsked().compactMap { row -> (row: StrategyValuation, leg: PositionValuation)? in
            row.legs.first { leg in
                if case .stock = leg.position.instrument { return !leg.position.quantity.isShort }
                return false
            }.map { (row, $0) }
        }
        out.record("basis", rows: lots.count)
        guard !lots.isEmpty else { return out.line("No shares are held, so nothing stands against a basis.") }
        func bases(_ leg: PositionValuation) -> [(String, Double)] {
            let basis = leg.position.stockBasis
            let all: [(String, Double?)] = [
                ("broker basis", basis?.broker ?? leg.position.averagePrice), ("tax basis", basis?.tax),
                ("wheel basis", basis?.wheel),
            ]
            return all.compactMap { name, value in value.map { (name, $0) } }
        }
        let under = lots.filter { lot in
            guard let spot = lot.leg.underlyingPrice.value else { return false }
            return bases(lot.leg).contains { $0.1 > spot }
        }
        let cite = citeBook()
        out.line(
            "Under a basis: \(out.count(under.count, "holdings", cite)) of \(out.counted(lots.count, "holding", cite)) of shares\(under.isEmpty ? "." : ":")"
        )
        for lot in under {
            let source = self.cite(lot.row)
            let spot = lot.leg.underlyingPrice
            let parts = bases(lot.leg).map { name, value -> Fragment in
                let gap = spot.map { $0 - value }
                return
                    "\(Fragment([.words(name)])) \(out.price(Figure(value), name, source)) (\(out.price(gap, "spot less \(name)", source, signed: true, formula: "spot - basis")))"
            }
            out.line("\(name(lot.row)): spot \(out.price(spot, "spot", source)), \(parts.joined(", "))")
            remember(lot.row)
        }
        let unknown = lots.filter { $0.leg.underlyingPrice.value == nil || bases($0.leg).isEmpty }
        if !unknown.isEmpty { out.line("Unknown for \(unknown.map { name($0.row) }.joined(", ")).") }
    }

    /// No rating is made of anything; the figures one would rest on.
    func rating() {
        out.line("No rating on a scale is made here; the figures of the whole book that tell of its risk:")
        deltaExposure()
        concentration()
        out.offer("ask", "A fall of the market", ["text": "what if SPY falls 5%"])
    }
}

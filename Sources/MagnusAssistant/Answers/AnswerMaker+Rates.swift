import MagnusDomain

/// What is supposed of interest rates and of the volatility index.
extension AnswerMaker {
    /// What rho says of a change of rates; nothing is revalued for it.
    func ratesMove(_ move: SupposedMove?) {
        let cite = out.cite("greeks", "Book", reference: "book", age: book.accounts.compactMap(\.ageSeconds).max())
        let asked = entities.symbols.filter { $0 != Self.volatilityIndex }
        if let missing = asked.first(where: { name in !book.bySymbol.contains { $0.key == name } }) {
            return nothingHeld(missing)
        }
        let parts = asked.isEmpty ? [] : book.bySymbol.filter { asked.contains($0.key) }
        let rho = asked.isEmpty ? book.greeks.rhoPerPoint : FilteredBook.sum(parts, key: "rho").rhoPerPoint
        let whose: Fragment = asked.isEmpty ? "the book" : asked.map { out.quote($0) }.joined(" and ")
        out.record("what_if", ["rates": "rho"], rows: book.strategies.count)
        guard let points = move?.shift.map({ $0 * 100 }) else {
            return out.line(
                "By rho \(whose) changes by \(out.dollars(rho, "rho", cite, signed: true)) for a point of interest rates; a change in points makes the question complete."
            )
        }
        let change = rho.figure.map { $0 * points }
        out.line(
            "Interest rates \(out.decimal(Figure(points), "change of rates in points", cite, decimals: points == points.rounded() ? 1 : 2, signed: true)) points: \(out.dollars(change, "change by rho", cite, signed: true, formula: "rho x points")) for \(whose), by rho alone (\(out.dollars(rho, "rho", cite, signed: true)) a point)."
        )
        out.line("Prices, volatilities and dividends are left as they are; nothing is revalued.")
        for excluded in book.excluded.prefix(3) where asked.isEmpty || asked.contains(excluded) {
            out.line("Without usable quotes and excluded: \(out.quote(excluded)).")
        }
    }

    /// Change of every implied volatility, decimal, where the index goes as supposed; says from where to where, or why not.
    func shift(byIndex move: SupposedMove) async -> Double? {
        guard let (quote, assessment) = await quoted(Self.volatilityIndex), let now = assessment.mark.value else {
            out.line("\(out.quote(Self.volatilityIndex)): its level is unknown (no source).")
            return nil
        }
        let level: Double
        switch move.size {
        case .level(let value, _), .path(_, let value, _): level = value
        case .multiple(let factor): level = now * factor
        case .change(let value, .percent): level = now * (1 + value / 100)
        case .change(let value, .basisPoints): level = now + value / 100
        case .change(let value, _): level = now + value
        }
        let supposed = min(max(0.5, level), 1000)
        let cite = out.cite(
            "quotes", Self.volatilityIndex, passage: "source \(quote.source)", reference: Self.volatilityIndex,
            age: assessment.ageSeconds)
        out.line(
            "\(out.quote(Self.volatilityIndex)) from \(out.price(Figure(now), "level", cite)) to \(out.price(Figure(supposed), "supposed level", cite)), every implied volatility by the same points:"
        )
        return (supposed - now) / 100
    }
}

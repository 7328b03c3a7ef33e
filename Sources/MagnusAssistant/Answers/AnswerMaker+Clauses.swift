import MagnusDomain
import MagnusQuant

/// Which number of a supposition is said of volatility and which of a price, and what is supposed of interest rates.
extension AnswerMaker {
    /// What a question says of volatility.
    struct VolatilityClause: Sendable, Hashable {
        /// Change, decimal: 0.05 is five points; nil where none is stated.
        var shift: Double?
        /// 2 where volatility doubles.
        var factor: Double?
        /// Place of the number among the words; nil where none is stated.
        var magnitude: Int?
    }

    private static let volatilityWords: Set<String> = ["vol", "iv", "ivs", "volatility", "volatilities", "vols", "vix"]
    private static let joints: Set<String> = ["and", "with", "while", "but", "plus", "then", "when"]
    private static let falls: Set<String> = [
        "down", "falls", "fall", "drops", "drop", "lower", "crush", "crushes", "crushed", "minus", "less", "collapses",
        "collapse", "loses", "lose", "dips", "shrinks",
    ]
    private static let multiples: [String: Double] = [
        "doubles": 2, "double": 2, "doubled": 2, "triples": 3, "triple": 3, "halves": 0.5, "halved": 0.5, "half": 0.5,
    ]

    /// The part of the question that speaks of volatility, up to the words that join it with the rest.
    var volatilityClause: VolatilityClause? {
        let words = question.words
        guard let place = words.firstIndex(where: { Self.volatilityWords.contains($0.text) }) else { return nil }
        let first = words[..<place].lastIndex { Self.joints.contains($0.text) }.map { $0 + 1 } ?? 0
        let last = words[place...].firstIndex { Self.joints.contains($0.text) } ?? words.count
        let sizes = (first..<last).filter { magnitude(at: $0) != nil }
        var result = VolatilityClause()
        result.magnitude = sizes.first { $0 > place } ?? sizes.last
        if let size = result.magnitude.flatMap(magnitude) {
            let isFall = words[first..<last].contains { Self.falls.contains($0.text) } || size < 0
            result.shift = isFall ? -abs(size) : abs(size)
        } else {
            result.factor = words[first..<last].lazy.compactMap { Self.multiples[$0.text] }.first
        }
        return result
    }

    /// A change in decimals: `5`, `5%` and `5 points` are 0.05. Strikes, days and counts are none.
    private func magnitude(at index: Int) -> Double? {
        switch question.words[index].meaning {
        case .percent(let value): return value
        case .number(let value) where abs(value) > 0 && abs(value) <= 100 && !isDayCount(value): return value / 100
        default: return nil
        }
    }

    /// A percentage that is said of a price, down where its own part of the question speaks of a fall.
    func move(at index: Int) -> Double? {
        let words = question.words
        guard case .percent(let value) = words[index].meaning else { return nil }
        guard volatilityClause != nil else { return entities.percents.first }
        let first = words[..<index].lastIndex { Self.joints.contains($0.text) }.map { $0 + 1 } ?? 0
        let last = words[index...].firstIndex { Self.joints.contains($0.text) } ?? words.count
        let others: Set<String> = ["crash", "crashes", "tanks", "tank", "sinks", "slides", "dumps", "fell", "dropped"]
        let isFall = words[first..<last].contains { Self.falls.contains($0.text) || others.contains($0.text) }
        return isFall ? -abs(value) : value
    }

    /// Whether the change is one of interest rates and of nothing else.
    var supposesRates: Bool {
        let texts = Set(question.words.map(\.text))
        return symbol == nil && volatilityClause == nil
            && !texts.isDisjoint(with: ["rates", "rate", "interest", "yields"])
            && texts.isDisjoint(with: ["market", "stocks", "everything", "win", "price"])
    }

    /// What rho says of a change of rates; nothing is revalued for it.
    func ratesMove() {
        let cite = out.cite("greeks", "Book", reference: "book", age: book.accounts.compactMap(\.ageSeconds).max())
        out.record("what_if", ["rates": "rho"], rows: book.strategies.count)
        let words = Set(question.words.map(\.text))
        let isFall = !words.isDisjoint(with: Self.falls.union(["cut", "cuts"]))
        let size = question.words.indices.lazy.compactMap(magnitude).first.map { isFall ? -abs($0) : abs($0) }
        guard let points = size.map({ $0 * 100 }) else {
            return out.line(
                "By rho the book changes by \(out.dollars(book.greeks.rhoPerPoint, "rho", cite, signed: true)) for a point of interest rates; a change in points makes the question complete."
            )
        }
        let change = book.greeks.rhoPerPoint.figure.map { $0 * points }
        out.line(
            "Interest rates \(out.decimal(Figure(points), "change of rates in points", cite, decimals: 1, signed: true)) points: \(out.dollars(change, "change by rho", cite, signed: true, formula: "rho x points")) for the book, by rho alone (\(out.dollars(book.greeks.rhoPerPoint, "rho", cite, signed: true)) a point)."
        )
        out.line("Prices, volatilities and dividends are left as they are; nothing is revalued.")
        for excluded in book.excluded.prefix(3) {
            out.line("Without usable quotes and excluded: \(out.quote(excluded)).")
        }
    }

    func isDayCount(_ value: Double) -> Bool {
        zip(question.words, question.words.dropFirst()).contains { word, next in
            word.meaning == .number(value)
                && ["day", "days", "week", "weeks", "month", "months", "contracts", "shares"].contains(next.text)
        }
    }
}

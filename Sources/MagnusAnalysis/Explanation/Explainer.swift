import Glibc
import MagnusDomain
import MagnusQuant

/// Formula, inputs, method and origin of any figure a person can point at.
///
/// Ids are `<row>#<key>`, the key being the one of the JSON output. Rows: a position's id, a strategy row's id, `book`,
/// `greeks/<key>`, `account/<name>`, `candidate/<id>`, `alert/<id>`. Values are printed with every digit, so that the
/// figure can be recomputed by hand.
public struct Explainer: Sendable {
    let book: BookValuation
    let market: MarketSnapshot
    let candidates: [Candidate]
    let alerts: [Alert]

    public init(
        book: BookValuation, market: MarketSnapshot, candidates: [Candidate] = [], alerts: [Alert] = []
    ) {
        self.book = book
        self.market = market
        self.candidates = candidates
        self.alerts = alerts
    }

    /// - Returns: nil when the id names nothing that exists.
    public func explain(id: String) -> Explanation? {
        guard let mark = id.lastIndex(of: "#") else { return nil }
        let row = String(id[..<mark])
        let key = String(id[id.index(after: mark)...])
        guard !row.isEmpty, !key.isEmpty else { return nil }
        if row == "book" { return explainBook(id: id, key: key) }
        if let name = Self.rest(row, after: "greeks/") { return explainGreeks(id: id, row: name, key: key) }
        if let name = Self.rest(row, after: "account/") { return explainAccount(id: id, name: name, key: key) }
        if let name = Self.rest(row, after: "candidate/") { return explainCandidate(id: id, name: name, key: key) }
        if let name = Self.rest(row, after: "alert/") { return explainAlert(id: id, name: name, key: key) }
        for strategy in book.strategies {
            if strategy.id == row, let found = explain(strategy, id: id, key: key) { return found }
            if let leg = strategy.legs.first(where: { $0.position.id == row }) {
                return explain(leg, id: id, key: key)
            }
        }
        return nil
    }

    /// The same without keeping an explainer.
    public static func explain(
        id: String, book: BookValuation, market: MarketSnapshot, candidates: [Candidate] = [], alerts: [Alert] = []
    ) -> Explanation? {
        Explainer(book: book, market: market, candidates: candidates, alerts: alerts).explain(id: id)
    }

    private static func rest(_ text: String, after prefix: String) -> String? {
        text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
    }

    /// Every digit of a figure, or why it has none.
    static func text(_ figure: Figure) -> String {
        switch figure {
        case .known(let value, _): number(value)
        case .unknown(let reason): "unknown (\(reason.rawValue))"
        }
    }

    /// Twelve significant digits: enough to recompute by hand, without the noise of binary fractions.
    static func number(_ value: Double) -> String {
        guard value != 0, value.isFinite else { return "0" }
        let digits = 12 - Int(log10(abs(value)).rounded(.up))
        guard (0...15).contains(digits) else { return "\(value)" }
        let scale = pow(10, Double(digits))
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int64(rounded))" : "\(rounded)"
    }

    static func text(_ total: Total) -> String {
        total.unknownCount == 0 ? text(total.figure) : "\(text(total.figure)) (\(total.unknownCount) unknown)"
    }

    static func input(
        _ name: String, _ figure: Figure, _ unit: String, source: String, age: Double? = nil
    ) -> ExplanationInput {
        ExplanationInput(
            name: name, value: text(figure), unit: unit, source: source, ageSeconds: age,
            trust: figure.trust ?? .fresh)
    }

    static func input(
        _ name: String, _ value: Double?, _ unit: String, source: String, age: Double? = nil, trust: Trust = .fresh
    ) -> ExplanationInput {
        ExplanationInput(
            name: name, value: value.map(number) ?? "unknown", unit: unit, source: source,
            ageSeconds: age, trust: trust)
    }

    /// Words for a leg: `AAPL -1 260P` or `MO 200 sh`.
    static func name(_ position: Position) -> String {
        switch position.instrument {
        case .stock(let symbol): "\(symbol) \(position.quantity.signedText) sh"
        case .option(let contract): "\(contract.root) \(contract.positionText(quantity: position.quantity))"
        }
    }

    static func origin(_ position: Position) -> String {
        position.openedBy.isEmpty
            ? "position \(position.id)" : "position \(position.id), opened by \(position.openedBy)"
    }
}

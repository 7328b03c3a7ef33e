import MagnusDomain

/// Formula, inputs, method and origin of any figure a person can point at.
///
/// Ids are `<row>#<key>`, the key being the one of the JSON output. Rows: a position's id, a strategy row's id, `book`,
/// `greeks/<key>`, `account/<name>` (also `balance:<name>`), `candidate/<id>` (also the bare id of a candidate),
/// `alert/<id>`, `room`. Every explanation ends at inputs of a source, or at inputs with a reference that can be explained in
/// turn; numbers carry the digits with which the figure can be recomputed by hand.
public struct Explainer: Sendable {
    let book: BookValuation
    let market: MarketSnapshot
    let candidates: [Candidate]
    let alerts: [Alert]
    let settings: BookSettings
    let screen: ExplainedScreen

    public init(
        book: BookValuation, market: MarketSnapshot, candidates: [Candidate] = [], alerts: [Alert] = [],
        settings: BookSettings = BookSettings(), screen: ExplainedScreen = ExplainedScreen()
    ) {
        self.screen = screen
        self.settings = settings
        self.book = book
        self.market = market
        self.candidates = candidates
        self.alerts = alerts
    }

    /// - Returns: nil when the id names nothing that exists.
    public func explain(id: String) -> Explanation? {
        guard let mark = id.lastIndex(of: "#") else { return nil }
        let row = String(id[..<mark])
        let stated = String(id[id.index(after: mark)...])
        // The key of the document, as well as the name of the column.
        let key = stated == "vega_30_per_point" ? "vega30" : stated
        guard !row.isEmpty, !key.isEmpty else { return nil }
        if let part = Self.rest(key, after: "attribution/") {
            return explainAttribution(id: id, row: row, part: part)
        }
        if row == "book" { return explainScreen(id: id, key: key) ?? explainBook(id: id, key: key) }
        if row == "room" { return explainRoom(id: id, key: key) }
        if let name = Self.rest(row, after: "greeks/") { return explainGreeks(id: id, row: name, key: key) }
        if let name = Self.rest(row, after: "account/") { return explainAccount(id: id, name: name, key: key) }
        if let name = Self.rest(row, after: "balance:") { return explainAccount(id: id, name: name, key: key) }
        if let name = Self.rest(row, after: "candidate/") { return explainCandidate(id: id, name: name, key: key) }
        if let name = Self.rest(row, after: "alert/") { return explainAlert(id: id, name: name, key: key) }
        if candidates.contains(where: { $0.id == row }) { return explainCandidate(id: id, name: row, key: key) }
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
        id: String, book: BookValuation, market: MarketSnapshot, candidates: [Candidate] = [], alerts: [Alert] = [],
        settings: BookSettings = BookSettings(), screen: ExplainedScreen = ExplainedScreen()
    ) -> Explanation? {
        Explainer(
            book: book, market: market, candidates: candidates, alerts: alerts, settings: settings, screen: screen
        ).explain(id: id)
    }

    private static func rest(_ text: String, after prefix: String) -> String? {
        text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
    }

    /// A figure with its unit, or why it has none.
    static func text(_ figure: Figure, _ unit: ExplainedUnit) -> String {
        switch figure {
        case .known(let value, _): unit.word.isEmpty ? unit.text(value) : "\(unit.text(value)) \(unit.word)"
        case .unknown(let reason): "unknown (\(reason.rawValue))"
        }
    }

    static func text(_ total: Total, _ unit: ExplainedUnit) -> String {
        total.unknownCount == 0
            ? text(total.figure, unit) : "\(text(total.figure, unit)) (\(total.unknownCount) unknown)"
    }

    static func input(
        _ name: String, _ figure: Figure, _ unit: ExplainedUnit, source: String, age: Double? = nil,
        group: String = "", reference: String? = nil
    ) -> ExplanationInput {
        let value: String
        switch figure {
        case .known(let number, _): value = unit.text(number)
        case .unknown(let reason): value = "unknown (\(reason.rawValue))"
        }
        return ExplanationInput(
            name: name, value: value, unit: figure.value == nil ? "" : unit.word, source: source, ageSeconds: age,
            trust: figure.trust ?? .fresh, group: group, reference: reference)
    }

    static func input(
        _ name: String, _ value: Double?, _ unit: ExplainedUnit, source: String, age: Double? = nil,
        trust: Trust = .fresh, group: String = ""
    ) -> ExplanationInput {
        ExplanationInput(
            name: name, value: value.map(unit.text) ?? "unknown", unit: value == nil ? "" : unit.word, source: source,
            ageSeconds: age, trust: trust, group: group)
    }

    /// A fact that is no number: an instant, a date, a word.
    static func fact(_ name: String, _ value: String, source: String, group: String = "") -> ExplanationInput {
        ExplanationInput(name: name, value: value, unit: "", source: source, ageSeconds: nil, group: group)
    }

    static func notes(_ figure: Figure) -> [String] {
        switch figure {
        case .unknown(let reason): ["no value: \(reason.rawValue)"]
        case .known(_, .stale): ["an input is older than allowed"]
        case .known(_, .estimated): ["an input is estimated"]
        case .known(_, .fresh): []
        }
    }

    /// Words for a leg: `AAPL -1 260P` or `MO 200 sh`.
    static func name(_ position: Position) -> String {
        switch position.instrument {
        case .stock(let symbol): "\(symbol) \(position.quantity.signedText) sh"
        case .option(let contract):
            "\(contract.root) \(contract.positionText(quantity: position.quantity)) "
                + (contract.expiry.year == position.openedAt.newYork.date.year
                    ? contract.expiry.monthDay : contract.expiry.iso8601)
        }
    }

    static func origin(_ position: Position) -> String {
        position.openedBy.isEmpty
            ? "position \(position.id)" : "position \(position.id), opened by \(position.openedBy)"
    }
}

/// What a filter line asks for: `text` or a pattern, `-f letters` fuzzily, `!text` everything else.
public struct RowFilter: Sendable, Equatable {
    /// As typed; empty lets everything through.
    public var text: String

    public init(text: String = "") {
        self.text = text
    }

    public var isActive: Bool { matcher != nil }

    /// How the filter is understood.
    enum Matcher: Equatable {
        case pattern(RowPattern)
        case literal(String)
        case fuzzy(String)
        indirect case inverse(Matcher)

        func matches(_ row: String) -> Bool {
            switch self {
            case .pattern(let pattern): pattern.matches(row)
            case .literal(let text): row.lowercased().contains(text)
            case .fuzzy(let letters):
                // Letters are found somewhere in any long text: only the words before the tab, the row's name, count.
                FuzzyMatch.score(letters, in: String(row.prefix { $0 != "\t" })) != nil
            case .inverse(let other): !other.matches(row)
            }
        }
    }

    /// nil when nothing is asked for.
    var matcher: Matcher? { Self.matcher(text[...]) }

    private static func matcher(_ text: Substring) -> Matcher? {
        let body = text.drop { $0 == " " }
        if body.first == "!" { return matcher(body.dropFirst()).map { .inverse($0) } }
        if body.hasPrefix("-f") {
            let letters = body.dropFirst(2).filter { $0 != " " }
            return letters.isEmpty ? nil : .fuzzy(String(letters))
        }
        guard !body.isEmpty else { return nil }
        // What is no pattern is searched for as it stands: a person types `(` without thinking of patterns.
        guard let pattern = RowPattern(String(body)) else { return .literal(body.lowercased()) }
        return .pattern(pattern)
    }

    /// The rows whose text the filter lets through.
    func apply<Row>(_ rows: [Row], text: (Row) -> String) -> [Row] {
        guard let matcher else { return rows }
        return rows.filter { matcher.matches(text($0)) }
    }
}

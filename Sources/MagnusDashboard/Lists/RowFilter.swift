/// What a filter line asks for: `text` or a pattern, `-f letters` fuzzily, `!text` everything else.
public struct RowFilter: Sendable, Equatable {
    /// As typed; empty lets everything through.
    public var text: String

    public init(text: String = "") {
        self.text = text
    }

    public var isActive: Bool { matcher != nil }

    /// Letters that a word which is not shown needs to be found.
    static let leastOfWord = 3

    /// How the filter is understood.
    enum Matcher: Equatable {
        /// With what was typed, in small letters.
        case pattern(RowPattern, typed: String)
        case literal(String)
        case fuzzy(String)
        indirect case inverse(Matcher)

        /// - Parameters:
        ///   - row: what is read in the row.
        ///   - words: what the row is without showing it, in small letters: they are found by their beginning alone. A letter
        ///     somewhere in a word that nobody sees is no reason to hide the row.
        func matches(_ row: String, words: @autoclosure () -> [String] = []) -> Bool {
            switch self {
            case .pattern(let pattern, let typed): pattern.matches(row) || Self.begins(typed, words())
            case .literal(let text): row.lowercased().contains(text)
            case .fuzzy(let letters):
                // Letters are found somewhere in any long text: only the words before the tab, the row's name, count.
                FuzzyMatch.score(letters, in: String(row.prefix { $0 != "\t" })) != nil
            case .inverse(let other): !other.matches(row, words: words())
            }
        }

        private static func begins(_ typed: String, _ words: [String]) -> Bool {
            typed.count >= RowFilter.leastOfWord && words.contains { $0.hasPrefix(typed) }
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
        return .pattern(pattern, typed: body.lowercased())
    }

    /// The rows that the filter lets through, by what is read in them and by words that name them without being shown.
    func apply<Row>(_ rows: [Row], text: (Row) -> String, words: (Row) -> [String] = { _ in [] }) -> [Row] {
        guard let matcher else { return rows }
        return rows.filter { row in matcher.matches(text(row), words: words(row)) }
    }

    /// A name such as `cash_secured_put` as words that it is found by: whole, with blanks, and each part.
    static func words(_ name: String) -> [String] {
        let parts = name.lowercased().split { $0 == "_" || $0 == "-" }.map(String.init)
        return [name.lowercased(), parts.joined(separator: " ")] + parts
    }
}

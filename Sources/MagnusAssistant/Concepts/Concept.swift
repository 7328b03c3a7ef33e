/// A short own text about one idea of the trade.
public struct Concept: Sendable, Hashable {
    public var id: String
    public var title: String
    /// Further names, lower case.
    public var aliases: [String]
    public var text: String
    /// What the text rests on.
    public var source: String

    init(_ id: String, _ title: String, _ aliases: [String] = [], source: String, _ text: String) {
        self.id = id
        self.title = title
        self.aliases = aliases
        self.text = text
        self.source = source
    }
}

/// All concepts; the version changes with the texts.
public enum ConceptTable {
    public static let version = 1
    public static let all: [Concept] = greeks + volatility + strategies + lifecycle + accounting

    /// Names in words, the longest first, with the concept's id.
    static let names: [(words: [String], id: String)] = all.flatMap { concept in
        ([concept.title] + concept.aliases).map { name in
            (Tokeniser.words(name).map { singular($0.text) }, concept.id)
        }
    }.sorted { ($1.words.count, $0.id) < ($0.words.count, $1.id) }

    static func concept(_ id: String) -> Concept? { all.first { $0.id == id } }

    /// Concepts named in a question, in order of their place; a longer name wins over one inside it.
    static func mentioned(in words: [Word]) -> [String] {
        let texts = words.map { singular($0.text) }
        var taken = [Bool](repeating: false, count: texts.count)
        var found: [(place: Int, id: String)] = []
        for (name, id) in names where !name.isEmpty && name.count <= texts.count {
            for start in 0...(texts.count - name.count) {
                let range = start..<(start + name.count)
                if range.allSatisfy({ !taken[$0] }), Array(texts[range]) == name {
                    for index in range { taken[index] = true }
                    found.append((start, id))
                }
            }
        }
        var result: [String] = []
        for entry in found.sorted(by: { $0.place < $1.place }) where !result.contains(entry.id) {
            result.append(entry.id)
        }
        return result
    }

    static func singular(_ word: String) -> String {
        guard word.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss"), !word.hasSuffix("us") else { return word }
        return String(word.dropLast())
    }
}

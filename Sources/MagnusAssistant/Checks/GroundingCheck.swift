import MagnusDomain

/// Compares every number, date, contract and symbol of an answer with what the tools returned.
public enum GroundingCheck {
    /// Why a sentence may not be shown.
    public enum Failure: Error, Sendable, Hashable {
        /// The text shows something that no fact accounts for, or facts in another order.
        case unmatched(token: String)
        /// A fact is missing from the text.
        case missing(token: String)
        /// A figure is not its ledger value at the displayed rounding.
        case wrongValue(token: String)
        /// A number as a word, which no tool returned.
        case numberWord(String)
        /// A source mark that is not the figure's source.
        case wrongSource(mark: String)
    }

    /// Numbers written as words; not `one`, which is a pronoun far more often.
    static let numberWords: Set<String> = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty",
        "thirty", "fifty", "hundred", "thousand", "million", "half", "third", "quarter", "double", "triple", "twice",
        "dozen",
    ]

    /// The first thing wrong with a sentence as it is to be shown.
    /// - Parameters:
    ///   - text: with its source marks.
    ///   - pieces: what the sentence was composed of.
    ///   - marks: the number of each ledger citation in the answer.
    ///   - symbols: all symbols that exist: one in the text must be a fact.
    static func failure(
        in text: String, pieces: [AnswerPiece], ledger: ToolLedger, marks: [Int: Int], symbols: Set<String>
    ) -> Failure? {
        var expected: [(token: String, entry: Int)] = []
        var cited: Set<Int> = []
        for case .fact(let shown, let entry) in pieces {
            guard ledger.entries.indices.contains(entry) else { return .unmatched(token: shown) }
            if let failure = wrongValue(shown, ledger.entries[entry]) { return failure }
            if let citation = ledger.entries[entry].citation { cited.insert(citation) }
            for token in FactToken.all(in: shown, symbols: symbols) where !token.isMark {
                expected.append((token.text, entry))
            }
        }
        var index = 0
        var pending: Set<Int> = []
        for token in FactToken.all(in: text, symbols: symbols) {
            if token.isMark {
                guard let number = Int(token.text), cited.contains(where: { marks[$0] == number }),
                    pending.allSatisfy({ marks[$0] == number })
                else {
                    return .wrongSource(mark: token.text)
                }
                pending = []
                continue
            }
            guard index < expected.count, expected[index].token == token.text else {
                return numberWords.contains(token.text) ? .numberWord(token.text) : .unmatched(token: token.text)
            }
            let entry = ledger.entries[expected[index].entry]
            if let citation = entry.citation { pending.insert(citation) }
            index += 1
        }
        if index < expected.count { return .missing(token: expected[index].token) }
        return pending.isEmpty ? nil : .wrongSource(mark: "")
    }

    /// Whether a shown text is what its entry holds, at the rounding it is shown with.
    private static func wrongValue(_ shown: String, _ entry: LedgerEntry) -> Failure? {
        switch entry.content {
        case .text(let text): return text == shown ? nil : .wrongValue(token: shown)
        case .date(let date):
            let forms = ["\(date.weekday.abbreviation) \(date.monthDay)", date.iso8601]
            return forms.contains(shown) ? nil : .wrongValue(token: shown)
        case .number(let value):
            guard let number = ShownNumber(shown), number.shows(value) else { return .wrongValue(token: shown) }
            return nil
        }
    }

    /// Tokens of a text worded elsewhere (by a model) that no entry of the ledger accounts for.
    ///
    /// Numbers match by displayed rounding, everything else as a whole token of a verbatim entry. A number followed by a
    /// source mark must come from that source.
    public static func unmatched(in text: String, ledger: ToolLedger, symbols: Set<String>) -> [String] {
        let tokens = FactToken.all(in: text, symbols: symbols)
        var words: Set<String> = []
        for entry in ledger.entries {
            switch entry.content {
            case .text(let text): words.formUnion(FactToken.all(in: text, symbols: symbols).map(\.text))
            case .date(let date): words.formUnion([date.monthDay, date.iso8601])
            case .number: continue
            }
        }
        var result: [String] = []
        var start = 0
        for (index, token) in tokens.enumerated() where token.isMark || index == tokens.count - 1 {
            let source = token.isMark ? Int(token.text).map { $0 - 1 } : nil
            let end = token.isMark ? index : index + 1
            for candidate in tokens[start..<max(start, end)] where !candidate.isMark && !words.contains(candidate.text)
            {
                guard let number = ShownNumber(candidate.text) else {
                    result.append(candidate.text)
                    continue
                }
                let isKnown = ledger.entries.contains { entry in
                    guard case .number(let value) = entry.content else { return false }
                    return (source == nil || entry.citation == source) && number.shows(value)
                }
                if !isKnown { result.append(candidate.text) }
            }
            if token.isMark, let source, !ledger.citations.indices.contains(source) { result.append("[\(token.text)]") }
            start = index + 1
        }
        return result
    }
}

/// A number as it is displayed, with the size of its last digit.
struct ShownNumber: Sendable, Hashable {
    var value: Double
    /// One unit of the last digit shown.
    var unit: Double
    var isPercent: Bool

    /// Reads `-1,234.50`, `~97%`, `≈11.4k`, `+2.1M`; nil for anything else.
    init?(_ text: String) {
        var body = Substring(text)
        if let first = body.first, first == "~" || first == "≈" { body.removeFirst() }
        var sign = 1.0
        if let first = body.first, first == "-" || first == "+" {
            sign = first == "-" ? -1 : 1
            body.removeFirst()
        }
        if body.first == "$" { body.removeFirst() }
        var scale = 1.0
        isPercent = false
        if let last = body.last {
            switch last {
            case "%": isPercent = true
            case "k": scale = 1000
            case "M": scale = 1_000_000
            default: break
            }
            if isPercent || scale > 1 { body.removeLast() }
        }
        let parts = body.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = parts.first, !whole.isEmpty else { return nil }
        let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
        for (index, group) in groups.enumerated() {
            guard !group.isEmpty, group.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
            guard groups.count == 1 || (index == 0 ? group.count <= 3 : group.count == 3) else { return nil }
        }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.allSatisfy({ $0.isASCII && $0.isNumber }), parts.count == 1 || !decimals.isEmpty else {
            return nil
        }
        let digits = groups.joined() + (decimals.isEmpty ? "" : "." + decimals)
        guard let number = Double(digits) else { return nil }
        value = sign * number * scale
        var step = scale
        for _ in 0..<decimals.count { step /= 10 }
        unit = step
    }

    /// Whether a value, rounded as this number is, is this number.
    func shows(_ actual: Double) -> Bool {
        let scaled = isPercent ? actual * 100 : actual
        return abs(scaled - value) <= unit * 0.5 + 1e-9 * max(1, abs(scaled))
    }
}

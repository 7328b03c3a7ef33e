import MagnusDomain

/// Completes a later question of a text with what the first one names: "when does MU report and what is its IV".
enum PartNames {
    private static let openings: Set<String> = ["what", "whats", "what's", "when", "whens", "when's", "how", "where"]
    /// What "it" does in a question about a name, and in none about what was said.
    private static let deeds: Set<String> = ["expire", "expires", "report", "reports", "settle", "settles", "trade"]

    /// Whether a question that leans on the one before leans on its name alone.
    static func takesName(_ part: ArraySlice<String>) -> Bool {
        if placeOfShares(part) != nil { return true }
        guard let first = part.first, openings.contains(first), part.count > 2,
            Set(part).isDisjoint(with: [
                "should", "they", "them", "their", "that", "this", "those", "these", "one", "ones", "then", "instead",
            ])
        else { return false }
        return part.contains("its") || part.contains("it") && !deeds.isDisjoint(with: part)
    }

    /// "What call would you sell against them": where the words for the shares stand; nil in any other question.
    static func placeOfShares(_ part: ArraySlice<String>) -> Int? {
        guard let last = part.indices.last, last - part.startIndex > 3,
            ["what", "which"].contains(part[part.startIndex]), ["sell", "write"].contains(where: part.contains),
            ["call", "calls", "put", "puts"].contains(where: part.contains),
            ["them", "it", "these", "those"].contains(part[last]), ["against", "on", "over"].contains(part[last - 1])
        else { return nil }
        return last
    }

    /// A question that names nothing, asked of a name.
    static func of(_ name: String, _ part: String) -> String {
        var text = part
        while let last = text.last, ",;.?:".contains(last) { text.removeLast() }
        return "\(text) on \(name)"
    }

    /// - Parameters:
    ///   - front: words of the first question, lower case.
    ///   - name: what "its" and "it" stand for.
    static func completed(_ part: [String], after front: [String], name: String?) -> String {
        let texts = part.map { $0.lowercased().filter { $0.isLetter || $0 == "'" } }
        if let name, let place = placeOfShares(texts[...]) {
            return of(name, part[..<(place - 1)].joined(separator: " "))
        }
        if let name, takesName(texts[...]) {
            // "Its IV" is the IV of the name: so it is asked for by itself.
            let isOwn = texts.contains("its")
            let words = zip(part, texts).map { word, text in text == "its" ? "the" : text == "it" ? name : word }
            return words.joined(separator: " ").filter { $0 != "?" } + (isOwn ? " of \(name)" : "")
        }
        // "How many spreads do I have and which is closest": of the same kind.
        if front.starts(with: ["how", "many"]), texts.first == "which", texts.count > 2,
            ["is", "are", "has", "have"].contains(texts[1])
        {
            let kind = front.dropFirst(2).prefix {
                !["do", "are", "have", "did", "of", "is", "i", "we", "on"].contains($0)
            }
            guard (1...3).contains(kind.count) else { return part.joined(separator: " ") }
            return (["which", "of", "my"] + kind + part.dropFirst()).joined(separator: " ")
        }
        return part.joined(separator: " ")
    }

    /// Whether a reading asks for something that only a name has, and has none.
    static func lacksName(_ reading: Understanding) -> Bool {
        guard reading.entities.symbols.isEmpty, reading.entities.unknownSymbols.isEmpty, reading.subject == nil,
            reading.topic == nil
        else { return false }
        let ofNames: Set<Intent> = [
            .expectedMove, .quote, .positionCost, .opened, .showPosition, .decision, .contractFigures,
        ]
        if ofNames.contains(reading.intent) { return true }
        let texts = reading.words.map(\.text)
        return !Set(texts).isDisjoint(with: ["premium", "credit"])
            && zip(texts, texts.dropFirst()).contains { $0 == "i" && ["got", "received"].contains($1) }
    }
}

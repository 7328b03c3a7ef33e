/// Sectors that two words name: "real estate", "health care". They are one word from here on, as the others are.
enum SectorNames {
    /// Both words, and the one they are read as.
    private static let pairs: [(first: String, second: String, text: String)] = [
        ("real", "estate", "realestate"), ("health", "care", "healthcare"), ("consumer", "staples", "staples"),
        ("consumer", "discretionary", "discretionary"), ("information", "technology", "technology"),
        ("communication", "services", "communication"),
    ]

    static func joined(_ words: [Word]) -> [Word] {
        var result: [Word] = []
        for word in words {
            // A fund that is named after its sector keeps its name.
            if word.typed.lowercased() == "select", let last = result.last,
                pairs.contains(where: { $0.text == last.text })
            {
                return words
            }
            guard let last = result.last, !last.endsClause,
                let pair = pairs.first(where: {
                    $0.first == last.typed.lowercased() && $0.second == word.typed.lowercased()
                })
            else {
                result.append(word)
                continue
            }
            result[result.count - 1] = Word(typed: pair.text, text: pair.text, endsClause: word.endsClause)
        }
        return result
    }

    /// Whether a question names a sector.
    static func isNamed(in words: [Word]) -> Bool {
        words.contains { word in
            let typed = word.typed.lowercased()
            return word.meaning == .plain && !["it", "index"].contains(typed) && FilterReader.sectors[typed] != nil
        }
            || zip(words, words.dropFirst()).contains { word, next in
                ["it", "index"].contains(word.typed.lowercased()) && word.meaning == .plain
                    && ["stocks", "names", "sector", "positions"].contains(next.text)
            }
    }
}

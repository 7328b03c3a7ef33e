/// Answers inform; they do not advise. Rejects recommendations in the first person and obligations in the second.
public enum WordingCheck {
    /// Phrases that turn education into advice, in lower case, matched at word boundaries.
    static let forbidden: [[String]] = [
        "i recommend", "i would recommend", "i suggest", "i would suggest", "i advise", "i would", "i'd", "i think",
        "i believe", "i urge", "my advice", "my recommendation", "my suggestion", "we recommend", "we suggest",
        "we advise", "magnus recommends", "magnus suggests", "magnus advises", "it is recommended", "is recommended",
        "you should", "you shouldn't", "you must", "you mustn't", "you have to", "you need to", "you ought",
        "you had better", "you'd better", "you are advised", "your best move", "your best choice", "you may want to",
        "you might want to", "you want to", "make sure you", "be sure to", "do not miss", "don't miss",
        "should sell", "should buy", "should close", "should roll", "must sell", "must buy", "must close", "must roll",
        "buy now", "sell now", "guaranteed", "can't lose", "cannot lose", "risk-free",
    ].map { $0.split(separator: " ").map(String.init) }

    /// The forbidden phrases in a text, in order of the list; empty when the wording is fine.
    public static func violations(in text: String) -> [String] {
        let words = words(of: text)
        return forbidden.filter { phrase in
            guard words.count >= phrase.count else { return false }
            return words.indices.dropLast(phrase.count - 1).contains { start in
                phrase.indices.allSatisfy { words[start + $0] == phrase[$0] }
            }
        }.map { $0.joined(separator: " ") }
    }

    public static func accepts(_ text: String) -> Bool { violations(in: text).isEmpty }

    private static func words(of text: String) -> [String] {
        var result: [String] = []
        var word = ""
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar == "'" || scalar == "-" {
                word.unicodeScalars.append(scalar)
            } else if scalar == "\u{2019}" {
                word.append("'")
            } else if !word.isEmpty {
                result.append(word)
                word = ""
            }
        }
        if !word.isEmpty { result.append(word) }
        return result
    }
}

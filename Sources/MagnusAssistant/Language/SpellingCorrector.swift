/// Brings misspelt words back to the vocabulary of the field.
///
/// A word of four or five letters may differ by one edit, a longer one by two, an edit being an insertion, deletion,
/// substitution or swap of neighbours (optimal string alignment; Damerau 1964). Words that occur in ordinary English and
/// words with digits stay as they are. Ties go to the same first letter, then to the more frequent word, then to the
/// alphabet: the result never depends on the order of a table.
struct SpellingCorrector: Sendable {
    /// Word to its frequency in the vocabulary's texts.
    private let frequency: [String: Int]
    private let byLength: [Int: [[UInt8]]]

    init(vocabulary: [String: Int]) {
        frequency = vocabulary
        var groups: [Int: [[UInt8]]] = [:]
        for word in vocabulary.keys.sorted() where word.utf8.count >= 4 {
            groups[word.utf8.count, default: []].append(Array(word.utf8))
        }
        byLength = groups
    }

    func isKnown(_ word: String) -> Bool { frequency[word] != nil }

    /// The word meant, or nil when nothing is near enough.
    func correction(of word: String) -> String? {
        let letters = Array(word.utf8)
        guard letters.count >= 4, letters.count <= 24, frequency[word] == nil, !EnglishWords.common.contains(word),
            letters.allSatisfy({ (0x61...0x7A).contains($0) })
        else { return nil }
        let limit = letters.count >= 7 ? 2 : 1
        var best: (distance: Int, otherStart: Int, rarity: Int, word: String)?
        for length in (letters.count - limit)...(letters.count + limit) {
            for candidate in byLength[length] ?? [] {
                let otherStart = candidate.first == letters.first ? 0 : 1
                guard let distance = Self.distance(letters, candidate, limit: limit), distance > 0 else { continue }
                let text = String(decoding: candidate, as: UTF8.self)
                let found = (distance, otherStart, -(frequency[text] ?? 0), text)
                if let current = best, (current.distance, current.otherStart, current.rarity, current.word) <= found {
                    continue
                }
                best = found
            }
        }
        return best?.word
    }

    /// Edits between two words, nil when more than `limit`.
    static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
        if abs(left.count - right.count) > limit { return nil }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        var current = last
        for row in 1...max(1, left.count) where !left.isEmpty {
            current[0] = row
            var smallest = row
            for column in 1...max(1, right.count) where !right.isEmpty {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                var value = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    value = min(value, beforeLast[column - 2] + 1)
                }
                current[column] = value
                smallest = min(smallest, value)
            }
            if smallest > limit { return nil }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        let result = last[right.count]
        return result <= limit ? result : nil
    }
}

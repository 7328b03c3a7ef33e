import MagnusDomain

/// Puts names in front of the kind that they stand inside of: "the long SPY put" is the SPY long put, "covered MO calls"
/// are MO covered calls, "long SPY and QQQ puts" are SPY and QQQ long puts. Left inside, the first half of the kind would
/// say nothing.
enum SplitKinds {
    private static let joints: Set<String> = ["and", "or", "plus"]

    /// - Parameter words: with their symbols marked.
    static func joined(_ words: [Word]) -> [Word] {
        var words = words
        var index = 1
        while index < words.count {
            guard isSymbol(words[index]) else {
                index += 1
                continue
            }
            var end = index
            while end < words.count {
                if isSymbol(words[end]) {
                    end += 1
                } else if joints.contains(words[end].text), end + 1 < words.count, isSymbol(words[end + 1]) {
                    end += 2
                } else {
                    break
                }
            }
            if let start = start(of: index..<end, words) {
                let names = Array(words[index..<end])
                words.removeSubrange(index..<end)
                words.insert(contentsOf: names, at: start)
            }
            index = end
        }
        return words
    }

    /// Where the kind begins that goes on behind the names; nil where it does not.
    private static func start(of names: Range<Int>, _ words: [Word]) -> Int? {
        guard names.upperBound < words.count, words[names.upperBound].meaning == .plain else { return nil }
        let rest = Array(words[..<names.lowerBound] + words[names.upperBound...])
        let texts = rest.map(\.text)
        let first = max(0, names.lowerBound - 3)
        // "Except the long SPY put" leaves out neither all of SPY nor all long puts.
        let isLeftOut = words[max(0, first - 2)..<names.lowerBound].contains { word in
            FilterReader.exclusions.contains(word.typed.lowercased())
                || ["not", "than", "but", "no"].contains(word.text)
        }
        guard !isLeftOut else { return nil }
        return (first..<names.lowerBound).first { place in
            // "How long KO puts ..." asks for a time.
            guard place == 0 || texts[place - 1] != "how",
                rest[place..<names.lowerBound].allSatisfy({ $0.meaning == .plain && !$0.endsClause }),
                let (_, count) = FilterReader.group(at: place, texts), place + count > names.lowerBound
            else { return false }
            // A kind that is whole in front of the name stays there.
            return rest[names.lowerBound..<min(rest.count, place + count)].allSatisfy { $0.meaning == .plain }
        }
    }

    private static func isSymbol(_ word: Word) -> Bool {
        if case .symbol = word.meaning { true } else { false }
    }
}

/// Finds letters in order, as palettes do: `rlpl` finds "roll PLTR".
public enum FuzzyMatch {
    /// How well `letters` are found in `text`, greater is better; nil when they are not found. Case does not matter.
    ///
    /// A run of letters must begin at the beginning of a word: `thm` finds "theme" and `rp` "roll PLTR", but letters strewn
    /// over the middles of words find nothing. Inside the first word a letter may be left out. An unbroken run anywhere
    /// counts as found, less than one at the beginning of a word; short texts win over long ones.
    public static func score(_ letters: String, in text: String) -> Int? {
        let wanted = Array(letters.lowercased().filter { $0 != " " }.prefix(100))
        guard !wanted.isEmpty else { return 0 }
        let given = Array(text.lowercased().prefix(400))
        var best: Int?
        func offer(_ points: Int) { best = max(best ?? Int.min, points) }
        for start in given.indices where given[start] == wanted[0] {
            let isWord = isWordStart(given, start)
            if given[start...].starts(with: wanted) {
                offer(wanted.count * 12 + (isWord ? 24 : 0) + (start == 0 ? 12 : 0))
            } else if isWord, let points = score(wanted, given, from: start) {
                offer(points)
            }
        }
        return best.map { $0 - given.count / 8 }
    }

    private static func isWordStart(_ given: [Character], _ place: Int) -> Bool {
        place == 0 || !(given[place - 1].isLetter || given[place - 1].isNumber)
    }

    /// Points of letters that follow one another, begin words, or skip a letter or two inside the word they are in.
    private static func score(_ wanted: [Character], _ given: [Character], from start: Int) -> Int? {
        var points = 10
        var previous = start
        for letter in wanted.dropFirst() {
            let next = previous + 1
            guard next < given.count else { return nil }
            if given[next] == letter {
                points += 12
                previous = next
            } else if let close = (next..<min(next + 3, given.count)).first(where: { given[$0] == letter }),
                given[next...close].allSatisfy({ $0.isLetter || $0.isNumber })
            {
                points += 3
                previous = close
            } else if let word = (next..<given.count).first(where: { given[$0] == letter && isWordStart(given, $0) }) {
                points += 8
                previous = word
            } else {
                return nil
            }
        }
        return points
    }
}

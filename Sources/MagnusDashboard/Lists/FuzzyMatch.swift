/// Finds letters in order, as palettes do: `rlpl` finds "roll PLTR".
public enum FuzzyMatch {
    /// How well `letters` are found in `text`, greater is better; nil when they are not all there in order. Case does not
    /// matter. Beginnings of words and unbroken runs count more, short texts win over long ones.
    public static func score(_ letters: String, in text: String) -> Int? {
        let wanted = Array(letters.lowercased().filter { $0 != " " }.prefix(100))
        guard !wanted.isEmpty else { return 0 }
        let given = Array(text.lowercased().prefix(400))
        var best: Int?
        for start in given.indices where given[start] == wanted[0] {
            if let found = score(wanted, given, from: start) { best = max(best ?? Int.min, found) }
        }
        return best.map { $0 - given.count / 8 }
    }

    private static func score(_ wanted: [Character], _ given: [Character], from start: Int) -> Int? {
        var points = 0
        var place = start
        var previous = -2
        for letter in wanted {
            guard let found = given[place...].firstIndex(of: letter) else { return nil }
            points += 4
            if found == previous + 1 { points += 8 }
            if found == 0 || !(given[found - 1].isLetter || given[found - 1].isNumber) { points += 6 }
            points -= min(3, found - place)
            previous = found
            place = found + 1
            if place > given.count { return nil }
        }
        return points
    }
}

/// Finds what was probably meant.
public enum Spelling {
    /// The candidate with the fewest edits, when they are few for its length; the first of several.
    public static func nearest(to word: String, among candidates: [String]) -> String? {
        var best: (word: String, edits: Int)?
        for candidate in candidates {
            let edits = distance(Array(word.prefix(64)), Array(candidate))
            if edits < best?.edits ?? Int.max { best = (candidate, edits) }
        }
        guard let best, best.edits <= (word.count < 4 ? 1 : max(2, word.count / 3)) else { return nil }
        return best.word
    }

    // Levenshtein distance.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(diagonal + (a == b ? 0 : 1), above + 1, row[j] + 1)
                diagonal = above
            }
        }
        return row[right.count]
    }
}

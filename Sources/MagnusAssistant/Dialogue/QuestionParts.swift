import MagnusDomain

/// Cuts a text that asks two things: "what is my theta and which positions expire this week?".
enum QuestionParts {
    private static let openings: Set<String> = [
        "what", "which", "when", "how", "where", "who", "whats", "what's", "show", "list", "is", "are", "do", "does",
        "any", "tell", "give", "can", "will",
    ]
    /// What they refer to stands in the first part: the two are one question.
    private static let leaning: Set<String> = [
        "it", "its", "they", "them", "their", "that", "this", "those", "these", "one", "ones", "then", "instead",
    ]
    private static let times: Set<String> = [
        "week", "month", "quarter", "year", "morning", "afternoon", "evening", "expiry", "monday", "tuesday",
        "wednesday",
        "thursday", "friday",
    ]
    private static let supposing: Set<String> = [
        "if", "suppose", "assume", "compare", "vs", "versus", "between", "than", "difference", "ignore", "why",
    ]

    /// The two questions as typed; nil where the text is one.
    static func read(_ text: String) -> (first: String, second: String)? {
        guard text.utf8.count <= 400 else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        func bare(_ word: Substring) -> String { word.lowercased().filter { $0.isLetter || $0 == "'" } }
        let texts = words.map(bare)
        guard let start = texts.first, openings.contains(start), Set(texts).isDisjoint(with: supposing) else {
            return nil
        }
        for index in texts.indices.dropFirst(2) where index + 2 < texts.count {
            let isJoined = ["and", "also"].contains(texts[index]) && openings.contains(texts[index + 1])
            let isEnded = words[index - 1].last.map { "?;.".contains($0) } ?? false
            let isBegun = isEnded && openings.contains(texts[index])
            guard isJoined || isBegun else { continue }
            let second = texts[(isJoined ? index + 1 : index)...]
            // "... and which are in the money" says more of the same rows.
            let isElliptic =
                second.first == "which" && ["is", "are", "of", "has", "have"].contains(second.dropFirst().first ?? "")
                || second.count < 3
            let isLeaning = second.indices.contains { place in
                let following = second.indices.contains(place + 1) ? second[place + 1] : ""
                return leaning.contains(second[place]) && !(second[place] == "this" && times.contains(following))
            }
            guard !isElliptic, !isLeaning else { return nil }
            return (
                words[..<index].joined(separator: " "),
                words[(isJoined ? index + 1 : index)...].joined(separator: " ")
            )
        }
        return nil
    }
}

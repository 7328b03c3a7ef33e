import MagnusDomain

/// Cuts a text that asks several things: "what is my theta and which positions expire this week?".
enum QuestionParts {
    private static let openings: Set<String> = [
        "what", "which", "when", "how", "where", "who", "whats", "what's", "show", "list", "is", "are", "do", "does",
        "any", "tell", "give", "can", "will", "why",
    ]
    /// What a comma alone may stand in front of: "show my puts, which expire soon" is one question.
    private static let afterComma: Set<String> = ["what", "whats", "what's", "how", "when", "where", "who"]
    /// What they refer to stands in the part before: the two are one question.
    private static let leaning: Set<String> = [
        "it", "its", "they", "them", "their", "that", "this", "those", "these", "one", "ones", "then", "instead",
    ]
    private static let times: Set<String> = [
        "week", "month", "quarter", "year", "morning", "afternoon", "evening", "session", "weekend", "expiry", "monday",
        "tuesday", "wednesday", "thursday", "friday",
    ]

    /// Whether a word at a place stands for a row: "this week" is a time.
    static func isPronoun(_ pronouns: Set<String>, _ words: [String], at place: Int) -> Bool {
        let following = words.indices.contains(place + 1) ? words[place + 1] : ""
        return pronouns.contains(words[place]) && !(words[place] == "this" && times.contains(following))
    }
    private static let supposing: Set<String> = [
        "if", "suppose", "assume", "compare", "vs", "versus", "between", "than", "difference", "ignore",
    ]

    /// The questions as typed; nil where the text is one.
    /// - Parameters:
    ///   - name: the one name that the text has; "its" in a later question is of it. Nil for none or several.
    ///   - heading: that name as typed. In front of a colon it is the name of every part: "DIS: uncovered shares, what call
    ///     would you sell, and what's my basis".
    static func read(_ text: String, name: String? = nil, heading: String? = nil) -> [String]? {
        guard text.utf8.count <= Tokeniser.maximumLength else { return nil }
        let words = text.split(omittingEmptySubsequences: true, whereSeparator: \.isWhitespace)
        func bare(_ word: Substring) -> String { word.lowercased().filter { $0.isLetter || $0 == "'" } }
        let texts = words.map(bare)
        guard let start = texts.first, Set(texts).isDisjoint(with: supposing) else { return nil }
        if let parts = BareParts.read(words) ?? ownFigures(words, texts) { return parts }
        let isHeaded = words.first?.last == ":" && heading.map { bare(Substring($0)) == start } == true
        guard openings.contains(start) || isHeaded else { return nil }
        /// Where a part may end, and where the next one begins.
        var cuts: [(end: Int, start: Int)] = []
        for index in texts.indices.dropFirst(2) where index + 2 < texts.count {
            let isJoined = ["and", "also"].contains(texts[index]) && openings.contains(texts[index + 1])
            let last = words[index - 1].last
            let isEnded = last.map { "?;.".contains($0) } ?? false
            let isBegun =
                isEnded && openings.contains(texts[index]) || last == "," && afterComma.contains(texts[index])
            guard isJoined || isBegun else { continue }
            // "..., and how much cash" was begun by its "and".
            if let cut = cuts.last, cut.start >= index { continue }
            cuts.append((index, isJoined ? index + 1 : index))
        }
        var parts: [Range<Int>] = []
        var begin = 0
        for (place, cut) in cuts.enumerated() {
            let end = place + 1 < cuts.count ? cuts[place + 1].end : texts.count
            // A part that leans on the one before stays with it.
            guard standsAlone(texts[cut.start..<end]) || name != nil && takesName(texts[cut.start..<end], isHeaded),
                cut.end - begin > 1,
                !asksMeans(texts[cut.start..<end], after: texts[begin..<cut.end])
            else { continue }
            parts.append(begin..<cut.end)
            begin = cut.start
        }
        guard !parts.isEmpty else { return nil }
        parts.append(begin..<texts.count)
        return parts.enumerated().map { place, part in
            guard place > 0 else { return words[part].joined(separator: " ") }
            let completed = PartNames.completed(
                words[part].map(String.init), after: Array(texts[parts[0]]), name: name)
            guard isHeaded, let name, !texts[part].contains(start), !completed.contains(name) else { return completed }
            return PartNames.of(name, completed)
        }
    }

    /// "DIS: 115 call and what is its delta" leans on the call, and not on the name in front.
    private static func takesName(_ part: ArraySlice<String>, _ isHeaded: Bool) -> Bool {
        isHeaded ? PartNames.placeOfShares(part) != nil : PartNames.takesName(part)
    }

    /// "ITM puts and my theta", "...; and my free cash?": figures of the whole book at the end of a text, each a question.
    private static func ownFigures(_ words: [Substring], _ texts: [String]) -> [String]? {
        let figures: Set<String> = [
            "theta", "delta", "vega", "gamma", "greeks", "cash", "free", "buying", "power", "net", "liq", "liquidation",
            "margin", "nlv", "alerts", "beta", "weighted",
        ]
        guard let place = texts.indices.dropFirst().last(where: { texts[$0] == "my" && texts[$0 - 1] == "and" }),
            place > 1, place + 1 < texts.count, texts[(place + 1)...].allSatisfy(figures.contains),
            // "My cash and my theta" says the same of both; what stands in front has to be more than that.
            place - 1 > 1
        else { return nil }
        let front = texts[..<(place - 1)]
        let ofRows: Set<String> = ["puts", "calls", "positions", "options", "shorts", "spreads", "rows"]
        // "OTM puts and my net liq": what stands beside an own figure is the own book too.
        let isOwn = !front.contains("my") && !openings.contains(texts[0]) && !ofRows.isDisjoint(with: front)
        let first = (isOwn ? "my " : "") + words[..<(place - 1)].joined(separator: " ")
        let last = "what is my " + words[(place + 1)...].joined(separator: " ")
        return (read(first) ?? [first]) + [last]
    }

    /// "Which could be assigned, and can I pay?": whether cash pays is told with the assignments.
    private static func asksMeans(_ part: ArraySlice<String>, after front: ArraySlice<String>) -> Bool {
        let delivery: Set<String> = ["assigned", "assignment", "assignments", "exercised"]
        let means: Set<String> = ["pay", "afford", "cover", "enough"]
        let fillers: Set<String> = [
            "can", "could", "do", "does", "will", "would", "i", "have", "the", "cash", "money", "for", "is", "are",
            "there", "free", "my", "to", "funds", "all", "of", "still", "be", "able",
        ]
        return !delivery.isDisjoint(with: front) && !means.isDisjoint(with: part)
            && part.allSatisfy { means.contains($0) || fillers.contains($0) }
    }

    private static func standsAlone(_ part: ArraySlice<String>) -> Bool {
        // "... and which of them" says more of the same rows, and "... and what should I do" asks about what was said.
        let isElliptic =
            part.first == "which" && part.dropFirst().first == "of" || part.count < 3
            || part.contains("should") && part.contains("do")
        let words = Array(part)
        let isLeaning = words.indices.contains { isPronoun(leaning, words, at: $0) }
        return !isElliptic && !isLeaning
    }
}

import MagnusDomain

/// Turns sentences into the text of an answer, with source marks, and drops what has no ground.
struct AnswerRendering {
    let ledger: ToolLedger
    /// All symbols that exist.
    let symbols: Set<String>
    private(set) var text = ""
    private(set) var citations: [AnswerCitation] = []
    private(set) var figures: [AnswerFigure] = []
    /// Ledger citation to its number from 1.
    private(set) var marks: [Int: Int] = [:]
    private(set) var failures: [GroundingCheck.Failure] = []
    /// The sentences that are shown.
    private(set) var shown: [(sentence: AnswerSentence, text: String)] = []

    init(sentences: [AnswerSentence], ledger: ToolLedger, symbols: Set<String>) {
        self.ledger = ledger
        self.symbols = symbols
        // Twice: numbers of sources depend on which sentences remain.
        var remaining = sentences
        while true {
            let kept = render(remaining)
            if kept.count == remaining.count { break }
            remaining = kept
        }
    }

    /// - Returns: the sentences that passed.
    private mutating func render(_ sentences: [AnswerSentence]) -> [AnswerSentence] {
        text = ""
        citations = []
        figures = []
        marks = [:]
        shown = []
        var kept: [AnswerSentence] = []
        for sentence in sentences {
            let written = write(sentence.fragment)
            let failure = GroundingCheck.failure(
                in: written, pieces: sentence.fragment.pieces, ledger: ledger, marks: marks, symbols: symbols)
            if let failure {
                failures.append(failure)
                continue
            }
            if !WordingCheck.accepts(written) { continue }
            kept.append(sentence)
            shown.append((sentence, written))
            if !text.isEmpty { text += sentence.startsLine ? "\n" : " " }
            text += written
        }
        return kept
    }

    private mutating func write(_ fragment: Fragment) -> String {
        var result = ""
        var open: Int?
        // What follows the last cited fact: the words right behind it, then labels and further words.
        var near = ""
        var far = ""
        func close() {
            defer {
                near = ""
                far = ""
            }
            guard let number = open.flatMap({ marks[$0] }) else {
                result += near + far
                return
            }
            let place = Self.clauseEnd(near) ?? near.startIndex
            result += near[..<place] + " [\(number)]" + near[place...] + far
        }
        for piece in fragment.pieces {
            switch piece {
            case .words(let words): if far.isEmpty { near += words } else { far += words }
            case .fact(let shown, let entryIndex):
                guard ledger.entries.indices.contains(entryIndex) else { continue }
                let entry = ledger.entries[entryIndex]
                guard let citation = entry.citation, ledger.citations.indices.contains(citation) else {
                    far += shown
                    continue
                }
                // One mark closes a run of facts of the same source.
                if let last = open, last != citation {
                    close()
                } else {
                    result += near + far
                    near = ""
                    far = ""
                }
                result += shown
                if marks[citation] == nil {
                    citations.append(ledger.citations[citation])
                    marks[citation] = citations.count
                }
                open = citation
                if case .number(let value) = entry.content {
                    let source = ledger.citations[citation]
                    figures.append(
                        AnswerFigure(text: shown, value: value, source: source.source, reference: source.reference))
                }
            }
        }
        close()
        return result
    }

    /// Where the clause that begins a text ends: at the first punctuation that a blank or the end follows.
    private static func clauseEnd(_ words: String) -> String.Index? {
        for index in words.indices where ".,;:)".contains(words[index]) {
            let next = words.index(after: index)
            guard next == words.endIndex || " .,;:".contains(words[next]) else { continue }
            // "(1 unknown) [1]": a parenthesis is closed before its mark.
            return words[index] == ")" ? next : index
        }
        return nil
    }
}

import MagnusDomain

/// What one rule found on one position, before the rules' answers are merged into one finding.
struct RuleHit {
    var monitor: MonitorName
    var priority: AlertPriority
    /// What and when.
    var title: PaneTitle
    /// Deadline or figure; title and trailing share 31 columns.
    var trailing: String
    /// Why in numbers and what can be done, the most important first; as many as fit are shown.
    var reasons: [String]
    var deadline: Instant?
    var evidence: [AlertEvidence] = []
    var actions: [AlertAction] = []
    /// It may happen one day, and nothing says when: other rules of the same severity are told first.
    var isDistant = false
    /// One of the figures in ``reasons`` is an estimate and carries no mark of its own.
    var isEstimated = false
}

/// What an alert is called: in full, and in as few words as the pane needs.
struct PaneTitle: Hashable {
    var full: String
    /// At most 26 columns and beside its trailing figure 32, where any wording is so short; nil where ``full`` is.
    var short: String?
}

/// Fits words into the alerts pane: 39 columns, of which the glyph and the severity take seven.
enum PaneWords {
    static let titleColumns = 26
    static let lineColumns = 32
    static let messageColumns = 37

    /// The first wording, and the first one that fits beside the trailing figure; where none does the last one, which the pane
    /// cuts: what is kept and what other programs read is never cut.
    static func title(_ wordings: [String], trailing: String) -> PaneTitle {
        let room = min(titleColumns, lineColumns - trailing.count - (trailing.isEmpty ? 0 : 1))
        let fitting = wordings.first { $0.count <= room } ?? wordings.last
        let full = wordings.first ?? ""
        return PaneTitle(full: full, short: fitting == full ? nil : fitting)
    }

    /// Fragments joined by `; ` while they fit; one that is too long is passed over for a shorter one behind it.
    ///
    /// - Parameter trust: of the figures in the words. Where one is stale or an estimate, the mark and a blank stand before
    ///   the line: the mark is the whole line's, not the first figure's.
    static func message(_ fragments: [String], trust: Trust = .fresh) -> String {
        let mark =
            switch trust {
            case .fresh: ""
            case .stale: staleMark + " "
            case .estimated: "≈ "
            }
        let words = message(fragments, columns: messageColumns - mark.count)
        return words.isEmpty ? words : mark + words
    }

    /// Stands before a line that rests on a quote past its age.
    static let staleMark = "~"

    private static func message(_ fragments: [String], columns messageColumns: Int) -> String {
        var text = ""
        for fragment in fragments where !fragment.isEmpty {
            let longer = text.isEmpty ? fragment : text + "; " + fragment
            if longer.count <= messageColumns { text = longer }
        }
        guard text.isEmpty, let first = fragments.first else { return text }
        // Parts behind a comma are left out before a word is cut.
        for comma in first.ranges(of: ", ").reversed() where first[..<comma.lowerBound].count <= messageColumns {
            return String(first[..<comma.lowerBound])
        }
        return String(first.prefix(messageColumns - 1)) + "…"
    }
}

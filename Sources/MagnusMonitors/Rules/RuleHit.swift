import MagnusDomain

/// What one rule found on one position, before the rules' answers are merged into one finding.
struct RuleHit {
    var monitor: MonitorName
    var priority: AlertPriority
    /// What and when: at most 26 columns.
    var title: String
    /// Deadline or figure; title and trailing share 31 columns.
    var trailing: String
    /// Why in numbers and what can be done, the most important first; as many as fit are shown.
    var reasons: [String]
    var deadline: Instant?
    var evidence: [AlertEvidence] = []
    var actions: [AlertAction] = []
}

/// Fits words into the alerts pane: 39 columns, of which the glyph and the severity take seven.
enum PaneWords {
    static let titleColumns = 26
    static let lineColumns = 32
    static let messageColumns = 37

    /// The first wording that fits beside the trailing figure; the last one cut to size when none does.
    static func title(_ wordings: [String], trailing: String) -> String {
        let room = min(titleColumns, lineColumns - trailing.count - (trailing.isEmpty ? 0 : 1))
        if let fitting = wordings.first(where: { $0.count <= room }) { return fitting }
        guard let last = wordings.last else { return "" }
        return String(last.prefix(max(1, room - 1))) + "…"
    }

    /// Fragments joined by `; ` while they fit; one that is too long is passed over for a shorter one behind it.
    ///
    /// - Parameter isStale: made on quotes past their age; the words then begin with the stale mark.
    static func message(_ fragments: [String], isStale: Bool = false) -> String {
        let messageColumns = isStale ? Self.messageColumns - 1 : Self.messageColumns
        let words = message(fragments, columns: messageColumns)
        return isStale && !words.isEmpty ? staleMark + words : words
    }

    /// Stands before what rests on a quote past its age.
    static let staleMark = "~"

    private static func message(_ fragments: [String], columns messageColumns: Int) -> String {
        var text = ""
        for fragment in fragments where !fragment.isEmpty {
            let longer = text.isEmpty ? fragment : text + "; " + fragment
            if longer.count <= messageColumns { text = longer }
        }
        if text.isEmpty, let first = fragments.first { return String(first.prefix(messageColumns - 1)) + "…" }
        return text
    }
}

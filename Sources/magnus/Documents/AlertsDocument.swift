import MagnusDesk
import MagnusDomain

/// `magnus alerts`: what needs attention, with its evidence.
enum AlertsDocument {
    static func json(_ alerts: [Alert], envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("alerts", alerts.map(entry))
        return envelope.document(content)
    }

    /// One alert as an object; also used by `monitor run`.
    static func entry(_ alert: Alert) -> DocumentObject {
        let finding = alert.finding
        var entry = DocumentObject()
        entry.set("id", text: alert.id)
        entry.set("monitor", text: finding.monitor.rawValue)
        entry.set("condition_key", text: finding.conditionKey)
        entry.set("priority", text: finding.priority.rawValue)
        entry.set("state", text: alert.state.rawValue)
        entry.set("title", text: finding.title)
        entry.set("message", text: finding.message)
        entry.set("symbol", JSONValue(finding.symbol))
        entry.set("position_id", JSONValue(finding.positionIdentifier))
        entry.set("deadline", finding.deadline)
        entry.set("raised_at", alert.raisedAt)
        entry.set("updated_at", alert.updatedAt)
        entry.set("acknowledged_at", alert.acknowledgedAt)
        entry.set("snoozed_until", alert.snoozedUntil)
        entry.set("snoozed_until_price", JSONValue(alert.snoozedUntilPrice))
        entry.set("resolved_at", alert.resolvedAt)
        entry.set("times_raised", .integer(alert.timesRaised))
        entry.set("group_id", JSONValue(finding.groupIdentifier))
        entry.set("evidence", finding.evidence.map { Self.entry($0) })
        entry.set("actions", finding.actions.map { Self.entry($0) })
        return entry
    }

    private static func entry(_ evidence: AlertEvidence) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("name", text: evidence.name)
        entry.set("value", evidence.figure)
        entry.set("unit", text: evidence.unit)
        entry.set("source", text: evidence.source)
        entry.set("age_seconds", evidence.ageSeconds, else: .notApplicable)
        entry.closeWithReasons()
        return entry
    }

    private static func entry(_ action: AlertAction) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("action", text: action.action)
        entry.set("label", text: action.label)
        entry.set("params", JSONValue(texts: action.parameters))
        return entry
    }

    /// Two lines an alert, the most severe first, and a line of counts.
    static func text(_ alerts: [Alert], format: FigureFormat = FigureFormat()) -> [String] {
        guard !alerts.isEmpty else { return ["Quiet: no alerts."] }
        var lines: [String] = []
        for alert in alerts.enumerated().sorted(by: isBefore).map(\.element) {
            lines += Self.lines(alert, format: format)
        }
        let counts = AlertPriority.allCases.reversed().compactMap { priority in
            let count = alerts.count { $0.finding.priority == priority && $0.state != .snoozed }
            return count > 0 ? "\(count) \(priority.rawValue.lowercased())" : nil
        }
        let sleeping = alerts.count { $0.state == .snoozed }
        return lines + [(counts + (sleeping > 0 ? ["\(sleeping) snoozed"] : [])).joined(separator: ", ")]
    }

    private static func lines(_ alert: Alert, format: FigureFormat) -> [String] {
        let finding = alert.finding
        let end =
            alert.snoozedUntil.map { " until \($0.newYork.date.monthDay) \($0.newYork.hourMinute)" }
            ?? alert.snoozedUntilPrice.map { " until \(format.price(Figure($0)))" } ?? ""
        let state = alert.state == .active ? "" : "  (\(alert.state.rawValue)\(end))"
        let trailing = finding.trailing.isEmpty ? "" : "  \(finding.trailing)"
        let head = padded(format.glyph(finding.priority), to: format.isASCII ? 2 : 1) + " " + word(finding.priority)
        return [
            DocumentText.line("\(head) \(format.sentence(finding.title + trailing))\(state)  [\(alert.id)]"),
            DocumentText.line(padded("", to: head.count + 1) + format.sentence(finding.message)),
        ]
    }

    /// Four columns.
    private static func word(_ priority: AlertPriority) -> String {
        switch priority {
        case .critical: "CRIT"
        case .high: "HIGH"
        case .medium: "MED "
        case .low: "LOW "
        }
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// Severity, deadline, then the order given.
    private static func isBefore(
        _ left: EnumeratedSequence<[Alert]>.Element, _ right: EnumeratedSequence<[Alert]>.Element
    ) -> Bool {
        func key(_ alert: Alert) -> (Int, Int64) {
            (-alert.finding.priority.rank, alert.finding.deadline?.nanosecondsSinceEpoch ?? .max)
        }
        let (first, second) = (key(left.element), key(right.element))
        return first == second ? left.offset < right.offset : first < second
    }
}

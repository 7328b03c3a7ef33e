import MagnusDesk
import MagnusDomain

/// `magnus monitor list` and `magnus monitor run`.
enum MonitorsDocument {
    static func json(_ monitors: [MonitorStatus], envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("monitors", monitors.map(entry))
        return envelope.document(content)
    }

    /// - Parameters:
    ///   - monitors: Those that ran.
    ///   - alerts: The alerts that exist after the run and come from them.
    static func json(
        ran monitors: [MonitorStatus], alerts: [Alert], envelope: DocumentEnvelope
    ) -> JSONValue {
        var content = DocumentObject()
        content.set("monitors", monitors.map(entry))
        content.set("alerts", alerts.map(AlertsDocument.entry))
        return envelope.document(content)
    }

    private static func entry(_ monitor: MonitorStatus) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("name", text: monitor.name.rawValue)
        entry.set("ok", .bool(monitor.failure == nil))
        entry.set("last_run_at", monitor.lastRunAt)
        entry.set("next_run_at", monitor.nextRunAt)
        entry.set("findings", .integer(monitor.findings))
        entry.set("failure", JSONValue(monitor.failure))
        entry.set("nearest", JSONValue(monitor.nearest))
        return entry
    }

    static func text(_ monitors: [MonitorStatus], format: FigureFormat = FigureFormat()) -> [String] {
        guard !monitors.isEmpty else { return ["No monitors."] }
        var table = TextTable([
            .left("Monitor"), .left("State"), .left("Last ET"), .left("Next ET"), .right("Findings"),
            .left("Nearest to firing"),
        ])
        for monitor in monitors {
            table.add([
                monitor.name.rawValue, monitor.failure == nil ? "ok" : "failed",
                monitor.lastRunAt.map(DocumentText.minute) ?? "never",
                monitor.nextRunAt.map(DocumentText.minute) ?? format.marks.unknown, String(monitor.findings),
                monitor.failure ?? monitor.nearest.map(format.sentence) ?? "",
            ])
        }
        return table.lines
    }

    static func text(
        ran monitors: [MonitorStatus], alerts: [Alert], format: FigureFormat = FigureFormat()
    ) -> [String] {
        text(monitors, format: format) + [""] + AlertsDocument.text(alerts, format: format)
    }
}

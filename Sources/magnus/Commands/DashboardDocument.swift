import MagnusDesk

/// What the dashboard shows, as one document: the documents of its panes under one envelope.
enum DashboardDocument {
    static func json(_ snapshot: DeskSnapshot, envelope: DocumentEnvelope) -> JSONValue {
        let parts: [(String, JSONValue)] = [
            ("positions", PositionsDocument.json(snapshot.book, envelope: envelope)),
            ("greeks", GreeksDocument.json(snapshot.book, by: .book, envelope: envelope)),
            ("balances", BalancesDocument.json(snapshot.book, envelope: envelope)),
            ("alerts", AlertsDocument.json(snapshot.alerts, envelope: envelope)),
            ("monitors", MonitorsDocument.json(snapshot.monitors, envelope: envelope)),
            (
                "scans",
                .array(
                    snapshot.opportunities.scans.map {
                        ScanDocument.json($0, durationMilliseconds: nil, envelope: envelope)
                    })
            ),
        ]
        return .object(
            [
                .init("as_of", .string(envelope.asOf.rfc3339)), .init("simulated", .bool(envelope.isSimulated)),
                .init("account", .string(envelope.account)),
            ] + parts.map { .init($0.0, $0.1) })
    }
}

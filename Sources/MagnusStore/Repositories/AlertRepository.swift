import GRDB
import MagnusDomain

/// Alerts with their states, in `mfa_alerts`.
public struct AlertRepository: Sendable {
    private let database: MagnusDatabase

    public init(_ database: MagnusDatabase) {
        self.database = database
    }

    /// Inserts or updates alerts by id, all or none.
    public func save(_ alerts: [Alert], user: String = "owner") throws {
        guard !alerts.isEmpty else { return }
        try database.write { connection in
            let statement = try connection.makeStatement(
                sql: """
                    INSERT INTO mfa_alerts (id, user_id, monitor, condition_key, priority, title, message, actions,
                        finding, status, times_raised, acknowledged_at, snoozed_until, dismissed_at, resolved_at,
                        created_at, updated_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET priority = excluded.priority, title = excluded.title,
                        message = excluded.message, actions = excluded.actions, finding = excluded.finding,
                        status = excluded.status, times_raised = excluded.times_raised,
                        acknowledged_at = excluded.acknowledged_at, snoozed_until = excluded.snoozed_until,
                        dismissed_at = CASE WHEN excluded.status IN ('dismissed', 'resolved')
                            THEN coalesce(dismissed_at, excluded.dismissed_at) END,
                        resolved_at = excluded.resolved_at, updated_at = excluded.updated_at
                    """)
            for alert in alerts {
                let finding = alert.finding
                try statement.execute(arguments: [
                    alert.id, user, finding.monitor.rawValue, finding.conditionKey, finding.priority.rawValue,
                    finding.title, finding.message, try StoredJSON.text(FindingRecord.actions(finding)),
                    try StoredJSON.text(FindingRecord(finding)), alert.state.rawValue, alert.timesRaised,
                    alert.acknowledgedAt?.nanosecondsSinceEpoch, alert.snoozedUntil?.nanosecondsSinceEpoch,
                    alert.state == .dismissed ? alert.updatedAt.nanosecondsSinceEpoch : nil,
                    alert.resolvedAt?.nanosecondsSinceEpoch, alert.raisedAt.nanosecondsSinceEpoch,
                    alert.updatedAt.nanosecondsSinceEpoch,
                ])
            }
        }
    }

    /// Alerts that are not resolved (dismissed ones included: their condition may still hold), newest update first.
    public func open(user: String = "owner") throws -> [Alert] {
        try fetch("user_id = ? AND status <> 'resolved'", [user], limit: nil)
    }

    /// Removes every alert, when the world they belong to is replaced.
    public func removeAll(user: String = "owner") throws {
        try database.write { try $0.execute(sql: "DELETE FROM mfa_alerts WHERE user_id = ?", arguments: [user]) }
    }

    /// The latest alerts of any state.
    public func history(limit: Int, user: String = "owner") throws -> [Alert] {
        try fetch("user_id = ?", [user], limit: limit)
    }

    private func fetch(_ condition: String, _ arguments: StatementArguments, limit: Int?) throws -> [Alert] {
        try database.read { connection in
            let tail = limit.map { " LIMIT \($0)" } ?? ""
            return try Row.fetchAll(
                connection, sql: "SELECT * FROM mfa_alerts WHERE \(condition) ORDER BY updated_at DESC, id\(tail)",
                arguments: arguments
            ).map(Self.alert)
        }
    }

    private static func alert(_ row: Row) throws -> Alert {
        let id: String = row["id"]
        guard let monitor = MonitorName(rawValue: row["monitor"]),
            let priority = AlertPriority(rawValue: row["priority"]), let state = AlertState(rawValue: row["status"])
        else {
            throw StoreError.unreadableRecord(table: "mfa_alerts", id: id, reason: "unknown monitor or state")
        }
        let record = try StoredJSON.value(FindingRecord.self, from: row["finding"], table: "mfa_alerts", id: id)
        let actions = try StoredJSON.value(
            [FindingRecord.Action].self, from: row["actions"], table: "mfa_alerts", id: id)
        return Alert(
            id: id,
            finding: record.finding(
                monitor: monitor, conditionKey: row["condition_key"], priority: priority, title: row["title"],
                message: row["message"], actions: actions),
            state: state, raisedAt: Instant(nanosecondsSinceEpoch: row["created_at"]),
            updatedAt: Instant(nanosecondsSinceEpoch: row["updated_at"]),
            acknowledgedAt: instant(row["acknowledged_at"]), snoozedUntil: instant(row["snoozed_until"]),
            resolvedAt: instant(row["resolved_at"]), timesRaised: row["times_raised"])
    }

    private static func instant(_ value: Int64?) -> Instant? {
        value.map(Instant.init(nanosecondsSinceEpoch:))
    }
}

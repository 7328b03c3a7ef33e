import GRDB
import MagnusDomain

/// One event of the journal in its envelope (requirement S4).
public struct JournalEvent: Sendable, Hashable {
    /// For example `alert.raised`, `position.assigned`, `system.error`.
    public var type: String
    public var time: Instant
    public var priority: AlertPriority
    public var data: [String: String]

    public init(type: String, time: Instant, priority: AlertPriority, data: [String: String]) {
        self.type = type
        self.time = time
        self.priority = priority
        self.data = data
    }
}

/// The append-only journal of what happened.
public struct JournalRepository: Sendable {
    private let database: MagnusDatabase

    public init(_ database: MagnusDatabase) {
        self.database = database
    }

    public func append(_ events: [JournalEvent], user: String = "owner") throws {
        guard !events.isEmpty else { return }
        try database.write { connection in
            let statement = try connection.makeStatement(
                sql: """
                    INSERT INTO journalEvent (userId, occurredAt, eventType, priority, data) VALUES (?, ?, ?, ?, ?)
                    """)
            for event in events {
                try statement.execute(arguments: [
                    user, event.time.nanosecondsSinceEpoch, event.type, event.priority.rawValue,
                    try StoredJSON.text(event.data),
                ])
            }
        }
    }

    /// The latest events, oldest first.
    public func latest(_ count: Int, user: String = "owner") throws -> [JournalEvent] {
        try database.read { connection in
            try Row.fetchAll(
                connection,
                sql: """
                    SELECT * FROM (SELECT * FROM journalEvent WHERE userId = ? ORDER BY sequence DESC LIMIT ?)
                    ORDER BY sequence
                    """,
                arguments: [user, count]
            ).map { row in
                let sequence: Int64 = row["sequence"]
                return JournalEvent(
                    type: row["eventType"], time: Instant(nanosecondsSinceEpoch: row["occurredAt"]),
                    priority: AlertPriority(rawValue: row["priority"]) ?? .low,
                    data: try StoredJSON.value(
                        [String: String].self, from: row["data"], table: "journalEvent", id: "\(sequence)"))
            }
        }
    }
}

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

    /// Removes the oldest notices (what alerts did) beyond a number. What happened to accounts and ledgers is never
    /// removed.
    /// - Parameter limit: at most so many in one transaction, so that no other write waits long; ask again until the
    ///   answer is 0.
    /// - Returns: how many were removed.
    public func prune(keeping count: Int, limit: Int = 500) throws -> Int {
        let last = try database.read { connection in
            try Int64.fetchOne(
                connection,
                sql: """
                    SELECT sequence FROM journalEvent WHERE eventType GLOB 'alert.*'
                    ORDER BY sequence DESC LIMIT 1 OFFSET ?
                    """,
                arguments: [max(0, count)])
        }
        guard let last else { return 0 }
        return try database.write { connection in
            try connection.execute(
                sql: """
                    DELETE FROM journalEvent WHERE sequence IN (
                        SELECT sequence FROM journalEvent WHERE eventType GLOB 'alert.*' AND sequence <= ?
                        ORDER BY sequence LIMIT ?)
                    """,
                arguments: [last, limit])
            return connection.changesCount
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

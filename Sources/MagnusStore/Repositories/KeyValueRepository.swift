import GRDB
import MagnusDomain

/// Small facts of the home: the world's clock and seed, the clean-shutdown mark, preferences of the screen.
public struct KeyValueRepository: Sendable {
    private let database: MagnusDatabase

    public init(_ database: MagnusDatabase) {
        self.database = database
    }

    public func value(_ key: String) throws -> String? {
        try database.read {
            try String.fetchOne($0, sql: "SELECT value FROM keyValue WHERE key = ?", arguments: [key])
        }
    }

    /// Stores several values together, or (nil) removes them.
    public func set(_ values: [String: String?], now: Instant) throws {
        try database.write { connection in
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                guard let value else {
                    try connection.execute(sql: "DELETE FROM keyValue WHERE key = ?", arguments: [key])
                    continue
                }
                try connection.execute(
                    sql: """
                        INSERT INTO keyValue (key, value, updatedAt) VALUES (?, ?, ?)
                        ON CONFLICT (key) DO UPDATE SET value = excluded.value, updatedAt = excluded.updatedAt
                        """,
                    arguments: [key, value, now.nanosecondsSinceEpoch])
            }
        }
    }
}

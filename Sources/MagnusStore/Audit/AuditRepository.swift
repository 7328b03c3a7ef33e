import GRDB
import MagnusDomain

/// The append-only log of what was changed and by whom: each entry holds a hash of the one before.
///
/// Entries are written in the transaction of the change they tell of: there is no change without its entry.
public struct AuditRepository: Sendable {
    private let database: MagnusDatabase

    public init(_ database: MagnusDatabase) {
        self.database = database
    }

    /// Records something that changed no table of the database.
    public func append(_ action: AuditAction, _ data: [String: String], now: Instant, user: String = "owner") throws {
        try database.write { try Self.append(action, data, now: now, user: user, in: $0) }
    }

    /// Looks at every entry, and at the head that is kept beside the database.
    public func check() throws -> AuditCheck {
        // The head first: entries that come while the log is read are only more than it names.
        let head = AuditHead(besideDatabase: database.path)
        let isKept = !database.path.isEmpty
        return try database.read { connection in
            var check = AuditCheck(entries: 0, lastSequence: 0, lastHash: AuditEntry.hashBeforeTheFirst)
            var headHash: String?
            let rows = try Row.fetchCursor(connection, sql: "SELECT * FROM audit_logs ORDER BY sequence")
            while let row = try rows.next() {
                let entry = Self.entry(row)
                check.entries += 1
                if check.firstBreak == nil { check.firstBreak = Self.fault(of: entry, after: check) }
                (check.lastSequence, check.lastHash) = (entry.sequence, entry.hash)
                if entry.sequence == head?.sequence { headHash = entry.hash }
            }
            guard check.firstBreak == nil, isKept else { return check }
            switch head {
            case nil where check.entries > 0:
                check.firstBreak = .init(
                    sequence: nil,
                    reason: "the head kept beside the database is missing: whether the end was cut is unknown")
            case let head? where head.sequence > check.lastSequence:
                check.firstBreak = .init(
                    sequence: check.lastSequence + 1,
                    reason: "missing, with what follows: the log once had \(head.sequence) entries")
            case let head? where headHash != head.hash:
                check.firstBreak = .init(
                    sequence: head.sequence, reason: "not the entry that was written: the kept head has another hash")
            default: break
            }
            return check
        }
    }

    /// Oldest first.
    public func entries() throws -> [AuditEntry] {
        try database.read {
            try Row.fetchAll($0, sql: "SELECT * FROM audit_logs ORDER BY sequence").map(Self.entry)
        }
    }

    /// Appends within a transaction; the head beside the database follows when it is committed.
    static func append(
        _ action: AuditAction, _ data: [String: String], now: Instant, user: String = "owner", in connection: Database
    ) throws {
        let last = try Row.fetchOne(
            connection, sql: "SELECT sequence, hash FROM audit_logs ORDER BY sequence DESC LIMIT 1")
        var entry = AuditEntry(
            sequence: (last?["sequence"] ?? 0) + 1, user: user, action: action.rawValue, time: now,
            data: try StoredJSON.text(data), previousHash: last?["hash"] ?? AuditEntry.hashBeforeTheFirst, hash: "")
        entry.hash = entry.expectedHash
        try connection.execute(
            sql: """
                INSERT INTO audit_logs (sequence, user_id, action, data, previous_hash, hash, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                entry.sequence, entry.user, entry.action, entry.data, entry.previousHash, entry.hash,
                now.nanosecondsSinceEpoch,
            ])
        let path = try String.fetchOne(connection, sql: "SELECT file FROM pragma_database_list WHERE name = 'main'")
        guard let path, !path.isEmpty else { return }
        let head = AuditHead(sequence: entry.sequence, hash: entry.hash)
        connection.afterNextTransaction { _ in head.write(besideDatabase: path) }
    }

    private static func fault(of entry: AuditEntry, after check: AuditCheck) -> AuditCheck.Break? {
        guard entry.sequence == check.lastSequence + 1 else {
            return .init(sequence: check.lastSequence + 1, reason: "missing")
        }
        guard entry.previousHash == check.lastHash else {
            return .init(sequence: entry.sequence, reason: "does not follow the entry before it")
        }
        return entry.hash == entry.expectedHash ? nil : .init(sequence: entry.sequence, reason: "was changed")
    }

    private static func entry(_ row: Row) -> AuditEntry {
        AuditEntry(
            sequence: row["sequence"], user: row["user_id"], action: row["action"],
            time: Instant(nanosecondsSinceEpoch: row["created_at"]), data: row["data"],
            previousHash: row["previous_hash"], hash: row["hash"])
    }
}

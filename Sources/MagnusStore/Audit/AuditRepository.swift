import GRDB
import MagnusDomain

/// The append-only log of what was changed and by whom: each entry holds a hash of the one before.
///
/// Entries are written in the transaction of the change they tell of: there is no change without its entry.
public struct AuditRepository: Sendable {
    let database: MagnusDatabase

    public init(_ database: MagnusDatabase) {
        self.database = database
    }

    /// Records something that changed no table of the database.
    public func append(_ action: AuditAction, _ data: [String: String], now: Instant, user: String = "owner") throws {
        try database.write { try Self.append(action, data, now: now, user: user, in: $0) }
    }

    /// Oldest first.
    public func entries() throws -> [AuditEntry] {
        try database.read {
            try Row.fetchAll($0, sql: "SELECT * FROM audit_logs ORDER BY sequence").map(Self.entry)
        }
    }

    /// Appends within a transaction; the head beside the database follows when it is committed.
    ///
    /// A log whose end is not the kept one is not carried on in silence: an entry that says so comes first, for good.
    static func append(
        _ action: AuditAction, _ data: [String: String], now: Instant, user: String = "owner", in connection: Database
    ) throws {
        let path = try String.fetchOne(connection, sql: "SELECT file FROM pragma_database_list WHERE name = 'main'")
        let kept = path.flatMap { $0.isEmpty ? nil : $0 }
        var head = kept.flatMap { AuditHead(besideDatabase: $0) }
        let end = try AuditEnd(connection)
        if let kept, head == nil, end.highestSequence == 0 {
            AuditHead.begun.write(besideDatabase: kept, replacing: nil)
            head = AuditHead(besideDatabase: kept)
        }
        if let fault = try end.fault(against: head, isKept: kept != nil, in: connection) {
            var facts = ["reason": fault, "highest_sequence": "\(end.highestSequence)"]
            facts.merge(formerFacts(head)) { $1 }
            try insert(.chainBroken, facts, now: now, user: user, in: connection)
            // The table's own count has been told; numbers go on without a gap.
            try connection.execute(
                sql: "UPDATE sqlite_sequence SET seq = ? WHERE name = 'audit_logs'", arguments: [end.sequence + 1])
        }
        let last = try insert(action, data, now: now, user: user, in: connection)
        guard let kept else { return }
        let former = head
        connection.afterNextTransaction { connection in
            // A savepoint may have taken the entry back although the whole was kept.
            let hash = try? String.fetchOne(
                connection, sql: "SELECT hash FROM audit_logs WHERE sequence = ?", arguments: [last.sequence])
            guard hash == last.hash else { return }
            last.write(besideDatabase: kept, replacing: former)
        }
    }

    /// The entry of a restore, in the copy that is about to take the place of the database.
    /// - Parameter former: the end of the log that is replaced.
    /// - Returns: the head to be kept from then on.
    static func appendRestore(
        from copy: String, former: AuditHead?, now: Instant, in connection: Database
    ) throws -> AuditHead {
        var facts = ["from": copy]
        facts.merge(formerFacts(former)) { $1 }
        return try insert(.databaseRestored, facts, now: now, user: "owner", in: connection)
    }

    private static func formerFacts(_ head: AuditHead?) -> [String: String] {
        ["former_sequence": head.map { "\($0.sequence)" } ?? "", "former_hash": head?.hash ?? ""]
    }

    @discardableResult
    private static func insert(
        _ action: AuditAction, _ data: [String: String], now: Instant, user: String, in connection: Database
    ) throws -> AuditHead {
        let end = try AuditEnd(connection)
        var entry = AuditEntry(
            sequence: end.sequence + 1, user: user, action: action.rawValue, time: now,
            data: try StoredJSON.text(data), previousHash: end.hash, hash: "")
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
        return AuditHead(sequence: entry.sequence, hash: entry.hash)
    }

    static func entry(_ row: Row) -> AuditEntry {
        AuditEntry(
            sequence: row["sequence"], user: row["user_id"], action: row["action"],
            time: Instant(nanosecondsSinceEpoch: row["created_at"]), data: row["data"],
            previousHash: row["previous_hash"], hash: row["hash"])
    }
}

import GRDB

/// Where the audit log of a database ends, and whether that is the end that was kept.
struct AuditEnd: Sendable, Equatable {
    /// 0 and the hash before the first for a log without entries.
    var sequence: Int64
    var hash: String
    /// The highest number the table ever gave, which SQLite remembers although rows are removed.
    var highestSequence: Int64

    init(_ connection: Database) throws {
        let last = try Row.fetchOne(
            connection, sql: "SELECT sequence, hash FROM audit_logs ORDER BY sequence DESC LIMIT 1")
        sequence = last?["sequence"] ?? 0
        hash = last?["hash"] ?? AuditEntry.hashBeforeTheFirst
        highestSequence =
            try Int64.fetchOne(connection, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'audit_logs'") ?? 0
    }

    /// Why the log does not end where it was known to end; nil when it does, or goes on behind it.
    func fault(against head: AuditHead?, isKept: Bool, in connection: Database) throws -> String? {
        if highestSequence > sequence {
            return "missing, with what follows: the log once had \(highestSequence) entries"
        }
        guard isKept else { return nil }
        guard let head else {
            // A restore onto a place without a log writes the head last; until then its entry stands for it.
            if try sequence == 0 || Self.isAnchored(nil, last: sequence, in: connection) { return nil }
            return "the head kept beside the database is missing: whether the end was cut is unknown"
        }
        let found = try String.fetchOne(
            connection, sql: "SELECT hash FROM audit_logs WHERE sequence = ?", arguments: [head.sequence])
        if head.sequence == 0 || found == head.hash { return nil }
        if try Self.isAnchored(head, last: sequence, in: connection) { return nil }
        return head.sequence > sequence
            ? "missing, with what follows: the log once had \(head.sequence) entries"
            : "not the entry that was written: the kept head has another hash"
    }

    /// Whether an entry tells of that head: a restore replaced the log it ended, or a break was recorded already.
    /// - Parameter head: nil for none, which only the restore that is the last entry may tell of.
    private static func isAnchored(_ head: AuditHead?, last: Int64, in connection: Database) throws -> Bool {
        let sql = """
            SELECT EXISTS (SELECT 1 FROM audit_logs WHERE action IN (?, ?)
                AND json_extract(data, '$.former_sequence') = ? AND json_extract(data, '$.former_hash') = ?
                AND sequence >= ?)
            """
        let broken = head == nil ? AuditAction.databaseRestored : .chainBroken
        return try Bool.fetchOne(
            connection, sql: sql,
            arguments: [
                AuditAction.databaseRestored.rawValue, broken.rawValue, head.map { "\($0.sequence)" } ?? "",
                head?.hash ?? "", head == nil ? last : 0,
            ]) ?? false
    }
}

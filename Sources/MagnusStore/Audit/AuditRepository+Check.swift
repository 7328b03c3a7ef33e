import GRDB

extension AuditRepository {
    /// Looks at every entry, and at the head that is kept beside the database.
    public func check() throws -> AuditCheck {
        // The head first: entries that come while the log is read are only more than it names.
        let head = AuditHead(besideDatabase: database.path)
        let isKept = !database.path.isEmpty
        return try database.read { connection in
            var check = AuditCheck(entries: 0, lastSequence: 0, lastHash: AuditEntry.hashBeforeTheFirst)
            let rows = try Row.fetchCursor(connection, sql: "SELECT * FROM audit_logs ORDER BY sequence")
            while let row = try rows.next() {
                let entry = Self.entry(row)
                check.entries += 1
                if check.firstBreak == nil { check.firstBreak = Self.fault(of: entry, after: check) }
                (check.lastSequence, check.lastHash) = (entry.sequence, entry.hash)
            }
            guard check.firstBreak == nil else { return check }
            let end = try AuditEnd(connection)
            if let reason = try end.fault(against: head, isKept: isKept, in: connection) {
                let place =
                    end.highestSequence > end.sequence
                    ? end.sequence + 1 : head.map { min($0.sequence, end.sequence + 1) }
                check.firstBreak = .init(sequence: place, reason: reason)
            }
            return check
        }
    }

    private static func fault(of entry: AuditEntry, after check: AuditCheck) -> AuditCheck.Break? {
        guard entry.sequence == check.lastSequence + 1 else {
            return .init(sequence: check.lastSequence + 1, reason: "missing")
        }
        guard entry.previousHash == check.lastHash else {
            return .init(sequence: entry.sequence, reason: "does not follow the entry before it")
        }
        guard entry.hash == entry.expectedHash else { return .init(sequence: entry.sequence, reason: "was changed") }
        guard entry.action == AuditAction.chainBroken.rawValue else { return nil }
        let facts = try? StoredJSON.value(
            [String: String].self, from: entry.data, table: "audit_logs", id: "\(entry.sequence)")
        let reason = facts?["reason"].map { ": \($0)" } ?? ""
        return .init(sequence: entry.sequence, reason: "the chain was broken before this entry\(reason)")
    }
}

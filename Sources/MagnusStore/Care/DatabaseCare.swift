import FoundationEssentials
import GRDB
import Glibc
import MagnusDomain

/// What a check of the database found.
public struct DatabaseCheck: Sendable, Hashable {
    /// Empty when everything is in order.
    public var problems: [String]
    public var schemaVersion: Int
    public var sizeBytes: Int

    public var isSound: Bool { problems.isEmpty }
}

/// Backup, restore and checks of the database file.
public enum DatabaseCare {
    /// Writes a consistent copy while the database is in use, and counts it only after opening and checking it.
    /// - Throws: ``StoreError``; no file is left behind when the copy fails its check.
    public static func backup(_ database: MagnusDatabase, to path: String) throws {
        try writeVerifiedCopy(of: database.access, to: path)
    }

    /// Full integrity and foreign-key check. A large file takes seconds: run it in the background.
    public static func check(_ database: MagnusDatabase, isQuick: Bool = false) throws -> DatabaseCheck {
        try database.read { connection in
            var problems = try String.fetchAll(
                connection, sql: isQuick ? "PRAGMA quick_check" : "PRAGMA integrity_check"
            ).filter { $0 != "ok" }
            for row in try Row.fetchAll(connection, sql: "PRAGMA foreign_key_check") {
                let table: String = row[0] ?? "?"
                let parent: String = row[2] ?? "?"
                problems.append("\(table): a row refers to a missing \(parent)")
            }
            // What the pages take, those that still stand in the write-ahead log with them.
            let pages = try Int.fetchOne(connection, sql: "PRAGMA page_count") ?? 0
            let size = try pages * (Int.fetchOne(connection, sql: "PRAGMA page_size") ?? 0)
            let version = try Int.fetchOne(connection, sql: "PRAGMA user_version") ?? 0
            return DatabaseCheck(problems: problems, schemaVersion: version, sizeBytes: size)
        }
    }

    /// Replaces the database file by a copy. The copy is checked first; the present files are put aside, never deleted,
    /// and a stale write-ahead log cannot be applied to the restored file. A crash at any moment leaves the present
    /// database or the restored one: what was decided and not finished is finished by the next one who opens it.
    ///
    /// The entry of the audit log that tells of it, and where the replaced log ended, is a part of what takes the place.
    /// - Parameter now: the time of that entry.
    /// - Returns: the folder that holds the former files, nil when there were none.
    public static func restore(
        from copy: String, to path: String, setAside folder: String, now: Instant
    ) throws -> String? {
        try restore(from: copy, to: path, setAside: folder, now: now, gate: { _ in })
    }

    /// Whether there is a database: its file, or a restore that was decided and has not put the file in its place yet.
    /// Opening it for reading says what is to be done then.
    public static func exists(at path: String) -> Bool {
        FileManager.default.fileExists(atPath: path) || PendingRestore.exists(for: path)
    }

    /// Why a database that is not there is no new one: copies of it, or the end of its audit log, are left beside it.
    /// - Returns: ``StoreError/missing(path:reason:folder:)``; nil when it is there, or a restore of it is, or nothing is left.
    public static func missing(at path: String, backupFolder: String) -> StoreError? {
        guard !exists(at: path), let trace = trace(ofDatabase: path, backupFolder: backupFolder) else { return nil }
        return .missing(path: path, reason: trace, folder: FileReading.folder(of: path))
    }

    /// What says that something was stored in a database whose file holds nothing, or is gone; nil when nothing does.
    /// - Parameter backupFolder: nil when it is not known.
    static func trace(ofDatabase path: String, backupFolder: String?) -> String? {
        if let backupFolder, hasCopies(in: backupFolder) { return "there are backups of it" }
        guard let head = AuditHead(besideDatabase: path), head.sequence > 0 else { return nil }
        return "\(head.sequence) entries of its audit log were written"
    }

    /// - Parameter gate: asked before every call that changes files.
    static func restore(
        from copy: String, to path: String, setAside folder: String, now: Instant, hasHardLinks: Bool = true,
        gate: @escaping PendingRestore.Gate
    ) throws -> String? {
        // Reading a file of that mode makes two more beside it: the copy is left as it was found.
        let lonely = ["-wal", "-shm"].map { copy + $0 }.filter { !FileManager.default.fileExists(atPath: $0) }
        defer { removeTraces(lonely) }
        try verify(copy)
        let partial = PendingRestore.partial(of: path)
        let pending = PendingRestore(of: path, hasHardLinks: hasHardLinks, gate: gate)
        do {
            // One that was decided before is history: its copy becomes a former file of this one.
            try pending.finish()
            try pending.clear()
            let source = try DatabaseQueue(path: copy, configuration: readOnly)
            try gate("make the copy")
            try PrivateFile.prepareDatabase(partial)
            let target = try DatabaseQueue(path: partial)
            try source.backup(to: target)
            try source.close()
            try gate("write the entry")
            let former = AuditHead(besideDatabase: path)
            let head = try recordRestore(from: copy, former: former, now: now, in: target)
            try target.close()
            try gate("verify the copy")
            try verify(partial)
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: partial + suffix) }
            try pending.decide(setAside: folder)
            let aside = try pending.finish()
            head.write(besideDatabase: path, replacing: former)
            return aside
        } catch {
            let known = error as? StoreError ?? MagnusDatabase.translate(error, path: path)
            guard !PendingRestore.exists(for: path) else {
                throw StoreError.restoreUnfinished(path: path, reason: "\(known)")
            }
            try? pending.clear()
            throw known
        }
    }

    /// Files that reading made, unless somebody has written into the log among them since.
    static func removeTraces(_ paths: [String]) {
        guard paths.count == 2, let log = paths.first, (FileReading.size(path: log) ?? 0) == 0 else { return }
        for path in paths { try? FileManager.default.removeItem(atPath: path) }
    }

    /// A copy of a schema that had no audit log is brought to the present one first: the file it came from stays.
    private static func recordRestore(
        from copy: String, former: AuditHead?, now: Instant, in target: DatabaseQueue
    ) throws -> AuditHead {
        if try !target.read({ try $0.tableExists("audit_logs") }) { try Schema.migrator().migrate(target) }
        let head = try target.write {
            try AuditRepository.appendRestore(from: copy, former: former, now: now, in: $0)
        }
        // Into the file itself: its log is removed before the file gets its name.
        try target.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        return head
    }

    /// Opens a file read-only and checks it whole.
    public static func verify(_ path: String) throws {
        do {
            let queue = try DatabaseQueue(path: path, configuration: readOnly)
            let (answers, version) = try queue.read { connection in
                (
                    try String.fetchAll(connection, sql: "PRAGMA integrity_check"),
                    try Int.fetchOne(connection, sql: "PRAGMA user_version") ?? 0
                )
            }
            if answers != ["ok"] {
                throw StoreError.unverifiedCopy(path: path, reason: answers.first ?? "no answer")
            }
            if version == 0 {
                throw StoreError.unverifiedCopy(path: path, reason: "holds no Magnus schema")
            }
            if version > Schema.version {
                throw StoreError.newerSchema(path: path, found: version, supported: Schema.version)
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.unverifiedCopy(path: path, reason: MagnusDatabase.reason(error))
        }
    }

    /// Copies one snapshot of the database, compares it with that snapshot, and only then gives it its name.
    static func writeVerifiedCopy(
        of reader: any DatabaseReader, to path: String, pagesPerStep: CInt = 2048,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws {
        let manager = FileManager.default
        let partial = path + ".partial"
        do {
            let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            if !folder.isEmpty {
                try manager.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
            try removeFiles(partial)
            // Private from the first byte on.
            try PrivateFile.prepareDatabase(partial)
            let target = try DatabaseQueue(path: partial)
            let counts = try target.writeWithoutTransaction { destination in
                try reader.read { source in
                    let counts = try rowCounts(source)
                    try source.backup(to: destination, pagesPerStep: pagesPerStep) { _ in
                        if isCancelled() { throw CancellationError() }
                    }
                    return counts
                }
            }
            try target.close()
            if isCancelled() { throw CancellationError() }
            try verify(partial)
            let copied = try DatabaseQueue(path: partial, configuration: readOnly).read(rowCounts)
            guard copied == counts else {
                let table = counts.keys.sorted().first { copied[$0] != counts[$0] } ?? "?"
                throw StoreError.unverifiedCopy(path: partial, reason: "\(table) has another number of rows")
            }
            try PendingRestore.synchronise(partial)
            guard rename(partial, path) == 0 else {
                throw StoreError.unavailable(path: path, reason: String(cString: strerror(errno)))
            }
            try PendingRestore.synchronise(folder.isEmpty ? "." : folder)
            try removeFiles(partial)
        } catch {
            try? removeFiles(partial)
            if error is StoreError || error is CancellationError { throw error }
            throw MagnusDatabase.translate(error, path: path)
        }
    }

    private static func rowCounts(_ connection: Database) throws -> [String: Int] {
        let tables = try String.fetchAll(
            connection, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        var counts: [String: Int] = [:]
        for table in tables {
            counts[table] = try Int.fetchOne(connection, sql: "SELECT count(*) FROM \(table.quotedDatabaseIdentifier)")
        }
        return counts
    }

    /// A database file with what SQLite puts beside it.
    private static func removeFiles(_ path: String) throws {
        for suffix in ["", "-wal", "-shm", "-journal"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    private static var readOnly: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        return configuration
    }
}

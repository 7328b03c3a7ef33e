import FoundationEssentials
import GRDB

/// Owns the database file: opening, migrating with a backup first, and the one writer.
///
/// `synchronous = FULL` because what is acknowledged must survive a power cut; a commit costs about 0.2 ms.
public final class MagnusDatabase: Sendable {
    /// Path of the file; empty for a database in memory.
    public let path: String
    /// Whether this process may write.
    public let isReadOnly: Bool
    /// Whether it is only read because the disk has no room left: what is there is shown, nothing can be stored.
    public let isOnFullDisk: Bool
    let access: any DatabaseReader & Sendable
    private let writable: (any DatabaseWriter)?
    /// The file that was opened; nil in memory.
    private let identity: FileIdentity?

    /// Opens for reading and writing, creating or upgrading as needed.
    ///
    /// - Parameters:
    ///   - path: database file; its folder must exist.
    ///   - backupFolder: where a copy goes before an upgrade.
    /// - Throws: ``StoreError``. A failed upgrade leaves the old schema in place.
    public init(path: String, backupFolder: String) throws {
        self.path = path
        isReadOnly = false
        isOnFullDisk = false
        do {
            let pending = PendingRestore(of: path)
            try pending.finish()
            try pending.clear()
            try Self.refuseNewerOrForeign(path: path)
            try Self.refuseEmptied(path: path, backupFolder: backupFolder)
            try PrivateFile.prepareDatabase(path)
            let pool = try DatabasePool(path: path, configuration: Self.configuration(isReadOnly: false))
            // Here and not when a connection is prepared: opening a pool sets a weaker mode after that.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try Self.upgrade(pool, path: path, backupFolder: backupFolder)
            access = pool
            writable = pool
            identity = FileIdentity(path: path)
        } catch let error as StoreError {
            throw error
        } catch {
            throw Self.translate(error, path: path)
        }
    }

    /// Opens for reading beside a running engine. Refuses an older schema, which only a writer may upgrade.
    public init(readingPath path: String) throws {
        self.path = path
        isReadOnly = true
        isOnFullDisk = FileReading.lacksRoom(path: path)
        do {
            if PendingRestore.exists(for: path) {
                throw StoreError.restoreUnfinished(path: path, reason: "it was interrupted")
            }
            try Self.refuseNewerOrForeign(path: path)
            try Self.refuseEmptied(path: path, backupFolder: nil)
            access = try DatabasePool(
                path: FileReading.location(path: path), configuration: Self.configuration(isReadOnly: true))
            writable = nil
            identity = nil
        } catch let error as StoreError {
            throw error
        } catch {
            throw Self.translate(error, path: path)
        }
    }

    /// A database that lives and dies with the process, for tests and one-shot worlds.
    public init(inMemoryNamed name: String) throws {
        path = ""
        isReadOnly = false
        isOnFullDisk = false
        let queue = try DatabaseQueue(named: name, configuration: Self.configuration(isReadOnly: false))
        try Schema.migrator().migrate(queue)
        access = queue
        writable = queue
        identity = nil
    }

    /// Schema version the file has now.
    public func schemaVersion() throws -> Int {
        try read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    }

    /// The schema version this program writes.
    public static var supportedSchemaVersion: Int { Schema.version }

    func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) throws -> Value {
        do {
            return try access.read(body)
        } catch let error as StoreError {
            throw error
        } catch {
            throw Self.translate(error, path: path)
        }
    }

    func write<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) throws -> Value {
        guard let writable else {
            throw StoreError.unavailable(path: path, reason: "opened for reading only")
        }
        // SQLite goes on writing into a file that has no name any more; nobody would ever find it.
        if let identity, FileIdentity(path: path) != identity {
            throw StoreError.mediumFailed(path: path, reason: "the file was removed or replaced while it was open")
        }
        do {
            return try writable.unsafeReentrantWrite { connection in
                var value: Value?
                let work = {
                    value = try body(connection)
                    return Database.TransactionCompletion.commit
                }
                // Inside `together(_:)` a write is a part of the whole.
                if connection.isInsideTransaction {
                    try connection.inSavepoint(work)
                } else {
                    try connection.inTransaction(.immediate, work)
                }
                guard let value else { throw StoreError.unavailable(path: path, reason: "the write gave no result") }
                return value
            }
        } catch let error as StoreError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Self.translate(error, path: path)
        }
    }

    /// Everything that `body` writes through repositories of this database is stored together or not at all.
    public func together(_ body: @Sendable () throws -> Void) throws {
        try write { _ in try body() }
    }

    /// Copies everything into another database file with SQLite's online backup.
    func copy(to destination: DatabaseQueue) throws {
        try access.backup(to: destination)
    }

    /// Folds the write-ahead log into the main file, as before a file is put aside.
    public func checkpoint() throws {
        guard let pool = access as? DatabasePool, !isReadOnly else { return }
        do {
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        } catch {
            throw Self.translate(error, path: path)
        }
    }

    private static func configuration(isReadOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        configuration.foreignKeysEnabled = true
        // Readers of other processes hold locks briefly; a write waits in order instead of failing (F42).
        configuration.busyMode = .timeout(30)
        configuration.maximumReaderCount = 2
        return configuration
    }

    /// A file of a newer Magnus, or of something else, is not touched.
    ///
    /// Asked through SQLite and never by reading the file beside it: closing any descriptor of a database drops the locks
    /// this process holds on it (POSIX; "How To Corrupt An SQLite Database File", section 2.2), and another process would
    /// take away the log under a connection that is open here.
    private static func refuseNewerOrForeign(path: String) throws {
        guard let size = FileReading.size(path: path), size > 0 else { return }
        // SQLite takes a file too short for its header (100 bytes, file format 1.3) for a new one.
        guard size >= 100 else { throw StoreError.damaged(path: path, reason: "not a SQLite file") }
        let found: Int
        do {
            let queue = try DatabaseQueue(
                path: FileReading.location(path: path), configuration: configuration(isReadOnly: true))
            defer { try? queue.close() }
            found = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw StoreError.damaged(path: path, reason: "not a SQLite file")
        } catch is DatabaseError {
            // What stands in the way of reading, the opening that follows meets too, and says it.
            return
        }
        if found > Schema.version {
            throw StoreError.newerSchema(path: path, found: found, supported: Schema.version)
        }
    }

    /// An empty file is what a first start leaves that ended before it wrote anything; beside copies of a database it is one
    /// that was cut off (fault F43), and no file at all is one that was removed.
    ///
    /// The head of its audit log says so too. A write-ahead log beside it is no way back: SQLite would throw it away.
    private static func refuseEmptied(path: String, backupFolder: String?) throws(StoreError) {
        let size = FileReading.size(path: path)
        guard size ?? 0 == 0, let trace = DatabaseCare.trace(ofDatabase: path, backupFolder: backupFolder) else {
            return
        }
        guard size == nil else { throw .damaged(path: path, reason: "empty, although \(trace)") }
        throw .missing(path: path, reason: trace, folder: FileReading.folder(of: path))
    }

    private static func upgrade(_ pool: DatabasePool, path: String, backupFolder: String) throws {
        let migrator = Schema.migrator()
        let found = try pool.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
        // The word in the header may be behind the log, so the version is asked again through SQLite.
        if found > Schema.version {
            throw StoreError.newerSchema(path: path, found: found, supported: Schema.version)
        }
        guard found < Schema.version else { return }
        var copy: String?
        if found > 0 {
            let target = "\(backupFolder)/before-schema-\(Schema.version)-from-\(found).db"
            try DatabaseCare.writeVerifiedCopy(of: pool, to: target)
            copy = target
        }
        do {
            try migrator.migrate(pool)
        } catch {
            throw StoreError.migrationFailed(path: path, reason: Self.reason(error), backup: copy)
        }
    }

    /// - Parameter freeBytes: of a folder; nil when nobody knows.
    static func translate(
        _ error: any Error, path: String, freeBytes: (String) -> Int? = DatabaseCare.freeBytes(of:)
    ) -> StoreError {
        guard let failure = error as? DatabaseError else {
            return .unavailable(path: path, reason: reason(error))
        }
        switch failure.resultCode {
        case .SQLITE_FULL: return .diskFull(path: path)
        // The index of the log is made larger by writing, 32 KiB at a time: without room for it the log cannot be used.
        case .SQLITE_IOERR where failure.extendedResultCode == .SQLITE_IOERR_SHMSIZE:
            let free = freeBytes(FileReading.folder(of: path))
            if let free, free < FileReading.roomForIndex { return .diskFull(path: path) }
            return .mediumFailed(path: path, reason: reason(failure))
        case .SQLITE_IOERR: return .mediumFailed(path: path, reason: reason(failure))
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged(path: path, reason: reason(failure))
        default: return .unavailable(path: path, reason: reason(failure))
        }
    }

    static func reason(_ error: any Error) -> String {
        if let failure = error as? DatabaseError { return failure.message ?? failure.resultCode.description }
        return "\(error)"
    }
}

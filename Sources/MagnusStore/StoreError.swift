/// Why the store refused or failed. Every description is one line: what, where, what to do.
public enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The database was written by a newer Magnus.
    case newerSchema(path: String, found: Int, supported: Int)
    /// The file is not a usable database.
    case damaged(path: String, reason: String)
    /// There is no file although there was one: what is left beside it says so.
    /// The folder holds what is left.
    case missing(path: String, reason: String, folder: String)
    /// The file cannot be opened, read or written.
    case unavailable(path: String, reason: String)
    /// The disk is full; nothing of the refused write was kept.
    case diskFull(path: String)
    /// The database is on a file system that takes no writes: it is read, and nothing is stored.
    case readOnly(path: String)
    /// The medium failed under a read or write (`SQLITE_IOERR`). A failed synchronisation may have thrown away what it was
    /// asked to keep, so nothing is repeated: the store is opened anew by a restart.
    case mediumFailed(path: String, reason: String)
    /// A stored value cannot be understood.
    case unreadableRecord(table: String, id: String, reason: String)
    /// A migration failed; the database is as it was before.
    case migrationFailed(path: String, reason: String, backup: String?)
    /// A backup or restore could not be verified.
    case unverifiedCopy(path: String, reason: String)
    /// A restore was decided and is not finished; opening the database for writing finishes it.
    case restoreUnfinished(path: String, reason: String)

    public var description: String {
        switch self {
        case .newerSchema(let path, let found, let supported):
            "\(path): written by a newer Magnus (schema \(found), this one knows \(supported)); update Magnus"
        case .damaged(let path, let reason):
            "\(path): damaged (\(reason)); run magnus db check, then magnus db restore"
        case .missing(let path, let reason, let folder):
            "\(path): missing, although \(reason); magnus db restore brings back the newest copy; "
                + "to begin anew move \(folder) away"
        case .unavailable(let path, let reason):
            "\(path): cannot be opened (\(reason)); check that the folder exists and is yours"
        case .diskFull(let path):
            "\(path): disk full; nothing was lost, free some space and try again"
        case .readOnly(let path):
            "\(path): on a file system that takes no writes; nothing is stored, choose another folder with --home"
        case .mediumFailed(let path, let reason):
            "\(path): the disk failed (\(reason)); nothing more is stored until Magnus is started again: check the disk, "
                + "then magnus db check"
        case .unreadableRecord(let table, let id, let reason):
            "\(table) \(id): unreadable record (\(reason)); run magnus db check"
        case .migrationFailed(let path, let reason, let backup):
            "\(path): upgrade failed (\(reason)); the old database is unchanged"
                + (backup.map { ", a copy is at \($0)" } ?? "")
        case .unverifiedCopy(let path, let reason):
            "\(path): copy failed its check (\(reason)); the original is unchanged"
        case .restoreUnfinished(let path, let reason):
            "\(path): a restore is not finished (\(reason)); magnus db migrate finishes it, as does any command that stores"
        }
    }
}

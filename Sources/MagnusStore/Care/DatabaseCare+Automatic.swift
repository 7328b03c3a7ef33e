import FoundationEssentials
import GRDB
import Glibc
import MagnusDomain

/// What an automatic backup did.
public enum BackupOutcome: Sendable, Equatable {
    case written(path: String, bytes: Int)
    /// Not enough room: bytes needed and there.
    case skipped(neededBytes: Int, freeBytes: Int)

    /// One line for a person.
    public var words: String {
        switch self {
        case .written(let path, let bytes): "\(path): backup of \(bytes) bytes written and verified"
        case .skipped(let needed, let free):
            "no backup: it needs \(needed / 1_000_000) MB and \(free / 1_000_000) MB are free; "
                + "free some space or set backup.keep lower"
        }
    }
}

extension DatabaseCare {
    private static let prefix = "automatic-"

    /// Time of the newest automatic copy of a folder, from its name; nil when there is none.
    public static func lastAutomaticBackup(in folder: String) -> Instant? {
        automaticCopies(in: folder).last?.time
    }

    /// Writes a verified copy named by its time and removes the oldest automatic ones beyond `keep`. Other copies of
    /// the folder are left alone. Writers are not blocked: the copy is read from a snapshot of the write-ahead log.
    ///
    /// - Parameters:
    ///   - freeBytes: room on the disk of the folder; nil to ask the system.
    ///   - isCancelled: asked after every few megabytes.
    /// - Throws: ``StoreError``; `CancellationError`. No partial file is left behind.
    public static func automaticBackup(
        _ database: MagnusDatabase, folder: String, keep: Int, now: Instant, freeBytes: Int? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> BackupOutcome {
        removeLeftovers(in: folder)
        // Copy and check need the copy's size once; the rest keeps the program itself able to write.
        let needed = (size(database.path) + size(database.path + "-wal")) + 64_000_000
        let free = freeBytes ?? Self.freeBytes(of: folder)
        if let free, free < needed { return .skipped(neededBytes: needed, freeBytes: free) }
        let path = "\(folder)/\(prefix)\(now.secondsSinceEpoch).db"
        try writeVerifiedCopy(of: database.access, to: path, isCancelled: isCancelled)
        for copy in automaticCopies(in: folder).dropLast(max(1, keep)) {
            // One that cannot be removed is tried again after the next backup.
            try? FileManager.default.removeItem(atPath: copy.path)
        }
        return .written(path: path, bytes: size(path))
    }

    /// Rows this process has changed since it opened the database; nil when it only reads.
    public static func changeCount(_ database: MagnusDatabase) -> Int? {
        guard !database.isReadOnly else { return nil }
        return try? database.write { $0.totalChangesCount }
    }

    /// Whether a folder holds a copy of a database, made by itself or by a person.
    static func hasCopies(in folder: String) -> Bool {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).contains { $0.hasSuffix(".db") }
    }

    /// The copy of a folder that a restore would bring back whole: the one written last of those that pass their check. Every
    /// page is read: seconds for a large copy.
    /// - Returns: its path; nil when no copy is sound.
    public static func newestSoundCopy(in folder: String) -> String? {
        let manager = FileManager.default
        let names = ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".db") }
        let dated = names.map { name in
            let path = "\(folder)/\(name)"
            let date = try? manager.attributesOfItem(atPath: path)[.modificationDate] as? Date
            return (path: path, date: date ?? .distantPast)
        }
        return dated.sorted { ($0.date, $0.path) > ($1.date, $1.path) }.first { isSound($0.path) }?.path
    }

    /// Whether a copy passes its check, which leaves nothing beside it.
    private static func isSound(_ copy: String) -> Bool {
        let lonely = ["-wal", "-shm"].map { copy + $0 }.filter { !FileManager.default.fileExists(atPath: $0) }
        defer { removeTraces(lonely) }
        return (try? verify(copy)) != nil
    }

    static func automaticCopies(in folder: String) -> [(path: String, time: Instant)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { name -> (path: String, time: Instant)? in
            guard name.hasPrefix(prefix), name.hasSuffix(".db"),
                let seconds = Int64(name.dropFirst(prefix.count).dropLast(3)), abs(seconds) < 9_000_000_000
            else { return nil }
            return ("\(folder)/\(name)", Instant(secondsSinceEpoch: seconds))
        }.sorted { $0.time < $1.time }
    }

    /// What a process that was killed while copying left.
    private static func removeLeftovers(in folder: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(prefix) && name.contains(".db.partial") {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    private static func size(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }

    static func freeBytes(of folder: String) -> Int? {
        var figures = statvfs()
        guard statvfs(folder, &figures) == 0 else { return nil }
        return Int(clamping: UInt64(figures.f_bavail) &* UInt64(figures.f_frsize))
    }
}

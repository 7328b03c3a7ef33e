import Foundation
import GRDB
import MagnusDomain
import Synchronization
import Testing

@testable import MagnusStore

/// Disks, locks and damaged files (F40, F42, F43, F44).
@Suite struct StoreFaultTests {
    private func filled(_ folder: TemporaryFolder, _ count: Int = 600) throws -> MagnusDatabase {
        let database = try folder.open()
        let ledger = LedgerRepository(database)
        try ledger.save(.init(name: "paper", broker: "paper", kind: .paper, rules: .regulationT), now: noon)
        _ = try ledger.append((0..<count).map { sale("event\($0)") }, now: noon)
        return database
    }

    private func limitPages(_ database: MagnusDatabase, to count: Int?) throws {
        try database.write { connection in
            let present = try Int.fetchOne(connection, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(connection, sql: "PRAGMA max_page_count = \(count ?? present)")
        }
    }

    /// On a file system that takes no writes SQLite cannot make the index of a log that is not there.
    @Test func aDatabaseWithoutItsLogIsReadAsOneThatDoesNotChange() throws {
        #expect(FileReading.immutableLocation("/a b?#%é/x.db") == "file:/a%20b%3F%23%25%C3%A9/x.db?immutable=1")
        let folder = try TemporaryFolder()
        do {
            let database = try filled(folder, 3)
            try database.checkpoint()
        }
        // Away, where nothing but the file is.
        let copy = folder.path + "/a b?.db"
        try FileManager.default.copyItem(atPath: folder.database, toPath: copy)
        #expect(FileReading.location(path: copy) == copy, "this file system takes writes")
        var reading = Configuration()
        reading.readonly = true
        let queue = try DatabaseQueue(path: FileReading.immutableLocation(copy), configuration: reading)
        #expect(try queue.read { try String.fetchAll($0, sql: "SELECT name FROM account") } == ["paper"])
        #expect(!FileManager.default.fileExists(atPath: copy + "-wal"))
        #expect(!FileManager.default.fileExists(atPath: copy + "-shm"))
    }

    /// A start on a full disk: the index of the log has no room, and what the file holds is read without it. Not where a log
    /// holds entries, and not where somebody has the database open.
    @Test func withoutRoomForTheIndexTheFileIsReadAsItIs() throws {
        let folder = try TemporaryFolder()
        let copy = folder.path + "/copy.db"
        do {
            let database = try filled(folder, 3)
            try database.checkpoint()
            #expect(!FileReading.lacksRoom(path: folder.database) { _ in 0 }, "it is open")
            try FileManager.default.copyItem(atPath: folder.database, toPath: copy)
        }
        let immutable = FileReading.immutableLocation(copy)
        #expect(FileReading.location(path: copy) { _ in 0 } == immutable)
        #expect(FileReading.location(path: copy) { _ in 65_535 } == immutable)
        #expect(FileReading.location(path: copy) { _ in 65_536 } == copy)
        #expect(FileReading.location(path: copy) { _ in nil } == copy)
        #expect(!FileReading.lacksRoom(path: folder.path + "/absent.db") { _ in 0 })
        #expect(try MagnusDatabase(readingPath: folder.database).isOnFullDisk == false)
        // What a first try without room leaves: both names, and nothing in them.
        for suffix in ["-wal", "-shm"] { try Data().write(to: URL(fileURLWithPath: copy + suffix)) }
        #expect(FileReading.location(path: copy) { _ in 0 } == immutable)
        var reading = Configuration()
        reading.readonly = true
        let queue = try DatabaseQueue(path: immutable, configuration: reading)
        #expect(try queue.read { try String.fetchAll($0, sql: "SELECT name FROM account") } == ["paper"])
        try queue.close()
        try Data(count: 32_768).write(to: URL(fileURLWithPath: copy + "-shm"))
        #expect(FileReading.location(path: copy) { _ in 0 } == copy, "somebody has it open")
        try Data().write(to: URL(fileURLWithPath: copy + "-shm"))
        try Data(count: 4152).write(to: URL(fileURLWithPath: copy + "-wal"))
        #expect(FileReading.location(path: copy) { _ in 0 } == copy, "entries are in the log alone")
    }

    @Test func aFullDiskKeepsNothingOfTheWriteAndRecoversByItself() throws {
        let folder = try TemporaryFolder()
        let database = try filled(folder)
        let ledger = LedgerRepository(database)
        try limitPages(database, to: nil)
        #expect(throws: StoreError.diskFull(path: folder.database)) {
            _ = try ledger.append((0..<5000).map { sale("more\($0)") }, now: noon)
        }
        #expect(try ledger.events(account: nil).count == 600)
        // Room again: the same process goes on.
        try limitPages(database, to: 1_000_000)
        #expect(try ledger.append((0..<5000).map { sale("more\($0)") }, now: noon) == 5000)
        #expect(try DatabaseCare.check(database).isSound)
    }

    /// A start on a disk that is full already: SQLite has no room for the index of its log.
    @Test func noRoomForTheIndexOfTheLogIsAFullDisk() {
        func translated(_ code: ResultCode, free: Int?) -> StoreError {
            MagnusDatabase.translate(DatabaseError(resultCode: code), path: "/home/me/magnus.db") { _ in free }
        }
        #expect(translated(.SQLITE_IOERR_SHMSIZE, free: 0) == .diskFull(path: "/home/me/magnus.db"))
        for other in [
            translated(.SQLITE_IOERR_SHMSIZE, free: 1 << 30), translated(.SQLITE_IOERR_SHMSIZE, free: nil),
            translated(.SQLITE_IOERR_READ, free: 0),
        ] {
            guard case .mediumFailed = other else {
                Issue.record("\(other) is no full disk")
                return
            }
        }
    }

    /// An emptied file opens as no fresh book, and is kept as it is.
    @Test func anEmptiedFileBesideItsBackupsIsRefused() throws {
        let folder = try TemporaryFolder()
        _ = try DatabaseCare.automaticBackup(try filled(folder), folder: folder.backups, keep: 3, now: noon)
        try FileManager.default.removeItem(atPath: folder.database)
        #expect(FileManager.default.createFile(atPath: folder.database, contents: nil))
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder.database + suffix) }
        #expect(
            throws: StoreError.damaged(path: folder.database, reason: "empty, although there are backups of it")
        ) { _ = try folder.open() }
        // A copy made by hand says the same, and so does the head of the audit log, to readers too.
        let copied = try TemporaryFolder()
        #expect(FileManager.default.createFile(atPath: copied.database, contents: nil))
        try DatabaseCare.backup(try filled(try TemporaryFolder(), 3), to: copied.backups + "/mine.db")
        #expect(throws: StoreError.self) { _ = try copied.open() }
        let logged = try TemporaryFolder()
        #expect(FileManager.default.createFile(atPath: logged.database, contents: nil))
        let head = "3 \(String(repeating: "a", count: 64))\n"
        try head.write(toFile: logged.database + ".audit-head", atomically: true, encoding: .utf8)
        let lost = StoreError.damaged(
            path: logged.database, reason: "empty, although 3 entries of its audit log were written")
        #expect(throws: lost) { _ = try logged.open() }
        #expect(throws: lost) { _ = try MagnusDatabase(readingPath: logged.database) }
        #expect(FileManager.default.contents(atPath: logged.database)?.isEmpty == true, "kept as it is")
        // A first start that was killed before it wrote anything is no loss.
        let fresh = try TemporaryFolder()
        #expect(FileManager.default.createFile(atPath: fresh.database, contents: nil))
        #expect(try fresh.open().schemaVersion() == MagnusDatabase.supportedSchemaVersion)
    }

    /// A file that is gone is no new home either: its copies, or the end of its audit log, are still there.
    @Test func aMissingFileBesideItsBackupsOrItsAuditHeadIsRefused() throws {
        let folder = try TemporaryFolder()
        let copy = folder.backups + "/mine.db"
        do { try DatabaseCare.backup(try filled(folder, 3), to: copy) }
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder.database + suffix) }
        let gone = StoreError.missing(
            path: folder.database, reason: "there are backups of it", folder: folder.path)
        #expect(throws: gone) { _ = try folder.open() }
        #expect(DatabaseCare.missing(at: folder.database, backupFolder: folder.backups) == gone)
        #expect(!FileManager.default.fileExists(atPath: folder.database), "nothing was made in its place")
        #expect(gone.description.contains("magnus db restore") && gone.description.contains("move \(folder.path) away"))
        _ = try DatabaseCare.restore(
            from: copy, to: folder.database, setAside: folder.path + "/replaced", now: noon)
        #expect(DatabaseCare.missing(at: folder.database, backupFolder: folder.backups) == nil)
        #expect(try LedgerRepository(folder.open()).events(account: nil).count == 3)

        let logged = try TemporaryFolder()
        let head = "3 \(String(repeating: "a", count: 64))\n"
        try head.write(toFile: logged.database + ".audit-head", atomically: true, encoding: .utf8)
        let lost = StoreError.missing(
            path: logged.database, reason: "3 entries of its audit log were written", folder: logged.path)
        #expect(throws: lost) { _ = try logged.open() }
        #expect(throws: lost) { _ = try MagnusDatabase(readingPath: logged.database) }
        // A log that was begun and has no entry is what a first start leaves that was killed.
        let begun = "0 \(String(repeating: "0", count: 64))\n"
        try begun.write(toFile: logged.database + ".audit-head", atomically: true, encoding: .utf8)
        #expect(try logged.open().schemaVersion() == MagnusDatabase.supportedSchemaVersion)
    }

    /// What is offered after a fault: the newest copy, unless it is itself damaged.
    @Test func theNewestSoundCopyIsTheOneThatIsOffered() throws {
        let folder = try TemporaryFolder()
        #expect(DatabaseCare.newestSoundCopy(in: folder.backups) == nil, "no folder")
        let database = try filled(folder, 3)
        let names = ["a.db", "c.db", "b.db"]
        for (number, name) in names.enumerated() {
            let path = "\(folder.backups)/\(name)"
            try DatabaseCare.backup(database, to: path)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_800_000_000 + Double(number))], ofItemAtPath: path)
        }
        let listed = try FileManager.default.contentsOfDirectory(atPath: folder.backups).sorted()
        #expect(DatabaseCare.newestSoundCopy(in: folder.backups) == folder.backups + "/b.db")
        let after = try FileManager.default.contentsOfDirectory(atPath: folder.backups).sorted()
        #expect(after == listed, "looking leaves nothing")
        let damaged = Data(repeating: 0xA5, count: 9000)
        try damaged.write(to: URL(fileURLWithPath: folder.backups + "/b.db"))
        #expect(DatabaseCare.newestSoundCopy(in: folder.backups) == folder.backups + "/c.db")
        for name in names { try damaged.write(to: URL(fileURLWithPath: "\(folder.backups)/\(name)")) }
        #expect(DatabaseCare.newestSoundCopy(in: folder.backups) == nil)
    }

    @Test func aWriteWaitsForAnotherProgramsLock() throws {
        let folder = try TemporaryFolder()
        let database = try filled(folder, 3)
        let other = try DatabaseQueue(path: folder.database)
        let written = Mutex<Int?>(nil)
        let ended = DispatchSemaphore(value: 0)
        try other.inDatabase { connection in
            try connection.execute(sql: "BEGIN IMMEDIATE")
            try connection.execute(sql: "UPDATE account SET broker = 'held'")
            DispatchQueue.global().async {
                let count = try? LedgerRepository(database).append([sale("waited")], now: noon)
                written.withLock { $0 = count }
                ended.signal()
            }
            // As long as the lock is held the write is neither done nor dropped.
            #expect(ended.wait(timeout: .now() + .milliseconds(50)) == .timedOut)
            try connection.execute(sql: "COMMIT")
        }
        #expect(ended.wait(timeout: .now() + .seconds(60)) == .success)
        #expect(written.withLock { $0 } == 1)
        #expect(try LedgerRepository(database).events(account: nil).count == 4)
    }

    /// Cut at every kind of place: it is named, nothing is written, and the copy brings everything back.
    @Test(arguments: [1, 99, 100, 4096, 5000, 0.5]) func aTruncatedFileIsNamedAndRestored(_ length: Double) throws {
        let folder = try TemporaryFolder()
        let copy = folder.backups + "/copy.db"
        do { try DatabaseCare.backup(try filled(folder), to: copy) }
        try? FileManager.default.removeItem(atPath: folder.database + "-wal")
        try? FileManager.default.removeItem(atPath: folder.database + "-shm")
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.database))
        let cut = whole.prefix(length < 1 ? whole.count / 2 : Int(length))
        try cut.write(to: URL(fileURLWithPath: folder.database))
        #expect(try !isSound(folder.database))
        let aside = try #require(
            try DatabaseCare.restore(from: copy, to: folder.database, setAside: folder.path + "/replaced", now: noon))
        #expect(try LedgerRepository(folder.open()).events(account: nil).count == 600)
        #expect(try Data(contentsOf: URL(fileURLWithPath: aside + "/magnus.db")).prefix(cut.count) == cut)
    }

    /// What `db check` says: a problem, or the error that the file cannot be used.
    private func isSound(_ path: String) throws -> Bool {
        do {
            return try DatabaseCare.check(MagnusDatabase(readingPath: path)).isSound
        } catch let error as StoreError {
            #expect(error.description.contains("magnus db") || error.description.contains(path))
            return false
        }
    }

    @Test func anOverwrittenPageIsFoundWhereverItIs() throws {
        let folder = try TemporaryFolder()
        do { _ = try filled(folder) }
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.database))
        let pages = whole.count / 4096
        #expect(pages > 40)
        var found = 0
        for page in stride(from: 1, to: pages, by: 7) {
            var bytes = whole
            bytes.replaceSubrange(page * 4096..<(page + 1) * 4096, with: Data(repeating: 0xA5, count: 4096))
            let path = folder.path + "/page\(page).db"
            try bytes.write(to: URL(fileURLWithPath: path))
            if try !isSound(path) { found += 1 }
            #expect(throws: StoreError.self) { try DatabaseCare.verify(path) }
        }
        #expect(found == stride(from: 1, to: pages, by: 7).underestimatedCount)
    }

    @Test func anAutomaticBackupBringsEverythingBack() throws {
        let folder = try TemporaryFolder()
        let expected: [LedgerEvent]
        let copy: String
        do {
            let database = try filled(folder)
            expected = try LedgerRepository(database).events(account: nil)
            guard
                case .written(let path, _) = try DatabaseCare.automaticBackup(
                    database, folder: folder.backups, keep: 3, now: noon)
            else {
                Issue.record("no backup")
                return
            }
            copy = path
            _ = try LedgerRepository(database).append([sale("afterwards")], now: noon)
        }
        _ = try DatabaseCare.restore(from: copy, to: folder.database, setAside: folder.path + "/replaced", now: noon)
        #expect(try LedgerRepository(folder.open()).events(account: nil) == expected)
    }

    @Test func anImportThatIsCancelledWhileItIsStoredLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let ledger = LedgerRepository(try folder.open())
        let account = Account(name: "broker", broker: "b", kind: .imported, rules: .regulationT)
        let asked = Mutex(0)
        let events = (0..<20_000).map { sale("event\($0)", account: "broker") }
        #expect(throws: CancellationError.self) {
            _ = try ledger.record(LedgerImport(account: account, events: events), now: noon) {
                asked.withLock {
                    $0 += 1
                    return $0 == 3
                }
            }
        }
        #expect(asked.withLock { $0 } == 3)
        #expect(try ledger.accounts().isEmpty && ledger.events(account: nil).isEmpty)
        #expect(try ledger.record(LedgerImport(account: account, events: events), now: noon) == 20_000)
    }
}

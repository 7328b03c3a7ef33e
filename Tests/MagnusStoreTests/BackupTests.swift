import Foundation
import GRDB
import MagnusDomain
import Synchronization
import Testing

@testable import MagnusStore

@Suite struct BackupTests {
    private func later(_ hours: Double) -> Instant { noon.adding(seconds: hours * 3600) }

    @Test func aBackupIsDueByTimeAndChangeAlone() {
        let plan = BackupPlan(everyHours: 24, keep: 3, settlingSeconds: 120)
        func isDue(_ last: Instant?, changes: Int? = 5, running: Double = 600, attempt: Instant? = nil) -> Bool {
            plan.isDue(last: last, attempt: attempt, changes: changes, runningSeconds: running, now: noon)
        }
        #expect(isDue(nil))
        #expect(!isDue(nil, running: 119) && isDue(nil, running: 120))
        #expect(isDue(later(-24)) && !isDue(later(-23.99)))
        #expect(!isDue(later(-48), changes: 0))
        #expect(isDue(later(-48), changes: nil))
        // A clock that was set back: a copy from the future protects nothing that is known to be newer.
        #expect(isDue(later(2)))
        #expect(!isDue(later(-48), attempt: later(-0.5)) && isDue(later(-48), attempt: later(-1)))
        #expect(!BackupPlan(everyHours: 0).isDue(last: nil, changes: nil, runningSeconds: 1e6, now: noon))
    }

    private func filled(_ folder: TemporaryFolder) throws -> MagnusDatabase {
        let database = try folder.open()
        let ledger = LedgerRepository(database)
        try ledger.save(.init(name: "paper", broker: "paper", kind: .paper, rules: .regulationT), now: noon)
        _ = try ledger.append((0..<50).map { sale("event\($0)") }, now: noon)
        return database
    }

    @Test func theNewestCopiesStayAndOthersAreLeftAlone() throws {
        let folder = try TemporaryFolder()
        let database = try filled(folder)
        try DatabaseCare.backup(database, to: folder.backups + "/mine.db")
        try Data([1]).write(to: URL(fileURLWithPath: folder.backups + "/automatic-5.db.partial"))
        for hour in 0..<5 {
            let outcome = try DatabaseCare.automaticBackup(
                database, folder: folder.backups, keep: 2, now: later(Double(hour)))
            guard case .written(let path, let bytes) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(bytes > 0)
            let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(permissions == 0o600)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.backups).filter { $0.hasSuffix(".db") }
        let second = noon.secondsSinceEpoch
        #expect(
            names.sorted() == ["automatic-\(second + 10_800).db", "automatic-\(second + 14_400).db", "mine.db"])
        let all = try FileManager.default.contentsOfDirectory(atPath: folder.backups)
        #expect(!all.contains { $0.contains("partial") })
        #expect(DatabaseCare.lastAutomaticBackup(in: folder.backups) == later(4))
        let copy = try MagnusDatabase(readingPath: folder.backups + "/automatic-\(second + 14_400).db")
        #expect(try LedgerRepository(copy).events(account: "paper").count == 50)
    }

    @Test func tooLittleRoomIsAReasonNotAFailure() throws {
        let folder = try TemporaryFolder()
        let database = try filled(folder)
        let outcome = try DatabaseCare.automaticBackup(
            database, folder: folder.backups, keep: 2, now: noon, freeBytes: 1_000_000)
        guard case .skipped(let needed, let free) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(needed > free && outcome.words.contains("free some space"))
        #expect(DatabaseCare.lastAutomaticBackup(in: folder.backups) == nil)
    }

    @Test func aCancelledBackupLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let database = try filled(folder)
        #expect(throws: CancellationError.self) {
            try DatabaseCare.automaticBackup(
                database, folder: folder.backups, keep: 2, now: noon, isCancelled: { true })
        }
        let left = (try? FileManager.default.contentsOfDirectory(atPath: folder.backups)) ?? []
        #expect(left.isEmpty)
    }

    /// While a copy is being written the writer goes on, and the copy is of one moment.
    @Test func writersAreNotBlockedAndTheCopyIsOneMoment() throws {
        let folder = try TemporaryFolder()
        let database = try filled(folder)
        let written = Counter()
        let path = folder.backups + "/copy.db"
        try DatabaseCare.writeVerifiedCopy(
            of: database.access, to: path, pagesPerStep: 4,
            isCancelled: {
                // Asked between two steps of the copy.
                let number = written.next()
                return (try? LedgerRepository(database).append([sale("during\(number)")], now: noon)) != 1
            })
        #expect(written.value > 2)
        let copy = try MagnusDatabase(readingPath: path)
        #expect(try LedgerRepository(copy).events(account: "paper").count == 50)
        #expect(try LedgerRepository(database).events(account: "paper").count == 50 + written.value)
    }
}

/// Counts calls from anywhere.
private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}

import Foundation
import MagnusDomain
import MagnusStore
import Testing

@testable import MagnusEngine

@Suite struct EngineBackupTests {
    @Test func aDueBackupIsMadeAndTheNextWaitsForTimeAndChange() async throws {
        let folder = NSTemporaryDirectory() + "magnus-engine-" + UUID().uuidString
        let backups = folder + "/backups"
        try FileManager.default.createDirectory(atPath: backups, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try MagnusDatabase(path: folder + "/magnus.db", backupFolder: backups)
        let engine = try await EngineWorlds.opened(database: database)
        let now = Instant(secondsSinceEpoch: 1_800_000_000)
        var watch = BackupWatch(startedAt: 0)

        await engine.backUp(&watch, now: now, monotonic: 60)
        #expect(DatabaseCare.lastAutomaticBackup(in: backups) == nil, "a start is not slowed down")
        await engine.backUp(&watch, now: now, monotonic: 200)
        #expect(DatabaseCare.lastAutomaticBackup(in: backups) == now)
        await engine.backUp(&watch, now: now.adding(seconds: 3600), monotonic: 3800)
        #expect(DatabaseCare.lastAutomaticBackup(in: backups) == now, "an hour later it is too early")
        let day = now.adding(seconds: 86_400)
        await engine.backUp(&watch, now: day, monotonic: 86_600)
        #expect(DatabaseCare.lastAutomaticBackup(in: backups) == now, "nothing changed since")
        try KeyValueRepository(database).set(["some": "change"], now: day)
        await engine.backUp(&watch, now: day, monotonic: 86_600)
        #expect(DatabaseCare.lastAutomaticBackup(in: backups) == day)
        let copy = try MagnusDatabase(readingPath: "\(backups)/automatic-\(day.secondsSinceEpoch).db")
        #expect(try KeyValueRepository(copy).value("some") == "change")
    }

    @Test func theJournalIsPrunedOnceAnHour() async throws {
        let database = try EngineWorlds.database()
        let journal = JournalRepository(database)
        try journal.append(
            (0..<1500).map { number in
                JournalEvent(
                    type: "alert.raised", time: Instant(secondsSinceEpoch: Int64(number)), priority: .low, data: [:])
            })
        let engine = try await EngineWorlds.opened(database: database)
        var watch = BackupWatch(startedAt: 0)
        await engine.pruneJournal(&watch, monotonic: 10)
        #expect(try journal.latest(5000).count >= 1500, "within the bound nothing goes")
        await engine.keepNotices(1000)
        var other = BackupWatch(startedAt: 0)
        await engine.pruneJournal(&other, monotonic: 10)
        #expect(try journal.latest(5000).count { $0.type.hasPrefix("alert.") } == 1000)
        try journal.append([
            JournalEvent(type: "alert.raised", time: .init(secondsSinceEpoch: 1), priority: .low, data: [:])
        ])
        await engine.pruneJournal(&other, monotonic: 600)
        #expect(try journal.latest(5000).count { $0.type.hasPrefix("alert.") } == 1001, "not before the hour is over")
        await engine.pruneJournal(&other, monotonic: 3700)
        #expect(try journal.latest(5000).count { $0.type.hasPrefix("alert.") } == 1000)
    }
}

extension Engine {
    fileprivate func keepNotices(_ count: Int) { configuration.backups.journalKeep = count }
}

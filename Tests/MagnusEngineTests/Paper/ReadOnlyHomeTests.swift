import Foundation
import MagnusDesk
import MagnusStore
import Testing

@testable import MagnusEngine

/// A home on a file system that takes no writes: figures are there, answers are refused in words, nothing is hoarded.
@Suite struct ReadOnlyHomeTests {
    @Test func itIsShownAndNothingIsSaidToBeStored() async throws {
        let folder = NSTemporaryDirectory() + "magnus-read-only-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/magnus.db"
        let owner = try MagnusDatabase(path: path, backupFolder: folder)
        defer { withExtendedLifetime(owner) {} }
        let engine = try EngineWorlds.engine(
            database: try MagnusDatabase(readingPath: path), storeProblem: .readOnly(path: path))
        try await engine.open()
        await engine.completeOnce()
        let snapshot = try await engine.shown()
        #expect(snapshot.isReadOnly)
        #expect(snapshot.readOnlyReason?.contains("takes no writes") == true)
        #expect(try snapshot.row("KO").unrealizedProfit.value != nil)
        let notices = snapshot.notices.map(\.text)
        #expect(notices.contains { $0.contains("takes no writes") }, "\(notices)")
        let alert = try #require(snapshot.alerts.first)
        let reply = await engine.perform(.acknowledge(alert: alert.id))
        guard case .message(let words) = reply else {
            Issue.record("\(reply)")
            return
        }
        #expect(words.hasPrefix("not stored: ") && words.contains(path))
        #expect(await engine.postponed.isEmpty, "nobody comes who would store it")
        await engine.step()
        #expect(try await engine.shown().isReadOnly, "it stays so")
    }

    /// A start on a full disk: the figures are there, the reason is that, and nothing is promised to be stored later by a
    /// process that cannot write.
    @Test func aStartWithoutRoomIsShownAndSaysSo() async throws {
        let folder = NSTemporaryDirectory() + "magnus-full-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/magnus.db"
        let owner = try MagnusDatabase(path: path, backupFolder: folder)
        defer { withExtendedLifetime(owner) {} }
        let engine = try EngineWorlds.engine(
            database: try MagnusDatabase(readingPath: path), storeProblem: .diskFull(path: path))
        try await engine.open()
        await engine.completeOnce()
        let snapshot = try await engine.shown()
        #expect(snapshot.isReadOnly && snapshot.isDiskFull)
        #expect(snapshot.readOnlyReason?.contains("disk full") == true)
        let told = try #require(snapshot.alerts.first { $0.finding.monitor == .store })
        #expect(told.finding.message == "free space, then start again" && told.finding.priority == .high)
        let alert = try #require(snapshot.alerts.first)
        guard case .message(let words) = await engine.perform(.acknowledge(alert: alert.id)) else {
            Issue.record("no words")
            return
        }
        #expect(words.hasPrefix("not stored: ") && words.contains("disk full"), "\(words)")
    }

    @Test func aRefusedFileSystemIsToldFromAFolderThatCannotBeMade() {
        let refused = HomeError.readOnly(path: "/ro/state/lock", reason: "Read-only file system")
        #expect(refused.description.contains("/ro/state/lock: cannot be created (Read-only file system)"))
    }
}

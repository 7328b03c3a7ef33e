import MagnusDomain
import MagnusStore
import Synchronization
import Testing

@testable import MagnusEngine

/// Fault cases F40 and F41: a full disk is waited for, a failed one is not asked again, and nothing is said to be stored
/// that is not.
@Suite struct WaitingWritesTests {
    /// A disk that has no room until it is given some, and what reached it.
    private final class Disk: Sendable {
        let state = Mutex((problem: StoreError?.none, written: [String]()))

        func write(_ name: String) -> Engine.StoreWrite {
            { _ in
                try self.state.withLock { state in
                    if let problem = state.problem { throw problem }
                    state.written.append(name)
                }
            }
        }

        func set(_ problem: StoreError?) { state.withLock { $0.problem = problem } }
        var written: [String] { state.withLock { $0.written } }
    }

    @Test func aFullDiskLosesNothingAndKeepsTheOrder() async throws {
        let engine = try await EngineWorlds.opened()
        let disk = Disk()
        disk.set(.diskFull(path: "magnus.db"))
        await engine.store(disk.write("first"))
        disk.set(nil)
        // Room is back, but what waits goes first.
        await engine.store(disk.write("second"))
        #expect(disk.written.isEmpty)
        await #expect(throws: StoreError.diskFull(path: "magnus.db")) { try await engine.requireStored() }
        await engine.publish()
        #expect(try await engine.shown().isReadOnly, "the screen says so meanwhile")
        await engine.storeWaiting(now: .init(secondsSinceEpoch: 0))
        #expect(disk.written == ["first", "second"])
        try await engine.requireStored()
        await engine.publish()
        #expect(try await engine.shown().isReadOnly == false)
        await engine.store(disk.write("third"))
        #expect(disk.written == ["first", "second", "third"])
    }

    @Test func aDiskThatFailedIsNotAskedAgain() async throws {
        let engine = try await EngineWorlds.opened()
        let disk = Disk()
        disk.set(.mediumFailed(path: "magnus.db", reason: "disk I/O error"))
        await engine.store(disk.write("first"))
        disk.set(nil)
        await engine.storeWaiting(now: .init(secondsSinceEpoch: 0))
        await engine.store(disk.write("second"))
        #expect(disk.written.isEmpty)
        await engine.publish()
        let told = try await engine.shown().notices
        #expect(told.contains { $0.text.contains("magnus db check") }, "\(told)")
        await #expect(throws: StoreError.self) { try await engine.requireStored() }
    }

    /// The alert is seen without a write, and ends with the first write that works: nobody starts anything again.
    @Test func aFullDiskIsAnAlertThatEndsByItself() async throws {
        let database = try EngineWorlds.database()
        let engine = try await EngineWorlds.opened(database: database)
        let disk = Disk()
        disk.set(.diskFull(path: "magnus.db"))
        await engine.store(disk.write("first"))
        await engine.publish()
        let full = try await engine.shown()
        let alert = try #require(full.alerts.first { $0.finding.monitor == .store })
        #expect(alert.finding.priority == .high && alert.finding.title.hasPrefix("Disk full"))
        #expect(alert.finding.message.contains("free space"), "\(alert.finding.message)")
        #expect(full.isDiskFull && !full.isDiskFailed)
        #expect(!full.unstoredAlerts.contains(alert.id), "it needs no write")
        #expect(full.book.strategies.count > 0, "reads go on")
        guard case .message = await engine.perform(.acknowledge(alert: alert.id)) else {
            Issue.record("its answer waits too, and says so")
            return
        }
        disk.set(nil)
        await engine.storeWaiting(now: .init(secondsSinceEpoch: 0))
        await engine.publish()
        let after = try await engine.shown()
        #expect(!after.alerts.contains { $0.finding.monitor == .store } && !after.isReadOnly)
        #expect(after.notices.contains { $0.text.contains("Over: Disk full") }, "\(after.notices.map(\.text))")
        let stored = try AlertRepository(database).history(limit: 1000)
        #expect(!stored.contains { $0.finding.monitor == .store }, "the next process finds out for itself")
    }

    /// A ledger entry that was refused is asked for again, not kept: something must wait nevertheless, or nobody finds out
    /// that there is room.
    @Test func aRefusalWithNothingToKeepIsOverOnceThereIsRoom() async throws {
        let engine = try await EngineWorlds.opened()
        await engine.reportStore(StoreError.diskFull(path: "magnus.db"))
        await #expect(throws: StoreError.diskFull(path: "magnus.db")) { try await engine.requireStored() }
        await engine.storeWaiting(now: .init(secondsSinceEpoch: 0))
        try await engine.requireStored()
        await engine.publish()
        let shown = try await engine.shown()
        #expect(!shown.isReadOnly && !shown.alerts.contains { $0.finding.monitor == .store })
    }

    @Test func aFailedDiskIsCriticalAndStaysSo() async throws {
        let engine = try await EngineWorlds.opened()
        let disk = Disk()
        disk.set(.mediumFailed(path: "magnus.db", reason: "disk I/O error"))
        await engine.store(disk.write("first"))
        disk.set(nil)
        await engine.store(disk.write("second"))
        await engine.storeWaiting(now: .init(secondsSinceEpoch: 0))
        await engine.step()
        await engine.publish()
        let shown = try await engine.shown()
        let alert = try #require(shown.alerts.first { $0.finding.monitor == .store })
        #expect(alert.finding.priority == .critical && shown.isDiskFailed && !shown.isDiskFull)
        #expect(alert.finding.message.contains("restart, magnus db check"), "\(alert.finding.message)")
        let count = await engine.unstoredCount
        #expect(count >= 2 && alert.finding.trailing.hasSuffix(" unstored"))
        #expect(disk.written.isEmpty, "nothing is tried again and called a success")
    }

    @Test func aChangeThatIsNotOnDiskIsNotSaidToBeDone() async throws {
        let engine = try await EngineWorlds.opened()
        await engine.runMonitors([.expiration, .assignment])
        await engine.publish()
        let alert = try #require(try await engine.shown().alerts.first)
        let disk = Disk()
        disk.set(.diskFull(path: "magnus.db"))
        await engine.store(disk.write("something"))
        let reply = await engine.perform(.acknowledge(alert: alert.id))
        guard case .message(let words) = reply else {
            Issue.record("\(reply)")
            return
        }
        #expect(words.contains("not stored yet") && words.contains("disk full"))
        let full = try await engine.shown()
        #expect(full.unstoredAlerts == [alert.id])
        #expect(full.readOnlyReason?.contains("disk full") == true, "not another process's home")
        guard case .message(let back) = await engine.perform(.undo) else {
            Issue.record("nothing taken back")
            return
        }
        #expect(back.contains("not stored yet"), "\(back)")
        disk.set(nil)
        await engine.storeWaiting(now: .init(secondsSinceEpoch: 0))
        #expect(await engine.perform(.acknowledge(alert: alert.id)) != .message(words))
        #expect(try await engine.shown().unstoredAlerts.isEmpty)
    }
}

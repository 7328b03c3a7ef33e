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

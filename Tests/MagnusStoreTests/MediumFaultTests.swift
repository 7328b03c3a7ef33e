import Foundation
import GRDB
import MagnusDomain
import Synchronization
import Testing

@testable import MagnusStore

/// A medium that fails or a process that is killed at any call that changes a file (F41, F45): for every n, until no
/// fault fires any more.
@Suite struct MediumFaultTests {
    private static let account = Account(name: "paper", broker: "paper", kind: .paper, rules: .regulationT)

    /// Counts the calls and fails one of them.
    private final class Countdown: Sendable {
        private let state: Mutex<(left: Int, fired: Bool)>
        private let code: Int32

        init(_ number: Int, code: Int32) {
            state = Mutex((number, false))
            self.code = code
        }

        var fired: Bool { state.withLock { $0.fired } }

        func ask() -> Int32? {
            state.withLock { state in
                state.left -= 1
                guard state.left == 0 else { return nil }
                state.fired = true
                return code
            }
        }
    }

    private func expectWhole(_ path: String, _ folder: TemporaryFolder, acknowledged: [String], _ where: String) throws
    {
        let database = try MagnusDatabase(path: path, backupFolder: folder.backups)
        #expect(try DatabaseCare.check(database).isSound, "\(`where`)")
        let stored = Set(try LedgerRepository(database).events(account: nil).map(\.id))
        #expect(stored.isSuperset(of: acknowledged), "\(`where`): an acknowledged entry is gone")
    }

    /// Batches of writes with a checkpoint between; what was acknowledged comes back in the order it was.
    private func work(_ database: MagnusDatabase, _ acknowledged: inout [String]) throws {
        let ledger = LedgerRepository(database)
        for batch in 0..<6 {
            let ids = (0..<40).map { "b\(batch)e\($0)" }
            _ = try ledger.append(ids.map { sale($0) }, now: noon)
            acknowledged += ids
            if batch == 3 { try database.checkpoint() }
        }
    }

    /// EIO (and a full disk) under any write: the write says so, nothing that was acknowledged is lost, nothing is stored
    /// by half, and the next start is a normal one.
    @Test(arguments: [EIO, ENOSPC]) func aWriteThatFailsLosesNothing(code: Int32) throws {
        var number = 1
        while true {
            let folder = try TemporaryFolder()
            do { try LedgerRepository(folder.open()).save(Self.account, now: noon) }
            let countdown = Countdown(number, code: code)
            var acknowledged: [String] = []
            var failure: StoreError?
            FileCalls.watch(folder.path) { _, _ in
                countdown.ask()
            } _: {
                do {
                    try work(try folder.open(), &acknowledged)
                } catch {
                    failure = error as? StoreError
                    if failure == nil { Issue.record("call \(number): \(error)") }
                }
            }
            guard countdown.fired else { break }
            if let failure {
                // A full disk is named as one; what the medium itself refuses is fatal for the store.
                let isNamed =
                    switch failure {
                    case .diskFull: code == ENOSPC
                    case .mediumFailed: true
                    case .unavailable: true
                    default: false
                    }
                #expect(isNamed, "call \(number): \(failure)")
            }
            try expectWhole(folder.database, folder, acknowledged: acknowledged, "call \(number)")
            let ledger = LedgerRepository(try folder.open())
            for batch in 0..<6 {
                let count = try ledger.known((0..<40).map { "b\(batch)e\($0)" }).count
                #expect(count == 0 || count == 40, "call \(number): \(count) of a batch")
            }
            number += 1
        }
        #expect(number > 20, "so few calls cannot be all")
    }

    /// A synchronisation that fails may have thrown away what it was asked to keep: the write is not acknowledged.
    @Test func aSynchronisationThatFailsIsNoSuccess() throws {
        var number = 1
        while true {
            let folder = try TemporaryFolder()
            let database = try folder.open()
            try LedgerRepository(database).save(Self.account, now: noon)
            let failing = number
            #expect(try database.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
            try database.write { SyncFaults.fail(failing, in: $0) }
            var acknowledged: [String] = []
            do {
                try work(database, &acknowledged)
                break
            } catch {
                guard case .mediumFailed? = error as? StoreError else {
                    Issue.record("synchronisation \(number): \(error)")
                    return
                }
            }
            try expectWhole(folder.database, folder, acknowledged: acknowledged, "synchronisation \(number)")
            number += 1
        }
        #expect(number > 5, "every commit is synchronised")
    }

    /// The files as a killed process leaves them at one moment; what SQLite keeps in shared memory is made anew.
    private static func copyFiles(from folder: String, to copy: String) {
        try? FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for name in ["magnus.db", "magnus.db-wal", "magnus.db-journal"] {
            try? FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(copy)/\(name)")
        }
    }

    /// `kill -9` at every call of every upgrade: the next start finds the old schema or the new one, whole, with the data.
    @Test(arguments: Schema.names.indices.dropLast().map { Schema.names[$0] })
    func anUpgradeThatIsKilledAtAnyCallIsOldOrNew(from name: String) throws {
        let folder = try TemporaryFolder()
        do {
            let pool = try DatabasePool(path: folder.database)
            try Schema.migrator().migrate(pool, upTo: name)
            try pool.write { connection in
                try connection.execute(sql: "INSERT INTO user (id, createdAt, updatedAt) VALUES ('kept', 1, 1)")
            }
            try pool.close()
        }
        let images = try TemporaryFolder()
        let taken = Mutex(0)
        let (source, target, main) = (folder.path, images.path, folder.database)
        try FileCalls.watch(source) { _, path in
            // Every call on the database itself; those on the copy before the upgrade change nothing of it.
            guard path.hasPrefix(main) else { return nil }
            let number = taken.withLock { number in
                number += 1
                return number - 1
            }
            Self.copyFiles(from: source, to: "\(target)/\(number)")
            return nil
        } _: {
            _ = try folder.open()
        }
        let count = taken.withLock { $0 }
        #expect(count > 10, "\(name): \(count) calls")
        for number in 0..<count {
            let path = "\(target)/\(number)/magnus.db"
            let before = try version(of: path)
            #expect(Schema.names.indices.contains(before - 1), "call \(number): schema \(before)")
            let database = try MagnusDatabase(path: path, backupFolder: "\(target)/\(number)/backups")
            #expect(try database.schemaVersion() == MagnusDatabase.supportedSchemaVersion, "call \(number)")
            #expect(try DatabaseCare.check(database).isSound, "call \(number)")
            let kept = try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM user WHERE id = 'kept'") }
            #expect(kept == 1, "call \(number)")
        }
    }

    /// The schema as SQLite sees it after the crash; its tables are those of that schema and no others.
    private func version(of path: String) throws -> Int {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        let (version, tables) = try queue.read { connection in
            (
                try Int.fetchOne(connection, sql: "PRAGMA user_version") ?? 0,
                try String.fetchSet(connection, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
            )
        }
        guard Schema.names.indices.contains(version - 1) else { return version }
        let fresh = try DatabaseQueue()
        try Schema.migrator().migrate(fresh, upTo: Schema.names[version - 1])
        let expected = try fresh.read {
            try String.fetchSet($0, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        #expect(tables == expected, "schema \(version) between two")
        return version
    }
}

import Foundation
import GRDB
import MagnusDomain
import Testing

@testable import MagnusStore

@Suite struct DatabaseCareTests {
    private func filled(_ folder: TemporaryFolder) throws -> MagnusDatabase {
        let database = try folder.open()
        let ledger = LedgerRepository(database)
        try ledger.save(.init(name: "paper", broker: "paper", kind: .paper, rules: .regulationT), now: noon)
        _ = try ledger.append((0..<500).map { sale("event\($0)") }, now: noon)
        return database
    }

    @Test func aBackupHoldsEverythingAndIsPrivate() throws {
        let folder = try TemporaryFolder()
        let database = try filled(folder)
        let copy = folder.backups + "/copy.db"
        try DatabaseCare.backup(database, to: copy)
        let restored = try MagnusDatabase(readingPath: copy)
        #expect(try LedgerRepository(restored).events(account: "paper").count == 500)
        let permissions = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
    }

    @Test func restoringPutsTheOldFilesAside() throws {
        let folder = try TemporaryFolder()
        let copy = folder.backups + "/copy.db"
        do {
            let database = try filled(folder)
            try DatabaseCare.backup(database, to: copy)
            _ = try LedgerRepository(database).append([sale("later")], now: noon)
        }
        // A stale log beside the file must not be applied to what is restored (F44).
        let stale = Data(repeating: 7, count: 4096)
        try stale.write(to: URL(fileURLWithPath: folder.database + "-wal"))
        let aside = try DatabaseCare.restore(
            from: copy, to: folder.database, setAside: folder.path + "/replaced", now: noon)
        #expect(aside != nil)
        #expect(!FileManager.default.fileExists(atPath: folder.database + "-wal"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/replaced/magnus.db-wal")) == stale)
        #expect(try LedgerRepository(folder.open()).events(account: nil).count == 500)
    }

    @Test func aDamagedCopyIsNotRestored() throws {
        let folder = try TemporaryFolder()
        let copy = folder.backups + "/copy.db"
        do { try DatabaseCare.backup(try filled(folder), to: copy) }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
        for index in stride(from: 8192, to: bytes.count, by: 97) { bytes[index] ^= 0xFF }
        try bytes.write(to: URL(fileURLWithPath: copy))
        #expect(throws: StoreError.self) {
            try DatabaseCare.restore(from: copy, to: folder.database, setAside: folder.path + "/replaced", now: noon)
        }
        #expect(try LedgerRepository(folder.open()).events(account: nil).count == 500)
    }

    @Test func theCheckNamesADanglingReference() throws {
        let folder = try TemporaryFolder()
        let database = try filled(folder)
        #expect(try DatabaseCare.check(database).isSound)
        try database.write { _ = $0 }
        let queue = try DatabaseQueue(
            path: folder.database,
            configuration: {
                var configuration = Configuration()
                configuration.foreignKeysEnabled = false
                return configuration
            }())
        try queue.write { try $0.execute(sql: "DELETE FROM account") }
        let check = try DatabaseCare.check(database)
        #expect(check.problems.contains { $0.contains("ledgerEvent") && $0.contains("account") })
    }
}

import Foundation
import Testing

@testable import MagnusStore

/// Nobody but the owner reads a database, its log or a copy, whatever the process's file creation mask is.
@Suite struct PrivacyTests {
    private func modes(below folder: String) throws -> [String: Int] {
        var result: [String: Int] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            let mode = try #require(attributes[.posixPermissions] as? Int)
            if mode & 0o077 != 0 || mode & 0o700 != (isFolder ? 0o700 : 0o600) { result[name] = mode }
        }
        return result
    }

    @Test func filesOfANewDatabaseItsCopiesAndARestoredOneArePrivate() throws {
        // The mask of the test process is what a login gives: it would leave files readable.
        let folder = try TemporaryFolder()
        let database = try folder.open()
        let ledger = LedgerRepository(database)
        try ledger.save(.init(name: "paper", broker: "paper", kind: .paper, rules: .regulationT), now: noon)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.contains("magnus.db") && names.contains("magnus.db-wal") && names.contains("magnus.db-shm"))
        try DatabaseCare.backup(database, to: folder.backups + "/copy.db")
        #expect(try modes(below: folder.path).isEmpty)
        _ = try DatabaseCare.restore(
            from: folder.backups + "/copy.db", to: folder.database, setAside: folder.path + "/replaced", now: noon)
        #expect(try modes(below: folder.path).isEmpty)
        _ = try folder.open()
        #expect(try modes(below: folder.path).isEmpty)
    }

    @Test func aDatabaseThatOthersCouldReadIsClosedToThemWhenOpened() throws {
        let folder = try TemporaryFolder()
        _ = try folder.open()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.database)
        let database = try folder.open()
        try LedgerRepository(database).save(
            .init(name: "paper", broker: "paper", kind: .paper, rules: .regulationT), now: noon)
        #expect(try modes(below: folder.path).isEmpty)
    }
}

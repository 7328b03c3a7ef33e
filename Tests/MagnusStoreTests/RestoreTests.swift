import Foundation
import GRDB
import MagnusDomain
import Synchronization
import Testing

@testable import MagnusStore

/// A restore that ends at each of its calls (F44): the present database or the restored one, never anything between.
@Suite struct RestoreTests {
    private static let copied = 40
    private static let present = 41

    /// Ends the process for the test's purposes: from the n-th call on none is made.
    private final class Killing: Sendable {
        private struct Struck: Error {}
        private let number: Int
        private let isForGood: Bool
        private let state = Mutex(0)

        init(at number: Int, isForGood: Bool) {
            self.number = number
            self.isForGood = isForGood
        }

        var calls: Int { state.withLock { $0 } }

        func ask() throws {
            let call = state.withLock {
                $0 += 1
                return $0
            }
            if call == number || (isForGood && call > number) { throw Struck() }
        }
    }

    /// A home as `kill -9` leaves it: the last entry is in the write-ahead log alone.
    private func home() throws -> (folder: TemporaryFolder, copy: String) {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        let copy = folder.path + "/copy.db"
        let database = try other.open()
        let ledger = LedgerRepository(database)
        try ledger.save(.init(name: "paper", broker: "paper", kind: .paper, rules: .regulationT), now: noon)
        _ = try ledger.append((0..<Self.copied).map { sale("event\($0)") }, now: noon)
        try DatabaseCare.backup(database, to: copy)
        try database.checkpoint()
        _ = try ledger.append([sale("later")], now: noon)
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: other.database + suffix, toPath: folder.database + suffix)
        }
        return (folder, copy)
    }

    private func count(_ path: String) throws -> Int {
        try LedgerRepository(MagnusDatabase(readingPath: path)).events(account: nil).count
    }

    @Test(arguments: [true, false], [true, false])
    func aRestoreThatEndsAtAnyCallLeavesOneOfTheTwo(isKilled: Bool, hasHardLinks: Bool) throws {
        var isNameless = false
        var seen: Set<Int> = []
        var number = 1
        while true {
            let (folder, copy) = try home()
            let aside = folder.path + "/replaced"
            let killing = Killing(at: number, isForGood: isKilled)
            var isRefused = false
            do {
                _ = try DatabaseCare.restore(
                    from: copy, to: folder.database, setAside: aside, now: noon, hasHardLinks: hasHardLinks,
                    gate: { _ in try killing.ask() })
            } catch let error as StoreError {
                isRefused = true
                #expect(!error.description.isEmpty)
            }
            if !FileManager.default.fileExists(atPath: folder.database) {
                // The former file is put aside and the new one has no name yet: readers say what to do.
                isNameless = true
                #expect(DatabaseCare.exists(at: folder.database))
                #expect {
                    try MagnusDatabase(readingPath: folder.database)
                } throws: {
                    "\($0)".contains("magnus db migrate finishes it")
                }
            }
            do {
                let opened = try folder.open()
                let found = try LedgerRepository(opened).events(account: nil).count
                let entries = try AuditRepository(opened).entries().map(\.action)
                // The entry of the restore comes with the file it tells of.
                #expect(entries == (found == Self.copied ? ["database.restored"] : []), "call \(number)")
                #expect(try AuditRepository(opened).check().isSound, "call \(number)")
                seen.insert(found)
                #expect(found == Self.copied || found == Self.present, "call \(number)")
                if !isRefused { #expect(found == Self.copied) }
                if found == Self.copied { #expect(try count(aside + "/magnus.db") == Self.present, "call \(number)") }
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("restor") }
            #expect(left.isEmpty, "call \(number): \(left)")
            // Repeating it gives the copy, whatever came before.
            _ = try DatabaseCare.restore(from: copy, to: folder.database, setAside: folder.path + "/again", now: noon)
            #expect(try count(folder.database) == Self.copied)
            if killing.calls < number { break }
            number += 1
        }
        #expect(number > 12)
        #expect(seen == [Self.copied, Self.present])
        #expect(isNameless == !hasHardLinks)
    }

    @Test func anUnfinishedRestoreIsNamedToAReader() throws {
        let (folder, copy) = try home()
        let calls = Killing(at: .max, isForGood: false)
        _ = try DatabaseCare.restore(
            from: copy, to: folder.path + "/probe.db", setAside: folder.path + "/p", now: noon,
            gate: { _ in try calls.ask() })
        // The last call removes the note; the one before it brings the folder to the disk, then comes the new name.
        let killing = Killing(at: calls.calls - 2, isForGood: true)
        #expect(throws: StoreError.self) {
            try DatabaseCare.restore(
                from: copy, to: folder.path + "/probe.db", setAside: folder.path + "/p2", now: noon,
                gate: { _ in try killing.ask() })
        }
        _ = try folder.open()
        try Data().write(to: URL(fileURLWithPath: folder.database + ".restored"))
        #expect {
            try MagnusDatabase(readingPath: folder.database)
        } throws: { error in
            "\(error)".contains("magnus db migrate finishes it")
        }
    }

    /// A log of another database beside the file that is replaced is put aside with it, never applied.
    @Test func aLogOfAnotherDatabaseIsNotApplied() throws {
        let (folder, copy) = try home()
        let stranger = try home().folder
        try FileManager.default.removeItem(atPath: folder.database + "-wal")
        try FileManager.default.copyItem(atPath: stranger.database + "-wal", toPath: folder.database + "-wal")
        _ = try DatabaseCare.restore(from: copy, to: folder.database, setAside: folder.path + "/replaced", now: noon)
        #expect(try LedgerRepository(folder.open()).events(account: nil).count == Self.copied)
        #expect(try DatabaseCare.check(folder.open()).isSound)
        #expect(FileManager.default.fileExists(atPath: folder.path + "/replaced/magnus.db-wal"))
    }
}

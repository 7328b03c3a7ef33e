import Foundation
import GRDB
import MagnusDomain
import Testing

@testable import MagnusStore

/// The audit log: the chain, the head beside the database, and what tampering looks like (fault F46).
@Suite struct AuditTests {
    /// Examples of NIST FIPS 180-4 and the NIST test vectors for messages of 0, 24, 448 and 8,000,000 bits.
    @Test(arguments: [
        ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func hashesAreThoseOfTheStandard(_ text: String, _ count: Int, _ expected: String) {
        #expect(SecureHash.hexadecimal(of: Array(String(repeating: text, count: count).utf8)) == expected)
    }

    /// A log of five entries.
    private func log(in folder: TemporaryFolder) throws -> MagnusDatabase {
        let database = try folder.open()
        for number in 1...5 {
            try AuditRepository(database).append(.noteChanged, ["strategy": "s\(number)"], now: noon)
        }
        return database
    }

    private func tamper(_ database: MagnusDatabase, _ statements: String...) throws {
        try database.write { connection in
            try connection.execute(sql: "DROP TRIGGER audit_logs_never_change; DROP TRIGGER audit_logs_never_delete")
            for statement in statements { try connection.execute(sql: statement) }
        }
    }

    @Test func aLogThatNobodyTouchedIsWhole() throws {
        let folder = try TemporaryFolder()
        let database = try log(in: folder)
        let check = try AuditRepository(database).check()
        #expect(check.isSound && check.entries == 5 && check.lastSequence == 5)
        #expect(AuditHead(besideDatabase: database.path) == AuditHead(sequence: 5, hash: check.lastHash))
        let mode = try FileManager.default.attributesOfItem(atPath: AuditHead.path(ofDatabase: database.path))
        #expect(mode[.posixPermissions] as? Int == 0o600)
        #expect(throws: (any Error).self) {
            try database.write { try $0.execute(sql: "UPDATE audit_logs SET action = 'x' WHERE sequence = 2") }
        }
    }

    /// One row altered, one deleted, two swapped, the tail cut, all of it gone: the first bad number is named.
    @Test(arguments: [
        (["UPDATE audit_logs SET data = '{}' WHERE sequence = 3"], 3),
        (["UPDATE audit_logs SET created_at = created_at + 1 WHERE sequence = 1"], 1),
        (["DELETE FROM audit_logs WHERE sequence = 2"], 2),
        (["DELETE FROM audit_logs WHERE sequence = 1"], 1),
        (
            [
                "UPDATE audit_logs SET sequence = 99 WHERE sequence = 2",
                "UPDATE audit_logs SET sequence = 2 WHERE sequence = 4",
                "UPDATE audit_logs SET sequence = 4 WHERE sequence = 99",
            ], 2
        ),
        (["DELETE FROM audit_logs WHERE sequence > 3"], 4), (["DELETE FROM audit_logs"], 1),
    ])
    func tamperingIsFoundWhereItBegins(_ statements: [String], _ first: Int) throws {
        let folder = try TemporaryFolder()
        let database = try log(in: folder)
        try tamper(database)
        for statement in statements { try database.write { try $0.execute(sql: statement) } }
        let check = try AuditRepository(database).check()
        #expect(check.firstBreak?.sequence == Int64(first), "\(check)")
    }

    /// Entries written anew with right hashes of their own are told by the entry that comes before them.
    @Test func aChainMadeAnewIsNotTheOneThatWasKept() throws {
        let folder = try TemporaryFolder()
        let database = try log(in: folder)
        let head = try #require(AuditHead(besideDatabase: database.path))
        try tamper(database, "DELETE FROM audit_logs WHERE sequence > 3")
        for number in 4...6 {
            try AuditRepository(database).append(.noteChanged, ["strategy": "x\(number)"], now: noon)
        }
        let check = try AuditRepository(database).check()
        #expect(check.firstBreak?.sequence == 4 && check.firstBreak?.reason.contains("once had 5 entries") == true)
        #expect(
            try AuditRepository(database).entries().map(\.action)
                == Array(repeating: "note.changed", count: 3) + ["chain.broken"]
                + Array(repeating: "note.changed", count: 3), "once, however many follow")
        let entry = try #require(try AuditRepository(database).entries().dropFirst(3).first)
        #expect(entry.data.contains(head.hash) && entry.data.contains(#""former_sequence":"5""#), "\(entry.data)")
        #expect(AuditHead(besideDatabase: database.path)?.sequence == 7)
        // The same head with an entry of the same number, and the table's own count made to fit.
        let second = try TemporaryFolder()
        let other = try log(in: second)
        try tamper(
            other, "UPDATE audit_logs SET hash = '\(String(head.hash.reversed()))' WHERE sequence = 5",
            "UPDATE sqlite_sequence SET seq = 5 WHERE name = 'audit_logs'")
        try AuditRepository(other).append(.noteChanged, ["strategy": "x"], now: noon)
        #expect(try AuditRepository(other).entries().map(\.action).suffix(2) == ["chain.broken", "note.changed"])
    }

    /// A removed head, and a database that was replaced by an older or an empty one.
    @Test func whatIsAppendedBehindACutDoesNotHideIt() throws {
        let folder = try TemporaryFolder()
        let database = try log(in: folder)
        #expect(unlink(AuditHead.path(ofDatabase: database.path)) == 0)
        let headless = try AuditRepository(database).check()
        #expect(headless.firstBreak != nil && headless.firstBreak?.sequence == nil)
        try AuditRepository(database).append(.noteChanged, ["strategy": "x"], now: noon)
        let check = try AuditRepository(database).check()
        #expect(check.firstBreak?.sequence == 6 && check.firstBreak?.reason.contains("head") == true, "\(check)")
        for isEmpty in [true, false] {
            let (first, older) = (try TemporaryFolder(), try TemporaryFolder())
            _ = try log(in: first)
            let replacing = try older.open()
            if !isEmpty { try AuditRepository(replacing).append(.noteChanged, ["strategy": "old"], now: noon) }
            try replacing.checkpoint()
            for suffix in ["", "-wal", "-shm"] { unlink(first.database + suffix) }
            try FileManager.default.copyItem(atPath: older.database, toPath: first.database)
            let opened = try first.open()
            try AuditRepository(opened).append(.noteChanged, ["strategy": "x"], now: noon)
            let found = try AuditRepository(opened).check()
            #expect(found.firstBreak?.sequence == (isEmpty ? 1 : 2), "\(found)")
            #expect(found.firstBreak?.reason.contains("once had 5 entries") == true, "\(found)")
        }
    }

    /// The table remembers its highest number although the head was made to fit.
    @Test func theTableItselfKnowsWhatWasCut() throws {
        let folder = try TemporaryFolder()
        let database = try log(in: folder)
        let third = try #require(try AuditRepository(database).entries().dropFirst(2).first)
        try tamper(database, "DELETE FROM audit_logs WHERE sequence > 3")
        let former = AuditHead(besideDatabase: database.path)
        AuditHead(sequence: 3, hash: third.hash).write(besideDatabase: database.path, replacing: former)
        #expect(try AuditRepository(database).check().firstBreak?.sequence == 4)
    }

    /// A restored copy is shorter, or longer, than the log that was kept: its entry says so, and nothing is broken, also
    /// when the program ends before the head is written.
    @Test(arguments: [true, false], [true, false])
    func aRestoreIsNoBreak(isShorter: Bool, isHeadWritten: Bool) throws {
        let folder = try TemporaryFolder()
        let copy = folder.path + "/copy.db"
        var database: MagnusDatabase? = try log(in: folder)
        if let database {
            try DatabaseCare.backup(database, to: copy)
            if isShorter {
                for number in 6...9 {
                    try AuditRepository(database).append(.noteChanged, ["strategy": "s\(number)"], now: noon)
                }
            }
        }
        database = nil
        if !isShorter {
            // Another home, whose own log is of two entries.
            for suffix in ["", "-wal", "-shm", ".audit-head"] { unlink(folder.database + suffix) }
            let fresh = try folder.open()
            for number in 1...2 {
                try AuditRepository(fresh).append(.noteChanged, ["strategy": "f\(number)"], now: noon)
            }
        }
        let former = try #require(AuditHead(besideDatabase: folder.database))
        _ = try DatabaseCare.restore(
            from: copy, to: folder.database, setAside: folder.path + "/replaced", now: noon)
        if !isHeadWritten {
            former.write(besideDatabase: folder.database, replacing: AuditHead(besideDatabase: folder.database))
        }
        let restored = try folder.open()
        let last = try #require(try AuditRepository(restored).entries().last)
        #expect(last.action == "database.restored" && last.sequence == 6)
        #expect(last.data.contains(former.hash) && last.data.contains("\"former_sequence\":\"\(former.sequence)\""))
        #expect(try AuditRepository(restored).check().isSound)
        try AuditRepository(restored).append(.noteChanged, ["strategy": "after"], now: noon)
        let check = try AuditRepository(restored).check()
        #expect(check.isSound && check.entries == 7, "\(check)")
        #expect(AuditHead(besideDatabase: folder.database)?.sequence == 7)
        // A restored log is guarded as every other.
        try tamper(restored, "DELETE FROM audit_logs WHERE sequence = 7")
        #expect(try AuditRepository(restored).check().firstBreak?.sequence == 7)
    }

    /// A head never goes back to an earlier entry that another process was slower to write.
    @Test func theLaterOfTwoHeadsIsKept() throws {
        let folder = try TemporaryFolder()
        let database = try log(in: folder)
        let seen = AuditHead(besideDatabase: database.path)
        let later = AuditHead(sequence: 7, hash: String(repeating: "7", count: 64))
        later.write(besideDatabase: database.path, replacing: seen)
        AuditHead(sequence: 6, hash: String(repeating: "6", count: 64))
            .write(besideDatabase: database.path, replacing: seen)
        #expect(AuditHead(besideDatabase: database.path) == later)
        // Through a link to the file it is the same head, and nothing else is left beside either.
        let link = folder.path + "/link.db"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: database.path)
        #expect(AuditHead(besideDatabase: link) == later)
        let heads = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("head") }
        #expect(heads.count == 1, "\(heads)")
    }

    @Test func aLinkedDatabaseHasOneHead() throws {
        let folder = try TemporaryFolder()
        _ = try log(in: folder)
        let link = folder.path + "/link.db"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.database)
        let linked = try MagnusDatabase(path: link, backupFolder: folder.backups)
        try AuditRepository(linked).append(.noteChanged, ["strategy": "l"], now: noon)
        let check = try AuditRepository(linked).check()
        #expect(check.isSound && check.entries == 6, "\(check)")
    }

    /// The first entry of a log whose head could not follow is not taken for one without its end.
    @Test func aLogThatBeginsHasAHeadBefore() throws {
        struct Stop: Error {}
        let folder = try TemporaryFolder()
        let database = try folder.open()
        #expect(throws: (any Error).self) {
            try database.together {
                try AnnotationRepository(database).setNote("hm", strategy: "s", now: noon)
                throw Stop()
            }
        }
        #expect(AuditHead(besideDatabase: database.path) == .begun)
        #expect(try AuditRepository(database).check().isSound)
        try AuditRepository(database).append(.noteChanged, ["strategy": "s"], now: noon)
        AuditHead.begun.write(besideDatabase: database.path, replacing: AuditHead(besideDatabase: database.path))
        #expect(AuditHead(besideDatabase: database.path) == .begun)
        #expect(try AuditRepository(database).check().isSound)
    }

    /// A head that fell behind (the process died before it was written) names an entry that is there.
    @Test func aHeadThatFellBehindIsNoFault() throws {
        let folder = try TemporaryFolder()
        let database = try log(in: folder)
        let head = try #require(AuditHead(besideDatabase: database.path))
        try AuditRepository(database).append(.noteChanged, ["strategy": "later"], now: noon)
        head.write(besideDatabase: database.path, replacing: AuditHead(besideDatabase: database.path))
        #expect(AuditHead(besideDatabase: database.path) == head)
        #expect(try AuditRepository(database).check().isSound)
    }

    /// A change that is not kept leaves neither an entry nor a head.
    @Test func whatIsRolledBackIsNotInTheLog() throws {
        struct Stop: Error {}
        let folder = try TemporaryFolder()
        let database = try log(in: folder)
        #expect(throws: (any Error).self) {
            try database.together {
                try AnnotationRepository(database).setNote("hm", strategy: "s", now: noon)
                throw Stop()
            }
        }
        let check = try AuditRepository(database).check()
        #expect(check.isSound && check.entries == 5)
        #expect(AuditHead(besideDatabase: database.path)?.sequence == 5)
    }

    /// Everything that a person changes is there.
    @Test func changesAreRecorded() throws {
        let folder = try TemporaryFolder()
        let database = try folder.open()
        let ledger = LedgerRepository(database)
        let account = Account(name: "broker", broker: "Broker", kind: .imported, rules: .cash)
        let event = LedgerEvent(
            id: "d", account: "broker", time: noon, kind: .transfer, amount: Money(tenThousandths: 10_000), source: "")
        _ = try ledger.record(LedgerImport(account: account, events: [event]), now: noon)
        _ = try ledger.record(LedgerImport(account: account, events: [event]), now: noon)
        let annotations = AnnotationRepository(database)
        try annotations.setNote("watch", strategy: "s", now: noon)
        try annotations.setIntent(PositionIntent.avoid, strategy: "s", now: noon)
        try annotations.setRollVerdict(RollVerdict.confirmed, roll: "r", now: noon)
        try ConversationRepository(database).clear(session: "s", now: noon)
        #expect(try ledger.remove(account: "broker", now: noon))
        #expect(
            try AuditRepository(database).entries().map(\.action) == [
                "ledger.imported", "note.changed", "intent.changed", "roll.judged", "conversation.cleared",
                "account.removed",
            ], "an import that adds nothing changes nothing")
        #expect(try AuditRepository(database).check().isSound)
    }
}

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

    /// Entries written anew with right hashes of their own still differ from the kept head.
    @Test func aChainMadeAnewIsNotTheOneThatWasKept() throws {
        let folder = try TemporaryFolder()
        let database = try log(in: folder)
        let head = try #require(AuditHead(besideDatabase: database.path))
        try tamper(database, "DELETE FROM audit_logs WHERE sequence > 3")
        for number in 4...6 {
            try AuditRepository(database).append(.noteChanged, ["strategy": "x\(number)"], now: noon)
        }
        head.write(besideDatabase: database.path)
        #expect(try AuditRepository(database).check().firstBreak?.sequence == 5)
        #expect(unlink(AuditHead.path(ofDatabase: database.path)) == 0)
        let headless = try AuditRepository(database).check()
        #expect(headless.firstBreak != nil && headless.firstBreak?.sequence == nil)
    }

    /// A head that fell behind (the process died before it was written) names an entry that is there.
    @Test func aHeadThatFellBehindIsNoFault() throws {
        let folder = try TemporaryFolder()
        let database = try log(in: folder)
        let head = try #require(AuditHead(besideDatabase: database.path))
        try AuditRepository(database).append(.noteChanged, ["strategy": "later"], now: noon)
        head.write(besideDatabase: database.path)
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

import Foundation
import GRDB
import MagnusDomain
import Testing

@testable import MagnusStore

@Suite struct ImportRecordTests {
    private let account = Account(name: "broker", broker: "tastytrade", kind: .imported, rules: .regulationT)

    private func event(_ id: String, fees: Int64 = -13_000, account: String = "broker") -> LedgerEvent {
        var event = sale(id, account: account)
        event.fees = Money(tenThousandths: fees)
        return event
    }

    @Test func aReplacedEntryIsKeptAsARevision() throws {
        let folder = try TemporaryFolder()
        let database = try folder.open()
        let ledger = LedgerRepository(database)
        #expect(try ledger.record(LedgerImport(account: account, events: [event("a"), event("b")]), now: noon) == 2)
        let replacement = LedgerImport.Replacement(formerIdentifier: "a", event: event("exact", fees: -13_520))
        let added = try ledger.record(
            LedgerImport(account: account, events: [event("b"), event("c")], replacements: [replacement]), now: noon)
        #expect(added == 1, "b was there already")
        #expect(try ledger.events(account: "broker").map(\.id).sorted() == ["b", "c", "exact"])
        let revisions = try ledger.revisions(account: "broker")
        #expect(revisions.map(\.formerIdentifier) == ["a"] && revisions.first?.replacedBy == "exact")
        #expect(revisions.first?.fees == Money(tenThousandths: -13_000))
        let told = try JournalRepository(database).latest(5)
        #expect(told.map(\.type) == ["ledger.corrected"] && told.first?.data["replaced"] == "1")
        #expect(try ledger.remove(account: "broker", now: noon) && ledger.revisions(account: "broker").isEmpty)
    }

    @Test func aRecordOfTheSameIdentityIsReplacedToo() throws {
        let folder = try TemporaryFolder()
        let ledger = LedgerRepository(try folder.open())
        _ = try ledger.record(LedgerImport(account: account, events: [event("a")]), now: noon)
        let finer = LedgerImport.Replacement(formerIdentifier: "a", event: event("a", fees: -13_021))
        _ = try ledger.record(LedgerImport(account: account, events: [], replacements: [finer]), now: noon)
        #expect(try ledger.events(account: nil).map(\.fees) == [Money(tenThousandths: -13_021)])
        #expect(try ledger.revisions(account: "broker").count == 1)
    }

    /// What the owner said of a pair of trades goes on with the entries that take the place of its own.
    @Test func aVerdictGoesOnWithTheEntriesThatReplaceItsOwn() throws {
        let folder = try TemporaryFolder()
        let database = try folder.open()
        let ledger = LedgerRepository(database)
        let annotations = AnnotationRepository(database)
        _ = try ledger.record(
            LedgerImport(account: account, events: [event("a"), event("b"), event("c")]), now: noon)
        try annotations.setRollVerdict(.rejected, roll: "a>b:KO260320P00070000", now: noon)
        try annotations.setRollVerdict(.confirmed, roll: "b>c:KO260417P00070000", now: noon)
        _ = try ledger.record(
            LedgerImport(
                account: account, events: [],
                replacements: [
                    .init(formerIdentifier: "a", event: event("a2")), .init(formerIdentifier: "b", event: event("b2")),
                ]), now: noon)
        #expect(
            try annotations.rollVerdicts() == [
                "a2>b2:KO260320P00070000": .rejected, "b2>c:KO260417P00070000": .confirmed,
            ])
    }

    /// So do the owner's notes on trades; where the new entry has one already, both are kept.
    @Test func aNoteGoesOnWithTheEntryThatReplacesItsOwn() throws {
        let folder = try TemporaryFolder()
        let database = try folder.open()
        let ledger = LedgerRepository(database)
        let annotations = AnnotationRepository(database)
        _ = try ledger.record(LedgerImport(account: account, events: [event("a"), event("b"), event("c")]), now: noon)
        for (key, text) in [
            ("trade/a", "rolled too late"), ("trade/b", "earlier"), ("trade/b2", "later"), ("trade/c", "stays"),
            ("a", "a position of that name"),
        ] { try annotations.setNote(text, strategy: key, now: noon) }
        _ = try ledger.record(
            LedgerImport(
                account: account, events: [],
                replacements: [
                    .init(formerIdentifier: "a", event: event("a2")), .init(formerIdentifier: "b", event: event("b2")),
                    .init(formerIdentifier: "c", event: event("c", fees: -13_021)),
                ]), now: noon)
        #expect(
            try annotations.notes() == [
                "trade/a2": "rolled too late", "trade/b2": "later\nearlier", "trade/c": "stays",
                "a": "a position of that name",
            ])
    }

    /// A row that cannot be stored takes the whole import back: account, replacements and rows.
    @Test func anImportIsStoredWholeOrNotAtAll() throws {
        let folder = try TemporaryFolder()
        let database = try folder.open()
        let ledger = LedgerRepository(database)
        let stranger = event("x", account: "nobody")
        #expect(throws: StoreError.self) {
            try ledger.record(LedgerImport(account: account, events: [event("a"), stranger]), now: noon)
        }
        #expect(try ledger.accounts().isEmpty && ledger.events(account: nil).isEmpty)
        _ = try ledger.record(LedgerImport(account: account, events: [event("a")]), now: noon)
        let finer = LedgerImport.Replacement(formerIdentifier: "a", event: event("a", fees: -13_021))
        #expect(throws: StoreError.self) {
            try ledger.record(
                LedgerImport(account: account, events: [stranger], replacements: [finer]), now: noon)
        }
        #expect(try ledger.events(account: nil).map(\.fees) == [Money(tenThousandths: -13_000)])
        #expect(try ledger.revisions(account: "broker").isEmpty && JournalRepository(database).latest(5).isEmpty)
    }

    @Test func instrumentsReadBackAreTheOnesWritten() throws {
        let folder = try TemporaryFolder()
        let ledger = LedgerRepository(try folder.open())
        var share = event("share")
        share.instrument = .stock(symbol: "BRK.B")
        var cash = event("cash")
        cash.instrument = nil
        let events = [event("a"), share, cash, event("b")]
        _ = try ledger.record(LedgerImport(account: account, events: events), now: noon)
        let read = try ledger.events(account: "broker")
        #expect(read.sorted { $0.id < $1.id } == events.sorted { $0.id < $1.id })
    }
}

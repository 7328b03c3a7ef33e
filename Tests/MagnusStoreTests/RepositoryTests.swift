import GRDB
import MagnusDomain
import Testing

@testable import MagnusStore

@Suite struct RepositoryTests {
    @Test func ledgerEventsComeBackAsTheyWere() throws {
        let database = try MagnusDatabase(inMemoryNamed: "ledger")
        let ledger = LedgerRepository(database)
        try ledger.save(.init(name: "paper", broker: "paper", kind: .paper, rules: .regulationT), now: noon)
        let deposit = LedgerEvent(
            id: "deposit", account: "paper", time: noon.adding(seconds: -10), kind: .transfer,
            amount: Money(tenThousandths: 5), source: "test")
        let shares = LedgerEvent(
            id: "shares", account: "paper", time: noon, kind: .dividend, instrument: .stock(symbol: "KO"),
            quantity: Quantity(millionths: 1_234_567), statedProfit: Money(tenThousandths: -8_717_500), source: "test")
        #expect(try ledger.append([sale("b"), deposit, shares], now: noon) == 3)
        #expect(try ledger.events(account: "paper") == [deposit, sale("b"), shares])
        #expect(try ledger.events(account: nil, through: noon.adding(seconds: -1)) == [deposit])
    }

    @Test func appendingTwiceChangesNothing() throws {
        let database = try MagnusDatabase(inMemoryNamed: "twice")
        let ledger = LedgerRepository(database)
        try ledger.save(.init(name: "paper", broker: "paper", kind: .paper, rules: .cash), now: noon)
        #expect(try ledger.append([sale("a"), sale("a"), sale("b")], now: noon) == 2)
        #expect(try ledger.append([sale("a"), sale("c")], now: noon) == 1)
        #expect(try ledger.known(["a", "x", "c"]) == ["a", "c"])
    }

    @Test func anEventWithoutItsAccountIsRefusedWhole() throws {
        let database = try MagnusDatabase(inMemoryNamed: "orphan")
        let ledger = LedgerRepository(database)
        #expect(throws: StoreError.self) { try ledger.append([sale("a", account: "nobody")], now: noon) }
        #expect(try ledger.events(account: nil).isEmpty)
    }

    @Test func removingAnAccountRemovesItsLedger() throws {
        let database = try MagnusDatabase(inMemoryNamed: "remove")
        let ledger = LedgerRepository(database)
        let account = Account(name: "tasty", broker: "tastytrade", kind: .imported, rules: .regulationT)
        try ledger.save(account, importedAt: noon, now: noon)
        _ = try ledger.append([sale("a", account: "tasty")], now: noon)
        #expect(try ledger.lastImportedAccount() == "tasty")
        #expect(try ledger.remove(account: "tasty", now: noon))
        #expect(try !ledger.remove(account: "tasty", now: noon))
        #expect(try ledger.events(account: nil).isEmpty)
    }

    @Test func alertsKeepStateAndEvidence() throws {
        let repository = AlertRepository(try MagnusDatabase(inMemoryNamed: "alerts"))
        var first = alert("a")
        try repository.save([first, alert("b", state: .resolved)])
        #expect(try repository.open() == [first])
        first.state = .acknowledged
        first.acknowledgedAt = noon.adding(seconds: 5)
        first.timesRaised = 2
        try repository.save([first])
        #expect(try repository.open() == [first])
        #expect(try repository.history(limit: 10).count == 2)
    }

    /// A dismissal that was taken back leaves no trace of itself; one that ended with its condition keeps its moment.
    @Test func aDismissalThatWasTakenBackIsGone() throws {
        let database = try MagnusDatabase(inMemoryNamed: "dismissed")
        let repository = AlertRepository(database)
        func dismissedAt() throws -> Int64? {
            try database.read { try Int64.fetchOne($0, sql: "SELECT dismissed_at FROM mfa_alerts WHERE id = 'a'") }
        }
        var first = alert("a")
        first.state = .dismissed
        try repository.save([first])
        let moment = first.updatedAt.nanosecondsSinceEpoch
        #expect(try dismissedAt() == moment)
        first.updatedAt = noon.adding(seconds: 60)
        try repository.save([first])
        #expect(try dismissedAt() == moment)
        first.state = .active
        try repository.save([first])
        #expect(try dismissedAt() == nil)
        first.state = .dismissed
        first.updatedAt = noon.adding(seconds: 90)
        try repository.save([first])
        first.state = .resolved
        first.updatedAt = noon.adding(seconds: 120)
        try repository.save([first])
        #expect(try dismissedAt() == noon.adding(seconds: 90).nanosecondsSinceEpoch)
    }

    @Test func conversationsAreKeptPerSessionAndUser() throws {
        let repository = ConversationRepository(try MagnusDatabase(inMemoryNamed: "talk"))
        let answer = Answer(
            text: "Two [1].", intent: "assignment_risk", confidence: 0.9,
            citations: [AnswerCitation(source: "positions", title: "KO", passage: "KO 50%", reference: "paper:KO")],
            figures: [AnswerFigure(text: "50%", value: 0.5, source: "positions", reference: "paper:KO#assignment")])
        let messages = [
            ChatMessage(id: "1", session: "s", role: .user, text: "which?", time: noon),
            ChatMessage(id: "2", session: "s", role: .assistant, text: answer.text, time: noon, answer: answer),
            ChatMessage(id: "3", session: "other", role: .user, text: "hello", time: noon),
        ]
        try repository.append(messages)
        #expect(try repository.messages(session: "s", limit: 10) == Array(messages[0...1]))
        #expect(try repository.messages(session: "s", limit: 1).map(\.id) == ["2"])
        try repository.clear(session: "s", now: noon)
        #expect(try repository.messages(session: "s", limit: 10).isEmpty)
        #expect(try repository.messages(session: "other", limit: 10).count == 1)
    }

    @Test func annotationsAndKeysAreSetAndCleared() throws {
        let database = try MagnusDatabase(inMemoryNamed: "notes")
        let annotations = AnnotationRepository(database)
        try annotations.setIntent(.take, strategy: "s", now: noon)
        try annotations.setNote("watch Friday", strategy: "s", now: noon)
        #expect(try annotations.intents() == ["s": .take])
        #expect(try annotations.notes() == ["s": "watch Friday"])
        try annotations.setIntent(nil, strategy: "s", now: noon)
        try annotations.setNote("", strategy: "s", now: noon)
        #expect(try annotations.intents().isEmpty)
        #expect(try annotations.notes().isEmpty)
        let keys = KeyValueRepository(database)
        try keys.set(["a": "1", "b": "2"], now: noon)
        try keys.set(["a": nil], now: noon)
        #expect(try keys.value("a") == nil)
        #expect(try keys.value("b") == "2")
    }

    @Test func theJournalKeepsItsOrder() throws {
        let journal = JournalRepository(try MagnusDatabase(inMemoryNamed: "journal"))
        let events = (0..<5).map {
            JournalEvent(type: "alert.raised", time: noon, priority: .high, data: ["n": "\($0)"])
        }
        try journal.append(events)
        #expect(try journal.latest(3) == Array(events[2...4]))
    }

    /// The journal is bounded (F47): the oldest notices go, in small steps; what happened to accounts stays.
    @Test func theJournalKeepsItsBoundAndWhatHappened() throws {
        let folder = try TemporaryFolder()
        let journal = JournalRepository(try folder.open())
        func event(_ type: String, _ number: Int) -> JournalEvent {
            JournalEvent(type: type, time: noon, priority: .low, data: ["n": "\(number)"])
        }
        try journal.append((0..<3000).map { event($0 % 10 == 0 ? "account.assigned" : "alert.raised", $0) })
        #expect(try journal.prune(keeping: 5000) == 0, "nothing beyond the bound")
        var steps: [Int] = []
        while true {
            let removed = try journal.prune(keeping: 1000, limit: 400)
            if removed == 0 { break }
            steps.append(removed)
        }
        #expect(steps == [400, 400, 400, 400, 100])
        let left = try journal.latest(10_000)
        #expect(left.count { $0.type == "account.assigned" } == 300)
        let notices = left.filter { $0.type == "alert.raised" }.compactMap { $0.data["n"] }
        #expect(notices.count == 1000 && notices.last == "2999" && notices == notices.suffix(1000))
    }
}

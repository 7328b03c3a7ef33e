import MagnusDesk
import MagnusDomain
import MagnusSimulation
import MagnusStore
import Testing

@testable import MagnusEngine

/// What is said of a position is found in the journal while it is open and after it closed.
@Suite struct PositionNoteTests {
    private static let row = "broker:KO270319P00070000"

    private static func put(_ id: String, daysAgo: Int, _ quantity: Int, _ cash: Int) throws -> LedgerEvent {
        let expiry = try #require(CalendarDate(year: 2027, month: 3, day: 19))
        return LedgerEvent(
            id: id, account: "broker", time: SimulatedWorld.anchor.adding(seconds: -86_400 * Double(daysAgo)),
            kind: .trade,
            instrument: .option(
                try OptionContract.standard(symbol: "KO", expiry: expiry, right: .put, strikeThousandths: 70_000)),
            quantity: Quantity(quantity), amount: Money(dollars: Double(cash)) ?? .zero, source: "file.csv")
    }

    private static func shares(_ id: String, daysAgo: Int, _ quantity: Int, _ cash: Int) -> LedgerEvent {
        LedgerEvent(
            id: id, account: "broker", time: SimulatedWorld.anchor.adding(seconds: -86_400 * Double(daysAgo)),
            kind: .trade, instrument: .stock(symbol: "XOM"), quantity: Quantity(quantity),
            amount: Money(dollars: Double(cash)) ?? .zero, source: "file.csv")
    }

    /// Stores more rows, whatever the file.
    private struct RowImporter: FileImporter {
        let database: MagnusDatabase
        let events: [LedgerEvent]

        func importFile(
            path: String, isDryRun: Bool, progress: @escaping @Sendable (ImportStep) -> Void = { _ in }
        ) async throws -> ImportSummary {
            let added = try LedgerRepository(database).append(events, now: SimulatedWorld.anchor)
            return ImportSummary(
                isDryRun: false, files: [],
                totals: ImportSummary.Rows(read: added, imported: added, duplicate: 0, skipped: 0),
                accounts: ["broker"], openPositions: 0, realizedProfit: .zero)
        }
    }

    /// An imported account with a history, and what another file brings later.
    private func opened(
        _ events: [LedgerEvent], later: [LedgerEvent], in database: MagnusDatabase, clock: TestClock = TestClock()
    ) async throws -> Engine {
        let ledger = LedgerRepository(database)
        try ledger.save(
            Account(name: "broker", broker: "test", kind: .imported, rules: .cash), now: SimulatedWorld.anchor)
        _ = try ledger.append(events, now: SimulatedWorld.anchor)
        let world = EngineWorld(
            kind: .simulated, clock: clock,
            market: CachedMarketDataSource(SimulatedMarket(world: EngineWorlds.simulated)), accounts: nil,
            accountKinds: [.imported])
        let engine = Engine(
            world: world, configuration: EngineConfiguration(), database: database,
            importer: RowImporter(database: database, events: later))
        try await engine.open()
        return engine
    }

    private func journal(_ engine: Engine) async throws -> [String: JournalEntry] {
        let entries = try #require(await engine.lifecycle()).journal
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.id, $0) })
    }

    /// Two openings of one put, the note on the row of both, one of them with words of its own; then a file with a closing
    /// from before the note: brokers' files come late.
    @Test func itIsThatOfEveryOpeningHeldAndOutlivesThem() async throws {
        let database = try EngineWorlds.database()
        let engine = try await opened(
            [try Self.put("1", daysAgo: 9, -2, 400), try Self.put("2", daysAgo: 8, -1, 210)],
            later: [try Self.put("3", daysAgo: 1, 3, -300)], in: database)
        _ = await engine.perform(.setNote(strategy: JournalEntry.noteKey(of: "2"), text: "added late #greed"))
        #expect(await engine.perform(.setNote(strategy: Self.row, text: "roll #earnings")) == .done)
        var entries = try await journal(engine)
        #expect(entries["1"]?.note == "roll #earnings" && entries["1"]?.tags == ["earnings"])
        #expect(entries["2"]?.tags == ["greed", "earnings"])

        _ = await engine.perform(.importFile(path: "later.csv", isDryRun: false))
        entries = try await journal(engine)
        #expect(entries.values.allSatisfy { $0.state == .closed && $0.tags.contains("earnings") })
        #expect(await engine.noteKey(of: Self.row) == Self.row)
        #expect(await engine.note(of: Self.row) == "roll #earnings")

        // Of the closed position it can still be written and taken away; what was said of one opening stays.
        _ = await engine.perform(.setNote(strategy: Self.row, text: "rolled #done"))
        entries = try await journal(engine)
        #expect(entries["1"]?.tags == ["done"] && entries["2"]?.tags == ["greed", "done"])
        _ = await engine.perform(.setNote(strategy: Self.row, text: ""))
        entries = try await journal(engine)
        #expect(entries["1"]?.note == "" && entries["2"]?.note == "added late #greed")
        _ = await engine.perform(.undo)
        entries = try await journal(engine)
        #expect(entries["1"]?.tags == ["done"] && entries["2"]?.tags == ["greed", "done"])
        #expect(await engine.noteKey(of: "broker:KO270319P00065000") == nil)
        await engine.close()
    }

    /// It is on disk with the openings, not in memory.
    @Test func itIsThereAfterARestart() async throws {
        let database = try EngineWorlds.database()
        let first = try await opened([try Self.put("1", daysAgo: 9, -2, 400)], later: [], in: database)
        _ = await first.perform(.setNote(strategy: Self.row, text: "roll #earnings"))
        await first.close()
        let second = try await opened([try Self.put("2", daysAgo: 1, 2, -100)], later: [], in: database)
        let entries = try await journal(second)
        let entry = try #require(entries["1"])
        #expect(entry.state == .closed && entry.tags == ["earnings"])
        await second.close()
    }

    /// Shares keep their name for years: a later note is not one on what was sold before, and an earlier one stays with what
    /// it was said of.
    @Test func aNoteOnSharesIsOfWhatWasHeld() async throws {
        let database = try EngineWorlds.database()
        let engine = try await opened(
            [
                Self.shares("1", daysAgo: 90, 100, -9000), Self.shares("2", daysAgo: 60, -100, 9500),
                Self.shares("3", daysAgo: 30, 100, -9600),
            ],
            later: [Self.shares("4", daysAgo: 2, -100, 9700), Self.shares("5", daysAgo: 1, 50, -4900)], in: database)
        _ = await engine.perform(.setNote(strategy: "broker:XOM", text: "for the dividend"))
        var entries = try await journal(engine)
        #expect(entries["1"]?.note == "" && entries["3"]?.note == "for the dividend")
        _ = await engine.perform(.importFile(path: "later.csv", isDryRun: false))
        _ = await engine.perform(.refresh)
        _ = await engine.perform(.setNote(strategy: "broker:XOM", text: "a second time"))
        entries = try await journal(engine)
        #expect(entries["1"]?.note == "" && entries["3"]?.note == "for the dividend")
        #expect(entries["5"]?.note == "a second time")
        await engine.close()
    }

    @Test func wordsOfAnOpeningStay() {
        #expect(PositionNotes.joined("", former: "", now: "a") == "a")
        #expect(PositionNotes.joined("own", former: "", now: "a") == "own\na")
        #expect(PositionNotes.joined("own\na", former: "a", now: "b") == "own\nb")
        #expect(PositionNotes.joined("own\na", former: "a", now: "") == "own")
        #expect(PositionNotes.joined("own", former: "a", now: "") == "own")
        #expect(PositionNotes.joined("a", former: "a", now: "a") == "a")
        #expect(PositionNotes.joined("a", former: "", now: "a") == "a")
    }
}

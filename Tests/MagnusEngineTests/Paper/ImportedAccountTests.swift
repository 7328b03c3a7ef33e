import MagnusDesk
import MagnusDomain
import MagnusSimulation
import MagnusStore
import Testing

@testable import MagnusEngine

/// Files imported while the engine runs.
@Suite struct ImportedAccountTests {
    /// Stores the events of a "file" as the executable's importer does.
    private struct TradeImporter: FileImporter {
        let database: MagnusDatabase

        static func bought(_ line: Int, _ symbol: String, _ quantity: Int, price: Double) -> LedgerEvent {
            LedgerEvent(
                id: "i\(line)", account: "broker", time: SimulatedWorld.anchor.adding(seconds: -86_400 * 9),
                kind: .trade,
                effect: .opening, instrument: .stock(symbol: symbol), quantity: Quantity(quantity),
                price: Money(dollars: price), amount: Money(dollars: -Double(quantity) * price) ?? .zero,
                source: "file.csv", line: line)
        }

        func importFile(
            path: String, isDryRun: Bool, progress: @escaping @Sendable (ImportStep) -> Void = { _ in }
        ) async throws -> ImportSummary {
            let ledger = LedgerRepository(database)
            if path == "finer.csv" { return try corrected(ledger) }
            let events =
                path == "first.csv"
                ? [Self.bought(1, "KO", 100, price: 60)]
                : [Self.bought(1, "KO", 100, price: 60), Self.bought(2, "DIS", 50, price: 100)]
            var added = 0
            if !isDryRun {
                try ledger.save(
                    Account(name: "broker", broker: "test", kind: .imported, rules: .cash),
                    now: SimulatedWorld.anchor)
                added = try ledger.append(events, now: SimulatedWorld.anchor)
            }
            let rows = ImportSummary.Rows(
                read: events.count, imported: added, duplicate: events.count - added, skipped: 0)
            return ImportSummary(
                isDryRun: isDryRun, files: [], totals: rows, accounts: ["broker"], openPositions: events.count,
                realizedProfit: .zero)
        }

        /// The first row with another price and id, as a more exact layout has it.
        private func corrected(_ ledger: LedgerRepository) throws -> ImportSummary {
            var event = Self.bought(1, "KO", 100, price: 59.90)
            event.id = "i1-exact"
            _ = try ledger.record(
                LedgerImport(
                    account: Account(name: "broker", broker: "test", kind: .imported, rules: .cash), events: [],
                    replacements: [LedgerImport.Replacement(formerIdentifier: "i1", event: event)]),
                now: SimulatedWorld.anchor)
            return ImportSummary(
                isDryRun: false, files: [],
                totals: ImportSummary.Rows(read: 1, imported: 0, duplicate: 1, skipped: 0), accounts: ["broker"],
                openPositions: 1, realizedProfit: .zero)
        }
    }

    /// Reads until it is cancelled, as a long import does.
    private struct EndlessImporter: FileImporter {
        struct Cancelled: Error, CustomStringConvertible {
            let description = "import cancelled: nothing was imported"
        }

        func importFile(
            path: String, isDryRun: Bool, progress: @escaping @Sendable (ImportStep) -> Void
        ) async throws -> ImportSummary {
            var rows = 0
            while !Task.isCancelled {
                rows += 1
                progress(ImportStep(.reading, completed: rows, total: 1_000_000))
                await Task.yield()
            }
            throw Cancelled()
        }
    }

    @Test(.timeLimit(.minutes(5))) func aLongImportIsShownAndEndedByHand() async throws {
        let clock = TestClock()
        let world = EngineWorld(
            kind: .simulated, clock: clock,
            market: CachedMarketDataSource(SimulatedMarket(world: EngineWorlds.simulated)), accounts: nil,
            accountKinds: [.imported])
        let engine = Engine(
            world: world, configuration: EngineConfiguration(), database: try EngineWorlds.database(),
            importer: EndlessImporter())
        try await engine.open()
        #expect(await engine.perform(.cancelWork(id: "import")) == .refused("nothing is running"))
        let command = DeskCommand.importFile(path: "long.csv", isDryRun: false)
        let reply = Task { await engine.perform(command) }
        var shown: WorkProgress?
        while shown?.completed ?? 0 == 0 {
            clock.move(seconds: 1)
            await engine.step()
            shown = await engine.snapshot?.work.first { $0.id == "import" }
            await Task.yield()
        }
        #expect(shown?.title == "Reading" && shown?.total == 1_000_000)
        guard case .refused(let words) = await engine.perform(command) else {
            Issue.record("two imports at once")
            return
        }
        #expect(words.contains("another import is running"))
        #expect(await engine.perform(.cancelWork(id: "import")) == .done)
        #expect(await reply.value == .refused("import cancelled: nothing was imported"))
        #expect(await engine.snapshot?.work.contains { $0.id == "import" } == false)
        await engine.close()
    }

    private func opened(_ clock: TestClock) async throws -> Engine {
        let database = try EngineWorlds.database()
        let world = EngineWorld(
            kind: .simulated, clock: clock,
            market: CachedMarketDataSource(SimulatedMarket(world: EngineWorlds.simulated)), accounts: nil,
            accountKinds: [.imported])
        let importer = TradeImporter(database: database)
        _ = try await importer.importFile(path: "first.csv", isDryRun: false)
        let engine = Engine(
            world: world, configuration: EngineConfiguration(), database: database, importer: importer)
        try await engine.open()
        return engine
    }

    /// A row dated the day after tomorrow is in no view and no sum before that day, and from its first second on in all. The
    /// clock stands at Monday 2027-03-15 10:42 ET; 100 KO at 60 left -6,000, 50 DIS at 100 will take another 5,000.
    @Test func aRowOfAFutureDayCountsFromThatDayOn() async throws {
        let clock = TestClock()
        let engine = try await opened(clock)
        var late = TradeImporter.bought(2, "DIS", 50, price: 100)
        late.time = NewYorkTime.instant(
            on: SimulatedWorld.anchor.newYork.date.adding(days: 2), hour: 16, minute: 0)
        // Of today, without an hour: the evening's.
        var today = TradeImporter.bought(3, "MO", 10, price: 50)
        today.time = NewYorkTime.instant(on: SimulatedWorld.anchor.newYork.date, hour: 16, minute: 0)
        _ = try await engine.repositories.ledger.append([late, today], now: clock.now())
        _ = await engine.perform(.importFile(path: "first.csv", isDryRun: false))
        clock.move(seconds: 1)
        await engine.step()
        func shown() async throws -> (symbols: [String], cash: Money?) {
            let book = try await engine.shown().book
            return (book.strategies.map(\.symbol).sorted(), book.accounts.first?.cash)
        }
        #expect(try await shown().symbols == ["KO", "MO"])
        #expect(try await shown().cash == Money(dollars: -6500))
        // Tuesday, a second before midnight in New York.
        let day = SimulatedWorld.anchor.newYork.date.adding(days: 1)
        clock.move(seconds: NewYorkTime.instant(on: day, secondsOfDay: 86_399).seconds(since: clock.now()))
        await engine.step()
        #expect(try await shown().symbols == ["KO", "MO"])
        clock.move(seconds: 6)
        await engine.step()
        #expect(try await shown().symbols == ["DIS", "KO", "MO"])
        #expect(try await shown().cash == Money(dollars: -11_500))
    }

    /// The account is loaded and shown; a second file adds to it and is seen by the next step, not by the next start.
    @Test func aSecondImportIntoALoadedAccountIsSeenAtOnce() async throws {
        let clock = TestClock()
        let engine = try await opened(clock)
        #expect(try await engine.shown().book.strategies.map(\.symbol) == ["KO"])
        let reply = await engine.perform(.importFile(path: "second.csv", isDryRun: false))
        guard case .imported(let summary) = reply else {
            Issue.record("\(reply)")
            return
        }
        #expect(summary.totals.imported == 1 && summary.totals.duplicate == 1)
        clock.move(seconds: 1)
        await engine.step()
        let book = try await engine.shown().book
        #expect(Set(book.strategies.map(\.symbol)) == ["KO", "DIS"])
        #expect(book.accounts.first?.cash == Money(dollars: -11_000))
        await engine.close()
    }

    /// An import that replaces entries leaves as many as there were: every view is of the new ones all the same.
    @Test func aCorrectionIsSeenInTheHistory() async throws {
        let clock = TestClock()
        let engine = try await opened(clock)
        let before = try #require(await engine.lifecycle()).journal
        #expect(before.map(\.id) == ["i1"] && before.first?.openingCash == Money(dollars: -6000))
        _ = await engine.perform(.setNote(strategy: JournalEntry.noteKey(of: "i1"), text: "too dear"))
        guard case .imported = await engine.perform(.importFile(path: "finer.csv", isDryRun: false)) else {
            Issue.record("not imported")
            return
        }
        let after = try #require(await engine.lifecycle()).journal
        #expect(after.map(\.id) == ["i1-exact"] && after.first?.openingCash == Money(dollars: -5990))
        #expect(after.first?.note == "too dear")
        await engine.close()
    }

    @Test func aRehearsalChangesNothing() async throws {
        let clock = TestClock()
        let engine = try await opened(clock)
        _ = await engine.perform(.importFile(path: "second.csv", isDryRun: true))
        clock.move(seconds: 1)
        await engine.step()
        #expect(try await engine.shown().book.strategies.map(\.symbol) == ["KO"])
        await engine.close()
    }

    /// A clock that stands reads the account it was asked for; another one is read when it is chosen, and both for "all".
    @Test func whatIsChosenLaterIsReadThen() async throws {
        let database = try EngineWorlds.database()
        let ledger = LedgerRepository(database)
        for (name, symbol) in [("broker", "KO"), ("other", "DIS")] {
            try ledger.save(
                Account(name: name, broker: "test", kind: .imported, rules: .cash), now: SimulatedWorld.anchor)
            var event = TradeImporter.bought(1, symbol, 100, price: 60)
            (event.id, event.account) = (name, name)
            _ = try ledger.append([event], now: SimulatedWorld.anchor)
        }
        let world = EngineWorld(
            kind: .unquoted, clock: FixedEngineClock(SimulatedWorld.anchor), market: nil, accounts: nil,
            accountKinds: [.imported], isPresent: false)
        var configuration = EngineConfiguration()
        configuration.account = "broker"
        let engine = Engine(world: world, configuration: configuration, database: database)
        try await engine.open()
        #expect(try await engine.shown().book.strategies.map(\.symbol) == ["KO"])
        #expect(try await engine.shown().accounts.map(\.name) == ["broker", "other"])
        #expect(await engine.perform(.selectAccount("other")) == .done)
        #expect(try await engine.shown().book.strategies.map(\.symbol) == ["DIS"])
        #expect(await engine.perform(.selectAccount("all")) == .done)
        #expect(try await engine.shown().book.strategies.map(\.symbol).sorted() == ["DIS", "KO"])
        await engine.close()
    }
}

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

    @Test func aRehearsalChangesNothing() async throws {
        let clock = TestClock()
        let engine = try await opened(clock)
        _ = await engine.perform(.importFile(path: "second.csv", isDryRun: true))
        clock.move(seconds: 1)
        await engine.step()
        #expect(try await engine.shown().book.strategies.map(\.symbol) == ["KO"])
        await engine.close()
    }
}

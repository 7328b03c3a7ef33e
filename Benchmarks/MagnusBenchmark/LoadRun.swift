import FoundationEssentials
import Glibc
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusSimulation
import MagnusStore

/// The real engine on the made-up account, driven so that so many quotes a second reach its book.
final class LoadRun: Sendable {
    let engine: Engine
    let book: LoadBook
    let market: LoadMarket
    let clock: WorldEngineClock
    private let roundSeconds: Double
    private let folder: String

    /// What the rounds took.
    struct Rounds: Sendable {
        var seconds: [Double] = []
        var late = 0
        var quotes = 0
        var elapsed = 0.0

        var quotesPerSecond: Double { elapsed > 0 ? Double(quotes) / elapsed : .nan }

        var details: [JSONValue.Member] {
            let sorted = seconds.sorted()
            return [
                .init("quotes_per_second", JSONValue(quotesPerSecond)),
                .init("rounds", .integer(seconds.count)), .init("rounds_late", .integer(late)),
                .init("round_p50_ms", JSONValue(sorted.median * 1000)),
                .init("round_p99_ms", JSONValue(sorted.quantile(0.99) * 1000)),
            ]
        }
    }

    /// - Parameters:
    ///   - positions: option positions of the book.
    ///   - quotesPerSecond: quotes of contracts that reach the book.
    init(positions: Int, quotesPerSecond: Double) throws {
        let start = SimulatedWorld.anchor
        let world = SimulatedWorld(seed: 1)
        book = try LoadBook(positions: positions, symbolCount: 25, world: world, now: start)
        market = LoadMarket(world: world, symbols: book.symbols, now: start)
        clock = WorldEngineClock(WorldClock(start: start))
        roundSeconds = Double(positions) / quotesPerSecond
        folder =
            FileManager.default.temporaryDirectory.path + "/magnus-benchmark-\(getpid())-\(start.secondsSinceEpoch)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let engineWorld = EngineWorld(
            kind: .simulated, clock: clock,
            market: CachedMarketDataSource(market, policy: MarketCachePolicy(quote: roundSeconds / 2)),
            accounts: book, accountKinds: [.paper], seed: 1, watchList: book.symbols)
        var configuration = EngineConfiguration()
        configuration.tick = .milliseconds(Int64(roundSeconds * 1000))
        engine = Engine(
            world: engineWorld, configuration: configuration,
            database: try MagnusDatabase(path: folder + "/magnus.db", backupFolder: folder))
    }

    /// Runs the engine's own rounds at their due times until the task is cancelled or the time is over.
    func rounds(seconds: Double) async throws -> Rounds {
        var rounds = Rounds()
        let start = Stopwatch.now()
        let delivered = market.delivered
        var due = start
        while !Task.isCancelled, Stopwatch.now() - start < seconds {
            let begin = Stopwatch.now()
            await engine.step()
            let end = Stopwatch.now()
            rounds.seconds.append(end - begin)
            due += roundSeconds
            if due > end {
                try? await Task.sleep(for: .seconds(due - end))
            } else {
                // A late round is not made up for: quotes come when they come.
                rounds.late += 1
                due = end
            }
        }
        rounds.elapsed = Stopwatch.now() - start
        rounds.quotes = market.delivered - delivered
        return rounds
    }

    func close() async {
        await engine.close()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

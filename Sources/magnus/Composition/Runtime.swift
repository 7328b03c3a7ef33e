import Glibc
import MagnusDomain
import MagnusEngine
import MagnusMonitors
import MagnusSimulation
import MagnusStore

/// A home opened together with the engine of the world that was asked for.
final class Runtime {
    let session: HomeSession
    let engine: Engine
    let world: EngineWorld
    /// The account that was chosen.
    let accountName: String
    /// Makes engines for other accounts of the same home.
    let factory: EngineFactory

    /// How the process uses the home.
    enum Mode {
        /// The full screen: the clock runs, the home is owned, or only read where it cannot be written.
        case screen
        /// One answer: the clock stands at the stored moment; holds no lock, works beside a running engine.
        case reading
        /// One change: the clock stands, the home is owned meanwhile.
        case writing(process: String)
    }

    private init(
        session: consuming HomeSession, engine: Engine, world: EngineWorld, accountName: String, factory: EngineFactory
    ) {
        self.session = session
        self.engine = engine
        self.world = world
        self.accountName = accountName
        self.factory = factory
    }

    /// Opens the home, builds the world and the engine, and loads the engine's first snapshot.
    static func open(
        _ options: GlobalOptions, _ worldOptions: WorldOptions, mode: Mode, loadsEngine: Bool = true,
        conversation: String? = "desk"
    ) async throws -> Runtime {
        let request = try WorldRequest(worldOptions)
        let need: HomeSession.Need =
            switch mode {
            case .screen: .showing(process: "magnus")
            case .reading: .reading
            case .writing(let process): .writing(process: process)
            }
        let session = try HomeSession(layout: options.layout, need: need)
        let file = options.configurationFile
        let (settings, problems) = await file.read()
        if let first = problems.first, case .reading = mode {
            throw CommandFailure(
                .usage, code: "bad_configuration", first.description, hint: "mend the line; magnus doctor lists all")
        }
        var isRunning = false
        if case .screen = mode { isRunning = true }
        let ownsTerminal = isRunning && isatty(STDERR_FILENO) == 1
        // A full screen says it itself, in its last line.
        if !ownsTerminal { for problem in problems { options.output.note(problem.description) } }
        let log = options.logger("engine", intoFile: session.isWritable, ownsTerminal: ownsTerminal)
        for problem in problems { log.error("\(problem)") }
        let choice = try AccountChoice(
            named: request.account ?? (request.replay.isEmpty ? nil : WorldBuilder.replayAccount),
            settings: settings, database: session.database)
        if let problem = choice.problem {
            options.output.note(problem)
            log.warning("\(problem)")
        }
        let account = choice.name
        let factory = EngineFactory(
            request: request, layout: session.layout, database: session.database, settingsFile: file,
            settings: settings, isWritable: session.isWritable, isRunning: isRunning, conversation: conversation,
            log: log)
        let (engine, world) = try await factory.make(account: account)
        for remark in world.remarks {
            if !ownsTerminal { options.output.note(remark) }
            log.warning("\(remark)")
        }
        let runtime = Runtime(
            session: session, engine: engine, world: world, accountName: account, factory: factory)
        if let day = request.asOfDay { try await refuseOutsideData(day, world) }
        guard loadsEngine else { return runtime }
        do {
            try await engine.open()
        } catch EngineError.unknownAccount(let name, let inWorld) {
            // The engine knows the accounts of the world it was made for; the name may have been meant for another one.
            let others = factory.accounts().map(\.name).filter { !inWorld.contains($0) }
            let error = EngineError.unknownAccount(name, known: others + inWorld)
            throw CommandFailure(.notFound, code: "unknown_account", error.description, hint: "magnus accounts")
        }
        if let asOf = request.asOf, let begin = try await engine.bookBegins(), asOf < begin {
            options.output.note(
                "the book begins \(begin.newYork.date.iso8601); nothing is known of it on \(asOf.newYork.date.iso8601)")
        }
        return runtime
    }

    /// The year 2200: behind every session that a market can know.
    private static let farFuture = Instant(secondsSinceEpoch: 7_258_118_400)

    /// A market knows no prices outside its data, and the nearest one it has is no price of that day.
    private static func refuseOutsideData(_ day: CalendarDate, _ world: EngineWorld) async throws {
        guard let market = world.market else { return try refuseUncounted(day) }
        let bars: [DailyBar]
        do throws(MarketDataError) {
            bars = try await market.dailyBars(of: world.benchmark, count: 100_000, now: Self.farFuture)
        } catch {
            // A recording without daily bars says by its quotes what it knows.
            return try refuseUncounted(day)
        }
        guard let first = bars.first?.date, let last = bars.last?.date else { return try refuseUncounted(day) }
        guard day < first || day > last else { return }
        throw CommandFailure(
            .usage, code: "outside_data", "--as-of \(day.iso8601): the market data of \(market.name) does not reach it",
            hint: "choose a date from \(first.iso8601) to \(last.iso8601)")
    }

    /// No instant stands for a day outside these years: the answer would be that of another day.
    private static func refuseUncounted(_ day: CalendarDate) throws {
        guard NewYorkTime.instant(on: day, hour: 16, minute: 0).newYork.date != day else { return }
        throw CommandFailure(
            .usage, code: "outside_data", "--as-of \(day.iso8601): outside the years 1678 to 2262")
    }

    /// Stores what a reading command found or was told. Beside a running engine, of a moment that is not the present, and
    /// of a replay nothing is kept.
    ///
    /// - Returns: why nothing could be kept: a full disk or one that takes no writes must not hide the answer. nil when it
    ///   was kept, or was not to be.
    func storeFindings() async -> String? {
        guard !session.isWritable, world.keepsFindings else { return nil }
        do {
            let passing = try HomeSession(layout: session.layout, need: .passing)
            try await engine.storePostponed(in: passing.database)
        } catch HomeError.locked {
            return nil
        } catch {
            return HarmlessText.sanitised("\(error)", maximumLength: 300)
        }
        return nil
    }
}

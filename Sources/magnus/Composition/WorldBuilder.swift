import MagnusDomain
import MagnusEngine
import MagnusSimulation
import MagnusStore

/// Builds the world a command or the screen runs on.
struct WorldBuilder {
    static let replayAccount = "replay"
    /// What a replay's paper account starts with, before its first trades.
    static let replayCash = Money(tenThousandths: 1_000_000_000)

    let request: WorldRequest
    let layout: HomeLayout
    let database: MagnusDatabase
    let isWritable: Bool
    /// Whether the clock runs.
    let isRunning: Bool

    func world(account: String) async throws -> EngineWorld {
        if !request.replay.isEmpty { return try await replayWorld() }
        let accounts = try LedgerRepository(database).accounts()
        let named = accounts.first { $0.name == account }
        let isReal = named?.kind.isReal ?? (account == "all" && accounts.contains { $0.kind.isReal })
        return isReal ? realWorld() : try simulatedWorld()
    }

    /// Real accounts: real time, and no prices until a live source is connected. Simulated prices never touch them.
    private func realWorld() -> EngineWorld {
        let clock: any EngineClock =
            if let asOf = request.asOf { FixedEngineClock(asOf) } else { WallEngineClock() }
        return EngineWorld(
            kind: .unquoted, clock: clock, market: nil, accounts: nil, accountKinds: [.imported, .live],
            isPresent: request.asOf == nil)
    }

    private func simulatedWorld() throws -> EngineWorld {
        // Before anything is stored: a home keeps the world it was begun with.
        try request.refuseStart(outside: SimulatedWorld.knownDays)
        let record = try worldRecord()
        let simulated = SimulatedWorld(seed: record.seed)
        let clock: any EngineClock
        if let asOf = request.asOf {
            clock = FixedEngineClock(asOf)
        } else if isRunning {
            clock = WorldEngineClock(
                WorldClock(start: record.now, speed: max(request.speed, 0), isFrozen: request.isFrozen))
        } else {
            clock = FixedEngineClock(record.now)
        }
        return EngineWorld(
            kind: .simulated, clock: clock,
            market: CachedMarketDataSource(SimulatedMarket(world: simulated)),
            accounts: PaperBroker(world: simulated), accountKinds: [.paper], seed: record.seed,
            isPresent: request.asOf == nil, volatilityIndex: "VIX", ownList: PaperBroker.ownList,
            watchList: PaperBroker.watchList,
            standardIntents: PaperBroker.intents,
            standardNotes: Dictionary(
                PaperBroker.notes.map { ($0.strategyGroup, $0.text) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The world of the home, begun where there is none or another is asked for. While an engine owns the home it keeps
    /// its world, and a reading command shows the other one beside it.
    private func worldRecord() throws -> WorldRecord {
        if isWritable { return try WorldRecord.open(in: database, seed: request.seed, start: request.start) }
        func seen() throws -> (record: WorldRecord, isNew: Bool) {
            WorldRecord.resolve(
                stored: try WorldRecord.load(KeyValueRepository(database)), seed: request.seed, start: request.start)
        }
        let (record, isNew) = try seen()
        guard isNew else { return record }
        do {
            // Decided again under the lock: an engine may have come and gone since the look.
            let session = try HomeSession(layout: layout, need: .passing)
            return try WorldRecord.open(in: session.database, seed: request.seed, start: request.start)
        } catch let error as HomeError {
            if case .cannotCreate = error { throw error }
            return try seen().record
        }
    }

    private func replayWorld() async throws -> EngineWorld {
        let load = try RecordingLoader.load(request.replay)
        let recordings = load.series
        let market = ReplayMarket(recordings: recordings)
        guard let span = market.span else {
            throw CommandFailure(
                .failed, code: "nothing_recorded", "\(request.replay.joined(separator: ", ")): no recorded quotes",
                hint: "unpack zipped recordings first with Scripts/unpack-lean")
        }
        let bounds = try ReplayBounds(request, span: span, opening: openingMoment(of: span))
        let clock: any EngineClock =
            isRunning
            ? WorldEngineClock(
                WorldClock(start: bounds.start, speed: request.speed, isFrozen: request.isFrozen), end: bounds.end)
            : FixedEngineClock(request.asOf ?? bounds.start)
        let symbols = await market.symbols()
        let trades = await opening(recordings, from: bounds.start)
        return EngineWorld(
            kind: .replay, clock: clock, market: CachedMarketDataSource(market),
            accounts: ReplayAccount(cash: Self.replayCash, openedAt: span.lowerBound, trades: trades),
            accountKinds: [], isKept: false, benchmark: symbols.contains("SPY") ? "SPY" : symbols.first ?? "SPY",
            watchList: symbols,
            remarks: bounds.remarks + (load.remark.map { ["\($0); magnus doctor --replay lists them"] } ?? []))
    }

    /// What the replay's account opens: on the quotes where the clock begins, and on those of every later era where that
    /// begins. The eras share the cash, so that what they reserve stays within it.
    private func opening(_ recordings: [Recording], from start: Instant) async -> [LedgerEvent] {
        let eras = ReplayEra.split(recordings).filter { $0.span.upperBound >= start }
        let cash = Money(tenThousandths: Self.replayCash.tenThousandths / Int64(max(1, eras.count)))
        var result: [LedgerEvent] = []
        for (index, era) in eras.enumerated() {
            let moment = era.span.contains(start) ? start : openingMoment(of: era.span)
            let book = ReplayBook(market: ReplayMarket(recordings: era.recordings), account: Self.replayAccount)
            result += await book.opening(at: moment, cash: cash).map { event in
                guard index > 0 else { return event }
                var event = event
                event.id += ":\(index)"
                event.orderIdentifier = event.orderIdentifier.map { "\($0).\(index)" }
                return event
            }
        }
        return result
    }

    /// A replay begins where quotes are orderly: fifteen minutes after the open of its first day.
    private func openingMoment(of span: ClosedRange<Instant>) -> Instant {
        let session = ExchangeCalendar.standard.session(on: span.lowerBound.newYork.date)
        return session.map { $0.open.adding(seconds: 900) } ?? span.lowerBound
    }
}

/// The paper account of a replay: cash, and what was opened on the recording's quotes where the replay begins.
struct ReplayAccount: AccountSource {
    let name = "replay"
    let cash: Money
    let openedAt: Instant
    let trades: [LedgerEvent]

    func accounts() async -> [Account] {
        [Account(name: WorldBuilder.replayAccount, broker: "replay", kind: .paper, rules: .regulationT)]
    }

    func ledgerEvents(of account: String, now: Instant) async throws(MarketDataError) -> [LedgerEvent] {
        let opening = LedgerEvent(
            id: "replay-opening", account: WorldBuilder.replayAccount, time: openedAt, kind: .transfer,
            amount: cash, details: "Opening cash of the replay", source: "replay")
        return [opening] + trades.filter { $0.time <= now }
    }

    func workingOrders(of account: String, now: Instant) async -> [WorkingOrder] { [] }
}

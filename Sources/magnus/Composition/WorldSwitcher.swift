import MagnusDesk
import MagnusDomain
import MagnusEngine

/// The desk of a whole home: paper accounts live in the simulated world, real ones in the real world, and choosing an
/// account of the other world changes the engine behind the screen. The screen keeps its stream and sees one desk.
actor WorldSwitcher: Desk {
    /// Makes an engine for an account of this home, not yet open.
    typealias MakeEngine = @Sendable (_ account: String) async throws -> Engine

    private let make: MakeEngine
    /// Every account of the home, whichever world it lives in.
    private let listAccounts: @Sendable () async -> [Account]
    private var engine: Engine
    private var work: Task<Void, Never>?
    private var relay: Task<Void, Never>?
    private var readers: [Int: AsyncStream<DeskSnapshot>.Continuation] = [:]
    private var nextReader = 0
    private(set) var latest: DeskSnapshot?
    private var everyAccount: [Account] = []
    private(set) var failure: (any Error)?

    init(_ engine: Engine, make: @escaping MakeEngine, listAccounts: @escaping @Sendable () async -> [Account]) {
        self.engine = engine
        self.make = make
        self.listAccounts = listAccounts
    }

    /// Opens and runs the first engine until ``stop()``.
    /// - Throws: what kept the first engine from opening.
    func start() async throws {
        everyAccount = await listAccounts()
        relaySnapshots()
        try await engine.open()
        everyAccount = await listAccounts()
        let engine = engine
        work = Task { await engine.run() }
    }

    func stop() async {
        work?.cancel()
        relay?.cancel()
        await engine.close()
        for reader in readers.values { reader.finish() }
        readers = [:]
    }

    func snapshots() -> AsyncStream<DeskSnapshot> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: DeskSnapshot.self, bufferingPolicy: .bufferingNewest(1))
        let identifier = nextReader
        nextReader += 1
        readers[identifier] = continuation
        continuation.onTermination = { [weak self] _ in
            Task { await self?.remove(identifier) }
        }
        if let latest { continuation.yield(latest) }
        return stream
    }

    func perform(_ command: DeskCommand) async -> DeskReply {
        if case .selectAccount(let name) = command, !(latest?.accounts.isEmpty ?? true),
            await (name == "all" ? !isWorldOfAll() : !isInThisWorld(name))
        {
            return await change(to: name)
        }
        if case .setSetting(SettingCatalogue.Key.account, let name) = command, !name.isEmpty, name != "all" {
            everyAccount = await listAccounts()
            guard everyAccount.contains(where: { $0.name == name }) else { return .refused(unknown(name)) }
        }
        let reply = await engine.perform(command)
        if case .importFile(_, isDryRun: false) = command { everyAccount = await listAccounts() }
        return reply
    }

    func explain(_ id: String) async -> Explanation? { await engine.explain(id) }

    func note(of strategy: String) async -> String? { await engine.note(of: strategy) }

    func lifecycle() async -> LifecycleReport? { await engine.lifecycle() }

    func scenarioAnswer(_ request: ScenarioRequest) async -> ScenarioAnswer { await engine.scenarioAnswer(request) }

    func chain(_ request: ChainRequest) async -> ChainAnswer { await engine.chain(request) }

    func payoff(_ request: PayoffRequest) async -> PayoffAnswer { await engine.payoff(request) }

    func volatility(_ request: VolatilityRequest) async -> VolatilityAnswer { await engine.volatility(request) }

    func chart(_ request: ChartRequest) async -> ChartAnswer { await engine.chart(request) }

    func todayAnswer() async -> TodayAnswer { await engine.todayAnswer() }

    func marketAnswer() async -> MarketAnswer { await engine.marketAnswer() }

    func expiry(_ request: ExpiryRequest) async -> ExpiryBoard? { await engine.expiry(request) }

    func riskAnswer() async -> RiskAnswer { await engine.riskAnswer() }

    func roll(_ request: RollRequest) async -> RollAnswer { await engine.roll(request) }

    private func isInThisWorld(_ name: String) async -> Bool {
        await engine.snapshot?.accounts.contains { $0.name == name } ?? false
    }

    /// Whether `all` means the accounts of the world that is shown: the real ones where the home has any, else paper.
    private func isWorldOfAll() async -> Bool {
        everyAccount = await listAccounts()
        guard everyAccount.contains(where: \.kind.isReal) else { return true }
        return await engine.snapshot?.accounts.contains(where: \.kind.isReal) ?? false
    }

    private func unknown(_ name: String) -> String {
        "\(name): no such account; there are \(everyAccount.map(\.name).joined(separator: ", "))"
    }

    private func change(to name: String) async -> DeskReply {
        everyAccount = await listAccounts()
        guard name == "all" || everyAccount.contains(where: { $0.name == name }) else {
            return .refused(unknown(name))
        }
        let next: Engine
        do {
            next = try await make(name)
            work?.cancel()
            relay?.cancel()
            await engine.close()
            engine = next
            relaySnapshots()
            try await next.open()
        } catch {
            return .refused(FailureTranslation.failure(from: error).message)
        }
        work = Task { await next.run() }
        return .done
    }

    private func relaySnapshots() {
        let engine = engine
        relay = Task { [weak self] in
            for await snapshot in await engine.snapshots() { await self?.publish(snapshot) }
        }
    }

    private func publish(_ snapshot: DeskSnapshot) {
        var shown = snapshot
        let own = Set(snapshot.accounts.map(\.name))
        shown.accounts += everyAccount.filter { !own.contains($0.name) }
        latest = shown
        for reader in readers.values { reader.yield(shown) }
    }

    private func remove(_ identifier: Int) { readers[identifier] = nil }
}

import MagnusAnalysis
import MagnusAssistant
import MagnusDesk
import MagnusDomain
import MagnusMonitors
import MagnusStore

/// Runs everything behind the desk: keeps the book and the market current, runs monitors and scans, answers questions,
/// stores what must not be lost, and publishes immutable snapshots.
///
/// State lives in this one actor; long work (scans, chains, answers) runs outside and comes back as a value.
public actor Engine: Desk {
    struct Repositories: Sendable {
        var ledger: LedgerRepository
        var alerts: AlertRepository
        var conversations: ConversationRepository
        var annotations: AnnotationRepository
        var values: KeyValueRepository
        var journal: JournalRepository

        init(_ database: MagnusDatabase) {
            ledger = LedgerRepository(database)
            alerts = AlertRepository(database)
            conversations = ConversationRepository(database)
            annotations = AnnotationRepository(database)
            values = KeyValueRepository(database)
            journal = JournalRepository(database)
        }
    }

    let world: EngineWorld
    let configuration: EngineConfiguration
    let repositories: Repositories
    let settingsStore: (any SettingsStore)?
    let importer: (any FileImporter)?
    /// False for a command that only reads: what it would store waits in ``postponed``.
    let isWritable: Bool
    /// Writes of a reading command, in order, until somebody stores them.
    var postponed: [@Sendable (Repositories) throws -> Void] = []

    var settings: SettingsSnapshot?
    var accounts: [Account] = []
    var selectedAccount = ""
    var keeper: BookKeeper
    var market: MarketSnapshot
    var book: BookValuation?
    /// Marks at the previous close; nil inside for a contract that had none.
    var previousMarks: [OptionContract: Double?] = [:]
    var previousMarksDay: CalendarDate?
    /// When yesterday's marks could not be had; nil when they could.
    var previousMarksFailure: Instant?
    /// Trouble of the last round of quotes, by symbol.
    var marketProblems: [String: MarketDataError] = [:]
    /// Trouble of the last scan, by symbol. Apart: a round without trouble does not mean that its chains are back.
    var scanProblems: [String: MarketDataError] = [:]
    /// The last round that asked for history did not get all of it.
    var lacksHistory = false
    var lastRoundAt: Instant?
    var lastAccountSync: Instant?
    var lastSave: Instant?

    var policy = AlertPolicy()
    var memory = MonitorMemory()
    var schedule = MonitorSchedule()
    var monitorFailures: [MonitorName: String] = [:]
    var monitorNearest: [MonitorName: String] = [:]
    var monitorFindings: [MonitorName: Int] = [:]
    var monitorEvents: Set<MonitorName> = []

    var scans: [ScanResult] = []
    var scanTask: Task<Void, Never>?

    var transcript: [ChatMessage] = []
    var conversation = ConversationState()
    /// nil until it is trained, which takes longer than a first frame may.
    var assistant: Assistant?
    private let makeAssistant: @Sendable () -> Assistant
    var answering = 0
    var messageNumber = 0

    var intents: [String: PositionIntent] = [:]
    var notes: [String: String] = [:]
    var undoSteps: [UndoStep] = []

    var hub = SnapshotHub()
    var board = NoticeBoard()
    var version = 0
    var isDisclaimerAccepted = false
    var storeProblem: StoreError?

    public init(
        world: EngineWorld, configuration: EngineConfiguration, database: MagnusDatabase,
        settings: (any SettingsStore)? = nil, importer: (any FileImporter)? = nil,
        assistant: @escaping @Sendable () -> Assistant = { Assistant() }
    ) {
        self.world = world
        self.configuration = configuration
        repositories = Repositories(database)
        settingsStore = settings
        self.importer = importer
        makeAssistant = assistant
        isWritable = !database.isReadOnly
        keeper = BookKeeper(settings: configuration.book, benchmark: world.benchmark)
        let now = world.clock.now()
        market = MarketSnapshot(
            asOf: now, source: world.market?.name ?? "none", underlyings: [:], optionQuotes: [:],
            rates: RateCurve(points: [], asOf: now, source: "none"), benchmark: world.benchmark,
            calendar: .standard)
    }

    /// Loads what is stored, asks the world once, and publishes the first snapshot.
    /// - Throws: ``StoreError`` when the stored state cannot be read.
    public func open() async throws {
        settings = await settingsStore?.load()
        try loadStored()
        try await syncAccounts(now: world.clock.now())
        try chooseAccount(configuration.account)
        try loadAlerts()
        await refresh(withHistory: false)
        publish()
        // History feeds trends, ranks and scans; the first frame does not wait for it.
        await refresh(withHistory: true)
        publish()
    }

    /// The assistant, trained outside the actor on first use.
    func readyAssistant() async -> Assistant {
        if let assistant { return assistant }
        let ready = await Self.train(makeAssistant)
        assistant = ready
        return ready
    }

    @concurrent
    private nonisolated static func train(_ make: @Sendable () -> Assistant) async -> Assistant { make() }

    /// Keeps the world current until the task is cancelled.
    public func run() async {
        _ = await readyAssistant()
        while !Task.isCancelled {
            do {
                try await world.clock.wait(configuration.tick)
            } catch {
                break
            }
            await step()
        }
        close()
    }

    /// One round: accounts, quotes, monitors, scans, snapshot.
    public func step() async {
        let now = world.clock.now()
        do {
            try await syncAccounts(now: now)
        } catch {
            reportStore(error)
        }
        await refresh(withHistory: dayChanged(now))
        runDueMonitors()
        startDueScan()
        saveWorld(now: now)
        publishIfChanged()
    }

    /// Stores the clock and ends the front ends' streams.
    public func close() {
        scanTask?.cancel()
        saveWorld(now: world.clock.now(), isForced: true)
        hub.finish()
    }

    public func snapshots() -> AsyncStream<DeskSnapshot> {
        hub.add { [weak self] identifier in
            Task { await self?.removeReader(identifier) }
        }
    }

    /// The latest snapshot; nil before ``open()``.
    public var snapshot: DeskSnapshot? { hub.latest }

    private func removeReader(_ identifier: Int) { hub.remove(identifier) }

    private func loadStored() throws {
        transcript = try repositories.conversations.messages(
            session: configuration.session, limit: configuration.transcriptMessages)
        messageNumber = transcript.count
        intents = try repositories.annotations.intents()
        notes = try repositories.annotations.notes()
        isDisclaimerAccepted =
            try repositories.values.value("disclaimer.accepted") == EngineConfiguration.disclaimerVersion
    }

    private func dayChanged(_ now: Instant) -> Bool {
        guard let last = lastRoundAt else { return true }
        return last.newYork.date != now.newYork.date
    }
}

import DequeModule
import Logging
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
        var audit: AuditRepository

        init(_ database: MagnusDatabase) {
            ledger = LedgerRepository(database)
            alerts = AlertRepository(database)
            conversations = ConversationRepository(database)
            annotations = AnnotationRepository(database)
            values = KeyValueRepository(database)
            journal = JournalRepository(database)
            audit = AuditRepository(database)
        }
    }

    let world: EngineWorld
    var configuration: EngineConfiguration
    let repositories: Repositories
    let settingsStore: (any SettingsStore)?
    let importer: (any FileImporter)?
    let log: Logger
    /// False for a command that only reads: what it would store waits in ``postponed``.
    let isWritable: Bool
    /// Writes of a reading command, in order, until somebody stores them.
    var postponed: [StoreWrite] = []

    var settings: SettingsSnapshot?
    var settingsProblems: [String] = []
    /// Monotonic second of the last look at the settings.
    var settingsSeenAt = 0.0
    var accounts: [Account] = []
    var selectedAccount = ""
    var keeper: BookKeeper
    var market: MarketSnapshot
    var book: BookValuation?
    /// What the last grid was computed from, and the account it is of.
    var lastScenario: (account: String, work: ScenarioWork)?
    /// Marks at the previous close; nil inside for a contract that had none.
    var previousMarks: [OptionContract: Figure] = [:]
    /// Ask less bid at that close, dollars per share: what is usual while the opening's quotes are not orderly.
    var closingSpreads: [OptionContract: Double] = [:]
    var previousMarksDay: CalendarDate?
    /// When yesterday's marks could not be had; nil when they could.
    var previousMarksFailure: Instant?
    /// By symbol: the last quote of its options, for which the underlying's price of that time was asked.
    var closingQuotesAsked: [String: Instant] = [:]
    /// Trouble of the last round of quotes, by symbol.
    var marketProblems: [String: MarketDataError] = [:]
    /// Symbols on which two sources differ, as far as it was told.
    var contradictionsTold: Set<String> = []
    /// Trouble of the last scan, by symbol. Apart: a round without trouble does not mean that its chains are back.
    var scanProblems: [String: MarketDataError] = [:]
    /// Symbols whose history is there; nil before it is first asked for.
    var historyOf: Set<String>?
    var lastRoundAt: Instant?
    var lastStepAt: Instant?
    var lastAccountSync: Instant?
    /// By account: when the first of its stored rows begins to count that are dated after today.
    var laterRows: [String: Instant] = [:]
    var lastSave: Instant?

    var policy = AlertPolicy()
    /// Ids of the alerts that each mute put away.
    var mutedAlerts: [MonitorMute: Set<String>] = [:]
    var memory = MonitorMemory()
    var schedule = MonitorSchedule()
    var monitorFailures: [MonitorName: String] = [:]
    var monitorNearest: [MonitorName: String] = [:]
    var monitorFindings: [MonitorName: Int] = [:]
    var monitorEvents: Set<MonitorName> = []

    var scans: [ScanResult] = []
    var scanTask: Task<Void, Never>?
    /// By scan, in the order of ``scans``.
    var scanWatches: [Scanner.Watch?] = []
    /// Which grids of rolls stand behind alerts, and the computing of more; nil while none is computed.
    var rollPricing = RollPricing()
    var rollTask: Task<Void, Never>?
    /// World time at which rows were last looked through for grids that are due.
    var rollsAskedAt: Instant?
    /// Charts ask every few seconds, the market view every minute; closed sessions change once a day.
    var knownTechnicals = Remembered<TechnicalInput, TechnicalReport>(capacity: 4)
    var knownRegimes = Remembered<RegimeInput, RegimeReport>(capacity: 4)
    var requoteTask: Task<Void, Never>?
    /// World time of the last try.
    var requoteTriedAt: Instant?
    /// The import that is running, and how far it is; both or none.
    var importTask: Task<ImportSummary, any Error>?
    var importWork: ImportWork?
    /// The risk of the book that is being computed, and how far it is; both or none.
    var riskTask: Task<RiskAnswer, Never>?
    var riskWork: WorkProgress?
    /// Of that work; a later question ends an earlier one.
    var riskNumber = 0
    /// Of the scan that is running; what an earlier one brings back late is not taken.
    var scanNumber = 0
    /// When a scan was stopped by hand: as good as one that ran.
    var lastScanAttempt: Instant?
    /// Thresholds changed: what was found by the former ones is looked for anew.
    var isScanWanted = false
    /// Alerts that quiet hours kept from being announced.
    var quietAlerts: [String] = []

    var transcript: [ChatMessage] = []
    var conversation = ConversationState()
    /// nil until it is trained, which takes longer than a first frame may.
    var assistant: Assistant?
    private let makeAssistant: @Sendable () -> Assistant
    var answering = 0
    var messageNumber = 0

    var intents: [String: PositionIntent] = [:]
    var notes: [String: String] = [:]
    /// What the owner said of pairs that may be rolls, by the roll's id.
    var rollVerdicts: [String: RollVerdict] = [:]
    var undoSteps = Deque<UndoStep>()
    /// The history as far as it was last folded.
    var lifecycle = LifecycleCache()
    /// The rolls of the ledger where the rest of the history was not asked for.
    var rollCache: RollCache?

    var hub = SnapshotHub()
    var board = NoticeBoard()
    var version = 0
    var isDisclaimerAccepted = false
    var storeProblem: StoreError?
    /// Writes that nobody will store.
    var refusedWrites = 0
    /// Writes that the store refused, in order.
    var unstored: [StoreWrite] = []
    var lastStoreAttempt: Double?
    /// Alerts whose last change is among the writes that the store refused.
    var unstoredAlerts: Set<String> = []

    public init(
        world: EngineWorld, configuration: EngineConfiguration, database: MagnusDatabase,
        settings: (any SettingsStore)? = nil, importer: (any FileImporter)? = nil,
        log: Logger = Logger(label: "engine") { _ in SwiftLogNoOpLogHandler() },
        assistant: @escaping @Sendable () -> Assistant = { Assistant() }
    ) {
        self.world = world
        self.configuration = configuration
        repositories = Repositories(database)
        settingsStore = settings
        self.importer = importer
        self.log = log
        makeAssistant = assistant
        isWritable = !database.isReadOnly
        storeProblem = configuration.storeProblem
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
        await loadSettings()
        try loadStored()
        try await syncAccounts(now: world.clock.now())
        try chooseAccount(configuration.account)
        try loadAlerts()
        await refresh(withHistory: false)
        tellSettingsProblems(now: world.clock.now())
        // What the store refused meanwhile was told when it did; without a book it could be no alert.
        if storeProblem != nil { runMonitors([.store], textsAreRead: false) }
        if let problem = configuration.storeProblem { tell(.failure, problem.description, now: world.clock.now()) }
        // What was asked for and is not in force is a fault: the first alert does not take its line away.
        for remark in world.remarks { tell(.failure, remark, now: world.clock.now()) }
        publish()
        // History feeds trends, ranks and scans; the first frame does not wait for it. Where no market is there is none.
        if world.market != nil { await refresh(withHistory: true) }
        publish()
        log.info(
            "opened",
            metadata: [
                "world": "\(world.kind.rawValue)", "source": "\(market.source)", "account": "\(selectedAccount)",
                "positions": "\(book?.strategies.count ?? 0)", "alerts": "\(policy.open.count)",
            ])
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
        let backups = startBackups()
        defer { backups?.cancel() }
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
        noteClock(now: now)
        await reloadSettings(now: now)
        do {
            try await syncAccounts(now: now)
        } catch let error as MarketDataError {
            tell(.failure, "accounts: \(Self.words(error))", now: now)
        } catch {
            reportStore(error)
        }
        await refresh(withHistory: dayChanged(now))
        await priceRollsOfAStandingWorld()
        runDueMonitors()
        startDueRollPricing()
        tellQuietAlerts(now: now)
        startDueScan()
        startDueRequote()
        saveWorld(now: now)
        storeWaiting(now: now)
        publishIfChanged()
    }

    /// Stores the clock and ends the front ends' streams.
    public func close() {
        scanTask?.cancel()
        requoteTask?.cancel()
        rollTask?.cancel()
        importTask?.cancel()
        riskTask?.cancel()
        saveWorld(now: world.clock.now(), isForced: true)
        hub.finish()
        log.info("closed", metadata: ["world_time": "\(world.clock.now().rfc3339)"])
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
        rollVerdicts = try repositories.annotations.rollVerdicts()
        isDisclaimerAccepted =
            try repositories.values.value("disclaimer.accepted") == EngineConfiguration.disclaimerVersion
    }

    private func dayChanged(_ now: Instant) -> Bool {
        guard let last = lastRoundAt else { return true }
        return last.newYork.date != now.newYork.date
    }
}

import MagnusDomain

/// Where the world that is shown comes from.
public enum WorldKind: String, Sendable, Hashable {
    case simulated = "SIMULATED"
    case replay = "REPLAY"
    /// Real accounts without a live feed: only what files and delayed sources give.
    case delayed = "DELAYED"
    /// Real accounts that no source quotes prices for.
    case unquoted = "NO QUOTES"
    case live = "LIVE"
}

/// Clock and origin of the world on the screen.
public struct WorldStatus: Sendable, Hashable {
    public var kind: WorldKind
    /// World seconds per real second as chosen; 1 is real time.
    public var speed: Double
    /// World seconds that a real second is worth at this moment: closed hours of a simulated market pass faster.
    public var rate: Double
    public var isFrozen: Bool
    public var seed: UInt64?
    public var source: String

    /// - Parameter rate: nil for the speed.
    public init(
        kind: WorldKind, speed: Double, rate: Double? = nil, isFrozen: Bool, seed: UInt64? = nil, source: String
    ) {
        self.kind = kind
        self.speed = speed
        self.rate = rate ?? speed
        self.isFrozen = isFrozen
        self.seed = seed
        self.source = source
    }
}

/// The exchange session in words and as facts.
public struct SessionStatus: Sendable, Hashable {
    /// `PRE 0h41`, `OPENING`, `OPEN 5h17`, `DECIDE 1h12`, `CLOSED Mon 09:30`, `HALF 13:00`.
    public var word: String
    /// Regular session.
    public var isOpen: Bool
    /// First fifteen minutes: rules on option marks wait.
    public var isOpening: Bool
    /// Shown in pane titles out of session.
    public var lastClose: CalendarDate?

    public init(word: String, isOpen: Bool, isOpening: Bool, lastClose: CalendarDate?) {
        self.word = word
        self.isOpen = isOpen
        self.isOpening = isOpening
        self.lastClose = lastClose
    }
}

/// One feed or source of facts.
public struct FeedStatus: Sendable, Hashable {
    public var name: String
    public var isHealthy: Bool
    /// nil when nothing has arrived.
    public var dataAgeSeconds: Double?
    /// What is wrong and what happens next, for example `timeout, retry 0:20`.
    public var problem: String?

    public init(name: String, isHealthy: Bool, dataAgeSeconds: Double?, problem: String? = nil) {
        self.name = name
        self.isHealthy = isHealthy
        self.dataAgeSeconds = dataAgeSeconds
        self.problem = problem
    }
}

/// How loudly a notice is shown.
public enum NoticeKind: String, Sendable, Hashable {
    case information
    case warning
    case failure
}

/// A line for the notifications row.
public struct Notice: Sendable, Hashable {
    /// Ascending.
    public var id: Int
    public var time: Instant
    public var kind: NoticeKind
    public var text: String

    public init(id: Int, time: Instant, kind: NoticeKind, text: String) {
        self.id = id
        self.time = time
        self.kind = kind
        self.text = text
    }
}

/// Long work in progress.
public struct WorkProgress: Sendable, Hashable {
    public var id: String
    public var title: String
    public var completed: Int
    /// nil when not known beforehand.
    public var total: Int?
    public var perSecond: Double?
    public var remainingSeconds: Double?

    public init(id: String, title: String, completed: Int, total: Int?, perSecond: Double?, remainingSeconds: Double?) {
        self.id = id
        self.title = title
        self.completed = completed
        self.total = total
        self.perSecond = perSecond
        self.remainingSeconds = remainingSeconds
    }
}

/// A setting as the settings view shows it.
public struct SettingRow: Sendable, Hashable {
    /// Dotted path in config.toml.
    public var key: String
    public var value: String
    public var defaultValue: String
    /// default, file, command line, environment.
    public var source: String
    public var changedAt: Instant?
    public var explanation: String
    /// Legal values in words.
    public var allowed: String

    public init(
        key: String, value: String, defaultValue: String, source: String, changedAt: Instant? = nil,
        explanation: String, allowed: String
    ) {
        self.key = key
        self.value = value
        self.defaultValue = defaultValue
        self.source = source
        self.changedAt = changedAt
        self.explanation = explanation
        self.allowed = allowed
    }
}

/// What the scans found, merged for the Opportunities pane.
public struct OpportunityBoard: Sendable, Hashable {
    public var scans: [ScanResult]
    /// All scans, by score, then annualised return.
    public var candidates: [Candidate]
    public var scannedAt: Instant?
    /// When the candidates were quoted last.
    public var quotedAt: Instant?
    public var oldestQuoteSeconds: Double?
    public var room: String
    public var waitingReason: String?
    /// What is at risk by sector, as a fraction of net liquidation.
    public var sectorShares: [String: Figure] = [:]

    public init(
        scans: [ScanResult], candidates: [Candidate], scannedAt: Instant?, quotedAt: Instant? = nil,
        oldestQuoteSeconds: Double?, room: String, waitingReason: String? = nil
    ) {
        self.scans = scans
        self.candidates = candidates
        self.scannedAt = scannedAt
        self.quotedAt = quotedAt ?? scannedAt
        self.oldestQuoteSeconds = oldestQuoteSeconds
        self.room = room
        self.waitingReason = waitingReason
    }
}

/// The conversation on the screen.
public struct Transcript: Sendable, Hashable {
    public var session: String
    public var messages: [ChatMessage]
    public var isAnswering: Bool
    /// Three questions made from today's alerts.
    public var suggestions: [String]

    public init(session: String, messages: [ChatMessage], isAnswering: Bool, suggestions: [String]) {
        self.session = session
        self.messages = messages
        self.isAnswering = isAnswering
        self.suggestions = suggestions
    }
}

/// Everything a front end may show, at one moment. Immutable; later versions replace earlier ones.
public struct DeskSnapshot: Sendable, Hashable {
    public var version: Int
    /// World time.
    public var asOf: Instant
    public var world: WorldStatus
    public var session: SessionStatus
    public var accounts: [Account]
    /// A name or `all`.
    public var selectedAccount: String
    public var book: BookValuation
    /// Open ones by severity, then deadline; never resolved or dismissed.
    public var alerts: [Alert]
    public var monitors: [MonitorStatus]
    public var opportunities: OpportunityBoard
    public var transcript: Transcript
    public var feeds: [FeedStatus]
    /// Newest last, at most 20.
    public var notices: [Notice]
    public var work: [WorkProgress]
    public var settings: [SettingRow]
    public var disclaimerVersion: String
    public var isDisclaimerAccepted: Bool
    /// Another process owns the home, or the store cannot be written.
    public var isReadOnly: Bool
    /// Why the store cannot be written, in words; nil while it can, or when another process owns the home.
    public var storeProblem: String?
    /// Whether that is because the disk is full.
    public var isDiskFull = false
    /// Whether that is because the disk failed: nothing more is stored until Magnus is started again.
    public var isDiskFailed = false
    /// Ids of the alerts whose last change waits to be stored: it holds here, and is gone when this process ends.
    public var unstoredAlerts: Set<String> = []
    /// Kill switch.
    public var isHalted: Bool
    /// Level of the VIX; unknown where no source quotes it.
    public var volatilityIndex = Figure.unknown(.noSource)

    /// The accounts whose figures are shown: of `all` those of the world behind the screen, never paper and real together.
    public var shownAccounts: [Account] {
        selectedAccount == "all" ? book.accounts.map(\.account) : accounts.filter { $0.name == selectedAccount }
    }

    /// Why nothing can be changed; nil when it can.
    public var readOnlyReason: String? {
        guard isReadOnly else { return nil }
        return "read only: \(storeProblem ?? "another process owns this home")"
    }

    public init(
        version: Int, asOf: Instant, world: WorldStatus, session: SessionStatus, accounts: [Account],
        selectedAccount: String, book: BookValuation, alerts: [Alert], monitors: [MonitorStatus],
        opportunities: OpportunityBoard, transcript: Transcript, feeds: [FeedStatus], notices: [Notice],
        work: [WorkProgress], settings: [SettingRow], disclaimerVersion: String, isDisclaimerAccepted: Bool,
        isReadOnly: Bool = false, isHalted: Bool = false
    ) {
        self.version = version
        self.asOf = asOf
        self.world = world
        self.session = session
        self.accounts = accounts
        self.selectedAccount = selectedAccount
        self.book = book
        self.alerts = alerts
        self.monitors = monitors
        self.opportunities = opportunities
        self.transcript = transcript
        self.feeds = feeds
        self.notices = notices
        self.work = work
        self.settings = settings
        self.disclaimerVersion = disclaimerVersion
        self.isDisclaimerAccepted = isDisclaimerAccepted
        self.isReadOnly = isReadOnly
        self.isHalted = isHalted
    }
}

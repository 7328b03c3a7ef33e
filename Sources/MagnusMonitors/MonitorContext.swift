import MagnusAnalysis
import MagnusDomain

/// What was closed in the past on one kind of strategy, to put a profit target in proportion.
public struct TradeRecord: Sendable, Hashable {
    public var closed: Int
    public var winners: Int

    public init(closed: Int, winners: Int) {
        self.closed = closed
        self.winners = winners
    }

    /// Of trades that are closed completely, by the strategy they were opened as.
    public static func records(of outcomes: [TradeOutcome]) -> [StrategyKind: TradeRecord] {
        var records: [StrategyKind: TradeRecord] = [:]
        for outcome in outcomes where outcome.isComplete {
            guard let strategy = outcome.strategy else { continue }
            var record = records[strategy] ?? TradeRecord(closed: 0, winners: 0)
            record.closed += 1
            if outcome.profit > .zero { record.winners += 1 }
            records[strategy] = record
        }
        return records
    }
}

/// A monitor that is not to speak, for one symbol or everywhere.
public struct MonitorMute: Sendable, Hashable {
    public var monitor: MonitorName
    /// nil: everywhere.
    public var symbol: String?

    public init(monitor: MonitorName, symbol: String?) {
        self.monitor = monitor
        self.symbol = symbol
    }

    func covers(_ monitor: MonitorName, symbol: String?) -> Bool {
        monitor == self.monitor && (self.symbol == nil || self.symbol == symbol)
    }
}

/// Everything the monitors may look at. All of it is passed in; nothing is read from a clock or a source.
public struct MonitorContext: Sendable {
    public var book: BookValuation
    public var market: MarketSnapshot
    /// The latest result of each scan.
    public var scans: [ScanResult]
    public var settings: MonitorSettings
    public var mutes: Set<MonitorMute>
    /// Whether a mute leaves CRITICAL findings alone.
    public var isCriticalAboveMute: Bool
    /// The usual spread per contract, dollars per share: the 20-day median where a source keeps one, else that of the
    /// previous close.
    public var medianSpreads: [OptionContract: Double]
    /// Closed trades by kind.
    public var records: [StrategyKind: TradeRecord]
    /// Events of the shown accounts of the last days, ``MonitorContext/reachDays(_:)`` of them; those that end options are
    /// told, and those on calls and shares say since when shares have had no call.
    public var deliveries: [LedgerEvent]
    /// When a quote is too old or too wide to be a price.
    public var quoteLimits: QuoteLimits
    /// Grids of rolls by row, of rows that ``Monitors/dueForRolls(context:memory:)`` names, as far as they are computed.
    public var rolls: [String: RollReport]
    /// What keeps the store from being written; nil while it can be.
    public var store: StoreTrouble?
    /// Orders that work at the brokers of the shown accounts.
    public var orders: [WorkingOrder]

    public init(
        book: BookValuation, market: MarketSnapshot, scans: [ScanResult] = [],
        settings: MonitorSettings = MonitorSettings(), mutes: Set<MonitorMute> = [],
        isCriticalAboveMute: Bool = true, medianSpreads: [OptionContract: Double] = [:],
        records: [StrategyKind: TradeRecord] = [:], deliveries: [LedgerEvent] = [],
        quoteLimits: QuoteLimits = QuoteLimits(), rolls: [String: RollReport] = [:], store: StoreTrouble? = nil,
        orders: [WorkingOrder] = []
    ) {
        self.book = book
        self.market = market
        self.scans = scans
        self.settings = settings
        self.mutes = mutes
        self.isCriticalAboveMute = isCriticalAboveMute
        self.medianSpreads = medianSpreads
        self.records = records
        self.deliveries = deliveries
        self.quoteLimits = quoteLimits
        self.rolls = rolls
        self.store = store
        self.orders = orders
    }

    /// Calendar days of events that the rules look at.
    public static func reachDays(_ settings: MonitorSettings) -> Int {
        max(DeliveryRule.reachDays, SharesRule.reachDays(settings))
    }

    /// Whether the owner muted what was found.
    func isSilenced(_ monitor: MonitorName, symbol: String?, priority: AlertPriority) -> Bool {
        if isCriticalAboveMute, priority == .critical { return false }
        return mutes.contains { $0.covers(monitor, symbol: symbol) }
    }

    var now: Instant { book.asOf }
    var calendar: ExchangeCalendar { market.calendar }
    var status: MarketStatus { calendar.status(at: now) }
}

/// What the monitors remember between runs: which conditions held, for hysteresis, and which candidates qualified.
public struct MonitorMemory: Sendable, Hashable {
    /// Strategy id to the rules that held in the last run.
    public var holding: [String: Set<MonitorName>] = [:]
    /// Rows whose short option M9 found breached, or nearly so since.
    public var breached: Set<String> = []
    /// Candidate key to the scans that confirmed it.
    public var candidates: [String: CandidateRecord] = [:]

    public struct CandidateRecord: Sendable, Hashable {
        public var firstSeen: Instant
        public var lastSeen: Instant
        public var isRaised: Bool
    }

    public init() {}
}

/// The outcome of one run.
public struct MonitorReport: Sendable, Hashable {
    /// What is true now.
    public var findings: [AlertFinding]
    /// Conditions that could not be judged (closed market, opening, unknown quotes): whatever they were, they stay.
    public var undetermined: Set<String>
    /// What came nearest to firing, in words: `SPY 585P, 2.1% away`.
    public var nearest: [MonitorName: String]
    /// For the next run.
    public var memory: MonitorMemory

    public init(
        findings: [AlertFinding] = [], undetermined: Set<String> = [], nearest: [MonitorName: String] = [:],
        memory: MonitorMemory = MonitorMemory()
    ) {
        self.findings = findings
        self.undetermined = undetermined
        self.nearest = nearest
        self.memory = memory
    }
}

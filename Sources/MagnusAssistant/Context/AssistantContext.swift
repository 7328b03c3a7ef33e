import MagnusAnalysis
import MagnusDomain

/// Everything the assistant may look at without asking, filled by the engine at the moment of the question.
public struct AssistantContext: Sendable {
    public var book: BookValuation
    public var market: MarketSnapshot
    /// Open alerts, worst first.
    public var alerts: [Alert]
    /// The latest result of each scan.
    public var scans: [ScanResult]
    public var monitors: [MonitorStatus]
    public var now: Instant
    /// The session word of the status line, for example `OPEN 5h17`.
    public var sessionWord: String
    /// Symbols the owner is glad to own.
    public var ownList: [String]
    /// Symbols watched besides.
    public var watchList: [String]
    /// The owner's notes by strategy id.
    public var notes: [String: String]
    /// The ledger of the accounts shown up to now, by time then id; empty where none is loaded.
    public var events: [LedgerEvent]
    /// Accounts that there are and that the book does not show.
    public var hiddenAccounts: [Account] = []
    /// What the owner said of pairs that may be rolls, by ``Roll/id``.
    public var rollVerdicts: [String: RollVerdict] = [:]
    /// Scans that were run for questions of the conversation, and that do not run by themselves.
    var askedScans: [ScanResult] = []

    public init(
        book: BookValuation, market: MarketSnapshot, alerts: [Alert] = [], scans: [ScanResult] = [],
        monitors: [MonitorStatus] = [], now: Instant, sessionWord: String, ownList: [String] = [],
        watchList: [String] = [], notes: [String: String] = [:], events: [LedgerEvent] = []
    ) {
        self.book = book
        self.market = market
        self.alerts = alerts
        self.scans = scans
        self.monitors = monitors
        self.now = now
        self.sessionWord = sessionWord
        self.ownList = ownList
        self.watchList = watchList
        self.notes = notes
        self.events = events
    }

    var today: CalendarDate { now.newYork.date }

    /// Every scan whose candidates an answer may have told.
    var everyScan: [ScanResult] { scans + askedScans }

    /// Every symbol that something in the context is about.
    var knownSymbols: Set<String> {
        var result = Set(market.underlyings.keys)
        result.formUnion(book.strategies.map(\.symbol))
        result.formUnion(ownList)
        result.formUnion(watchList)
        for scan in everyScan {
            result.formUnion(scan.candidates.map(\.symbol))
            result.formUnion(scan.nearestMisses.map(\.symbol))
        }
        result.formUnion(alerts.compactMap(\.finding.symbol))
        // What was traded before may be quoted by no source any more.
        result.formUnion(events.compactMap { $0.instrument.map(TradeHistory.symbol) })
        return result
    }
}

/// What is not in the context and must be fetched. Every answer nil means: no source has it.
public protocol AssistantData: Sendable {
    func chain(of symbol: String) async -> ChainAnalysis?
    func quote(of symbol: String) async -> Quote?
    func profile(of symbol: String) async -> SecurityProfile?
    /// A scan of one symbol alone, whether or not it is on a list; nil where no source can be asked.
    func scan(of symbol: String) async -> [ScanResult]?
    /// One scan now, of a kind that does not run by itself.
    /// - Parameter symbols: nil for the list that scans look at.
    /// - Returns: nil where no source can be asked.
    func scan(for strategy: ScanStrategy, symbols: [String]?) async -> [ScanResult]?
    /// Where the short option of a row could be rolled to, on quotes of now: what the grid of rolls shows.
    /// - Parameter row: id of a row of Positions.
    /// - Throws: ``RollRefusal`` for a row that does not roll, or a source that does not answer.
    func roll(_ row: String) async throws(RollRefusal) -> RollReport
    /// - Parameter id: a row id followed by `#` and the JSON key of the figure, for example `paper:KO#unrealized_pnl`.
    func explain(_ id: String) async -> Explanation?
    /// How a move of the benchmark moves everything else, as the scenario strip has it.
    func scenarioRule() async -> ScenarioRule
}

extension AssistantData {
    public func scenarioRule() async -> ScenarioRule { ScenarioRule() }
    public func scan(for strategy: ScanStrategy, symbols: [String]?) async -> [ScanResult]? { nil }
}

/// What the cursor on the screen is on.
public struct AssistantFocus: Sendable, Hashable {
    public var symbol: String?
    /// Id of a strategy row, candidate or alert.
    public var reference: String?

    public init(symbol: String? = nil, reference: String? = nil) {
        self.symbol = symbol
        self.reference = reference
    }
}

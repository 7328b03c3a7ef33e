import MagnusDomain

/// How long an alert sleeps.
public enum SnoozeLength: Sendable, Hashable {
    case minutes(Int)
    case untilClose
    /// Until the spot of its symbol crosses the price, in dollars.
    case untilPrice(Double)
    case untilExpiry
}

/// What the person on the screen is pointing at when asking.
public struct AskContext: Sendable, Hashable {
    public var symbol: String?
    /// Id of a strategy row, candidate or alert.
    public var reference: String?

    public init(symbol: String? = nil, reference: String? = nil) {
        self.symbol = symbol
        self.reference = reference
    }
}

/// An intent of a front end. The engine alone changes state.
public enum DeskCommand: Sendable, Hashable {
    case selectAccount(String)
    case acknowledge(alert: String)
    case snooze(alert: String, SnoozeLength)
    case dismiss(alert: String)
    /// Silences a monitor for a symbol (nil: everywhere) until unmuted.
    case mute(monitor: MonitorName, symbol: String?)
    case unmute(monitor: MonitorName, symbol: String?)
    /// Takes back the last acknowledge, snooze, dismiss, mute, intent, note or decision on a roll of this session.
    case undo
    case refresh
    case ask(text: String, context: AskContext)
    case clearConversation
    case setIntent(strategy: String, PositionIntent)
    case setNote(strategy: String, text: String)
    /// Says whether a closing and an opening are one roll; nil takes back what was said.
    case decideRoll(id: String, RollVerdict?)
    case setSetting(key: String, value: String)
    case importFile(path: String, isDryRun: Bool)
    case acceptDisclaimer
    case cancelWork(id: String)
    /// World speed of a simulated or replayed market.
    case setSpeed(Double)
}

/// What became of a command.
public enum DeskReply: Sendable, Hashable {
    case done
    /// Done, with something to show.
    case message(String)
    /// Refused: what, why, what to do.
    case refused(String)
    case answer(Answer)
    /// To `importFile`: what became, or would become, of every row.
    case imported(ImportSummary)
}

/// The contract between front ends and the engine: snapshots out, commands in.
public protocol Desk: Sendable {
    /// The current snapshot first, then each newer one; a slow reader sees only the latest.
    func snapshots() async -> AsyncStream<DeskSnapshot>
    func perform(_ command: DeskCommand) async -> DeskReply
    /// - Parameter id: a row id followed by `#` and the JSON key of the figure, for example `paper:KO#unrealized_pnl`.
    func explain(_ id: String) async -> Explanation?
    func note(of strategy: String) async -> String?
    /// The history of the selected accounts up to now; nil where there is no ledger or it cannot be read.
    func lifecycle() async -> LifecycleReport?
    /// The book at every shock of a request; nil where there is no book, or for too many cells.
    func scenarioAnswer(_ request: ScenarioRequest) async -> ScenarioAnswer
    /// An option chain with everything derived from it, as of now.
    func chain(_ request: ChainRequest) async -> ChainAnswer
    /// What a position, a candidate or a draft makes and loses over spots and time.
    func payoff(_ request: PayoffRequest) async -> PayoffAnswer
    /// The volatility of a symbol: smiles, term structure, past, gamma by strike.
    func volatility(_ request: VolatilityRequest) async -> VolatilityAnswer
    /// The past sessions of a symbol with technicals and zones, and its price of now.
    func chart(_ request: ChartRequest) async -> ChartAnswer
    /// The state of the market, correlations and sectors of the book.
    func marketAnswer() async -> MarketAnswer
    /// The contracts that end next, what their end makes of cash and shares, and what is due; nil without a book.
    func expiry(_ request: ExpiryRequest) async -> ExpiryBoard?
    /// What has to be looked at before a day's trading.
    func todayAnswer() async -> TodayAnswer
    /// What a session may cost the book, and what else it is exposed to.
    func riskAnswer() async -> RiskAnswer
    /// Where the short option of a row could be rolled to.
    func roll(_ request: RollRequest) async -> RollAnswer
}

extension Desk {
    /// A desk without a ledger.
    public func lifecycle() async -> LifecycleReport? { nil }
    /// A desk without a book.
    public func scenarioAnswer(_ request: ScenarioRequest) async -> ScenarioAnswer {
        ScenarioAnswer(account: "", grid: nil)
    }
    /// A desk without a market.
    public func chain(_ request: ChainRequest) async -> ChainAnswer {
        .refused("\(request.symbol): nobody quotes options here.")
    }
    /// A desk without a pricer.
    public func payoff(_ request: PayoffRequest) async -> PayoffAnswer { .refused("Nothing is priced here.") }
    /// A desk without a book.
    public func expiry(_ request: ExpiryRequest) async -> ExpiryBoard? { nil }
    /// A desk without a market.
    public func volatility(_ request: VolatilityRequest) async -> VolatilityAnswer {
        .refused("\(request.symbol): nobody quotes options here.")
    }
    /// A desk without a market.
    public func chart(_ request: ChartRequest) async -> ChartAnswer {
        .refused("\(request.symbol): nobody keeps past sessions here.")
    }
    /// A desk without a book.
    public func marketAnswer() async -> MarketAnswer { MarketAnswer(account: "", report: nil) }
    /// A desk without a book.
    public func todayAnswer() async -> TodayAnswer { TodayAnswer(account: "", card: nil) }
    /// A desk without a book.
    public func riskAnswer() async -> RiskAnswer { RiskAnswer(account: "", report: nil) }
    /// A desk without a market.
    public func roll(_ request: RollRequest) async -> RollAnswer {
        .refused(.market("Nobody quotes options here: there is no price to roll at."))
    }
}

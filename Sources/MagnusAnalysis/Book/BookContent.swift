import MagnusDomain

/// Cash and totals of one account as the ledger gives them.
public struct AccountHoldings: Sendable, Hashable {
    public var account: Account
    public var cash: Money
    public var settledCash: Money
    /// Of everything closed, fees included; with dividends and interest.
    public var realizedProfit: Money
    /// Where the holdings come from, for example `paper` or a file name.
    public var source: String
    /// When the source last reported.
    public var reportedAt: Instant?
    /// Why the cash is not known; nil where it is.
    public var cashReason: UnknownReason?
    /// The balance of a statement that the cash begins with; nil where the ledger tells all of it.
    public var statedBalance: StatedBalance?
    /// Closings whose opening is in no file and whose result no source states: they are not in ``realizedProfit``.
    public var unopenedCount = 0
    /// Rows of its files that no rule reads: what they moved is in no sum.
    public var unreadCount = 0
    /// What it holds that is no position here, by its name at the broker: net liquidation lacks it.
    public var otherAssets: [String] = []

    /// ``realizedProfit``; unknown (`no_basis`) where all that was realised is of closings whose opening no file has.
    public var realized: Total {
        unopenedCount > 0 && realizedProfit == .zero
            ? Total(figure: .unknown(.noBasis), unknownCount: unopenedCount + unreadCount)
            : Total(figure: Figure(realizedProfit.dollars), unknownCount: unopenedCount + unreadCount)
    }

    public init(
        account: Account, cash: Money, settledCash: Money, realizedProfit: Money, source: String,
        reportedAt: Instant? = nil
    ) {
        self.account = account
        self.cash = cash
        self.settledCash = settledCash
        self.realizedProfit = realizedProfit
        self.source = source
        self.reportedAt = reportedAt
    }
}

/// What is held and what the owner said about it: everything of the book that is not market data.
public struct BookContent: Sendable, Hashable {
    public var accounts: [AccountHoldings]
    public var positions: [Position]
    public var workingOrders: [WorkingOrder]
    /// By id of the strategy row, or by strategy group; the row wins.
    public var intents: [String: PositionIntent]
    /// Ids of strategy rows, or strategy groups, with a note.
    public var notes: Set<String>
    /// Underlyings the owner is glad to hold.
    public var ownList: Set<String>
    /// What happened since the previous official close; nil where nobody worked it out: then a position opened since
    /// counts from its cost, every other from that close.
    public var dayActivity: DayActivity?

    public init(
        accounts: [AccountHoldings], positions: [Position], workingOrders: [WorkingOrder] = [],
        intents: [String: PositionIntent] = [:], notes: Set<String> = [], ownList: Set<String> = [],
        dayActivity: DayActivity? = nil
    ) {
        self.accounts = accounts
        self.positions = positions
        self.workingOrders = workingOrders
        self.intents = intents
        self.notes = notes
        self.ownList = ownList
        self.dayActivity = dayActivity
    }
}

/// The contracts that end next and what their end makes of cash and shares, at one moment.
public struct ExpiryBoard: Sendable, Hashable {
    public var asOf: Instant
    /// An account name, or `all`.
    public var account: String
    /// The last expiry day that is listed.
    public var through: CalendarDate
    /// By day, then severity and symbol. What the broker has not reported yet stays, whatever day it ended on.
    public var rows: [ExpiryRow]
    /// Accounts that are shown, in the order of the book.
    public var accounts: [ExpiryAccount]
    /// Contracts that ended long ago and were never reported: in no figure.
    public var unresolved: [String]
    /// Dollars of commission and fees a contract that a buy-back is reckoned with.
    public var feesPerContract: Double
    /// What is due on which day, soonest first.
    public var deadlines: [Deadline] = []
    /// The last day that ``deadlines`` look at.
    public var deadlinesThrough: CalendarDate

    public init(
        asOf: Instant, account: String, through: CalendarDate, rows: [ExpiryRow], accounts: [ExpiryAccount],
        unresolved: [String], feesPerContract: Double, deadlinesThrough: CalendarDate
    ) {
        self.asOf = asOf
        self.account = account
        self.through = through
        self.rows = rows
        self.accounts = accounts
        self.unresolved = unresolved
        self.feesPerContract = feesPerContract
        self.deadlinesThrough = deadlinesThrough
    }

    /// The last session of the week whose contracts matter now: this week's while one of its sessions has holders who may
    /// still decide, else the next week's.
    public static func week(of now: Instant, calendar: ExchangeCalendar = .standard) -> CalendarDate {
        var day = calendar.sessionOnOrAfter(now.newYork.date)
        if let session = calendar.session(on: day), session.exerciseCutOff <= now {
            day = calendar.nextSession(after: day)
        }
        return calendar.sessionOnOrBefore(day.adding(days: Weekday.saturday.rawValue - day.weekday.rawValue))
    }
}

/// What a row leaves behind when it ends: shares of the underlying and dollars, signed, for the whole row.
public struct ExpiryOutcome: Sendable, Hashable {
    public var shares: Figure
    public var cash: Figure

    public init(shares: Figure, cash: Figure) {
        self.shares = shares
        self.cash = cash
    }

    public static let nothing = ExpiryOutcome(shares: Figure(0), cash: Figure(0))

    /// Both unknown for one reason.
    public init(unknown reason: UnknownReason) {
        self.init(shares: .unknown(reason), cash: .unknown(reason))
    }

    public var isKnown: Bool { shares.value != nil && cash.value != nil }
}

/// One contract of a row.
public struct ExpiryLeg: Sendable, Hashable {
    /// Id of the position.
    public var position: String
    public var contract: OptionContract
    public var quantity: Quantity
    /// What exercise would be worth now, dollars a share, negative out of the money: by the official close once there is
    /// one, for shorts by the worse of it and the price since.
    public var inside: Figure

    public init(position: String, contract: OptionContract, quantity: Quantity, inside: Figure) {
        self.position = position
        self.contract = contract
        self.quantity = quantity
        self.inside = inside
    }
}

/// A broker clock of a row's day.
public struct ExpiryClock: Sendable, Hashable {
    /// nil where the broker states no time that holds for this day.
    public var time: Instant?
    public var words: String

    public init(time: Instant?, words: String) {
        self.time = time
        self.words = words
    }
}

/// Contracts of one position row that end on one day.
public struct ExpiryRow: Sendable, Hashable {
    /// Stable: row of Positions and day.
    public var id: String
    /// Id of the row of Positions.
    public var strategy: String
    public var account: String
    public var broker: String
    public var symbol: String
    /// `-1/+1 597/592P`.
    public var title: String
    public var legs: [ExpiryLeg]
    /// The moments that end the contracts.
    public var instants: ExpiryInstants
    public var state: ExpiryState
    public var settlement: Settlement
    public var daysToExpiry: Int
    public var severity: AlertPriority?
    public var intent: PositionIntent
    /// Price of the underlying: after the close, that of the hours after it.
    public var spot: Figure
    public var spotSource: String
    /// nil for a price without an age.
    public var spotAgeSeconds: Double?
    /// The price that settles: the official close, or the opening print; unknown before it was made.
    public var close: Figure
    /// Dollars a share to the nearest short strike, positive out of the money; to the nearest long one where nothing is
    /// short.
    public var away: Figure
    /// The same as ln(K/S) over sigma root T.
    public var sigmas: Figure
    /// Risk-neutral; for shorts for shares with the chance of earlier exercise, as the column Asg.
    public var probability: Figure
    /// Whether cash for the shares of puts is there; nil where the row takes none or it is not known.
    public var isFunded: Bool?
    /// If it ended at this price.
    public var asNow: ExpiryOutcome
    /// If it ended in the money.
    public var allIn: ExpiryOutcome
    /// Dollars to close the ending contracts now, positive pays, natural side, without fees.
    public var costToClose: Figure
    /// The same with fees.
    public var buyBack: Figure
    public var warnings: [ExpiryWarning]
    /// Of the account's broker, in the order of its table.
    public var clocks: [ExpiryClock]

    public init(
        id: String, strategy: String, account: String, broker: String, symbol: String, title: String,
        legs: [ExpiryLeg], instants: ExpiryInstants, state: ExpiryState, settlement: Settlement, daysToExpiry: Int,
        severity: AlertPriority?, intent: PositionIntent, spot: Figure, spotSource: String, spotAgeSeconds: Double?,
        close: Figure, away: Figure, sigmas: Figure, probability: Figure, isFunded: Bool?, asNow: ExpiryOutcome,
        allIn: ExpiryOutcome, costToClose: Figure, buyBack: Figure, warnings: [ExpiryWarning] = [],
        clocks: [ExpiryClock] = []
    ) {
        self.id = id
        self.strategy = strategy
        self.account = account
        self.broker = broker
        self.symbol = symbol
        self.title = title
        self.legs = legs
        self.instants = instants
        self.state = state
        self.settlement = settlement
        self.daysToExpiry = daysToExpiry
        self.severity = severity
        self.intent = intent
        self.spot = spot
        self.spotSource = spotSource
        self.spotAgeSeconds = spotAgeSeconds
        self.close = close
        self.away = away
        self.sigmas = sigmas
        self.probability = probability
        self.isFunded = isFunded
        self.asNow = asNow
        self.allIn = allIn
        self.costToClose = costToClose
        self.buyBack = buyBack
        self.warnings = warnings
        self.clocks = clocks
    }
}

/// The end of all listed rows of an account, one way.
public struct ExpiryWorld: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case allOut = "all_out"
        case asNow = "as_now"
        case allIn = "all_in"

        public var words: String {
            switch self {
            case .allOut: "all out"
            case .asNow: "as now"
            case .allIn: "all in"
            }
        }
    }

    public struct Shares: Sendable, Hashable {
        public var symbol: String
        /// Signed.
        public var count: Double

        public init(symbol: String, count: Double) {
            self.symbol = symbol
            self.count = count
        }
    }

    public var kind: Kind
    /// Cash afterwards.
    public var cash: Figure
    /// What the rows that are left, and the shares that came, take of it; unknown while short shares have no bound.
    public var reserved: Figure
    /// Cash less reserved.
    public var free: Figure
    /// Shares that come or go, by symbol.
    public var changes: [Shares]
    /// Shares held short afterwards, by symbol; counts negative.
    public var short: [Shares]
    /// Rows whose end is not known: they stay as they are, and keep what they reserve.
    public var unknownRows: [String]

    public init(
        kind: Kind, cash: Figure, reserved: Figure, free: Figure, changes: [Shares], short: [Shares],
        unknownRows: [String]
    ) {
        self.kind = kind
        self.cash = cash
        self.reserved = reserved
        self.free = free
        self.changes = changes
        self.short = short
        self.unknownRows = unknownRows
    }

    /// Sum of the shares that come and go.
    public var shareCount: Double { changes.reduce(0) { $0 + $1.count } }
}

/// One step of the free cash of an account, by expiry.
public struct CashStep: Sendable, Hashable {
    public var day: CalendarDate
    public var daysToExpiry: Int
    /// Rows that reserve cash until this day: symbol and title.
    public var rows: [String]
    /// Strikes of the puts that shares would be paid for with.
    public var forShares: Figure
    /// What spreads and contracts settled in cash reserve.
    public var atRisk: Figure
    /// Strikes of covered calls that end on the day: what comes in when they are called. In no other figure.
    public var fromCalls: Figure
    /// Cash once everything through the day took what it reserves.
    public var cashLeft: Figure
    /// Free cash once everything through the day expired worthless.
    public var freeIfOut: Figure

    public init(
        day: CalendarDate, daysToExpiry: Int, rows: [String], forShares: Figure, atRisk: Figure, fromCalls: Figure,
        cashLeft: Figure, freeIfOut: Figure
    ) {
        self.day = day
        self.daysToExpiry = daysToExpiry
        self.rows = rows
        self.forShares = forShares
        self.atRisk = atRisk
        self.fromCalls = fromCalls
        self.cashLeft = cashLeft
        self.freeIfOut = freeIfOut
    }

    /// What the day takes in all.
    public var reserved: Figure { forShares.combined(with: atRisk) { $0 + $1 } }
}

/// Cash of one account and what the listed expiries make of it.
public struct ExpiryAccount: Sendable, Hashable {
    public var name: String
    public var broker: String
    public var cash: Figure
    public var settledCash: Figure
    public var reserved: Figure
    public var free: Figure
    public var treasuryBillFunds: Figure
    /// One of each kind, in their order.
    public var worlds: [ExpiryWorld]
    /// Every expiry of the account that reserves cash or may bring some, soonest first.
    public var ladder: [CashStep]

    public init(
        name: String, broker: String, cash: Figure, settledCash: Figure, reserved: Figure, free: Figure,
        treasuryBillFunds: Figure, worlds: [ExpiryWorld], ladder: [CashStep]
    ) {
        self.name = name
        self.broker = broker
        self.cash = cash
        self.settledCash = settledCash
        self.reserved = reserved
        self.free = free
        self.treasuryBillFunds = treasuryBillFunds
        self.worlds = worlds
        self.ladder = ladder
    }
}

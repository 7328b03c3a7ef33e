/// What has to be looked at before a day's trading, in a fixed order (trader.md section 1). A part without anything to
/// tell is empty and never missing.
public struct TodayCard: Sendable, Hashable {
    /// The parts in their order. The raw value is used in JSON.
    public enum Part: String, Sendable, Hashable, CaseIterable {
        case overnight
        case cash
        case gaps
        case deadlines
        case orders
        case sources
    }

    public var asOf: Instant
    /// Name of the account, `all` for every one.
    public var account: String
    /// The official close that overnight counts from; nil where the calendar knows none.
    public var since: Instant?
    /// The session after today: what is due before its opening is due today.
    public var nextSession: CalendarDate
    /// By time.
    public var overnight: [OvernightEvent]
    /// Contracts that ended and that the broker has not told the end of, as held: the book against the broker.
    public var unreported: [UnreportedEnd]
    /// Balances, and what every expiry reserves.
    public var accounts: [ExpiryAccount]
    /// The least cushion first, names without a short option last.
    public var gaps: [TodayGap]
    /// By day.
    public var deadlines: [Deadline]
    /// Those whose position is gone first, then the oldest.
    public var orders: [TodayOrder]
    public var sources: [TodaySource]

    public init(
        asOf: Instant, account: String, since: Instant?, nextSession: CalendarDate, overnight: [OvernightEvent],
        unreported: [UnreportedEnd], accounts: [ExpiryAccount], gaps: [TodayGap], deadlines: [Deadline],
        orders: [TodayOrder], sources: [TodaySource]
    ) {
        self.asOf = asOf
        self.account = account
        self.since = since
        self.nextSession = nextSession
        self.overnight = overnight
        self.unreported = unreported
        self.accounts = accounts
        self.gaps = gaps
        self.deadlines = deadlines
        self.orders = orders
        self.sources = sources
    }

    /// What no source tells, whatever the part it belongs to.
    public static let withoutSource = ["FOMC", "CPI", "jobs", "broker logins"]
}

/// Something that happened to an account since the last close and was no trade of its owner.
public struct OvernightEvent: Sendable, Hashable {
    /// Of the entry of the ledger.
    public var id: String
    public var account: String
    public var time: Instant
    public var kind: LedgerEventKind
    public var symbol: String?
    /// What came or went, in words: `AAPL -1 260P 03-17`, `KO +200 sh`; empty for cash alone.
    public var title: String
    /// Dollars that came in, fees inside; negative left.
    public var cash: Double

    public init(
        id: String, account: String, time: Instant, kind: LedgerEventKind, symbol: String?, title: String, cash: Double
    ) {
        self.id = id
        self.account = account
        self.time = time
        self.kind = kind
        self.symbol = symbol
        self.title = title
        self.cash = cash
    }
}

/// A contract past its end that the broker has said nothing of.
public struct UnreportedEnd: Sendable, Hashable {
    /// Id of the row of Positions.
    public var row: String
    public var symbol: String
    public var title: String
    public var expiry: CalendarDate

    public init(row: String, symbol: String, title: String, expiry: CalendarDate) {
        self.row = row
        self.symbol = symbol
        self.title = title
        self.expiry = expiry
    }
}

/// A held name: how far it moved since the previous close, and what is left to its nearest short strike.
public struct TodayGap: Sendable, Hashable {
    public var symbol: String
    public var spot: Figure
    /// Fraction of the previous official close.
    public var move: Figure
    /// Id of the row with the least cushion; nil without a short option.
    public var row: String?
    /// Its text of the Position column; empty without a short option.
    public var title: String
    /// To its nearest short strike: fraction of the spot, dollars a share, and standard deviations of the time left;
    /// positive out of the money.
    public var distance: Figure
    public var distanceDollars: Figure
    public var sigmas: Figure

    public init(
        symbol: String, spot: Figure, move: Figure, row: String?, title: String, distance: Figure,
        distanceDollars: Figure, sigmas: Figure
    ) {
        self.symbol = symbol
        self.spot = spot
        self.move = move
        self.row = row
        self.title = title
        self.distance = distance
        self.distanceDollars = distanceDollars
        self.sigmas = sigmas
    }
}

/// An order that works at the broker.
public struct TodayOrder: Sendable, Hashable {
    public var order: WorkingOrder
    /// Id of the row it would close; nil where there is none.
    public var row: String?
    /// Symbol and text of that row; the group it was for where it is gone.
    public var title: String
    /// What it would close is not held any more; nil where orders of the account name no position.
    public var isOrphan: Bool?

    public init(order: WorkingOrder, row: String?, title: String, isOrphan: Bool?) {
        self.order = order
        self.row = row
        self.title = title
        self.isOrphan = isOrphan
    }
}

/// Where figures of the book come from.
public struct TodaySource: Sendable, Hashable {
    public var name: String
    public var isHealthy: Bool
    /// Of the oldest figure that counts; nil where nobody states it.
    public var ageSeconds: Double?
    /// What it gives, or what is wrong.
    public var text: String

    public init(name: String, isHealthy: Bool, ageSeconds: Double?, text: String) {
        self.name = name
        self.isHealthy = isHealthy
        self.ageSeconds = ageSeconds
        self.text = text
    }
}

import MagnusDesk
import MagnusDomain

/// One world the engine can show: where time, prices and accounts come from. Paper and real accounts never share one.
public struct EngineWorld: Sendable {
    public var kind: WorldKind
    public var clock: any EngineClock
    /// nil when nobody quotes prices: every figure that needs one is unknown with the reason `no_source`.
    public var market: CachedMarketDataSource?
    /// Reports account events; nil when the ledger comes from imported files alone.
    public var accounts: (any AccountSource)?
    /// Kinds of account that belong to this world.
    public var accountKinds: Set<AccountKind>
    public var seed: UInt64?
    /// Whether its accounts and alerts are kept in the home; a replay leaves nothing behind.
    public var isKept: Bool
    /// Whether its clock tells the present of the home; a look at another day (`--as-of`) neither reads what was found at
    /// other times nor leaves anything it finds behind.
    public var isPresent: Bool
    public var benchmark: String
    /// The volatility index of the status line; nil when the source quotes none.
    public var volatilityIndex: String?
    /// Symbols the owner is glad to own.
    public var ownList: [String]
    /// Symbols watched besides.
    public var watchList: [String]
    /// Intents that come with the accounts, by strategy group.
    public var standardIntents: [String: PositionIntent]
    /// Notes that come with the accounts, by strategy group.
    public var standardNotes: [String: String]
    /// What the owner should know of the data it runs on, a sentence each: rows that could not be read.
    public var remarks: [String]

    public init(
        kind: WorldKind, clock: any EngineClock, market: CachedMarketDataSource?,
        accounts: (any AccountSource)?, accountKinds: Set<AccountKind>, seed: UInt64? = nil, isKept: Bool = true,
        isPresent: Bool = true,
        benchmark: String = "SPY", volatilityIndex: String? = nil, ownList: [String] = [], watchList: [String] = [],
        standardIntents: [String: PositionIntent] = [:], standardNotes: [String: String] = [:],
        remarks: [String] = []
    ) {
        self.kind = kind
        self.clock = clock
        self.market = market
        self.accounts = accounts
        self.accountKinds = accountKinds
        self.seed = seed
        self.isKept = isKept
        self.isPresent = isPresent
        self.benchmark = benchmark
        self.volatilityIndex = volatilityIndex
        self.ownList = ownList
        self.watchList = watchList
        self.standardIntents = standardIntents
        self.standardNotes = standardNotes
        self.remarks = remarks
    }

    /// Whether what is found out here belongs in the home: alerts, runs of monitors, what the paper broker reports.
    public var keepsFindings: Bool { isKept && isPresent }
}

import MagnusDomain

/// The history of the selected accounts as the views journal, performance, wheel, settlement, income, tax and the review
/// list of rolls show it. Immutable: what changes makes a new one.
///
/// Money is exact and in US dollars, costs negative and credits positive. Whatever no source tells is a `Figure` with its
/// reason.
public struct LifecycleReport: Sendable, Hashable {
    /// World time up to which events count.
    public var asOf: Instant
    /// A name or `all`.
    public var account: String
    /// Events counted.
    public var eventCount: Int
    /// By time, then id: the fills of one order merged; removals are trades of their own.
    public var trades: [Trade]
    /// What became of each opening, latest opening first.
    public var journal: [JournalEntry]
    /// Sure rolls and those the owner confirmed, by time.
    public var rolls: [Roll]
    /// For the owner to decide, by time.
    public var review: [Roll]
    /// Pairs that the owner said are none, by time.
    public var rejectedRolls: [Roll]
    public var chains: [RollChain]
    /// What each closing trade realised, fees included, by its id; none for a trade that closed anything of unknown cost
    /// or never opened.
    public var realizedByTrade: [String: Money] = [:]
    /// Of those, the trades whose result, or a part of it, is as the broker states: no entry of the ledger opened it.
    public var statedTrades: Set<String> = []
    public var performance: Performance
    /// Running ones first, then by start, latest first.
    public var wheels: [Wheel]
    /// Of the last expiry before ``asOf``; nil when nothing has expired yet.
    public var settlement: Settlement?
    public var income: Income
    /// Tax years, latest first.
    public var taxYears: [TaxYear]
    /// Options past their expiry that no event has closed.
    public var expiredUnresolved: [Position]
    /// What in the ledger does not add up, by the order it was found.
    public var issues: [Issue]

    public init(
        asOf: Instant, account: String, eventCount: Int = 0, trades: [Trade] = [], journal: [JournalEntry] = [],
        rolls: [Roll] = [], review: [Roll] = [], rejectedRolls: [Roll] = [], chains: [RollChain] = [],
        performance: Performance = Performance(),
        wheels: [Wheel] = [], settlement: Settlement? = nil, income: Income = Income(), taxYears: [TaxYear] = [],
        expiredUnresolved: [Position] = [], issues: [Issue] = []
    ) {
        self.asOf = asOf
        self.account = account
        self.eventCount = eventCount
        self.trades = trades
        self.journal = journal
        self.rolls = rolls
        self.review = review
        self.rejectedRolls = rejectedRolls
        self.chains = chains
        self.performance = performance
        self.wheels = wheels
        self.settlement = settlement
        self.income = income
        self.taxYears = taxYears
        self.expiredUnresolved = expiredUnresolved
        self.issues = issues
    }

    /// The tax year by its number.
    public func taxYear(_ year: Int) -> TaxYear? { taxYears.first { $0.year == year } }

    /// Something in the ledger that does not add up; the event is kept and the rest goes on.
    public struct Issue: Sendable, Hashable {
        /// One word, for example `closing_without_opening`.
        public var kind: String
        public var account: String
        /// Id of the ledger's event.
        public var event: String
        /// File or feed, and the line in it where there is one.
        public var source: String
        public var line: Int?
        public var text: String

        public init(kind: String, account: String, event: String, source: String, line: Int?, text: String) {
            self.kind = kind
            self.account = account
            self.event = event
            self.source = source
            self.line = line
            self.text = text
        }
    }
}

/// One line of the trade journal: an opening, with everything that became of it.
public struct JournalEntry: Sendable, Hashable, Identifiable {
    public enum State: String, Sendable, Hashable, Codable {
        case open
        /// Part of it is still held.
        case partly
        case closed
        /// Nothing of it can be held any more, yet no event tells how what was left of it ended.
        case unresolved = "expired_unresolved"
        /// Nothing of it is held, and what was left of it was moved out by a transfer: not sold, nothing realised by it.
        case movedOut = "moved_out"
    }

    /// Id of the opening trade, or of the entry of the ledger that brought in what no trade opened (shares moved in, a
    /// spin-off); notes on it are kept under ``noteKey``.
    public var id: String
    public var account: String
    public var symbol: String
    /// nil when the legs form no known one.
    public var strategy: StrategyKind?
    public var state: State
    public var openedAt: Instant
    /// When the last of it ended or was moved out; nil while nothing has.
    public var closedAt: Instant?
    /// What was opened.
    public var legs: [TradeLeg]
    /// Ids of the trades that ended it, or part of it, by time.
    public var closings: [String]
    /// How its lots ended, without repetition, in the order it happened.
    public var endings: [LotEnding]
    /// Cash of the opening, fees included: a credit is positive.
    public var openingCash: Money
    /// Realised so far, fees included; zero while nothing has ended.
    public var profit: Money
    /// False when the cost of a lot is not known; ``profit`` lacks it.
    public var isProfitKnown: Bool
    /// Paid so far: of the opening, and of closing what has ended; costs are negative.
    public var fees: Money
    public var daysHeld: Int
    /// Days to expiry of the nearest option when it was opened; unknown (`not_applicable`) for shares.
    public var daysToExpiryAtEntry: Figure
    /// Absolute delta when it was opened, of the short option nearest the money, else of the first option; estimated.
    public var deltaAtEntry: Figure
    /// Rolls, sure ones only, in which it is the closed or the opened side.
    public var rolls: [String]
    /// The owner's words on it, or on the position it is part of; empty when there are none.
    public var note: String
    /// Under which `DeskCommand.setNote` keeps the note.
    public var noteKey: String
    /// Words of the note that begin with `#`, without it, each once.
    public var tags: [String]

    public init(
        id: String, account: String, symbol: String, strategy: StrategyKind?, state: State, openedAt: Instant,
        closedAt: Instant?, legs: [TradeLeg], closings: [String], endings: [LotEnding], openingCash: Money,
        profit: Money, isProfitKnown: Bool, fees: Money, daysHeld: Int, daysToExpiryAtEntry: Figure,
        deltaAtEntry: Figure, rolls: [String] = [], note: String = "", noteKey: String? = nil
    ) {
        self.id = id
        self.account = account
        self.symbol = symbol
        self.strategy = strategy
        self.state = state
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.legs = legs
        self.closings = closings
        self.endings = endings
        self.openingCash = openingCash
        self.profit = profit
        self.isProfitKnown = isProfitKnown
        self.fees = fees
        self.daysHeld = daysHeld
        self.daysToExpiryAtEntry = daysToExpiryAtEntry
        self.deltaAtEntry = deltaAtEntry
        self.rolls = rolls
        self.note = note
        self.noteKey = noteKey ?? Self.noteKey(of: id)
        tags = Self.tags(in: note)
    }

    /// Under which the note of an opening itself is kept.
    public static func noteKey(of trade: String) -> String { notePrefix + trade }

    /// Whether a note kept under a key is of an opening, not of a position.
    public static func isNoteKey(_ key: String) -> Bool { key.hasPrefix(notePrefix) }

    private static let notePrefix = "trade/"

    /// Words that begin with `#`, lower case, without it and without the marks of a sentence behind it, each once.
    public static func tags(in note: String) -> [String] {
        var found: [String] = []
        for word in note.split(whereSeparator: \.isWhitespace) where word.hasPrefix("#") {
            let tag = word.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }.lowercased()
            if !tag.isEmpty, !found.contains(tag) { found.append(tag) }
        }
        return found
    }
}

import MagnusDomain
import MagnusQuant

/// The exact fold of a ledger: positions, cash and realised profit of every account.
///
/// Lots leave first in, first out. Events are ordered by time, then id; an event known by its id changes nothing. One
/// later event costs O(1) amortised; one from before the last folds everything anew. Whatever cannot be explained is an
/// ``LedgerIssue``: nothing is guessed. Options expire, are assigned or exercised only by events; the state of an
/// expired one that nobody reported follows from its dates.
public struct LedgerBook: Sendable {
    struct Key: Hashable, Sendable {
        var account: String
        var instrument: Instrument
    }

    struct SymbolKey: Hashable, Sendable {
        var account: String
        var symbol: String
    }

    struct AccountTotals: Sendable {
        var cash = Money.zero
        var realized = Money.zero
        /// False from a statement on that lists positions which the ledger lacks, a closing of what it lacks, or a row that
        /// could not be read, until a statement states a balance.
        var isCashKnown = true
        var statedBalance: StatedBalance?
        /// When a statement last stated the cash, and when one last listed a position.
        var balanceAt: Instant?
        var listedAt: Instant?
        /// Closings that no event opened and of which no source states the result.
        var unopened = 0
        /// Rows of files that no rule reads.
        var unread = 0
        /// What is no position here and is held, in millionths by its name at the broker.
        var otherAssets: [String: Int64] = [:]

        mutating func addCash(_ amount: Money) throws(MoneyError) { cash = try cash.adding(amount) }

        mutating func addRealized(_ amount: Money) throws(MoneyError) { realized = try realized.adding(amount) }
    }

    var events: [LedgerEvent] = []
    /// Events folded so far: ``events`` may have been forgotten.
    private(set) var foldedCount = 0
    /// Whether the events are kept. Without them only sums and holdings can be asked for.
    private var keepsEvents = true
    /// Of a book that forgets: the events that later ones may still ask for, by their place.
    private var remembered: [Int: LedgerEvent] = [:]
    private var known: Set<String> = []
    var holdings: [Key: Holding] = [:]
    var totals: [String: AccountTotals] = [:]
    var changes: [ChangeKey: OpenChange] = [:]
    var deliveries: [SymbolKey: [PendingDelivery]] = [:]
    /// What delivered shares, by the place of the event that brought them.
    var deliveredBy: [Int32: DeliveredShares] = [:]
    var fractions: [Key: Holding.Taken] = [:]
    /// Adjusted contracts that were held, by the series they came from.
    var adjusted: [SeriesKey: [OptionContract]] = [:]
    /// Options held when their shares were split, that no row adjusted; and when rows adjusted which.
    var unadjusted: [Key: UnadjustedOption] = [:]
    var adjustedAt: [Key: Instant] = [:]
    var records: [ClosedLotRecord] = []
    /// Closings whose result only the broker tells, in the order they happened.
    public internal(set) var statedResults: [StatedResult] = []
    /// Closings of what no event opened, of which no source states the result, in the order they happened.
    public internal(set) var unopenedClosings: [UnopenedClosing] = []
    /// Lots that left by a transfer, in the order they did.
    public internal(set) var departures: [LotDeparture] = []
    var found: [LedgerIssue] = []
    /// In the order they happened.
    var holdingChanges: [HoldingChange] = []
    /// Places of the trades that opened options, in order; empty where the events are not kept.
    private(set) var optionOpenings: [Int32] = []

    public init() {}

    public init(_ events: [LedgerEvent]) {
        apply(events)
    }

    /// Adds events in any order; those already known by their id are left out.
    public mutating func apply(_ more: [LedgerEvent]) {
        rememberEvents()
        var fresh = more.filter { known.insert($0.id).inserted }
        guard !fresh.isEmpty else { return }
        fresh.sort(by: Self.isOrdered)
        if let last = events.last, let first = fresh.first, !Self.isOrdered(last, first) {
            let all = (events + fresh).sorted(by: Self.isOrdered)
            restart()
            for event in all { fold(event) }
        } else {
            for event in fresh { fold(event) }
        }
    }

    /// Adds what a store keeps, each id of it once. For an empty book this saves what ``apply(_:)-(Array<LedgerEvent>)``
    /// does to find repeated ids: they are looked at when more is added.
    public mutating func apply(stored more: [LedgerEvent]) {
        guard events.isEmpty, keepsEvents,
            more.indices.dropFirst().allSatisfy({ Self.isOrdered(more[$0 - 1], more[$0]) })
        else { return apply(more) }
        events = more
        for (place, event) in more.enumerated() {
            foldedCount += 1
            let explained = explanation(of: event)
            if let explained { events[place] = explained }
            bookCounting(explained ?? event)
        }
    }

    /// Adds one event.
    public mutating func apply(_ event: LedgerEvent) {
        rememberEvents()
        guard known.insert(event.id).inserted else { return }
        if let last = events.last, !Self.isOrdered(last, event) {
            let all = (events + [event]).sorted(by: Self.isOrdered)
            restart()
            for event in all { fold(event) }
        } else {
            fold(event)
        }
    }

    private static func isOrdered(_ left: LedgerEvent, _ right: LedgerEvent) -> Bool {
        left.time == right.time ? left.id < right.id : left.time < right.time
    }

    /// A book of the past learns the ids of its events only when more are added.
    private mutating func rememberEvents() {
        if known.count != events.count { known = Set(events.map(\.id)) }
    }

    private mutating func restart() {
        events = []
        foldedCount = 0
        holdings = [:]
        totals = [:]
        changes = [:]
        deliveries = [:]
        deliveredBy = [:]
        fractions = [:]
        adjusted = [:]
        unadjusted = [:]
        adjustedAt = [:]
        records = []
        statedResults = []
        unopenedClosings = []
        departures = []
        found = []
        holdingChanges = []
        optionOpenings = []
    }

    /// What does not add up, by the order it was found; halves still missing come last.
    public var issues: [LedgerIssue] {
        let open = changes.values.flatMap { $0.unpaired }.sorted { $0 < $1 }
        return found + overdueDeliveries + unadjustedOptions
            + open.compactMap { event(at: $0) }.map {
                LedgerIssue(.unpairedChange, $0, "\($0.kind.rawValue) comes without its other half")
            }
    }

    /// What the accounts have realised after events that come in the order of the book, by time, then id: as
    /// ``realizedProfit(of:)`` of a book of them all, without keeping them. A long history needs not fit in memory.
    public static func realizedProfits(after events: some Sequence<LedgerEvent>) -> [String: Money] {
        sums(after: events, issueLimit: 0).realized
    }

    /// The same, with what does not add up: at most `issueLimit` of them, without the ids of their events.
    /// - Parameter now: positions are those that ``positions`` has with the events up to it; nil takes every event.
    public static func sums(
        after events: some Sequence<LedgerEvent>, issueLimit: Int, now: Instant? = nil
    ) -> (realized: [String: Money], issues: [LedgerIssue], positions: Int) {
        var book = LedgerBook()
        book.keepsEvents = false
        var issues: [LedgerIssue] = []
        var positions: Int?
        for event in events {
            // What is dated after today is held from its day on.
            if positions == nil, let now, event.time > now { positions = book.heldCount }
            // Open lots keep these texts, and nobody asks for them.
            var short = event
            short.id = ""
            short.details = ""
            if issueLimit == 0 { short.source = "" }
            book.fold(short)
            issues += book.found.prefix(issueLimit - issues.count)
            book.found.removeAll(keepingCapacity: true)
        }
        if issueLimit > 0 { issues += book.issues.prefix(issueLimit - issues.count) }
        return (book.totals.mapValues(\.realized), issues, positions ?? book.heldCount)
    }

    /// How many ``positions`` there are.
    private var heldCount: Int { holdings.values.count { !$0.quantity.isZero } }

    /// Takes an event into the history; the fold books it.
    mutating func remember(_ event: LedgerEvent) {
        if keepsEvents {
            events.append(event)
        } else {
            switch event.kind {
            // Nothing asks for these again.
            case .trade, .expiration, .cashSettlement, .dividend, .interest, .fee, .transfer, .statement, .unread,
                .otherAsset:
                break
            case .assignment, .exercise, .split, .symbolChange, .merger, .adjustment: remembered[foldedCount] = event
            }
        }
        foldedCount += 1
    }

    /// Notes that the event being folded opened options: what was opened with one is asked for when it ends.
    mutating func rememberOptionOpening() {
        if keepsEvents { optionOpenings.append(Int32(clamping: place)) }
    }

    /// An event that was folded; nil when it was forgotten.
    func event(at place: Int) -> LedgerEvent? {
        keepsEvents ? events[place] : remembered[place]
    }

    /// Events taken so far.
    public var eventCount: Int { events.count }

    /// Every event taken, by time, then id.
    public var allEvents: [LedgerEvent] { events }

    /// Everything held, by account and instrument.
    public var positions: [Position] {
        holdings.values.filter { !$0.quantity.isZero }.map(position).sorted { $0.id < $1.id }
    }

    private func position(_ holding: Holding) -> Position {
        let lots = holding.openLots
        return Position(
            id: Self.identifier(account: holding.account, instrument: holding.instrument), account: holding.account,
            instrument: holding.instrument, quantity: holding.quantity,
            openedAt: lots.map(\.openedAt).min() ?? Instant(nanosecondsSinceEpoch: 0),
            averagePrice: holding.averagePrice, costBasis: holding.costBasis,
            realizedProfit: holding.realizedProfit, strategyGroup: lots.last?.group, stockBasis: holding.stockBasis,
            openedBy: lots.first?.openedBy ?? "")
    }

    /// The stable id of a position: account and compact symbol.
    public static func identifier(account: String, instrument: Instrument) -> String {
        "\(account):\(StrategyRecogniser.instrumentKey(instrument))"
    }

    /// Names of the accounts that have events.
    public var accounts: [String] { totals.keys.sorted() }

    /// All cash effects, fees included; since the last balance that a statement states, where the history before it is
    /// partial. Ask ``isCashKnown(of:)``.
    public func cash(of account: String) -> Money { totals[account]?.cash ?? .zero }

    /// False when the history shows that rows are missing and no statement states the cash since: one lists positions that no
    /// event brought, an event closes what none opened, or a row of a file could not be read.
    public func isCashKnown(of account: String) -> Bool { totals[account]?.isCashKnown ?? true }

    /// The balance that ``cash(of:)`` begins with; nil where every row counts.
    public func statedBalance(of account: String) -> StatedBalance? { totals[account]?.statedBalance }

    /// Of everything closed, fees included, with dividends, interest and fees charged apart.
    public func realizedProfit(of account: String) -> Money { totals[account]?.realized ?? .zero }

    /// Cash less the proceeds of sales that settle after `now` (one session after the trade since 2024-05-28, two
    /// before).
    public func settledCash(of account: String, now: Instant, calendar: ExchangeCalendar = .standard) -> Money {
        let today = now.newYork.date
        var pending = Money.zero
        for event in events.reversed() {
            let date = event.time.newYork.date
            if today.days(since: date) > 10 { break }
            guard event.account == account, event.instrument != nil, event.amount > .zero, event.kind != .dividend
            else { continue }
            let isNextDay = date >= CalendarDate(daysSinceEpoch: 19_871)
            let settles = calendar.adding(sessions: isNextDay ? 1 : 2, to: date)
            if settles > today { pending += event.amount }
        }
        return cash(of: account) - pending
    }

    /// The account's cash and totals for ``BookContent``.
    public func accountHoldings(
        _ account: Account, source: String, now: Instant, calendar: ExchangeCalendar = .standard
    ) -> AccountHoldings {
        var holdings = AccountHoldings(
            account: account, cash: cash(of: account.name),
            settledCash: settledCash(of: account.name, now: now, calendar: calendar),
            realizedProfit: realizedProfit(of: account.name), source: source,
            reportedAt: events.last { $0.account == account.name }?.time)
        holdings.cashReason = isCashKnown(of: account.name) ? nil : .incomplete
        holdings.statedBalance = statedBalance(of: account.name)
        holdings.unopenedCount = unopenedCount(of: account.name)
        holdings.unreadCount = unreadCount(of: account.name)
        holdings.otherAssets = otherAssets(of: account.name)
        return holdings
    }
}

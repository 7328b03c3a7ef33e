import MagnusAnalysis
import MagnusDomain

/// Holds the ledgers of all accounts and the valuer of the selected ones.
struct BookKeeper {
    private struct Held {
        var account: Account
        var ledger: LedgerBook
        var source: String
    }

    private var held: [String: Held] = [:]
    private var orders: [String: [WorkingOrder]] = [:]
    /// Names of the accounts that are shown.
    private(set) var selected: [String] = []
    /// Changes whenever a ledger does: equal numbers are equal ledgers. A count of events does not tell, an import may
    /// replace entries.
    private(set) var ledgerNumber = 0
    private var intents: [String: PositionIntent] = [:]
    private var notes: Set<String> = []
    private var ownList: Set<String> = []
    private var valuer: BookValuer
    private var attributor = DayAttributor()
    private let benchmark: String
    private var isStale = true
    /// What was closed before in the selected accounts, as far as it was counted.
    var tradeRecords = TradeRecords()
    /// The New York date of the last rebuild: what is settled and what is of the day change with it.
    private var builtOn: CalendarDate?

    init(settings: BookSettings, benchmark: String) {
        self.benchmark = benchmark
        valuer = Self.valuer(settings, benchmark)
    }

    /// Values by other settings from now on; the market is to be applied anew.
    mutating func configure(_ settings: BookSettings) {
        valuer = Self.valuer(settings, benchmark)
        attributor = DayAttributor()
        isStale = true
    }

    private static func valuer(_ settings: BookSettings, _ benchmark: String) -> BookValuer {
        let none = RateCurve(points: [], asOf: Instant(nanosecondsSinceEpoch: 0), source: "none")
        return BookValuer(rates: none, benchmark: benchmark, settings: settings)
    }

    func knows(_ account: String) -> Bool { held[account] != nil }

    /// Events taken so far; nil for an unknown account.
    func eventCount(_ account: String) -> Int? { held[account]?.ledger.eventCount }

    /// Events of the selected accounts up to a moment, by time then id.
    func events(through now: Instant) -> [LedgerEvent] {
        selected.flatMap { held[$0]?.ledger.allEvents ?? [] }.filter { $0.time <= now.endOfSecond }
            .sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    /// Events of the selected accounts of the last so many days, the latest first within each account.
    func events(ofLastDays days: Int, now: Instant) -> [LedgerEvent] {
        let since = now.adding(seconds: -86_400 * Double(days))
        return selected.flatMap { name in
            (held[name]?.ledger.allEvents ?? []).reversed().prefix { $0.time >= since }.filter {
                $0.time <= now.endOfSecond
            }
        }
    }

    /// Orders of the selected accounts.
    var workingOrders: [WorkingOrder] { selected.flatMap { orders[$0] ?? [] } }

    /// The first event of the selected accounts, whenever it is.
    var begins: Instant? { selected.compactMap { held[$0]?.ledger.allEvents.first?.time }.min() }

    /// The contracts whose quotes the selected accounts need.
    var contracts: [OptionContract] { valuer.contracts }

    /// Contracts whose marks of the previous official close are needed: those held, and those closed since.
    var contractsOfTheDay: [OptionContract] { valuer.contracts + valuer.closedContracts }

    /// The underlyings whose quotes the selected accounts need.
    var symbols: Set<String> { Set(valuer.symbols) }

    /// Symbols held as shares.
    var stockSymbols: Set<String> {
        Set(
            selected.compactMap { held[$0] }.flatMap(positions).compactMap {
                if case .stock(let symbol) = $0.instrument { symbol } else { nil }
            })
    }

    /// Expiry days of held options, for the hours after the close.
    var expiries: Set<CalendarDate> { Set(contracts.map(\.expiry)) }

    /// Takes an account's whole ledger, or what was appended to it; known events change nothing.
    mutating func set(_ account: Account, events: [LedgerEvent]) {
        var entry =
            held[account.name]
            ?? Held(account: account, ledger: LedgerBook(), source: account.broker)
        if events.count < entry.ledger.eventCount { entry.ledger = LedgerBook() }
        if account.kind.isReal { entry.ledger.apply(stored: events) } else { entry.ledger.apply(events) }
        entry.source = events.last?.source ?? account.broker
        if entry.ledger.eventCount != held[account.name]?.ledger.eventCount { ledgerNumber += 1 }
        held[account.name] = entry
        isStale = true
    }

    /// Lets go of ledgers that come from files: they are read again. What is shown stays until then.
    mutating func forgetImported() {
        held = held.filter { !$0.value.account.kind.isReal }
        ledgerNumber += 1
    }

    mutating func setOrders(_ list: [WorkingOrder], account: String) {
        guard orders[account] ?? [] != list else { return }
        orders[account] = list
        isStale = true
    }

    /// Chooses the accounts that make up the book.
    mutating func select(_ names: [String]) {
        selected = names
        isStale = true
    }

    mutating func annotate(intents: [String: PositionIntent], notes: Set<String>, ownList: Set<String>) {
        guard intents != self.intents || notes != self.notes || ownList != self.ownList else { return }
        self.intents = intents
        self.notes = notes
        self.ownList = ownList
        isStale = true
    }

    /// The group that a strategy row was opened as, nil when it has none.
    func group(of strategy: String, in book: BookValuation?) -> String? {
        book?.strategies.first { $0.id == strategy }?.legs.compactMap(\.position.strategyGroup).first
    }

    /// Takes in changed ledgers and choices, so that ``contracts`` and ``symbols`` are those of the present book.
    mutating func prepare(now: Instant) { rebuildIfStale(now: now) }

    mutating func apply(_ market: MarketSnapshot) {
        rebuildIfStale(now: market.asOf)
        valuer.apply(market)
    }

    mutating func apply(previousMarks: [OptionContract: Figure]) { valuer.apply(previousMarks: previousMarks) }

    mutating func apply(smiles: [OptionContract: SmileVolatility]) { valuer.apply(smiles: smiles) }

    /// Held contracts whose quotes tell no volatility.
    func contractsWithoutVolatility(in quotes: [OptionContract: Quote], now: Instant) -> [OptionContract] {
        valuer.contractsWithoutVolatility(in: quotes, now: now)
    }

    /// Symbols that have traded on without their options, with the time of the newest quote of those.
    func symbolsApart(
        in underlyings: [String: UnderlyingMarket], optionQuotes: [OptionContract: Quote], now: Instant
    ) -> [String: Instant] {
        valuer.symbolsApart(in: underlyings, optionQuotes: optionQuotes, now: now)
    }

    mutating func apply(severities: [String: AlertPriority]) { valuer.apply(severities: severities) }

    mutating func apply(underlyingQuotes: [String: Quote], optionQuotes: [OptionContract: Quote]) {
        valuer.apply(underlyingQuotes: underlyingQuotes, optionQuotes: optionQuotes)
    }

    mutating func valuation(now: Instant) -> BookValuation {
        rebuildIfStale(now: now)
        var book = valuer.valuation(now: now)
        book.dayAttribution = attributor.attribution(of: book, valuer)
        return book
    }

    /// The book at a moment, ready to be revalued at the shocks of a request; nothing here changes.
    func scenarioWork(_ request: ScenarioRequest, now: Instant) -> ScenarioWork {
        var copy = self
        let book = copy.valuation(now: now)
        return copy.valuer.scenarioWork(request, book: book)
    }

    /// The book at a moment, ready for the expiry board; nothing here changes.
    func expiryWork(market: MarketSnapshot, now: Instant) -> ExpiryWork {
        var copy = self
        let book = copy.valuation(now: now)
        return copy.valuer.expiryWork(book: book, market: market)
    }

    private mutating func rebuildIfStale(now: Instant) {
        let today = now.newYork.date
        guard isStale || builtOn != today else { return }
        isStale = false
        builtOn = today
        let books = selected.compactMap { held[$0] }
        let activity = valuer.calendar.previousClose(at: now).map { close in
            DayActivity(since: close, movements: books.flatMap { $0.ledger.movements(since: close) })
        }
        valuer.apply(
            BookContent(
                accounts: books.map { $0.ledger.accountHoldings($0.account, source: $0.source, now: now) },
                positions: books.flatMap(positions),
                workingOrders: selected.flatMap { orders[$0] ?? [] }, intents: intents, notes: notes,
                ownList: ownList, dayActivity: activity))
    }

    /// Order numbers of real brokers group the legs of one order, not a strategy that is still whole: there, strategies
    /// are recognised by their shape.
    private func positions(of entry: Held) -> [Position] {
        guard entry.account.kind.isReal else { return entry.ledger.valuedPositions }
        return entry.ledger.valuedPositions.map { position in
            var position = position
            position.strategyGroup = nil
            return position
        }
    }
}

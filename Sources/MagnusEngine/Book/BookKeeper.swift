import MagnusAnalysis
import MagnusDomain

/// Holds the ledgers of all accounts and the valuer of the selected ones.
struct BookKeeper {
    private struct Held {
        var account: Account
        var ledger: LedgerBook
        var eventCount: Int
        var lastEventAt: Instant?
        var source: String
    }

    private var held: [String: Held] = [:]
    private var orders: [String: [WorkingOrder]] = [:]
    private var selected: [String] = []
    private var intents: [String: PositionIntent] = [:]
    private var notes: Set<String> = []
    private var ownList: Set<String> = []
    private var valuer: BookValuer
    private var isStale = true

    init(settings: BookSettings) {
        let none = RateCurve(points: [], asOf: Instant(nanosecondsSinceEpoch: 0), source: "none")
        valuer = BookValuer(rates: none, settings: settings)
    }

    func knows(_ account: String) -> Bool { held[account] != nil }

    /// Events taken so far; nil for an unknown account.
    func eventCount(_ account: String) -> Int? { held[account]?.eventCount }

    /// The contracts whose quotes the selected accounts need.
    var contracts: [OptionContract] { valuer.contracts }

    /// The underlyings whose quotes the selected accounts need.
    var symbols: Set<String> { Set(valuer.symbols) }

    /// Symbols held as shares.
    var stockSymbols: Set<String> {
        Set(
            selected.flatMap { held[$0]?.ledger.positions ?? [] }.compactMap {
                if case .stock(let symbol) = $0.instrument { symbol } else { nil }
            })
    }

    /// Expiry days of held options, for the hours after the close.
    var expiries: Set<CalendarDate> { Set(contracts.map(\.expiry)) }

    /// Takes an account's whole ledger, or what was appended to it.
    mutating func set(_ account: Account, events: [LedgerEvent]) {
        var entry =
            held[account.name]
            ?? Held(
                account: account, ledger: LedgerBook(account: account.name), eventCount: 0, lastEventAt: nil,
                source: account.broker)
        if events.count < entry.eventCount {
            entry.ledger = LedgerBook(account: account.name)
            entry.eventCount = 0
        }
        for event in events.dropFirst(entry.eventCount) { entry.ledger.apply(event) }
        entry.eventCount = events.count
        entry.lastEventAt = events.last?.time
        entry.source = events.last?.source ?? account.broker
        held[account.name] = entry
        isStale = true
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

    mutating func apply(_ market: MarketSnapshot) {
        rebuildIfStale()
        valuer.apply(market)
    }

    mutating func apply(previousMarks: [OptionContract: Double]) { valuer.apply(previousMarks: previousMarks) }

    mutating func apply(severities: [String: AlertPriority]) { valuer.apply(severities: severities) }

    mutating func apply(underlyingQuotes: [String: Quote], optionQuotes: [OptionContract: Quote]) {
        valuer.apply(underlyingQuotes: underlyingQuotes, optionQuotes: optionQuotes)
    }

    mutating func valuation(now: Instant) -> BookValuation {
        rebuildIfStale()
        return valuer.valuation(now: now)
    }

    private mutating func rebuildIfStale() {
        guard isStale else { return }
        isStale = false
        let books = selected.compactMap { held[$0] }
        valuer.apply(
            BookContent(
                accounts: books.map {
                    AccountHoldings(
                        account: $0.account, cash: $0.ledger.cash, settledCash: $0.ledger.settledCash,
                        realizedProfit: $0.ledger.realizedProfit, source: $0.source, reportedAt: $0.lastEventAt)
                },
                positions: books.flatMap(\.ledger.positions),
                workingOrders: selected.flatMap { orders[$0] ?? [] }, intents: intents, notes: notes,
                ownList: ownList))
    }
}

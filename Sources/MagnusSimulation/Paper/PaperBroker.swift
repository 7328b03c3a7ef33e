import MagnusDomain
import MagnusQuant

/// The embedded broker: the accounts `paper` and `ira` on a simulated world, as ledger events.
///
/// **Strategy groups.** Every event carries an `orderIdentifier`; the legs that belong to one strategy share it. The
/// group of a held position is the identifier of the event that opened it: `P1` to `P18` are the rows of the account's
/// specification, shares that came by assignment carry the group of the row they belong to (INTC `P10`, DIS `P11`).
/// ``intents``, ``notes`` and working orders name these groups.
///
/// **Time.** Events up to the anchor are the account's history; later ones are what the world's prices make of the
/// positions (expiry, exercise, assignment, settlement, dividends, interest) and appear when the broker reports them.
/// All are known when the broker is made; ``ledgerEvents(of:now:)`` shows those up to `now`.
public struct PaperBroker: AccountSource {
    public static let sourceName = "paper"
    public let name = PaperBroker.sourceName
    private let eventsByAccount: [String: [LedgerEvent]]

    /// Free of open positions' effects: what the account holds in cash at the anchor.
    static let anchorCash = 114_640.40
    static let retirementCash = 12_480.25

    public init(world: SimulatedWorld) {
        var result: [String: [LedgerEvent]] = [:]
        var paper = Self.namedTrades(of: world)
        PaperHistory(world: world, others: paper.events).append(to: &paper)
        result["paper"] = Self.complete(paper, world: world, cash: Self.anchorCash, opened: .on(2026, 1, 9))
        var retirement = PaperLedger(account: "ira")
        for entry in Self.retirementEntries { retirement.append(entry) }
        result["ira"] = Self.complete(retirement, world: world, cash: Self.retirementCash, opened: .on(2026, 6, 1))
        eventsByAccount = result
    }

    /// Campaigns, wheels and the open book: everything of the paper account but the plain short puts of its history.
    private static func namedTrades(of world: SimulatedWorld) -> PaperLedger {
        var ledger = PaperLedger(account: "paper")
        PaperCampaigns(world: world).append(to: &ledger)
        for entry in PaperBook.wheels + PaperBook.entries { ledger.append(entry) }
        return ledger
    }

    /// The plain short puts of the paper account's history.
    static func history(of world: SimulatedWorld) -> PaperHistory {
        PaperHistory(world: world, others: namedTrades(of: world).events)
    }

    private static let retirementEntries: [PaperBook.Entry] = [
        PaperBook.Entry(group: "A1", date: .on(2026, 6, 3), legs: PaperBook.shares("VTI", 50, 281.40)),
        PaperBook.Entry(group: "A2", date: .on(2027, 3, 5), legs: PaperBook.shares("INTC", 50, 36.20)),
        PaperBook.Entry(
            group: "A3", date: .on(2027, 3, 8), legs: PaperBook.option("XLE", .on(2027, 4, 16), .put, 85, -1, 0.42)),
    ]

    /// Adds interest of the past, the opening deposit that leads to the stated cash, and the future; sorted.
    private static func complete(
        _ start: PaperLedger, world: SimulatedWorld, cash: Double, opened: CalendarDate
    ) -> [LedgerEvent] {
        var ledger = start
        var date = opened
        while date < SimulatedWorld.anchorDate {
            let next = world.calendar.nextSession(after: date)
            if next.month != date.month, next <= SimulatedWorld.anchorDate {
                let amount = PaperLedger.money((cash * PaperLifecycle.interestRate / 12 * 100).rounded(.down) / 100)
                ledger.appendCash(
                    time: NewYorkTime.instant(on: date, hour: 18, minute: 0), kind: .interest, amount: amount,
                    identifier: "I-\(date)", details: "Credit interest")
            }
            date = next
        }
        let deposit = PaperLedger.money(cash) - ledger.cash
        ledger.appendCash(
            time: NewYorkTime.instant(on: opened, hour: 9, minute: 0), kind: .transfer, amount: deposit,
            identifier: "opening", details: "Opening deposit")
        var lifecycle = PaperLifecycle(world: world, ledger: ledger)
        let events = lifecycle.run(through: .on(2028, 3, 31))
        return events.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    /// The accounts that exist in every simulated world.
    public static let standardAccounts = [
        Account(name: "paper", broker: "paper", kind: .paper, rules: .regulationT),
        Account(name: "ira", broker: "paper", kind: .paper, rules: .individualRetirement),
    ]

    public func accounts() async -> [Account] { Self.standardAccounts }

    public func ledgerEvents(of account: String, now: Instant) async throws(MarketDataError) -> [LedgerEvent] {
        try events(of: account, now: now)
    }

    /// The same without waiting.
    public func events(of account: String, now: Instant) throws(MarketDataError) -> [LedgerEvent] {
        guard let events = eventsByAccount[account] else { throw .unknownSymbol(account) }
        // Sorted by time: everything before the first later event.
        var low = 0
        var high = events.count
        while low < high {
            let middle = (low + high) / 2
            if events[middle].time <= now { low = middle + 1 } else { high = middle }
        }
        return Array(events[..<low])
    }

    public func workingOrders(of account: String, now: Instant) async -> [WorkingOrder] {
        let placed = NewYorkTime.instant(on: .on(2027, 3, 12), hour: 14, minute: 33)
        let expiry = NewYorkTime.instant(on: .on(2027, 4, 30), hour: 16, minute: 0)
        guard account == "paper", now >= placed, now < expiry else { return [] }
        return [
            WorkingOrder(
                id: "paper:O1", account: "paper", strategyGroup: "P14", limitPrice: 0.93, isGoodTillCancelled: true,
                placedAt: placed)
        ]
    }
}

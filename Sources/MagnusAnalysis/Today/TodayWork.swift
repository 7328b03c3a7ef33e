import MagnusDomain

/// Puts the card of a day together from the book, its ledger, its orders and what is due.
public struct TodayWork: Sendable {
    let book: BookValuation
    let market: MarketSnapshot
    /// Cash and deadlines; of the same book.
    let board: ExpiryBoard
    /// Of the shown accounts.
    let events: [LedgerEvent]
    let orders: [WorkingOrder]
    let sources: [TodaySource]
    let settings: BookSettings

    /// - Parameters:
    ///   - board: with deadlines through ``deadlineDays`` at least.
    ///   - events: since the last close at least.
    public init(
        book: BookValuation, market: MarketSnapshot, board: ExpiryBoard, events: [LedgerEvent], orders: [WorkingOrder],
        sources: [TodaySource], settings: BookSettings
    ) {
        self.book = book
        self.market = market
        self.board = board
        self.events = events
        self.orders = orders
        self.sources = sources
        self.settings = settings
    }

    /// The longest way to the next session, and the days by which a date may move.
    public static func deadlineDays(_ settings: BookSettings) -> Int { 7 + settings.unconfirmedEarningsDays }

    private var calendar: ExchangeCalendar { market.calendar }
    private var now: Instant { book.asOf }
    private var today: CalendarDate { now.newYork.date }

    public var card: TodayCard {
        let since = calendar.latestClose(at: now)
        return TodayCard(
            asOf: now, account: board.account, since: since, nextSession: calendar.nextSession(after: today),
            overnight: overnight(since: since), unreported: unreported, accounts: board.accounts, gaps: gaps,
            deadlines: board.deadlines.filter(isDue), orders: working, sources: sources)
    }

    // MARK: Overnight

    /// Trades are the owner's own doing.
    private func overnight(since: Instant?) -> [OvernightEvent] {
        guard let since else { return [] }
        return events.filter { $0.kind != .trade && $0.time > since && $0.time <= now }
            .sorted { ($0.time, $0.id) < ($1.time, $1.id) }
            .map { event in
                OvernightEvent(
                    id: event.id, account: event.account, time: event.time, kind: event.kind,
                    symbol: event.instrument?.underlying, title: title(event),
                    cash: event.amount.dollars + event.fees.dollars)
            }
    }

    private func title(_ event: LedgerEvent) -> String {
        switch event.instrument {
        case .stock(let symbol):
            event.quantity.isZero ? symbol : "\(symbol) \(event.quantity.signedText) sh"
        case .option(let contract):
            event.quantity.isZero
                ? "\(contract.root) \(contract.shortName) \(contract.expiry.monthDay)"
                : "\(contract.root) \(contract.positionText(quantity: event.quantity)) \(contract.expiry.monthDay)"
        case nil: HarmlessText.sanitised(event.details, maximumLength: 60)
        }
    }

    private var unreported: [UnreportedEnd] {
        book.strategies.flatMap { row in
            row.legs.compactMap { leg -> UnreportedEnd? in
                guard leg.state == .awaitingBroker || leg.state == .expiredUnresolved,
                    case .option(let contract) = leg.position.instrument
                else { return nil }
                return UnreportedEnd(
                    row: row.id, symbol: row.symbol, title: Explainer.name(leg.position), expiry: contract.expiry)
            }
        }.sorted { ($0.expiry, $0.title) < ($1.expiry, $1.title) }
    }

    // MARK: Gaps

    private var gaps: [TodayGap] {
        let names = Set(book.strategies.map(\.symbol)).filter {
            market.underlyings[$0]?.profile.kind != .treasuryBillFund
        }
        return names.map(gap).sorted { left, right in
            let cushions = [left, right].map { $0.sigmas.value ?? .infinity }
            return cushions[0] != cushions[1] ? cushions[0] < cushions[1] : left.symbol < right.symbol
        }
    }

    private func gap(_ symbol: String) -> TodayGap {
        let rows = book.strategies.filter { $0.symbol == symbol }
        let spot = rows.flatMap(\.legs).map(\.underlyingPrice).first { $0.value != nil } ?? .unknown(.noSource)
        let close = market.underlyings[symbol]?.profile.previousClose.flatMap { $0 > 0 ? $0 : nil }
        let shorts = rows.filter { $0.distance.reason != .notApplicable }
        let nearest = shorts.min { left, right in
            let cushions = [left, right].map { $0.distanceSigmas.value ?? .infinity }
            return cushions[0] != cushions[1] ? cushions[0] < cushions[1] : left.id < right.id
        }
        return TodayGap(
            symbol: symbol, spot: spot,
            move: Figure(close, else: .noSource).combined(with: spot) { $1 / $0 - 1 }, row: nearest?.id,
            title: nearest?.title ?? "", distance: nearest?.distance ?? .unknown(.notApplicable),
            distanceDollars: nearest?.distanceDollars ?? .unknown(.notApplicable),
            sigmas: nearest?.distanceSigmas ?? .unknown(.notApplicable))
    }

    // MARK: Deadlines

    /// Whether it is settled before the next session is open, or may be: after that session's opening it is another day's.
    private func isDue(_ deadline: Deadline) -> Bool {
        let next = calendar.nextSession(after: today)
        guard deadline.kind == .earnings else { return deadline.day <= next }
        guard !deadline.isEstimated else {
            return deadline.day.days(since: next) <= settings.unconfirmedEarningsDays
        }
        let isOpen = calendar.session(on: today).map { now >= $0.open } ?? false
        if deadline.day == today {
            // Out before the opening: it is in the prices.
            return !(isOpen && deadline.text.hasPrefix(EarningsTime.beforeOpen.rawValue))
        }
        return deadline.day <= next && !deadline.text.hasPrefix(EarningsTime.afterClose.rawValue)
    }

    // MARK: Orders

    private var working: [TodayOrder] {
        let kinds = Dictionary(book.accounts.map { ($0.account.name, $0.account.kind) }) { first, _ in first }
        return orders.map { order in
            let row = book.strategies.first { row in
                row.account == order.account
                    && row.legs.contains { $0.position.strategyGroup == order.strategyGroup }
            }
            // Groups of real accounts are numbers of orders and name no position.
            let isTold = kinds[order.account].map { !$0.isReal } ?? false
            return TodayOrder(
                order: order, row: row?.id, title: row.map { "\($0.symbol) \($0.title)" } ?? order.strategyGroup,
                isOrphan: row != nil ? false : isTold ? true : nil)
        }.sorted { left, right in
            let places = [left, right].map { $0.isOrphan == true ? 0 : 1 }
            return places[0] != places[1]
                ? places[0] < places[1]
                : (left.order.placedAt, left.order.id) < (right.order.placedAt, right.order.id)
        }
    }
}

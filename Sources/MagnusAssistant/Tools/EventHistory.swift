import MagnusAnalysis
import MagnusDomain

/// What happened to contracts and shares: assignments, exercises, expiries, dividends, splits, as the ledger has them.
struct EventHistory: Sendable {
    /// One thing that happened; the delivery of shares belongs to the option that caused it.
    struct Happening: Sendable, Hashable {
        var account: String
        var symbol: String
        var kind: LedgerEventKind
        /// New York day on which it was booked.
        var date: CalendarDate
        /// nil for shares and cash.
        var contract: OptionContract?
        /// Contracts or shares, without a sign.
        var quantity: Double
        /// Positive: shares came in.
        var deliveredShares: Double
        /// Dollars per share of the delivery.
        var deliveryPrice: Double?
        /// Dollars of cash moved, after fees.
        var cash: Double
        /// Dollars realised, after fees.
        var realized: Double

        /// Broker reports of an expiry come hours or a weekend after it; both days are days it happened on.
        func isIn(_ span: DateSpan) -> Bool {
            if span.contains(date) { return true }
            guard EventHistory.isEndOfContract(kind), let expiry = contract?.expiry else { return false }
            return span.contains(expiry) && expiry <= date && date.days(since: expiry) <= 5
        }
    }

    /// Latest first.
    let happenings: [Happening]
    let begins: CalendarDate?

    static func isEndOfContract(_ kind: LedgerEventKind) -> Bool {
        [.assignment, .exercise, .expiration, .cashSettlement].contains(kind)
    }

    private struct Key: Hashable {
        var account: String
        var symbol: String
        var kind: LedgerEventKind
        var time: Instant
    }

    /// - Parameter events: of the accounts shown, by time then id.
    init(_ events: [LedgerEvent]) {
        var book = LedgerBook()
        var found: [Happening] = []
        var options: [Key: Int] = [:]
        var deliveries: [(key: Key, shares: Happening)] = []
        for event in events {
            let before = book.realizedProfit(of: event.account)
            book.apply(event)
            let realized = book.realizedProfit(of: event.account).dollars - before.dollars
            let symbol = event.instrument.map(TradeHistory.symbol) ?? ""
            let key = Key(account: event.account, symbol: symbol, kind: event.kind, time: event.time)
            var happening = Happening(
                account: event.account, symbol: symbol, kind: event.kind, date: event.time.newYork.date, contract: nil,
                quantity: event.quantity.magnitude.value, deliveredShares: 0, deliveryPrice: nil,
                cash: (event.amount + event.fees).dollars, realized: realized)
            switch event.instrument {
            case .option(let contract):
                happening.contract = contract
                if event.kind == .assignment || event.kind == .exercise { options[key] = found.count }
            case .stock where event.kind == .assignment || event.kind == .exercise:
                happening.deliveredShares = event.quantity.value
                happening.deliveryPrice = event.price?.dollars
                deliveries.append((key, happening))
                continue
            default: break
            }
            found.append(happening)
        }
        for (key, shares) in deliveries {
            guard let option = options[key] else {
                // Shares came or went and the option is not in this ledger: still an assignment.
                found.append(shares)
                continue
            }
            found[option].deliveredShares += shares.deliveredShares
            found[option].deliveryPrice = shares.deliveryPrice
            found[option].cash += shares.cash
            found[option].realized += shares.realized
        }
        happenings = found.enumerated().sorted { left, right in
            (right.element.date, left.offset) < (left.element.date, right.offset)
        }.map(\.element)
        begins = events.first?.time.newYork.date
    }
}

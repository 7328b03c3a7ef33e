import MagnusAnalysis
import MagnusDomain

/// What the ledger realised, entry by entry. Every amount is a difference of the exact fold, so that parts add up to the
/// realised profit of the account.
struct TradeHistory: Sendable {
    /// What one closing order, expiry, assignment or settlement realised; legs of one order are one.
    struct Closed: Sendable, Hashable {
        var account: String
        var symbol: String
        var date: CalendarDate
        /// Dollars after fees.
        var profit: Double
    }

    /// In order of time.
    let closed: [Closed]
    /// Dividends, interest and fees outside of trades, dollars, by New York date.
    let income: [(symbol: String, date: CalendarDate, amount: Double)]
    /// Day of the first entry; nil for an empty ledger.
    let begins: CalendarDate?

    /// - Parameter events: of the accounts shown, by time then id.
    init(_ events: [LedgerEvent]) {
        var book = LedgerBook()
        var order: [String] = []
        var groups: [String: Closed] = [:]
        var income: [(symbol: String, date: CalendarDate, amount: Double)] = []
        for event in events {
            let before = book.realizedProfit(of: event.account)
            book.apply(event)
            let change = book.realizedProfit(of: event.account).dollars - before.dollars
            guard abs(change) >= 0.000_05 else { continue }
            let date = event.time.newYork.date
            let symbol = event.instrument.map(Self.symbol) ?? ""
            switch event.kind {
            case .trade, .assignment, .exercise, .expiration, .cashSettlement:
                let group = event.orderIdentifier ?? "\(symbol) \(event.time.nanosecondsSinceEpoch)"
                let key = "\(event.account) \(group) \(date.iso8601)"
                if groups[key] == nil {
                    order.append(key)
                    groups[key] = Closed(account: event.account, symbol: symbol, date: date, profit: 0)
                }
                groups[key]?.profit += change
            case .dividend, .interest, .fee, .transfer, .split, .symbolChange, .merger, .adjustment:
                income.append((symbol, date, change))
            }
        }
        closed = order.compactMap { groups[$0] }
        self.income = income
        begins = events.first?.time.newYork.date
    }

    static func symbol(_ instrument: Instrument) -> String {
        switch instrument {
        case .stock(let symbol): symbol
        case .option(let contract): contract.underlying
        }
    }
}

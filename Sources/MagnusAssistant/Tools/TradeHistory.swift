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
        /// Shares sold, called away or put, and no option with them. Counted apart: the option that delivered them has
        /// its own result.
        var isShares: Bool
    }

    /// In order of time.
    let closed: [Closed]
    /// Dividends, interest and fees outside of trades, dollars, by New York date.
    let income: [(symbol: String, date: CalendarDate, amount: Double)]
    /// Day of the first entry; nil for an empty ledger.
    let begins: CalendarDate?

    private struct Holding: Hashable {
        var account: String
        var instrument: Instrument
    }

    /// - Parameter events: of the accounts shown, by time then id.
    init(_ events: [LedgerEvent]) {
        var book = LedgerBook()
        var order: [String] = []
        var groups: [String: Closed] = [:]
        var income: [(symbol: String, date: CalendarDate, amount: Double)] = []
        var quantities: [Holding: Int64] = [:]
        var openings: [Holding: String] = [:]
        for event in events {
            let before = book.realizedProfit(of: event.account)
            book.apply(event)
            let change = book.realizedProfit(of: event.account).dollars - before.dollars
            let date = event.time.newYork.date
            let symbol = event.instrument.map(Self.symbol) ?? ""
            let isTrade = [.trade, .assignment, .exercise, .expiration, .cashSettlement].contains(event.kind)
            guard isTrade, let instrument = event.instrument else {
                if abs(change) >= 0.000_05 { income.append((symbol, date, change)) }
                continue
            }
            let holding = Holding(account: event.account, instrument: instrument)
            let held = quantities[holding] ?? 0
            quantities[holding] = held &+ event.quantity.millionths
            if held == 0 || (held < 0) == (event.quantity.millionths < 0), event.quantity.millionths != 0 {
                openings[holding] = event.orderIdentifier ?? event.id
            }
            let isClosing = held != 0 && event.quantity.millionths != 0 && (held < 0) != (event.quantity.millionths < 0)
            guard isClosing || abs(change) >= 0.000_05 else { continue }
            var isShares = false
            if case .stock = instrument { isShares = true }
            // An expiry has no order of its own: legs that were opened by one order end as one.
            let group = event.orderIdentifier ?? openings[holding] ?? event.id
            // Shares of a delivery are apart from the option; shares of a trading order are a leg of it.
            let isDelivery = isShares && event.kind != .trade
            let key = "\(event.account) \(group) \(date.iso8601)\(isDelivery ? " shares" : "")"
            if groups[key] == nil {
                order.append(key)
                groups[key] = Closed(
                    account: event.account, symbol: symbol, date: date, profit: 0, isShares: isShares)
            }
            groups[key]?.profit += change
            if !isShares { groups[key]?.isShares = false }
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

import MagnusDomain
import MagnusQuant

/// Shares that an assigned or exercised option moved, where the statement prints them as plain trades.
enum StatementDeliveries {
    /// A weekend with a holiday.
    static let span = 4

    /// Turns a trade of shares into the delivery of an option that ended in the same account at most ``span`` days before
    /// or after it, when side, number (100 a contract) and price (the strike) agree. Nothing less is enough.
    static func link(_ rows: inout ImportedRows) {
        var taken: Set<Int> = []
        var trades: [Key: [Int]] = [:]
        for (index, row) in rows.enumerated() {
            guard row.event.kind == .trade, case .stock(let symbol) = row.event.instrument, let price = row.event.price
            else { continue }
            trades[Key(symbol, row.event.quantity, price, row.brokerAccount), default: []].append(index)
        }
        for option in rows where option.event.kind == .assignment || option.event.kind == .exercise {
            guard case .option(let contract) = option.event.instrument, case .shares(let each) = contract.deliverable,
                let contracts = option.event.quantity.magnitude.whole
            else { continue }
            let isReceived = (option.event.kind == .assignment) == (contract.right == .put)
            let shares = Quantity(contracts * each)
            let key = Key(
                contract.underlying, isReceived ? shares : -shares,
                Money(tenThousandths: Int64(contract.strikeThousandths) * 10), option.brokerAccount)
            let day = option.event.time.newYork.date
            let found = trades[key]?.first { index in
                !taken.contains(index) && abs(rows[index].event.time.newYork.date.days(since: day)) <= span
            }
            guard let found else { continue }
            taken.insert(found)
            rows[found].event.deliver(as: option.event.kind)
        }
    }

    /// Who exercises a call may have sold its shares earlier that day, and files state days only: a sale on a day on which
    /// an option brings the same shares may open a short position that they cover.
    static func freeSales(in rows: inout ImportedRows) {
        var arrivals: Set<Arrival> = []
        for row in rows where row.event.kind == .assignment || row.event.kind == .exercise {
            guard case .stock(let symbol) = row.event.instrument, !row.event.quantity.isShort else { continue }
            arrivals.insert(Arrival(symbol: symbol, date: row.event.time.newYork.date, account: row.brokerAccount))
        }
        guard !arrivals.isEmpty else { return }
        for index in rows.indices {
            let row = rows[index]
            guard row.event.kind == .trade, row.event.effect == .closing, row.event.quantity.isShort,
                case .stock(let symbol) = row.event.instrument,
                arrivals.contains(
                    Arrival(symbol: symbol, date: row.event.time.newYork.date, account: row.brokerAccount))
            else { continue }
            rows[index].event.effect = .automatic
        }
    }

    private struct Arrival: Hashable {
        var symbol: String
        var date: CalendarDate
        var account: String?
    }

    private struct Key: Hashable {
        var symbol: String
        var quantity: Quantity
        var price: Money
        var account: String?

        init(_ symbol: String, _ quantity: Quantity, _ price: Money, _ account: String?) {
            self.symbol = symbol
            self.quantity = quantity
            self.price = price
            self.account = account
        }
    }
}

import MagnusDomain
import MagnusQuant

/// Shares that an assigned or exercised option moved, where the statement prints them as plain trades.
enum StatementDeliveries {
    /// A weekend with a holiday.
    static let span = 4

    /// Turns a trade of shares into the delivery of an option that ended in the same account at most ``span`` days before
    /// or after it, when side, number (100 a contract) and price (the strike) agree. Nothing less is enough, and an option
    /// whose shares have a row of their own needs no trade.
    static func link(_ rows: inout ImportedRows) {
        let endings = rows.compactMap(Ending.init)
        guard !endings.isEmpty else { return }
        // Of the trades only those at a strike are kept: a long file has many, and few options that ended so.
        let (keys, sides) = (Set(endings.map(\.key)), Set(endings.map(\.side)))
        var trades: [Key: [Int]] = [:]
        var stated: [Side: [Stated]] = [:]
        for (index, row) in rows.enumerated() {
            let event = row.event
            guard case .stock(let symbol) = event.instrument, let price = event.price else { continue }
            let side = Side(
                symbol: symbol, isReceived: !event.quantity.isShort, price: price, account: row.brokerAccount)
            guard sides.contains(side) else { continue }
            if event.kind == .trade {
                let key = Key(side: side, quantity: event.quantity)
                if keys.contains(key) { trades[key, default: []].append(index) }
            } else if event.kind == .assignment || event.kind == .exercise {
                stated[side, default: []].append(
                    Stated(day: event.time.newYork.date, left: event.quantity.millionths.magnitude))
            }
        }
        var taken: Set<Int> = []
        for ending in endings {
            let size = ending.key.quantity.millionths.magnitude
            guard !take(size, near: ending.day, from: &stated[ending.side, default: []]) else { continue }
            let found = trades[ending.key]?.first { index in
                !taken.contains(index) && abs(rows[index].event.time.newYork.date.days(since: ending.day)) <= span
            }
            guard let found else { continue }
            taken.insert(found)
            rows[found].event.deliver(as: ending.kind)
        }
    }

    /// An option that was assigned or exercised, with the shares it moved.
    private struct Ending {
        var kind: LedgerEventKind
        var day: CalendarDate
        var side: Side
        var key: Key

        init?(_ row: ImportedRow) {
            let event = row.event
            guard event.kind == .assignment || event.kind == .exercise, case .option(let contract) = event.instrument,
                case .shares(let each) = contract.deliverable, let contracts = event.quantity.magnitude.whole
            else { return nil }
            let isReceived = (event.kind == .assignment) == (contract.right == .put)
            let shares = Quantity(contracts * each)
            (kind, day) = (event.kind, event.time.newYork.date)
            side = Side(
                symbol: contract.underlying, isReceived: isReceived,
                price: Money(tenThousandths: Int64(contract.strikeThousandths) * 10), account: row.brokerAccount)
            key = Key(side: side, quantity: isReceived ? shares : -shares)
        }
    }

    /// Takes what an option moved from the rows that say so themselves; false when there is none.
    private static func take(_ shares: UInt64, near day: CalendarDate, from rows: inout [Stated]) -> Bool {
        var missing = shares
        for index in rows.indices where missing > 0 && abs(rows[index].day.days(since: day)) <= span {
            let part = min(missing, rows[index].left)
            rows[index].left -= part
            missing -= part
        }
        rows.removeAll { $0.left == 0 }
        return missing < shares
    }

    private struct Side: Hashable {
        var symbol: String
        var isReceived: Bool
        var price: Money
        var account: String?
    }

    /// Shares that their own row says an option moved, in millionths.
    private struct Stated {
        var day: CalendarDate
        var left: UInt64
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
        var side: Side
        var quantity: Quantity
    }
}

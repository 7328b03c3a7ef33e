import MagnusDomain

/// Rows that take back a trade.
///
/// A trade and the row that cancels it never happened: no position, no cash, no result. Both stay rows of the history that
/// move nothing, so that their ids are known and an older download, which has the trade alone, does not bring it back.
enum CancelledTrades {
    /// A cancellation may come weeks after its trade.
    static let days = 30

    /// Voids the trades that other rows take back: same account and instrument, opposite quantity and cash, on the same day
    /// or at most ``days`` before, the nearest first. A cancellation without its trade stays as it was read.
    /// - Parameter lines: of the rows that are cancellations.
    static func void(_ lines: Set<Int>, in content: inout FileContent) {
        guard !lines.isEmpty else { return }
        var cancels: [Int] = []
        for (index, row) in content.rows.enumerated() {
            if let line = row.event.line, lines.contains(line), row.event.instrument != nil { cancels.append(index) }
        }
        let wanted = Set(cancels.map { Trade(content.rows[$0], isCancel: true) })
        var trades: [Trade: [Int]] = [:]
        for (index, row) in content.rows.enumerated() where row.event.kind == .trade {
            let trade = Trade(row, isCancel: false)
            if wanted.contains(trade) { trades[trade, default: []].append(index) }
        }
        for cancel in cancels {
            let row = content.rows[cancel]
            let key = Trade(row, isCancel: true)
            let day = row.event.time.newYork.date
            var nearest: (index: Int, distance: Int)?
            for index in trades[key] ?? [] {
                let distance = day.days(since: content.rows[index].event.time.newYork.date)
                if (0...days).contains(distance), distance < nearest?.distance ?? .max { nearest = (index, distance) }
            }
            guard let trade = nearest?.index else {
                content.warn(
                    line: row.event.line, code: "cancelled_trade",
                    "takes back a trade that this file does not hold: booked as an adjustment")
                continue
            }
            trades[key]?.removeAll { $0 == trade }
            let line = content.rows[trade].event.line
            content.rows[trade].event.void()
            content.rows[cancel].event.void()
            content.warn(
                line: line, code: "cancelled_trade",
                "taken back in line \(row.event.line ?? 0): it moves no position and no cash")
            content.warn(
                line: row.event.line, code: "cancelled_trade",
                "takes back the trade of line \(line ?? 0): it moves no position and no cash")
        }
    }

    /// What both rows of a pair have in common, told from the trade.
    private struct Trade: Hashable {
        var account: String?
        var instrument: Instrument?
        var quantity: Quantity
        var cash: Money

        init(_ row: ImportedRow, isCancel: Bool) {
            let net = row.event.amount + row.event.fees
            (account, instrument) = (row.brokerAccount, row.event.instrument)
            quantity = isCancel ? -row.event.quantity : row.event.quantity
            cash = isCancel ? -net : net
        }
    }
}

extension LedgerEvent {
    /// Leaves of a row only that it is there.
    mutating func void() {
        (kind, effect) = (.adjustment, .automatic)
        (quantity, amount, fees) = (.zero, .zero, .zero)
        (price, statedProfit) = (nil, nil)
    }

    /// Whether a row moves nothing at all.
    var isVoid: Bool {
        kind == .adjustment && quantity.isZero && amount == .zero && fees == .zero
    }
}

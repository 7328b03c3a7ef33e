import MagnusDomain

/// What rows of Schwab's history know only from each other.
enum SchwabPairs {
    /// Days after an assignment or exercise on which its shares may be booked.
    static let deliveryDays = 4

    /// Names the ticker of what a change took away. Schwab prints the security's number (CUSIP) there, and the ticker
    /// only on earlier rows of the same name.
    static func nameRemoved(_ content: inout FileContent) {
        var tickers: [String: String] = [:]
        for row in content.rows {
            if case .stock(let symbol) = row.event.instrument, !StatementText.isSecurityNumber(symbol),
                row.event.quantity.millionths > 0, row.event.kind == .trade || row.event.kind == .transfer
            {
                tickers[name(row.event)] = symbol
            }
        }
        var kept: [Int] = []
        // Changed at the end: a row is told its ticker by what stands beside it in the file.
        var renamed: [(place: Int, instrument: Instrument)] = []
        for index in content.rows.indices {
            let row = content.rows[index]
            guard case .stock(let symbol) = row.event.instrument, StatementText.isSecurityNumber(symbol),
                row.event.kind == .split || row.event.kind == .symbolChange || row.event.kind == .merger
            else {
                kept.append(index)
                continue
            }
            let ticker = row.event.kind == .split ? partner(of: index, in: content.rows) : nil
            if let ticker = ticker ?? tickers[name(row.event)] {
                renamed.append((index, .stock(symbol: ticker)))
                kept.append(index)
            } else {
                var unread = row
                content.unread(
                    &unread, "Symbol: a security's number, and no row of this file names its ticker", text: symbol)
                content.rows[index] = unread
                kept.append(index)
            }
        }
        for (index, instrument) in renamed { content.rows[index].event.instrument = instrument }
        content.rows = content.rows.selected(kept)
    }

    /// Turns purchases and sales at the strike of an ended option into the shares it moved: Schwab prints them as plain
    /// trades. Only an exact fit counts: underlying, side, price and number, within ``deliveryDays``.
    static func findDeliveries(_ content: inout FileContent) {
        var trades: [Delivery: [Int]] = [:]
        var endings: [Int] = []
        for (index, row) in content.rows.enumerated() {
            let event = row.event
            switch event.instrument {
            // Not those of the words for short sales.
            case .stock(let symbol)
            where event.kind == .trade
                && (event.effect == .automatic || event.effect == .closing && event.quantity.isShort):
                let key = Delivery(
                    symbol: symbol, day: event.time.newYork.date, price: event.price?.tenThousandths ?? 0,
                    isReceived: !event.quantity.isShort)
                trades[key, default: []].append(index)
            case .option(let contract)
            where (event.kind == .assignment || event.kind == .exercise) && contract.settlement == .physical:
                endings.append(index)
            default: break
            }
        }
        for index in endings.sorted(by: { content.rows[$0].event.time < content.rows[$1].event.time }) {
            let event = content.rows[index].event
            guard case .option(let contract) = event.instrument else { continue }
            var key = Delivery(
                symbol: contract.underlying, day: event.time.newYork.date,
                price: Int64(contract.strikeThousandths) * 10,
                isReceived: (event.kind == .assignment) == (contract.right == .put))
            var missing = event.quantity.millionths.magnitude * UInt64(contract.multiplier)
            for _ in 0...deliveryDays where missing > 0 {
                // Of rows that fit alike only some are looked at: no file makes this slow.
                var left: [Int] = []
                for place in trades[key]?.prefix(64) ?? [] {
                    let size = content.rows[place].event.quantity.millionths.magnitude
                    guard size <= missing else {
                        left.append(place)
                        continue
                    }
                    content.rows[place].event.deliver(as: event.kind)
                    missing -= size
                }
                if let all = trades[key] { trades[key] = left + all.dropFirst(64) }
                key.day = key.day.adding(days: 1)
            }
        }
    }

    private struct Delivery: Hashable {
        var symbol: String
        var day: CalendarDate
        /// In ten-thousandths.
        var price: Int64
        var isReceived: Bool
    }

    /// The ticker that the other half of a split names.
    private static func partner(of index: Int, in rows: ImportedRows) -> String? {
        for place in [index - 1, index + 1] where rows.indices.contains(place) {
            let other = rows[place].event
            if case .stock(let symbol) = other.instrument, !StatementText.isSecurityNumber(symbol),
                DayOrder.isPair(rows[index].event, other)
            {
                return symbol
            }
        }
        return nil
    }

    /// `CHURCHILL CAPITAL IV XXXMANDATORY MERGER EFF: 07/26/21` is of `CHURCHILL CAPITAL IV`.
    private static func name(_ event: LedgerEvent) -> String {
        let words = StatementText.words(event.details)
        let head = words.firstRange(of: "XXX").map { words[..<$0.lowerBound] } ?? words[...]
        return String(StatementText.trimmed(head))
    }
}

import MagnusDomain

/// Every purchase of a ledger with what of it left again, for ``WashSaleFinder``.
struct WashSaleHistory {
    /// One side of a lot: the event that opened or closed it.
    struct Side {
        var place: Int
        var account: String
        var instrument: Instrument?
        var second: Int64
        /// nil where no order is stated or its number tells none apart.
        var order: String?
        /// Shares that left by it, in millionths.
        var shares: UInt64 = 0
    }

    struct Purchase {
        var event: LedgerEvent
        var instrument: Instrument
        var date: CalendarDate
        /// Signed, in millionths.
        var shares: Int64
        var side: Side
        /// What left of it by each closing, and what is held to this day.
        var departures: [Side] = []
        var held: UInt64 = 0
        /// Whether its shares were split, renamed or exchanged: counts of before and after differ.
        var isChanged = false
        /// Shares that replace others already: each does so once.
        var matched: UInt64 = 0

        var unmatched: UInt64 {
            let whole = isChanged ? max(Self.sum(departures, held), shares.magnitude) : shares.magnitude
            return whole - min(matched, whole)
        }

        func isOneOrder(with opening: Side?) -> Bool {
            guard let opening, let order = side.order else { return false }
            return order == opening.order && side.account == opening.account && side.instrument == opening.instrument
        }

        /// Shares that neither left before a sale nor in it, in millionths.
        func left(after sale: Side?) -> UInt64 {
            guard let sale, side.place <= sale.place else { return shares.magnitude }
            let isGone = { (side: Side) in side.place <= sale.place || Self.isOneSale(side, sale) }
            if isChanged { return Self.sum(departures.filter { !isGone($0) }, held) }
            return shares.magnitude - min(Self.sum(departures.filter(isGone)), shares.magnitude)
        }

        /// Damaged files count shares beyond what can be summed.
        private static func sum(_ sides: [Side], _ start: UInt64 = 0) -> UInt64 {
            sides.reduce(start) { sum, side in
                let (total, overflow) = sum.addingReportingOverflow(side.shares)
                return overflow ? .max : total
            }
        }

        /// Fills of one order, or rows of one second: files without times give a day one.
        private static func isOneSale(_ first: Side, _ second: Side) -> Bool {
            guard first.account == second.account else { return false }
            return first.second == second.second || first.order != nil && first.order == second.order
        }
    }

    private var purchases: [String: [Purchase]] = [:]
    private var sides: [String: Side] = [:]

    init(_ book: LedgerBook) {
        let events = book.allEvents
        let orders = OrderTrust(events)
        let opened = WashSaleFinder.openedQuantities(events)
        var changed: Set<Key> = []
        for (place, event) in events.enumerated() {
            guard let instrument = event.instrument else { continue }
            switch event.kind {
            case .split, .symbolChange, .merger, .adjustment:
                changed.insert(Key(account: event.account, underlying: instrument.underlying))
            case .trade, .assignment, .exercise, .expiration, .cashSettlement, .dividend, .interest, .fee, .transfer,
                .statement, .unread, .otherAsset:
                break
            }
            sides[event.id] = Side(
                place: place, account: event.account, instrument: instrument, second: event.time.secondsSinceEpoch,
                order: orders.order(of: event))
        }
        var departures: [String: [Side]] = [:]
        for lot in book.closedLots {
            guard let shares = WashSaleFinder.shares(lot.instrument, lot.quantity.millionths),
                var side = sides[lot.closedBy]
            else { continue }
            side.shares = shares.magnitude
            departures[lot.openedBy, default: []].append(side)
        }
        var held: [String: UInt64] = [:]
        for lot in book.openLots {
            guard let shares = WashSaleFinder.shares(lot.instrument, lot.quantity.millionths) else { continue }
            let (total, overflow) = held[lot.openedBy, default: 0].addingReportingOverflow(shares.magnitude)
            held[lot.openedBy] = overflow ? .max : total
        }
        for event in events {
            guard let instrument = event.instrument, let quantity = opened[event.id], quantity != 0,
                !WashSaleFinder.isSection1256(instrument), let side = sides[event.id],
                let shares = WashSaleFinder.shares(instrument, quantity)
            else { continue }
            purchases[instrument.underlying, default: []].append(
                Purchase(
                    event: event, instrument: instrument, date: event.time.newYork.date, shares: shares, side: side,
                    departures: departures[event.id] ?? [], held: held[event.id] ?? 0,
                    isChanged: changed.contains(Key(account: event.account, underlying: instrument.underlying))))
        }
    }

    private struct Key: Hashable {
        var account: String
        var underlying: String
    }

    /// The events that opened and closed a lot.
    func sides(of lot: ClosedLot) -> (opening: Side?, closing: Side?) {
        (sides[lot.openedBy], sides[lot.closedBy])
    }

    /// Goes through the purchases of the 61 days around a date in the order they were made.
    mutating func change(_ underlying: String, around date: CalendarDate, _ body: (inout Purchase) -> Void) {
        // Taken out while it changes, so that nothing is copied.
        guard var list = purchases.removeValue(forKey: underlying) else { return }
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if list[middle].date.days(since: date) < -30 { low = middle + 1 } else { high = middle }
        }
        while low < list.count, list[low].date.days(since: date) <= 30 {
            body(&list[low])
            low += 1
        }
        purchases[underlying] = list
    }
}

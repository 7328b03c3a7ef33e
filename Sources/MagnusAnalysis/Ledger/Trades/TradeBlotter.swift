import MagnusDomain
import MagnusQuant

/// The ledger as a person traded it: fills merged, legs of one order together.
public struct TradeBlotter: Sendable {
    /// By time, then id.
    public let trades: [Trade]

    private struct GroupKey: Hashable {
        var account: String
        var underlying: String
        var kind: LedgerEventKind
        /// The order, or the event itself where no order is stated.
        var order: String
        var day: CalendarDate
    }

    private struct HoldingKey: Hashable {
        var account: String
        var instrument: Instrument
    }

    /// - Parameters:
    ///   - events: by time, then id, as ``LedgerBook/allEvents`` has them.
    ///   - mergesFills: false for one trade per event.
    public init(_ events: [LedgerEvent], mergesFills: Bool = true) {
        var held: [HoldingKey: Int64] = [:]
        var places: [GroupKey: Int] = [:]
        var trades: [Trade] = []
        for event in events {
            guard let instrument = event.instrument, !event.quantity.isZero, LedgerBook.isCountable(event) else {
                continue
            }
            let holding = HoldingKey(account: event.account, instrument: instrument)
            guard Self.isTrade(event.kind) else {
                // Splits, transfers and the like change what is held without a trade.
                held[holding, default: 0] &+= event.quantity.millionths
                continue
            }
            let before = held[holding] ?? 0
            let isClosing = before != 0 && (before < 0) != event.quantity.isShort
            let closed = isClosing ? min(before.magnitude, event.quantity.millionths.magnitude) : 0
            let excess = event.quantity.millionths.magnitude - closed
            // What exceeds the holding opens; a closing without an opening and a removal open nothing.
            let canOpen =
                event.effect != .closing && (event.kind == .trade || instrument == .stock(symbol: event.underlying))
            let opened = canOpen ? excess : 0
            let change = Int64(clamping: closed + opened)
            held[holding] = before &+ (event.quantity.isShort ? -change : change)
            let openedQuantity = Quantity(
                millionths: event.quantity.isShort ? -Int64(clamping: opened) : Int64(clamping: opened))
            let key = GroupKey(
                account: event.account, underlying: event.underlying, kind: event.kind,
                order: (mergesFills ? event.orderIdentifier : nil) ?? "\u{0}\(event.id)", day: event.time.newYork.date)
            if let place = places[key] {
                trades[place].add(event, instrument: instrument, opened: openedQuantity)
            } else {
                places[key] = trades.count
                var trade = Trade(
                    id: event.id, account: event.account, underlying: event.underlying, kind: event.kind,
                    time: event.time, order: event.orderIdentifier, legs: [])
                trade.add(event, instrument: instrument, opened: openedQuantity)
                trades.append(trade)
            }
        }
        for index in trades.indices { trades[index].strategy = Self.strategy(trades[index]) }
        self.trades = trades
    }

    private static func isTrade(_ kind: LedgerEventKind) -> Bool {
        switch kind {
        case .trade, .assignment, .exercise, .expiration, .cashSettlement: true
        case .dividend, .interest, .fee, .transfer, .split, .symbolChange, .merger, .adjustment: false
        }
    }

    /// The shape of the opened legs alone.
    private static func strategy(_ trade: Trade) -> StrategyKind? {
        let positions = trade.legs.filter { !$0.opened.isZero }.map { leg in
            Position(
                id: LedgerBook.identifier(account: trade.account, instrument: leg.instrument), account: trade.account,
                instrument: leg.instrument, quantity: leg.opened, openedAt: trade.time, averagePrice: nil,
                costBasis: nil, realizedProfit: .zero)
        }
        guard !positions.isEmpty else { return nil }
        let legs = positions.enumerated().map { StrategyLeg(index: $0.offset, position: $0.element) }
        return StrategyShape.kind(legs.sorted(by: StrategyLeg.isOrdered))
    }
}

extension LedgerEvent {
    /// The symbol whose spot the instrument depends on; empty for cash.
    var underlying: String { instrument?.underlying ?? "" }
}

extension Trade {
    fileprivate mutating func add(_ event: LedgerEvent, instrument: Instrument, opened: Quantity) {
        let index = legs.firstIndex { $0.instrument == instrument }
        var leg =
            index.map { legs[$0] }
            ?? TradeLeg(
                instrument: instrument, quantity: .zero, price: nil, amount: .zero, fees: .zero, opened: .zero,
                events: [])
        // Sums beyond the exact range are issues of the ledger and left out.
        guard let amount = try? leg.amount.adding(event.amount), let fees = try? leg.fees.adding(event.fees) else {
            return
        }
        let (sum, overflow) = leg.quantity.millionths.addingReportingOverflow(event.quantity.millionths)
        guard !overflow else { return }
        let before = leg.quantity.millionths.magnitude
        let size = event.quantity.millionths.magnitude
        if leg.events.isEmpty {
            leg.price = event.price
        } else if let old = leg.price, let new = event.price, let whole = Int64(exactly: before + size), whole > 0,
            let first = try? old.scaled(by: Int64(clamping: before), over: whole),
            let second = try? new.scaled(by: Int64(clamping: size), over: whole)
        {
            leg.price = old == new ? old : first + second
        } else {
            leg.price = nil
        }
        leg.amount = amount
        leg.fees = fees
        leg.quantity = Quantity(millionths: sum)
        leg.opened = leg.opened + opened
        leg.events.append(event.id)
        if let index { legs[index] = leg } else { legs.append(leg) }
    }
}

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
        let orders = mergesFills ? OrderTrust(events) : OrderTrust([])
        var pending = Pending()
        var collected = Collected()
        for event in events {
            guard let instrument = event.instrument, !event.quantity.isZero, LedgerBook.isCountable(event) else {
                continue
            }
            let holding = HoldingKey(account: event.account, instrument: instrument)
            guard Self.isTrade(event.kind) else {
                // Splits, transfers and the like change what is held without a trade; what leaves was held.
                let leaves = event.kind == .transfer && event.effect == .closing
                let least: Int64 = leaves ? -max(0, held[holding] ?? 0) : .min
                held[holding, default: 0] &+= max(least, event.quantity.millionths)
                continue
            }
            let second = event.time.secondsSinceEpoch
            if pending.second != second { collected.add(pending.take(second)) }
            let before = held[holding] ?? 0
            let isClosing = before != 0 && (before < 0) != event.quantity.isShort
            let closed = isClosing ? min(before.magnitude, event.quantity.millionths.magnitude) : 0
            let excess = event.quantity.millionths.magnitude - closed
            let opened = Self.canOpen(event, instrument) ? excess : 0
            let change = Int64(clamping: closed + opened)
            held[holding] = before &+ (event.quantity.isShort ? -change : change)
            let openedQuantity = Quantity(
                millionths: event.quantity.isShort ? -Int64(clamping: opened) : Int64(clamping: opened))
            let order = mergesFills ? orders.order(of: event) : nil
            let shares = held[HoldingKey(account: event.account, instrument: .stock(symbol: event.underlying))]
            if order == nil, mergesFills, event.kind == .trade {
                pending.add(
                    TradeGrouping.Fill(
                        event: event, instrument: instrument, opened: openedQuantity,
                        closes: collected.opening[holding], shares: shares ?? 0))
                continue
            }
            let key = GroupKey(
                account: event.account, underlying: event.underlying, kind: event.kind,
                order: order ?? "\u{0}\(event.id)", day: event.time.newYork.date)
            if let place = places[key], !collected.trades[place].contradicts(event, instrument) {
                collected.trades[place].add(event, instrument: instrument, opened: openedQuantity)
                if !openedQuantity.isZero { collected.opening[holding] = place }
            } else {
                places[key] = collected.trades.count
                collected.add(
                    [
                        [
                            TradeGrouping.Fill(
                                event: event, instrument: instrument, opened: openedQuantity, closes: nil,
                                shares: shares ?? 0)
                        ]
                    ],
                    order: order ?? event.orderIdentifier)
            }
        }
        collected.add(pending.take(nil))
        var trades = collected.trades
        for index in trades.indices {
            trades[index].strategy = Self.strategy(trades[index], shares: collected.shares[index])
        }
        self.trades = trades.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    /// Fills of one second that no order puts together: fractions of it only keep the rows of a day in order.
    private struct Pending {
        private struct Key: Hashable {
            var account: String
            var underlying: String
        }

        private(set) var second: Int64?
        private var fills: [Key: [TradeGrouping.Fill]] = [:]

        mutating func add(_ fill: TradeGrouping.Fill) {
            fills[Key(account: fill.event.account, underlying: fill.event.underlying), default: []].append(fill)
        }

        /// The trades of the moment, and begins another.
        mutating func take(_ next: Int64?) -> [[TradeGrouping.Fill]] {
            second = next
            guard !fills.isEmpty else { return [] }
            let groups = fills.values.flatMap { TradeGrouping($0).groups }
            fills = [:]
            return groups.sorted { ($0.first?.event.id ?? "") < ($1.first?.event.id ?? "") }
        }
    }

    private struct Collected {
        var trades: [Trade] = []
        /// Millionths of the underlying's shares held before each of them.
        var shares: [Int64] = []
        /// The trade that opened what is held last, by what is held.
        var opening: [HoldingKey: Int] = [:]

        mutating func add(_ groups: [[TradeGrouping.Fill]], order: String? = nil) {
            for fills in groups {
                guard let first = fills.first?.event else { continue }
                var trade = Trade(
                    id: first.id, account: first.account, underlying: first.underlying, kind: first.kind,
                    time: first.time, order: order, legs: [])
                for fill in fills {
                    trade.add(fill.event, instrument: fill.instrument, opened: fill.opened)
                    if !fill.opened.isZero {
                        opening[HoldingKey(account: first.account, instrument: fill.instrument)] = trades.count
                    }
                }
                trades.append(trade)
                shares.append(fills.first?.shares ?? 0)
            }
        }
    }

    /// What exceeds the holding opens, as the fold books it: a closing trade and the removal of an option open nothing;
    /// shares that an option delivers are held from there on, whatever effect its row states.
    private static func canOpen(_ event: LedgerEvent, _ instrument: Instrument) -> Bool {
        if event.kind == .trade { return event.effect != .closing }
        return instrument == .stock(symbol: event.underlying)
    }

    private static func isTrade(_ kind: LedgerEventKind) -> Bool {
        switch kind {
        case .trade, .assignment, .exercise, .expiration, .cashSettlement: true
        case .dividend, .interest, .fee, .transfer, .split, .symbolChange, .merger, .adjustment, .statement, .unread,
            .otherAsset:
            false
        }
    }

    /// The shape of the opened legs alone; a call sold and a put bought are a collar of shares held before.
    private static func strategy(_ trade: Trade, shares: Int64) -> StrategyKind? {
        let opened = trade.legs.filter { !$0.opened.isZero }.map { (instrument: $0.instrument, quantity: $0.opened) }
        return strategy(opened) ?? (StrategyShape.isCollar(opened, shares: shares) ? .collar : nil)
    }

    /// The shape of what came in together, each with its signed quantity; nil when it forms no known one.
    public static func strategy(_ opened: [(instrument: Instrument, quantity: Quantity)]) -> StrategyKind? {
        guard !opened.isEmpty else { return nil }
        let legs = opened.enumerated().map { index, part in
            StrategyLeg(
                index: index,
                position: Position(
                    id: LedgerBook.identifier(account: "", instrument: part.instrument), account: "",
                    instrument: part.instrument, quantity: part.quantity,
                    openedAt: Instant(nanosecondsSinceEpoch: 0), averagePrice: nil, costBasis: nil,
                    realizedProfit: .zero))
        }
        return StrategyShape.kind(legs.sorted(by: StrategyLeg.isOrdered))
    }
}

extension LedgerEvent {
    /// The symbol whose spot the instrument depends on; empty for cash.
    var underlying: String { instrument?.underlying ?? "" }
}

extension Trade {
    /// Whether a fill is of the other side than those of its instrument: one order buys or sells, never both.
    fileprivate func contradicts(_ event: LedgerEvent, _ instrument: Instrument) -> Bool {
        guard kind == .trade, let leg = legs.first(where: { $0.instrument == instrument }) else { return false }
        return leg.quantity.isShort != event.quantity.isShort
    }

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
        guard !overflow, let total = leg.opened.adding(opened) else { return }
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
        leg.opened = total
        leg.events.append(event.id)
        if let index { legs[index] = leg } else { legs.append(leg) }
    }
}

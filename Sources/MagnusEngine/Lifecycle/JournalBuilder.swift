import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// Joins openings with what became of them.
enum JournalBuilder {
    /// Latest opening first.
    /// - Parameters:
    ///   - notes: the owner's words by ``JournalEntry/noteKey``, on positions too.
    ///   - unresolved: positions past their expiry that no event has closed.
    ///   - now: to which the days of what is still held are counted.
    static func entries(
        _ history: LifecycleHistory, notes: [String: String], unresolved: [Position] = [], now: Instant
    ) -> [JournalEntry] {
        let tradeOf = tradesByEvent(history.blotter.trades)
        let lots = Dictionary(grouping: history.outcomes.lots) { tradeOf[$0.openedBy] ?? $0.openedBy }
        let over = Set(unresolved.map(\.id))
        var held: Set<String> = []
        var ends: [String: CalendarDate] = [:]
        var openers = Set(history.outcomes.lots.map(\.openedBy))
        var heldFees: [String: Money] = [:]
        for lot in history.book.openLots {
            let trade = tradeOf[lot.openedBy] ?? lot.openedBy
            heldFees[trade, default: .zero] += lot.fees
            openers.insert(lot.openedBy)
            guard over.contains(LedgerBook.identifier(account: lot.account, instrument: lot.instrument)),
                case .option(let contract) = lot.instrument
            else {
                held.insert(trade)
                continue
            }
            ends[trade] = max(ends[trade] ?? contract.expiry, contract.expiry)
        }
        var rolls: [String: [String]] = [:]
        for roll in history.rolls.rolls {
            rolls[roll.closing, default: []].append(roll.id)
            if roll.opening != roll.closing { rolls[roll.opening, default: []].append(roll.id) }
        }
        var moved: [String: Instant] = [:]
        for lot in history.book.departures {
            openers.insert(lot.openedBy)
            let trade = tradeOf[lot.openedBy] ?? lot.openedBy
            moved[trade] = max(moved[trade] ?? lot.leftAt, lot.leftAt)
        }
        var openings = history.blotter.trades.filter(\.opens)
        let others = arrivals(openers, besides: openings, history, tradeOf: tradeOf)
        if !others.isEmpty { openings = (openings + others).sorted { ($0.time, $0.id) < ($1.time, $1.id) } }
        return openings.reversed().map { trade in
            entry(
                history, trade, lots: lots[trade.id] ?? [], heldFees: heldFees[trade.id],
                isHeld: held.contains(trade.id), movedAt: moved[trade.id], endedUnknown: ends[trade.id],
                tradeOf: tradeOf, rolls: rolls[trade.id] ?? [],
                note: note(of: trade, isHeld: held.contains(trade.id), notes), now: now)
        }
    }

    /// Openings that no trade made: shares moved in, or given by a spin-off or a merger. Without them what was realised on
    /// such shares would be in no line of the journal.
    /// - Parameter openers: ids of the events that opened what is or was held.
    private static func arrivals(
        _ openers: Set<String>, besides openings: [Trade], _ history: LifecycleHistory, tradeOf: [String: String]
    ) -> [Trade] {
        let told = Set(openings.map(\.id))
        let missing = openers.filter { !told.contains(tradeOf[$0] ?? $0) }
        guard !missing.isEmpty else { return [] }
        var found: [String: Trade] = [:]
        let events = history.book.allEvents.filter { missing.contains($0.id) }
        // A statement lists the whole position; what it brought is what no row opened.
        let listed = brought(by: Set(events.lazy.filter { $0.kind == .statement }.map(\.id)), history)
        for event in events {
            guard let instrument = event.instrument else { continue }
            let id = tradeOf[event.id] ?? event.id
            let opened = listed[event.id] ?? event.quantity
            let leg = TradeLeg(
                instrument: instrument, quantity: opened, price: event.price, amount: event.amount,
                fees: event.fees, opened: opened, events: [event.id])
            found[
                id,
                default: Trade(
                    id: id, account: event.account, underlying: instrument.underlying, kind: event.kind,
                    time: event.time, order: event.orderIdentifier, legs: [])
            ].legs.append(leg)
        }
        return found.values.map { trade in
            var trade = trade
            trade.strategy = TradeBlotter.strategy(trade.legs.map { ($0.instrument, $0.opened) })
            return trade
        }
    }

    /// What events opened, whatever became of the lots since.
    private static func brought(by events: Set<String>, _ history: LifecycleHistory) -> [String: Quantity] {
        var sizes: [String: Quantity] = [:]
        guard !events.isEmpty else { return sizes }
        func add(_ quantity: Quantity, of event: String) {
            if events.contains(event) { sizes[event] = (sizes[event] ?? .zero) + quantity }
        }
        for lot in history.book.openLots { add(lot.quantity, of: lot.openedBy) }
        for lot in history.outcomes.lots { add(lot.quantity, of: lot.openedBy) }
        for lot in history.book.departures { add(lot.quantity, of: lot.openedBy) }
        return sizes
    }

    /// The words on an opening and under what they are kept.
    ///
    /// A note stays with its opening when fills are put together in another way. Where it has none, what is said of the
    /// position counts: of its contract, whenever that was opened; of shares, which come and go under one name for years,
    /// while these are held; and what came with the account.
    private static func note(
        of trade: Trade, isHeld: Bool, _ notes: [String: String]
    ) -> (text: String, key: String?) {
        guard !notes.isEmpty else { return ("", nil) }
        let own = [trade.id] + trade.legs.flatMap(\.events)
        var names = own.map { JournalEntry.noteKey(of: $0) }
        for leg in trade.legs where !leg.opened.isZero {
            if case .stock = leg.instrument, !isHeld { continue }
            names += PositionNotes.rows(account: trade.account, order: trade.order, instrument: leg.instrument)
        }
        for name in names {
            if let text = notes[name], !text.isEmpty { return (text, name) }
        }
        return (trade.order.flatMap { notes[$0] } ?? "", nil)
    }

    /// The trades whose result, or a part of it, is as the broker states.
    static func stated(_ history: LifecycleHistory) -> Set<String> {
        let stated = history.book.statedResults
        guard !stated.isEmpty else { return [] }
        let tradeOf = tradesByEvent(history.blotter.trades)
        return Set(stated.map { tradeOf[$0.event] ?? $0.event })
    }

    /// What each closing trade realised, by its id; absent where a part of what it closed has no known cost or was never
    /// opened in the ledger: the rest alone would be a wrong figure.
    static func realized(_ history: LifecycleHistory) -> [String: Money] {
        let tradeOf = tradesByEvent(history.blotter.trades)
        var unknown: Set<String> = []
        for closing in history.book.unopenedClosings {
            unknown.insert(tradeOf[closing.event] ?? closing.event)
        }
        var result: [String: Money] = [:]
        for lot in history.outcomes.lots {
            let trade = tradeOf[lot.closedBy] ?? lot.closedBy
            if lot.isCostKnown { result[trade, default: .zero] += lot.profit } else { unknown.insert(trade) }
        }
        for stated in history.book.statedResults {
            result[tradeOf[stated.event] ?? stated.event, default: .zero] += stated.profit
        }
        for trade in unknown { result[trade] = nil }
        return result
    }

    /// The trade of each event that is part of one.
    static func tradesByEvent(_ trades: [Trade]) -> [String: String] {
        var result: [String: String] = [:]
        for trade in trades {
            for leg in trade.legs { for event in leg.events { result[event] = trade.id } }
        }
        return result
    }

    private static func entry(
        _ history: LifecycleHistory, _ trade: Trade, lots: [ClosedLot], heldFees: Money?, isHeld: Bool,
        movedAt: Instant?, endedUnknown: CalendarDate?, tradeOf: [String: String],
        rolls: [String], note: (text: String, key: String?), now: Instant
    ) -> JournalEntry {
        var closings: [String] = []
        var endings: [LotEnding] = []
        var profit = Money.zero
        // What left without a closing has lots neither here nor there: it was paid for all the same.
        var fees = heldFees ?? (lots.isEmpty ? trade.fees : .zero)
        for lot in lots {
            let closing = tradeOf[lot.closedBy] ?? lot.closedBy
            if closings.last != closing, !closings.contains(closing) { closings.append(closing) }
            if !endings.contains(lot.ending) { endings.append(lot.ending) }
            guard lot.isCostKnown, let sum = try? profit.adding(lot.profit) else { continue }
            profit = sum
            fees += lot.fees
        }
        let closedAt = (lots.map(\.closedAt) + [movedAt].compactMap(\.self)).max()
        let legs = trade.legs.filter { !$0.opened.isZero }
        let days = legs.compactMap { leg -> Int? in
            guard case .option(let contract) = leg.instrument else { return nil }
            return contract.daysToExpiry(from: trade.time)
        }
        let delta = legs.lazy.flatMap(\.events).compactMap { history.deltas[$0] }.first
        let closedOn = closedAt?.newYork.date
        let end: CalendarDate
        let state: JournalEntry.State
        if isHeld {
            (state, end) = (closedAt == nil ? .open : .partly, now.newYork.date)
        } else if let expiry = endedUnknown {
            (state, end) = (.unresolved, max(expiry, closedOn ?? expiry))
        } else {
            (state, end) = (movedAt == nil ? .closed : .movedOut, closedOn ?? now.newYork.date)
        }
        return JournalEntry(
            id: trade.id, account: trade.account, symbol: trade.underlying, strategy: trade.strategy,
            state: state, openedAt: trade.time, closedAt: closedAt,
            legs: legs, closings: closings, endings: endings,
            openingCash: legs.reduce(Money.zero) { $0 + IncomePeriods.part($1, $1.opened) }, profit: profit,
            isProfitKnown: lots.allSatisfy(\.isCostKnown), fees: fees,
            daysHeld: max(0, end.days(since: trade.time.newYork.date)),
            daysToExpiryAtEntry: Figure(days.min().map(Double.init), else: .notApplicable),
            deltaAtEntry: days.isEmpty
                ? .unknown(.notApplicable)
                : Figure(delta, trust: .estimated, else: .noSource),
            rolls: rolls, note: note.text, noteKey: note.key)
    }
}

import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// Joins openings with what became of them.
enum JournalBuilder {
    /// Latest opening first.
    /// - Parameters:
    ///   - notes: the owner's words by ``JournalEntry/noteKey``.
    ///   - now: to which the days of what is still held are counted.
    static func entries(_ history: LifecycleHistory, notes: [String: String], now: Instant) -> [JournalEntry] {
        let tradeOf = tradesByEvent(history)
        let lots = Dictionary(grouping: history.outcomes.lots) { tradeOf[$0.openedBy] ?? $0.openedBy }
        let held = Set(history.book.openLots.map { tradeOf[$0.openedBy] ?? $0.openedBy })
        var rolls: [String: [String]] = [:]
        for roll in history.rolls.rolls {
            rolls[roll.closing, default: []].append(roll.id)
            if roll.opening != roll.closing { rolls[roll.opening, default: []].append(roll.id) }
        }
        return history.blotter.trades.reversed().filter(\.opens).map { trade in
            entry(
                trade, lots: lots[trade.id] ?? [], isHeld: held.contains(trade.id), tradeOf: tradeOf,
                rolls: rolls[trade.id] ?? [], note: notes[JournalEntry.noteKey(of: trade.id)] ?? "", now: now)
        }
    }

    /// What each closing trade realised, by its id; absent where a part of what it closed has no known cost or was never
    /// opened in the ledger: the rest alone would be a wrong figure.
    static func realized(_ history: LifecycleHistory) -> [String: Money] {
        let tradeOf = tradesByEvent(history)
        var unknown: Set<String> = []
        for issue in history.book.issues where issue.kind == .closingWithoutOpening {
            unknown.insert(tradeOf[issue.event] ?? issue.event)
        }
        var result: [String: Money] = [:]
        for lot in history.outcomes.lots {
            let trade = tradeOf[lot.closedBy] ?? lot.closedBy
            if lot.isCostKnown { result[trade, default: .zero] += lot.profit } else { unknown.insert(trade) }
        }
        for trade in unknown { result[trade] = nil }
        return result
    }

    private static func tradesByEvent(_ history: LifecycleHistory) -> [String: String] {
        var result: [String: String] = [:]
        for trade in history.blotter.trades {
            for leg in trade.legs { for event in leg.events { result[event] = trade.id } }
        }
        return result
    }

    private static func entry(
        _ trade: Trade, lots: [ClosedLot], isHeld: Bool, tradeOf: [String: String], rolls: [String], note: String,
        now: Instant
    ) -> JournalEntry {
        var closings: [String] = []
        var endings: [LotEnding] = []
        var profit = Money.zero
        var fees = Money.zero
        for lot in lots {
            let closing = tradeOf[lot.closedBy] ?? lot.closedBy
            if closings.last != closing, !closings.contains(closing) { closings.append(closing) }
            if !endings.contains(lot.ending) { endings.append(lot.ending) }
            guard lot.isCostKnown, let sum = try? profit.adding(lot.profit) else { continue }
            profit = sum
            fees += lot.fees
        }
        let closedAt = lots.map(\.closedAt).max()
        let legs = trade.legs.filter { !$0.opened.isZero }
        let days = legs.compactMap { leg -> Int? in
            guard case .option(let contract) = leg.instrument else { return nil }
            return contract.daysToExpiry(from: trade.time)
        }
        let end = isHeld ? now : closedAt ?? now
        return JournalEntry(
            id: trade.id, account: trade.account, symbol: trade.underlying, strategy: trade.strategy,
            state: !isHeld ? .closed : lots.isEmpty ? .open : .partly, openedAt: trade.time, closedAt: closedAt,
            legs: legs, closings: closings, endings: endings,
            openingCash: legs.reduce(Money.zero) { $0 + IncomePeriods.part($1, $1.opened) }, profit: profit,
            isProfitKnown: lots.allSatisfy(\.isCostKnown), fees: fees,
            daysHeld: max(0, end.newYork.date.days(since: trade.time.newYork.date)),
            daysToExpiryAtEntry: Figure(days.min().map(Double.init), else: .notApplicable),
            deltaAtEntry: .unknown(days.isEmpty ? .notApplicable : .noSource), rolls: rolls, note: note)
    }
}

import MagnusDomain
import MagnusQuant

extension LedgerBook {
    /// What every account did after a close, by account and instrument. Takes the time of what is held and of the events
    /// since.
    public func movements(since close: Instant) -> [DayMovement] {
        let first = events.partitioningIndex { $0.time > close }
        guard first < events.count else { return [] }
        var byKey: [Key: DayMovement] = [:]
        var unplaced: [String: Money] = [:]
        let successors = successors(since: close)
        for event in events[first...] {
            // Cash that became a bond is no loss.
            let isMove = event.kind == .transfer || event.kind == .otherAsset
            let moved = isMove ? Money.zero : countedCash(event)
            guard let instrument = event.instrument else {
                if moved != .zero { unplaced[event.account, default: .zero] += moved }
                continue
            }
            var key = Key(account: event.account, instrument: instrument)
            if let next = successors[ChangePart(event, instrument)] {
                // What left is part of what came: a row of its own only where more of it moved.
                key.instrument = next
            }
            byKey[key, default: DayMovement(account: event.account, instrument: key.instrument)].cash += moved
        }
        for (key, holding) in holdings {
            guard var movement = byKey[key] else { continue }
            for lot in holding.openLots {
                if lot.opening < first {
                    movement.heldAtClose = movement.heldAtClose + lot.quantity
                } else {
                    if events[lot.opening].kind == .transfer { movement.cash -= lot.cost }
                    if !lot.isCostKnown { movement.isCostUnknown = true }
                }
            }
            byKey[key] = movement
        }
        for record in records.reversed() {
            guard Int(record.closing) >= first else { break }
            let closing = events[Int(record.closing)]
            guard record.ending != .cashBesideShares, let instrument = closing.instrument else { continue }
            let key = Key(account: closing.account, instrument: instrument)
            guard var movement = byKey[key] else { continue }
            if Int(record.opening) < first {
                movement.heldAtClose = movement.heldAtClose + record.quantity
            } else if events[Int(record.opening)].kind == .transfer {
                movement.cash += record.openingAmount + record.openingFees
                if !record.isCostKnown { movement.isCostUnknown = true }
            }
            byKey[key] = movement
        }
        // What was held at the close of it no event tells: its cash is no profit.
        for closing in unopenedClosings.reversed() {
            guard closing.closedAt > close else { break }
            byKey[Key(account: closing.account, instrument: closing.instrument)]?.isCostUnknown = true
        }
        let found = byKey.values.map { movement in (Self.order(movement), movement) }.sorted { $0.0 < $1.0 }
        return found.map(\.1)
            + unplaced.sorted { $0.key < $1.key }.map { DayMovement(account: $0.key, instrument: nil, cash: $0.value) }
    }

    /// One half of a change: what takes an instrument away, or brings it.
    private struct ChangePart: Hashable {
        private var change: ChangeKey
        private var instrument: Instrument

        init(_ event: LedgerEvent, _ instrument: Instrument) {
            (change, self.instrument) = (ChangeKey(event, instrument), instrument)
        }
    }

    /// What took the place of an instrument in a change since a close, by the half that took the old one away.
    ///
    /// A reverse split or a change of symbol takes the old contract away at a value and brings the new one at the same. Lots
    /// and their dates go over, so their cash does too: one half alone, while the other has no mark, would be a loss or a
    /// gain that nobody made.
    private func successors(since close: Instant) -> [ChangePart: Instrument] {
        let recent = holdingChanges.reversed().prefix { $0.time > close }
        guard !recent.isEmpty else { return [:] }
        var byEvent: [String: (from: Instrument, to: Instrument)] = [:]
        for change in recent {
            if let from = change.from, let to = change.to, from != to { byEvent[change.event] = (from, to) }
        }
        guard !byEvent.isEmpty else { return [:] }
        var found: [ChangePart: Instrument] = [:]
        for event in events.reversed() {
            guard event.time > close else { break }
            if let (from, to) = byEvent[event.id] { found[ChangePart(event, from)] = to }
        }
        return found
    }

    private static func order(_ movement: DayMovement) -> String {
        movement.instrument.map { identifier(account: movement.account, instrument: $0) } ?? movement.account
    }

    /// What the fold added to the cash; an amount beyond what it counts is an issue there and nothing here.
    private func countedCash(_ event: LedgerEvent) -> Money {
        guard let amount = try? amount(event), amount.tenThousandths.magnitude <= Self.amountLimit,
            Self.isCountable(event)
        else { return .zero }
        return amount + event.fees
    }
}

extension Array {
    /// The first place from which on the condition holds; it must hold for all after that.
    fileprivate func partitioningIndex(where condition: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

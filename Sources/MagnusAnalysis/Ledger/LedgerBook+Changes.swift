import MagnusDomain
import MagnusQuant

extension LedgerBook {
    /// Splits, symbol changes, mergers and adjustments come as one event or as two, one taking the old away and one
    /// bringing the new; the halves meet here, in either order.
    struct ChangeKey: Hashable, Sendable {
        var account: String
        var kind: LedgerEventKind
        var order: String
        var time: Instant
    }

    struct OpenChange: Sendable {
        var lots: [Lot] = []
        /// What came before its other half.
        var awaiting: (instrument: Instrument, quantity: Quantity, event: LedgerEvent)?
        /// A holding that grew by an event that may be the second half of a pair.
        var grown: (key: Key, before: Quantity, added: Quantity)?
    }

    mutating func bookChange(_ event: LedgerEvent) throws(MoneyError) {
        guard let instrument = event.instrument else {
            if !event.quantity.isZero { issues.append(LedgerIssue(.missingInstrument, event, "no instrument")) }
            return
        }
        guard !event.quantity.isZero else { return }
        let key = Key(account: event.account, instrument: instrument)
        let change = ChangeKey(
            account: event.account, kind: event.kind, order: event.orderIdentifier ?? "", time: event.time)
        let held = holdings[key]?.quantity ?? .zero
        var open = changes[change] ?? OpenChange()
        if !held.isZero, held.isShort != event.quantity.isShort {
            if let grown = open.grown, grown.key == key, -event.quantity == grown.before {
                // The pair's first half came second: the holding is what was added, at the old cost.
                rescale(key, from: grown.before + grown.added, to: grown.added, event: event)
                open.grown = nil
            } else if event.quantity.millionths.magnitude < held.millionths.magnitude, event.kind == .split {
                // A reverse split told as a difference.
                rescale(key, from: held, to: held + event.quantity, event: event)
            } else {
                try takeAway(key, event: event, into: &open)
            }
        } else if !open.lots.isEmpty {
            try bring(open.lots, to: key, quantity: event.quantity, event: event)
            open.lots = []
        } else if !held.isZero, event.kind == .split {
            rescale(key, from: held, to: held + event.quantity, event: event)
            open.grown = (key, held, event.quantity)
        } else {
            open.awaiting = (instrument, event.quantity, event)
            issues.append(LedgerIssue(.unpairedChange, event, "\(event.kind.rawValue) brings what nothing took away"))
        }
        changes[change] = open
    }

    private mutating func takeAway(_ key: Key, event: LedgerEvent, into open: inout OpenChange) throws(MoneyError) {
        let held = holdings[key]?.quantity ?? .zero
        let size = min(held.millionths.magnitude, event.quantity.millionths.magnitude)
        if size < event.quantity.millionths.magnitude {
            issues.append(LedgerIssue(.removalWithoutPosition, event, "takes away more than is held"))
        }
        let removed = Quantity(millionths: held.isShort ? -Int64(size) : Int64(size))
        let lots = try holdings[key]?.remove(removed) ?? []
        if let awaiting = open.awaiting {
            open.awaiting = nil
            issues.removeAll { $0.event == awaiting.event.id && $0.kind == .unpairedChange }
            try bring(
                lots, to: Key(account: key.account, instrument: awaiting.instrument), quantity: awaiting.quantity,
                event: awaiting.event)
        } else {
            open.lots.append(contentsOf: lots)
        }
        if case .stock(let symbol) = key.instrument {
            cycles[SymbolKey(account: key.account, symbol: symbol)]?.remove(shares: abs(removed.value))
        }
    }

    /// The old lots continue in the new instrument: cost and dates stay, quantities and prices are scaled.
    private mutating func bring(
        _ lots: [Lot], to key: Key, quantity: Quantity, event: LedgerEvent
    ) throws(MoneyError) {
        let before = lots.reduce(Int64(0)) { $0 + $1.quantity.millionths }
        guard before != 0, (before < 0) == quantity.isShort else {
            issues.append(LedgerIssue(.invalidSplit, event, "turns a long into a short holding"))
            return
        }
        var left = quantity.millionths
        for (index, lot) in lots.enumerated() {
            var next = lot
            let share = Double(lot.quantity.millionths) / Double(before)
            let size =
                index == lots.count - 1 ? left : Int64((Double(quantity.millionths) * share).rounded())
            left -= size
            next.quantity = Quantity(millionths: size)
            next.price = lot.price.map { $0 * Double(before) / Double(quantity.millionths) }
            try holdings[key, default: Holding(account: key.account, instrument: key.instrument)].open(next)
        }
        if case .stock(let symbol) = key.instrument, !quantity.isShort {
            cycles[SymbolKey(account: key.account, symbol: symbol), default: WheelCycle()].add(
                shares: quantity.value)
        }
    }

    private mutating func rescale(_ key: Key, from before: Quantity, to after: Quantity, event: LedgerEvent) {
        guard !before.isZero, !after.isZero, before.isShort == after.isShort,
            holdings[key]?.split(
                numerator: Int64(after.millionths.magnitude), denominator: Int64(before.millionths.magnitude)) == true
        else {
            issues.append(LedgerIssue(.invalidSplit, event, "no usable ratio"))
            return
        }
        if case .stock(let symbol) = key.instrument {
            cycles[SymbolKey(account: key.account, symbol: symbol)]?.split(ratio: after.value / before.value)
        }
    }
}

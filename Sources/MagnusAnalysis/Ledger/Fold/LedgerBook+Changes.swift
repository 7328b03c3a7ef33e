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
        /// Shares become shares, and options those of their right and expiry: halves of one moment are no other pairs.
        var right: OptionRight?
        var expiry: CalendarDate?

        init(_ event: LedgerEvent, _ instrument: Instrument) {
            (account, kind, order, time) = (event.account, event.kind, event.orderIdentifier ?? "", event.time)
            guard case .option(let contract) = instrument else { return }
            (right, expiry) = (contract.right, contract.expiry)
        }
    }

    struct OpenChange: Sendable {
        /// What was taken away and waits for its new form.
        var taken = Holding.Taken()
        /// The event that took it.
        var taker: Int?
        /// Cash of the halves so far, without fees.
        var cash = Money.zero
        /// Lots closed for cash when they were taken, to be undone if shares come too.
        var closed: Range<Int>?
        var closedProfit = Money.zero
        /// Events that took for cash what is not held: closings without an opening, unless shares come too.
        var unopened: [Int] = []
        /// What came before its other half: held at an unknown cost.
        var awaiting: (key: Key, quantity: Quantity, event: Int)?
        /// A holding that grew by an event that may be the second half of a pair.
        var grown: (key: Key, before: Quantity, added: Quantity)?

        /// Events whose other half has not come.
        var unpaired: [Int] {
            [awaiting?.event, taken.lots.isEmpty || closed != nil ? nil : taker].compactMap { $0 }
        }
    }

    mutating func bookChange(_ event: LedgerEvent) throws(MoneyError) {
        guard let instrument = event.instrument else {
            if !event.quantity.isZero { found.append(LedgerIssue(.missingInstrument, event, "no instrument")) }
            return
        }
        let key = Key(account: event.account, instrument: instrument)
        guard !event.quantity.isZero else {
            try bookFraction(key, event: event)
            return
        }
        noteAdjusted(key, at: event.time)
        let change = ChangeKey(event, instrument)
        let held = holdings[key]?.quantity ?? .zero
        var open = changes[change] ?? OpenChange()
        open.cash = try open.cash.adding(event.amount)
        let after = held.millionths.addingReportingOverflow(event.quantity.millionths)
        guard !after.overflow, after.partialValue != .min else { throw .overflow }
        if !held.isZero, held.isShort != event.quantity.isShort {
            if let grown = open.grown, grown.key == key, -event.quantity == grown.before {
                // The pair's first half came second: the holding is what was added, at the old cost.
                try rescale(key, from: held, to: grown.added, whole: grown.before, event: event)
                open.grown = nil
            } else if event.quantity.millionths.magnitude < held.millionths.magnitude, event.kind == .split {
                // A reverse split told as a difference.
                let whole = held
                try rescale(key, from: held, to: Quantity(millionths: after.partialValue), whole: whole, event: event)
            } else {
                try takeAway(key, event: event, into: &open)
            }
        } else if !open.taken.lots.isEmpty, !Self.isTakenForCash(event) {
            try bring(&open, to: key, quantity: event.quantity, event: event)
        } else if !held.isZero, event.kind == .split {
            try rescale(key, from: held, to: Quantity(millionths: after.partialValue), whole: nil, event: event)
            open.grown = (key, held, event.quantity)
        } else if event.quantity.isShort, event.amount > .zero, let stated = Self.statedProfit(event) {
            noteEarlierHistory(event.account)
            try bookStated(event, stated, key, closing: event.quantity.signedText, known: .zero)
        } else {
            // What is taken away for cash, or by its own words, and is not held was bought before the ledger begins: no
            // short position is made of it.
            if event.effect != .closing, !event.quantity.isShort || event.amount <= .zero {
                undoUnopened(&open, account: event.account)
                try self.open(key, event.quantity, amount: .zero, fees: .zero, event: event, isStated: false)
            } else if Self.isTakenForCash(event), held.isZero, open.awaiting?.quantity.isShort ?? true {
                bookUnopened(event, key, closing: -event.quantity, amount: event.amount, fees: event.fees)
                open.unopened.append(place)
            }
            open.awaiting = (key, event.quantity, place)
        }
        changes[change] = open
    }

    /// Shares that are gone for cash, as far as the row tells; new ones may come with another.
    private static func isTakenForCash(_ event: LedgerEvent) -> Bool {
        event.kind == .merger && event.quantity.isShort && event.amount > .zero
    }

    private mutating func takeAway(_ key: Key, event: LedgerEvent, into open: inout OpenChange) throws(MoneyError) {
        let held = holdings[key]?.quantity ?? .zero
        let size = min(held.millionths.magnitude, event.quantity.millionths.magnitude)
        if size < event.quantity.millionths.magnitude {
            found.append(LedgerIssue(.removalWithoutPosition, event, "takes away more than is held"))
        }
        let removed = Quantity(millionths: held.isShort ? -Int64(size) : Int64(size))
        let taken = try holdings[key]?.take(removed) ?? Holding.Taken()
        open.taken.lots += taken.lots
        open.taken.cost = try open.taken.cost.adding(taken.cost)
        open.taken.averageCost = try open.taken.averageCost.adding(taken.averageCost)
        open.taker = place
        if let awaiting = open.awaiting, let brought = self.event(at: awaiting.event) {
            open.awaiting = nil
            try holdings[awaiting.key]?.withdraw(opening: awaiting.event)
            try bring(&open, to: awaiting.key, quantity: awaiting.quantity, event: brought)
        } else if event.amount != .zero, open.closed == nil {
            // Cash for shares: done, unless new shares come too. Those of them that are not held have their part of it.
            let whole = event.quantity.millionths.magnitude
            var (amount, fees) = (event.amount, event.fees)
            if Self.isTakenForCash(event), size < whole, whole <= Int64.max.magnitude {
                amount = try event.amount.scaled(by: Int64(size), over: Int64(whole))
                fees = try event.fees.scaled(by: Int64(size), over: Int64(whole))
                bookUnopened(
                    event, key, closing: -event.quantity - removed, amount: event.amount - amount,
                    fees: event.fees - fees)
                open.unopened.append(place)
            }
            let range = try record(taken, amount: amount, fees: fees, ending: .cashMerger)
            let profit = try knownProfit(range)
            (open.closed, open.closedProfit) = (range, profit)
            noteChange(event, from: key.instrument, removed, to: nil, .zero, cash: amount)
            try holdings[key]?.addRealized(profit)
            try addRealized(profit, account: key.account)
        }
    }

    /// The old lots continue in the new instrument: cost and dates stay, quantities and prices are scaled.
    private mutating func bring(
        _ open: inout OpenChange, to key: Key, quantity: Quantity, event: LedgerEvent
    ) throws(MoneyError) {
        try undoCashClosing(&open, key: key)
        undoUnopened(&open, account: key.account)
        let taken = open.taken
        open.taken = Holding.Taken()
        let before = taken.lots.reduce(Int64(0)) { $0 + $1.quantity.millionths }
        guard before != 0, (before < 0) == quantity.isShort else {
            found.append(LedgerIssue(.invalidSplit, event, "turns a long into a short holding"))
            return
        }
        var passing = Holding(account: key.account, instrument: key.instrument)
        for lot in taken.lots { try passing.open(lot) }
        if event.kind == .split, case .stock = key.instrument {
            try setAsideFraction(&passing, key: key, before: Quantity(millionths: before), after: quantity)
        }
        guard
            passing.split(
                numerator: Int64(quantity.millionths.magnitude),
                denominator: Int64(passing.quantity.millionths.magnitude))
        else {
            found.append(LedgerIssue(.invalidSplit, event, "no usable ratio"))
            return
        }
        if let old = open.taker.flatMap({ self.event(at: $0)?.instrument }) {
            noteChange(event, from: old, Quantity(millionths: before), to: key.instrument, quantity)
            if case .stock(let symbol) = old {
                noteSplit(of: symbol, from: Quantity(millionths: before), to: quantity, event: event)
            }
        }
        var lots = Array(passing.openLots)
        if open.cash != .zero { try payBeside(&lots, cash: open.cash, key: key, event: event) }
        var average = try taken.averageCost.subtracting(fractions[key]?.averageCost ?? .zero)
        average = try average.subtracting(passing.cost).adding(lots.reduce(Money.zero) { $0 + $1.cost })
        for (index, lot) in lots.enumerated() {
            // The whole average goes in with the first lot: only its sum counts.
            try holdings[key, default: Holding(account: key.account, instrument: key.instrument)].open(
                lot, averageCost: index == 0 ? average : .zero)
        }
    }

    private mutating func undoCashClosing(_ open: inout OpenChange, key: Key) throws(MoneyError) {
        guard let closed = open.closed else { return }
        open.closed = nil
        let taker = open.taker.flatMap { self.event(at: $0)?.id }
        holdingChanges.removeAll { $0.event == taker && $0.to == nil }
        try addRealized(try Money.zero.subtracting(open.closedProfit), account: key.account)
        if let taker = open.taker, let instrument = event(at: taker)?.instrument {
            try holdings[Key(account: key.account, instrument: instrument)]?.addRealized(-open.closedProfit)
        }
        records.removeSubrange(closed)
    }

    /// New shares came: the cash was paid beside them, and nothing was closed.
    private mutating func undoUnopened(_ open: inout OpenChange, account: String) {
        guard !open.unopened.isEmpty else { return }
        let names = Set(open.unopened.compactMap { event(at: $0)?.id })
        unopenedClosings.removeAll { names.contains($0.event) }
        totals[account]?.unopened -= open.unopened.count
        open.unopened = []
    }

    /// Cash beside new shares. With a price of the new shares the gain is recognised up to the cash (26 U.S.C. 356) and a
    /// loss is not; without one the cash lowers the cost, and only what exceeds the cost is gain.
    private mutating func payBeside(
        _ lots: inout [Lot], cash: Money, key: Key, event: LedgerEvent
    ) throws(MoneyError) {
        let whole = lots.reduce(Int64(0)) { $0 + Int64($1.quantity.millionths.magnitude) }
        guard whole > 0, cash > .zero else {
            // Paid in, or the rounding of two paper values: part of the cost.
            if let index = lots.indices.first { lots[index].cost = try lots[index].cost.subtracting(cash) }
            return
        }
        if event.price == nil {
            found.append(
                LedgerIssue(.mergerBasisUnknown, event, "cash beside shares whose price is not stated"))
        }
        let parts = try cash.allocated(byWeights: lots.map { Int64($0.quantity.millionths.magnitude) })
        var total = Money.zero
        for (index, part) in parts.enumerated() {
            // Of a cost that nobody told no gain is known either.
            var gain = lots[index].isCostKnown ? max(.zero, try part.subtracting(lots[index].cost)) : .zero
            if let price = event.price, lots[index].isCostKnown {
                let value = try Money.value(
                    price: price, quantity: lots[index].quantity, multiplier: Self.multiplier(key.instrument))
                gain = min(part, max(.zero, try value.adding(part).subtracting(lots[index].cost)))
            }
            var basis = lots[index]
            basis.quantity = .zero
            basis.cost = part - gain
            basis.fees = .zero
            basis.premium = .zero
            records.append(
                ClosedLotRecord(
                    basis, closing: place, ending: .cashBesideShares, amount: part, fees: .zero,
                    averageCost: basis.cost))
            lots[index].cost = try lots[index].cost.subtracting(basis.cost)
            total = try total.adding(gain)
        }
        try addRealized(total, account: key.account)
        try holdings[key, default: Holding(account: key.account, instrument: key.instrument)].addRealized(total)
    }

    /// - Parameter whole: The shares before the split where it may have left a fraction.
    private mutating func rescale(
        _ key: Key, from before: Quantity, to after: Quantity, whole: Quantity?, event: LedgerEvent
    ) throws(MoneyError) {
        var held = before
        if let whole, !before.isZero, case .stock = key.instrument, var holding = holdings[key] {
            try setAsideFraction(&holding, key: key, before: whole, after: after)
            holdings[key] = holding
            held = holding.quantity
        }
        guard !held.isZero, !after.isZero, held.isShort == after.isShort,
            holdings[key]?.split(
                numerator: Int64(after.millionths.magnitude), denominator: Int64(held.millionths.magnitude)) == true
        else {
            found.append(LedgerIssue(.invalidSplit, event, "no usable ratio"))
            return
        }
        noteChange(event, from: key.instrument, before, to: key.instrument, after)
        if case .stock(let symbol) = key.instrument {
            noteSplit(of: symbol, from: whole ?? before, to: after, event: event)
        }
    }

    /// Keeps what happened for those who follow holdings; a book that forgets its events has no such readers.
    private mutating func noteChange(
        _ event: LedgerEvent, from: Instrument?, _ before: Quantity, to: Instrument?, _ after: Quantity,
        cash: Money = .zero
    ) {
        guard !event.id.isEmpty else { return }
        holdingChanges.append(
            HoldingChange(
                time: event.time, account: event.account, from: from, to: to, before: before, after: after, cash: cash,
                event: event.id))
    }

    /// A reverse split of 105 shares into 10 was one for ten, and half a share is owed in cash: its lots wait for that
    /// cash. The ratio is taken only where a single whole one explains the counts.
    private mutating func setAsideFraction(
        _ holding: inout Holding, key: Key, before: Quantity, after: Quantity
    ) throws(MoneyError) {
        guard let old = before.whole, let new = after.whole, new > 0, old > new, old % new != 0,
            holding.quantity == before
        else { return }
        let (low, high) = (old / (new + 1) + 1, old / new)
        guard low == high, low >= 2 else { return }
        let taken = try holding.take(Quantity(old - new * low))
        var fraction = Holding(account: key.account, instrument: key.instrument)
        for lot in taken.lots { try fraction.open(lot) }
        guard fraction.split(numerator: 1, denominator: Int64(low)) else { return }
        fractions[key] = Holding.Taken(
            lots: Array(fraction.openLots), cost: taken.cost, averageCost: taken.averageCost)
    }

    /// Cash without a change of quantity: paid for the fraction that a split left over.
    private mutating func bookFraction(_ key: Key, event: LedgerEvent) throws(MoneyError) {
        guard event.amount != .zero else { return }
        guard let taken = fractions.removeValue(forKey: key), !taken.lots.isEmpty else {
            found.append(
                LedgerIssue(.fractionBasisUnknown, event, "cash for a fraction that no known split left over"))
            return
        }
        let range = try record(taken, amount: event.amount, fees: event.fees, ending: .cashInLieu)
        let profit = try knownProfit(range)
        try holdings[key, default: Holding(account: key.account, instrument: key.instrument)].addRealized(profit)
        try addRealized(profit, account: key.account)
    }

    /// Cash moves are no profit. Shares that come in carry the stated price or none; shares that go out take their cost
    /// with them.
    mutating func bookTransfer(_ event: LedgerEvent) throws(MoneyError) {
        guard let instrument = event.instrument, !event.quantity.isZero else { return }
        let key = Key(account: event.account, instrument: instrument)
        let held = holdings[key]?.quantity ?? .zero
        guard !held.isZero, held.isShort != event.quantity.isShort else {
            if event.effect == .closing {
                found.append(LedgerIssue(.removalWithoutPosition, event, "moves out what is not held"))
                return
            }
            var cost = Money.zero
            if let price = event.price {
                cost = try Money.value(
                    price: price, quantity: event.quantity, multiplier: Self.multiplier(instrument))
            }
            try open(key, event.quantity, amount: -cost, fees: .zero, event: event)
            noteChange(event, from: nil, .zero, to: instrument, event.quantity)
            return
        }
        let size = min(held.millionths.magnitude, event.quantity.millionths.magnitude)
        if size < event.quantity.millionths.magnitude {
            found.append(LedgerIssue(.removalWithoutPosition, event, "moves out more than is held"))
        }
        let closed = Quantity(millionths: held.isShort ? -Int64(size) : Int64(size))
        try moveOut(key, closed, event: event)
    }

    /// Lots leave with their cost, the oldest first: nothing is realised.
    /// - Parameter closed: Signed as the holding, at most all of it.
    mutating func moveOut(_ key: Key, _ closed: Quantity, event: LedgerEvent) throws(MoneyError) {
        guard let taken = try holdings[key]?.take(closed) else { return }
        departures += taken.lots.map { lot in
            LotDeparture(
                account: key.account, instrument: key.instrument, quantity: lot.quantity, openedBy: lot.openedBy,
                movedBy: event.id, leftAt: event.time)
        }
        noteChange(event, from: key.instrument, closed, to: nil, .zero)
    }
}

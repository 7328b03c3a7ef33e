import MagnusDomain

/// A closing of what no event opened, whose result no source states: what it brought or cost is known; what the other side
/// was, on which day and with what result, is not.
public struct UnopenedClosing: Sendable, Hashable {
    /// Id of the closing event.
    public var event: String
    public var account: String
    public var instrument: Instrument
    /// What no event opened, signed as it was held: short is negative.
    public var quantity: Quantity
    public var closedAt: Instant
    public var ending: LotEnding
    /// The part of the event's cash, without fees: received is positive.
    public var amount: Money
    /// The part of its commissions and fees: costs are negative.
    public var fees: Money

    public var closedOn: CalendarDate { closedAt.newYork.date }

    /// Name of its line, as those of closed lots; an event has lots with numbers and at most one of these.
    public var id: String { "\(event)#unopened" }
}

extension LedgerBook {
    /// Notes a closing whose result nobody tells, and that the history begins before the ledger.
    /// - Parameters:
    ///   - closed: signed as it was held.
    ///   - amount: of that part, without fees.
    mutating func bookUnopened(
        _ event: LedgerEvent, _ key: Key, closing closed: Quantity, amount: Money, fees: Money
    ) {
        noteEarlierHistory(event.account)
        totals[event.account, default: AccountTotals()].unopened += 1
        // A book that forgets its events has nobody who asks for their closings.
        guard !event.id.isEmpty else { return }
        unopenedClosings.append(
            UnopenedClosing(
                event: event.id, account: event.account, instrument: key.instrument, quantity: closed,
                closedAt: event.time, ending: Self.ending(event.kind), amount: amount, fees: fees))
    }

    /// What closes something that no event opened shows that rows before it are missing, and with them their cash. A
    /// balance that was stated for itself is where the cash begins and holds; one that came with a list of positions,
    /// this one not among them, says that rows since then are missing.
    mutating func noteEarlierHistory(_ account: String) {
        var sum = totals[account] ?? AccountTotals()
        if let stated = sum.balanceAt, sum.listedAt?.newYork.date != stated.newYork.date { return }
        sum.isCashKnown = false
        sum.statedBalance = nil
        totals[account] = sum
    }

    /// Closings of an account whose opening no event has and whose result no source states: they are in no sum.
    public func unopenedCount(of account: String) -> Int { totals[account]?.unopened ?? 0 }
}

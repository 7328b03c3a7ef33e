import MagnusDomain

/// What a broker states that a closing realised whose opening is in no event: the ledger knows no cost, no day of purchase
/// and no term of it, only this sum.
public struct StatedResult: Sendable, Hashable {
    /// Id of the closing event.
    public var event: String
    public var account: String
    public var instrument: Instrument
    public var closedAt: Instant
    public var ending: LotEnding
    /// Fees included, as the broker states it, less what the ledger knows of the part that events opened.
    public var profit: Money

    public var closedOn: CalendarDate { closedAt.newYork.date }
}

extension LedgerBook {
    /// What the broker states that an event realised; nil where it states nothing, or what cannot be counted.
    static func statedProfit(_ event: LedgerEvent) -> Money? {
        event.statedProfit.flatMap { $0.tenThousandths.magnitude <= amountLimit ? $0 : nil }
    }

    /// Takes the broker's word for what no event opened.
    /// - Parameters:
    ///   - stated: of the whole event.
    ///   - text: the quantity that no event opened.
    ///   - known: what the event realised on lots of the ledger.
    mutating func bookStated(
        _ event: LedgerEvent, _ stated: Money, _ key: Key, closing text: String, known: Money
    ) throws(MoneyError) {
        let profit = try stated.subtracting(known)
        try addRealized(profit, account: event.account)
        try holdings[key, default: Holding(account: key.account, instrument: key.instrument)].addRealized(profit)
        statedResults.append(
            StatedResult(
                event: event.id, account: event.account, instrument: key.instrument, closedAt: event.time,
                ending: Self.ending(event.kind), profit: profit))
        found.append(
            LedgerIssue(
                .closingAsStated, event,
                "closes \(text) that no event opened: what it realised is as the broker states"))
    }

    /// What an account has realised so far.
    func realizedSoFar(_ account: String) -> Money { totals[account]?.realized ?? .zero }
}

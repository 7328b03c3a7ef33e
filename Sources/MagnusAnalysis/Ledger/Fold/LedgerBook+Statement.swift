import MagnusDomain
import MagnusQuant

extension LedgerBook {
    /// Takes what a statement lists for what there is: rows that came before it cannot lead there. Nothing is realised.
    ///
    /// Of a position only what is missing is added, at an unknown cost: an earlier file that is imported later brings the
    /// openings, and nothing is missing any more. Nothing is taken away: the statement may leave out what it does not know.
    mutating func bookStatement(_ event: LedgerEvent) throws(MoneyError) {
        var sum = totals[event.account] ?? AccountTotals()
        guard let instrument = event.instrument else {
            guard let balance = event.price else { return }
            guard balance.tenThousandths.magnitude <= Self.amountLimit else { throw .overflow }
            if balance != sum.cash || !sum.isCashKnown {
                sum.statedBalance = StatedBalance(amount: balance, at: event.time, source: event.source)
            }
            (sum.cash, sum.isCashKnown) = (balance, true)
            totals[event.account] = sum
            return
        }
        let key = Key(account: event.account, instrument: instrument)
        let held = holdings[key]?.quantity ?? .zero
        guard !event.quantity.isZero, held.isZero || held.isShort == event.quantity.isShort,
            event.quantity.millionths.magnitude > held.millionths.magnitude
        else { return }
        try open(key, event.quantity - held, amount: .zero, fees: .zero, event: event, isStated: false)
        // What paid for it is missing too.
        sum.isCashKnown = false
        sum.statedBalance = nil
        totals[event.account] = sum
    }

    /// What the broker states of a closing counts also where it closes what only a statement listed: no row tells the cost.
    /// - Parameters:
    ///   - start: of the records that the event wrote.
    ///   - before: realised before the event.
    mutating func bookStatedCost(
        _ event: LedgerEvent, _ key: Key, since start: Int, _ before: Money
    ) throws(MoneyError) {
        guard let stated = Self.statedProfit(event), start < records.count else { return }
        let unknown = records[start...].filter { !$0.isCostKnown }
        guard !unknown.isEmpty else { return }
        let size = unknown.reduce(Quantity.zero) { $0 + $1.quantity }
        let known = try realizedSoFar(event.account).subtracting(before)
        try bookStated(event, stated, key, closing: (-size).signedText, known: known)
    }
}

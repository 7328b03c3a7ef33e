import MagnusDomain
import MagnusQuant

extension LedgerBook {
    /// Takes what a statement lists for what there is: rows that came before it cannot lead there. Nothing is realised.
    ///
    /// Of a position what is missing is added, at an unknown cost: an earlier file that is imported later brings the
    /// openings, and nothing is missing any more. What is too much leaves with its cost, the oldest first, as an issue that
    /// names both quantities: no row tells where it went, so what it brought is not known. A position that no statement lists
    /// stays: it may leave out what it does not know.
    mutating func bookStatement(_ event: LedgerEvent) throws(MoneyError) {
        var sum = totals[event.account] ?? AccountTotals()
        guard let instrument = event.instrument else {
            guard let balance = event.price else { return }
            guard balance.tenThousandths.magnitude <= Self.amountLimit else { throw .overflow }
            if balance != sum.cash || !sum.isCashKnown {
                sum.statedBalance = StatedBalance(amount: balance, at: event.time, source: event.source)
            }
            (sum.cash, sum.isCashKnown, sum.balanceAt) = (balance, true, event.time)
            totals[event.account] = sum
            return
        }
        sum.listedAt = event.time
        totals[event.account] = sum
        let key = Key(account: event.account, instrument: instrument)
        let held = holdings[key]?.quantity ?? .zero
        guard !event.quantity.isZero, event.quantity != held else { return }
        let isSameSide = !held.isZero && held.isShort == event.quantity.isShort
        var left = held
        if !held.isZero, !isSameSide || event.quantity.millionths.magnitude < held.millionths.magnitude {
            left = isSameSide ? event.quantity : .zero
            let gone = held - left
            try moveOut(key, gone, event: event)
            found.append(
                LedgerIssue(
                    .moreThanListed, event,
                    "the rows lead to \(held.signedText), the statement lists \(event.quantity.signedText): "
                        + "\(gone.signedText) left with their cost, what they brought is unknown"))
        }
        if left != event.quantity {
            try open(key, event.quantity - left, amount: .zero, fees: .zero, event: event, isStated: false)
        }
        // What paid for it, or was paid for it, is missing too.
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

import MagnusDomain
import MagnusQuant

extension LedgerBook {
    /// A billion dollars. Amounts beyond it are damage; the bound keeps sums over a million events in the exact range.
    static let amountLimit: UInt64 = 10_000_000_000_000

    /// Whether an event's amounts can be summed with those of others.
    static func isCountable(_ event: LedgerEvent) -> Bool {
        event.amount.tenThousandths.magnitude <= amountLimit && event.fees.tenThousandths.magnitude <= amountLimit
            && event.quantity.millionths != .min
    }

    mutating func fold(_ read: LedgerEvent) {
        let event = explanation(of: read) ?? read
        remember(event)
        bookCounting(event)
    }

    /// Books the event at ``place``.
    mutating func bookCounting(_ event: LedgerEvent) {
        do throws(MoneyError) {
            try book(event)
        } catch {
            found.append(LedgerIssue(.overflow, event, "amount or quantity beyond what can be counted exactly"))
        }
    }

    /// Place of the event being folded.
    var place: Int { foldedCount - 1 }

    private mutating func book(_ event: LedgerEvent) throws(MoneyError) {
        let cash = try cashEffect(event)
        try totals[event.account, default: AccountTotals()].addCash(cash)
        switch event.kind {
        case .dividend, .interest, .fee: try bookIncome(event, cash)
        case .trade: try bookTrade(event)
        case .assignment, .exercise, .expiration, .cashSettlement: try bookRemoval(event, cash)
        case .transfer: try bookTransfer(event)
        case .split, .symbolChange, .merger, .adjustment: try bookChange(event)
        case .statement: try bookStatement(event)
        case .unread: bookUnread(event)
        case .otherAsset: bookOtherAsset(event)
        }
    }

    /// Amount and fees; a trade whose source states only the price has the amount of that price.
    private func cashEffect(_ event: LedgerEvent) throws(MoneyError) -> Money {
        let amount = try amount(event)
        guard amount.tenThousandths.magnitude <= Self.amountLimit, Self.isCountable(event) else { throw .overflow }
        return amount + event.fees
    }

    func amount(_ event: LedgerEvent) throws(MoneyError) -> Money {
        guard event.amount == .zero, event.kind == .trade, let price = event.price, let instrument = event.instrument
        else { return event.amount }
        let value = try Money.value(
            price: price, quantity: event.quantity, multiplier: Self.multiplier(instrument))
        return try Money.zero.subtracting(value)
    }

    static func multiplier(_ instrument: Instrument) -> Int {
        if case .option(let contract) = instrument { contract.multiplier } else { 1 }
    }

    private mutating func bookIncome(_ event: LedgerEvent, _ cash: Money) throws(MoneyError) {
        try addRealized(cash, account: event.account)
        if let instrument = event.instrument {
            let key = Key(account: event.account, instrument: instrument)
            try holdings[key, default: Holding(account: event.account, instrument: instrument)].addRealized(cash)
        }
    }

    mutating func addRealized(_ amount: Money, account: String) throws(MoneyError) {
        try totals[account, default: AccountTotals()].addRealized(amount)
    }

    private mutating func bookTrade(_ event: LedgerEvent) throws(MoneyError) {
        guard let instrument = event.instrument else {
            if !event.quantity.isZero {
                found.append(LedgerIssue(.missingInstrument, event, "a trade without an instrument"))
            }
            return
        }
        guard !event.quantity.isZero else { return }
        let key = Key(account: event.account, instrument: instrument)
        let before = realizedSoFar(event.account)
        let start = records.count
        let part = try closeOpposite(key, event: event, ending: .closed)
        guard !part.left.isZero else { return try bookStatedCost(event, key, since: start, before) }
        if event.effect == .closing {
            if let stated = Self.statedProfit(event) {
                noteEarlierHistory(event.account)
                let known = try realizedSoFar(event.account).subtracting(before)
                return try bookStated(event, stated, key, closing: part.left.signedText, known: known)
            }
            found.append(
                LedgerIssue(.closingWithoutOpening, event, "closes \(part.left.signedText) that no event opened"))
            bookUnopened(event, key, closing: -part.left, amount: part.amount, fees: part.fees)
            return
        }
        try open(key, part.left, amount: part.amount, fees: part.fees, event: event)
        if case .option = instrument { rememberOptionOpening() }
    }

    /// What of an event is left after it closed what was held on the other side.
    struct Remainder {
        var left: Quantity
        var amount: Money
        var fees: Money
    }

    mutating func closeOpposite(
        _ key: Key, event: LedgerEvent, ending: LotEnding
    ) throws(MoneyError) -> Remainder {
        let held = holdings[key]?.quantity ?? .zero
        var rest = Remainder(left: event.quantity, amount: try amount(event), fees: event.fees)
        guard held.isShort != event.quantity.isShort, !held.isZero, !event.quantity.isZero else { return rest }
        let whole = event.quantity.millionths.magnitude
        let size = min(held.millionths.magnitude, whole)
        let part = Quantity(millionths: event.quantity.isShort ? -Int64(size) : Int64(size))
        let amount = try rest.amount.scaled(by: Int64(size), over: Int64(whole))
        let fees = try rest.fees.scaled(by: Int64(size), over: Int64(whole))
        try close(key, -part, amount: amount, fees: fees, event: event, ending: ending)
        rest.left = rest.left - part
        rest.amount -= amount
        rest.fees -= fees
        return rest
    }

    mutating func open(
        _ key: Key, _ quantity: Quantity, amount: Money, fees: Money, event: LedgerEvent, isStated: Bool? = nil
    ) throws(MoneyError) {
        let size = quantity.value * Double(Self.multiplier(key.instrument))
        var price = event.price?.dollars
        if price == nil, event.amount != .zero, !event.quantity.isZero {
            price = abs(event.amount.dollars / (event.quantity.value * Double(Self.multiplier(key.instrument))))
        }
        let isKnown = isStated ?? (price != nil || size == 0)
        if !isKnown, isStated == nil {
            found.append(LedgerIssue(.missingPrice, event, "neither price nor amount is stated"))
        }
        let lot = Lot(
            quantity: quantity, cost: -(amount + fees), fees: fees, isCostKnown: isKnown, price: isKnown ? price : nil,
            openedAt: event.time, openedBy: event.id, group: event.orderIdentifier, opening: place)
        try holdings[key, default: Holding(account: key.account, instrument: key.instrument)].open(lot)
    }

    /// - Parameters:
    ///   - closed: Signed as the holding.
    ///   - amount: Cash received for it, without fees.
    /// - Returns: The places of the closed lots.
    @discardableResult
    mutating func close(
        _ key: Key, _ closed: Quantity, amount: Money, fees: Money, event: LedgerEvent, ending: LotEnding
    ) throws(MoneyError) -> Range<Int> {
        guard let taken = try holdings[key]?.take(closed) else { return records.count..<records.count }
        let range = try record(taken, amount: amount, fees: fees, ending: ending)
        let profit = try knownProfit(range)
        try holdings[key]?.addRealized(profit)
        try addRealized(profit, account: key.account)
        if case .option(let contract) = key.instrument, closed.isShort == (contract.right == .call) {
            countAgainstShares(range, contract, event: event, ending: ending)
        }
        return range
    }

    /// What closed lots realised; of one whose cost nobody told that is not known, and its proceeds are no profit.
    func knownProfit(_ range: Range<Int>) throws(MoneyError) -> Money {
        var sum = Money.zero
        for record in records[range] where record.isCostKnown { sum = try sum.adding(record.profit) }
        return sum
    }

    /// Writes down lots that were taken out, each with its part of the cash.
    mutating func record(
        _ taken: Holding.Taken, amount: Money, fees: Money, ending: LotEnding
    ) throws(MoneyError) -> Range<Int> {
        let start = records.count
        var left = taken.lots.reduce(UInt64(0)) { $0 + $1.quantity.millionths.magnitude }
        var (amountLeft, feesLeft, averageLeft) = (amount, fees, taken.averageCost)
        for lot in taken.lots {
            let size = Int64(lot.quantity.millionths.magnitude)
            let whole = Int64(left)
            let part = try amountLeft.scaled(by: size, over: whole)
            let fee = try feesLeft.scaled(by: size, over: whole)
            let average = try averageLeft.scaled(by: size, over: whole)
            records.append(
                ClosedLotRecord(
                    lot, closing: place, ending: ending, amount: part, fees: fee, averageCost: average))
            amountLeft -= part
            feesLeft -= fee
            averageLeft -= average
            left -= UInt64(size)
        }
        return start..<records.count
    }
}

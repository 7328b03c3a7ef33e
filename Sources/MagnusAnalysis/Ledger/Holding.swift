import MagnusDomain

/// Shares or contracts that came in by one event and are still held.
struct Lot: Sendable, Hashable {
    /// Signed; of the holding's sign.
    var quantity: Quantity
    /// Cash paid with fees for what is left of it: positive paid, negative received.
    var cost: Money
    /// False for shares that were moved in without a stated price.
    var isCostKnown = true
    /// Mean price per share without fees; nil when not stated.
    var price: Double?
    var openedAt: Instant
    var openedBy: String
    var group: String?
}

/// One instrument in one account: its lots, first in first out.
struct Holding: Sendable {
    var account: String
    var instrument: Instrument
    private var lots: [Lot] = []
    private var head = 0
    private(set) var quantity = Quantity.zero
    private(set) var cost = Money.zero
    private(set) var realizedProfit = Money.zero
    private var priceQuantity = 0.0
    private var unpriced = 0
    private var uncosted = 0

    init(account: String, instrument: Instrument) {
        self.account = account
        self.instrument = instrument
    }

    var openLots: ArraySlice<Lot> { lots[head...] }

    mutating func open(_ lot: Lot) throws(MoneyError) {
        let total = try cost.adding(lot.cost)
        let (sum, overflow) = quantity.millionths.addingReportingOverflow(lot.quantity.millionths)
        guard !overflow else { throw .overflow }
        cost = total
        quantity = Quantity(millionths: sum)
        lots.append(lot)
        count(lot, sign: 1)
    }

    private mutating func count(_ lot: Lot, sign: Double) {
        if let price = lot.price {
            priceQuantity += sign * price * lot.quantity.value
        } else {
            unpriced += sign > 0 ? 1 : -1
        }
        if !lot.isCostKnown { uncosted += sign > 0 ? 1 : -1 }
    }

    /// Takes lots out, oldest first, and books the profit of what was taken.
    /// - Parameters:
    ///   - closed: Signed as the holding: how much goes; at most what is held.
    ///   - proceeds: Cash received for it, fees included.
    /// - Returns: The profit of what was taken.
    @discardableResult
    mutating func close(_ closed: Quantity, proceeds: Money) throws(MoneyError) -> Money {
        var left = closed.millionths
        var taken = Money.zero
        var index = head
        var partial: Lot?
        while left != 0, index < lots.count {
            let lot = lots[index]
            if left.magnitude >= lot.quantity.millionths.magnitude {
                taken = try taken.adding(lot.cost)
                left -= lot.quantity.millionths
                index += 1
            } else {
                let part = try lot.cost.scaled(
                    by: Int64(left.magnitude), over: Int64(lot.quantity.millionths.magnitude))
                taken = try taken.adding(part)
                var rest = lot
                rest.cost = try lot.cost.subtracting(part)
                rest.quantity = Quantity(millionths: lot.quantity.millionths - left)
                partial = rest
                left = 0
            }
        }
        let profit = try proceeds.subtracting(taken)
        let newRealized = try realizedProfit.adding(profit)
        let newCost = try cost.subtracting(taken)
        for lot in lots[head..<index] { count(lot, sign: -1) }
        if let partial {
            count(lots[index], sign: -1)
            lots[index] = partial
            count(partial, sign: 1)
        }
        head = index
        if head > 32, head * 2 > lots.count {
            lots.removeFirst(head)
            head = 0
        }
        cost = newCost
        quantity = Quantity(millionths: quantity.millionths - closed.millionths + left)
        realizedProfit = newRealized
        if quantity.isZero {
            lots.removeAll()
            head = 0
            priceQuantity = 0
            unpriced = 0
            uncosted = 0
            cost = .zero
        }
        return profit
    }

    /// Dividends and the like of this instrument.
    mutating func addRealized(_ amount: Money) { realizedProfit += amount }

    /// Every lot multiplied by a ratio; the cost stays.
    /// - Returns: False when a quantity leaves the exact range or a fraction of a millionth would be lost silently.
    mutating func split(numerator: Int64, denominator: Int64) -> Bool {
        guard numerator > 0, denominator > 0 else { return false }
        var changed: [Lot] = []
        var total = Quantity.zero
        for lot in openLots {
            let (high, low) = lot.quantity.millionths.magnitude.multipliedFullWidth(by: numerator.magnitude)
            guard high < denominator.magnitude else { return false }
            let (size, _) = denominator.magnitude.dividingFullWidth((high, low))
            guard size <= UInt64(Int64.max) else { return false }
            var next = lot
            next.quantity = Quantity(millionths: lot.quantity.isShort ? -Int64(size) : Int64(size))
            next.price = lot.price.map { $0 * Double(denominator) / Double(numerator) }
            changed.append(next)
            total = total + next.quantity
        }
        lots = changed
        head = 0
        quantity = total
        priceQuantity = 0
        unpriced = 0
        uncosted = 0
        for lot in changed { count(lot, sign: 1) }
        return true
    }

    /// Takes lots out without a profit, oldest first, the last one in part.
    /// - Parameter removed: Signed as the holding, at most what is held.
    /// - Returns: What was taken, with its cost.
    mutating func remove(_ removed: Quantity) throws(MoneyError) -> [Lot] {
        let before = Array(openLots)
        let realized = realizedProfit
        try close(removed, proceeds: .zero)
        realizedProfit = realized
        var left = removed.millionths.magnitude
        var taken: [Lot] = []
        for lot in before where left > 0 {
            var part = lot
            let size = min(left, lot.quantity.millionths.magnitude)
            part.quantity = Quantity(millionths: lot.quantity.isShort ? -Int64(size) : Int64(size))
            part.cost = try lot.cost.scaled(by: Int64(size), over: Int64(lot.quantity.millionths.magnitude))
            taken.append(part)
            left -= size
        }
        return taken
    }

    /// Cash paid with fees; nil when a lot came in without a price.
    var costBasis: Money? { uncosted == 0 ? cost : nil }

    /// Mean entry price per share without fees; nil when a lot states none.
    var averagePrice: Double? {
        guard !quantity.isZero, unpriced == 0 else { return nil }
        return priceQuantity / quantity.value
    }
}

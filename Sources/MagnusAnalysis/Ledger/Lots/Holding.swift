import MagnusDomain

/// One instrument in one account: its lots, first in first out, and the same at average cost.
struct Holding: Sendable {
    var account: String
    var instrument: Instrument
    private var lots: [Lot] = []
    private var head = 0
    private(set) var quantity = Quantity.zero
    private(set) var cost = Money.zero
    /// Cost of what is held when every closing takes the average.
    private(set) var averageCost = Money.zero
    /// Premiums of deliveries in the lots held.
    private(set) var premium = Money.zero
    private(set) var realizedProfit = Money.zero
    /// Results of the options against the shares that ended while these were held, dollars per share, since nothing was
    /// held.
    private var callsPerShare = 0.0
    private var priceQuantity = 0.0
    private var unpriced = 0
    private var uncosted = 0

    /// Lots taken out, and their cost at the average.
    struct Taken {
        var lots: [Lot] = []
        var cost = Money.zero
        var averageCost = Money.zero
    }

    init(account: String, instrument: Instrument) {
        self.account = account
        self.instrument = instrument
    }

    var openLots: ArraySlice<Lot> { lots[head...] }

    /// - Parameter averageCost: What it adds to the cost at the average; the lot's cost unless it comes from elsewhere.
    mutating func open(_ lot: Lot, averageCost added: Money? = nil) throws(MoneyError) {
        let total = try cost.adding(lot.cost)
        let average = try averageCost.adding(added ?? lot.cost)
        let premiums = try premium.adding(lot.premium)
        let (sum, overflow) = quantity.millionths.addingReportingOverflow(lot.quantity.millionths)
        guard !overflow, sum != .min else { throw .overflow }
        cost = total
        averageCost = average
        premium = premiums
        quantity = Quantity(millionths: sum)
        lots.append(lot)
        lots[lots.count - 1].callOffset += callsPerShare
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

    /// Takes lots out, oldest first, the last one in part. Nothing is changed when it throws.
    /// - Parameter removed: Signed as the holding, at most what is held.
    mutating func take(_ removed: Quantity) throws(MoneyError) -> Taken {
        var left = removed.millionths.magnitude
        var taken = Taken()
        var index = head
        var rest: Lot?
        var premiums = Money.zero
        while left != 0, index < lots.count {
            let size = lots[index].quantity.millionths.magnitude
            if left >= size {
                taken.lots.append(lots[index])
                left -= size
                index += 1
            } else {
                var lot = lots[index]
                taken.lots.append(try lot.detach(left))
                rest = lot
                left = 0
            }
        }
        for lot in taken.lots {
            taken.cost = try taken.cost.adding(lot.cost)
            premiums = try premiums.adding(lot.premium)
        }
        for index in taken.lots.indices { taken.lots[index].callOffset -= callsPerShare }
        let isAll = removed.millionths.magnitude >= quantity.millionths.magnitude
        taken.averageCost =
            isAll
            ? averageCost
            : try averageCost.scaled(
                by: Int64(removed.millionths.magnitude), over: Int64(quantity.millionths.magnitude))
        let newCost = try cost.subtracting(taken.cost)
        let newAverage = try averageCost.subtracting(taken.averageCost)
        let newPremium = try premium.subtracting(premiums)
        for lot in lots[head..<index] { count(lot, sign: -1) }
        if let rest {
            count(lots[index], sign: -1)
            lots[index] = rest
            count(rest, sign: 1)
        }
        head = index
        if head > 32, head * 2 > lots.count {
            lots.removeFirst(head)
            head = 0
        }
        quantity = Quantity(millionths: isAll ? 0 : quantity.millionths - removed.millionths)
        cost = newCost
        averageCost = newAverage
        premium = newPremium
        if quantity.isZero { clear() }
        return taken
    }

    private mutating func clear() {
        lots.removeAll()
        head = 0
        priceQuantity = 0
        unpriced = 0
        uncosted = 0
        cost = .zero
        averageCost = .zero
        premium = .zero
        callsPerShare = 0
    }

    /// Profits of closings, dividends and the like of this instrument.
    mutating func addRealized(_ amount: Money) throws(MoneyError) {
        realizedProfit = try realizedProfit.adding(amount)
    }

    /// Every lot multiplied by a ratio; the cost stays.
    /// - Returns: False when a quantity leaves the exact range.
    mutating func split(numerator: Int64, denominator: Int64) -> Bool {
        guard numerator > 0, denominator > 0 else { return false }
        var changed: [Lot] = []
        // Sums are scaled, not lots: what rounding takes from one lot the next one gets.
        var before: UInt64 = 0
        var after: UInt64 = 0
        for lot in openLots {
            before += lot.quantity.millionths.magnitude
            let (high, low) = before.multipliedFullWidth(by: numerator.magnitude)
            guard high < denominator.magnitude else { return false }
            let (sum, _) = denominator.magnitude.dividingFullWidth((high, low))
            guard sum <= UInt64(Int64.max) else { return false }
            var next = lot
            let size = Int64(sum - after)
            after = sum
            next.quantity = Quantity(millionths: lot.quantity.isShort ? -size : size)
            next.price = lot.price.map { $0 * Double(denominator) / Double(numerator) }
            next.callOffset = lot.callOffset * Double(denominator) / Double(numerator)
            changed.append(next)
        }
        lots = changed
        head = 0
        quantity = Quantity(millionths: quantity.isShort ? -Int64(after) : Int64(after))
        callsPerShare = callsPerShare * Double(denominator) / Double(numerator)
        priceQuantity = 0
        unpriced = 0
        uncosted = 0
        for lot in changed { count(lot, sign: 1) }
        return true
    }

    /// The result of an option that delivered the shares of one event is kept with them.
    /// - Parameters:
    ///   - opening: Place of the share event in the ledger.
    ///   - size: Millionths that event opened; when some have left since, nothing is changed.
    /// - Returns: Whether the lot was found whole.
    mutating func addPremium(_ amount: Money?, opening: Int, size: UInt64) throws(MoneyError) -> Bool {
        guard
            let index = lots[head...].lastIndex(where: { $0.opening == opening }),
            lots[index].quantity.millionths.magnitude == size
        else { return false }
        if let amount {
            let total = try premium.adding(amount)
            lots[index].premium = try lots[index].premium.adding(amount)
            premium = total
        } else {
            lots[index].isPremiumKnown = false
        }
        return true
    }

    /// The result of an option that stood against the shares counts in those that were held before it ended, the same for
    /// each of them: part of their wheel basis. What a broker stamps on the rows of one day is no order of events: shares
    /// that came on the day of the end, a put assigned with the call, stood behind it only when they came before it was
    /// opened.
    mutating func addCover(profit: Money, openedAt start: Instant?, endedAt time: Instant) {
        guard quantity > .zero else { return }
        let day = time.newYork.date
        let last = lots[head...].lastIndex { lot in
            guard lot.openedAt < time else { return false }
            return lot.openedAt.newYork.date < day || start.map { lot.openedAt <= $0 } ?? false
        }
        guard let fresh = last.map({ $0 + 1 }) else { return }
        let shares = lots[fresh...].reduce(quantity) { $0 - $1.quantity }
        guard shares > .zero else { return }
        let part = profit.dollars / shares.value
        callsPerShare += part
        for index in fresh..<lots.count { lots[index].callOffset += part }
    }

    /// Takes the whole lot of one event out again.
    mutating func withdraw(opening: Int) throws(MoneyError) {
        guard let index = lots[head...].lastIndex(where: { $0.opening == opening }) else { return }
        let lot = lots[index]
        let newCost = try cost.subtracting(lot.cost)
        let newAverage = try averageCost.subtracting(lot.cost)
        count(lot, sign: -1)
        lots.remove(at: index)
        cost = newCost
        averageCost = newAverage
        premium -= lot.premium
        quantity = quantity - lot.quantity
        if quantity.isZero { clear() }
    }

    /// Cash paid with fees; nil when a lot came in without a price.
    var costBasis: Money? { uncosted == 0 ? cost : nil }

    /// Mean entry price per share without fees; nil when a lot states none.
    var averagePrice: Double? {
        guard !quantity.isZero, unpriced == 0 else { return nil }
        return priceQuantity / quantity.value
    }

    /// The three bases of all shares held; nil for what is no share held long and where a lot states no price.
    var stockBasis: StockBasis? {
        let calls = openLots.reduce(0.0) { $0 + (callsPerShare - $1.callOffset) * $1.quantity.value }
        let isPremiumKnown = openLots.allSatisfy(\.isPremiumKnown)
        return stockBasis(
            price: averagePrice, taxCost: isPremiumKnown ? costBasis.map { $0 - premium } : nil, calls: calls, quantity)
    }

    /// The same of one of its lots.
    func stockBasis(of lot: Lot) -> StockBasis? {
        stockBasis(
            price: lot.price, taxCost: lot.isCostKnown && lot.isPremiumKnown ? lot.cost - lot.premium : nil,
            calls: (callsPerShare - lot.callOffset) * lot.quantity.value, lot.quantity)
    }

    /// One formula for both, so that the bases of the lots add up to those of the holding.
    private func stockBasis(price: Double?, taxCost: Money?, calls: Double, _ size: Quantity) -> StockBasis? {
        guard case .stock = instrument, size > .zero, let price else { return nil }
        return StockBasis(
            broker: price, tax: taxCost.map { $0.dollars / size.value },
            wheel: taxCost.map { ($0.dollars - calls) / size.value })
    }
}

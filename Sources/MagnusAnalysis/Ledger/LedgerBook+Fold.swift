import MagnusDomain
import MagnusQuant

extension LedgerBook {
    /// The two halves of an assignment or exercise meet here.
    struct DeliveryKey: Hashable, Sendable {
        var account: String
        var symbol: String
        var time: Instant
    }

    /// What is known of a delivery so far.
    struct Delivery: Sendable {
        /// Net premium of the puts that brought shares, waiting for the shares.
        var putPremium = 0.0
        var hasShares = false
    }

    mutating func fold(_ event: LedgerEvent) {
        events.append(event)
        do throws(MoneyError) {
            try book(event)
        } catch {
            issues.append(LedgerIssue(.overflow, event, "amount or quantity beyond what can be counted exactly"))
        }
    }

    private mutating func book(_ event: LedgerEvent) throws(MoneyError) {
        let cash = try cashEffect(event)
        var account = totals[event.account] ?? AccountTotals()
        account.cash = try account.cash.adding(cash)
        totals[event.account] = account
        switch event.kind {
        case .dividend, .interest, .fee: try bookIncome(event, cash)
        case .trade: try bookTrade(event, cash)
        case .assignment, .exercise, .expiration, .cashSettlement: try bookRemoval(event, cash)
        case .transfer: try bookTransfer(event)
        case .split, .symbolChange, .merger, .adjustment: try bookChange(event)
        }
    }

    /// Amount and fees; a trade whose source states only the price has the amount of that price.
    private func cashEffect(_ event: LedgerEvent) throws(MoneyError) -> Money {
        try amount(event).adding(event.fees)
    }

    private func amount(_ event: LedgerEvent) throws(MoneyError) -> Money {
        guard event.amount == .zero, event.kind == .trade, let price = event.price, let instrument = event.instrument
        else { return event.amount }
        return -(try Money.value(price: price, quantity: event.quantity, multiplier: Self.multiplier(instrument)))
    }

    static func multiplier(_ instrument: Instrument) -> Int {
        if case .option(let contract) = instrument { contract.multiplier } else { 1 }
    }

    private mutating func bookIncome(_ event: LedgerEvent, _ cash: Money) throws(MoneyError) {
        try addRealized(cash, account: event.account)
        if let instrument = event.instrument {
            let key = Key(account: event.account, instrument: instrument)
            holdings[key, default: Holding(account: event.account, instrument: instrument)].addRealized(cash)
        }
    }

    private mutating func addRealized(_ amount: Money, account: String) throws(MoneyError) {
        var sum = totals[account] ?? AccountTotals()
        sum.realized = try sum.realized.adding(amount)
        totals[account] = sum
    }

    private mutating func bookTrade(_ event: LedgerEvent, _ cash: Money) throws(MoneyError) {
        guard let instrument = event.instrument else {
            if !event.quantity.isZero {
                issues.append(LedgerIssue(.missingInstrument, event, "a trade without an instrument"))
            }
            return
        }
        guard !event.quantity.isZero else { return }
        let key = Key(account: event.account, instrument: instrument)
        let held = holdings[key]?.quantity ?? .zero
        var left = event.quantity
        var cashLeft = cash
        if held.isShort != event.quantity.isShort, !held.isZero {
            let size = min(held.millionths.magnitude, event.quantity.millionths.magnitude)
            let part = Quantity(millionths: event.quantity.isShort ? -Int64(size) : Int64(size))
            let share = try cash.scaled(by: Int64(size), over: Int64(event.quantity.millionths.magnitude))
            try close(key, -part, proceeds: share, event: event)
            left = left - part
            cashLeft = try cash.subtracting(share)
        }
        guard !left.isZero else { return }
        if event.effect == .closing {
            issues.append(
                LedgerIssue(.closingWithoutOpening, event, "closes \(left.signedText) that no event opened"))
            return
        }
        try open(key, left, cost: -cashLeft, event: event)
    }

    private mutating func open(_ key: Key, _ quantity: Quantity, cost: Money, event: LedgerEvent) throws(MoneyError) {
        let size = quantity.value * Double(Self.multiplier(key.instrument))
        var price = event.price?.dollars
        if price == nil, event.amount != .zero, !event.quantity.isZero {
            price = abs(event.amount.dollars / (event.quantity.value * Double(Self.multiplier(key.instrument))))
        }
        let isStated = price != nil || size == 0
        if !isStated { issues.append(LedgerIssue(.missingPrice, event, "neither price nor amount is stated")) }
        let lot = Lot(
            quantity: quantity, cost: cost, isCostKnown: isStated, price: price, openedAt: event.time,
            openedBy: event.id, group: event.orderIdentifier)
        try holdings[key, default: Holding(account: key.account, instrument: key.instrument)].open(lot)
        if case .stock(let symbol) = key.instrument, !quantity.isShort {
            let cycle = SymbolKey(account: key.account, symbol: symbol)
            cycles[cycle, default: WheelCycle()].add(shares: quantity.value)
        }
    }

    /// - Parameter closed: Signed as the holding.
    @discardableResult
    private mutating func close(
        _ key: Key, _ closed: Quantity, proceeds: Money, event: LedgerEvent
    ) throws(MoneyError) -> Money {
        let profit = try holdings[key]?.close(closed, proceeds: proceeds) ?? .zero
        try addRealized(profit, account: key.account)
        switch key.instrument {
        case .stock(let symbol):
            if !closed.isShort {
                cycles[SymbolKey(account: key.account, symbol: symbol)]?.remove(shares: closed.value)
            }
        case .option(let contract):
            // A call that takes shares away goes with them.
            if closed.isShort, contract.right == .call, event.kind != .assignment {
                cycles[SymbolKey(account: key.account, symbol: contract.underlying)]?.addCall(
                    profit: profit.dollars)
            }
        }
        return profit
    }

    /// Expiry, assignment, exercise, cash settlement: option legs only close; share legs are bought or sold at the
    /// strike.
    private mutating func bookRemoval(_ event: LedgerEvent, _ cash: Money) throws(MoneyError) {
        guard let instrument = event.instrument else {
            if !event.quantity.isZero {
                issues.append(LedgerIssue(.missingInstrument, event, "no instrument"))
            } else {
                try addRealized(cash, account: event.account)
            }
            return
        }
        switch instrument {
        case .stock(let symbol): try bookDeliveredShares(event, symbol: symbol, cash: cash)
        case .option(let contract):
            let key = Key(account: event.account, instrument: instrument)
            let held = holdings[key]?.quantity ?? .zero
            let isOpposite = held.isShort != event.quantity.isShort && !held.isZero && !event.quantity.isZero
            let size = isOpposite ? min(held.millionths.magnitude, event.quantity.millionths.magnitude) : 0
            if size < event.quantity.millionths.magnitude {
                issues.append(
                    LedgerIssue(
                        .removalWithoutPosition, event,
                        "\(event.kind.rawValue) of \(event.quantity.signedText), held \(held.signedText)"))
            }
            guard size > 0 else {
                try addRealized(cash, account: event.account)
                return
            }
            let closed = Quantity(millionths: held.isShort ? -Int64(size) : Int64(size))
            let profit = try close(key, closed, proceeds: cash, event: event)
            if event.kind == .assignment, held.isShort, contract.right == .put {
                deliver(event, symbol: contract.underlying, putPremium: profit.dollars)
            }
        }
    }

    private mutating func deliver(_ event: LedgerEvent, symbol: String, putPremium: Double) {
        let key = DeliveryKey(account: event.account, symbol: symbol, time: event.time)
        if deliveries[key]?.hasShares == true {
            cycles[SymbolKey(account: event.account, symbol: symbol)]?.addPut(premium: putPremium)
        } else {
            deliveries[key, default: Delivery()].putPremium += putPremium
        }
    }

    private mutating func bookDeliveredShares(
        _ event: LedgerEvent, symbol: String, cash: Money
    ) throws(MoneyError) {
        let key = Key(account: event.account, instrument: .stock(symbol: symbol))
        let held = holdings[key]?.quantity ?? .zero
        var left = event.quantity
        var cashLeft = cash
        if held.isShort != left.isShort, !held.isZero, !left.isZero {
            let size = min(held.millionths.magnitude, left.millionths.magnitude)
            let part = Quantity(millionths: left.isShort ? -Int64(size) : Int64(size))
            let share = try cash.scaled(by: Int64(size), over: Int64(left.millionths.magnitude))
            try close(key, -part, proceeds: share, event: event)
            left = left - part
            cashLeft = try cash.subtracting(share)
        }
        guard !left.isZero else { return }
        try open(key, left, cost: -cashLeft, event: event)
        guard !left.isShort else { return }
        let delivery = DeliveryKey(account: event.account, symbol: symbol, time: event.time)
        let premium = deliveries[delivery]?.putPremium ?? 0
        deliveries[delivery] = Delivery(putPremium: 0, hasShares: true)
        cycles[SymbolKey(account: event.account, symbol: symbol)]?.addPut(premium: premium)
    }

    /// Cash moves are no profit. Shares that come in carry the stated price or none; shares that go out take their cost
    /// with them.
    private mutating func bookTransfer(_ event: LedgerEvent) throws(MoneyError) {
        guard let instrument = event.instrument, !event.quantity.isZero else { return }
        let key = Key(account: event.account, instrument: instrument)
        let held = holdings[key]?.quantity ?? .zero
        guard !held.isZero, held.isShort != event.quantity.isShort else {
            var cost = Money.zero
            if let price = event.price {
                cost = try Money.value(
                    price: price, quantity: event.quantity, multiplier: Self.multiplier(instrument))
            }
            try open(key, event.quantity, cost: cost, event: event)
            return
        }
        let size = min(held.millionths.magnitude, event.quantity.millionths.magnitude)
        if size < event.quantity.millionths.magnitude {
            issues.append(LedgerIssue(.removalWithoutPosition, event, "moves out more than is held"))
        }
        let closed = Quantity(millionths: held.isShort ? -Int64(size) : Int64(size))
        _ = try holdings[key]?.remove(closed)
        if case .stock(let symbol) = instrument, !closed.isShort {
            cycles[SymbolKey(account: key.account, symbol: symbol)]?.remove(shares: closed.value)
        }
    }
}

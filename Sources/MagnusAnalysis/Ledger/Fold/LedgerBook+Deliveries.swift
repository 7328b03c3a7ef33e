import MagnusDomain
import MagnusQuant

extension LedgerBook {
    /// One half of an assignment or exercise that waits for its other half: an option that ended, or shares that came or
    /// went at a strike. Brokers report the two in either order, at times days apart.
    struct PendingDelivery: Sendable {
        enum Half: Sendable {
            /// Place of the option's record; nil when it was opened before the ledger begins.
            case option(record: Int?)
            case closedShares(record: Int)
            case openedShares(size: UInt64)

            var isOption: Bool { if case .option = self { true } else { false } }
        }

        var half: Half
        var event: Int
        var time: Instant
        /// Dollars per share: the strike, or what the shares were booked at; nil when that was not stated.
        var strike: Money?
        /// Shares that move, signed, in millionths; what is left of them.
        var shares: Int64
        /// The option's result not yet given to shares; nil when it is not known.
        var premium: Money?

        func issue(_ event: LedgerEvent) -> LedgerIssue {
            LedgerIssue(
                .unpairedDelivery, event,
                half.isOption ? "the shares of this delivery never came" : "no option delivered these shares")
        }
    }

    /// Halves further apart do not belong together: over a weekend with a holiday reports take four days.
    private static let deliverySpan = 4.0 * 86_400

    /// Halves that still wait though the ledger goes on beyond the days in which reports come.
    var overdueDeliveries: [LedgerIssue] {
        guard let last = events.last?.time else { return [] }
        return deliveries.values.joined().filter { last.seconds(since: $0.time) > Self.deliverySpan }
            .sorted { $0.event < $1.event }.compactMap { half in event(at: half.event).map(half.issue) }
    }

    /// Shares of one event and the options that delivered them.
    struct DeliveredShares: Sendable {
        /// Millionths that the event opened.
        var whole: Int64
        /// Place of the event that opened the option, and the millionths it delivered, in the order they were paired.
        var parts: [(opening: Int32, shares: Int64)] = []
    }

    /// A part of the shares of one event.
    struct DeliveryPart: Sendable {
        /// Id of the event that opened the option; nil for what no option of the ledger delivered.
        var opening: String?
        /// In millionths, positive.
        var shares: Int64
    }

    /// What delivered shares, by the id of the event that brought them: parts that add up to what it opened.
    var deliveryParts: [String: [DeliveryPart]] {
        var result: [String: [DeliveryPart]] = [:]
        for (shares, delivered) in deliveredBy {
            guard let event = self.event(at: Int(shares)) else { continue }
            var parts = delivered.parts.map {
                DeliveryPart(opening: self.event(at: Int($0.opening))?.id, shares: $0.shares)
            }
            let rest = parts.reduce(delivered.whole) { $0 - $1.shares }
            if rest > 0 { parts.append(DeliveryPart(opening: nil, shares: rest)) }
            result[event.id] = parts
        }
        return result
    }

    /// Expiry, assignment, exercise, cash settlement: option legs only close; share legs are bought or sold at the
    /// strike.
    mutating func bookRemoval(_ event: LedgerEvent, _ cash: Money) throws(MoneyError) {
        guard let instrument = event.instrument else {
            if !event.quantity.isZero {
                found.append(LedgerIssue(.missingInstrument, event, "no instrument"))
            } else {
                try addRealized(cash, account: event.account)
            }
            return
        }
        switch instrument {
        case .stock(let symbol): try bookDeliveredShares(event, symbol: symbol)
        case .option(let contract): try bookEndedOption(event, contract: contract, cash: cash)
        }
    }

    private mutating func bookEndedOption(
        _ event: LedgerEvent, contract: OptionContract, cash: Money
    ) throws(MoneyError) {
        let key = Key(account: event.account, instrument: .option(contract))
        let held = holdings[key]?.quantity ?? .zero
        let isOpposite = held.isShort != event.quantity.isShort && !held.isZero && !event.quantity.isZero
        let size = isOpposite ? min(held.millionths.magnitude, event.quantity.millionths.magnitude) : 0
        let missing = event.quantity.millionths.magnitude - size
        let stated = missing > 0 ? Self.statedProfit(event) : nil
        let before = realizedSoFar(event.account)
        if missing > 0, stated == nil {
            found.append(
                LedgerIssue(
                    .removalWithoutPosition, event,
                    "\(event.kind.rawValue) of \(event.quantity.signedText), held \(held.signedText)"))
        }
        if missing > 0 { noteEarlierHistory(event.account) }
        let delivers = contract.settlement == .physical && (event.kind == .assignment || event.kind == .exercise)
        if size > 0 {
            let closed = Quantity(millionths: held.isShort ? -Int64(size) : Int64(size))
            let ending = Self.ending(event.kind)
            let range = try close(key, closed, amount: event.amount, fees: event.fees, event: event, ending: ending)
            if delivers {
                for record in range { try deliver(contract, record: record, event: event) }
            }
            if missing == 0 { try bookStatedCost(event, key, since: range.lowerBound, before) }
        } else if stated == nil {
            try addRealized(cash, account: event.account)
        }
        if let stated {
            let left = event.quantity.isShort ? -Int64(clamping: missing) : Int64(clamping: missing)
            let known = try realizedSoFar(event.account).subtracting(before)
            try bookStated(event, stated, key, closing: Quantity(millionths: left).signedText, known: known)
        }
        if delivers, missing > 0 {
            let isShort = event.kind == .assignment
            let quantity = Quantity(millionths: isShort ? -Int64(missing) : Int64(missing))
            try deliver(contract, quantity: quantity, record: nil, event: event)
        }
    }

    static func ending(_ kind: LedgerEventKind) -> LotEnding {
        switch kind {
        case .expiration: .expired
        case .assignment: .assigned
        case .exercise: .exercised
        case .cashSettlement: .cashSettled
        case .merger: .cashMerger
        default: .closed
        }
    }

    private mutating func deliver(
        _ contract: OptionContract, record: Int, event: LedgerEvent
    ) throws(MoneyError) {
        try deliver(contract, quantity: records[record].quantity, record: record, event: event)
    }

    /// - Parameter quantity: Contracts, signed as they were held.
    private mutating func deliver(
        _ contract: OptionContract, quantity: Quantity, record: Int?, event: LedgerEvent
    ) throws(MoneyError) {
        let perContract: Int
        var symbol = contract.underlying
        switch contract.deliverable {
        case .shares(let count): perContract = count
        case .adjusted(let count, let name, _): (perContract, symbol) = (count, name)
        case .cash, .unknown: return
        }
        let (shares, overflow) = quantity.millionths.multipliedReportingOverflow(by: Int64(perContract))
        guard !overflow, shares != 0, shares != .min else { return }
        // Short puts and long calls receive.
        let sign: Int64 = contract.right == .call ? 1 : -1
        let strike = perContract == 100 ? Money(tenThousandths: Int64(contract.strikeThousandths) * 10) : nil
        try pair(
            PendingDelivery(
                half: .option(record: record), event: place, time: event.time, strike: strike, shares: sign * shares,
                premium: record.map { records[$0].profit }),
            key: SymbolKey(account: event.account, symbol: symbol))
    }

    private mutating func bookDeliveredShares(_ event: LedgerEvent, symbol: String) throws(MoneyError) {
        let key = Key(account: event.account, instrument: .stock(symbol: symbol))
        let start = records.count
        let rest = try closeOpposite(key, event: event, ending: .delivered)
        if !rest.left.isZero { try open(key, rest.left, amount: rest.amount, fees: rest.fees, event: event) }
        let name = SymbolKey(account: event.account, symbol: symbol)
        for record in start..<records.count {
            try pair(
                PendingDelivery(
                    half: .closedShares(record: record), event: place, time: event.time, strike: event.price,
                    shares: -records[record].quantity.millionths),
                key: name)
        }
        guard !rest.left.isZero else { return }
        try pair(
            PendingDelivery(
                half: .openedShares(size: rest.left.millionths.magnitude), event: place, time: event.time,
                strike: event.price, shares: rest.left.millionths),
            key: name)
    }

    /// Brings a half together with those waiting that fit; what is left of it waits.
    private mutating func pair(_ arrived: PendingDelivery, key: SymbolKey) throws(MoneyError) {
        var waiting = deliveries[key] ?? []
        var half = arrived
        waiting.removeAll { old in
            guard half.time.seconds(since: old.time) > Self.deliverySpan else { return false }
            if let event = self.event(at: old.event) { found.append(old.issue(event)) }
            return true
        }
        // Those of the same moment first, then in order of arrival.
        let order = waiting.indices.sorted { left, right in
            let (first, second) = (waiting[left].time == half.time, waiting[right].time == half.time)
            return first == second ? left < right : first
        }
        for index in order where half.shares != 0 {
            let other = waiting[index]
            guard other.half.isOption != half.half.isOption, other.shares != 0,
                (other.shares < 0) == (half.shares < 0),
                other.strike == nil || half.strike == nil || other.strike == half.strike
            else { continue }
            var (option, shares) = half.half.isOption ? (half, other) : (other, half)
            try roll(&option, into: &shares, key: key)
            (half, waiting[index]) = half.half.isOption ? (option, shares) : (shares, option)
        }
        waiting.removeAll { $0.shares == 0 }
        if half.shares != 0 { waiting.append(half) }
        deliveries[key] = waiting.isEmpty ? nil : waiting
    }

    /// The option's result goes to the shares it moved.
    private mutating func roll(
        _ option: inout PendingDelivery, into shares: inout PendingDelivery, key: SymbolKey
    ) throws(MoneyError) {
        let size = min(option.shares.magnitude, shares.shares.magnitude)
        let part = try option.premium?.scaled(by: Int64(size), over: Int64(option.shares.magnitude))
        let isTaken: Bool
        switch shares.half {
        case .option: return
        case .closedShares(let record):
            isTaken = true
            if let part {
                records[record].closingPremium = try records[record].closingPremium.adding(part)
            } else {
                records[record].isClosingPremiumKnown = false
            }
            records[record].premiumFrom = Int32(clamping: place)
        case .openedShares(let whole):
            isTaken =
                try holdings[Key(account: key.account, instrument: .stock(symbol: key.symbol))]?.addPremium(
                    part, opening: shares.event, size: whole) ?? false
            if case .option(let record?) = option.half {
                deliveredBy[
                    Int32(clamping: shares.event), default: DeliveredShares(whole: Int64(clamping: whole))
                ].parts.append((records[record].opening, Int64(clamping: size)))
            }
        }
        if isTaken, let part, case .option(let record?) = option.half {
            records[record].closingPremium = try records[record].closingPremium.subtracting(part)
            records[record].premiumFrom = Int32(clamping: place)
        } else if !isTaken, let event = self.event(at: option.event) {
            found.append(
                LedgerIssue(.unpairedDelivery, event, "the delivered shares were gone before the option"))
        }
        let moved = shares.shares < 0 ? -Int64(size) : Int64(size)
        option.shares -= moved
        shares.shares -= moved
        if let part { option.premium = try option.premium?.subtracting(part) }
    }
}

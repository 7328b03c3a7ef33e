import MagnusDomain

/// What a row is, from its action.
struct StatementMovement: Sendable, Equatable {
    /// Where the sign of the quantity comes from.
    enum Direction: Sendable {
        case bought
        case sold
        /// The printed quantity is signed.
        case stated
        /// Removes what is held, whichever side that is.
        case removed
        /// No holding moves.
        case cash
    }

    var kind: LedgerEventKind
    var effect: PositionEffect = .automatic
    var direction: Direction
    /// Whether the printed amount is cash; with deliveries in kind it is a value.
    var isAmountCash = true

    static func cash(_ kind: LedgerEventKind) -> StatementMovement {
        StatementMovement(kind: kind, direction: .cash)
    }

    /// What is no position here leaves for cash.
    static let repayment = StatementMovement(kind: .adjustment, effect: .closing, direction: .cash)

    static func bought(_ effect: PositionEffect = .automatic) -> StatementMovement {
        StatementMovement(kind: .trade, effect: effect, direction: .bought)
    }

    static func sold(_ effect: PositionEffect = .automatic) -> StatementMovement {
        StatementMovement(kind: .trade, effect: effect, direction: .sold)
    }

    static let expired = StatementMovement(kind: .expiration, effect: .closing, direction: .removed)
    /// Removes a short option.
    static let assigned = StatementMovement(kind: .assignment, effect: .closing, direction: .bought)
    /// Removes a long option.
    static let exercised = StatementMovement(kind: .exercise, effect: .closing, direction: .sold)

    /// Whether shares of such a row can only leave what is held: a sale or a move out in plain words.
    var leavesHolding: Bool {
        kind == .trade ? direction == .sold : kind == .transfer && !isAmountCash
    }

    /// Shares that come or go without cash.
    static func delivered(_ kind: LedgerEventKind) -> StatementMovement {
        StatementMovement(kind: kind, direction: .stated, isAmountCash: false)
    }
}

/// The figures of a row before they are signed.
struct StatementFigures: Sendable {
    var quantity: Quantity?
    var price: Money?
    /// Cash after costs: received positive.
    var net: Money?
    /// Commissions and fees: a cost is positive here.
    var costs = Money.zero
}

extension StatementFigures {
    /// What is wrong with the figures of a movement.
    enum Fault: Error, Equatable {
        case noInstrument
        case noQuantity
        case contradictingSign
        case noAmount
    }

    /// Writes the figures into an event that has its kind and instrument.
    /// - Returns: what deserves a look, by code.
    func enter(_ movement: StatementMovement, into event: inout LedgerEvent) throws(Fault) -> (String, String)? {
        event.kind = movement.kind
        event.effect = movement.effect
        event.fees = -costs
        event.price = price.map { Money(tenThousandths: abs($0.tenThousandths)) }
        guard movement.direction != .cash else {
            event.quantity = .zero
            event.price = nil
            if movement.kind == .statement || movement.kind == .unread {
                (event.price, event.amount) = (net, .zero)
                return nil
            }
            guard let net else { throw .noAmount }
            event.amount = net + costs
            if movement.kind == .fee {
                event.fees = net
                event.amount = .zero
            }
            return nil
        }
        guard event.instrument != nil else { throw .noInstrument }
        guard let quantity, !quantity.isZero else { throw .noQuantity }
        switch movement.direction {
        case .bought:
            guard !quantity.isShort else { throw .contradictingSign }
            event.quantity = quantity
        case .sold: event.quantity = -quantity.magnitude
        case .stated: event.quantity = quantity
        case .removed: event.quantity = quantity.magnitude
        case .cash: break
        }
        guard movement.isAmountCash else {
            event.amount = .zero
            guard let net, net.tenThousandths != 0 else { return nil }
            return (
                "value_not_cash", "the amount \(net.text) is taken for the value of what was delivered, not for cash"
            )
        }
        if net == nil, movement.kind == .trade { throw .noAmount }
        event.amount = net.map { $0 + costs } ?? .zero
        return movement.kind == .trade ? mismatch(in: event) : nil
    }

    /// A value that does not follow from price and quantity or has the wrong sign.
    private func mismatch(in event: LedgerEvent) -> (String, String)? {
        guard let price = event.price, price.tenThousandths != 0 else { return nil }
        let multiplier = if case .option(let contract) = event.instrument { contract.multiplier } else { 1 }
        guard let expected = try? Money.value(price: price, quantity: -event.quantity, multiplier: multiplier) else {
            return nil
        }
        let difference = abs(expected.dollars - event.amount.dollars)
        guard difference > max(0.02, abs(expected.dollars) * 0.01) else { return nil }
        return ("value_mismatch", "value \(event.amount.text) where price times quantity is \(expected.text)")
    }
}

/// One instrument of a trade: the fills of one order in it, merged.
public struct TradeLeg: Sendable, Hashable {
    public var instrument: Instrument
    /// Signed: bought positive.
    public var quantity: Quantity
    /// Mean of the fills per share, exact to a ten-thousandth; nil when no fill states a price.
    public var price: Money?
    /// Cash without fees: received positive.
    public var amount: Money
    /// Costs are negative.
    public var fees: Money
    /// Quantity of it that opened; the rest closed.
    public var opened: Quantity
    /// Ids of the ledger's events.
    public var events: [String]

    public init(
        instrument: Instrument, quantity: Quantity, price: Money?, amount: Money, fees: Money, opened: Quantity,
        events: [String]
    ) {
        self.instrument = instrument
        self.quantity = quantity
        self.price = price
        self.amount = amount
        self.fees = fees
        self.opened = opened
        self.events = events
    }

    public var closed: Quantity { quantity - opened }
}

/// What one order did in one underlying: its legs with their fills merged. Expiries, assignments and the like are trades
/// of their own.
public struct Trade: Sendable, Hashable {
    /// Id of its first event.
    public var id: String
    public var account: String
    public var underlying: String
    public var kind: LedgerEventKind
    public var time: Instant
    public var order: String?
    public var legs: [TradeLeg]
    /// The shape of what it opened; nil when it only closed or the legs form no known one.
    public var strategy: StrategyKind?

    public init(
        id: String, account: String, underlying: String, kind: LedgerEventKind, time: Instant, order: String?,
        legs: [TradeLeg], strategy: StrategyKind? = nil
    ) {
        self.id = id
        self.account = account
        self.underlying = underlying
        self.kind = kind
        self.time = time
        self.order = order
        self.legs = legs
        self.strategy = strategy
    }

    /// Cash with fees: received positive.
    public var cash: Money { legs.reduce(.zero) { $0 + $1.amount + $1.fees } }
    public var fees: Money { legs.reduce(.zero) { $0 + $1.fees } }
    public var opens: Bool { legs.contains { !$0.opened.isZero } }
    public var closes: Bool { legs.contains { !$0.closed.isZero } }
}

/// A closing and an opening that may belong together.
public struct Roll: Sendable, Hashable {
    /// Why the two are, or may not be, one roll.
    public enum Evidence: String, Sendable, Hashable, Codable {
        /// One order closed and opened.
        case sameOrder = "same_order"
        /// Two orders of one account, within the time that counts as one action.
        case sameMoment = "same_moment"
        /// Same day, underlying, right and side, but hours apart: to be decided by the owner.
        case sameDay = "same_day"
        /// Within the time, but the counts of contracts differ.
        case differentCount = "different_count"
        /// More than one opening fits.
        case ambiguous
    }

    public var id: String
    public var account: String
    public var underlying: String
    public var closing: String
    public var opening: String
    public var from: OptionContract
    public var to: OptionContract
    /// Contracts carried over, positive.
    public var contracts: Quantity
    public var time: Instant
    /// Net cash of the two legs, fees included; credit positive.
    public var credit: Money
    public var evidence: Evidence
    /// The owner's; nil while none was given. It goes over the evidence.
    public var verdict: RollVerdict?

    public init(
        id: String, account: String, underlying: String, closing: String, opening: String, from: OptionContract,
        to: OptionContract, contracts: Quantity, time: Instant, credit: Money, evidence: Evidence,
        verdict: RollVerdict? = nil
    ) {
        self.id = id
        self.account = account
        self.underlying = underlying
        self.closing = closing
        self.opening = opening
        self.from = from
        self.to = to
        self.contracts = contracts
        self.time = time
        self.credit = credit
        self.evidence = evidence
        self.verdict = verdict
    }

    /// Whether it needs no review.
    public var isSure: Bool {
        switch verdict {
        case .confirmed: true
        case .rejected: false
        case nil: evidence == .sameOrder || evidence == .sameMoment
        }
    }
}

/// Rolls that follow one another: the contract of one is what the next one closes.
public struct RollChain: Sendable, Hashable {
    public var rolls: [Roll]
    /// Cash of the first opening and all rolls, fees included: what the position has taken in so far.
    public var credit: Money

    public init(rolls: [Roll], credit: Money) {
        self.rolls = rolls
        self.credit = credit
    }

    public var id: String { rolls.first?.id ?? "" }
    public var account: String { rolls.first?.account ?? "" }
    public var underlying: String { rolls.first?.underlying ?? "" }
}

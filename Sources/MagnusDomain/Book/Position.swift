import MagnusQuant

/// An open holding of one instrument in one account, as the ledger gives it.
public struct Position: Sendable, Hashable {
    /// Stable: account and instrument.
    public var id: String
    public var account: String
    public var instrument: Instrument
    public var quantity: Quantity
    public var openedAt: Instant
    /// Mean entry price per share, without fees; nil when no source states it.
    public var averagePrice: Double?
    /// Cash paid for the holding with fees: positive paid, negative received.
    public var costBasis: Money?
    /// Realised so far on this instrument, fees included.
    public var realizedProfit: Money
    /// Positions that share a group were opened as one strategy.
    public var strategyGroup: String?
    /// For shares that came through a wheel.
    public var stockBasis: StockBasis?
    /// Order or file that opened it.
    public var openedBy: String

    public init(
        id: String, account: String, instrument: Instrument, quantity: Quantity, openedAt: Instant,
        averagePrice: Double?, costBasis: Money?, realizedProfit: Money, strategyGroup: String? = nil,
        stockBasis: StockBasis? = nil, openedBy: String = ""
    ) {
        self.id = id
        self.account = account
        self.instrument = instrument
        self.quantity = quantity
        self.openedAt = openedAt
        self.averagePrice = averagePrice
        self.costBasis = costBasis
        self.realizedProfit = realizedProfit
        self.strategyGroup = strategyGroup
        self.stockBasis = stockBasis
        self.openedBy = openedBy
    }
}

extension Position {
    /// Whether it is a short call of which nobody knows what it delivers: it may take any of the shares of its account on the
    /// same underlying, so that none of them is known to stand behind another call.
    public var isCallOfUnknownDelivery: Bool {
        guard quantity.isShort, case .option(let contract) = instrument else { return false }
        return contract.right == .call && contract.settlement == .physical && contract.deliverable == .unknown
    }
}

/// Bases per share of shares held, in dollars: one set, each from the one before it.
public struct StockBasis: Sendable, Hashable {
    /// As the broker states it, without fees: strike of the assignment or purchase price.
    public var broker: Double
    /// What the shares cost with their fees, less the net premium of the put that brought them (of a call that was
    /// exercised, more what it cost): the cost of their lots for tax. Nil when a cost or a premium is not known.
    public var tax: Double?
    /// Tax basis less the net premiums of the calls, and of collars, against these shares that ended while they were held: no
    /// leg of a spread, and not those that took shares
    /// away. Nil when the tax basis is not known.
    public var wheel: Double?

    public init(broker: Double, tax: Double? = nil, wheel: Double? = nil) {
        self.broker = broker
        self.tax = tax
        self.wheel = wheel
    }
}

/// What the owner wants to happen to a short option.
public enum PositionIntent: String, Sendable, Hashable, Codable, CaseIterable {
    /// Assignment is welcome.
    case take
    case avoid
    case decide
}

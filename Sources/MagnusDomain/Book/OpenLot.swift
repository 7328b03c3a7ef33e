/// Shares or contracts that came in by one event and are still held.
public struct OpenLot: Sendable, Hashable {
    public var account: String
    public var instrument: Instrument
    /// Signed: short is negative.
    public var quantity: Quantity
    public var openedAt: Instant
    public var openedBy: String
    public var order: String?
    /// Cash paid, fees included; negative for what was sold short.
    public var cost: Money
    /// Costs are negative.
    public var fees: Money
    /// Result of the options that delivered these shares.
    public var premium: Money
    public var isCostKnown: Bool
    public var isTaxCostKnown: Bool
    /// Of shares held long, per share; nil for everything else and where no price is stated.
    public var stockBasis: StockBasis?
    /// False when the day of ``openedAt`` is only the one on which the rows first show it: it was acquired then or earlier.
    public var isOpeningDayKnown = true

    public init(
        account: String, instrument: Instrument, quantity: Quantity, openedAt: Instant, openedBy: String,
        order: String? = nil, cost: Money, fees: Money = .zero, premium: Money = .zero, isCostKnown: Bool = true,
        isTaxCostKnown: Bool = true, stockBasis: StockBasis? = nil
    ) {
        self.account = account
        self.instrument = instrument
        self.quantity = quantity
        self.openedAt = openedAt
        self.openedBy = openedBy
        self.order = order
        self.cost = cost
        self.fees = fees
        self.premium = premium
        self.isCostKnown = isCostKnown
        self.isTaxCostKnown = isTaxCostKnown
        self.stockBasis = stockBasis
    }

    /// Cost less the premiums that tax puts into it.
    public var taxCost: Money { cost - premium }
}

/// An order that is working at the broker (paper orders included).
public struct WorkingOrder: Sendable, Hashable {
    public var id: String
    public var account: String
    /// The group the order would close.
    public var strategyGroup: String
    /// Net per share; positive pays.
    public var limitPrice: Double
    public var isGoodTillCancelled: Bool
    public var placedAt: Instant

    public init(
        id: String, account: String, strategyGroup: String, limitPrice: Double, isGoodTillCancelled: Bool,
        placedAt: Instant
    ) {
        self.id = id
        self.account = account
        self.strategyGroup = strategyGroup
        self.limitPrice = limitPrice
        self.isGoodTillCancelled = isGoodTillCancelled
        self.placedAt = placedAt
    }
}

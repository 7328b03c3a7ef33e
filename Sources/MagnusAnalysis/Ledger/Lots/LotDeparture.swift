import MagnusDomain

/// A lot that left by a transfer, or that a statement no longer lists: not sold and not ended as far as rows tell, its cost
/// went with it. Nothing is realised here.
public struct LotDeparture: Sendable, Hashable {
    public var account: String
    public var instrument: Instrument
    /// Signed as it was held.
    public var quantity: Quantity
    /// Id of the event that opened it.
    public var openedBy: String
    /// Id of the transfer or statement.
    public var movedBy: String
    public var leftAt: Instant
}

import MagnusDomain

/// A lot that left by a transfer: not sold and not ended, its cost went with it. Nothing is realised here.
public struct LotDeparture: Sendable, Hashable {
    public var account: String
    public var instrument: Instrument
    /// Signed as it was held.
    public var quantity: Quantity
    /// Id of the event that opened it.
    public var openedBy: String
    /// Id of the transfer.
    public var movedBy: String
    public var leftAt: Instant
}

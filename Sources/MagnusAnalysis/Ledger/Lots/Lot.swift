import MagnusDomain

/// Shares or contracts that came in by one event and are still held.
struct Lot: Sendable, Hashable {
    /// Signed; of the holding's sign.
    var quantity: Quantity
    /// Cash paid with fees for what is left of it: positive paid, negative received.
    var cost: Money
    /// The part of the cost that is fees, signed as in events: a cost is negative.
    var fees = Money.zero
    /// Result of the options that delivered these shares; the tax cost is the cost less this.
    var premium = Money.zero
    /// False for shares that were moved in without a stated price.
    var isCostKnown = true
    /// False for delivered shares whose option was opened before the ledger begins.
    var isPremiumKnown = true
    /// What its holding's sum of call results per share was when it came in; outside a holding, minus what it collected.
    var callOffset = 0.0
    /// Mean price per share without fees; nil when not stated.
    var price: Double?
    var openedAt: Instant
    var openedBy: String
    var group: String?
    /// Place of the opening event in the ledger.
    var opening: Int

    /// A part with its share of cost, fees and premium; what is left stays in this lot, so that nothing is lost.
    /// - Parameter size: Millionths, less than the lot's.
    mutating func detach(_ size: UInt64) throws(MoneyError) -> Lot {
        let whole = Int64(quantity.millionths.magnitude)
        var part = self
        part.quantity = Quantity(millionths: quantity.isShort ? -Int64(size) : Int64(size))
        part.cost = try cost.scaled(by: Int64(size), over: whole)
        part.fees = try fees.scaled(by: Int64(size), over: whole)
        part.premium = try premium.scaled(by: Int64(size), over: whole)
        quantity = quantity - part.quantity
        cost -= part.cost
        fees -= part.fees
        premium -= part.premium
        return part
    }
}

import MagnusDomain

/// A closed lot as the fold keeps it: small, with places of events instead of their contents.
struct ClosedLotRecord: Sendable {
    /// Places in the ledger's events.
    var opening: Int32
    var closing: Int32
    /// Place of the event that brought the last premium; earlier states do not know of it.
    var premiumFrom: Int32
    var ending: LotEnding
    var isCostKnown: Bool
    var isPremiumKnown: Bool
    /// The same of what an option brought at the closing.
    var isClosingPremiumKnown = true
    var openedAt: Instant
    var quantity: Quantity
    var openingAmount: Money
    var closingAmount: Money
    var openingFees: Money
    var closingFees: Money
    var averageCost: Money
    var openingPremium: Money
    var closingPremium = Money.zero

    /// Of a lot that goes for a part of an event's cash.
    init(_ lot: Lot, closing: Int, ending: LotEnding, amount: Money, fees: Money, averageCost: Money) {
        opening = Int32(clamping: lot.opening)
        self.closing = Int32(clamping: closing)
        premiumFrom = Int32(clamping: closing)
        self.ending = ending
        isCostKnown = lot.isCostKnown
        isPremiumKnown = lot.isPremiumKnown
        openedAt = lot.openedAt
        quantity = lot.quantity
        openingAmount = -(lot.cost + lot.fees)
        openingFees = lot.fees
        openingPremium = lot.premium
        closingAmount = amount
        closingFees = fees
        self.averageCost = averageCost
    }

    var profit: Money { openingAmount + openingFees + closingAmount + closingFees }
}

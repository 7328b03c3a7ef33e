import MagnusDomain

/// Something in a ledger that does not add up. The event is kept and the rest goes on.
public struct LedgerIssue: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, Codable {
        /// It says it closes what is not held: cash changes, no position and no profit is invented for the excess.
        case closingWithoutOpening = "closing_without_opening"
        /// The same, and the broker states what it realised: that sum counts, marked as the broker's.
        case closingAsStated = "closing_as_stated"
        /// A removal (expiry, assignment, exercise, settlement) of more than is held; the excess has no effect.
        case removalWithoutPosition = "removal_without_position"
        /// A split without a usable ratio, or of nothing.
        case invalidSplit = "invalid_split"
        /// A position changes without an instrument being named.
        case missingInstrument = "missing_instrument"
        /// The amounts leave the range that can be counted exactly.
        case overflow
        /// A trade of a position without price or amount.
        case missingPrice = "missing_price"
        /// A change of symbol, merger or adjustment that comes without its other half; shares that nothing was given
        /// for (a spin-off) are held at an unknown cost: how the old basis divides is not in the ledger.
        case unpairedChange = "unpaired_change"
        /// An assigned or exercised option whose shares never came, or shares whose option never came.
        case unpairedDelivery = "unpaired_delivery"
        /// Shares were split while an option on them was held that no row adjusts: the contract stays as it was booked, and its
        /// strike and deliverable are doubtful.
        case unadjustedOption = "unadjusted_option"
        /// A statement lists less than the rows lead to: the difference left, and no row tells how.
        case moreThanListed = "more_than_listed"
        /// A row of a file that no rule reads: what it moved is in no sum, and the cash is not known.
        case unreadRow = "unread_row"
        /// Cash for a fraction of a share whose cost cannot be told.
        case fractionBasisUnknown = "fraction_basis_unknown"
        /// New shares and cash for old shares, without a price of the new ones: how much of the cash is gain is not told.
        case mergerBasisUnknown = "merger_basis_unknown"
    }

    public var kind: Kind
    public var event: String
    public var account: String
    public var source: String
    public var line: Int?
    public var text: String

    init(_ kind: Kind, _ event: LedgerEvent, _ text: String) {
        self.kind = kind
        self.event = event.id
        account = event.account
        source = event.source
        line = event.line
        self.text = text
    }
}

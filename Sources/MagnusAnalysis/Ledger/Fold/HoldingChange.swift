import MagnusDomain

/// What no trade did to a holding: a split, another name, a merger, an adjusted contract, a move between accounts.
struct HoldingChange: Sendable, Hashable {
    var time: Instant
    var account: String
    /// nil for what was moved in.
    var from: Instrument?
    /// nil for what left: for ``cash``, or to another account.
    var to: Instrument?
    /// Signed, of `from` and of `to`: what became of what.
    var before = Quantity.zero
    var after = Quantity.zero
    /// Paid for what left, without fees.
    var cash = Money.zero
    /// The event that says so.
    var event: String
}

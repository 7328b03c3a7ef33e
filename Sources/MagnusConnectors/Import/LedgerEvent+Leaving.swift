import MagnusDomain

extension LedgerEvent {
    /// Takes shares that were sold or moved out in plain words from what is held, never beyond it: files have words of
    /// their own for short sales, and funds cannot be sold short at all. What exceeds the holding was bought before the
    /// history begins; no short position is made up of it.
    /// - Parameter isDayOnly: Whether only the day is stated: what comes in on that day comes first then. The second
    ///   stays, it is a part of the row's id.
    mutating func leaveHolding(isDayOnly: Bool) {
        guard effect == .automatic, quantity.isShort, case .stock = instrument, kind == .trade || kind == .transfer
        else { return }
        effect = .closing
        guard isDayOnly, time.nanosecondsSinceEpoch % 1_000_000_000 == 0 else { return }
        time = Instant(nanosecondsSinceEpoch: time.nanosecondsSinceEpoch + Self.half)
    }

    /// Makes a trade of shares what an assigned or exercised option moved: such shares may open a short position.
    mutating func deliver(as ending: LedgerEventKind) {
        kind = ending
        guard effect == .closing, quantity.isShort else { return }
        effect = .automatic
        guard time.nanosecondsSinceEpoch % 1_000_000_000 == Self.half else { return }
        time = Instant(nanosecondsSinceEpoch: time.nanosecondsSinceEpoch - Self.half)
    }

    /// Of a second.
    private static let half: Int64 = 500_000_000
}

import MagnusDomain

/// What an account did in one instrument since the previous official close, and cash of no instrument.
public struct DayMovement: Sendable, Hashable {
    public var account: String
    /// nil for interest, fees and other cash of no position.
    public var instrument: Instrument?
    /// Held at the close, signed, in today's units (after a split: as many as they have become).
    public var heldAtClose: Quantity
    /// Received since, fees inside; dividends count, moves of cash by the owner do not. What came in by a transfer counts
    /// as bought at its stated price.
    public var cash: Money
    /// Something came in since whose cost nobody stated.
    public var isCostUnknown: Bool

    public init(
        account: String, instrument: Instrument?, heldAtClose: Quantity = .zero, cash: Money = .zero,
        isCostUnknown: Bool = false
    ) {
        self.account = account
        self.instrument = instrument
        self.heldAtClose = heldAtClose
        self.cash = cash
        self.isCostUnknown = isCostUnknown
    }
}

/// All movements since the previous official close; what is not named was held then as it is now.
///
/// With them the profit of the day of an account is its net liquidation less the one at that close less what the owner
/// moved in or out (domain.md section 6: day P&L, cash flows excluded): each instrument contributes mark x what is held
/// - previous mark x what was held + cash.
public struct DayActivity: Sendable, Hashable {
    /// The previous official close.
    public var since: Instant
    public var movements: [DayMovement]

    public init(since: Instant, movements: [DayMovement]) {
        self.since = since
        self.movements = movements
    }
}

extension ExchangeCalendar {
    /// The close that the profit of a day counts from: of the session before the present one, which on a day without a
    /// session is the last.
    public func previousClose(at now: Instant) -> Instant? {
        session(on: previousSession(before: sessionOnOrBefore(now.newYork.date)))?.close
    }

    /// The latest official close at a moment: today's once the session is over.
    public func latestClose(at now: Instant) -> Instant? {
        let today = now.newYork.date
        if let session = session(on: today), now >= session.close { return session.close }
        return session(on: previousSession(before: today))?.close
    }
}

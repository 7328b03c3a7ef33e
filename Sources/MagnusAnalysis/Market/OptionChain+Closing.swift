import MagnusDomain

/// Out of session shares trade on and their options do not: a chain's prices then belong to its close.
extension OptionChain {
    /// Shares quoted so many seconds later than their options are another market's price.
    public static let apartSeconds = 300.0

    /// The newest quote of an option in it that is not from the future; nil without any.
    public func lastOptionTime(now: Instant) -> Instant? {
        entries.lazy.compactMap(\.quote.time).filter { $0 <= now }.max()
    }

    /// The moment its prices belong to: now in a session, the newest quote of an option out of it.
    public func pricedAt(now: Instant, calendar: ExchangeCalendar) -> Instant {
        guard !calendar.status(at: now).phase.isRegularSession else { return now }
        return lastOptionTime(now: now) ?? now
    }
}

extension Quote {
    /// Whether it is of a later time than the moment of other prices, by more than ``OptionChain/apartSeconds``.
    public func isApart(from moment: Instant) -> Bool {
        time.map { $0.seconds(since: moment) > OptionChain.apartSeconds } ?? false
    }
}

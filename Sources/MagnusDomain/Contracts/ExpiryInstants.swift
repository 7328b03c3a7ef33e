/// The moments that end one option series.
public struct ExpiryInstants: Sendable, Hashable {
    /// The day the series really ends: the expiry date, or the session before it when that day is closed.
    public let day: CalendarDate
    /// When trading in the series stops.
    public let lastTrade: Instant
    /// The moment whose price settles the series; time to expiry counts to it. The close of the expiry day (also for
    /// classes that trade 15 minutes longer), 09:30 for morning settlement.
    public let settlement: Instant
    /// Until when holders can instruct against exercise by exception; nil for cash settlement.
    public let exerciseCutOff: Instant?
}

/// How far a held series is in its end.
public enum ExpiryState: Sendable, Hashable {
    /// The series trades.
    case live
    /// Trading is over, the price that settles it is still to come (morning settlement).
    case settling(until: Instant)
    /// Trading is over and holders may still exercise or abandon: an option out of the money is not safe yet.
    case decide(until: Instant)
    /// Everything is decided, the broker has not reported. Only the report closes the position.
    case awaitingBroker
}

extension OptionContract {
    /// The moments that end this series. Unchanged for its life: keep them rather than ask per quote.
    public func expiryInstants(
        calendar: ExchangeCalendar = .standard, hours: OptionTradingHours = .standard
    ) -> ExpiryInstants {
        let day = calendar.sessionOnOrBefore(expiry)
        // `day` is a session by construction; the fallback keeps this total without a trap.
        let session = calendar.session(on: day) ?? TradingSession.full(on: day)
        switch settlement {
        case .physical:
            return ExpiryInstants(
                day: day, lastTrade: hours.lastTrade(root: root, on: session), settlement: session.close,
                exerciseCutOff: session.exerciseCutOff)
        case .cashAfternoon:
            return ExpiryInstants(
                day: day, lastTrade: session.close, settlement: session.close, exerciseCutOff: nil)
        case .cashMorning:
            let previousDay = calendar.previousSession(before: day)
            let previous = calendar.session(on: previousDay) ?? TradingSession.full(on: previousDay)
            return ExpiryInstants(
                day: day, lastTrade: hours.lastTrade(root: root, on: previous), settlement: session.open,
                exerciseCutOff: nil)
        }
    }

    /// Years to the settlement of the series: seconds over 365 x 86,400; 0 from that moment on, never negative.
    public func yearsToExpiry(from now: Instant, calendar: ExchangeCalendar = .standard) -> Double {
        expiryInstants(calendar: calendar).years(from: now)
    }

    /// Calendar days to expiry (DTE) by the dates in New York; 0 on the expiry day, negative after it.
    public func daysToExpiry(from now: Instant, calendar: ExchangeCalendar = .standard) -> Int {
        calendar.sessionOnOrBefore(expiry).days(since: now.newYork.date)
    }

    /// Where the series stands in its end.
    public func expiryState(
        at now: Instant, calendar: ExchangeCalendar = .standard, hours: OptionTradingHours = .standard
    ) -> ExpiryState {
        expiryInstants(calendar: calendar, hours: hours).state(at: now)
    }
}

extension ExpiryInstants {
    /// Years to the settlement: seconds over 365 x 86,400 (ACT/365F); 0 from that moment on, never negative.
    public func years(from now: Instant) -> Double {
        max(0, settlement.seconds(since: now)) / 31_536_000
    }

    /// Calendar days (DTE) by the dates in New York; 0 on the expiry day, negative after it.
    public func days(from now: Instant) -> Int { day.days(since: now.newYork.date) }

    public func state(at now: Instant) -> ExpiryState {
        if now < lastTrade { return .live }
        if now < settlement { return .settling(until: settlement) }
        if let exerciseCutOff, now < exerciseCutOff { return .decide(until: exerciseCutOff) }
        return .awaitingBroker
    }
}

extension TradingSession {
    /// A full day on a date, whatever the calendar says.
    static func full(on date: CalendarDate) -> TradingSession {
        TradingSession(
            date: date, closeSeconds: ExchangeCalendar.closeSeconds,
            postMarketEndSeconds: ExchangeCalendar.postMarketSeconds)
    }
}

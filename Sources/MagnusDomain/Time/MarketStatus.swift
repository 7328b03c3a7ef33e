/// The part of the trading day.
public enum MarketPhase: String, Sendable, Hashable, Codable, CaseIterable {
    /// 04:00 to 09:30 of a session: shares trade, options do not.
    case preMarket = "pre"
    /// 09:30 to 09:45: option quotes are still disorderly.
    case opening
    /// 09:45 to the close.
    case open
    /// From the close to the exercise cut-off of a day on which watched contracts expire.
    case decide
    /// From the close, or from the cut-off, to the end of the post-market.
    case postMarket = "post"
    case closed

    /// Whether the regular session is running.
    public var isRegularSession: Bool { self == .opening || self == .open }
}

/// What the market is doing at a moment, and until when.
public struct MarketStatus: Sendable, Hashable {
    public let phase: MarketPhase
    /// When this phase ends.
    public let until: Instant
    /// The session of the New York day, nil when that day has none.
    public let session: TradingSession?
    /// The next 09:30 that lies after the moment.
    public let nextOpen: Instant

    /// Whether today's session ends before 16:00.
    public var isEarlyClose: Bool { session?.isEarlyClose ?? false }

    /// The session word of the status line at the same moment: `PRE 0h41`, `OPENING`, `OPEN 5h17`, `HALF 13:00`,
    /// `DECIDE 1h12`, `POST 2h05`, `CLOSED Mon 09:30`.
    public func text(at now: Instant) -> String {
        switch phase {
        case .preMarket: "PRE \(Self.countdown(from: now, to: until))"
        case .opening: "OPENING"
        case .open:
            if let session, session.isEarlyClose {
                "HALF \(session.close.newYork.hourMinute)"
            } else {
                "OPEN \(Self.countdown(from: now, to: until))"
            }
        case .decide: "DECIDE \(Self.countdown(from: now, to: until))"
        case .postMarket: "POST \(Self.countdown(from: now, to: until))"
        case .closed: "CLOSED \(nextOpen.newYork.weekdayHourMinute)"
        }
    }

    /// `5h17`, whole minutes left, rounded down.
    private static func countdown(from now: Instant, to end: Instant) -> String {
        let minutes = max(0, Int(end.seconds(since: now) / 60))
        return "\(minutes / 60)h\((minutes % 60).padded(2))"
    }
}

extension ExchangeCalendar {
    /// What the market is doing at a moment.
    /// - Parameter expiries: the expiry days of the contracts that are held or watched; only on them does the time
    ///   between the close and the exercise cut-off count as ``MarketPhase/decide``.
    public func status(at now: Instant, expiries: Set<CalendarDate> = []) -> MarketStatus {
        let today = now.newYork.date
        guard let session = session(on: today) else {
            return closed(after: today, session: nil)
        }
        let nextOpen = now < session.open ? session.open : openInstant(after: today)
        func status(_ phase: MarketPhase, until: Instant) -> MarketStatus {
            MarketStatus(phase: phase, until: until, session: session, nextOpen: nextOpen)
        }
        if now < session.preMarketOpen {
            return status(.closed, until: session.preMarketOpen)
        }
        if now < session.open { return status(.preMarket, until: session.open) }
        let orderly = min(session.open.adding(seconds: 900), session.close)
        if now < orderly { return status(.opening, until: orderly) }
        if now < session.close { return status(.open, until: session.close) }
        if now < session.exerciseCutOff, expiries.contains(today) {
            return status(.decide, until: session.exerciseCutOff)
        }
        if now < session.postMarketClose { return status(.postMarket, until: session.postMarketClose) }
        return closed(after: today, session: session)
    }

    private func closed(after date: CalendarDate, session today: TradingSession?) -> MarketStatus {
        let next = nextSession(after: date)
        return MarketStatus(
            phase: .closed, until: NewYorkTime.instant(on: next, secondsOfDay: Self.preMarketSeconds), session: today,
            nextOpen: NewYorkTime.instant(on: next, secondsOfDay: Self.openSeconds))
    }

    private func openInstant(after date: CalendarDate) -> Instant {
        NewYorkTime.instant(on: nextSession(after: date), secondsOfDay: Self.openSeconds)
    }
}

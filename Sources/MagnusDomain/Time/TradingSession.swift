/// One trading day of the US equity and option exchanges, as moments.
public struct TradingSession: Sendable, Hashable {
    /// The day in New York.
    public let date: CalendarDate
    /// 04:00, the beginning of the pre-market.
    public let preMarketOpen: Instant
    /// 09:30.
    public let open: Instant
    /// 16:00, or earlier on early closes.
    public let close: Instant
    /// 20:00, 17:00 on early closes.
    public let postMarketClose: Instant
    /// The close in seconds since New York midnight.
    public let closeSeconds: Int

    init(date: CalendarDate, closeSeconds: Int, postMarketEndSeconds: Int) {
        self.date = date
        self.closeSeconds = closeSeconds
        preMarketOpen = NewYorkTime.instant(on: date, secondsOfDay: ExchangeCalendar.preMarketSeconds)
        open = NewYorkTime.instant(on: date, secondsOfDay: ExchangeCalendar.openSeconds)
        close = NewYorkTime.instant(on: date, secondsOfDay: closeSeconds)
        postMarketClose = NewYorkTime.instant(on: date, secondsOfDay: postMarketEndSeconds)
    }

    /// Whether the session ends before 16:00.
    public var isEarlyClose: Bool { closeSeconds < ExchangeCalendar.closeSeconds }

    /// Whether a moment lies in the regular session: at or after the open and before the close.
    public func contains(_ instant: Instant) -> Bool { instant >= open && instant < close }

    /// Until when holders can instruct on expiring options: 17:30 on full days, the close + 1:30 on early closes
    /// (FINRA rule 2360(b)(23)(A)(viii)).
    public var exerciseCutOff: Instant { close.adding(seconds: 5400) }

    /// Minutes of the regular session: 390 on a full day, 210 with a close at 13:00.
    public var minutes: Int { (closeSeconds - ExchangeCalendar.openSeconds) / 60 }
}

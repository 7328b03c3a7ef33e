/// The trading days and hours of the US equity and option exchanges, computed for any year.
///
/// Rules of NYSE rule 7.2 with the one-off days of 1990 and later; checked for 1990 to 2100. A computed calendar cannot
/// prove that a future day is open: announced closures are added with ``init(closures:closes:openings:)``.
public struct ExchangeCalendar: Sendable, Hashable {
    /// Days closed beyond the rules, with the reason.
    public let closures: [CalendarDate: String]
    /// Days whose regular session ends at another time, in seconds since New York midnight (13:00 is 46_800).
    public let closes: [CalendarDate: Int]
    /// Days that are sessions although a rule or a table says otherwise; a weekend day too.
    public let openings: Set<CalendarDate>

    /// The rules and the built-in table of one-off days, with nothing added.
    public static let standard = ExchangeCalendar()

    /// A calendar with days of the user's configuration added; they win over the rules and the built-in table.
    /// - Parameters:
    ///   - closures: further closed days and why.
    ///   - closes: days and the second since New York midnight at which the regular session ends there, beyond 09:30
    ///     and at most 24:00; other values are ignored, the caller checks them while it reads the configuration.
    ///   - openings: days that are sessions in spite of rule and table.
    public init(
        closures: [CalendarDate: String] = [:], closes: [CalendarDate: Int] = [:],
        openings: Set<CalendarDate> = []
    ) {
        self.closures = closures
        self.closes = closes.filter { (Self.openSeconds + 1...86_400).contains($0.value) }
        self.openings = openings
    }

    /// 09:30 in seconds since New York midnight.
    public static let openSeconds = 34_200
    /// 16:00, the regular close.
    public static let closeSeconds = 57_600
    /// 04:00, the beginning of the pre-market.
    public static let preMarketSeconds = 14_400
    /// 20:00, the end of the post-market on a full day.
    public static let postMarketSeconds = 72_000
    /// 17:00, the end of the post-market on a day that closes early.
    public static let shortPostMarketSeconds = 61_200

    /// Whether the exchanges hold a regular session on the day.
    public func isSession(_ date: CalendarDate) -> Bool {
        if openings.contains(date) { return true }
        return !date.isWeekend && holidayName(on: date) == nil
    }

    /// Why a weekday is closed: the holiday or the one-off event. nil on sessions and on ordinary weekends.
    public func holidayName(on date: CalendarDate) -> String? {
        if openings.contains(date) { return nil }
        if let reason = closures[date] { return reason }
        if date.isWeekend { return nil }
        return ExchangeHoliday.name(on: date) ?? OneOffDays.closures[date]
    }

    /// The end of the regular session in seconds since New York midnight, nil when the day is no session.
    public func closeSeconds(on date: CalendarDate) -> Int? {
        guard isSession(date) else { return nil }
        return closes[date] ?? OneOffDays.closes[date] ?? EarlyClose.seconds(on: date) ?? Self.closeSeconds
    }

    /// Whether the regular session of the day ends before 16:00.
    public func isEarlyClose(_ date: CalendarDate) -> Bool {
        closeSeconds(on: date).map { $0 < Self.closeSeconds } ?? false
    }

    /// The session of a day, nil when there is none.
    public func session(on date: CalendarDate) -> TradingSession? {
        guard let close = closeSeconds(on: date) else { return nil }
        let post = close < Self.closeSeconds ? Self.shortPostMarketSeconds : Self.postMarketSeconds
        return TradingSession(date: date, closeSeconds: close, postMarketEndSeconds: max(post, close))
    }

    /// The first session after a day, that day excluded.
    public func nextSession(after date: CalendarDate) -> CalendarDate {
        var day = date.adding(days: 1)
        while !isSession(day) { day = day.adding(days: 1) }
        return day
    }

    /// The last session before a day, that day excluded.
    public func previousSession(before date: CalendarDate) -> CalendarDate {
        var day = date.adding(days: -1)
        while !isSession(day) { day = day.adding(days: -1) }
        return day
    }

    /// The day itself when it is a session, else the last session before it.
    public func sessionOnOrBefore(_ date: CalendarDate) -> CalendarDate {
        isSession(date) ? date : previousSession(before: date)
    }

    /// The day itself when it is a session, else the first session after it.
    public func sessionOnOrAfter(_ date: CalendarDate) -> CalendarDate {
        isSession(date) ? date : nextSession(after: date)
    }

    /// All sessions from one day through another, both included; empty when `last` is before `first`.
    public func sessions(from first: CalendarDate, through last: CalendarDate) -> [CalendarDate] {
        guard first <= last else { return [] }
        return (first.daysSinceEpoch...last.daysSinceEpoch).lazy.map(CalendarDate.init(daysSinceEpoch:))
            .filter(isSession)
    }

    /// Sessions after `first` up to and including `last`; negative, the other way round, when `last` is earlier.
    public func sessionCount(after first: CalendarDate, through last: CalendarDate) -> Int {
        if last < first { return -sessionCount(after: last, through: first) }
        var count = 0
        var day = first.adding(days: 1)
        while day <= last {
            if isSession(day) { count += 1 }
            day = day.adding(days: 1)
        }
        return count
    }

    /// The day that lies `count` sessions after (before, when negative) a day; `count` 0 returns the day unchanged.
    public func adding(sessions count: Int, to date: CalendarDate) -> CalendarDate {
        var day = date
        for _ in 0..<count.magnitude {
            day = count > 0 ? nextSession(after: day) : previousSession(before: day)
        }
        return day
    }
}

import MagnusDomain

/// Time as volatility feels it: a day with a session counts 1, one without a tenth (trader.md section 3 item 4).
struct TradingTime: Sendable {
    var calendar: ExchangeCalendar
    /// Weight of a weekend day or holiday.
    var closedWeight = 0.1

    /// Weighted days between two moments; within a day time runs evenly. 0 when `end` is not after `start`.
    func days(from start: Instant, to end: Instant) -> Double {
        guard end > start else { return 0 }
        let first = start.newYork.date
        let last = end.newYork.date
        if first == last { return weight(first) * end.seconds(since: start) / 86_400 }
        var total = weight(first) * min(1, midnight(after: first).seconds(since: start) / 86_400)
        total += weight(last) * min(1, max(0, end.seconds(since: midnight(after: last.adding(days: -1))) / 86_400))
        let between = max(0, last.days(since: first) - 1)
        guard between > 0 else { return total }
        let sessions = calendar.sessionCount(after: first, through: last.adding(days: -1))
        return total + Double(sessions) + Double(between - sessions) * closedWeight
    }

    private func weight(_ date: CalendarDate) -> Double { calendar.isSession(date) ? 1 : closedWeight }

    private func midnight(after date: CalendarDate) -> Instant {
        NewYorkTime.instant(on: date.adding(days: 1), secondsOfDay: 0)
    }
}

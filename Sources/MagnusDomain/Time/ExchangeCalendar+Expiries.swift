extension ExchangeCalendar {
    /// The standard monthly expiry: the third Friday, or the session before it when that Friday is closed.
    /// - Parameter month: 1...12; other values return nil.
    public func monthlyExpiry(year: Int, month: Int) -> CalendarDate? {
        guard (1...12).contains(month) else { return nil }
        return sessionOnOrBefore(CalendarDate.nth(3, .friday, month: month, year: year))
    }

    /// Whether the day is the standard monthly expiry of its month.
    ///
    /// The Saturday after the third Friday counts too: it is the expiry date in the symbols of before February 2015.
    public func isMonthlyExpiry(_ date: CalendarDate) -> Bool {
        let (year, month, _) = date.components
        let friday = CalendarDate.nth(3, .friday, month: month, year: year)
        return date == sessionOnOrBefore(friday) || (date == friday.adding(days: 1) && date < Self.saturdayExpiriesEnd)
    }

    /// The weekly expiry of the week (Sunday to Saturday) of a day: Friday, or the session before a closed one.
    public func weeklyExpiry(inWeekOf date: CalendarDate) -> CalendarDate {
        sessionOnOrBefore(date.adding(days: Weekday.friday.rawValue - date.weekday.rawValue))
    }

    /// The weekly expiries (the monthly ones among them) from one day through another, both included.
    public func weeklyExpiries(from first: CalendarDate, through last: CalendarDate) -> [CalendarDate] {
        var result: [CalendarDate] = []
        // From the week before: nothing is lost when a holiday moves an expiry across the beginning of the span.
        var week = first.adding(days: -7)
        while week <= last.adding(days: 7) {
            let expiry = weeklyExpiry(inWeekOf: week)
            if expiry >= first, expiry <= last, result.last != expiry { result.append(expiry) }
            week = week.adding(days: 7)
        }
        return result
    }

    /// The expiry of the VIX options of a month: 30 days before the third Friday of the next month (before the
    /// session preceding it, when that Friday is closed), normally a Wednesday; the session before when it is closed.
    /// Source: Cboe VIX options product specification.
    public func volatilityIndexExpiry(year: Int, month: Int) -> CalendarDate? {
        let next = month == 12 ? (year: year + 1, month: 1) : (year: year, month: month + 1)
        guard (1...12).contains(month), let monthly = monthlyExpiry(year: next.year, month: next.month) else {
            return nil
        }
        return sessionOnOrBefore(monthly.adding(days: -30))
    }

    /// Listed symbols carry Saturdays up to January 2015; the last trading day was always the Friday.
    static let saturdayExpiriesEnd = CalendarDate(
        daysSinceEpoch: CalendarDate.days(year: 2015, month: 2, day: 1))
}

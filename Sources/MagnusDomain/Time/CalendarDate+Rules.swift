extension CalendarDate {
    /// The `ordinal`-th (1...4) given weekday of a month; `month` is 1...12.
    static func nth(_ ordinal: Int, _ weekday: Weekday, month: Int, year: Int) -> CalendarDate {
        let first = CalendarDate(daysSinceEpoch: days(year: year, month: month, day: 1))
        let ahead = (weekday.rawValue - first.weekday.rawValue + 7) % 7
        return first.adding(days: ahead + 7 * (ordinal - 1))
    }

    /// The last given weekday of a month; `month` is 1...12.
    static func last(_ weekday: Weekday, month: Int, year: Int) -> CalendarDate {
        let day = daysIn(month: month, year: year)
        let last = CalendarDate(daysSinceEpoch: days(year: year, month: month, day: day))
        return last.adding(days: -((last.weekday.rawValue - weekday.rawValue + 7) % 7))
    }

    /// Gregorian Easter Sunday. Algorithm: anonymous, Nature, 20 April 1876 (Meeus, Jones, Butcher).
    static func easter(year: Int) -> CalendarDate {
        let golden = year % 19
        let century = year / 100
        let yearOfCentury = year % 100
        let correction = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - correction + 15) % 30
        let weekdayShift = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
        let exception = (golden + 11 * epact + 22 * weekdayShift) / 451
        let offset = epact + weekdayShift - 7 * exception + 114
        return CalendarDate(daysSinceEpoch: days(year: year, month: offset / 31, day: offset % 31 + 1))
    }

    /// Whether the day is a Saturday or a Sunday.
    public var isWeekend: Bool { weekday == .saturday || weekday == .sunday }
}

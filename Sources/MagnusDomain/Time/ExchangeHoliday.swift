/// The recurring full holidays of the US exchanges, with their weekend rules.
enum ExchangeHoliday {
    /// The holiday observed on a weekday, nil on an ordinary one.
    static func name(on date: CalendarDate) -> String? {
        let (year, month, day) = date.components
        let weekday = date.weekday
        switch month {
        case 1:
            // A New Year's Day on Saturday is not observed on the Friday: the books of the year close that day.
            if day == 1 || (day == 2 && weekday == .monday) { return "New Year's Day" }
            return year >= 1998 && weekday == .monday && (15...21).contains(day)
                ? "Martin Luther King Jr. Day" : nil
        case 2: return weekday == .monday && (15...21).contains(day) ? "Washington's Birthday" : nil
        case 3, 4:
            return weekday == .friday && date == CalendarDate.easter(year: year).adding(days: -2) ? "Good Friday" : nil
        case 5: return weekday == .monday && day >= 25 ? "Memorial Day" : nil
        case 6: return year >= 2022 && isObserved(19, day, weekday) ? "Juneteenth" : nil
        case 7: return isObserved(4, day, weekday) ? "Independence Day" : nil
        case 9: return weekday == .monday && day <= 7 ? "Labor Day" : nil
        case 11: return weekday == .thursday && (22...28).contains(day) ? "Thanksgiving Day" : nil
        case 12: return isObserved(25, day, weekday) ? "Christmas Day" : nil
        default: return nil
        }
    }

    /// A fixed day of the month, on Friday when it falls on Saturday and on Monday when it falls on Sunday.
    private static func isObserved(_ holiday: Int, _ day: Int, _ weekday: Weekday) -> Bool {
        day == holiday || (day == holiday - 1 && weekday == .friday) || (day == holiday + 1 && weekday == .monday)
    }
}

/// The recurring early closes.
enum EarlyClose {
    /// The close in seconds since New York midnight on a session with a recurring early close, else nil.
    static func seconds(on date: CalendarDate) -> Int? {
        let (year, month, day) = date.components
        let weekday = date.weekday
        switch (month, day) {
        case (11, 23...29) where weekday == .friday:
            return year >= 1993 ? 46_800 : year == 1992 ? 50_400 : nil
        case (7, 3):
            // 3 July is Monday, Tuesday or Thursday when Independence Day is Tuesday, Wednesday or Friday.
            if year >= 1993, [.monday, .tuesday, .thursday].contains(weekday) { return 46_800 }
            return year >= 2013 && weekday == .wednesday ? 46_800 : nil
        case (7, 5):
            return (1993..<2013).contains(year) && weekday == .friday ? 46_800 : nil
        case (12, 24) where (1...4).contains(weekday.rawValue):
            return year >= 1993 ? 46_800 : year >= 1990 ? 50_400 : nil
        default: return nil
        }
    }
}

/// Closures and odd closes that follow no rule (NYSE, "Special Closings").
enum OneOffDays {
    static let closures: [CalendarDate: String] = table([
        (1994, 4, 27, "Day of mourning for Richard Nixon"),
        (2001, 9, 11, "Attacks of 11 September"), (2001, 9, 12, "Attacks of 11 September"),
        (2001, 9, 13, "Attacks of 11 September"), (2001, 9, 14, "Attacks of 11 September"),
        (2004, 6, 11, "Day of mourning for Ronald Reagan"),
        (2007, 1, 2, "Day of mourning for Gerald Ford"),
        (2012, 10, 29, "Hurricane Sandy"), (2012, 10, 30, "Hurricane Sandy"),
        (2018, 12, 5, "Day of mourning for George H. W. Bush"),
        (2025, 1, 9, "Day of mourning for Jimmy Carter"),
    ])

    /// Seconds since New York midnight.
    static let closes: [CalendarDate: Int] = table([
        (1994, 2, 11, 52_200), (1996, 1, 8, 50_400), (1997, 10, 27, 55_800), (1997, 12, 26, 46_800),
        (2003, 12, 26, 46_800), (2005, 6, 1, 57_360),
    ])

    private static func table<Value>(_ rows: [(Int, Int, Int, Value)]) -> [CalendarDate: Value] {
        var result: [CalendarDate: Value] = [:]
        for (year, month, day, value) in rows {
            result[CalendarDate(daysSinceEpoch: CalendarDate.days(year: year, month: month, day: day))] = value
        }
        return result
    }
}

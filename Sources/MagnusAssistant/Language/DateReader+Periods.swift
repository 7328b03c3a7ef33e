import MagnusDomain

/// The trade's own names of days: monthly expiry, and the ends of week, month, quarter and year.
extension DateReader {
    private static let ends: [String: String] = [
        "eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year",
    ]
    private static let until: Set<String> = ["by", "until", "till", "til", "through", "thru", "before", "b4", "up"]
    private static let skipped: Set<String> = ["the", "to", "of", "next", "this", "monthly", "my"]

    /// `opex`, `monthly expiration`, `eom`, `end of the month`, `month end`, `year end`.
    func period(at index: Int, _ words: [Word]) -> (DateSpan, Int)? {
        func text(_ offset: Int) -> String { index + offset < words.count ? words[index + offset].text : "" }
        switch text(0) {
        case "opex", "opx": return monthlyExpiry(isNext: index > 0 && words[index - 1].text == "next").map { ($0, 1) }
        case "monthly" where ["expiry", "expiration", "opex", "expirations"].contains(text(1)):
            return monthlyExpiry(isNext: index > 0 && words[index - 1].text == "next").map { ($0, 2) }
        case "end" where text(1) == "of":
            let skip = ["the", "this"].contains(text(2)) ? 3 : 2
            return end(of: text(skip)).map { ($0, skip + 1) }
        case "month", "quarter", "year", "week":
            guard ["end", "ends"].contains(text(1)), !["next", "last"].contains(index > 0 ? words[index - 1].text : "")
            else { return nil }
            return end(of: text(0)).map { ($0, 2) }
        default: return Self.ends[text(0)].flatMap { end(of: $0) }.map { ($0, 1) }
        }
    }

    /// A single day after "by" or "before" is the days up to it; the answer repeats it, so that a reader sees it.
    func opened(_ span: DateSpan, at index: Int, _ words: [Word]) -> DateSpan {
        guard span.last >= today else { return span }
        var before = index - 1
        while before >= 0, Self.skipped.contains(words[before].text) { before -= 1 }
        guard before >= 0 else { return span }
        let joint = words[before].text
        let isLater = joint == "than" && before > 0 && words[before - 1].text == "later"
        if ["after", "beyond", "past"].contains(joint) || isLater {
            let first = span.last.adding(days: 1)
            return DateSpan(first: first, last: first.adding(days: 4000), label: "after \(span.label)")
        }
        if ["before", "b4"].contains(joint), span.first != span.last, span.first > today {
            return DateSpan(first: today, last: span.first.adding(days: -1), label: "before \(span.label)")
        }
        guard span.first == span.last, Self.until.contains(joint) else { return span }
        return DateSpan(first: today, last: span.last, label: "by \(span.label)")
    }

    /// Names of holidays besides those of the calendar.
    private static let otherNames: [String: String] = [
        "mlk day": "Martin Luther King Jr. Day", "martin luther king day": "Martin Luther King Jr. Day",
        "martin luther king": "Martin Luther King Jr. Day", "presidents day": "Washington's Birthday",
        "president day": "Washington's Birthday", "washington birthday": "Washington's Birthday",
        "new years day": "New Year's Day", "new year day": "New Year's Day", "new years": "New Year's Day",
        "new year": "New Year's Day", "thanksgiving": "Thanksgiving Day", "christmas": "Christmas Day",
        "xmas": "Christmas Day", "good friday": "Good Friday", "memorial day": "Memorial Day",
        "juneteenth": "Juneteenth", "independence day": "Independence Day", "labor day": "Labor Day",
        "labour day": "Labor Day", "thanksgiving day": "Thanksgiving Day", "christmas day": "Christmas Day",
    ]
    private static let holidayStarts: Set<String> = Set(
        otherNames.keys.compactMap { $0.split(separator: " ").first.map(String.init) })

    /// `good friday`, `memorial day`: the next day on which the exchange is closed for it.
    func holiday(at index: Int, _ words: [Word]) -> (DateSpan, Int)? {
        guard Self.holidayStarts.contains(words[index].typed.lowercased()) else { return nil }
        // As typed: "good" and "labor" are brought to other words. Names are tried longest first.
        let typed = words[index...].prefix(4).map { word in
            String(word.typed.lowercased().filter { $0.isLetter })
        }
        for length in stride(from: typed.count, through: 1, by: -1) {
            guard let name = Self.otherNames[typed.prefix(length).joined(separator: " ")] else { continue }
            for ahead in 0..<400 {
                let day = today.adding(days: ahead)
                if calendar.holidayName(on: day) == name {
                    return (DateSpan(first: day, last: day, label: name), length)
                }
            }
        }
        return nil
    }

    /// Whether a span was named by a holiday.
    static func isHoliday(_ span: DateSpan) -> Bool { Set(otherNames.values).contains(span.label) }

    private func monthlyExpiry(isNext: Bool) -> DateSpan? {
        var year = today.year
        var month = today.month
        for _ in 0..<3 {
            if let date = calendar.monthlyExpiry(year: year, month: month), date >= today,
                !isNext || month != today.month
            {
                return DateSpan(first: date, last: date, label: "opex \(date.monthDay)")
            }
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
        return nil
    }

    private func end(of unit: String) -> DateSpan? {
        let last: CalendarDate?
        switch unit {
        case "week": last = today.adding(days: Weekday.saturday.rawValue - today.weekday.rawValue)
        case "month": last = lastDay(of: today.month)
        case "quarter": last = lastDay(of: (today.month - 1) / 3 * 3 + 3)
        case "year": last = lastDay(of: 12)
        default: last = nil
        }
        return last.map { DateSpan(first: today, last: $0, label: "by the end of the \(unit), \($0.monthDay)") }
    }

    private func lastDay(of month: Int) -> CalendarDate? {
        guard var date = CalendarDate(year: today.year, month: month, day: 28) else { return nil }
        while date.adding(days: 1).month == month { date = date.adding(days: 1) }
        return date
    }
}

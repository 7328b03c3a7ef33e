import MagnusDomain

/// Days that lie behind, for questions about what was done: `in february`, `last month`, `yesterday`, `this year`.
enum PastSpanReader {
    private static let months: [String: Int] = [
        "jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4, "may": 5,
        "jun": 6, "june": 6, "jul": 7, "july": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9,
        "oct": 10, "october": 10, "nov": 11, "november": 11, "dec": 12, "december": 12,
    ]

    /// - Returns: nil when the words name no such span. The span never reaches past today.
    static func span(in texts: [String], today: CalendarDate) -> DateSpan? {
        for (index, text) in texts.enumerated() {
            let next = index + 1 < texts.count ? texts[index + 1] : ""
            let previous = index > 0 ? texts[index - 1] : ""
            switch text {
            case "yesterday":
                let day = today.adding(days: -1)
                return DateSpan(first: day, last: day, label: "yesterday, \(day.iso8601)")
            case "h1", "h2": return half(text == "h1" ? 1 : 2, year: Int(next), today)
            case "half" where previous == "first" || previous == "second":
                let year = PeriodGrouping.years(texts).first
                return half(previous == "first" ? 1 : 2, year: year, today)
            case "ytd": return year(today.year, today)
            case "mtd": return month(today.year, today.month, today)
            case "wtd": return weeks(0, today)
            case "qtd": return quarter((today.month - 1) / 3 + 1, today.year, today)
            case "q1", "q2", "q3", "q4":
                let number = Int(text.dropFirst()) ?? 1
                let stated = Int(next).flatMap { (1990...today.year).contains($0) ? $0 : nil }
                let isAhead = number * 3 - 2 > today.month
                return quarter(number, stated ?? (isAhead ? today.year - 1 : today.year), today)
            case "last", "past", "previous":
                if let found = last(next, at: index, texts, today) { return found }
            case "this":
                if next == "year" { return year(today.year, today) }
                if next == "month" { return month(today.year, today.month, today) }
                if next == "week" { return weeks(0, today) }
                if next == "quarter" { return quarter((today.month - 1) / 3 + 1, today.year, today) }
            case "year" where next == "to": return year(today.year, today)
            case "month" where next == "to": return month(today.year, today.month, today)
            case "since" where Int(next).map((1990...today.year).contains) == true:
                return Int(next).flatMap { month($0, 1, today, isOpenEnded: true) }
            default: break
            }
            if let month = months[text], text != "may" && text != "mar" || ["in", "since", "during"].contains(previous)
            {
                let stated = Int(next).flatMap { (1990...today.year).contains($0) ? $0 : nil }
                let year = stated ?? (month <= today.month ? today.year : today.year - 1)
                return self.month(year, month, today, isOpenEnded: previous == "since")
            }
        }
        // A year alone is that year; two are told apart by the answer and bound it together.
        let years = PeriodGrouping.years(texts).filter { $0 <= today.year }
        if let first = years.min(), let last = years.max(), let from = year(first, today), let to = year(last, today) {
            let label = first == last ? String(first) : "\(first) to \(last)"
            return DateSpan(first: from.first, last: to.last, label: label)
        }
        return nil
    }

    private static func last(
        _ next: String, at index: Int, _ texts: [String], _ today: CalendarDate
    ) -> DateSpan? {
        switch next {
        case "week": return weeks(-1, today)
        case "month":
            return month(today.month == 1 ? today.year - 1 : today.year, today.month == 1 ? 12 : today.month - 1, today)
        case "year": return year(today.year - 1, today)
        case "quarter":
            let number = (today.month - 1) / 3
            return number == 0 ? quarter(4, today.year - 1, today) : quarter(number, today.year, today)
        default: break
        }
        guard index + 2 < texts.count, let count = Int(next), (1...3660).contains(count) else { return nil }
        let unit = texts[index + 2]
        let scale = unit.hasPrefix("day") ? 1 : unit.hasPrefix("week") ? 7 : unit.hasPrefix("month") ? 30 : 0
        guard scale > 0 else { return nil }
        let first = today.adding(days: -count * scale)
        return DateSpan(first: first, last: today, label: "from \(first.iso8601) to today")
    }

    private static func weeks(_ ahead: Int, _ today: CalendarDate) -> DateSpan {
        // On a Saturday the week that has just ended is the last one.
        let isOver = ahead < 0 && today.weekday == .saturday
        let sunday = today.adding(days: -today.weekday.rawValue + 7 * ahead + (isOver ? 7 : 0))
        return DateSpan(
            first: sunday, last: min(today, sunday.adding(days: 6)),
            label: ahead == 0 ? "this week" : "the week from \(sunday.iso8601)")
    }

    private static func month(
        _ year: Int, _ month: Int, _ today: CalendarDate, isOpenEnded: Bool = false
    ) -> DateSpan? {
        guard let first = CalendarDate(year: year, month: month, day: 1) else { return nil }
        var last = first.adding(days: 27)
        while last.adding(days: 1).month == first.month { last = last.adding(days: 1) }
        let label = isOpenEnded ? "since \(first.iso8601)" : String(first.iso8601.prefix(7))
        return DateSpan(first: first, last: isOpenEnded ? today : min(last, today), label: label)
    }

    private static func quarter(_ number: Int, _ year: Int, _ today: CalendarDate) -> DateSpan? {
        guard let start = CalendarDate(year: year, month: number * 3 - 2, day: 1),
            let end = month(year, number * 3, CalendarDate(year: year, month: 12, day: 31) ?? today)
        else { return nil }
        return DateSpan(first: start, last: min(end.last, today), label: "Q\(number) \(year)")
    }

    private static func half(_ number: Int, year stated: Int?, _ today: CalendarDate) -> DateSpan? {
        let year = stated.flatMap { (1990...today.year).contains($0) ? $0 : nil } ?? today.year
        guard let first = CalendarDate(year: year, month: number * 6 - 5, day: 1), first <= today,
            let end = month(year, number * 6, CalendarDate(year: year, month: 12, day: 31) ?? today)
        else { return nil }
        return DateSpan(first: first, last: min(end.last, today), label: "half \(number) of \(year)")
    }

    private static func year(_ year: Int, _ today: CalendarDate) -> DateSpan? {
        guard let first = CalendarDate(year: year, month: 1, day: 1),
            let last = CalendarDate(year: year, month: 12, day: 31)
        else { return nil }
        return DateSpan(first: first, last: min(last, today), label: String(year))
    }
}

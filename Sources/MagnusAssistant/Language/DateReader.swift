import MagnusDomain

/// Finds the days a question is about and marks the words that name them.
struct DateReader {
    let today: CalendarDate
    let calendar: ExchangeCalendar

    private static let weekdays: [String: Weekday] = [
        "sunday": .sunday, "monday": .monday, "tuesday": .tuesday, "wednesday": .wednesday, "thursday": .thursday,
        "friday": .friday, "saturday": .saturday, "mon": .monday, "tue": .tuesday, "tues": .tuesday, "wed": .wednesday,
        "thu": .thursday, "thur": .thursday, "thurs": .thursday, "fri": .friday,
    ]
    private static let months: [String: Int] = [
        "jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4, "may": 5,
        "jun": 6, "june": 6, "jul": 7, "july": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9,
        "oct": 10, "october": 10, "nov": 11, "november": 11, "dec": 12, "december": 12,
    ]

    static func isMonth(_ text: String) -> Bool { months[text] != nil }

    func mark(_ words: inout [Word], _ entities: inout Entities) {
        for index in words.indices {
            if words[index].meaning == .date { continue }
            guard let (span, count) = dayOfMonth(at: index, words, entities.span) ?? span(at: index, words) else {
                continue
            }
            defer { for offset in 0..<count { words[index + offset].meaning = .date } }
            guard let first = entities.span else {
                entities.span = opened(span, at: index, words)
                continue
            }
            let joint = index > 0 ? words[index - 1].text : ""
            let isRange = words[..<index].contains { ["between", "from"].contains($0.text) }
            if isRange, ["and", "to", "until", "till", "through", "-"].contains(joint), span.last >= first.first,
                entities.furtherSpans.isEmpty
            {
                entities.span = DateSpan(
                    first: first.first, last: span.last, label: "from \(first.label) to \(span.label)")
            } else if let both = both(first, opened(span, at: index, words), said: span) {
                // "After April 1 but before April 20": the days both allow.
                entities.span = both
            } else if let together = together(first, span, at: index, words) {
                entities.span = together
            } else if !first.contains(span.first) || !first.contains(span.last) {
                entities.furtherSpans.append(span.label)
            }
        }
    }

    /// "April and May": days that follow each other and are named as one.
    private func together(_ first: DateSpan, _ second: DateSpan, at index: Int, _ words: [Word]) -> DateSpan? {
        guard index > 1, ["and", "or", "plus"].contains(words[index - 1].text), words[index - 2].meaning == .date,
            second.first == first.last.adding(days: 1)
        else { return nil }
        return DateSpan(first: first.first, last: second.last, label: "\(first.label) and \(second.label)")
    }

    /// Nil where the later days are no bound, or none is left.
    private func both(_ first: DateSpan, _ bound: DateSpan, said: DateSpan) -> DateSpan? {
        guard bound != said else { return nil }
        let days = (max(first.first, bound.first), min(first.last, bound.last))
        guard days.0 <= days.1 else { return nil }
        return DateSpan(first: days.0, last: days.1, label: "\(first.label), \(bound.label)")
    }

    /// "In April before the 10th": a day of the month named before.
    private func dayOfMonth(at index: Int, _ words: [Word], _ span: DateSpan?) -> (DateSpan, Int)? {
        guard let span, span.first.month == span.last.month, span.first.year == span.last.year, index > 0,
            words[index - 1].text == "the", words[index].text.first?.isNumber == true,
            ["st", "nd", "rd", "th"].contains(where: words[index].text.hasSuffix),
            let number = Self.dayNumber(words[index]),
            let date = CalendarDate(year: span.last.year, month: span.last.month, day: number)
        else { return nil }
        return (day(date, date.monthDay), 1)
    }

    private func span(at index: Int, _ words: [Word]) -> (DateSpan, Int)? {
        let text = words[index].text
        let next = index + 1 < words.count ? words[index + 1] : nil
        if let found = period(at: index, words) ?? holiday(at: index, words) { return found }
        switch text {
        case "today", "tonight", "overnight", "0dte": return (day(today, text == "0dte" ? "today" : text), 1)
        case "tomorrow": return (day(today.adding(days: 1), "tomorrow"), 1)
        case "weekend":
            let saturday = today.adding(days: (Weekday.saturday.rawValue - today.weekday.rawValue + 7) % 7)
            return (DateSpan(first: saturday, last: saturday.adding(days: 1), label: "the weekend"), 1)
        case "this", "next", "coming", "following":
            guard let next else { return nil }
            let isNext = text == "next" || text == "following"
            if next.text == "week" { return (week(isNext ? 1 : 0), 2) }
            if next.text == "month" { return (month(isNext ? 1 : 0), 2) }
            if let days = coming(at: index + 1, words) { return (days, 3) }
            if let weekday = Self.weekdays[next.text] {
                let ahead = (weekday.rawValue - today.weekday.rawValue + 7) % 7
                let date = today.adding(days: ahead + (isNext && ahead < 5 && text == "next" ? 7 : 0))
                return (day(date, "\(text) \(capitalised(next.text))"), 2)
            }
            return nil
        case "week" where next?.text == "after" && index + 2 < words.count && words[index + 2].text == "next":
            return (week(2), 3)
        case "week": return index > 0 && words[index - 1].text == "the" ? (week(0), 1) : nil
        case "in" where isFortnight(at: index, words), "within" where isFortnight(at: index, words):
            let last = today.adding(days: 14)
            return (DateSpan(first: today, last: last, label: "to \(last.monthDay)"), 3)
        case "within" where ["a", "one"].contains(next?.text ?? "") && index + 2 < words.count:
            let days = ["week": 7, "month": 30, "day": 1][words[index + 2].text]
            guard let days else { return nil }
            let last = today.adding(days: days)
            return (DateSpan(first: today, last: last, label: "to \(last.monthDay)"), 3)
        case "in" where ConditionReader.bound(behind: index + 1, words) != nil,
            "within" where ConditionReader.bound(behind: index + 1, words) != nil:
            return nil
        case "in" where coming(at: index + 1, words) != nil, "within" where coming(at: index + 1, words) != nil:
            return coming(at: index + 1, words).map { ($0, 3) }
        case "in", "within":
            guard let next, case .number(let value) = next.meaning, value >= 0, value <= 2100 else { return nil }
            if text == "in", let year = Int(exactly: value), (today.year...today.year + 10).contains(year),
                let first = CalendarDate(year: year, month: 1, day: 1),
                let last = CalendarDate(year: year, month: 12, day: 31)
            {
                return (DateSpan(first: max(first, today), last: last, label: String(year)), 2)
            }
            let unit = index + 2 < words.count ? words[index + 2].text : ""
            let scale = unit.hasPrefix("week") ? 7.0 : unit.hasPrefix("month") ? 30.0 : unit.hasPrefix("day") ? 1.0 : 0
            guard scale > 0 else { return nil }
            let last = today.adding(days: Int(value * scale))
            return (DateSpan(first: today, last: last, label: "to \(last.monthDay)"), 3)
        default: break
        }
        if let weekday = Self.weekdays[text] {
            let date = today.adding(days: (weekday.rawValue - today.weekday.rawValue + 7) % 7)
            return (day(date, capitalised(text)), 1)
        }
        return named(at: index, words)
    }

    /// "Within a fortnight": as typed, for the spelling of the field has no such word.
    private func isFortnight(at index: Int, _ words: [Word]) -> Bool {
        index + 2 < words.count && ["a", "the"].contains(words[index + 1].text)
            && words[index + 2].typed.lowercased() == "fortnight"
    }

    /// "Next 30 days", "coming two weeks": from today to the last of them.
    private func coming(at index: Int, _ words: [Word]) -> DateSpan? {
        let counts: [String: Double] = [
            "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "couple": 2, "few": 3,
        ]
        guard index + 1 < words.count else { return nil }
        var count = counts[words[index].text]
        if case .number(let value) = words[index].meaning, value >= 1, value <= 1000 { count = value }
        let unit = words[index + 1].text
        let scale = unit.hasPrefix("day") ? 1.0 : unit.hasPrefix("week") ? 7 : unit.hasPrefix("month") ? 30 : 0
        guard let count, scale > 0 else { return nil }
        let last = today.adding(days: Int(count * scale))
        return DateSpan(first: today, last: last, label: "to \(last.monthDay)")
    }

    /// Months that are words or names as well.
    private static let words: Set<String> = ["may", "mar", "sep", "dec"]
    private static let monthLeads: Set<String> = [
        "in", "to", "into", "by", "before", "b4", "after", "until", "till", "til", "through", "thru", "during", "of",
        "for", "from", "beyond", "past", "late", "early", "mid", "exp", "expiring", "expire", "expires",
    ]
    private static let monthTails: Set<String> = [
        "expiry", "expiries", "expiration", "expirations", "expiring", "opex", "puts", "calls", "options", "contracts",
        "month", "positions", "rows",
    ]

    /// "May" and "mar" are more often words than months, unless days are told with them: "in may", "may expiries", "april
    /// and may".
    private func isMonth(at index: Int, _ words: [Word]) -> Bool {
        func text(_ offset: Int) -> String {
            words.indices.contains(index + offset) ? words[index + offset].text : ""
        }
        let joints: Set<String> = ["and", "or", "plus", "-"]
        if Self.monthLeads.contains(text(-1)) || Self.monthTails.contains(text(1)) { return true }
        return joints.contains(text(-1)) && Self.months[text(-2)] != nil
            || joints.contains(text(1)) && Self.months[text(2)] != nil
    }

    /// `Mar 17`, `17 March`, `03-17`, `3/17`, `2027-03-17`; `april` alone is the whole month.
    private func named(at index: Int, _ words: [Word]) -> (DateSpan, Int)? {
        let text = words[index].text
        let next = index + 1 < words.count ? words[index + 1] : nil
        if let month = Self.months[text] {
            if let next, let number = Self.dayNumber(next) {
                return date(month: month, day: number).map { (day($0, $0.monthDay), 2) }
            }
            guard !Self.words.contains(text) || isMonth(at: index, words) else { return nil }
            let start = CalendarDate(year: today.year, month: month, day: 1) ?? today
            let first =
                start.adding(days: 31) < today ? CalendarDate(year: today.year + 1, month: month, day: 1) : start
            guard let first else { return nil }
            return (DateSpan(first: max(first, today), last: endOfMonth(first), label: capitalised(text)), 1)
        }
        if let number = Self.dayNumber(words[index]), let next, let month = Self.months[next.text] {
            return date(month: month, day: number).map { (day($0, $0.monthDay), 2) }
        }
        guard words[index].meaning == .plain, text.first?.isNumber == true else { return nil }
        if let full = try? CalendarDate(iso8601: text) { return (day(full, full.iso8601), 1) }
        if let full = try? CalendarDate(monthDayYear: text) { return (day(full, full.iso8601), 1) }
        for separator in ["-", "/"] as [Character] {
            let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) }), let month = Int(parts[0]),
                let number = Int(parts[1]), let found = date(month: month, day: number)
            else { continue }
            return (day(found, found.monthDay), 1)
        }
        return nil
    }

    private static func dayNumber(_ word: Word) -> Int? {
        if case .number(let value) = word.meaning, let whole = Int(exactly: value) { return whole }
        for suffix in ["st", "nd", "rd", "th"] where word.text.hasSuffix(suffix) { return Int(word.text.dropLast(2)) }
        return nil
    }

    /// The next such day, today included.
    private func date(month: Int, day: Int) -> CalendarDate? {
        for year in [today.year, today.year + 1] {
            if let date = CalendarDate(year: year, month: month, day: day), date >= today { return date }
        }
        return nil
    }

    private func day(_ date: CalendarDate, _ label: String) -> DateSpan {
        DateSpan(first: date, last: date, label: label)
    }

    /// The rest of this calendar week (from a Saturday on the coming one), or the following week.
    private func week(_ ahead: Int) -> DateSpan {
        let sunday = today.adding(days: -today.weekday.rawValue + (today.weekday == .saturday ? 7 : 0))
        let first = sunday.adding(days: 7 * ahead)
        return DateSpan(
            first: max(first, today), last: first.adding(days: 6), label: ahead == 0 ? "this week" : "next week")
    }

    private func month(_ ahead: Int) -> DateSpan {
        let start = CalendarDate(year: today.year, month: today.month, day: 1) ?? today
        let first = ahead == 0 ? start : endOfMonth(start).adding(days: 1)
        return DateSpan(
            first: max(first, today), last: endOfMonth(first), label: ahead == 0 ? "this month" : "next month")
    }

    private func endOfMonth(_ first: CalendarDate) -> CalendarDate {
        var date = first.adding(days: 27)
        while date.adding(days: 1).month == first.month { date = date.adding(days: 1) }
        return date
    }

    private func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

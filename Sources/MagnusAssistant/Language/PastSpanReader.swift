import MagnusDomain

/// Days that lie behind, for questions about what was done: `in february`, `last month`, `between feb 1 and feb 15`,
/// `since monday`, `this year`.
enum PastSpanReader {
    static let months: [String: Int] = [
        "jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4, "may": 5,
        "jun": 6, "june": 6, "jul": 7, "july": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9,
        "oct": 10, "october": 10, "nov": 11, "november": 11, "dec": 12, "december": 12,
    ]
    static let joints: Set<String> = ["and", "to", "until", "till", "through", "-"]
    static let forever = CalendarDate(daysSinceEpoch: 7305)

    /// - Returns: nil when the words name no such span. The span never reaches past today.
    static func span(in texts: [String], today: CalendarDate) -> DateSpan? { spans(in: texts, today: today).first }

    /// All spans in the order they are named, ranges as one.
    static func spans(in texts: [String], today: CalendarDate) -> [DateSpan] { read(texts, today).spans }

    /// Places of the words that name those days.
    static func places(in texts: [String], today: CalendarDate) -> Set<Int> { read(texts, today).places }

    private static func read(_ texts: [String], _ today: CalendarDate) -> (spans: [DateSpan], places: Set<Int>) {
        var found: [DateSpan] = []
        var places: Set<Int> = []
        var index = 0
        while index < texts.count {
            guard let (span, count) = unit(at: index, texts, today) else {
                index += 1
                continue
            }
            let previous = index > 0 ? texts[index - 1] : ""
            var next = index + count
            if let (range, length) = range(from: span, at: index, next, texts, today) {
                found.append(range)
                next = index + length
            } else {
                found.append(opened(span, previous, today))
            }
            places.formUnion(index..<max(next, index + 1))
            index = max(next, index + 1)
        }
        if !found.isEmpty { return (found, places) }
        if let place = texts.firstIndex(of: "today"), isOfClosings(texts) {
            return ([DateSpan(first: today, last: today, label: "today, \(today.iso8601)")], [place])
        }
        // A year alone is that year; two are told apart by the answer and bound it together.
        let years = PeriodGrouping.years(texts).filter { $0 <= today.year }
        if let first = years.min(), let last = years.max(), let from = year(first, today), let to = year(last, today) {
            let label = first == last ? String(first) : "\(first) to \(last)"
            return ([DateSpan(first: from.first, last: to.last, label: label)], places)
        }
        return ([], places)
    }

    /// `today` is a day of the past for what was closed; for everything else it is the present.
    private static func isOfClosings(_ texts: [String]) -> Bool {
        if texts.contains(where: { ["realized", "realised", "realize", "realise"].contains($0) }) { return true }
        return zip(texts, texts.dropFirst()).contains {
            ["i", "we", "have"].contains($0) && ["close", "closed"].contains($1)
        }
    }

    /// `between feb 1 and feb 15`, `jan 10 to jan 31`, `feb 1 - feb 15`; the length is in words from the first.
    private static func range(
        from span: DateSpan, at index: Int, _ after: Int, _ texts: [String], _ today: CalendarDate
    ) -> (DateSpan, Int)? {
        let isAnnounced = index > 0 && ["between", "from"].contains(texts[index - 1])
        func joined(_ second: DateSpan, _ end: Int) -> (DateSpan, Int)? {
            guard second.last >= span.first else { return nil }
            let label = "\(span.first.iso8601) to \(second.last.iso8601)"
            return (DateSpan(first: span.first, last: min(second.last, today), label: label), end - index)
        }
        guard after < texts.count else { return nil }
        let isJoint = joints.contains(texts[after])
        if isJoint, texts[after] != "and" || isAnnounced {
            if ["today", "now"].contains(after + 1 < texts.count ? texts[after + 1] : "") {
                return joined(DateSpan(first: today, last: today, label: "today"), after + 2)
            }
            if let (second, count) = unit(at: after + 1, texts, today) { return joined(second, after + 1 + count) }
            // "feb 1 to 15"
            if span.first == span.last, let number = dayNumber(after + 1 < texts.count ? texts[after + 1] : ""),
                let last = CalendarDate(year: span.first.year, month: span.first.month, day: number)
            {
                return joined(DateSpan(first: last, last: last, label: ""), after + 2)
            }
            return nil
        }
        // A dash between two days is no word of its own.
        guard span.first == span.last, let (second, count) = unit(at: after, texts, today), second.first == second.last,
            texts[index] != "yesterday"
        else { return nil }
        return joined(second, after + count)
    }

    private static func opened(_ span: DateSpan, _ previous: String, _ today: CalendarDate) -> DateSpan {
        switch previous {
        case "since", "from":
            let isEnded = previous == "from" && span.first != span.last
            return isEnded
                ? span : DateSpan(first: span.first, last: today, label: "since \(span.first.iso8601)")
        case "after":
            let first = span.last.adding(days: 1)
            return DateSpan(first: first, last: max(today, first), label: "after \(span.last.iso8601)")
        case "before":
            let last = span.first.adding(days: -1)
            return DateSpan(first: forever, last: last, label: "before \(span.first.iso8601)")
        case "until", "till", "through":
            return DateSpan(first: forever, last: span.last, label: "up to \(span.last.iso8601)")
        default: return span
        }
    }

    /// The span that begins at a word, and how many words it takes.
    private static func unit(at index: Int, _ texts: [String], _ today: CalendarDate) -> (DateSpan, Int)? {
        guard index < texts.count else { return nil }
        let text = texts[index]
        let next = index + 1 < texts.count ? texts[index + 1] : ""
        let previous = index > 0 ? texts[index - 1] : ""
        if let (date, count) = day(at: index, texts, today) {
            return (DateSpan(first: date, last: date, label: date.iso8601), count)
        }
        switch text {
        case "yesterday":
            let day = today.adding(days: -1)
            return (DateSpan(first: day, last: day, label: "yesterday, \(day.iso8601)"), 1)
        case "h1", "h2": return half(text == "h1" ? 1 : 2, year: Int(next), today).map { ($0, 1) }
        case "half" where (previous == "first" || previous == "second") && next == "of":
            guard let number = index + 2 < texts.count ? months[texts[index + 2]] : nil,
                let whole = month(number <= today.month ? today.year : today.year - 1, number, today)
            else { fallthrough }
            let middle = whole.first.adding(days: 14)
            let span =
                previous == "first"
                ? DateSpan(first: whole.first, last: min(middle, whole.last), label: "first half of \(whole.label)")
                : DateSpan(first: middle.adding(days: 1), last: whole.last, label: "second half of \(whole.label)")
            return span.first <= span.last ? (span, 3) : nil
        case "half" where previous == "first" || previous == "second":
            let year = PeriodGrouping.years(texts).first
            return half(previous == "first" ? 1 : 2, year: year, today).map { ($0, year == nil ? 1 : 3) }
        case "ytd": return year(today.year, today).map { ($0, 1) }
        case "mtd": return month(today.year, today.month, today).map { ($0, 1) }
        case "wtd": return (weeks(0, today), 1)
        case "qtd": return quarter((today.month - 1) / 3 + 1, today.year, today).map { ($0, 1) }
        case "q1", "q2", "q3", "q4":
            let number = Int(text.dropFirst()) ?? 1
            let stated = Int(next).flatMap { (1990...today.year).contains($0) ? $0 : nil }
            let isAhead = number * 3 - 2 > today.month
            return quarter(number, stated ?? (isAhead ? today.year - 1 : today.year), today)
                .map { ($0, stated == nil ? 1 : 2) }
        case "last", "past", "previous", "prior": return last(next, at: index, texts, today)
        case "month" where next == "before" && index + 2 < texts.count && texts[index + 2] == "last":
            let back = today.month > 2 ? (today.year, today.month - 2) : (today.year - 1, today.month + 10)
            return month(back.0, back.1, today).map { ($0, 3) }
        case "this", "current":
            if next == "year" { return year(today.year, today).map { ($0, 2) } }
            if next == "month" { return month(today.year, today.month, today).map { ($0, 2) } }
            if next == "week" { return (weeks(0, today), 2) }
            if next == "quarter" { return quarter((today.month - 1) / 3 + 1, today.year, today).map { ($0, 2) } }
            return nil
        case "year", "month", "week", "quarter":
            guard next == "to", index + 2 < texts.count, texts[index + 2] == "date" else { return nil }
            let span: DateSpan? =
                switch text {
                case "year": year(today.year, today)
                case "month": month(today.year, today.month, today)
                case "quarter": quarter((today.month - 1) / 3 + 1, today.year, today)
                default: weeks(0, today)
                }
            return span.map { ($0, 3) }
        default: break
        }
        if ["since", "after"].contains(previous), let number = Int(text), (1990...today.year).contains(number) {
            return year(number, today).map { ($0, 1) }
        }
        // "March 25" that is still to come is no whole month.
        if months[text] != nil, dayNumber(next) != nil { return nil }
        guard let found = months[text],
            text != "may" && text != "mar" || ["in", "since", "during", "for", "vs", "than"].contains(previous)
        else { return nil }
        let stated = Int(next).flatMap { (1990...today.year).contains($0) ? $0 : nil }
        let year = stated ?? (found <= today.month ? today.year : today.year - 1)
        return month(year, found, today).map { ($0, stated == nil ? 1 : 2) }
    }

    static func dayNumber(_ text: String) -> Int? {
        var body = Substring(text)
        for suffix in ["st", "nd", "rd", "th"] where body.hasSuffix(suffix) { body = body.dropLast(2) }
        guard let number = Int(body), (1...31).contains(number), body.count <= 2 else { return nil }
        return number
    }

    /// `feb 1`, `1 feb 2027`, `2027-02-01`, `2/1`, `since monday`, `last friday`: the latest such day that is not ahead.
    private static func day(at index: Int, _ texts: [String], _ today: CalendarDate) -> (CalendarDate, Int)? {
        let text = texts[index]
        func word(_ offset: Int) -> String { index + offset < texts.count ? texts[index + offset] : "" }
        func stated(_ text: String) -> Int? { Int(text).flatMap { (1990...today.year).contains($0) ? $0 : nil } }
        func latest(_ month: Int, _ day: Int, _ year: Int?) -> CalendarDate? {
            if let year { return CalendarDate(year: year, month: month, day: day) }
            // A day still to come this year lies behind only where something is said to be done.
            if let coming = CalendarDate(year: today.year, month: month, day: day), coming > today,
                Set(texts).isDisjoint(with: done)
            {
                return nil
            }
            return [today.year, today.year - 1].compactMap { CalendarDate(year: $0, month: month, day: day) }
                .first { $0 <= today }
        }
        if let month = months[text], let number = dayNumber(word(1)) {
            let year = stated(word(2))
            return latest(month, number, year).map { ($0, year == nil ? 2 : 3) }
        }
        if let number = dayNumber(text), let month = months[word(1)] {
            let year = stated(word(2))
            return latest(month, number, year).map { ($0, year == nil ? 2 : 3) }
        }
        let previous = index > 0 ? texts[index - 1] : ""
        if let weekday = Self.weekdays[text], ["since", "last", "from"].contains(previous) {
            var back = (today.weekday.rawValue - weekday.rawValue + 7) % 7
            if back == 0, previous == "last" { back = 7 }
            return (today.adding(days: -back), 1)
        }
        guard text.first?.isNumber == true, text.contains("-") || text.contains("/") else { return nil }
        if let full = try? CalendarDate(iso8601: text) { return full <= today ? (full, 1) : nil }
        if let full = try? CalendarDate(monthDayYear: text) { return full <= today ? (full, 1) : nil }
        for separator in ["-", "/"] as [Character] {
            let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) }), let month = Int(parts[0]),
                let number = Int(parts[1])
            else { continue }
            return latest(month, number, nil).map { ($0, 1) }
        }
        return nil
    }

    private static let done: Set<String> = [
        "did", "made", "earned", "lost", "won", "was", "were", "sold", "bought", "closed", "opened", "took", "taken",
        "received", "got", "collected", "collect", "realized", "realised", "realize", "since", "last", "from",
        "between",
        "before", "after", "until", "trades", "trade", "traded", "paid", "had", "assigned", "history", "been",
        "performance",
        "win", "rate", "through", "ago", "previous",
    ]

    private static func last(
        _ next: String, at index: Int, _ texts: [String], _ today: CalendarDate
    ) -> (DateSpan, Int)? {
        switch next {
        case "week": return (weeks(-1, today), 2)
        case "month":
            return month(today.month == 1 ? today.year - 1 : today.year, today.month == 1 ? 12 : today.month - 1, today)
                .map { ($0, 2) }
        case "year": return year(today.year - 1, today).map { ($0, 2) }
        case "quarter":
            let number = (today.month - 1) / 3
            return
                (number == 0 ? quarter(4, today.year - 1, today) : quarter(number, today.year, today)).map { ($0, 2) }
        default: break
        }
        guard index + 2 < texts.count, let count = Int(next) ?? Self.counts[next], (1...3660).contains(count) else {
            return nil
        }
        let unit = texts[index + 2]
        let scale =
            unit.hasPrefix("day")
            ? 1 : unit.hasPrefix("week") ? 7 : unit.hasPrefix("month") ? 30 : unit.hasPrefix("year") ? 365 : 0
        guard scale > 0 else { return nil }
        let first = today.adding(days: -count * scale)
        return (DateSpan(first: first, last: today, label: "from \(first.iso8601) to today"), 3)
    }

    private static let counts: [String: Int] = [
        "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12, "thirty": 30, "few": 3,
    ]

    static func weeks(_ ahead: Int, _ today: CalendarDate) -> DateSpan {
        // On a Saturday the week that has just ended is the last one.
        let isOver = ahead < 0 && today.weekday == .saturday
        let sunday = today.adding(days: -today.weekday.rawValue + 7 * ahead + (isOver ? 7 : 0))
        return DateSpan(
            first: sunday, last: min(today, sunday.adding(days: 6)),
            label: ahead == 0 ? "this week" : "the week from \(sunday.iso8601)")
    }

    static func month(_ year: Int, _ month: Int, _ today: CalendarDate) -> DateSpan? {
        guard let first = CalendarDate(year: year, month: month, day: 1) else { return nil }
        var last = first.adding(days: 27)
        while last.adding(days: 1).month == first.month { last = last.adding(days: 1) }
        return DateSpan(first: first, last: min(last, today), label: String(first.iso8601.prefix(7)))
    }

    static func quarter(_ number: Int, _ year: Int, _ today: CalendarDate) -> DateSpan? {
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

    static func year(_ year: Int, _ today: CalendarDate) -> DateSpan? {
        guard let first = CalendarDate(year: year, month: 1, day: 1),
            let last = CalendarDate(year: year, month: 12, day: 31)
        else { return nil }
        return DateSpan(first: first, last: min(last, today), label: String(year))
    }

    /// The running span of the same length: what "more than last month" is measured against.
    static func running(_ span: DateSpan, today: CalendarDate) -> DateSpan? {
        let days = span.last.days(since: span.first) + 1
        switch days {
        case 1: return DateSpan(first: today, last: today, label: "today, \(today.iso8601)")
        case 2...7: return weeks(0, today)
        case 28...31: return month(today.year, today.month, today)
        case 89...92: return quarter((today.month - 1) / 3 + 1, today.year, today)
        case 365...366: return year(today.year, today)
        default: return nil
        }
    }
}

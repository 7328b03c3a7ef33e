import MagnusDomain

/// Days that a question names by those of the question before: "and the month before?", "the one before that".
extension PastSpanReader {
    private static let backwards: Set<String> = ["before", "prior", "earlier", "previous", "preceding", "previously"]
    private static let forwards: Set<String> = ["after", "following", "afterwards"]
    private static let units: [String: PeriodGrouping] = [
        "month": .month, "year": .year, "quarter": .quarter, "week": .week,
    ]
    private static let passed: Set<String> = [
        "and", "the", "what", "about", "how", "for", "in", "on", "one", "that", "this", "of", "then", "was", "it", "or",
        "day", "same", "period", "just", "to", "did", "i", "make", "with", "compared",
    ]

    /// The span before or after another one; nil where the words name none, or something besides.
    static func neighbour(of span: DateSpan, in texts: [String], today: CalendarDate) -> DateSpan? {
        let set = Set(texts)
        let isBack = !set.isDisjoint(with: backwards)
        guard isBack != !set.isDisjoint(with: forwards), span.first != forever,
            texts.allSatisfy({
                passed.contains($0) || backwards.contains($0) || forwards.contains($0) || units[$0] != nil
            })
        else { return nil }
        let unit = texts.compactMap { units[$0] }.first
        if unit == nil, set.contains("day") { return shifted(span, days: 1, isBack: isBack, today) }
        switch unit ?? length(of: span, today: today) {
        case .month:
            let edge = isBack ? first(of: span.first, months: 1) : first(of: span.last, months: 1)
            return edge.flatMap { edge in
                isBack
                    ? month(edge.adding(days: -1).year, edge.adding(days: -1).month, today)
                    : next(edge, months: 1).flatMap { ahead($0, today) { month($0.year, $0.month, today) } }
            }
        case .quarter:
            let edge = first(of: isBack ? span.first : span.last, months: 3)
            return edge.flatMap { edge in
                isBack
                    ? quarter(of: edge.adding(days: -1), today)
                    : next(edge, months: 3).flatMap { ahead($0, today) { quarter(of: $0, today) } }
            }
        case .year:
            let number = isBack ? span.first.year - 1 : span.last.year + 1
            return number > today.year ? nil : year(number, today)
        case .week: return shifted(span, days: 7, isBack: isBack, today)
        default: return shifted(span, days: span.last.days(since: span.first) + 1, isBack: isBack, today)
        }
    }

    /// The unit of the calendar that a span is one of, to its end or to today; nil for other days.
    private static func length(of span: DateSpan, today: CalendarDate) -> PeriodGrouping? {
        let isToDate = span.last == today
        func isWhole(_ unit: DateSpan?) -> Bool {
            unit.map { $0.first == span.first && ($0.last == span.last || isToDate) } ?? false
        }
        let days = span.last.days(since: span.first) + 1
        if days <= 31, isWhole(month(span.first.year, span.first.month, today)) { return .month }
        if days <= 92, isWhole(quarter(of: span.first, today)) { return .quarter }
        if isWhole(year(span.first.year, today)) { return .year }
        return days == 7 || days < 7 && isToDate && span.first.weekday == .sunday ? .week : nil
    }

    private static func shifted(_ span: DateSpan, days: Int, isBack: Bool, _ today: CalendarDate) -> DateSpan? {
        let first = isBack ? span.first.adding(days: -days) : span.last.adding(days: 1)
        let last = isBack ? span.first.adding(days: -1) : min(today, span.last.adding(days: days))
        guard first <= last else { return nil }
        let label = first == last ? first.iso8601 : "\(first.iso8601) to \(last.iso8601)"
        return DateSpan(first: first, last: last, label: label)
    }

    /// The first day of the month or quarter of a date.
    private static func first(of date: CalendarDate, months: Int) -> CalendarDate? {
        CalendarDate(year: date.year, month: (date.month - 1) / months * months + 1, day: 1)
    }

    private static func next(_ first: CalendarDate, months: Int) -> CalendarDate? {
        let month = first.month + months
        return CalendarDate(year: month > 12 ? first.year + 1 : first.year, month: month > 12 ? 1 : month, day: 1)
    }

    private static func ahead(
        _ first: CalendarDate, _ today: CalendarDate, _ unit: (CalendarDate) -> DateSpan?
    ) -> DateSpan? {
        first > today ? nil : unit(first)
    }

    private static func quarter(of date: CalendarDate, _ today: CalendarDate) -> DateSpan? {
        quarter((date.month - 1) / 3 + 1, date.year, today)
    }
}

import MagnusDomain

extension CellText {
    /// In which order a format prints the parts of a date with slashes.
    enum DateOrder: Sendable {
        /// `12/18/2026`
        case monthFirst
        /// `18/12/2026`
        case dayFirst
    }

    /// A date: `12/18/2026`, `12/18/26`, `12-18-2026`, `2026-12-18`, `20261218`, `18 Dec 2026`, `Dec-18-2026`,
    /// `18DEC26`. What follows a blank, `T`, `;` or `,` behind the all-digit forms (a time, Schwab's `as of`) is not
    /// looked at. nil when the cell states nothing.
    /// - Parameter order: of forms that begin with two digits and a separator.
    /// - Throws: ``CellFault`` for anything else, for dates that do not exist, and for years outside 1970 to 2199.
    static func date(_ text: some StringProtocol, order: DateOrder = .monthFirst) throws(CellFault) -> CalendarDate? {
        let text = trimmed(text)
        if isAbsent(text) { return nil }
        let date = text.contains(where: \.isLetter) && hasMonthName(text) ? named(text) : figures(text, order: order)
        guard let date, (1970...2199).contains(date.year) else { throw CellFault("no date") }
        return date
    }

    /// Behind `as of`: the day on which something took effect although it was booked later.
    static func asOfDate(
        _ text: some StringProtocol, order: DateOrder = .monthFirst
    ) throws(CellFault) -> CalendarDate? {
        let words = trimmed(text).lowercased().split(separator: " ")
        guard let place = words.firstIndex(of: "of"), place > 0, words[place - 1] == "as", place + 1 < words.count
        else { return nil }
        return try date(words[place + 1], order: order)
    }

    /// The time of a row that states only a day. Trades count as made at noon, New York time, so that what removes
    /// positions on the same day (``removal(on:)``) comes after them.
    static func trade(on date: CalendarDate) -> Instant { NewYorkTime.instant(on: date, hour: 12, minute: 0) }

    /// The time of an assignment, exercise or expiration of which only the day is stated: 17:00 New York time.
    static func removal(on date: CalendarDate) -> Instant { NewYorkTime.instant(on: date, hour: 17, minute: 0) }

    /// The time of a corporate action of which only the day is stated: before the trades of the day, 04:00.
    static func corporateAction(on date: CalendarDate) -> Instant {
        NewYorkTime.instant(on: date, hour: 4, minute: 0)
    }

    /// A clock time: `10:46:35`, `10:46`, `104635`, `10:46:35 AM`. Seconds of the day, nil when it is none.
    static func clock(_ text: some StringProtocol) -> Int? {
        var text = trimmed(text).uppercased()[...]
        var isAfternoon: Bool?
        for (mark, value) in [("AM", false), ("PM", true)] where text.hasSuffix(mark) {
            isAfternoon = value
            text = trimmed(text.dropLast(2))
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var figures: [Int]
        if parts.count == 1, text.utf8.count == 6, let value = number(text) {
            figures = [value / 10_000, value / 100 % 100, value % 100]
        } else {
            guard (2...3).contains(parts.count) else { return nil }
            figures = parts.compactMap { (1...2).contains($0.utf8.count) ? number($0) : nil }
            guard figures.count == parts.count else { return nil }
            if figures.count == 2 { figures.append(0) }
        }
        guard figures[1] < 60, figures[2] < 60 else { return nil }
        if let isAfternoon {
            guard (1...12).contains(figures[0]) else { return nil }
            figures[0] = figures[0] % 12 + (isAfternoon ? 12 : 0)
        }
        guard figures[0] < 24 else { return nil }
        return figures[0] * 3600 + figures[1] * 60 + figures[2]
    }

    /// A day with seconds since its midnight, New York time.
    static func instant(on date: CalendarDate, secondsOfDay: Int) -> Instant {
        NewYorkTime.instant(
            on: date, hour: secondsOfDay / 3600, minute: secondsOfDay / 60 % 60, second: secondsOfDay % 60)
    }

    private static let monthNames = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]

    private static func hasMonthName(_ text: Substring) -> Bool {
        let upper = text.prefix(16).uppercased()
        return monthNames.contains { upper.contains($0) }
    }

    /// Digits and separators at the beginning.
    private static func figures(_ text: Substring, order: DateOrder) -> CalendarDate? {
        let head = text.prefix { ($0.isASCII && $0.isNumber) || $0 == "/" || $0 == "-" || $0 == "." }
        if let follower = text.dropFirst(head.count).first, ![" ", "T", "t", ";", ","].contains(follower) {
            return nil
        }
        if head.utf8.count == 8, let value = number(head) {
            return CalendarDate(year: value / 10_000, month: value / 100 % 100, day: value % 100)
        }
        let parts = head.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "-" || $0 == "." }
        guard parts.count == 3, let first = number(parts[0]), let second = number(parts[1]),
            let third = number(parts[2])
        else { return nil }
        if parts[0].utf8.count == 4 {
            guard parts[1].utf8.count <= 2, parts[2].utf8.count <= 2 else { return nil }
            return CalendarDate(year: first, month: second, day: third)
        }
        guard parts[0].utf8.count <= 2, parts[1].utf8.count <= 2, let year = year(parts[2]) else { return nil }
        return switch order {
        case .monthFirst: CalendarDate(year: year, month: first, day: second)
        case .dayFirst: CalendarDate(year: year, month: second, day: first)
        }
    }

    /// `18 Dec 2026`, `Dec-18-2026`, `Dec 18, 2026`, `18DEC26`, `18-Dec-26`.
    private static func named(_ text: Substring) -> CalendarDate? {
        var parts: [Substring] = []
        var start = text.startIndex
        func kind(_ character: Character) -> Int { character.isLetter ? 1 : character.isNumber ? 2 : 0 }
        while start < text.endIndex, parts.count < 3 {
            let end =
                text[start...].firstIndex { kind($0) != kind(text[start]) } ?? text.endIndex
            if kind(text[start]) != 0 { parts.append(text[start..<end]) }
            start = end
        }
        guard parts.count == 3, let place = parts.firstIndex(where: { $0.first?.isLetter ?? false }), place < 2,
            let month = monthNames.firstIndex(of: parts[place].prefix(3).uppercased()),
            let day = number(parts[1 - place]), parts[1 - place].utf8.count <= 2, let year = year(parts[2])
        else { return nil }
        return CalendarDate(year: year, month: month + 1, day: day)
    }

    /// Two digits mean 1990 to 2089.
    private static func year(_ text: Substring) -> Int? {
        guard let value = number(text) else { return nil }
        switch text.utf8.count {
        case 4: return value
        case 2: return value < 90 ? 2000 + value : 1900 + value
        default: return nil
        }
    }

    private static func number(_ text: some StringProtocol) -> Int? {
        guard (1...8).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}

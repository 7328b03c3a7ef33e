extension CalendarDate: CustomStringConvertible {
    /// `YYYY-MM-DD`, the form used in files, JSON and the store.
    public var description: String { iso8601 }

    /// `YYYY-MM-DD`; years beyond 0...9999 get their sign and all their digits.
    public var iso8601: String {
        let (year, month, day) = components
        return "\(year < 0 ? "-" : "")\(year.padded(4))-\(month.padded(2))-\(day.padded(2))"
    }

    /// `MM-DD`, the short form of an expiry.
    public var monthDay: String {
        let (_, month, day) = components
        return "\(month.padded(2))-\(day.padded(2))"
    }

    /// `YY-MM`, the short form of an expiry far away.
    public var yearMonth: String {
        let (year, month, _) = components
        return "\((abs(year) % 100).padded(2))-\(month.padded(2))"
    }

    /// The expiry column: `MM-DD`, and `YY-MM` more than 300 days from `today`, either way.
    public func expiryText(today: CalendarDate) -> String {
        abs(days(since: today)) > 300 ? yearMonth : monthDay
    }

    /// Reads `YYYY-MM-DD` and nothing else: four, two and two digits, no blanks.
    public init(iso8601 text: some StringProtocol) throws(TimeTextError) {
        var cursor = ByteCursor(text)
        self = try Self.read(&cursor)
        guard cursor.isAtEnd else { throw .malformed(at: cursor.position) }
    }

    static func read(_ cursor: inout ByteCursor) throws(TimeTextError) -> CalendarDate {
        guard let year = cursor.digits(4), cursor.take(0x2D), let month = cursor.digits(2), cursor.take(0x2D),
            let day = cursor.digits(2)
        else { throw .malformed(at: cursor.position) }
        guard let date = CalendarDate(year: year, month: month, day: day) else { throw .noSuchDate }
        return date
    }
}

extension CalendarDate {
    /// Reads the dates of American broker files: `12/18/2026`, `1/5/2026`, `12/18/26`.
    ///
    /// A two-digit year means 1990 to 2089, the span in which option symbols are unambiguous here.
    public init(monthDayYear text: some StringProtocol) throws(TimeTextError) {
        var cursor = ByteCursor(text)
        guard let month = cursor.digits(upTo: 2), cursor.take(0x2F), let day = cursor.digits(upTo: 2),
            cursor.take(0x2F)
        else { throw .malformed(at: cursor.position) }
        let start = cursor.position
        guard let year = cursor.digits(upTo: 4), cursor.isAtEnd else { throw .malformed(at: cursor.position) }
        let width = cursor.position - start
        guard width == 2 || width == 4 else { throw .malformed(at: start) }
        let fullYear = width == 4 ? year : Self.century(ofTwoDigitYear: year)
        guard let date = CalendarDate(year: fullYear, month: month, day: day) else { throw .noSuchDate }
        self = date
    }

    /// 0...89 are 2000 to 2089, 90...99 are 1990 to 1999.
    static func century(ofTwoDigitYear year: Int) -> Int { year < 90 ? 2000 + year : 1900 + year }

    static let monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
}

extension Weekday {
    /// `Sun` to `Sat`.
    public var abbreviation: String {
        switch self {
        case .sunday: "Sun"
        case .monday: "Mon"
        case .tuesday: "Tue"
        case .wednesday: "Wed"
        case .thursday: "Thu"
        case .friday: "Fri"
        case .saturday: "Sat"
        }
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC, see ``rfc3339``.
    public var description: String { rfc3339 }

    /// RFC 3339 in UTC: `2027-03-15T14:42:07Z`, with 3, 6 or 9 decimals only when the second is not whole.
    public var rfc3339: String {
        let seconds = secondsSinceEpoch
        // Wrapping: at the lower end of the range the whole second itself lies just outside it.
        let nanosecond = Int(nanosecondsSinceEpoch &- seconds &* 1_000_000_000)
        let secondOfDay = Int((seconds % 86_400 + 86_400) % 86_400)
        let date = CalendarDate(daysSinceEpoch: (Int(seconds) - secondOfDay) / 86_400)
        return "\(date.iso8601)T\(Self.clock(secondOfDay))\(Self.fraction(nanosecond))Z"
    }

    /// `HH:MM:SS`.
    static func clock(_ secondOfDay: Int) -> String {
        "\((secondOfDay / 3600).padded(2)):\((secondOfDay / 60 % 60).padded(2)):\((secondOfDay % 60).padded(2))"
    }

    private static func fraction(_ nanosecond: Int) -> String {
        if nanosecond == 0 { return "" }
        if nanosecond % 1_000_000 == 0 { return ".\((nanosecond / 1_000_000).padded(3))" }
        if nanosecond % 1000 == 0 { return ".\((nanosecond / 1000).padded(6))" }
        return ".\(nanosecond.padded(9))"
    }

    /// Reads RFC 3339: `2027-03-15T10:42:07.25-04:00`. An offset is required; `Z`, `+HH:MM` and `+HHMM` are accepted.
    ///
    /// Digits of the fraction beyond the ninth are dropped. The leap second 23:59:60 UTC is the following midnight,
    /// as in POSIX time.
    public init(rfc3339 text: some StringProtocol) throws(TimeTextError) {
        var cursor = ByteCursor(text)
        let date = try CalendarDate.read(&cursor)
        guard cursor.take(0x54, 0x74) else { throw .malformed(at: cursor.position) }
        let (hour, minute, second) = try Self.readClock(&cursor)
        let nanosecond = try Self.readFraction(&cursor)
        let offset = try Self.readOffset(&cursor)
        guard cursor.isAtEnd else { throw .malformed(at: cursor.position) }
        guard hour <= 23, minute <= 59, second <= 60 else { throw .noSuchTime }
        let total = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second - offset
        if second == 60, total % 86_400 != 0 { throw .noSuchTime }
        // Before the epoch the fraction counts from the second above: the lowest instant is not a whole second.
        let isBorrowed = total < 0 && nanosecond > 0
        let (scaled, tooLarge) = Int64(isBorrowed ? total + 1 : total).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflow) = scaled.addingReportingOverflow(
            Int64(isBorrowed ? nanosecond - 1_000_000_000 : nanosecond))
        guard !tooLarge, !overflow else { throw .outOfRange }
        self.init(nanosecondsSinceEpoch: sum)
    }

    private static func readClock(_ cursor: inout ByteCursor) throws(TimeTextError) -> (Int, Int, Int) {
        guard let hour = cursor.digits(2), cursor.take(0x3A), let minute = cursor.digits(2), cursor.take(0x3A),
            let second = cursor.digits(2)
        else { throw .malformed(at: cursor.position) }
        return (hour, minute, second)
    }

    private static func readFraction(_ cursor: inout ByteCursor) throws(TimeTextError) -> Int {
        guard cursor.take(0x2E) else { return 0 }
        var value = 0
        var count = 0
        while let next = cursor.peek, let digit = ByteCursor.digit(next) {
            if count < 9 { value = value * 10 + digit }
            count += 1
            _ = cursor.next()
        }
        guard count > 0 else { throw .malformed(at: cursor.position) }
        for _ in 0..<max(0, 9 - count) { value *= 10 }
        return value
    }

    private static func readOffset(_ cursor: inout ByteCursor) throws(TimeTextError) -> Int {
        if cursor.take(0x5A, 0x7A) { return 0 }
        let isEast = cursor.peek == 0x2B
        guard cursor.take(0x2B, 0x2D), let hours = cursor.digits(2) else { throw .malformed(at: cursor.position) }
        _ = cursor.take(0x3A)
        guard let minutes = cursor.digits(2) else { throw .malformed(at: cursor.position) }
        guard hours <= 23, minutes <= 59 else { throw .noSuchTime }
        return (isEast ? 1 : -1) * (hours * 3600 + minutes * 60)
    }
}

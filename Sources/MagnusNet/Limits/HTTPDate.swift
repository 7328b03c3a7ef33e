/// Dates in HTTP headers (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT` and the two obsolete forms
/// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
public enum HTTPDate {
    /// Time since 1970-01-01 00:00 UTC; nil when the text is no such date.
    ///
    /// - Parameter now: time since 1970-01-01 UTC; a two-digit year that seems more than 50 years ahead of it is past.
    public static func parse(_ text: String, now: Duration) -> Duration? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        if words.count == 6, words[5] == "GMT", let day = number(words[1]), let month = month(words[2]) {
            guard let year = number(words[3]) else { return nil }
            let fullYear = words[3].count == 2 ? century(of: year, now: now) : year
            guard words[3].count == 2 || words[3].count == 4 else { return nil }
            return instant(fullYear, month, day, words[4])
        }
        if words.count == 5, let month = month(words[1]), let day = number(words[2]), words[4].count == 4,
            let year = number(words[4])
        {
            return instant(year, month, day, words[3])
        }
        return nil
    }

    private static func number(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        return Int(text)
    }

    private static func month(_ text: String) -> Int? {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].firstIndex(of: text)
            .map { $0 + 1 }
    }

    private static func century(of year: Int, now: Duration) -> Int {
        let current = 1970 + Int(now.components.seconds / 31_556_952)
        let candidate = current / 100 * 100 + year
        if candidate > current + 50 { return candidate - 100 }
        return candidate + 100 <= current + 50 ? candidate + 100 : candidate
    }

    private static func instant(_ year: Int, _ month: Int, _ day: Int, _ clock: String) -> Duration? {
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false).map { number(String($0)) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2], hour < 24,
            minute < 60, second <= 60, day >= 1, day <= length(of: month, year)
        else { return nil }
        return .seconds(days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second)
    }

    private static func length(of month: Int, _ year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days since 1970-01-01 in the Gregorian calendar, the year taken to begin in March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

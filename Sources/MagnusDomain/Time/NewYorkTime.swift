/// The wall clock of New York, the zone of every rule of the US option market.
///
/// Pure arithmetic: since 2007 daylight time runs from the second Sunday of March 02:00 to the first Sunday of November
/// 02:00, from 1987 to 2006 from the first Sunday of April to the last Sunday of October (15 U.S.C. 260a). The rule of
/// 1987 is used for earlier years, which no listed data of this program reaches. The machine's zone plays no part.
public struct NewYorkTime: Sendable, Hashable {
    public let date: CalendarDate
    /// Seconds since local midnight as the clock shows them, 0..<86_400; 16:00 is 57_600 on every day of the year.
    public let secondsOfDay: Int
    /// 0..<1_000_000_000.
    public let nanosecond: Int
    /// Whether daylight time (UTC-4) is in force, else standard time (UTC-5).
    public let isDaylight: Bool

    /// The wall clock at a moment.
    public init(_ instant: Instant) {
        let seconds = instant.secondsSinceEpoch
        nanosecond = Int(instant.nanosecondsSinceEpoch &- seconds &* 1_000_000_000)
        // Standard time decides the year: no change-over lies within a day of New Year.
        let standardDay = Self.floorDivide(Int(seconds) - 18_000, 86_400)
        let (start, end) = Self.daylightPeriod(year: CalendarDate(daysSinceEpoch: standardDay).year)
        isDaylight = Int(seconds) >= start && Int(seconds) < end
        let local = Int(seconds) - (isDaylight ? 14_400 : 18_000)
        let day = Self.floorDivide(local, 86_400)
        date = CalendarDate(daysSinceEpoch: day)
        secondsOfDay = local - day * 86_400
    }

    /// Which of the two moments a wall time means that the clock shows twice (01:00 to 02:00 on the autumn Sunday).
    public enum Repeated: Sendable {
        /// The first time round, still daylight time.
        case earlier
        /// The second time round, standard time.
        case later
    }

    /// The moment at which the clock shows `secondsOfDay` on `date`.
    ///
    /// - Parameters:
    ///   - secondsOfDay: seconds on the clock; 86_400 means midnight at the end of the day, other values beyond the day
    ///     continue into the neighbouring days of the calendar.
    ///   - repeated: which moment is meant in the hour that the clock shows twice.
    /// - Returns: in the hour that the clock skips (02:00 to 03:00 on the spring Sunday) the moment that lies as long
    ///   after the change as the wall time lies after 02:00: 02:30 is 03:30 daylight time.
    public static func instant(
        on date: CalendarDate, secondsOfDay: Int, repeated: Repeated = .earlier
    ) -> Instant {
        let wall = date.daysSinceEpoch * 86_400 + secondsOfDay
        let (start, end) = daylightPeriod(
            year: CalendarDate(daysSinceEpoch: floorDivide(wall, 86_400)).year)
        // On the wall [start - 18_000, start - 14_400) is skipped and [end - 18_000, end - 14_400) repeated.
        let offset: Int
        if wall < start - 14_400 || wall >= end - 14_400 {
            offset = 18_000
        } else if wall < end - 18_000 {
            offset = 14_400
        } else {
            offset = repeated == .earlier ? 14_400 : 18_000
        }
        return Instant(secondsSinceEpoch: Int64(wall + offset))
    }

    /// The moment of a clock time such as 16:00.
    public static func instant(on date: CalendarDate, hour: Int, minute: Int, second: Int = 0) -> Instant {
        instant(on: date, secondsOfDay: hour * 3600 + minute * 60 + second)
    }

    /// Beginning and end of daylight time of a year, in seconds since the Unix epoch.
    static func daylightPeriod(year: Int) -> (start: Int, end: Int) {
        let start: CalendarDate
        let end: CalendarDate
        if year >= 2007 {
            start = CalendarDate.nth(2, .sunday, month: 3, year: year)
            end = CalendarDate.nth(1, .sunday, month: 11, year: year)
        } else {
            start = CalendarDate.nth(1, .sunday, month: 4, year: year)
            end = CalendarDate.last(.sunday, month: 10, year: year)
        }
        return (start.daysSinceEpoch * 86_400 + 7 * 3600, end.daysSinceEpoch * 86_400 + 6 * 3600)
    }

    private static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}

extension Instant {
    /// The wall clock of New York at this moment.
    public var newYork: NewYorkTime { NewYorkTime(self) }
}

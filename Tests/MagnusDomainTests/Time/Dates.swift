@testable import MagnusDomain

/// A date of the tests; a text that is none gives the epoch, which no expectation contains.
func day(_ text: String) -> CalendarDate {
    (try? CalendarDate(iso8601: text)) ?? CalendarDate(daysSinceEpoch: 0)
}

/// A New York wall time of the tests.
func newYork(_ date: String, _ hour: Int, _ minute: Int, _ second: Int = 0) -> Instant {
    NewYorkTime.instant(on: day(date), hour: hour, minute: minute, second: second)
}

import Testing

@testable import MagnusDomain

@Suite struct CalendarDateTests {
    @Test func printsAndParsesEveryDayOfTwoCenturies() throws {
        for days in stride(from: -40_000, through: 60_000, by: 3) {
            let date = CalendarDate(daysSinceEpoch: days)
            #expect(try CalendarDate(iso8601: date.iso8601) == date)
        }
    }

    @Test func shortForms() throws {
        let today = try CalendarDate(iso8601: "2027-03-15")
        let near = try CalendarDate(iso8601: "2027-04-16")
        let far = try CalendarDate(iso8601: "2028-01-21")
        #expect(near.monthDay == "04-16")
        #expect(far.yearMonth == "28-01")
        #expect(near.expiryText(today: today) == "04-16")
        #expect(far.expiryText(today: today) == "28-01")
        #expect(today.adding(days: 300).expiryText(today: today) == today.adding(days: 300).monthDay)
    }

    @Test(arguments: [
        "2027-2-03", "2027-02-3", " 2027-02-03", "2027-02-03 ", "2027/02/03", "", "２０２７-02-03", "-2027-02-03",
    ])
    func refusesMalformed(_ text: String) {
        #expect(throws: TimeTextError.self) { try CalendarDate(iso8601: text) }
    }

    @Test func refusesDaysThatDoNotExist() {
        for text in ["2027-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "1900-02-29"] {
            #expect(throws: TimeTextError.noSuchDate) { try CalendarDate(iso8601: text) }
        }
    }

    @Test func americanDates() throws {
        let expected = try CalendarDate(iso8601: "2026-12-08")
        for text in ["12/8/2026", "12/08/2026", "12/8/26"] { #expect(try CalendarDate(monthDayYear: text) == expected) }
        #expect(try CalendarDate(monthDayYear: "1/5/99").year == 1999)
        for text in ["12/8/126", "12/8", "12-8-2026", "13/1/2026", "12/8/20266", "/8/26"] {
            #expect(throws: TimeTextError.self) { try CalendarDate(monthDayYear: text) }
        }
    }

    @Test(arguments: [
        (1990, "1990-04-15"), (2000, "2000-04-23"), (2008, "2008-03-23"), (2011, "2011-04-24"), (2024, "2024-03-31"),
        (2025, "2025-04-20"), (2027, "2027-03-28"), (2038, "2038-04-25"), (2100, "2100-03-28"),
    ])
    func easterSunday(_ year: Int, _ text: String) {
        #expect(CalendarDate.easter(year: year).iso8601 == text)
    }
}

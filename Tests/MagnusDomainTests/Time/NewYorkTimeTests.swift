import Testing

@testable import MagnusDomain

@Suite struct NewYorkTimeTests {
    @Test func printsTheStatusLine() throws {
        let time = try Instant(rfc3339: "2027-03-15T14:42:07Z").newYork
        #expect(time.description == "Mon 2027-03-15 10:42:07 ET")
        #expect(time.weekdayHourMinute == "Mon 10:42")
        #expect(time.zoneAbbreviation == "EDT")
    }

    /// Change-over days as published; the first second before and after, in UTC.
    @Test(arguments: [
        ("1990-04-01", "1990-10-28"), ("1999-04-04", "1999-10-31"), ("2006-04-02", "2006-10-29"),
        ("2007-03-11", "2007-11-04"), ("2015-03-08", "2015-11-01"), ("2026-03-08", "2026-11-01"),
        ("2027-03-14", "2027-11-07"), ("2100-03-14", "2100-11-07"),
    ])
    func changeOverDays(_ spring: String, _ autumn: String) {
        let start = Instant(secondsSinceEpoch: Int64(day(spring).daysSinceEpoch * 86_400 + 7 * 3600))
        let end = Instant(secondsSinceEpoch: Int64(day(autumn).daysSinceEpoch * 86_400 + 6 * 3600))
        #expect(start.adding(seconds: -1).newYork.clock == "01:59:59")
        #expect(start.newYork.clock == "03:00:00")
        #expect(start.newYork.isDaylight && !start.adding(seconds: -1).newYork.isDaylight)
        #expect(end.adding(seconds: -1).newYork.clock == "01:59:59")
        #expect(end.newYork.clock == "01:00:00")
        #expect(!end.newYork.isDaylight && end.adding(seconds: -1).newYork.isDaylight)
        #expect(start.newYork.date == day(spring) && end.newYork.date == day(autumn))
    }

    @Test func gapAndOverlap() throws {
        #expect(newYork("2027-03-14", 2, 30) == (try Instant(rfc3339: "2027-03-14T07:30:00Z")))
        #expect(newYork("2027-03-14", 2, 30).newYork.clock == "03:30:00")
        let repeated = 5400
        let earlier = NewYorkTime.instant(on: day("2026-11-01"), secondsOfDay: repeated)
        let later = NewYorkTime.instant(on: day("2026-11-01"), secondsOfDay: repeated, repeated: .later)
        #expect(later.seconds(since: earlier) == 3600)
        #expect(earlier.newYork.isDaylight && !later.newYork.isDaylight)
        #expect(earlier.newYork.secondsOfDay == repeated && later.newYork.secondsOfDay == repeated)
    }

    /// F28: change-over days have 23 and 25 hours, and nothing depends on the offset of the day before.
    @Test func lengthOfDays() {
        func hours(_ text: String) -> Double {
            let date = day(text)
            return NewYorkTime.instant(on: date, secondsOfDay: 86_400)
                .seconds(since: NewYorkTime.instant(on: date, secondsOfDay: 0)) / 3600
        }
        #expect(hours("2026-03-08") == 23)
        #expect(hours("2026-11-01") == 25)
        #expect(hours("2026-03-29") == 24)
        #expect(hours("2026-10-25") == 24)
    }

    /// F28: in the weeks when only one side of the Atlantic has changed, New York's own offset counts.
    @Test func openInUTC() throws {
        for (text, open) in [
            ("2026-03-06", "14:30"), ("2026-03-09", "13:30"), ("2026-03-27", "13:30"), ("2026-10-30", "13:30"),
            ("2026-11-02", "14:30"),
        ] {
            let session = try #require(ExchangeCalendar.standard.session(on: day(text)))
            #expect(session.open.rfc3339 == "\(text)T\(open):00Z")
        }
    }

    @Test func everyHourOfAGenerationAgreesBothWays() {
        for hour in day("1998-01-01").daysSinceEpoch * 24..<day("2030-01-01").daysSinceEpoch * 24 {
            let instant = Instant(secondsSinceEpoch: Int64(hour * 3600))
            let time = instant.newYork
            let back = NewYorkTime.instant(
                on: time.date, secondsOfDay: time.secondsOfDay, repeated: time.isDaylight ? .earlier : .later)
            if back != instant { Issue.record("\(time) is read as \(back)") }
        }
    }

    @Test func extremesDoNotTrap() {
        for edge in [Int64.min, .max] { #expect(!Instant(nanosecondsSinceEpoch: edge).newYork.description.isEmpty) }
        let farAway = NewYorkTime.instant(on: day("9999-12-31"), secondsOfDay: 0)
        #expect(farAway.nanosecondsSinceEpoch == .max)
    }
}

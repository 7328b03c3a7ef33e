import Testing

@testable import MagnusDomain

@Suite struct ExchangeCalendarTests {
    private let calendar = ExchangeCalendar.standard

    private func closedWeekdays(_ year: Int) -> [String] {
        (day("\(year)-01-01").daysSinceEpoch...day("\(year)-12-31").daysSinceEpoch)
            .map(CalendarDate.init(daysSinceEpoch:)).filter { !$0.isWeekend && !calendar.isSession($0) }.map(\.iso8601)
    }

    private func earlyCloses(_ year: Int) -> [String] {
        calendar.sessions(from: day("\(year)-01-01"), through: day("\(year)-12-31")).filter(calendar.isEarlyClose)
            .map(\.iso8601)
    }

    @Test(arguments: [
        (2020, 253), (2021, 252), (2022, 251), (2023, 250), (2024, 252), (2025, 250), (2026, 251), (2027, 251),
        (2028, 251), (2029, 251), (2030, 251),
    ])
    func sessionsPerYear(_ year: Int, _ count: Int) {
        let first = day("\(year)-01-01")
        let last = day("\(year)-12-31")
        #expect(calendar.sessions(from: first, through: last).count == count)
        #expect(calendar.sessionCount(after: first.adding(days: -1), through: last) == count)
    }

    @Test func publishedYears() {
        #expect(
            closedWeekdays(2026) == [
                "2026-01-01", "2026-01-19", "2026-02-16", "2026-04-03", "2026-05-25", "2026-06-19", "2026-07-03",
                "2026-09-07", "2026-11-26", "2026-12-25",
            ])
        #expect(earlyCloses(2026) == ["2026-11-27", "2026-12-24"])
        #expect(
            closedWeekdays(2027) == [
                "2027-01-01", "2027-01-18", "2027-02-15", "2027-03-26", "2027-05-31", "2027-06-18", "2027-07-05",
                "2027-09-06", "2027-11-25", "2027-12-24",
            ])
        #expect(earlyCloses(2027) == ["2027-11-26"])
    }

    @Test func weekendRules() {
        // A New Year's Day on Saturday closes nothing, on Sunday the Monday.
        #expect(calendar.isSession(day("2021-12-31")) && calendar.isSession(day("2027-12-31")))
        #expect(!calendar.isSession(day("2023-01-02")))
        #expect(calendar.holidayName(on: day("2021-12-24")) == "Christmas Day")
        #expect(calendar.holidayName(on: day("2022-12-26")) == "Christmas Day")
        #expect(calendar.holidayName(on: day("2022-06-20")) == "Juneteenth")
        #expect(calendar.isSession(day("2021-06-18")) && calendar.isSession(day("1997-01-20")))
        #expect(calendar.holidayName(on: day("2026-11-28")) == nil)
    }

    @Test(arguments: [
        "1994-04-27", "2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14", "2004-06-11", "2007-01-02", "2012-10-29",
        "2012-10-30", "2018-12-05", "2025-01-09",
    ])
    func oneOffClosures(_ text: String) {
        #expect(!calendar.isSession(day(text)))
        #expect(calendar.holidayName(on: day(text)) != nil)
    }

    @Test(arguments: [
        ("1990-12-24", "14:00"), ("1992-11-27", "14:00"), ("1991-11-29", "16:00"), ("1993-11-26", "13:00"),
        ("1994-02-11", "14:30"), ("1996-01-08", "14:00"), ("1996-07-05", "13:00"), ("1996-07-03", "16:00"),
        ("1997-10-27", "15:30"), ("1997-12-26", "13:00"), ("2002-07-05", "13:00"), ("2003-12-26", "13:00"),
        ("2005-06-01", "15:56"), ("2013-07-03", "13:00"), ("2019-07-05", "16:00"), ("2020-07-02", "16:00"),
        ("2024-07-03", "13:00"), ("2024-12-24", "13:00"), ("2026-11-27", "13:00"), ("2026-07-02", "16:00"),
    ])
    func closes(_ text: String, _ close: String) throws {
        #expect(try #require(calendar.session(on: day(text))).close.newYork.hourMinute == close)
    }

    @Test func sessionTimes() throws {
        let full = try #require(calendar.session(on: day("2027-03-15")))
        #expect(full.preMarketOpen == newYork("2027-03-15", 4, 0) && full.open == newYork("2027-03-15", 9, 30))
        #expect(full.postMarketClose == newYork("2027-03-15", 20, 0) && full.minutes == 390)
        let half = try #require(calendar.session(on: day("2026-11-27")))
        #expect(half.postMarketClose == newYork("2026-11-27", 17, 0) && half.minutes == 210)
        #expect(half.exerciseCutOff == newYork("2026-11-27", 14, 30))
        #expect(calendar.session(on: day("2026-11-26")) == nil && calendar.session(on: day("2026-11-28")) == nil)
    }

    @Test func walking() {
        #expect(calendar.nextSession(after: day("2026-11-25")) == day("2026-11-27"))
        #expect(calendar.previousSession(before: day("2027-03-29")) == day("2027-03-25"))
        #expect(calendar.adding(sessions: 3, to: day("2026-12-23")) == day("2026-12-29"))
        #expect(calendar.adding(sessions: -2, to: day("2026-11-30")) == day("2026-11-25"))
        #expect(calendar.adding(sessions: 0, to: day("2026-11-28")) == day("2026-11-28"))
        #expect(calendar.sessionCount(after: day("2026-11-25"), through: day("2026-11-30")) == 2)
        #expect(calendar.sessionCount(after: day("2026-11-30"), through: day("2026-11-25")) == -2)
        #expect(calendar.sessions(from: day("2026-11-30"), through: day("2026-11-25")).isEmpty)
    }

    @Test func userDaysWin() {
        let mine = ExchangeCalendar(
            closures: [day("2029-05-08"): "Mourning"], closes: [day("2029-05-09"): 43_200, day("2029-05-10"): 100],
            openings: [day("2029-07-04")])
        #expect(!mine.isSession(day("2029-05-08")) && mine.holidayName(on: day("2029-05-08")) == "Mourning")
        #expect(mine.closeSeconds(on: day("2029-05-09")) == 43_200)
        #expect(mine.closeSeconds(on: day("2029-05-10")) == 57_600)
        #expect(mine.isSession(day("2029-07-04")) && mine.holidayName(on: day("2029-07-04")) == nil)
    }

    @Test func monthlyExpiries() {
        for (year, month, expected) in [
            (2025, 4, "2025-04-17"), (2026, 6, "2026-06-18"), (2027, 6, "2027-06-17"), (2030, 4, "2030-04-18"),
            (2032, 6, "2032-06-17"), (2033, 4, "2033-04-14"), (2027, 3, "2027-03-19"), (2026, 1, "2026-01-16"),
        ] {
            #expect(calendar.monthlyExpiry(year: year, month: month) == day(expected))
            #expect(calendar.isMonthlyExpiry(day(expected)))
        }
        #expect(calendar.monthlyExpiry(year: 2027, month: 13) == nil)
        #expect(!calendar.isMonthlyExpiry(day("2026-06-19")) && calendar.isMonthlyExpiry(day("2014-01-18")))
        #expect(!calendar.isMonthlyExpiry(day("2027-03-20")))
    }

    @Test func weeklyExpiries() {
        #expect(calendar.weeklyExpiry(inWeekOf: day("2027-03-22")) == day("2027-03-25"))
        #expect(
            calendar.weeklyExpiries(from: day("2027-03-15"), through: day("2027-04-09"))
                == ["2027-03-19", "2027-03-25", "2027-04-02", "2027-04-09"].map(day))
        #expect(calendar.weeklyExpiries(from: day("2027-03-25"), through: day("2027-03-25")) == [day("2027-03-25")])
    }

    @Test func volatilityIndexExpiries() {
        // The third Friday of April 2025 was Good Friday, 18 June 2024 the eve of Juneteenth.
        for (year, month, expected) in [
            (2025, 3, "2025-03-18"), (2024, 6, "2024-06-18"), (2026, 12, "2026-12-16"), (2027, 3, "2027-03-17"),
        ] { #expect(calendar.volatilityIndexExpiry(year: year, month: month) == day(expected)) }
    }

    @Test func everyYearToTheEndOfTheCentury() {
        for year in 1990...2100 {
            let count = calendar.sessions(from: day("\(year)-01-01"), through: day("\(year)-12-31")).count
            #expect((248...254).contains(count), "\(year): \(count)")
            for month in 1...12 {
                let expiry = calendar.monthlyExpiry(year: year, month: month)
                #expect(expiry.map { calendar.isSession($0) && (14...21).contains($0.day) } == true)
            }
        }
    }
}

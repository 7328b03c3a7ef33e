import MagnusDomain
import Testing

/// When brokers act before the exchange's deadlines (trader.md section 1).
@Suite struct BrokerClockTests {
    private let friday = CalendarDate(daysSinceEpoch: CalendarDate(year: 2027, month: 3, day: 19)?.daysSinceEpoch ?? 0)
    /// The Friday after Thanksgiving, closing at 13:00.
    private let half = CalendarDate(daysSinceEpoch: CalendarDate(year: 2027, month: 11, day: 26)?.daysSinceEpoch ?? 0)

    private func times(_ broker: String, _ day: CalendarDate, own: [BrokerClock] = []) -> [String] {
        BrokerClock.rows(of: broker, on: day, own: own).map { $0.instant(on: day)?.newYork.weekdayHourMinute ?? "?" }
    }

    @Test func publishedTimes() {
        #expect(times("Robinhood", friday) == ["Fri 14:30"], "90 minutes before the close")
        #expect(times("tastytrade", friday) == ["Fri 13:00", "Fri 16:15"])
        #expect(times("Interactive Brokers", friday) == ["Tue 09:30"], "three sessions before")
        #expect(times("Tradier", friday) == ["?"], "it states no time")
        #expect(times("paper", friday).isEmpty)
    }

    @Test func earlyCloses() {
        #expect(times("Robinhood", half) == ["Fri 11:30"])
        #expect(times("tastytrade", half) == ["?", "?"], "nobody published times of half days")
        // Thanksgiving is no session.
        #expect(times("Interactive Brokers", half) == ["Mon 09:30"])
    }

    @Test func theTableIsDated() throws {
        let early = try #require(CalendarDate(year: 2015, month: 12, day: 18))
        #expect(times("Robinhood", early).isEmpty)
        let own = [try BrokerClock.parse("Robinhood 2027-01-01 close-30 closes the rest")]
        #expect(times("robinhood", friday, own: own) == ["Fri 15:30"])
        let later = [try BrokerClock.parse("Robinhood 2028-01-01 close-30 closes the rest")]
        #expect(times("robinhood", friday, own: later) == ["Fri 14:30"])
    }

    @Test func rowsOfTheConfiguration() throws {
        let row = try BrokerClock.parse("schwab 2026-05-01 13:30 calls  you")
        #expect(row.moment == .time(secondsOfDay: 48_600) && row.words == "calls you")
        #expect(try BrokerClock.parse("x 2026-05-01 close+15 y").moment == .close(minutes: 15))
        #expect(try BrokerClock.parse("x 2026-05-01 3-sessions y").moment == .sessionsBefore(3))
        #expect(try BrokerClock.parse("x 2026-05-01 day y").moment == .day)
        #expect(throws: BrokerClockError.pieces) { try BrokerClock.parse("x 2026-05-01 day") }
        #expect(throws: BrokerClockError.date("May")) { try BrokerClock.parse("x May day y") }
        for wrong in ["25:00", "9:30", "close", "close-900", "0-sessions", "noon", "13:60"] {
            #expect(throws: BrokerClockError.moment(wrong)) { try BrokerClock.parse("x 2026-05-01 \(wrong) y") }
        }
    }
}

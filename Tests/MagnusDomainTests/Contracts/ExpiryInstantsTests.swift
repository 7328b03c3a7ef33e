import MagnusQuant
import Testing

@testable import MagnusDomain

@Suite struct ExpiryInstantsTests {
    private func series(_ root: String, _ date: String) throws -> OptionContract {
        try .standard(root: root, expiry: day(date), right: .put, strikeThousandths: 100_000)
    }

    @Test(arguments: [
        // root, expiry, last trade, settlement, exercise cut-off ("" for none), all New York
        ("AAPL", "2027-03-19", "2027-03-19 16:00", "2027-03-19 16:00", "2027-03-19 17:30"),
        ("SPY", "2027-04-05", "2027-04-05 16:15", "2027-04-05 16:00", "2027-04-05 17:30"),
        ("IWM", "2026-11-27", "2026-11-27 13:15", "2026-11-27 13:00", "2026-11-27 14:30"),
        ("AAPL", "2026-11-27", "2026-11-27 13:00", "2026-11-27 13:00", "2026-11-27 14:30"),
        ("XSP", "2027-03-15", "2027-03-15 16:00", "2027-03-15 16:00", ""),
        ("SPXW", "2026-11-27", "2026-11-27 13:00", "2026-11-27 13:00", ""),
        ("SPX", "2027-04-16", "2027-04-15 17:00", "2027-04-16 09:30", ""),
        ("SPX", "2015-04-17", "2015-04-16 16:15", "2015-04-17 09:30", ""),
        ("NDX", "2027-04-16", "2027-04-15 16:15", "2027-04-16 09:30", ""),
        ("VIX", "2027-03-17", "2027-03-16 17:00", "2027-03-17 09:30", ""),
        ("SPX", "2026-06-18", "2026-06-17 17:00", "2026-06-18 09:30", ""),
        ("AAPL", "2014-01-18", "2014-01-17 16:00", "2014-01-17 16:00", "2014-01-17 17:30"),
        ("AAPL", "2026-06-19", "2026-06-18 16:00", "2026-06-18 16:00", "2026-06-18 17:30"),
    ])
    func instants(_ root: String, _ date: String, _ last: String, _ settlement: String, _ cutOff: String) throws {
        func text(_ instant: Instant) -> String { "\(instant.newYork.date) \(instant.newYork.hourMinute)" }
        let instants = try series(root, date).expiryInstants()
        #expect(text(instants.lastTrade) == last)
        #expect(text(instants.settlement) == settlement)
        #expect(instants.exerciseCutOff.map(text) ?? "" == cutOff)
    }

    /// F31: nothing expires at 16:00, only the broker's report closes a position.
    @Test func statesOfAnExpiryWeekend() throws {
        let put = try series("KO", "2027-03-19")
        let cutOff = newYork("2027-03-19", 17, 30)
        #expect(put.expiryState(at: newYork("2027-03-19", 15, 59)) == .live)
        #expect(put.expiryState(at: newYork("2027-03-19", 16, 1)) == .decide(until: cutOff))
        #expect(put.expiryState(at: newYork("2027-03-19", 17, 29)) == .decide(until: cutOff))
        #expect(put.expiryState(at: newYork("2027-03-19", 17, 31)) == .awaitingBroker)
        #expect(put.expiryState(at: newYork("2027-03-20", 12, 0)) == .awaitingBroker)
        #expect(put.expiryState(at: newYork("2027-03-22", 9, 0)) == .awaitingBroker)
        let half = try series("KO", "2026-11-27")
        #expect(half.expiryState(at: newYork("2026-11-27", 13, 1)) == .decide(until: newYork("2026-11-27", 14, 30)))
        let morning = try series("SPX", "2027-04-16")
        #expect(morning.expiryState(at: newYork("2027-04-15", 18, 0)) == .settling(until: newYork("2027-04-16", 9, 30)))
        #expect(morning.expiryState(at: newYork("2027-04-16", 9, 30)) == .awaitingBroker)
        #expect(try series("XSP", "2027-03-15").expiryState(at: newYork("2027-03-15", 16, 0)) == .awaitingBroker)
    }

    @Test func yearsAndDays() throws {
        let put = try series("AAPL", "2027-03-17")
        let now = newYork("2027-03-15", 10, 42)
        #expect(abs(put.yearsToExpiry(from: now) - (2 * 86_400 + 5 * 3600 + 18 * 60) / 31_536_000.0) < 1e-15)
        #expect(put.daysToExpiry(from: now) == 2)
        #expect(put.yearsToExpiry(from: newYork("2027-03-17", 16, 0)) == 0)
        #expect(put.yearsToExpiry(from: newYork("2027-03-18", 9, 0)) == 0)
        #expect(put.daysToExpiry(from: newYork("2027-03-17", 23, 59)) == 0)
        #expect(put.daysToExpiry(from: newYork("2027-03-18", 0, 0)) == -1)
        // F28: across the change-over a day of the calendar is a day, and the hours are those that pass.
        let spring = try series("AAPL", "2027-03-15")
        #expect(spring.daysToExpiry(from: newYork("2027-03-13", 16, 0)) == 2)
        #expect(spring.yearsToExpiry(from: newYork("2027-03-13", 16, 0)) == 47 * 3600 / 31_536_000.0)
    }

    /// F30: 2026-06-19 is a holiday; whatever date the symbol carries, days count to Thursday.
    @Test func holidayFriday() throws {
        for date in ["2026-06-18", "2026-06-19"] {
            #expect(try series("AAPL", date).daysToExpiry(from: newYork("2026-06-15", 12, 0)) == 3)
        }
    }

    @Test func userTradingHours() throws {
        let hours = OptionTradingHours(additional: [
            .init(root: "KO", from: day("2027-01-01"), minutesAfterClose: 15, minutesAfterEarlyClose: 0)
        ])
        let put = try series("KO", "2027-03-19")
        #expect(put.expiryInstants(hours: hours).lastTrade == newYork("2027-03-19", 16, 15))
        #expect(try series("KO", "2026-12-18").expiryInstants(hours: hours).lastTrade == newYork("2026-12-18", 16, 0))
    }
}

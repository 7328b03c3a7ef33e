import Testing

@testable import MagnusDomain

@Suite struct MarketStatusTests {
    private let calendar = ExchangeCalendar.standard

    private func text(_ date: String, _ hour: Int, _ minute: Int, expiries: Set<CalendarDate> = []) -> String {
        let now = newYork(date, hour, minute)
        return calendar.status(at: now, expiries: expiries).text(at: now)
    }

    @Test func statusWords() {
        #expect(text("2027-03-15", 3, 59) == "CLOSED Mon 09:30")
        #expect(text("2027-03-15", 8, 49) == "PRE 0h41")
        #expect(text("2027-03-15", 9, 30) == "OPENING")
        #expect(text("2027-03-15", 9, 44) == "OPENING")
        #expect(text("2027-03-15", 9, 45) == "OPEN 6h15")
        #expect(text("2027-03-15", 10, 43) == "OPEN 5h17")
        #expect(text("2027-03-15", 16, 0) == "POST 4h00")
        #expect(text("2027-03-15", 16, 18, expiries: [day("2027-03-15")]) == "DECIDE 1h12")
        #expect(text("2027-03-15", 17, 30, expiries: [day("2027-03-15")]) == "POST 2h30")
        #expect(text("2027-03-15", 20, 0) == "CLOSED Tue 09:30")
        #expect(text("2027-03-13", 12, 0) == "CLOSED Mon 09:30")
        #expect(text("2027-03-26", 12, 0) == "CLOSED Mon 09:30")
    }

    /// F29: nothing treats 14:00 of a half day as in session.
    @Test func halfDay() {
        #expect(text("2026-11-27", 10, 0) == "HALF 13:00")
        #expect(text("2026-11-27", 13, 0, expiries: [day("2026-11-27")]) == "DECIDE 1h30")
        #expect(text("2026-11-27", 14, 30, expiries: [day("2026-11-27")]) == "POST 2h30")
        let status = calendar.status(at: newYork("2026-11-27", 14, 0))
        #expect(status.phase == .postMarket && !status.phase.isRegularSession && status.isEarlyClose)
        #expect(calendar.status(at: newYork("2026-11-27", 17, 0)).phase == .closed)
    }

    @Test func untilIsWhenTheNextPhaseBegins() {
        var now = newYork("2026-11-24", 0, 0)
        let end = newYork("2026-12-01", 0, 0)
        let expiries: Set = [day("2026-11-25"), day("2026-11-27")]
        var phases: [MarketPhase] = []
        while now < end {
            let status = calendar.status(at: now, expiries: expiries)
            #expect(status.until > now && status.nextOpen > now)
            #expect(calendar.status(at: status.until.adding(seconds: -1), expiries: expiries).phase == status.phase)
            phases.append(status.phase)
            now = status.until
        }
        let full: [MarketPhase] = [.preMarket, .opening, .open, .postMarket]
        let expiry: [MarketPhase] = [.preMarket, .opening, .open, .decide, .postMarket]
        #expect(phases == [.closed] + full + [.closed] + expiry + [.closed] + expiry + [.closed] + full + [.closed])
    }
}

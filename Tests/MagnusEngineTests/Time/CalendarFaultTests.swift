import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusMonitors
import MagnusSimulation
import Testing

@testable import MagnusEngine

/// Faults F27 to F30 through the whole engine: zones, daylight time, half days, a third Friday that is a holiday.
@Suite struct CalendarFaultTests {
    private func newYork(_ date: String, _ hour: Int, _ minute: Int) throws -> Instant {
        NewYorkTime.instant(on: try CalendarDate(iso8601: date), hour: hour, minute: minute)
    }

    private func shown(at moment: Instant) async throws -> DeskSnapshot {
        let engine = try await EngineWorlds.opened(clock: TestClock(moment))
        await engine.step()
        defer { Task { await engine.close() } }
        return try await engine.shown()
    }

    /// F28: the Sundays of both change-overs, the days around them, and the weeks in which only New York has changed.
    @Test(arguments: [
        ("2027-03-12", "2027-03-15", "2027-03-12"), ("2027-11-05", "2027-11-08", "2027-11-05"),
        ("2027-03-26", "2027-03-29", "2027-03-25"), ("2027-10-29", "2027-11-01", "2027-10-29"),
    ]) func daylightTimeMovesNoSession(_ before: String, _ after: String, _ lastSession: String) async throws {
        let clock = TestClock(try newYork(before, 21, 0))
        let engine = try await EngineWorlds.opened(clock: clock)
        let sunday = try CalendarDate(iso8601: after).adding(days: -1).iso8601
        for moment in [try newYork(sunday, 1, 30), try newYork(sunday, 3, 30), try newYork(after, 9, 29)] {
            clock.move(to: moment)
            await engine.step()
            let snapshot = try await engine.shown()
            #expect(!snapshot.session.isOpen && snapshot.session.lastClose?.iso8601 == lastSession, "\(moment.rfc3339)")
            #expect(snapshot.nonsense.isEmpty)
        }
        clock.move(to: try newYork(after, 9, 31))
        await engine.step()
        let open = try await engine.shown()
        #expect(open.session.isOpen && open.session.isOpening && open.session.lastClose == nil)
        clock.move(to: try newYork(after, 15, 59))
        await engine.step()
        #expect(try await engine.shown().session.isOpen == true)
        clock.move(to: try newYork(after, 16, 1))
        await engine.step()
        let closed = try await engine.shown()
        #expect(!closed.session.isOpen && closed.session.lastClose?.iso8601 == after, "the evening names its own day")
        let days = closed.book.strategies.compactMap { row in row.daysToExpiry.map { (row, $0) } }
        for (row, count) in days where row.symbol != "LCID" {
            guard let expiry = row.legs.compactMap({ $0.contract?.expiry }).min() else { continue }
            #expect(count == expiry.days(since: try CalendarDate(iso8601: after)), "\(row.title): days of the calendar")
        }
        await engine.close()
    }

    /// F29: the Friday after Thanksgiving ends at 13:00.
    @Test func aHalfDayEndsAtOne() async throws {
        let clock = TestClock(try newYork("2026-11-27", 12, 30))
        let engine = try await EngineWorlds.opened(clock: clock)
        await engine.step()
        let before = try await engine.shown()
        #expect(before.session.isOpen && before.session.word.contains("13:00"), "\(before.session.word)")
        clock.move(to: try newYork("2026-11-27", 13, 1))
        await engine.step()
        let after = try await engine.shown()
        #expect(!after.session.isOpen && after.session.lastClose?.iso8601 == "2026-11-27", "\(after.session)")
        let runs = after.monitors.first { $0.name == .opportunities }?.lastRunAt
        clock.move(to: try newYork("2026-11-27", 14, 0))
        await engine.step()
        await engine.step()
        let later = try await engine.shown()
        #expect(!later.session.isOpen)
        #expect(later.monitors.first { $0.name == .opportunities }?.lastRunAt == runs, "no scan rule runs at 14:00")
        let next = later.monitors.first { $0.name == .opportunities }?.nextRunAt
        #expect(next.map { $0 > clock.now() } == true)
        #expect(
            later.book.strategies.allSatisfy { $0.unrealizedProfit.trust != .stale || $0.symbol == "LCID" },
            "closing marks")
        await engine.close()
    }

    /// F30: 2026-06-19 is Juneteenth; the monthly options of that week end on Thursday.
    @Test func theMonthlyExpiryBeforeAHolidayIsThursday() async throws {
        let clock = TestClock(try newYork("2026-06-15", 11, 0))
        let engine = try await EngineWorlds.opened(clock: clock)
        for symbol in ["KO", "SPY", "AAPL"] {
            let chain = try await engine.analysedChain(of: symbol)
            let expiries = chain.expiries.map(\.expiry.iso8601)
            #expect(
                expiries.contains("2026-06-18") && !expiries.contains("2026-06-19"), "\(symbol): \(expiries.prefix(6))")
            #expect(chain.expiries.first { $0.expiry.iso8601 == "2026-06-18" }?.daysToExpiry == 3)
        }
        await engine.close()
    }

    /// H11 of the hostile test: between the close and midnight the title names the day that has just ended.
    @Test(arguments: [
        ("2027-03-19", 23, 2, "2027-03-19"), ("2027-03-19", 15, 0, ""), ("2027-03-20", 12, 0, "2027-03-19"),
        ("2027-03-22", 8, 0, "2027-03-19"), ("2026-11-27", 20, 0, "2026-11-27"), ("2027-03-26", 12, 0, "2027-03-25"),
    ]) func theCloseNamesItsDay(_ date: String, _ hour: Int, _ minute: Int, _ expected: String) async throws {
        let snapshot = try await shown(at: newYork(date, hour, minute))
        #expect((snapshot.session.lastClose?.iso8601 ?? "") == expected)
    }

    /// No figure of the book depends on anything but New York's clock: the same instant in any notation is the same.
    @Test func everyStampIsNewYorksWhateverTheMachine() async throws {
        let moment = try newYork("2027-03-15", 10, 42)
        #expect(moment.rfc3339 == "2027-03-15T14:42:00Z")
        let left = try await shown(at: moment)
        let right = try await shown(at: Instant(rfc3339: "2027-03-15T20:12:00+05:30"))
        #expect(left.book == right.book && left.alerts.map(\.id) == right.alerts.map(\.id))
    }
}

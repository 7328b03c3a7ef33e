import Foundation
import Testing

@testable import MagnusDomain

/// Every day of an independent calendar, where the shared data is present.
@Suite struct ExchangeCalendarDataTests {
    private static let path =
        (ProcessInfo.processInfo.environment["MAGNUS_SHARED_DATA"] ?? "../shared/data")
        + "/lean-equity/market-hours-us.json"

    /// What the data leaves out: the close at 15:56 of 2005-06-01.
    private static let omissions: Set<String> = ["2005-06-01"]

    @Test(.enabled(if: FileManager.default.fileExists(atPath: path), "shared data is absent"))
    func agreesOnEveryDay() throws {
        let data = try #require(FileManager.default.contents(atPath: Self.path))
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let entries = try #require(root["entries"] as? [String: Any])
        let equity = try #require(entries["Equity-usa-[*]"] as? [String: Any])
        let holidays = Set(try #require(equity["holidays"] as? [String]).map { try CalendarDate(monthDayYear: $0) })
        let closes = try #require(equity["earlyCloses"] as? [String: String])
        let earlyDays = Set(try closes.keys.map { try CalendarDate(monthDayYear: $0) })
        #expect(holidays.count > 250 && earlyDays.count > 50)
        let calendar = ExchangeCalendar.standard
        // The holidays of the data are complete from 1998 to 2027, the early closes from 2000 to 2026.
        for number in day("1998-01-01").daysSinceEpoch...day("2027-12-31").daysSinceEpoch {
            let date = CalendarDate(daysSinceEpoch: number)
            if date.isWeekend { continue }
            if calendar.isSession(date) == holidays.contains(date) { Issue.record("\(date): session or not") }
        }
        for number in day("2000-01-01").daysSinceEpoch...day("2026-12-31").daysSinceEpoch {
            let date = CalendarDate(daysSinceEpoch: number)
            if date.isWeekend || Self.omissions.contains(date.iso8601) { continue }
            if calendar.isEarlyClose(date) != earlyDays.contains(date) { Issue.record("\(date): early close or not") }
        }
    }
}

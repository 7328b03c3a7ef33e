import Foundation
import MagnusDomain

/// Daily bars of the S&P 500 (1990 to March 2021), of VIX, and closes of shares, read in place from the shared data.
enum RecordedIndex {
    static let root = ProcessInfo.processInfo.environment["MAGNUS_SHARED_DATA"] ?? "../shared/data"
    static var isPresent: Bool {
        [
            "/rates-and-indices/spx_ohlc_1990_2021-03.csv", "/rates-and-indices/vix-daily.csv",
            "/equity-daily-long/adjclose_20_stocks_1989_2018.csv",
        ].allSatisfy { FileManager.default.isReadableFile(atPath: root + $0) }
    }

    private static func rows(_ name: String) throws -> [[String]] {
        try String(contentsOfFile: root + "/" + name, encoding: .utf8).split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// `2020-03-23` or `3/23/2020`.
    static func date(_ text: String) -> CalendarDate? {
        let slashed = text.split(separator: "/").compactMap { Int($0) }
        if slashed.count == 3 { return CalendarDate(year: slashed[2], month: slashed[0], day: slashed[1]) }
        let dashed = text.split(separator: "-").compactMap { Int($0) }
        return dashed.count == 3 ? CalendarDate(year: dashed[0], month: dashed[1], day: dashed[2]) : nil
    }

    /// - Parameter last: nothing after it.
    static func bars(_ name: String, through last: String) throws -> [DailyBar] {
        try rows(name).dropFirst().compactMap { cells in
            guard cells.count >= 5, let date = date(cells[0]), let end = Self.date(last), date <= end,
                let open = Double(cells[1]), let high = Double(cells[2]), let low = Double(cells[3]),
                let close = Double(cells[4])
            else { return nil }
            // The files have opens a tick outside the range of the day.
            return DailyBar(
                date: date, open: open, high: max(high, open, close), low: min(low, open, close), close: close,
                volume: 0)
        }
    }

    /// Closes adjusted for splits and dividends, as bars of one price.
    static func shares(_ names: [String]) throws -> [String: [DailyBar]] {
        let rows = try rows("equity-daily-long/adjclose_20_stocks_1989_2018.csv")
        var found: [String: [DailyBar]] = [:]
        for name in names {
            guard let column = rows[0].firstIndex(of: name) else { continue }
            found[name] = rows.dropFirst().compactMap { cells in
                guard let date = date(cells[0]), let close = Double(cells[column]) else { return nil }
                return DailyBar(date: date, open: close, high: close, low: close, close: close, volume: 0)
            }
        }
        return found
    }
}

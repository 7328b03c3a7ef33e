/// How long option classes trade after the close of the share market.
///
/// A dated table, because exchanges change it: of two rows for a root the later one in force holds. Options without a
/// row stop with the shares, 16:00 and 13:00 on half days.
public struct OptionTradingHours: Sendable, Hashable {
    public struct Row: Sendable, Hashable {
        public var root: String
        /// The first day on which the row holds.
        public var from: CalendarDate
        /// Minutes after the close on full days, not negative.
        public var minutesAfterClose: Int
        /// Minutes after the close on days that close early, not negative.
        public var minutesAfterEarlyClose: Int

        public init(root: String, from: CalendarDate, minutesAfterClose: Int, minutesAfterEarlyClose: Int) {
            self.root = root
            self.from = from
            self.minutesAfterClose = minutesAfterClose
            self.minutesAfterEarlyClose = minutesAfterEarlyClose
        }
    }

    /// By root, the latest row first.
    private let rows: [String: [Row]]

    /// - Parameter additional: rows of the user's configuration; one with the date of a built-in row replaces it.
    public init(additional: [Row] = []) {
        var rows: [String: [Row]] = [:]
        for row in Self.builtIn + additional {
            rows[row.root, default: []].removeAll { $0.from == row.from }
            rows[row.root, default: []].append(row)
        }
        self.rows = rows.mapValues { $0.sorted { $0.from > $1.from } }
    }

    public static let standard = OptionTradingHours()

    /// When trading in a root's series that do not expire that afternoon ends on a session.
    public func lastTrade(root: String, on session: TradingSession) -> Instant {
        guard let row = rows[root]?.first(where: { $0.from <= session.date }) else { return session.close }
        let minutes = session.isEarlyClose ? row.minutesAfterEarlyClose : row.minutesAfterClose
        return session.close.adding(seconds: Double(max(0, minutes)) * 60)
    }

    /// Since 22 November 2021 the session from 16:15 to 17:00 follows in SPX, XSP and VIX (Cboe, curb session).
    private static let curbSession = ["SPX", "SPXW", "XSP", "VIX", "VIXW"]

    private static let quarterHour = [
        "SPX", "SPXW", "SPXPM", "XSP", "NDX", "NDXP", "NQX", "XND", "RUT", "RUTW", "MRUT", "VIX", "VIXW", "DJX",
        "OEX", "XEO", "SPY", "QQQ", "IWM", "DIA", "DBA", "DBB", "DBC", "EEM", "EFA", "FXI", "IWN", "IWO", "KBE",
        "KRE", "MDY", "OEF", "SVXY", "TLT", "UNG", "UUP", "UVXY", "VIXY", "VXX", "VXZ", "XHB", "XLB", "XLE", "XLF",
        "XLI", "XLK", "XLP", "XLU", "XLV", "XLY", "XME", "XRT",
    ]

    private static let builtIn: [Row] =
        quarterHour.map {
            Row(root: $0, from: day(1990, 1, 1), minutesAfterClose: 15, minutesAfterEarlyClose: 15)
        }
        + curbSession.map {
            Row(root: $0, from: day(2021, 11, 22), minutesAfterClose: 60, minutesAfterEarlyClose: 15)
        }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        CalendarDate(daysSinceEpoch: CalendarDate.days(year: year, month: month, day: day))
    }
}

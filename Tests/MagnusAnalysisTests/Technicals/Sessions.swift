import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// Bars on real sessions, for tests.
enum Sessions {
    static let calendar = ExchangeCalendar.standard
    static let start = CalendarDate(year: 2024, month: 1, day: 2) ?? CalendarDate(daysSinceEpoch: 0)

    /// As many sessions from the first of 2024 on.
    static func days(_ count: Int) -> [CalendarDate] {
        var day = start
        return (0..<count).map { index in
            if index > 0 { day = calendar.nextSession(after: day) }
            return day
        }
    }

    /// One bar a session.
    static func bars(_ prices: [(open: Double, high: Double, low: Double, close: Double, volume: Double)]) -> [DailyBar]
    {
        zip(days(prices.count), prices).map {
            DailyBar(date: $0, open: $1.open, high: $1.high, low: $1.low, close: $1.close, volume: $1.volume)
        }
    }

    /// Bars that go from close to close, a percent high about it.
    static func bars(closes: [Double]) -> [DailyBar] {
        bars(closes.map { ($0, $0 * 1.005, $0 * 0.995, $0, 1000) })
    }

    /// A walk with steps of two percent.
    static func walk(_ count: Int, seed: UInt64) -> [DailyBar] {
        var random = SplitMix64(seed: seed)
        var close = 100.0
        return bars(
            (0..<count).map { _ in
                let open = close * (1 + 0.004 * random.normal())
                close = open * (1 + 0.02 * random.normal())
                let high = max(open, close) * (1 + 0.004 * abs(random.normal()))
                let low = min(open, close) * (1 - 0.004 * abs(random.normal()))
                return (open, high, low, close, 1000 + 100 * random.normal().magnitude)
            })
    }

    static func report(_ bars: [DailyBar], kind: SecurityKind = .stock) -> TechnicalReport {
        TechnicalAnalyser.analyse(bars, symbol: "TEST", kind: kind, source: "test", calendar: calendar)
    }
}

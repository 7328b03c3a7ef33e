import MagnusDomain

/// Which sessions a chart shows.
struct ChartWindow: Sendable, Equatable {
    /// Sessions in one column.
    var sessionsPerColumn = 1
    /// Newest sessions that are scrolled out of sight.
    var back = 0

    /// Steps of zooming: a session, two, a week, two weeks, about a month.
    static let steps = [1, 2, 5, 10, 21]

    /// - Parameter step: positive shows more sessions.
    mutating func zoom(by step: Int) {
        let here = Self.steps.firstIndex(of: sessionsPerColumn) ?? 0
        sessionsPerColumn = Self.steps[min(max(0, here + step), Self.steps.count - 1)]
    }
}

/// Sessions that share a column of a chart.
struct ChartCandle: Equatable {
    var first: CalendarDate
    var last: CalendarDate
    /// Dollars per share: first open, highest high, lowest low, last close.
    var open: Double
    var high: Double
    var low: Double
    var close: Double
    /// Averages at the last close.
    var average50: Figure
    var average200: Figure
    var sessions: Int

    /// The newest `columns` candles of a window, oldest first. Groups are counted from the newest session that is shown, so
    /// that the last candle is whole.
    static func candles(_ rows: [TechnicalRow], _ window: ChartWindow, columns: Int) -> [ChartCandle] {
        let size = max(1, window.sessionsPerColumn)
        var candles: [ChartCandle] = []
        var end = rows.count - max(0, window.back)
        while end > 0, candles.count < columns {
            let start = max(0, end - size)
            let group = rows[start..<end]
            if let first = group.first, let last = group.last {
                candles.append(
                    ChartCandle(
                        first: first.bar.date, last: last.bar.date, open: first.bar.open,
                        high: group.reduce(first.bar.high) { max($0, $1.bar.high) },
                        low: group.reduce(first.bar.low) { min($0, $1.bar.low) }, close: last.bar.close,
                        average50: last.average50, average200: last.average200, sessions: group.count))
            }
            end = start
        }
        return candles.reversed()
    }
}

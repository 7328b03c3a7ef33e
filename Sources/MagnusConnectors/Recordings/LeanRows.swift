import MagnusDomain

/// Reads the rows of one unpacked Lean file.
struct LeanRows {
    let name: LeanFileName
    /// Rows of other New York days are left out without being counted as faulty.
    let days: ClosedRange<CalendarDate>?
    private let calendar = ExchangeCalendar.standard

    init(name: LeanFileName, days: ClosedRange<CalendarDate>?) {
        self.name = name
        self.days = days
    }

    private struct Fault: Error {
        var column: Int
        var reason: String
    }

    /// Start and end of a bar.
    private struct Moment {
        var start: Instant
        var end: Instant
        var date: CalendarDate
        var isDaily: Bool
    }

    func read(_ bytes: [UInt8], path: String, into series: inout Recording, load: inout RecordingLoad) {
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let cells = (line.last == 0x0D ? line.dropLast() : line)
                .split(separator: 0x2C, omittingEmptySubsequences: false)
            if cells.count == 1, cells[0].isEmpty { continue }
            load.rows += 1
            do throws(Fault) {
                try take(cells, into: &series)
            } catch {
                let cell = error.column <= cells.count ? cells[error.column - 1].prefix(200) : []
                load.skip(
                    path: path, line: index + 1, column: error.column, reason: error.reason,
                    text: String(decoding: cell, as: UTF8.self))
            }
        }
    }

    private func take(_ cells: [ArraySlice<UInt8>], into series: inout Recording) throws(Fault) {
        let moment = try moment(cells[0])
        if let days, !days.contains(moment.date) { return }
        switch name.tick {
        case .quote:
            try require(11, cells)
            series.quotes.append(
                Recording.QuoteBar(
                    end: moment.end, bid: try price(cells, 5), ask: try price(cells, 10),
                    bidSize: try count(cells, 6), askSize: try count(cells, 11)))
        case .trade:
            try require(6, cells)
            guard let open = try price(cells, 2), let high = try price(cells, 3), let low = try price(cells, 4),
                let close = try price(cells, 5), let volume = try count(cells, 6)
            else { throw Fault(column: 2, reason: "a trade without a price or volume") }
            if moment.isDaily, case .stock = name.instrument {
                series.dailyBars.append(
                    DailyBar(
                        date: moment.date, open: open, high: high, low: low, close: close, volume: Double(volume)))
            } else {
                series.trades.append(
                    Recording.TradeBar(
                        end: moment.end, open: open, high: high, low: low, close: close, volume: Double(volume)))
            }
        case .openInterest:
            try require(2, cells)
            guard let contracts = try count(cells, 2) else { throw Fault(column: 2, reason: "no number") }
            series.openInterest.append(Recording.OpenInterest(time: moment.start, contracts: contracts))
        }
    }

    private func require(_ count: Int, _ cells: [ArraySlice<UInt8>]) throws(Fault) {
        guard cells.count == count else {
            throw Fault(column: min(cells.count, count), reason: "\(cells.count) cells where \(count) are expected")
        }
    }

    /// Milliseconds since midnight in New York, or `20151223 00:00` for a day and `20151223 10:00` for an hour.
    private func moment(_ cell: ArraySlice<UInt8>) throws(Fault) -> Moment {
        if let date = name.date {
            guard let milliseconds = Self.number(cell), (0..<86_400_000).contains(milliseconds) else {
                throw Fault(column: 1, reason: "no milliseconds of a day")
            }
            let second = NewYorkTime.instant(on: date, secondsOfDay: milliseconds / 1000)
            let start = Instant(
                nanosecondsSinceEpoch: second.nanosecondsSinceEpoch + Int64(milliseconds % 1000) * 1_000_000)
            return Moment(start: start, end: start.adding(seconds: 60), date: date, isDaily: false)
        }
        let text = String(decoding: cell, as: UTF8.self)
        let parts = text.split(separator: " ")
        guard parts.count == 2, let date = LeanFileName.date(parts[0]) else {
            throw Fault(column: 1, reason: "no date and time")
        }
        let clock = parts[1].split(separator: ":")
        guard clock.count == 2, clock[0].utf8.count == 2, clock[1].utf8.count == 2, let hour = Int(clock[0]),
            let minute = Int(clock[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { throw Fault(column: 1, reason: "no date and time") }
        let start = NewYorkTime.instant(on: date, hour: hour, minute: minute)
        let isDaily = hour == 0 && minute == 0
        // A day is known at its close; days without a session (which no exchange reports) at 16:00.
        let close = calendar.session(on: date)?.close ?? NewYorkTime.instant(on: date, hour: 16, minute: 0)
        return Moment(start: start, end: isDaily ? close : start.adding(seconds: 3600), date: date, isDaily: isDaily)
    }

    /// nil for an empty cell: that side was not quoted.
    private func price(_ cells: [ArraySlice<UInt8>], _ column: Int) throws(Fault) -> Double? {
        let cell = cells[column - 1]
        if cell.isEmpty { return nil }
        if let number = Self.number(cell) {
            guard number >= 0 else { throw Fault(column: column, reason: "a negative price") }
            return Double(number) / name.priceDivisor
        }
        guard cell.count <= 24, let number = Double(String(decoding: cell, as: UTF8.self)), number.isFinite,
            number >= 0, number < 1e12
        else { throw Fault(column: column, reason: "no price") }
        return number / name.priceDivisor
    }

    private func count(_ cells: [ArraySlice<UInt8>], _ column: Int) throws(Fault) -> Int? {
        let cell = cells[column - 1]
        if cell.isEmpty { return nil }
        if let number = Self.number(cell), number >= 0 { return number }
        guard cell.count <= 24, let number = Double(String(decoding: cell, as: UTF8.self)), number >= 0, number < 1e15
        else { throw Fault(column: column, reason: "no count") }
        return Int(number)
    }

    /// Up to 15 digits with an optional minus.
    private static func number(_ cell: ArraySlice<UInt8>) -> Int? {
        let isNegative = cell.first == 0x2D
        let digits = isNegative ? cell.dropFirst() : cell
        guard (1...15).contains(digits.count) else { return nil }
        var value = 0
        for byte in digits {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return isNegative ? -value : value
    }
}

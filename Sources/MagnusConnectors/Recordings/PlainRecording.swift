import MagnusDomain

/// Magnus's own layout of recordings, one CSV file of any name:
///
/// ```
/// time,symbol,contract,bid,ask,bid_size,ask_size,last,volume,open_interest
/// 2027-03-15T14:42:00Z,KO,,74.98,75.00,300,500,74.99,1200,
/// 2027-03-15T14:42:00Z,KO,KO270319P00075000,0.54,0.56,12,40,0.55,3,1520
/// ```
///
/// `time` is RFC 3339 with an offset; `contract` any spelling of a listed option, empty for the underlying itself;
/// prices are dollars per share; `volume` counts what was traded since the row before of the instrument. Empty cells are
/// unknown.
enum PlainRecording {
    static let columns = [
        "time", "symbol", "contract", "bid", "ask", "bid_size", "ask_size", "last", "volume", "open_interest",
    ]
    static let header = columns.joined(separator: ",")

    static func isHeader(_ bytes: [UInt8]) -> Bool {
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let line = bytes[mark...].prefix { $0 != 0x0A && $0 != 0x0D }
        return String(decoding: line.prefix(256), as: UTF8.self).lowercased() == header
    }

    private struct Fault: Error {
        var column: Int
        var reason: String
    }

    static func read(
        _ bytes: [UInt8], path: String, days: ClosedRange<CalendarDate>?,
        into all: inout [Instrument: Recording], load: inout RecordingLoad
    ) {
        var reader = DelimitedTextReader(separator: ",")
        let records = reader.read(bytes) + reader.finish()
        for record in records.dropFirst() where !record.isBlank {
            load.rows += 1
            do throws(Fault) {
                try take(record, days: days, into: &all)
            } catch {
                let index = min(error.column, record.fields.count) - 1
                load.skip(
                    path: path, line: record.line, column: error.column, reason: error.reason,
                    text: index >= 0 ? record.fields[index].text : "")
            }
        }
    }

    private static func take(
        _ record: DelimitedRecord, days: ClosedRange<CalendarDate>?, into all: inout [Instrument: Recording]
    ) throws(Fault) {
        let cells = record.texts
        guard cells.count == columns.count, record.problems.isEmpty else {
            throw Fault(column: max(1, min(cells.count, columns.count)), reason: "a damaged or incomplete row")
        }
        let time: Instant
        do { time = try Instant(rfc3339: cells[0]) } catch { throw Fault(column: 1, reason: "no time with an offset") }
        guard (1970...2199).contains(time.newYork.date.year) else {
            throw Fault(column: 1, reason: "no plausible year")
        }
        if let days, !days.contains(time.newYork.date) { return }
        guard let symbol = StockSymbol.normalised(Substring(cells[1])) else {
            throw Fault(column: 2, reason: "no symbol")
        }
        var instrument = Instrument.stock(symbol: symbol)
        if !cells[2].isEmpty {
            let contract: OptionContract
            do { contract = try OptionContract(text: cells[2]) } catch {
                throw Fault(column: 3, reason: "no option contract")
            }
            guard contract.underlying == symbol else {
                throw Fault(column: 3, reason: "an option on \(contract.underlying), not on the symbol")
            }
            instrument = .option(contract)
        }
        let bid = try number(cells, 4)
        let ask = try number(cells, 5)
        let bidSize = try count(cells, 6)
        let askSize = try count(cells, 7)
        let last = try number(cells, 8)
        let volume = try count(cells, 9)
        let openInterest = try count(cells, 10)
        var series = all[instrument] ?? Recording(instrument: instrument)
        // Not held twice while it grows.
        all[instrument] = nil
        if bid != nil || ask != nil {
            series.quotes.append(
                Recording.QuoteBar(end: time, bid: bid, ask: ask, bidSize: bidSize, askSize: askSize))
        }
        if let last {
            series.trades.append(
                Recording.TradeBar(
                    end: time, open: last, high: last, low: last, close: last, volume: Double(volume ?? 0)))
        }
        if let openInterest {
            series.openInterest.append(Recording.OpenInterest(time: time, contracts: openInterest))
        }
        all[instrument] = series
    }

    private static func number(_ cells: [String], _ column: Int) throws(Fault) -> Double? {
        let text = cells[column - 1]
        if text.isEmpty { return nil }
        guard text.utf8.count <= 24, let value = Double(text), value.isFinite, value >= 0, value < 1e9 else {
            throw Fault(column: column, reason: "no price")
        }
        return value
    }

    private static func count(_ cells: [String], _ column: Int) throws(Fault) -> Int? {
        guard let value = try number(cells, column) else { return nil }
        guard value == value.rounded() else { throw Fault(column: column, reason: "no whole number") }
        return Int(value)
    }
}

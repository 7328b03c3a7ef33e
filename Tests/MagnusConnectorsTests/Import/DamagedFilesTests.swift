import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Hundreds of damaged files, the same in every run: nothing stops the import, and every row stays accounted for.
@Suite struct DamagedFilesTests {
    /// Steele, Lea, Flood 2014: splitmix64.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let rows = [
        TastytradeReaderTests.option(), TastytradeReaderTests.option(),
        TastytradeReaderTests.option(action: "BUY_TO_CLOSE", value: "\"-1,210.00\"", price: "-605.00", fees: "-0.26"),
        TastytradeReaderTests.receive("Expiration", symbol: "KO    260320P00070000", isOption: true, quantity: "2"),
        TastytradeReaderTests.receive("Assignment", symbol: "SPXW  260320P05000000", isOption: true, quantity: "1"),
        TastytradeReaderTests.receive(
            "Reverse Split", action: "BUY_TO_OPEN", symbol: "USO   200717P00002000", isOption: true, quantity: "6",
            description: "Reverse split: Open 6 USO1  200717P00002000"),
        TastytradeReaderTests.cash("Dividend", "COCA-COLA CO", "1,048.50", symbol: "KO"),
    ]

    private static let tokens: [[UInt8]] = [
        [0], [0x1B, 0x5B], [0x22], [0x2C], [0x0A], [0x0D], [0xFF], [0xE2, 0x80], [0x3B], Array("--".utf8),
        Array("9223372036854775807".utf8), Array("-0".utf8), Array("1e308".utf8), Array("=1+1".utf8),
        Array("99991231".utf8), Array("0001-01-01T00:00:00Z".utf8), Array("NaN".utf8),
    ]

    @Test func damagedExports() throws {
        var generator = Generator(state: 1)
        var recognised = 0
        for _ in 0..<300 {
            var bytes = Array(TastytradeReaderTests.header.utf8) + [0x0A]
            for row in Self.rows.shuffled(using: &generator) { bytes += Array(row.utf8) + [0x0A] }
            Self.damage(&bytes, from: TastytradeReaderTests.header.utf8.count, with: &generator)
            var session = ImportSession(account: "test")
            do throws(ImportError) {
                var file = ImportFile(path: "damaged.csv")
                try file.read(bytes)
                try session.add(file)
            } catch {
                continue
            }
            recognised += 1
            let result = session.finish()
            let totals = result.report.totals
            #expect(totals.read == totals.imported + totals.duplicate + totals.skipped)
            #expect(
                totals.imported == booked(result.events).count && totals.skipped == result.report.files[0].skipped.count
            )
            #expect(Set(result.events.map(\.id)).count == result.events.count)
        }
        #expect(recognised > 200)
    }

    /// A quote before any cell of any row costs that row: it is skipped at its own line, and none of the others is missing.
    @Test func aStrayQuoteCostsItsRow() throws {
        func report(_ rows: [String]) throws -> ImportReport {
            var session = ImportSession(account: "test")
            var file = ImportFile(path: "stray.csv")
            try file.read(Array(([TastytradeReaderTests.header] + rows).joined(separator: "\n").utf8))
            try session.add(file)
            return session.finish().report
        }
        let whole = try report(Self.rows)
        #expect(whole.totals.read == Self.rows.count)
        let skipped = Set(whole.files[0].skipped.map(\.line))
        for number in Self.rows.indices {
            for place in Self.rows[number].indices
            where place == Self.rows[number].startIndex
                || Self.rows[number][Self.rows[number].index(before: place)] == ","
            {
                var rows = Self.rows
                rows[number].insert("\"", at: place)
                let damaged = try report(rows)
                #expect(damaged.totals.read == rows.count, "row \(number): \(rows[number])")
                #expect(
                    Set(damaged.files[0].skipped.map(\.line)) == skipped.union([number + 2]),
                    "row \(number): \(rows[number])")
            }
        }
    }

    @Test func damagedRecordings() throws {
        var generator = Generator(state: 2)
        let name = try #require(LeanFileName("20151223_goog_minute_quote_american_call_7400000_20160115.csv"))
        let daily = try #require(LeanFileName("spx_trade_european_put_32000000_20210115.csv"))
        for round in 0..<300 {
            let lean = round % 2 == 0 ? name : daily
            let row = round % 2 == 0 ? "34200000,1,1,1,98000,1,1,1,1,99500,1\n" : "20210104 00:00,1,2,3,4,5\n"
            var bytes = Array(String(repeating: row, count: 12).utf8)
            Self.damage(&bytes, from: 0, with: &generator)
            var load = RecordingLoad()
            var series = Recording(instrument: lean.instrument)
            LeanRows(name: lean, days: nil).read(bytes, path: "x", into: &series, load: &load)
            let kept = series.quotes.count + series.trades.count
            #expect(load.rows == kept + load.skippedCount)
            series.order()
            let plain = Array((PlainRecording.header + "\n").utf8) + bytes
            var all: [Instrument: Recording] = [:]
            PlainRecording.read(plain, path: "x", days: nil, into: &all, load: &load)
        }
    }

    private static func damage(_ bytes: inout [UInt8], from start: Int, with generator: inout Generator) {
        for _ in 0..<Int(generator.next() % 6 + 1) {
            let place = start + Int(generator.next() % UInt64(bytes.count - start))
            let token = tokens[Int(generator.next() % UInt64(tokens.count))]
            switch generator.next() % 3 {
            case 0: bytes.insert(contentsOf: token, at: place)
            case 1: bytes.replaceSubrange(place..<min(bytes.count, place + token.count), with: token)
            default: bytes.removeSubrange(place..<min(bytes.count, place + Int(generator.next() % 9)))
            }
            if bytes.count <= start + 1 { return }
        }
    }
}

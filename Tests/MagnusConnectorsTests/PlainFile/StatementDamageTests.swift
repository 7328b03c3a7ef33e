import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Hundreds of damaged statements, the same in every run: nothing stops the import, and every row stays accounted for.
@Suite struct StatementDamageTests {
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

    private static let tokens: [[UInt8]] = [
        [0], [0x1B, 0x5B], [0x22], [0x2C], [0x0A], [0x0D], [0xFF], [0xE2, 0x80], [0x3B], Array("--".utf8),
        Array("9223372036854775807".utf8), Array("-0".utf8), Array("1e308".utf8), Array("=1+1".utf8),
        Array("'".utf8), Array("(".utf8), Array("%".utf8), Array("$".utf8), Array("NaN".utf8), Array("-".utf8),
    ]

    private static let files: [[String]] = [
        [FidelityReaderTests.plain]
            + [
                FidelityReaderTests.opening,
                FidelityReaderTests.row("EXPIRED \(FidelityReaderTests.put) as of 11/18/2022", quantity: "3"),
                FidelityReaderTests.row("REVERSE SPLIT R/S FROM 517103404#REOR", symbol: "LGO", quantity: "130"),
                FidelityReaderTests.row("DIVIDEND RECEIVED X (KO)", symbol: "KO", amount: "\"1,048.50\""),
                "Date downloaded 01/24/2023 10:28 am",
            ],
        [VanguardReaderTests.held, "1,FUND,FUND,1,1,1,", "", VanguardReaderTests.header]
            + [
                VanguardReaderTests.row("Buy", shares: "5", price: "477.81", net: "-2389.05"),
                VanguardReaderTests.row("Assigned", symbol: "ARKK 240719 P 45.00", shares: "2", net: "0"),
                VanguardReaderTests.row("Sweep in", symbol: "VMFXX", net: "5"),
            ],
        ETradeReaderTests.newer + ETradeReaderTests.rows + [ETradeReaderTests.footer],
        [PlainReaderTests.header, "2026-03-02T10:31:05-05:00,sell to open,KO260320P00070000,2,1.05,1.30,,,77,x"]
            + ["2026-03-20,expiration,KO260320P00070000,2,,,,,,", "3/2/2026,buy,KO,100,70,,\"-7,000.00\",ira,,"],
    ]

    @Test(arguments: files.indices) func damagedStatements(index: Int) throws {
        let lines = Self.files[index]
        let start = (lines.joined(separator: "\n").utf8.count) / 3
        var generator = Generator(state: UInt64(index) + 3)
        var recognised = 0
        for _ in 0..<200 {
            var bytes = Array(lines.joined(separator: "\r\n").utf8)
            for _ in 0..<Int(generator.next() % 6 + 1) {
                let place = start + Int(generator.next() % UInt64(bytes.count - start))
                let token = Self.tokens[Int(generator.next() % UInt64(Self.tokens.count))]
                switch generator.next() % 3 {
                case 0: bytes.insert(contentsOf: token, at: place)
                case 1: bytes.replaceSubrange(place..<min(bytes.count, place + token.count), with: token)
                default: bytes.removeSubrange(place..<min(bytes.count, place + Int(generator.next() % 9)))
                }
            }
            guard let outcome = Self.outcome(bytes) else { continue }
            recognised += 1
            let totals = outcome.report.totals
            #expect(totals.read == totals.imported + totals.duplicate + totals.skipped)
            let events = outcome.bookings.flatMap(\.result.events)
            #expect(totals.imported == booked(events).count)
            #expect(totals.skipped == outcome.report.files.reduce(0) { $0 + $1.skipped.count })
            for text in events.map(\.details) + outcome.report.files.flatMap({ $0.skipped.map(\.text) }) {
                #expect(!text.unicodeScalars.contains { $0.value < 0x20 })
            }
        }
        #expect(recognised > 100)
    }

    /// Every encoding of a spreadsheet, and prefixes that end in every kind of byte.
    @Test(arguments: files.indices) func encodingsAndPrefixes(index: Int) throws {
        let text = Self.files[index].joined(separator: "\r\n")
        let plain = try #require(Self.outcome(Array(text.utf8)))
        let wide: [UInt8] = [0xFF, 0xFE] + Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [[0xEF, 0xBB, 0xBF] + Array(text.utf8), wide, Array(text.replacing("\r\n", with: "\r").utf8)] {
            let other = try #require(Self.outcome(bytes))
            #expect(
                other.bookings.map { $0.result.events.map(\.id) } == plain.bookings.map { $0.result.events.map(\.id) })
        }
        let bytes = Array(text.utf8)
        for length in stride(from: 1, to: bytes.count, by: 5) {
            guard let outcome = Self.outcome(Array(bytes[..<length])) else { continue }
            let totals = outcome.report.totals
            #expect(totals.read == totals.imported + totals.duplicate + totals.skipped)
            #expect(totals.imported <= plain.report.totals.imported)
        }
    }

    private static func outcome(_ bytes: [UInt8]) -> ImportBatch.Outcome? {
        var batch = ImportBatch()
        do throws(ImportError) {
            var file = ImportFile(path: "damaged.csv")
            try file.read(bytes)
            try batch.add(file)
        } catch {
            return nil
        }
        return batch.finish()
    }
}

import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Every place of a small file of each broker damaged with every hostile byte: nothing traps, every row is accounted for
/// and no more than the rows at the place are lost or changed (the legs of a spread hang on the first one).
@Suite struct BrokerDamageTests {
    static let samples: [(ImportFormat, String)] = [
        (.robinhood, RobinhoodReaderTests.file(RobinhoodReaderTests.wheel)),
        (.schwab, SchwabReaderTests.file(SchwabReaderTests.wheel)),
        (.thinkorswim, ThinkorswimReaderTests.file()),
    ]

    @Test(arguments: samples.indices) func damageStaysWhereItIs(index: Int) throws {
        let (format, text) = Self.samples[index]
        let whole = try imported([text])
        let known = Set(whole.events.map(\.id))
        let bytes = Array(text.utf8)
        let hostile: [UInt8] = [0x00, 0x1B, 0x22, 0x2C, 0x0A, 0x3D, 0x28, 0x80, 0xFF]
        var number = 0
        for place in stride(from: 0, to: bytes.count, by: 17) {
            number += 1
            var damaged = bytes
            damaged[place] = hostile[number % hostile.count]
            var file = ImportFile(path: "damaged.csv", format: format)
            do {
                try file.read(damaged)
                var session = ImportSession(account: "test")
                try session.add(file)
                let result = session.finish()
                let totals = result.report.totals
                #expect(totals.read == totals.imported + totals.skipped + totals.duplicate, "\(format) at \(place)")
                // A quote opened or closed at the wrong place may swallow what follows; nothing else may.
                if damaged[place] != 0x22, bytes[place] != 0x22, bytes[place] != 0x0A {
                    let kept = result.events.count { known.contains($0.id) }
                    #expect(kept >= known.count - (format == .thinkorswim ? 4 : 3), "\(format) at \(place)")
                }
                for event in result.events { #expect(!event.details.unicodeScalars.contains { $0.value < 0x20 }) }
            } catch {
                // Only the header can make a whole file unreadable.
                #expect(["missing_columns", "binary_file"].contains(error.code), "\(format) at \(place): \(error)")
            }
        }
    }
}

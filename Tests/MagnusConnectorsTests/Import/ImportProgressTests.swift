import Foundation
import MagnusDomain
import Synchronization
import Testing

@testable import MagnusConnectors

@Suite struct ImportProgressTests {
    private static let count = 12_000

    /// A plain file of many deposits.
    private func file() throws -> String {
        var text =
            "Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,"
        text +=
            "Fees,Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Currency\n"
        for number in 0..<Self.count {
            text += "2024-03-04T15:30:00+0000,Money Movement,Deposit,,,,Wire Funds Received \(number),"
            text += "\(number % 900).25,0,,--,0.00,,,,,,,,USD\n"
        }
        let path = NSTemporaryDirectory() + "magnus-progress-" + UUID().uuidString + ".csv"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func theReaderIsToldHowFarItIs() throws {
        let path = try file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var told: [ImportProgress] = []
        var batch = ImportBatch()
        try batch.add(path: path) { (progress) throws(ImportError) in told.append(progress) }
        #expect(told.count > 3)
        #expect(told.map(\.bytes) == told.map(\.bytes).sorted())
        let last = try #require(told.last)
        #expect(last.bytes == last.size && last.lines == Self.count + 1 && last.expectedLines == last.lines)
        let first = try #require(told.first?.expectedLines)
        #expect(abs(first - last.lines) < last.lines / 10)
        #expect(batch.finish().report.totals.imported == Self.count)
    }

    @Test func aCancelledImportGivesNothing() throws {
        let path = try file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var batch = ImportBatch()
        #expect(throws: ImportError.cancelled) {
            try batch.add(path: path) { (progress) throws(ImportError) in
                if progress.bytes > 300_000 { throw .cancelled }
            }
        }
        #expect(batch.accounts.isEmpty)
        // At every point at which it is asked afterwards.
        for point in 1...4 {
            var batch = ImportBatch()
            try batch.add(path: path)
            let asked = Mutex(0)
            #expect(throws: ImportError.cancelled) {
                _ = try batch.finish(existing: [:]) {
                    asked.withLock {
                        $0 += 1
                        return $0 >= point
                    }
                }
            }
        }
    }

    @Test func nothingIsExpectedOfNothing() {
        #expect(ImportProgress(bytes: 0, size: 10, lines: 0).expectedLines == nil)
        #expect(ImportProgress(bytes: 10, size: 0, lines: 2).expectedLines == nil)
        #expect(ImportProgress(bytes: 10, size: 40, lines: 2).expectedLines == 8)
    }
}

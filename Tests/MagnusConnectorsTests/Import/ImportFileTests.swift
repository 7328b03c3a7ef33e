import Foundation
import MagnusDomain
import Testing

@testable import MagnusConnectors

/// What cannot be imported says why and what to do; what can is read whole, however the bytes arrive.
@Suite struct ImportFileTests {
    private func failure(_ bytes: [UInt8], format: ImportFormat? = nil) -> ImportError? {
        var session = ImportSession(account: "test")
        var file = ImportFile(path: "file.csv", format: format)
        do throws(ImportError) {
            try file.read(bytes)
            try session.add(file)
            return nil
        } catch {
            return error
        }
    }

    @Test func whatIsNoExport() {
        #expect(failure([]) == .empty)
        #expect(failure(Array("\n\n \n".utf8)) == .empty)
        #expect(failure([0x50, 0x4B, 0x03, 0x04, 0, 0]) == .binary("a spreadsheet or zip archive"))
        #expect(failure(Array("%PDF-1.7".utf8)) == .binary("a PDF document"))
        #expect(failure((0..<4000).map { UInt8($0 % 7) }) == .binary("binary data"))
        #expect(failure(Array("a,b\u{1B}[2J,c\n1,2,3".utf8)) == .unknownFormat(header: "a,b[2J,c"))
        let lacking = TastytradeReaderTests.header.replacing("Value,", with: "")
        #expect(failure(Array(lacking.utf8), format: .tastytrade) == .missingColumns(["Value"], format: .tastytrade))
        #expect(failure(Array(TastytradeReaderTests.header.utf8)) == nil)
    }

    @Test func everyErrorSaysWhatToDo() {
        let errors: [ImportError] = [
            .notFound, .isDirectory, .unreadable("x"), .tooLarge(bytes: 2, limit: 1), .empty, .binary("x"),
            .unknownFormat(header: "x"), .missingColumns(["x"], format: .tastytrade),
            .ambiguousFormat([.tastytrade, .plain]), .otherFormat(stated: .tastytrade, found: .ibkr),
            .malformed(line: 1, column: 1, reason: "x"), .indistinctAccounts("x"),
        ]
        #expect(Set(errors.map(\.code)).count == errors.count)
        for error in errors { #expect(!error.message.isEmpty && !error.hint.isEmpty) }
    }

    @Test func filesThatCannotBeOpened() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var session = ImportSession(account: "test")
        #expect(throws: ImportError.notFound) { try session.add(path: folder.path + "/none.csv") }
        #expect(throws: ImportError.isDirectory) { try session.add(path: folder.path) }
        let big = folder.path + "/big.csv"
        #expect(FileManager.default.createFile(atPath: big, contents: nil))
        // A sparse file: refused by its size before a byte is read.
        #expect(truncate(big, 2_000_000_000) == 0)
        #expect(throws: ImportError.tooLarge(bytes: 2_000_000_000, limit: ImportFile.sizeLimit)) {
            try session.add(path: big)
        }
        let good = folder.path + "/good.csv"
        try (TastytradeReaderTests.header + "\n" + TastytradeReaderTests.option())
            .write(toFile: good, atomically: true, encoding: .utf8)
        try session.add(path: good)
        #expect(session.finish().report.totals.imported == 1)
    }

    @Test func theCutOfTheBytesDoesNotMatter() throws {
        let text = [
            TastytradeReaderTests.header, TastytradeReaderTests.option(description: "\"Sold, \"\"2\"\" ✓\""),
            TastytradeReaderTests.option(),
        ].joined(separator: "\r\n")
        let bytes = Array(text.utf8)
        let whole = try imported([text])
        for size in [1, 2, 3, 7, 64] {
            var session = ImportSession(account: "test")
            var file = ImportFile(path: "file0.csv")
            for start in stride(from: 0, to: bytes.count, by: size) {
                try file.read(bytes[start..<min(bytes.count, start + size)])
            }
            try session.add(file)
            #expect(session.finish() == whole)
        }
    }

    @Test func accountsHaveTheirOwnEvents() throws {
        let text = TastytradeReaderTests.header + "\n" + TastytradeReaderTests.option()
        let first = try imported([text], account: "one")
        let second = try imported([text], account: "two", existing: first.events)
        #expect(second.report.totals.imported == 1 && first.events[0].id != second.events[0].id)
    }

    @Test func manyRowsAreReadInOnePass() throws {
        var text = TastytradeReaderTests.header
        for index in 0..<10_000 {
            let minute = String(index % 60 + 100).dropFirst()
            let second = String(index / 60 % 60 + 100).dropFirst()
            let day = String(index / 3600 + 101).dropFirst()
            text += "\n" + TastytradeReaderTests.option(time: "2026-01-\(day)T11:\(minute):\(second)-0500")
        }
        let result = try imported([text])
        #expect(result.report.totals.imported == 10_000 && result.report.totals.skipped == 0)
        #expect(holdings(result.events) == ["KO260320P00070000": -20_000])
    }

    /// What is dated where it cannot be is imported all the same, and told.
    @Test func impossibleDaysAreTold() throws {
        let text = """
            date,action,symbol,quantity,price
            2026-11-20,sell to open,KO261120P00070000,1,0.50
            2026-11-21,buy,KO,10,70
            2026-11-23,buy to close,KO261120P00070000,1,0.10
            2099-01-02,sell,KO,10,71
            """
        func codes(_ now: Instant?) throws -> [String] {
            var batch = ImportBatch()
            var file = ImportFile(path: "plain.csv")
            try file.read(Array(text.utf8))
            try batch.add(file)
            let outcome = batch.finish(now: now)
            #expect(outcome.report.totals.imported == 4 && outcome.report.totals.skipped == 0)
            return outcome.report.files.flatMap(\.warnings).map { "\($0.line ?? 0) \($0.code)" }
        }
        let noon = try Instant(rfc3339: "2026-11-20T12:00:00-05:00")
        // A row of the day itself is no row of the future, whatever hour stands for a day without one.
        #expect(
            try codes(noon) == [
                "3 dated_in_future", "4 dated_in_future", "4 traded_after_expiry", "5 dated_in_future",
            ])
        let later = try Instant(rfc3339: "2026-11-23T00:00:00-05:00")
        #expect(try codes(later) == ["4 traded_after_expiry", "5 dated_in_future"])
        #expect(try codes(nil) == ["4 traded_after_expiry"])
    }

    /// A spreadsheet's UTF-32, with a mark and without.
    @Test func wideCharactersAreRead() throws {
        let text = "date,action,symbol,quantity,price,note\n2026-11-20,buy,KO,10,70,größer\n"
        let bytes = text.unicodeScalars.flatMap { scalar in
            (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> ($0 * 8)) }
        }
        for mark: [UInt8] in [[0xFF, 0xFE, 0, 0], []] {
            var session = ImportSession(account: "one")
            var file = ImportFile(path: "wide.csv")
            try file.read(mark + bytes)
            try session.add(file)
            let result = session.finish()
            #expect(result.report.files.map(\.encoding) == [.utf32LittleEndian])
            #expect(result.events.map(\.details) == ["größer"])
        }
    }
}

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
}

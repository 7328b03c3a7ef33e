import MagnusDomain
import Testing

@testable import MagnusConnectors

/// What a file is, is told by its content: below a preamble, in sections, in any encoding.
@Suite struct ImportDetectionTests {
    private static let row = TastytradeReaderTests.option()
    private static let header = TastytradeReaderTests.header
    private static let plain = "date,account,action,symbol,quantity,price,fees,amount,order,note"

    private func batch(_ bytes: [UInt8], format: ImportFormat? = nil) throws -> ImportBatch.Outcome {
        var batch = ImportBatch()
        var file = ImportFile(path: "photo.jpg", format: format)
        try file.read(bytes)
        try batch.add(file)
        return batch.finish()
    }

    private func batch(_ lines: String..., format: ImportFormat? = nil) throws -> ImportBatch.Outcome {
        try batch(Array(lines.joined(separator: "\n").utf8), format: format)
    }

    private func failure(_ lines: String..., format: ImportFormat? = nil) -> ImportError? {
        do {
            _ = try batch(Array(lines.joined(separator: "\n").utf8), format: format)
            return nil
        } catch { return error as? ImportError }
    }

    @Test func aHeaderBelowAPreamble() throws {
        let outcome = try batch(
            "Transactions for account ...1234", "", "\"Dates\",\"1/1/2026 - 2/1/2026\"", Self.header, Self.row)
        #expect(outcome.report.totals.read == 1 && outcome.report.totals.imported == 1)
        #expect(outcome.report.files.map(\.preambleLines) == [2])
        let far = Array(repeating: "words", count: 39) + [Self.header, Self.row]
        #expect(try batch(Array(far.joined(separator: "\n").utf8)).report.totals.imported == 1)
        let tooFar = Array(repeating: "words", count: 40) + [Self.header, Self.row]
        #expect(failure(tooFar.joined(separator: "\n")) == .unknownFormat(header: "words"))
    }

    @Test func theSameHeaderAgainOpensASection() throws {
        let outcome = try batch(Self.header, Self.row, Self.header, Self.row, Self.row)
        // The section repeats the row it overlaps with; its second one is a trade of its own.
        #expect(outcome.report.files.map(\.rows.read) == [1, 2])
        #expect(outcome.report.totals.imported == 2 && outcome.report.totals.duplicate == 1)
        #expect(outcome.report.totals.skipped == 0)
    }

    @Test func twoFormatsInOneFile() throws {
        let outcome = try batch(
            Self.header, Self.row, "", Self.plain, "2026-02-02,main,buy,KO,10,70.00,0.35,-700.00,,")
        #expect(outcome.report.files.map(\.format) == [.tastytrade, .plain])
        #expect(outcome.bookings.map(\.result.events.count) == [1, 1])
        #expect(outcome.bookings[0].target.name == "tastytrade" && outcome.bookings.count == 2)
        // A stated format opens only its own sections.
        let stated = try batch(Self.header, Self.row, Self.plain, format: .tastytrade)
        #expect(stated.report.totals.skipped == 1 && stated.report.totals.imported == 1)
    }

    @Test func markupIsKnownByItsWords() throws {
        #expect(
            FileKind.detected(in: Array("\n <?xml version='1.0'?><!-- x --><FlexQueryResponse a=''>".utf8))
                == .markup(.ibkr))
        #expect(FileKind.detected(in: Array("ofxheader:100\r\nDATA:OFXSGML".utf8)) == .markup(.ofx))
        #expect(
            FileKind.detected(in: Array("<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200\"?><OFX>".utf8)) == .markup(.ofx))
        #expect(FileKind.detected(in: Array("<html><body>".utf8)) == .unknownMarkup("<html"))
        #expect(FileKind.detected(in: Array("Date,Type".utf8)) == .delimited)
        #expect(failure("<html><body>Log in</body></html>") == .unknownFormat(header: "<html"))
        #expect(failure("<html>", format: .ibkr) == .otherFormat(stated: .ibkr, found: nil))
        #expect(failure(Self.header, format: .ofx) == .otherFormat(stated: .ofx, found: nil))
        let flex = "<FlexQueryResponse><FlexStatements/></FlexQueryResponse>"
        #expect(failure(flex, format: .tastytrade) == .otherFormat(stated: .tastytrade, found: .ibkr))
        #expect(failure(flex) == nil)
    }

    @Test func theNearestFormatIsNamed() throws {
        let lacking = Self.header.replacing("Sub Type,", with: "")
        guard case .unknownFormat(_, let nearest) = failure("title", lacking, Self.row) else {
            Issue.record("not refused")
            return
        }
        #expect(nearest == NearestFormat(format: .tastytrade, missing: ["Sub Type"]))
        #expect(
            failure("title", lacking, Self.row)?.message.hasSuffix("nearest is tastytrade, missing Sub Type") == true)
        #expect(failure("title", lacking, format: .tastytrade) == .missingColumns(["Sub Type"], format: .tastytrade))
        #expect(failure("nothing,of,the,kind") == .unknownFormat(header: "nothing,of,the,kind"))
    }

    @Test func encodingsMarksAndLineEnds() throws {
        let text = [Self.header, Self.row, Self.row].joined(separator: "\r\n")
        let expected = try batch(Array(text.utf8)).bookings.map(\.result.events)
        let little = text.utf16.flatMap { unit -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let big = text.utf16.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        let mixed = [Self.header, "\r", Self.row, "\n\r\n", Self.row, "\r\n"].joined()
        let spellings: [[UInt8]] = [
            [0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFF, 0xFE] + little, little, [0xFE, 0xFF] + big, Array(mixed.utf8),
        ]
        for bytes in spellings {
            let found = try batch(bytes)
            #expect(found.bookings[0].result.events.map(\.id) == expected[0].map(\.id))
        }
        let flex =
            "<FlexQueryResponse><FlexStatements><FlexStatement accountId=\"U12\"/></FlexStatements></FlexQueryResponse>"
        let wide: [UInt8] =
            [0xFF, 0xFE] + flex.utf16.flatMap { unit -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        #expect(try batch(wide).bookings[0].target.name == "ibkr-U12")
    }

    @Test func namesOfAccounts() {
        func name(_ identifier: String?, _ stated: String? = nil) -> String {
            AccountNaming.name(ofBrokerAccount: identifier, format: .ibkr, stated: stated)
        }
        #expect(name("U1234567") == "ibkr-4567" && name("12-34 x") == "ibkr-234X" && name("...1") == "ibkr-1")
        #expect(name(nil) == "ibkr" && name("***") == "ibkr" && name("U1234567", "mine") == "mine")
    }
}

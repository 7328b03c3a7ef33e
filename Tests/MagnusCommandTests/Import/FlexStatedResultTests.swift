import Foundation
import MagnusAnalysis
import MagnusConnectors
import MagnusDomain
import Testing

/// Genuine Flex statements: what the ledger realises is the sum of their own `fifoPnlRealized`, also where the file begins
/// in the middle of a position.
@Suite(
    .enabled(
        if: FileManager.default.fileExists(atPath: SharedRecordings.root + "/broker-exports/ibkr-flex"),
        "shared data is absent"))
struct FlexStatedResultTests {
    static let root = SharedRecordings.root + "/broker-exports/ibkr-flex/"
    /// Every statement there is but File16, whose query leaves `fifoPnlRealized` out: ``aFileThatStatesNothing()``. Files 03
    /// (interest alone), 17 (positions of a day) and the corporate actions hold no trade: nothing may be realised.
    static let files =
        [
            "ib-flex-reader/TestForCoding.xml", "ib-flex-rs-synthetic/activity_options.xml",
            "ib-flex-rs-synthetic/activity_complex_corporate_actions.xml",
        ]
        + [1, 2, 3, 4, 6, 9, 10, 14, 17, 20].map { number in
            "portfolio-performance/testIBFlexStatementFile\(number < 10 ? "0" : "")\(number).xml"
        }

    /// A file that comes new is in the list or has its reason.
    @Test func noFileIsLeftOut() throws {
        var found: Set<String> = []
        for folder in try FileManager.default.contentsOfDirectory(atPath: Self.root) {
            for name in try FileManager.default.contentsOfDirectory(atPath: Self.root + folder) {
                found.insert("\(folder)/\(name)")
            }
        }
        #expect(found == Set(Self.files + [Self.silent]))
    }

    static let silent = "portfolio-performance/testIBFlexStatementFile16.xml"

    /// Its trades have no `fifoPnlRealized`: one share bought for 100.33 and sold for 199.70 is computed.
    @Test func aFileThatStatesNothing() throws {
        let text = try String(contentsOfFile: Self.root + Self.silent, encoding: .utf8)
        #expect(!text.contains("fifoPnlRealized") && text.contains("<Trade "))
        let book = try book(Self.silent)
        #expect(book.statedResults.isEmpty && book.closedLots.map(\.profit.text) == ["99.37"])
    }

    private func book(_ name: String) throws -> LedgerBook {
        var batch = ImportBatch()
        try batch.add(path: Self.root + name)
        return LedgerBook(batch.finish().bookings.flatMap(\.result.events))
    }

    @Test(arguments: files) func theSumIsTheBrokers(name: String) throws {
        let text = try String(contentsOfFile: Self.root + name, encoding: .utf8)
        var stated = 0.0
        for element in text.matches(of: /<Trade\s([^<>]*)>/) {
            let attributes = String(element.output.1)
            func value(_ key: String) -> String? {
                attributes.firstRange(of: " \(key)=\"").map { range in
                    String(attributes[range.upperBound...].prefix { $0 != "\"" })
                }
            }
            guard ["", "USD"].contains(value("currency") ?? ""),
                ["STK", "ETF", "FUND", "OPT"].contains(value("assetCategory") ?? "")
            else { continue }
            stated += Double(value("fifoPnlRealized") ?? "") ?? 0
        }
        let book = try book(name)
        let performance = TradePerformance(book, trades: TradeBlotter(book.allEvents).trades)
        // The broker moves the premium of an assigned option into the shares, as tax does (File02: a put of 49.50).
        let realised = performance.realized(by: .account).reduce(0.0) { $0 + $1.taxProfit.dollars }
        #expect(abs(realised - stated) < 0.01, "\(realised) \(stated)")
    }

    /// Two closings that no row opened: 1,050.00 and 871.75 in the file's own words, marked as such.
    @Test func closingsWithoutOpenings() throws {
        let book = try book("ib-flex-rs-synthetic/activity_options.xml")
        #expect(book.statedResults.map(\.profit.text).sorted() == ["1,050.00", "871.75"])
        #expect(book.issues.filter { $0.kind == .closingAsStated }.count == 2)
        #expect(!book.issues.contains { $0.kind == .closingWithoutOpening })
        // It leaves as the plain CSV with the broker's sums and comes back with them.
        var batch = ImportBatch()
        var file = ImportFile(path: "export.csv")
        try file.read(Array(PlainExport.text(book.allEvents).utf8))
        try batch.add(file)
        let copy = LedgerBook(batch.finish().bookings.flatMap(\.result.events))
        let account = try #require(book.accounts.first)
        #expect(copy.realizedProfit(of: account) == book.realizedProfit(of: account))
        #expect(copy.statedResults.count == 2)
    }

    /// Rows that an older program stored without the broker's sums get them when their file is read again.
    @Test func anOlderImportLearnsThem() throws {
        var batch = ImportBatch()
        try batch.add(path: Self.root + "ib-flex-rs-synthetic/activity_options.xml")
        let first = try #require(batch.finish().bookings.first)
        let stored = first.result.events.map { event in
            var event = event
            event.statedProfit = nil
            return event
        }
        var again = ImportBatch()
        try again.add(path: Self.root + "ib-flex-rs-synthetic/activity_options.xml")
        let outcome = again.finish(existing: [first.target.name: stored])
        #expect(outcome.report.totals.imported == 0)
        #expect(outcome.bookings[0].result.replacements.count == 2)
        #expect(outcome.report.files.flatMap(\.warnings).contains { $0.code == "stated_result" })
    }
}

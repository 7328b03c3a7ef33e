import Foundation
import MagnusAnalysis
import MagnusConnectors
import MagnusDomain
import Testing

/// A genuine statement with a tender, a merger for cash and a reverse split, in Canadian dollars: read as if they were US
/// dollars, its own figures are what the ledger comes to.
@Suite(
    .enabled(
        if: FileManager.default.fileExists(atPath: SharedRecordings.root + "/broker-exports/ibkr-flex"),
        "shared data is absent"))
struct FlexMergerTests {
    private func book(_ change: (String) -> String = { $0 }) throws -> LedgerBook {
        let path = FlexStatedResultTests.root + "portfolio-performance/testIBFlexStatementFile01.xml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var batch = ImportBatch()
        var file = ImportFile(path: "statement.xml")
        try file.read(Array(change(text.replacing("=\"CAD\"", with: "=\"USD\"")).utf8))
        try batch.add(file)
        return LedgerBook(batch.finish().bookings.flatMap(\.result.events))
    }

    /// 12,000 UUU for 31,842 and 120 of commissions, tendered one for one and taken for 2.86 each: the broker states
    /// 2,358.00. 12,000 GCM for 3,240 and 16.20, one for 25: the broker calls the old ones GCM.OLD.
    @Test func theBrokersFigures() throws {
        let book = try book()
        #expect(!book.issues.contains { $0.kind == .unpairedChange || $0.kind == .removalWithoutPosition })
        let closed = book.closedLots
        #expect(closed.allSatisfy { $0.ending == .cashMerger && $0.instrument == .stock(symbol: "UUU.TEN2") })
        #expect(closed.reduce(Money.zero) { $0 + $1.profit } == Money(dollars: 2358))
        #expect(closed.map(\.openedOn.iso8601).min() == "2013-01-02")
        let shares = book.positions.filter { if case .stock = $0.instrument { true } else { false } }
        #expect(shares.map(\.instrument) == [.stock(symbol: "GCM")] && shares.map(\.quantity) == [Quantity(480)])
        #expect(shares.first?.costBasis == Money(dollars: 3256.2))
    }

    /// A statement that begins after the tender: the merger takes what no row bought. No short position is made of it, and
    /// its result is the broker's.
    @Test func aMergerOfSharesThatNoRowBought() throws {
        let book = try book { text in
            text.replacing(#/<Trade\s[^<>]*>/#, with: "")
                .replacing(#/<CorporateAction\s[^<>]*(?:TENDERED TO|SPLIT 1 FOR 25)[^<>]*>/#, with: "")
        }
        #expect(book.positions.isEmpty && book.closedLots.isEmpty)
        #expect(book.statedResults.map(\.profit) == [Money(dollars: 2358)])
        #expect(book.statedResults.map(\.ending) == [.cashMerger])
        // Two rows in other currencies are not booked.
        #expect(book.issues.map(\.kind) == [.unreadRow, .unreadRow, .closingAsStated])
    }
}

import MagnusAnalysis
import MagnusConnectors
import MagnusDomain
import Testing

/// A trade that the broker took back is no outcome: no closed lot (so no line of Form 8949), no position, no cash.
@Suite struct CancelledTradeTests {
    @Test func fidelitysCancellationLeavesNoOutcome() throws {
        let rows = [
            "Run Date,Action,Symbol,Description,Type,Price ($),Quantity,Commission ($),Fees ($),Accrued Interest ($),"
                + "Amount ($),Cash Balance ($),Settlement Date",
            "02/20/2026, YOU BOUGHT FORD MTR (F) (Cash), F, FORD MTR,Cash,11,100,,,,-1100,,02/23/2026",
            "02/19/2026, BUY CANCEL FORD MTR (F) (Cash), F, FORD MTR,Cash,11,-50,,,,550,,02/23/2026",
            "02/19/2026, YOU BOUGHT FORD MTR (F) (Cash), F, FORD MTR,Cash,11,50,,,,-550,,02/23/2026", "",
        ]
        var file = ImportFile(path: "fidelity.csv")
        try file.read(Array(rows.joined(separator: "\n").utf8))
        var batch = ImportBatch(account: "main")
        try batch.add(file)
        let outcome = batch.finish()
        #expect(outcome.report.totals.read == 3 && outcome.report.totals.imported == 3)
        let book = LedgerBook(outcome.bookings.flatMap(\.result.events))
        #expect(book.closedLots.isEmpty && book.issues.isEmpty)
        #expect(book.positions.map(\.quantity) == [Quantity(100)])
        #expect(book.cash(of: "main") == Money(tenThousandths: -11_000_000))
        #expect(book.realizedProfit(of: "main") == .zero)
    }
}

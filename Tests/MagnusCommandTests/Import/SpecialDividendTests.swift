import MagnusAnalysis
import MagnusConnectors
import MagnusDomain
import Testing

/// A special dividend lowers the strike of options: the broker closes the old contract and opens the new one at one
/// moment, with paper amounts that cancel out. Cost and dates continue; it is no cash dividend and no trade.
@Suite struct SpecialDividendTests {
    private static let header =
        "Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,"
        + "Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Total,Currency"

    private static let adjusted = "2026-08-03T17:00:00-0400,Receive Deliver,Special Dividend"

    private func events(_ rows: [String], existing: [LedgerEvent] = []) throws -> ImportBatch.Outcome {
        var file = ImportFile(path: "tasty.csv")
        try file.read(Array(([Self.header] + rows + [""]).joined(separator: "\n").utf8))
        var batch = ImportBatch(account: "main")
        try batch.add(file)
        return batch.finish(existing: ["main": existing])
    }

    private static let rows = [
        "2026-08-01T10:00:00-0400,Trade,Buy to Open,BUY_TO_OPEN,EEE   261218C00050000,Equity Option,x,-100.00,1,-100.00,"
            + "-1.00,-0.14,100,EEE,EEE,12/18/26,50,CALL,11,-101.14,USD",
        "2026-08-03T17:00:00-0400,Receive Deliver,Special Dividend,SELL_TO_CLOSE,EEE   261218C00050000,Equity Option,"
            + "Special dividend: Close 1 EEE   261218C00050000,100.00,1,100.00,--,0.00,100,EEE,EEE,12/18/26,50,CALL,,100.00,USD",
        "2026-08-03T17:00:00-0400,Receive Deliver,Special Dividend,BUY_TO_OPEN,EEE   261218C00048000,Equity Option,"
            + "Special dividend: Open 1 EEE   261218C00048000,-100.00,1,-100.00,--,0.00,100,EEE,EEE,12/18/26,48,CALL,,-100.00,USD",
        "2026-09-03T10:00:00-0400,Trade,Sell to Close,SELL_TO_CLOSE,EEE   261218C00048000,Equity Option,x,300.00,1,300.00,"
            + "0.00,-0.14,100,EEE,EEE,12/18/26,48,CALL,12,299.86,USD",
    ]

    @Test func costAndDatesContinueInTheNewContract() throws {
        let outcome = try events(Self.rows)
        let file = try #require(outcome.report.files.first)
        #expect(file.rows.imported == 4 && file.warnings.isEmpty && outcome.report.openPositions == 0)
        #expect(outcome.report.events.dividends == 0 && outcome.report.events.adjustments == 2)
        let book = LedgerBook(outcome.bookings.flatMap(\.result.events))
        #expect(book.positions.isEmpty && book.issues.isEmpty)
        // 299.86 received less 101.14 paid.
        #expect(book.realizedProfit(of: "main") == Money(tenThousandths: 1_987_200))
        let lot = try #require(book.closedLots.first)
        #expect(book.closedLots.count == 1 && lot.openedAt.newYork.date.iso8601 == "2026-08-01")
    }

    /// Every strike changes at the same second: the lowest becomes the lowest.
    @Test func severalStrikesOfOneExpiryKeepTheirOwnCost() throws {
        func trade(_ strike: Int, _ amount: Int) -> String {
            "2026-08-01T10:00:00-0400,Trade,Buy to Open,BUY_TO_OPEN,EEE   261218C000\(strike)000,Equity Option,x,"
                + "-\(amount).00,1,-\(amount).00,0.00,0.00,100,EEE,EEE,12/18/26,\(strike),CALL,\(strike),-\(amount).00,USD"
        }
        func change(_ action: String, _ strike: Int, _ amount: String) -> String {
            "\(Self.adjusted),\(action),EEE   261218C000\(strike)000,Equity Option,x \(strike),\(amount),1,\(amount),--,"
                + "0.00,100,EEE,EEE,12/18/26,\(strike),CALL,,\(amount),USD"
        }
        let outcome = try events([
            change("BUY_TO_OPEN", 53, "-40.00"), change("SELL_TO_CLOSE", 50, "90.00"),
            change("SELL_TO_CLOSE", 55, "40.00"), change("BUY_TO_OPEN", 48, "-90.00"), trade(55, 60), trade(50, 100),
        ])
        let book = LedgerBook(outcome.bookings.flatMap(\.result.events))
        #expect(book.issues.isEmpty)
        let held = book.positions.map { "\($0.id) \($0.costBasis?.text ?? "")" }
        #expect(held == ["main:EEE261218C00048000 100.00", "main:EEE261218C00053000 60.00"])
    }

    /// Stored as a dividend by an older program, it is corrected when its file comes again.
    @Test func aRecordTakenForADividendIsCorrected() throws {
        let first = try events(Self.rows)
        var known = first.bookings.flatMap(\.result.events)
        for index in known.indices where known[index].kind == .adjustment { known[index].kind = .dividend }
        let again = try events(Self.rows, existing: known)
        #expect(again.report.totals.duplicate == 4)
        #expect(again.bookings[0].result.replacements.map(\.event.kind) == [.adjustment, .adjustment])
        #expect(again.report.files[0].warnings.map(\.code) == ["change_found"])
    }

    @Test func whatDoesNotAddUpIsFoundInOnePass() throws {
        // A contract is taken away that nothing opened, and nothing comes for it.
        let outcome = try events([Self.rows[1]])
        let events = outcome.bookings.flatMap(\.result.events)
        let sums = LedgerBook.sums(after: events, issueLimit: 10)
        #expect(sums.issues.map(\.kind) == LedgerBook(events).issues.map(\.kind) && !sums.issues.isEmpty)
        #expect(sums.issues.first?.source == "tasty.csv" && sums.issues.first?.line == 2)
        #expect(LedgerBook.sums(after: events, issueLimit: 0).issues.isEmpty)
        var report = outcome.report
        report.warn(path: "tasty.csv", account: "main", line: 2, code: "unpaired_change", message: "x")
        report.warn(path: "tasty.csv", account: "main", line: 2, code: "again", message: "x")
        report.warn(path: "other.csv", account: "main", line: 2, code: "other", message: "x")
        #expect(report.files[0].warnings.map(\.code) == ["unpaired_change"])
    }
}

import MagnusAnalysis
import MagnusConnectors
import MagnusDomain
import Testing

/// What leaves as the plain CSV comes back as it was.
@Suite struct PlainExportTests {
    private func imported(_ text: String) throws -> ImportBatch.Outcome {
        var batch = ImportBatch()
        var file = ImportFile(path: "export.csv")
        try file.read(Array(text.utf8))
        try batch.add(file)
        return batch.finish()
    }

    private func cash(_ events: [LedgerEvent]) -> Money { events.reduce(.zero) { $0 + $1.amount + $1.fees } }

    private func holdings(_ events: [LedgerEvent], _ account: String) -> [Instrument: Quantity] {
        var found: [Instrument: Quantity] = [:]
        for position in LedgerBook(events).positions where position.account == account {
            found[position.instrument] = position.quantity
        }
        return found
    }

    @Test func aLedgerOfEverythingComesBack() throws {
        let first = try imported(Self.ledger)
        #expect(first.report.totals.skipped == 0)
        let events = first.bookings.flatMap(\.result.events)
        let again = try imported(PlainExport.text(events))
        #expect(again.report.files.flatMap(\.skipped).isEmpty)
        #expect(again.report.totals.imported == first.report.totals.imported)
        #expect(again.bookings.map(\.target.name).sorted() == first.bookings.map(\.target.name).sorted())
        let copy = again.bookings.flatMap(\.result.events)
        #expect(cash(copy) == cash(events) && cash(events) != .zero)
        for account in ["main", "ira"] {
            #expect(holdings(copy, account) == holdings(events, account) && !holdings(events, account).isEmpty)
            #expect(LedgerBook(copy).realizedProfit(of: account) == LedgerBook(events).realizedProfit(of: account))
        }
        #expect(LedgerBook(copy).issues.map(\.kind) == LedgerBook(events).issues.map(\.kind))
        // And a third time the text is the same.
        #expect(PlainExport.text(copy) == PlainExport.text(events))
    }

    @Test(arguments: [
        BrokerWheelTests.schwab, BrokerWheelTests.robinhood, BrokerWheelTests.thinkorswim, BrokerWheelTests.fidelity,
        BrokerWheelTests.vanguard, BrokerWheelTests.tastytrade,
    ])
    func aBrokersWheelComesBack(_ export: BrokerWheelTests.Export) throws {
        let first = try imported(export.lines.joined(separator: "\n"))
        let events = first.bookings[0].result.events
        let account = first.bookings[0].target.name
        let again = try imported(PlainExport.text(events))
        let copy = again.bookings[0].result.events
        #expect(again.bookings.map(\.target.name) == [account] && again.report.totals.skipped == 0)
        #expect(copy.map(\.time) == events.map(\.time) && cash(copy) == cash(events))
        #expect(
            LedgerBook(copy).closedLots.map(\.taxProfit).sorted()
                == LedgerBook(events).closedLots.map(\.taxProfit).sorted())
        #expect(LedgerBook(copy).issues.isEmpty)
    }

    @Test func noCellIsAFormula() throws {
        let events = try imported(
            [
                "date,account,action,symbol,quantity,price,amount,order,note",
                "2026-03-02,main,trade,KO,-5,70,,-A1,\"=HYPERLINK(\"\"http://x\"\")\"",
                "2026-03-03,main,deposit,,,,100,,@SUM(A1)",
            ].joined(separator: "\n")
        ).bookings[0].result.events
        let text = PlainExport.text(events)
        for line in text.split(separator: "\r\n") {
            for cell in line.split(separator: ",", omittingEmptySubsequences: false) {
                #expect(!"=+-@".contains(cell.first ?? "."), "\(cell)")
            }
        }
        #expect(text.contains("\"'=HYPERLINK") && text.contains("\"-5\"") && text.contains("\"'-A1\""))
    }

    private static let ledger = [
        "date,account,action,symbol,quantity,price,fees,amount,multiplier,order,note",
        "2026-01-05,main,deposit,,,,,25000,,,",
        "2026-01-06,ira,deposit,,,,,5000,,,",
        "2026-02-02T10:31:05-05:00,main,sell to open,KO260220P00070000,3,1.0525,3.90,,,A1,\"three, puts\"",
        "2026-02-20,main,assignment,KO260220P00070000,3,,,,,,",
        "2026-02-20,main,assignment,KO,300,70.00,,,,,",
        "2026-03-02,main,sell to open,KO 03/20/2026 75 C,2,0.90,2.60,,,A2,covered calls",
        "2026-03-13,main,dividend,KO,,,,159.00,,,",
        "2026-03-16,main,trade,KO,-100,71.00,0.02,,,A3,",
        "2026-03-20,main,expiration,KO260320C00075000,2,,,,,,",
        "2026-03-23,ira,buy,KO,10.5,70.00,0.35,,,,",
        "2026-03-24,ira,fee,,,,1.50,,,,",
        "2026-03-24,ira,interest,,,,,-0.4567,,,",
        "2026-03-25,main,split,KO,200,,,,,,",
        "2026-03-26,main,transfer,PEP,7,,,,,,",
        "2026-03-27,main,withdrawal,,,,,-100,,,",
        "2026-03-28,main,adjustment,,,,,-0.01,,,",
        "2026-04-01T14:00:00Z,main,buy to open,SPX260417C07500000,1,2.90,1.10,,,B1,",
        "2026-04-17,main,cash settlement,SPX260417C07500000,-1,,,123.00,,,",
    ].joined(separator: "\n")
}

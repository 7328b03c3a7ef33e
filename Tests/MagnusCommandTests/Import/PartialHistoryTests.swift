import MagnusAnalysis
import MagnusConnectors
import MagnusDomain
import Testing

/// Files that list what their rows do not lead to: no definite wrong cash, and what is listed is held.
@Suite struct PartialHistoryTests {
    private func outcome(_ texts: [String]) throws -> ImportBatch.Outcome {
        var batch = ImportBatch(account: "main")
        for text in texts {
            var file = ImportFile(path: "file")
            try file.read(Array(text.utf8))
            try batch.add(file)
        }
        return batch.finish()
    }

    private func book(_ texts: String...) throws -> LedgerBook {
        LedgerBook(try outcome(texts).bookings.flatMap(\.result.events))
    }

    private static func flex(_ rows: String, from: Int = 20_260_301, to: Int) -> String {
        "<FlexQueryResponse queryName=\"q\" type=\"AF\"><FlexStatements count=\"1\"><FlexStatement accountId=\"U1\" "
            + "fromDate=\"\(from)\" toDate=\"\(to)\">\(rows)</FlexStatement></FlexStatements></FlexQueryResponse>"
    }

    private static func buy(_ id: Int, _ date: Int, _ quantity: Int, _ cash: Int) -> String {
        "<Trade accountId=\"U1\" currency=\"USD\" assetCategory=\"STK\" symbol=\"KO\" tradeID=\"\(id)\" "
            + "dateTime=\"\(date);100000\" quantity=\"\(quantity)\" tradePrice=\"70\" proceeds=\"\(cash)\" "
            + "ibCommission=\"0\" netCash=\"\(cash)\" buySell=\"BUY\" levelOfDetail=\"EXECUTION\" />"
    }

    private static let listed =
        "<OpenPosition accountId=\"U1\" currency=\"USD\" assetCategory=\"STK\" symbol=\"KO\" position=\"100\" "
        + "levelOfDetail=\"SUMMARY\" />"

    @Test func interactiveBrokersListsWhatCameBefore() throws {
        let late = Self.flex(Self.buy(2, 20_260_310, 40, -2800) + Self.listed, to: 20_260_331)
        let partial = try book(late)
        #expect(partial.positions.map(\.quantity) == [Quantity(100)])
        #expect(!partial.isCashKnown(of: "main"))
        // With the earlier statement nothing is missing, in whatever order the files come.
        let early = Self.flex(Self.buy(1, 20_260_205, 60, -4200), from: 20_260_201, to: 20_260_228)
        let whole = try book(late, early)
        #expect(whole.isCashKnown(of: "main") && whole.cash(of: "main") == Money(tenThousandths: -70_000_000))
        #expect(whole.positions.first?.costBasis == Money(tenThousandths: 70_000_000))
        // Or with the report of its cash.
        let cash = "<CashReportCurrency accountId=\"U1\" currency=\"USD\" endingCash=\"1234.5\" />"
        let stated = try book(Self.flex(Self.buy(2, 20_260_310, 40, -2800) + Self.listed + cash, to: 20_260_331))
        #expect(stated.isCashKnown(of: "main") && stated.cash(of: "main") == Money(tenThousandths: 12_345_000))
        #expect(stated.statedBalance(of: "main")?.at.newYork.date.iso8601 == "2026-03-31")
    }

    @Test func thinkorswimBeginsWithTheBalanceOfTheDay() throws {
        let book = try book(
            [
                "Account Statement for 12345678 (ira) since 1/1/26 through 3/31/26", "", "Cash Balance",
                "DATE,TIME,TYPE,REF #,DESCRIPTION,Misc Fees,Commissions & Fees,AMOUNT,BALANCE",
                "1/2/26,00:00:00,BAL,,Cash balance at the start of business day,,,,\"10,000.00\"",
                "1/13/26,11:00:00,TRD,=\"1003\",SOLD -1 MO 100 16 JAN 26 57.5 PUT @.50,-0.01,-0.65,50.00,\"10,049.34\"",
                "1/20/26,01:00:00,DOI,=\"1005\",ORDINARY DIVIDEND~KO,,,12.50,\"10,061.84\"",
                ",,,,TOTAL,-0.01,-0.65,62.50,\"10,061.84\"", "",
            ].joined(separator: "\n"))
        // The last balance of the file's own column.
        #expect(book.cash(of: "main") == Money(tenThousandths: 100_618_400))
    }

    /// It leaves as the plain CSV and comes back, and a book kept by hand may begin with a statement.
    @Test func statementsOfThePlainTable() throws {
        let text = [
            "date,account,action,symbol,quantity,price,fees,amount,order,note",
            "2026-01-02,main,statement,KO,100,,,,,at the old broker",
            "2026-01-02T18:00:00-05:00,main,statement,,,,,2500.50,,",
            "2026-01-05,main,sell,KO,40,70.00,0,,A1,", "",
        ].joined(separator: "\n")
        let first = try outcome([text])
        #expect(first.report.totals.imported == 3 && first.report.totals.skipped == 0)
        let events = first.bookings.flatMap(\.result.events)
        let book = LedgerBook(events)
        #expect(book.positions.map(\.quantity) == [Quantity(60)] && book.positions.first?.costBasis == nil)
        #expect(book.cash(of: "main") == Money(tenThousandths: 53_005_000) && book.issues.isEmpty)
        let copy = LedgerBook(try outcome([PlainExport.text(events)]).bookings.flatMap(\.result.events))
        #expect(copy.cash(of: "main") == book.cash(of: "main"))
        #expect(copy.positions.map(\.quantity) == book.positions.map(\.quantity))
    }
}

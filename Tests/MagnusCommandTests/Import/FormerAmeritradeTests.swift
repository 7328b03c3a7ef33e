import MagnusAnalysis
import MagnusConnectors
import MagnusDomain
import Testing

/// What an account did at TD Ameritrade before Schwab took it over, in its words there, is booked as what it was. The
/// words are those of genuine exports quoted in public projects.
@Suite struct FormerAmeritradeTests {
    private func book(_ rows: [String]) throws -> LedgerBook {
        let header =
            "\"Date\",\"Action\",\"Symbol\",\"Description\",\"Quantity\",\"Price\",\"Fees & Comm\",\"Amount\""
        var file = ImportFile(path: "schwab.csv")
        try file.read(Array(([header] + rows + [""]).joined(separator: "\n").utf8))
        var batch = ImportBatch(account: "main")
        try batch.add(file)
        return LedgerBook(batch.finish().bookings.flatMap(\.result.events))
    }

    private static func journaled(_ date: String, _ symbol: String, _ words: String, _ quantity: String) -> String {
        "\"\(date)\",\"Journaled Shares\",\"\(symbol)\",\"TDA TRAN - \(words)\",\"\(quantity)\",\"\",\"\",\"\""
    }

    @Test func endsOfOptionsAreRealisedAndAssigned() throws {
        let book = try book([
            Self.journaled(
                "12/18/2023", "GOLD 12/15/2023 19.00 C", "REMOVAL OF OPTION DUE TO EXPIRATION (0GOLD.LF30019000)", "1"),
            Self.journaled(
                "12/18/2023", "IPI 12/15/2023 35.00 P", "REMOVAL OF OPTION DUE TO ASSIGNMENT (0IPI..OH30035000)", "1"),
            "\"12/18/2023\",\"Buy\",\"IPI\",\"INTREPID POTASH\",\"100\",\"$35.00\",\"\",\"-$3500.00\"",
            Self.journaled(
                "12/04/2023", "GLD 12/01/2023 176.50 P", "REMOVAL OF OPTION DUE TO EXPIRATION (0GLD..X130176500)", "-1"),
            "\"12/01/2023\",\"Sell to Open\",\"GOLD 12/15/2023 19.00 C\",\"CALL\",\"1\",\"$0.20\",\"$0.66\",\"$19.34\"",
            "\"12/01/2023\",\"Sell to Open\",\"IPI 12/15/2023 35.00 P\",\"PUT\",\"1\",\"$0.50\",\"$0.66\",\"$49.34\"",
            "\"11/01/2023\",\"Buy to Open\",\"GLD 12/01/2023 176.50 P\",\"PUT\",\"1\",\"$1.50\",\"$0.66\",\"-$150.66\"",
        ])
        #expect(book.issues.isEmpty && book.positions.count == 1)
        // 19.34 and 49.34 of the puts and calls that ended, less the 150.66 of the long put.
        #expect(book.realizedProfit(of: "main") == Money(tenThousandths: -819_800))
        let basis = try #require(book.positions.first?.stockBasis)
        // Strike 35, less 49.34 of premium on 100 shares.
        #expect(abs(basis.broker - 35) < 0.0001)
        #expect(basis.tax.map { abs($0 - 34.5066) < 0.0001 } == true)
    }

    @Test func splitsKeepCostAndDates() throws {
        let book = try book([
            Self.journaled("11/20/2023", "AAA", "STOCK SPLIT (AAA)", "100"),
            Self.journaled("11/10/2023", "CCC", "MANDATORY REVERSE SPLIT (CCC)", "-100"),
            Self.journaled("11/10/2023", "CCC", "MANDATORY REVERSE SPLIT (CCC)", "10"),
            Self.journaled("11/09/2023", "BBB", "STOCK SPLIT (BBB)", "-85"),
            Self.journaled("11/09/2023", "BBB", "STOCK SPLIT (BBB)", "255"),
            Self.journaled("11/08/2023", "NEWX", "MANDATORY - EXCHANGE (NEWX)", "200"),
            Self.journaled("11/08/2023", "OLDX", "MANDATORY - EXCHANGE (OLDX)", "-200"),
            "\"10/02/2023\",\"Buy\",\"AAA\",\"AAA INC\",\"100\",\"$10.00\",\"\",\"-$1000.00\"",
            "\"10/02/2023\",\"Buy\",\"BBB\",\"BBB INC\",\"85\",\"$60.00\",\"\",\"-$5100.00\"",
            "\"10/02/2023\",\"Buy\",\"CCC\",\"CCC INC\",\"100\",\"$1.00\",\"\",\"-$100.00\"",
            "\"10/02/2023\",\"Buy\",\"OLDX\",\"OLD INC\",\"200\",\"$9.00\",\"\",\"-$1800.00\"",
        ])
        #expect(book.issues.isEmpty)
        // What was paid, whatever the number of shares is now.
        let held = book.positions.map { position in
            "\(position.quantity.signedText) \(position.instrument.underlying) \(position.costBasis?.text ?? "")"
        }
        #expect(held == ["+200 AAA 1,000.00", "+255 BBB 5,100.00", "+10 CCC 100.00", "+200 NEWX 1,800.00"])
        #expect(book.positions.allSatisfy { $0.openedAt.newYork.date.iso8601 == "2023-10-02" })
    }

    @Test func aMoveWithinTheAccountKeepsTheCost() throws {
        let book = try book([
            Self.journaled("05/13/2024", "SCHB", "TRANSFER OF SECURITY OR OPTION OUT (SCHB)", "-18.933"),
            "\"05/13/2024\",\"Internal Transfer\",\"SCHB\",\"SCHWAB ETF\",\"18.933\",\"\",\"\",\"\"",
            "\"04/03/2023\",\"Buy\",\"SCHB\",\"SCHWAB ETF\",\"18.933\",\"$50.00\",\"\",\"-$946.65\"",
        ])
        #expect(book.positions.map(\.costBasis) == [Money(tenThousandths: 9_466_500)])
    }
}

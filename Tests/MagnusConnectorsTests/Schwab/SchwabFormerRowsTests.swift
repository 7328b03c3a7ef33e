import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Rows that Schwab took over from TD Ameritrade. Their words are those of genuine exports in public projects (issue
/// trackers and converters that quote rows of 2021 to 2024); the quantities are signed as there: `1` removes a short
/// option, `-1` a long one.
@Suite struct SchwabFormerRowsTests {
    private func read(_ rows: [String]) throws -> ImportResult {
        try imported([SchwabReaderTests.file(rows)])
    }

    private func journaled(_ date: String, _ symbol: String, _ words: String, _ quantity: String, _ amount: String = "")
        -> String
    {
        SchwabReaderTests.row(date, "Journaled Shares", symbol, "TDA TRAN - " + words, quantity, "", "", amount)
    }

    private static let opened = [
        SchwabReaderTests.row(
            "12/01/2023", "Sell to Open", "GOLD 12/15/2023 19.00 C", "CALL BARRICK", "1", "$0.20", "$0.66", "$19.34"),
        SchwabReaderTests.row(
            "12/01/2023", "Sell to Open", "IPI 12/15/2023 35.00 P", "PUT INTREPID", "1", "$0.50", "$0.66", "$49.34"),
        SchwabReaderTests.row(
            "11/01/2023", "Buy to Open", "GLD 12/01/2023 176.50 P", "PUT GLD", "1", "$1.50", "$0.66", "-$150.66"),
    ]

    @Test func removalsAreExpirationsAndAssignmentsOfTheLastDay() throws {
        let result = try read(
            [
                journaled(
                    "12/18/2023", "GOLD 12/15/2023 19.00 C", "REMOVAL OF OPTION DUE TO EXPIRATION (0GOLD.LF30019000)",
                    "1"),
                journaled(
                    "12/18/2023", "IPI 12/15/2023 35.00 P", "REMOVAL OF OPTION DUE TO ASSIGNMENT (0IPI..OH30035000)",
                    "1"),
                SchwabReaderTests.row(
                    "12/18/2023", "Buy", "IPI", "INTREPID POTASH", "100", "$35.00", "", "-$3500.00"),
                journaled(
                    "12/04/2023", "GLD 12/01/2023 176.50 P", "REMOVAL OF OPTION DUE TO EXPIRATION (0GLD..X130176500)",
                    "-1"),
            ] + Self.opened)
        #expect(result.report.files.first?.warnings.isEmpty == true && result.report.totals.skipped == 0)
        #expect(holdings(result.events) == ["IPI": 100])
        let ended = result.events.filter { $0.kind == .expiration }
        #expect(ended.map { $0.time.newYork.date.iso8601 }.sorted() == ["2023-12-01", "2023-12-15"])
        let assigned = result.events.filter { $0.kind == .assignment }
        #expect(assigned.count == 2 && assigned.contains { $0.instrument == .stock(symbol: "IPI") })
    }

    @Test func splitsAndExchangesArePaired() throws {
        let result = try read([
            journaled("11/20/2023", "AAA", "STOCK SPLIT (AAA)", "100"),
            journaled("11/10/2023", "CCC", "MANDATORY REVERSE SPLIT (CCC)", "-100"),
            journaled("11/10/2023", "CCC", "MANDATORY REVERSE SPLIT (CCC)", "10"),
            journaled("11/08/2023", "NEWX", "MANDATORY - EXCHANGE (NEWX)", "200"),
            journaled("11/08/2023", "OLDX", "MANDATORY - EXCHANGE (OLDX)", "-200"),
        ])
        let kinds = Dictionary(grouping: result.events, by: \.kind)
        #expect(kinds[.split]?.count == 3 && kinds[.merger]?.count == 2 && result.events.count == 5)
        // The halves of a change meet by their moment.
        #expect(Set(result.events.map(\.time)).count == 3)
    }

    @Test func movesWithinTheAccountKeepTheCost() throws {
        let result = try read([
            journaled("05/13/2024", "SCHB", "TRANSFER OF SECURITY OR OPTION OUT (SCHB)", "-18.933"),
            SchwabReaderTests.row("05/13/2024", "Internal Transfer", "SCHB", "SCHWAB US BROAD MARKET ETF", "18.933"),
            journaled("04/04/2023", "IWM", "INTERNAL TRANSFER BETWEEN LOCATION CODES (IWM)", "50"),
            journaled("04/04/2023", "IWM", "INTERNAL TRANSFER BETWEEN LOCATION CODES (IWM)", "-50"),
            journaled("04/04/2023", "IWM", "TRANSFER OF SECURITY OR OPTION IN (IWM)", "50"),
            SchwabReaderTests.row("04/03/2023", "Buy", "SCHB", "SCHWAB ETF", "18.933", "$50.00", "", "-$946.65"),
        ])
        #expect(result.report.totals.imported == 2 && result.report.totals.skipped == 4)
        #expect(result.report.files.first?.skipped.allSatisfy { $0.reason.hasSuffix("nothing changes") } == true)
        #expect(holdings(result.events) == ["SCHB": 18.933, "IWM": 50])
    }

    @Test func cashRowsAreWhatTheirWordsSay() throws {
        let result = try read([
            journaled("11/21/2023", "", "CASH ALTERNATIVES PURCHASE (MMDA1) BANK SWEEP DEPOSIT", "", "$12,499.89"),
            journaled("10/31/2023", "MMDA1", "CASH ALTERNATIVES INTEREST (MMDA1)", "56.32"),
            journaled("07/28/2023", "", "W-8 WITHHOLDING (AAA)", "", "-$3.00"),
            journaled("07/27/2023", "", "MANDATORY REORGANIZATION FEE (AAA)", "", "-$38.00"),
            SchwabReaderTests.row(
                "04/12/2021", "Buy", "11111A111", "TDA TRAN - Bought 5 (AAA) @4.8800", "5", "$4.88", "", "-$24.40"),
        ])
        #expect(result.report.totals.skipped == 1 && holdings(result.events) == ["AAA": 5])
        #expect(result.events.first { $0.kind == .interest }?.amount == Money(tenThousandths: 563_200))
        #expect(result.events.first { $0.kind == .dividend }?.amount == Money(tenThousandths: -30_000))
        #expect(result.events.first { $0.kind == .fee }?.fees == Money(tenThousandths: -380_000))
    }

    @Test func aTransferInPlainWordsStaysOne() throws {
        let rows = [
            SchwabReaderTests.row("03/22/2021", "Security Transfer", "GOOG", "ALPHABET INC", "-10"),
            journaled("03/20/2021", "IWM", "TRANSFER OF SECURITY OR OPTION IN (IWM)", "50"),
        ]
        #expect(try read(rows).events.allSatisfy { $0.kind == .transfer })
    }
}

import MagnusDomain
import Testing

@testable import MagnusConnectors

/// The two layouts as public parsers of E*TRADE's downloads know them.
@Suite struct ETradeReaderTests {
    static let older = [
        "For Account:,####3525", "",
        "TransactionDate,TransactionType,SecurityType,Symbol,Quantity,Amount,Price,Commission,Description", "",
    ]
    static let newer = [
        "All Transactions Activity Types", "", "Account Activity for b -1847 from Prior Year", "", "Total:,-63559.99",
        "",
        "Activity/Trade Date,Transaction Date,Settlement Date,Activity Type,Description,Symbol,Cusip,Quantity #,Price $,"
            + "Amount $,Commission,Category,Note",
    ]

    private func outcome(_ lines: [String], existing: [String: [LedgerEvent]] = [:]) throws -> ImportBatch.Outcome {
        var batch = ImportBatch()
        var file = ImportFile(path: "DownloadTxnHistory.csv")
        try file.read(Array(lines.joined(separator: "\n").utf8))
        try batch.add(file)
        return batch.finish(existing: existing)
    }

    @Test func theOlderDownload() throws {
        let outcome = try outcome(
            Self.older + [
                "04/05/23,Sold,EQ,AMZN,-2,202.19,101.1,0,AMAZON.COM INC",
                "04/03/23,Bought,EQ,AMZN,2,-204.9,102.45,0,AMAZON.COM INC",
                "11/15/22,Sold Short,OPTN,COF Mar 21 '25 $210 Call,-1,506.31,5.07,0.69,COF Mar 21 '25 $210 Call",
                "11/14/22,Bought To Open,OPTN,AAPL--250620C00150000,1,-500.65,5,0.65,AAPL Jun 20 25 $150 Call",
                "12/31/19,Dividend,MF,JSPGX,5.834,-81.33,0,0,JANUS HENDERSON REINVEST PRICE $ 13.94",
                "12/31/19,Dividend,MF,JSPGX,0,81.33,0,0,JANUS HENDERSON DIVIDEND",
                "02/01/19,Transfer,UNKNOWN, ,0,500,0,0,ACH DEPOSIT                   REFID:12312312312;",
            ])
        #expect(outcome.bookings.map(\.target.name) == ["etrade-3525"])
        #expect(outcome.report.totals.imported == 7 && outcome.report.files[0].warnings.isEmpty)
        let events = outcome.bookings[0].result.events
        #expect(
            holdings(events) == ["AAPL250620C00150000": 1, "COF250321C00210000": -1, "JSPGX": 5.834])
        let short = try #require(events.first { $0.quantity == Quantity(-1) })
        #expect(short.amount.text == "507.00" && short.fees.text == "-0.69" && short.effect == .opening)
        #expect(events.reduce(Money.zero) { $0 + $1.amount + $1.fees }.text == "502.95")
    }

    @Test func whatStatesNoTypeIsBookedWhereTheFiguresLeaveNoDoubt() throws {
        let outcome = try outcome(
            Self.older + [
                "12/06/24,0,OPTN                            ,NVDA Dec 13 '24 $150 Put,-5,3972.31,7.95,2.68,PUT  NVDA"
                    + "   12/13/24   150.000",
                "12/06/24,0, ,NVDA Dec 06 '24 $150 Call,10,-10.12,0.01,0.12,CALL NVDA   12/06/24   150.000",
                "12/04/24,0, , ,0,1901.1,0,0,INTERNAL FUND TRANSFER",
                "12/04/24,0, , ,0,-1901.1,0,0,INTERNAL FUND TRANSFER",
                "11/22/24,0, ,NVDA Nov 29 '24 $135 Put,-1,60.47,0.61,0.53,PUT  NVDA   11/29/24   135.000",
                "11/22/24,0, ,NVDA Nov 29 '24 $135 Put,-1,60.47,0.61,0.53,PUT  NVDA   11/29/24   135.000",
                "11/29/24,0,MMF                             ,MSBNK,-0.08,0.08,0,0,MORGAN STANLEY BANK N.A. (Period)",
            ])
        let events = outcome.bookings[0].result.events
        #expect(
            holdings(events) == ["NVDA241213P00150000": -5, "NVDA241206C00150000": 10, "NVDA241129P00135000": -2])
        #expect(outcome.report.totals.imported == 6)
        #expect(outcome.report.files[0].skipped.map(\.reason) == ["TransactionType: no type of transaction stated"])
        #expect(events.reduce(Money.zero) { $0 + $1.amount + $1.fees }.text == "4,083.13")
    }

    static let rows = [
        "12/31/25,12/31/25,12/31/25,Interest Income,MORGAN STANLEY BANK N.A. (Period 12/01-12/31),MSBNK,--,,,0.09,0.0,--,--",
        "06/09/25,06/09/25,06/09/25,Online Transfer,ACH WITHDRAWL  REFID:139875155906;,--,--,,,-28000.0,0.0,--,--",
        "04/01/25,04/01/25,04/01/25,Adjustment,TRNSFR CASH TO MARGIN,--,--,,,63.46,0.0,--,--",
        "04/01/25,04/01/25,04/01/25,Adjustment,TRNSFR CASH TO MARGIN,--,--,,,-63.46,0.0,--,--",
        "03/31/25,03/31/25,03/31/25,Margin Interest,Thru 03/31/25 for 2 days,--,--,,,-63.46,0.0,--,--",
        "03/03/25,03/03/25,02/28/25,Option Expired,CALL TSLA   02/28/25   380.000,TSLA,--,2.0,,0.0,0.0,--,--",
        "02/28/25,02/28/25,02/27/25,Option Assigned,PUT  TSLA   02/28/25   370.000,TSLA,--,2.0,,0.0,0.0,--,--",
        "02/28/25,02/28/25,03/03/25,Sold,TESLA INC UNSOLICITED TRADE,TSLA,--,-200.0,289.9,57978.35,1.62,--,--",
        "02/28/25,02/28/25,02/28/25,Bought,TESLA INC,TSLA,--,200.0,370.0,-74000.0,0.0,--,--",
        "02/24/25,02/24/25,02/25/25,Sold Short,CALL TSLA   02/28/25   380.000,TSLA,--,-2.0,1.0,198.73,1.26,--,--",
        "02/24/25,02/24/25,02/25/25,Sold Short,PUT  TSLA   02/28/25   370.000,TSLA,--,-2.0,40.1,8018.73,1.26,--,--",
    ]
    static let footer = "\"For all accounts, the Activity Date and the Processing Date are displayed.\""

    @Test func theActivityList() throws {
        let outcome = try outcome(Self.newer + Self.rows + ["", Self.footer])
        #expect(outcome.bookings.map(\.target.name) == ["etrade-1847"])
        #expect(outcome.report.totals.read == 11 && outcome.report.totals.imported == 11)
        #expect(outcome.report.files[0].preambleLines == 3 && outcome.report.files[0].footerLines == 1)
        let events = outcome.bookings[0].result.events
        #expect(holdings(events).isEmpty)
        // The shares of the assigned put are printed as bought.
        let delivered = try #require(events.first { $0.quantity == Quantity(200) })
        #expect(delivered.kind == .assignment && delivered.instrument == .stock(symbol: "TSLA"))
        #expect(outcome.report.events.assignments == 1 && outcome.report.events.trades == 3)
        #expect(events.reduce(Money.zero) { $0 + $1.amount + $1.fees }.text == "-35,867.56")
    }

    @Test func twiceAndOverlappingPartsCountOnce() throws {
        let whole = try outcome(Self.newer + Self.rows)
        let events = whole.bookings[0].result.events
        let again = try outcome(Self.newer + Self.rows.dropFirst(3), existing: ["etrade-1847": events])
        #expect(again.report.totals.imported == 0 && again.report.totals.duplicate == 8)
        #expect(
            try outcome(Self.newer + Self.rows.reversed()).bookings[0].result.events.map(\.kind).sorted {
                $0.rawValue < $1.rawValue
            } == events.map(\.kind).sorted { $0.rawValue < $1.rawValue })
    }

    @Test(arguments: [
        ("02/24/25,,,Exotic,x,TSLA,--,1,1,-1,0,,", "TransactionType: unknown type"),
        ("02/24/25,,,Option Expired,TESLA INC,TSLA,--,2.0,,0.0,0.0,,", "TransactionType: unknown type"),
        ("02/24/25,,,Bought,PUT TSLA 02/30/25 370.000,TSLA,--,2.0,1,-200,0.0,,", "Symbol: no such expiry date"),
        ("99/24/25,,,Bought,TESLA INC,TSLA,--,2.0,1,-2,0.0,,", "TransactionDate: no plausible date"),
    ]) func rowsThatMakeNoSense(row: String, reason: String) throws {
        let outcome = try outcome(Self.newer + [row, Self.rows[0]])
        #expect(outcome.report.totals.imported == 1)
        #expect(outcome.report.files[0].skipped.map(\.reason) == [reason])
    }
}

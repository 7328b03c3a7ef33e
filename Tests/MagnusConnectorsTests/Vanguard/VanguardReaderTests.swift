import MagnusDomain
import Testing

@testable import MagnusConnectors

/// The layouts as public parsers of Vanguard's download know them.
@Suite struct VanguardReaderTests {
    static let held = "Account Number,Investment Name,Symbol,Shares,Share Price,Total Value,"
    static let header =
        "Account Number,Trade Date,Settlement Date,Transaction Type,Transaction Description,Investment Name,Symbol,"
        + "Shares,Share Price,Principal Amount,Commissions and Fees,Net Amount,Accrued Interest,Account Type,"

    static func row(
        _ type: String, symbol: String = "VTI", shares: String = "0.0", price: String = "0.0", principal: String = "0",
        fees: String = "0.0", net: String, date: String = "2024-07-19", account: String = "68411173",
        description: String? = nil
    ) -> String {
        "\(account),\(date),\(date),\(type),\(description ?? type),VANGUARD TOTAL STOCK MARKET ETF,\(symbol),\(shares),"
            + "\(price),\(principal),\(fees),\(net),0.0,CASH,"
    }

    private func outcome(_ lines: [String]) throws -> ImportBatch.Outcome {
        var batch = ImportBatch()
        var file = ImportFile(path: "OfxDownload.csv")
        try file.read(Array(lines.joined(separator: "\n").utf8))
        try batch.add(file)
        return batch.finish()
    }

    @Test func holdingsStandAboveTheTransactions() throws {
        // More holdings than titles may stand above a header.
        let holdings = (0..<90).map { "68411173,FUND \($0),FUND,\($0 + 1),1,1," }
        let outcome = try outcome(
            [Self.held] + holdings + ["", "", "", Self.header]
                + [
                    Self.row("Buy", shares: "5.00000", price: "477.81", principal: "-2389.05", net: "-2389.05"),
                    Self.row("Sell", shares: "-2.00000", price: "500", principal: "1000", fees: "1.00", net: "999.00"),
                    Self.row("Dividend", net: "12.34", description: "Dividend Received"),
                    Self.row("Reinvestment", shares: "0.5", price: "119.00", net: "\"(59.50)\""),
                ])
        #expect(outcome.bookings.map(\.target.name) == ["vanguard-1173"])
        #expect(outcome.report.totals.read == 4 && outcome.report.totals.imported == 4)
        let events = outcome.bookings[0].result.events
        #expect(events.count == 4 && MagnusConnectorsTests.holdings(events) == ["VTI": 3.5])
        let sale = try #require(events.first { $0.quantity.isShort })
        #expect(sale.amount.text == "1,000.00" && sale.fees.text == "-1.00")
        #expect(events.reduce(Money.zero) { $0 + $1.amount + $1.fees }.text == "-1,437.21")
    }

    @Test func severalAccountsAndTheOlderHeading() throws {
        let header = Self.header.replacing("Commissions and Fees", with: "Commission Fees")
        let outcome = try outcome([
            header, Self.row("Buy", shares: "1", price: "10", net: "-10"),
            Self.row("Buy", shares: "2", price: "10", net: "-20", date: "07/20/2024", account: "12345678"),
        ])
        #expect(outcome.bookings.map(\.target.name) == ["vanguard-1173", "vanguard-5678"])
        #expect(outcome.bookings.map { $0.result.events.count } == [1, 1])
    }

    @Test func theSettlementFundIsCash() throws {
        let outcome = try outcome([
            Self.header, Self.row("Dividend", symbol: "VMFXX", net: "1492.03"),
            Self.row("Reinvestment", symbol: "VMFXX", net: "-1492.03"),
            Self.row("Sweep out", symbol: "VMFXX", price: "1.0", net: "1492.03"),
            Self.row("Sweep in", symbol: "VMFXX", price: "1.0", net: "-1492.03"),
            Self.row("Buy", symbol: "VMFXX", shares: "100", price: "1.0", net: "-100"),
            Self.row("Funds Received", symbol: "", net: "400.00"),
            Self.row("Withdrawal", symbol: "", net: "-1492.03"), Self.row("Fee", symbol: "", net: "-20"),
            Self.row("Interest charge", symbol: "", net: "-3"),
            Self.row("Foreign Tax Withheld", symbol: "TSM", net: "-2"),
        ])
        let events = outcome.bookings[0].result.events
        #expect(holdings(events).isEmpty && events.count == 6 && outcome.report.totals.skipped == 4)
        #expect(events.reduce(Money.zero) { $0 + $1.amount + $1.fees }.text == "375.00")
        #expect(outcome.report.events.fees == 1 && outcome.report.events.transfers == 2)
        // Tax withheld is taken from the dividend, as with every broker.
        #expect(events.filter { $0.kind == .dividend }.map(\.amount.text).contains("-2.00"))
    }

    @Test func options() throws {
        let call = "ARKK 270115 C 100.00"
        let put = "ARKK 240719 P 45.00"
        let outcome = try outcome([
            Self.header,
            Self.row("Buy", symbol: "ARKK", shares: "200", price: "45", net: "-9000", date: "2024-07-22"),
            Self.row("Assigned", symbol: put, shares: "2", net: "0", date: "2024-07-19"),
            Self.row("Expired", symbol: "ARKK 240719 C 60.00", shares: "-1", net: "0", date: "2024-07-19"),
            Self.row(
                "Sell to open", symbol: put, shares: "-2", price: "1.5", fees: "2", net: "298", date: "2024-07-01"),
            Self.row(
                "Buy to open", symbol: "ARKK 240719 C 60.00", shares: "1", price: "1", net: "-100",
                date: "2024-07-01"),
            Self.row("Buy to open", symbol: call, shares: "1", price: "3", net: "-300", date: "2024-07-01"),
        ])
        let events = outcome.bookings[0].result.events
        #expect(holdings(events) == ["ARKK": 200, "ARKK270115C00100000": 1])
        #expect(outcome.report.events.assignments == 1 && outcome.report.events.expirations == 1)
        // Printed as bought: the option of the Friday before explains it.
        #expect(events.last?.kind == .assignment && events.last?.instrument == .stock(symbol: "ARKK"))
    }

    @Test func nothingOfFundAccountsIsLostSilently() throws {
        let outcome = try outcome([
            Self.header, Self.row("Buy", shares: "1", price: "10", net: "-10"), "",
            "Account Number,Trade Date,Run Date,Transaction Activity,Transaction Description,Investment Name,"
                + "Share Price,Transaction Shares,Dollar Amount,",
            "99887766,01/02/2024,01/03/2024,Buy,Buy,VANGUARD 500,100,1,100,",
        ])
        #expect(outcome.report.totals.read == 2 && outcome.report.totals.skipped == 1)
        #expect(outcome.bookings.count == 1 || outcome.bookings.allSatisfy { $0.target.name.hasPrefix("vanguard") })
    }

    @Test(arguments: [
        (row("Corp Action (Exchange)", net: "5"), "Transaction Type: unknown type of transaction"),
        (
            row("Buy", symbol: "", shares: "1", net: "-5"),
            "Symbol: no symbol: only shares, funds and options are booked"
        ),
        (row("Buy", shares: "1", net: "-5", date: "2024-13-01"), "Trade Date: no plausible date"),
        (row("Buy", shares: "-1", net: "5"), "Shares: the sign contradicts the action"),
        (row("Buy", symbol: "ARKK 270199 C 100.00", shares: "1", net: "-5"), "Symbol: no such expiry date"),
    ]) func rowsThatMakeNoSense(row: String, reason: String) throws {
        let outcome = try outcome([Self.header, row, Self.row("Buy", shares: "1", price: "10", net: "-10")])
        #expect(outcome.report.totals.imported == 1)
        #expect(outcome.report.files.flatMap(\.skipped).map(\.reason) == [reason])
    }
}

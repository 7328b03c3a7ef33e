import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Rows of every variant, good and hostile.
@Suite struct FidelityReaderTests {
    static let plain =
        "Run Date,Action,Symbol,Description,Type,Quantity,Price ($),Commission ($),Fees ($),Accrued Interest ($),"
        + "Amount ($),Settlement Date"
    static let account =
        "Run Date,Account,Action,Symbol,Security Description,Security Type,Quantity,Price ($),Commission ($),"
        + "Fees ($),Accrued Interest ($),Amount ($),Settlement Date"
    static let balance =
        "Run Date,Action,Symbol,Description,Type,Price ($),Quantity,Commission ($),Fees ($),Accrued Interest ($),"
        + "Amount ($),Cash Balance ($),Settlement Date"
    static let shifted =
        "Run Date,Account,Account Number,Action,Symbol,Description,Type,Exchange Quantity,Exchange Currency,Quantity,"
        + "Currency,Price,Exchange Rate,Commission,Fees,Accrued Interest,Amount,Settlement Date"

    static let put = "PUT (SPY) SPDR S&P500 ETF NOV 18 22 $395 (100 SHS)"

    /// A row of the plain variant.
    static func row(
        _ action: String, symbol: String = " -SPY221118P395", description: String = put, quantity: String = "",
        price: String = "", commission: String = "", fees: String = "", amount: String = "",
        date: String = "11/16/2022"
    ) -> String {
        " \(date), \(action) (Margin), \(symbol), \(description),Margin,\(quantity),\(price),\(commission),\(fees),,"
            + "\(amount),11/17/2022"
    }

    static let opening = row(
        "YOU SOLD OPENING TRANSACTION \(put)", quantity: "-3", price: "2.59", commission: "1.95", fees: "0.07",
        amount: "774.98")

    private func read(_ rows: String..., header: String = plain) throws -> ImportResult {
        try imported([(["", "Brokerage", "", header] + rows).joined(separator: "\r\n")])
    }

    @Test func anOpeningTrade() throws {
        let result = try read(Self.opening)
        let event = try #require(result.events.first)
        #expect(event.kind == .trade && event.effect == .opening && event.quantity == Quantity(-3))
        #expect(event.price?.text == "2.59" && event.amount.text == "777.00" && event.fees.text == "-2.02")
        #expect(event.time.newYork.date.iso8601 == "2022-11-16" && event.line == 5)
        guard case .option(let contract) = event.instrument else {
            Issue.record("no option")
            return
        }
        #expect(contract.osi == "SPY   221118P00395000" && !contract.isAdjusted)
        #expect(result.report.files[0].preambleLines == 1 && result.report.files[0].warnings.isEmpty)
    }

    @Test func theVariantsAreOneFormatAndTheirRowsTheSame() throws {
        let action = "YOU SOLD OPENING TRANSACTION \(Self.put) (Margin)"
        let rows = [
            (Self.plain, Self.opening),
            (
                Self.balance,
                "11-16-2022,\(action), -SPY221118P395,\(Self.put),Margin,2.59,-3,1.95,0.07,\"\",774.98,50084.33,11-17-2022"
            ),
            (
                Self.plain + ",", "11/16/2022,\"\(action)\",\"-SPY221118P395\",x,Margin,-3,2.59,1.95,0.07,,774.98,,"
            ),
        ]
        var known: [LedgerEvent] = []
        for (index, (header, row)) in rows.enumerated() {
            let result = try imported([header + "\n" + row], existing: known)
            #expect(result.report.totals.imported == (index == 0 ? 1 : 0), "variant \(index)")
            #expect(result.report.totals.duplicate == (index == 0 ? 0 : 1))
            known += result.events
        }
    }

    @Test func anAccountInTwoPartsOfOneCell() throws {
        let row =
            " 07/05/2023,\"Individual\" X91636470,\" YOU SOLD AMAZON.COM INC (AMZN) (Cash)\", AMZN,\" AMAZON.COM INC\","
            + "Cash,-4,109.76,,0.01,,439.03,05/12/2023"
        let other = row.replacing("\"Individual\" X91636470", with: "Joint WROS - TOD X30097152")
        var batch = ImportBatch()
        var file = ImportFile(path: "all.csv")
        try file.read(Array(([Self.account, row, other].joined(separator: "\n")).utf8))
        try batch.add(file)
        let outcome = batch.finish()
        #expect(outcome.bookings.map(\.target.name) == ["fidelity-6470", "fidelity-7152"])
        #expect(outcome.report.totals.imported == 2)
        // Neither file says when the shares were bought: a plain sale of them is no short one.
        #expect(Set(outcome.report.files[0].warnings.map(\.code)) == ["closing_without_opening"])
        #expect(outcome.bookings[0].result.events[0].amount.text == "439.04")
    }

    @Test func headingsAboveOtherCells() throws {
        let row =
            "12/20/2021,\"INDIVIDUAL\",\"X35956562\",\"EXPIRED CALL (PBI) PITNEY BOWES INC COMDEC 17 21 $9 as of Dec-17-2021"
            + " CALL (PBI) PITNEY BOWES INC COMDEC 17 21 $9 (100 SHS) (Cash)\", -PBI211217C9,x,Cash,0,,USD,,5,0,,,,0.00,"
        let sold =
            "12/01/2021,\"INDIVIDUAL\",\"X35956562\",\"YOU SOLD OPENING TRANSACTION CALL (PBI) (Cash)\", -PBI211217C9,x,"
            + "Cash,0,,USD,0.2,-5,0,3.25,0.1,,96.65,"
        let result = try read(row, sold, header: Self.shifted)
        #expect(result.events.map(\.kind) == [.trade, .expiration] && holdings(result.events).isEmpty)
        #expect(result.events.map(\.time.newYork.date.iso8601) == ["2021-12-01", "2021-12-17"])
    }

    @Test func assignmentOfAPut() throws {
        let result = try read(
            Self.row(
                "YOU BOUGHT ASSIGNED PUTS AS OF 11-18-22 SPDR S&P500 ETF TRUST TRUST UNIT DEP... (SPY)", symbol: "SPY",
                description: "SPDR S&P500 ETF TRUST", quantity: "300", price: "395", amount: "-118500",
                date: "11/21/2022"),
            Self.row("ASSIGNED as of 11/18/2022 \(Self.put)", quantity: "3", date: "11/21/2022"), Self.opening)
        #expect(result.events.map(\.kind) == [.trade, .assignment, .assignment])
        #expect(holdings(result.events) == ["SPY": 300] && result.report.events.assignments == 1)
        #expect(result.events.dropFirst().allSatisfy { $0.time.newYork.date.iso8601 == "2022-11-18" })
        #expect(result.events.reduce(Money.zero) { $0 + $1.amount + $1.fees }.text == "-117,725.02")
    }

    @Test func reverseSplitDistributionAndSpinOff() throws {
        let result = try read(
            Self.row(
                "REVERSE SPLIT R/S FROM 517103404#REOR M0051311040001 LARGO RESOURCES LTD (517103602)", symbol: "LGO",
                quantity: "130", amount: "1500.00"),
            Self.row(
                "REVERSE SPLIT R/S TO 517103602#REOR M0051311040000 LARGO RESOURCES (517103404)", symbol: "517103404",
                quantity: "-1300", amount: "1500.00"),
            Self.row(
                "YOU BOUGHT LARGO RESOURCES", symbol: "517103404", quantity: "1300", price: "1", amount: "-1300",
                date: "11/01/2022"),
            Self.row("DISTRIBUTION NVIDIA CORP (NVDA)", symbol: "NVDA", quantity: "90"),
            Self.row("DISTRIBUTION SPINOFF FROM:369604301 GE VERNOVA (GEV)", symbol: "GEV", quantity: "2"),
            Self.row("MERGER MER PAYOUT #REOR M0051 TWITTER (TWTR)", symbol: "TWTR", quantity: "-10", amount: "542.00"))
        #expect(holdings(result.events) == ["LGO": 130, "NVDA": 90, "GEV": 2, "TWTR": -10])
        #expect(result.report.events.splits == 3 && result.report.events.mergers == 2)
        #expect(result.events.filter { $0.kind == .split }.allSatisfy { $0.amount == .zero })
        #expect(result.events.last { $0.instrument == .stock(symbol: "TWTR") }?.amount.text == "542.00")
    }

    @Test func cashAndTheCoreFund() throws {
        let result = try read(
            Self.row(
                "Electronic Funds Transfer Received", symbol: " ", description: "No Description", quantity: "0.000",
                amount: "500"),
            Self.row("DIVIDEND RECEIVED FIDELITY GOVERNMENT MONEY MARKET (SPAXX)", symbol: "SPAXX", amount: "1.45"),
            Self.row(
                "REINVESTMENT FIDELITY GOVERNMENT MONEY MARKET (SPAXX)", symbol: "SPAXX", quantity: "1.45",
                price: "1", amount: "-1.45"),
            Self.row(
                "YOU BOUGHT FIDELITY GOVERNMENT CASH RESERVES (FDRXX)", symbol: "FDRXX", quantity: "25", price: "1",
                amount: "-25"),
            Self.row(
                "REDEMPTION FROM CORE ACCOUNT FIDELITY GOVERNMENT MONEY MARKET (SPAXX)", symbol: "SPAXX",
                quantity: "-30000", price: "1", amount: "30000"),
            Self.row("INTEREST EARNED FDIC INSURED DEPOSIT AT US BANK (QUSBQ)", symbol: "QUSBQ", amount: "0.1"),
            Self.row("MARGIN INTEREST", symbol: "", description: "No Description", amount: "-12.30"),
            Self.row("JOURNALED JNL VS A/C TYPES", symbol: "", description: "No Description", amount: "-100"))
        #expect(result.events.reduce(Money.zero) { $0 + $1.amount + $1.fees }.text == "389.25")
        #expect(holdings(result.events).isEmpty && result.report.totals.imported == 5)
        #expect(result.report.totals.skipped == 3)
        #expect(result.report.files[0].skipped.allSatisfy { $0.reason.hasSuffix("nothing to book") })
    }

    @Test func contributionsAreTransfers() throws {
        let row = Self.row("CONTRIBUTION CURRENT YEAR", symbol: "", description: "No Description", amount: "7000")
        let result = try read(row)
        #expect(result.events.first?.kind == .transfer && result.events.first?.amount.text == "7,000.00")
    }

    @Test(arguments: [
        (row("SOMETHING NEW", symbol: "SPY"), "Action: unknown action"),
        (row("ASSIGNED POSITION", symbol: "SPY", quantity: "1"), "Action: unknown action"),
        (row("YOU BOUGHT X", symbol: "SPY", quantity: "-5", amount: "5"), "Quantity: the sign contradicts the action"),
        (
            row("YOU BOUGHT X", symbol: "SPY", quantity: "0", amount: "5"),
            "Quantity: a number other than zero is expected"
        ),
        (row("YOU BOUGHT X", symbol: "SPY", quantity: "5"), "Amount ($): no amount"),
        (row("YOU BOUGHT X", symbol: "SPY", quantity: "five", amount: "-5"), "Quantity: no number"),
        (row("YOU BOUGHT X", symbol: "SPY", quantity: "=1+1", amount: "-5"), "Quantity: no number"),
        (row("YOU BOUGHT X", symbol: "-SPY221345P395", quantity: "5", amount: "-5"), "Symbol: no such expiry date"),
        (
            row("YOU BOUGHT X", symbol: "517103404", quantity: "5", amount: "-5"),
            "Symbol: the number of a security where its symbol should stand"
        ),
        (row("YOU BOUGHT X", symbol: "SPY", quantity: "5", amount: "1e9"), "Amount ($): no amount"),
    ]) func rowsThatMakeNoSense(row: String, reason: String) throws {
        let result = try read(row, Self.opening)
        #expect(result.report.totals.imported == 1 && result.report.totals.read == 2)
        #expect(result.report.files[0].skipped.map(\.reason) == [reason])
    }

    /// Words and headings of further exports that public parsers quote.
    @Test func furtherHeadingsAndWords() throws {
        let header = Self.balance.replacing("Run Date", with: "Date")
        let result = try read(
            "11/21/2025,\"SHORT VS MARGIN MARK TO MARKET (Margin)\",,\"No Description\",Margin,,0.000,,,,4473.68,Processing,",
            "10/23/2024,TRANSFER OF ASSETS ACAT RECEIVE SELECT SECTOR SPDR (XLE) (Margin),XLE,x,Margin,,100,,,,8981,1485.54,",
            "06/30/2026,REINVESTMENT CASH (315994103) (Cash),FCASH,CASH,Cash,1,0.13,,,,-0.13,89.83,",
            "06/30/2026,INTEREST EARNED CASH (315994103) (Cash),315994103,CASH,Cash,,,,,,0.13,89.83,",
            "06/03/2025,\"ROTH CONVERSION VS 249-535651-1 (Cash)\",,\"No Description\",Cash,,0.000,,,,7000,7002.04,",
            "06/06/2025,NON-RESIDENT TAX DIVIDEND RECEIVED X (KO) (Cash),KO,x,Cash,,,,,,-1.50,7000.54,",
            "05/22/2026,YOU SOLD SHORT SALE DIREXION (SPXL) (Short),SPXL,x,Short,273.11,-10,,0.06,,2731.04,,05/26/2026",
            "05/23/2026,YOU BOUGHT SHORT COVER DIREXION (SPXL) (Short),SPXL,x,Short,270,10,,,,-2700,,05/26/2026",
            header: header)
        #expect(result.report.totals.imported == 6 && result.report.totals.skipped == 2)
        #expect(holdings(result.events) == ["XLE": 100])
        #expect(result.events.filter { $0.kind == .trade }.map(\.effect) == [.opening, .closing])
        #expect(result.events.reduce(Money.zero) { $0 + $1.amount + $1.fees }.text == "7,029.67")
        #expect(result.report.files[0].warnings.map(\.code) == ["value_not_cash"])
        // Schwab's columns are not taken for these.
        let schwab = ["Date", "Action", "Symbol", "Description", "Quantity", "Price", "Fees & Comm", "Amount"]
        #expect(ImportFormat.fidelity.confidence(header: schwab) == 0)
    }

    private static let cancel = row(
        "SELL CANCEL OPENING TRANSACTION CXL DESCRIPTION CANCELLED TRADE as of Nov-16-2022", quantity: "3",
        price: "2.59", commission: "", fees: "", amount: "-774.98", date: "11/21/2022")

    @Test func aCancelledTradeAndItsCancellationMoveNothing() throws {
        let result = try read(Self.cancel, Self.opening)
        #expect(holdings(result.events).isEmpty && result.events.map(\.kind) == [.adjustment, .adjustment])
        #expect(result.events.allSatisfy { $0.amount == .zero && $0.fees == .zero && $0.quantity.isZero })
        let file = result.report.files[0]
        #expect(file.rows.imported == 2 && file.warnings.map(\.code) == ["cancelled_trade", "cancelled_trade"])
        #expect(file.warnings.map(\.line) == [6, 5])
        #expect(file.warnings[0].message.hasPrefix("taken back in line 5"))
        // Once more the same, and the older download without the cancellation does not bring the trade back.
        let again = try imported([Self.plain + "\n" + Self.opening], existing: result.events)
        #expect(again.events.isEmpty && again.replacements.isEmpty && again.report.totals.duplicate == 1)
    }

    @Test func aTradeThatIsKnownAlreadyIsTakenBack() throws {
        let first = try read(Self.opening)
        let later = try imported(
            [[Self.plain, Self.cancel, Self.opening].joined(separator: "\n")], existing: first.events)
        let ledger = later.ledger(after: first.events)
        #expect(holdings(ledger).isEmpty && ledger.reduce(Money.zero) { $0 + $1.amount + $1.fees } == .zero)
        #expect(ledger.count == 2 && later.report.files[0].warnings.contains { $0.code == "cancellation_found" })
    }

    @Test func aCancellationAloneIsAnAdjustmentAndOfSeveralTradesTheNearestGoes() throws {
        let alone = try read(Self.cancel)
        #expect(alone.events.map(\.quantity) == [Quantity(3)])
        #expect(alone.events.first?.amount == Money(tenThousandths: -7_749_800))
        #expect(alone.report.files[0].warnings.map(\.code) == ["cancelled_trade"])
        let twin = Self.opening.replacing("11/16/2022", with: "11/18/2022")
        let result = try read(Self.cancel, twin, Self.opening)
        #expect(holdings(result.events) == ["SPY221118P00395000": -3])
        #expect(result.events.first { $0.kind == .trade }?.time.newYork.date.iso8601 == "2022-11-16")
        // Another price is another trade.
        let other = try read(Self.cancel, Self.opening.replacing("774.98", with: "774.97"))
        #expect(other.events.map(\.kind).contains(.trade))
    }

    @Test func equalFillsAreSeveralAndParenthesesNegative() throws {
        let fill = Self.row(
            "YOU BOUGHT TENARIS S.A. (TS)", symbol: "TS", quantity: "40", price: "34.66", amount: "\"(1,386.40)\"")
        let result = try read(fill, fill, fill)
        #expect(result.events.count == 3 && holdings(result.events) == ["TS": 120])
        let again = try imported([Self.plain + "\n" + fill + "\n" + fill], existing: result.events)
        #expect(again.events.isEmpty && again.report.totals.duplicate == 2)
    }
}

import Foundation
import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Single rows, good and hostile.
@Suite struct TastytradeReaderTests {
    static let header =
        "Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,"
        + "Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Currency"

    static func option(
        time: String = "2026-03-02T10:31:05-0500", action: String = "SELL_TO_OPEN",
        symbol: String = "KO    260320P00070000",
        description: String = "Sold 2 KO 03/20/26 Put 70.00 @ 1.05", value: String = "210.00", quantity: String = "2",
        price: String = "105.00", commissions: String = "-2.00", fees: String = "-0.26", multiplier: String = "100",
        expiration: String = "3/20/26", strike: String = "70", right: String = "PUT", currency: String = "USD"
    ) -> String {
        let subType = action.replacing("_", with: " ").lowercased()
        return
            "\(time),Trade,\(subType),\(action),\(symbol),Equity Option,\(description),\(value),\(quantity),\(price),"
            + "\(commissions),\(fees),\(multiplier),KO,KO,\(expiration),\(strike),\(right),77,\(currency)"
    }

    static func receive(
        _ subType: String, action: String = "", symbol: String, isOption: Bool, value: String = "0.00",
        quantity: String, price: String = "", time: String = "2026-03-20T17:00:00-0400", description: String = "x"
    ) -> String {
        let kind = isOption ? "Equity Option" : "Equity"
        return "\(time),Receive Deliver,\(subType),\(action),\(symbol),\(kind),\(description),\(value),\(quantity),"
            + "\(price),--,0.00,\(isOption ? "100" : ""),,,,,,,USD"
    }

    static func cash(_ subType: String, _ description: String, _ value: String, symbol: String = "") -> String {
        "2026-03-21T09:00:00-0400,Money Movement,\(subType),,\(symbol),\(symbol.isEmpty ? "" : "Equity"),"
            + "\(description),\"\(value)\",0,,--,0.00,,,,,,,,USD"
    }

    private func read(_ rows: String..., header: String = header) throws -> ImportResult {
        try imported([([header] + rows).joined(separator: "\n")])
    }

    @Test func oneTrade() throws {
        let result = try read(Self.option())
        let event = try #require(result.events.first)
        #expect(event.kind == .trade && event.effect == .opening && event.quantity == Quantity(-2))
        #expect(event.price?.text == "1.05" && event.amount.text == "210.00" && event.fees.text == "-2.26")
        #expect(event.time.rfc3339 == "2026-03-02T15:31:05Z" && event.line == 2 && event.account == "test")
    }

    /// Shares that a dividend buys are bought with its cash; those that come for nothing have an unknown cost.
    @Test func reinvestedDividendsBringShares() throws {
        let result = try read(
            Self.receive(
                "Dividend", action: "BUY_TO_OPEN", symbol: "KO", isOption: false, value: "-30.00", quantity: "0.5",
                price: "-60.00", description: "Received 0.5 Long KO via Dividend"),
            Self.cash("Dividend", "COCA COLA", "30.00", symbol: "KO"),
            Self.receive(
                "Dividend", action: "BUY_TO_OPEN", symbol: "SVOL", isOption: false, quantity: "2.41503", price: "0.00",
                description: "Received 2.41503 Long SVOL via Dividend"))
        let bought = try #require(result.events.first { $0.instrument == .stock(symbol: "KO") && $0.kind == .trade })
        #expect(bought.quantity.value == 0.5 && bought.amount.text == "-30.00" && bought.price?.text == "60.00")
        #expect(result.events.contains { $0.kind == .dividend && $0.amount.text == "30.00" })
        let given = try #require(result.events.first { $0.instrument == .stock(symbol: "SVOL") })
        #expect(given.kind == .transfer && given.quantity.value == 2.41503 && given.price == nil)
    }

    /// What is no position here moves the cash all the same, and is told.
    @Test(arguments: ["Future Option", "Cryptocurrency", "Future"])
    func whatIsNotBookedMovesItsCash(_ type: String) throws {
        let row =
            "2026-03-02T10:31:05-0500,Trade,Buy to Open,BUY_TO_OPEN,X/USD,\(type),Bought 0.01,-950.00,0.01,"
            + "\"-95,000.00\",-9.50,-0.50,,,,,,,77,USD"
        let result = try read(row, Self.option())
        let event = try #require(result.events.first { $0.kind == .otherAsset })
        #expect(event.instrument == nil && event.quantity.value == 0.01 && event.orderIdentifier == "X/USD")
        #expect(event.amount.text == "-950.00" && event.fees.text == "-10.00")
        #expect(result.report.files[0].warnings.contains { $0.code == "cash_only" && $0.line == 2 })
    }

    @Test(arguments: [
        (option(time: "yesterday"), 0, "Date: no date and time"),
        (option(value: "1.2.3"), 7, "Value: no amount"),
        (option(value: "999999999999"), 7, "Value: too large to be believed"),
        (option(quantity: "two"), 8, "Quantity: no number"),
        (option(quantity: "0"), 8, "Quantity: a positive number is expected"),
        (option(multiplier: "1"), 12, "Multiplier: no such contract has the multiplier 1"),
        (option(multiplier: ""), 12, "Multiplier: no multiplier stated"),
        (option(expiration: "3/27/26"), 15, "Expiration Date: not the expiry of the symbol"),
        (option(strike: "71"), 16, "Strike Price: not the strike of the symbol"),
        (option(right: "CALL"), 17, "Call or Put: not the right of the symbol"),
        (option(currency: "EUR"), 19, "Currency: only US dollars are booked"),
        (option(symbol: "=cmd()"), 4, "Symbol: no option symbol"),
    ]) func aRowThatMakesNoSenseIsSkippedWithPlaceAndReason(row: String, cell: Int, reason: String) throws {
        let result = try read(row, Self.option())
        #expect(result.report.totals.read == 2 && result.report.totals.imported == 1)
        let skipped = try #require(result.report.files[0].skipped.first)
        let column = row.split(separator: ",", omittingEmptySubsequences: false).prefix(cell).reduce(1) {
            $0 + $1.count + 1
        }
        #expect(skipped.line == 2 && skipped.column == column && skipped.reason == reason, "\(skipped)")
    }

    @Test func rowsOfTheWrongWidthAreSkipped() throws {
        let shifted = Self.option(value: "1,210.00")
        let cut = String(Self.option().prefix(90))
        let result = try read(shifted, cut, Self.option())
        #expect(result.report.totals.skipped == 2 && result.report.totals.imported == 1)
        #expect(result.report.files[0].skipped.map(\.line) == [2, 3])
    }

    @Test func hostileCellsAreHarmless() throws {
        let escape = "\u{1B}]52;c;ZXZpbA==\u{07}\u{1B}[2J"
        let huge = String(repeating: "A", count: 10_000_000)
        let result = try read(
            Self.option(description: "=cmd|'/C calc'!A0 \(escape) \u{202E}evil\u{200B}"),
            Self.option(time: "2026-03-03T10:31:05-0500", description: huge),
            Self.option(time: "2026-03-03T11:31:05-0500", description: String(huge.prefix(100_000))),
            Self.option(time: "2026-03-04T10:31:05-0500", quantity: "1\u{0}0"),
            Self.option(symbol: "\(escape)\u{202E}KO"), Self.option(time: "2026-03-05T10:31:05-0500"))
        #expect(result.report.totals.imported == 3 && result.report.totals.skipped == 3)
        let shown =
            result.events.map(\.details) + result.report.files[0].skipped.flatMap { [$0.text, $0.reason] }
            + result.report.files[0].warnings.map(\.message)
        for text in shown {
            #expect(text.unicodeScalars.count <= 200)
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E || $0.value == 0x200B })
        }
    }

    @Test func anExpirationRemovesWhatIsHeld() throws {
        let symbol = "KO    260320P00070000"
        let expiry = Self.receive("Expiration", symbol: symbol, isOption: true, quantity: "2")
        let short = try read(Self.option(), expiry)
        #expect(holdings(short.events).isEmpty && short.events.last?.quantity == Quantity(2))
        let long = try read(
            Self.option(action: "BUY_TO_OPEN", value: "-210.00", price: "-105.00"), expiry)
        #expect(holdings(long.events).isEmpty && long.events.last?.quantity == Quantity(-2))
        let alone = try read(expiry)
        #expect(alone.events.map(\.quantity) == [.zero])
        #expect(alone.report.files[0].warnings.map(\.code) == ["nothing_held"])
        // The opening may have been imported before.
        let later = try imported([Self.header + "\n" + expiry], existing: try read(Self.option()).events)
        #expect(later.events.map(\.quantity) == [Quantity(2)] && later.report.openPositions == 0)
    }

    @Test func assignmentExerciseAndPartialAssignment() throws {
        let put = "KO    260320P00070000"
        let call = "KO    260320C00070000"
        let assigned = try read(
            Self.option(), Self.receive("Assignment", symbol: put, isOption: true, quantity: "1"),
            Self.receive(
                "Buy to Open", action: "BUY_TO_OPEN", symbol: "KO", isOption: false, value: "-7000", quantity: "100",
                price: "-70.00"))
        #expect(holdings(assigned.events) == ["KO260320P00070000": -1, "KO": 100])
        #expect(assigned.events.map(\.kind) == [.trade, .assignment, .assignment])
        #expect(assigned.report.events.assignments == 1)
        let exercised = try read(
            Self.receive("Exercise", symbol: call, isOption: true, quantity: "1"),
            Self.receive(
                "Buy to Open", action: "BUY_TO_OPEN", symbol: "KO", isOption: false, value: "-7000", quantity: "100",
                price: "-70.00"))
        #expect(exercised.events.map(\.kind) == [.exercise, .exercise])
        let unexplained = try read(
            Self.receive(
                "Buy to Open", action: "BUY_TO_OPEN", symbol: "KO", isOption: false, value: "-7000", quantity: "100"))
        #expect(unexplained.events.map(\.kind) == [.adjustment])
        #expect(unexplained.report.files[0].warnings.map(\.code) == ["delivery_unexplained"])
    }

    @Test func corporateActionsAndCash() throws {
        let result = try read(
            Self.receive("Reverse Split", action: "SELL_TO_CLOSE", symbol: "XYZ", isOption: false, quantity: "500"),
            Self.receive("Reverse Split", action: "BUY_TO_OPEN", symbol: "XYZ", isOption: false, quantity: "100"),
            Self.receive("Symbol Change", action: "SELL_TO_CLOSE", symbol: "FB", isOption: false, quantity: "10"),
            Self.receive("Symbol Change", action: "BUY_TO_OPEN", symbol: "META", isOption: false, quantity: "10"),
            Self.receive("Stock Merger", action: "SELL_TO_CLOSE", symbol: "ABC", isOption: false, quantity: "10"),
            Self.cash("Dividend", "COCA-COLA CO", "1,048.50", symbol: "KO"),
            Self.cash("Credit Interest", "INTEREST ON CREDIT BALANCE", "0.02"),
            Self.cash("Withdrawal", "FROM 07/16 THRU 08/15 @ 8    %", "-9.81"),
            Self.cash("Fee", "LONGFIN CORP", "-43.24", symbol: "LFIN"),
            Self.cash("Balance Adjustment", "Regulatory fee adjustment", "-0.01"),
            Self.cash("Deposit", "ACH DEPOSIT", "5,000.00"))
        let events = result.report.events
        #expect(events.splits == 2 && events.symbolChanges == 2 && events.mergers == 1 && events.dividends == 1)
        #expect(events.interest == 2 && events.fees == 2 && events.transfers == 1)
        let dividend = try #require(result.events.first { $0.kind == .dividend })
        #expect(dividend.instrument == .stock(symbol: "KO") && dividend.amount.text == "1,048.50")
        let fee = try #require(result.events.first { $0.kind == .fee && $0.instrument != nil })
        #expect(fee.fees.text == "-43.24" && fee.amount == .zero)
    }

    @Test func cashSettlementOfAnIndexOption() throws {
        let symbol = "SPX   260320P05000000"
        let result = try read(
            Self.receive(
                "Cash Settled Assignment", symbol: symbol, isOption: true, value: "\"-1,500.00\"", quantity: "1"),
            Self.receive("Cash Settled Exercise", symbol: symbol, isOption: true, value: "900.00", quantity: "1"))
        #expect(result.events.map(\.kind) == [.cashSettlement, .cashSettlement])
        #expect(Set(result.events.map(\.quantity)) == [Quantity(1), Quantity(-1)])
        #expect(result.report.events.assignments == 1 && result.report.events.exercises == 1)
        #expect(result.events.reduce(Money.zero) { $0 + $1.amount }.text == "-600.00")
    }

    @Test func furtherColumnsAndAnotherOrderDoNotMatter() throws {
        let plain = try read(Self.option())
        let total = try read(Self.option() + ",207.74", header: Self.header + ",Total")
        #expect(total.events == plain.events && total.report.files[0].formatConfidence == 1)
        func reversed(_ line: String) -> String {
            line.split(separator: ",", omittingEmptySubsequences: false).reversed().joined(separator: ",")
        }
        #expect(try read(reversed(Self.option()), header: reversed(Self.header)).events == plain.events)
    }

    @Test func wideCharactersOfASpreadsheet() throws {
        let text = Self.header + "\r\n" + Self.option() + "\r\n"
        let bytes: [UInt8] = [0xFF, 0xFE] + Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        var session = ImportSession(account: "test")
        var file = ImportFile(path: "file0.csv")
        try file.read(bytes)
        try session.add(file)
        let result = session.finish()
        #expect(result.report.files[0].encoding == .utf16LittleEndian)
        #expect(result.events == (try read(Self.option()).events))
    }

    @Test func spreadsheetsOfOtherCountriesAndByteOrderMarks() throws {
        let rows = [Self.header, Self.option(value: "\"1,210.00\"", quantity: "2", price: "605.00")]
        let plain = try imported([rows.joined(separator: "\n")])
        let marked = try imported(["\u{FEFF}" + rows.joined(separator: "\r\n") + "\r\n"])
        #expect(marked.events.map(\.amount) == plain.events.map(\.amount))
        let semicolons = try imported([
            Self.header.replacing(",", with: ";") + "\n"
                + Self.option(value: "210DEC00").replacing(",", with: ";").replacing("210DEC00", with: "210,00")
        ])
        #expect(semicolons.events.map(\.amount.text) == ["210.00"])
    }
}

import Foundation
import MagnusDomain
import Testing

@testable import MagnusConnectors

/// The plain CSV: the example of the documentation, every action, and what it refuses.
@Suite struct PlainReaderTests {
    static let header = "date,action,symbol,quantity,price,fees,amount,account,order,note"

    private func read(_ rows: String..., header: String = header) throws -> ImportResult {
        try imported([([header] + rows).joined(separator: "\n")])
    }

    /// The fenced CSV of `Docs/import.md`.
    private func example() throws -> String {
        let text = try String(contentsOfFile: "Docs/import.md", encoding: .utf8)
        let begin = try #require(text.firstRange(of: "```csv\n"))
        let rest = text[begin.upperBound...]
        return String(rest[..<(try #require(rest.firstRange(of: "```"))).lowerBound])
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "Docs/import.md"), "not in the package's folder"))
    func theExampleOfTheDocumentation() throws {
        var batch = ImportBatch()
        var file = ImportFile(path: "book.csv")
        try file.read(Array(try example().utf8))
        try batch.add(file)
        let outcome = batch.finish()
        #expect(outcome.report.totals.read == 10 && outcome.report.totals.imported == 10)
        #expect(outcome.report.files.allSatisfy { $0.format == .plain && $0.warnings.isEmpty })
        #expect(outcome.bookings.map(\.target.name) == ["main", "roth"])
        let main = outcome.bookings[0].result.events
        #expect(holdings(main) == ["KO": 200])
        #expect(
            main.map(\.kind) == [.transfer, .trade, .assignment, .assignment, .trade, .dividend, .trade, .expiration])
        #expect(main.reduce(Money.zero) { $0 + $1.amount + $1.fees }.text == "11,747.50")
    }

    /// A closing that nothing opened is told and holds nothing; what was held is closed first. Known again, the same.
    @Test func aClosingThatNothingOpenedIsTold() throws {
        let rows = [
            "2026-03-02,buy to open,AAPL260320C00200000,1,3,,,,,",
            "2026-03-04,sell to close,AAPL260320C00200000,3,4,,,,,",
            "2026-03-05,sell to close,KO260320C00070000,2,1,,,,,", "2026-03-06,buy to open,KO260320C00070000,2,1,,,,,",
        ]
        let text = ([Self.header] + rows).joined(separator: "\n")
        let first = try imported([text])
        #expect(first.report.openPositions == 1 && first.report.totals.imported == 4)
        let warnings = first.report.files[0].warnings
        #expect(warnings.map(\.code) == ["closing_without_opening", "closing_without_opening"])
        #expect(warnings.map(\.line) == [3, 4])
        #expect(warnings[0].message.hasPrefix("closes 2 ") && warnings[1].message.hasPrefix("closes 2 "))
        let again = try imported([text], existing: first.events)
        #expect(again.report.openPositions == 1 && again.report.totals.duplicate == 4)
    }

    @Test func columnsInAnyOrderAndCase() throws {
        let plain = try read("2026-03-02T10:31:05-05:00,sell to open,KO260320P00070000,2,1.05,1.30,,,77,first")
        let other = try read(
            "first;77;-2;SELL_TO_OPEN;KO 260320P70;2026-03-02 10:31:05-05:00;1,05;1,30",
            header: "Note;Order ID;QTY;Action;Contract;Date;Price;Fees")
        #expect(plain.events.map(\.amount.text) == ["210.00"] && plain.events.map(\.fees.text) == ["-1.30"])
        #expect(other.events.map(\.amount) == plain.events.map(\.amount))
        #expect(other.events.map(\.instrument) == plain.events.map(\.instrument))
        #expect(other.events.map(\.time) == plain.events.map(\.time) && other.events[0].orderIdentifier == "77")
        #expect(plain.events[0].time.rfc3339 == "2026-03-02T15:31:05Z" && plain.events[0].details == "first")
    }

    @Test(arguments: [
        ("buy,KO,100,70.00,1,,", LedgerEventKind.trade, 100.0, "-7,000.00", "-1.00"),
        ("Sell,KO,-100,70.00,,,", .trade, -100, "7,000.00", "0.00"),
        ("trade,KO,-100,70.00,,,", .trade, -100, "7,000.00", "0.00"),
        ("buy to close,KO 03/20/2026 70 P,2,0.10,,,", .trade, 2, "-20.00", "0.00"),
        ("sell to close,KO Mar 20 2026 $70 Put,2,,,20.00,", .trade, -2, "20.00", "0.00"),
        ("assignment,KO260320P00070000,2,,,,", .assignment, 2, "0.00", "0.00"),
        ("assignment,KO,200,70,5,,", .assignment, 200, "-14,000.00", "-5.00"),
        ("exercise,KO260320P00070000,-2,,,,", .exercise, -2, "0.00", "0.00"),
        ("cash settlement,SPXW260320P05000000,1,,,-1500,", .cashSettlement, 1, "-1,500.00", "0.00"),
        ("dividend,KO,,,,12.34,", .dividend, 0, "12.34", "0.00"),
        ("interest,,,,,-3.21,", .interest, 0, "-3.21", "0.00"),
        ("fee,,,,5,,", .fee, 0, "0.00", "-5.00"), ("fee,,,,,-5,", .fee, 0, "0.00", "-5.00"),
        ("deposit,,,,,1000,", .transfer, 0, "1,000.00", "0.00"),
        ("withdrawal,,,,,\"(1,000.00)\",", .transfer, 0, "-1,000.00", "0.00"),
        ("transfer,KO,100,,,,", .transfer, 100, "0.00", "0.00"), ("split,KO,90,,,,", .split, 90, "0.00", "0.00"),
        ("symbol change,META,10,,,,", .symbolChange, 10, "0.00", "0.00"),
        ("merger,TWTR,-10,,,542,", .merger, -10, "542.00", "0.00"),
        ("adjustment,,,,,0.01,", .adjustment, 0, "0.01", "0.00"),
    ]) func everyAction(row: String, kind: LedgerEventKind, quantity: Double, amount: String, fees: String) throws {
        let result = try read("3/2/2026," + row + ",,")
        let event = try #require(result.events.first, "\(result.report.files[0].skipped)")
        #expect(event.kind == kind && event.quantity.value == quantity)
        #expect(event.amount.text == amount && event.fees.text == fees)
        let warnings = result.report.files[0].warnings.map(\.code)
        let closes = row.contains("to close") || row.hasPrefix("Sell,")
        let moves = ["assignment,KO2", "exercise,KO2"].contains { row.hasPrefix($0) }
        #expect(warnings == (closes ? ["closing_without_opening"] : moves ? ["delivery_missing"] : []))
    }

    @Test(arguments: [
        ("2026-03-02 10:31,buy,KO,1,70,,,,,", "date: a time needs seconds and its zone (Z or -05:00)"),
        ("yesterday,buy,KO,1,70,,,,,", "date: no plausible date"),
        ("2026-02-30,buy,KO,1,70,,,,,", "date: no plausible date"),
        ("2026-03-02,purchase,KO,1,70,,,,,", "action: unknown action, see Docs/import.md"),
        ("2026-03-02,buy,KO,-1,70,,,,,", "quantity: the sign contradicts the action"),
        ("2026-03-02,buy,KO,1,70,,70,,,", "amount: the sign contradicts the action"),
        ("2026-03-02,sell,KO,1,70,,-70,,,", "amount: the sign contradicts the action"),
        ("2026-03-02,deposit,,,,,-70,,,", "amount: the sign contradicts the action"),
        ("2026-03-02,buy,KO,1,-70,,,,,", "price: a price is not negative"),
        ("2026-03-02,buy,KO,1,,,,,,", "amount: neither an amount nor a price"),
        ("2026-03-02,buy,,1,70,,,,,", "symbol: no instrument"),
        ("2026-03-02,buy,KO,,70,,-70,,,", "quantity: a number other than zero is expected"),
        ("2026-03-02,buy,=cmd(),1,70,,,,,", "symbol: no option symbol"),
        ("2026-03-02,buy,KO,=1+1,70,,,,,", "quantity: no number"),
        ("2026-03-02,buy,KO,1,70,,,,", "note: the row is cut off"),
        ("2026-03-02,dividend,KO,,,,,,,", "amount: no amount"),
        ("2026-03-02,buy,KO,9000000,9000000,,,,,", "price: too large to be believed"),
    ]) func whatItRefuses(row: String, reason: String) throws {
        let result = try read(row, "2026-03-02,buy,KO,1,70,,,,,")
        #expect(result.report.totals.imported == 1 && result.report.totals.read == 2)
        let told = result.report.files[0].skipped.map(\.reason)
        #expect(
            told == [reason] || (reason.hasSuffix("cut off") && told.first?.hasSuffix("cut off") == true), "\(told)")
    }

    @Test func otherCurrenciesMultipliersAndNet() throws {
        let header = "date,action,symbol,quantity,price,fees,amount,net,multiplier,currency"
        let result = try read(
            "2026-03-02,buy,KO,1,70,,,,,EUR", "2026-03-02,sell to open,USO1 260320P5,1,1,,,,100,USD",
            "2026-03-02,sell to open,KO260320P00070000,1,1.00,1.30,,98.70,100,", "2026-03-02,buy,KO,1,70,1,-70,-72,,",
            "2026-03-02,sell to open,KO260320P00070000,1,1.00,,,,1,", header: header)
        #expect(
            result.report.files[0].skipped.map(\.reason) == [
                "currency: only US dollars are booked", "net: not the amount less the fees",
                "symbol: no such contract has the multiplier 1",
            ])
        #expect(booked(result.events).map(\.amount.text) == ["100.00", "100.00"])
        #expect(booked(result.events).map(\.fees.text) == ["0.00", "-1.30"])
    }
}

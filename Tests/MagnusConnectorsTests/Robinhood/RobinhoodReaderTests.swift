import Foundation
import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Rows of the account activity report, good and hostile.
@Suite struct RobinhoodReaderTests {
    static let header =
        "\"Activity Date\",\"Process Date\",\"Settle Date\",\"Instrument\",\"Description\",\"Trans Code\",\"Quantity\","
        + "\"Price\",\"Amount\""

    static func row(
        _ date: String, _ symbol: String, _ description: String, _ code: String, _ quantity: String = "",
        _ price: String = "", _ amount: String = ""
    ) -> String {
        [date, date, date, symbol, description, code, quantity, price, amount].map { "\"\($0)\"" }
            .joined(separator: ",")
    }

    static let disclaimer = "\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"The data provided is informational.\""

    static func file(_ rows: [String]) -> String {
        ([header] + rows + ["\"\"", disclaimer, ""]).joined(separator: "\n")
    }

    /// A wheel with its assignment, newest first as the report prints it.
    static let wheel = [
        row("1/20/2026", "TSLA", "Tesla\nCUSIP: 88160R101", "Sell", "40", "$450.00", "$17,999.60"),
        row("1/16/2026", "TSLA", "Option Expiration for TSLA 1/16/2026 Call $455.00", "OEXP", "1S"),
        row(
            "1/16/2026", "TSLA", "Tesla\nCUSIP: 88160R101\n1 TSLA Option Assigned", "Buy", "100", "$440.00",
            "($44,000.00)"),
        row("1/16/2026", "TSLA", "TSLA 1/16/2026 Put $440.00", "OASGN", "1"),
        row("1/16/2026", "TSLA", "TSLA 1/16/2026 Call $455.00", "STO", "1", "$1.00", "$99.95"),
        row("1/9/2026", "TSLA", "TSLA 1/16/2026 Put $440.00", "STO", "1", "$5.10", "$509.94"),
        row("1/2/2026", "", "ACH Deposit", "ACH", "", "", "$50,000.00"),
    ]

    private func read(_ rows: [String]) throws -> ImportResult { try imported([Self.file(rows)]) }

    /// Price times 100 times contracts less the amount: 20.00 x 2 - 39.94 is 0.06, 10.03 - 10.00 is 0.03.
    @Test(arguments: [
        ("STO", "2", "$0.20", "$39.94", 600), ("BTC", "1", "$0.10", "($10.03)", 300),
        // Filled at several prices: the rounded one gives 60.00, and no fee is 1.06 of three contracts.
        ("STO", "3", "$0.20", "$58.94", 0), ("STO", "3", "$0.20", "$60.97", 0), ("BTO", "1", "$1.00", "($100.00)", 0),
        ("STO", "1", "", "$39.97", 0),
    ])
    func feesOfOptionsFollowFromPriceAndAmount(code: String, count: String, price: String, amount: String, fee: Int)
        throws
    {
        let row = Self.row("1/20/2026", "F", "F 1/30/2026 Put $11.00", code, count, price, amount)
        let result = try read([row])
        let event = try #require(result.events.first)
        #expect(event.fees == Money(tenThousandths: Int64(-fee)))
        let cash = amount.hasPrefix("(") ? "-\(amount.dropFirst(2).dropLast())" : String(amount.dropFirst())
        #expect((event.amount + event.fees).text == cash)
        // Stored by an older program without its fees, it is corrected; its cash stays.
        guard fee > 0 else { return }
        var stored = event
        (stored.amount, stored.fees) = (event.amount + event.fees, .zero)
        let again = try imported([Self.file([row])], existing: [stored])
        #expect(again.replacements.map(\.event.fees) == [event.fees] && again.events.isEmpty)
        #expect(again.report.files[0].warnings.map(\.code).contains("fees_found"))
    }

    @Test func indexOptionsPayMore() throws {
        let result = try read([
            Self.row("1/20/2026", "SPXW", "SPXW 1/30/2026 Put $900.00", "STO", "1", "$2.00", "$198.70")
        ])
        #expect(result.events.first?.fees == Money(tenThousandths: -13_000))
    }

    @Test func aWheelIsReadWithItsAssignment() throws {
        let result = try read(Self.wheel)
        let file = try #require(result.report.files.first)
        #expect(file.format == .robinhood && file.layout == "activity" && file.formatConfidence == 1)
        #expect(file.rows.read == 7 && file.rows.imported == 7 && file.rows.skipped == 0 && file.footerLines == 1)
        #expect(file.warnings.isEmpty)
        #expect(holdings(result.events) == ["TSLA": 60])
        #expect(result.events.reduce(Money.zero) { $0 + $1.amount + $1.fees } == Money(tenThousandths: 246_094_900))
        #expect(result.report.events.assignments == 1 && result.report.events.expirations == 1)
        #expect(result.report.events.trades == 3 && result.report.events.transfers == 1)
        // The option and its shares meet at one moment, after the trades of the day.
        let ending = result.events.filter { $0.kind == .assignment }
        #expect(ending.count == 2 && Set(ending.map(\.time)).count == 1)
        let sale = try #require(result.events.first { $0.effect == .opening && $0.time.newYork.date.day == 16 })
        #expect(sale.time < ending[0].time && sale.time.newYork.secondsOfDay == 57_600)
        let shares = try #require(ending.first { $0.quantity == Quantity(100) })
        #expect(shares.amount == Money(tenThousandths: -440_000_000) && shares.details.contains("Option Assigned"))
    }

    @Test func everyKnownCodeIsBooked() throws {
        let result = try read([
            Self.row("12/20/2024", "", "Instant bank transfer", "RTP", "", "", "($100.00)"),
            Self.row("12/19/2024", "VTI", "CIL on 0.5 @ $10 - VTI", "CIL", "", "", "$5.00"),
            Self.row("12/18/2024", "VTI", "Vanguard\nCUSIP: 922908769", "SPL", "100"),
            Self.row("12/17/2024", "GME", "GameStop", "REC", "3"),
            Self.row("12/16/2024", "VALE", "Foreign Tax Witholding at $2.00", "DTAX", "", "", "($2.00)"),
            Self.row("12/15/2024", "VALE", "Sponsored ADR fee", "DFEE", "", "", "($0.50)"),
            Self.row("12/14/2024", "", "Aggregated Margin Interest", "MINT", "", "", "($1.20)"),
            Self.row("12/13/2024", "", "Gold Fee", "GOLD", "", "", "($5.00)"),
            Self.row("12/12/2024", "QQQ", "Stock Lending", "SLIP", "", "", "$0.75"),
            Self.row("12/10/2024", "VTI", "Cash Div: R/D 2024-12-01 - 80 shares at 0.15", "CDIV", "", "", "$12.00"),
            Self.row("12/02/2024", "VTI", "Sale", "Sell", "20", "$110.00", "$2,199.95"),
            Self.row("12/01/2024", "VTI", "Vanguard", "Buy", "100.5", "$100.00", "($10,050.00)"),
        ])
        #expect(result.report.totals.imported == 12 && result.report.totals.skipped == 0)
        #expect(result.events.reduce(Money.zero) { $0 + $1.amount + $1.fees } == Money(tenThousandths: -79_410_000))
        #expect(holdings(result.events) == ["VTI": 180.5, "GME": 3])
        let counts = result.report.events
        #expect(counts.fees == 2 && counts.interest == 2 && counts.dividends == 2 && counts.splits == 1)
        // What a gift cost is not stated: no price is made up.
        #expect(result.events.first { $0.instrument == .stock(symbol: "GME") }?.price == nil)
    }

    @Test func changesOfSharesMeetInPairsBeforeTheTradesOfTheDay() throws {
        let result = try read([
            Self.row("1/12/2026", "AKAN", "Akanda", "Sell", "40", "$6.00", "$240.00"),
            Self.row("1/12/2026", "AKAN", "Akanda reverse split", "SPR", "40"),
            Self.row("1/12/2026", "AKAN", "Akanda reverse split", "SPR", "200S"),
            Self.row("1/05/2026", "AKAN", "Akanda", "Buy", "200", "$1.00", "($200.00)"),
            Self.row("7/26/2021", "LCID", "Lucid Group", "SXCH", "200"),
            Self.row("7/26/2021", "CCIV", "Churchill Capital IV", "SXCH", "200S"),
            Self.row("7/01/2021", "CCIV", "Churchill Capital IV", "Buy", "200", "$20.00", "($4,000.00)"),
        ])
        #expect(holdings(result.events) == ["LCID": 200])
        let splits = result.events.filter { $0.kind == .split }
        #expect(splits.map(\.quantity.whole).sorted { ($0 ?? 0) < ($1 ?? 0) } == [-200, 40])
        #expect(Set(splits.map(\.time)).count == 1)
        let sale = try #require(result.events.first { $0.quantity == Quantity(-40) })
        #expect(splits[0].time < sale.time)
        #expect(Set(result.events.filter { $0.kind == .symbolChange }.map(\.time)).count == 1)
    }

    @Test func openingsStandBeforeClosingsOfTheDay() throws {
        // Both orders in which a report may list a day.
        for isReversed in [false, true] {
            let rows = [
                Self.row("3/3/2026", "SPY", "SPY 3/20/2026 Call $580.00", "STC", "2", "$4.25", "$850.00"),
                Self.row("3/3/2026", "SPY", "SPY 3/20/2026 Call $580.00", "BTO", "2", "$3.50", "($700.00)"),
            ]
            let result = try read(isReversed ? rows.reversed() : rows)
            #expect(result.events.map(\.effect) == [.opening, .closing])
            #expect(holdings(result.events).isEmpty)
        }
    }

    @Test func unknownCodesAndDamageAreSkippedWithTheirReason() throws {
        let result = try read([
            Self.row("3/5/2026", "", "What is it", "ABIP", "", "", "$1.00"),
            Self.row("3/4/2026", "SPY", "SPY 3/20/2026 Call", "BTO", "2", "$3.50", "($700.00)"),
            Self.row("13/4/2026", "SPY", "SPDR", "Buy", "2", "$3.50", "($7.00)"),
            Self.row("3/4/2026", "SPY", "SPDR", "Buy", "two", "$3.50", "($7.00)"),
            Self.row("3/4/2026", "SPY", "SPDR", "Buy", "2", "$3.50", "=1+1"),
            Self.row("3/4/2026", "SPY", "SPDR", "Buy", "2S", "$3.50", "($7.00)"),
            Self.row("3/4/2026", "SPY", "SPDR", "Buy", "2", "$3.50"),
            Self.row("3/4/2026", "SPY;rm", "SPDR", "Buy", "2", "$3.50", "($7.00)"),
            Self.row("3/4/2026", "SPY", "SP\u{1}DR", "Buy", "2", "$3.50", "($7.00)"),
            Self.row("3/3/2026", "SPY", "SPDR", "Buy", "2", "$3.50", "($7.00)"),
        ])
        let file = try #require(result.report.files.first)
        #expect(file.rows.read == 10 && file.rows.imported == 1 && file.rows.skipped == 9)
        #expect(file.skipped.map(\.reason).contains { $0.hasPrefix("Trans Code: unknown code") })
        #expect(file.skipped.first?.line == 2 && file.skipped.first?.text == "ABIP")
    }

    /// Codes that move cash alone.
    @Test(arguments: [
        ("GDBP", LedgerEventKind.interest), ("GMPC", .adjustment), ("XENT", .transfer), ("XENT_CC", .transfer),
        ("ROC", .adjustment),
    ]) func cashOfItsOwnCodes(_ code: String, _ kind: LedgerEventKind) throws {
        let result = try read([Self.row("6/28/2025", code == "ROC" ? "ABC" : "", "words", code, "", "", "$5.10")])
        let event = try #require(result.events.first)
        #expect(event.kind == kind && event.amount.text == "5.10" && event.quantity.isZero)
    }

    @Test func againAndOverlappingFilesCountOnceAndEqualFillsStay() throws {
        let twin = Self.row("1/8/2026", "F", "Ford", "Buy", "5", "$10.00", "($50.00)")
        let rows = [Self.wheel[0], Self.wheel[1], Self.wheel[2], Self.wheel[3], Self.wheel[4], twin, twin]
        let first = try read(rows)
        #expect(holdings(first.events)["F"] == 10 && first.report.totals.imported == 7)
        let again = try imported([Self.file(rows)], existing: first.events)
        #expect(again.events.isEmpty && again.report.totals.duplicate == 7)
        let overlap = try imported([Self.file(Array(rows.prefix(4))), Self.file(Array(rows.dropFirst(2)))])
        #expect(overlap.report.totals.imported == 7 && overlap.report.totals.duplicate == 2)
        #expect(Set(overlap.events.map(\.id)) == Set(first.events.map(\.id)))
    }

    @Test func encodingMarkLineEndsAndOrderDoNotMatter() throws {
        let plain = try read(Self.wheel)
        let crlf = "\u{FEFF}" + Self.file(Self.wheel).replacing("\n", with: "\r\n")
        let other = try imported([crlf])
        #expect(other.report.totals.imported == 7 && holdings(other.events) == holdings(plain.events))
        let upward = try read(Self.wheel.reversed())
        #expect(Set(upward.events.map(\.id)) == Set(plain.events.map(\.id)))
        var file = ImportFile(path: "utf16")
        try file.read(Array(Self.file(Self.wheel).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }))
        var session = ImportSession(account: "test")
        try session.add(file)
        let wide = session.finish()
        #expect(Set(wide.events.map(\.id)) == Set(plain.events.map(\.id)))
    }

    @Test func aFileCutAnywhereLosesOnlyItsLastRow() throws {
        let whole = try read(Self.wheel)
        let known = Set(whole.events.map(\.id))
        let bytes = Array(Self.file(Self.wheel).utf8)
        for length in stride(from: Self.header.utf8.count + 1, to: bytes.count, by: 1) {
            var file = ImportFile(path: "cut.csv")
            try file.read(bytes[..<length])
            var session = ImportSession(account: "test")
            do { try session.add(file) } catch {
                // In its first row: nothing of it can be read.
                #expect(error.code == "no_readable_row" && length < Self.file([Self.wheel[0]]).utf8.count)
                continue
            }
            let result = session.finish()
            let strange = booked(result.events).filter { !known.contains($0.id) }
            #expect(strange.isEmpty, "cut at \(length)")
            #expect(result.report.totals.read == result.report.totals.imported + result.report.totals.skipped)
        }
    }
}

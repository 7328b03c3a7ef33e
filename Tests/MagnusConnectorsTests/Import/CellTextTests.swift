import MagnusDomain
import Testing

@testable import MagnusConnectors

/// What brokers print in cells.
@Suite struct CellTextTests {
    @Test(arguments: [
        ("1,234.50", 1234.5), ("$-5", -5), ("(12.00)", -12), ("-$1.25", -1.25), ("12.00-", -12), (" 5 ", 5),
        ("=\"7.5\"", 7.5), ("0.00005", 0.0001),
    ])
    func amounts(text: String, value: Double) throws {
        #expect(try CellText.amount(text)?.dollars == value)
    }

    @Test func whatIsNoAmount() throws {
        for text in ["", " ", "--", "n/a", "N/A", "null"] { #expect(try CellText.amount(text) == nil) }
        for text in ["=1+1", "@SUM(A1)", "1e5", "NaN", "+-1", "1.2.3", "abc", "-HYPERLINK(1)"] {
            #expect(throws: CellFault("no amount")) { try CellText.amount(text) }
        }
        #expect(throws: CellFault("too large to be believed")) { try CellText.amount("999,999,999") }
    }

    @Test func quantities() throws {
        #expect(try CellText.quantity("1,000") == Quantity(1000))
        #expect(try CellText.quantity("(5)") == Quantity(-5))
        #expect(try CellText.quantity("5-") == Quantity(-5))
        #expect(try CellText.quantity("-0.123456")?.millionths == -123_456)
        #expect(try CellText.quantity("0.1234567", isRounding: true)?.millionths == 123_456)
        #expect(try CellText.quantity("--") == nil)
        for text in ["(-5)", "0.1234567", "five", "=5", "1S"] {
            #expect(throws: CellFault.self) { try CellText.quantity(text) }
        }
    }

    @Test(arguments: [
        "12/18/2026", "12/18/26", "12-18-2026", "2026-12-18", "20261218", "18 Dec 2026", "Dec-18-2026", "Dec 18, 2026",
        "18DEC26", "18-Dec-26", "12/18/2026 as of 12/17/2026", "2026-12-18T10:00:00Z", "20261218;104012",
        "2026-12-18, 10:40:12", " 2026-12-18 ",
    ])
    func dates(text: String) throws {
        #expect(try CellText.date(text)?.iso8601 == "2026-12-18")
    }

    @Test func datesOfOtherOrders() throws {
        #expect(try CellText.date("18/12/2026", order: .dayFirst)?.iso8601 == "2026-12-18")
        #expect(try CellText.asOfDate("12/18/2026 as of 12/17/2026")?.iso8601 == "2026-12-17")
        #expect(try CellText.asOfDate("12/18/2026") == nil)
        #expect(try CellText.date("--") == nil)
        for text in [
            "13/45/2026", "2026-02-30", "18/12/2026", "1/1/1890", "12/18", "x", "12/18/2026x", "99999999", "Dec",
        ] {
            #expect(throws: CellFault("no date")) { try CellText.date(text) }
        }
    }

    @Test func clocks() {
        #expect(CellText.clock("10:46:35") == 38_795 && CellText.clock("104635") == 38_795)
        #expect(
            CellText.clock("1:05 PM") == 47_100 && CellText.clock("12:00:00 AM") == 0
                && CellText.clock("12:30 pm") == 45_000)
        for text in ["25:00", "10:60", "13:00 PM", "10", "", "1046", "10:4a"] { #expect(CellText.clock(text) == nil) }
    }

    @Test func textsAndSymbols() {
        #expect(CellText.trimmed("=\"AAPL\"") == "AAPL" && CellText.trimmed(" '007 ") == "007")
        #expect(CellText.ticker("BRK/B") == "BRK.B" && CellText.ticker("=\"KO\"") == "KO")
        #expect(CellText.ticker("=cmd|x") == nil && CellText.ticker("+KO") == nil)
        #expect(CellText.option("-KO260320C70")?.osi == "KO    260320C00070000")
        #expect(CellText.option("KO 03/20/2026 Call $70.00")?.osi == "KO    260320C00070000")
        #expect(CellText.details("a\u{1B}[2Jb") == "ab")
    }
}

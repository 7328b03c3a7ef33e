import Testing

@testable import MagnusDomain

@Suite struct MoneyTextTests {
    @Test(
        arguments: [
            (1_168_533, 1_168_500), (1_168_550, 1_168_600), (-1_168_550, -1_168_600), (49, 0), (-49, 0), (50, 100),
            (Int64.max, Int64.max - 7), (700, 700),
        ] as [(Int64, Int64)])
    func isRoundedToTheNearestCent(_ exact: Int64, _ cents: Int64) {
        #expect(Money(tenThousandths: exact).roundedToCents == Money(tenThousandths: cents))
    }

    @Test(
        arguments: [
            ("0", 0), ("1.25", 12_500), ("1,234.50", 12_345_000), (".5", 5000), ("5.", 50_000), ("-5", -50_000),
            ("(1,234.50)", -12_345_000), ("-$1,234.56", -12_345_600), ("$-5.00", -50_000), ("$(5.00)", -50_000),
            ("($5.00)", -50_000), ("+$2,973.95", 29_739_500), ("1,234.50-", -12_345_000), ("\u{2212}0.95", -9500),
            ("1.25 USD", 12_500), ("USD 1.25", 12_500), ("usd1.25", 12_500), ("1.2500000", 12_500), ("  7 ", 70_000),
            ("1 234 567.8901", 12_345_678_901), ("1'234.5", 12_345_000), ("\u{A0}12.00\u{A0}", 120_000),
            ("922337203685477.5807", Int64.max), ("-922337203685477.5807", -Int64.max), ("-0.00", 0), ("(0)", 0),
        ] as [(String, Int64)])
    func reads(_ text: String, _ tenThousandths: Int64) throws {
        #expect(try Money(text: text).tenThousandths == tenThousandths)
    }

    @Test(arguments: [
        ("", MoneyError.empty), ("   ", .empty), ("--", .notStated), ("N/A", .notStated), ("-", .notStated),
        ("1.23456", .tooPrecise), ("922337203685477.5808", .overflow), ("99999999999999999999", .overflow),
        ("12,34", .malformed(at: 5)), ("1,2345", .malformed(at: 6)), ("1234,567", .malformed(at: 4)),
        (",123", .malformed(at: 0)), ("1.2.3", .malformed(at: 1)), ("abc", .malformed(at: 0)),
        ("1e5", .malformed(at: 1)),
        ("$", .malformed(at: 1)), ("--5", .malformed(at: 1)), ("(-5)", .malformed(at: 1)), ("$$5", .malformed(at: 1)),
        (".", .malformed(at: 0)), ("1.234,50", .malformed(at: 5)), ("5%", .malformed(at: 1)), ("€5", .malformed(at: 0)),
        ("()", .malformed(at: 0)), ("1,234 567", .malformed(at: 5)), ("nan", .malformed(at: 0)),
        ("１", .malformed(at: 0)),
    ])
    func refuses(_ text: String, _ cause: MoneyError) {
        #expect(throws: cause) { try Money(text: text) }
    }

    @Test func otherNotations() throws {
        #expect(try Money(text: "1.234,50", notation: .decimalComma).exactText == "1234.50")
        #expect(try Money(text: "-0,5 USD", notation: .decimalComma).exactText == "-0.50")
        for (text, expected) in [
            ("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("12,5", "12.50"), ("1,234", "1234.00"),
            ("1.234", "1.234"),
            ("1.234.567", "1234567.00"), ("1,234,567", "1234567.00"), ("(1.234,50)", "-1234.50"), ("7", "7.00"),
        ] { #expect(try Money(text: text, notation: .detected).exactText == expected) }
        #expect(throws: MoneyError.self) { try Money(text: "1,234,56.7.8", notation: .detected) }
    }

    @Test func excessDigits() throws {
        #expect(try Money(text: "0.00005", excessDigits: .rounded).tenThousandths == 1)
        #expect(try Money(text: "-0.00005", excessDigits: .rounded).tenThousandths == -1)
        #expect(try Money(text: "0.000049999", excessDigits: .rounded).tenThousandths == 0)
        #expect(throws: MoneyError.overflow) { try Money(text: "922337203685477.58079", excessDigits: .rounded) }
    }

    @Test(
        arguments: [
            (12_345_678_900, "1,234,567.89", "1234567.89"), (0, "0.00", "0.00"), (-49, "0.00", "-0.0049"),
            (-50, "-0.01", "-0.005"), (9999, "1.00", "0.9999"), (-12_500, "-1.25", "-1.25"),
            (9_999_950, "1,000.00", "999.995"),
            (Int64.min, "-922,337,203,685,477.58", "-922337203685477.5808"),
        ] as [(Int64, String, String)])
    func prints(_ tenThousandths: Int64, _ text: String, _ exact: String) {
        #expect(Money(tenThousandths: tenThousandths).text == text)
        #expect(Money(tenThousandths: tenThousandths).exactText == exact)
    }

    @Test func wholeAndSigned() {
        let amount = Money(tenThousandths: 13_500_000)
        #expect(amount.text(decimals: 0, grouped: true, signed: true) == "+1,350")
        #expect((-amount).text(decimals: 0, grouped: true, signed: true) == "-1,350")
        #expect(Money.zero.text(decimals: 0, grouped: true, signed: true) == "0")
        #expect(Money(tenThousandths: -4999).text(decimals: 0, grouped: true) == "0")
    }

    @Test func everythingPrintedIsReadBack() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<8000 {
            let bits = Int.random(in: 1...62, using: &random)
            let amount = Money(tenThousandths: Int64.random(in: -(1 << bits)...(1 << bits), using: &random))
            #expect(try Money(text: amount.exactText) == amount)
            #expect(try Money(text: amount.text(decimals: 4, grouped: true)) == amount)
        }
    }

    @Test func randomTextsNeverTrap() {
        var random = SeededGenerator(seed: 6)
        let alphabet = Array("0123456789.,-+$() USD'\u{2212}é")
        var read = 0
        for _ in 0..<10_000 {
            let text = String(
                (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                })
            for notation in [Money.Notation.decimalPoint, .decimalComma, .detected]
            where (try? Money(text: text, notation: notation)) != nil {
                read += 1
            }
        }
        #expect(read > 100)
    }
}

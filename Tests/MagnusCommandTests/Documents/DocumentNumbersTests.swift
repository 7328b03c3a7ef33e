import MagnusDesk
import Testing

@testable import magnus

/// Figures of documents carry no digits that arithmetic alone made.
@Suite struct DocumentNumbersTests {
    @Test(
        arguments: [
            (74.979_999_999_999_99, true, 74.98), (301.000_000_000_000_8, false, 301),
            (112_436.299_999_999_99, true, 112_436.3),
            (-0.050_000_000_000_001_6, true, -0.05), (0.1 + 0.2, false, 0.3), (0, true, 0), (-0.000_01, true, 0),
            (1.005, true, 1.005), (2.5e-9, false, 0), (0.557_823_456_789_1, false, 0.557_823_46),
            (123_456_789.123_456_789, false, 123_456_789.1), (1e15, false, 1e15), (169_360.402_5, true, 169_360.402_5),
        ] as [(Double, Bool, Double)])
    func rounded(_ value: Double, _ isMoney: Bool, _ expected: Double) {
        #expect(DocumentNumbers.rounded(value, isMoney: isMoney) == expected)
        let text = JSONValue.number(DocumentNumbers.rounded(value, isMoney: isMoney)).text
        #expect((text.split(separator: ".").dropFirst().first?.count ?? 0) <= 8, "\(text)")
        #expect(!text.hasPrefix("-0") || text.contains("."), "\(text)")
    }

    @Test func everyLevelOfADocumentIsRoundedByItsKey() {
        let document: JSONValue = [
            "rows": [["bid": .number(0.1 + 0.2), "delta": .number(1.0 / 3)], ["bid": .null]],
            "max_loss": .string("unlimited"), "breakevens": .array([.number(2.0 / 3)]),
        ]
        #expect(
            DocumentNumbers.rounded(document).text
                == ([
                    "rows": [["bid": .number(0.3), "delta": .number(0.333_333_33)], ["bid": .null]],
                    "max_loss": .string("unlimited"), "breakevens": .array([.number(0.666_666_67)]),
                ] as JSONValue).text)
    }
}

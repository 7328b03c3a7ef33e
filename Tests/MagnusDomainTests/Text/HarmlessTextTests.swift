import Testing

@testable import MagnusDomain

@Suite struct HarmlessTextTests {
    @Test(arguments: [
        ("plain text – déjà vu 日本 🙂", "plain text – déjà vu 日本 🙂"),
        ("\u{1B}[2Jgone\u{1B}[31;1mred\u{1B}[0m", "gonered"),
        ("\u{1B}]52;c;ZXZpbA==\u{07}after", "after"), ("\u{1B}]0;title\u{1B}\\after", "after"),
        ("\u{9B}2Jx\u{9D}0;t\u{9C}y", "xy"), ("\u{1B}Pq#0;2\u{1B}\\sixel", "sixel"),
        ("\u{1B}]52;c;never ends", "52;c;never ends"),
        ("\u{1B}(Bx\u{1B}7y\u{1B}cz\u{1B}", "xyz"), ("a\tb\r\nc\u{2028}d\u{A0}e", "a b  c d e"),
        ("a\u{0}b\u{7}c\u{8}d\u{7F}e", "abcde"),
        ("\u{202E}evil\u{202C}\u{2066}x\u{2069}\u{200F}\u{061C}", "evilx"),
        ("pay\u{200B}pal\u{FEFF}\u{2060}\u{AD}\u{3164}", "paypal"),
        ("t\u{E0041}\u{E0042}ag\u{E000}", "tag"), ("e\u{301}\u{301}\u{301}\u{301}\u{301}x", "e\u{301}\u{301}\u{301}x"),
        ("", ""),
    ])
    func removesWhatActs(_ text: String, _ expected: String) {
        #expect(
            Array(HarmlessText.sanitised(text, maximumLength: 200).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test func lengthIsCapped() {
        #expect(HarmlessText.sanitised("abcdef", maximumLength: 6) == "abcdef")
        #expect(HarmlessText.sanitised("abcdefg", maximumLength: 6) == "abcde…")
        #expect(HarmlessText.sanitised("abc", maximumLength: 1) == "…")
        #expect(
            HarmlessText.sanitised("abc", maximumLength: 0) == ""
                && HarmlessText.sanitised("abc", maximumLength: -1) == "")
        #expect(HarmlessText.sanitised("abc", maximumLength: .max) == "abc")
        let long = String(repeating: "x\u{1B}[1m", count: 2_000_000)
        #expect(HarmlessText.sanitised(long, maximumLength: 80) == String(repeating: "x", count: 79) + "…")
    }

    @Test func nothingThatActsIsLeft() {
        var random = SeededGenerator(seed: 21)
        let pieces: [UInt32] = [
            0x1B, 0x5B, 0x5D, 0x50, 0x07, 0x5C, 0x9B, 0x9D, 0x9C, 0x202E, 0x200B, 0x41, 0x6D, 0x3B, 0x0D, 0x301,
        ]
        for _ in 0..<5000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                let value =
                    Bool.random(using: &random)
                    ? pieces[Int.random(in: 0..<pieces.count, using: &random)]
                    : UInt32.random(in: 0...0x10FFFF, using: &random)
                if let scalar = Unicode.Scalar(value) { text.append(scalar) }
            }
            let result = HarmlessText.sanitised(String(text), maximumLength: 60)
            #expect(result.unicodeScalars.count <= 60)
            for scalar in result.unicodeScalars {
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                #expect(
                    !isControl && scalar.properties.generalCategory != .format
                        && scalar.properties.generalCategory != .privateUse)
            }
            #expect(HarmlessText.sanitised(result, maximumLength: 60) == result)
        }
    }
}

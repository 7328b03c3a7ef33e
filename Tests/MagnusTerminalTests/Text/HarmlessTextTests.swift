import Testing

@testable import MagnusTerminal

/// Fault F63.
@Suite struct HarmlessTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("\u{1B}]52;c;AAAA\u{7}", "^[]52;c;AAAA^G"), ("\u{1B}[2J", "^[[2J"),
        ("a\u{9B}2J", "a<U+009B>2J"),
        ("\u{202E}evil", "<U+202E>evil"), ("a\u{200B}b", "a<U+200B>b"), ("a\u{2066}b", "a<U+2066>b"), ("\u{7F}", "^?"),
        ("two\nlines\tand", "two lines and"), ("end\r\n", "end "), ("a\rb", "a^Mb"), ("e\u{301}", "e\u{301}"),
        ("日本", "日本"), ("\u{FEFF}x", "<U+FEFF>x"), ("\u{E0041}", "<U+E0041>"), ("\u{2028}", "<U+2028>"),
        ("\u{0}", "^@"), ("soft\u{AD}hyphen", "soft<U+00AD>hyphen"),
    ])
    func dangerousScalarsAreShown(_ text: String, _ expected: String) {
        #expect(HarmlessText.sanitised(text) == expected)
    }

    @Test func linesAreKeptWhenAsked() {
        #expect(HarmlessText.sanitised("a\r\nb\tc", keepingLines: true) == "a\nb\tc")
    }

    @Test func marksDoNotPileUp() {
        let text = "a" + String(repeating: "\u{301}", count: 1000)
        #expect(HarmlessText.sanitised(text).unicodeScalars.count == 5)
    }

    @Test func aHugeLineIsCut() {
        let text = String(repeating: "x", count: 10_000_000)
        #expect(HarmlessText.sanitised(text, limit: 100).count == 101)
        var surface = Surface(columns: 20, rows: 1)
        #expect(surface.put(text, column: 0, row: 0) == 20)
    }

    /// Whatever is put, no cell holds anything a terminal obeys.
    @Test func noCellEverHoldsAControl() {
        var random = SplitMix(state: 7)
        let dangerous: [UInt32] = [
            0x1B, 0x9B, 0x07, 0x202E, 0x200B, 0x200D, 0xFE0F, 0x301, 0x1F1E6, 0x65E5, 0x41, 0x2066,
        ]
        for _ in 0..<500 {
            var text = String.UnicodeScalarView()
            for _ in 0..<40 {
                let value = random.next()
                let code =
                    value & 1 == 0 ? dangerous[Int(value >> 8) % dangerous.count] : UInt32((value >> 8) % 0x3_0000)
                if let scalar = Unicode.Scalar(code) { text.append(scalar) }
            }
            var surface = Surface(columns: 30, rows: 2)
            surface.put(String(text), column: Int(random.next() % 40) - 5, row: 0)
            for column in 0..<30 {
                let cell = surface[column, 0]
                #expect(cell.cluster.unicodeScalars.allSatisfy { HarmlessText.visibleForm(of: $0) == nil })
                #expect(TextWidth.width(of: cell.cluster) == Int(cell.width))
                if cell.width == 2 { #expect(surface[column + 1, 0].width == 0) }
            }
        }
    }
}

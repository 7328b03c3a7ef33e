import Testing

@testable import MagnusDomain

@Suite struct DelimitedTextWriterTests {
    private let writer = DelimitedTextWriter()

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("two\nlines", "\"two\nlines\""),
        ("=cmd()", "\"'=cmd()\""), ("+1+1", "\"'+1+1\""), ("-2+3", "\"'-2+3\""), ("@SUM(A1)", "\"'@SUM(A1)\""),
        (" =cmd()", "\"' =cmd()\""), ("\t=x", "\"'\t=x\""), ("-12.50", "\"-12.50\""), ("+1", "\"+1\""),
        ("12.5", "12.5"),
        ("-", "\"'-\""), ("", ""), ("\u{FF1D}x", "\"'\u{FF1D}x\""), ("-1.2.3", "\"'-1.2.3\""),
    ])
    func cells(_ text: String, _ expected: String) {
        #expect(writer.cell(text) == expected)
    }

    @Test func otherSeparator() {
        #expect(DelimitedTextWriter(separator: ";").record(["a;b", "c,d"]) == "\"a;b\";c,d\r\n")
    }

    /// F67: no cell begins with a formula sign outside quotes, and every harmless cell comes back unchanged.
    @Test func whatIsWrittenIsReadBack() {
        var random = SeededGenerator(seed: 19)
        let alphabet = Array("ab,;\"\n =+-@1é\t")
        for _ in 0..<3000 {
            let cells = (0..<4).map { _ in
                String(
                    (0..<Int.random(in: 0...6, using: &random)).map { _ in
                        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                    })
            }
            let line = writer.record(cells)
            let records = DelimitedTextReader.records(of: Array(line.utf8), separator: ",", encoding: .utf8)
            #expect(records.count == 1)
            let back = records.first?.texts ?? []
            #expect(back.count == 4)
            for (cell, read) in zip(cells, back) { #expect(read == cell || read == "'" + cell) }
            for cell in cells {
                let written = writer.cell(cell)
                #expect(!["=", "+", "-", "@", "\t"].contains(written.first.map(String.init) ?? ""))
            }
        }
    }
}

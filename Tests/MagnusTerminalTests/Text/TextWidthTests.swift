import Glibc
import Testing

@testable import MagnusTerminal

@Suite struct TextWidthTests {
    @Test func agreesWithTheCLibraryOnEveryScalar() throws {
        let locale = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
        let previous = uselocale(locale)
        defer {
            uselocale(previous)
            freelocale(locale)
        }
        // Swift's Glibc module leaves wcwidth out.
        let symbol = try #require(dlsym(dlopen(nil, RTLD_NOW), "wcwidth"))
        let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> Int32).self)
        var different: [String] = []
        for value in UInt32(0)...0x3FFFD {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let theirs = Int(wcwidth(wchar_t(value)))
            let ours = TextWidth.width(of: scalar)
            // Exceptions: what wcwidth calls unprintable (controls, unassigned) has no width to compare.
            if theirs >= 0, theirs != ours { different.append(String(value, radix: 16) + ":\(theirs)/\(ours)") }
        }
        #expect(different.isEmpty, "scalars that differ (C library / ours): \(different.prefix(40))")
    }

    @Test(arguments: [
        ("", 0), ("abc", 3), ("日本", 4), ("한글", 4), ("e\u{301}", 1), ("a\u{200B}b", 2), ("🙂", 2), ("Δθ", 2),
    ])
    func widthOfText(_ text: String, _ width: Int) {
        #expect(TextWidth.width(of: text) == width)
    }

    @Test func clustersAreWhatOneCellHolds() {
        let found = TextClusters("e\u{301}日👩\u{200D}👧🇩🇪\u{301}x").map { $0.text }
        #expect(found == ["e\u{301}", "日", "👩", "👧", "🇩", "🇪\u{301}", "x"])
    }

    @Test func atMostFourMarksStayOnABase() {
        let found = TextClusters("a" + String(repeating: "\u{301}", count: 50)).map { $0.text.unicodeScalars.count }
        #expect(found == [5])
    }
}

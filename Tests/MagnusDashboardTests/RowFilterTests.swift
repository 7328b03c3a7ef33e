import MagnusTerminal
import Testing

@testable import MagnusDashboard

@Suite struct RowFilterTests {
    @Test(arguments: [
        ("", "PLTR", true), ("pltr", "PLTR -2 80P", true), ("!pltr", "PLTR -2 80P", false), ("!pltr", "KO", true),
        ("-f ptr", "PLTR", true), ("-f rtp", "PLTR", false), ("^ko", "KO -2 75P", true), ("^75", "KO -2 75P", false),
        ("75p$", "KO -2 75P", true), ("ko|mu", "MU", true), ("[a-c]md", "AMD", true), ("(", "a ( b", true),
        ("*", "a * b", true), ("*", "ab", false), ("8.p", "80P", true), (#"\d+p"#, "80P", true),
        (#"\d+c"#, "80P", false), ("pcs?", "PC", true), ("a{2", "a{2", true), ("!", "anything", true),
    ])
    func filters(text: String, row: String, passes: Bool) {
        let filter = RowFilter(text: text)
        #expect(filter.apply([row]) { $0 }.isEmpty != passes)
    }

    /// What a row is called by without showing it is found by the beginning of a word, never by a letter inside one.
    @Test(arguments: [
        ("C", false), ("!C", true), ("cash", true), ("secured", true), ("cash secured", true), ("!put", false),
        ("crit", true), ("CRITICAL", true), ("cr", false), ("ured", false), ("75P", true), ("!75P", false),
    ])
    func hiddenWordsCountByTheirBeginning(text: String, passes: Bool) {
        let words = RowFilter.words("cash_secured_put") + ["critical"]
        let found = RowFilter(text: text).apply(["KO -2 75P"], text: { $0 }, words: { _ in words })
        #expect(found.isEmpty != passes)
    }

    /// `/!C` leaves every row in which no C is read: kinds, severities and names of flags have many.
    @Test func theRestOfALetterIsWhatDoesNotShowIt() {
        let snapshot = SampleBook.snapshot()
        var view = PositionsView()
        view.filter = RowFilter(text: "!C")
        let expected = snapshot.book.strategies.filter { !"\($0.symbol) \($0.title)".lowercased().contains("c") }
        #expect(Set(PositionRow.strategies(snapshot, view).map(\.id)) == Set(expected.map(\.id)))
        #expect(expected.contains { $0.severity != nil && $0.kind.rawValue.contains("c") })
    }

    @Test func evilPatternsEndQuickly() {
        let pattern = RowPattern("(a+)+(a*)*(a|a)*b$")
        #expect(pattern?.matches(String(repeating: "a", count: 2000)) == false)
        #expect(RowPattern(String(repeating: "(", count: 100)) == nil)
        #expect(RowPattern("()+")?.matches("x") == true)
        #expect(RowPattern("(()*)*")?.matches("") == true)
    }

    @Test func fuzzyPrefersBeginningsAndRuns() throws {
        let theme = try #require(FuzzyMatch.score("th", in: "theme"))
        let path = try #require(FuzzyMatch.score("th", in: "path"))
        let spread = try #require(FuzzyMatch.score("th", in: "total height"))
        #expect(theme > path)
        #expect(theme > spread)
        #expect(FuzzyMatch.score("xyz", in: "theme") == nil)
        // Letters strewn over the middles of words are no match; beginnings of words are.
        #expect(FuzzyMatch.score("theme", in: "column to the left") == nil)
        #expect(FuzzyMatch.score("rp", in: "roll PLTR") != nil)
        #expect(FuzzyMatch.score("thm", in: "theme") != nil)
        #expect(FuzzyMatch.score("", in: "theme") == 0)
    }
}

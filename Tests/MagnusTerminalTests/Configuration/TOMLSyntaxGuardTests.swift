import Testing

@testable import MagnusTerminal

@Suite struct TOMLSyntaxGuardTests {
    @Test(arguments: ["[[[", "[.]", "[[ [", "[ .a]", "[[.]]", "[", "[[", "a = 1\n  [[[\n", "[=]", "[#]"])
    func headersThatWouldEndTheProgramAreMistakes(_ text: String) {
        #expect(TOMLSyntaxGuard.problem(in: text) != nil)
        let catalog = ThemeCatalog(sources: [ConfigurationText(name: "broken", origin: "broken.toml", text: text)])
        #expect(!catalog.load("broken").diagnostics.isEmpty)
    }

    @Test(arguments: ["[a]", "[[a.b]]", "[ \"a b\" ]", "a = [[1, 2], [3]]", "", "[a]\nb = 1\n"])
    func soundHeadersPass(_ text: String) {
        #expect(TOMLSyntaxGuard.problem(in: text) == nil)
    }

    /// Every text of a few dangerous characters goes through the real parser; a crash would end the test run.
    /// Behind a NUL the parser reads nothing and says nothing.
    @Test(arguments: [
        ("a = 1\n\u{0}[b]\n", 2, 1), ("# x\u{1}\n", 1, 4), ("a = \"\u{7F}\"", 1, 6), ("\u{0}", 1, 1),
        ("a = 1\r\n\tb = 2\u{C}\n", 2, 7),
    ])
    func controlCharactersAreNamedByTheirPlace(_ text: String, _ line: Int, _ column: Int) {
        let found = TOMLSyntaxGuard.problem(in: text)
        #expect(found?.line == line && found?.column == column, "\(String(describing: found))")
        #expect(found?.message.contains("control character U+") == true)
    }

    /// The place is the parser's, the words are those of someone who meant to unbind a key.
    @Test(arguments: ["quit = null", "a = 1\nb =  null # none\n", "quit = nil"])
    func aWordForNothingIsAnsweredWithAnEmptyList(_ text: String) {
        let catalog = ThemeCatalog(sources: [ConfigurationText(name: "x", origin: "x.toml", text: text)])
        let found = catalog.load("x").diagnostics
        #expect(found.contains { $0.message.contains("an empty list [] unbinds") }, "\(found)")
        #expect(TOMLSyntaxGuard.message("other", line: 1, in: "a = nan") == "other")
        #expect(TOMLSyntaxGuard.message("other", line: 9, in: text) == "other")
    }

    @Test func shortTextsNeverEndTheProgram() {
        let alphabet = Array("[].\"'=# \n{},a1-\\")
        var random: UInt64 = 11
        for _ in 0..<4000 {
            var text = ""
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for _ in 0..<(random >> 60) + 1 {
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(alphabet[Int(random >> 33) % alphabet.count])
            }
            let catalog = ThemeCatalog(sources: [ConfigurationText(name: "fuzz", origin: "fuzz.toml", text: text)])
            #expect(catalog.load("fuzz").theme.name == "fuzz" || !catalog.load("fuzz").diagnostics.isEmpty)
        }
    }
}

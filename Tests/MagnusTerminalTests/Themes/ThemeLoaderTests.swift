import Testing

@testable import MagnusTerminal

@Suite struct ThemeLoaderTests {
    private func load(_ text: String) -> (theme: Theme, mistakes: [String]) {
        let catalog = ThemeCatalog(sources: [
            ConfigurationText(name: "mine", origin: "mine.toml", text: text),
            ConfigurationText(name: "other", origin: "other.toml", text: "inherits = \"mine\"\n"),
        ])
        let (theme, diagnostics) = catalog.load("mine")
        return (theme, diagnostics.map(\.description))
    }

    @Test(arguments: [
        (
            "[scopes]\n\"pnl.upp\" = \"red\"\n",
            "mine.toml:2:1: unknown scope 'pnl.upp'; did you mean 'pnl.up'?"
        ),
        (
            "[scopes]\n\"text\" = { fg = \"ambre\" }\n",
            "mine.toml:2:17: unknown colour 'ambre'; did you mean 'amber'?"
        ),
        ("[palette]\nx = \"#12345\"\n", "mine.toml:2:5: '#12345' is not a colour; write #rrggbb"),
        (
            "[palette]\nx = { rgb = \"#123456\", c16 = 99 }\n",
            "mine.toml:2:30: c16 is a colour of 16: 0 to 15, or a name such as bright-blue"
        ),
        ("[palette]\nx = { c16 = 1 }\n", "mine.toml:2:5: a colour table needs rgb = \"#rrggbb\""),
        ("[palette]\nx = 300\n", "mine.toml:2:5: a colour number is 0 to 255, not 300"),
        (
            "[scopes]\n\"text\" = { fg = \"red\", blink = true }\n",
            "mine.toml:2:24: unknown part 'blink' of a style; there are fg, bg, modifiers = [...], bold = true"
        ),
        (
            "[scopes]\n\"text\" = { modifiers = [\"bold\", \"blink\"] }\n",
            "mine.toml:2:33: unknown modifier; there are bold, dim, italic, underline, reverse, strike"
        ),
        ("inherits = \"nothing\"\n", "mine.toml:1:1: there is no theme 'nothing' to inherit from"),
        ("inherits = \"other\"\n", "other.toml:1:1: themes inherit in a circle: mine > other > mine"),
        (
            "apearance = \"dark\"\n",
            "mine.toml:1:1: unknown setting 'apearance'; there are inherits, title, appearance, [palette], [scopes]"
        ),
        ("appearance = \"dim\"\n", "mine.toml:1:1: appearance is \"dark\" or \"light\""),
    ])
    func mistakesAreReportedWithTheirPlace(_ text: String, _ message: String) {
        let (theme, mistakes) = load(text)
        #expect(mistakes == [message])
        // The rest is that of the built-in theme.
        #expect(theme.styles.count == ThemeScope.allCases.count)
    }

    @Test func aPartialFileIsLegal() {
        let (theme, mistakes) = load(
            "[scopes]\nframe.paper = \"#ff0000\"\n\"text\" = { fg = \"#ffffff\", modifiers = [\"bold\"] }\n")
        #expect(mistakes.isEmpty)
        let shown = theme.resolved(for: .truecolor)
        #expect(shown[.framePaper].foreground == .rgb(255, 0, 0))
        #expect(shown[.text] == Style(foreground: .rgb(255, 255, 255), attributes: [.bold]))
        #expect(shown[.pnlUp] == ThemeCatalog.builtIn.resolved(for: .truecolor)[.pnlUp])
    }

    @Test func aChangedPaletteRecoloursWhatIsInherited() {
        let (theme, mistakes) = load("[palette]\ngreen = \"#00ff00\"\n")
        #expect(mistakes.isEmpty)
        #expect(theme.resolved(for: .truecolor)[.pnlUp].foreground == .rgb(0, 255, 0))
    }

    @Test func aTripleIsUsedByDepth() {
        let theme = load("[palette]\ngreen = { rgb = \"#00ff00\", c256 = 22, c16 = \"yellow\" }\n").theme
        #expect(theme.resolved(for: .colors256)[.pnlUp].foreground == .indexed(22))
        // The terminal's yellow, not the palette's.
        #expect(theme.resolved(for: .colors16)[.pnlUp].foreground == .indexed(3))
        #expect(theme.resolved(for: .none)[.pnlUp].foreground == .default)
    }

    @Test func eightColoursShowTheBrightHalfBold() {
        let theme = load("[palette]\ngreen = { rgb = \"#00ff00\", c16 = \"bright-green\" }\n").theme
        let style = theme.resolved(for: .colors8)[.pnlUp]
        #expect(style.foreground == .indexed(2) && style.attributes.contains(.bold))
    }

    @Test func withoutColoursBlocksAreReversed() {
        let shown = ThemeCatalog.builtIn.resolved(for: .none)
        #expect(shown[.selection].attributes.contains(.reverse))
        #expect(shown[.frameLive].attributes.contains(.reverse) && !shown[.framePaper].attributes.contains(.reverse))
        #expect(shown.ground == .plain)
    }

    @Test func aSyntaxErrorNamesItsPlaceAndKeepsTheScreen() {
        let (theme, mistakes) = load("[scopes]\n\"text\" = \n")
        #expect(mistakes.first?.hasPrefix("mine.toml:2:") == true, "\(mistakes)")
        #expect(theme.styles.count == ThemeScope.allCases.count)
    }

    @Test func anUnknownThemeSaysWhichThereAre() {
        let (_, diagnostics) = ThemeCatalog().load("blue")
        #expect(diagnostics.map(\.message) == ["there is no theme 'blue'; there are magnus-dark"])
    }

    @Test func base16BecomesAThemeWithoutMistakesAndWithContrast() throws {
        let names = (0...15).map { "base0" + String($0, radix: 16, uppercase: true) }
        let values = [
            "181818", "282828", "383838", "585858", "b8b8b8", "d8d8d8", "e8e8e8", "f8f8f8", "ab4642", "dc9656",
            "f7ca88",
            "a1b56c", "86c1b9", "7cafc2", "ba8baf", "a16946",
        ]
        let yaml = "scheme: \"Default Dark\"\n" + zip(names, values).map { "\($0): \"\($1)\" # x\n" }.joined()
        let (theme, mistakes) = load(try Base16Import.theme(from: yaml))
        #expect(mistakes.isEmpty)
        #expect(theme.title == "Default Dark" && theme.isDark)
        let shown = theme.resolved(for: .truecolor)
        #expect(shown.ground.background == .rgb(0x18, 0x18, 0x18))
        for scope in [ThemeScope.text, .textDim, .pnlUp, .pnlDown, .alertHigh, .accent] {
            let ratio = try #require(Contrast.ratio(shown[scope].foreground, shown.ground.background))
            #expect(ratio >= Contrast.textMinimum, "\(scope)")
        }
        #expect(throws: Base16Import.Failure.missing(["base0F"])) {
            try Base16Import.theme(from: yaml.split(separator: "\n").dropLast().joined(separator: "\n"))
        }
        #expect(throws: Base16Import.Failure.notAColor(slot: "base00", line: 1)) {
            try Base16Import.theme(from: "base00: \"zz\"")
        }
    }

    // WCAG 2.1: black on white is 21, #777777 on white 4.48.
    @Test func contrastIsThatOfTheGuidelines() throws {
        #expect(Contrast.ratio(.rgb(0, 0, 0), .rgb(255, 255, 255)) == 21)
        let grey = try #require(Contrast.ratio(.rgb(0x77, 0x77, 0x77), .rgb(255, 255, 255)))
        #expect(abs(grey - 4.48) < 0.005)
        #expect(Contrast.ratio(.default, .rgb(0, 0, 0)) == nil)
    }
}

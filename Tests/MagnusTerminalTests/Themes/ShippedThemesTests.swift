import Testing

@testable import MagnusTerminal

@Suite struct ShippedThemesTests {
    @Test(arguments: Shipped.themes)
    func loadsWithoutAMistakeAndNamesEveryScope(_ name: String) throws {
        let (theme, diagnostics) = try Shipped.catalog().load(name)
        #expect(diagnostics.isEmpty, "\(diagnostics.map(\.description))")
        #expect(theme.title != name)
        let missing = ThemeScope.allCases.filter { theme.styles[$0] == nil }
        #expect(missing.isEmpty, "\(missing)")
    }

    @Test(arguments: Shipped.themes, [ColorDepth.truecolor, .colors256])
    func textIsReadableOnItsGround(_ name: String, _ depth: ColorDepth) throws {
        let theme = try Shipped.catalog().load(name).theme.resolved(for: depth)
        for scope in ThemeScope.allCases where scope.isText {
            let style = theme[scope].over(theme[.text]).over(theme[.background])
            check(style.foreground, style.background, "\(name) \(depth.rawValue): \(scope.rawValue)")
        }
        // Words that stand in windows.
        let window = theme[.overlay].background
        for scope in [ThemeScope.text, .textDim, .accent, .pnlUp, .pnlDown, .titleFocus, .hintKey, .hintText] {
            check(theme[scope].foreground, window, "\(name) \(depth.rawValue): \(scope.rawValue) in a window")
        }
    }

    /// Figures on the selected row keep their colours; they must stay readable there too. Names in large, bold or coloured
    /// type may go down to 3 (WCAG 1.4.11), plain text may not.
    @Test(arguments: Shipped.themes)
    func theSelectedRowIsReadable(_ name: String) throws {
        let theme = try Shipped.catalog().load(name).theme.resolved(for: .truecolor)
        for selection in [ThemeScope.selection, .selectionUnfocused] {
            let ground = theme[selection].over(theme[.background]).background
            check(theme[.text].foreground, ground, "\(name): text on \(selection.rawValue)")
            for scope in [ThemeScope.pnlUp, .pnlDown, .alertCritical, .alertHigh, .textDim] {
                check(theme[scope].foreground, ground, "\(name): \(scope.rawValue) on \(selection.rawValue)", least: 3)
            }
        }
    }

    private func check(_ text: Color, _ ground: Color, _ what: String, least: Double = Contrast.textMinimum) {
        // Colours of the terminal's own palette are the person's choice.
        if case .indexed(let index) = text, index < 16 { return }
        if case .indexed(let index) = ground, index < 16 { return }
        guard let ratio = Contrast.ratio(text, ground) else { return }
        #expect(ratio >= least, "\(what): \(text) on \(ground) is \(ratio)")
    }

    @Test(arguments: Shipped.themes, ColorDepth.allCases)
    func paperAndLiveLookDifferent(_ name: String, _ depth: ColorDepth) throws {
        let theme = try Shipped.catalog().load(name).theme.resolved(for: depth)
        if depth != .none { #expect(theme[.framePaperFocus] != theme[.frameLiveFocus]) }
        if depth == .truecolor || depth == .colors256 { #expect(theme[.framePaper] != theme[.frameLive]) }
        #expect(theme[.selection] != theme[.text])
    }

    @Test func theBuiltInThemeIsTheShippedOne() throws {
        let shipped = try Shipped.sources("Themes", ["magnus-dark"])
        #expect(BuiltInTheme.text == shipped.first?.text)
    }

    @Test func gainAndLossDifferInBrightnessOrHueForTheColourBlind() throws {
        let theme = try Shipped.catalog().load("colour-blind-safe").theme.resolved(for: .truecolor)
        let up = try #require(theme[.pnlUp].foreground.channels)
        let down = try #require(theme[.pnlDown].foreground.channels)
        // Blue against orange: told apart by blue, which every common form of colour blindness keeps but the rarest.
        #expect(up.blue > 200 && down.blue < 100)
    }
}

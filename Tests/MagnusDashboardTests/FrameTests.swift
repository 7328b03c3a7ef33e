import MagnusDashboard
import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@Suite struct FrameTests {
    static let sizes = ["80x24", "120x36", "200x60", "40x10", "20x5", "400x120", "160x45", "100x30"]

    static func frame(
        _ size: String, _ snapshot: DeskSnapshot?, theme: ResolvedTheme, glyphs: GlyphSet = .unicode, keys: String = "",
        showsTour: Bool = false
    ) throws -> DashboardFrame {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        let world = DashboardWorld(
            snapshot: snapshot, keymap: Shipped.keymap("default"), themes: ["magnus-dark", "magnus-light", "nord"],
            keymaps: ["arrows", "default", "emacs"])
        var state = DashboardState(size: TerminalSize(columns: parts[0], rows: parts[1]), showsTour: showsTour)
        state = DashboardReducer.reduce(state, .snapshotArrived, in: world).state
        for chord in keys.isEmpty ? [] : try KeyChord.parseSequence(keys) {
            state = DashboardReducer.reduce(state, .input(.key(chord)), in: world).state
        }
        return DashboardRenderer.render(state, world, theme: theme, glyphs: glyphs)
    }

    @Test(arguments: sizes)
    func sampleBook(size: String) throws {
        let theme = Shipped.theme("magnus-dark")
        FrameGolden.expect(try Self.frame(size, SampleBook.snapshot(), theme: theme), theme, named: "sample-\(size)")
    }

    @Test(arguments: ["80x24", "120x36", "40x10"])
    func emptyStaleAndFailing(size: String) throws {
        let theme = Shipped.theme("magnus-dark")
        FrameGolden.expect(try Self.frame(size, SampleBook.empty(), theme: theme), theme, named: "empty-\(size)")
        FrameGolden.expect(try Self.frame(size, SampleBook.stale(), theme: theme), theme, named: "stale-\(size)")
        FrameGolden.expect(try Self.frame(size, SampleBook.failing(), theme: theme), theme, named: "failing-\(size)")
        FrameGolden.expect(try Self.frame(size, nil, theme: theme), theme, named: "loading-\(size)")
    }

    @Test func withoutColourAndUnicode() throws {
        let theme = Shipped.theme("monochrome", .none)
        let frame = try Self.frame("120x36", SampleBook.snapshot(), theme: theme, glyphs: .ascii)
        #expect(frame.surface.textRows().allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
        FrameGolden.expect(frame, theme, named: "ascii-monochrome-120x36")
    }

    /// A value that nobody knows is a dash, never an empty place.
    @Test(arguments: ["80x24", "120x36", "200x60"]) func anUnknownValueIsADash(size: String) throws {
        var snapshot = SampleBook.snapshot()
        for index in snapshot.book.accounts.indices {
            snapshot.book.accounts[index].netLiquidation.figure = .unknown(.noSource)
        }
        let frame = try Self.frame(size, snapshot, theme: Shipped.theme("magnus-dark"))
        let status = try #require(frame.surface.textRows().first)
        #expect(status.contains("NL —"), "\(status)")
    }

    @Test func liveFramesLookDifferent() throws {
        let theme = Shipped.theme("magnus-dark")
        var live = SampleBook.snapshot()
        live.accounts[0].kind = .live
        live.world.kind = .live
        let frame = try Self.frame("120x36", live, theme: theme)
        #expect(frame.surface.textRows()[0].contains("LIVE"))
        #expect(!frame.surface.textRows()[0].contains("SIMULATED"))
        let paper = try Self.frame("120x36", SampleBook.snapshot(), theme: theme)
        #expect(frame.surface[0, 5].style != paper.surface[0, 5].style)
    }

    @Test(arguments: [
        ("help", "?"), ("palette", ":"), ("details", "<Enter>"), ("explain", "x"), ("alert", "4 <Enter>"),
        ("candidate", "5 <Enter>"), ("why-not", "5 W"), ("why-silent", "4 W"), ("settings", ","), ("theme", "T"),
        ("columns", "o c"), ("intent", "I"), ("snooze", "4 Z"), ("note", "n"), ("filter", "/ p l"),
        ("legs", "j <Right>"),
        ("greeks-symbol", "2 ]"), ("mask", "$"), ("full", "0"), ("half", "z"), ("wide", "w l l l l l l l l l l l"),
        ("asking", "j j a"), ("goto-pending", "g"),
    ])
    func overlays(name: String, keys: String) throws {
        let theme = Shipped.theme("magnus-dark")
        FrameGolden.expect(
            try Self.frame("120x36", SampleBook.snapshot(), theme: theme, keys: keys), theme,
            named: "open-\(name)-120x36")
        if ["help", "details", "settings", "greeks-symbol"].contains(name) {
            FrameGolden.expect(
                try Self.frame("80x24", SampleBook.snapshot(), theme: theme, keys: keys), theme,
                named: "open-\(name)-80x24")
        }
    }

    @Test func tourLiesOverTheDashboard() throws {
        let theme = Shipped.theme("magnus-dark")
        var snapshot = SampleBook.snapshot()
        snapshot.isDisclaimerAccepted = false
        let frame = try Self.frame("120x36", snapshot, theme: theme, showsTour: true)
        FrameGolden.expect(frame, theme, named: "tour-120x36")
        #expect(frame.surface.textRows().contains { $0.contains(":disclaimer") })
    }

    @Test func plainText() {
        FrameGolden.expect(PlainDashboard.text(SampleBook.snapshot()), named: "plain")
        let ascii = PlainDashboard.text(SampleBook.stale(), isMasked: true, glyphs: .ascii)
        #expect(ascii.utf8.allSatisfy { $0 < 0x80 })
        FrameGolden.expect(ascii, named: "plain-stale-masked-ascii")
        #expect(PlainDashboard.text(SampleBook.empty()).contains("No positions"))
    }

    @Test func maskLeaksNoMoney() throws {
        let theme = Shipped.theme("magnus-dark")
        for keys in ["$", "$ <Enter>", "$ 4 <Enter>", "$ 5 <Enter>", "$ 2 ]"] {
            let text = try Self.frame("200x60", SampleBook.snapshot(), theme: theme, keys: keys).surface.textRows()
                .joined(separator: "\n")
            for amount in [
                "169,360", "11.4k", "30.1k", "-935", "26,000", "114,640", "-911", "5,441", "84.1k", "-13.5k",
            ] {
                #expect(!text.contains(amount), "\(amount) after \(keys)")
            }
            #expect(text.contains("-199%") || text.contains("97%") || keys.hasSuffix("]"))
        }
    }

    @Test func maskHidesWhatGivesTheAccountAway() throws {
        let theme = Shipped.theme("magnus-dark")
        let rows = try Self.frame("120x36", SampleBook.snapshot(), theme: theme, keys: "$").surface.textRows()
        let delta = try #require(rows.first { $0.contains("NL") && $0.contains("band") })
        // Beta-weighted delta times the benchmark's price over its share is net liquidation.
        #expect(delta.contains("*** = *** NL") || delta.contains("***= *** NL"), "\(delta)")
        let plain = PlainDashboard.text(SampleBook.snapshot(), isMasked: true, glyphs: .unicode)
        #expect(!plain.contains("+163"))
    }

    @Test func quotesKeepTheirCents() throws {
        let theme = Shipped.theme("magnus-dark")
        let text = try Self.frame("400x120", SampleBook.snapshot(), theme: theme).surface.textRows().joined()
        #expect(text.contains("108.38×108.42"), "a locked market would be a lie")
    }

    @Test func themeCommandsComeFirstInThePalette() throws {
        let theme = Shipped.theme("magnus-dark")
        let rows = try Self.frame("120x36", SampleBook.snapshot(), theme: theme, keys: ": t h e m e").surface.textRows()
        let entries = rows.filter { $0.contains("theme") || $0.contains("Theme") }
        #expect(entries.count >= 2)
        #expect(!rows.contains { $0.contains("column left") || $0.contains("snooze  ") })
    }

    @Test(arguments: ["emacs", "arrows"])
    func hintsOfCommandsHaveABlankAfterAWordyKey(_ keymap: String) throws {
        var snapshot = SampleBook.snapshot()
        snapshot.isDisclaimerAccepted = false
        let world = DashboardWorld(
            snapshot: snapshot, keymap: Shipped.keymap(keymap), themes: [], keymaps: ["arrows", "emacs"])
        let state = DashboardState(size: TerminalSize(columns: 120, rows: 36))
        let frame = DashboardRenderer.render(state, world, theme: Shipped.theme("magnus-dark"), glyphs: .unicode)
        let row = try #require(frame.surface.textRows().first { $0.contains("disclaimer") })
        #expect(row.contains(" disclaimer"), "\(row)")
    }

    @Test func theDisclaimerGivesItsRowToASmallScreen() throws {
        var snapshot = SampleBook.snapshot()
        snapshot.isDisclaimerAccepted = false
        let theme = Shipped.theme("magnus-dark")
        let small = try Self.frame("40x10", snapshot, theme: theme).surface.textRows()
        #expect(!small.contains { $0.contains("no advice") || $0.contains("disclaimer") })
        #expect(
            try Self.frame("80x24", snapshot, theme: theme).surface.textRows().contains { $0.contains("disclaimer") })
    }

    @Test func theRuleOfVolatilityStaysBesideWhatIsExcluded() throws {
        var snapshot = SampleBook.snapshot()
        snapshot.book.excluded = ["LCID1"]
        let rows = try Self.frame("120x36", snapshot, theme: Shipped.theme("magnus-dark")).surface.textRows()
        let title = try #require(rows.first { $0.contains("2 Greeks") })
        #expect(title.contains(snapshot.book.scenarioRule), "\(title)")
        #expect(title.contains("1 excluded") || title.contains("LCID1"), "\(title)")
    }

    @Test func columnsNeverTouch() throws {
        let theme = Shipped.theme("magnus-dark")
        let stale = try Self.frame("120x36", SampleBook.stale(), theme: theme).surface.textRows()
        let row = try #require(stale.first { $0.contains("PLTR") && $0.contains("80P") })
        #expect(row.contains("~-935 ~-199 ~-4.7%"), "\(row)")
        // A distance in dollars gives up the zero before its point for the mark, never its unit, a cent or the gap.
        let near = try #require(stale.first { $0.contains("KO") && $0.contains("75P") })
        #expect(near.contains("~41% ~$-.02 "), "\(near)")
        let mono = Shipped.theme("monochrome", .none)
        let ascii = try Self.frame("120x36", SampleBook.snapshot(), theme: mono, glyphs: .ascii).surface.textRows()
        #expect(ascii.contains { $0.contains("!! MO ") })
        #expect(!ascii.contains { $0.contains("=100%") || $0.contains("!!MO") })
    }

    @Test func wideSaysWhatItDid() throws {
        let theme = Shipped.theme("magnus-dark")
        let rows = try Self.frame("120x36", SampleBook.snapshot(), theme: theme, keys: "w").surface.textRows()
        #expect(rows.last?.contains("All columns") == true)
        let back = try Self.frame("120x36", SampleBook.snapshot(), theme: theme, keys: "w w").surface.textRows()
        #expect(back.last?.contains("Standard columns") == true)
    }
}

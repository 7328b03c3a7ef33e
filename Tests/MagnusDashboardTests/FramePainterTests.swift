import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// What a critical reader of the screen found, each as a test.
@UIActor
@Suite struct FramePainterTests {
    private func row(_ desk: TestDesk, _ words: String) throws -> String {
        try #require(desk.screen.split(separator: "\n").map(String.init).first { $0.contains(words) })
    }

    // MARK: Free cash

    /// Free cash that nothing bounds is not left out: neither by itself nor beside an account whose figure is known.
    @Test func freeCashWithoutABoundIsSaid() throws {
        var snapshot = SampleBook.snapshot()
        #expect(try row(TestDesk(columns: 200, rows: 50, snapshot: snapshot), "MAGNUS").contains("free 11.4k"))
        var other = snapshot.book.accounts[0]
        other.account.name = "IRA"
        other.freeCash = .unknown(.unlimited)
        snapshot.book.accounts.append(other)
        let both = try row(TestDesk(columns: 200, rows: 50, snapshot: snapshot), "MAGNUS")
        #expect(both.contains("free 11.4k (1 unknown)"), "\(both)")
        snapshot.book.accounts.removeFirst()
        let alone = try row(TestDesk(columns: 200, rows: 50, snapshot: snapshot), "MAGNUS")
        #expect(alone.contains("free —"), "\(alone)")
        let index = try #require(snapshot.book.strategies.firstIndex { $0.symbol == "PLTR" })
        snapshot.book.strategies[index].collateral = .unknown(.unlimited)
        let page = PositionPage.lines(
            snapshot.book.strategies[index], snapshot, note: nil, format: FigureFormat())
        #expect(page.contains(.pair("Collateral", "unlimited")))
    }

    /// A replay without a book says why there is none, and sends nobody to an import that would not help.
    @Test func aReplayWithoutABookSaysWhy() throws {
        var snapshot = SampleBook.snapshot()
        snapshot.world.kind = .replay
        snapshot.book.strategies = []
        let desk = TestDesk(columns: 120, rows: 36, snapshot: snapshot)
        #expect(desk.screen.contains("nothing that outlives its recording"))
        #expect(!desk.screen.contains("a broker file"))
        snapshot.world.kind = .simulated
        #expect(TestDesk(columns: 120, rows: 36, snapshot: snapshot).screen.contains("a broker file"))
    }

    // MARK: Narrow figures

    /// A figure that does not fit is left out whole: "SPY -1" of "SPY -1% = -971" would be another one.
    @Test(arguments: [40, 44, 48, 52, 56, 60])
    func whatAPercentCostsIsWholeOrAbsent(_ columns: Int) throws {
        let desk = TestDesk(columns: columns, rows: 16, snapshot: SampleBook.snapshot())
        try desk.press("2")
        let line = try row(desk, " NL band ")
        #expect(line.contains("-25..+75"), "\(line)")
        if line.contains("SPY") {
            let tail = line.split(separator: "=").last ?? ""
            #expect(line.contains("SPY -1% = ") && tail.contains(where: \.isNumber), "\(line)")
        }
    }

    /// What no sum holds is named on every page of Greeks, whatever the width: tabs leave the pane no title.
    @Test(arguments: 40...79)
    func legsOutsideTheSumsAreNamed(_ columns: Int) throws {
        for (rows, excluded) in [(10, ["LCID1"]), (12, ["LCID1"]), (16, ["MU", "LCID1"])] {
            var snapshot = SampleBook.snapshot()
            snapshot.book.excluded = excluded
            let desk = TestDesk(columns: columns, rows: rows, snapshot: snapshot)
            for keys in ["2", "]", "]"] {
                try desk.press(keys)
                let words = try row(desk, "without quotes")
                #expect(excluded.allSatisfy(words.contains), "\(columns)x\(rows) \(state(desk)): \(words)")
            }
            // The last row above it can be reached.
            try desk.press("G")
            #expect(desk.screen.contains(excluded.joined(separator: ", ")))
        }
    }

    private func state(_ desk: TestDesk) -> String { desk.state.greeks.page.title }

    /// A figure that is clipped is another figure: columns of Greeks are there whole or not at all.
    @Test(arguments: 40...62)
    func columnsOfGreeksAreWholeOrAbsent(_ columns: Int) throws {
        let format = FigureFormat()
        let snapshot = SampleBook.snapshot()
        let whole = Set(
            GreeksColumn.allCases.map { column in
                let row = snapshot.book.greeks
                switch column {
                case .dollarDelta: return format.compactDollars(row.dollarDelta.figure, isSigned: true)
                case .betaWeightedDelta: return format.benchmarkShares(row.betaWeightedDelta.figure)
                case .dollarGamma: return format.compactDollars(row.dollarGammaOnePercent.figure, isSigned: true)
                case .theta: return format.compactDollars(row.thetaPerDay.figure, isSigned: true)
                case .vega30: return format.compactDollars(row.vega30.figure, isSigned: true)
                }
            })
        let desk = TestDesk(columns: columns, rows: 12, snapshot: snapshot)
        try desk.press("2")
        let heading = try row(desk, "/day")
        let lines = desk.screen.split(separator: "\n").map(String.init)
        let book = try #require(lines.first { $0.hasPrefix("Book") || $0.hasPrefix(" Book") })
        let figures = book.split(separator: " ").dropFirst().filter { !$0.hasPrefix("(") && $0 != "unknown)" }
        #expect(figures.allSatisfy { whole.contains(String($0)) }, "\(columns): \(book)")
        #expect(figures.count >= 4, "\(book)")
        let titles = heading.split(separator: " ").filter { $0.contains("/") || $0 == "vega30" || $0.contains("Δ") }
        #expect(titles.count == figures.count, "\(columns): \(heading) over \(book)")
    }

    /// The foot of an answer tells what it tells whole: sources give way, time and model do not lose their ends.
    @Test(arguments: [40, 44, 52, 64, 80, 120, 160])
    func theFootOfAnAnswerIsWhole(_ columns: Int) throws {
        let desk = TestDesk(columns: columns, rows: 24, snapshot: SampleBook.snapshot())
        try desk.press("3 0")
        let feet = desk.screen.split(separator: "\n").filter { $0.contains(" s, no") }
        #expect(!feet.isEmpty, "\(desk.screen)")
        #expect(feet.allSatisfy { $0.contains(" s, no model") }, "\(columns): \(feet)")
    }

    // MARK: Windows

    @Test func aShortPaletteIsAsTallAsItsList() throws {
        let desk = TestDesk()
        try desk.press(":")
        let top = try #require(desk.screen.split(separator: "\n").firstIndex { $0.contains("╭ Command ") })
        desk.type("disclaimer")
        let lines = desk.screen.split(separator: "\n").map(String.init)
        #expect(lines.firstIndex { $0.contains("╭ Command ") } == top, "its edge stays where it is")
        let entries = OverlayContent.entries(try #require(desk.state.overlays.last), desk.state, desk.world).count
        #expect(entries < 10)
        // Below edge, field and rule come the entries and nothing else.
        #expect(lines[top + 3 + entries].contains("╰────"), "\(lines[top...(top + 3 + entries)])")
    }

    /// Words are whole where the screen has room for them: the explanation of a column, the name of a row that gained.
    @Test func nothingIsCutThatHasRoom() throws {
        let theme = Shipped.theme("magnus-dark")
        let chooser = try FrameTests.frame("120x36", SampleBook.snapshot(), theme: theme, keys: "o c")
        #expect(chooser.surface.textRows().contains { $0.contains(PositionColumn.flags.explanation) })
        let page = try FrameTests.frame("120x36", SampleBook.attributed(), theme: theme, keys: "2 ] ] ]")
        #expect(page.surface.textRows().contains { $0.contains("XSP -1 PCS 597/592 ") })
    }

    /// A rest that the Greeks should have told is marked, and touches no other figure.
    @Test(arguments: ["120x36", "80x24"]) func aLargeRestIsMarked(size: String) throws {
        var snapshot = SampleBook.attributed()
        let rest = Total(figure: Figure(-112, trust: .estimated), unknownCount: 0)
        snapshot.book.dayAttribution?.book.residual = rest
        let frame = try FrameTests.frame(size, snapshot, theme: Shipped.theme("magnus-dark"), keys: "2 ] ] ]")
        let rows = frame.surface.textRows()
        #expect(rows.contains { $0.contains("+2 ▲≈-112") || $0.contains("+2  ▲≈-112") }, "\(rows)")
        #expect(rows.filter { $0.contains("▲≈") }.count == 1, "the others are small")
    }

    @Test func keysOfAnAlertAreDrawnAsKeys() throws {
        let theme = Shipped.theme("magnus-dark")
        let frame = try FrameTests.frame("120x36", SampleBook.snapshot(), theme: theme, keys: "4 <Enter>")
        let rows = frame.surface.textRows()
        let line = try #require(rows.firstIndex { $0.contains("What can be done") }) + 1
        let column = try #require((0..<120).first { Array(rows[line])[$0] == "A" && $0 > 14 })
        #expect(frame.surface[column, line].style.foreground == theme[.hintKey].foreground)
        #expect(theme[.hintKey].foreground != theme[.textDim].foreground)
    }

    @Test func anAlertNamesEachActionOnce() throws {
        var snapshot = SampleBook.snapshot()
        let page = RowPage(pane: .alerts, id: snapshot.alerts[0].id)
        snapshot.alerts[0].finding.actions = [
            AlertAction(action: "details", label: "Facts, rule and history"),
            AlertAction(action: "snooze", label: "Snooze"), AlertAction(action: "close", label: "Close at 0.56"),
        ]
        let desk = TestDesk(columns: 120, rows: 50, snapshot: snapshot)
        try desk.press("4 <Enter>")
        #expect(desk.state.overlays == [.details(page)])
        #expect(desk.screen.contains("Close at 0.56"))
        #expect(!desk.screen.contains("Facts, rule and history"))
    }

    @Test func namesOfStrategiesAndMarksKeepTheirDistance() throws {
        var snapshot = SampleBook.snapshot()
        for index in snapshot.book.byStrategy.indices {
            snapshot.book.byStrategy[index].dollarGammaOnePercent = Total(
                figure: .known(-21_400, .estimated), unknownCount: 0)
        }
        let desk = TestDesk(columns: 200, rows: 60, snapshot: snapshot)
        try desk.press("2 ] ] ] ]")
        #expect(desk.screen.contains(" ≈-21.4k"))
    }

    // MARK: Keys

    @Test func aKeyThatDoesNothingSaysSo() throws {
        let desk = TestDesk()
        try desk.press("t")
        #expect(desk.state.toast == Toast(text: "t: no such key here; ? lists them"))
        #expect(desk.screen.contains("t: no such key here; ? lists them"))
        try desk.press("j")
        #expect(desk.state.toast == nil)
        try desk.press("g z")
        #expect(desk.state.toast?.text == "gz: no such key here; ? lists them")
        try desk.press("4 l")
        #expect(desk.state.toast?.text == "column-right: Alerts has no columns to choose")
        // Keys that are typed are no mistakes.
        try desk.press("i t t")
        #expect(desk.state.toast == nil)
        #expect(desk.state.chat.input.text == "tt")
    }

    // MARK: Totals

    @Test func aFilterSaysWhoseTheTotalsAre() throws {
        let desk = TestDesk()
        #expect(desk.screen.contains("18 rows  open -911"))
        try desk.press("/")
        desk.type("symbol: nothing like it")
        #expect(desk.screen.contains("0 of 18"))
        try desk.press("<Esc> /")
        desk.type("PLTR")
        let shown = SampleBook.snapshot().book.strategies.filter { $0.symbol == "PLTR" }
        try #require(shown.count == 1)
        #expect(try row(desk, "1 Positions").contains("/PLTR 1 of 18"))
        #expect(try row(desk, "1 of 18 rows:").contains("1 of 18 rows:  open -935"))
        // On a small screen too.
        desk.feed(.resized(TerminalSize(columns: 80, rows: 24)))
        #expect(try row(desk, "1/1 of 18:").contains("open -935"))
    }

    @Test func totalsOfTheRowsShownCountWhatTheyLack() {
        var book = SampleBook.snapshot().book
        book.strategies[0].unrealizedProfit = .known(10, .fresh)
        book.strategies[1].unrealizedProfit = .known(-4, .stale)
        book.strategies[2].unrealizedProfit = .unknown(.noMarket)
        book.strategies[3].unrealizedProfit = .unknown(.notApplicable)
        let totals = FilteredTotals(book, strategies: [0, 1, 2, 3])
        #expect(totals.openProfit == Total(figure: .known(6, .stale), unknownCount: 1))
        #expect(totals.rows == 4)
        #expect(FilteredTotals(book, strategies: [2]).openProfit.figure == .unknown(.incomplete))
        #expect(FilteredTotals(book, strategies: []).openProfit == Total(figure: Figure(0), unknownCount: 0))
        #expect(FilteredTotals(book, strategies: nil).openProfit == book.openProfit)
    }

    // MARK: ASCII

    @Test func plainLettersKeepNamesWhole() throws {
        let theme = Shipped.theme("monochrome", .none)
        let rows = try FrameTests.frame("120x36", SampleBook.snapshot(), theme: theme, glyphs: .ascii).surface
            .textRows()
        #expect(rows.contains { $0.contains("<=2DTE ") })
        #expect(rows.contains { $0.contains("100 sh uncovered ") })
        #expect(!rows.contains { $0.contains("uncover~") })
    }

    /// Dim letters in reverse are grey on the colour of the text: a chosen alert is read in full strength.
    @Test(arguments: ["1", "4"])
    func nothingIsDimInReverse(_ keys: String) throws {
        let theme = Shipped.theme("monochrome", .none)
        let surface = try FrameTests.frame("120x36", SampleBook.snapshot(), theme: theme, keys: keys).surface
        let cells = (0..<36).flatMap { row in (0..<120).map { surface[$0, row].style.attributes } }
        #expect(cells.contains { $0.contains(.reverse) } && cells.contains { $0.contains(.dim) })
        #expect(!cells.contains { $0.isSuperset(of: [.reverse, .dim]) })
    }

    @Test func aClickHitsTheColumnThatIsDrawn() throws {
        for glyphs in [GlyphSet.unicode, .ascii] {
            var world = DashboardWorld(snapshot: SampleBook.snapshot(), keymap: Shipped.keymap("default"))
            world.glyphs = glyphs
            let state = DashboardState(size: TerminalSize(columns: 120, rows: 36))
            let theme = Shipped.theme("magnus-dark")
            let text = DashboardRenderer.render(state, world, theme: theme, glyphs: glyphs).surface.textRows()[2]
            for (heading, sort) in [("P/L", PositionSort.profit), ("Cap", .captured), ("Dist", .distance)] {
                let start = try #require(text.range(of: heading))
                for offset in 0..<heading.count {
                    let column = text.distance(from: text.startIndex, to: start.lowerBound) + offset
                    let press = MouseEvent(kind: .press(.left), column: column, row: 2)
                    let next = DashboardReducer.reduce(state, .input(.mouse(press)), in: world).state
                    #expect(next.positions.sort == sort, "\(heading) \(offset) unicode \(glyphs.isUnicode)")
                }
            }
        }
    }

    // MARK: Small screens and words

    @Test(arguments: ["20x5", "39x9", "100x5", "12x3", "8x1"])
    func aTinyScreenShowsWhatCannotWait(_ size: String) throws {
        let theme = Shipped.theme("magnus-dark")
        let rows = try FrameTests.frame(size, SampleBook.snapshot(), theme: theme).surface.textRows()
        #expect(rows[0].hasPrefix("PAPER"))
        #expect(!rows.contains { $0.contains("needs") })
        if rows.count >= 3 { #expect(rows[1].contains("NL 169.4k")) }
        if rows.count >= 5 { #expect(rows[2].hasPrefix("■ MO 57.5C")) }
        let masked = try FrameTests.frame(size, SampleBook.snapshot(), theme: theme, keys: "$").surface.textRows()
        #expect(!masked.contains { $0.contains("169.4k") || $0.contains("+284") })
        #expect(try FrameTests.frame(size, nil, theme: theme).surface.textRows()[0].hasPrefix("MAGNUS"))
    }

    @Test func workWithoutACountIsOnlyNamed() throws {
        var snapshot = SampleBook.snapshot()
        snapshot.work = [
            WorkProgress(id: "scan", title: "Scanning", completed: 0, total: nil, perSecond: nil, remainingSeconds: nil)
        ]
        for columns in [40, 80, 120] {
            let desk = TestDesk(columns: columns, rows: 36, snapshot: snapshot)
            let last = try #require(desk.screen.split(separator: "\n").last)
            #expect(last.contains("Scanning… ") || last.hasSuffix("Scanning…"), "\(last)")
        }
        snapshot.work[0].completed = 12
        snapshot.work[0].total = 400
        let desk = TestDesk(columns: 80, rows: 24, snapshot: snapshot)
        #expect(try row(desk, "Scanning").contains("Scanning 12/400 ░░░░░░░░"))
    }

    @Test func oneLineMoreIsNotSeveral() {
        let desk = TestDesk(columns: 120, rows: 36)
        #expect(!desk.screen.contains("1 more lines"))
    }

    // MARK: The day and the VIX

    @Test func theDayIsSplitIntoItsGreeks() throws {
        let theme = Shipped.theme("magnus-dark")
        for size in ["120x36", "80x24"] {
            let frame = try FrameTests.frame(size, SampleBook.attributed(), theme: theme, keys: "2 ] ] ]")
            FrameGolden.expect(frame, theme, named: "open-attribution-\(size)")
            let rows = frame.surface.textRows()
            #expect(rows.contains { $0.contains("2 Greeks attribution today") })
            let book = try #require(rows.first { $0.contains("Book ") && $0.contains("+284") })
            for part in ["+159", "-44", "+141", "+18", "+2", "+8"] { #expect(book.contains(part), "\(book)") }
        }
        let desk = TestDesk(snapshot: SampleBook.attributed())
        try desk.press("2 ] ] ]")
        #expect(desk.state.greeks.page == .attribution)
        try desk.press("x")
        #expect(desk.effects.last == .explain(id: "book#day_pnl"))
        let first = try #require(PaneRows.attribution(SampleBook.attributed()).dropFirst().first)
        try desk.press("<Esc> j x")
        #expect(desk.effects.last == .explain(id: "\(first.id)#day_pnl"))
        try desk.press("<Esc> y")
        #expect(desk.effects.contains { if case .copy(let text) = $0 { text.contains("\t+120\t") } else { false } })
        try desk.press("<Enter>")
        #expect(desk.state.focus == .positions)
        #expect(desk.state.positions.cursor.selected == first.id)
        // Money falls under the mask.
        try desk.press("2 $")
        #expect(!desk.screen.contains("+284  "))
    }

    @Test func withoutACloseThePageSaysWhy() throws {
        let desk = TestDesk()
        try desk.press("2 ] ] ]")
        #expect(desk.screen.contains("previous close"))
        #expect(desk.state.greeks.page == .attribution)
    }

    @Test func theVIXIsTheFirstToGiveWay() {
        var snapshot = SampleBook.snapshot()
        snapshot.volatilityIndex = Figure(17.05)
        #expect(TestDesk(columns: 160, rows: 45, snapshot: snapshot).screen.contains("VIX 17.05"))
        let narrow = TestDesk(columns: 120, rows: 36, snapshot: snapshot).screen
        #expect(!narrow.contains("VIX") && narrow.contains("free 11.4k+30.1k"))
        snapshot.volatilityIndex = .unknown(.noSource)
        #expect(!TestDesk(columns: 200, rows: 60, snapshot: snapshot).screen.contains("VIX"))
    }

    // MARK: Contrast

    /// Letters and digits of whole frames, wherever they stand: on rows under the cursor, in windows, in the edges.
    @Test(arguments: [
        "catppuccin", "colour-blind-safe", "gruvbox", "high-contrast", "magnus-dark", "magnus-light", "nord",
        "solarized-dark", "solarized-light",
    ])
    func everyLetterCanBeRead(_ name: String) throws {
        var snapshot = SampleBook.attributed()
        snapshot.isDisclaimerAccepted = false
        for depth in [ColorDepth.truecolor, .colors256] {
            let theme = Shipped.theme(name, depth)
            var poor: [String: Double] = [:]
            for (keys, book) in [
                ("", snapshot), ("j j j", SampleBook.stale()), ("4 j j", SampleBook.failing()), ("5 j", snapshot),
                ("?", snapshot), (": t h e m e", snapshot), (",", snapshot), ("4 <Enter>", snapshot), ("x", snapshot),
                ("2 ] ] ] j", snapshot), ("T", snapshot), ("o c j", snapshot), ("I", snapshot), ("t", snapshot),
                ("i w h a t", snapshot), ("/ p l", snapshot),
            ] {
                let surface = try FrameTests.frame("120x36", book, theme: theme, keys: keys).surface
                for row in 0..<surface.rows {
                    for column in 0..<surface.columns {
                        let cell = surface[column, row]
                        guard cell.cluster.contains(where: { $0.isLetter || $0.isNumber }) else { continue }
                        var (text, ground) = (cell.style.foreground, cell.style.background)
                        if cell.style.attributes.contains(.reverse) { swap(&text, &ground) }
                        guard let ratio = Contrast.ratio(text, ground), ratio < Contrast.textMinimum else { continue }
                        poor["\(text) on \(ground)"] = ratio
                    }
                }
            }
            #expect(poor.isEmpty, "\(name) \(depth.rawValue): \(poor)")
        }
    }
}

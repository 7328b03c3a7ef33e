import Testing

@testable import MagnusTerminal

@Suite struct SurfaceTests {
    private let red = Style(foreground: .rgb(255, 0, 0))

    @Test func textIsCutAtTheEdges() {
        var surface = Surface(columns: 6, rows: 2)
        #expect(surface.put("abcdefgh", column: 3, row: 0) == 3)
        #expect(surface.put("xyz", column: -2, row: 1) == 3)
        #expect(surface.put("no", column: 0, row: 5) == 0 && surface.put("no", column: 9, row: 0) == 0)
        #expect(surface.textRows() == ["   abc", "z"])
    }

    @Test func wideTextNeverStandsInHalf() {
        var surface = Surface(columns: 5, rows: 3)
        surface.put("日本語", column: 0, row: 0)
        surface.put("語", column: -1, row: 1)
        surface.put("日本", column: 0, row: 2)
        surface.put("x", column: 1, row: 2)
        #expect(surface.textRows() == ["日本", "", " x本"])
        #expect(surface[4, 0].cluster == " ")
    }

    @Test func inheritedColoursComeFromBeneath() {
        var surface = Surface(columns: 4, rows: 1, style: Style(foreground: .rgb(1, 1, 1), background: .rgb(9, 9, 9)))
        surface.put("ab", column: 0, row: 0, style: red)
        #expect(surface[0, 0].style == Style(foreground: .rgb(255, 0, 0), background: .rgb(9, 9, 9)))
        surface.restyle(Rectangle(column: 0, row: 0, columns: 9, rows: 9), with: Style(background: .rgb(5, 5, 5)))
        #expect(surface[1, 0].style == Style(foreground: .rgb(255, 0, 0), background: .rgb(5, 5, 5)))
        #expect(surface[3, 0].style.foreground == .rgb(1, 1, 1))
    }

    @Test func framesInEveryGlyphSet() {
        var surface = Surface(columns: 20, rows: 3)
        surface.frame(
            surface.bounds, border: .rounded, style: .plain, titleLeft: [Span("1 Positions")], titleRight: [Span("x")])
        #expect(surface.textRows() == ["╭ 1 Positions ── x ╮", "│                  │", "╰──────────────────╯"])
        surface.frame(surface.bounds, border: .ascii, style: .plain, titleLeft: [Span("A title far too long for it")])
        #expect(surface.textRows().first == "+ A title far too  +")
        surface.frame(
            surface.bounds, border: .plain, style: .plain, titleLeft: [Span("Positions")], titleRight: [Span("long")])
        #expect(surface.textRows().first == "┌ Positions ─ long ┐")
    }

    @Test func tinyFramesAreHarmless() {
        for columns in 0...4 {
            for rows in 0...3 {
                var surface = Surface(columns: 4, rows: 3)
                surface.frame(
                    Rectangle(column: 0, row: 0, columns: columns, rows: rows), border: .ascii, style: .plain,
                    titleLeft: [Span("title")], titleRight: [Span("right")])
                surface.rule(Rectangle(column: 2, row: 1, columns: columns, rows: rows), border: .ascii, style: .plain)
                #expect(surface.columns == 4)
            }
        }
    }

    @Test func paintingStaysInItsPart() {
        var inner = Surface(columns: 4, rows: 2)
        inner.put("日本", column: 0, row: 0)
        inner.put("abcd", column: 0, row: 1)
        var surface = Surface(columns: 6, rows: 3)
        surface.paint(
            inner, column: 1, row: 1, clip: Rectangle(column: 2, row: 0, columns: 2, rows: 9))
        #expect(surface.textRows() == ["", "", "  bc"])
        surface.paint(inner, column: -2, row: 0)
        #expect(surface.textRows().first == "本")
    }

    @Test func aDifferenceHasOnlyWhatChanged() {
        var old = Surface(columns: 10, rows: 3)
        old.put("abc日x", column: 0, row: 1)
        var new = old
        #expect(SurfaceDiff.runs(from: old, to: new).isEmpty)
        new.put("Z", column: 2, row: 1)
        new.put("本", column: 3, row: 1)
        new.put("q", column: 9, row: 2)
        #expect(
            SurfaceDiff.runs(from: old, to: new) == [
                ChangedRun(row: 1, columns: 2..<5), ChangedRun(row: 2, columns: 9..<10),
            ])
        #expect(SurfaceDiff.runs(from: nil, to: new).count == 3)
        #expect(SurfaceDiff.runs(from: Surface(columns: 9, rows: 3), to: new).count == 3)
    }

    @Test func snapshotsShowGlyphsAndStyles() {
        var surface = Surface(columns: 4, rows: 1)
        surface.put("a", column: 0, row: 0, style: red)
        surface.put("b", column: 2, row: 0, style: Style(attributes: [.bold]))
        #expect(
            surface.snapshot(names: [red.over(.plain): "pnl.down"])
                == "4x1\n|a b |\n\n|a.b.|\n\na pnl.down\nb default on default bold\n")
    }

    @Test func sizesFromOutsideAreClamped() {
        let surface = Surface(columns: -5, rows: 1_000_000)
        #expect(surface.columns == 0 && surface.rows == Surface.largestSide)
        #expect(surface[0, 0] == .blank())
    }

    @Test func fieldsAreCutAndAligned() {
        var surface = Surface(columns: 8, rows: 3)
        surface.putField("long words", column: 0, row: 0, columns: 6)
        surface.putField("7", column: 0, row: 1, columns: 6, alignment: .right)
        surface.putField("日本語", column: 0, row: 2, columns: 4)
        #expect(surface.textRows() == ["long …", "     7", "日…"])
    }

    @Test(arguments: [
        ("the quick brown", 6, 0, ["the", "quick", "brown"]), ("abcdefgh", 3, 0, ["abc", "def", "gh"]),
        ("a b\nc", 9, 0, ["a b", "c"]), ("one two", 4, 2, ["one", "  tw", "  o"]), ("", 5, 0, [""]),
    ])
    func wrapping(_ text: String, _ columns: Int, _ hanging: Int, _ lines: [String]) {
        #expect(TextFitting.wrapped(text, to: columns, hanging: hanging) == lines)
    }

    @Test func chartsKeepTheirSize() {
        #expect(Sparkline.text([1, nil, 2, .nan, 3], columns: 9, glyphs: .unicode) == "▁ ▄ ▇")
        #expect(Sparkline.text([5, 5], columns: 9, glyphs: .unicode) == "▄▄")
        #expect(LinePlot.rows([0, 1, 2, 3], columns: 4, rows: 4, symbols: .ascii) == ["   *", "  * ", " *  ", "*   "])
        #expect(LinePlot.rows([nil, .infinity], columns: 3, rows: 2, symbols: .braille) == ["   ", "   "])
    }

    /// What is marked beside a line stands in the row of its dot.
    @Test(arguments: LinePlot.Symbols.allCases) func aMarkStandsInTheRowOfTheLine(symbols: LinePlot.Symbols) {
        for rows in [1, 2, 7, 30] {
            for step in 0...200 {
                let value = -40 + 0.5 * Double(step)
                let plot = LinePlot.rows([value, value], columns: 3, rows: rows, range: -40...60, symbols: symbols)
                let drawn = plot.indices.filter { plot[$0].contains { $0 != " " } }
                #expect(drawn == [LinePlot.row(of: value, in: -40...60, rows: rows, symbols: symbols)])
            }
        }
        #expect(LinePlot.row(of: 1e9, in: -40...60, rows: 9) == 0)
        #expect(LinePlot.row(of: -1e9, in: -40...60, rows: 9) == 8)
        #expect(LinePlot.row(of: .nan, in: -40...60, rows: 9) == 0)
    }

    @Test func asciiReplacesSigns() {
        #expect(GlyphSet.ascii.adapted("■ ≈3 — Δ日x 0.1σ") == "!! =3 - D??x 0.1sd")
        #expect(GlyphSet.unicode.adapted("■") == "■")
    }
}

import MagnusDashboard
import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

/// A small generator with a seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    // SplitMix64 (Steele, Lea, Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct RandomInputTests {
    static let chords: [KeyChord] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 /:?$,.!<>[]{}+-_*()|\\^éß漢".map {
            KeyChord.character($0)
        }
        + [.enter, .tab, .escape, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown].map {
            KeyChord($0)
        }
        + "abcdefghknoprtuvwyz".map { KeyChord(.character($0), .control) }
        + (1...12).map { KeyChord(.function($0)) }

    @Test(arguments: 1...8)
    func anySequenceAtAnySizeFillsTheSurface(seed: Int) {
        var generator = SeededGenerator(state: UInt64(seed))
        let snapshots = [SampleBook.snapshot(), SampleBook.empty(), SampleBook.stale(), SampleBook.failing(), nil]
        let keymaps = ["default", "emacs", "arrows"].map(Shipped.keymap)
        let theme = Shipped.theme("magnus-dark")
        var snapshot = snapshots[seed % snapshots.count]
        let keymap = keymaps[seed % keymaps.count]
        var state = DashboardState(size: TerminalSize(columns: 120, rows: 36), showsTour: seed % 3 == 0)
        for step in 0..<300 {
            let event: DashboardEvent
            switch Int.random(in: 0..<100, using: &generator) {
            case 0..<6:
                event = .resized(
                    TerminalSize(
                        columns: Int.random(in: 1...(step % 20 == 0 ? 400 : 170), using: &generator),
                        rows: Int.random(in: 1...(step % 20 == 0 ? 120 : 60), using: &generator)))
            case 6..<12:
                snapshot = snapshots[Int.random(in: 0..<snapshots.count, using: &generator)]
                event = .snapshotArrived
            case 12..<20:
                let kinds: [MouseEvent.Kind] = [
                    .press(.left), .drag(.left), .release(.left), .wheelUp, .wheelDown, .press(.right),
                ]
                event = .input(
                    .mouse(
                        MouseEvent(
                            kind: kinds[Int.random(in: 0..<kinds.count, using: &generator)],
                            column: Int.random(in: -2...180, using: &generator),
                            row: Int.random(in: -2...70, using: &generator))))
            case 20..<22: event = .input(.paste("import /tmp/x\u{1B}]52;c;AAAA\u{07} 漢字 ", truncated: false))
            case 24..<28:
                let reports = [SampleLifecycle.report(), SampleLifecycle.empty(), SampleLifecycle.damaged(), nil]
                event = .lifecycle(reports[Int.random(in: 0..<reports.count, using: &generator)])
            case 28..<33:
                let views = "wsixjp"
                for key in ["g", String(views.randomElement(using: &generator) ?? "w")] {
                    let pressed = DashboardEvent.input(.key(KeyChord.character(Character(key))))
                    let world = DashboardWorld(snapshot: snapshot, keymap: keymap, uptime: Double(step) * 3)
                    state = DashboardReducer.reduce(state, pressed, in: world).state
                }
                event = .input(.key(KeyChord(.down)))
            case 33..<35:
                event = .reply(.imported(SampleImport.summary()), to: .importFile(path: "/tmp/x", isDryRun: true))
            case 22..<24: event = .timer(.whichKey(generation: state.generation))
            default: event = .input(.key(Self.chords[Int.random(in: 0..<Self.chords.count, using: &generator)]))
            }
            let world = DashboardWorld(
                snapshot: snapshot, keymap: keymap, themes: ["a", "b"], keymaps: ["default", "emacs"],
                uptime: Double(step) * 3)
            state = DashboardReducer.reduce(state, event, in: world).state
            let glyphs: GlyphSet = seed % 4 == 0 ? .ascii : .unicode
            let frame = DashboardRenderer.render(state, world, theme: theme, glyphs: glyphs)
            #expect(frame.surface.columns == state.size.columns)
            #expect(frame.surface.rows == state.size.rows)
            if let cursor = frame.cursor {
                #expect((0..<state.size.columns).contains(cursor.column), "cursor at step \(step)")
                #expect((0..<state.size.rows).contains(cursor.row), "cursor at step \(step)")
            }
            if step % 10 == 0 { Self.expectWholeRows(frame.surface, step) }
        }
    }

    /// Widths add up: no wide character is cut, no cell is missing.
    static func expectWholeRows(_ surface: Surface, _ step: Int) {
        for row in 0..<surface.rows {
            var column = 0
            while column < surface.columns { column += max(1, Int(surface[column, row].width)) }
            #expect(column == surface.columns, "row \(row) at step \(step)")
        }
    }

    @Test func everySmallSizeIsDrawn() {
        let theme = Shipped.theme("magnus-dark")
        let keymap = Shipped.keymap("default")
        for columns in [1, 2, 3, 4, 7, 12, 20, 39, 40, 41, 59, 79, 80, 111, 112, 159, 160] {
            for rows in [1, 2, 3, 5, 9, 10, 11, 23, 24, 29, 30, 44, 45] {
                for focus in [Pane.positions, Pane.allCases[(columns + rows) % 5]] {
                    var state = DashboardState(size: TerminalSize(columns: columns, rows: rows))
                    state.focus = focus
                    let world = DashboardWorld(snapshot: SampleBook.snapshot(), keymap: keymap)
                    let frame = DashboardRenderer.render(state, world, theme: theme, glyphs: .unicode)
                    #expect(frame.surface.columns == columns && frame.surface.rows == rows)
                }
            }
        }
    }
}

import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// What the Alerts pane shows of a list that does not fit: the worst are not lost.
@UIActor
@Suite struct AlertsPaneTests {
    static let worst = "MO 57.5C will be called"

    /// Of 14 alerts the cursor goes to the last one and back to the second: the first is above, and said to be.
    @Test func whatIsScrolledOutIsCountedOnBothSides() throws {
        let desk = TestDesk()
        #expect(desk.screen.contains(Self.worst) && desk.screen.contains(" more: "))
        try desk.press("4")
        try desk.press("G")
        #expect(!desk.screen.contains(Self.worst) && desk.screen.contains(" above"))
        #expect(!desk.screen.contains(" more: "))
        for _ in 0..<12 { try desk.press("k") }
        #expect(!desk.screen.contains(Self.worst) && desk.screen.contains("1 above, "))
        #expect(desk.screen.contains(" more: "))
    }

    /// A visit that scrolled does not hide the CRITICAL one for good; on return the cursor is where it was.
    @Test func withoutTheFocusTheWorstAreShown() throws {
        let desk = TestDesk()
        try desk.press("4")
        try desk.press("G")
        let chosen = desk.state.alerts.cursor.selected
        try desk.press("1")
        #expect(desk.screen.contains(Self.worst) && !desk.screen.contains(" above"))
        try desk.press("4")
        #expect(!desk.screen.contains(Self.worst))
        #expect(desk.state.alerts.cursor.selected == chosen)
    }

    /// A zoom that makes the pane shorter does not hide the worst behind the place of a cursor nobody moves; the wheel does,
    /// and says so.
    @Test func onlyTheWheelScrollsItFromElsewhere() throws {
        let desk = TestDesk()
        try desk.press("4")
        for _ in 0..<4 { try desk.press("j") }
        try desk.press("1")
        for _ in 0..<4 {
            try desk.press("z")
            #expect(!desk.screen.contains(" above"))
        }
        let turned = TestDesk()
        var decoder = InputDecoder()
        for _ in 0..<4 {
            for event in decoder.decode(Array("\u{1B}[<65;90;5M".utf8)) { turned.feed(.input(event)) }
        }
        #expect(turned.state.focus == .positions && turned.screen.contains(" above"))
    }

    /// A fact that rests on an estimate has the mark that its figure has in the panes, whatever its unit.
    @Test func factsBearTheirMarks() throws {
        var snapshot = SampleBook.snapshot()
        for index in snapshot.alerts[0].finding.evidence.indices {
            snapshot.alerts[0].finding.evidence[index].trust = .estimated
        }
        let desk = TestDesk(snapshot: snapshot)
        func facts(_ alert: Alert) -> String {
            "\(AlertPage.lines(alert, desk.state, desk.world, format: FigureFormat()))"
        }
        let estimated = facts(snapshot.alerts[0])
        #expect(estimated.contains("≈60.85 dollars a share") && estimated.contains("≈97.0%"))
        #expect(!facts(snapshot.alerts[1]).contains("≈"))
    }

    /// The record has the whole title; the pane takes the short one where the whole one does not fit, and no screen cuts what
    /// has room.
    @Test func aLongTitleGivesWayToTheShortOne() {
        var snapshot = SampleBook.snapshot()
        snapshot.alerts[0].finding.title = "GOOG 755/757.5 ends tomorrow, pinned"
        snapshot.alerts[0].finding.shortTitle = "GOOG 755/757.5 tomorrow"
        #expect(TestDesk(snapshot: snapshot).screen.contains("GOOG 755/757.5 tomorrow"))
        let wide = TestDesk(columns: 200, rows: 60, snapshot: snapshot)
        #expect(wide.screen.contains("GOOG 755/757.5 ends tomorrow, pinned"))
    }
}

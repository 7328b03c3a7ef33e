import MagnusDashboard
import MagnusTerminal
import Testing

@Suite struct DashboardStateTests {
    @Test func preferencesSurviveTheirText() {
        var state = DashboardState(size: TerminalSize(columns: 80, rows: 24))
        state.isMasked = true
        state.positions.hiddenColumns = [.theta]
        state.positions.columnOrder = PositionColumn.allCases.reversed()
        state.positions.sort = .leftPerYear
        state.zoom[.alerts] = .half
        state.splits[.topColumns] = 0.61
        let text = state.preferences.text
        #expect(DashboardPreferences(text: text) == state.preferences)
        let restored = DashboardState(
            size: TerminalSize(columns: 80, rows: 24), preferences: DashboardPreferences(text: text))
        #expect(restored.preferences == state.preferences)
    }

    /// Two places for one choice would be two truths: the settings file alone has them.
    @Test func settingsAreNoPreferences() {
        var settings = ScreenSettings()
        settings.theme = "nord"
        settings.keymap = "emacs"
        settings.isMouseEnabled = false
        let state = DashboardState(
            size: TerminalSize(columns: 80, rows: 24), preferences: DashboardPreferences(text: "theme = gruvbox\n"),
            settings: settings)
        #expect(state.themeName == "nord")
        #expect(state.keymapName == "emacs")
        #expect(!state.isMouseEnabled)
        for word in ["theme", "keymap", "mouse"] { #expect(!state.preferences.text.contains(word + " =")) }
        // What an earlier version wrote there is found, to be moved into the settings.
        let former = ScreenSettings.former(in: "theme = gruvbox\nkeymap = emacs\nmask = true\nmouse = false\nwide=\n")
        #expect(former == ["screen.theme": "gruvbox", "screen.keymap": "emacs", "screen.mouse": "false"])
    }

    @Test func damagedPreferencesFallBackToDefaults() {
        let text = """
            theme = ../../etc
            sort = nothing
            columns = position,position,unknown
            split.top-columns = NaN
            split.middle-columns = 7
            zoom.chat = huge
            \u{1B}[2J = 3
            wide = true
            """
        let preferences = DashboardPreferences(text: text)
        #expect(preferences.sort == .attention)
        #expect(preferences.columnOrder.count == PositionColumn.allCases.count)
        #expect(preferences.columnOrder.first == .position)
        #expect(preferences.splits.isEmpty)
        #expect(preferences.zoom.isEmpty)
        #expect(preferences.isWide)
    }

    @Test func cursorKeepsToItsRow() {
        var cursor = ListCursor()
        cursor.move(by: 2, in: ["a", "b", "c", "d"])
        #expect(cursor.selected == "c")
        cursor.settle(["d", "c", "a"], visible: 2)
        #expect(cursor.index == 1)
        cursor.settle(["d", "a"], visible: 2)
        #expect(cursor.selected == "a")
        cursor.settle([], visible: 2)
        #expect(cursor.line(in: []) == nil)
        cursor.move(by: .max, in: ["x", "y"])
        #expect(cursor.selected == "y")
        cursor.move(by: .min + 1, in: ["x", "y"])
        #expect(cursor.selected == "x")
    }
}

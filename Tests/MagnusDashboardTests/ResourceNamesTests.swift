import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// Files of themes and keymaps that come while the program runs.
@UIActor
@Suite struct ResourceNamesTests {
    private func questions(_ desk: TestDesk) -> Int { desk.effects.count { $0 == .readResources } }

    @Test func choosersAndPaletteReadTheNamesOnceWhenTheyOpen() throws {
        for keys in ["T", "o k", ":"] {
            let desk = TestDesk()
            try desk.press(keys)
            #expect(questions(desk) == 1, "\(keys)")
            desk.feed(.snapshotArrived)
            try desk.press("<Down>")
            #expect(questions(desk) == 1, "\(keys): not with every frame")
        }
    }

    @Test func aThemeThatCameIsListedAndTheCursorStays() throws {
        let desk = TestDesk()
        try desk.press("T j")
        guard case .choices(let before)? = desk.state.overlays.last else {
            Issue.record("no chooser")
            return
        }
        #expect(before.choices[before.index].title == "magnus-light")
        desk.themes = ["abyss", "magnus-dark", "magnus-light", "nord"]
        desk.feed(.resourcesRead)
        guard case .choices(let after)? = desk.state.overlays.last else {
            Issue.record("no chooser")
            return
        }
        #expect(after.choices.map(\.title) == desk.themes && after.choices[after.index].title == "magnus-light")
        try desk.press("k k <Enter>")
        #expect(desk.effects.contains(.setTheme("abyss")))
    }

    @Test func aKeymapThatCameIsListed() throws {
        let desk = TestDesk()
        try desk.press("o k")
        desk.keymaps.append("mine")
        desk.feed(.resourcesRead)
        #expect(desk.screen.contains("mine"))
    }

    @Test func otherMenusStayAsTheyAre() throws {
        let desk = TestDesk()
        try desk.press("I")
        let before = desk.state.overlays
        desk.feed(.resourcesRead)
        #expect(desk.state.overlays == before)
    }
}

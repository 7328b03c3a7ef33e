import MagnusDesk
import MagnusTerminal
import Testing

@testable import MagnusDashboard

@UIActor
@Suite struct HelpSearchTests {
    /// Enter runs the first line: what is called so, not what mentions it.
    @Test(arguments: ["snooze", "mark", "theme", "Dismiss"])
    func namesComeFirst(_ name: String) throws {
        let desk = TestDesk()
        try desk.press("4")
        let found = PaletteEntry.help(name, desk.state, desk.snapshot, desk.world).map(\.title)
        let first = try #require(found.first)
        #expect([name.lowercased(), ":" + name.lowercased()].contains(first.lowercased()), "\(found)")
        #expect(found.count > 1, "what mentions it is still there")
    }
}

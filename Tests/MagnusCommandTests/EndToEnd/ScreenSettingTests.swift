import Foundation
import Testing

extension EndToEnd {
    /// What is in force on the screen and what `config` says are one, whoever wrote last.
    @Suite struct ScreenSettingTests {
        @Test func theLaterChoiceIsInForceEverywhere() throws {
            let home = try TemporaryHome()
            let first = try ScreenRun(home)
            try #require(first.wait(for: "PLTR"))
            // The screen keeps how it looks.
            first.send("s")
            first.send(":theme nord\r")
            try #require(first.wait(for: "screen.theme = nord"), "\(first.plain.suffix(500))")
            first.send("q")
            #expect(first.waitForEnd() == 0)
            #expect(try home.run("config", "show", "screen.theme").text.contains("screen.theme  nord"))
            #expect(try home.run("config", "set", "screen.keymap", "emacs").code == 0)
            let second = try ScreenRun(home)
            #expect(second.wait(for: "^N/^P"), "\(second.plain.suffix(500))")
            try #require(second.wait(for: "PLTR"))
            second.send("\u{18}\u{03}")
            #expect(second.waitForEnd(within: .seconds(20)) == 0)
        }

        @Test func whatAnEarlierVersionKeptBecomesTheSetting() throws {
            let home = try TemporaryHome()
            let file = try home.write("state/screen.conf", "theme = nord\nkeymap = default\nmask = true\n")
            let run = try ScreenRun(home)
            try #require(run.wait(for: "PLTR"))
            run.send("q")
            #expect(run.waitForEnd() == 0)
            #expect(try home.run("config", "show", "screen.theme").text.contains("screen.theme  nord"))
            let kept = try String(contentsOfFile: file, encoding: .utf8)
            #expect(kept.contains("mask = true") && !kept.contains("theme"))
        }
    }
}

import Glibc
import Testing

extension EndToEnd {
    /// Faults F61 and F62 of the real dashboard, and what it does in terminals of every kind.
    @Suite struct DashboardProcessTests {
        struct Terminal: Sendable, CustomTestStringConvertible {
            var testDescription: String
            var environment: [String]
            var isUnicode = true
            var hasColor = true
        }

        static let terminals = [
            Terminal(testDescription: "xterm-256color", environment: ["TERM=xterm-256color", "LC_ALL=C.UTF-8"]),
            Terminal(testDescription: "tmux-256color", environment: ["TERM=tmux-256color", "LC_ALL=C.UTF-8"]),
            Terminal(testDescription: "linux", environment: ["TERM=linux", "LC_ALL=C.UTF-8"]),
            Terminal(
                testDescription: "NO_COLOR", environment: ["TERM=xterm-256color", "LC_ALL=C.UTF-8", "NO_COLOR=1"],
                hasColor: false),
            Terminal(
                testDescription: "no UTF-8", environment: ["TERM=xterm-256color", "LC_ALL=C"], isUnicode: false),
        ]

        @Test(arguments: terminals) func everyTerminalShowsTheBook(_ terminal: Terminal) throws {
            let run = try ScreenRun(try TemporaryHome(), environment: terminal.environment)
            try #require(run.wait(for: "PLTR"), "\(run.plain.suffix(2000))")
            try #require(run.wait(for: "CRIT"), "\(run.plain.suffix(2000))")
            #expect(run.settle())
            #expect(run.output.contains { $0 >= 0x80 } == terminal.isUnicode)
            let colors = run.text.matches(
                of: /\u{1B}\[([0-9;]*;)?(3[0-7]|4[0-7]|38;[25]|48;[25]|9[0-7]|10[0-7])(;[0-9;]*)?m/)
            #expect(
                colors.isEmpty != terminal.hasColor, "\(colors.first.map { String($0.output.0.dropFirst()) } ?? "")")
            run.send("q")
            let status = run.waitForEnd()
            #expect(status == 0 && run.isRestored, "\(run.plain.suffix(300))")
        }

        @Test(arguments: [["TERM=dumb"], ["TERM=no-such-terminal"], []])
        func terminalsThatCannotDrawGetLinearText(_ environment: [String]) throws {
            let run = try ScreenRun(try TemporaryHome(), environment: environment + ["LC_ALL=C.UTF-8"])
            let status = try #require(run.waitForEnd(within: .seconds(60)))
            #expect(status == 0)
            #expect(!run.text.contains("\u{1B}") && run.text.contains("PLTR -2 80P"), "\(run.text.prefix(500))")
            #expect(run.isCooked)
        }

        @Test(arguments: [(40, 10), (20, 5), (80, 24), (400, 120), (1, 1)] as [(UInt16, UInt16)])
        func everySizeIsDrawn(columns: UInt16, rows: UInt16) throws {
            let run = try ScreenRun(try TemporaryHome(), columns: columns, rows: rows)
            try #require(run.wait(for: ScreenRun.frameEnd))
            #expect(run.settle())
            run.forget()
            run.send("j")
            _ = run.bytes(during: .milliseconds(300))
            run.resize(columns: 120, rows: 36)
            #expect(run.wait(for: "PLTR"), "it comes back at a size that shows everything")
            run.send("q")
            #expect(run.waitForEnd() == 0 && run.isRestored)
        }

        @Test func aResizeStormEndsInOneRightFrame() throws {
            let run = try ScreenRun(try TemporaryHome())
            try #require(run.wait(for: "PLTR"))
            for step in 0..<300 {
                run.resize(columns: UInt16(1 + (step * 37) % 250), rows: UInt16(1 + (step * 17) % 80))
                if step % 10 == 0 { _ = run.bytes(during: .milliseconds(2)) }
            }
            run.resize(columns: 100, rows: 30)
            #expect(run.settle())
            run.forget()
            run.resize(columns: 120, rows: 36)
            #expect(
                run.wait {
                    $0.plain.contains("Positions") && $0.plain.contains("PLTR") && $0.text.contains(ScreenRun.frameEnd)
                })
            run.send("q")
            #expect(run.waitForEnd() == 0 && run.isRestored)
        }

        @Test(arguments: [SIGTERM, SIGINT]) func aSignalGivesTheTerminalBack(_ signal: Int32) throws {
            let run = try ScreenRun(try TemporaryHome())
            try #require(run.wait(for: "PLTR"))
            #expect(!run.isCooked)
            kill(run.process, signal)
            let status = try #require(run.waitForEnd())
            #expect(status & 0x7F == 0 && status >> 8 & 0xFF == 128 + signal, "\(status)")
            #expect(run.isRestored && run.finalModes[1049] == false && run.finalModes[25] == true)
        }

        @Test(arguments: [SIGSEGV, SIGABRT, SIGQUIT]) func aCrashGivesTheTerminalBack(_ signal: Int32) throws {
            let run = try ScreenRun(try TemporaryHome())
            try #require(run.wait(for: "PLTR"))
            kill(run.process, signal)
            let status = try #require(run.waitForEnd())
            #expect(status & 0x7F == signal)
            #expect(run.isRestored && run.finalModes[1049] == false && run.finalModes[25] == true)
        }

        /// That it takes less than 200 ms is measured by Scripts/test-heavy: here the machine may be loaded.
        @Test func aClosedTerminalEndsItAtOnceAndNothingIsLost() throws {
            let home = try TemporaryHome()
            let run = try ScreenRun(home, ["--no-tour", "--speed", "60"])
            try #require(run.wait(for: "CRIT"))
            run.hangUp()
            let status = try #require(run.waitForEnd(within: .seconds(20)))
            #expect(
                status & 0x7F == 0 && status >> 8 & 0xFF == 128 + SIGHUP,
                "it stores what it has to before it ends: \(status)")
            let alerts = try home.run("alerts", "--json")
            #expect(alerts.code == 0, "the home is free again: \(alerts.errors)")
            let rows = try #require(alerts.document?["alerts"] as? [[String: Any]])
            #expect(rows.contains { $0["priority"] as? String == "CRITICAL" }, "what was announced is stored")
            #expect(try #require(alerts.document?["as_of"] as? String) > "2027-03-15T14:42:00Z", "so is the clock")
            #expect(try home.run("db", "check").code == 0)
        }

        @Test func hangUpByMessageEndsItToo() throws {
            let run = try ScreenRun(try TemporaryHome())
            try #require(run.wait(for: "PLTR"))
            kill(run.process, SIGHUP)
            let status = try #require(run.waitForEnd(within: .seconds(20)))
            #expect(status & 0x7F == 0 && status >> 8 & 0xFF == 128 + SIGHUP)
        }

        @Test func aShellStopsAndContinuesIt() throws {
            let run = try ScreenRun(try TemporaryHome(), underShell: true)
            try #require(run.wait(for: "PLTR"), "\(run.plain.suffix(500))")
            #expect(run.settle())
            run.forget()
            run.send("\u{1A}")
            try #require(run.wait(for: "Stopped"), "\(run.plain.suffix(500))")
            #expect(run.finalModes[1049] == false && run.finalModes[1000] == false)
            run.forget()
            run.send("fg\n")
            try #require(run.wait(for: "PLTR"), "\(run.plain.suffix(500))")
            #expect(run.finalModes[1049] == true)
            run.send("q")
            #expect(run.wait { $0.finalModes[1049] == false })
            run.send("exit\n")
            #expect(run.waitForEnd() != nil && run.isCooked)
        }

        @Test func aFrozenScreenIsSilentAndAMoveIsSmall() throws {
            let run = try ScreenRun(try TemporaryHome())
            try #require(run.wait(for: "CRIT"))
            // A notice is shown for six seconds; what ends it is drawn.
            #expect(run.settle(quiet: .seconds(7)))
            #expect(run.bytes(during: .seconds(3)) == 0, "\(run.plain.suffix(200))")
            run.forget()
            run.send("j")
            #expect(run.wait { !$0.output.isEmpty } && run.settle(quiet: .seconds(1)))
            #expect(run.output.count < 1000, "\(run.output.count) bytes")
            run.send("\u{1B}[Z\u{1B}[<0;999;999M\u{1B}[200~\u{1B}]52;c;x\u{07}\u{1B}[201~")
            #expect(run.wait(for: "]52;c;x"), "pasted text is text")
            #expect(!run.text.contains("\u{1B}]52"))
            run.send("\u{15}\u{1B}")
            #expect(run.settle(quiet: .milliseconds(500)))
            run.send("q")
            #expect(run.waitForEnd() == 0 && run.isRestored, "\(run.plain.suffix(300))")
        }

        @Test func besideARunningScreenOneReadsAndDoesNotWrite() throws {
            let home = try TemporaryHome()
            let run = try ScreenRun(home)
            try #require(run.wait(for: "CRIT"))
            let positions = try home.run("positions", "--json")
            #expect(positions.code == 0, "\(positions.errors)")
            #expect((positions.document?["positions"] as? [Any])?.isEmpty == false)
            let alerts = try home.run("alerts", "--json")
            let first = try #require((alerts.document?["alerts"] as? [[String: Any]])?.first?["id"] as? String)
            for arguments in [
                ["alerts", "ack", first], ["db", "restore"], ["db", "migrate"], ["monitor", "run", "all"],
            ] {
                let refused = try home.run(arguments: arguments)
                #expect(
                    refused.code == 1 && refused.errors.contains("process \(run.process)"),
                    "\(arguments) \(refused.errors)")
                let document = try home.run(arguments: arguments + ["--json"])
                #expect(document.code == 1 && document.errorCode == "home_locked", "\(arguments) \(document.text)")
            }
            let second = try ScreenRun(home)
            let status = try #require(second.waitForEnd())
            #expect(status >> 8 & 0xFF == 1 && second.isRestored)
            #expect(second.plain.contains("process \(run.process)"), "\(second.plain)")
            #expect(try home.run("db", "backup").code == 0, "a copy is made beside a running engine")
            run.send("q")
            #expect(run.waitForEnd() == 0)
            #expect(try home.run("alerts", "ack", first).code == 0)
        }
    }
}

import Foundation
import Testing

extension EndToEnd {
    /// Details of the contract that a hostile test found wanting.
    @Suite struct ContractTests {
        /// F27: the machine's zone changes nothing.
        @Test(arguments: [
            ["positions", "--json"], ["monitor", "run", "all", "--json"], ["--plain"], ["chain", "KO", "--json"],
            ["alerts", "--json", "--start", "2027-03-14T07:30:00Z"],
        ]) func theZoneOfTheMachineChangesNothing(_ command: [String]) throws {
            let outputs = try ["UTC", "Asia/Kolkata", "Pacific/Auckland", ":/no/such/zone"].map { zone in
                let home = try TemporaryHome()
                let result = try home.run(
                    arguments: command, environment: ["TERM=dumb", "LC_ALL=C.UTF-8", "TZ=" + zone])
                #expect(result.code == 0 && !result.output.isEmpty, "\(zone): \(result.errors)")
                return result.text
            }
            #expect(Set(outputs).count == 1)
        }

        /// M11: every document carries the envelope.
        @Test func everyDocumentSaysWhenWhatAndWhose() throws {
            let home = try TemporaryHome()
            let batch = "style,type,spot,strike,years,rate,yield,vol\neuropean,put,100,95,0.25,0.03,0,0.2\n"
            #expect(try home.run("config", "set", "screen.bell", "false", "--json").document?["as_of"] is String)
            for command in [
                ["doctor"], ["config", "show"], ["config", "path"], ["theme", "list"], ["theme", "check"],
                ["keymap", "list"],
                ["keymap", "check"], ["db", "check"], ["db"], ["theme"], ["keymap"], ["db", "backup"], ["watchlists"],
                ["ask", "what is my theta?"], ["explain", "book#delta"], ["scan", "covered-call"], ["dashboard"],
                ["price", "--batch", "-"], ["accounts", "use", "ira"], ["monitor", "list"], ["db", "migrate"],
            ] {
                let result = try home.run(arguments: command + ["--json"], input: batch)
                let document = try #require(result.document, "\(command): \(result.text.prefix(300))\(result.errors)")
                #expect(document["as_of"] is String && document["simulated"] is Bool, "\(command)")
                #expect(document["account"] is String || document["account"] is NSNull, "\(command)")
            }
        }

        /// M20: no prices before the data begins or after it ends, and no book before its first day.
        @Test func datesOutsideTheDataAreRefused() throws {
            let home = try TemporaryHome()
            for (date, command) in [
                ("1900-01-01", ["positions"]), ("1999-01-04", ["quote", "AAPL"]), ("2100-01-04", ["positions"]),
                ("1999-01-04", ["chain", "AAPL"]),
            ] {
                let result = try home.run(arguments: command + ["--as-of", date, "--json"])
                #expect(result.code == 2 && result.errorCode == "outside_data", "\(date): \(result.text)")
                #expect(result.text.contains("2022-10-03"), "it says which dates there are")
            }
            // The date that was given is named, not the last one that an instant can hold.
            let never = try home.run("positions", "--as-of", "2999-01-01", "--json")
            #expect(never.code == 2 && never.errorCode == "outside_data" && never.text.contains("2999-01-01"))
            let early = try home.run("positions", "--as-of", "2026-01-02")
            #expect(early.code == 0 && early.errors.contains("the book begins 2026-01-"), "\(early.errors)")
            let later = try home.run("positions", "--as-of", "2027-03-12")
            #expect(later.code == 0 && later.errors.isEmpty && later.text.contains("PLTR"))
        }

        /// The simulated market is known from 2022-10-03 to 2029-12-31; a world that begins elsewhere is neither shown nor kept.
        @Test(arguments: [
            "1700-01-01T00:00:00Z", "2022-09-30", "2022-10-03T03:59:00Z", "2030-01-01T05:00:00Z", "2031-03-14",
        ]) func aStartOutsideTheSimulatedMarketIsRefusedAndNotKept(_ start: String) throws {
            let home = try TemporaryHome()
            let before = try home.run("positions", "--freeze")
            for command in [["positions"], ["balances"], ["--plain"]] {
                let result = try home.run(arguments: command + ["--start", start, "--json"])
                #expect(result.code == 2 && result.errorCode == "outside_data", "\(command): \(result.text)")
                #expect(result.text.contains("2022-10-03") && result.text.contains("2029-12-31"), "\(result.text)")
            }
            let after = try home.run("positions", "--freeze")
            #expect(after.code == 0 && after.output == before.output, "the world goes on where it was")
        }

        @Test(arguments: ["2022-10-03T04:00:00Z", "2029-12-31"]) func theEdgesOfTheSimulatedMarketAreTaken(
            _ start: String
        ) throws {
            let home = try TemporaryHome()
            #expect(try home.run("balances", "--start", start).code == 0)
        }

        /// L2: with the clock stopped the same command gives the same bytes.
        @Test func aFrozenScanGivesTheSameBytes() throws {
            let home = try TemporaryHome()
            for strategy in ["csp", "vertical", "condor", "calendar", "diagonal"] {
                let scans = try (0..<2).map { _ in
                    try home.run("scan", strategy, "--symbols", "KO,XLE", "--freeze", "--json")
                }
                #expect(scans[0].output == scans[1].output, "\(strategy)")
                #expect(scans[0].document?["duration_ms"] is NSNull, "\(strategy)")
            }
            #expect(try home.run("scan", "csp", "--symbols", "KO", "--json").document?["duration_ms"] is Double)
        }

        /// L3, L5, H4.
        @Test func mistakesOnTheCommandLineAreOneLineOfUsage() throws {
            let home = try TemporaryHome()
            for arguments in [
                ["scan", "csp", "--symbols", ""], ["scan", "csp", "--top", "-1"], ["scan", "csp", "--top", "0"],
                ["trades", "--top", "-3"], ["vol", "AAPL", "--expiry", "soon"], ["vol"], ["history"],
                ["history", "KO", "--from", "soon"],
                ["doctor", "--as-of", "soon"], ["scan"], ["scan", "butterfly"], ["scan", "vertical", "--top", "0"],
                ["scan", "condor", "--symbols", ","], ["correlation", "--sessions", "59"],
                ["regime", "--model-seed", "-1"],
            ] {
                let result = try home.run(arguments: arguments)
                #expect(result.code == 2, "\(arguments): \(result.code) \(result.errors)")
                #expect(
                    result.errors.split(separator: "\n").count == 1 && result.text.isEmpty,
                    "\(arguments) \(result.errors)")
                #expect(!result.errors.contains("parsable"), "\(result.errors)")
            }
            let history = try home.run("history", "AAPL", "--from", "2027-03-01", "--json")
            #expect(history.code == 0 && history.document?["symbol"] as? String == "AAPL", "\(history.text)")
        }

        /// M9: the same mistake has the same end, whoever reads it.
        @Test(arguments: [
            ("[[[\n", "1:"), ("a = = 1\n", "1:"), ("[screen]\n theme = \"nrod\"\n", "2:2"),
            ("[scan]\ndays_low = 2.5\n", "2:1"),
            ("[alerts]\nquiet_from = \"25:00\"\n", "2:1"), ("[scan]\ndelta_low = 0.9\n", "2:1"),
            ("[monitors.assignment]\n  hihg = 0.5\n", "2:3"), ("[monitors.expiration]\ntoday_days = -1\n", "2:1"),
        ]) func aMistakeInTheSettingsIsExitTwoWithItsPlace(_ text: String, _ place: String) throws {
            let home = try TemporaryHome()
            _ = try home.write("config/config.toml", text)
            for command in [["positions"], ["alerts"], ["quote", "KO"], ["config", "show"], ["ask", "theta?"]] {
                let result = try home.run(arguments: command)
                #expect(result.code == 2, "\(command): \(result.code) \(result.text)\(result.errors)")
                #expect(result.errors.contains("config.toml:\(place)"), "\(command): \(result.errors)")
            }
            let doctor = try home.run("doctor")
            #expect(doctor.code == 1 && doctor.text.contains("config.toml:\(place)"), "\(doctor.text)")
        }

        @Test func namesThatAreNearAreNamed() throws {
            let home = try TemporaryHome()
            // A theme that does not load cannot be chosen, nor hide behind a NUL in the settings.
            let themes = home.path + "/config/themes"
            try FileManager.default.createDirectory(atPath: themes, withIntermediateDirectories: true)
            try Data("inherits = \"loop\"\n".utf8).write(to: URL(filePath: themes + "/loop.toml"))
            let loop = try home.run("config", "set", "screen.theme", "loop")
            #expect(loop.code == 2 && loop.errors.contains("does not load"), "\(loop.errors)")
            let settings = home.path + "/config/config.toml"
            try Data("[screen]\ntheme = \"nord\"\n\0[bad".utf8).write(to: URL(filePath: settings))
            let hidden = try home.run("positions")
            #expect(hidden.code == 2 && hidden.errors.contains("config.toml:3:1: control character U+0000"))
            try FileManager.default.removeItem(atPath: settings)
            try FileManager.default.removeItem(atPath: themes + "/loop.toml")
            #expect(try home.run("quote", "KO", "--seed", "-1").errors.contains("-1"))
            let theme = try home.run("config", "set", "screen.theme", "norde")
            #expect(theme.code == 2 && theme.errors.contains("did you mean nord?"), "\(theme.errors)")
            let key = try home.run("config", "set", "screen.them", "nord")
            #expect(key.code == 3 && key.errors.contains("did you mean screen.theme?"), "\(key.errors)")
            let keymap = try home.run("config", "set", "screen.keymap", "emacz")
            #expect(keymap.code == 2 && keymap.errors.contains("did you mean emacs?"), "\(keymap.errors)")
            let order = try home.run("config", "set", "scan.days_high", "10")
            #expect(order.code == 2 && order.errors.contains("scan.days_low 25 is above scan.days_high 10"))
            let whole = try home.run("config", "set", "scan.days_low", "25.5")
            #expect(whole.code == 2 && whole.errors.contains("whole, 0 to 1000 days"), "\(whole.errors)")
            #expect(try home.run("config", "set", "alerts.quiet_from", "22:00").code == 0)
            #expect(try home.run("config", "set", "scan.days_low", "30").code == 0)
            let candidates = try home.run("scan", "csp", "--json").document?["candidates"] as? [[String: Any]]
            #expect(candidates?.isEmpty == false && candidates?.allSatisfy { ($0["dte"] as? Int ?? 0) >= 30 } == true)
        }

        @Test func doctorSaysWhatIsThere() throws {
            let home = try TemporaryHome()
            func checks() throws -> [String: [String: Any]] {
                let document = try #require(try home.run("doctor", "--json").document)
                let rows = try #require(document["checks"] as? [[String: Any]])
                return Dictionary(rows.compactMap { row in (row["name"] as? String).map { ($0, row) } }) { $1 }
            }
            let fresh = try checks()
            for name in [
                "home", "disk", "configuration", "themes", "keymaps", "database", "audit", "engine", "log", "terminal",
                "locale",
            ] {
                #expect(fresh[name]?["status"] is String, "\(name)")
            }
            #expect(fresh["engine"]?["value"] as? String == "not running")
            let screen = try ScreenRun(home)
            try #require(screen.wait(for: "CRIT"))
            let running = try checks()
            #expect((running["engine"]?["value"] as? String)?.contains("process \(screen.process)") == true)
            #expect(running["backup"]?["value"] as? String == "none yet")
            #expect((running["log"]?["value"] as? String)?.contains("magnus.log") == true)
            screen.send("q")
            #expect(screen.waitForEnd() == 0)
            #expect(try home.run("db", "backup").code == 0)
            #expect((try checks()["backup"]?["value"] as? String)?.hasPrefix("20") == true)
        }

        /// Completions for the three shells, each with the commands and accepted by its shell where that is installed.
        @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreGenerated(_ shell: String) throws {
            let home = try TemporaryHome()
            let script = try home.run("--generate-completion-script", shell)
            #expect(script.code == 0 && script.errors.isEmpty)
            for word in ["positions", "covered-call", "as-of"] {
                #expect(script.text.contains(word), "\(word)")
            }
            guard shell == "bash" else { return }
            let file = try home.write("completion.bash", script.text)
            let check = Process()
            check.executableURL = URL(fileURLWithPath: "/bin/bash")
            check.arguments = ["-n", file]
            try check.run()
            check.waitUntilExit()
            #expect(check.terminationStatus == 0, "bash reads it")
        }
    }
}

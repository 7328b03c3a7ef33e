import Foundation
import Testing

extension EndToEnd {
    /// What a running program leaves in its log, and that it never stands on the screen.
    @Suite struct LoggingProcessTests {
        @Test func aSessionIsLoggedFromStartToStop() throws {
            let home = try TemporaryHome()
            let screen = try ScreenRun(home, ["--freeze", "--no-tour", "--verbose"])
            try #require(screen.wait(for: "CRIT"))
            _ = try home.write("config/config.toml", "[scan]\n  days_low = 2000\n")
            let log = home.path + "/state/magnus.log"
            #expect(
                screen.wait(within: .seconds(20)) { _ in
                    (try? String(contentsOfFile: log, encoding: .utf8))?.contains("config.toml:2:3:") == true
                }, "a mistake is found while it runs")
            _ = try home.write("config/config.toml", "[scan]\n  days_low = 30\n")
            #expect(
                screen.wait(within: .seconds(20)) { _ in
                    (try? String(contentsOfFile: log, encoding: .utf8))?.contains("scan.days_low = 30") == true
                }, "and so is what is right")
            #expect(!screen.plain.contains("info engine:"), "never on the screen")
            screen.send("q")
            #expect(screen.waitForEnd() == 0)
            let text = try String(contentsOfFile: log, encoding: .utf8)
            for expected in [" info engine: opened ", " info engine: closed ", "CRITICAL MO"] {
                #expect(text.contains(expected), "\(expected) in \(text)")
            }
            let mode = try FileManager.default.attributesOfItem(atPath: log)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }

        @Test func verboseSpeaksOnStandardErrorAlone() throws {
            let home = try TemporaryHome()
            let quiet = try home.run("positions", "--json")
            let verbose = try home.run("positions", "--json", "--verbose")
            #expect(quiet.output == verbose.output && quiet.errors.isEmpty)
            #expect(verbose.errors.contains("info engine: opened"), "\(verbose.errors)")
            #expect(try home.run("positions", "--verbose", "--quiet").errors.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: home.path + "/state/magnus.log"), "readers leave no trace")
            let file = try home.write("real.csv", TastytradeText.file([TastytradeText.option()]))
            #expect(try home.run("import", file).code == 0)
            let text = try String(contentsOfFile: home.path + "/state/magnus.log", encoding: .utf8)
            #expect(text.contains("import: imported") && text.contains("account=tastytrade"), "\(text)")
        }
    }
}

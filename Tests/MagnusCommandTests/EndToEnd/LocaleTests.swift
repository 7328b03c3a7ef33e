import Testing

extension EndToEnd {
    /// A terminal that knows no UTF-8 gets none, outside the full screen as on it.
    @Suite struct LocaleTests {
        static let commands = [
            ["positions"], ["alerts"], ["greeks"], ["calendar"], ["monitor", "list"], ["--plain"],
            ["help", "scenario"],
        ]

        @Test(arguments: commands) func theLocaleDecides(_ command: [String]) throws {
            let home = try TemporaryHome()
            let plain = try home.run(arguments: command, environment: ["TERM=dumb", "LC_ALL=C"])
            #expect(!plain.output.isEmpty && plain.output.allSatisfy { $0 < 0x80 }, "\(plain.text)")
            #expect(plain.errors.utf8.allSatisfy { $0 < 0x80 }, "\(plain.errors)")
        }

        @Test func asciiIsAskedForToo() throws {
            let home = try TemporaryHome()
            let alerts = try home.run("alerts", "--ascii")
            #expect(alerts.output.allSatisfy { $0 < 0x80 })
            // A standard deviation is no second.
            #expect(alerts.text.contains("sd)") && !alerts.text.contains(/[0-9]s\)/))
            #expect(try home.run("alerts").text.contains("σ)"))
            #expect(try home.run("positions", "--ascii").text.contains("=100%"), "an estimate is not unknown")
            #expect(try home.run("positions").text.contains("≈100%"))
        }

        /// RFC 8259: JSON is UTF-8 whatever the terminal shows.
        @Test func documentsKeepTheirCharacters() throws {
            let home = try TemporaryHome()
            let alerts = try home.run(arguments: ["alerts", "--json"], environment: ["TERM=dumb", "LC_ALL=C"])
            #expect(alerts.text.contains("σ") && alerts.document != nil)
        }
    }
}

import Foundation
import Testing

extension EndToEnd {
    /// Days and names that a person gives on the command line.
    @Suite struct TradeSpanTests {
        private func times(_ result: TemporaryHome.Result, _ key: String) -> [String] {
            let rows = result.document?[key] as? [[String: Any]] ?? []
            return rows.compactMap { $0["time"] as? String }
        }

        /// trader.md section 6: SPX (15) was entered on the 4th of March, AAPL (2) and MO (3) on the 5th.
        @Test func tradesAreThoseOfTheDaysThatWereNamed() throws {
            let home = try TemporaryHome()
            let all = try home.run("trades", "--json")
            let some = try home.run("trades", "--json", "--from", "2027-03-04", "--to", "2027-03-05")
            #expect(some.code == 0)
            for key in ["trades", "grouped"] {
                let shown = times(some, key)
                let expected = times(all, key).filter { $0.hasPrefix("2027-03-04") || $0.hasPrefix("2027-03-05") }
                #expect(shown == expected && !shown.isEmpty && shown.count < times(all, key).count, "\(key): \(shown)")
            }
            let text = try home.run("trades", "--from", "2027-03-05", "--to", "2027-03-05").text
            #expect(text.contains("AAPL") && text.contains("MO") && !text.contains("SPX"), "\(text)")
            #expect(try home.run("trades", "--from", "2027-03-15T14:00:00Z").text.contains("No trades"))
            let instant = try home.run("trades", "--json", "--to", "2027-03-04T15:31:00Z", "--from", "2027-03-04")
            #expect(times(instant, "trades").allSatisfy { $0 <= "2027-03-04T15:31:00Z" })
            #expect(!times(instant, "trades").isEmpty)
        }

        @Test func daysThatAreNoneAndAnEndBeforeItsBeginningAreRefused() throws {
            let home = try TemporaryHome()
            for arguments in [
                ["--from", "2027-02-30"], ["--to", "soon"], ["--from", "2027-03-05", "--to", "2027-03-01"],
            ] {
                let result = try home.run(arguments: ["trades"] + arguments)
                #expect(result.code == 2 && result.text.isEmpty, "\(arguments): \(result.errors)")
            }
        }

        /// trader.md calls the second account IRA.
        @Test func accountsAreFoundWhateverTheirCapitals() throws {
            let home = try TemporaryHome()
            let ira = try home.run("positions", "--account", "IRA", "--json")
            #expect(ira.code == 0 && ira.document?["account"] as? String == "ira", "\(ira.errors)")
            let none = try home.run("positions", "--account", "IRAS")
            #expect(none.code == 3 && none.errors.contains("paper") && none.errors.contains("ira"), "\(none.errors)")
        }

        @Test func anAccountThatIsNotThereIsNoSetting() throws {
            let home = try TemporaryHome()
            let refused = try home.run("config", "set", "account", "nosuch")
            #expect(refused.code == 2, "as other values that are not allowed")
            #expect(refused.errors.contains("paper") && refused.errors.contains("ira"), "\(refused.errors)")
            #expect(try home.run("config", "set", "account", "IRA").text.contains("account = ira"))
            #expect(try home.run("positions", "--json").document?["account"] as? String == "ira")
            #expect(try home.run("config", "set", "account", "").code == 0)
        }
    }
}

import Foundation
import Testing

extension EndToEnd {
    /// Files of several brokers in one call, all or none, and out again.
    @Suite struct ImportProcessTests {
        private func rows(_ document: [String: Any]?, _ key: String) -> Int? {
            (document?["totals"] as? [String: Any])?[key] as? Int
        }

        @Test func severalBrokersInOneCallAreAllOrNothing() throws {
            let home = try TemporaryHome()
            let tastytrade = try home.write("a.csv", TastytradeText.file([TastytradeText.option()]))
            let schwab = try home.write("b.csv", BrokerWheelTests.schwab.lines.joined(separator: "\n"))
            let noise = try home.write("c.csv", "a,b,c\n1,2,3\n")
            let refused = try home.run("import", tastytrade, schwab, noise, "--json")
            #expect(refused.code == 1 && refused.errorCode == "unknown_format")
            let empty = try home.run("accounts", "--json")
            #expect(!empty.text.contains("tastytrade") && !empty.text.contains("schwab"), "nothing was stored")

            let first = try home.run("import", tastytrade, schwab, "--json")
            #expect(first.code == 0 && rows(first.document, "imported") == 7 && rows(first.document, "duplicate") == 0)
            let files = try #require(first.document?["files"] as? [[String: Any]])
            #expect(files.compactMap { $0["format"] as? String } == ["tastytrade", "schwab"])
            let again = try home.run("import", schwab, tastytrade, "--json")
            #expect(rows(again.document, "imported") == 0 && rows(again.document, "duplicate") == 7)
        }

        @Test func anAccountLeavesAsPlainTableAndComesBack() throws {
            let (home, other) = (try TemporaryHome(), try TemporaryHome())
            let schwab = try home.write("b.csv", BrokerWheelTests.schwab.lines.joined(separator: "\n"))
            let first = try home.run("import", schwab, "--account", "mine", "--json")
            #expect(first.code == 0)
            let table = try home.run("trades", "--format", "plain", "--account", "mine")
            #expect(table.code == 0 && table.text.hasPrefix("date,account,action,"))
            let copy = try other.run("import", try other.write("plain.csv", table.output), "--json")
            #expect(copy.code == 0 && rows(copy.document, "imported") == 6 && rows(copy.document, "skipped") == 0)
            let profit = first.document?["realized_pnl"] as? Double
            #expect(profit == 410 && copy.document?["realized_pnl"] as? Double == profit)
            #expect(try home.run("trades", "--format", "smoke").code == 2)
        }
    }
}

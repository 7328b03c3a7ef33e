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

        /// Two brokers whose account numbers end alike: neither is booked to the other's account.
        @Test func accountsOfTwoBrokersStayApart() throws {
            let home = try TemporaryHome()
            let text = BrokerWheelTests.openFinancial.lines.joined(separator: "\n")
            let first = try home.write("first.ofx", text)
            let second = try home.write("second.ofx", text.replacing("<ORG>Broker<", with: "<ORG>Another<"))
            let together = try home.run("import", first, second, "--json")
            #expect(together.code == 1 && together.errorCode == "indistinct_accounts")
            #expect(rows(try home.run("import", first, "--json").document, "imported") == 6)
            let refused = try home.run("import", second, "--json")
            #expect(refused.code == 5 && refused.errorCode == "indistinct_accounts")
            let named = try home.run("import", second, "--account", "second", "--json")
            #expect(named.code == 0 && rows(named.document, "imported") == 6)
            #expect(rows(try home.run("import", first, "--json").document, "duplicate") == 6)
        }

        /// Two accounts of one broker whose numbers end alike, imported one after the other.
        @Test func accountsOfOneBrokerWithTheSameEndStayApart() throws {
            let home = try TemporaryHome()
            let text = BrokerWheelTests.openFinancial.lines.joined(separator: "\n")
            let number = try #require(
                text.split(separator: "<ACCTID>").dropFirst().first?.prefix { $0 != "<" && $0 != "\n" })
            let whole = { (start: String) in
                text.replacing("<ACCTID>\(number)", with: "<ACCTID>\(start)\(number.suffix(4))")
            }
            let first = try home.write("first.ofx", whole("78120"))
            let second = try home.write("second.ofx", whole("55031"))
            #expect(try home.run("import", first, "--json").code == 0)
            let refused = try home.run("import", second, "--json")
            #expect(refused.code == 5 && refused.errorCode == "indistinct_accounts", "\(refused.text)")
            #expect(try home.run("import", second, "--account", "second", "--json").code == 0)
            #expect(rows(try home.run("import", first, "--json").document, "duplicate") == 6)
            // A file that masks the number, or states its end alone, belongs to the account of that end.
            let masked = try home.write("masked.ofx", whole("XXXX"))
            #expect(rows(try home.run("import", masked, "--json").document, "duplicate") == 6)
            let kept = try #require(FileManager.default.enumerator(atPath: home.path)).compactMap { $0 as? String }
            for file in kept where !file.hasSuffix(".ofx") {
                let bytes = FileManager.default.contents(atPath: "\(home.path)/\(file)") ?? Data()
                #expect(bytes.range(of: Data("78120\(number.suffix(4))".utf8)) == nil, "\(file)")
            }
        }

        @Test func namesOfTheSimulatedWorldAreNotTaken() throws {
            let home = try TemporaryHome()
            let table = try home.write(
                "p.csv", "date,account,action,symbol,quantity,price\n2026-03-02,ira,buy,KO,10,70\n")
            for (name, code, word) in [
                ("paper", 5, "paper_account"), ("ira", 5, "paper_account"), ("Paper", 5, "paper_account"),
                ("replay", 5, "paper_account"), ("all", 5, "reserved_name"), (" ", 2, "usage"),
            ] as [(String, Int32, String)] {
                let refused = try home.run("import", table, "--account", name, "--json")
                #expect(refused.code == code && refused.errorCode == word, "\(name): \(refused.text)")
            }
            #expect(try home.run("import", table, "--json").errorCode == "paper_account", "named in the file")
            let accounts = try home.run("accounts", "--json").document?["accounts"] as? [[String: Any]]
            #expect(accounts?.compactMap { $0["kind"] as? String } == ["paper", "paper"])
            #expect(try home.run("import", table, "--account", "roth", "--json").code == 0)
        }

        /// What no row opened has no cost: what its sale realised is unknown, not nothing.
        @Test func aClosingThatNothingOpenedRealisesAnUnknownAmount() throws {
            let home = try TemporaryHome()
            let rows = [
                "date,action,symbol,quantity,price", "2026-03-02,buy,KO,10,70", "2026-03-03,sell,KO,10,71",
                "2026-03-04,sell to close,AAPL260320C00200000,2,3",
            ]
            #expect(try home.run("import", try home.write("p.csv", rows.joined(separator: "\n"))).code == 0)
            let document = try #require(try home.run("trades", "--json").document)
            let grouped = try #require(document["grouped"] as? [[String: Any]])
            let sale = try #require(grouped.first { $0["symbol"] as? String == "AAPL" })
            #expect(sale["realized_pnl"] is NSNull)
            #expect((sale["reasons"] as? [String: String])?["realized_pnl"] == "no_basis")
            #expect(document["realized_pnl"] as? Double == 10 && document["unknown_count"] as? Int == 1)
            let text = try home.run("trades").text
            #expect(text.contains("1 entry does not add up") && !text.contains("+600.00  0.00        0.00"), "\(text)")
            let totals = try home.run("performance", "--json").document?["totals"] as? [String: Any]
            #expect(totals?["unknown_count"] as? Int == 1)
            #expect(try home.run("performance").text.contains("+10.00 (1 unknown)"))
        }

        /// Two closings and nothing that opened them: 3 puts bought back for 3 x 40 = 120, 10 shares sold for 1,500. What is
        /// known of them is said, and nothing reads as if nothing had happened.
        @Test func closingsAloneAreNotNothing() throws {
            let home = try TemporaryHome()
            let rows = [
                "date,account,action,symbol,quantity,price", "2026-02-02,old,buy to close,KO260320P00060000,3,0.40",
                "2026-02-03,old,sell to close,PEP,10,150",
            ]
            let imported = try home.run("import", try home.write("p.csv", rows.joined(separator: "\n")), "--json")
            #expect(imported.code == 0 && imported.document?["positions_open"] as? Int == 0)
            func document(_ arguments: String...) throws -> [String: Any] {
                try #require(try home.run(arguments: arguments + ["--account", "old", "--json"]).document)
            }
            func text(_ arguments: String...) throws -> String {
                try home.run(arguments: arguments + ["--account", "old"]).text
            }
            let tax = try document("tax", "2026")
            #expect(tax["unknown_count"] as? Int == 2 && tax["short_term"] as? Double == 0)
            let lots = try #require(tax["lots"] as? [[String: Any]])
            #expect(lots.compactMap { $0["cost"] as? Double } == [120])
            #expect(lots.compactMap { $0["proceeds"] as? Double } == [1500])
            #expect(lots.allSatisfy { ($0["reasons"] as? [String: String])?["gain"] == "no_basis" })
            #expect(try text("tax", "2026").contains("(2 unknown)"))
            let sums = try #require((tax["accounts"] as? [[String: Any]])?.first)
            #expect(sums["proceeds"] as? Double == 1500 && sums["cost"] as? Double == 120)
            #expect(sums["unknown_proceeds_count"] as? Int == 1 && sums["unknown_cost_count"] as? Int == 1)
            #expect(
                try text("tax", "2026").contains(
                    "(2 lines with no basis, not in the gain; 1 not in the proceeds, 1 not in the cost)"))
            let form = try home.run("tax", "2026", "--csv", "--account", "old").text
            #expect(form.contains("3 KO 2026-03-20 60 P,02/02/2026,,,120.00,,,,old,"), "\(form)")
            #expect(form.contains("10 sh. PEP,,02/03/2026,1500.00,,,,,old,"), "\(form)")
            let performance = try document("performance")
            let totals = try #require(performance["totals"] as? [String: Any])
            #expect(totals["realized_pnl"] is NSNull && totals["unknown_count"] as? Int == 2)
            let years = (performance["realized"] as? [String: Any])?["tax_year"] as? [[String: Any]]
            #expect(years?.first?["unknown_count"] as? Int == 2)
            let told = try text("performance")
            #expect(told.contains("(2 unknown)") && told.contains("2 closings opened in no file"), "\(told)")
            let journal = try text("journal")
            #expect(journal.contains("2 closings opened in no file") && !journal.contains("No trades"), "\(journal)")
            let income = try text("income")
            #expect(income.contains("2 closings opened in no file") && !income.contains("Nothing came in"), "\(income)")
            let positions = try #require(try document("positions")["totals"] as? [String: Any])
            #expect(positions["realized_pnl"] is NSNull && positions["unknown_count"] as? Int == 2)
            let accounts = try #require(try document("balances")["accounts"] as? [[String: Any]])
            let balances = try #require(accounts.first)
            for key in ["cash", "net_liquidation", "buying_power", "free_cash", "day_pnl"] {
                #expect(balances[key] is NSNull, "\(key)")
                #expect((balances["reasons"] as? [String: String])?[key] == "incomplete", "\(key)")
            }
            #expect((balances["reasons"] as? [String: String])?["total_pnl"] == "no_basis")
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

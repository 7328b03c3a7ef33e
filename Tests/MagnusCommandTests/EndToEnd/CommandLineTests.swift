import Foundation
import Testing

extension EndToEnd {
    /// The contract of the command line: exit codes, documents, homes.
    @Suite struct CommandLineTests {
        @Test func everyReadingCommandGivesOneDocument() throws {
            let home = try TemporaryHome()
            for command in [
                ["positions"], ["greeks"], ["greeks", "--by", "sector"], ["balances"], ["trades"], ["accounts"],
                ["alerts"], ["monitor", "list"], ["monitor", "run", "all"], ["scan", "csp", "--symbols", "KO,MO"],
                ["scan", "vertical", "--symbols", "KO,XLE"], ["scan", "condor", "--symbols", "IWM,XLE"],
                ["scan", "calendar", "--symbols", "QQQ"], ["scan", "diagonal", "--symbols", "XLE"],
                ["quote", "AAPL"], ["chain", "KO"], ["history", "KO"], ["watchlists"], ["regime"], ["regime", "KO"],
                ["correlation"], ["correlation", "KO", "MO"], ["sectors"],
            ] {
                let result = try home.run(arguments: command + ["--json"])
                #expect(result.code == 0 && result.errors.isEmpty, "\(command): \(result.code) \(result.errors)")
                let document = try #require(result.document, "\(command): \(result.text.prefix(200))")
                #expect(document["as_of"] as? String == "2027-03-15T14:42:00Z", "\(command)")
                #expect(document["simulated"] as? Bool == true && document["account"] as? String == "paper")
                #expect(!result.text.contains("NaN") && !result.text.contains("nan,") && !result.text.contains(": inf"))
            }
        }

        @Test func exitCodesAreThoseOfTheContract() throws {
            let home = try TemporaryHome()
            let nothing = try home.write("nothing.csv", "a,b\n1,2\n")
            let cases: [(arguments: [String], code: Int32, word: String)] = [
                (["import", nothing], 1, ""), (["import", ""], 2, "usage"), (["--bogus", "positions"], 2, "usage"),
                (["positions", "--speed", "nan"], 2, "usage"), (["positions", "--as-of", "soon"], 2, "usage"),
                (["config", "set", "screen.color", "pink"], 2, "not_allowed"), (["ask", " "], 2, "usage"),
                (["price", "--spot", "100"], 2, "usage"), (["import", nothing, "--format", "smoke"], 2, "usage"),
                (["quote", "NOSUCH"], 3, "unknown_symbol"), (["chain", "NOSUCH"], 3, "unknown_symbol"),
                (["positions", "--account", "nobody"], 3, "unknown_account"),
                (["import", home.path + "/absent.csv"], 3, ""), (["explain", "nothing#delta"], 3, "unknown_id"),
                (["alerts", "ack", "nothing"], 3, ""), (["theme", "check", "no-such-theme"], 3, ""),
                (["config", "set", "no.such", "1"], 3, "unknown_setting"),
                (["accounts", "use", "nobody"], 3, "unknown_account"),
                (["accounts", "remove", "nobody"], 3, "unknown_account"),
                (["import", nothing, "--account", "paper"], 5, "paper_account"),
                (["accounts", "remove", "paper"], 5, "not_imported"),
            ]
            _ = try home.run("monitor", "run", "all")
            for (arguments, code, word) in cases {
                let plain = try home.run(arguments: arguments)
                #expect(plain.code == code, "\(arguments): \(plain.code) \(plain.errors)")
                #expect(
                    plain.errors.split(separator: "\n").count == 1 && plain.text.isEmpty,
                    "\(arguments): \(plain.errors)")
                let document = try home.run(arguments: arguments + ["--json"])
                #expect(document.code == code)
                let found = try #require(document.errorCode, "\(arguments): \(document.text)")
                #expect(word.isEmpty ? !found.isEmpty : found == word, "\(arguments): \(found)")
            }
        }

        /// The options of the simulated market are taken everywhere, also where no market is asked.
        @Test func theMarketsOptionsAreTakenEverywhere() throws {
            let home = try TemporaryHome()
            let terms = ["--style", "american", "--type", "put", "--spot", "100", "--strike", "95", "--years", "0.5"]
            let rates = ["--rate", "0.04", "--yield", "0"]
            let legs = ["--dividend-yield", "0", "--vol", "0.2", "--leg", "short 1 put 95 0.25 @1.80"]
            for command in [
                ["price"] + terms + rates + ["--vol", "0.2"], ["iv"] + terms + rates + ["--price", "3"],
                ["strategy", "--spot", "100", "--rate", "0.04"] + legs, ["history", "KO"],
            ] {
                let plain = try home.run(arguments: command + ["--json"])
                let frozen = try home.run(arguments: command + ["--json", "--freeze", "--seed", "1"])
                #expect(plain.code == 0 && frozen.code == 0, "\(command): \(frozen.errors)")
                if command[0] == "history" { #expect(plain.text == frozen.text) }
            }
        }

        /// A term below zero is a figure that cannot be priced, and no missing one.
        @Test(arguments: ["--spot", "--strike", "--years", "--vol"])
        func aTermBelowZeroIsBadInput(_ term: String) throws {
            let home = try TemporaryHome()
            var terms = [
                "--style": "european", "--type": "put", "--spot": "100", "--strike": "95", "--years": "0.5",
                "--rate": "-0.01", "--yield": "0", "--vol": "0.2",
            ]
            terms[term] = "-1"
            let result = try home.run(arguments: ["price"] + terms.flatMap { [$0.key, $0.value] })
            #expect(result.code == 0 && result.text.contains("bad_input"), "\(result.text)\(result.errors)")
        }

        /// One line: what, where, what to do.
        @Test func whatCannotBeReadIsNamedWithWhatToDo() throws {
            let home = try TemporaryHome()
            for arguments in [
                ["price", "--batch", home.path], ["iv", "--batch", home.path],
                ["theme", "import", home.path + "/absent.yaml"],
            ] {
                let result = try home.run(arguments: arguments)
                #expect(result.code != 0 && result.errors.contains(home.path), "\(arguments): \(result.errors)")
                #expect(result.errors.contains("; name a readable "), "\(arguments): \(result.errors)")
            }
        }

        @Test func aSourceThatIsNotThereIsExitFour() throws {
            let home = try TemporaryHome()
            let file = try home.write("real.csv", TastytradeText.file([TastytradeText.option()]))
            #expect(try home.run("import", file).code == 0)
            let quote = try home.run("quote", "KO", "--json")
            #expect(quote.code == 4 && quote.errorCode == "no_source", "\(quote.text)")
            #expect(try home.run("quote", "KO", "--account", "paper").code == 0)
            let book = try home.run("positions", "--json")
            #expect(book.code == 0 && book.document?["simulated"] as? Bool == false)
            let rows = try #require(book.document?["positions"] as? [[String: Any]])
            #expect(rows.count == 1 && rows.first?["mark"] is NSNull)
            #expect((rows.first?["reasons"] as? [String: String])?["mark"] == "no_source")
        }

        @Test func optionsMayStandBeforeTheCommand() throws {
            let (left, right) = (try TemporaryHome(), try TemporaryHome())
            let before = try left.run("--home", right.path, "--json", "--account", "ira", "positions")
            let after = try left.run("positions", "--home", right.path, "--json", "--account", "ira")
            #expect(before.code == 0 && before.output == after.output)
            #expect(before.document?["account"] as? String == "ira")
            #expect(!FileManager.default.fileExists(atPath: left.path + "/data"))
            #expect(try left.run("--version").text.contains("0."))
            #expect(try left.run("--help").code == 0 && left.run("help", "scan").code == 0)
        }

        /// Ids name their account: what `--account all` hands out is explained without it being said again.
        @Test func idsOfOtherAccountsAreExplained() throws {
            let home = try TemporaryHome()
            let all = try home.run("positions", "--account", "all", "--json").document
            let rows = try #require(all?["positions"] as? [[String: Any]])
            let row = try #require(
                rows.first { $0["account"] as? String == "ira" && $0["kind"] as? String == "option" })
            let id = try #require(row["id"] as? String)
            let explained = try home.run("explain", "\(id)#cost_basis", "--json")
            #expect(explained.code == 0 && explained.document?["account"] as? String == "ira", "\(explained.text)")
            #expect(explained.document?["number"] as? Double == row["cost_basis"] as? Double)
            #expect(try home.run("explain", "account/ira#buying_power").code == 0)
            #expect(try home.run("explain", "\(id)#cost_basis", "--account", "paper").code == 3, "the account was said")
        }

        /// What a scan by hand hands out is explained, though no scan in the background looks for it.
        @Test(arguments: ["vertical", "condor", "calendar", "diagonal"])
        func spreadsOfAScanAreExplained(_ strategy: String) throws {
            let home = try TemporaryHome()
            let scan = try home.run("scan", strategy, "--symbols", "XLE", "--freeze", "--json").document
            let found = (scan?["candidates"] as? [[String: Any]] ?? [])
            let missed = (scan?["nearest_misses"] as? [[String: Any]] ?? [])
            let id = try #require((found + missed).first?["id"] as? String)
            #expect(id.hasPrefix("\(strategy):XLE"))
            let explained = try home.run("explain", id, "--freeze", "--json")
            #expect(explained.code == 0, "\(explained.text)\(explained.errors)")
            #expect(try home.run("explain", "\(strategy):NOSUCH270423P00090000").code == 3)
        }

        @Test func theSameSeedGivesTheSameBytes() throws {
            let commands = [
                ["positions", "--json"], ["scan", "csp", "--json", "--symbols", "KO,AMD,GME"], ["--plain"],
                ["chain", "AAPL", "--json"],
            ]
            for command in commands {
                let outputs = try (0..<2).map { _ in
                    try TemporaryHome().run(arguments: command + ["--seed", "7"]).output
                }
                #expect(withoutDurations(outputs[0]) == withoutDurations(outputs[1]), "\(command)")
                #expect(!outputs[0].isEmpty)
            }
            let other = try TemporaryHome().run("positions", "--json", "--seed", "8").output
            #expect(try other != TemporaryHome().run("positions", "--json", "--seed", "7").output)
        }

        private func withoutDurations(_ bytes: [UInt8]) -> String {
            String(decoding: bytes, as: UTF8.self).replacing(/"duration_ms": [0-9.]+/, with: "")
        }

        @Test func batchesStreamOverStandardInput() throws {
            let home = try TemporaryHome()
            let header = "style,type,spot,strike,years,rate,yield,vol\n"
            var input = header + "european,put,100,95,0.25,0.03,0,0.2\nasian,put,100,95,0.25,0.03,0,0.2\n"
            input += "european,call,nan,95,0.25,0.03,0,0.2\n\u{1B}[2J,call,100,95,0.25,0.03,0,0.2\nshort\n"
            let price = try home.run("price", "--batch", "-", input: input)
            let lines = price.text.split(separator: "\n")
            #expect(price.code == 0 && lines.count == 6, "\(price.text)\(price.errors)")
            #expect(lines[1].contains("1.669119742711") && lines[1].hasSuffix(","))
            #expect(lines[2].hasSuffix(",bad_input") && lines[3].hasSuffix(",not_finite"))
            #expect(lines[4].hasSuffix(",bad_input") && lines[5].hasSuffix("bad_input"))
            #expect(!price.text.contains("\u{1B}"))
            let many = header + String(repeating: "american,put,100,110,0.5,0.05,0,0.3\n", count: 3000)
            #expect(try home.run("price", "--batch", "-", "--json", input: many).document != nil)
            let volatility = try home.run(
                "iv", "--batch", "-", "--json",
                input: "style,type,spot,strike,years,rate,yield,price\neuropean,put,100,95,0.25,0.03,0,1.66911974\n"
                    + "european,put,100,95,0.25,0.03,0,0\neuropean,put,100,95,0,0.03,0,1\n")
            let rows = try #require(volatility.document?["rows"] as? [[String: Any]])
            #expect(abs(try #require(rows[0]["vol"] as? Double) - 0.2) < 1e-7)
            #expect(rows[1]["error"] as? String == "below_intrinsic" && rows[2]["error"] as? String == "expired")
            #expect(rows[1]["vol"] is NSNull)
            #expect(try home.run("price", "--batch", "-", input: "").code == 1)
            #expect(try home.run("price", "--batch", "-", input: "spot,spot\n").code == 2)
            #expect(try home.run("price", "--batch", home.path + "/absent.csv").code == 3)
        }
    }
}

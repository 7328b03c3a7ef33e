import Foundation
import Testing

extension EndToEnd {
    /// Recorded real chains through the whole program.
    @Suite(.enabled(if: SharedRecordings.canReplay, "the recordings of the shared folder are not here"))
    struct ReplayTests {
        @Test func recordedChainsAreSeenThroughEveryCommand() throws {
            let home = try TemporaryHome()
            let folder = home.path + "/lean"
            try SharedRecordings.unpack("lean-options/minute/goog", to: folder)
            func run(_ arguments: [String]) throws -> TemporaryHome.Result {
                try home.run(arguments: arguments + ["--replay", folder])
            }
            let quote = try run(["quote", "GOOG", "--json"])
            #expect(quote.code == 0 && quote.document?["simulated"] as? Bool == false, "\(quote.text)\(quote.errors)")
            #expect(quote.document?["as_of"] as? String == "2015-12-23T14:45:00Z", "quotes are orderly by then")
            let chain = try run(["chain", "GOOG", "--json"])
            let spot = try #require(chain.document?["spot"] as? Double)
            #expect((745...755).contains(spot), "\(spot)")
            let expiries = try #require(chain.document?["expiries"] as? [[String: Any]])
            let contracts = expiries.flatMap { $0["contracts"] as? [[String: Any]] ?? [] }
            #expect(expiries.first?["expiry"] as? String == "2015-12-24" && contracts.count > 50)
            let volatilities = contracts.compactMap { $0["iv"] as? Double }
            #expect(volatilities.count > 10 && volatilities.allSatisfy { $0 > 0.02 && $0 < 3 })
            for command in [["positions"], ["greeks"], ["balances"], ["alerts"], ["scan", "csp"], ["accounts"]] {
                let result = try run(command + ["--json"])
                #expect(
                    result.code == 0 && result.document?["account"] as? String == "replay", "\(command) \(result.text)")
                #expect(result.document?["simulated"] as? Bool == false, "\(command)")
            }
            let book = try run(["positions", "--json"])
            let strategies = try #require(book.document?["positions"] as? [[String: Any]], "\(book.text)")
            #expect(!strategies.isEmpty && strategies.allSatisfy { $0["account"] as? String == "replay" })
            let later = try home.run("quote", "GOOG", "--json", "--from", "2015-12-23T20:00:00Z", "--replay", folder)
            #expect(later.document?["as_of"] as? String == "2015-12-23T20:00:00Z")
            // A bound that the recording does not reach is told; one that leaves nothing is refused.
            for (from, words) in [
                ("2016-03-01", "--from 2016-03-01: the recording ends before that"),
                ("2015-01-02", "--from 2015-01-02: the recording begins later, replayed from 2015-12-23 09:31:00 ET"),
            ] {
                let outside = try run(["quote", "GOOG", "--json", "--from", from])
                #expect(outside.code == 0 && outside.errors.contains(words), "\(outside.errors)")
            }
            #expect(try !run(["quote", "GOOG", "--from", "2015-12-23T20:00:00Z"]).errors.contains("--from"))
            for bounds in [["--to", "2015-12-22"], ["--from", "2015-12-24", "--to", "2015-12-23"]] {
                let refused = try run(["quote", "GOOG", "--json"] + bounds)
                #expect(refused.code == 2 && refused.text.contains("--to 2015-12-2"), "\(refused.text)")
            }
            #expect(try run(["--plain"]).text.contains("REPLAY market, Wed 2015-12-23 09:45:00 ET"))
            let doctor = try run(["doctor", "--json"])
            let checks = try #require(doctor.document?["checks"] as? [[String: Any]])
            let recording = try #require(checks.first { $0["name"] as? String == "recording" })
            #expect(recording["status"] as? String == "ok" && doctor.code == 0, "\(recording)")
            #expect((recording["detail"] as? String)?.contains("2015-12-23T14:31:00Z") == true)
            #expect(try home.run("quote", "GOOG", "--replay", home.path + "/absent").code == 3)
            #expect(try home.run("doctor", "--replay", home.path + "/absent").code == 1)

            // A replay leaves nothing in the home.
            let accounts = try home.run("accounts").text
            #expect(!accounts.contains("replay") && accounts.contains("paper"))
            let paper = try home.run("positions", "--json")
            #expect(paper.document?["simulated"] as? Bool == true)
            #expect((paper.document?["positions"] as? [[String: Any]])?.isEmpty == false)
        }

        /// Folders of different years: the book is that of the recording the clock is in, and where there is none the
        /// command says why instead of sending its reader to an import.
        @Test func foldersOfDifferentYearsHaveABookEach() throws {
            let home = try TemporaryHome()
            var arguments: [String] = []
            for name in ["goog", "spx"] {
                let folder = home.path + "/" + name
                try SharedRecordings.unpack("lean-options/minute/" + name, to: folder)
                arguments += ["--replay", folder]
            }
            func underlyings(_ from: String) throws -> Set<String> {
                let book = try home.run(arguments: ["positions", "--json", "--from", from] + arguments)
                let rows = try #require(book.document?["positions"] as? [[String: Any]], "\(book.text)\(book.errors)")
                return Set(rows.compactMap { $0["underlying"] as? String })
            }
            #expect(try underlyings("2015-12-23T14:45:00Z") == ["GOOG"])
            #expect(try underlyings("2021-01-04T14:45:00Z") == ["SPX"])
            // After the last bar of the first year and before the second nothing begins.
            let empty = try home.run(arguments: ["positions", "--from", "2018-06-01"] + arguments)
            #expect(empty.code == 0 && empty.text.contains("nothing that outlives"), "\(empty.text)\(empty.errors)")
            #expect(!empty.text.contains("import"))
        }

        /// A weekly root is a name for its index: its quote is the index's, its chain the weekly series alone.
        @Test func aWeeklyRootMeansItsIndex() throws {
            let home = try TemporaryHome()
            let folder = home.path + "/lean"
            try SharedRecordings.unpack("lean-options/minute/spxw", to: folder)
            let quote = try home.run("quote", "SPXW", "--replay", folder)
            #expect(quote.code == 0 && quote.text.contains("SPX "), "\(quote.text)\(quote.errors)")
            #expect(quote.errors.contains("SPXW is an option root of SPX"))
            let chain = try home.run("chain", "SPXW", "--json", "--replay", folder)
            let expiries = try #require(chain.document?["expiries"] as? [[String: Any]], "\(chain.errors)")
            #expect(chain.document?["symbol"] as? String == "SPX")
            #expect(!expiries.isEmpty && expiries.allSatisfy { $0["root"] as? String == "SPXW" })
            // The one strike near today's forward of 3,755 is 45 away: its straddle is no move.
            let today = try #require(expiries.first)
            #expect(today["expected_move"] is NSNull && today["implied_move_straddle"] is NSNull, "\(today)")
            #expect((today["reasons"] as? [String: Any])?["implied_move_straddle"] as? String == "no_near_strike")
            let spot = try #require(chain.document?["spot"] as? Double)
            #expect(abs(spot - (today["forward"] as? Double ?? 0)) < 0.01, "one parity, one level")
        }

        @Test func theScreenReplays() throws {
            let home = try TemporaryHome()
            let folder = home.path + "/lean"
            try SharedRecordings.unpack("lean-options/minute/goog", to: folder)
            let run = try ScreenRun(home, ["--no-tour", "--speed", "60", "--replay", folder])
            #expect(run.wait(for: "REPLAY"), "\(run.plain.suffix(1000))")
            #expect(run.wait(for: "2015-12-23"))
            run.forget()
            #expect(run.wait { $0.plain.contains("09:4") || $0.plain.contains("09:5") }, "its clock runs")
            run.send(":accounts\r")
            #expect(run.wait(for: "replay"))
            run.send("\u{1B}\u{1B}")
            #expect(run.settle(quiet: .milliseconds(400), within: .seconds(5)) || run.output.isEmpty == false)
            run.send("q")
            #expect(run.waitForEnd() == 0 && run.isRestored)
            #expect(try home.run("trades", "--json").document?["account"] as? String == "paper")
        }
    }
}

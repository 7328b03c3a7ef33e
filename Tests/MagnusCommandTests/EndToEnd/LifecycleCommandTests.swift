import Foundation
import Testing

extension EndToEnd {
    /// Three years of one real account through the program. Expected values are those of a separate recount of the file
    /// in Python.
    @Suite struct LifecycleCommandTests {
        static let file = SharedRecordings.root + "/broker-exports/tastytrade/transactions_history_2018-2020.csv"
        static var isPresent: Bool { FileManager.default.fileExists(atPath: file) }

        private func imported() throws -> TemporaryHome {
            let home = try TemporaryHome()
            #expect(try home.run("import", Self.file).code == 0)
            return home
        }

        private func document(_ home: TemporaryHome, _ arguments: String...) throws -> [String: Any] {
            let result = try home.run(arguments: arguments + ["--json"])
            #expect(result.code == 0, "\(arguments): \(result.errors)")
            return try #require(result.document, "\(arguments)")
        }

        private func sum(_ rows: Any?, _ key: String) throws -> Double {
            let rows = try #require(rows as? [[String: Any]])
            return (rows.reduce(0.0) { $0 + (($1[key] as? Double) ?? 0) } * 10_000).rounded() / 10_000
        }

        @Test(.enabled(if: isPresent, "shared data is absent"))
        func everyViewOfTheHistoryHasTheSameTotal() throws {
            let home = try imported()
            let performance = try document(home, "performance")
            let totals = try #require(performance["totals"] as? [String: Any])
            #expect(totals["realized_pnl"] as? Double == -2027.09)
            #expect(totals["outcomes"] as? Int == 108 && totals["wins"] as? Int == 70)
            let realized = try #require(performance["realized"] as? [String: Any])
            for (grouping, rows) in realized {
                #expect(try sum(rows, "realized_pnl") == -2027.09, "\(grouping)")
            }
            let years = try #require(realized["tax_year"] as? [[String: Any]])
            #expect(years.compactMap { $0["realized_pnl"] as? Double } == [-1691.84, -298.13, -37.12])
            let trades = try document(home, "trades")
            #expect((trades["grouped"] as? [Any])?.count == 218 && (trades["rolls"] as? [Any])?.count == 1)
            #expect((trades["roll_review"] as? [Any])?.count == 5)
            #expect(trades["realized_pnl"] as? Double == -2027.09)
            #expect(try sum(trades["grouped"], "realized_pnl") == -2027.09)
            #expect(try sum(document(home, "journal")["entries"], "realized_pnl") == -2027.09)
            let income = try document(home, "income")
            let months = try sum(income["months"], "realized_options") + sum(income["months"], "realized_shares")
            #expect(abs(months + 2027.09) < 0.0001)
            // No source prices these years: nothing stands beside the income, and why is said.
            let beside = try #require(income["months"] as? [[String: Any]])
            for month in beside {
                #expect(month["benchmark_return"] is NSNull && month["treasury_bill_return"] is NSNull)
                let reasons = month["reasons"] as? [String: String]
                #expect(reasons?["benchmark_return"] == "no_source" && reasons?["treasury_bill_return"] == "no_source")
            }
            #expect(try home.run("income").text.contains("in SPY: no_source"))
            let tax = try document(home, "tax", "2020")
            // The 1099-B of the account, as its owner states it, beside the sum of the lots.
            let own = try #require(document(home, "tax", "2020", "--reported", "tastytrade=-300.50")["accounts"])
            let account = try #require((own as? [[String: Any]])?.first)
            #expect(account["gain"] as? Double == -324.88 && account["reported_1099b"] as? Double == -300.5)
            #expect(account["difference_1099b"] as? Double == -24.38)
            let proceeds = try #require(account["proceeds"] as? Double)
            let cost = try #require(account["cost"] as? Double)
            #expect(abs(proceeds - cost + 324.88) < 0.000_1)
            #expect(try home.run("tax", "2020", "--reported", "other=1").code == 3)
            #expect(try home.run("tax", "2020", "--reported", "tastytrade").code == 2)
            // Every call of the year against shares had 30 days or less, but three written in November.
            let calls = try #require(tax["covered_calls"] as? [[String: Any]])
            #expect(calls.allSatisfy { ($0["dte"] as? Int).map { $0 > 30 } == ($0["status"] as? String == "unknown") })
            #expect(tax["short_term"] as? Double == -324.88 && (tax["lots"] as? [Any])?.count == 126)
        }

        @Test(.enabled(if: isPresent, "shared data is absent"))
        func notesTagsAndExports() throws {
            let home = try imported()
            let entries = try #require(document(home, "journal")["entries"] as? [[String: Any]])
            let id = try #require(entries.first?["id"] as? String)
            #expect(try home.run("note", id, "=HYPERLINK(1) too early #Greedy").code == 0)
            let tagged = try #require(document(home, "journal", "--tag", "greedy")["entries"] as? [[String: Any]])
            #expect(tagged.count == 1 && tagged.first?["id"] as? String == id)
            let csv = try home.run("journal", "--tag", "greedy", "--format", "csv").text
            #expect(csv.contains("'=HYPERLINK(1)") && csv.hasPrefix("id,account,symbol,"))
            let markdown = try home.run("performance", "--by", "tax_year", "--format", "markdown").text
            #expect(markdown.contains("| 2019 |") && markdown.contains("-298.13"))
            #expect(try home.run("tax", "2020", "--csv").text.contains("(h) Gain or (loss)"))
            #expect(try home.run("note", "nothing", "x").code == 3)
            // The id is known, only not in the account that was asked.
            let elsewhere = try home.run("note", id, "x", "--account", "paper")
            #expect(elsewhere.code == 3 && elsewhere.errors.contains("add --account tastytrade"), "\(elsewhere.errors)")
            let unknown = try home.run("journal", "--account", "nope")
            #expect(
                unknown.code == 3 && unknown.errors.contains("there are tastytrade, paper, ira"), "\(unknown.errors)")
            #expect(try home.run("tax", "1999", "--json").errorCode == "unknown_year")
            #expect(try home.run("settlement", "--expiry", "soon").code == 2)
        }

        /// What the owner says of a pair is stored, holds after the file is read again, and can be taken back.
        @Test(.enabled(if: isPresent, "shared data is absent"))
        func pairsAreConfirmedAndRejected() throws {
            let home = try imported()
            func ids(_ key: String) throws -> [String] {
                let rows = try #require(document(home, "rolls")[key] as? [[String: Any]])
                return rows.compactMap { $0["id"] as? String }
            }
            let review = try ids("roll_review")
            let sure = try ids("rolls")
            #expect(review.count == 5 && sure.count == 1)
            let (first, second) = (review[0], review[1])
            let text = try home.run("rolls", "--review").text
            #expect(review.allSatisfy { text.contains($0) }, "ids are printed whole")
            #expect(try document(home, "rolls", "confirm", first)["verdict"] as? String == "confirmed")
            let rejected = try document(home, "rolls", "reject", second)
            #expect(rejected["verdict"] as? String == "rejected" && rejected["sure"] as? Bool == false)
            #expect(try home.run("import", Self.file).code == 0)
            #expect(try Set(ids("rolls")) == Set(sure + [first]))
            #expect(try ids("rejected") == [second])
            #expect(try !ids("roll_review").contains(first) && !ids("roll_review").contains(second))
            // Neither changes what was realised.
            #expect(try document(home, "trades")["realized_pnl"] as? Double == -2027.09)
            #expect(try home.run("rolls", "undecide", first).code == 0)
            #expect(try home.run("rolls", "undecide", second).code == 0)
            #expect(try ids("roll_review") == review && ids("rolls") == sure && ids("rejected").isEmpty)
            #expect(try home.run("rolls", "confirm", "nothing").code == 3)
        }

        /// What came after the day asked for had not happened yet, and what nobody reported is said to be so.
        @Test(.enabled(if: isPresent, "shared data is absent"))
        func thePastKnowsNothingOfWhatCame() throws {
            let home = try imported()
            let years = try #require(document(home, "tax", "--as-of", "2019-12-31")["years"] as? [Int])
            #expect(years == [2018, 2019])
            let now = try #require(document(home, "positions")["positions"] as? [[String: Any]])
            // The file ends with three series open: bought 5 and 3, sold 2, by every row of each added up.
            let open = now.filter { $0["kind"] as? String == "option" }
            let states = open.map { "\($0["symbol"] ?? "") \($0["quantity"] ?? "") \($0["state"] ?? "")" }
            #expect(
                states.sorted() == [
                    "BB    210219C00007000 5 expired_unresolved", "BCRX  210319C00008000 3 expired_unresolved",
                    "PLTR  210115P00026000 -2 expired_unresolved",
                ])
            let settlement = try document(home, "settlement")
            let unresolved = try #require(settlement["expired_unresolved"] as? [[String: Any]])
            #expect(
                unresolved.map { "\($0["symbol"] ?? "") \($0["quantity"] ?? "")" }.sorted() == [
                    "BB    210219C00007000 5", "BCRX  210319C00008000 3", "PLTR  210115P00026000 -2",
                ])
            // On its last day the same series was still open.
            let then = try document(home, "positions", "--as-of", "2021-01-14")["positions"] as? [[String: Any]]
            let put = try #require(then?.first { $0["symbol"] as? String == "PLTR  210115P00026000" })
            #expect(put["state"] as? String == "open" && put["quantity"] as? Double == -2)
        }
    }
}

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
            let tax = try document(home, "tax", "2020")
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
            #expect(try home.run("tax", "1999", "--json").errorCode == "unknown_year")
            #expect(try home.run("settlement", "--expiry", "soon").code == 2)
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

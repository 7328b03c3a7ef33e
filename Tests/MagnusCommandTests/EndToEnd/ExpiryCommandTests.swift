import Foundation
import Testing

extension EndToEnd {
    /// `magnus expiry` and `magnus calendar` on the paper book (trader.md sections 4 and 6).
    @Suite struct ExpiryCommandTests {
        private func document(_ home: TemporaryHome, _ arguments: String...) throws -> [String: Any] {
            let result = try home.run(arguments: arguments + ["--json"])
            #expect(result.code == 0, "\(result.errors)")
            return try #require(result.document)
        }

        private func world(_ document: [String: Any], _ name: String) throws -> [String: Any] {
            let accounts = try #require(document["accounts"] as? [[String: Any]])
            let worlds = try #require(accounts.first?["worlds"] as? [[String: Any]])
            return try #require(worlds.first { $0["world"] as? String == name })
        }

        @Test func theWeekOfTheSpecification() throws {
            let document = try document(TemporaryHome(), "expiry")
            #expect(document["through"] as? String == "2027-03-19")
            let rows = try #require(document["rows"] as? [[String: Any]])
            #expect(rows.compactMap { $0["title"] as? String } == ["-1/+1 597/592P", "-1 260P", "-2 75P"])
            #expect(rows.compactMap { $0["state"] as? String } == ["live", "live", "live"])
            #expect(
                rows.compactMap { $0["exercise_cutoff_at"] as? String } == [
                    "2027-03-17T21:30:00Z", "2027-03-19T21:30:00Z",
                ])
            for (name, free) in [("all_out", 52_890.40), ("as_now", 11_890.40), ("all_in", 11_390.40)] {
                let value = try #require(try world(document, name)["free_cash"] as? Double)
                #expect(abs(value - free) < 0.005, "\(name)")
            }
            let ladder = try #require((document["accounts"] as? [[String: Any]])?.first?["ladder"] as? [[String: Any]])
            let left = try #require(ladder.last?["cash_left"] as? Double)
            #expect(abs(left - 11_390.40) < 0.005, "at the end all that is reserved is gone")
        }

        /// Friday 19, 14:30 New York, then after the close, then Saturday with the report.
        @Test func fromTheAfternoonToTheReport() throws {
            func states(_ start: String) throws -> [String: String] {
                let home = try TemporaryHome()
                let rows = try #require(
                    try document(home, "expiry", "--start", start, "--freeze")["rows"] as? [[String: Any]])
                return Dictionary(
                    rows.compactMap { row in
                        guard let symbol = row["symbol"] as? String, let state = row["state"] as? String else {
                            return nil
                        }
                        return (symbol, state)
                    }, uniquingKeysWith: { first, _ in first })
            }
            #expect(try states("2027-03-19T18:30:00Z")["KO"] == "live")
            #expect(try states("2027-03-19T20:30:00Z")["KO"] == "decide")
            let evening = try states("2027-03-19T22:00:00Z")
            #expect(evening["KO"] == "broker" && evening["MU"] == "live", "\(evening)")
            #expect(try states("2027-03-20T13:00:00Z")["KO"] == nil, "reported on Saturday at 06:00")
        }

        @Test func laterExpiriesAndMistakes() throws {
            let home = try TemporaryHome()
            let document = try document(home, "expiry", "--through", "2027-03-25")
            let rows = try #require(document["rows"] as? [[String: Any]])
            #expect(rows.compactMap { $0["symbol"] as? String } == ["XSP", "AAPL", "KO", "BAC", "MU"])
            #expect(try home.run("expiry", "--through", "soon").code == 2)
            #expect(try home.run("calendar", "--days", "500").code == 2)
        }

        @Test func thePageTellsTheSame() throws {
            let home = try TemporaryHome()
            let result = try home.run(arguments: ["expiry"])
            #expect(result.code == 0, "\(result.errors)")
            for words in ["all out", "52,890", "+100 AAPL, +200 KO", "Cash of paper by expiry", "cash, settled 16:00"] {
                #expect(result.text.contains(words), "\(words)\n\(result.text)")
            }
        }

        /// trader.md section 1: six parts in a fixed order; the figures are those of section 6.
        @Test func theCardOfTheDay() throws {
            let home = try TemporaryHome()
            let document = try document(home, "today")
            for key in [
                "since", "next_session", "overnight", "unreported", "cash", "gaps", "deadlines", "orders", "sources",
                "no_source",
            ] { #expect(document.keys.contains(key), "\(key)") }
            #expect(document["next_session"] as? String == "2027-03-16")
            let cash = try #require((document["cash"] as? [[String: Any]])?.first)
            #expect(abs((try #require(cash["free_cash"] as? Double)) - 11_390.40) < 0.01)
            let gaps = try #require(document["gaps"] as? [[String: Any]])
            let cushions = gaps.compactMap { $0["distance_sigmas"] as? Double }
            #expect(!cushions.isEmpty && cushions == cushions.sorted())
            let orders = try #require(document["orders"] as? [[String: Any]])
            #expect(orders.contains { $0["limit_price"] as? Double == 0.93 && $0["position_gone"] as? Bool == false })
            let text = try home.run(arguments: ["today"]).text
            let places = ["1 Overnight", "2 Cash", "3 Gaps", "4 Deadlines", "5 Orders", "6 Sources"].map {
                text.range(of: $0)?.lowerBound
            }
            #expect(places.allSatisfy { $0 != nil })
            #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
        }

        @Test func theCalendarListsWhatIsDue() throws {
            let home = try TemporaryHome()
            let document = try document(home, "calendar")
            let deadlines = try #require(document["deadlines"] as? [[String: Any]])
            func dates(_ kind: String, _ symbol: String?) -> [String] {
                deadlines.filter { $0["kind"] as? String == kind && $0["symbol"] as? String == symbol }
                    .compactMap { $0["date"] as? String }
            }
            #expect(dates("ex_dividend", "MO").first == "2027-03-16")
            #expect(dates("earnings", "MU").first == "2027-03-24")
            #expect(dates("holiday", nil) == ["2027-03-26"])
            #expect(dates("triple_expiry", nil) == ["2027-03-19"])
            #expect(dates("last_trade", "SPX") == ["2027-04-15"])
            #expect(try home.run("calendar").text.contains("no source tells their dates"))
        }
    }
}

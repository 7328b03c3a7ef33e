import Foundation
import Testing

extension EndToEnd {
    /// Three histories of one real account, added up by hand from the rows of the broker's file (value, commission and fee
    /// of each) and compared with what every command says: a wheel with both assignments, a rolled spread, a spread whose
    /// short leg was assigned early.
    @Suite(.enabled(if: LifecycleCommandTests.isPresent, "shared data is absent"))
    struct RecountedTradesTests {
        private struct Account {
            let home: TemporaryHome

            init() throws {
                home = try TemporaryHome()
                let result = try home.run("import", LifecycleCommandTests.file)
                #expect(result.code == 0)
            }

            func rows(_ key: String, _ arguments: String...) throws -> [[String: Any]] {
                let result = try home.run(arguments: arguments + ["--json"])
                #expect(result.code == 0, "\(arguments): \(result.errors)")
                return try #require(result.document?[key] as? [[String: Any]], "\(key) of \(arguments)")
            }

            /// The journal's opening of a day.
            func entry(_ symbol: String, _ day: String, _ strategy: String) throws -> [String: Any] {
                let entries = try rows("entries", "journal", "--symbol", symbol)
                return try #require(
                    entries.first {
                        ($0["opened_at"] as? String)?.hasPrefix(day) == true && $0["strategy"] as? String == strategy
                    }, "\(symbol) \(day)")
            }
        }

        private func expect(
            _ row: [String: Any], _ figures: [String: Double], location: SourceLocation = #_sourceLocation
        ) {
            for (key, value) in figures {
                let found = row[key] as? Double
                #expect(
                    found.map { abs($0 - value) < 0.000_001 } == true, "\(key): \(found ?? .nan) not \(value)",
                    sourceLocation: location)
            }
        }

        /// PCG: 3 puts at 0.74 on 22 October (222 - 3.43), assigned at 11 on the 30th (3,300 + 5), 3 calls at 0.41 in two
        /// fills on 9 November (82 - 2.28 and 41 - 1.15), shares called away at 10.50 on 11 December (3,150 - 5.11).
        @Test func theWheelWithBothAssignments() throws {
            let account = try Account()
            let wheels = try account.rows("campaigns", "wheel", "--symbol", "PCG")
            let wheel = try #require(
                wheels.first { ($0["started_at"] as? String)?.hasPrefix("2020-10-22") == true })
            #expect(wheel["stage"] as? String == "ended")
            #expect((wheel["ended_at"] as? String)?.hasPrefix("2020-12-11") == true)
            expect(
                wheel,
                ["premium": 218.57 + 119.57, "realized_pnl": 178.03, "shares": 0, "open_calls": 0, "open_puts": 0])
            let steps = try #require(wheel["steps"] as? [[String: Any]])
            #expect(
                steps.compactMap { $0["kind"] as? String } == [
                    "put_sold", "assigned", "assigned", "call_sold", "called_away", "called_away",
                ])
            #expect(steps.compactMap { $0["amount"] as? Double } == [218.57, 0, -3305, 119.57, 3144.89, 0])
            // In between: assigned at 11.00, the put's 218.57 over 300 shares, then the call still open.
            let held = try account.rows("campaigns", "wheel", "--symbol", "PCG", "--as-of", "2020-11-10")
            let running = try #require(held.first { $0["stage"] as? String == "calls" })
            // The broker's price is the strike; what was paid with the fee of the assignment, less the put's premium after
            // fees, is the tax and, until a call ends, the wheel basis.
            expect(
                running,
                [
                    "broker_basis": 11, "tax_basis": (3305 - 218.57) / 300, "wheel_basis": (3305 - 218.57) / 300,
                    "wheel_basis_if_calls_expire": (3305 - 218.57 - 119.57) / 300, "open_premium": 119.57,
                    "shares": 300,
                ])
            // The same lot has the same bases in the report of its expiry.
            let delivered = try account.rows("new_lots", "settlement", "--expiry", "2020-10-30")
            let assigned = try #require(delivered.first { $0["symbol"] as? String == "PCG" })
            expect(
                assigned,
                [
                    "quantity": 300, "broker_basis": 11, "tax_basis": (3305 - 218.57) / 300,
                    "wheel_basis": (3305 - 218.57) / 300,
                ])
            let put = try account.entry("PCG", "2020-10-22", "cash_secured_put")
            expect(put, ["opening_amount": 218.57, "realized_pnl": 218.57, "fees": -3.43, "days_held": 8])
            #expect(put["endings"] as? [String] == ["assigned"])
            let shares = try account.entry("PCG", "2020-10-30", "stock")
            expect(shares, ["opening_amount": -3305, "realized_pnl": -160.11, "fees": -10.11, "days_held": 42])
            let call = try account.entry("PCG", "2020-11-09", "short_call")
            expect(call, ["opening_amount": 119.57, "realized_pnl": 119.57, "fees": -3.43, "dte_at_entry": 32])
            // For tax both premiums are part of the shares.
            let lots = try account.rows("lots", "tax", "2020")
            let lot = try #require(
                lots.first { $0["description"] as? String == "300 sh. PCG" && $0["sold"] as? String == "2020-12-11" })
            expect(lot, ["proceeds": 3144.89 + 119.57, "cost": 3305 - 218.57, "gain": 178.03])
            #expect(lot["acquired"] as? String == "2020-10-30" && lot["term"] as? String == "short")
        }

        /// PCG from July to October 2020: puts, calls and, with shares behind the calls, a put and a call in one order six
        /// times. Value, commission and fee of every option row add up to 356.16; the shares made 1,794.94 - 940.58 - 1,005
        /// and 2,033.77 - 891.08 - 955.
        @Test func theWheelWithPutsAndCallsInOneOrder() throws {
            let account = try Account()
            let wheels = try account.rows("campaigns", "wheel", "--symbol", "PCG")
            let wheel = try #require(
                wheels.first { ($0["started_at"] as? String)?.hasPrefix("2020-07-06") == true })
            #expect((wheel["ended_at"] as? String)?.hasPrefix("2020-10-06") == true)
            expect(wheel, ["premium": 356.16, "realized_pnl": 356.16 - 150.64 + 187.69, "shares": 0])
            // The put of 20 August (37 - 0.15) brought a hundred at 9.50 (950 + 5) on the 28th.
            let lots = try account.rows("new_lots", "settlement", "--expiry", "2020-08-28")
            let lot = try #require(lots.first { $0["symbol"] as? String == "PCG" })
            expect(
                lot, ["quantity": 100, "broker_basis": 9.50, "tax_basis": 9.1815, "wheel_basis": 9.1815])
            // Beside them a hundred of 5 August for 891.08. While these were held calls ended with 8 - 1.15 - 3 - 0.14
            // and 3 - 1.15 - 4 - 0.14 over 300 shares, and with 5 - 0.15 over them alone.
            let held = try account.rows("campaigns", "wheel", "--symbol", "PCG", "--as-of", "2020-08-30")
            let running = try #require(held.first { $0["stage"] as? String != "ended" })
            expect(
                running,
                [
                    "shares": 200, "broker_basis": (8.91 + 9.50) / 2, "tax_basis": (891.08 + 918.15) / 200,
                    "wheel_basis": (891.08 - (3.71 - 2.29) / 3 - 4.85 + 918.15) / 200,
                ])
        }

        /// NKLA: 3 spreads 19.5/25 for 641.15, bought back for 246.84 on 29 September, 24 minutes later 3 spreads 17/22 for
        /// 641.15, of which the bought calls were exchanged for 23.5 in one order on 1 October (1,046.56 - 792.41), the
        /// rest closed on the 5th in two orders (1,812.42 paid, 359.55 received).
        @Test func theRollChain() throws {
            let account = try Account()
            func pairs(_ key: String) throws -> [[String: Any]] { try account.rows(key, "rolls", "--symbol", "NKLA") }
            let sure = try #require(try pairs("rolls").first)
            #expect(sure["evidence"] as? String == "same_order")
            expect(sure, ["credit": 254.15, "quantity": 3])
            let review = try pairs("roll_review")
            #expect(review.compactMap { $0["evidence"] as? String } == ["same_day", "same_day"])
            #expect(Set(review.compactMap { $0["credit"] as? Double }) == [641.15, -246.84])
            for pair in review {
                let id = try #require(pair["id"] as? String)
                #expect(try account.home.run("rolls", "confirm", id).code == 0)
            }
            #expect(try pairs("roll_review").isEmpty && pairs("rolls").count == 3)
            let chains = try pairs("chains")
            let credits = chains.compactMap { $0["credit"] as? Double }.map { ($0 * 100).rounded() / 100 }
            // Calls bought: -138.41 - 246.84 + 254.15; calls sold: 779.56 + 641.15.
            #expect(Set(credits) == [-131.10, 1420.71])
            #expect(chains.compactMap { ($0["rolls"] as? [String])?.count }.sorted() == [1, 2])
            let first = try account.entry("NKLA", "2020-09-25", "bear_call_spread")
            expect(
                first, ["opening_amount": 641.15, "realized_pnl": 641.15 - 246.84, "fees": -7.69, "dte_at_entry": 7])
            let second = try account.entry("NKLA", "2020-09-29", "bear_call_spread")
            // 899.56 - 1,812.42 on the calls sold, 1,046.56 - 258.41 on those bought.
            expect(second, ["opening_amount": 641.15, "realized_pnl": -124.71, "fees": -7.71])
            let third = try account.entry("NKLA", "2020-10-01", "long_call")
            expect(third, ["opening_amount": -792.41, "realized_pnl": 359.55 - 792.41, "fees": -3.86])
        }

        /// BABA: one spread 190/185 for 267.68; the short put was assigned on 7 August 2019, a week before its expiry, and
        /// shares and the bought put were sold the next day (2,424.80 for the put).
        @Test func theSpreadWithAnEarlyAssignment() throws {
            let account = try Account()
            let spread = try account.entry("BABA", "2019-05-07", "bull_put_spread")
            expect(
                spread,
                [
                    "opening_amount": 1563.82 - 1296.14, "realized_pnl": 1563.82 - 1296.14 + 2424.80, "fees": -2.52,
                    "dte_at_entry": 101,
                ])
            #expect(Set(spread["endings"] as? [String] ?? []) == ["assigned", "closed"])
            let shares = try account.entry("BABA", "2019-08-07", "stock")
            expect(shares, ["realized_pnl": -2932.43, "fees": -5.43, "days_held": 1])
            // The put's premium of 1,563.82 lowers the cost of the shares for tax; the bought put stands by itself.
            let lots = try account.rows("lots", "tax", "2019")
            let sold = try #require(lots.first { $0["description"] as? String == "100 sh. BABA" })
            expect(sold, ["gain": -2932.43 + 1563.82])
            let groups = try account.home.run("performance", "--json").document?["realized"] as? [String: Any]
            let symbols = try #require(groups?["symbol"] as? [[String: Any]])
            let total = try #require(symbols.first { $0["key"] as? String == "BABA" })
            expect(total, ["realized_pnl": 2692.48 - 2932.43])
        }

        /// What options and shares realised by month is what a recount of the file in Python adds up to; no lot is left
        /// out or counted twice.
        @Test func theIncomeOfEveryMonth() throws {
            let months = try Account().rows("months", "income")
            func realized(_ month: [String: Any]) -> Double {
                (month["realized_options"] as? Double ?? .nan) + (month["realized_shares"] as? Double ?? .nan)
            }
            let sum = months.reduce(0) { $0 + realized($1) }
            #expect(abs(sum + 2027.09) < 0.000_001, "\(sum)")
            for (begins, value) in [("2018-07-01", -431.99), ("2020-05-01", -2628.17), ("2020-12-01", 1280.69)] {
                let month = try #require(months.first { $0["from"] as? String == begins }, "\(begins)")
                #expect(abs(realized(month) - value) < 0.000_001, "\(begins): \(realized(month))")
            }
        }

        /// The later year's closing rows name the root from before a reverse split: they are known once the earlier file
        /// tells of it, whichever came first.
        @Test func yearlyFilesInEitherOrderAreTheSameBook() throws {
            let folder = SharedRecordings.root + "/broker-exports/tastytrade/"
            var books: [[String]] = []
            for files in [
                ["2018-2020-05.csv", "2020-05-2020-12.csv"], ["2020-05-2020-12.csv", "2018-2020-05.csv"],
            ] {
                let home = try TemporaryHome()
                for file in files { #expect(try home.run("import", folder + file).code == 0) }
                let held = try #require(
                    home.run("positions", "--json").document?["positions"] as? [[String: Any]])
                let totals = try #require(home.run("performance", "--json").document?["totals"] as? [String: Any])
                let lines = held.map { "\($0["symbol"] ?? "") \($0["quantity"] ?? "")" }.sorted()
                #expect(lines.count == 5 && !lines.contains { $0.hasPrefix("USO") }, "\(lines)")
                books.append(lines + ["\(totals["realized_pnl"] ?? "")", "\(totals["unknown_count"] ?? "")"])
            }
            #expect(books[0] == books[1])
        }
    }
}

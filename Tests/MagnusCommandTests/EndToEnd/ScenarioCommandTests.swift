import Foundation
import Testing

extension EndToEnd {
    /// `magnus scenario` on the paper book.
    @Suite struct ScenarioCommandTests {
        private func document(_ home: TemporaryHome, _ arguments: String...) throws -> [String: Any] {
            let result = try home.run(arguments: arguments + ["--json"])
            #expect(result.code == 0, "\(arguments): \(result.errors)")
            return try #require(result.document, "\(arguments)")
        }

        private func cells(_ document: [String: Any]) throws -> [[String: Any]] {
            try #require(document["cells"] as? [[String: Any]])
        }

        @Test func theGridIsTheBookWhereNothingMoves() throws {
            let home = try TemporaryHome()
            let grid = try document(home, "scenario", "--drivers", "1000")
            let axes = try #require(grid["axes"] as? [String: [Double]])
            #expect(axes["spot_percent"] == stride(from: -20.0, through: 20, by: 2).map { $0 })
            #expect(axes["vol_points"] == [-10, -5, 0, 5, 10] && axes["days"] == [0, 7, 30])
            let cells = try cells(grid)
            #expect(cells.count == 315)
            let base = try #require(grid["base"] as? [String: Any])
            let value = try #require(base["value"] as? Double)
            let balances = try document(home, "balances")
            let account = try #require((balances["accounts"] as? [[String: Any]])?.first)
            #expect(base["net_liquidation"] as? Double == account["net_liquidation"] as? Double)
            // What has no price is missing from the base as from the account.
            #expect(base["unknown_count"] as? Int == account["unknown_count"] as? Int)
            #expect(base["unknown_count"] as? Int == 1)
            let positions = try document(home, "positions")
            let totals = try #require(positions["totals"] as? [String: Any])
            let marked = try #require(totals["market_value"] as? Double)
            #expect(abs(value - marked) < 0.01)
            let middle = try #require(
                cells.first {
                    $0["spot_percent"] as? Double == 0 && $0["vol_points"] as? Double == 0 && $0["days"] as? Int == 0
                })
            #expect(middle["pnl"] as? Double == 0 && middle["value"] as? Double == value)
            for cell in cells {
                let pnl = try #require(cell["pnl"] as? Double)
                let drivers = try #require(cell["drivers"] as? [[String: Any]])
                let sum = drivers.compactMap { $0["pnl"] as? Double }.reduce(0, +)
                #expect(abs(sum + (cell["other_pnl"] as? Double ?? .nan) - pnl) < 0.01)
                #expect(abs((cell["value"] as? Double ?? .nan) - value - pnl) < 0.01)
            }
            let excluded = try #require(grid["excluded"] as? [[String: Any]])
            #expect(excluded.compactMap { $0["reason"] as? String } == ["adjusted"])
            #expect((grid["method"] as? String)?.contains("American") == true)
            #expect((grid["duration_ms"] as? Double ?? -1) >= 0)
        }

        /// The figures of the Greeks pane at the opening, by its rule of volatilities.
        @Test func theRuleGivesTheStripOfThePane() throws {
            let home = try TemporaryHome()
            let grid = try document(home, "scenario", "--spot=-10,-5", "--vol", "0", "--days", "0", "--vol-rule")
            #expect(grid["vol_rule"] as? String == "IV rule: -1% = x1.04")
            let profits = try cells(grid).compactMap { $0["pnl"] as? Double }
            #expect(profits.count == 2)
            #expect(abs((profits.first ?? 0) + 13_469) < 135 && abs((profits.last ?? 0) + 6661) < 67, "\(profits)")
            let own = try document(home, "scenario", "--spot=-10", "--vol", "0", "--days", "0", "--by", "own")
            #expect(own["by"] as? String == "own")
            #expect(try cells(own).count == 1)
        }

        @Test func everyCellCanBeExplained() throws {
            let home = try TemporaryHome()
            let grid = try document(home, "scenario", "--spot=-10", "--vol", "5", "--days", "7", "--drivers", "1000")
            let cell = try #require(try cells(grid).first)
            #expect(cell["id"] as? String == "scenario/-10/5/7")
            let explanation = try document(home, "explain", "scenario/-10/5/7#pnl")
            let inputs = try #require(explanation["inputs"] as? [[String: Any]])
            let changes = inputs.filter { $0["name"] as? String == "change of value" }
            #expect(changes.count == 27)
            let sum = changes.compactMap { ($0["value"] as? String).flatMap(Double.init) }.reduce(0, +)
            #expect(abs(sum - (cell["pnl"] as? Double ?? .nan)) < 0.2, "\(sum)")
            #expect(inputs.contains { $0["name"] as? String == "sigma moved" })
            #expect(try home.run("explain", "scenario/-100/0/0#pnl").code == 3)
        }

        @Test func presetsAndOwnOnes() throws {
            let home = try TemporaryHome()
            #expect(try home.run("config", "set", "scenario.presets", "bad week: -8 12 5, up: 6").code == 0)
            let all = try document(home, "scenario", "--preset", "all")
            let presets = try #require(all["presets"] as? [[String: Any]])
            let names = presets.compactMap { $0["name"] as? String }
            #expect(names == ["1987", "2008", "2015-08-24", "2018-02", "2020-03", "bad week", "up"])
            #expect(presets.allSatisfy { ($0["source"] as? String)?.isEmpty == false })
            let crash = try document(home, "scenario", "--preset", "1987", "--preset", "Bad Week")
            let cells = try cells(crash)
            #expect(cells.compactMap { $0["spot_percent"] as? Double } == [-20.47, -8])
            #expect(cells.compactMap { $0["days"] as? Int } == [0, 5])
            #expect((cells.first?["pnl"] as? Double ?? 0) < -10_000)
            let text = try home.run("scenario", "--preset", "all").text
            #expect(text.contains("Black Monday") && text.contains("VXO 36.37 to 150.19"))
            for mistake in ["nonsense", "a: 1 2 3 4", "a: 1, a: 2", "1987: 3"] {
                let result = try home.run("config", "set", "scenario.presets", mistake)
                #expect(result.code == 2, "\(mistake)")
            }
        }

        @Test(arguments: [
            (["--spot", "5:-5:1"], "runs backwards"), (["--spot", "nan"], "not a number"),
            (["--spot", "inf"], "not a number"), (["--spot=-100"], "outside -99 to 500"), (["--spot", ""], "no value"),
            (["--spot", "0:100:1e-9"], "more than 201 values"), (["--vol", "0:5:0"], "above 0"),
            (["--days", "1.5"], "whole number"), (["--days=-1"], "outside 0 to 3650"),
            (["--spot=-50:50:1", "--vol=-50:50:1", "--days", "0,1,2"], "more than 20000"),
            (["--drivers=-1"], "not allowed"), (["--preset", "1987", "--vol", "5"], "exclude each other"),
        ])
        func nonsenseIsRefused(_ arguments: [String], _ words: String) throws {
            let home = try TemporaryHome()
            let result = try home.run(arguments: ["scenario"] + arguments)
            #expect(result.code == 2 && result.errors.contains(words), "\(arguments): \(result.errors)")
            let json = try home.run(arguments: ["scenario"] + arguments + ["--json"])
            #expect(json.code == 2 && json.document?["error"] is [String: Any])
        }

        @Test func unknownPresetsAndAccounts() throws {
            let home = try TemporaryHome()
            let preset = try home.run("scenario", "--preset", "1929")
            #expect(preset.code == 3 && preset.errors.contains("2015-08-24"))
            #expect(try home.run("scenario", "--account", "nobody").code == 3)
            let all = try document(home, "scenario", "--account", "all", "--spot", "0", "--vol", "0", "--days", "0")
            #expect(try cells(all).count == 1)
            let text = try home.run("scenario", "--spot=-10,0,10", "--vol", "0", "--days", "0,7", "--ascii").text
            #expect(text.contains("After 7 days") && text.utf8.allSatisfy { $0 < 0x80 }, "\(text)")
        }
    }
}

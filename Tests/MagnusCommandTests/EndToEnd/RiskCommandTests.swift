import Foundation
import Testing

extension EndToEnd {
    /// `magnus risk` on the paper book.
    @Suite struct RiskCommandTests {
        @Test func measuresAreOrderedAndTheSharesAddUp() throws {
            let home = try TemporaryHome()
            let result = try home.run(arguments: ["risk", "--json"])
            #expect(result.code == 0, "\(result.errors)")
            let document = try #require(result.document)
            let measures = try #require(document["measures"] as? [[String: Any]])
            func number(_ method: String, _ confidence: Double, _ key: String) throws -> Double {
                let found = measures.first {
                    $0["method"] as? String == method && $0["confidence"] as? Double == confidence
                }
                return try #require(found?[key] as? Double, "\(method) \(confidence) \(key)")
            }
            for method in ["historical", "filtered_historical", "monte_carlo"] {
                let low = try number(method, 0.95, "value_at_risk")
                let high = try number(method, 0.99, "value_at_risk")
                #expect(0 < low && low < high)
                #expect(try number(method, 0.95, "expected_shortfall") > low)
                #expect(try number(method, 0.99, "expected_shortfall") >= high)
                #expect(try number(method, 0.95, "value_at_risk_low") <= low)
                #expect(try number(method, 0.95, "value_at_risk_high") >= low)
            }
            let worst = try #require(document["worst_days"] as? [[String: Any]])
            let losses = worst.compactMap { $0["pnl"] as? Double }
            #expect(losses.count == 5 && losses == losses.sorted())
            // The third-worst of 252 days is the value at risk at 99 %.
            #expect(abs(losses[2] + (try number("historical", 0.99, "value_at_risk"))) < 0.01)
            for key in ["concentration", "delta_concentration"] {
                let part = try #require(document[key] as? [String: Any])
                let weights = try #require(part["weights"] as? [[String: Any]])
                let shares = weights.compactMap { $0["share"] as? Double }
                #expect(abs(shares.reduce(0, +) - 1) < 1e-6)
                let index = try #require(part["herfindahl_index"] as? Double)
                #expect(abs(index - shares.reduce(0) { $0 + $1 * $1 }) < 1e-6)
            }
            let limits = try #require(document["limits"] as? [[String: Any]])
            #expect(limits.contains { $0["kind"] as? String == "name" })
            for entry in limits {
                let share = try #require(entry["net_liquidation_fraction"] as? Double)
                let limit = try #require(entry["limit"] as? Double)
                #expect(entry["over_limit"] as? Bool == (share > limit))
            }
            let margin = try #require((document["margin"] as? [[String: Any]])?.first)
            let estimate = try #require(margin["portfolio_margin_estimate"] as? [String: Any])
            let classes = try #require(estimate["classes"] as? [[String: Any]])
            let asked = classes.compactMap { $0["requirement"] as? Double }
            #expect(abs(asked.reduce(0, +) - (try #require(estimate["requirement"] as? Double))) < 0.1)
            #expect((estimate["figure_trust"] as? [String: String])?["requirement"] == "estimated")
            for entry in classes {
                guard let loss = entry["worst_pnl"] as? Double, let requirement = entry["requirement"] as? Double else {
                    continue
                }
                let least = try #require(entry["contract_minimum"] as? Double)
                #expect(abs(requirement - max(0, -loss, least)) < 0.01)
            }
            let assignments = try #require(document["assignments"] as? [[String: Any]])
            let expiries = assignments.compactMap { $0["expiry"] as? String }
            #expect(!expiries.isEmpty && expiries == expiries.sorted())
            for key in ["events", "attribution", "beta_weighted"] { #expect(document.keys.contains(key), "\(key)") }
            let again = try #require(try home.run(arguments: ["risk", "--json"]).document)
            let first = measures.compactMap { $0["value_at_risk"] as? Double }
            let second = (again["measures"] as? [[String: Any]])?.compactMap { $0["value_at_risk"] as? Double }
            #expect(first == second, "the draws are the same every time")
        }

        /// The paper book is inside its band; asked for a quarter of net liquidation it gets ways there, whose cost is
        /// what they take in cash less what they would pay if exercised.
        @Test func hedgesWithTheirCost() throws {
            let home = try TemporaryHome()
            let calm = try #require(try home.run(arguments: ["risk", "--json"]).document)
            #expect((calm["hedge_need"] as? [String: Any])?["state"] as? String == "within_band")
            #expect((calm["hedges"] as? [Any])?.isEmpty == true)
            #expect(try home.run(arguments: ["risk"]).text.contains("no hedge is needed"))
            let asked = try #require(try home.run(arguments: ["risk", "--hedge-to", "25", "--json"]).document)
            let need = try #require(asked["hedge_need"] as? [String: Any])
            #expect(need["state"] as? String == "above_target" && need["target"] as? Double == 0.25)
            // -10, -5, +5 % by the rule (4 and 2 times the move), presets by their points alone.
            let moves = try #require(need["moves"] as? [[String: Any]])
            let factors = moves.compactMap { $0["vol_factor"] as? Double }
            #expect(
                zip(factors, [1.4, 1.2, 0.9, 1, 1, 1, 1, 1]).allSatisfy { abs($0 - $1) < 1e-9 } && factors.count == 8)
            let hedges = try #require(asked["hedges"] as? [[String: Any]])
            let kinds = Set(hedges.compactMap { $0["kind"] as? String })
            #expect(kinds.isSuperset(of: ["shares", "long_option", "vertical", "close"]), "\(kinds) \(need)")
            for hedge in hedges {
                let saves = try #require(hedge["saves"] as? [[String: Any]])
                #expect(saves.first?["name"] as? String == "-10%" && saves.count == 8)
                guard hedge["kind"] as? String != "close", hedge["kind"] as? String != "roll" else { continue }
                #expect(hedge["reaches_target"] as? Bool == true)
                #expect(try #require(hedge["net_liquidation_fraction_after"] as? Double) <= 0.25 + 1e-9)
                #expect(try #require(saves.first?["pnl"] as? Double) > 0)
            }
            let bad = try home.run(arguments: ["risk", "--hedge-to", "nan"])
            #expect(bad.code == 2)
        }

        @Test func thePageSaysWhatItRestsOn() throws {
            let home = try TemporaryHome()
            let result = try home.run(arguments: ["risk"])
            #expect(result.code == 0, "\(result.errors)")
            for words in [
                "Monte Carlo", "252 sessions", "HHI", "In no outcome: LCID1", "no time passes",
                "Portfolio margin is an estimate", "Expected cash",
            ] {
                #expect(result.text.contains(words), "\(words)\n\(result.text)")
            }
        }
    }
}

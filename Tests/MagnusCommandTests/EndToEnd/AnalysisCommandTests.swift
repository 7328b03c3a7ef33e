import Foundation
import Testing

extension EndToEnd {
    /// `magnus history`, `regime`, `correlation` and `sectors` on the paper book.
    @Suite struct AnalysisCommandTests {
        private static func object(_ value: Any?) throws -> [String: Any] { try #require(value as? [String: Any]) }
        private static func list(_ value: Any?) throws -> [[String: Any]] { try #require(value as? [[String: Any]]) }
        private static func number(_ value: Any?) throws -> Double { try #require(value as? Double) }

        @Test func historyHasTechnicalsThatFollowFromItsBars() throws {
            let home = try TemporaryHome()
            let result = try home.run("history", "KO", "--json")
            let document = try #require(result.document, "\(result.errors)")
            let bars = try Self.list(document["bars"])
            #expect(bars.count == 300)
            let closes = try bars.map { try Self.number($0["close"]) }
            let last = try #require(bars.last)
            let averages = (try Self.number(last["sma_20"]), try Self.number(last["sma_200"]))
            #expect(abs(averages.0 - closes.suffix(20).reduce(0, +) / 20) < 1e-6)
            #expect(abs(averages.1 - closes.suffix(200).reduce(0, +) / 200) < 1e-6)
            for bar in bars {
                let upper = try Self.number(bar["bollinger_upper"])
                let lower = try Self.number(bar["bollinger_lower"])
                let strength = try Self.number(bar["rsi_14"])
                let range = try Self.number(bar["atr_14"])
                #expect(upper >= lower && (0...100).contains(strength) && range > 0)
            }
            let trend = try Self.object(document["trend"])
            #expect(["bull", "bear", "sideways"].contains(trend["state"] as? String ?? ""))
            let zones = try Self.list(document["zones"])
            let distances = try zones.map { abs(try Self.number($0["distance"])) }
            #expect(distances == distances.sorted())
            for zone in zones {
                let parts = try Self.object(zone["score_parts"]).values.compactMap { $0 as? Double }
                let score = try Self.number(zone["score"])
                #expect(abs(parts.reduce(0, +) - score) < 1e-6)
            }
        }

        /// What is said of a past day does not know the days after it.
        @Test func historyThroughADayKnowsNothingLater() throws {
            let home = try TemporaryHome()
            let whole = try #require(try home.run("history", "XLE", "--json").document)
            let part = try #require(try home.run("history", "XLE", "--to", "2027-01-29", "--json").document)
            let partBars = try Self.list(part["bars"])
            let last = try #require(partBars.last)
            #expect(last["date"] as? String == "2027-01-29")
            let same = try #require(try Self.list(whole["bars"]).first { $0["date"] as? String == "2027-01-29" })
            for key in ["sma_50", "rsi_14", "macd_signal", "adx_14", "vwap_20"] {
                #expect(last[key] as? Double == same[key] as? Double, "\(key)")
            }
            let history = try Self.object(part["history"])
            #expect(history["to"] as? String == "2027-01-29")
            let formed = try Self.list(part["zones"]).compactMap { $0["formed"] as? String }
            #expect(formed.allSatisfy { $0 <= "2027-01-29" })
            let text = try home.run("history", "XLE", "--from", "2027-02-01", "--ascii")
            #expect(text.code == 0 && text.text.contains("Trend:") && text.text.allSatisfy(\.isASCII), "\(text.text)")
        }

        @Test func theRegimeSaysWhatItKnowsAndWhatItLacks() throws {
            let home = try TemporaryHome()
            let document = try #require(try home.run("regime", "--json").document)
            #expect(document["symbol"] as? String == "SPY" && document["session"] as? String == "2027-03-12")
            let volatility = try Self.object(document["volatility"])
            let index = try #require(try home.run("history", "VIX", "--json").document)
            let level = try Self.number(try Self.list(index["bars"]).last?["close"])
            #expect(volatility["method"] as? String == "volatility_index" && volatility["level"] as? Double == level)
            #expect(volatility["latest"] as? String == (level < 15 ? "low" : level < 25 ? "normal" : "high"))
            let risk = try Self.object(document["risk"])
            let votes = try Self.list(risk["votes"])
            #expect(votes.compactMap { $0["vote"] as? String }.count == 4)
            // The simulated market has neither VIX3M nor HYG and IEF.
            #expect(risk["votes_unknown"] as? Int == 2 && votes[1]["value"] is NSNull && votes[3]["value"] is NSNull)
            let reasons = try Self.object(votes[1]["reasons"])
            #expect(reasons["value"] as? String == "no_source")
            if (risk["votes_off"] as? Int ?? 2) < 2 { #expect(risk["state"] is NSNull) }
            let model = try Self.object(document["model"])
            let fitted = try #require(model["fitted_sessions"] as? Int)
            #expect(fitted > 1000 && model["fitted_through"] as? String == "2027-02-26")
            let states = try Self.list(model["states"])
            #expect(states.compactMap { $0["state"] as? String } == ["quiet", "middle", "wild"])
            let probabilities = states.compactMap { $0["probability"] as? Double }
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-7 && probabilities.allSatisfy { (0...1).contains($0) })
            #expect(model["probability"] as? Double == probabilities.max())
            // Seen from a day before which there are fewer than a thousand sessions there are no probabilities.
            let earlier = try #require(try home.run("regime", "--as-of", "2025-12-15", "--json").document)
            let lacking = try Self.object(earlier["model"])
            #expect(lacking["state"] is NSNull && lacking["probability"] is NSNull)
            #expect(try Self.object(lacking["reasons"])["probability"] as? String == "insufficient_history")
            let few = try #require(lacking["fitted_sessions"] as? Int)
            #expect(lacking["needed_sessions"] as? Int == 1000 && (1..<1000).contains(few))
            let own = try #require(try home.run("regime", "KO", "--json").document)
            let ownVolatility = try Self.object(own["volatility"])
            #expect(ownVolatility["method"] as? String == "own_percentile")
            let text = try home.run("regime", "--ascii")
            #expect(text.code == 0 && text.text.contains("Model: probability of each state"), "\(text.text)")
            let without = try home.run("regime", "--ascii", "--as-of", "2025-12-15")
            #expect(without.code == 0 && without.text.contains("Model: no probabilities"), "\(without.text)")
            #expect(text.text.contains("Risk: not determined") || text.text.contains("Risk: off"), "\(text.text)")
            #expect(try home.run("regime", "NOSUCH").code == 3)
        }

        @Test func theMatrixIsOne() throws {
            let home = try TemporaryHome()
            let document = try #require(try home.run("correlation", "--json").document)
            let names = try Self.list(document["members"]).compactMap { $0["name"] as? String }
            #expect(names.first == "SPY" && names.contains("QQQ") && !names.contains("SGOV") && names.count > 5)
            let matrix = try #require(document["matrix"] as? [[Double]])
            for row in names.indices {
                #expect(matrix[row][row] == 1)
                for column in names.indices {
                    #expect(matrix[row][column] == matrix[column][row] && abs(matrix[row][column]) <= 1)
                }
            }
            #expect(document["sessions"] as? Int == 252 && document["to"] as? String == "2027-03-12")
            let pair = try #require(try home.run("correlation", "ko", "MO", "--sessions", "60", "--json").document)
            let members = try Self.list(pair["members"])
            #expect(members.compactMap { $0["name"] as? String } == ["SPY", "KO", "MO"])
            #expect(try home.run("correlation", "NOSUCH").code == 3)
            let few = try home.run("correlation", "--sessions", "59", "--json")
            #expect(few.code == 2)
        }

        @Test func sectorsAddUpToWhatIsAtRisk() throws {
            let home = try TemporaryHome()
            let document = try #require(try home.run("sectors", "--json").document)
            let rows = try Self.list(document["sectors"])
            let risk = try #require(try home.run("risk", "--json").document)
            let limits = try Self.list(risk["limits"]).filter { $0["kind"] as? String == "sector" }
            #expect(!limits.isEmpty)
            for limit in limits {
                let row = try #require(rows.first { $0["sector"] as? String == limit["key"] as? String })
                #expect(row["net_liquidation_fraction"] as? Double == limit["net_liquidation_fraction"] as? Double)
                #expect(row["over_limit"] as? Bool == limit["over_limit"] as? Bool)
            }
            let funds = try #require(rows.first { $0["sector"] as? String == "Fund" })
            #expect(funds["over_limit"] is NSNull && funds["limit"] is NSNull)
            let energy = try #require(rows.first { $0["sector"] as? String == "Energy" })
            #expect(energy["return_1"] is Double && energy["return_252"] is Double)
            let text = try home.run("sectors", "--ascii")
            #expect(text.code == 0 && text.text.contains("Energy") && text.text.allSatisfy(\.isASCII), "\(text.errors)")
        }
    }
}

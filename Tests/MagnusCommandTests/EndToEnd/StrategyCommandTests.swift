import Foundation
import Testing

extension EndToEnd {
    /// `magnus strategy`: the keys of the contract, and what is wrong with legs.
    @Suite struct StrategyCommandTests {
        private static let market = ["--spot", "100", "--rate", "-0.01", "--dividend-yield", "0", "--vol", "0.25"]

        @Test func aSpreadInEveryFormOfTheFlags() throws {
            let home = try TemporaryHome()
            let legs = ["short 1 put 95 0.25 @1.80", "long 1 put 90 0.25 @0.85 ~0.28"]
            let once = try home.run(
                arguments: ["strategy"] + Self.market + ["--leg", legs[0], "--leg", legs[1], "--json"])
            let together = try home.run(
                arguments: ["strategy"] + Self.market + ["--json", "--leg", legs[0], legs[1]])
            let document = try #require(once.document, "\(once.errors)")
            #expect(once.code == 0 && document["name"] as? String == "bull_put_spread")
            #expect(together.document?["expected_value"] as? Double == document["expected_value"] as? Double)
            func number(_ key: String) throws -> Double { try #require(document[key] as? Double, "\(key)") }
            for (key, expected) in [
                ("net_premium", 95), ("max_profit", 95), ("max_loss", -405), ("horizon_years", 0.25),
            ] {
                let value = try number(key)
                #expect(abs(value - expected) < 1e-9, "\(key)")
            }
            let breakevens = try #require(document["breakevens"] as? [Double])
            #expect(breakevens.count == 1 && abs(breakevens[0] - 94.05) < 1e-9)
            let probability = try number("probability_of_profit")
            #expect(probability > 0.6 && probability < 0.8)
            let greeks = try #require(document["greeks"] as? [String: Any])
            for key in ["delta", "gamma", "theta_per_day", "vega_per_point", "rho_per_point"] {
                #expect(greeks[key] is Double, "\(key)")
            }
            let text = try home.run(arguments: ["strategy"] + Self.market + ["--leg", legs[0], "--leg", legs[1]])
            #expect(text.text.contains("most it loses         -405.00"))
        }

        @Test func whatHasNoBoundSaysSo() throws {
            let home = try TemporaryHome()
            let result = try home.run(
                arguments: ["strategy"] + Self.market + ["--leg", "short 1 call 105 0.1 @1", "--json"])
            #expect(result.document?["max_loss"] as? String == "unlimited")
            #expect(result.document?["name"] as? String == "naked_call")
        }

        @Test(arguments: [
            (["--leg", "short 1 put 95 0.25"], "leg 1: \"short 1 put 95 0.25\" is no leg"),
            (["--leg", "short 1 put 95 0.25 @1", "--leg", "sell 1 put 90 1 @1"], "leg 2: sell: a leg begins with"),
            (["--leg", "long 100 stock @98.50"], "no leg is an option"), ([], "missing --leg"),
            (["--leg", "short 1 put 95 0.25 @1", "--drift", "much"], "--drift much: not a number"),
            (["--leg", "short 1 put 95 0.25 @1", "--drift", "1e5"], "out of range"),
            (["--leg", "short 1 \u{1B}[31mput 95 0.25 @1"], "call, put or stock"),
        ])
        func whatIsWrongIsNamed(flags: [String], words: String) throws {
            let home = try TemporaryHome()
            let result = try home.run(arguments: ["strategy"] + Self.market + flags)
            #expect(result.code == 2 && result.errors.contains(words), "\(result.code) \(result.errors)")
            #expect(!result.errors.contains("\u{1B}") && result.text.isEmpty)
        }
    }
}

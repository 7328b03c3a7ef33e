import Foundation
import Testing

extension EndToEnd {
    @Suite struct VolatilityCommandTests {
        static let keys: Set<String> = [
            "as_of", "simulated", "account", "symbol", "spot", "spot_source", "spot_age_seconds", "iv", "iv_rank",
            "iv_percentile", "iv_rank_date", "iv_history_sessions", "iv_low", "iv_high", "iv_median", "iv_history",
            "skew", "skew_percentile", "skew_percentile_date", "skew_history_sessions", "skew_low", "skew_high",
            "skew_median", "skew_history", "term_structure", "expiries", "surface", "realized", "realized_through",
            "volatility_premium", "gamma_exposure", "source", "retrieved_at", "reasons",
            "figure_trust",
        ]

        @Test func theSimulatedMarketHasEverything() throws {
            let home = try TemporaryHome()
            let result = try home.run("vol", "SPY", "--json")
            let document = try #require(result.document, "\(result.text.prefix(300))\(result.errors)")
            #expect(result.code == 0 && Set(document.keys) == Self.keys)
            let expiries = try #require(document["expiries"] as? [[String: Any]])
            let chain = try #require(try home.run("chain", "SPY", "--json").document)
            #expect(chain["iv"] as? Double == document["iv"] as? Double)
            #expect(chain["iv_rank"] as? Double == document["iv_rank"] as? Double)
            let listed = try #require(chain["expiries"] as? [[String: Any]])
            #expect(
                listed.map { $0["atm_iv"] as? Double } == expiries.map { $0["atm_iv"] as? Double },
                "the same figure as the chain's")
            let surface = try #require(document["surface"] as? [String: Any])
            let fitted = try #require(surface["fitted"] as? Int)
            #expect(fitted >= expiries.count - 2 && fitted > 4, "\(surface)")
            #expect(try #require(surface["least_density"] as? Double) >= 0)
            #expect(try #require(surface["least_variance_growth"] as? Double) >= 0)
            #expect(try #require(surface["rms_error"] as? Double) < 0.01, "\(surface)")
            let history = try #require(document["iv_history"] as? [[String: Any]])
            #expect(history.count == 253 && document["iv_history_sessions"] as? Int == 252)
            #expect(history.last?["date"] as? String == document["iv_rank_date"] as? String)
            let skews = try #require(document["skew_history"] as? [[String: Any]])
            #expect(skews.count == 253 && document["skew_history_sessions"] as? Int == 252)
            #expect(skews.last?["date"] as? String == document["skew_percentile_date"] as? String)
            // What a session's smiles say is what the history says of it, as near as pinned quotes and noise allow.
            let skew = try #require(document["skew"] as? Double)
            let last = try #require(skews.last?["skew"] as? Double)
            #expect(skew > 0 && abs(skew - last) < 0.2 * last, "\(skew) \(last)")
            let realised = try #require(document["realized"] as? [[String: Any]])
            #expect(realised.compactMap { $0["sessions"] as? Int } == [10, 20, 30, 60, 90])
            #expect(realised.allSatisfy { $0["yang_zhang"] is Double && $0["close_to_close"] is Double })
            let gamma = try #require(document["gamma_exposure"] as? [String: Any])
            #expect(gamma["open_interest_date"] as? String == "2027-03-12" && gamma["total"] is Double)
            let strikes = try #require(gamma["strikes"] as? [[String: Any]])
            let sum = strikes.reduce(0) { $0 + ($1["net"] as? Double ?? .nan) }
            #expect(abs(sum - (gamma["total"] as? Double ?? .nan)) < 1e-3 * abs(sum))
        }

        @Test func oneExpiryIsListedQuoteByQuote() throws {
            let home = try TemporaryHome()
            let all = try home.run("vol", "KO", "--freeze")
            #expect(all.code == 0 && all.text.contains("Term structure:") && all.text.contains("Yang-Zhang"))
            #expect(all.text.contains("Skew (put 25 less call 25 at 30 days) +"), "\(all.text)")
            let one = try home.run("vol", "KO", "--expiry", "2027-04-16", "--ascii", "--freeze")
            #expect(one.code == 0 && one.text.contains("2027-04-16") && one.text.contains("Curve"), "\(one.errors)")
            #expect(one.text.contains("volatility of the options out of the money"))
            #expect(one.text.allSatisfy { $0.isASCII })
            let json = try #require(try home.run("vol", "KO", "--expiry", "2027-04-16", "--json").document)
            #expect((json["expiries"] as? [[String: Any]])?.count == 1)
        }

        @Test func mistakesAreNamed() throws {
            let home = try TemporaryHome()
            #expect(try home.run("vol", "NOSUCH").code == 3)
            let date = try home.run("vol", "KO", "--expiry", "2027-04-17", "--json")
            #expect(date.code == 3 && date.errorCode == "unknown_expiry")
            #expect(try home.run("vol", "KO", "--expiry", "tomorrow").code == 2)
        }
    }

    /// Smiles of recorded real chains.
    @Suite(.enabled(if: SharedRecordings.canReplay, "the recordings of the shared folder are not here"))
    struct RecordedVolatilityTests {
        @Test(arguments: [
            ("minute/goog", "GOOG", "2015-12-23T20:00:00Z"), ("minute/spx", "SPX", "2021-01-04T18:00:00Z"),
        ]) func everyExpiryIsFittedOrSaysWhyNot(_ folder: String, _ symbol: String, _ from: String) throws {
            let home = try TemporaryHome()
            let path = home.path + "/lean"
            try SharedRecordings.unpack("lean-options/" + folder, to: path)
            let result = try home.run("vol", symbol, "--json", "--from", from, "--replay", path)
            let document = try #require(result.document, "\(result.text.prefix(300))\(result.errors)")
            let expiries = try #require(document["expiries"] as? [[String: Any]])
            #expect(!expiries.isEmpty)
            for expiry in expiries {
                if let fit = expiry["fit"] as? [String: Any] {
                    #expect(try #require(fit["rms_error"] as? Double) < 0.03, "\(fit)")
                    #expect(expiry["no_fit_because"] is NSNull)
                } else {
                    #expect((expiry["no_fit_because"] as? String)?.isEmpty == false, "\(expiry)")
                }
            }
            let surface = try #require(document["surface"] as? [String: Any])
            if surface["fitted"] as? Int ?? 0 > 0 { #expect(try #require(surface["least_density"] as? Double) >= 0) }
            if surface["fitted"] as? Int ?? 0 > 1 {
                #expect(try #require(surface["least_variance_growth"] as? Double) >= 0)
            }
            // A recording keeps no history of volatility: absent, with its reason.
            #expect(document["iv_rank"] is NSNull)
        }
    }
}

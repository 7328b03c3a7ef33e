import Foundation
import Testing

extension EndToEnd {
    @Suite struct RollCommandTests {
        static let keys: Set<String> = [
            "as_of", "simulated", "account", "position_id", "position_account", "symbol", "position", "form", "legs",
            "dte", "spot", "spot_age_seconds", "buy_back", "realized_pnl", "rolls_done", "rolls_to_review", "rules",
            "alternative", "quotes_of_close", "expiries", "cells", "best", "conclusion", "source", "retrieved_at",
            "figure_trust", "reasons",
        ]
        static let cellKeys: Set<String> = [
            "id", "expiry", "dte", "strike", "legs", "net", "net_mid", "net_dollars", "credit_per_day", "breakeven",
            "delta", "allowed", "forbidden", "figure_trust", "reasons",
        ]
        static let position = "paper:P6:PLTR270416P00080000"

        private static func number(_ object: [String: Any]?, _ key: String) throws -> Double {
            try #require(object?[key] as? Double, "\(key)")
        }

        /// The put of the specification: -2 PLTR 80P sold at 2.35; the nets against the chain that is asked for itself.
        @Test func netsAreThoseOfTheChain() throws {
            let home = try TemporaryHome()
            let result = try home.run("roll", Self.position, "--json", "--freeze")
            let document = try #require(result.document, "\(result.text.prefix(300))\(result.errors)")
            #expect(result.code == 0 && Set(document.keys) == Self.keys)
            #expect(document["form"] as? String == "short_option" && document["rolls_done"] as? Int == 0)
            let ask = try Self.number(document, "buy_back")
            #expect(try abs(Self.number(document, "realized_pnl") - (2.35 - ask) * 200) < 1e-6)
            let alternative = try #require(document["alternative"] as? [String: Any])
            #expect(alternative["action"] as? String == "take_shares")
            #expect(try abs(Self.number(alternative, "tax_basis") - 77.65) < 1e-9)
            let chain = try #require(try home.run("chain", "PLTR", "--json", "--freeze").document)
            var puts: [String: [String: Any]] = [:]
            for expiry in try #require(chain["expiries"] as? [[String: Any]]) {
                for contract in expiry["contracts"] as? [[String: Any]] ?? [] {
                    if let name = contract["contract"] as? String { puts[name] = contract }
                }
            }
            let cells = try #require(document["cells"] as? [[String: Any]])
            #expect(cells.count > 20)
            for cell in cells {
                #expect(Set(cell.keys) == Self.cellKeys)
                let leg = try #require((cell["legs"] as? [[String: Any]])?.first)
                let listed = try #require(puts[leg["contract"] as? String ?? ""])
                let forbidden = try #require(cell["forbidden"] as? [[String: Any]])
                let words = forbidden.compactMap { $0["reason"] as? String }
                #expect(cell["allowed"] as? Bool == words.isEmpty)
                guard let net = cell["net"] as? Double else {
                    #expect(words.contains("no_quote"))
                    continue
                }
                let bid = try Self.number(listed, "bid")
                let strike = try Self.number(cell, "strike")
                #expect(abs(net - (bid - ask)) < 1e-9)
                #expect(try abs(Self.number(cell, "net_dollars") - net * 200) < 1e-6)
                #expect(words.contains("debit") == (net <= 1e-9), "\(cell)")
                #expect(words.contains("worse_strike") == (strike > 80))
                let days = try #require(cell["dte"] as? Int)
                #expect(words.contains("over_days") == (days > 60) && words.contains("under_days") == (days < 28))
                if let breakeven = cell["breakeven"] as? Double {
                    #expect(abs(breakeven - (strike - 2.35 - net)) < 1e-9)
                }
            }
            let explained = try home.run("explain", "\(cells[0]["id"] as? String ?? "")#net", "--json", "--freeze")
            #expect(explained.code == 0, "\(explained.text)\(explained.errors)")
        }

        /// The chat and the command speak of the same rolls at the same net.
        @Test func theTextNamesTheLossAndWhatIsLeft() throws {
            let home = try TemporaryHome()
            let result = try home.run("roll", "PLTR", "--freeze")
            #expect(result.code == 0 && result.text.contains("Roll PLTR -2 80P 04-16"), "\(result.errors)")
            #expect(result.text.contains("tax basis if taken 77.65") && result.text.contains("realises -"))
            #expect(result.text.contains("held 80P"))
            let byLeg = try home.run("roll", "paper:PLTR270416P00080000", "--freeze", "--ascii")
            #expect(byLeg.code == 0 && byLeg.text.allSatisfy { $0.isASCII })
        }

        @Test func everyFormAnswers() throws {
            let home = try TemporaryHome()
            let forms = [
                ("MO", "covered_call"), ("paper:P7:SPY270405P00575000", "credit_spread"), ("QQQ", "calendar"),
            ]
            for (position, form) in forms {
                let result = try home.run("roll", position, "--json", "--freeze")
                let document = try #require(result.document, "\(position): \(result.errors)")
                #expect(result.code == 0 && document["form"] as? String == form, "\(position)")
                let cells = try #require(document["cells"] as? [[String: Any]])
                #expect(!cells.isEmpty, "\(position)")
            }
        }

        @Test func mistakesAreNamed() throws {
            let home = try TemporaryHome()
            for (position, code, word) in [
                ("NOSUCH", Int32(3), "unknown_position"), ("DIS", 1, "not_rollable"), ("IWM", 1, "not_rollable"),
                ("paper:P16:SPY270521P00540000", 1, "not_rollable"), ("LCID", 1, "adjusted"),
                ("BAC", 2, "ambiguous_position"),
            ] {
                let result = try home.run("roll", position, "--json", "--freeze")
                #expect(result.code == code && result.errorCode == word, "\(position): \(result.code) \(result.text)")
            }
            #expect(try home.run("roll").code == 2)
        }

        /// Saturday: closing quotes, and said so.
        @Test func outOfSessionTheCloseIsNamed() throws {
            let home = try TemporaryHome()
            let result = try home.run("roll", "PLTR", "--start", "2027-03-20T13:00:00Z", "--json", "--freeze")
            let document = try #require(result.document, "\(result.errors)")
            #expect(document["quotes_of_close"] as? String == "2027-03-19")
            let text = try home.run("roll", "PLTR", "--freeze")
            #expect(text.text.contains("quotes of the close of 2027-03-19"), "\(text.text)")
        }
    }
}

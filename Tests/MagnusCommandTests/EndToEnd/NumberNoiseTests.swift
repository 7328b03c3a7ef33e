import Foundation
import Testing

extension EndToEnd {
    /// Every document of the program, digit by digit.
    @Suite struct NumberNoiseTests {
        @Test func noFigureHasMoreThanEightDecimals() throws {
            let home = try TemporaryHome()
            let long = /[\[:,] -?[0-9]+\.[0-9]{9,}/
            let money =
                /"(bid|ask|mark|mid|spot|price|amount|unrealized_pnl|day_pnl|buying_power|cash)": -?[0-9]+\.[0-9]{5,}/
            for command in [
                ["positions"], ["positions", "--account", "all"], ["greeks"], ["greeks", "--by", "position"],
                ["greeks", "--by", "book"], ["balances"], ["trades"], ["accounts"], ["monitor", "run", "all"],
                ["monitor", "list"], ["alerts"], ["scan", "csp"], ["scan", "covered-call"], ["scan", "vertical"],
                ["scan", "condor"], ["scan", "calendar"], ["scan", "diagonal"], ["quote", "AAPL", "KO"],
                ["chain", "KO"], ["chain", "SPX"], ["history", "KO"], ["regime"], ["correlation"], ["sectors"],
                ["watchlists"],
                ["ask", "what is my theta?"],
                ["explain", "book#theta_per_day"], ["config", "show"], ["doctor"], ["dashboard"], ["--plain"],
            ] {
                let result = try home.run(arguments: command + ["--json"])
                #expect(result.code == 0 && result.document != nil, "\(command): \(result.code) \(result.errors)")
                #expect(result.text.firstMatch(of: long) == nil, "\(command): \(noise(result.text, long))")
                #expect(result.text.firstMatch(of: money) == nil, "\(command): \(noise(result.text, money))")
                #expect(
                    result.text.range(of: "nan", options: .caseInsensitive).map { found in
                        result.text[found.upperBound...].hasPrefix(",")
                    } != true, "\(command)")
            }
        }

        private func noise(_ text: String, _ pattern: some RegexComponent) -> [String] {
            text.matches(of: pattern).prefix(5).map { String(text[$0.range]) }
        }
    }
}

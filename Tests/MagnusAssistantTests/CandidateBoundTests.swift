import MagnusDomain
import Testing

@testable import MagnusAssistant

/// Which figure of candidates a bound is of.
@Suite struct CandidateBoundTests {
    private static func told(_ text: String) -> String {
        CandidateBoundReader.read(Trained.understand(text).words).map { bound in
            func plain(_ value: Double?) -> String { value.map { "\(($0 * 1000).rounded() / 1000)" } ?? "" }
            return "\(bound.measure) \(plain(bound.lower))..\(plain(bound.upper))"
        }.joined(separator: ", ")
    }

    @Test(
        arguments: [
            ("Candidates with cushion above 10%", "cushion 0.1.."),
            ("candidates with delta below 20%", "delta ..0.2"), ("candidates below 20 delta", "delta ..0.2"),
            ("candidates with delta under .25", "delta ..0.25"),
            ("candidates with bid ask spread under 10%", "spread ..0.1"),
            ("what candidates are more than 10% out of the money", "outOfTheMoney 0.1.."),
            ("candidates at least 8% otm", "outOfTheMoney 0.08.."),
            ("candidates with IV rank above 50 and score above 70", "volatilityRank 50.0.., score 70.0.."),
            ("candidates with open interest over 1000 and score above 70", "openInterest 1000.0.., score 70.0.."),
            ("top 3 puts with pop over 75% and return over 12%", "probabilityOfProfit 0.75.., annualizedReturn 0.12.."),
            ("candidates with over 70% pop and over 12% return", "probabilityOfProfit 0.7.., annualizedReturn 0.12.."),
            ("candidates with at least 75% probability of profit", "probabilityOfProfit 0.75.."),
            ("candidates with a probability of touch below 40%", "probabilityOfTouch ..0.4"),
            ("any opportunities above score 80", "score 80.0.."), ("candidates with a score above 80", "score 80.0.."),
            ("candidates with score of 80 or better", "score 80.0.."), ("candidates with min score 75", "score 75.0.."),
            ("which opportunities have over 15% annualized", "annualizedReturn 0.15.."),
            ("candidates yielding more than 12%", "annualizedReturn 0.12.."),
            ("opportunities paying over 15% a year", "annualizedReturn 0.15.."),
            ("best put under 10k collateral", "collateral ..10000.0"), ("candidates under 10k", "collateral ..10000.0"),
            ("candidates with more than 1000 open interest", "openInterest 1000.0.."),
            ("candidates with volume under 1000", "volume ..1000.0"),
            ("candidates with iv above 30", "impliedVolatility 0.3.."),
            ("candidates with iv percentile above 60%", "volatilityPercentile 60.0.."),
            ("candidates with annualized return between 10% and 15%", "annualizedReturn 0.1..0.15"),
            ("candidates between 80 and 90 score", "score 80.0..90.0"),
            ("any candidates scoring 80 or higher", "score 80.0.."),
            ("candidates with touch probability under 60%", "probabilityOfTouch ..0.6"),
            ("candidates with theta above 5", ""), ("candidates with premium over 2", ""),
            ("candidates with a chance of assignment below 20%", ""), ("candidates above 50", ""),
            ("candidates with score above 70, cushion over 5%", "score 70.0.., cushion 0.05.."),
            ("puts with strike below 90 and pop above 70%", "strike ..90.0, probabilityOfProfit 0.7.."),
        ])
    func aBoundIsOfTheFigureNamedWithIt(_ text: String, _ expected: String) {
        #expect(Self.told(text) == expected, "\(text)")
    }

    @Test(
        arguments: [
            ("candidates with cushion above 10%", "None of 3 candidates has cushion above 10%", ""),
            ("candidates with delta below 20%", "None of 3 candidates has delta below 20%", ""),
            (
                "candidates with IV rank above 30 and score above 80",
                "1 candidate of 3 with IV rank above 30, score above 80", "UBER"
            ),
            (
                "candidates with open interest over 500 and score above 70",
                "3 candidates of 3 with open interest over 500", ""
            ),
            (
                "candidates with pop over 75% and return over 15%", "1 candidate of 3 with profit probability over 75%",
                "XLE"
            ),
            (
                "candidates with annualized return between 10% and 15%",
                "2 candidates of 3 with annualised return between 10% and 15%", "UBER"
            ),
            ("candidates with more than 1000 open interest", "None of 3 candidates", "bind at most"),
            ("candidates with theta above 5", "Not taken into account: above 5", "with theta"),
            ("candidates with premium over 2", "Not taken into account: over 2", "candidates of 3"),
            ("find puts with a spread under 6%", "3 candidates of 3 with bid-ask spread under 6%", "No scan looks"),
            ("best put under 10k collateral", "bind at most $10,000", "Not taken"),
        ])
    func whatIsChosenByIsSaid(_ text: String, _ part: String, _ absent: String) async {
        let answer = await Trained.compose(text).answer.text.replacing(#/\s\[\d+\]/#, with: "")
        #expect(answer.contains(part), "\(text): \(answer)")
        if !absent.isEmpty { #expect(!answer.contains(absent), "\(text): \(answer)") }
    }

    private static var data: PaperData {
        var data = PaperData()
        for (symbol, sector) in [("XLE", "Energy"), ("WMT", "Consumer Staples")] {
            var profile = PaperWorld.profile(symbol, symbol, close: 90)
            profile.sector = sector
            data.profiles[symbol] = profile
        }
        return data
    }

    private static func ofSource(_ text: String) async -> String {
        var context = Trained.context
        for symbol in ["XLE", "WMT", "UBER"] { context.market.underlyings[symbol] = nil }
        return await Trained.compose(text, context: context, data: data).answer.text.replacing(
            #/\s\[\d+\]/#, with: "")
    }

    /// A name that is not held has its sector from the source, not from the book.
    @Test(arguments: [
        "candidates without energy", "opportunities excluding energy", "any candidates except energy stocks",
        "candidates but no energy", "give me ideas, no energy",
    ])
    func anExcludedSectorIsLeftOut(_ text: String) async {
        let answer = await Self.ofSource(text)
        #expect(!answer.contains("XLE 90P") && answer.contains("WMT 99P"), "\(text): \(answer)")
        #expect(answer.contains("Left out as asked: 1"), "\(text): \(answer)")
        #expect(answer.contains("Sector unknown (no source): UBER"), "\(text): \(answer)")
    }

    @Test func aSectorAskedForIsTheOnlyOne() async {
        let answer = await Self.ofSource("candidates in energy")
        #expect(answer.contains("XLE 90P") && !answer.contains("WMT 99P"), "\(answer)")
        #expect(answer.contains("with sector Energy"), "\(answer)")
    }
}

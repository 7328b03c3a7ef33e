import MagnusDomain
import Testing

@testable import MagnusAssistant

/// Every condition of a question is applied, or is named among what was not.
@Suite struct EveryConditionTests {
    private static func text(_ questions: String...) async -> String {
        var state = ConversationState()
        var text = ""
        for question in questions {
            let result = await HistoryTests.compose(question, state: state)
            state = result.state
            text = result.answer.text.split(separator: " ").joined(separator: " ")
        }
        return text
    }

    @Test(
        arguments: [
            (
                "positions with theta above 10 and expiring within a week", ["2 of 3 rows", "AAPL", "to 03-22"],
                "PLTR -2"
            ),
            ("positions expiring after April 1 but before April 20", ["3 [1] rows", "after 04-01, by 04-20"], "XSP"),
            ("positions expiring before April 20 but after April 1", ["3 [1] rows", "PLTR -2 80P"], "AAPL -1"),
            ("losing positions with delta above 50", ["3 of 3 rows", "losing"], "KO -2"),
            ("losing positions with theta above 5", ["2 of 3 rows", "PLTR"], "AMD -1"),
            ("losing positions that expire this week", ["1 of 3 rows stands at a loss", "AAPL -1"], "XSP -1"),
            ("candidates expiring before April 10", ["None of 3 [1] candidates expires by 04-10"], "XLE 90P"),
            ("candidates expiring in April before the 10th", ["None of 3", "by 04-10"], "XLE 90P"),
            ("candidates expiring in April", ["expire April", "CSP XLE 90P"], "AMD -1"),
            ("csp with delta at most 0.2 or score above 80", ["1 candidate of 3", "or score above 80", "XLE"], "UBER"),
            (
                "csp with delta below 0.18 and score above 75 that expire in April",
                ["delta below 0.18", "score above 75"], "open row"
            ),
            ("best put to sell excluding XLE, DIS, UBER and WMT", ["Left out as asked: 3", "None is left"], "passed"),
            ("csp with open interest over 50", ["3 candidates of 3"], "Not sure"),
        ])
    func everyConditionIsApplied(_ question: String, _ parts: [String], _ absent: String) async {
        let text = await Self.text(question)
        for part in parts { #expect(text.contains(part), "\(question) lacks \(part):\n\(text)") }
        #expect(!text.contains(absent), "\(question):\n\(text)")
    }

    @Test(
        arguments: [
            ("cheapest CSP", "In the order of collateral, lowest first"),
            ("best csp by return", "In the order of annualised return, highest first"),
            ("the CSP with the lowest delta", "In the order of delta, lowest first"),
            ("best csp this week", "Not taken into account: this week"),
            ("total premium collected on open positions", "Not taken into account: open positions"),
            ("positions with delta above 50 or theta above 10", "is not read"),
            ("what if vol drops 20%", "By how many points?"),
            ("what if vol falls 50 points", "That is out of range"),
            ("what if the VIX does not move and SPY falls 2%", "does not happen to VIX"),
            ("what if SPY falls 2% with vol unchanged", "does not happen to volatility"),
        ])
    func whatIsNotAppliedIsSaid(_ question: String, _ part: String) async {
        let text = await Self.text(question)
        #expect(text.contains(part), "\(question):\n\(text)")
    }

    @Test func theTalkGoesOnAboutItsRowsAndItsSupposition() async {
        let first = await Self.text("which of my puts are in the money", "which of them expires first")
        #expect(first.hasPrefix("AAPL -1 260P Wed 03-17"), "\(first)")
        let supposed = await Self.text("what if SPY falls 3%", "and with vol up 5 points?")
        #expect(supposed.contains("(-3.0%), volatility +5.0 points"), "\(supposed)")
        let path = await Self.text("what if KO moves from 74.98 to 73.50")
        #expect(path.contains("KO at 73.50"), "\(path)")
        let close = await Self.text("how much do I make if AAPL closes at 262 on Wednesday")
        #expect(close.contains("AAPL at 262.00"), "\(close)")
    }

    @Test func aRankOfANameIsItsFigure() async {
        #expect(await Self.text("what is AAPL's IV rank").hasPrefix("AAPL: implied volatility"))
        let between = await Self.text("csp between 30 and 45 days except XLE and DIS")
        #expect(between.contains("2 candidates of 2 [1] with days to expiry between 30 and 45"), "\(between)")
    }
}

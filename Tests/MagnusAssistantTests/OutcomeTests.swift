import MagnusDomain
import Testing

@testable import MagnusAssistant

/// Rows at a profit and at a loss, asked for without a number; and questions that only look like it.
@Suite struct OutcomeTests {
    private static func compose(_ text: String) async -> Assistant.Composition {
        await HistoryTests.compose(text)
    }

    @Test(arguments: [
        "which positions are losing money", "what's in the red", "how many losing positions do I have",
        "which positions are underwater", "which positions are not profitable",
    ])
    func lossesAreListed(_ question: String) async {
        let result = await Self.compose(question)
        #expect(result.answer.text.contains("at a loss"), "\(question):\n\(result.answer.text)")
        #expect(result.answer.text.contains("PLTR -2 80P"), "\(question):\n\(result.answer.text)")
        #expect(!result.answer.text.contains("AMD -1 150P"), "\(question):\n\(result.answer.text)")
    }

    @Test(arguments: [
        "which positions are winning", "are any of my positions profitable", "which positions are in the green",
        "how many open positions are winners",
    ])
    func profitsAreListed(_ question: String) async {
        let result = await Self.compose(question)
        #expect(result.answer.text.contains("at a profit"), "\(question):\n\(result.answer.text)")
        #expect(result.answer.text.contains("AMD -1 150P"), "\(question):\n\(result.answer.text)")
        #expect(!result.answer.text.contains("PLTR -2 80P"), "\(question):\n\(result.answer.text)")
    }

    @Test(arguments: ["which positions are not losing", "puts that are not losing", "which puts aren't losing"])
    func whatDoesNotLoseStandsAtNothingToo(_ question: String) async {
        let result = await Self.compose(question)
        #expect(result.answer.text.contains("at a profit or at nothing"), "\(question):\n\(result.answer.text)")
        #expect(!result.answer.text.contains("PLTR"), "\(question):\n\(result.answer.text)")
    }

    @Test(arguments: [
        ("how many winners?", Intent.winRate), ("which trades lost money this year", .closedTrades),
        ("which positions lost the most today", .dayProfit), ("what are my biggest losers", .profitRanking),
    ])
    func othersKeepTheirOwn(_ question: String, _ intent: Intent) async {
        let result = await Self.compose(question)
        #expect(result.understanding.intent == intent, "\(question):\n\(result.answer.text)")
    }

    @Test(arguments: [
        "please close KO at market", "can you sell my PLTR puts", "close MO at market", "go ahead and close KO",
        "I want you to buy back my KO puts",
    ])
    func aRequestIsAnOrder(_ question: String) async {
        let result = await Self.compose(question)
        #expect(result.answer.text.hasPrefix("Nothing was ordered"), "\(question):\n\(result.answer.text)")
    }

    @Test(arguments: [
        "why is PLTR flagged and what does MO cost to close", "Why is PLTR flagged? What does MO cost to close?",
    ])
    func bothQuestionsAreAnswered(_ question: String) async {
        let result = await Self.compose(question)
        #expect(result.answer.text.contains("PLTR 80P breached"), "\(question):\n\(result.answer.text)")
        let text = result.answer.text
        #expect(text.contains("That figure is known for none of MO CC"), "\(question):\n\(text)")
    }

    @Test func whatNeverRecoversStaysThere() async {
        let result = await Self.compose("SPY falls 5% and never recovers")
        #expect(result.answer.text.contains("SPY -5%"), "\(result.answer.text)")
    }
}

import MagnusDomain
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Questions that name the one figure they ask for are answered by it.
@Suite struct DirectQuestionTests: QuestionSuite {
    /// From 03-15 to 04-16 are 32 days.
    @Test(arguments: [
        ["how is PLTR doing", "and how many days does it have left"],
        ["how many days does PLTR have left"],
    ])
    func daysLeftAreToTheLastDay(turns: [String]) async {
        guard let last = turns.last else { return }
        expect(
            await answer(last, after: Array(turns.dropLast())), turns.joined(separator: " / "),
            ["PLTR -2 80P", "days to expiry 32"], not: ["held", "opened"])
    }

    @Test func whatIsUncovered() async {
        let text = "is anything uncovered"
        let result = await answer(text) { context in
            for place in context.book.strategies.indices where context.book.strategies[place].symbol == "DIS" {
                context.book.strategies[place].flags = [.uncoveredShares]
            }
        }
        expect(result, text, ["DIS 100 sh"], not: ["best contract", "score"])
    }

    @Test func whatAnExpiryEarns() async {
        // AAPL alone ends on 03-17 and earns 40 a day, more than any other day.
        for text in ["which expiry has most theta", "which expiration has the most theta"] {
            expect(await answer(text), text, ["By expiry", "2027-03-17", "In the order of theta, highest first"])
        }
    }

    /// The spread stands at half of what came in, 0.95 / 2.
    @Test func theMarkOfARow() async {
        let text = "what is the mark on my XSP spread"
        expect(await answer(text), text, ["0.95 received", "mid now 0.4"])
    }

    /// MU reports 03-24 after the close: the chain's first expiry behind it is 04-16.
    @Test(arguments: ["what is the earnings move of MU", "does the earnings move of MU reach the strike"])
    func theMoveOfAReport(text: String) async {
        let result = await answer(text) { context in
            for place in context.book.strategies.indices where context.book.strategies[place].symbol == "MU" {
                context.book.strategies[place].distanceDollars = Figure(6.20)
            }
        }
        expect(result, text, ["MU reports Wed 03-24", "Fri 04-16", "straddle of", "6.20 to the strike"])
    }

    @Test func whatClosingEverythingCosts() async {
        let text = "what would i pay to close everything"
        expect(await answer(text), text, ["AAPL -1 260P"], not: ["Nothing was ordered"])
    }
}

import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Follow-ups that keep the rows, the figure or the assignment of the answer before.
@Suite struct MoneyFollowUpTests: QuestionSuite {
    /// AMD 185 + KO 112 = 297.
    @Test(arguments: [
        "how much to close both", "what would it cost to close both", "how much to buy them back", "cost to close both",
    ])
    func closingBothOfWhatWasShown(text: String) async {
        expect(
            await answer(text, after: ["show AMD and KO puts"]), text, ["cost to close: $297"], not: ["$2,", "AAPL"])
    }

    /// XSP 500 + AAPL 26,000 + KO 15,000.
    @Test(arguments: ["how much cash do they need", "how much capital do these tie up", "what cash do they require"])
    func cashOfTheRowsThatWereListed(text: String) async {
        expect(
            await answer(text, after: ["what expires this week"]), text, ["Total collateral: $41,500"],
            not: ["reserved by shorts"])
    }

    /// KO 15,000 + AAPL 26,000; AAPL earns 40 a day and KO 13.
    @Test func namesThatWereComparedStayTogether() async {
        let text = "their collateral together"
        expect(await answer(text, after: ["compare KO and AAPL"]), text, ["$41,000"], not: ["free cash"])
        let more = "which one has more theta"
        let between = await answer(more, after: ["compare KO and AAPL"])
        expect(between, more, ["Highest theta", "AAPL -1 260P", "KO -2 75P"], not: ["MU"])
        expect(await answer(text, after: ["compare KO and AAPL", more]), text, ["$41,000"])
    }

    /// Cash 114,640 - 15,000, less 87,750 that the others reserve.
    @Test(arguments: [
        "and then how much cash is left", "how much cash is left after that", "how much cash would remain",
    ])
    func cashAfterTheAssignment(text: String) async {
        expect(
            await answer(text, after: ["am i getting assigned on KO"]), text, ["stays free", "$11,890"],
            not: ["Which position"])
    }

    @Test(arguments: ["what would my cost basis be", "and what would be my basis then", "what is my basis after that"])
    func basisAfterTheAssignment(text: String) async {
        expect(await answer(text, after: ["am i getting assigned on KO"]), text, ["74.08"], not: ["Which position"])
    }

    @Test func freeCashIsAskedAnew() async {
        let text = "how much free cash do i have"
        expect(await answer(text, after: ["am i getting assigned on KO"]), text, ["reserved by shorts"])
    }

    /// Of the losing rows AAPL earns 40 a day; MU is no losing row.
    @Test(arguments: [
        "which has the most theta", "which one has the highest theta", "which of them has the most theta",
    ])
    func theMostOfWhatIsLosing(text: String) async {
        expect(
            await answer(text, after: ["which positions are losing"]), text, ["AAPL -1 260P", "theta +40"],
            not: ["MU -1 95P", "KO -2 75P"])
    }

    @Test func aBreakdownInAnotherOrderAndInPart() async {
        let top = "top 3"
        expect(
            await answer(top, after: ["theta by symbol"]), top, ["AAPL", "MU", "PLTR", "together"],
            not: ["KO", "Lowest open P/L", "Not taken into account"])
        for text in ["sort it ascending", "lowest first"] {
            let sorted = await answer(text, after: ["theta by symbol"])
            expect(sorted, text, ["By symbol", "lowest first"], not: ["Lowest open P/L"])
            let places = ["AMD", "KO", "AAPL"].compactMap { sorted.answer.text.firstRange(of: $0)?.lowerBound }
            #expect(places == places.sorted(), "\(sorted.answer.text)")
        }
        let vega = "same for vega"
        expect(await answer(vega, after: ["theta by symbol"]), vega, ["By symbol", "vega"], not: ["The book"])
    }

    @Test func theRowsOfASumInOrder() async {
        let top = "top 2"
        expect(
            await answer(top, after: ["theta of my csps"]), top,
            ["Highest theta", "AAPL -1 260P Wed 03-17: theta +40", "MU -1 95P Thu 03-25: theta +19"],
            not: ["KO -2 75P Fri 03-19:", "Lowest open P/L"])
        let up = "sort it ascending"
        let sorted = await answer(up, after: ["theta of my csps"])
        expect(sorted, up, ["Lowest theta", "AMD -1 150P Fri 04-16: theta +7"], not: ["XSP"])
    }

    @Test(arguments: ["compare both", "compare them", "both side by side", "compare the two"])
    func namesOfAnswersBeforeSideBySide(text: String) async {
        expect(
            await answer(text, after: ["am i getting assigned on KO", "and on AAPL"]), text,
            ["Collateral:", "$15,000", "$26,000"], not: ["Which symbol"])
    }

    /// 77.50 x 100, less 1.59 a share.
    @Test(arguments: ["what would assignment cost", "how much cash would i need if assigned"])
    func assignmentOfACandidate(text: String) async {
        expect(
            await answer(text, after: ["best csp", "and the second best"]), text,
            ["UBER 77.5P", "$7,750", "75.91", "not held"], not: ["AAPL -1 260P"])
    }
}

import MagnusDomain
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// "Which is worse", "the second one", "what if it is": questions about what the answers before told.
@Suite struct ComparativeFollowUpTests: QuestionSuite {
    /// AMD stands at +303, PLTR at -935; no other row is meant.
    @Test(arguments: [
        ["p/l of AMD", "and PLTR", "which is worse"], ["compare AMD and PLTR", "which one is worse"],
    ])
    func twoNamesAreSetAgainstEachOther(turns: [String]) async {
        guard let last = turns.last else { return }
        expect(
            await answer(last, after: Array(turns.dropLast())), turns.joined(separator: " / "),
            ["Lowest open P/L of 2", "PLTR -2 80P", "AMD -1 150P"], not: ["DIS", "MO CC"])
    }

    /// AAPL has a delta of 71, KO of 99, MU of 27, PLTR of 112, AMD of 15.
    @Test func theLowestOfAListIsWhatItGoesOnWith() async {
        let text = "which has the lower delta"
        let before = ["list cash secured puts"]
        expect(await answer(text, after: before), text, ["Lowest delta of 5", "AMD -1 150P"], not: ["The book"])
        let call = "what happens if it is assigned"
        expect(await answer(call, after: before + [text]), call, ["AMD -1 150P"], not: ["AAPL -1 260P Wed 03-17 72%"])
    }

    /// 114,640 - 15,000 less 87,750 of the others.
    @Test func whatIfItIs() async {
        let before = ["how is KO doing", "will it be assigned"]
        let text = "what if it is"
        expect(await answer(text, after: before), text, ["200 shares come at 75.00", "$11,890"], not: ["By how much"])
        let cash = "and the cash after that"
        expect(await answer(cash, after: before + [text]), cash, ["$11,890 stays free"], not: ["T-bill"])
    }

    @Test func theSecondRoll() async {
        let text = "the second one"
        let result = await answer(text, after: ["roll choices for PLTR"])
        expect(result, text, ["PLTR 80P Fri 04-30"], not: ["did not name", "Fri 04-23"])
    }
}

import MagnusDomain
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// The question before, asked again of other names; rows of ``PaperWorld``.
@Suite struct RepeatedQuestionTests: QuestionSuite {
    /// AAPL earns 40 a day.
    @Test(arguments: [
        "same question for AAPL", "same for AAPL", "the same question for AAPL please", "again for AAPL",
        "do the same with AAPL", "can you ask the same question of AAPL?", "repeat that for AAPL", "once more for AAPL",
        "AAPL again",
    ])
    func theNewNameStandsForTheOld(text: String) async {
        expect(
            await answer(text, after: ["what is the theta of KO"]), text, ["AAPL earns theta of +40"],
            not: ["KO", "Asked can be", "Not sure", "No question"])
    }

    /// KO 13 and MO 0; then PLTR 15.
    @Test func severalNamesAndOnceMore() async {
        let text = "do the same with KO and MO"
        expect(
            await answer(text, after: ["what is the theta of AAPL"]), text, ["theta of +13", "KO", "MO"],
            not: ["AAPL", "was not looked at"])
        let again = "again for PLTR"
        expect(
            await answer(again, after: ["what is the theta of AAPL", text]), again, ["PLTR earns theta of +15"],
            not: ["KO", "P/L"])
    }

    /// 5 % of 108.40 is 5.42: 542 of 100 shares, and DIS stands at 102.98.
    @Test func whatIsSupposedIsSupposedOfTheNewName() async {
        let text = "same question for DIS"
        expect(
            await answer(text, after: ["what if KO drops 5%"]), text, ["DIS at 102.98 (-5.0%)", "-542"], not: ["KO"])
        let two = "do the same with DIS and MO"
        expect(
            await answer(two, after: ["what if KO drops 5%"]), two, ["DIS, MO each -5.0%"],
            not: ["was not looked at", "KO"])
    }

    /// The market still moves: every beta of the fixture is 1.
    @Test func theBenchmarkStays() async {
        let text = "same for DIS"
        let result = await answer(text, after: ["what happens to KO if SPY falls 5%"])
        expect(result, text, ["SPY", "-542"], not: ["KO"])
        #expect(result.understanding.entities.symbols == ["DIS", "SPY"])
    }

    @Test func aQuestionOfTheBookIsAskedOfTheName() async {
        let text = "same question for KO"
        expect(await answer(text, after: ["what is my theta"]), text, ["KO earns theta of +13"], not: ["The book"])
    }

    /// Held for ten days like every row; MU ends on 03-25, in ten days, PLTR on 04-16, in 32.
    @Test func everyPartOfATextIsRepeated() async {
        let both = "how long have i held KO and what is its dte"
        let text = "same question for MU"
        expect(
            await answer(text, after: [both]), text, ["held 10 days", "MU -1 95P", "days to expiry 10"],
            not: ["KO", "Not answered"])
        let again = "again for PLTR"
        expect(
            await answer(again, after: [both, text]), again, ["held 10 days", "PLTR -2 80P", "days to expiry 32"],
            not: ["MU", "Not answered"])
    }

    @Test(arguments: ["same question for AAPL", "same for AAPL", "do the same with KO and AAPL", "again for AAPL"])
    func withoutAQuestionBeforeThatIsSaid(text: String) async {
        for earlier in [[], ["hello"], ["same for MU"]] {
            let result = await answer(text, after: earlier)
            expect(result, text, ["No question was answered before", "AAPL"], not: ["P/L -144", "theta"])
            #expect(result.answer.intent == "unsure")
            #expect(result.answer.figures.isEmpty)
        }
    }

    @Test func namesWithWordsOfTheirOwnAreNotMixed() async {
        let text = "same for AAPL"
        expect(
            await answer(text, after: ["theta of the KO puts and the MO calls"]), text,
            ["which of them AAPL stands for is not clear"], not: ["theta of"])
    }

    @Test func wordsOfAQuestionWithOtherNames() {
        func words(_ text: String) -> [Word] {
            text.split(separator: " ").map { part in
                let name = String(part)
                return name == name.uppercased()
                    ? Word(typed: name, text: name.lowercased(), meaning: .symbol(name, isKnown: true))
                    : Word(typed: name, text: name)
            }
        }
        func replaced(_ old: String, _ names: String) -> String? {
            Repetition.words(of: words(old), with: words(names), benchmark: "SPY")?.map(\.typed).joined(separator: " ")
        }
        #expect(replaced("theta of KO", "AAPL MO") == "theta of AAPL and MO")
        #expect(replaced("KO vs MO", "AAPL AMD") == "AAPL vs AMD")
        #expect(replaced("KO vs MO", "AAPL AMD DIS") == "AAPL vs AMD vs DIS")
        #expect(replaced("delta of KO against SPY", "MO") == "delta of MO against SPY")
        #expect(replaced("delta of SPY", "MO") == "delta of MO")
        #expect(replaced("is KO up while MO falls", "AAPL") == nil)
        #expect(replaced("is KO up while MO falls", "AAPL AMD") == "is AAPL up while AMD falls")
        #expect(replaced("my theta", "KO MO") == "my theta for KO and MO")
    }

    @Test(arguments: ["why is KO flagged again", "show me KO again", "roll KO again", "what is the same as KO"])
    func otherQuestionsWithTheseWords(text: String) {
        let words = text.split(separator: " ").map { part in
            part == "KO"
                ? Word(typed: "KO", text: "ko", meaning: .symbol("KO", isKnown: true))
                : Word(typed: String(part), text: String(part))
        }
        #expect(Repetition.names(words) == nil)
    }
}

import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Short questions that lean on the answer before: answered of that row, name or list, and never of the whole book.
@Suite struct LeaningFormTests: QuestionSuite {
    /// PLTR has the lowest open P/L, -935, and is bought back for 1,420.
    @Test(arguments: ["how much to close it", "cost to close it", "what would it cost to close it"])
    func closingTheRowThatLedTheRanking(text: String) async {
        for before in ["biggest loser", "PLTR"] {
            expect(
                await answer(text, after: [before]), text, ["PLTR -2 80P", "$1,420", "Scope: PLTR"],
                not: ["AAPL", "MU", "Together"])
        }
    }

    @Test(arguments: ["biggest loser and cost to close it", "worst loser and how much to close it"])
    func closingInOneQuestion(text: String) async {
        expect(await answer(text), text, ["PLTR -2 80P", "$1,420", "-935"], not: ["MU", "Together"])
    }

    /// AAPL 378 + KO 112 + XSP 10: "it" is none of the three.
    @Test func closingAListIsTheListsCost() async {
        let text = "cost to close it"
        expect(await answer(text, after: ["what expires this week"]), text, ["$500"], not: ["PLTR", "MU"])
    }

    @Test(arguments: ["any csp on it", "any put worth selling on it", "best csp on it"])
    func candidatesOfTheNameBefore(text: String) async {
        expect(await answer(text, after: ["UBER"]), text, ["UBER 77.5P"], not: ["XLE", "each symbol"])
    }

    /// Spot under strike: AAPL 257.10 of 260, KO 74.98 of 75, PLTR 76.40 of 80.
    @Test(arguments: ["itm ones", "just the itm ones", "itm only"])
    func thoseInTheMoney(text: String) async {
        for before in ["show short puts", "my csps"] {
            expect(
                await answer(text, after: [before]), text, ["AAPL -1 260P", "KO -2 75P", "PLTR -2 80P"],
                not: ["AMD", "MU", "MO", "Open alerts"])
        }
    }

    @Test func volatilityOfTheNameBefore() async {
        let text = "if iv goes up 10 pts"
        for before in ["PLTR p/l", "PLTR delta"] {
            expect(
                await answer(text, after: [before]), text, ["PLTR, volatility +10.0 points", "for what is held"],
                not: ["for the book", "AAPL"])
        }
        expect(await answer(text), text, ["for the book"])
    }

    /// Of the strip: 666 + 0.02 x 40,000 = 1,466.
    @Test(arguments: ["up 2", "and up 2", "what about up 2"])
    func anotherSizeOfTheMove(text: String) async {
        expect(
            await answer(text, after: ["what if SPY falls 5%"]), text, ["SPY +2%", "1,466"], not: ["540P", "Inputs"])
    }

    /// KO 15,000 and AAPL 26,000; XSP is settled in cash.
    @Test(arguments: ["if they all get assigned", "cash if they get assigned", "what if those get assigned"])
    func allThatWereListedAreAssigned(text: String) async {
        expect(
            await answer(text, after: ["what expires this week"]), text,
            ["AAPL -1 260P", "$26,000", "KO -2 75P", "$15,000"], not: ["MO CC", "Which position"])
    }

    @Test(arguments: [
        ("theta?", "theta of PLTR"), ("whats the theta", "theta of PLTR"), ("delta", "delta of PLTR"),
        ("whats it worth", "value of my PLTR position"), ("how much is it worth now", "value of my PLTR position"),
    ])
    func aFigureAloneIsOfTheNameBefore(text: String, whole: String) async {
        let expected = await answer(whole).answer.text
        #expect(expected.contains("PLTR"))
        for before in ["PLTR p/l", "pltr position"] {
            #expect(await answer(text, after: [before]).answer.text == expected, "\(before) / \(text)")
        }
        #expect(await answer(text).answer.text != expected)
    }

    @Test(arguments: [
        ("show crit alerts", "show critical alerts"), ("theta by strat", "theta by strategy"),
        ("do i have enuf cash", "do i have enough cash"), ("whats my nlv", "whats my net liq"),
    ])
    func shortWordsAreWrittenOut(text: String, whole: String) async {
        #expect(await answer(text).answer.text == (await answer(whole).answer.text), "\(text)")
    }

    /// Typed without an "if": the same supposition, the same ranking, the same sum.
    @Test(arguments: [
        ("spy -5% and vix 35", "what if spy -5% and vix 35"),
        ("spy down 5% by fri with vix at 35", "what if spy down 5% by fri with vix at 35"),
        ("spy up 2% p/l and delta?", "what if spy up 2% p/l and delta?"),
        ("losers today", "which positions lost the most today"),
        ("top 3 losers by day p/l", "which positions lost the most today"),
        ("winners today", "which positions gained the most today"),
        ("how much did i make on pltr all time", "realised p/l of PLTR"), ("lifetime profit", "realised p/l"),
    ])
    func hurriedFormsAreWrittenOut(text: String, whole: String) async {
        #expect(await answer(text).answer.text == (await answer(whole).answer.text), "\(text)")
    }

    @Test(arguments: [
        "what if spy drops 10% do i still have enough bp", "what if spy drops 10% what is my buying power then",
    ])
    func whatIsLeftAfterAMoveIsNotPassedOver(text: String) async {
        expect(await answer(text), text, ["SPY -10%", "Not taken into account: buying power"], not: [])
    }
}

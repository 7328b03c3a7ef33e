import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAssistant

/// Parts that a question joins, each with its figures, and moves that every name makes by itself.
@Suite struct PartAndMoveTests: QuestionSuite {
    @Test(
        arguments: [
            // The shares of the covered call are no call: 13 and 0.
            (
                "theta of the KO puts and the MO calls",
                ["KO -2 75P Fri 03-19: theta +13", "Total theta: +13", "over 2 rows", "KO puts and MO calls"],
                ["Not sure"]
            ),
            (
                "breakeven of the XSP spread and the KO puts", ["breakeven 77.65", "Without such a figure: XSP"],
                ["delta"]
            ),
            ("delta of my puts and calls on KO", ["KO -2 75P"], ["AAPL", "MO CC"]),
            (
                "OTM puts and my net liq", ["Not in the money now", "MU -1 95P", "net liquidation $169,360"],
                ["Not taken", "PLTR"]
            ),
            ("how much DIS do i have and what does it yield", ["+100 shares", "Not taken into account: yield"], []),
            (
                "which positions could be assigned this week, and can I pay?", ["AAPL -1 260P", "stays free"],
                ["by itself"]
            ),
            ("how risky is my book 1-10", ["No rating"], ["01-10"]),
            // 10 % of 100 shares at 108.40.
            (
                "everything drops 10 percent",
                ["every name by its own -10.0%", "T-bill funds unmoved", "-1,084", "what if SPY falls 10%"],
                ["SPY -10%", "Not taken"]
            ),
            ("what if all my names fall 10%", ["every name by its own -10.0%", "-1,084"], ["Not taken"]),
            ("every stock rises 5%", ["every name by its own +5.0%", "+542"], ["Not taken"]),
            ("what if the market drops 5%", ["SPY"], ["by its own"]),
            ("biggest theta", ["Highest theta of", "AAPL -1 260P Wed 03-17: theta +40"], ["Lowest open P/L"]),
            ("which puts are closest to the money", ["By distance to the nearest short strike"], ["If all happen"]),
            ("if I close PLTR how much do I lose", ["PLTR -2 80P", "Closing costs $1,420"], ["Not sure"]),
            ("what is the credit on my PLTR puts", ["PLTR -2 80P"], ["Roll to"]),
            ("how much to buy back all my puts", ["Cost to close now"], ["Not taken"]),
            ("puts and calls on KO", ["KO -2 75P"], ["Not sure", "AAPL"]),
        ] as [(String, [String], [String])])
    func isAnswered(_ text: String, _ parts: [String], _ absent: [String]) async {
        expect(await answer(text), text, parts, not: absent)
    }

    /// Black-Scholes of the two European puts at 599.41, a day, 3.6 % and 30 % (25 % and five points): 2.6415 less 1.1274
    /// for 100, all of which is gone a day later at that price.
    @Test func greeksAfterAMoveAreTold() async {
        let text = "what happens to the theta of XSP if vol rises 5 points"
        expect(await answer(text), text, ["theta ≈+151 a day then, +8 a day now", "against now"])
        let book = await answer("what happens to theta if vol rises 5 points")
        expect(book, "book", ["volatility +5.0 points", "theta ≈", "a day then"], not: ["Not taken"])
    }

    /// AAPL is of the sector, KO is not: 40 and 13.
    @Test func sectorsStandBesideNames() async {
        let text = "theta of my tech puts and the KO puts"
        let result = await answer(text) { context in
            for row in context.book.strategies.indices where context.book.strategies[row].symbol == "AAPL" {
                for leg in context.book.strategies[row].legs.indices {
                    context.book.strategies[row].legs[leg].sector = "Information Technology"
                }
            }
        }
        expect(result, text, ["Total theta: +53", "over 2 rows", "AAPL -1 260P", "KO -2 75P"], not: ["MU", "PLTR"])
    }

    @Test func aFlagIsAskedAboutOfARowOrAsAWord() async {
        #expect(await answer("what does the flag P mean").understanding.topic == nil)
        #expect(await answer("why is KO flagged P").understanding.topic == .flag(.pin))
        // AT&T is a name and a letter.
        #expect(await answer("why is $T flagged E").understanding.topic == .flag(.earnings))
        let target = await answer("why does AMD have the T flag").understanding
        #expect(target.topic == .flag(.target))
        #expect(target.entities.symbols == ["AMD"])
    }

    @Test(
        arguments: [
            (
                ["positions losing money", "total", "the largest"], ["Lowest open P/L of 3 rows", "PLTR -2 80P"],
                ["Highest"]
            ),
            (
                ["what expires this week", "which is the riskiest", "and next week"], ["MU -1 95P", "next week"],
                ["AAPL", "KO -2", "It is of now"]
            ),
            (
                ["theta of my puts per symbol", "and what about tomorrow"],
                ["By symbol", "puts only", "It is of now, not of tomorrow"], ["No open row", "MO CC"]
            ),
            (["positions losing money", "average"], ["the rows of the answer before"], ["KO"]),
        ] as [([String], [String], [String])])
    func goesOn(_ turns: [String], _ parts: [String], _ absent: [String]) async {
        guard let last = turns.last else { return }
        expect(await answer(last, after: turns.dropLast()), turns.joined(separator: " / "), parts, not: absent)
    }

    @Test(arguments: ["net liq of all accounts", "cash in both accounts"])
    func accountsThatAreNotShownAreNamed(_ text: String) async {
        let result = await answer(text) { context in
            context.hiddenAccounts = [
                Account(name: "retire", broker: "paper", kind: .paper, rules: .individualRetirement)
            ]
        }
        expect(result, text, ["Not shown, so in no figure here: retire"])
    }
}

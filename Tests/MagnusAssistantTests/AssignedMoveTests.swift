import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Assignments and a move of the market behind them.
@Suite struct AssignedMoveTests: QuestionSuite {
    /// KO, two 75 puts at 0.56 each with the stock at 74.98, and 100 DIS at 108.40; cash 114,640.40, net liquidation
    /// 169,360.40.
    private static func change(_ context: inout AssistantContext) {
        context.book.strategies.removeAll { !["KO", "DIS"].contains($0.symbol) }
        for place in context.book.strategies.indices where context.book.strategies[place].symbol == "KO" {
            context.book.strategies[place].legs[0].marketValue = Figure(-112)
        }
    }

    /// 200 KO come at 75 and stand at 67.482, the puts' 112 are owed no more: 13,496.40 - 15,000 + 112 = -1,391.60. DIS
    /// loses 1,084: -2,475.60 together.
    @Test(arguments: [
        "what if all my puts get assigned and the market drops 10%",
        "what if all my puts get assigned and SPY falls 10 %",
        "if SPY falls 10% and my puts are assigned", "what if my puts are assigned with the market down 10%",
        "suppose all puts are assigned, then the market is down 10%",
        "what if all my puts get assigned and the market moves -10%",
        "if the market drops 10% and all my puts get assigned what is my book worth",
        "what if all my puts are assigned and everything drops 10%",
        "what if KO is assigned and the market drops 10%",
    ])
    func theBookAfterBoth(text: String) async {
        let result = await answer(text, Self.change)
        expect(
            result, text,
            [
                "KO -2 75P", "200 shares come at 75.00 for $15,000", "= $99,640",
                "-10.0%: net liquidation $166,885, -2,476 against the $169,360", "KO 200 at 67.48",
                "worth $13,496, paid $15,000", "assigned before the move, at once and at its strike",
            ], not: ["Not taken into account", "Nothing in SPY", "could not be revalued"])
        #expect(result.understanding.intent == .assignmentRisk)
    }

    /// At a beta of a half KO falls 5 %, to 71.231: 14,246.20 - 15,000 + 112 = -641.80, with DIS -1,725.80.
    @Test func eachNameMovesByItsBeta() async {
        let text = "what if all my puts get assigned and the market drops 10%"
        let result = await answer(text) { context in
            Self.change(&context)
            context.market.underlyings["KO"]?.profile.beta = 0.5
        }
        expect(result, text, ["net liquidation $167,635, -1,726", "KO 200 at 71.23", "each name moves by its beta"])
        let each = "what if all my puts are assigned and every stock falls 10%"
        let own = await answer(each) { context in
            Self.change(&context)
            context.market.underlyings["KO"]?.profile.beta = 0.5
        }
        expect(own, each, ["every name by its own -10.0%", "net liquidation $166,885"], not: ["by its beta"])
    }

    /// 82.478 x 200 = 16,495.60, less 15,000, and 112: +1,607.60; DIS +1,084.
    @Test func aRise() async {
        let text = "what if all my puts get assigned and SPY rises 10%"
        expect(await answer(text, Self.change), text, ["+10.0%: net liquidation $172,052, +2,692"])
    }

    /// A fall of 20 %: KO at 59.984, 11,996.80 - 15,000 + 112 = -2,891.20; DIS -2,168.
    @Test func theNextSizeGoesOnWithIt() async {
        let first = "what if all my puts get assigned and the market drops 10%"
        let text = "and 20%?"
        expect(
            await answer(text, after: [first], Self.change), text,
            ["-20.0%: net liquidation $164,301, -5,059", "200 shares come at 75.00"], not: ["-10.0%"])
        let cash = "how much cash is left after that"
        expect(await answer(cash, after: [first], Self.change), cash, ["= $99,640", "-10.0%"])
    }

    /// A held share that is called away at 57.50 and would stand at 54.765 in a fall of 10 % from 60.85; the two calls are
    /// worth 680: 200 x (57.50 - 60.85) + 680 = 10.
    @Test func sharesThatGoAtTheirStrike() async {
        let text = "what if everything is assigned and the market drops 10%"
        let result = await answer(text) { context in
            context.book.strategies.removeAll { $0.symbol != "MO" }
            context.book.strategies[0].legs[1].marketValue = Figure(-680)
        }
        expect(
            result, text,
            ["200 shares go at 57.50", "net liquidation $169,370, +10 against", "MO 200 at 54.7"],
            not: ["received, at"])
    }

    @Test func whatIsNoOneMoveOfTheMarketIsStillNamed() async {
        let own = "what if KO gets assigned and falls 10%"
        expect(await answer(own, Self.change), own, ["Not taken into account: falls 10%"], not: ["net liquidation"])
        let more = "what if all puts get assigned and SPY drops 10% and vol rises 5 points"
        expect(await answer(more, Self.change), more, ["Not taken into account"], not: ["net liquidation"])
    }

    @Test func withoutAShortOptionTheMoveIsAnotherQuestion() async {
        let text = "what if all my puts get assigned and the market drops 10%"
        let result = await answer(text) { context in
            context.book.strategies.removeAll { !["XSP", "DIS"].contains($0.symbol) }
        }
        expect(result, text, ["what if SPY falls 10%"], not: ["net liquidation"])
    }

    @Test func aRowThatCannotBeRevaluedIsNamed() async {
        let text = "what if all my puts get assigned and the market drops 10%"
        let result = await answer(text) { context in
            Self.change(&context)
            for place in context.book.strategies.indices where context.book.strategies[place].symbol == "DIS" {
                context.book.strategies[place].legs[0].underlyingPrice = .unknown(.noSource)
            }
        }
        // -1,391.60 of KO alone.
        expect(result, text, ["net liquidation $167,969, -1,392", "DIS 100 sh could not be revalued"])
    }
}

import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Figures of one name as they are typed at the open, of that name's row or option and of no other.
@Suite struct ShorthandFigureTests: QuestionSuite {
    /// AMD reserves 15,000 and is bought back for 185: 14,815.
    @Test(arguments: ["how much bp if i close amd", "buying power if i close amd", "cash freed if i close amd"])
    func whatClosingFrees(text: String) async {
        expect(
            await answer(text), text, ["collateral $15,000", "cost to close $185", "$14,815", "not worked out anew"],
            not: ["Roll to", "Nearest"])
    }

    /// 200 x (80 - 2.35) = 15,530 at the most; 935 of it is lost.
    @Test(arguments: ["how much more can i lose on pltr", "how much more could i lose on pltr"])
    func whatCanStillBeLost(text: String) async {
        let result = await answer(text) { context in
            for place in context.book.strategies.indices where context.book.strategies[place].symbol == "PLTR" {
                context.book.strategies[place].maximumLoss = Figure(15_530)
            }
        }
        expect(result, text, ["$15,530", "-935", "$14,595"], not: ["entry"])
    }

    /// Captured: MO 1, XSP 0.94, AMD 0.62; KO 0.41 and MU 0.05 are under a half.
    @Test(arguments: ["positions at 50% profit", "positions up 50%", "positions at 50%"])
    func whatHasReachedAShare(text: String) async {
        expect(
            await answer(text), text, ["captured at least 50%", "XSP", "AMD -1 150P", "MO CC"], not: ["KO -2", "MU -1"])
    }

    /// 100 x 10.40 = 1,040; the short call beside it is no part of it.
    @Test(arguments: ["what did i pay for the bac 42c", "entry price of the bac 42c"])
    func whatAnOptionWasBoughtAt(text: String) async {
        expect(
            await answer(text, LegOfRowTests.change), text, ["42C", "paid 10.40 a share", "$1,040", "without fees"])
    }

    @Test func theOptionOfTheMonthThatIsTyped() async {
        for (text, day) in [
            ("qqq 525c may", PaperWorld.day(5, 21)), ("qqq 525c apr", PaperWorld.day(4, 16)),
            ("bac 42c jan", PaperWorld.day(1, 21, year: 2028)),
        ] {
            let result = await answer(text, LegOfRowTests.change)
            #expect(result.understanding.entities.contract.expiry == day, "\(text): \(result.answer.text)")
        }
    }

    @Test func theLongCallOfADiagonalByItself() async {
        let text = "bac leap worth"
        expect(await answer(text, LegOfRowTests.change), text, ["42C", "worth"], not: ["Nearest", "52.5C"])
    }

    /// Of INTC: a cost over the strike, so that the most to make is a loss.
    @Test func aRowWithoutABreakevenSaysSo() async {
        let text = "mo basis and breakeven"
        let result = await answer(text) { context in
            for place in context.book.strategies.indices where context.book.strategies[place].symbol == "MO" {
                context.book.strategies[place].maximumProfit = Figure(-212)
            }
        }
        expect(result, text, ["Breakeven of MO", "none", "-212"])
    }

    @Test func anotherWayOfPartingTakesThePlaceOfTheFirst() async {
        let strategy = "by strategy"
        expect(
            await answer(strategy, after: ["theta by symbol"]), strategy, ["By strategy", "cash secured put"],
            not: ["By symbol"])
        let symbol = "by symbol"
        expect(await answer(symbol, after: ["delta by strategy"]), symbol, ["By symbol", "AAPL"], not: ["By strategy"])
    }

    /// XSP is a put spread too, and moves with the market, but the spread of SPY alone is asked about.
    @Test func theBenchmarksOwnRowsWhereItMoves() async {
        func spread(_ context: inout AssistantContext) {
            let april = PaperWorld.day(4, 5)
            let spec = PaperWorld.Spec(
                symbol: "SPY", title: "-2 PCS 585/575", kind: .bullPutSpread,
                legs: [
                    (instrument: .option(PaperWorld.contract("SPY", 585, .put, april)), quantity: -2, average: 4.2),
                    (instrument: .option(PaperWorld.contract("SPY", 575, .put, april)), quantity: 2, average: 2.2),
                ], spot: 597.85, profit: 50, day: 28, delta: 21, theta: 7, assignment: 0.2, captured: 0.1,
                collateral: 2_000, costToClose: 354, entry: 1.98, intent: .avoid, severity: nil)
            context.book = PaperWorld.book(PaperWorld.specs + [spec])
        }
        let text = "spy put spread p/l if spy at 580"
        expect(
            await answer(text, spread), text, ["SPY at 580.00", "SPY -2 PCS 585/575", "for SPY", "Scope: SPY"],
            not: ["XSP", "for the book", "all symbols"])
        let whole = "what if spy at 580"
        expect(await answer(whole, spread), whole, ["for the book", "AAPL"])
    }

    /// Breakeven 75 - 0.92 = 74.08, four days at 25 %: (ln(74.98 / 74.08) + (0.036 - 0.25^2 / 2) 4/365) / (0.25 sqrt(4/365))
    /// = 0.4634, of which the normal distribution has 67.8 %.
    @Test(arguments: ["pop on KO", "chance of profit on my KO puts", "what is the probability of profit of my KO put"])
    func chanceThatARowMakesAProfit(text: String) async {
        expect(
            await answer(text), text, ["KO -2 75P", "probability of profit 68%", "Risk-neutral"],
            not: ["Nothing was ordered", "Roll to"])
    }
}

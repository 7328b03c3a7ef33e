import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Rows of one side and one right, of several names: "long SPY and QQQ puts".
@Suite struct LongRowTests: QuestionSuite {
    /// Ten rows: a long put on SPY of theta -8 and one on QQQ of -5 beside those of the fixture.
    private static func change(_ context: inout AssistantContext) {
        func long(_ symbol: String, _ strike: Double, spot: Double, theta: Double) -> PaperWorld.Spec {
            PaperWorld.Spec(
                symbol: symbol, title: "+1 \(Int(strike))P", kind: .longPut,
                legs: [(.option(PaperWorld.contract(symbol, strike, .put, PaperWorld.day(4, 16))), 1, 3)], spot: spot,
                profit: 6, day: 0, delta: -12, theta: theta, assignment: nil, captured: nil, collateral: 0,
                costToClose: -290, entry: 3, intent: .decide, severity: nil)
        }
        context.book = PaperWorld.book(
            PaperWorld.specs + [
                long("SPY", 540, spot: 597.85, theta: -8), long("QQQ", 480, spot: 512.30, theta: -5),
            ])
    }

    @Test(arguments: [
        "long SPY and QQQ puts", "my long SPY and QQQ puts", "show long QQQ, SPY puts", "SPY and QQQ long puts",
        "long puts on SPY and QQQ",
    ])
    func ofBothNames(text: String) async {
        let result = await answer(text, Self.change)
        expect(
            result, text, ["2 rows of 10", "SPY +1 540P", "QQQ +1 480P"],
            not: ["was not looked at", "KO", "PLTR", "Not sure", "beta-weighted"])
        #expect(result.understanding.intent == .listPositions)
    }

    @Test func aFigureOfThem() async {
        let text = "theta of my long SPY and QQQ puts"
        expect(await answer(text, Self.change), text, ["theta of -13", "long puts only"], not: ["was not looked at"])
    }

    @Test(arguments: ["long SPY and KO puts", "long puts on SPY and KO"])
    func aNameWithoutSuchARow(text: String) async {
        expect(
            await answer(text, Self.change), text, ["1 row of 10", "SPY +1 540P", "None of them is in KO"],
            not: ["KO -2 75P", "was not looked at"])
    }

    @Test func shortRowsToo() async {
        let text = "short KO and PLTR puts"
        expect(
            await answer(text, Self.change), text, ["2 rows of 10", "KO -2 75P", "PLTR -2 80P"],
            not: ["Not sure", "AAPL", "SPY"])
    }
}

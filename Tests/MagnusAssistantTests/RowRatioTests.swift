import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Rows against their breakevens, one figure over another, and deltas of one side, of the hand-written paper account.
@Suite struct RowRatioTests: QuestionSuite {
    /// Every put of the fixture breaks even at 77.65: KO at 74.98 and PLTR at 76.40 are below it.
    @Test(arguments: [
        "positions below breakeven", "which positions are under their breakeven", "how many rows are below break even",
        "show positions under the breakeven",
    ])
    func rowsBelowTheirBreakeven(text: String) async {
        expect(
            await answer(text), text,
            [
                "Spot below the breakeven at expiry: 2 of 8", "KO -2 75P Fri 03-19: spot 74.98, breakeven 77.65, -2.67",
                "PLTR -2 80P Fri 04-16: spot 76.40, breakeven 77.65, -1.25", "without a known breakeven",
            ], not: ["MU -1 95P Thu 03-25:", "AMD -1 150P Fri 04-16:", "Read as", "Not taken into account"])
    }

    @Test func rowsAboveTheirBreakevenAndOfOneName() async {
        let above = "which puts are above their breakeven"
        expect(
            await answer(above), above,
            ["Spot above the breakeven at expiry: 3 of", "AAPL", "MU -1 95P Thu 03-25: spot 101.20", "AMD"],
            not: ["KO -2 75P Fri 03-19: spot"])
        let one = "is PLTR below its breakeven"
        expect(await answer(one), one, ["1 of 1", "-1.25"], not: ["KO -2 75P"])
    }

    /// AAPL 40 / 71 = 0.56, MU 19 / 27 = 0.70, PLTR 15 / 112 = 0.13; MO has no delta to divide by.
    @Test(arguments: [
        "theta/delta ratio", "theta per delta by position", "ratio of theta to delta", "theta divided by delta",
    ])
    func oneFigureOverAnother(text: String) async {
        let result = await answer(text)
        expect(
            result, text,
            [
                "theta per delta of", "MU -1 95P Thu 03-25: +0.70", "AAPL -1 260P Wed 03-17: +0.56",
                "PLTR -2 80P Fri 04-16: +0.13", "without such a ratio", "MO CC -2 57.5C",
            ], not: ["win rate", "Short extrinsic", "Not taken into account", "Read as"])
        let places = ["MU -1", "AAPL -1", "PLTR -2"].compactMap { result.answer.text.firstRange(of: $0)?.lowerBound }
        #expect(places == places.sorted(), "highest first: \(result.answer.text)")
    }

    /// 144 lost on 26,000 reserved.
    @Test func profitPerCollateralKeepsItsDigits() async {
        let text = "profit per collateral of AAPL"
        expect(await answer(text), text, ["-0.0055"], not: ["Not taken into account"])
    }

    /// What is asked of cash-secured puts in general is asked of the scan, what is asked of my own of the book.
    @Test func deltasOfCandidatesAndOfOwnPuts() async {
        for text in ["csps between 20 and 30 delta", "csps with delta under 30", "cash secured puts under 30 delta"] {
            let result = await answer(text)
            #expect(result.understanding.intent == .opportunities, "\(text)")
            expect(result, text, ["XLE 90P", "delta"], not: ["MU -1 95P", "collateral between"])
        }
        for text in ["my csps between 20 and 30 delta", "puts with delta between 0.2 and 0.3"] {
            let result = await answer(text)
            #expect(result.understanding.intent == .rowRanking, "\(text)")
            expect(result, text, ["MU -1 95P Thu 03-25: 27"], not: ["AMD -1 150P Fri 04-16: 15", "XLE"])
        }
    }

    /// The put of a strangle counts for puts, its call for calls: AMD's put has 15, its call 35.
    @Test func deltasOfOneSideAreOfThatSide() async {
        func asked(_ text: String) async -> Assistant.Composition {
            await answer(text) { context in
                guard let place = context.book.strategies.firstIndex(where: { $0.symbol == "AMD" }),
                    var call = context.book.strategies[place].legs.first
                else { return }
                call.position.id = "paper:AMD:call"
                call.position.instrument = .option(
                    PaperWorld.contract("AMD", 190, .call, PaperWorld.day(4, 16)))
                call.delta = Figure(-35)
                context.book.strategies[place].legs.append(call)
            }
        }
        let puts = "puts with delta between 0.1 and 0.2"
        expect(await asked(puts), puts, ["AMD -1 150P Fri 04-16: 15"], not: ["AMD -1 150P Fri 04-16: 35"])
        let calls = "calls with delta between 0.3 and 0.4"
        expect(await asked(calls), calls, ["AMD -1 150P Fri 04-16: 35"], not: ["MU -1 95P"])
    }
}

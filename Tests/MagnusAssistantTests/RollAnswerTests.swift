import MagnusDomain
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Rolls in the chat are those of the grid of rolls. PLTR 80P of 04-16 costs 7.10 to buy back; of the same strike the bids
/// are 7.735 on 04-23 and 8.035 on 04-30, before unconfirmed earnings of 05-03.
@Suite struct RollAnswerTests: QuestionSuite {
    @Test(arguments: [
        "should I roll PLTR", "which rolls are possible for PLTR", "what rolls are available for PLTR",
        "which rolls of PLTR are possible",
    ])
    func theRollsThatKeepToTheRulesAreOfferedAndTheOthersSayWhy(text: String) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .decision, "\(text)")
        // 7.735 - 7.10 = 0.635 over 7 days; 80 - (2.35 + 0.635); (2.35 - 7.10) x 200 = -950.
        expect(
            result, text,
            [
                "Closing costs $1,420 (7.10 a share) and realises -950",
                "Roll to PLTR 80P Fri 04-23: +0.63 a share received at the natural price, +0.76 at mid, 0.091 a day, "
                    + "breakeven 77.02",
                "Not offered: PLTR 80P Fri 04-30: +0.93 a share received",
                "earnings 05-03 AMC inside (unconfirmed, 7 days either way)", "tax basis 77.65",
            ], not: ["Roll to PLTR 80P Fri 04-30"])
    }

    /// What is said is what the report has, to the last digit.
    @Test func theFiguresAreThoseOfTheReport() async throws {
        let report = try await PaperData().roll("paper:PLTR")
        let best = try #require(report.bestCell)
        let figures = await answer("should I roll PLTR").answer.figures
        let told = [
            report.buyBack, report.realized, best.net, best.netAtMid, best.creditPerDay, best.breakeven, best.delta,
        ]
        for figure in told {
            let value = try #require(figure.value)
            #expect(figures.contains { $0.value == value }, "\(value)")
        }
    }

    @Test func followUpsGoOnWithDaysAndStrikes() async {
        let first = ["should I roll PLTR"]
        for text in ["and two weeks later?", "2 weeks later?", "and a couple of weeks out?"] {
            let result = await answer(text, after: first)
            expect(result, text, ["PLTR 80P Fri 04-30: +0.93", "earnings 05-03"], not: ["Fri 04-23:", "Not taken"])
        }
        for text in ["why not 04-30?", "and 04-30?", "what about 04-30"] {
            expect(
                await answer(text, after: first), text, ["Not offered: PLTR 80P Fri 04-30", "earnings 05-03"],
                not: ["Fri 04-23:"])
        }
        // A delta of 0.427: bid 4.267 + 0.90 - 0.05 on 04-23, so 1.98 less than 7.10.
        for text in ["at 75?", "and at 75", "why not 75?", "the 75 strike?"] {
            expect(
                await answer(text, after: first), text,
                ["Not offered: PLTR 75P Fri 04-23: -1.98 a share paid", "debit 1.98", "PLTR 75P Fri 04-30"],
                not: ["PLTR 80P Fri 04-23", "Not taken"])
        }
        expect(
            await answer("why not 77.5P 04-30?", after: first), "contract",
            ["Not offered: PLTR 77.5P Fri 04-30: -0.37", "debit 0.37"], not: ["Fri 04-23:"])
        // Days that were asked about go on with the next strike, and the strike with the next days.
        expect(
            await answer("at 75?", after: first + ["why not 04-30?"]), "both", ["PLTR 75P Fri 04-30"],
            not: ["PLTR 75P Fri 04-23"])
        expect(
            await answer("and 04-23?", after: first + ["at 75?"]), "strike", ["PLTR 75P Fri 04-23"],
            not: ["PLTR 80P", "PLTR 75P Fri 04-30"])
        expect(
            await answer("and a week later?", after: first + ["why not 04-23?"]), "later", ["PLTR 80P Fri 04-30"],
            not: ["Fri 04-23:"])
    }

    @Test func whatIsNotInTheGridIsSaid() async {
        expect(
            await answer("at 400?", after: ["should I roll PLTR"]), "strike",
            ["No roll to 400.00: the strikes in the grid of rolls are"], not: ["Roll to"])
        expect(
            await answer("can I roll PLTR in June"), "days",
            ["No roll on those days (June): the later expiries in the grid of rolls are Fri 04-23, Fri 04-30"],
            not: ["Roll to"])
        expect(await answer("should I roll MO"), "MO", ["Rolls are unknown", "not in the chain"], not: ["Roll to"])
        expect(await answer("should I roll DIS"), "DIS", ["there is nothing to roll"], not: ["Roll to"])
    }

    /// Another name after rolls is another question about rolls, and no strike of the first.
    @Test func anotherNameStartsAnew() async {
        expect(
            await answer("and KO?", after: ["should I roll PLTR", "at 75?"]), "KO",
            ["KO -2 75P", "Roll to KO 75P"], not: ["PLTR"])
    }
}

import MagnusDomain
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Cash after an assignment is of the day it is due on.
@Suite struct AssignmentDayTests: QuestionSuite {
    /// MO goes ex on 03-16 and its call is called on the evening before. Cash 114,640.40 + 200 x 57.50 = 126,140.40; of
    /// 103,250 reserved only the 500 of XSP end that day, so 102,750 stay reserved and 23,390.40 is free. MU, AMD end later.
    @Test(arguments: [
        "what happens if MO is called", "what happens if MO is called away", "will MO be called away",
        "cash if MO is assigned", "will my MO shares be called away tonight",
    ])
    func aCallForADividendIsDueBeforeTheExDate(text: String) async {
        expect(
            await answer(text), text,
            ["early for the dividend on the evening of Mon 03-15", "by Mon 03-15", "$102,750", "$23,390 stays free"],
            not: ["ended by then: AMD", "$68,390"])
    }

    /// Two 80 puts that their holder exercises tonight: 114,640.40 - 16,000 = 98,640.40 against 103,250 - 16,000 - 500 =
    /// 86,750 of the others: 11,890.40. At the expiry of 04-16 they leave 24,500 more free, for MU and AMD end by then.
    @Test func aPutThatIsExercisedTonightIsDueTonight() async {
        let text = "cash if PLTR is assigned"
        let tonight = await answer(text) { context in
            for place in context.book.strategies.indices where context.book.strategies[place].symbol == "PLTR" {
                context.book.strategies[place].legs[0].earlyExerciseProbability = Figure(0.97)
                context.book.strategies[place].legs[0].nextExerciseProbability = Figure(0.95)
            }
        }
        expect(
            tonight, text, ["early on the evening of Mon 03-15", "by Mon 03-15", "$86,750", "$11,890 stays free"],
            not: ["Not taken"])
        expect(await answer(text), text, ["by Fri 04-16", "$62,250", "$36,390 stays free"], not: ["early"])
    }
}

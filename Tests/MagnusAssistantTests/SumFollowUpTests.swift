import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Questions behind a sum: of what it is made, its parts, their order.
@Suite struct SumFollowUpTests: QuestionSuite {
    /// KO 75 and AMD 303; the short puts -144, 75, 11, -935 and 303.
    @Test(
        arguments: [
            (["p/l of KO", "and AMD", "both"], ["Total open P/L: +378 over 2 rows", "KO -2 75P", "AMD -1 150P"]),
            (["p/l of my csps"], ["Total open P/L: -690 over 5 rows", "PLTR -2 80P", "how it is made"]),
            // 13 and 7 a day.
            (["theta of KO and AMD"], ["Total theta: +20 over 2 rows"]),
        ] as [([String], [String])])
    func whyOfAPartIsOfThatPart(_ turns: [String], _ parts: [String]) async {
        expect(await answer("why", after: turns), "\(turns) why", parts, not: ["-937", "Book:", "of the book"])
    }

    @Test func ofTheWholeBookItIsExplainedAsBefore() async {
        let result = await answer("why", after: ["what is my open p/l"])
        #expect(!result.understanding.explainsSum, "\(result.answer.text)")
    }

    @Test(arguments: ["break it down by symbol", "break that down by symbol", "split it by symbol"])
    func aSumIsBrokenDown(_ text: String) async {
        expect(await answer(text, after: ["day pnl"]), text, ["By symbol, 8 parts"], not: ["Inputs"])
    }

    private static func lines(_ text: String, _ names: [String]) -> [String] {
        text.split(separator: "\n").compactMap { line in names.first { line.hasPrefix("\($0) ") } }
    }

    /// Thetas 8, 40, 0, 13, 19, 15, 7 and 0 a day; that of MU is made negative here and that of DIS unknown.
    @Test(
        arguments: [
            (["theta by symbol"], "sort it ascending", ["MU", "MO", "AMD", "XSP", "KO", "PLTR", "AAPL", "DIS"]),
            (["theta by symbol"], "sort it descending", ["AAPL", "PLTR", "KO", "XSP", "AMD", "MO", "MU", "DIS"]),
            (["theta by symbol"], "top 3", ["AAPL", "PLTR", "KO"]),
            (["theta by symbol"], "bottom 3", ["MU", "MO", "AMD"]),
        ] as [([String], String, [String])])
    func partsStandInTheOrderOfTheirFigures(_ turns: [String], _ text: String, _ expected: [String]) async {
        let result = await answer(text, after: turns) { context in
            for place in context.book.byPosition.indices {
                let key = context.book.byPosition[place].key
                if key.hasPrefix("paper:MU:") {
                    context.book.byPosition[place].thetaPerDay = Total(figure: Figure(-19), unknownCount: 0)
                } else if key.hasPrefix("paper:DIS:") {
                    context.book.byPosition[place].thetaPerDay = Total(
                        figure: .unknown(.noSource), unknownCount: 1)
                }
            }
        }
        let names = ["MU", "MO", "AMD", "XSP", "KO", "PLTR", "AAPL", "DIS"]
        #expect(Self.lines(result.answer.text, names) == expected, "\(text): \(result.answer.text)")
        if text.contains("sort") {
            let end = text.contains("ascending") ? "lowest" : "highest"
            expect(result, text, ["In the order of theta, \(end) first"])
        }
    }

    /// AAPL -40 is the one row that lost on the day; that of DIS is unknown here.
    @Test func losersOfTheDayAreOfTheDay() async {
        let result = await answer("just the losers", after: ["day pnl", "by symbol"]) { context in
            guard let row = context.book.strategies.firstIndex(where: { $0.symbol == "DIS" }) else { return }
            context.book.strategies[row].dayProfit = .unknown(.noSource)
        }
        expect(
            result, "just the losers",
            ["Lowest day P/L of 1 row first", "AAPL -1 260P Wed 03-17: day P/L -40", "rows of unknown day P/L"],
            not: ["PLTR", "-660"])
    }

    @Test func whatIsLeftThenIsTheCashOfThatAssignment() async {
        let result = await answer("whats left then", after: ["cash if KO is assigned"])
        #expect(result.understanding.intent == .assignmentRisk, "\(result.answer.text)")
        expect(result, "whats left then", ["KO", "$15,000"], not: ["Not sure"])
    }
}

import MagnusDomain
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// A sector restricts rows and sums however it stands in the question.
@Suite struct SectorQuestionTests: QuestionSuite {
    /// AAPL's puts and MU's are the technology ones here, XLE is not held, BAC's neither.
    private static func change(_ context: inout AssistantContext) {
        let sectors = ["AAPL": "Information Technology", "MU": "Information Technology", "KO": "Consumer Staples"]
        for place in context.book.strategies.indices {
            let sector = sectors[context.book.strategies[place].symbol] ?? "Financials"
            for leg in context.book.strategies[place].legs.indices {
                context.book.strategies[place].legs[leg].sector = sector
            }
        }
    }

    @Test(arguments: [
        "positions in energy", "which positions do I have in energy", "how much theta comes from energy",
        "which positions are in the energy sector", "what do I hold in energy", "energy positions",
    ])
    func aSectorOfWhichNothingIsHeldHasNoRows(text: String) async {
        expect(
            await answer(text, Self.change), text, ["No open row is left with Energy only, of 8 open rows"],
            not: ["Collateral by name"])
    }

    @Test(arguments: ["which puts do I have in tech", "tech puts", "which positions are in the tech sector"])
    func theRowsOfASector(text: String) async {
        expect(
            await answer(text, Self.change), text, ["AAPL -1 260P", "MU -1 95P"], not: ["KO", "Collateral by name"])
    }

    @Test func twoWordsNameASector() async {
        let text = "positions in real estate"
        expect(await answer(text, Self.change), text, ["No open row is left with Real Estate only"])
        let staples = "positions in consumer staples"
        expect(await answer(staples, Self.change), staples, ["KO -2 75P"], not: ["MU", "AAPL"])
    }

    @Test func theShareOfASectorIsStillOne() async {
        let text = "how concentrated am I in tech"
        expect(await answer(text, Self.change), text, ["By sector: "])
    }

    /// The figure goes on, the part of the book is another: KO earns 13 a day, and its P/L is +75.
    @Test(
        arguments: [
            (["positions in tech", "their p/l", "and staples"], ["KO -2 75P", "+75"], ["AAPL", "No open row"]),
            (["tech puts", "their theta", "and staples"], ["KO -2 75P", "+13"], ["AAPL", "No open row", "PLTR"]),
            (["list covered calls", "their p/l", "and the spreads"], ["XSP -1 PCS", "+89"], ["MO", "No open row"]),
        ] as [([String], [String], [String])])
    func anotherPartTakesThePlaceOfTheFirst(turns: [String], parts: [String], absent: [String]) async {
        guard let last = turns.last else { return }
        expect(
            await answer(last, after: Array(turns.dropLast()), Self.change), turns.joined(separator: " / "), parts,
            not: absent)
    }

    @Test func whatTheFirstQuestionDidNotNameNarrowsIt() async {
        let text = "and the puts"
        expect(
            await answer(text, after: ["positions in staples", "their p/l"], Self.change), text, ["KO -2 75P"],
            not: ["AAPL", "MU"])
    }
}

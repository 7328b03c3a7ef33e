import MagnusDomain
import Testing

@testable import MagnusAssistant

/// A negation leaves out what it stands in front of, or is said not to be understood; it never turns into its contrary.
@Suite struct NegationTests {
    private static func text(_ question: String) async -> String {
        await HistoryTests.compose(question).answer.text.split(separator: " ").joined(separator: " ")
    }

    @Test(
        arguments: [
            ("cash secured puts not on KO", ["without KO"], "KO -2 75P"),
            ("not DIS, not UBER: best puts", ["without DIS, UBER", "XLE 90P"], "UBER 77.5P"),
            ("positions that are not puts", ["2 rows of 8", "without puts"], "KO -2 75P"),
            ("no puts please, list my positions", ["2 rows of 8", "without puts"], "KO -2 75P"),
            ("positions that aren't covered calls", ["7 rows of 8", "without covered calls"], "MO CC"),
            ("do not show KO in my positions", ["7 rows of 8", "without KO"], "KO -2 75P"),
            ("shorts that are not in the money", ["Not in the money now", "AMD -1 150P"], "PLTR -2 80P"),
            ("shorts out of the money", ["Not in the money now", "XSP"], "MO CC"),
            ("which shorts are in the money", ["In the money now", "PLTR -2 80P"], "AMD -1 150P"),
            ("alerts that are not critical", ["3 HIGH of 5 open"], "CRITICAL"),
            ("non-critical alerts", ["3 HIGH of 5 open"], "CRITICAL"),
            ("alerts other than critical", ["3 HIGH of 5 open"], "CRITICAL"),
            ("HIGH alerts without AMD", ["Left out as asked: AMD", "2 HIGH of 4 open"], "not known"),
        ])
    func whatIsNegatedIsLeftOut(_ question: String, _ parts: [String], _ absent: String) async {
        let text = await Self.text(question)
        for part in parts { #expect(text.contains(part), "\(question) lacks \(part):\n\(text)") }
        #expect(!text.contains(absent), "\(question):\n\(text)")
    }

    @Test(
        arguments: [
            "which positions do not expire this month", "which puts are not expiring this week",
            "shorts not out of the money", "which trades did not make money",
            "what's not working",
        ])
    func whatIsNotUnderstoodIsSaid(_ question: String) async {
        let result = await HistoryTests.compose(question)
        #expect(result.answer.text.contains("is not understood"), "\(question):\n\(result.answer.text)")
        #expect(result.answer.figures.isEmpty, "\(question):\n\(result.answer.text)")
    }

    /// The one account there is cannot be left out in silence.
    @Test(arguments: ["theta not in paper", "positions not in the paper account"])
    func anAccountIsNotTakenForItsContrary(_ question: String) async {
        let result = await HistoryTests.compose(question)
        #expect(result.understanding.filter.accounts.isEmpty, "\(question)")
        #expect(result.answer.text.contains("Not taken into account: not in"), "\(question):\n\(result.answer.text)")
    }

    @Test func theOtherAccountsAreLeft() async {
        var context = PaperWorld.context()
        context.events = HistoryTests.events
        if var second = context.book.accounts.first {
            second.account.name = "margin"
            context.book.accounts.append(second)
        }
        let result = await Trained.assistant.compose(
            "theta except paper", state: ConversationState(), focus: AssistantFocus(), context: context,
            data: PaperData())
        #expect(result.understanding.filter.accounts == ["margin"], "\(result.answer.text)")
    }
}

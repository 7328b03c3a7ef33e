import MagnusDomain
import Testing

@testable import MagnusAssistant

/// What was asked goes on: name, days, kind, side, exclusion, account and parts.
@Suite struct FollowUpScopeTests {
    private static func talk(_ turns: [String]) async -> String {
        var state = ConversationState()
        var text = ""
        for turn in turns {
            let result = await HistoryTests.compose(turn, state: state)
            state = result.state
            text = result.answer.text
        }
        return text.split(separator: " ").joined(separator: " ")
    }

    @Test(
        arguments: [
            (["open p/l on puts", "and calls?"], ["calls only", "over 1 row"], "puts only"),
            (["win rate on csps", "and in february?"], ["cash secured puts only", "2027-02"], "since the ledger"),
            (
                ["win rate in february", "without PLTR?"], ["2027-02", "without PLTR", "of 1 closed trade"],
                "since the ledger"
            ),
            (["premium in february", "by symbol?"], ["2027-02", "KO:", "PLTR:"], "since the ledger"),
            (["win rate by month", "and for KO?"], ["KO, since", "2027-02: 1 won 0 lost"], "PLTR"),
            (["pnl", "and in the IRA?"], ["No account IRA"], "Open P/L"),
            (["what did I make in february", "and in january?"], ["2027-01", "+98"], "2027-02"),
            (["theta", "excluding AAPL?"], ["theta of +62", "without AAPL"], "AAPL +40"),
            (["what expires this week", "only puts?"], ["KO", "AAPL"], "MO CC"),
            (["p&l excluding DIS", "and today?"], ["without DIS"], "DIS 100 sh"),
        ] as [([String], [String], String)])
    func goesOn(_ turns: [String], _ parts: [String], _ absent: String) async {
        let text = await Self.talk(turns)
        for part in parts { #expect(text.contains(part), "\(turns) lacks \(part):\n\(text)") }
        #expect(!text.contains(absent), "\(turns):\n\(text)")
    }

    /// Two rows of one name were told: what is asked of "it" is asked of both, until one of them is picked.
    @Test func aNameOfTwoRowsStaysBoth() async throws {
        var context = PaperWorld.context()
        let first = try #require(context.book.strategies.first { $0.symbol == "KO" })
        var second = first
        second.id = "paper:second"
        second.title = "-1 72P"
        context.book.strategies.append(second)
        var state = ConversationState()
        func ask(_ text: String) async -> String {
            let result = await Trained.assistant.compose(
                text, state: state, focus: AssistantFocus(), context: context, data: PaperData())
            state = result.state
            return result.answer.text
        }
        #expect(await ask("what is my P/L on KO?").contains("over 2 rows"))
        #expect(state.subject == ListedRow(reference: "", symbol: "KO", title: "KO"))
        #expect(await ask("and its delta?").contains("KO: delta"))
        #expect(await ask("tell me about the second one").contains("-1 72P"))
        #expect(state.subject?.reference == "paper:second")
    }
}

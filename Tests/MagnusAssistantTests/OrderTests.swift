import Testing

@testable import MagnusAssistant

/// The order a question asks for, and words beside it that are none.
@Suite struct OrderTests {
    private func words(_ text: String) -> [Word] { Tokeniser.words(text) }

    @Test(
        arguments: [
            ("csp candidates by return with score at least 70", false), ("candidates by return, lowest first", true),
            ("candidates by return ascending", true), ("candidates by return with at least 20 days", false),
            ("candidates sorted by delta", true), ("candidates by delta, highest first", false),
            ("candidates by return, best first", false), ("candidates by collateral, worst first", false),
            ("candidates by collateral, cheapest first", true), ("lowest return candidates", true),
            ("candidates by return, cheapest first", false), ("candidates by return from low to high", true),
            ("candidates in ascending order by return", true),
        ])
    func candidates(_ text: String, _ isAscending: Bool) throws {
        let orders = OrderAsked.read(words(text))
        #expect(try #require(orders.first).isAscending == isAscending, "\(text): \(orders)")
        let isOfTwo = text.contains("return, cheapest")
        #expect(orders.count == (isOfTwo ? 2 : 1), "\(text): \(orders)")
    }

    @Test(
        arguments: [
            ("list my positions by loss, worst first", RowCondition.Measure.loss, false),
            ("list my positions by loss, best first", .loss, true),
            ("positions by P/L, worst first", .profit, true), ("positions by P/L, best first", .profit, false),
            ("positions by assignment probability, worst first", .assignment, false),
            ("positions by assignment probability, best first", .assignment, true),
            ("positions expiring in at least 20 days by theta", .theta, false),
            ("positions with at least 50% captured by days to expiry", .daysToExpiry, true),
            ("worst delta first", .delta, false), ("positions by theta, lowest first", .theta, true),
            ("smallest first by theta", .theta, true), ("positions by collateral smallest first", .collateral, true),
            ("positions by days to expiry, longest first", .daysToExpiry, false),
            ("positions in order of vega", .vega, false), ("positions by vega ascending", .vega, true),
            ("worst first", .profit, true), ("show positions best first", .profit, false),
            ("positions by cost to close, worst first", .costToClose, false),
        ])
    func rows(_ text: String, _ measure: RowCondition.Measure, _ isAscending: Bool) throws {
        let order = try #require(RowOrder.read(words(text)), "\(text)")
        #expect(order.measure == measure && order.isAscending == isAscending, "\(text): \(order)")
    }

    /// The loser comes first, and the heading of candidates says whose order it is.
    @Test func answersFollowTheOrder() async {
        func text(_ question: String) async -> String {
            await Trained.assistant.compose(
                question, state: ConversationState(), focus: AssistantFocus(), context: PaperWorld.context(),
                data: PaperData()
            ).answer.text
        }
        let losses = await text("list my positions by loss, worst first")
        let rows = losses.split(separator: "\n").drop { !$0.hasPrefix("In the order of") }.dropFirst()
        #expect(rows.first?.contains("P/L -") == true, "\(losses)")
        let candidates = await text("csp candidates by return with score at least 70")
        #expect(candidates.contains("In the order of annualised return, highest first"), "\(candidates)")
        #expect(!candidates.contains("best contract"), "\(candidates)")
    }
}

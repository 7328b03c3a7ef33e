import MagnusDomain
import Testing

@testable import MagnusAssistant

/// Rows at a profit and at a loss, asked for without a number; and questions that only look like it.
@Suite struct OutcomeTests {
    private static func compose(_ text: String) async -> Assistant.Composition {
        await HistoryTests.compose(text)
    }

    @Test(arguments: [
        "which positions are losing money", "what's in the red", "how many losing positions do I have",
        "which positions are underwater", "which positions are not profitable",
    ])
    func lossesAreListed(_ question: String) async {
        let result = await Self.compose(question)
        #expect(result.answer.text.contains("at a loss"), "\(question):\n\(result.answer.text)")
        #expect(result.answer.text.contains("PLTR -2 80P"), "\(question):\n\(result.answer.text)")
        #expect(!result.answer.text.contains("AMD -1 150P"), "\(question):\n\(result.answer.text)")
    }

    @Test(arguments: [
        "which positions are winning", "are any of my positions profitable", "which positions are in the green",
        "how many open positions are winners",
    ])
    func profitsAreListed(_ question: String) async {
        let result = await Self.compose(question)
        #expect(result.answer.text.contains("at a profit"), "\(question):\n\(result.answer.text)")
        #expect(result.answer.text.contains("AMD -1 150P"), "\(question):\n\(result.answer.text)")
        #expect(!result.answer.text.contains("PLTR -2 80P"), "\(question):\n\(result.answer.text)")
    }

    @Test(arguments: ["which positions are not losing", "puts that are not losing", "which puts aren't losing"])
    func whatDoesNotLoseStandsAtNothingToo(_ question: String) async {
        let result = await Self.compose(question)
        #expect(result.answer.text.contains("at a profit or at nothing"), "\(question):\n\(result.answer.text)")
        #expect(!result.answer.text.contains("PLTR"), "\(question):\n\(result.answer.text)")
    }

    @Test(arguments: [
        ("how many winners?", Intent.winRate), ("which trades lost money this year", .closedTrades),
        ("which positions lost the most today", .dayProfit), ("what are my biggest losers", .profitRanking),
    ])
    func othersKeepTheirOwn(_ question: String, _ intent: Intent) async {
        let result = await Self.compose(question)
        #expect(result.understanding.intent == intent, "\(question):\n\(result.answer.text)")
    }

    @Test(arguments: [
        "please close KO at market", "can you sell my PLTR puts", "close MO at market", "go ahead and close KO",
        "I want you to buy back my KO puts",
    ])
    func aRequestIsAnOrder(_ question: String) async {
        let result = await Self.compose(question)
        #expect(result.answer.text.hasPrefix("Nothing was ordered"), "\(question):\n\(result.answer.text)")
    }

    @Test(arguments: [
        "why is PLTR flagged and what does MO cost to close", "Why is PLTR flagged? What does MO cost to close?",
    ])
    func bothQuestionsAreAnswered(_ question: String) async {
        let result = await Self.compose(question)
        #expect(result.answer.text.contains("PLTR 80P breached"), "\(question):\n\(result.answer.text)")
        let text = result.answer.text
        #expect(text.contains("That figure is known for none of MO CC"), "\(question):\n\(text)")
    }

    @Test func whatNeverRecoversStaysThere() async {
        let result = await Self.compose("SPY falls 5% and never recovers")
        #expect(result.answer.text.contains("SPY -5%"), "\(result.answer.text)")
    }
}

/// Questions that name two sides, spans in words, follow-ups of a size, settlements at a price.
@Suite struct SideAndSpanTests {
    private static func text(_ question: String) async -> String {
        await HistoryTests.compose(question).answer.text
    }

    /// Both sides are asked for: neither is left out.
    @Test(arguments: [
        "which short calls and short puts are in the money", "puts and calls that are in the money",
        "which puts or calls are in the money",
    ])
    func bothSidesAreLookedAt(_ question: String) async {
        let text = await Self.text(question)
        #expect(text.contains("MO CC -2 57.5C") && text.contains("PLTR -2 80P"), "\(question):\n\(text)")
    }

    @Test func sidesOfOneKindStillRestrict() async {
        let puts = await Self.text("which puts are in the money")
        #expect(puts.contains("PLTR -2 80P") && !puts.contains("MO CC"), "\(puts)")
        let calls = await Self.text("what are my short calls")
        #expect(calls.contains("MO CC") && !calls.contains("PLTR"), "\(calls)")
        let shorts = await Self.text("what are my short puts")
        #expect(shorts.contains("PLTR -2 80P") && !shorts.contains("MO CC"), "\(shorts)")
    }

    @Test func whatIsInTheMoneyAndExpiresIsBoth() async {
        let text = await Self.text("ITM puts expiring this week")
        #expect(!text.contains("XSP") && !text.contains("AMD"), "\(text)")
    }

    @Test(arguments: ["what expires within two weeks", "what expires in two weeks", "what expires within a fortnight"])
    func numbersInWordsAreDays(_ question: String) async {
        let text = await Self.text(question)
        #expect(text.contains("to 03-29"), "\(question):\n\(text)")
    }

    /// A size after a supposed percentage is one, with its direction.
    @Test(arguments: ["and 10?", "what about 10 percent", "and 10%?", "or 10"])
    func sizesGoOn(_ question: String) async {
        let first = await HistoryTests.compose("what if SPY drops 5%")
        let next = await HistoryTests.compose(question, state: first.state)
        #expect(next.answer.text.contains("-10"), "\(question):\n\(next.answer.text)")
        #expect(!next.answer.text.contains("Up or down"), "\(question):\n\(next.answer.text)")
    }

    /// At its settlement an option is worth what exercising pays, and days still to come are no days of last year.
    @Test func settlementsAndDaysToCome() async {
        let settled = await Self.text("what if PLTR settles at 70")
        #expect(settled.contains("04-16"), "\(settled)")
        let cash = await Self.text("how much cash frees up on april 16")
        #expect(!cash.contains("2026"), "\(cash)")
    }

    /// Shares of two names are no sum that falls with one of them.
    @Test func deltasOfTwoNamesAreTold() async {
        let text = await Self.text("what is the delta of PLTR and KO")
        #expect(text.contains("PLTR: delta") && text.contains("KO: delta"), "\(text)")
    }
}

/// What an assignment leaves behind, against the figures of the specification's paper book.
@Suite struct DeliveryResultTests {
    @Test func theBasisIsTheStrikeLessThePremium() async throws {
        let row = try #require(PaperWorld.context().book.strategies.first { $0.symbol == "PLTR" })
        let premium = try #require(row.legs.first?.position.averagePrice)
        let result = await HistoryTests.compose("if i get assigned on PLTR whats my cost basis")
        let basis = DecimalText.text(80 - premium, decimals: 2) ?? ""
        #expect(result.answer.text.contains("cost \(basis)"), "\(basis)\n\(result.answer.text)")
    }
}

import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Parts of a question that were dropped, or turned round, without a word.
@Suite struct SilentPartTests: QuestionSuite {
    // MARK: - Several questions

    @Test(
        arguments: [
            (
                "what is my theta and which positions expire this week and how much cash do I have?",
                ["theta of +102", "expire this week", "114,640"]
            ),
            (
                "what is my theta, how much cash do I have, and when does the market close?",
                ["theta of +102", "114,640", "16:00"]
            ),
            (
                "What is my win rate? Which alerts are critical? What is my theta?",
                ["win rate", "Open alerts: 2 CRITICAL", "theta of +102"]
            ),
            (
                "what is my theta and what is the weather like and how much cash do I have?",
                ["theta of +102", "ask it by itself", "114,640"]
            ),
        ])
    func everyPartIsAnsweredOrNamed(_ text: String, _ parts: [String]) async { expect(await answer(text), text, parts) }

    @Test func longTextsAreCutToo() async {
        let questions = [
            "What is my theta per day over all of my positions?", "How much cash do I have in my account right now?",
            "When does the market close today?", "Which alerts are critical?", "What are my best and worst positions?",
            "What is my win rate by strategy?", "What is the expected move of AAPL by Friday?",
            "What is my portfolio delta?", "What is my net liquidation value?", "When does MU report earnings?",
            "What is the price of KO?", "Which positions expire this week?",
        ]
        let text = questions.joined(separator: " ")
        #expect(text.utf8.count > 400)
        expect(
            await answer(text), text,
            ["theta of +102", "114,640", "16:00", "Open alerts: 2 CRITICAL", "win rate", "169,360"])
    }

    @Test(
        arguments: [
            ("show my puts, which expire this week", 1), ("what is my theta and is it high", 1),
            ("what expires this week and which are in the money", 2),
            ("what expires this week and which of them are in the money", 1),
            ("why is PLTR flagged and what should I do", 1),
            ("what is my theta and which positions expire this week and are they critical", 2),
        ])
    func whatLeansStays(_ text: String, _ count: Int) {
        #expect((QuestionParts.read(text) ?? [text]).count == count, "\(QuestionParts.read(text) ?? [])")
    }

    /// What a later part asks back is not taken for an answer, and what it offers can be picked.
    @Test func aLaterPartMayAskBack() async {
        let result = await answer("what is my theta and how much cash do I have without KO?")
        #expect(result.answer.text.contains("theta of +102") && result.answer.intent == "unsure", "\(result.answer)")
    }

    // MARK: - Accounts

    private static func accounts(_ context: inout AssistantContext) {
        guard let first = context.book.accounts.first else { return }
        let names = ["robinhood", "ibkr", "fidelity"]
        context.book.accounts = names.map { name in
            var account = first
            account.account.name = name
            return account
        }
        for index in context.book.strategies.indices { context.book.strategies[index].account = names[index % 3] }
    }

    @Test(
        arguments: [
            ("positions not in robinhood and not in ibkr", "fidelity"),
            ("positions not in robinhood or ibkr", "fidelity"),
            ("positions neither in robinhood nor in ibkr", "fidelity"),
            ("positions except robinhood and ibkr", "fidelity"), ("positions in fidelity", "fidelity"),
        ])
    func everyExcludedAccountIsLeftOut(_ text: String, _ left: String) async {
        let result = await answer(text, Self.accounts)
        #expect(result.understanding.filter.accounts == [left], "\(text): \(result.understanding.filter.accounts)")
        expect(result, text, ["of 8", "account \(left)"], not: ["Not taken into account"])
    }

    @Test func allAccountsLeftOutIsSaid() async {
        let text = "positions not in robinhood and not in ibkr and not in fidelity"
        expect(await answer(text, Self.accounts), text, ["Not taken into account"])
    }

    @Test func aHiddenAccountIsNamed() async {
        for text in ["theta in the IRA", "positions in vault"] {
            let result = await answer(text) { context in
                context.hiddenAccounts = [Account(name: "vault", broker: "x", kind: .imported, rules: .cash)]
            }
            expect(result, text, ["is shown", "not shown: vault", ":accounts", "--account all"], not: ["theta of"])
        }
    }

    // MARK: - Rows of the last answer

    @Test func themAreTheRowsThatWereNamed() async {
        func second(_ context: inout AssistantContext) {
            // A second KO row, of another expiry, that the first answer does not name.
            guard var row = context.book.strategies.first(where: { $0.symbol == "KO" }) else { return }
            row.id = "paper:KO:later"
            row.title = "-1 60P"
            row.expiry = PaperWorld.day(4, 30)
            context.book.strategies.append(row)
        }
        let first = await answer("what expires this week", second)
        #expect(!first.answer.text.contains("-1 60P"), "\(first.answer.text)")
        let result = await answer("which of them expires first?", after: ["what expires this week"], second)
        expect(result, "them", ["KO"], not: ["-1 60P", "MU"])
    }

    @Test func candidatesAreOrderedByTheirDays() async {
        let result = await answer("which of them expires first?", after: ["show me candidates"])
        #expect(result.understanding.intent == .opportunities, "\(result.understanding.intent)")
        expect(result, "them", ["In the order of days to expiry, lowest first", "XLE 90P"], not: ["Left out as asked"])
    }

    // MARK: - Probabilities on the way

    private func probability(_ text: String) async -> Double? {
        await answer(text).ledger.entries.first { $0.name == "risk-neutral probability" }.flatMap { entry in
            if case .number(let value) = entry.content { value } else { nil }
        }
    }

    @Test func onTheWayIsNotAtTheEnd() async throws {
        let end = try #require(await probability("chance that KO finishes above 80 by April 16"))
        let ever = try #require(await probability("chance KO ever gets above 80 by April 16"))
        let never = try #require(await probability("chance KO never gets above 80 by April 16"))
        #expect(ever > end && abs(ever + never - 1) < 1e-12, "\(ever), \(never), \(end)")
        let drops = try #require(await probability("chance KO drops below 70 at any time before April 16"))
        let kept = try #require(await probability("probability that KO never drops below 70 before April 16"))
        let stays = try #require(await probability("probability that KO stays above 70 until April 16"))
        #expect(abs(drops + kept - 1) < 1e-12 && kept == stays && drops < 0.5, "\(drops), \(kept), \(stays)")
        let not = try #require(await probability("probability that KO does not close below 70 on April 16"))
        let below = try #require(await probability("probability that KO closes below 70 on April 16"))
        #expect(abs(not + below - 1) < 1e-12, "\(not), \(below)")
        // Already there.
        #expect(await probability("chance KO ever gets above 60 by April 16") == 1)
    }

    @Test func anEndIsSaidToBeOne() async {
        let text = "chance KO gets above 80 by April 16"
        expect(await answer(text), text, ["above 80.00", "At the close of that day, not on the way"])
        let ever = "chance KO ever gets above 80 by April 16"
        expect(
            await answer(ever), ever, ["at any moment at or above 80.00", "On the way counts"], not: ["At the close"])
    }

    @Test func aSinglePriceHasNoProbability() async {
        let text = "probability that KO finishes at exactly 80 on April 16"
        expect(await answer(text), text, ["a price has no probability of its own"], not: [" 0.0%"])
    }

    // MARK: - Signs

    @Test(
        arguments: [
            ("delta < .30", "delta below .30"), ("P/L < -500", "P/L below -500"), ("P/L% > 50", "P/L% above 50"),
            ("dte => 30", "dte at least 30"), ("dte =< 30", "dte at most 30"), ("dte \u{2264} 30", "dte at most 30"),
            ("score\u{2265}70", "score at least 70"), ("dte >= 30", "dte at least 30"), ("dte = 30", "dte exactly 30"),
            ("DTE != 32", "DTE not exactly 32"), ("DTE <> 32", "DTE not exactly 32"), ("a -> b", "a b"),
        ])
    func signsAreWords(_ text: String, _ typed: String) {
        let words = Tokeniser.words(text)
        let shown = words.map(\.typed).joined(separator: " ")
        #expect(
            shown == typed || shown == typed.replacing("P/L%", with: "captured").replacing("P/L", with: "pnl"),
            "\(shown)")
    }

    @Test(
        arguments: [
            ("positions with P/L < -500", ["PLTR -2 80P"], "KO -2 75P"),
            ("positions with P/L% > 50", ["captured above 50%"], "PLTR -2 80P"),
        ])
    func signsBound(_ text: String, _ parts: [String], _ absent: String) async {
        expect(await answer(text), text, parts, not: [absent, "Not taken into account"])
    }

    // MARK: - Unknown figures

    @Test(
        arguments: [
            ("my losing positions", "1 row has no known P/L"), ("theta of my winning positions", "AAPL -1 260P"),
            ("delta of my losing puts", "row of unknown P/L is not among them"),
        ])
    func rowsOfUnknownProfitAreCounted(_ text: String, _ part: String) async {
        let result = await answer(text) { context in
            for index in context.book.strategies.indices where context.book.strategies[index].symbol == "AAPL" {
                context.book.strategies[index].unrealizedProfit = .unknown(.noMarket)
            }
        }
        expect(result, text, [part])
    }

    // MARK: - Earnings

    @Test func aPastDateThatWasNeverConfirmedHidesNoLaterOne() async {
        func twice(_ context: inout AssistantContext) {
            context.market.underlyings["MU"]?.profile.earnings = [
                EarningsEvent(date: PaperWorld.day(3, 12), time: .afterClose, isConfirmed: false),
                EarningsEvent(date: PaperWorld.day(3, 24), time: .afterClose, isConfirmed: true),
            ]
        }
        for text in ["when does MU report earnings", "earnings before my options expire"] {
            expect(await answer(text, twice), text, ["03-24", "confirmed)"])
        }
        let text = "when does MU report earnings"
        expect(await answer(text, twice), text, ["03-12", "then", "never confirmed", "the date lies inside"])
    }

    // MARK: - Old quotes

    private struct OldQuotes: AssistantData {
        func chain(of symbol: String) async -> ChainAnalysis? {
            var chain = await PaperData().chain(of: symbol)
            for expiry in chain?.expiries.indices ?? 0..<0 {
                for place in chain?.expiries[expiry].contracts.indices ?? 0..<0 {
                    chain?.expiries[expiry].contracts[place].quoteTrust = .stale
                }
            }
            return chain
        }
        func quote(of symbol: String) async -> Quote? { nil }
        func profile(of symbol: String) async -> SecurityProfile? { nil }
        func scan(of symbol: String) async -> [ScanResult]? { nil }
        func roll(_ row: String) async throws(RollRefusal) -> RollReport { try await PaperData().roll(row) }
        func explain(_ id: String) async -> Explanation? { nil }
    }

    @Test func oldSidesOfAChainAreMarked() async throws {
        let text = "Chain for KO March 19"
        let fresh = await answer(text).answer.text
        let old = await answer(text, data: OldQuotes()).answer.text
        #expect(!fresh.contains("~") && old.contains("~"), "\(old)")
    }

    // MARK: - Times are no rows

    @Test(arguments: ["which positions expire this week", "what is my P&L this week", "how much did I make this year"])
    func thisWeekIsATimeAfterAnyAnswer(_ question: String) async {
        let alone = await answer(question)
        let later = await answer(question, after: ["greeks by sector"])
        #expect(later.answer.text == alone.answer.text)
    }

    @Test(arguments: [
        ("what is KO delta", "greeks/KO#beta_weighted_delta"), ("how much free cash do I have", "account/paper#cash"),
    ])
    func whatIsOfferedToExplainExists(_ question: String, _ id: String) async {
        let result = await answer(question)
        #expect(result.answer.actions.compactMap { $0.parameters["id"] }.contains(id), "\(result.answer.actions)")
    }
}

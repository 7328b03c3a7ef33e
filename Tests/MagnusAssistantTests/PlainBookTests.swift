import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Questions begun on a row of the screen, the book without a name, early exercise, bounds of the book and of days, and
/// what goes on with lists, assignments and closing costs.
@Suite struct PlainBookTests: QuestionSuite {
    private func ask(
        _ turns: [(String, AssistantFocus)], _ change: (inout AssistantContext) -> Void = { _ in }
    ) async -> Assistant.Composition? {
        var context = PaperWorld.context()
        context.events = HistoryTests.events
        change(&context)
        var state = ConversationState()
        var last: Assistant.Composition?
        for (text, focus) in turns {
            let result = await Trained.assistant.compose(
                text, state: state, focus: focus, context: context, data: PaperData())
            state = result.state
            last = result
        }
        return last
    }

    private static let onPLTR = AssistantFocus(symbol: "PLTR", reference: "paper:PLTR")
    private static let onAlert = AssistantFocus(symbol: "KO", reference: "a-ko")
    private static let onCandidate = AssistantFocus(symbol: "XLE", reference: "scan:XLE")

    /// PLTR: 1,420 to close, theta 15, P/L -935, collateral 16,000, delta 112; KO: P/L 75.
    @Test(
        arguments: [
            ("cost to close", onPLTR, ["PLTR -2 80P", "$1,420"]), ("how much to buy back", onPLTR, ["$1,420"]),
            ("theta", onPLTR, ["PLTR", "+15"]), ("pnl", onPLTR, ["PLTR", "-935"]),
            ("collateral?", onPLTR, ["$16,000"]), ("collateral", onPLTR, ["$16,000"]),
            ("greeks", onPLTR, ["PLTR", "delta +112"]), ("assignment?", onPLTR, ["PLTR -2 80P", "63%"]),
            ("whats the delta", onPLTR, ["PLTR", "delta +112"]), ("p/l", onAlert, ["KO", "+75"]),
            // 90 x 100; a fill of 1.29.
            ("collateral?", onCandidate, ["XLE 90P", "collateral $9,000"]),
            ("whats its collateral", onCandidate, ["collateral $9,000"]), ("delta", onCandidate, ["delta -0.26"]),
            ("how much premium", onCandidate, ["premium 1.29 a share, $129 a contract"]),
            ("whats the pop", onCandidate, ["profit probability 77%"]),
            ("earnings before expiry?", onCandidate, ["no earnings known before its expiry"]),
        ] as [(String, AssistantFocus, [String])])
    func isAboutWhatTheCursorIsOn(_ text: String, _ focus: AssistantFocus, _ parts: [String]) async {
        guard let result = await ask([(text, focus)]) else { return }
        expect(result, text, parts, not: ["The book", "all symbols", "Not sure"])
    }

    @Test func aWordThatIsAskedForIsExplained() async {
        guard let result = await ask([("what is theta", Self.onPLTR)]) else { return }
        #expect(result.understanding.intent == .concept, "\(result.answer.text)")
    }

    @Test func theRowStaysBehindATerm() async {
        let none = AssistantFocus()
        for turns in [
            [("what expires this week", none), ("what is theta", Self.onPLTR), ("roll it", none)],
            [("what is theta", Self.onPLTR), ("what if it drops 5%", none)],
            [("p/l of KO", none), ("should I close it", Self.onPLTR)],
        ] {
            guard let result = await ask(turns) else { return }
            expect(result, turns.map(\.0).joined(separator: " / "), ["PLTR"], not: ["XSP -1", "KO -2"])
        }
    }

    /// Theta of all rows is 102, of PLTR 15, of AMD 7 and of KO 13; deltas 435, and 99 of KO.
    @Test(
        arguments: [
            ("if i close PLTR what is my theta", "theta of +87", "without PLTR"),
            ("what is my theta after closing AMD and KO", "theta of +82", "without AMD, KO"),
            ("delta if i close KO", "delta +336", "without KO"),
            ("what if i close KO and AMD what theta is left", "theta of +82", "without KO, AMD"),
        ])
    func theBookWithoutAName(_ text: String, _ figure: String, _ scope: String) async {
        expect(await answer(text), text, [figure, scope])
    }

    @Test(
        arguments: [
            "early exercise probability of AAPL", "early assignment chance AAPL", "who can be exercised early",
            "who can be assigned early",
        ])
    func earlyExerciseIsNotTheLastDay(_ text: String) async {
        let result = await answer(text) { context in
            for place in context.book.strategies.indices where context.book.strategies[place].symbol == "AAPL" {
                context.book.strategies[place].legs[0].earlyExerciseProbability = Figure(0.387)
                context.book.strategies[place].legs[0].nextExerciseProbability = Figure(0.028)
            }
        }
        expect(
            result, text, ["exercised before its last day 38.7%", "on the next evening 2.8%", "in all 72%"],
            not: ["this week", "Not sure"])
    }

    /// The book has a theta of 102 and a delta of 435.
    @Test(
        arguments: [
            ("is my theta over 100", "Yes: theta of the book is +102"),
            ("is my theta above 150 a day", "No: theta of the book is +102"),
            ("is my delta above 500", "No: delta of the book is +435"),
        ])
    func figuresOfTheBookAgainstABound(_ text: String, _ part: String) async {
        expect(await answer(text), text, [part], not: ["rows with", "Not taken"])
    }

    /// This week: XSP 8, AAPL 40 and KO 13; 500, 26,000 and 15,000 of collateral.
    @Test(
        arguments: [
            ("theta of positions expiring this week", ["Total theta: +61", "over 3 rows"]),
            ("how much theta rolls off this week", ["Total theta: +61"]),
            ("theta of positions under 10 dte", ["Total theta: +61"]),
            ("collateral of positions expiring this week", ["Total collateral: $41,500"]),
            // AAPL -144, XSP 89, KO 75.
            ("p/l of dte < 10", ["Total open P/L: +20"]),
            // MO 0, PLTR 15, AMD 7.
            ("theta of april 16 positions", ["Total theta: +22"]), ("theta of the april expiries", ["+22"]),
        ] as [(String, [String])])
    func figuresOfRowsThatEndInDays(_ text: String, _ parts: [String]) async {
        expect(await answer(text), text, parts, not: ["Not taken", "further"])
    }

    /// In the money are AAPL, KO, PLTR and the call of MO.
    @Test(
        arguments: [
            ("puts itm with over 20 dte", ["PLTR -2 80P"], ["AMD", "MU", "MO CC"]),
            ("itm puts with less than 1 week", ["AAPL", "KO -2"], ["XSP", "PLTR"]),
            ("otm puts with less than 15 dte", ["XSP", "MU -1"], ["AAPL", "KO -2"]),
            (
                "what if all itm puts are assigned", ["positions could be assigned", "$57,000"],
                ["AMD -1 150P Fri 04-16 19%"]
            ),
            ("cash needed if all itm puts get assigned", ["positions could be assigned", "$57,000"], []),
        ] as [(String, [String], [String])])
    func sidesOfTheStrikeBesideOtherBounds(_ text: String, _ parts: [String], _ absent: [String]) async {
        expect(await answer(text), text, parts, not: absent)
    }

    /// AAPL -144, PLTR -935 and DIS -660 lose; 378 and 1,420 are what closing costs.
    @Test(
        arguments: [
            ("cost to close my losers", ["PLTR", "AAPL", "Together $1,798"], ["AMD", "KO -2"]),
            ("show winners", ["5 of 8 rows stand at a profit", "MO CC"], ["win rate"]),
            ("my winners", ["5 of 8 rows stand at a profit"], ["win rate"]),
            // XSP 8, MO 0, KO 13, MU 19, AMD 7.
            ("theta of my winners", ["Total theta: +47", "over 5 rows"], ["win rate"]),
            ("winners with more than 20 dte", ["MO CC", "AMD -1"], ["PLTR", "MU"]),
        ] as [(String, [String], [String])])
    func rowsByHowTheyStand(_ text: String, _ parts: [String], _ absent: [String]) async {
        expect(await answer(text), text, parts, not: absent)
    }

    /// 0.02 of 74.98 below the strike of KO.
    @Test(arguments: ["is KO itm", "is KO in the money", "is KO out of the money"])
    func whereAStrikeStands(_ text: String) async {
        expect(await answer(text), text, ["KO -2 75P", "distance to the strike", "50%"], not: ["Not sure", "PLTR"])
    }

    @Test func closedTradesOfAName() async {
        for text in ["best trade on KO", "biggest win on KO", "biggest loss on KO"] {
            let result = await answer(text)
            #expect(result.understanding.intent == .closedTrades, "\(text): \(result.answer.text)")
            expect(result, text, ["KO"], not: ["PLTR", "DIS"])
        }
    }

    @Test func signsOfGreeks() async {
        let text = "positions with negative delta"
        let result = await answer(text) { context in
            for place in context.book.strategies.indices where context.book.strategies[place].symbol == "MU" {
                context.book.strategies[place].delta = Figure(-27)
            }
        }
        expect(result, text, ["1 of 8 rows with delta below 0", "MU -1 95P"], not: ["AAPL", "PLTR"])
        let vega = await answer("short vega names")
        expect(vega, "short vega names", ["8 of 8 rows with vega below 0"])
    }

    @Test(
        arguments: [
            ("alerts and theta", "The book earns theta"), ("alerts and pnl", "Open P/L is"),
        ])
    func aSecondPartIsAnswered(_ text: String, _ part: String) async {
        expect(await answer(text), text, [part])
    }

    @Test(
        arguments: [
            (
                ["what expires this week", "the losing ones"], ["1 of 3 rows stands at a loss", "AAPL"],
                ["PLTR", "DIS"]
            ),
            (["show me my csps", "which is losing most"], ["PLTR -2 80P"], ["DIS", "MO CC"]),
            // 26,000 and 15,000.
            (["am i getting assigned on KO", "and AAPL too"], ["AAPL -1 260P", "KO -2 75P", "$41,000"], []),
            (["any alerts", "just the high ones", "the second one"], ["PLTR"], ["XLE", "UBER"]),
            (["theta of AMD", "same for AAPL", "and the calls?"], ["AAPL"], ["AAPL and calls", "MO CC"]),
            (["cost to close KO", "what would i realize"], ["KO -2 75P", "Closing costs $112"], ["since the ledger"]),
            (["best csp", "how much collateral"], ["collateral $9,000"], ["114,640"]),
            (["best csp", "why that one", "whats its delta"], ["XLE 90P", "delta -0.26"], []),
        ] as [([String], [String], [String])])
    func goesOn(_ turns: [String], _ parts: [String], _ absent: [String]) async {
        guard let last = turns.last else { return }
        expect(await answer(last, after: turns.dropLast()), turns.joined(separator: " / "), parts, not: absent)
    }
}

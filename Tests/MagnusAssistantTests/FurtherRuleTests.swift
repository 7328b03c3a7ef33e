import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Conditions, results, suppositions and second questions that must not be dropped in silence; rows of ``PaperWorld``.
@Suite struct FurtherRuleTests: QuestionSuite {
    // MARK: - Conditions

    @Test(
        arguments: [
            // Of XSP, AAPL, KO and MU, which end in March, AAPL alone stands at a loss.
            ("winners expiring this month", ["3 of 4", "XSP", "KO", "MU"], ["AAPL -1 260P", "AMD"]),
            ("show me the losers expiring in april", ["1 of 3", "PLTR -2 80P"], ["AMD -1", "DIS"]),
            ("positions in profit expiring in april", ["AMD -1 150P", "MO CC"], ["PLTR -2", "DIS"]),
            ("which of my losing puts expire this month", ["AAPL -1 260P"], ["PLTR", "KO -2"]),
            ("who is over 60% chance of assignment", ["PLTR -2 80P", "AAPL", "MO CC"], ["KO -2 75P", "this week"]),
            ("assignment risk over 60%", ["3 of 8", "PLTR -2 80P"], ["KO -2 75P"]),
            (
                "which symbols have assignment probability greater than 60 percent", ["3 of 8", "PLTR -2 80P"],
                ["KO -2 75P", "Not taken"]
            ),
            ("anything with assignment probability below 20%", ["AMD -1 150P", "XSP"], ["AAPL", "PLTR"]),
            // 10.9 %, 6.1 %; PLTR is 4.7 % in the money, KO 0.03 %.
            ("which positions are more than 5% out of the money", ["AMD -1 150P", "MU -1 95P"], ["PLTR", "KO -2"]),
            ("puts less than 8% otm", ["MU -1 95P", "XSP"], ["PLTR", "KO -2", "AMD"]),
            ("puts more than 2% in the money", ["PLTR -2 80P"], ["AMD", "KO -2", "AAPL"]),
            ("high alerts expiring this week", ["KO 75P at the strike"], ["AMD 150P", "PLTR 80P", "XSP 597/592"]),
            ("critical alerts on positions that expire this week", ["XSP 597/592"], ["KO 75P", "MO 57.5C"]),
            ("puts that are not KO or MU", ["PLTR -2 80P", "AAPL"], ["KO -2", "MU -1", "earlier answer"]),
        ] as [(String, [String], [String])])
    func conditionsAreKept(_ text: String, _ parts: [String], _ absent: [String]) async {
        expect(await answer(text), text, parts, not: absent)
    }

    // MARK: - Results

    private func order(_ text: String, _ names: [String], _ parts: [String]) async {
        let result = await answer(text)
        expect(result, text, parts, not: ["Not taken into account", "Not sure"])
        let places = names.compactMap { result.answer.text.firstRange(of: $0)?.lowerBound }
        #expect(places.count == names.count, "\(text): \(result.answer.text)")
        #expect(places == places.sorted(), "\(text): \(result.answer.text)")
    }

    @Test func oneEndOfTheProfits() async {
        let losers = "show me my losers worst first"
        await order(losers, ["PLTR -2 80P", "DIS 100 sh", "AAPL -1 260P"], ["-935"])
        expect(await answer(losers), losers, [], not: ["MO CC", "AMD"])
        let second = "second worst position"
        expect(await answer(second), second, ["DIS 100 sh", "-660"], not: ["PLTR", "MO CC"])
        let third = "third best position"
        // 324, 303, 89.
        expect(await answer(third), third, ["XSP -1 PCS 597/592", "+89"], not: ["PLTR", "AMD -1"])
    }

    @Test func figuresNothingHereMakesAreNamed() async {
        for text in ["sharpe ratio", "what is my sortino ratio"] {
            expect(await answer(text), text, ["Not taken into account: s", "ratio", "win rate"])
        }
        for text in ["average credit per trade", "avg premium per trade"] {
            expect(await answer(text), text, ["Not taken into account: average", "per trade"], not: ["win rate"])
        }
    }

    /// Every name of the fixture has the rank 57.
    @Test func ranksKeepTheirBound() async {
        let below = "which of my names has iv rank below 30"
        expect(await answer(below), below, ["None of"], not: ["Highest", "Not taken"])
        for text in ["which names have an iv rank above 50", "names with iv rank over 50"] {
            expect(await answer(text), text, ["57", "first:"], not: ["Not taken", "None of"])
        }
    }

    // MARK: - Suppositions

    @Test(
        arguments: [
            ("SPY down 5%", ["SPY -5% -6,661"], ["previous close"]), ("SPY at -5%", ["-6,661"], ["previous close"]),
            ("market down 2%", ["-2,664"], ["previous close"]),
            ("KO falls 4%", ["KO at 71.98"], ["previous close"]),
            ("what if KO closes at 74 friday", ["KO at 74.00", "Fri 03-19"], ["Nothing was ordered"]),
            ("what if MU finishes at 90 thursday", ["MU at 90.00"], ["Nothing was ordered"]),
            ("suppose AAPL settles at 255 wednesday", ["AAPL at 255.00"], ["Nothing was ordered"]),
            ("what if AAPL pins 260", ["AAPL at 260.00", "Wed 03-17"], ["win rate", "Not taken"]),
            ("what if MU gaps down 10% after earnings", ["MU", "after earnings"], []),
            (
                "what if all my puts get assigned and market drops 10%",
                ["-10.0%: net liquidation", "could be assigned", "PLTR -2 80P"], ["Not taken into account"]
            ),
            (
                "what if every put is assigned and SPY falls 10%",
                ["SPY -10.0%: net liquidation", "PLTR -2 80P", "KO -2 75P"], ["Nothing in SPY", "Not taken"]
            ),
        ] as [(String, [String], [String])])
    func suppositions(_ text: String, _ parts: [String], _ absent: [String]) async {
        expect(await answer(text), text, parts, not: absent)
    }

    /// The 75P is held, the 80P is asked about.
    @Test func aSaleIsPricedAsTheOneNamed() async {
        for text in ["sell 2 KO 80P and what's the credit", "what premium do i get to sell 2 KO 80P"] {
            expect(
                await answer(text), text, ["nothing is ordered here", "KO 80P", "2 contracts would bring"],
                not: ["brought in"])
        }
    }

    // MARK: - Second questions

    @Test(
        arguments: [
            ("when does MU report and whats its IV", ["03-24", "implied volatility"]),
            ("how long have i held KO and what is its dte", ["held 10 days", "days to expiry 4"]),
            ("how long have i held the MU put and when does it expire", ["held 10 days", "03-25"]),
            ("when are MU earnings and what move is priced in", ["03-24", "expected move"]),
            ("iv of PLTR and the IWM spot price", ["221.40", "Not taken into account: iv"]),
        ] as [(String, [String])])
    func bothQuestionsAreAnswered(_ text: String, _ parts: [String]) async {
        expect(await answer(text), text, parts, not: ["Which symbol?"])
    }

    @Test func aKindGoesOnInTheSecondQuestion() async {
        let text = "how many spreads do i have and which is closest to the strike"
        expect(await answer(text), text, ["XSP -1 PCS 597/592"], not: ["MO CC", "PLTR -2"])
    }

    // MARK: - Follow-ups and words of the screen

    @Test(
        arguments: [
            (["which alerts are open", "how many are there"], ["Open alerts:"], ["cannot be answered"]),
            (
                ["what expires this week", "which of those are puts"], ["AAPL -1 260P", "KO -2 75P"],
                ["Not sure", "MU"]
            ),
            (["what expires this week", "close cost of those"], ["$378", "$112"], ["Nothing was ordered", "$203"]),
            (["show my PLTR position", "whats the breakeven"], ["PLTR -2 80P", "breakeven 77.65"], ["concept"]),
            (["biggest winner", "should i close it"], ["MO CC -2 57.5C"], ["PLTR"]),
            (["roll KO out a week"], ["KO -2 75P"], ["Nothing was ordered"]),
            (["roll pltr down and out"], ["PLTR -2 80P"], ["Nothing was ordered"]),
        ] as [([String], [String], [String])])
    func goesOn(_ turns: [String], _ parts: [String], _ absent: [String]) async {
        guard let last = turns.last else { return }
        expect(await answer(last, after: turns.dropLast()), turns.joined(separator: " / "), parts, not: absent)
    }

    /// Seven rows with 88 each: 616.
    @Test(
        arguments: [
            ("short extrinsic", ["Total short extrinsic value: $616"]),
            ("my short extrinsic value", ["Total short extrinsic value: $616"]),
            ("captured on AMD", ["AMD -1 150P Fri 04-16: captured 62%"]), ("AMD captured", ["captured 62%"]),
            ("close cost of PLTR", ["PLTR -2 80P", "$1,420"]),
        ] as [(String, [String])])
    func wordsOfTheScreen(_ text: String, _ parts: [String]) async {
        expect(
            await answer(text), text, parts, not: ["Not sure", "what a seller still can earn", "Nothing was ordered"])
    }

    @Test(arguments: ["beta of PLTR", "corr of SPY and QQQ", "correlation of KO and MO"])
    func anotherFigureIsNotTold(_ text: String) async {
        #expect(await answer(text).understanding.intent == .outOfScope, "\(text)")
    }

    /// The rows of the move, and not those of today.
    @Test(arguments: ["which positions lose most if spy down 5%", "what loses the most if the market drops 5%"])
    func theMoveRanksTheRows(_ text: String) async {
        let result = await answer(text)
        let plain = await answer("what if spy drops 5% by position")
        #expect(result.understanding.intent == .whatIf, "\(text)")
        #expect(plain.answer.text.contains("PLTR -2 80P"))
        for row in ["PLTR -2 80P", "AAPL -1 260P"] {
            #expect(result.answer.text.contains(row), "\(result.answer.text)")
        }
        #expect(!result.answer.text.contains("Lowest open P/L"))
    }

    @Test func aYearMayBeShort() async {
        let short = await answer("how much did i lose on pltr this yr")
        let long = await answer("how much did i lose on pltr this year")
        #expect(short.answer.text == long.answer.text)
        #expect(short.answer.text.contains("2027"))
    }

    @Test func aMeaningIsStillExplained() async {
        for text in ["what is extrinsic value", "what is the wheel strategy"] {
            #expect(await answer(text).understanding.intent == .concept, "\(text)")
        }
    }
}

import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Questions that were answered as another one, or with a part of them dropped: each with other wordings of the same.
@Suite struct PlainQuestionTests: QuestionSuite {
    @Test(
        arguments: [
            ("KO at 70 by expiry", ["KO at 70.00"]), ("KO at 70 on Friday", ["KO at 70.00", "on Fri 03-19"]),
            ("what's my P/L with KO at 70 on Friday", ["KO at 70.00", "on Fri 03-19"]),
            ("PLTR hits 90 by expiry", ["PLTR at 90.00"]), ("P/L if AAPL at 240 on Wednesday", ["AAPL at 240.00"]),
        ])
    func aPriceOfANameIsSupposed(_ text: String, _ parts: [String]) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .whatIf, "\(text): \(result.understanding.intent)")
        expect(result, text, parts, not: ["Not taken into account"])
    }

    @Test(arguments: ["alert me when KO is at 70", "did I sell KO at 70", "is KO at 70", "chance that KO ends at 70"])
    func whatIsToldOfAPriceIsNoSupposition(_ text: String) async {
        #expect(await answer(text).understanding.intent != .whatIf, "\(text)")
    }

    @Test(
        arguments: [
            ("show calendar spreads", ["calendars"]), ("list my calendar spreads", ["calendars"]),
            ("show put calendars", ["put calendars"]), ("my diagonal spreads", ["diagonals"]),
            ("show iron condor spreads", ["iron condors"]), ("show my short put spreads", ["put credit spreads"]),
            ("show calendars and spreads", ["calendars", "spreads"]),
        ])
    func aKindOfSpreadIsThatKindAlone(_ text: String, _ kinds: [String]) async {
        #expect(await answer(text).understanding.filter.groups.map(\.label) == kinds, "\(text)")
    }

    @Test(
        arguments: [
            ("how much theta do I earn per week", ["7 calendar days", "+714"]),
            ("what is my weekly theta", ["7 calendar days", "+714"]),
            ("theta income per month", ["30 calendar days", "+3,060"]),
            ("theta for 10 days", ["10 calendar days", "+1,020"]),
            ("how much time decay do I collect each week", ["7 calendar days", "+714"]),
        ])
    func thetaOfDaysIsNoRealisedProfit(_ text: String, _ parts: [String]) async {
        let result = await answer(text)
        expect(result, text, parts, not: ["closing", "Not taken into account"])
    }

    @Test func whatIsLeftPerYearIsItsOwnFigure() async {
        let result = await answer("What is left per year?")
        expect(result, "left", [], not: ["Not taken into account"])
        expect(await answer("theta of my rows by sector"), "by sector", [], not: ["closing"])
    }

    @Test(
        arguments: [
            ("What did I make last month?", "and the month before?", ["2027-01", "+98"]),
            ("What did I make last month?", "and the previous month?", ["2027-01", "+98"]),
            ("what did I make in february", "what about the month before that?", ["2027-01", "+98"]),
            ("win rate in february", "and the one before?", ["2027-01", "1 winner"]),
            ("What did I make in january?", "and the month after?", ["2027-02", "-4"]),
        ])
    func thePeriodBeforeFollowsTheOneAskedAbout(_ first: String, _ next: String, _ parts: [String]) async {
        expect(await answer(next, after: [first]), next, parts, not: ["since the ledger begins"])
    }

    @Test(
        arguments: [
            ("when is good friday", ["Fri 03-26 is no session (Good Friday)"]),
            ("is the market open on memorial day", ["Mon 05-31 is no session (Memorial Day)"]),
            ("is the market closed on juneteenth", ["Fri 06-18 is no session (Juneteenth)"]),
            ("when is thanksgiving", ["Thu 11-25 is no session (Thanksgiving Day)"]),
        ])
    func aHolidayIsADay(_ text: String, _ parts: [String]) async { expect(await answer(text), text, parts) }

    @Test(
        arguments: [
            ("which position lost the most today", "Lost the most today: AAPL -1 260P -40"),
            ("what is my biggest loser today", "Lost the most today: AAPL"),
            ("which of my positions hurt the most today", "Lost the most today: AAPL"),
            ("which position gained the most today", "Gained the most today: AMD -1 150P +90"),
        ])
    func theMovesOfTheDayAreOfTheDay(_ text: String, _ part: String) async {
        expect(await answer(text), text, [part], not: ["collateral"])
    }

    @Test func anUnconfirmedDateCountsAWeekEitherWay() async {
        func soon(_ context: inout AssistantContext) {
            context.market.underlyings["PLTR"]?.profile.earnings = [
                EarningsEvent(date: PaperWorld.day(4, 20), time: .afterClose, isConfirmed: false)
            ]
        }
        for text in [
            "which positions have earnings before expiry", "earnings before my options expire",
            "any earnings inside my expiries",
        ] {
            let result = await answer(text, soon)
            expect(result, text, ["PLTR", "MU"])
        }
        let one = await answer("when is PLTR earnings", soon)
        expect(one, "one", ["inside the week that counts"], not: ["it ends before."])
    }

    @Test(
        arguments: [
            ("chain for KO March 19", ["options of Fri 03-19", "75P:"], ["day P/L"]),
            ("show me the KO option chain", ["options of", "75P:"], ["day P/L"]),
            ("KO put chain for April 16", ["options of Fri 04-16", "75P:"], ["75C:"]),
            ("what is the score of XLE 90 put", ["score 85", "Score parts"], ["bid"]),
            ("score for UBER", ["score 79", "Score parts"], []),
            ("how did TSLA score", ["score 66", "Fails event"], []),
            ("what's the risk free rate", ["continuously compounded"], ["win rate"]),
            ("current risk-free rate", ["continuously compounded"], ["win rate"]),
            ("which alerts are acknowledged", ["No open alert is of that kind"], []),
            ("show snoozed alerts", ["No open alert is of that kind"], []),
        ])
    func whatIsNamedIsAnswered(_ text: String, _ parts: [String], _ absent: [String]) async {
        expect(await answer(text), text, parts, not: absent)
    }

    @Test(
        arguments: [
            ("what's the total delta of my tech positions", .deltaExposure),
            ("total theta of my tech positions", .thetaIncome), ("overall vega of my staples positions", .vegaExposure),
        ] as [(String, Intent)])
    func aGreekOfASectorIsAGreek(_ text: String, _ intent: Intent) async {
        #expect(await answer(text).understanding.intent == intent, "\(text)")
    }

    @Test(
        arguments: [
            ("my losing trades in February", ["1 losing trade of 2 closed", "PLTR"], ["KO"]),
            ("which trades lost money in february", ["1 losing trade of 2 closed"], ["KO"]),
            ("show my winning trades in february", ["1 winning trade of 2 closed", "KO"], ["PLTR"]),
        ])
    func tradesThatLostAreThoseAlone(_ text: String, _ parts: [String], _ absent: [String]) async {
        expect(await answer(text), text, parts, not: absent)
    }

    @Test func anotherSectorGoesOnWithTheCandidates() async {
        var data = PaperData()
        data.profiles["XLE"] = PaperWorld.profile("XLE", "Energy Select Sector SPDR", close: 94)
        data.profiles["XLE"]?.sector = "Energy"
        for text in ["what about energy?", "and in energy?", "only energy"] {
            let result = await answer(text, after: ["show me candidates"], data: data)
            #expect(result.understanding.intent == .opportunities, "\(text): \(result.understanding.intent)")
            expect(result, text, ["sector Energy"])
        }
    }

    @Test(
        arguments: [
            ("positions with delta between 0.2 and 0.3", ["1 of", "MU -1 95P"]),
            ("which puts have a delta between 20 and 30", ["MU -1 95P"]),
            ("DTE exactly 32", ["of exactly 32", "PLTR -2 80P", "AMD -1 150P"]),
            ("positions with DTE = 32", ["of exactly 32", "PLTR -2 80P"]),
            ("positions with exactly 32 days to expiry", ["of exactly 32", "PLTR -2 80P"]),
            ("positions with theta between 10 and 20", ["KO -2 75P", "MU -1 95P", "PLTR -2 80P"]),
        ])
    func rangesAreBounds(_ text: String, _ parts: [String]) async {
        expect(await answer(text), text, parts, not: ["Not taken into account", "XSP", "AAPL"])
    }

    @Test(
        arguments: [
            ("positions largest first", ["AAPL", "PLTR"]), ("show positions by collateral", ["AAPL", "PLTR"]),
            ("my positions ranked by days to expiry", ["XSP", "AAPL"]),
            ("list positions by collateral smallest first", ["XSP", "MU"]),
        ])
    func rowsStandInTheOrderAskedFor(_ text: String, _ order: [String]) async {
        let result = await answer(text)
        expect(result, text, ["8 rows", "In the order of"])
        let lines = result.answer.text.split(separator: "\n").drop { !$0.hasPrefix("In the order of") }.dropFirst()
        if text.contains("smallest") { return }
        for (line, name) in zip(lines, order) { #expect(line.contains(name), "\(text):\n\(result.answer.text)") }
    }

    @Test func candidatesStandInTheOrderAskedFor() async {
        for text in ["best csp by return", "candidates sorted by return", "highest return csp"] {
            let result = await answer(text)
            expect(result, text, ["In the order of annualised return, highest first"], not: ["Not taken into account"])
            let places = ["UBER", "XLE", "WMT"].compactMap { result.answer.text.firstRange(of: $0)?.lowerBound }
            #expect(places.count == 3 && places == places.sorted(), "\(text):\n\(result.answer.text)")
        }
    }

    @Test(
        arguments: [
            ("what is my theta and which positions expire this week?", ["theta of +102", "expire this week"]),
            ("how much cash do I have and when does the market close?", ["cash", "16:00"]),
            ("What is my win rate? Which alerts are critical?", ["win rate", "Open alerts: 2 CRITICAL"]),
            ("what is my theta and what is the weather like?", ["theta of +102", "ask it by itself"]),
        ])
    func bothPartsAreAnswered(_ text: String, _ parts: [String]) async { expect(await answer(text), text, parts) }

    @Test(
        arguments: [
            ("probability that KO finishes above 80", ["above 80.00", "Fri 03-19"]),
            ("odds that KO > 80 by Friday", ["above 80.00", "Fri 03-19"]),
            ("what's the chance KO ends below 70 by April 16", ["below 70.00", "Fri 04-16"]),
            ("how likely is KO over 80 on Friday", ["above 80.00", "Fri 03-19"]),
        ])
    func aPriceAtTheEndHasAProbability(_ text: String, _ parts: [String]) async {
        let result = await answer(text)
        expect(result, text, parts + ["Risk-neutral"], not: ["Not taken into account"])
    }

    @Test func theProbabilityAboveAndBelowAreOne() async {
        func probability(_ text: String) async -> Double? {
            await answer(text).ledger.entries.first { $0.name == "risk-neutral probability" }.flatMap { entry in
                if case .number(let value) = entry.content { value } else { nil }
            }
        }
        let above = await probability("chance that KO finishes above 77.5 on Friday")
        let below = await probability("chance that KO finishes below 77.5 on Friday")
        #expect(abs((above ?? 0) + (below ?? 0) - 1) < 1e-12)
    }

    @Test func whyOfCandidatesIsTheScoreOfTheFirst() async {
        for text in ["why", "why that one?", "how come"] {
            let result = await answer(text, after: ["show me candidates"])
            expect(result, text, ["XLE 90P", "Score parts"])
        }
    }

    @Test func aMarkStandsBehindThePhrase() async {
        let result = await answer("what is my theta") { context in
            context.book.greeks.thetaPerDay.unknownCount = 1
        }
        expect(result, "theta", ["(1 unknown) [1]"], not: ["unknown ["])
    }

    @Test func everySourceSaysItsAge() async {
        for text in ["what is my theta", "KO vs MO", "what is the delta of KO"] {
            let cited = await answer(text).answer.citations
            for citation in cited where ["greeks", "quotes"].contains(citation.source) {
                #expect(citation.ageSeconds != nil, "\(text): \(citation.title)")
            }
        }
    }

    @Test func anAccountThatIsNotShownSaysHowToShowIt() async {
        expect(
            await answer("and in the IRA?", after: ["what is my theta"]), "IRA", ["No account IRA", "--account all"])
    }
}

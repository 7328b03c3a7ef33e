import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Short questions whose few words once were read as those of another one.
@Suite struct NearQuestionTests: QuestionSuite {
    private static let refused = ["Not sure", "Not answered", "Nothing was ordered", "cannot be answered"]

    /// MO 1, XSP 0.94 and AMD 0.62 are captured; the day has no share of its own.
    @Test(arguments: ["positions up 50% today", "which positions are up 50% today"])
    func aShareOfTheDayIsThatSinceTheOpening(_ text: String) async {
        expect(
            await answer(text), text, ["captured at least 50%", "AMD -1 150P", "today: what is captured is since"],
            not: ["KO -2", "day +"])
    }

    /// XSP, AAPL, KO, MU, PLTR and AMD puts and the MO call.
    @Test(
        arguments: [
            ("iv of my shorts", ["7 short options", "MO -2 57.5C", "KO -2 75P"], "further"),
            ("what is the iv of my short options", ["7 short options", "AMD -1 150P"], "further"),
            ("implied volatility of my short puts", ["6 short puts", "XSP -1 597P"], "MO"),
        ] as [(String, [String], String)])
    func everyShortOptionHasItsVolatility(_ text: String, _ parts: [String], _ absent: String) async {
        expect(await answer(text), text, parts, not: [absent, "IV rank", "could be assigned"])
    }

    @Test(arguments: ["which alert is the worst", "what's the worst alert", "worst of my alerts"])
    func theWorstAlertIsNoRow(_ text: String) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .listAlerts, "\(text)")
        expect(result, text, ["MO 57.5C will be called"], not: ["P/L"])
    }

    @Test(
        arguments: [
            "whats the t-bill rate", "risk free rate", "treasury bill yield", "tbill rate", "interest rate",
            "what's the risk free",
        ])
    func theRateIsThatOfNow(_ text: String) async {
        expect(await answer(text), text, ["continuously compounded"], not: Self.refused + ["win rate"])
    }

    /// 168.30 to 150 is 18.30; the move up to 04-16 is 168.30 x 0.09 = 15.15; 18.30 / 15.147 = 1.21.
    @Test(
        arguments: [
            "amd implied move vs my strike", "expected move of amd against my strike",
            "is my amd strike outside the expected move",
        ])
    func theMoveStandsBesideTheStrike(_ text: String) async {
        expect(
            await answer(text), text, ["AMD -1 150P Fri 04-16", "18.30", "15.15", "1.21"], not: Self.refused)
    }

    /// No expiry of the chain is that of MU's put: its distance is told, and no other day's move.
    @Test func aMoveOfAnotherDayIsNone() async {
        let text = "mu implied move vs my strike"
        expect(await answer(text), text, ["MU -1 95P Thu 03-25", "6.20", "unknown"], not: ["plus or minus 3"])
    }

    /// Of the puts 0.91, 0.28, 0.5, 0.69, 0.37 and 0.81: at most 0.28 together, a product of 0.0263.
    @Test(
        arguments: [
            "prob all puts expire worthless", "odds that all my puts expire worthless", "chance every put ends otm",
        ])
    func allOfThemHaveNoChanceOfTheirOwn(_ text: String) async {
        expect(
            await answer(text), text,
            ["6 short puts", "depends on how their prices move together", "28.0%", "0.0%", "2.6%", "independent"],
            not: Self.refused + ["MO -2", "rows expire this week"])
    }

    @Test(
        arguments: [
            "by expiration if nothing moves", "what do i make by expiration if nothing moves",
            "p/l at expiry if everything stays flat",
        ])
    func everyRowIsHeldToItsOwnExpiry(_ text: String) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .whatIf, "\(text)")
        expect(
            result, text,
            ["Every row held to its own expiry, prices unmoved", "PLTR -2 80P Fri 04-16", "AAPL -1 260P"],
            not: Self.refused)
    }

    /// Theta of all rows is 102, of KO 13 and of XSP 8; with QQQ, BAC and SPY 5 each more 117.
    @Test func theGreekIsThatOfWhatIsLeft() async {
        for (text, figure, scope) in [
            ("what's my theta if i close the ko put", "theta of +89", "without KO"),
            ("theta if i close all my spreads", "theta of +94", "without XSP"),
        ] {
            expect(await answer(text), text, [figure, scope], not: Self.refused + ["puts only", "spreads only"])
        }
        for text in ["what's my theta if i close the qqq calendar", "if i close the qqq calendar what's my theta"] {
            expect(
                await answer(text, LegOfRowTests.change), text, ["theta of +112", "without QQQ"],
                not: Self.refused + ["calendars only", "No open row"])
        }
    }

    /// The call of MO stands against shares: it is closed by itself, and no row is.
    @Test func whatIsNoRowByItselfIsSaid() async {
        let text = "what's my theta if i close the mo call"
        expect(await answer(text), text, ["theta of +102", "closing MO calls"], not: ["without MO"])
    }

    /// KO is sold to open for 120 less 1; what was bought of PLTR is sold again.
    @Test(arguments: ["what did i sell today", "what have i sold today", "sold today", "did i sell any puts today"])
    func salesThatOpenAreTold(_ text: String) async {
        let result = await answer(text) { context in
            context.events += [
                HistoryTests.trade("90", 3, 15, "KO", -1, 120), HistoryTests.trade("91", 3, 15, "PLTR", 1, -60),
                HistoryTests.trade("92", 3, 15, "PLTR", -1, 80),
            ]
        }
        expect(result, text, ["1 option", "KO -1 50P 2027-06-18", "+119"], not: Self.refused + ["PLTR", "CSP"])
        expect(await answer(text), text, ["no option sold to open"], not: Self.refused)
    }

    @Test(
        arguments: [
            ("hows my week", "this week"), ("how has my month been", "2027-03"), ("my year so far", "2027"),
            ("how is my week going", "this week"),
        ])
    func aRunningPeriodIsItsOwn(_ text: String, _ span: String) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .periodProfit, "\(text)")
        expect(result, text, [span, "realised", "marks of past days are not kept"], not: ["since the ledger begins"])
    }

    @Test(arguments: ["best annualized return csp", "csp with the best return", "best paying csp"])
    func theBestReturnIsAnOrder(_ text: String) async {
        expect(await answer(text), text, ["In the order of annualised return"], not: ["The best contract"])
    }

    @Test(arguments: ["best csp", "best put to sell"])
    func theBestOfAKindIsThatOfTheScore(_ text: String) async {
        expect(await answer(text), text, [], not: ["In the order of"])
    }

    @Test(arguments: ["excess liquidity", "whats my excess equity", "excess margin"])
    func theExcessIsOverTheRequirement(_ text: String) async {
        expect(await answer(text), text, ["buying power", "less the requirement"], not: Self.refused)
    }

    @Test(arguments: ["ack the ko alert", "please acknowledge the KO alert", "dismiss that alert"])
    func anAlertIsAcknowledgedWithItsKey(_ text: String) async {
        expect(await answer(text), text, ["nothing was changed", "A acknowledges"], not: ["Rests on"])
    }

    @Test(arguments: ["correlation between KO and MO", "how correlated are KO and MO"])
    func howNamesMoveTogetherStandsElsewhere(_ text: String) async {
        expect(await answer(text), text, ["magnus correlation KO MO"], not: ["Collateral"])
    }

    @Test(arguments: ["if spy drops 10% am i over margin", "what would my margin be if spy falls 10%"])
    func theRequirementAfterAMoveIsNotMadeUp(_ text: String) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .whatIf, "\(text)")
        expect(result, text, ["SPY", "not worked out", "$103,250"], not: Self.refused)
    }
}

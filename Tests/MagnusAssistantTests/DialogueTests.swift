import MagnusDomain
import Testing

@testable import MagnusAssistant

/// Talks of several turns: what each turn is taken for, and what the answer says.
@Suite struct DialogueTests {
    struct Turn: Sendable {
        var say: String
        var intent: Intent
        /// In the answer's text.
        var contains: [String] = []
        var symbols: [String]?
    }

    struct Talk: Sendable, CustomStringConvertible {
        var turns: [Turn]
        var focus = AssistantFocus()
        var description: String { turns.map(\.say).joined(separator: " / ") }
    }

    static let talks: [Talk] = [
        Talk(turns: [
            Turn(
                say: "which positions could be assigned this week, and can I pay?", intent: .assignmentRisk,
                contains: [
                    "MO CC -2 57.5C", "97%", "AAPL -1 260P", "72%", "KO -2 75P", "50%", "114,640", "41,000", "11,500",
                    "85,140", "61,750", "23,390",
                ]),
            Turn(say: "and next week?", intent: .assignmentRisk, contains: ["MU -1 95P", "31%"]),
        ]),
        Talk(turns: [
            Turn(say: "list my positions", intent: .listPositions, contains: ["8 rows", "open P/L -937"]),
            Turn(say: "and the second one?", intent: .showPosition, contains: ["AAPL -1 260P"], symbols: ["AAPL"]),
            Turn(say: "what about KO?", intent: .showPosition, contains: ["KO -2 75P"], symbols: ["KO"]),
            Turn(say: "and its theta?", intent: .thetaIncome, contains: ["+13"], symbols: ["KO"]),
        ]),
        Talk(turns: [
            Turn(say: "what expires this week?", intent: .expirations, contains: ["XSP", "AAPL", "KO"]),
            Turn(say: "and next week?", intent: .expirations, contains: ["MU -1 95P"]),
            Turn(say: "what about friday", intent: .expirations, contains: ["KO"]),
        ]),
        Talk(turns: [
            Turn(
                say: "Should I roll PLTR 80P or take the shares?", intent: .decision,
                contains: ["PLTR -2 80P", "-935", "1,420", "77.65", "16,000", "-950", "11,390"], symbols: ["PLTR"]),
            Turn(say: "and KO?", intent: .decision, contains: ["KO -2 75P", "15,000"], symbols: ["KO"]),
            Turn(say: "why?", intent: .explainFigure, contains: ["(entry - mark) x quantity x 100"]),
        ]),
        Talk(turns: [
            Turn(
                say: "what is the best cash secured put?", intent: .opportunities,
                contains: ["XLE 90P", "85", "13.3%", "UBER"]),
            Turn(say: "the second one", intent: .showPosition, contains: ["UBER 77.5P", "79"], symbols: ["UBER"]),
            Turn(say: "why not TSLA?", intent: .whyNot, contains: ["earnings Apr 22 AMC inside", "event"]),
            Turn(say: "and GME?", intent: .whyNot, contains: ["24%/yr borrow"]),
        ]),
        Talk(turns: [
            Turn(say: "show alerts", intent: .listAlerts, contains: ["CRITICAL", "MO 57.5C will be called"]),
            Turn(say: "why?", intent: .whyAlert, contains: ["ex Tue 1.06"]),
            Turn(say: "what about the third one", intent: .showPosition, contains: ["KO"]),
        ]),
        Talk(turns: [
            Turn(say: "what is my open pnl?", intent: .openProfit, contains: ["-937", "(1 unknown)", "+1,235"]),
            Turn(say: "explain that", intent: .explainFigure, contains: ["mark"]),
            Turn(say: "and today?", intent: .dayProfit, contains: ["+284"]),
        ]),
        Talk(turns: [
            Turn(
                say: "price of apple", intent: .quote, contains: ["AAPL 257.10", "258.80", "-0.66%"], symbols: ["AAPL"]),
            Turn(say: "and micron?", intent: .quote, contains: ["MU 101.20"], symbols: ["MU"]),
            Turn(
                say: "when does it report?", intent: .earnings,
                contains: ["Wed 03-24", "after the close", "the date lies inside"], symbols: ["MU"]),
        ]),
        Talk(turns: [
            Turn(say: "IV rank of AMD", intent: .volatilityRank, contains: ["31.4%", "IV rank 57"], symbols: ["AMD"]),
            Turn(say: "what about MU", intent: .volatilityRank, symbols: ["MU"]),
            Turn(say: "expected move of it to friday", intent: .expectedMove, contains: ["Fri 03-19"], symbols: ["MU"]),
        ]),
        Talk(turns: [
            Turn(say: "30 delta put on KO", intent: .strikeByDelta, contains: ["KO", "delta"], symbols: ["KO"]),
            Turn(say: "and AMD?", intent: .strikeByDelta, contains: ["AMD"], symbols: ["AMD"]),
        ]),
        Talk(turns: [
            Turn(
                say: "iv of AAPL Mar 17 260 put", intent: .contractFigures,
                contains: ["AAPL 260P", "Wed 03-17", "28.7%", "4,567", "Held in AAPL -1 260P"]),
            Turn(say: "and the 95 put?", intent: .contractFigures, symbols: ["AAPL"]),
        ]),
        Talk(turns: [
            Turn(say: "what if SPY falls 5%", intent: .whatIf, contains: ["-5%", "-6,661", "IV rule"]),
            Turn(say: "and 10%?", intent: .whatIf),
            Turn(say: "what if PLTR drops 10%", intent: .whatIf, contains: ["PLTR", "68.76 (-10.0%)", "≈"]),
        ]),
        Talk(turns: [
            Turn(say: "what is theta", intent: .concept, contains: ["Theta is what an option's value changes"]),
            Turn(say: "and gamma?", intent: .concept, contains: ["Gamma is how fast"]),
            Turn(say: "what is my theta", intent: .thetaIncome, contains: ["+102", "5,441"]),
        ]),
        Talk(turns: [
            Turn(
                say: "how much free cash is left", intent: .cash, contains: ["114,640", "103,250", "11,390", "30,102"]),
            Turn(say: "what is my net liq", intent: .netLiquidation, contains: ["169,360"]),
            Turn(say: "buying power", intent: .marginUse, contains: ["90%"]),
        ]),
        Talk(
            turns: [Turn(say: "how is it doing", intent: .showPosition, contains: ["AMD -1 150P"], symbols: ["AMD"])],
            focus: AssistantFocus(symbol: "AMD", reference: "paper:AMD")),
        Talk(
            turns: [
                Turn(
                    say: "should I close this?", intent: .decision, contains: ["AMD -1 150P", "+300"], symbols: ["AMD"])
            ], focus: AssistantFocus(symbol: "AMD", reference: "paper:AMD")),
        Talk(
            turns: [Turn(say: "why is this red", intent: .whyAlert, contains: ["KO 75P at the strike"])],
            focus: AssistantFocus(symbol: "KO", reference: "a-ko")),
        Talk(
            turns: [Turn(say: "explain this", intent: .explainFigure, contains: ["XLE 90P", "edge 25.0"])],
            focus: AssistantFocus(symbol: "XLE", reference: "scan:XLE")),
        Talk(
            turns: [Turn(say: "quote", intent: .quote, contains: ["XLE 94.10"])], focus: AssistantFocus(symbol: "XLE")),
        Talk(turns: [
            Turn(
                say: "when does MO go ex dividend", intent: .dividends, contains: ["Tue 03-16", "1.06"], symbols: ["MO"]
            ),
            Turn(say: "and KO?", intent: .dividends, contains: ["no coming dividend is known"], symbols: ["KO"]),
        ]),
        Talk(turns: [
            Turn(
                say: "what needs my attention", intent: .attention, contains: ["5 alerts", "MO 57.5C will be called"]),
            Turn(say: "the second one", intent: .showPosition, contains: ["XSP 597/592 expires today"]),
        ]),
        Talk(turns: [
            Turn(say: "which position is losing the most", intent: .profitRanking, contains: ["PLTR -2 80P -935"]),
            Turn(say: "the first one", intent: .showPosition, contains: ["PLTR -2 80P"], symbols: ["PLTR"]),
            Turn(say: "should I roll it?", intent: .decision, contains: ["PLTR"], symbols: ["PLTR"]),
        ]),
        Talk(turns: [Turn(say: "is good friday a holiday", intent: .marketHours)]),
        Talk(turns: [
            Turn(say: "is the market open?", intent: .marketHours, contains: ["OPEN 5h17", "16:00", "Good Friday"]),
            Turn(say: "and on 03-26?", intent: .marketHours, contains: ["Fri 03-26 is no session (Good Friday)"]),
        ]),
        Talk(turns: [
            Turn(say: "sell 2 KO puts", intent: .placeOrder, contains: ["Nothing was ordered", "cannot trade"])
        ]),
        Talk(turns: [
            Turn(say: "my notes on PLTR", intent: .notes, contains: ["take at 78 or roll once"]),
            Turn(say: "and AAPL?", intent: .notes, contains: ["No note is kept on AAPL"]),
        ]),
        Talk(turns: [
            Turn(say: "hello", intent: .greeting, contains: ["OPEN 5h17"]), Turn(say: "what can you do", intent: .help),
            Turn(say: "thanks", intent: .thanks),
        ]),
        Talk(turns: [
            Turn(say: "show greeks", intent: .bookGreeks, contains: ["+435", "SPY"]),
            Turn(say: "and for PLTR?", intent: .bookGreeks, contains: ["PLTR", "+112"], symbols: ["PLTR"]),
        ]),
        Talk(turns: [
            Turn(say: "what is my beta weighted delta", intent: .deltaExposure, contains: ["+163", "58%", "97,5"]),
            Turn(say: "what about AAPL", intent: .deltaExposure, contains: ["AAPL", "+71"], symbols: ["AAPL"]),
        ]),
        Talk(turns: [
            Turn(say: "how do I bake bread", intent: .outOfScope, contains: ["cannot be answered"]),
            Turn(say: "what about KO?", intent: .showPosition, contains: ["KO -2 75P"]),
        ]),
        Talk(turns: [
            Turn(say: "list my positions", intent: .listPositions),
            Turn(say: "the ninth... number 40", intent: .showPosition, contains: ["did not name that many"]),
        ]),
        Talk(turns: [
            Turn(say: "price of ZZZQ", intent: .quote, contains: ["ZZZQ is not known to any source"]),
            Turn(say: "and AMD?", intent: .quote, contains: ["AMD 168.30"], symbols: ["AMD"]),
        ]),
        Talk(turns: [
            Turn(say: "monitor status", intent: .monitors, contains: ["1 monitor,", "SPY 585P, 2.1 % away"]),
            Turn(say: "how old is the data", intent: .dataAge, contains: ["simulated"]),
        ]),
        Talk(turns: [
            Turn(say: "how concentrated am I", intent: .concentration, contains: ["AAPL $26,000 = 15%"]),
            Turn(say: "realized profit", intent: .realizedProfit, contains: ["+1,235"]),
        ]),
    ]

    @Test func thereAreEnoughTalks() { #expect(Self.talks.count >= 30) }

    @Test(arguments: talks) func talk(_ talk: Talk) async {
        var state = ConversationState()
        for turn in talk.turns {
            let result = await Trained.compose(turn.say, state: state, focus: talk.focus)
            state = result.state
            #expect(
                result.understanding.intent == turn.intent,
                "\(turn.say): \(result.understanding.intent) \(result.understanding.confidence)")
            for part in turn.contains {
                #expect(result.answer.text.contains(part), "\(turn.say) lacks \(part):\n\(result.answer.text)")
            }
            if let symbols = turn.symbols { #expect(result.understanding.entities.symbols == symbols, "\(turn.say)") }
        }
    }
}

import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAssistant

/// One trained assistant for all tests.
enum Trained {
    static let assistant = Assistant()
    static let context = PaperWorld.context()

    static func understand(
        _ text: String, state: ConversationState = ConversationState(), focus: AssistantFocus = AssistantFocus()
    ) -> Understanding {
        assistant.understand(text, state: state, focus: focus, context: context)
    }

    static func compose(
        _ text: String, state: ConversationState = ConversationState(), focus: AssistantFocus = AssistantFocus(),
        context: AssistantContext = context, data: PaperData = PaperData()
    ) async -> Assistant.Composition {
        await assistant.compose(text, state: state, focus: focus, context: context, data: data)
    }
}

@Suite struct UnderstandingTests {
    @Test func heldOutPhrasesAreUnderstood() {
        var wrong: [String] = []
        let all = HeldOutUtterances.all
        for (text, intent) in all {
            let found = Trained.understand(text)
            if found.intent != intent {
                wrong.append("\(text): \(found.intent.rawValue) \(found.confidence), wanted \(intent.rawValue)")
            }
        }
        let accuracy = 1 - Double(wrong.count) / Double(all.count)
        #expect(all.count >= 200)
        #expect(accuracy >= 0.9, "\(accuracy) of \(all.count); wrong:\n\(wrong.joined(separator: "\n"))")
    }

    @Test func trainingAndHeldOutShareNoPhrase() {
        let training = Set(IntentPhrases.examples.map { $0.text.lowercased() })
        let shared = HeldOutUtterances.all.filter { training.contains($0.text.lowercased()) }.map(\.text)
        // Words such as "hi" and "thank you" have no second form.
        #expect(shared.count <= 8, "\(shared)")
    }

    @Test func everyIntentHasEnoughPhrases() {
        #expect(IntentPhrases.table.count >= 25)
        for entry in IntentPhrases.table {
            let count = entry.phrases.split(separator: "\n").count
            #expect(count >= 12, "\(entry.intent.rawValue): \(count)")
        }
        #expect(
            Set(IntentPhrases.table.map(\.intent)).union(HistoryRules.intents).union([
                .ledgerEvents, .rowRanking, .changes, .breakdown, .comparison,
            ]).count
                == Intent.allCases.count)
    }

    @Test func outOfScopeIsRefusedAndInScopeRarelyIs() {
        let all = HeldOutUtterances.all
        let outside = all.filter { $0.intent == .outOfScope }
        let inside = all.filter { $0.intent != .outOfScope }
        let recalled = outside.filter { Trained.understand($0.text).intent == .outOfScope }.count
        let rejected = inside.filter { Trained.understand($0.text).intent == .outOfScope }
        #expect(Double(recalled) >= 0.8 * Double(outside.count))
        #expect(Double(rejected.count) <= 0.04 * Double(inside.count), "\(rejected.map(\.text))")
    }

    @Test func statedConfidenceIsNearTheObservedAccuracy() {
        var bins = [(count: Int, confidence: Double, right: Double)](repeating: (0, 0, 0), count: 5)
        for (text, intent) in HeldOutUtterances.all {
            let found = Trained.understand(text)
            let bin = min(4, Int(found.confidence * 5))
            bins[bin].count += 1
            bins[bin].confidence += found.confidence
            bins[bin].right += found.intent == intent ? 1 : 0
        }
        let total = Double(HeldOutUtterances.all.count)
        let error = bins.reduce(0) { $0 + abs($1.confidence - $1.right) / total }
        #expect(error <= 0.15, "expected calibration error \(error), bins \(bins)")
    }

    @Test func understandingIsDeterministic() {
        let other = Assistant()
        for (text, _) in HeldOutUtterances.all.prefix(60) {
            let first = Trained.understand(text)
            let second = other.understand(
                text, state: ConversationState(), focus: AssistantFocus(), context: Trained.context)
            #expect(first == second)
        }
    }

    struct Slot: Sendable, CustomStringConvertible {
        var text: String
        var symbols: [String] = []
        var unknown: [String] = []
        var strike: Double?
        var right: OptionRight?
        var expiry: CalendarDate?
        var first: CalendarDate?
        var last: CalendarDate?
        var percent: Double?
        var delta: Double?
        var ordinal: Int?
        var quantity: Int?
        var concept: String?
        var description: String { text }
    }

    static let slots: [Slot] = [
        Slot(text: "show KO", symbols: ["KO"]), Slot(text: "quote $pltr", symbols: ["PLTR"]),
        Slot(text: "price of Apple", symbols: ["AAPL"]),
        Slot(text: "how is coca cola", symbols: ["KO"]), Slot(text: "amd and mu", symbols: ["AMD", "MU"]),
        Slot(text: "what about ZZZQ", unknown: ["ZZZQ"]), Slot(text: "$XYZW price", unknown: ["XYZW"]),
        Slot(text: "delta of AAPL 260P", symbols: ["AAPL"], strike: 260, right: .put),
        Slot(text: "the DIS 105 call", symbols: ["DIS"], strike: 105, right: .call),
        Slot(text: "AAPL Mar 17 260 put", symbols: ["AAPL"], strike: 260, right: .put, expiry: PaperWorld.day(3, 17)),
        Slot(text: "PLTR 80P 04-16", symbols: ["PLTR"], strike: 80, right: .put, expiry: PaperWorld.day(4, 16)),
        Slot(text: "MO 57.5c", symbols: ["MO"], strike: 57.5, right: .call),
        Slot(text: "XSP 597/592P", symbols: ["XSP"], strike: 597, right: .put),
        Slot(text: "KO 75 put april 16", symbols: ["KO"], strike: 75, right: .put, expiry: PaperWorld.day(4, 16)),
        Slot(text: "what expires this week", first: PaperWorld.day(3, 15), last: PaperWorld.day(3, 20)),
        Slot(text: "what expires next week", first: PaperWorld.day(3, 21), last: PaperWorld.day(3, 27)),
        Slot(text: "expiring friday", first: PaperWorld.day(3, 19), last: PaperWorld.day(3, 19)),
        Slot(text: "expiring next friday", first: PaperWorld.day(3, 26), last: PaperWorld.day(3, 26)),
        Slot(text: "tomorrow", first: PaperWorld.day(3, 16), last: PaperWorld.day(3, 16)),
        Slot(text: "next month", first: PaperWorld.day(4, 1), last: PaperWorld.day(4, 30)),
        Slot(text: "what ends by wednesday", first: PaperWorld.day(3, 15), last: PaperWorld.day(3, 17)),
        Slot(text: "on 2027-04-16", first: PaperWorld.day(4, 16), last: PaperWorld.day(4, 16)),
        Slot(text: "on 3/19", first: PaperWorld.day(3, 19), last: PaperWorld.day(3, 19)),
        Slot(text: "within 10 days", first: PaperWorld.day(3, 15), last: PaperWorld.day(3, 25)),
        Slot(text: "17th march", first: PaperWorld.day(3, 17), last: PaperWorld.day(3, 17)),
        Slot(text: "what if SPY drops 5%", symbols: ["SPY"], percent: -0.05),
        Slot(text: "SPY up 2 percent", symbols: ["SPY"], percent: 0.02),
        Slot(text: "SPY -10%", symbols: ["SPY"], percent: -0.10),
        Slot(text: "30 delta put on KO", symbols: ["KO"], right: .put, delta: 0.30),
        Slot(text: "0.2 delta call", right: .call, delta: 0.2), Slot(text: "25-delta put", right: .put, delta: 0.25),
        Slot(text: "the second one", ordinal: 2), Slot(text: "number 3", ordinal: 3), Slot(text: "#2", ordinal: 2),
        Slot(text: "the last one", ordinal: -1),
        Slot(text: "sell 2 KO puts", symbols: ["KO"], right: .put),
        Slot(text: "buy 100 shares of DIS", symbols: ["DIS"], quantity: 100),
        Slot(text: "what is pin risk", concept: "pin_risk"),
        Slot(text: "explain cash secured puts", right: .put, concept: "cash_secured_put"),
        Slot(text: "what is a poor man's covered call", right: .call, concept: "diagonal"),
        Slot(text: "iv rank", concept: "iv_rank"),
    ]

    @Test(arguments: slots) func slotsAreFound(_ slot: Slot) {
        let found = Trained.understand(slot.text).entities
        #expect(found.symbols == slot.symbols)
        #expect(found.unknownSymbols == slot.unknown)
        #expect(found.contract.strike == slot.strike)
        if let right = slot.right { #expect(found.contract.right == right) }
        if let expiry = slot.expiry { #expect(found.contract.expiry == expiry) }
        if let first = slot.first { #expect(found.span?.first == first) }
        if let last = slot.last { #expect(found.span?.last == last) }
        if let percent = slot.percent { #expect(found.percents.first.map { abs($0 - percent) < 1e-9 } == true) }
        if let delta = slot.delta { #expect(found.delta.map { abs($0 - delta) < 1e-9 } == true) }
        if let ordinal = slot.ordinal { #expect(found.ordinal == ordinal) }
        if let quantity = slot.quantity { #expect(found.quantity == quantity) }
        if let concept = slot.concept { #expect(found.concept == concept) }
    }

    @Test func spellingDistanceCountsASwapOnce() {
        #expect(SpellingCorrector.distance(Array("thtea".utf8), Array("theta".utf8), limit: 2) == 1)
        #expect(SpellingCorrector.distance(Array("assigment".utf8), Array("assignment".utf8), limit: 2) == 1)
        #expect(SpellingCorrector.distance(Array("theta".utf8), Array("delta".utf8), limit: 1) == nil)
        #expect(SpellingCorrector.distance([], Array("ab".utf8), limit: 2) == 2)
    }
}

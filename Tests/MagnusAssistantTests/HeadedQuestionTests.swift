import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Several questions of one name in one text: the shares, a call against them, what they cost.
@Suite struct HeadedQuestionTests: QuestionSuite {
    /// 100 shares at 115 without a call, and a scan that found one.
    private static func change(_ context: inout AssistantContext) {
        for place in context.book.strategies.indices where context.book.strategies[place].symbol == "DIS" {
            context.book.strategies[place].flags = [.uncoveredShares]
            context.book.strategies[place].legs[0].position.costBasis = Money(tenThousandths: 115_000_000)
            context.book.strategies[place].legs[0].position.stockBasis = StockBasis(
                broker: 115, tax: 112.65, wheel: 110.90)
        }
        context.scans.append(
            ScanResult(
                strategy: .coveredCall, watchlist: "default", scannedAt: PaperWorld.now, symbolsScanned: 1,
                contractsScanned: 12,
                candidates: [PaperWorld.candidate("DIS", 115, .call, score: 71, fill: 1.59, yearly: 0.136)],
                nearestMisses: [], rejected: [:], room: "100 idle"))
    }

    private static let call = "DIS 115C Fri 04-23 score 71, fill 1.59, 13.6%"

    @Test(arguments: [
        "DIS: uncovered shares, what call would you sell, and what's my basis",
        "DIS: uncovered shares, what call would you sell against them, and what's my basis?",
        "dis: uncovered shares; what call would you sell and what is my basis",
    ])
    func everyPartIsAnswered(text: String) async {
        expect(
            await answer(text, Self.change), text,
            ["DIS 100 sh: P/L -660", Self.call, "cost $11,500", "broker basis 115.00"],
            not: ["Not taken into account", "Not sure", "Not answered", "XLE"])
    }

    @Test func sharesACallAndTheBasis() async {
        let text = "how many DIS shares do I have, what call would you sell against them and what's my basis"
        expect(
            await answer(text, Self.change), text, ["DIS: +100 shares", Self.call, "cost $11,500"],
            not: ["Not sure", "Not answered"])
        let two = "DIS: basis and what call would you sell"
        expect(await answer(two, Self.change), two, ["cost $11,500", Self.call], not: ["Not sure", "Not answered"])
    }

    @Test(arguments: [
        "what call would you sell on DIS", "which call should I sell against my DIS shares",
        "what calls can I write on DIS",
    ])
    func aCallToSellIsACandidate(text: String) async {
        let result = await answer(text, Self.change)
        expect(result, text, [Self.call], not: ["Not sure", "Nothing was ordered", "XLE"])
        #expect(result.understanding.intent == .opportunities)
    }

    @Test func theWholeTextIsRepeatedForAnotherName() async {
        let first = "DIS: uncovered shares, what call would you sell, and what's my basis"
        let text = "same question for MO"
        let result = await answer(text, after: [first], Self.change)
        // MO has a call against its shares, no scan found another, and of its cost the fixture states nothing.
        expect(result, text, ["No shares are without a call", "MO CC -2 57.5C: the cost is not known"], not: ["DIS 1"])
    }

    @Test func partsOfAHeading() {
        #expect(
            QuestionParts.read(
                "DIS: shares, what call would you sell, and what's my basis", name: "DIS", heading: "DIS")
                == ["DIS: shares,", "what call would you sell on DIS", "what's my basis on DIS"])
        // The delta is the call's.
        #expect(QuestionParts.read("DIS: 115 call and what is its delta", name: "DIS", heading: "DIS") == nil)
        #expect(QuestionParts.read("uncovered shares, what call would you sell", name: nil) == nil)
    }
}

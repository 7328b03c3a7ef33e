import MagnusDomain
import Testing

@testable import MagnusAssistant

/// A supposition about what is no price is never one of a price.
@Suite struct ForeignSuppositionTests {
    private static func text(_ question: String) async -> String {
        await HistoryTests.compose(question).answer.text.split(separator: " ").joined(separator: " ")
    }

    @Test(
        arguments: [
            ("what if IV rank of MU goes to 50", "A supposed IV rank is not revalued here"),
            ("what if IV percentile of KO goes to 80", "A supposed IV percentile is not revalued here"),
            ("what if delta of KO goes to 60", "A supposed delta is not revalued here"),
            ("what if KO's beta rises 20%", "A supposed beta is not revalued here"),
            ("suppose the skew of AAPL goes to 12", "A supposed skew is not revalued here"),
            ("what if oil falls 10%", "A supposed oil is not revalued here"),
            ("what if oil stocks fall 5%", "A supposed oil is not revalued here"),
            ("what if bonds fall 3%", "A supposed bonds is not revalued here"),
            ("what if SPY falls 2% and gold rises 5%", "A supposed gold is not revalued here"),
            ("what if energy drops 10%", "No open row is left with Energy only"),
            ("what if banks drop 10%", "No open row is left with Financials only"),
            ("what if SPY drops 1.5 percent per day for 3 days", "A move in each period is not added up here"),
            ("what if SPY drops 2 percent a day for 2 days", "A move in each period is not added up here"),
            ("what if AAPL falls 1% every day", "A move in each period is not added up here"),
            ("what if AAPL falls 120%", "a supposed price must be above zero"),
            ("what if AAPL falls 100%", "a supposed price must be above zero"),
            ("what if AAPL falls 300 dollars", "a supposed price must be above zero"),
            ("what if AAPL goes to -10", "a supposed price must be above zero"),
            ("what if KO is at 0", "a supposed price must be above zero"),
            ("what if KO drops to zero", "a supposed price must be above zero"),
            ("what if VIX goes to 0", "at or below zero is out of range"),
            ("what if AAPL rises or falls 5%", "Up or down?"),
            ("what if it falls to 70", "Of which symbol is that the price?"),
            ("what if KO drops to 90", "would have to stand above that level now"),
            ("what if AAPL goes up to 200", "would have to stand under that level now"),
            ("what if the 10 year goes to 5%", "is not clear"),
        ])
    func itIsSaidAndNotRevalued(_ question: String, _ part: String) async {
        let text = await Self.text(question)
        #expect(text.contains(part), "\(question):\n\(text)")
        #expect(!text.contains("against now for"), "\(question):\n\(text)")
        #expect(!text.contains("for the book"), "\(question):\n\(text)")
    }

    @Test(
        arguments: [
            ("what if AAPL falls 3,5 %", "AAPL at 248.10 (-3.5%)"), ("what if AAPL falls 2,5%", "(-2.5%)"),
            ("what if AAPL goes to 1,250", "AAPL at 1,250.00"), ("what if AAPL goes to 250,5", "AAPL at 250.50"),
        ])
    func aDecimalCommaIsOne(_ question: String, _ part: String) async {
        let text = await Self.text(question)
        #expect(text.contains(part), "\(question):\n\(text)")
    }

    @Test func marksOfNumbers() {
        #expect(EntityExtractor.number("3,5") == 3.5)
        #expect(EntityExtractor.number("-0,125") == -0.125)
        #expect(EntityExtractor.number("12,345.5") == 12_345.5)
        #expect(EntityExtractor.number("1.234,56") == 1234.56)
        #expect(EntityExtractor.number("1,234,567") == 1_234_567)
        #expect(EntityExtractor.number("1,23,4") == nil)
    }

    @Test(arguments: ["what if the fed cuts 25 bp", "the fed cuts rates 25 bp"])
    func cutsAreNoPuts(_ question: String) async {
        let result = await HistoryTests.compose(question)
        #expect(result.answer.text.contains("Interest rates -0.25 points"), "\(result.answer.text)")
        #expect(!result.answer.text.contains("puts only"), "\(result.answer.text)")
        #expect(result.understanding.filter.right == nil && result.understanding.entities.contract.right == nil)
    }
}

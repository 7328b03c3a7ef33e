import MagnusDomain
import Testing

@testable import MagnusAssistant

/// Text of any length and content is a question, never an instruction, and never breaks the answer.
@Suite struct HostileQuestionTests {
    private static func isHarmless(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n"
                || scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
                    && !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
        }
    }

    @Test(arguments: [
        "", " ", "\n\n\t", "?", "...", "!!!", "\u{0}", "\u{1B}[2J", "\u{200B}\u{FEFF}", "-", "$", "%", "'",
    ])
    func nothingReadable(_ text: String) async {
        let result = await Trained.compose(text)
        #expect(result.understanding.intent == .outOfScope, "\(result.answer.text)")
        #expect(result.answer.figures.isEmpty)
        #expect(!result.answer.text.isEmpty && Self.isHarmless(result.answer.text))
    }

    @Test(arguments: [
        "🚀🚀🚀", "👨‍👩‍👧‍👦", "🍕 tonight?", "💰💰 lambo when", "ÄÖÜ ß", "日本語の質問", "مرحبا", "e\u{301}\u{301}\u{301}\u{301}",
    ])
    func emojiAndOtherScripts(_ text: String) async {
        let result = await Trained.compose(text)
        #expect(["out_of_scope", "unsure"].contains(result.answer.intent), "\(text): \(result.answer.text)")
        #expect(result.answer.figures.isEmpty)
    }

    @Test(arguments: [
        "🚀 how was my day 🚀", "how was my day\u{0}\u{7}", "\u{1B}[31mhow was my day\u{1B}[0m", "how\u{200B} was my day",
        "\u{202E}how was my day", "HOW WAS MY DAY???", "how   was\n\nmy\tday", "“how was my day”", "how was my day 📉📉",
    ])
    func decorationDoesNotHideTheQuestion(_ text: String) async {
        let result = await Trained.compose(text)
        #expect(result.understanding.intent == .dayProfit, "\(text.debugDescription): \(result.understanding.intent)")
        #expect(Self.isHarmless(result.answer.text))
    }

    @Test func veryLongTextIsCutAndSaidSo() async {
        for text in [
            String(repeating: "a", count: 1_000_000), String(repeating: "sell everything now ", count: 50_000),
            String(repeating: "🚀", count: 200_000), String(repeating: "KO ", count: 100_000),
            String(repeating: "1", count: 100_000), String(repeating: "(", count: 100_000),
            "how was my day " + String(repeating: "\n", count: 500_000),
        ] {
            let result = await Trained.compose(text)
            #expect(!result.answer.text.isEmpty && result.answer.text.count < 5_000, "\(text.prefix(20))")
            #expect(result.understanding.words.count <= Tokeniser.maximumWords)
            #expect(result.understanding.confidence.isFinite)
        }
        let long = await Trained.compose("quantum zebra " + String(repeating: "lorem ipsum dolor ", count: 1_000))
        #expect(long.answer.text.contains("Only the beginning of the long text was read."), "\(long.answer.text)")
        let order = await Trained.compose(String(repeating: "sell everything now ", count: 50_000))
        #expect(order.understanding.intent == .placeOrder || order.understanding.intent == .outOfScope)
    }

    /// Random bytes as text: always the same answer, never a figure out of scope, never a raw control character.
    @Test func randomText() async {
        var state: UInt64 = 0x1234_5678
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        for _ in 0..<200 {
            let bytes = (0..<Int(next() % 80)).map { _ in UInt8(truncatingIfNeeded: next()) }
            let text = String(decoding: bytes, as: UTF8.self)
            let first = await Trained.compose(text)
            let second = await Trained.compose(text)
            #expect(first.answer == second.answer)
            #expect(Self.isHarmless(first.answer.text), "\(first.answer.text.debugDescription)")
        }
    }
}

import MagnusDomain
import Testing

@testable import MagnusAssistant

/// An answer is exact for what was asked, or says what it left out, or asks back.
@Suite struct UnreadWordTests {
    private static func text(_ question: String) async -> String {
        await HistoryTests.compose(question).answer.text.split(separator: " ").joined(separator: " ")
    }

    /// The ex-date is tomorrow: who wants the dividend exercises tonight.
    @Test(arguments: [
        "which of my shorts is most likely to be assigned tonight", "can anything be assigned tonight",
        "any assignment risk today", "will MO be called away tonight", "what could be assigned before tomorrow",
        "am I safe from assignment tonight",
        "could i lose my MO shares overnight", "will my MO stock be called away tonight",
        "are my MO shares going to be called tonight", "can my covered calls be assigned tonight",
        "any shares called away tonight", "any calls at risk before the open tomorrow", "assignment odds tonight",
    ])
    func anEveningBeforeADividendIsNoAllClear(_ question: String) async {
        let text = await Self.text(question)
        #expect(text.contains("MO CC -2 57.5C 97%"), "\(question):\n\(text)")
        #expect(text.contains("early for the dividend"), "\(question):\n\(text)")
        #expect(!text.contains("No short option") && !text.contains("Not by expiry"), "\(question):\n\(text)")
    }

    @Test(arguments: [
        ("total realised profit 2027", ["2027", "+122"]), ("realised P/L by year", ["2027: +122, 4 closings"]),
        ("realised p/l per month", ["2027-03: +28, 1 closing", "2027-02: -4, 2 closings", "2027-01: +98, 1 closing"]),
        ("p&l by symbol this year", ["KO: +146, 2 closings", "PLTR: -24, 2 closings"]),
        ("realized gains 2027 vs 2026", ["2027: +122", "2026: 0, 0 closings"]),
        ("what did I realise last week", ["+28"]),
    ])
    func aPeriodIsNeverDropped(_ question: String, _ parts: [String]) async {
        let text = await Self.text(question)
        for part in parts { #expect(text.contains(part), "\(question) lacks \(part):\n\(text)") }
        #expect(!text.contains("1,235"), "the total of all times:\n\(text)")
    }

    @Test(arguments: ["realised in 2029", "net liq in 2024", "net liq without MO"])
    func aWordThatChangesTheQuestionIsAskedBack(_ question: String) async {
        let result = await HistoryTests.compose(question)
        #expect(result.answer.intent == "unsure" || result.answer.intent == "out_of_scope", "\(result.answer.text)")
        #expect(result.answer.figures.isEmpty, "\(question):\n\(result.answer.text)")
    }

    @Test(arguments: [
        ("how much is my DIS worth", ["DIS: +100 shares, worth +100"], "net liquidation"),
        ("how many shares of KO do I own", ["KO: 0 shares are held", "-2 75P"], "delta"),
        ("how many contracts am I short", ["10 short contracts", "1 long contract"], "expire"),
        ("should I be worried about AAPL?", ["AAPL -1 260P", "P/L -144"], "KO"),
        ("show me positions expiring after March 20", ["MU -1 95P", "after 03-20"], "XSP"),
        ("which positions have a delta above 50", ["4 of 8 rows with delta above +50", "AAPL", "DIS"], "MU"),
        ("which rows lose more than 500", ["PLTR", "DIS"], "MO"),
        ("positions with more than 50% captured", ["XSP", "MO", "AMD"], "PLTR"),
        ("what if AAPL is 250 on Wednesday", ["AAPL at 250.00 (-2.8%)", "Wed 03-17"], "expire"),
        ("compare KO and PEP", ["KO", "PEP is not known to any source here"], "AMD"),
        ("how much did i receive for the spread", ["XSP"], "Which position"),
    ])
    func theConditionIsKept(_ question: String, _ parts: [String], _ absent: String) async {
        let text = await Self.text(question)
        for part in parts { #expect(text.contains(part), "\(question) lacks \(part):\n\(text)") }
        #expect(!text.contains(absent), "\(question):\n\(text)")
    }

    @Test func whatIsLeftOutIsSaid() async {
        for (question, word) in [
            ("net liq last month", "2027-02"), ("win rate by sector", "by sector"),
        ] {
            let text = await Self.text(question)
            #expect(text.contains("Not taken into account: \(word)"), "\(question):\n\(text)")
        }
    }

    @Test func theWeekAfterFollowsTheWeekAskedAbout() async {
        let first = await HistoryTests.compose("which expire next week")
        let second = await HistoryTests.compose("and the week after?", state: first.state)
        #expect(second.understanding.entities.span?.first == PaperWorld.day(3, 28), "\(second.answer.text)")
        #expect(second.understanding.intent == .expirations)
        #expect(!second.answer.text.contains("KO -2 75P Fri"), "\(second.answer.text)")
    }

    @Test func itIsTheNameTheTalkIsAbout() async {
        let theta = await HistoryTests.compose("theta")
        let first = await HistoryTests.compose("is PLTR ok", state: theta.state)
        #expect(first.understanding.intent == .showPosition && first.answer.text.contains("HIGH"))
        let roll = await HistoryTests.compose("roll it?", state: first.state)
        #expect(
            roll.answer.text.contains("PLTR") && !roll.answer.text.contains("Which position"), "\(roll.answer.text)")
        let expiry = await HistoryTests.compose("when does it expire", state: first.state)
        #expect(expiry.answer.text.contains("PLTR -2 80P Fri 04-16"), "\(expiry.answer.text)")
        #expect(!expiry.answer.text.contains("XSP"), "\(expiry.answer.text)")
    }

    @Test func aPeriodIsKeptForTheNextName() async {
        let first = await HistoryTests.compose("what did I make in february")
        let second = await HistoryTests.compose("and on PLTR?", state: first.state)
        #expect(second.answer.text.contains("PLTR, 2027-02") && second.answer.text.contains("-52"))
        let third = await HistoryTests.compose("and last month by symbol?", state: first.state)
        let text = third.answer.text.split(separator: " ").joined(separator: " ")
        #expect(text.contains("KO: +48"), "\(text)")
    }
}

import MagnusAnalysis
import MagnusDomain
import Testing

@testable import MagnusAssistant

/// Questions whose constraint, day or sum was lost on the way to the answer.
@Suite struct KeptConstraintTests {
    private func answer(
        _ text: String, _ change: (inout AssistantContext) -> Void = { _ in }
    ) async -> Assistant.Composition {
        var context = PaperWorld.context()
        context.events = HistoryTests.events
        change(&context)
        return await Trained.compose(text, context: context)
    }

    @Test(
        arguments: [
            ("What if rates rise 50 basis points?", "Interest rates +0.50 points"),
            ("what if rates rise by 0.5", "Interest rates +0.50 points"),
            ("what if rates fall a quarter point", "Interest rates -0.25 points"),
            ("interest rates up 25 bps", "Interest rates +0.25 points"),
            ("effect of a 25bp hike", "Interest rates +0.25 points"),
            ("what if the fed hikes half a point", "Interest rates +0.50 points"),
            ("what if rates rise", "a change in points makes the question complete"),
            ("what happens if the fed cuts 25 bps", "Interest rates -0.25 points"),
            ("What if vol doubles?", "volatility times 2.0"), ("what happens if vol doubles", "volatility times 2.0"),
            ("what if implied vol halves", "volatility times 0.5"), ("suppose IV rises 5 points", "volatility +5.0"),
            ("how would my portfolio react to a vol expansion of 8 points", "volatility +8.0"),
        ])
    func ratesAndVolatilityAreSupposedWithoutAPrice(_ text: String, _ part: String) async {
        let result = await answer(text)
        #expect(result.understanding.intent == .whatIf, "\(text): \(result.understanding.intent)")
        #expect(result.answer.text.contains(part), "\(text): \(result.answer.text)")
        #expect(!result.answer.text.contains("Not taken into account"), "\(result.answer.text)")
    }

    @Test(arguments: [
        "what is my win rate", "what is the IV rank of MU", "what is my vega", "interest received this year",
    ])
    func whatSupposesNothingIsNoSupposition(_ text: String) async {
        #expect(await answer(text).understanding.intent != .whatIf, "\(text)")
    }

    @Test func namesNotLookedAtAreSaid() async {
        let result = await answer("which stock has the highest IV rank") { context in
            context.watchList = (0..<120).map { number in
                "A" + String(decoding: [UInt8(65 + number / 26), UInt8(65 + number % 26)], as: UTF8.self)
            }
        }
        #expect(result.answer.text.contains("Not looked at:"), "\(result.answer.text)")
        let held = Set(PaperWorld.book().strategies.map(\.symbol))
        let line = result.answer.text.split(separator: "\n").first { $0.hasPrefix("Highest") } ?? ""
        #expect(held.contains { line.contains($0) }, "\(result.answer.text)")
        #expect(await !answer("which stock has the highest IV rank").answer.text.contains("Not looked at:"))
    }

    @Test(arguments: ["What does delta mean \u{2014} for a seller?", "what does theta mean ~ roughly"])
    func aDashIsNoTrustMark(_ text: String) async {
        let result = await answer(text)
        #expect(!result.answer.text.contains("Trust marks"), "\(result.answer.text)")
        #expect(await answer("what does ~ mean").answer.text.contains("stale"))
    }

    @Test func whatWasClosedTodayIsNotLost() async {
        func ask(_ text: String) async -> String {
            await answer(text) { context in
                context.book.dayClosings = [
                    DayClosing(
                        id: "paper:XOM", account: "paper", instrument: .stock(symbol: "XOM"),
                        heldAtClose: Quantity(100),
                        previousMark: Figure(74), cash: 7_520, profit: Figure(120)),
                    DayClosing(
                        id: "paper:PLTR", account: "paper", instrument: .stock(symbol: "PLTR"),
                        heldAtClose: Quantity(10), previousMark: Figure(70), cash: 800, profit: Figure(77)),
                ]
            }.answer.text
        }
        let without = await ask("how was my day excluding PLTR")
        #expect(without.contains("+120") && !without.contains("+197"), "\(without)")
        let puts = await ask("today's P/L on puts")
        #expect(puts.contains("is not in it") && !puts.contains("+120"), "\(puts)")
    }

    @Test func sharesThatAreNotHeldBringNoCash() async {
        let result = await answer("how much cash do I need if everything gets assigned") {
            $0.book = PaperWorld.book(PaperWorld.specs + FreshQuestionTests.further)
        }
        let text = result.answer.text
        #expect(text.contains("owed and not held in their rows: IWM"), "\(text)")
        #expect(!text.contains("$23,500 received") && !text.contains("stays free") || !text.contains("so -"), "\(text)")
    }
}

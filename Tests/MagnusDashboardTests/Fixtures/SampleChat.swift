import MagnusDesk
import MagnusDomain

/// The conversation of the sample screen.
enum SampleChat {
    static func transcript() -> Transcript {
        let answer = Answer(
            text: "Three. MO 57.5C tonight 97% (ex-dividend, 200 shares go at 57.50) [1]; AAPL 260P 72% (26,000) [2]; "
                + "KO 75P 50% (15,000, 0.02 from the strike) [3]. If all happen: cash 114,640 - 41,000 + 11,500 = 85,140; "
                + "the other shorts reserve 61,750, so 23,390 stays free [4].",
            intent: "assignment", confidence: 0.94,
            citations: [
                citation("positions", "MO 57.5C", "97 % before the ex-date", "paper:mo", 3),
                citation("positions", "AAPL 260P", "72 %", "paper:aapl", 3),
                citation("quotes", "KO 75P", "50 %", "paper:ko", 1),
                citation("positions", "Free cash", "23,390 after all assignments", nil, 3),
            ], sources: ["positions", "quotes"], responseTimeMilliseconds: 40)
        return Transcript(
            session: "main",
            messages: [
                ChatMessage(
                    id: "m1", session: "main", role: .user,
                    text: "which positions could be assigned this week, and can I pay?", time: SampleBook.now),
                ChatMessage(
                    id: "m2", session: "main", role: .assistant, text: answer.text, time: SampleBook.now, answer: answer
                ),
            ], isAnswering: false,
            suggestions: [
                "Should I roll PLTR 80P or take the shares?", "What happens if KO closes at 75?",
                "What does MO cost me if it is called tonight?",
            ])
    }

    private static func citation(
        _ source: String, _ title: String, _ passage: String, _ reference: String?, _ age: Double
    ) -> AnswerCitation {
        AnswerCitation(source: source, title: title, passage: passage, reference: reference, ageSeconds: age)
    }
}

import MagnusDomain
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// A suite that asks questions of the paper account, one after another.
protocol QuestionSuite {}

extension QuestionSuite {
    func answer(
        _ text: String, after earlier: [String] = [], data: any AssistantData = PaperData(),
        _ change: (inout AssistantContext) -> Void = { _ in }
    ) async -> Assistant.Composition {
        var context = PaperWorld.context()
        context.events = HistoryTests.events
        change(&context)
        var state = ConversationState()
        for question in earlier {
            state = await Trained.assistant.compose(
                question, state: state, focus: AssistantFocus(), context: context, data: data
            ).state
        }
        return await Trained.assistant.compose(
            text, state: state, focus: AssistantFocus(), context: context, data: data)
    }

    func expect(
        _ result: Assistant.Composition, _ text: String, _ parts: [String], not absent: [String] = [],
        _ location: SourceLocation = #_sourceLocation
    ) {
        for part in parts {
            #expect(
                result.answer.text.contains(part), "\(text) lacks \(part):\n\(result.answer.text)",
                sourceLocation: location)
        }
        for part in absent {
            #expect(
                !result.answer.text.contains(part), "\(text) has \(part):\n\(result.answer.text)",
                sourceLocation: location)
        }
    }
}

import MagnusAnalysis
import MagnusAssistant
import MagnusDesk
import MagnusDomain

extension Engine {
    /// One question, one answer; both are stored before the answer is shown.
    func ask(_ text: String, _ focus: AskContext) async -> DeskReply {
        let started = world.clock.monotonicSeconds()
        let clean = HarmlessText.sanitised(text, maximumLength: 4000)
        let question = message(.user, clean)
        transcript.append(question)
        store { try $0.conversations.append([question]) }
        guard var context = assistantContext else { return .refused("nothing is loaded yet") }
        context.events = keeper.events(through: context.now)
        answering += 1
        publish()
        let (reply, state) = await readyAssistant().answer(
            clean, state: conversation, focus: AssistantFocus(symbol: focus.symbol, reference: focus.reference),
            context: context, data: EngineAssistantData(engine: self))
        answering -= 1
        conversation = state
        var answer = reply
        answer.responseTimeMilliseconds = (world.clock.monotonicSeconds() - started) * 1000
        let stored = message(.assistant, answer.text, answer: answer)
        transcript.append(stored)
        store { try $0.conversations.append([stored]) }
        if transcript.count > configuration.transcriptMessages {
            transcript.removeFirst(transcript.count - configuration.transcriptMessages)
        }
        return .answer(answer)
    }

    func clearConversation() -> DeskReply {
        transcript = []
        conversation = ConversationState()
        let session = configuration.session
        store { try $0.conversations.clear(session: session) }
        return .done
    }

    /// Three questions made from today's alerts.
    var suggestions: [String] {
        guard transcript.isEmpty, let assistant, let context = assistantContext else { return [] }
        return assistant.suggestions(context: context)
    }

    var assistantContext: AssistantContext? {
        guard let book else { return nil }
        return AssistantContext(
            book: book, market: market, alerts: shownAlerts, scans: scans, monitors: monitorStatuses(now: book.asOf),
            now: book.asOf,
            sessionWord: market.calendar.status(at: book.asOf, expiries: keeper.expiries).text(at: book.asOf),
            ownList: ownList, watchList: watchList,
            notes: world.standardNotes.merging(notes) { $1 })
    }

    private func message(_ role: ChatRole, _ text: String, answer: Answer? = nil) -> ChatMessage {
        messageNumber += 1
        let now = world.clock.now()
        return ChatMessage(
            id: "\(configuration.session)-\(now.nanosecondsSinceEpoch)-\(messageNumber)",
            session: configuration.session, role: role, text: text, time: now, answer: answer)
    }
}

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
        if conversation.turns == 0 { conversation = await resumed(before: question.id, context: context) }
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
        let now = world.clock.now()
        store { try $0.conversations.clear(session: session, now: now) }
        return .done
    }

    /// Three questions made from today's alerts.
    var suggestions: [String] {
        guard transcript.isEmpty, let assistant, let context = assistantContext else { return [] }
        return assistant.suggestions(context: context)
    }

    var assistantContext: AssistantContext? {
        guard let book else { return nil }
        var context = AssistantContext(
            book: book, market: market, alerts: shownAlerts(at: book.asOf), scans: scans,
            monitors: monitorStatuses(now: book.asOf), now: book.asOf,
            sessionWord: market.calendar.status(at: book.asOf, expiries: keeper.expiries).text(at: book.asOf),
            ownList: ownList, watchList: watchList,
            notes: shownNotes(of: book))
        let shown = Set(book.accounts.map(\.account.name))
        context.hiddenAccounts = accounts.filter { !shown.contains($0.name) }
        context.rollVerdicts = rollVerdicts
        return context
    }

    /// Notes by strategy id, as the screen shows them: the owner's own, else those that came with the world, which knows
    /// positions by their group.
    private func shownNotes(of book: BookValuation) -> [String: String] {
        var result = notes
        for row in book.strategies where result[row.id] == nil {
            result[row.id] = keeper.group(of: row.id, in: book).flatMap { world.standardNotes[$0] }
        }
        return result
    }

    /// What a stored conversation was about, told by asking its last questions once more: "when does it expire" means
    /// what was asked about before the program ended.
    private func resumed(before question: String, context: AssistantContext) async -> ConversationState {
        var state = ConversationState()
        guard configuration.resumesConversation else { return state }
        let earlier = transcript.filter { $0.role == .user && $0.id != question }.suffix(Self.resumedQuestions)
        let assistant = await readyAssistant()
        for message in earlier {
            state = await assistant.answer(
                message.text, state: state, context: context, data: EngineAssistantData(engine: self)
            ).state
        }
        return state
    }

    private static var resumedQuestions: Int { 6 }

    private func message(_ role: ChatRole, _ text: String, answer: Answer? = nil) -> ChatMessage {
        messageNumber += 1
        let now = world.clock.now()
        return ChatMessage(
            id: "\(configuration.session)-\(now.nanosecondsSinceEpoch)-\(messageNumber)-\(configuration.process)",
            session: configuration.session, role: role, text: text, time: now, answer: answer)
    }
}

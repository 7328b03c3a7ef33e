/// A model that may word an answer. It never supplies a figure: figures come from tool results and are checked.
public protocol LanguageModel: Sendable {
    var name: String { get }
    /// Text fragments as they arrive.
    func reply(to messages: [ChatMessage]) -> AsyncThrowingStream<String, any Error>
}

/// Finds passages of documents for a question.
public protocol KnowledgeSearch: Sendable {
    /// Best passages first, at most `limit`.
    func passages(for question: String, limit: Int) async -> [AnswerCitation]
}

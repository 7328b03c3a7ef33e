import MagnusDomain

/// What the assistant remembers of a conversation to understand the next question.
public struct ConversationState: Sendable, Hashable {
    public var turns: Int
    public var intent: Intent?
    public var entities: Entities
    /// Rows of the last answer, for "the second one" and "it".
    public var listed: [ListedRow]
    /// The row the talk is about.
    public var subject: ListedRow?
    /// Figures of the last answer, for "why?" and "explain that".
    public var figures: [AnswerFigure]
    public var concept: String?

    public init() {
        turns = 0
        entities = Entities()
        listed = []
        figures = []
    }
}

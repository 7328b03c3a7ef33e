/// Who wrote a message.
public enum ChatRole: String, Sendable, Hashable, Codable {
    case user
    case assistant
}

/// A figure in an answer with the result it came from.
public struct AnswerFigure: Sendable, Hashable {
    /// As written in the answer.
    public var text: String
    public var value: Double
    public var source: String
    /// Id of the row it opens.
    public var reference: String?

    public init(text: String, value: Double, source: String, reference: String? = nil) {
        self.text = text
        self.value = value
        self.source = source
        self.reference = reference
    }
}

/// A source an answer rests on.
public struct AnswerCitation: Sendable, Hashable {
    public var source: String
    public var title: String
    public var passage: String
    public var reference: String?
    public var ageSeconds: Double?

    public init(source: String, title: String, passage: String, reference: String? = nil, ageSeconds: Double? = nil) {
        self.source = source
        self.title = title
        self.passage = passage
        self.reference = reference
        self.ageSeconds = ageSeconds
    }
}

/// Something offered with an answer.
public struct AnswerAction: Sendable, Hashable {
    public var label: String
    public var action: String
    public var parameters: [String: String]

    public init(label: String, action: String, parameters: [String: String] = [:]) {
        self.label = label
        self.action = action
        self.parameters = parameters
    }
}

/// A composed answer.
public struct Answer: Sendable, Hashable {
    /// Figures are followed by `[n]`, n a citation from 1.
    public var text: String
    public var intent: String
    /// 0-1, of the understanding.
    public var confidence: Double
    public var actions: [AnswerAction]
    public var citations: [AnswerCitation]
    public var figures: [AnswerFigure]
    public var sources: [String]
    /// nil for the local path.
    public var model: String?
    public var costDollars: Double
    public var responseTimeMilliseconds: Double
    public var agentsUsed: [String]

    public init(
        text: String, intent: String, confidence: Double, actions: [AnswerAction] = [],
        citations: [AnswerCitation] = [], figures: [AnswerFigure] = [], sources: [String] = [], model: String? = nil,
        costDollars: Double = 0, responseTimeMilliseconds: Double = 0, agentsUsed: [String] = []
    ) {
        self.text = text
        self.intent = intent
        self.confidence = confidence
        self.actions = actions
        self.citations = citations
        self.figures = figures
        self.sources = sources
        self.model = model
        self.costDollars = costDollars
        self.responseTimeMilliseconds = responseTimeMilliseconds
        self.agentsUsed = agentsUsed
    }
}

/// One message of a conversation.
public struct ChatMessage: Sendable, Hashable {
    public var id: String
    public var session: String
    public var role: ChatRole
    public var text: String
    public var time: Instant
    public var answer: Answer?

    public init(id: String, session: String, role: ChatRole, text: String, time: Instant, answer: Answer? = nil) {
        self.id = id
        self.session = session
        self.role = role
        self.text = text
        self.time = time
        self.answer = answer
    }
}

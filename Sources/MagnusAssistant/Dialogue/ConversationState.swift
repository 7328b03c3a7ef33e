import MagnusDomain
import MagnusQuant

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
    /// What the cursor was on when the last question was begun.
    var focused: String?
    /// Questions the last answer offered because it was not sure, in order.
    public var offered: [String]

    /// The last question as it was read: its words, restrictions and days go on in a follow-up.
    var words: [Word] = []
    var filter = QuestionFilter()
    var pasts: [DateSpan] = []
    var condition: RowCondition?
    var topic: RowTopic?
    /// Which rolls the last answer was asked for.
    var roll: RollWish?
    /// Rolls that the last answer told, in their order.
    var rolls: [RollWish] = []
    /// The last answer listed its rows, and did not name a few of many.
    var isList = false
    /// Rows of the last answer and of those before it that asked the same of others, for "both together".
    var group: [ListedRow] = []
    /// The words of the question whose rows later ones picked: "and financials" asks it again of another sector.
    var ground: [Word] = []
    /// The question by days of expiry from whose rows later ones picked: "and next week" asks it again of other days.
    var expiring: Expiring?

    /// What the rows of a question about expiries were restricted to, besides its days.
    struct Expiring: Sendable, Hashable {
        var filter: QuestionFilter
        var symbols: [String]
        var right: OptionRight?
        var days: DateSpan?
    }

    /// What was asked of a name before it was set beside another.
    var compared: Intent?
    /// A move of the market that was supposed together with an assignment.
    var marketMove: MarketMove?
    /// Nobody read the last question: there is none to ask again.
    var isUnread = false
    /// Scans that were run for the last question that needed one: its candidates are asked about afterwards.
    var scans: [ScanResult] = []
    /// The questions of the last text where it asked several.
    var parts: [Understanding] = []

    public init() {
        turns = 0
        entities = Entities()
        listed = []
        figures = []
        offered = []
    }

    /// Keeps how a question was read, for those that go on with it.
    mutating func remember(_ question: Understanding) {
        words = question.words
        filter = question.filter
        pasts = question.pasts
        condition = question.condition
        topic = question.topic
        roll = question.roll
        marketMove = question.marketMove
    }

    /// A conversation in which a question alone was asked: one of several that a text had.
    init(asked question: Understanding) {
        self.init()
        intent = question.intent
        entities = question.entities
        subject = question.subject
        remember(question)
    }

    /// The offered question that "first", "2" or "yes" picks; nil for any other text.
    func picked(by text: String) -> String? {
        guard !offered.isEmpty else { return nil }
        let words = Tokeniser.words(text).map(\.text).filter {
            !["the", "one", "please", "option", "number"].contains($0)
        }
        guard words.count == 1, let word = words.first else { return nil }
        switch word {
        case "first", "1st", "1", "#1", "yes", "yep", "yeah", "y": return offered.first
        case "second", "2nd", "2", "#2", "other": return offered.count > 1 ? offered[1] : nil
        default: return nil
        }
    }
}

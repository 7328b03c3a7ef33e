import MagnusDomain

/// What a question was understood to mean.
struct Understanding: Sendable, Hashable {
    var intent: Intent
    /// 0 to 1.
    var confidence: Double
    var entities: Entities
    /// The row meant by "it", "the second one" or the cursor.
    var subject: ListedRow?
    var isFollowUp = false
    /// A bound the rows must keep.
    var condition: RowCondition?
    /// "the ninth one" of a list of three.
    var isOrdinalMissing = false
    /// Next best intents when unsure.
    var alternatives: [Intent] = []
    /// The question was longer than what is read.
    var isCut = false
    /// As read, spelling corrected.
    var words: [Word] = []

    var wordCount: Int { words.count }
}

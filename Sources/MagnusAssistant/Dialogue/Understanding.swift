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
    /// The words of the question before go on in ``words``.
    var isInherited = false
    /// What it goes on with leaves nothing for the words alone to decide.
    var isDecided = false
    /// A day stands in the follow-up and in nothing before it: "and what about tomorrow".
    var isDayAdded = false
    /// The question before is asked again of other names, which stand in the place of its own.
    var isRepeat = false
    /// Why the question before cannot be asked again; nil where it can, or nothing of it is asked.
    var obstacle: Repetition.Obstacle?
    /// "Why" behind a sum over a part of the book: of what it is made, and how its largest part is.
    var explainsSum = false
    /// A move of the market that an assignment is supposed together with.
    var marketMove: MarketMove?
    /// What a figure of the whole book is set against: "is my theta over 100".
    var bookBound: RowCondition?
    /// A bound the rows must keep.
    var condition: RowCondition?
    /// What is asked of rows or contracts, where words alone tell it.
    var topic: RowTopic?
    /// Which rolls a question about rolls goes on with; nil where its own words say it.
    var roll: RollWish?
    /// Parts of the question that its answer has no place for, as typed.
    var unread: [String] = []
    /// The benchmark is what results are set against, and no name that was traded.
    var isAgainstBenchmark = false
    /// What rows and sums are restricted to.
    var filter = QuestionFilter()
    /// Past days in the order they are named.
    var pasts: [DateSpan] = []
    /// "the ninth one" of a list of three.
    var isOrdinalMissing = false
    /// Next best intents when unsure.
    var alternatives: [Intent] = []
    /// The question was longer than what is read.
    var isCut = false
    /// A mark that figures carry is typed in it; marks are no words.
    var namesMark = false
    /// As read, spelling corrected.
    var words: [Word] = []

    var wordCount: Int { words.count }
}

extension Understanding {
    /// Kinds of answer that are made of the open rows.
    private static let ofRows: Set<Intent> = [
        .listPositions, .openProfit, .dayProfit, .profitRanking, .bookGreeks, .thetaIncome, .deltaExposure,
        .vegaExposure, .expirations, .assignmentRisk, .rowRanking, .positionSize, .concentration, .whatIf, .earnings,
        .dividends, .breakdown,
    ]
    /// Kinds of answer that are made of the ledger.
    private static let ofLedger: Set<Intent> = [.periodProfit, .winRate, .closedTrades, .premiumCollected, .fees]
    /// Balances are of whole accounts.
    private static let ofAccounts: Set<Intent> = [.cash, .netLiquidation, .marginUse]

    var takesLedger: Bool { Self.ofLedger.contains(intent) }

    var readsOpenRows: Bool { Self.ofRows.contains(intent) }

    /// Whether an answer of this kind keeps to the whole of ``filter``.
    var isFiltered: Bool {
        if Self.ofRows.contains(intent) || Self.ofLedger.contains(intent) { return true }
        if intent == .opportunities {
            // Candidates carry a name and a sector, and no account.
            return filter.accounts.isEmpty && filter.excludedGroups.isEmpty && filter.excludedRight == nil
        }
        if intent == .listAlerts {
            var rest = filter
            rest.excludedSymbols = []
            rest.unreadExclusions = []
            return rest.isEmpty
        }
        if Self.ofAccounts.contains(intent) {
            var rest = filter
            rest.accounts = []
            return rest.isEmpty
        }
        return false
    }

    /// Whether an answer of this kind lists its rows.
    var listsRows: Bool {
        [.rowRanking, .listPositions, .expirations, .assignmentRisk, .earnings, .dividends, .showPosition].contains(
            intent)
    }

    /// Sums that are of legs where a side is asked for; lists show whole rows.
    var countsLegs: Bool {
        if case .figures = topic { return true }
        if intent == .rowRanking, condition == nil, topic == nil,
            [.costToClose, .extrinsic].contains(RankingRules.measure(words, entities))
        {
            return true
        }
        return [
            .openProfit, .dayProfit, .bookGreeks, .thetaIncome, .deltaExposure, .vegaExposure, .whatIf, .breakdown,
            .profitRanking,
        ].contains(intent)
    }

    /// Whether kinds of positions and a side in the words restrict what is asked about.
    var takesKinds: Bool {
        // Sectors and names are what concentration is told by.
        intent != .concentration && (Self.ofRows.contains(intent) || Self.ofLedger.contains(intent))
    }

    /// Days in which rows must expire, where the days are no part of the question itself.
    var expiries: DateSpan? { filter.expiries }
}

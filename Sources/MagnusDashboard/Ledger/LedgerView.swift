/// The full-screen views of what has happened and of what comes next, opened with the goto prefix.
public enum LedgerView: String, Sendable, Hashable, CaseIterable {
    case expiry
    case calendar
    case wheel
    case settlement
    case income
    case tax
    case journal
    case performance

    /// Heading on the screen.
    public var title: String {
        switch self {
        case .expiry: "Expiry"
        case .calendar: "Calendar"
        case .wheel: "Wheel"
        case .settlement: "Settlement"
        case .income: "Income"
        case .tax: "Tax"
        case .journal: "Journal"
        case .performance: "Performance"
        }
    }

    /// Whether it tells what comes, from the book and the market, and not what the ledger says.
    var isAhead: Bool { self == .expiry || self == .calendar }

    /// Its pages, turned with the keys of Greeks' pages.
    var pages: [LedgerPageKind] {
        switch self {
        case .expiry: [.board, .cashLadder]
        case .calendar: [.deadlines]
        case .wheel: [.campaigns]
        case .settlement: [.expiry, .newShares, .week]
        case .income: [.incomeWeeks, .incomeMonths]
        case .tax: [.taxYears, .taxLots, .taxIndex, .washSales, .coveredCalls, .dividendTests]
        case .journal: [.strategies, .trades, .rollReview, .rollChains]
        case .performance: [.byMonth, .byDaysToExpiry, .byDelta, .byStrategy, .bySymbol]
        }
    }
}

/// One page of a view.
enum LedgerPageKind: String, Sendable, Hashable {
    case board = "what ends"
    case cashLadder = "cash by expiry"
    case deadlines
    case campaigns
    case expiry
    case newShares = "new shares"
    case week
    case incomeWeeks = "weeks"
    case incomeMonths = "months"
    case taxYears = "years"
    case taxLots = "lots"
    case taxIndex = "section 1256"
    case washSales = "wash sales"
    case coveredCalls = "covered calls"
    case dividendTests = "dividends"
    case strategies
    case trades
    case rollReview = "rolls to review"
    case rollChains = "roll chains"
    case byMonth = "by month"
    case byDaysToExpiry = "by DTE"
    case byDelta = "by delta"
    case byStrategy = "by strategy"
    case bySymbol = "by symbol"
}

/// What an open view remembers.
public struct LedgerPage: Sendable, Equatable {
    public var view: LedgerView
    /// Index among the pages of the view.
    public var page = 0
    public var cursor = ListCursor()
    public var filter = RowFilter()
    /// Column that sorts and that the cursor is on; nil leaves the view's own order.
    public var column: Int?
    public var isSorted = false
    public var isReversed = false
    /// Tax year chosen; nil is the newest.
    public var year: Int?
    /// Whose row the cursor goes to when the history is there.
    var target: LedgerTarget?

    public init(_ view: LedgerView) {
        self.view = view
    }

    var kind: LedgerPageKind { view.pages[min(max(0, page), view.pages.count - 1)] }
}

/// The page of one row of a view.
public struct LedgerRowPage: Sendable, Equatable {
    public var view: LedgerView
    public var id: String
    public var scroll = 0
    /// Which page of the view it was opened from.
    var kind: LedgerPageKind
    var year: Int?
    /// Whether it tells how the figures of the row come about, instead of what the row is made of.
    var isExplanation: Bool

    init(_ page: LedgerPage, id: String, isExplanation: Bool = false) {
        view = page.view
        kind = page.kind
        year = page.year
        self.id = id
        self.isExplanation = isExplanation
    }
}

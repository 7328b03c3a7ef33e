import MagnusTerminal

/// What the Positions pane remembers.
public struct PositionsView: Sendable, Equatable {
    public var cursor = ListCursor()
    public var filter = RowFilter()
    public var sort = PositionSort.attention
    public var isReversed = false
    public var columnOrder = PositionColumn.allCases
    public var hiddenColumns: Set<PositionColumn> = []
    public var isWide = false
    /// The column that `x`, `s` and `y` mean; nil means P/L for `x`.
    public var column: PositionColumn?
    /// Rows whose legs are shown.
    public var expanded: Set<String> = []
    public var marked: Set<String> = []
    /// The figure of the totals that the cursor is on, below the last row; nil while it is among the rows.
    public var total: PositionTotal?

    public init() {}
}

/// What the Greeks pane remembers.
public struct GreeksView: Sendable, Equatable {
    public var page = GreeksPage.book
    public var cursor = ListCursor()
    /// Column of the figure under the cursor.
    public var column = GreeksColumn.dollarDelta
    /// The same on the page of the attribution.
    public var part = AttributionColumn.total
    /// The figure below the rows of the book's page that the cursor is on; nil while it is among the rows.
    public var foot: GreeksFootFigure?

    public init() {}
}

/// Pages of the Greeks pane.
public enum GreeksPage: Int, Sendable, Hashable, CaseIterable {
    case book
    case symbol
    case sector
    /// The profit of the day by Greek.
    case attribution
    case strategy

    public var title: String {
        switch self {
        case .book: "book"
        case .symbol: "by symbol"
        case .sector: "by sector"
        case .attribution: "attribution today"
        case .strategy: "by strategy"
        }
    }

    public func advanced(by step: Int) -> GreeksPage {
        let count = Self.allCases.count
        return Self.allCases[((rawValue + step) % count + count) % count]
    }
}

/// Columns of the Greeks pane.
public enum GreeksColumn: String, Sendable, Hashable, CaseIterable {
    /// The raw values are the keys of the JSON rows, as `explain` takes them.
    case dollarDelta = "dollar_delta"
    case betaWeightedDelta = "beta_weighted_delta"
    case dollarGamma = "dollar_gamma_1pct"
    case theta = "theta_per_day"
    case vega30 = "vega30"
}

/// What the Alerts pane remembers.
public struct AlertsView: Sendable, Equatable {
    public var cursor = ListCursor()
    public var filter = RowFilter()
    public var marked: Set<String> = []

    public init() {}
}

/// Orders of the Opportunities pane.
public enum OpportunitySort: String, Sendable, Hashable, CaseIterable {
    case score
    case income = "ret/yr"
    case dte
    case symbol
    case pop

    public var next: OpportunitySort {
        let all = Self.allCases
        let index = all.firstIndex(of: self) ?? 0
        return all[(index + 1) % all.count]
    }
}

/// What the Opportunities pane remembers.
public struct OpportunitiesView: Sendable, Equatable {
    public var cursor = ListCursor()
    public var filter = RowFilter()
    public var sort = OpportunitySort.score
    public var isReversed = false
    public var marked: Set<String> = []
    /// The column whose figure `x` explains; nil means the score.
    var column: OpportunityTable.Column?

    public init() {}
}

/// What the Chat pane remembers.
public struct ChatView: Sendable, Equatable {
    public var input = TextField(limit: 2000)
    /// Keys go into the input line.
    public var isTyping = false
    /// Row and symbol the next question is about.
    public var context: ChatContext?
    public var cursor = ListCursor()
    /// Answers shown in full.
    public var expanded: Set<String> = []
    /// Citation of the answer under the cursor, from 0.
    public var citation = 0
    /// Lines scrolled back from the newest.
    public var scrollback = 0

    public init() {}
}

/// What a question is about, as shown before the input line.
public struct ChatContext: Sendable, Equatable {
    public var label: String
    public var symbol: String?
    public var reference: String?

    public init(label: String, symbol: String? = nil, reference: String? = nil) {
        self.label = label
        self.symbol = symbol
        self.reference = reference
    }
}

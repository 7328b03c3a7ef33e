import MagnusDomain
import MagnusTerminal

/// Columns of the Opportunities pane and where they stand: drawing and the mouse read the same.
struct OpportunityTable: Equatable {
    enum Column: Sendable, CaseIterable {
        case score, type, symbol, contract, dte, fill, income, pop, away, delta, percentile, liquidity

        var width: Int {
            switch self {
            case .score: 2
            case .type, .dte, .pop, .delta, .percentile, .liquidity: 3
            case .symbol: 4
            case .contract: 14
            case .fill, .away: 5
            case .income: 6
            }
        }

        var isRight: Bool {
            switch self {
            case .type, .symbol, .contract, .liquidity: false
            default: true
            }
        }

        func heading(_ glyphs: GlyphSet) -> String {
            switch self {
            case .score: "Sc"
            case .type: "Typ"
            case .symbol: "Sym"
            case .contract: "Contract"
            case .dte: "DTE"
            case .fill: "Fill"
            case .income: "Ret/yr"
            case .pop: "POP"
            case .away: "OTM"
            case .delta: "|" + glyphs.delta + "|"
            case .percentile: "IVP"
            case .liquidity: "Liq"
            }
        }

        /// The key of its figure, as `explain` takes it; nil for words.
        var explainKey: String? {
            switch self {
            case .score: "score"
            case .type, .symbol, .contract: nil
            case .dte: "dte"
            case .fill: "premium"
            case .income: "annualized_return"
            case .pop: "probability_of_profit"
            case .away: "out_of_the_money"
            case .delta: "delta"
            case .percentile: "iv_percentile"
            case .liquidity: "liquidity"
            }
        }

        /// The order it stands for, nil where none does.
        var sort: OpportunitySort? {
            switch self {
            case .score: .score
            case .income: .income
            case .dte: .dte
            case .symbol: .symbol
            case .pop: .pop
            default: nil
            }
        }
    }

    struct Place: Equatable {
        var column: Column
        /// From the left edge of the pane's inside.
        var start: Int
    }

    /// Columns that give way in narrow panes, the first first.
    private static let dropping: [Column] = [.liquidity, .percentile, .delta, .pop, .fill, .away]

    var places: [Place] = []

    /// - Parameter hasCapped: the mark of capped scores has a column of its own where there is room, else it stands in the
    ///   gap.
    init(width: Int, hasCapped: Bool) {
        func total(_ columns: [Column]) -> Int { columns.reduce(-1) { $0 + $1.width + 1 } }
        var columns = Column.allCases
        for column in Self.dropping where total(columns) > width { columns.removeAll { $0 == column } }
        let extra = hasCapped && total(columns) < width ? 1 : 0
        var start = 0
        for column in columns {
            places.append(Place(column: column, start: start))
            start += column.width + 1 + (column == .score ? extra : 0)
        }
    }

    /// The column at a place of the heading; the gap before a column belongs to it.
    func column(at offset: Int) -> Column? {
        places.first { ($0.start - 1..<$0.start + $0.column.width).contains(offset) }?.column
    }
}

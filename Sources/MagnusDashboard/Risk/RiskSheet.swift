import MagnusTerminal

/// A table of the risk view: columns that are left out where there is no room, rows that can be explained.
struct RiskSheet: Equatable {
    struct Column: Equatable {
        var heading: String
        var width: Int
        /// Columns with the highest rank are left out first; those of rank 0 always stand.
        var rank: Int
        var isLeft = false
        /// Takes what the others leave.
        var isFlexible = false
    }

    struct Cell: Equatable {
        var text: String
        var scope: ThemeScope

        init(_ text: String, _ scope: ThemeScope = .text) {
            self.text = text
            self.scope = scope
        }
    }

    struct Row: Equatable {
        /// What `x` explains.
        var figure: RiskFigure
        /// One for each column.
        var cells: [Cell]
    }

    var columns: [Column]
    var rows: [Row]
    /// Below the table, as far as there is room.
    var notes: [String] = []
    /// In place of the table where there are no rows.
    var empty = ""

    /// Indices of the columns that fit and their widths, in their order.
    func places(width: Int) -> [(index: Int, column: Int, width: Int)] {
        var kept = Array(columns.indices)
        func used(_ kept: [Int]) -> Int { kept.reduce(0) { $0 + columns[$1].width } + max(0, kept.count - 1) }
        for rank in stride(from: columns.map(\.rank).max() ?? 0, to: 0, by: -1) where used(kept) > width {
            kept.removeAll { columns[$0].rank == rank }
        }
        let left = max(0, width - used(kept))
        var places: [(index: Int, column: Int, width: Int)] = []
        var column = 0
        for index in kept {
            let own = columns[index].width + (columns[index].isFlexible ? left : 0)
            places.append((index, column, own))
            column += own + 1
        }
        return places
    }
}

/// A figure of the risk view that can be explained.
enum RiskFigure: Hashable {
    /// Index among the measures, and which of its figures.
    case valueAtRisk(Int)
    case shortfall(Int)
    case day(Int)
    /// Index among the shares against limits.
    case share(Int)
    case concentration
    case deltaConcentration
    case account(Int)
    /// Account and class.
    case marginClass(Int, Int)
    case event(Int)
    case assignment(Int)
    /// Index among the suggested hedges.
    case hedge(Int)
    /// An id the engine explains.
    case engine(String)
}

import MagnusTerminal

/// A figure of the market view that can be explained.
enum MarketFigure: Hashable {
    case trend
    case volatility
    case risk
    /// Index among the votes.
    case vote(Int)
    /// Index among the states of the model.
    case state(Int)
    /// Why there is no model.
    case model
    /// Row and column of the matrix.
    case pair(Int, Int)
    /// Index among the sectors.
    case sector(Int)
}

/// A page of the market view as a table: columns that are left out where there is no room, rows that can be explained.
struct MarketSheet: Equatable {
    struct Row: Equatable {
        var figure: MarketFigure
        /// One for each column.
        var cells: [RiskSheet.Cell]
        /// In full below the table while the row is chosen.
        var detail = ""
    }

    var columns: [RiskSheet.Column] = []
    var rows: [Row] = []
    /// Below the table, as far as there is room.
    var notes: [String] = []
    /// In place of the table where there are no rows.
    var empty = ""

    /// Indices of the columns that fit and their widths, in their order.
    func places(width: Int) -> [(index: Int, column: Int, width: Int)] {
        RiskSheet(columns: columns, rows: []).places(width: width)
    }
}

/// Where the parts of the market view stand.
struct MarketLayout: Equatable {
    let edge: ViewArea
    var tabs = Rectangle.empty
    var heading = Rectangle.empty
    var list = Rectangle.empty
    var notes = Rectangle.empty

    /// Columns of the names of a matrix, and of each of its cells.
    static let nameColumns = 8
    static let cellColumns = 7

    /// - Parameters:
    ///   - rows: of the table.
    ///   - noteLines: below it.
    init(rows: Int, notes noteLines: Int, size: TerminalSize) {
        edge = ViewArea(size)
        var rest = edge.inside
        tabs = rest.cut(top: 1)
        if edge.isFramed { _ = rest.cut(top: 1) }
        heading = rest.cut(top: 1)
        // Notes never push the table out of sight.
        let spare = max(0, rest.rows - min(rows, max(3, rest.rows - noteLines - 1)))
        let wanted = noteLines == 0 || spare < 2 ? 0 : min(noteLines + 1, spare)
        (notes, list) = { ($0.bottom, $0.rest) }(rest.split(bottom: wanted))
        if !notes.isEmpty { notes = notes.split(top: 1).rest }
    }

    /// Columns of a matrix that fit.
    var matrixColumns: Int { max(1, (list.columns - 2 - Self.nameColumns) / Self.cellColumns) }

    static func tabs(in area: Rectangle) -> [(section: MarketPage.Section, text: String, columns: Range<Int>)] {
        var column = area.column + 1
        return MarketPage.Section.allCases.map { section in
            let text = " \(section.title) "
            let width = TextWidth.width(of: text)
            defer { column += width + 1 }
            return (section, text, column..<column + width)
        }
    }
}

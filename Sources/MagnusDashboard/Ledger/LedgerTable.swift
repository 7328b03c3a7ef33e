import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What a page of a view shows, apart from where: a pure function of the report.
struct LedgerTable: Sendable, Equatable {
    struct Column: Sendable, Equatable {
        var title: String
        var alignment: TextAlignment
        /// Dropped on narrow screens from the highest number; 0 always stays.
        var rank: Int
        /// Takes what is left, and gives way first.
        var isFlexible = false
        /// Columns that a flexible one keeps before others are dropped.
        var least = 18

        static func words(_ title: String, _ rank: Int, isFlexible: Bool = false, least: Int = 18) -> Column {
            Column(title: title, alignment: .left, rank: rank, isFlexible: isFlexible, least: least)
        }
        static func figure(_ title: String, _ rank: Int) -> Column {
            Column(title: title, alignment: .right, rank: rank)
        }
    }

    struct Cell: Sendable, Equatable {
        var text: String
        var scope: ThemeScope = .text
        /// What figures are ordered by; words by themselves.
        var order: Double?
        /// Whether it tells an amount that is not known: last in every order.
        var isUnknown = false
        /// In full for a file that a program reads: an amount to the last digit, a date with its year, words uncut.
        /// nil where ``order`` or the text says it.
        var plain: String?
        /// In full for a file that people read; nil where the text says it.
        var reading: String?
        var trust = Trust.fresh
        /// Why it is not known; nil where there is nothing it could tell.
        var reason: UnknownReason?

        /// The figure behind the text as a plain number, fractions as decimals; words in full.
        var exact: String {
            if let plain { return plain }
            guard let order else { return text }
            return LedgerWriter.plain(order) ?? text
        }

        static func words(_ text: String, _ scope: ThemeScope = .text) -> Cell { Cell(text: text, scope: scope) }
    }

    struct Row: Sendable, Equatable {
        var id: String
        var cells: [Cell]
        /// Symbol for questions and for explaining.
        var symbol: String?
        var account: String?
        /// Words that the filter finds besides the cells.
        var keywords = ""
    }

    struct Chart: Sendable, Equatable {
        var values: [Double?]
        var title: String
        var low: String
        var high: String
    }

    /// Lines above the table: what the figures add up to.
    var head: [PageLine] = []
    var chart: Chart?
    var columns: [Column] = []
    var rows: [Row] = []
    /// Lines below the table: totals, reasons, what is missing.
    var foot: [PageLine] = []
    /// In place of the table without rows.
    var empty = ""

    /// Columns of the screen that heading and cells of each column take.
    var widths: [Int] {
        var widths = columns.map { TextWidth.width(of: $0.title) }
        for row in rows {
            for (index, cell) in row.cells.enumerated() where index < widths.count {
                widths[index] = max(widths[index], TextWidth.width(of: cell.text))
            }
        }
        return widths
    }

    /// Rows that the filter lets through, in the chosen order.
    func shown(_ page: LedgerPage) -> [Row] {
        let found = page.filter.apply(rows) { row in
            row.cells.map(\.text).joined(separator: " ") + "\t" + row.keywords
        }
        guard page.isSorted, let column = page.column, columns.indices.contains(column) else {
            return page.isReversed ? found.reversed() : found
        }
        let sorted = found.enumerated().sorted { left, right in
            let (first, second) = (left.element.cells[column], right.element.cells[column])
            if first.isUnknown != second.isUnknown { return second.isUnknown }
            if let one = first.order, let other = second.order, one != other {
                // Figures begin with the greatest, as orders of Positions do.
                return page.isReversed ? one < other : one > other
            }
            if first.order == nil, first.text != second.text {
                return page.isReversed ? first.text > second.text : first.text < second.text
            }
            return left.offset < right.offset
        }
        return sorted.map(\.element)
    }
}

/// A column with its place on the screen.
struct LedgerPlace: Equatable {
    var column: Int
    var start: Int
    var width: Int

    /// The columns that fit, from the left with one blank between two.
    /// - Parameter natural: ``LedgerTable/widths`` of the table.
    static func places(_ table: LedgerTable, _ natural: [Int], width: Int) -> [LedgerPlace] {
        var widths = natural
        let least = zip(table.columns, widths).map { $0.isFlexible ? min($1, $0.least) : $1 }
        var kept = Array(table.columns.indices)
        func total(_ list: [Int], _ widths: [Int]) -> Int { list.reduce(0) { $0 + widths[$1] + 1 } }
        while total(kept, least) > width,
            let drop = kept.filter({ table.columns[$0].rank > 0 }).max(by: {
                table.columns[$0].rank < table.columns[$1].rank
            })
        {
            kept.removeAll { $0 == drop }
        }
        // What is left over widens the flexible columns from the left.
        var spare = max(0, width - total(kept, least))
        for index in kept where table.columns[index].isFlexible {
            widths[index] = min(natural[index], least[index] + spare)
            spare -= widths[index] - least[index]
        }
        let gap = total(kept, widths) + kept.count < width ? 2 : 1
        var places: [LedgerPlace] = []
        var start = 1
        for index in kept {
            places.append(LedgerPlace(column: index, start: start, width: widths[index]))
            start += widths[index] + gap
        }
        return places
    }
}

import MagnusDomain

import enum MagnusTerminal.TextWidth

/// A table of text whose columns line up in the terminal. Cells are made harmless here, so that no caller can forget it.
struct TextTable: Sendable, Hashable {
    enum Alignment: Sendable, Hashable {
        case left
        /// Numbers.
        case right
    }

    struct Column: Sendable, Hashable {
        var heading: String
        var alignment: Alignment

        static func left(_ heading: String) -> Column { Column(heading: heading, alignment: .left) }
        static func right(_ heading: String) -> Column { Column(heading: heading, alignment: .right) }
    }

    private enum Row: Sendable, Hashable {
        case cells([String])
        case rule
    }

    /// Scalars of one cell at most.
    static let cellLimit = 120
    private static let gap = "  "

    let columns: [Column]
    private var rows: [Row] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    var isEmpty: Bool { rows.isEmpty }

    /// Adds a row; missing cells are blank, cells beyond the columns are left out.
    mutating func add(_ cells: [String]) {
        let harmless = columns.indices.map { index in
            index < cells.count ? Self.cell(cells[index]) : ""
        }
        rows.append(.cells(harmless))
    }

    /// Blanks at the end would push the numbers of a right-aligned column to the left.
    private static func cell(_ text: String) -> String {
        var cell = HarmlessText.sanitised(text, maximumLength: cellLimit)
        while cell.last == " " { cell.removeLast() }
        return cell
    }

    /// A line between what was added before and what comes.
    mutating func addRule() {
        rows.append(.rule)
    }

    /// Heading and rows, without blanks at the line ends.
    var lines: [String] {
        let headings = columns.map(\.heading)
        let widths = columns.indices.map { index in
            rows.reduce(TextWidth.width(of: headings[index])) { widest, row in
                guard case .cells(let cells) = row else { return widest }
                return max(widest, TextWidth.width(of: cells[index]))
            }
        }
        let total = widths.reduce(0, +) + Self.gap.count * max(0, widths.count - 1)
        return [line(headings, widths)]
            + rows.map { row in
                switch row {
                case .cells(let cells): line(cells, widths)
                case .rule: String(repeating: "-", count: total)
                }
            }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for index in columns.indices {
            if index > 0 { text += Self.gap }
            let padding = String(repeating: " ", count: widths[index] - TextWidth.width(of: cells[index]))
            text += columns[index].alignment == .right ? padding + cells[index] : cells[index] + padding
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}

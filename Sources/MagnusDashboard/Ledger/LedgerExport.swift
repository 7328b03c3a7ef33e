import MagnusDesk
import MagnusDomain

/// The rows of an open view as a file holds them: every column, nothing cut or rounded.
public struct LedgerExport: Sendable, Equatable {
    public enum Format: String, Sendable, Equatable {
        /// For spreadsheets: plain numbers, fractions as decimals.
        case csv
        /// For reading: amounts to the cent, figures with the marks of the screen.
        case markdown

        /// By the name of the file: `.md` and `.markdown` are Markdown, everything else CSV.
        public init(path: String) {
            let lower = path.lowercased()
            self = lower.hasSuffix(".md") || lower.hasSuffix(".markdown") ? .markdown : .csv
        }
    }

    public var path: String
    public var format: Format
    public var headings: [String] = []
    public var rows: [[String]] = []

    /// - Parameter rows: those of the table that the filter lets through, in their order.
    init(_ table: LedgerTable, rows chosen: [LedgerTable.Row], path: String, marks: TrustMarks) {
        self.path = path
        format = Format(path: path)
        rows = chosen.map { _ in [] }
        for (index, column) in table.columns.enumerated() {
            func cell(_ row: LedgerTable.Row) -> LedgerTable.Cell? {
                row.cells.indices.contains(index) ? row.cells[index] : nil
            }
            headings.append(column.title)
            for (place, row) in chosen.enumerated() { rows[place].append(cell(row).map { text($0, marks) } ?? "") }
            // A mark before a number would make words of it: what is not fresh is told in a column of its own, which
            // no filter takes away.
            guard format == .csv, table.rows.contains(where: { (cell($0)?.trust ?? .fresh) != .fresh }) else {
                continue
            }
            headings.append(column.title + " trust")
            for (place, row) in chosen.enumerated() {
                let trust = cell(row)?.trust ?? .fresh
                rows[place].append(trust == .fresh ? "" : trust.rawValue)
            }
        }
    }

    private func text(_ cell: LedgerTable.Cell, _ marks: TrustMarks) -> String {
        if cell.isUnknown {
            guard let reason = cell.reason else { return "" }
            return format == .csv
                ? "unknown (\(reason.rawValue))" : "\(marks.unknown) \(LedgerWriter.reason(reason))"
        }
        return format == .csv ? cell.exact : cell.reading ?? cell.text
    }
}

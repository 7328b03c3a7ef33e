import MagnusDomain

/// One column that a layout knows. The order of the columns in a file does not matter.
protocol StatementColumn: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == Int, AllCases == [Self] {
    /// The headings under which files print it, the usual one first. Letter case, blanks, underscores and what stands
    /// in `($)` do not count.
    var headings: [String] { get }
    /// Without these a row cannot be booked.
    var isRequired: Bool { get }
}

/// The columns of one file, found by name.
struct StatementColumns<Column: StatementColumn>: Sendable {
    /// Cells of a complete row; empty headings at the end do not count.
    let count: Int
    /// By the place of the column among all columns: looked up for every cell of every row.
    private let indices: [Int?]

    init(header: [String]) {
        let names = header.map(Self.normalised)
        count = (names.lastIndex { !$0.isEmpty } ?? -1) + 1
        indices = Column.allCases.map { column in Self.index(of: column, in: names) }
    }

    func index(_ column: Column) -> Int? { indices[column.rawValue] }

    /// Required columns that a header lacks.
    static func missing(in header: [String]) -> [String] {
        let names = header.map(normalised)
        return Column.allCases.filter { $0.isRequired && index(of: $0, in: names) == nil }
            .compactMap(\.headings.first)
    }

    /// The share of a header's cells that are known, 0 when a required one is missing.
    static func confidence(header: [String]) -> Double {
        guard missing(in: header).isEmpty else { return 0 }
        let names = header.map(normalised).filter { !$0.isEmpty }
        guard !names.isEmpty else { return 0 }
        let known = Set(Column.allCases.flatMap { $0.headings.map(normalised) })
        return Double(names.count { known.contains($0) }) / Double(names.count)
    }

    private static func index(of column: Column, in names: [String]) -> Int? {
        for heading in column.headings {
            if let index = names.firstIndex(of: normalised(heading)) { return index }
        }
        return nil
    }

    /// `Price ($)`, `PRICE $` and `price` are the same, `Trade_Date` and `trade date` too.
    private static func normalised(_ name: String) -> String {
        let words = name.lowercased().split { $0.isWhitespace || $0 == "_" || $0 == "\u{FEFF}" }
        return words.filter { $0 != "($)" && $0 != "$" && $0 != "#" }.joined(separator: " ")
    }
}

/// One row with its cells by column.
struct StatementRow<Column: StatementColumn> {
    let record: DelimitedRecord
    let columns: StatementColumns<Column>

    /// The trimmed content; empty when the file has no such column and for what stands for nothing (`--`, `null`).
    func text(_ column: Column) -> Substring {
        guard let field = field(column) else { return "" }
        return CellText.isAbsent(field.text) ? "" : CellText.trimmed(field.text)
    }

    func field(_ column: Column) -> DelimitedField? {
        guard let index = columns.index(column), index < record.fields.count else { return nil }
        return record.fields[index]
    }

    /// The number of the cell in which a place of the file lies.
    func cell(at line: Int, _ column: Int) -> Int? {
        record.fields.lastIndex { ($0.line, $0.column) <= (line, column) }
    }
}

/// Why a row cannot be booked, and the column at fault.
struct StatementFault<Column: StatementColumn>: Error {
    var column: Column
    var reason: String
    /// Whether the row moves nothing that the book keeps: it is passed over, and nothing is missing.
    var isHarmless = false

    init(_ column: Column, _ reason: String) {
        self.column = column
        self.reason = reason
    }

    /// A row that moves cash between the account and where the account keeps it.
    static func sweep(_ column: Column) -> Self {
        var fault = Self(column, "only moves cash to where the account keeps it: nothing to book")
        fault.isHarmless = true
        return fault
    }
}

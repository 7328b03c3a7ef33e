import MagnusDomain

/// The columns of a transaction history, found by name: their order and further columns do not matter.
struct TastytradeColumns: Sendable {
    enum Name: String, CaseIterable {
        case date = "Date"
        case type = "Type"
        case subType = "Sub Type"
        case action = "Action"
        case symbol = "Symbol"
        case instrumentType = "Instrument Type"
        case description = "Description"
        case value = "Value"
        case quantity = "Quantity"
        case averagePrice = "Average Price"
        case commissions = "Commissions"
        case fees = "Fees"
        case multiplier = "Multiplier"
        case expiration = "Expiration Date"
        case strike = "Strike Price"
        case right = "Call or Put"
        case order = "Order #"
        case currency = "Currency"

        /// Without these a row cannot be booked.
        var isRequired: Bool {
            switch self {
            case .date, .type, .subType, .action, .symbol, .instrumentType, .description, .value, .quantity, .fees,
                .multiplier:
                true
            default: false
            }
        }
    }

    /// Cells of a complete row.
    let count: Int
    private let indices: [Name: Int]

    init(header: [String]) {
        count = header.count
        var indices: [Name: Int] = [:]
        let names = header.map(Self.normalised)
        for name in Name.allCases { indices[name] = names.firstIndex(of: Self.normalised(name.rawValue)) }
        self.indices = indices
    }

    func index(_ name: Name) -> Int? { indices[name] }

    /// Required columns that a header lacks.
    static func missing(in header: [String]) -> [String] {
        let names = Set(header.map(normalised))
        return Name.allCases.filter { $0.isRequired && !names.contains(normalised($0.rawValue)) }.map(\.rawValue)
    }

    static func confidence(header: [String]) -> Double {
        guard missing(in: header).isEmpty else { return 0 }
        let names = Set(header.map(normalised))
        let known = Name.allCases.count { names.contains(normalised($0.rawValue)) }
        return Double(known) / Double(Name.allCases.count)
    }

    private static func normalised(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// One row with its cells by name.
struct TastytradeRow {
    let record: DelimitedRecord
    let columns: TastytradeColumns

    /// The trimmed content; empty when the file has no such column.
    func text(_ name: TastytradeColumns.Name) -> Substring {
        guard let index = columns.index(name), index < record.fields.count else { return "" }
        var text = Substring(record.fields[index].text)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    func field(_ name: TastytradeColumns.Name) -> DelimitedField? {
        guard let index = columns.index(name), index < record.fields.count else { return nil }
        return record.fields[index]
    }

    /// The cell in which a place of the file lies.
    func column(at line: Int, _ column: Int) -> Int? {
        record.fields.lastIndex { ($0.line, $0.column) <= (line, column) }
    }
}

/// Why a row cannot be booked, and the cell at fault.
struct RowFault: Error {
    var column: TastytradeColumns.Name
    var reason: String

    init(_ column: TastytradeColumns.Name, _ reason: String) {
        self.column = column
        self.reason = reason
    }
}

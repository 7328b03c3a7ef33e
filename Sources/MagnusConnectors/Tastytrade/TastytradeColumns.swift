import MagnusDomain

/// The columns of a transaction history, found by name: their order and further columns do not matter.
struct TastytradeColumns: Sendable {
    enum Name: Int, CaseIterable {
        case date, type, subType, action, symbol, instrumentType, description, value, quantity, averagePrice,
            commissions, fees, multiplier, expiration, strike, right, order, currency

        /// As the file prints it.
        var header: String {
            switch self {
            case .date: "Date"
            case .type: "Type"
            case .subType: "Sub Type"
            case .action: "Action"
            case .symbol: "Symbol"
            case .instrumentType: "Instrument Type"
            case .description: "Description"
            case .value: "Value"
            case .quantity: "Quantity"
            case .averagePrice: "Average Price"
            case .commissions: "Commissions"
            case .fees: "Fees"
            case .multiplier: "Multiplier"
            case .expiration: "Expiration Date"
            case .strike: "Strike Price"
            case .right: "Call or Put"
            case .order: "Order #"
            case .currency: "Currency"
            }
        }

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
    /// By the place of the name among all names: looked up for every cell of every row.
    private let indices: [Int?]

    init(header: [String]) {
        count = header.count
        let names = header.map(Self.normalised)
        indices = Name.allCases.map { names.firstIndex(of: Self.normalised($0.header)) }
    }

    func index(_ name: Name) -> Int? { indices[name.rawValue] }

    /// Required columns that a header lacks.
    static func missing(in header: [String]) -> [String] {
        let names = Set(header.map(normalised))
        return Name.allCases.filter { $0.isRequired && !names.contains(normalised($0.header)) }.map(\.header)
    }

    static func confidence(header: [String]) -> Double {
        guard missing(in: header).isEmpty else { return 0 }
        let names = Set(header.map(normalised))
        let known = Name.allCases.count { names.contains(normalised($0.header)) }
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
        let text = record.fields[index].text
        var bytes = Substring(text).utf8
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return Substring(bytes)
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

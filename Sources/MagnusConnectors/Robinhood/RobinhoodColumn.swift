import MagnusDomain

/// The columns of Robinhood's account activity report.
enum RobinhoodColumn: Int, StatementColumn {
    case date, processed, settled, instrument, description, code, quantity, price, amount

    var headings: [String] {
        switch self {
        case .date: ["Activity Date"]
        case .processed: ["Process Date"]
        case .settled: ["Settle Date"]
        case .instrument: ["Instrument"]
        case .description: ["Description"]
        case .code: ["Trans Code"]
        case .quantity: ["Quantity"]
        case .price: ["Price"]
        case .amount: ["Amount"]
        }
    }

    var isRequired: Bool { self != .processed && self != .settled }
}

/// The columns of the rows of Robinhood's older account statements.
enum RobinhoodStatementColumn: Int, StatementColumn {
    case type, traded, settled, symbol, description, action, quantity, price, amount

    var headings: [String] {
        switch self {
        case .type: ["Type"]
        case .traded: ["Trade Date"]
        case .settled: ["Settle Date"]
        case .symbol: ["Symbol"]
        case .description: ["Description"]
        case .action: ["Trade Action"]
        case .quantity: ["Qty"]
        case .price: ["Price"]
        case .amount: ["Net Amount"]
        }
    }

    var isRequired: Bool { self != .settled }
}

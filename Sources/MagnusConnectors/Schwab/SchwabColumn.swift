import MagnusDomain

/// The columns of Schwab's brokerage history.
enum SchwabColumn: Int, StatementColumn {
    case date, action, symbol, description, quantity, price, fees, amount

    var headings: [String] {
        switch self {
        case .date: ["Date"]
        case .action: ["Action"]
        case .symbol: ["Symbol"]
        case .description: ["Description"]
        case .quantity: ["Quantity"]
        case .price: ["Price"]
        case .fees: ["Fees & Comm", "Fees & Commissions"]
        case .amount: ["Amount"]
        }
    }

    var isRequired: Bool { true }
}

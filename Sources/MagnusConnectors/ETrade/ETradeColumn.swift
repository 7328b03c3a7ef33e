import MagnusDomain

/// The columns of E*TRADE's transactions: the older download with a security type, and the newer activity list.
enum ETradeColumn: Int, StatementColumn {
    case date, transactionDate, settlement, type, securityType, symbol, cusip, quantity, amount, price, commission
    case fees, description, category, note

    var headings: [String] {
        switch self {
        case .date: ["TransactionDate", "Activity/Trade Date"]
        case .transactionDate: ["Transaction Date"]
        case .settlement: ["Settlement Date"]
        case .type: ["TransactionType", "Activity Type"]
        case .securityType: ["SecurityType"]
        case .symbol: ["Symbol"]
        case .cusip: ["Cusip"]
        case .quantity: ["Quantity", "Quantity #"]
        case .amount: ["Amount", "Amount $"]
        case .price: ["Price", "Price $"]
        case .commission: ["Commission"]
        case .fees: ["Fees"]
        case .description: ["Description"]
        case .category: ["Category"]
        case .note: ["Note"]
        }
    }

    var isRequired: Bool {
        switch self {
        case .date, .type, .symbol, .quantity, .amount, .price, .commission, .description: true
        default: false
        }
    }
}

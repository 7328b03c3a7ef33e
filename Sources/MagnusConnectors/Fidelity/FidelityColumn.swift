import MagnusDomain

/// The columns of Fidelity's account history in all its variants.
enum FidelityColumn: Int, StatementColumn {
    case date, account, accountNumber, action, symbol, description, type, quantity, currency, price, commission, fees
    case accruedInterest, amount, cashBalance, settlement, exchangeQuantity, exchangeCurrency, exchangeRate

    var headings: [String] {
        switch self {
        case .date: ["Run Date", "Date"]
        case .account: ["Account", "Account Name"]
        case .accountNumber: ["Account Number"]
        case .action: ["Action"]
        case .symbol: ["Symbol"]
        case .description: ["Description", "Security Description"]
        case .type: ["Type", "Security Type"]
        case .quantity: ["Quantity"]
        case .currency: ["Currency"]
        case .price: ["Price ($)"]
        case .commission: ["Commission ($)"]
        case .fees: ["Fees ($)"]
        case .accruedInterest: ["Accrued Interest ($)"]
        case .amount: ["Amount ($)"]
        case .cashBalance: ["Cash Balance ($)"]
        case .settlement: ["Settlement Date"]
        case .exchangeQuantity: ["Exchange Quantity"]
        case .exchangeCurrency: ["Exchange Currency"]
        case .exchangeRate: ["Exchange Rate"]
        }
    }

    var isRequired: Bool {
        switch self {
        case .date, .action, .symbol, .quantity, .price, .amount, .settlement: true
        default: false
        }
    }
}

import MagnusDomain

/// The columns of the plain CSV described in `Docs/import.md`.
enum PlainColumn: Int, StatementColumn {
    case date, action, symbol, quantity, price, fees, amount, net, account, multiplier, order, currency, note, realized

    var headings: [String] {
        switch self {
        case .date: ["date", "time", "date/time", "trade date"]
        case .action: ["action"]
        case .symbol: ["symbol", "ticker", "contract", "osi"]
        case .quantity: ["quantity", "qty"]
        case .price: ["price"]
        case .fees: ["fees", "fee", "costs"]
        case .amount: ["amount"]
        case .net: ["net", "net amount"]
        case .account: ["account"]
        case .multiplier: ["multiplier"]
        case .order: ["order", "order id", "order #"]
        case .currency: ["currency"]
        case .note: ["note", "notes", "details"]
        case .realized: ["realized", "realised"]
        }
    }

    var isRequired: Bool {
        switch self {
        case .date, .action, .symbol, .quantity: true
        default: false
        }
    }
}

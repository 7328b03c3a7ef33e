import MagnusDomain

/// The columns of the transactions in Vanguard's download.
enum VanguardColumn: Int, StatementColumn {
    case account, date, settlement, type, description, name, symbol, shares, price, principal, commission, net
    case accruedInterest, accountType

    var headings: [String] {
        switch self {
        case .account: ["Account Number"]
        case .date: ["Trade Date"]
        case .settlement: ["Settlement Date"]
        case .type: ["Transaction Type"]
        case .description: ["Transaction Description"]
        case .name: ["Investment Name"]
        case .symbol: ["Symbol"]
        case .shares: ["Shares", "Quantity"]
        case .price: ["Share Price", "Price"]
        case .principal: ["Principal Amount"]
        case .commission: ["Commissions and Fees", "Commission Fees", "Commissions & Fees"]
        case .net: ["Net Amount", "Amount"]
        case .accruedInterest: ["Accrued Interest"]
        case .accountType: ["Account Type"]
        }
    }

    var isRequired: Bool {
        switch self {
        case .date, .settlement, .type, .name, .symbol, .shares, .price, .commission, .net: true
        default: false
        }
    }
}

/// The sections of a download that hold no transactions of a brokerage account.
enum VanguardOtherSection: Sendable {
    /// What is held: no events, its lines are left out.
    case holdings
    /// Transactions of fund accounts outside a brokerage account, with columns of their own.
    case fundTransactions

    /// nil when a header opens no such section.
    init?(header: [String]) {
        let names = header.map { StatementText.words($0) }.filter { !$0.isEmpty }
        switch names {
        case ["ACCOUNT NUMBER", "INVESTMENT NAME", "SYMBOL", "SHARES", "SHARE PRICE", "TOTAL VALUE"],
            ["FUND ACCOUNT NUMBER", "FUND NAME", "PRICE", "SHARES", "TOTAL VALUE"]:
            self = .holdings
        case _ where names.starts(with: ["ACCOUNT NUMBER", "TRADE DATE", "RUN DATE", "TRANSACTION ACTIVITY"]),
            _ where names.starts(with: ["ACCOUNT NUMBER", "TRADE DATE", "PROCESS DATE", "TRANSACTION TYPE"]):
            self = .fundTransactions
        default: return nil
        }
    }
}

/// Passes over a section without transactions of a brokerage account; nothing of fund accounts is lost silently.
struct VanguardOtherReader: BrokerFileReader {
    let section: VanguardOtherSection
    private var content = FileContent()

    init(_ section: VanguardOtherSection) {
        self.section = section
        content.layout = VanguardLayout.layoutName
    }

    func isData(_ record: DelimitedRecord) -> Bool { section == .fundTransactions }

    mutating func read(_ record: DelimitedRecord) {
        content.read += 1
        content.skip(
            line: record.line, column: 1, reason: "fund accounts outside a brokerage account are not read",
            text: record.fields.last { !CellText.isAbsent($0.text) }?.text ?? "")
    }

    mutating func finish() -> FileContent { content }
}

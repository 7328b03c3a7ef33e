import MagnusDomain

/// Fidelity's account history: `History_for_Account_X….csv` of one account, `Accounts_History.csv` of all.
///
/// The variants differ in their columns and say the same about a row, so that they share their identities. Amounts are
/// net of commission and fees. Cash is kept in a money market fund or at banks: moving it there is no event.
struct FidelityLayout: StatementLayout {
    typealias Column = FidelityColumn

    let name = "history"
    let dateColumn = FidelityColumn.date
    let actionColumn = FidelityColumn.action
    let symbolColumn = FidelityColumn.symbol
    let quantityColumn = FidelityColumn.quantity
    let amountColumn = FidelityColumn.amount
    let textColumns: [FidelityColumn] = [.account, .description]

    /// Tickers that took the place of a number, from the rows of reorganisations.
    private var tickers: [String: String] = [:]
    private var hasMentionedBonds = false
    /// Lines of the rows that take back a trade.
    private var cancels: Set<Int> = []

    func account(of row: StatementRow<FidelityColumn>) -> String? {
        FidelityContract.account(name: row.text(.account), number: row.text(.accountNumber))
    }

    mutating func entry(
        of row: StatementRow<FidelityColumn>, notation: Money.Notation
    ) throws(StatementFault<FidelityColumn>) -> StatementEntry {
        let posted = try row.date(.date)
        let cells = FidelityCells(row)
        guard cells.currency.isEmpty || cells.currency == "USD" else {
            throw StatementFault(.currency, "only US dollars are booked")
        }
        let words = StatementText.words(row.text(.action))
        let symbol = row.text(.symbol)
        var figures = StatementFigures(
            quantity: try cells.quantity(notation), price: try cells.price(notation),
            net: try row.money(.amount, notation), costs: try row.cost(.commission, notation))
        figures.costs += try row.cost(.fees, notation)
        let contract: OptionContract?
        do {
            contract = try FidelityContract.option(
                symbol: symbol, words: StatementText.words(row.text(.description)) + " " + words)
        } catch { throw StatementFault(.symbol, StatementText.words(error)) }
        let movesShares = !(figures.quantity ?? .zero).isZero
        var entry = StatementEntry(
            date: posted, movement: .cash(.adjustment), figures: figures, details: row.text(.action),
            identity: [words])
        entry.account = account(of: row)
        entry.instrument = contract.map { .option($0) } ?? Self.stock(symbol, words)
        learn(words, symbol)
        switch FidelityMovement(words: words, isOption: contract != nil, movesShares: movesShares) {
        case .booked(let movement): entry.movement = movement
        case .cancelled:
            entry.movement = StatementMovement(kind: .adjustment, direction: .stated)
            cancels.insert(row.record.line)
        case .sweep: throw StatementFault.sweep(.action)
        case .redemption: try book(bond: &entry, symbol, words)
        case .unknown: throw StatementFault(.action, "unknown action")
        }
        try settle(&entry, symbol, words)
        return entry
    }

    /// What holds for every movement once it is known.
    private mutating func settle(
        _ entry: inout StatementEntry, _ symbol: Substring, _ words: String
    ) throws(StatementFault<FidelityColumn>) {
        let kind = entry.movement.kind
        if kind == .expiration || kind == .assignment || kind == .exercise {
            entry.date = FidelityContract.day(words: words, posted: entry.date) ?? entry.date
        }
        if entry.movement.direction == .cash {
            if case .stock(let ticker) = entry.instrument, StatementText.isSecurityNumber(ticker) {
                entry.instrument = nil
            }
            return
        }
        if case .stock(let ticker) = entry.instrument {
            if StatementText.isMoneyMarketFund(ticker) || ticker == "FCASH" || words.contains("FDIC INSURED DEPOSIT") {
                throw StatementFault.sweep(.action)
            }
        }
        if entry.instrument == nil || StatementText.isSecurityNumber(symbol), Self.isBond(words) {
            try book(bond: &entry, symbol, words)
        }
    }

    /// Bonds are no instrument here: their cash is booked, so that the balance stays right.
    private mutating func book(
        bond entry: inout StatementEntry, _ symbol: Substring, _ words: String
    ) throws(StatementFault<FidelityColumn>) {
        let size = entry.figures.quantity ?? .zero
        // What is repaid leaves, whatever sign the file prints; where it prints no number all of it does.
        let isBought = entry.movement.direction == .bought || entry.movement.direction == .stated && !size.isShort
        let name = symbol.isEmpty ? String(words.prefix(60)) : String(symbol)
        entry.asset = (HarmlessText.plain(name[...], maximumLength: 60), isBought ? size.magnitude : -size.magnitude)
        entry.movement = isBought ? .cash(.adjustment) : .repayment
        entry.instrument = nil
        entry.figures.quantity = nil
        guard !hasMentionedBonds else { return }
        hasMentionedBonds = true
        entry.warnings.append(
            ("bond_cash", "bonds are not kept as positions: of their purchases and repayments the cash is booked"))
    }

    /// A coupon and a date of maturity stand in every name: `05.00000% 12/01/2041`.
    private static func isBond(_ words: String) -> Bool {
        words.split(separator: " ").contains { token in
            token.hasSuffix("%") && token.dropLast().contains(".")
                && token.dropLast().allSatisfy { $0.isNumber || $0 == "." }
        }
    }

    private static func stock(_ symbol: Substring, _ words: String) -> Instrument? {
        if !symbol.isEmpty {
            if StatementText.isSecurityNumber(symbol) { return .stock(symbol: String(symbol)) }
            return StockSymbol.normalised(symbol).map { .stock(symbol: $0) }
        }
        // `YOU BOUGHT MICROSOFT CORP (MSFT) (Margin)`.
        let tokens = words.split(separator: " ").filter { $0.hasPrefix("(") && $0.hasSuffix(")") }
        let names = tokens.map { $0.dropFirst().dropLast() }.filter { !["CASH", "MARGIN", "SHORT"].contains($0) }
        guard let ticker = names.last, (1...6).contains(ticker.utf8.count),
            ticker.utf8.allSatisfy({ (0x41...0x5A).contains($0) || $0 == 0x2E })
        else { return nil }
        return .stock(symbol: String(ticker))
    }

    /// `R/S FROM 88634T493#REOR` beside a ticker: rows before print the number in the ticker's place.
    private mutating func learn(_ words: String, _ symbol: Substring) {
        guard let range = words.firstRange(of: "R/S FROM "), !StatementText.isSecurityNumber(symbol),
            let ticker = StockSymbol.normalised(symbol)
        else { return }
        let number = words[range.upperBound...].prefix(9)
        if StatementText.isSecurityNumber(number) { tickers[String(number)] = ticker }
    }

    func complete(_ content: inout FileContent) {
        for index in content.rows.indices {
            var row = content.rows[index]
            if case .stock(let symbol) = row.event.instrument, StatementText.isSecurityNumber(symbol) {
                if let ticker = tickers[symbol] {
                    row.event.instrument = .stock(symbol: ticker)
                } else {
                    content.unread(
                        &row, "Symbol: the number of a security where its symbol should stand", text: symbol)
                }
                content.rows[index] = row
            }
        }
        CancelledTrades.void(cancels, in: &content)
    }
}

/// The cells of a row whose place is not what its heading says.
///
/// Some exports print the headings `Quantity, Currency, Price` above cells in the order currency, price, quantity.
private struct FidelityCells {
    let row: StatementRow<FidelityColumn>
    private let isShifted: Bool

    init(_ row: StatementRow<FidelityColumn>) {
        self.row = row
        isShifted = row.text(.quantity) == "USD"
    }

    var currency: Substring { row.text(isShifted ? .quantity : .currency) }

    func price(_ notation: Money.Notation) throws(StatementFault<FidelityColumn>) -> Money? {
        try row.money(isShifted ? .currency : .price, notation)
    }

    func quantity(_ notation: Money.Notation) throws(StatementFault<FidelityColumn>) -> Quantity? {
        try row.quantity(isShifted ? .price : .quantity, notation)
    }
}

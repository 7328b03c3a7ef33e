import MagnusDomain

/// Schwab's brokerage history as CSV, with and without the title line and the row of totals, quoted or not.
///
/// `04/01/2020 as of 03/31/2020` was booked on the first day for the second: the second one is when it happened. Splits
/// and other changes of shares are the exception: they take effect when they are booked. Amounts are net of the stated
/// fees. What an account did at TD Ameritrade before is told by ``SchwabFormerRows``.
struct SchwabLayout: StatementLayout {
    typealias Column = SchwabColumn

    let name = "history"
    let dateColumn = SchwabColumn.date
    let actionColumn = SchwabColumn.action
    let symbolColumn = SchwabColumn.symbol
    let quantityColumn = SchwabColumn.quantity
    let amountColumn = SchwabColumn.amount
    let textColumns: [SchwabColumn] = [.description]
    /// The end of the account's number, where a title states it.
    let account: String?
    private var hasMentionedBonds = false
    /// Lines of the rows that take back a trade.
    private var cancels: Set<Int> = []

    /// - Parameter preamble: what stands above the header.
    init(preamble: [DelimitedRecord]) {
        account = preamble.lazy.compactMap { Self.account(title: $0.texts.joined(separator: " ")) }.first
    }

    mutating func entry(
        of row: StatementRow<SchwabColumn>, notation: Money.Notation
    ) throws(StatementFault<SchwabColumn>) -> StatementEntry {
        // Where the day is in quotes the amount is too, an empty one included: what is missing was cut off.
        if row.field(.date)?.isQuoted == true, row.field(.amount)?.isQuoted == false {
            throw StatementFault(.amount, "no quote: the row is cut off")
        }
        let (posted, effective) = try days(row)
        let action = StatementText.words(row.text(.action)).lowercased()
        let words = StatementText.words(row.text(.description))
        var symbol = row.text(.symbol)
        if symbol.isEmpty || StatementText.isSecurityNumber(symbol), let named = SchwabFormerRows.ticker(words: words) {
            symbol = Substring(named)
        }
        let contract = try contract(symbol)
        var figures = StatementFigures(
            quantity: try row.quantity(.quantity, notation), price: try row.money(.price, notation),
            net: try row.money(.amount, notation), costs: try row.cost(.fees, notation))
        let movesShares = !(figures.quantity ?? .zero).isZero
        let former = SchwabFormerRows.meaning(
            action, words: words, isOption: contract != nil, movesShares: movesShares)
        guard
            var movement = SchwabAction.movement(
                action, isOption: contract != nil, movesShares: movesShares, net: figures.net)
        else { throw StatementFault(.action, "unknown action") }
        switch former {
        case .booked(let meant): movement = meant
        case .bankInterest:
            movement = .cash(.interest)
            figures.net = figures.net ?? figures.quantity.map { Money(tenThousandths: $0.millionths / 100) }
        case .sweep:
            throw StatementFault.sweep(.action)
        case nil: break
        }
        let isCancel = action == "cancel buy" || action == "cancel sell"
        if isCancel { cancels.insert(row.record.line) }
        // The sign of these is known; the export prints it in some generations.
        if movement.direction == .bought || movement.direction == .removed {
            figures.quantity = figures.quantity?.magnitude
        }
        // What a delivery in kind prints as price is no cost.
        if !movement.isAmountCash { figures.price = nil }
        var warnings: [(code: String, message: String)] = []
        var instrument = contract.map { Instrument.option($0) } ?? stock(symbol)
        if former == .bankInterest { instrument = nil }
        var asset: (name: String, quantity: Quantity)?
        if movement.kind == .trade || isCancel, StatementText.isSecurityNumber(symbol) {
            let size = figures.quantity?.magnitude ?? .zero
            asset = (String(symbol), movement.direction == .sold ? -size : size)
            movement = movement.direction == .sold ? .repayment : .cash(.adjustment)
            instrument = nil
            if !hasMentionedBonds {
                hasMentionedBonds = true
                warnings.append(
                    ("bond_cash", "securities without a ticker are not kept as positions: their cash is booked"))
            }
        }
        if movement.direction == .cash, StatementText.isSecurityNumber(symbol) {
            instrument = nil
            // It prints the number of bonds in one row and their cash in another.
            if action.hasPrefix("full redemption") {
                asset = (String(symbol), .zero)
                figures.net = figures.net ?? .zero
            }
        }
        let isDecree = [.split, .symbolChange, .merger].contains(movement.kind)
        var date = isDecree ? posted : effective
        if former != nil, let contract { date = SchwabFormerRows.day(of: movement, contract, booked: date) }
        return StatementEntry(
            date: date, time: DayOrder.moment(on: date), movement: movement, figures: figures, instrument: instrument,
            details: row.text(.description), identity: [action, row.text(.symbol).uppercased(), words],
            account: account, asset: asset, warnings: warnings)
    }

    func complete(_ content: inout FileContent) { CancelledTrades.void(cancels, in: &content) }

    /// The day of booking and the one it was for.
    private func days(
        _ row: StatementRow<SchwabColumn>
    ) throws(StatementFault<SchwabColumn>) -> (posted: CalendarDate, effective: CalendarDate) {
        do throws(CellFault) {
            let text = row.text(.date)
            guard let posted = try CellText.date(text) else { throw CellFault("no date") }
            let effective = try CellText.asOfDate(text)
            guard text.utf8.count <= 10 || effective != nil else { throw CellFault("no date") }
            return (posted, effective ?? posted)
        } catch { throw StatementFault(.date, error.reason) }
    }

    /// `AAPL 01/15/2021 130.00 C`; nil for what is no option.
    private func contract(_ symbol: Substring) throws(StatementFault<SchwabColumn>) -> OptionContract? {
        guard symbol.contains(" "), symbol.contains("/") else { return nil }
        do { return try OptionContract(text: symbol) } catch {
            throw StatementFault(.symbol, StatementText.words(error))
        }
    }

    private func stock(_ symbol: Substring) -> Instrument? {
        if StatementText.isSecurityNumber(symbol) { return .stock(symbol: String(symbol)) }
        return StockSymbol.normalised(symbol).map { .stock(symbol: $0) }
    }

    /// `Transactions  for account Brokerage XXXX-1234 as of 11/15/2020`: 1234. nil when no digits are shown.
    static func account(title: String) -> String? {
        let words = StatementText.words(title)
        guard words.hasPrefix("TRANSACTIONS FOR ") else { return nil }
        let head = words.firstRange(of: " AS OF ").map { words[..<$0.lowerBound] } ?? words[...]
        let digits = head.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
        return digits.count >= 3 ? String(digits) : nil
    }
}

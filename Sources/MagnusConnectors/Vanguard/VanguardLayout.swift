import MagnusDomain

/// The transactions of Vanguard's download of brokerage accounts (`OfxDownload.csv`).
///
/// The net amount is after commissions and fees. Cash is kept in a settlement fund: the sweeps into and out of it and
/// the reinvestment of its own dividends are no events.
struct VanguardLayout: StatementLayout {
    typealias Column = VanguardColumn

    static let layoutName = "download"
    let name = VanguardLayout.layoutName
    let dateColumn = VanguardColumn.date
    let actionColumn = VanguardColumn.type
    let symbolColumn = VanguardColumn.symbol
    let quantityColumn = VanguardColumn.shares
    let amountColumn = VanguardColumn.net
    let textColumns: [VanguardColumn] = [.description, .name]

    /// Shares of assigned options are printed as bought or sold.
    func complete(_ content: inout FileContent) { StatementDeliveries.link(&content.rows) }

    func entry(
        of row: StatementRow<VanguardColumn>, notation: Money.Notation
    ) throws(StatementFault<VanguardColumn>) -> StatementEntry {
        let date = try row.date(.date)
        let type = StatementText.words(row.text(.type))
        var figures = StatementFigures(
            quantity: try row.quantity(.shares, notation), price: try row.money(.price, notation),
            net: try row.money(.net, notation), costs: try row.cost(.commission, notation))
        if figures.net == nil { figures.net = try row.money(.principal, notation).map { $0 - figures.costs } }
        let movesShares = !(figures.quantity ?? .zero).isZero
        guard let movement = try Self.movement(type, movesShares: movesShares) else {
            throw StatementFault(.type, "unknown type of transaction")
        }
        let instrument = try Self.instrument(row)
        if case .stock(let symbol) = instrument, movement.direction != .cash, StatementText.isMoneyMarketFund(symbol) {
            throw Self.sweep
        }
        let words = [row.text(.type), row.text(.description)].joined(separator: ": ")
        var entry = StatementEntry(
            date: date, movement: movement, figures: figures, instrument: instrument, details: Substring(words),
            identity: [
                type, StatementText.words(row.text(.description)), String(row.text(.symbol)), String(row.text(.name)),
            ])
        if instrument == nil, movement.direction != .cash {
            throw StatementFault(.symbol, "no symbol: only shares, funds and options are booked")
        }
        if !row.text(.account).isEmpty { entry.account = String(row.text(.account)) }
        return entry
    }

    private static let sweep = StatementFault<VanguardColumn>.sweep(.type)

    /// nil for words of unknown meaning.
    private static func movement(
        _ type: String, movesShares: Bool
    ) throws(StatementFault<VanguardColumn>) -> StatementMovement? {
        switch type {
        case "SWEEP IN", "SWEEP OUT": throw sweep
        case "BUY": return .bought()
        case "BUY TO OPEN": return .bought(.opening)
        case "BUY TO CLOSE", "BUY TO COVER": return .bought(.closing)
        case "SELL": return .sold()
        case "SELL TO OPEN", "SELL SHORT": return .sold(.opening)
        case "SELL TO CLOSE": return .sold(.closing)
        case "REINVESTMENT", "REINVESTMENT (LT GAIN)", "REINVESTMENT (ST GAIN)":
            // Of the settlement fund it is printed without shares.
            if !movesShares { throw sweep }
            return .bought()
        case "EXPIRED", "EXPIRATION": return .expired
        case "ASSIGNED", "ASSIGNMENT": return .assigned
        case "EXERCISED", "EXERCISE": return .exercised
        case "DIVIDEND", "CAPITAL GAIN (LT)", "CAPITAL GAIN (ST)", "INCOME", "PARTNERSHIP": return .cash(.dividend)
        case "INTEREST", "INTEREST CHARGE", "MARGIN INTEREST": return .cash(.interest)
        case "FEE": return .cash(.fee)
        // Tax is withheld from dividends: their sum is what arrived.
        case "WITHHOLDING", "FOREIGN TAX WITHHELD": return .cash(.dividend)
        case "STOCK SPLIT": return .delivered(.split)
        case "CORP ACTION (SPINOFF)", "MERGER (INCOMING)", "MERGER (OUTGOING)": return .delivered(.merger)
        case "CORP ACTION (REDEMPTION)":
            return movesShares ? StatementMovement(kind: .merger, direction: .sold) : .cash(.adjustment)
        case "DISTRIBUTION": return movesShares ? .delivered(.transfer) : .cash(.transfer)
        case "FUNDS RECEIVED", "WITHDRAWAL", "CONTRIBUTION", "TRANSFER (INCOMING)", "TRANSFER (OUTGOING)",
            "TRANSFER (IN)", "TRANSFER (OUT)", "ROLLOVER (INCOMING)", "ROLLOVER (OUTGOING)", "CONVERSION (INCOMING)",
            "CONVERSION (OUTGOING)":
            return movesShares ? .delivered(.transfer) : .cash(.transfer)
        default: return nil
        }
    }

    /// Shares, funds, and options as `ARKK 270115 P 100.00` or in any usual spelling; nil for cash.
    private static func instrument(
        _ row: StatementRow<VanguardColumn>
    ) throws(StatementFault<VanguardColumn>) -> Instrument? {
        let symbol = row.text(.symbol)
        if symbol.isEmpty { return nil }
        let words = symbol.split(separator: " ")
        if words.count == 1, symbol.utf8.count < 15 {
            if StatementText.isSecurityNumber(symbol) { return nil }
            guard let ticker = StockSymbol.normalised(symbol) else { throw StatementFault(.symbol, "no symbol") }
            return .stock(symbol: ticker)
        }
        // A root, six digits, the right and the strike, apart by blanks.
        let isApart = words.count == 4 && words[1].utf8.count == 6 && words[1].allSatisfy(\.isNumber)
        do { return .option(try OptionContract(text: isApart ? words.joined() : String(symbol))) } catch {
            guard words.count == 2, let ticker = StockSymbol.normalised(symbol) else {
                throw StatementFault(.symbol, StatementText.words(error))
            }
            return .stock(symbol: ticker)
        }
    }
}

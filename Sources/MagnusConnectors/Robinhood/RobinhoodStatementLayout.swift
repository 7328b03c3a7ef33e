import MagnusDomain

/// The rows of Robinhood's older account statements: days as `18/12/2016`, descriptions joined by ` --- `.
///
/// Amounts are net of fees, which are not stated. Cash that only moves between the account, its margin side and the bank
/// it is kept at is no event.
struct RobinhoodStatementLayout: StatementLayout {
    typealias Column = RobinhoodStatementColumn

    let name = "statement"
    let dateColumn = RobinhoodStatementColumn.traded
    let actionColumn = RobinhoodStatementColumn.description
    let symbolColumn = RobinhoodStatementColumn.symbol
    let quantityColumn = RobinhoodStatementColumn.quantity
    let amountColumn = RobinhoodStatementColumn.amount
    let textColumns: [RobinhoodStatementColumn] = []
    let dateOrder = CellText.DateOrder.dayFirst

    func entry(
        of row: StatementRow<RobinhoodStatementColumn>, notation: Money.Notation
    ) throws(StatementFault<RobinhoodStatementColumn>) -> StatementEntry {
        let date: CalendarDate
        do throws(CellFault) {
            guard let found = try CellText.date(row.text(.traded), order: .dayFirst) else { throw CellFault("no date") }
            date = found
        } catch { throw StatementFault(.traded, error.reason) }
        let words = StatementText.words(row.text(.description))
        let movement = try movement(row, words)
        let symbol = row.text(.symbol)
        var entry = StatementEntry(
            date: date, time: DayOrder.moment(on: date), movement: movement,
            figures: StatementFigures(
                quantity: try row.quantity(.quantity, notation), price: try row.money(.price, notation),
                net: try row.money(.amount, notation)),
            details: row.text(.description),
            identity: [row.text(.type).uppercased(), row.text(.action).uppercased(), symbol.uppercased(), words])
        entry.instrument = StockSymbol.normalised(symbol).map { .stock(symbol: $0) }
        guard symbol.isEmpty || entry.instrument != nil else { throw StatementFault(.symbol, "no stock symbol") }
        return entry
    }

    private func movement(
        _ row: StatementRow<RobinhoodStatementColumn>, _ words: String
    ) throws(StatementFault<RobinhoodStatementColumn>) -> StatementMovement {
        switch row.text(.type).uppercased() {
        case "TRADES":
            switch row.text(.action).uppercased() {
            case "BUY": return .bought()
            case "SELL": return .sold()
            default: throw StatementFault(.action, "neither bought nor sold")
            }
        case "MONEY_MOVEMENTS": break
        default: throw StatementFault(.type, "unknown kind of row")
        }
        let parts = words.split(separator: " ").joined(separator: " ")
        if Self.sweeps.contains(where: { parts.hasPrefix($0) }) {
            throw StatementFault.sweep(.description)
        }
        // `SUBST PAY` is paid by the borrower of the shares in place of the dividend.
        if parts.contains(" --- CASH DIV ON ") || parts.contains(" --- SUBST PAY ON ") { return .cash(.dividend) }
        if parts.hasPrefix("ACH ") { return .cash(.transfer) }
        if parts.hasPrefix("GOLD FEE") { return .cash(.fee) }
        throw StatementFault(.description, "unknown movement")
    }

    private static let sweeps = [
        "THE INSURED DEPOSIT PROGRAM", "MM LIQUIDATION", "TFR MARGIN TO CASH", "TFR CASH TO MARGIN",
        "TRNSFR FROM CASH TO MARGIN", "TRNSFR FROM MARGIN TO CASH", "XFER MARGIN TO CASH", "XFER CASH TO MARGIN",
    ]
}

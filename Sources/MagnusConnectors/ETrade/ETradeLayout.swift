import MagnusDomain

/// E*TRADE's transactions, the older download and the newer activity list. Amounts are net of commissions.
struct ETradeLayout: StatementLayout {
    typealias Column = ETradeColumn

    let name: String
    let dateColumn = ETradeColumn.date
    let actionColumn = ETradeColumn.type
    let symbolColumn = ETradeColumn.symbol
    let quantityColumn = ETradeColumn.quantity
    let amountColumn = ETradeColumn.amount
    let textColumns: [ETradeColumn] = [.description, .note, .category]
    /// From the titles above the header.
    let account: String?

    init(_ opening: SectionOpening) {
        account = ETradeContract.account(preamble: opening.preamble)
        name = opening.header.contains { StatementText.words($0) == "SECURITYTYPE" } ? "transactions" : "activity"
    }

    /// Shares of assigned options are printed as bought or sold.
    func complete(_ content: inout FileContent) { StatementDeliveries.link(&content.rows) }

    func entry(
        of row: StatementRow<ETradeColumn>, notation: Money.Notation
    ) throws(StatementFault<ETradeColumn>) -> StatementEntry {
        let date = try row.date(.date)
        let words = StatementText.words(row.text(.description))
        let type = StatementText.words(row.text(.type))
        var figures = StatementFigures(
            quantity: try row.quantity(.quantity, notation), price: try row.money(.price, notation),
            net: try row.money(.amount, notation), costs: try row.cost(.commission, notation))
        figures.costs += try row.cost(.fees, notation)
        let contract: OptionContract?
        do { contract = try ETradeContract.option(symbol: row.text(.symbol), words: words) } catch {
            throw StatementFault(.symbol, StatementText.words(error))
        }
        guard
            let movement = ETradeMovement.of(
                type: type, words: words, isOption: contract != nil, figures: figures)
        else {
            throw StatementFault(.type, type == "0" || type.isEmpty ? "no type of transaction stated" : "unknown type")
        }
        var instrument = contract.map { Instrument.option($0) }
        let symbol = row.text(.symbol)
        if instrument == nil, !symbol.isEmpty, !StatementText.isSecurityNumber(symbol) {
            instrument = StockSymbol.normalised(symbol).map { .stock(symbol: $0) }
        }
        if case .stock(let ticker) = instrument, movement.direction != .cash,
            StatementText.isMoneyMarketFund(ticker) || StatementText.words(row.text(.securityType)) == "MMF"
        {
            throw StatementFault.sweep(.type)
        }
        return StatementEntry(
            date: date, movement: movement, figures: figures, instrument: instrument,
            details: Substring(row.text(.type) + " " + row.text(.description)),
            identity: [type, words, StatementText.words(symbol)], account: account)
    }
}

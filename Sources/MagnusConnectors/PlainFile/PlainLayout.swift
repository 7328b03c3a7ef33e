import MagnusDomain

/// The plain CSV described in `Docs/import.md`: for brokers without a reader, for hand-kept books and for what Magnus
/// exports. Generous about the order of columns and letter case, strict about meaning.
struct PlainLayout: StatementLayout {
    typealias Column = PlainColumn

    let name = "1"
    let dateColumn = PlainColumn.date
    let actionColumn = PlainColumn.action
    let symbolColumn = PlainColumn.symbol
    let quantityColumn = PlainColumn.quantity
    let amountColumn = PlainColumn.amount
    let cashColumns = [PlainColumn.amount, .net, .fees]
    let textColumns: [PlainColumn] = [.note]
    /// Every line below the header is meant.
    let hasRemarks = false

    /// Shares of an assigned option may be written down as bought or sold.
    func complete(_ content: inout FileContent) { StatementDeliveries.link(&content.rows) }

    func account(of row: StatementRow<PlainColumn>) -> String? {
        row.text(.account).isEmpty ? nil : String(row.text(.account))
    }

    func entry(
        of row: StatementRow<PlainColumn>, notation: Money.Notation
    ) throws(StatementFault<PlainColumn>) -> StatementEntry {
        let (date, time) = try Self.moment(row.text(.date))
        let words = StatementText.words(row.text(.action).replacing("_", with: " "))
        let currency = row.text(.currency)
        guard currency.isEmpty || currency.uppercased() == "USD" else {
            throw StatementFault(.currency, "only US dollars are booked")
        }
        let quantity = try row.quantity(.quantity, notation)
        guard let movement = PlainAction.movement(words, movesShares: !(quantity ?? .zero).isZero) else {
            throw StatementFault(.action, "unknown action, see Docs/import.md")
        }
        if movement.direction == .sold, quantity?.isShort == false, row.text(.quantity).hasPrefix("+") {
            throw StatementFault(.quantity, "the sign contradicts the action")
        }
        let instrument = try Self.instrument(row)
        var figures = StatementFigures(quantity: quantity, price: try row.money(.price, notation))
        if let price = figures.price, price < .zero { throw StatementFault(.price, "a price is not negative") }
        figures.costs = try row.money(.fees, notation) ?? .zero
        figures.net = try Self.net(row, movement: movement, instrument: instrument, figures: figures, notation)
        try Self.check(words, figures)
        var entry = StatementEntry(
            date: date, time: time, movement: movement, figures: figures, instrument: instrument,
            details: row.text(.note),
            identity: [
                words, StatementText.words(row.text(.symbol)), String(row.text(.price)),
                String(row.text(.order)),
            ])
        entry.account = account(of: row)
        if !row.text(.order).isEmpty { entry.order = HarmlessText.plain(row.text(.order), maximumLength: 40) }
        entry.statedProfit = try row.money(.realized, notation)
        if words == PlainAction.otherAsset || words == PlainAction.otherAssetClosed {
            let name = row.text(.order).isEmpty ? row.text(.note) : row.text(.order)
            guard !name.isEmpty else { throw StatementFault(.note, "no name of the asset") }
            entry.asset = (HarmlessText.plain(name, maximumLength: 60), quantity ?? .zero)
        }
        return entry
    }

    /// A day, or a moment with its zone: `2026-03-02`, `3/2/2026`, `2026-03-02T10:31:05-05:00`, also with a blank.
    private static func moment(_ text: Substring) throws(StatementFault<PlainColumn>) -> (CalendarDate, Instant?) {
        if let date = StatementText.date(text) { return (date, nil) }
        var moment = text
        if let blank = moment.firstIndex(of: " ") { moment.replaceSubrange(blank...blank, with: "T") }
        guard let instant = try? Instant(rfc3339: moment) else {
            let hasTime = text.contains(":")
            throw StatementFault(
                .date, hasTime ? "a time needs seconds and its zone (Z or -05:00)" : "no plausible date")
        }
        let date = instant.newYork.date
        guard (1990...2199).contains(date.year) else { throw StatementFault(.date, "no plausible date") }
        return (date, instant)
    }

    private static func instrument(_ row: StatementRow<PlainColumn>) throws(StatementFault<PlainColumn>) -> Instrument?
    {
        let symbol = row.text(.symbol)
        if symbol.isEmpty { return nil }
        let stated = row.text(.multiplier)
        if let ticker = StockSymbol.normalised(symbol), symbol.utf8.count <= 6 || !symbol.contains(where: \.isNumber) {
            guard stated.isEmpty || stated == "1" else {
                throw StatementFault(.multiplier, "shares have no multiplier")
            }
            return .stock(symbol: ticker)
        }
        var multiplier: Int?
        if !stated.isEmpty {
            guard let number = Int(stated), stated.utf8.count <= 6 else {
                throw StatementFault(.multiplier, "no number")
            }
            multiplier = number
        }
        do throws(ContractError) {
            let contract = try OptionContract(text: symbol)
            return .option(multiplier == nil ? contract : try contract.stating(multiplier: multiplier))
        } catch {
            throw StatementFault(.symbol, StatementText.words(error))
        }
    }

    /// Cash after costs: from `net`, else `amount` less fees, else price times quantity less fees.
    private static func net(
        _ row: StatementRow<PlainColumn>, movement: StatementMovement, instrument: Instrument?,
        figures: StatementFigures, _ notation: Money.Notation
    ) throws(StatementFault<PlainColumn>) -> Money? {
        let amount = try row.money(.amount, notation)
        if let net = try row.money(.net, notation) {
            if let amount, amount - figures.costs != net { throw StatementFault(.net, "not the amount less the fees") }
            return net
        }
        if let amount { return amount - figures.costs }
        // A fee may stand in its own column alone.
        guard movement.direction != .cash else {
            return movement.kind == .fee && !row.text(.fees).isEmpty ? -figures.costs : nil
        }
        guard movement.kind == .trade || figures.price != nil else { return -figures.costs }
        guard let price = figures.price, let quantity = figures.quantity else {
            throw StatementFault(.amount, "neither an amount nor a price")
        }
        let factor = if case .option(let contract) = instrument { contract.multiplier } else { 1 }
        let signed: Quantity =
            switch movement.direction {
            case .sold: -quantity.magnitude
            case .bought: quantity.magnitude
            default: quantity
            }
        guard let value = try? Money.value(price: price, quantity: -signed, multiplier: factor),
            value.tenThousandths.magnitude <= CellText.amountLimit.tenThousandths.magnitude
        else { throw StatementFault(.price, "too large to be believed") }
        return value - figures.costs
    }

    /// A direction and the sign of its cash must agree.
    private static func check(_ words: String, _ figures: StatementFigures) throws(StatementFault<PlainColumn>) {
        guard let net = figures.net else { return }
        let gross = net + figures.costs
        let isWrong: Bool =
            switch words {
            case "BUY", "BUY TO OPEN", "BUY TO CLOSE", "WITHDRAWAL": gross > .zero
            case "SELL", "SELL TO OPEN", "SELL TO CLOSE", "DEPOSIT": gross < .zero
            case "TRADE": figures.quantity?.isShort == true ? gross < .zero : gross > .zero
            default: false
            }
        if isWrong { throw StatementFault(.amount, "the sign contradicts the action") }
    }
}

import MagnusDomain

/// Robinhood's account activity report, the CSV of today.
///
/// Amounts are net and fees have no column. Of a trade of options they are what price times quantity and amount differ by.
/// Prices are rounded to the cent, also those of an order that was filled at several, so that a difference that no such fee
/// explains is none; of shares, whose quantities are larger than their fees, none can be told. An option's contract stands in the description, `AAPL 1/15/2021 Call $130.00`; a quantity that ends
/// with `S` goes out.
struct RobinhoodActivityLayout: StatementLayout {
    typealias Column = RobinhoodColumn

    let name = "activity"
    let dateColumn = RobinhoodColumn.date
    let actionColumn = RobinhoodColumn.code
    let symbolColumn = RobinhoodColumn.instrument
    let quantityColumn = RobinhoodColumn.quantity
    let amountColumn = RobinhoodColumn.amount
    let textColumns: [RobinhoodColumn] = []

    /// Not every report says of shares that an option moved them.
    func complete(_ content: inout FileContent) { StatementDeliveries.link(&content.rows) }

    func entry(
        of row: StatementRow<RobinhoodColumn>, notation: Money.Notation
    ) throws(StatementFault<RobinhoodColumn>) -> StatementEntry {
        // Where the day is in quotes the amount is too, an empty one included: what is missing was cut off.
        if row.field(.date)?.isQuoted == true, row.field(.amount)?.isQuoted == false {
            throw StatementFault(.amount, "no quote: the row is cut off")
        }
        let date = try row.date(.date)
        let code = row.text(.code).uppercased()
        let description = row.text(.description)
        let words = StatementText.words(description)
        let quantity = try quantity(row, notation)
        let movesShares = !(quantity ?? .zero).isZero
        guard let movement = RobinhoodCode.movement(code, words: words, movesShares: movesShares) else {
            throw StatementFault(.code, "unknown code")
        }
        var figures = StatementFigures(
            quantity: quantity, price: try row.money(.price, notation), net: try row.money(.amount, notation))
        let isOption = RobinhoodCode.isOption(code)
        if isOption { figures.quantity = quantity?.magnitude }
        // What a delivery in kind prints as price is no cost.
        if !movement.isAmountCash { figures.price = nil }
        var entry = StatementEntry(
            date: date, time: DayOrder.moment(on: date), movement: movement, figures: figures, details: description,
            identity: [code, row.text(.instrument).uppercased(), words])
        if isOption {
            let contract = try contract(words)
            entry.instrument = .option(contract)
            if movement.kind == .trade, let fees = Self.fees(entry.figures, of: contract, movement) {
                entry.figures.costs = fees
            }
        } else {
            let symbol = row.text(.instrument)
            entry.instrument = StockSymbol.normalised(symbol).map { .stock(symbol: $0) }
            guard symbol.isEmpty || entry.instrument != nil else {
                throw StatementFault(.instrument, "no stock symbol")
            }
        }
        return entry
    }

    /// What a trade of options cost; nil where price and amount do not tell it.
    private static func fees(
        _ figures: StatementFigures, of contract: OptionContract, _ movement: StatementMovement
    ) -> Money? {
        guard let price = figures.price, let quantity = figures.quantity, let net = figures.net,
            price.tenThousandths != 0,
            let value = try? Money.value(
                price: Money(tenThousandths: abs(price.tenThousandths)), quantity: quantity.magnitude,
                multiplier: contract.multiplier)
        else { return nil }
        let fees = movement.direction == .sold ? value - net : -net - value
        // Regulatory fees of some cents a contract; index options pay the broker and the exchange besides. Sales pay the
        // commission's fee of some hundred-thousandths of the value.
        let each = contract.settlement == .physical ? 0.10 : 2.0
        let limit = each * quantity.magnitude.value + value.dollars / 10_000
        return fees > .zero && fees.dollars <= limit ? fees : nil
    }

    /// `10`, `1,000.5`, `400S`: what ends with the letter goes out.
    private func quantity(
        _ row: StatementRow<RobinhoodColumn>, _ notation: Money.Notation
    ) throws(StatementFault<RobinhoodColumn>) -> Quantity? {
        let text = row.text(.quantity)
        let isOut = text.hasSuffix("S") || text.hasSuffix("s")
        do throws(CellFault) {
            let number = try CellText.quantity(isOut ? text.dropLast() : text, notation: notation, isRounding: true)
            guard isOut else { return number }
            guard let number, !number.isShort else { throw CellFault("no number") }
            return -number
        } catch { throw StatementFault(.quantity, error.reason) }
    }

    /// The contract behind whatever introduces it: `Option Expiration for AAPL 1/15/2021 Call $130.00`.
    private func contract(_ words: String) throws(StatementFault<RobinhoodColumn>) -> OptionContract {
        var text = words[...]
        for introduction in Self.introductions where text.hasPrefix(introduction) {
            text = text.dropFirst(introduction.count)
            break
        }
        do { return try OptionContract(text: text) } catch {
            throw StatementFault(.description, StatementText.words(error))
        }
    }

    private static let introductions = [
        "OPTION EXPIRATION FOR ", "OPTION ASSIGNMENT FOR ", "OPTION ASSIGNED ", "OPTION EXERCISE FOR ",
        "OPTION EXERCISED ",
    ]
}

import MagnusDomain

/// Robinhood's account activity report, the CSV of today.
///
/// Amounts are net: fees are not stated, so that none are booked. Prices are rounded to the cent and may therefore not
/// give the amount. An option's contract stands in the description, `AAPL 1/15/2021 Call $130.00`; a quantity that ends
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
            entry.instrument = .option(try contract(words))
        } else {
            let symbol = row.text(.instrument)
            entry.instrument = StockSymbol.normalised(symbol).map { .stock(symbol: $0) }
            guard symbol.isEmpty || entry.instrument != nil else {
                throw StatementFault(.instrument, "no stock symbol")
            }
        }
        return entry
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

import MagnusDomain

/// Reads tastytrade's (formerly tastyworks') transaction history.
///
/// Two generations share the header. In the export of 2024 commissions and fees are signed like the value, figures
/// carry thousands commas and absent ones `--`, times their offset and seconds. In the older one commissions are
/// negative, fees positive costs, times end with the minute. Which one a file is follows from the signs in it.
struct TastytradeReader: BrokerFileReader {
    /// What a row costs, until the signs of the whole file are known.
    private struct Costs {
        var commissions: Money
        var fees: Money

        /// Costs negative.
        func total(isSigned: Bool) -> Money {
            isSigned ? commissions + fees : -Money(tenThousandths: abs(commissions.tenThousandths)) - fees
        }
    }

    /// What the option trades of a file have in common.
    private struct Trades {
        var count = 0
        /// Stamped at times at which no exchange trades options.
        var outsideSession = 0
        /// nil when two trades state different ones.
        var commission: Money?
        var sizes: Set<Int64> = []
    }

    /// Larger values are taken for damage. The bound also keeps every sum over a file within ``Money``.
    static let valueLimit = Money(tenThousandths: 1_000_000_000_000)
    static let quantityLimit = Quantity(10_000_000)

    /// Kinds of instruments that are not booked.
    private static let cashAlone: Set<Substring> = [
        "Future", "Future Option", "Cryptocurrency", "Bond", "Fixed Income Security",
    ]

    private let columns: TastytradeColumns
    private let notation: Money.Notation
    private let calendar = ExchangeCalendar.standard
    private var content = FileContent()
    /// Of the rows of ``content`` that came before the signs of the file were known, see ``isSigned``.
    private var costs: [Costs] = []
    /// Whether costs are signed like the value. One row tells; the rows before it were taken for unsigned.
    private var isSigned = false
    private var trades = Trades()
    /// Option contracts by their symbol cell: an account trades the same series many times.
    private var contracts: [Substring: TastytradeContract] = [:]

    init(header: [String], separator: UInt8) {
        columns = TastytradeColumns(header: header)
        // A semicolon means a spreadsheet of a country with decimal commas wrote the file again.
        notation = separator == 0x2C ? .decimalPoint : .detected
    }

    mutating func read(_ record: DelimitedRecord) {
        content.read += 1
        let row = TastytradeRow(record: record, columns: columns)
        guard isWhole(row) else { return }
        do throws(RowFault) {
            let (parsed, cost) = try parse(row)
            content.rows.append(entered(parsed, cost))
            if !isSigned { costs.append(cost) }
            count(parsed.event, cost)
        } catch {
            let field = row.field(error.column)
            let reason = "\(error.column.header): \(error.reason)"
            content.skip(
                line: field?.line ?? record.line, column: field?.column ?? 1, reason: reason, text: field?.text ?? "")
            let cash = try? money(row, .value)
            guard cash != .zero || (try? quantity(row)) != .zero else { return }
            mark(row, cash: cash, symbol: error.column == .symbol ? "" : row.text(.symbol), reason)
        }
    }

    /// A row that is not booked: what it states is in no sum. A single cell without a digit states neither day nor cash.
    private mutating func mark(_ row: TastytradeRow, cash: Money?, symbol: Substring = "", _ reason: String) {
        let texts = row.record.texts
        guard texts.count > 1 || texts.contains(where: { $0.contains(where: \.isNumber) }) else { return }
        // Of a row that is cut off the last cell may be a part of what it was.
        let isDayWhole = columns.index(.date).map { $0 < row.record.fields.count - 1 } ?? false
        let isLast = content.markUnread(
            time: isDayWhole ? try? Instant(rfc3339: row.text(.date)) : nil, cash: cash, symbol: symbol,
            cells: row.record.texts, line: row.record.line, reason: reason)
        if isLast, !isSigned { costs.append(Costs(commissions: .zero, fees: .zero)) }
    }

    mutating func finish() -> FileContent {
        content.layout = isSigned ? "2024" : "2020"
        defer { content = FileContent() }
        warnAboutTimes()
        warnAboutCommissions()
        if isSigned {
            for (index, cost) in costs.enumerated() {
                let change = cost.total(isSigned: true) - cost.total(isSigned: false)
                if change != .zero { content.rows[index].event.fees += change }
            }
        }
        costs = []
        TastytradeChanges.separate(&content.rows)
        content.placeUndated()
        return content
    }

    /// The row with its fees, as far as their sign is known; the value of a fee row is itself the fee.
    private func entered(_ parsed: ImportedRow, _ cost: Costs) -> ImportedRow {
        var row = parsed
        row.event.fees = cost.total(isSigned: isSigned)
        if row.event.kind == .fee {
            row.event.fees += row.event.amount
            row.event.amount = .zero
        }
        return row
    }

    private mutating func count(_ event: LedgerEvent, _ cost: Costs) {
        guard case .option = event.instrument, event.kind == .trade else { return }
        let clock = event.time.newYork
        if !calendar.isSession(clock.date) || !(34_200...60_300).contains(clock.secondsOfDay) {
            trades.outsideSession += 1
        }
        trades.commission = trades.count == 0 || trades.commission == cost.commissions ? cost.commissions : nil
        trades.count += 1
        if trades.sizes.count < 2 { trades.sizes.insert(event.quantity.magnitude.millionths) }
    }

    /// Whether the record has all its cells undamaged; a damaged description is only mentioned.
    private mutating func isWhole(_ row: TastytradeRow) -> Bool {
        let record = row.record
        let line = record.line
        for problem in record.problems {
            let index = row.column(at: problem.line, problem.column)
            let words = problem.cause.words
            if let index, index == columns.index(.description), problem.cause != .recordTooLong,
                problem.cause != .unclosedQuote
            {
                content.warn(line: problem.line, code: "damaged_text", "description: \(words)")
                continue
            }
            content.skip(
                line: problem.line, column: problem.column, reason: words,
                text: index.map { record.fields[$0].text } ?? "")
            mark(row, cash: nil, words)
            return false
        }
        guard record.fields.count == columns.count else {
            let isShort = record.fields.count < columns.count
            let reason =
                "\(record.fields.count) cells where the header has \(columns.count)"
                + (isShort ? ": the row is cut off" : ": a separator too many")
            content.skip(
                line: line, column: record.fields.last?.column ?? 1, reason: reason,
                text: record.fields.last?.text ?? "")
            mark(row, cash: nil, reason)
            return false
        }
        return true
    }

    private mutating func parse(_ row: TastytradeRow) throws(RowFault) -> (ImportedRow, Costs) {
        let time: Instant
        do { time = try Instant(rfc3339: row.text(.date)) } catch { throw RowFault(.date, "no date and time") }
        // No such account has rows of other years: they are damage.
        guard (1990...2199).contains(time.newYork.date.year) else { throw RowFault(.date, "no plausible year") }
        let currency = row.text(.currency)
        guard currency.isEmpty || currency == "USD" else { throw RowFault(.currency, "only US dollars are booked") }
        let value = try money(row, .value)
        let commissions = try money(row, .commissions)
        let fees = try money(row, .fees)
        let quantity = try quantity(row)
        let movement = try TastytradeMovement(
            type: row.text(.type), subType: row.text(.subType), action: row.text(.action),
            description: row.text(.description), isOption: row.text(.instrumentType) == "Equity Option")
        // What is never a position here still moved the cash of the account.
        let isCashAlone = !movement.isCash && Self.cashAlone.contains(row.text(.instrumentType))
        let instrument = isCashAlone ? nil : try instrument(row, isCash: movement.isCash)
        var event = LedgerEvent(
            id: "", account: "", time: time, kind: isCashAlone ? .otherAsset : movement.kind,
            effect: isCashAlone ? .automatic : movement.effect, instrument: instrument,
            amount: value, orderIdentifier: orderIdentifier(row),
            details: HarmlessText.plain(row.text(.description), maximumLength: 200), source: "",
            line: row.record.line)
        if isCashAlone {
            // What expires, is delivered or taken away is gone; which side it was on does not matter.
            event.orderIdentifier = HarmlessText.plain(row.text(.symbol), maximumLength: 60)
            if movement.kind == .trade { event.quantity = movement.sign < 0 ? -quantity : quantity }
            content.warn(
                line: row.record.line, code: "cash_only",
                "\(row.text(.instrumentType)): not kept as a position, its cash is booked")
        } else if !movement.isCash {
            guard quantity > .zero else { throw RowFault(.quantity, "a positive number is expected") }
            guard instrument != nil else { throw RowFault(.symbol, "no instrument") }
            event.quantity = movement.sign < 0 ? -quantity : quantity
            event.price = try price(row, instrument: instrument)
            // A reinvested dividend pays for its shares; those that came for nothing have no stated cost.
            if movement.kind == .transfer, row.text(.subType).lowercased().contains("dividend") {
                if value == .zero { event.price = nil } else { event.kind = .trade }
            }
            check(event, row)
        }
        // Only the later generation prints `--` for an absent commission.
        if fees < .zero || row.text(.commissions) == "--" || (movement.sign > 0 && signedPrice(row) < .zero) {
            isSigned = true
        }
        if case .option = instrument, movement.kind == .assignment || movement.kind == .exercise, !value.isZero {
            content.warn(line: row.record.line, code: "unexpected_value", "the removal of an option carries cash")
        }
        return (
            ImportedRow(
                event: event, side: isCashAlone ? .stated : movement.side, identity: identity(row, value, quantity)),
            Costs(commissions: commissions, fees: fees)
        )
    }

    /// What makes the row the same row in another export of the same generation, however its figures are printed.
    private func identity(_ row: TastytradeRow, _ value: Money, _ quantity: Quantity) -> RowIdentity {
        var identity = RowIdentity()
        for name in [TastytradeColumns.Name.type, .subType, .action, .symbol, .order, .description] {
            identity.combine(row.text(name))
        }
        // To the cent: one file may print fractions that another one rounds.
        identity.combine(Self.cents(value))
        identity.combine(quantity.millionths)
        return identity
    }

    private static func cents(_ value: Money) -> Int64 {
        let half: Int64 = value < .zero ? -50 : 50
        return (value.tenThousandths + half) / 100
    }

    private func orderIdentifier(_ row: TastytradeRow) -> String? {
        let text = row.text(.order)
        return text.isEmpty || text == "--" ? nil : HarmlessText.plain(text, maximumLength: 40)
    }

    /// Absent figures are zero: `--` in the new layout, nothing in the old one.
    private func money(_ row: TastytradeRow, _ name: TastytradeColumns.Name) throws(RowFault) -> Money {
        let text = row.text(name)
        if text.isEmpty || text == "--" { return .zero }
        if let amount = Self.centsAmount(text) { return amount }
        let amount: Money
        do {
            amount = try Money(text: text, notation: notation, excessDigits: .rounded)
        } catch {
            throw RowFault(name, error == .overflow ? "too large" : "no amount")
        }
        guard amount.tenThousandths.magnitude <= Self.valueLimit.tenThousandths.magnitude else {
            throw RowFault(name, "too large to be believed")
        }
        return amount
    }

    /// `-1234.50` and `0.00` at once, which most figures are; nil for every other spelling, however valid.
    private static func centsAmount(_ text: Substring) -> Money? {
        let bytes = text.utf8
        guard (4...9).contains(bytes.count) else { return nil }
        var value: Int64 = 0
        var place = 0
        for byte in bytes {
            if byte == 0x2D, place == 0 {
                place += 1
                continue
            }
            let isPoint = place == bytes.count - 3
            guard isPoint ? byte == 0x2E : (0x30...0x39).contains(byte) else { return nil }
            if !isPoint { value = value * 10 + Int64(byte - 0x30) }
            place += 1
        }
        return Money(tenThousandths: (bytes.first == 0x2D ? -value : value) * 100)
    }

    private func quantity(_ row: TastytradeRow) throws(RowFault) -> Quantity {
        let text = row.text(.quantity)
        if text.isEmpty || text == "--" { return .zero }
        guard let quantity = Quantity(plain: text, notation: notation) else { throw RowFault(.quantity, "no number") }
        guard quantity.magnitude <= Self.quantityLimit else { throw RowFault(.quantity, "too large to be believed") }
        return quantity
    }

    private func signedPrice(_ row: TastytradeRow) -> Money {
        (try? money(row, .averagePrice)) ?? .zero
    }

    /// Per share: the file states it per contract.
    private func price(_ row: TastytradeRow, instrument: Instrument?) throws(RowFault) -> Money? {
        let text = row.text(.averagePrice)
        if text.isEmpty || text == "--" { return nil }
        let average = try money(row, .averagePrice)
        let size = Money(tenThousandths: abs(average.tenThousandths))
        guard case .option(let contract) = instrument else { return size }
        do { return try size.scaled(by: 1, over: Int64(contract.multiplier)) } catch {
            throw RowFault(.multiplier, "no divisor")
        }
    }

    /// Mentions a value that does not follow from price and quantity or has the wrong sign.
    private mutating func check(_ event: LedgerEvent, _ row: TastytradeRow) {
        guard event.kind == .trade, let price = event.price else { return }
        let factor = if case .option(let contract) = event.instrument { contract.multiplier } else { 1 }
        guard let expected = try? Money.value(price: price, quantity: -event.quantity, multiplier: factor) else {
            return
        }
        let difference = abs(expected.dollars - event.amount.dollars)
        guard difference > max(0.02, abs(expected.dollars) * 0.01) else { return }
        content.warn(
            line: row.record.line, code: "value_mismatch",
            "value \(event.amount.text) where price times quantity is \(expected.text)")
    }

    /// The instrument of a row. Cash movements have shares at most.
    private mutating func instrument(_ row: TastytradeRow, isCash: Bool) throws(RowFault) -> Instrument? {
        let symbol = row.text(.symbol)
        if symbol.isEmpty { return nil }
        switch row.text(.instrumentType) {
        case "Equity", "":
            guard let ticker = StockSymbol.normalised(symbol) else { throw RowFault(.symbol, "no stock symbol") }
            return .stock(symbol: ticker)
        case "Equity Option":
            let terms = TastytradeContract.Terms(row)
            if let known = contracts[symbol], known.terms == terms {
                return .option(known.contract(of: row))
            }
            let contract = try TastytradeContract(symbol: symbol, terms: terms)
            // Memory stays bounded whatever a file holds.
            if contracts.count >= 20_000 { contracts.removeAll(keepingCapacity: true) }
            contracts[Substring(String(symbol))] = contract
            return .option(contract.contract(of: row))
        default:
            if isCash { return nil }
            throw RowFault(.instrumentType, "only shares and options on shares and indices are booked")
        }
    }

    /// Times of option trades that no exchange has: the file's offset is not the truth.
    private mutating func warnAboutTimes() {
        guard trades.outsideSession >= 3, trades.outsideSession * 20 > trades.count else { return }
        content.warn(
            line: nil, code: "times_outside_session",
            "\(trades.outsideSession) of \(trades.count) option trades are stamped outside trading hours: the times of this file "
                + "seem to be local times under a wrong offset")
    }

    /// The older layout states -1.00 on every trade, whatever was charged.
    private mutating func warnAboutCommissions() {
        guard !isSigned, trades.count >= 3, let commission = trades.commission, commission < .zero,
            trades.sizes.count > 1
        else { return }
        content.warn(
            line: nil, code: "constant_commission",
            "every option trade states the commission \(commission.text): fees of closing trades may be overstated")
    }
}

extension Money {
    fileprivate var isZero: Bool { tenThousandths == 0 }
}

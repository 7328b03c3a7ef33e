import MagnusDomain

extension FlexReader {
    /// Dividends, payments in their place, tax withheld, interest, fees, deposits and withdrawals.
    static func cash(_ record: FlexRecord) throws(FlexFault) -> LedgerEvent? {
        guard let amount = try record.money("amount") else { throw FlexFault("amount", "no amount") }
        let type = (record.text("type") ?? "").lowercased()
        let kind: LedgerEventKind =
            if type.contains("dividend") || type.contains("withholding") {
                .dividend
            } else if type.contains("interest") {
                .interest
            } else if type.contains("fee") || type.contains("commission") {
                .fee
            } else if type.contains("deposit") || type.contains("withdrawal") {
                .transfer
            } else {
                .adjustment
            }
        var event = event(of: record, kind: kind, time: time(try record.moment(), isRemoval: false))
        if kind == .fee { event.fees = amount } else { event.amount = amount }
        if kind == .dividend, record.text("assetCategory") == nil || record.text("assetCategory") == "STK" {
            event.instrument = record.text("symbol").flatMap { CellText.ticker($0) }.map { .stock(symbol: $0) }
        }
        return event
    }

    /// A tax on a fee, in a section of its own.
    static func salesTax(_ record: FlexRecord) throws(FlexFault) -> LedgerEvent? {
        guard let amount = try record.money("salesTax") else { throw FlexFault("salesTax", "no amount") }
        var event = event(of: record, kind: .fee, time: time(try record.moment(), isRemoval: false))
        event.fees = amount
        event.details = CellText.details(
            "sales tax " + (record.text("taxableDescription") ?? record.text("description") ?? ""))
        return event
    }

    /// Splits, mergers, changes of symbol, spin-offs, dividends in shares and special ones. The row moves what it states.
    static func corporateAction(_ record: FlexRecord) throws(FlexFault) -> LedgerEvent? {
        if ["BOND", "BILL"].contains(record.text("assetCategory")) { return try bond(record) }
        guard let instrument = try record.instrument() else { throw FlexFault("symbol", "no instrument") }
        let quantity = try record.quantity("quantity") ?? .zero
        let words = ((record.text("actionDescription") ?? record.text("description") ?? "")).lowercased()
        let moment = try record.moment()
        let time =
            moment.secondsOfDay.map { CellText.instant(on: moment.date, secondsOfDay: $0) }
            ?? CellText.corporateAction(on: moment.date)
        var event = event(of: record, kind: corporateKind(record.text("type") ?? "", words), time: time)
        event.instrument = instrument
        event.quantity = quantity
        event.amount = try record.money("proceeds") ?? .zero
        if event.kind == .dividend, !quantity.isZero, event.amount == .zero, !movesDividendShares(record) {
            throw FlexFault(
                "quantity",
                "a dividend of \(quantity.signedText) and no cash: not booked, the row does not tell whether shares came "
                    + "or on how many it is paid")
        }
        event.effect = quantity.isZero ? .automatic : quantity.isShort ? .closing : .opening
        let stated = try? record.money("fifoPnlRealized")
        event.statedProfit = stated == .zero ? nil : stated
        return event
    }

    /// The half of a split or a change that takes the old security away calls it `GCM.OLD`, where the trades before it, and
    /// the words of the row itself (`GCM(CA38501D2041) SPLIT 1 FOR 25 (GCM.OLD, ...)`), have its ticker: that ticker.
    static func formerTicker(_ record: FlexRecord, _ event: LedgerEvent) -> String? {
        guard event.kind == .split || event.kind == .symbolChange || event.kind == .merger,
            case .stock(let symbol) = event.instrument, symbol.hasSuffix(".OLD")
        else { return nil }
        let ticker = String(symbol.dropLast(4))
        return (record.text("description") ?? "").hasPrefix(ticker + "(") ? ticker : nil
    }

    /// Codes of Interactive Brokers that have to do with a dividend and move what they state: a purchase issue (PI), the
    /// issue of a choice (HI) and the end of a right to one (ED). A cash dividend (CD) moves none.
    static func movesDividendShares(_ record: FlexRecord) -> Bool {
        ["PI", "HI", "ED"].contains(record.text("type") ?? "")
    }

    private static func corporateKind(_ type: Substring, _ words: String) -> LedgerEventKind {
        switch type {
        case "FS", "RS", "FI", "SD", "HD": return .split
        case "IC", "CH", "NC": return .symbolChange
        case "TC", "TO", "SO", "MI", "DI", "CM", "BC", "RI", "SR", "GV", "PV": return .merger
        case "CD", "PI", "PC", "DC", "ED": return .dividend
        default: break
        }
        if words.contains("split") || words.contains("stock dividend") { return .split }
        if words.contains("cusip/isin change") || words.contains("name change") || words.contains("symbol change") {
            return .symbolChange
        }
        if words.contains("merged") || words.contains("tendered") || words.contains("spinoff")
            || words.contains("spin-off") || words.contains("acquisition")
        {
            return .merger
        }
        return words.contains("dividend") ? .dividend : .adjustment
    }

    /// Positions and cash moved in or out.
    static func transfer(_ record: FlexRecord) throws(FlexFault) -> LedgerEvent? {
        var event = event(of: record, kind: .transfer, time: time(try record.moment(), isRemoval: false))
        let direction = record.text("direction")?.uppercased()
        // Cash is no security; its symbol is `--`.
        if record.text("assetCategory") != "CASH", let instrument = try record.instrument(),
            let quantity = try record.quantity("quantity"), !quantity.isZero
        {
            event.instrument = instrument
            // The sign says it; where it does not, the direction.
            event.quantity = direction == "OUT" && !quantity.isShort ? -quantity : quantity
            event.price = try record.money("transferPrice").flatMap { $0 > .zero ? $0 : nil }
        }
        event.amount = try record.money("cashTransfer") ?? .zero
        if direction == "OUT", event.amount > .zero { event.amount = -event.amount }
        guard !event.quantity.isZero || event.amount != .zero else { return nil }
        return event
    }

    /// A position at the end of the statement; lots add up to their summary.
    mutating func takePosition(_ record: FlexRecord) {
        content.remarks += 1
        let text = record.text("currency")
        guard text == nil || text == "USD", let instrument = try? record.instrument(),
            let quantity = try? record.quantity("position")
        else { return }
        statement.hasPositions = true
        if record.text("levelOfDetail") == "LOT" {
            statement.lots[instrument, default: 0] &+= quantity.millionths
        } else {
            statement.positions[instrument, default: 0] &+= quantity.millionths
        }
    }

    /// Says where the rows of a statement do not lead to the positions it states: the history began earlier, or
    /// something was not understood. What it states is booked then.
    mutating func comparePositions() {
        let listed = statement.positions.isEmpty ? statement.lots : statement.positions
        let end = StatementEnd(
            firstRow: statement.firstRow, account: statement.account, line: statement.line,
            time: statement.end.map { CellText.removal(on: $0) }, cash: statement.cash,
            positions: statement.hasPositions ? listed : nil)
        let differing = end.book(into: &content)
        guard !differing.isEmpty else { return }
        let names = differing.map(\.shortText).sorted()
        content.warn(
            line: statement.line, code: "positions_differ",
            "the rows of this statement do not lead to the positions it states (its history begins later): "
                + names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " and \(names.count - 8) more" : ""),
            account: statement.account)
    }

    /// The dollars at the end of the statement. Other currencies are not booked, and a sum in the base currency holds them.
    mutating func takeBalance(_ record: FlexRecord) {
        guard record.text("currency") == "USD" else { return }
        statement.cash = try? record.money("endingCash")
    }
}

extension Instrument {
    /// The ticker, or the option's symbol without padding.
    var shortText: String {
        switch self {
        case .stock(let symbol): symbol
        case .option(let contract): contract.text(in: .compact)
        }
    }
}

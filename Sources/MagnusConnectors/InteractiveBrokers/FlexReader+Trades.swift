import MagnusDomain

extension FlexReader {
    /// An execution. Assignments, exercises and expirations are booked as trades at zero with a code in `notes`; so are
    /// the shares they move, at the strike.
    static func trade(_ record: FlexRecord) throws(FlexFault) -> LedgerEvent? {
        if record.text("assetCategory") == "CASH" { return try conversion(record) }
        if ["BOND", "BILL"].contains(record.text("assetCategory")) { return try bond(record) }
        guard let instrument = try record.instrument() else { throw FlexFault("symbol", "no instrument") }
        guard let quantity = try record.quantity("quantity"), !quantity.isZero else {
            throw FlexFault("quantity", "no number other than zero")
        }
        if let side = record.text("buySell"), side == "BUY" || side == "SELL", (side == "SELL") != quantity.isShort {
            throw FlexFault("quantity", "its sign contradicts \(side)")
        }
        let (kind, isDelivery) = kind(of: record)
        let moment = try record.moment()
        var event = event(of: record, kind: kind, time: time(moment, isRemoval: kind != .trade))
        event.instrument = instrument
        event.quantity = quantity
        event.price = try record.money("tradePrice").map { $0 < .zero ? -$0 : $0 }
        event.effect =
            switch record.text("openCloseIndicator") {
            case "O": .opening
            case "C": .closing
            default: isDelivery && instrument.isOption ? .closing : .automatic
            }
        var multiplier = 1
        if case .option(let contract) = instrument { multiplier = contract.multiplier }
        if let proceeds = try record.money("proceeds") {
            event.amount = proceeds
        } else if let price = try record.money("tradePrice"),
            let value = try? Money.value(price: price, quantity: -quantity, multiplier: multiplier)
        {
            event.amount = value
        } else {
            throw FlexFault("proceeds", "neither proceeds nor price")
        }
        event.fees = try fees(record)
        // Zero stands on every opening, and on what the query does not compute: it states nothing. Words that are no amount
        // do not make the row another one.
        let stated = try? record.money("fifoPnlRealized")
        event.statedProfit = stated == .zero ? nil : stated
        if case .option(let contract) = instrument, isDelivery, contract.settlement != .physical,
            kind != .expiration, event.amount != .zero
        {
            event.kind = .cashSettlement
        }
        return event
    }

    /// Commission and taxes, a cost negative. Those in another currency are told and not booked.
    private static func fees(_ record: FlexRecord) throws(FlexFault) -> Money {
        let taxes = try record.money("taxes") ?? .zero
        guard let commission = try record.money("ibCommission", "commission"), foreignCommission(record) == nil else {
            return taxes
        }
        return commission + taxes
    }

    /// A commission in another currency than the dollar, as `-1.20 EUR`.
    static func foreignCommission(_ record: FlexRecord) -> String? {
        guard let currency = record.text("ibCommissionCurrency"), currency != "USD",
            let commission = try? record.money("ibCommission", "commission"), commission != .zero
        else { return nil }
        return "\(commission.text) \(HarmlessText.plain(currency, maximumLength: 3))"
    }

    /// What the codes of a row say: A assigned, Ex exercised, Ep expired.
    private static func kind(of record: FlexRecord) -> (kind: LedgerEventKind, isDelivery: Bool) {
        let codes = record.codes
        if codes.contains("A") || record.text("transactionType") == "Assignment" { return (.assignment, true) }
        if codes.contains("Ex") || record.text("transactionType") == "Exercise" { return (.exercise, true) }
        if codes.contains("Ep") || record.text("transactionType") == "Expiration" { return (.expiration, true) }
        return (.trade, false)
    }

    static func time(_ moment: (date: CalendarDate, secondsOfDay: Int?), isRemoval: Bool) -> Instant {
        guard let seconds = moment.secondsOfDay else {
            return isRemoval ? CellText.removal(on: moment.date) : CellText.trade(on: moment.date)
        }
        return CellText.instant(on: moment.date, secondsOfDay: seconds)
    }

    /// A conversion of currencies: only its dollars are booked. `EUR.USD` has them as proceeds, `USD.CHF` as quantity.
    private static func conversion(_ record: FlexRecord) throws(FlexFault) -> LedgerEvent? {
        let pair = record.text("symbol") ?? ""
        let isQuote = pair.hasSuffix(".USD")
        guard isQuote || pair.hasPrefix("USD.") else { throw FlexFault("symbol", "no US dollars in it") }
        guard let amount = try record.money(isQuote ? "proceeds" : "quantity") else {
            throw FlexFault(isQuote ? "proceeds" : "quantity", "no amount")
        }
        var event = event(
            of: record, kind: .adjustment, time: time(try record.moment(), isRemoval: false))
        event.amount = amount
        // The commission of a conversion is in the account's currency, which need not be dollars.
        if record.text("ibCommissionCurrency") == "USD" { event.fees = try fees(record) }
        event.details = CellText.details("conversion \(pair)")
        return event
    }

    /// A bond or bill is not kept as a position: its cash is booked, as of securities without a ticker elsewhere.
    static func bond(_ record: FlexRecord) throws(FlexFault) -> LedgerEvent? {
        var event = event(of: record, kind: .adjustment, time: time(try record.moment(), isRemoval: false))
        event.fees = try fees(record)
        // The net has the interest that came with it.
        if let net = try record.money("netCash"), net != .zero {
            event.amount = net - event.fees
        } else if let proceeds = try record.money("proceeds") {
            event.amount = proceeds
        } else {
            throw FlexFault("proceeds", "no amount")
        }
        event.details = CellText.details(record.text("symbol") ?? record.text("description") ?? "bond")
        return event
    }

    /// Rows of the section of assignments, exercises and expirations that no trade repeats.
    mutating func bookRemovals() {
        struct Key: Hashable {
            var instrument: Instrument
            var day: Int
            var size: Int64
        }
        var known: [Key: Int] = [:]
        for row in content.rows[statement.firstRow...] where row.event.kind != .trade {
            guard let instrument = row.event.instrument else { continue }
            let key = Key(
                instrument: instrument, day: row.event.time.newYork.date.daysSinceEpoch,
                size: row.event.quantity.magnitude.millionths)
            known[key, default: 0] += 1
        }
        for record in statement.removals {
            book(record) { (record) throws(FlexFault) -> LedgerEvent? in
                guard let event = try Self.removal(record), let instrument = event.instrument else { return nil }
                let key = Key(
                    instrument: instrument, day: event.time.newYork.date.daysSinceEpoch,
                    size: event.quantity.magnitude.millionths)
                guard let left = known[key], left > 0 else { return event }
                known[key] = left - 1
                return nil
            }
        }
    }

    private static func removal(_ record: FlexRecord) throws(FlexFault) -> LedgerEvent? {
        guard let instrument = try record.instrument() else { throw FlexFault("symbol", "no instrument") }
        guard let quantity = try record.quantity("quantity"), !quantity.isZero else { return nil }
        let moment = try record.moment()
        let kind: LedgerEventKind
        switch record.text("transactionType") ?? "" {
        case "Assignment": kind = .assignment
        case "Exercise": kind = .exercise
        case "Expiration": kind = .expiration
        // The shares an assignment or exercise moves.
        case "Buy", "Sell": kind = record.codes.contains("Ex") ? .exercise : .assignment
        default: throw FlexFault("transactionType", "neither assignment, exercise nor expiration")
        }
        var event = event(of: record, kind: kind, time: time(moment, isRemoval: true))
        event.instrument = instrument
        event.effect = instrument.isOption ? .closing : .automatic
        event.quantity = quantity
        event.price = try record.money("tradePrice").map { $0 < .zero ? -$0 : $0 }
        event.amount = try record.money("proceeds") ?? .zero
        event.fees = try record.money("commisionsAndTax", "commissionsAndTax") ?? .zero
        if case .option(let contract) = instrument, contract.settlement != .physical, kind != .expiration,
            event.amount != .zero
        {
            event.kind = .cashSettlement
        }
        return event
    }
}

extension Instrument {
    var isOption: Bool { if case .option = self { true } else { false } }
}

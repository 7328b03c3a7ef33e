import MagnusDomain

/// What the entries of an investment statement do to an account.
enum OpenFinancialTransactions {
    typealias Movement = (event: LedgerEvent, side: ImportedRow.Side)

    /// The events of one entry: none for what changes nothing, two for a reinvestment (income, then a purchase).
    static func events(
        of record: OpenFinancialRecord, securities: SecurityList
    ) throws(OpenFinancialFault) -> [Movement] {
        switch record.name {
        case "BUYSTOCK", "BUYMF", "BUYOTHER", "SELLSTOCK", "SELLMF", "SELLOTHER", "BUYOPT", "SELLOPT":
            return [(try trade(record, try securities.instrument(of: record)), .stated)]
        case "CLOSUREOPT": return [try closure(record, try securities.instrument(of: record))]
        case "REINVEST": return try reinvestment(record, try securities.instrument(of: record))
        case "INCOME", "RETOFCAP":
            var event = try cash(record, record.text("INCOMETYPE") == "INTEREST" ? .interest : .dividend)
            event.instrument = try? securities.instrument(of: record)
            return [(event, .stated)]
        case "INVEXPENSE": return [(try cash(record, .fee), .stated)]
        case "MARGININTEREST": return [(try cash(record, .interest), .stated)]
        case "TRANSFER": return [(try transfer(record, try securities.instrument(of: record)), .stated)]
        case "SPLIT": return [(try split(record, try securities.instrument(of: record)), .stated)]
        case "INVBANKTRAN": return [(try bank(record), .stated)]
        // Between the cash and the margin part of one account.
        case "JRNLSEC", "JRNLFUND": return []
        default: throw OpenFinancialFault(record.name, "only shares, funds and options are booked")
        }
    }

    private static func event(
        _ record: OpenFinancialRecord, _ kind: LedgerEventKind, date name: String = "DTTRADE"
    ) throws(OpenFinancialFault) -> LedgerEvent {
        let moment = try record.moment(name)
        let day =
            kind == .trade || kind == .dividend || kind == .interest || kind == .fee || kind == .transfer
            ? CellText.trade(on: moment.date)
            : kind == .split ? CellText.corporateAction(on: moment.date) : CellText.removal(on: moment.date)
        let words = [record.text("MEMO"), record.text("NAME")].compactMap { $0 }.first ?? ""
        return LedgerEvent(
            id: "", account: "", time: moment.instant ?? day, kind: kind, details: CellText.details(words), source: "")
    }

    /// Commission, fees, taxes and load are stated as positive costs, and are part of the total.
    private static func costs(_ record: OpenFinancialRecord) throws(OpenFinancialFault) -> Money {
        var sum = Money.zero
        for name in ["COMMISSION", "FEES", "TAXES", "LOAD"] { sum += try record.money(name) ?? .zero }
        return sum
    }

    private static func trade(
        _ record: OpenFinancialRecord, _ instrument: Instrument
    ) throws(OpenFinancialFault) -> LedgerEvent {
        var event = try event(record, .trade)
        let isSale = record.name.hasPrefix("SELL")
        guard let units = try record.quantity("UNITS"), !units.isZero else {
            throw OpenFinancialFault("UNITS", "no number other than zero")
        }
        event.instrument = instrument
        // Some brokers leave the sign of sales out.
        event.quantity = isSale ? -units.magnitude : units.magnitude
        event.price = try record.money("UNITPRICE")
        switch record.text("OPTBUYTYPE") ?? record.text("OPTSELLTYPE") ?? record.text("BUYTYPE")
            ?? record.text("SELLTYPE")
        {
        case "BUYTOOPEN", "SELLTOOPEN", "SELLSHORT": event.effect = .opening
        case "BUYTOCLOSE", "SELLTOCLOSE", "BUYTOCOVER": event.effect = .closing
        default: event.effect = .automatic
        }
        guard let total = try record.money("TOTAL") else { throw OpenFinancialFault("TOTAL", "no amount") }
        let costs = try costs(record)
        // A sale that costs more than it brings is negative; a purchase never brings money.
        event.amount = (isSale ? total : total > .zero ? -total : total) + costs
        event.fees = -costs
        event.leaveHolding(isDayOnly: true)
        return event
    }

    private static func closure(
        _ record: OpenFinancialRecord, _ instrument: Instrument
    ) throws(OpenFinancialFault) -> Movement {
        guard let units = try record.quantity("UNITS"), !units.isZero else {
            throw OpenFinancialFault("UNITS", "no number other than zero")
        }
        let kind: LedgerEventKind
        switch record.text("OPTACTION") {
        case "ASSIGN": kind = .assignment
        case "EXERCISE": kind = .exercise
        case "EXPIRE": kind = .expiration
        default: throw OpenFinancialFault("OPTACTION", "neither assigned, exercised nor expired")
        }
        var event = try event(record, kind)
        event.instrument = instrument
        event.effect = .closing
        // Short options are assigned, long ones exercised; which of them expired is told by the holding.
        event.quantity = kind == .exercise ? -units.magnitude : units.magnitude
        if let gain = try record.money("GAIN"), case .option(let contract) = instrument,
            contract.settlement != .physical, kind != .expiration
        {
            event.kind = .cashSettlement
            event.amount = gain
        }
        return (event, kind == .expiration ? .removesHolding : .stated)
    }

    private static func reinvestment(
        _ record: OpenFinancialRecord, _ instrument: Instrument
    ) throws(OpenFinancialFault) -> [Movement] {
        guard let units = try record.quantity("UNITS"), let total = try record.money("TOTAL") else {
            throw OpenFinancialFault("UNITS", "no units or total")
        }
        let size = total < .zero ? -total : total
        var income = try event(record, record.text("INCOMETYPE") == "INTEREST" ? .interest : .dividend)
        income.instrument = instrument
        income.amount = size
        var purchase = try event(record, .trade)
        purchase.instrument = instrument
        purchase.effect = .opening
        purchase.quantity = units.magnitude
        purchase.price = try record.money("UNITPRICE")
        let costs = try costs(record)
        purchase.amount = -size + costs
        purchase.fees = -costs
        return [(income, .stated), (purchase, .stated)]
    }

    private static func cash(
        _ record: OpenFinancialRecord, _ kind: LedgerEventKind
    ) throws(OpenFinancialFault) -> LedgerEvent {
        guard let total = try record.money("TOTAL") else { throw OpenFinancialFault("TOTAL", "no amount") }
        var event = try event(record, kind)
        let withheld = try record.money("WITHHOLDING") ?? .zero
        let isCost = record.name == "INVEXPENSE" || record.name == "MARGININTEREST"
        let amount = isCost && total > .zero ? -total : total - withheld
        if kind == .fee { event.fees = amount } else { event.amount = amount }
        return event
    }

    private static func transfer(
        _ record: OpenFinancialRecord, _ instrument: Instrument
    ) throws(OpenFinancialFault) -> LedgerEvent {
        guard let units = try record.quantity("UNITS"), !units.isZero else {
            throw OpenFinancialFault("UNITS", "no number other than zero")
        }
        var event = try event(record, .transfer)
        event.instrument = instrument
        let isShort = record.text("POSTYPE")?.uppercased() == "SHORT"
        event.quantity =
            switch record.text("TFERACTION")?.uppercased() {
            case "IN": isShort ? -units.magnitude : units.magnitude
            case "OUT": isShort ? units.magnitude : -units.magnitude
            default: units
            }
        event.price = try record.money("AVGCOSTBASIS")
        if !isShort { event.leaveHolding(isDayOnly: true) }
        return event
    }

    private static func split(
        _ record: OpenFinancialRecord, _ instrument: Instrument
    ) throws(OpenFinancialFault) -> LedgerEvent {
        guard let old = try record.quantity("OLDUNITS"), let new = try record.quantity("NEWUNITS") else {
            throw OpenFinancialFault("NEWUNITS", "no units before and after")
        }
        var event = try event(record, .split)
        event.instrument = instrument
        event.quantity = new - old
        event.amount = try record.money("FRACCASH") ?? .zero
        return event
    }

    private static func bank(_ record: OpenFinancialRecord) throws(OpenFinancialFault) -> LedgerEvent {
        guard let amount = try record.money("TRNAMT") else { throw OpenFinancialFault("TRNAMT", "no amount") }
        let kind: LedgerEventKind =
            switch record.text("TRNTYPE")?.uppercased() {
            case "INT": .interest
            case "DIV": .dividend
            case "FEE", "SRVCHG": .fee
            default: .transfer
            }
        var event = try event(record, kind, date: "DTPOSTED")
        if kind == .fee { event.fees = amount } else { event.amount = amount }
        return event
    }
}

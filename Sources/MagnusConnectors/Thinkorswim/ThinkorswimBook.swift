import MagnusDomain

/// Joins the two tables of trades, see ``ThinkorswimReader``.
struct ThinkorswimBook {
    private let legs: [ThinkorswimLeg]
    private let cash: [ThinkorswimCash]
    private let account: String?
    /// Fees and reference by leg.
    private var fees: [Money]
    private var references: [Substring?]
    private let endings: [EndingKey: [(kind: LedgerEventKind, strike: Int64)]]
    /// Cash rows whose trade the legs book.
    private var isUsed: [Bool]

    init(legs: [ThinkorswimLeg], cash: [ThinkorswimCash], account: String?) {
        self.legs = legs
        self.cash = cash
        self.account = account
        endings = Self.endings(in: cash)
        fees = Array(repeating: .zero, count: legs.count)
        references = Array(repeating: nil, count: legs.count)
        isUsed = Array(repeating: false, count: cash.count)
    }

    /// Finds the cash of every order.
    mutating func join() {
        var orders: [Int64: [Int: [Int]]] = [:]
        for (index, leg) in legs.enumerated() {
            orders[leg.time.secondsSinceEpoch, default: [:]][leg.order, default: []].append(index)
        }
        for (index, row) in cash.enumerated() where row.type == "TRD" {
            for delay: Int64 in [0, 1] {
                let second = row.time.secondsSinceEpoch - delay
                guard let found = orders[second].flatMap({ best(of: $0, for: row) }) else { continue }
                orders[second]?[found.order] = nil
                isUsed[index] = true
                share(row, over: found.legs)
                break
            }
        }
    }

    /// The order of that second whose legs add up to the cash; else the only one of that symbol.
    private func best(of orders: [Int: [Int]], for row: ThinkorswimCash) -> (order: Int, legs: [Int])? {
        guard case .trade(_, let symbol, _, _) = row.description else { return nil }
        let fitting = orders.filter { order in
            order.value.allSatisfy { Self.isSame(legs[$0].instrument.underlying, symbol) }
        }.sorted { $0.key < $1.key }
        let exact = fitting.first { order in
            let sum = order.value.reduce(Int64(0)) { $0 + (legs[$1].value?.tenThousandths ?? 0) }
            return abs(sum - row.amount.tenThousandths) <= 100
        }
        if let exact { return (exact.key, exact.value) }
        guard fitting.count == 1, let only = fitting.first else { return nil }
        return (only.key, only.value)
    }

    private static func isSame(_ underlying: String, _ symbol: String) -> Bool {
        StockSymbol.normalised(symbol[...]) == StockSymbol.normalised(underlying[...])
    }

    /// Fees in proportion to the contracts, exact in sum. The shares of a covered order trade without commission.
    private mutating func share(_ row: ThinkorswimCash, over places: [Int]) {
        let options = places.filter { if case .option = legs[$0].instrument { true } else { false } }
        let bearing = Set(options.isEmpty ? places : options)
        // The last one takes what is left.
        let places = places.filter { !bearing.contains($0) } + places.filter { bearing.contains($0) }
        let sizes = places.map {
            bearing.contains($0) ? Int64(clamping: legs[$0].quantity.millionths.magnitude) : 0
        }
        let total = sizes.reduce(0, +)
        var left = row.fees
        for (number, place) in places.enumerated() {
            let part =
                number == places.count - 1
                ? left : (try? row.fees.scaled(by: sizes[number], over: max(1, total))) ?? .zero
            fees[place] = part
            left -= part
            references[place] = row.reference
        }
    }

    func write(into content: inout FileContent) {
        // A trade of both tables is one row.
        content.read -= isUsed.count { $0 }
        for (index, leg) in legs.enumerated() {
            if references[index] == nil {
                content.warn(
                    line: leg.line, code: "no_cash_row",
                    "the Cash Balance has no row of this trade: its fees are unknown")
            }
            content.rows.append(row(of: leg, at: index))
        }
        for (index, row) in cash.enumerated() where !isUsed[index] {
            do throws(ThinkorswimFault) {
                content.rows.append(try self.row(of: row, into: &content))
            } catch {
                content.skip(line: row.line, column: 1, reason: error.reason, text: error.text)
                guard row.amount != .zero || row.fees != .zero else { continue }
                content.markUnread(
                    time: row.time, cash: row.amount + row.fees,
                    cells: [String(row.type), String(row.reference), row.text],
                    line: row.line, reason: error.reason, account: account)
            }
        }
        content.rows.sort { ($0.event.line ?? 0) < ($1.event.line ?? 0) }
    }

    private func row(of leg: ThinkorswimLeg, at index: Int) -> ImportedRow {
        let event = LedgerEvent(
            id: "", account: "", time: leg.time, kind: .trade, effect: leg.effect, instrument: leg.instrument,
            quantity: leg.quantity, price: leg.price, amount: leg.value ?? .zero, fees: fees[index],
            orderIdentifier: references[index].flatMap { $0.isEmpty ? nil : CellText.details($0) },
            details: CellText.details(leg.details), source: "", line: leg.line)
        return ImportedRow(
            event: event, side: .stated, identity: Self.identity(event), brokerAccount: account)
    }

    /// What a trade is in either table.
    private static func identity(_ event: LedgerEvent) -> RowIdentity {
        var identity = RowIdentity()
        identity.combine(event.kind.rawValue)
        switch event.instrument {
        case .option(let contract): identity.combine(contract.osi)
        case .stock(let symbol): identity.combine(symbol)
        case nil: break
        }
        identity.combine(event.quantity.millionths)
        identity.combine(event.price?.tenThousandths ?? 0)
        return identity
    }

    private func row(
        of cash: ThinkorswimCash, into content: inout FileContent
    ) throws(ThinkorswimFault) -> ImportedRow {
        var event = LedgerEvent(
            id: "", account: "", time: cash.time, kind: .adjustment, amount: cash.amount, fees: cash.fees,
            orderIdentifier: nil, details: CellText.details(cash.text), source: "", line: cash.line)
        switch cash.description {
        case .trade(let quantity, _, let instrument, let price):
            guard let instrument else {
                throw ThinkorswimFault("a trade whose legs the Account Trade History does not have", cash.text)
            }
            event.kind = .trade
            event.instrument = instrument
            event.quantity = quantity
            event.price = price
            event.orderIdentifier = cash.reference.isEmpty ? nil : CellText.details(cash.reference)
            return ImportedRow(event: event, side: .stated, identity: Self.identity(event), brokerAccount: account)
        case .ending(let kind, let quantity, let contract):
            event.kind = kind
            event.effect = .closing
            event.instrument = .option(contract)
            event.quantity = quantity
            if cash.amount != .zero { event.kind = .cashSettlement }
        case .delivery(let quantity, let symbol):
            guard let ticker = StockSymbol.normalised(symbol[...]) else {
                throw ThinkorswimFault("no stock symbol", symbol)
            }
            event.instrument = .stock(symbol: ticker)
            event.quantity = quantity
            event.price = try? Money(tenThousandths: abs(cash.amount.tenThousandths)).scaled(
                by: 1_000_000, over: Int64(quantity.millionths.magnitude))
            event.kind = ending(behind: cash, ticker, quantity) ?? .trade
            if event.kind == .trade {
                content.warn(
                    line: cash.line, code: "delivery_unexplained",
                    "shares moved without an assignment or exercise in this file: booked as a trade")
            }
        case .dividend(let symbol):
            event.kind = .dividend
            event.instrument = symbol.map { .stock(symbol: $0) }
        case .interest: event.kind = .interest
        case .other: event.kind = try kind(of: cash)
        }
        if event.kind == .fee {
            event.fees = cash.amount + cash.fees
            event.amount = .zero
        }
        var identity = Self.identity(event)
        identity.combine(StatementText.words(cash.text))
        identity.combine(cash.reference)
        identity.combine(StatementText.cents(cash.amount))
        return ImportedRow(event: event, side: .stated, identity: identity, brokerAccount: account)
    }

    /// What moved these shares: an option of that underlying whose strike is their price, up to four days before.
    private func ending(behind row: ThinkorswimCash, _ symbol: String, _ quantity: Quantity) -> LedgerEventKind? {
        let day = row.time.newYork.date
        for delay in 0...4 {
            let key = EndingKey(symbol: symbol, day: day.adding(days: -delay), isReceived: !quantity.isShort)
            for ending in endings[key]?.prefix(64) ?? [] {
                let value = try? Money.value(
                    price: Money(tenThousandths: ending.strike), quantity: -quantity, multiplier: 1)
                if value == row.amount { return ending.kind }
            }
        }
        return nil
    }

    private struct EndingKey: Hashable {
        var symbol: String
        var day: CalendarDate
        var isReceived: Bool
    }

    /// Assignments and exercises by the shares they move, with their strikes in ten-thousandths.
    private static func endings(in cash: [ThinkorswimCash]) -> [EndingKey: [(kind: LedgerEventKind, strike: Int64)]] {
        var found: [EndingKey: [(kind: LedgerEventKind, strike: Int64)]] = [:]
        for row in cash {
            guard case .ending(let kind, _, let contract) = row.description, kind == .assignment || kind == .exercise
            else { continue }
            let key = EndingKey(
                symbol: contract.underlying, day: row.time.newYork.date,
                isReceived: (kind == .assignment) == (contract.right == .put))
            let strike = Int64(contract.strikeThousandths) * 10
            if !(found[key] ?? []).contains(where: { $0.strike == strike && $0.kind == kind }) {
                found[key, default: []].append((kind, strike))
            }
        }
        return found
    }

    private func kind(of row: ThinkorswimCash) throws(ThinkorswimFault) -> LedgerEventKind {
        let words = StatementText.words(row.text)
        if words.contains("INTEREST") { return .interest }
        // Withheld from dividends: their sum is what arrived.
        if words.contains("WITHHOLDING") { return .dividend }
        switch row.type {
        // Cash receipts and disbursements: money that comes in and goes out.
        case "FND", "WIN", "WOU", "EFN", "LIQ", "JRN", "CRC", "CDB": return .transfer
        default: break
        }
        if words.contains(" FEE") || words.hasPrefix("FEE") { return .fee }
        if row.type == "RAD" || row.type == "ADJ" {
            guard row.amount != .zero else { throw ThinkorswimFault("not understood", row.text) }
            return .adjustment
        }
        throw ThinkorswimFault("unknown type \(row.type)", row.text)
    }
}

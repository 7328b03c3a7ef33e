import MagnusDomain

/// Reads a Flex statement of Interactive Brokers (XML): trades, assignments, exercises, expirations, cash, corporate
/// actions and transfers of every account in the file, and compares the result with the positions the file states.
///
/// One execution is one row. Orders, lots and summaries repeat executions and are left out; a file that has orders
/// without executions is booked by its orders.
struct FlexReader: MarkupFileReader {
    /// What the open statement has said so far.
    struct Statement {
        var account: String?
        var line = 1
        var hasExecutions = false
        /// Orders, as long as no execution was seen.
        var orders: [FlexRecord] = []
        /// Rows of the section `OptionEAE`: mostly repeats of trades.
        var removals: [FlexRecord] = []
        /// Summaries of cash, taken only where there are no details.
        var cashSummaries: [FlexRecord] = []
        var hasCashDetails = false
        /// Quantities by instrument as the file states them at its end, in millionths.
        var positions: [Instrument: Int64] = [:]
        var lots: [Instrument: Int64] = [:]
        var hasPositions = false
        /// Dollars at its end, from the section Cash Report; nil where the query leaves it out.
        var cash: Money?
        var end: CalendarDate?
        /// The first of ``FileContent/rows`` that belongs to the statement.
        var firstRow = 0
    }

    var content = FileContent()
    var statement = Statement()
    private var markup = MarkupText()
    private var tokenizer = XMLTokenizer()
    private var events: [XMLTokenizer.Event] = []
    private var isRootKnown = false

    var encoding: TextEncoding { markup.encoding }

    mutating func read(_ bytes: ArraySlice<UInt8>) throws(ImportError) { try take(markup.utf8(bytes)) }

    mutating func finish() throws(ImportError) -> FileContent {
        try take(markup.finish())
        do throws(XMLFault) { try tokenizer.finish() } catch { throw Self.error(error) }
        if content.layout.isEmpty { content.layout = "flex" }
        defer { content = FileContent() }
        return content
    }

    private static func error(_ fault: XMLFault) -> ImportError {
        .malformed(line: fault.line, column: fault.column, reason: fault.reason)
    }

    private mutating func take(_ bytes: [UInt8]) throws(ImportError) {
        events.removeAll(keepingCapacity: true)
        do throws(XMLFault) { try tokenizer.read(bytes, into: &events) } catch { throw Self.error(error) }
        let completed = events
        for event in completed {
            switch event {
            case .start(let element): try start(element)
            case .end("FlexStatement"): endStatement()
            case .end: break
            }
        }
    }

    private mutating func start(_ element: XMLElement) throws(ImportError) {
        if !isRootKnown {
            isRootKnown = true
            guard element.name == "FlexQueryResponse" else {
                throw .malformed(
                    line: element.line, column: element.column,
                    reason: "the answer of the service, not a statement: its root is <\(element.name)>")
            }
        }
        // A section and its rows may share a name: the section has no attributes.
        guard !element.attributes.isEmpty else { return }
        let record = FlexRecord(element: element)
        switch element.name {
        case "FlexStatement":
            statement = Statement()
            statement.account = record.text("accountId").map(String.init)
            content.brokerAccount = content.brokerAccount ?? statement.account
            statement.line = element.line
            statement.end = try? record.date("toDate")
            statement.firstRow = content.rows.count
        case "Trade", "Order", "TradeConfirm": takeTrade(record)
        case "Lot", "SymbolSummary", "AssetSummary", "WashSale": content.remarks += 1
        case "OptionEAE": statement.removals.append(record)
        case "CashTransaction": takeCash(record)
        case "SalesTax": book(record, Self.salesTax)
        case "CorporateAction": book(record, Self.corporateAction)
        case "Transfer": book(record, Self.transfer)
        case "OpenPosition": takePosition(record)
        case "CashReportCurrency": takeBalance(record)
        default: break
        }
    }

    private mutating func takeTrade(_ record: FlexRecord) {
        switch record.text("levelOfDetail") ?? (record.element.name == "Order" ? "ORDER" : "EXECUTION") {
        case "EXECUTION":
            if !statement.hasExecutions {
                statement.hasExecutions = true
                content.remarks += statement.orders.count
                statement.orders = []
            }
            book(record, Self.trade)
        case "ORDER":
            if statement.hasExecutions { content.remarks += 1 } else { statement.orders.append(record) }
        default: content.remarks += 1
        }
    }

    private mutating func takeCash(_ record: FlexRecord) {
        guard record.text("levelOfDetail") == "SUMMARY" else {
            statement.hasCashDetails = true
            return book(record, Self.cash)
        }
        statement.cashSummaries.append(record)
    }

    private mutating func endStatement() {
        if !statement.orders.isEmpty {
            content.layout = "orders"
            for record in statement.orders { book(record, Self.trade) }
        }
        if statement.hasCashDetails {
            content.remarks += statement.cashSummaries.count
        } else {
            for record in statement.cashSummaries { book(record, Self.cash) }
        }
        bookRemovals()
        comparePositions()
        statement = Statement()
    }

    /// Books what `understand` makes of an element, or says why not. A nil event is a remark.
    mutating func book(_ record: FlexRecord, _ understand: (FlexRecord) throws(FlexFault) -> LedgerEvent?) {
        do throws(FlexFault) {
            try record.requireDollars()
            guard var event = try understand(record) else {
                content.remarks += 1
                return
            }
            guard (1970...2199).contains(event.time.newYork.date.year) else { throw FlexFault("dateTime", "no date") }
            content.read += 1
            event.line = record.element.line
            if event.instrument != nil, event.kind != .dividend, let foreign = Self.foreignCommission(record) {
                content.warn(
                    line: event.line, code: "foreign_commission",
                    "a commission of \(foreign) is not booked: only US dollars are")
            } else if let net = try mismatch(record, event) {
                content.warn(
                    line: event.line, code: "value_mismatch",
                    "net cash \(net.text) where proceeds and costs are \((event.amount + event.fees).text)")
            }
            let account = account(of: record)
            let identity = Self.identity(event)
            // Behind the identity: the row stays the row that it was.
            if event.kind == .adjustment, record.element.name != "CashTransaction",
                ["BOND", "BILL"].contains(record.text("assetCategory"))
            {
                content.warn(
                    line: event.line, code: "bond_cash",
                    "\(event.details): bonds and bills are not kept as positions: the cash is booked")
                (event.kind, event.orderIdentifier) = (
                    .otherAsset, HarmlessText.plain(event.details[...], maximumLength: 60)
                )
                event.quantity = try record.quantity("quantity") ?? .zero
                if event.quantity.isShort { event.effect = .closing }
            }
            if let ticker = Self.formerTicker(record, event) { event.instrument = .stock(symbol: ticker) }
            // Behind the identity too: the row stays the row that it was.
            if record.element.name == "CorporateAction" { settleDividendShares(&event, record) }
            content.rows.append(
                ImportedRow(event: event, side: .stated, identity: identity, brokerAccount: account))
        } catch {
            content.read += 1
            let reason = "\(record.element.name) \(error.attribute): \(error.reason)"
            content.skip(
                line: record.element.line, column: record.element.column, reason: reason,
                text: String(record.text(error.attribute) ?? ""), account: account(of: record))
            mark(
                record, reason, symbol: error.attribute == "symbol" ? nil : record.text("symbol"),
                isUnknownCurrency: error.attribute == "currency" && record.text("currency") == nil)
        }
    }

    /// A row that is not booked: what it states is in no sum. Another currency is no dollar of the cash.
    private mutating func mark(
        _ record: FlexRecord, _ reason: String, symbol: Substring?, isUnknownCurrency: Bool
    ) {
        let isForeign = record.text("currency").map { $0 != "USD" } ?? false
        var cash: Money? = .zero
        if !isForeign {
            cash = isUnknownCurrency ? nil : (try? record.money("netCash", "amount", "proceeds")) ?? nil
        }
        let moment = try? record.moment()
        content.markUnread(
            time: moment.map { Self.time($0, isRemoval: false) },
            cash: cash, symbol: symbol ?? "",
            cells: [record.element.name] + record.element.attributes.map { "\($0.key)=\($0.value)" }.sorted(),
            line: record.element.line, reason: reason, account: account(of: record))
    }

    /// The net cash that a record states, where it is another than that of the event.
    private func mismatch(_ record: FlexRecord, _ event: LedgerEvent) throws(FlexFault) -> Money? {
        guard event.instrument != nil, event.kind != .dividend, let net = try record.money("netCash"), net != .zero,
            abs((net - event.amount - event.fees).tenThousandths) > 100
        else { return nil }
        return net
    }

    private func account(of record: FlexRecord) -> String? {
        record.text("accountId").flatMap { $0 == "-" ? nil : String($0) } ?? statement.account
    }

    /// A dividend moves no shares in the book: what a row of one moves is a change, and what it does not move is no quantity.
    private mutating func settleDividendShares(_ event: inout LedgerEvent, _ record: FlexRecord) {
        guard event.kind == .dividend, !event.quantity.isZero else { return }
        if Self.movesDividendShares(record) {
            event.kind = .merger
            return
        }
        content.warn(
            line: event.line, code: "shares_not_booked",
            "a dividend in cash that states \(event.quantity.signedText) of \(event.instrument?.shortText ?? ""): the cash is "
                + "booked, the shares are not")
        event.quantity = .zero
        event.effect = .automatic
    }

    /// What makes the row the same row in another statement, whichever attributes the query selects.
    private static func identity(_ event: LedgerEvent) -> RowIdentity {
        var identity = RowIdentity()
        identity.combine(event.kind.rawValue)
        switch event.instrument {
        case nil: identity.combine(event.details)
        case .stock(let symbol)?: identity.combine(symbol)
        case .option(let contract)?: identity.combine(contract.osi)
        }
        identity.combine(event.quantity.millionths)
        identity.combine((event.amount + event.fees).tenThousandths / 100)
        return identity
    }

    /// The event of a record without what its kind says.
    static func event(of record: FlexRecord, kind: LedgerEventKind, time: Instant) -> LedgerEvent {
        LedgerEvent(
            id: "", account: "", time: time, kind: kind,
            orderIdentifier: record.text("ibOrderID").map { HarmlessText.plain($0, maximumLength: 40) },
            details: CellText.details(record.text("description") ?? ""), source: "")
    }
}

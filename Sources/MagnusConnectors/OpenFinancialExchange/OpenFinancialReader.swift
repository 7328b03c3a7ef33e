import MagnusDomain

/// Reads investment statements in OFX and QFX, versions 1 (SGML) and 2 (XML), of any number of accounts.
///
/// The securities stand behind the statements: entries wait for them. The result is compared with the positions that
/// the file states.
struct OpenFinancialReader: MarkupFileReader {
    /// Entries of a statement, and aggregates that are read with them.
    private static let entries: Set<String> = [
        "BUYSTOCK", "SELLSTOCK", "BUYMF", "SELLMF", "BUYOTHER", "SELLOTHER", "BUYDEBT", "SELLDEBT", "BUYOPT", "SELLOPT",
        "CLOSUREOPT", "INCOME", "REINVEST", "INVEXPENSE", "MARGININTEREST", "JRNLFUND", "JRNLSEC", "TRANSFER", "SPLIT",
        "RETOFCAP", "INVBANKTRAN",
    ]
    private static let positions: Set<String> = ["POSSTOCK", "POSMF", "POSOPT", "POSOTHER", "POSDEBT"]
    private static let securities: Set<String> = ["STOCKINFO", "MFINFO", "OPTINFO", "OTHERINFO", "DEBTINFO"]

    private struct Statement {
        var broker: String?
        var account: String?
        var currency: String?
        var line: Int
        var entries: [OpenFinancialRecord] = []
        var positions: [OpenFinancialRecord] = []
        var hasPositions = false
        /// When it ends and the cash then, as leaves of the statement itself.
        var end = OpenFinancialRecord(name: "INVSTMTRS", line: 0, column: 0)
    }

    private var content = FileContent()
    private var markup = MarkupText()
    private var tokenizer = OpenFinancialTokenizer()
    private var events: [OpenFinancialTokenizer.Event] = []
    private var statements: [Statement] = []
    private var list = SecurityList()
    private var open: OpenFinancialRecord?
    private var leaf = ""
    /// Elements that have begun and not ended; leaves of version 1, which need no end, go with what they stand in.
    private var path: [String] = []
    private var organisation: String?
    private var hasBankStatement = false

    var encoding: TextEncoding { markup.encoding }

    mutating func read(_ bytes: ArraySlice<UInt8>) throws(ImportError) { try take(markup.utf8(bytes)) }

    mutating func finish() throws(ImportError) -> FileContent {
        try take(markup.finish())
        do throws(XMLFault) { try tokenizer.finish() } catch { throw Self.error(error) }
        content.layout = "statement"
        content.broker = organisation
        if statements.isEmpty, hasBankStatement {
            content.warn(line: nil, code: "no_investments", "the file has bank or card statements only")
        }
        for statement in statements { book(statement) }
        statements = []
        // Shares of an assigned option are bought and sold like others in this format.
        StatementDeliveries.link(&content.rows)
        StatementDeliveries.freeSales(in: &content.rows)
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
            case .start(let name, let line, let column): try start(name, line, column)
            case .value(let text):
                value(text)
                if path.last == leaf { path.removeLast() }
            case .end(let name, let line, let column): try end(name, line, column)
            }
        }
    }

    private mutating func start(_ name: String, _ line: Int, _ column: Int) throws(ImportError) {
        leaf = name
        path.append(name)
        if name == "INVSTMTRS" { statements.append(Statement(line: line)) }
        if name == "STMTRS" || name == "CCSTMTRS" { hasBankStatement = true }
        if name == "INVPOSLIST", !statements.isEmpty { statements[statements.count - 1].hasPositions = true }
        guard Self.entries.contains(name) || Self.positions.contains(name) || Self.securities.contains(name) else {
            return
        }
        // A damaged end tag would swallow this entry.
        if let open { throw Self.unclosed(open) }
        open = OpenFinancialRecord(name: name, line: line, column: column)
    }

    private mutating func value(_ text: String) {
        if open != nil {
            if open?.values[leaf] == nil { open?.values[leaf] = text }
            return
        }
        if leaf == "ORG", organisation == nil { organisation = text }
        guard !statements.isEmpty else { return }
        let last = statements.count - 1
        switch leaf {
        case "CURDEF": statements[last].currency = text
        case "BROKERID": statements[last].broker = text
        case "DTASOF" where statements[last].end.values[leaf] == nil,
            "AVAILCASH" where statements[last].end.values[leaf] == nil:
            statements[last].end.values[leaf] = text
        case "ACCTID" where statements[last].account == nil: statements[last].account = text
        default: break
        }
    }

    private static func unclosed(_ record: OpenFinancialRecord) -> ImportError {
        .malformed(
            line: record.line, column: record.column, reason: "<\(record.name)> does not end: a damaged tag in it")
    }

    private mutating func end(_ name: String, _ line: Int, _ column: Int) throws(ImportError) {
        // A leaf with a text has left the path at it.
        if let place = path.lastIndex(of: name) {
            path.removeSubrange(place...)
        } else if name != leaf {
            throw .malformed(line: line, column: column, reason: "</\(name)> ends what did not begin: a damaged tag")
        }
        guard let record = open else { return }
        guard record.name == name else {
            if !path.contains(record.name) { throw Self.unclosed(record) }
            return
        }
        open = nil
        if Self.securities.contains(name) { return list.add(record) }
        guard !statements.isEmpty else { return }
        if Self.positions.contains(name) {
            statements[statements.count - 1].positions.append(record)
        } else {
            statements[statements.count - 1].entries.append(record)
        }
    }

    private mutating func book(_ statement: Statement) {
        let first = content.rows.count
        content.brokerAccount = content.brokerAccount ?? statement.account
        for record in statement.entries {
            do throws(OpenFinancialFault) {
                if let currency = record.text("CURSYM").map(String.init) ?? statement.currency, currency != "USD" {
                    throw OpenFinancialFault(
                        "CURDEF", "\(HarmlessText.sanitised(currency, maximumLength: 8)): only US dollars are booked")
                }
                let found = try OpenFinancialTransactions.events(of: record, securities: list)
                if found.isEmpty { content.remarks += 1 }
                for (understood, side) in found {
                    var event = understood
                    content.read += 1
                    event.line = record.line
                    content.rows.append(
                        ImportedRow(
                            event: event, side: side, identity: Self.identity(record, event),
                            brokerAccount: statement.account))
                }
            } catch {
                content.read += 1
                let reason = "\(record.name) \(error.element): \(error.reason)"
                content.skip(
                    line: record.line, column: record.column, reason: reason,
                    text: String(record.text(error.element) ?? ""))
                mark(record, error, reason, account: statement.account)
            }
        }
        compare(statement, from: first)
    }

    /// An entry that is not booked: what it states is in no sum. Another currency is no dollar of the cash.
    private mutating func mark(
        _ record: OpenFinancialRecord, _ fault: OpenFinancialFault, _ reason: String, account: String?
    ) {
        var cash: Money? = .zero
        if fault.element != "CURDEF" {
            cash = (try? record.money(record.text("TOTAL") == nil ? "TRNAMT" : "TOTAL")) ?? nil
        }
        let moment = (try? record.moment("DTTRADE")) ?? (try? record.moment("DTPOSTED"))
        content.markUnread(
            time: moment.map { $0.instant ?? CellText.trade(on: $0.date) }, cash: cash,
            cells: [record.name, String(record.text("FITID") ?? "")], line: record.line, reason: reason,
            account: account)
    }

    /// The broker's own number of the entry is what makes it the same in another file.
    private static func identity(_ record: OpenFinancialRecord, _ event: LedgerEvent) -> RowIdentity {
        var identity = RowIdentity()
        identity.combine(record.name)
        identity.combine(event.kind.rawValue)
        identity.combine(record.text("FITID") ?? "")
        identity.combine(event.quantity.millionths)
        identity.combine((event.amount + event.fees).tenThousandths / 100)
        return identity
    }

    /// Says where the entries do not lead to the positions that are stated, and books what is.
    private mutating func compare(_ statement: Statement, from first: Int) {
        var listed: [Instrument: Int64] = [:]
        for record in statement.positions {
            guard let instrument = try? list.instrument(of: record), let units = try? record.quantity("UNITS") else {
                continue
            }
            let isShort = record.text("POSTYPE")?.uppercased() == "SHORT"
            listed[instrument, default: 0] &+= isShort ? 0 &- units.magnitude.millionths : units.millionths
        }
        content.remarks += statement.positions.count
        let cash = try? statement.end.money("AVAILCASH")
        let moment = try? statement.end.moment("DTASOF")
        let end = StatementEnd(
            firstRow: first, account: statement.account, line: statement.line,
            time: moment.map { $0.instant ?? CellText.removal(on: $0.date) },
            cash: statement.currency ?? "USD" == "USD" ? cash : nil,
            positions: statement.hasPositions ? listed : nil)
        let differing = end.book(into: &content)
        guard !differing.isEmpty else { return }
        let names = differing.map(\.shortText).sorted()
        content.warn(
            line: statement.line, code: "positions_differ",
            "the entries of this statement do not lead to the positions it states (its history begins later): "
                + names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " and \(names.count - 8) more" : ""),
            account: statement.account)
    }
}

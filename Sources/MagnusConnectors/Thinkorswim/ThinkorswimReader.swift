import MagnusDomain

/// Reads thinkorswim's account statement, a file of several tables.
///
/// Which table books what, so that nothing counts twice:
/// - **Account Trade History** books the legs of every trade it has: instrument, quantity, price, opening or closing.
///   Its prices give each leg's amount.
/// - **Cash Balance** gives those legs their fees and the order's reference, found by the clock (the cash may be booked
///   a second later) and the sum of the legs. Trades of one leg that the history does not have are booked from here; a
///   spread is not, for its legs stand nowhere else, and is told. Everything that is no trade is booked from here:
///   expirations, assignments, exercises and their shares, dividends, interest, deposits. `BAL` is what the cash begins
///   with, `TOTAL` moves nothing.
/// - **Futures Statements** and **Forex Statements** are told and not booked. All other tables repeat or show what is
///   open and are not read.
///
/// The clock is taken for New York's.
struct ThinkorswimReader: BrokerFileReader {
    private enum Section {
        case cash, trades, futures, forex, crypto, other
    }

    private var section = Section.cash
    private var columns: ThinkorswimColumns?
    private var content = FileContent()
    private var cash: [ThinkorswimCash] = []
    private var legs: [ThinkorswimLeg] = []
    private var order = 0
    private var anchor: (time: Instant, spread: String)?
    private let account: String?
    private let calendar = ExchangeCalendar.standard
    /// The first and the last balance that the Cash Balance states.
    private var firstBalance: Money?
    private var lastBalance: (amount: Money, line: Int)?

    init(_ opening: SectionOpening) {
        columns = ThinkorswimColumns(opening.header)
        account = opening.preamble.lazy.compactMap { Self.account(title: $0.texts.joined(separator: " ")) }.first
    }

    static let cashColumns = ["DATE", "TIME", "TYPE", "REF #", "DESCRIPTION", "AMOUNT", "BALANCE"]
    static let legColumns = ["EXEC TIME", "SIDE", "QTY", "POS EFFECT", "SYMBOL", "EXP", "STRIKE", "TYPE", "PRICE"]

    mutating func read(_ record: DelimitedRecord) {
        let filled = record.fields.filter { !StatementText.trimmed($0.text).isEmpty }
        if filled.count == 1, let found = filled.first.flatMap({ Self.section(title: StatementText.words($0.text)) }) {
            section = found
            columns = nil
            anchor = nil
            return
        }
        guard let columns else {
            self.columns = ThinkorswimColumns(record.texts)
            return
        }
        switch section {
        case .other: return
        case .futures, .forex, .crypto:
            guard record.fields.count >= 5, !isBalance(record) else { return }
            content.read += 1
            let what = section == .futures ? "futures" : section == .forex ? "currencies" : "crypto assets"
            content.skip(
                line: record.line, column: 1, reason: "\(what) are not booked",
                text: record.texts.joined(separator: ","))
        case .cash, .trades:
            if section == .cash, isBalance(record) {
                takeBalance(record, columns)
                return
            }
            content.read += 1
            do throws(ThinkorswimFault) {
                try check(record)
                if section == .cash {
                    let row = try cashRow(record, columns)
                    cash.append(row)
                    // The sum below the table repeats the last one.
                    lastBalance = (try amount(columns.text("BALANCE", in: record)), record.line)
                } else {
                    legs.append(try leg(record, columns))
                }
            } catch {
                content.skip(line: record.line, column: 1, reason: error.reason, text: error.text)
            }
        }
    }

    /// The columns of Forex Statements have the names of those of the Cash Balance: only a table behind that title begins
    /// another statement.
    func isOwnTable(_ record: DelimitedRecord) -> Bool { section != .cash || columns != nil }

    /// The table that a line alone announces: `Crypto (trading provided by ...) Statements` is named after who provides it.
    private static func section(title: String) -> Section? {
        titles[title] ?? (title.hasPrefix("CRYPTO") && title.hasSuffix("STATEMENTS") ? .crypto : nil)
    }

    private static let titles: [String: Section] = [
        "CASH BALANCE": .cash, "ACCOUNT TRADE HISTORY": .trades, "FUTURES STATEMENTS": .futures,
        "FOREX STATEMENTS": .forex, "CRYPTO STATEMENTS": .crypto, "ACCOUNT ORDER HISTORY": .other, "EQUITIES": .other,
        "OPTIONS": .other,
        "FUTURES": .other, "FUTURES OPTIONS": .other, "OTHERS": .other, "PROFITS AND LOSSES": .other,
        "ACCOUNT SUMMARY": .other, "CRYPTO": .other, "FOREX ACCOUNT SUMMARY": .other,
    ]

    /// The state of the account at the beginning of a day, or the sums below a table.
    private func isBalance(_ record: DelimitedRecord) -> Bool {
        record.fields.prefix(6).contains { field in
            let text = StatementText.words(field.text)
            return text == "BAL" || text == "TOTAL"
        } || (record.fields.count == 1)
    }

    private func check(_ record: DelimitedRecord) throws(ThinkorswimFault) {
        if let problem = record.problems.first {
            throw ThinkorswimFault(problem.cause.words)
        }
        guard let columns, record.fields.count >= columns.count else {
            throw ThinkorswimFault(
                "\(record.fields.count) cells where the header has \(columns?.count ?? 0): the row is cut off",
                record.fields.last?.text ?? "")
        }
    }

    private func cashRow(
        _ record: DelimitedRecord, _ columns: ThinkorswimColumns
    ) throws(ThinkorswimFault) -> ThinkorswimCash {
        let time = try instant(columns.text("DATE", in: record), columns.text("TIME", in: record))
        let type = columns.text("TYPE", in: record)
        let text = columns.text("DESCRIPTION", in: record)
        let fees =
            try amount(columns.text("MISC FEES", "FEES", in: record))
            + amount(columns.text("COMMISSIONS & FEES", "COMMISSIONS", in: record))
        guard !columns.text("BALANCE", in: record).isEmpty else {
            throw ThinkorswimFault("no balance: the row is cut off")
        }
        _ = try amount(columns.text("BALANCE", in: record))
        return ThinkorswimCash(
            time: time, type: type, reference: columns.text("REF #", in: record), text: String(text),
            description: ThinkorswimDescription(text, type: type),
            amount: try amount(columns.text("AMOUNT", in: record)), fees: fees, line: record.line)
    }

    /// The cash at the beginning of a day: what came before is in no row, and the sum of the rows alone would be wrong. The
    /// sums below the table and a balance that is cut off say nothing; an account that begins with nothing needs no word.
    private mutating func takeBalance(_ record: DelimitedRecord, _ columns: ThinkorswimColumns) {
        guard columns.text("TYPE", in: record) == "BAL", (try? check(record)) != nil,
            let time = try? instant(columns.text("DATE", in: record), columns.text("TIME", in: record)),
            let balance = try? amount(columns.text("BALANCE", in: record))
        else { return }
        if firstBalance == nil, cash.isEmpty { firstBalance = balance }
        guard balance != .zero else { return }
        var identity = RowIdentity()
        identity.combine(LedgerEventKind.statement.rawValue)
        identity.combine(balance.text)
        content.read += 1
        content.rows.append(
            ImportedRow(
                event: LedgerEvent(
                    id: "", account: "", time: time, kind: .statement, price: balance,
                    details: CellText.details(columns.text("DESCRIPTION", in: record)), source: "", line: record.line),
                side: .stated, identity: identity, brokerAccount: account))
    }

    private mutating func leg(
        _ record: DelimitedRecord, _ columns: ThinkorswimColumns
    ) throws(ThinkorswimFault) -> ThinkorswimLeg {
        let clock = columns.text("EXEC TIME", in: record)
        if !clock.isEmpty {
            anchor = nil
            let parts = clock.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { throw ThinkorswimFault("no date and time", clock) }
            order += 1
            anchor = (try instant(parts[0], parts[1]), String(columns.text("SPREAD", in: record)))
        }
        // A damaged first leg leaves the following ones without their time.
        guard let anchor else { throw ThinkorswimFault("no time, and the leg before has none") }
        let quantity: Quantity?
        do { quantity = try CellText.quantity(columns.text("QTY", in: record)) } catch {
            throw ThinkorswimFault(error.reason, columns.text("QTY", in: record))
        }
        guard let quantity, !quantity.isZero else { throw ThinkorswimFault("no quantity") }
        let isBought: Bool
        switch columns.text("SIDE", in: record).uppercased() {
        case "BUY": isBought = true
        case "SELL": isBought = false
        default: throw ThinkorswimFault("neither bought nor sold", columns.text("SIDE", in: record))
        }
        let effect: PositionEffect =
            switch columns.text("POS EFFECT", in: record).uppercased() {
            case "TO OPEN", "OPENING": .opening
            case "TO CLOSE", "CLOSING": .closing
            default: .automatic
            }
        guard !columns.text("PRICE", in: record).isEmpty else { throw ThinkorswimFault("no price") }
        let price = try amount(columns.text("PRICE", in: record))
        let instrument = try instrument(record, columns)
        return ThinkorswimLeg(
            time: anchor.time, quantity: isBought ? quantity.magnitude : -quantity.magnitude, effect: effect,
            instrument: instrument, price: Money(tenThousandths: abs(price.tenThousandths)), line: record.line,
            order: order, details: anchor.spread)
    }

    private func instrument(
        _ record: DelimitedRecord, _ columns: ThinkorswimColumns
    ) throws(ThinkorswimFault) -> Instrument {
        let symbol = columns.text("SYMBOL", in: record)
        let type = columns.text("TYPE", in: record).uppercased()
        let expiry = columns.text("EXP", in: record)
        guard !symbol.hasPrefix("/"), !expiry.hasPrefix("/") else {
            throw ThinkorswimFault("futures are not booked", symbol)
        }
        guard type == "CALL" || type == "PUT" else {
            guard ["STOCK", "ETF", "FUND", "ETN", ""].contains(type), let ticker = StockSymbol.normalised(symbol) else {
                throw ThinkorswimFault("only shares and options are booked", symbol)
            }
            return .stock(symbol: ticker)
        }
        let words = expiry.split(separator: " ").filter { !$0.hasPrefix("[") && !$0.hasPrefix("(") }
        let text = "\(symbol) \(words.joined(separator: " ")) \(columns.text("STRIKE", in: record)) \(type)"
        do { return .option(try ThinkorswimContract.option(text.uppercased())) } catch {
            throw ThinkorswimFault(StatementText.words(error), text)
        }
    }

    private func amount(_ text: Substring) throws(ThinkorswimFault) -> Money {
        do { return try CellText.amount(text) ?? .zero } catch { throw ThinkorswimFault(error.reason, text) }
    }

    private func instant(_ day: Substring, _ clock: Substring) throws(ThinkorswimFault) -> Instant {
        guard let date = try? CellText.date(day), (1990...2199).contains(date.year), let seconds = CellText.clock(clock)
        else {
            throw ThinkorswimFault("no date and time", "\(day) \(clock)")
        }
        return CellText.instant(on: date, secondsOfDay: seconds)
    }

    mutating func finish() -> FileContent {
        content.layout = "statement"
        var book = ThinkorswimBook(legs: legs, cash: cash, account: account)
        book.join()
        book.write(into: &content)
        compareBalance()
        warnAboutTimes()
        cash = []
        legs = []
        defer { content = FileContent() }
        return content
    }

    /// Where what is booked does not lead to the last balance of the file, that balance is booked: something in the file was
    /// not understood, and the broker's own figure is the true one.
    private mutating func compareBalance() {
        guard let first = firstBalance, let last = lastBalance else { return }
        var sum = first
        for row in content.rows where row.event.kind != .statement {
            sum = (try? sum.adding((try? row.event.amount.adding(row.event.fees)) ?? .zero)) ?? sum
        }
        // A row that could not be read makes the cash unknown until a balance is stated.
        guard content.unreadCount > 0 || abs((sum - last.amount).tenThousandths) > 50,
            let end = content.rows.lazy.map(\.event.time).max()
        else { return }
        content.warn(
            line: last.line, code: "balance_differs",
            "the rows that are booked lead to \(sum.text), the file states \(last.amount.text): its balance is taken")
        var identity = RowIdentity()
        identity.combine(LedgerEventKind.statement.rawValue)
        identity.combine(last.amount.text)
        content.read += 1
        content.rows.append(
            ImportedRow(
                event: LedgerEvent(
                    id: "", account: "", time: end.adding(seconds: 1), kind: .statement, price: last.amount,
                    details: "last balance of the file", source: "", line: last.line),
                side: .stated, identity: identity, brokerAccount: account))
    }

    /// Option trades at hours at which no exchange has any: the clock is another zone's.
    private mutating func warnAboutTimes() {
        let times = content.rows.lazy.filter { row in
            if case .option = row.event.instrument { row.event.kind == .trade } else { false }
        }.map { $0.event.time.newYork }
        let outside = times.count { !calendar.isSession($0.date) || !(34_200...60_300).contains($0.secondsOfDay) }
        guard outside >= 3, outside * 20 > times.count else { return }
        content.warn(
            line: nil, code: "times_outside_session",
            "\(outside) option trades are stamped outside trading hours: the clock of this file seems to be another "
                + "zone's than New York's")
    }

    /// `Account Statement for 12345678SCHW (Individual) since 1/1/26 through 6/30/26`: 12345678SCHW.
    static func account(title: String) -> String? {
        let words = StatementText.words(title).split(separator: " ")
        guard words.count > 3, words[0] == "ACCOUNT", words[1] == "STATEMENT", words[2] == "FOR" else { return nil }
        let name = words[3].filter { $0.isASCII && ($0.isNumber || $0.isLetter) }
        let number = name.hasSuffix("SCHW") ? name.dropLast(4) : name[...]
        return number.count >= 3 && number.contains(where: \.isNumber) ? String(number) : nil
    }
}

/// How files of thinkorswim are recognised: by the table with which they begin.
enum ThinkorswimExport {
    static let delimited = DelimitedExport(
        confidence: { missing(in: $0).isEmpty ? 1 : 0 }, missing: { missing(in: $0) },
        reader: { ThinkorswimReader($0) })

    static func missing(in header: [String]) -> [String] {
        let names = Set(header.map { StatementText.words($0) })
        return ThinkorswimReader.cashColumns.filter { !names.contains($0) }
    }
}

import MagnusDomain

/// What the formats of one broker differ in.
protocol StatementLayout: Sendable {
    associatedtype Column: StatementColumn

    /// Name of the generation of the format, part of the ids. Variants whose rows are the same share it.
    var name: String { get }
    /// The column of the day: a row without one at its end of the file is a remark.
    var dateColumn: Column { get }
    /// The column of the action, and the one of the symbol, the quantity and the amount, for faults of the figures.
    var actionColumn: Column { get }
    var symbolColumn: Column { get }
    var quantityColumn: Column { get }
    var amountColumn: Column { get }
    /// Columns that state cash: that of the amount among them.
    var cashColumns: [Column] { get }
    /// How days are written.
    var dateOrder: CellText.DateOrder { get }
    /// Damage in these cells is only mentioned.
    var textColumns: [Column] { get }
    /// Whether paragraphs may stand below the rows. The rows begin with digits then.
    var hasRemarks: Bool { get }

    mutating func entry(
        of row: StatementRow<Column>, notation: Money.Notation
    ) throws(StatementFault<Column>) -> StatementEntry
    /// The broker's number or name of the account of a row, where the file has several.
    func account(of row: StatementRow<Column>) -> String?
    /// What only the whole file knows.
    func complete(_ content: inout FileContent)
}

extension StatementLayout {
    var hasRemarks: Bool { true }
    var cashColumns: [Column] { [amountColumn] }
    var dateOrder: CellText.DateOrder { .monthFirst }

    func account(of row: StatementRow<Column>) -> String? { nil }

    func complete(_ content: inout FileContent) {}
}

/// A row as its layout understood it.
struct StatementEntry: Sendable {
    var date: CalendarDate
    /// Where the file states more than the day.
    var time: Instant?
    var movement: StatementMovement
    var figures: StatementFigures
    var instrument: Instrument?
    var details: Substring
    /// The words that make the row the same row in another file.
    var identity: [String]
    /// The broker's number or name of the account, where the file has several.
    var account: String?
    var order: String?
    /// What the broker states that it realised.
    var statedProfit: Money?
    /// Of a cash movement that pays for what is no position here: its name at the broker, and how much of it came; zero where
    /// all of it is gone.
    var asset: (name: String, quantity: Quantity)?
    var warnings: [(code: String, message: String)] = []
}

/// Reads a statement of one row per transaction. Nothing in a row stops it: a row that makes no sense is skipped with
/// its place and reason.
struct StatementReader<Layout: StatementLayout>: BrokerFileReader {
    private var layout: Layout
    private let columns: StatementColumns<Layout.Column>
    private let notation: Money.Notation
    private var content = FileContent()

    init(_ layout: Layout, header: [String], separator: UInt8) {
        self.layout = layout
        columns = StatementColumns(header: header)
        // A semicolon means a spreadsheet of a country with decimal commas wrote the file again.
        notation = separator == 0x2C ? .decimalPoint : .detected
    }

    mutating func read(_ record: DelimitedRecord) {
        let row = StatementRow(record: record, columns: columns)
        content.read += 1
        guard isWhole(row) else { return }
        do throws(StatementFault<Layout.Column>) {
            let parsed = try parse(row)
            if parsed.event.kind == .unread {
                skip(row, StatementFault(layout.actionColumn, "a row that an earlier import could not read"))
            } else {
                content.rows.append(parsed)
            }
        } catch {
            skip(row, error)
        }
    }

    /// Tells of a row that is not booked, and marks it where it states cash or a quantity.
    private mutating func skip(_ row: StatementRow<Layout.Column>, _ fault: StatementFault<Layout.Column>) {
        let field = row.field(fault.column)
        let reason = "\(fault.column.headings.first ?? ""): \(fault.reason)"
        let account = layout.account(of: row)
        content.skip(
            line: field?.line ?? row.record.line, column: field?.column ?? 1, reason: reason, text: field?.text ?? "",
            account: account)
        guard !fault.isHarmless else { return }
        var (cash, isEmpty) = statedCash(row)
        // What moves cash and lost its amount.
        if fault.column == layout.amountColumn, row.text(layout.amountColumn).isEmpty { (cash, isEmpty) = (nil, false) }
        guard !isEmpty else { return }
        let symbol = fault.column == layout.symbolColumn ? "" : row.text(layout.symbolColumn)
        mark(row, cash: cash, symbol: symbol, reason: reason, account: account)
    }

    /// The cash that a row states, nil where it cannot be read; and whether the row moves neither cash nor a quantity.
    private func statedCash(_ row: StatementRow<Layout.Column>) -> (cash: Money?, isEmpty: Bool) {
        let others = layout.cashColumns.filter { !row.text($0).isEmpty }
        guard let cash = try? row.money(layout.amountColumn, notation) else {
            return (nil, others.isEmpty && row.text(layout.quantityColumn).isEmpty)
        }
        let quantity = try? row.quantity(layout.quantityColumn, notation)
        return (cash, cash == .zero && (quantity ?? nil)?.isZero ?? row.text(layout.quantityColumn).isEmpty)
    }

    /// - Parameter isWhole: false where cells are missing or damaged: the last one may be a part of what it was.
    private mutating func mark(
        _ row: StatementRow<Layout.Column>, cash: Money?, symbol: Substring = "", reason: String, account: String?,
        isWhole: Bool = true
    ) {
        let isKnown = isWhole || columns.index(layout.dateColumn).map { $0 < row.record.fields.count - 1 } ?? false
        let date = isKnown ? StatementText.date(row.text(layout.dateColumn), order: layout.dateOrder) : nil
        content.markUnread(
            time: date.map { StatementText.time(on: $0, movement: .cash(.unread)) }, cash: cash, symbol: symbol,
            cells: row.record.texts, line: row.record.line, reason: reason, account: account)
    }

    mutating func finish() -> FileContent {
        content.layout = layout.name
        content.placeUndated()
        layout.complete(&content)
        StatementDeliveries.freeSales(in: &content.rows)
        defer { content = FileContent() }
        return content
    }

    /// A paragraph or a code below the rows. A row that is cut off still begins with the digits of its day.
    func isData(_ record: DelimitedRecord) -> Bool {
        guard layout.hasRemarks, let first = record.fields.first.map({ CellText.trimmed($0.text) }) else {
            return true
        }
        if StatementText.date(
            StatementRow(record: record, columns: columns).text(layout.dateColumn), order: layout.dateOrder) != nil
        {
            return true
        }
        let isAlone = record.fields.dropFirst().allSatisfy { CellText.trimmed($0.text).isEmpty }
        if isAlone { return first.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2F || $0 == 0x2D } }
        return record.fields.count == columns.count || !(first.first?.isLetter ?? false)
    }

    /// Whether the record has all its cells undamaged; damaged words are only mentioned.
    private mutating func isWhole(_ row: StatementRow<Layout.Column>) -> Bool {
        let record = row.record
        for problem in record.problems {
            let cell = row.cell(at: problem.line, problem.column)
            let words = problem.cause.words
            let isText = layout.textColumns.contains { columns.index($0) == cell }
            if cell != nil, isText, problem.cause != .recordTooLong, problem.cause != .unclosedQuote {
                if problem.cause != .textAfterQuote {
                    content.warn(line: problem.line, code: "damaged_text", "words: \(words)")
                }
                continue
            }
            content.skip(
                line: problem.line, column: problem.column, reason: words,
                text: cell.map { record.fields[$0].text } ?? "")
            markDamaged(row, words)
            return false
        }
        let count = record.fields.count
        let isExtraBlank =
            count > columns.count
            && record.fields[columns.count...].allSatisfy { CellText.trimmed($0.text).isEmpty }
        guard count == columns.count || isExtraBlank else {
            let reason =
                "\(count) cells where the header has \(columns.count)"
                + (count < columns.count ? ": the row is cut off" : ": a separator too many")
            content.skip(
                line: record.line, column: record.fields.last?.column ?? 1, reason: reason,
                text: record.fields.last?.text ?? "")
            markDamaged(row, reason)
            return false
        }
        return true
    }

    /// What a damaged row states nobody knows. What does not begin as rows do is a remark of the file.
    private mutating func markDamaged(_ row: StatementRow<Layout.Column>, _ reason: String) {
        let first = row.record.fields.first.map { CellText.trimmed($0.text) } ?? ""
        let isRow = first.utf8.first.map { (0x30...0x39).contains($0) } ?? false
        guard isRow || StatementText.date(row.text(layout.dateColumn), order: layout.dateOrder) != nil else { return }
        mark(row, cash: nil, reason: reason, account: nil, isWhole: false)
    }

    private mutating func parse(_ row: StatementRow<Layout.Column>) throws(StatementFault<Layout.Column>) -> ImportedRow
    {
        let entry = try layout.entry(of: row, notation: notation)
        let line = row.record.line
        var event = LedgerEvent(
            id: "", account: "", time: entry.time ?? StatementText.time(on: entry.date, movement: entry.movement),
            kind: entry.movement.kind,
            instrument: entry.instrument, orderIdentifier: entry.order,
            details: HarmlessText.plain(entry.details, maximumLength: 200), source: "", line: line)
        do throws(StatementFigures.Fault) {
            if let (code, message) = try entry.figures.enter(entry.movement, into: &event) {
                content.warn(line: line, code: code, message)
            }
        } catch {
            switch error {
            case .noInstrument: throw StatementFault(layout.symbolColumn, "no instrument")
            case .noQuantity: throw StatementFault(layout.quantityColumn, "a number other than zero is expected")
            case .contradictingSign: throw StatementFault(layout.quantityColumn, "the sign contradicts the action")
            case .noAmount: throw StatementFault(layout.amountColumn, "no amount")
            }
        }
        if let asset = entry.asset {
            (event.kind, event.orderIdentifier, event.quantity) = (.otherAsset, asset.name, asset.quantity)
        }
        event.statedProfit = entry.statedProfit == .zero ? nil : entry.statedProfit
        if entry.movement.leavesHolding { event.leaveHolding(isDayOnly: entry.time == nil) }
        for warning in entry.warnings { content.warn(line: line, code: warning.code, warning.message) }
        var identity = RowIdentity()
        for text in entry.identity { identity.combine(text) }
        identity.combine(StatementText.cents(entry.figures.net ?? .zero))
        identity.combine(entry.figures.quantity?.magnitude.millionths ?? 0)
        return ImportedRow(
            event: event, side: entry.movement.direction == .removed ? .removesHolding : .stated, identity: identity,
            brokerAccount: entry.account)
    }
}

extension StatementRow {
    /// The amount in a cell, nil when it is empty.
    func money(_ column: Column, _ notation: Money.Notation) throws(StatementFault<Column>) -> Money? {
        do { return try CellText.amount(text(column), notation: notation) } catch {
            throw StatementFault(column, error.reason)
        }
    }

    /// The number in a cell, nil when it is empty.
    func quantity(_ column: Column, _ notation: Money.Notation) throws(StatementFault<Column>) -> Quantity? {
        do { return try CellText.quantity(text(column), notation: notation) } catch {
            throw StatementFault(column, error.reason)
        }
    }

    /// The day in a cell.
    func date(_ column: Column) throws(StatementFault<Column>) -> CalendarDate {
        guard let date = StatementText.date(text(column)) else { throw StatementFault(column, "no plausible date") }
        return date
    }

    /// A cost, whatever its sign in the file; nothing when the cell is empty.
    func cost(_ column: Column, _ notation: Money.Notation) throws(StatementFault<Column>) -> Money {
        Money(tenThousandths: abs(try money(column, notation)?.tenThousandths ?? 0))
    }
}

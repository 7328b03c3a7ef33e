import MagnusDomain

/// What a reader made of one file.
struct FileContent: Sendable {
    /// Short name of the generation of the format, part of the ids.
    var layout = ""
    /// The broker as the file names it, where it does; nil for the format's own.
    var broker: String?
    /// The first account the file names, for a file of which no row could be booked; personal like
    /// ``ImportedRow/brokerAccount``.
    var brokerAccount: String?
    var rows = ImportedRows()
    /// Rows that were looked at: those in ``rows`` and those that were skipped.
    var read = 0
    /// Records that state nothing of their own (totals, summaries of other rows): counted with the footer lines.
    var remarks = 0
    var skippedCount = 0
    var skipped: [ImportReport.SkippedRow] = []
    /// Those of ``skippedCount`` whose row names an account, by its number.
    var skippedOfAccount: [String: Int] = [:]
    var warnings: [ImportReport.Warning] = []
    /// How many of ``rows`` stand for rows that could not be read; they are among the skipped ones.
    private(set) var unreadCount = 0
    /// Those that came before any row that tells a day.
    private var undated: [ImportedRow] = []
    /// More are not kept: one makes the cash unknown already.
    private static let unreadLimit = 100

    /// - Parameter account: the broker's number of the account, where the row names one.
    mutating func skip(line: Int, column: Int, reason: String, text: String, account: String? = nil) {
        skippedCount += 1
        if let account { skippedOfAccount[account, default: 0] += 1 }
        guard skipped.count < ImportReport.listLimit else { return }
        skipped.append(
            ImportReport.SkippedRow(
                line: line, column: column, reason: reason, text: HarmlessText.sanitised(text, maximumLength: 80),
                brokerAccount: account))
    }

    /// - Parameter account: the broker's number of the account that is meant, where the warning is of no one row.
    mutating func warn(line: Int?, code: String, _ message: String, account: String? = nil) {
        guard warnings.count < ImportReport.listLimit else { return }
        warnings.append(
            ImportReport.Warning(line: line, code: code, message: message, brokerAccount: account))
    }

    /// Marks what a skipped row states and nobody booked, see `LedgerEventKind.unread`: once for each row, beside ``skip(line:column:reason:text:account:)``.
    /// - Parameters:
    ///   - time: when it happened; nil where the row does not tell it.
    ///   - cash: what it states; nil where that cannot be read.
    ///   - symbol: the cell of its instrument where that is undamaged, see ``UnreadSymbol``.
    ///   - cells: what makes it the same row in another file.
    /// - Returns: whether it is the last of ``rows`` now.
    @discardableResult
    mutating func markUnread(
        time: Instant?, cash: Money?, symbol: Substring = "", cells: [String], line: Int, reason: String,
        account: String? = nil
    ) -> Bool {
        guard unreadCount < Self.unreadLimit else { return false }
        var identity = RowIdentity()
        identity.combine(LedgerEventKind.unread.rawValue)
        for cell in cells { identity.combine(cell) }
        let neighbour = time ?? rows.last?.event.time
        let row = ImportedRow(
            event: LedgerEvent(
                id: "", account: "", time: neighbour ?? Instant(nanosecondsSinceEpoch: 0), kind: .unread,
                instrument: UnreadSymbol.instrument(named: symbol), price: cash,
                orderIdentifier: time == nil ? LedgerEvent.undated : nil,
                details: HarmlessText.sanitised(reason, maximumLength: 120), source: "", line: line),
            side: .stated, identity: identity, brokerAccount: account)
        guard neighbour != nil else {
            undated.append(row)
            return false
        }
        unreadCount += 1
        rows.append(row)
        return true
    }

    /// Turns a row that turned out to make no sense into the mark of one that could not be read, and tells of it.
    mutating func unread(_ row: inout ImportedRow, _ reason: String, text: String) {
        let event = row.event
        skip(line: event.line ?? 1, column: 1, reason: reason, text: text, account: row.brokerAccount)
        unreadCount += 1
        row.side = .stated
        row.event = LedgerEvent(
            id: "", account: "", time: event.time, kind: .unread, instrument: event.instrument,
            price: event.amount + event.fees, details: HarmlessText.sanitised(reason, maximumLength: 120), source: "",
            line: event.line)
    }

    /// The first row that could not be read of a file in which no row tells a day: the book has no place for its marks.
    var unplaced: (line: Int, reason: String)? {
        guard rows.isEmpty, let first = undated.first else { return nil }
        return (first.event.line ?? 1, first.event.details)
    }

    /// Gives marks at the head of the file the day of its first row. A file without any day has none, see ``unplaced``.
    /// Called once, at its end.
    mutating func placeUndated() {
        guard let first = rows.first?.event.time, !undated.isEmpty else { return }
        let count = rows.count
        for var row in undated where unreadCount < Self.unreadLimit {
            row.event.time = first
            rows.append(row)
            unreadCount += 1
        }
        undated = []
        // The order of the rows tells which end of the file is the newer one.
        rows = rows.selected(Array(count..<rows.count) + Array(0..<count))
    }
}

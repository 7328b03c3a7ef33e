import MagnusDomain

/// One import of one or several exports into one account.
///
/// Add the files in any order, then ``finish()``. A row counts once however many files hold it: its id is made of its
/// content and of its number among equal rows of its file, so that equal rows of one file stay apart and overlapping
/// files do not double them. The two generations of an export print times and details differently; between them a row
/// is the same when series, effect, quantity and cash to the cent agree on one New York day at the same minute of a
/// quarter of an hour (zones differ by whole quarters).
///
/// Of two records of one row the more exact one is kept whichever came first, see ``ImportFormat/exactness(ofLayout:)``:
/// a stored poorer one is replaced (``ImportResult/replacements``), and the row counts as a duplicate.
public struct ImportSession: Sendable {
    public let account: String
    /// Events of the account so far, those of other sources included: they are what an expiration removes.
    let existing: LedgerEventList
    var files: [ImportReport.File] = []
    /// The rows of every file, as they were read.
    var sources: [ImportedRows] = []
    /// New rows.
    var accepted: [AcceptedRow] = []
    /// Places in ``existing`` that a more exact row takes.
    var superseded: Set<Int> = []
    /// Records by what their id says: a place in ``existing``, behind its end one in ``accepted``.
    var index = RowIndex()
    /// Records by the layout they came from, in order.
    var places: [String: [Int32]] = [:]
    /// By layout, the records of each other layout that can still stand for a row of it; made when such a row comes.
    var counterparts: [String: [String: CounterpartIndex]] = [:]

    /// Marks of rows that could not be read: places in ``existing``, and those of this import's files.
    private(set) var storedUnread: [Int] = []
    var unread: [UnreadMark] = []

    /// When the import runs: rows of later days are told. nil where nobody says it.
    var now: Instant?
    /// Asked every few thousand rows; what is left undone then is never stored.
    var isCancelled: @Sendable () -> Bool = { false }

    /// A row by its place in its file: a million of them must not be held.
    struct AcceptedRow: Sendable {
        var file: Int32
        var row: Int32
        /// See ``RowKey/occurrence``.
        var occurrence: Int32
        /// The place in ``ImportSession/existing`` of the poorer record it replaces; -1 for none.
        var replaces: Int32
    }

    /// - Parameter existing: the account's ledger, empty for a new account.
    public init(account: String, existing: [LedgerEvent] = []) {
        self.init(account: account, existing: LedgerEventList(existing))
    }

    /// As ``init(account:existing:)``, for a ledger that need not fit in memory.
    public init(account: String, existing: LedgerEventList) {
        self.account = account
        self.existing = existing
        for (place, event) in existing.enumerated() {
            if let key = index.key(ofIdentifier: event.id) { index.set(key, place: place) }
            guard let layout = Self.layout(ofIdentifier: event.id) else { continue }
            if event.kind == .unread {
                storedUnread.append(place)
                continue
            }
            places[layout, default: []].append(Int32(clamping: place))
        }
    }

    /// Ends a file and takes its rows.
    /// - Throws: ``ImportError`` when the file cannot be imported at all; the session is unchanged then.
    public mutating func add(_ file: consuming ImportFile) throws(ImportError) {
        let path = HarmlessText.sanitised(file.path, maximumLength: 4096)
        let (sections, encoding) = try file.finish()
        for section in sections { add(section, path: path, encoding: encoding) }
    }

    /// Takes the rows of one section of a file.
    mutating func add(_ section: consuming ImportFile.Section, path: String, encoding: TextEncoding) {
        var report = ImportReport.File(
            path: path, format: section.format, formatConfidence: section.confidence, layout: section.content.layout,
            encoding: encoding, account: account)
        report.rows.read = section.content.read
        report.rows.skipped = section.content.skippedCount
        report.preambleLines = section.preambleLines
        report.footerLines = section.footerLines
        report.skipped = section.content.skipped.map { skipped in
            var skipped = skipped
            skipped.brokerAccount = nil
            return skipped
        }
        report.warnings = section.content.warnings.map { warning in
            var warning = warning
            warning.brokerAccount = nil
            return warning
        }
        let layout = section.content.layout
        let format = section.format
        sources.append(section.content.rows)
        take(section.content.rows, layout: layout, format: format, into: &report)
        files.append(report)
    }

    /// Reads a file of the file system and takes its rows.
    public mutating func add(path: String, format: ImportFormat? = nil) throws(ImportError) {
        var file = ImportFile(path: path, format: format)
        try FileBytes.forEachPiece(ofFile: path) { (piece) throws(ImportError) in try file.read(piece) }
        try add(file)
    }

    /// The new events in order of time, and what happened. Nothing is stored. The session is over then.
    public mutating func finish() -> ImportResult {
        // What compared the rows has done its work.
        places = [:]
        counterparts = [:]
        accepted += unread.map(\.entry)
        var report = ImportReport()
        let resolution = resolve()
        for warning in resolution.warnings where files[warning.file].warnings.count < ImportReport.listLimit {
            files[warning.file].warnings.append(warning.warning)
        }
        report.events = resolution.counts
        for file in files { report.totals.add(file.rows) }
        report.files = files
        report.openPositions = resolution.holdings.count
        let replacements = ImportResult.ReplacementList(
            existing: existing, places: resolution.replaced, events: resolution.replacements)
        let failure = ([existing.failure] + sources.map(\.failure)).compactMap { $0 }.first
        return ImportResult(
            entries: resolution.events, corrections: replacements, report: report, failure: failure)
    }

    /// `tastytrade-2024` of `tastytrade-2024-1609252581-...`; nil for ids of other sources.
    static func layout(ofIdentifier id: String) -> String? {
        let bytes = id.utf8
        guard let first = bytes.firstIndex(of: 0x2D),
            let second = bytes[bytes.index(after: first)...].firstIndex(of: 0x2D),
            ImportFormat(rawValue: String(id[..<first])) != nil
        else { return nil }
        return String(id[..<second])
    }
}

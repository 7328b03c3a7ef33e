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
    let existing: [LedgerEvent]
    var files: [ImportReport.File] = []
    /// New rows with the index of their file and their place in it from old to new.
    var accepted: [AcceptedRow] = []
    /// Places in ``existing`` that a more exact row takes.
    var superseded: Set<Int> = []
    /// Records by id: a place in ``existing``, behind its end one in ``accepted``.
    var known: [String: Int] = [:]
    /// Records by the layout they came from, in order.
    var places: [String: [Int]] = [:]
    /// By layout, the records that can still stand for a row of another layout; made when such a row comes.
    var counterparts: [String: [LooseKey: [Int]]] = [:]

    /// Asked every few thousand rows; what is left undone then is never stored.
    var isCancelled: @Sendable () -> Bool = { false }

    struct AcceptedRow: Sendable {
        var row: ImportedRow
        var file: Int
        var sequence: Int
        /// The place in ``ImportSession/existing`` of the poorer record it replaces.
        var replaces: Int?
    }

    /// - Parameter existing: the account's ledger, empty for a new account.
    public init(account: String, existing: [LedgerEvent] = []) {
        self.account = account
        self.existing = existing
        known.reserveCapacity(existing.count)
        for (place, event) in existing.enumerated() {
            known[event.id] = place
            guard let layout = Self.layout(ofIdentifier: event.id) else { continue }
            places[layout, default: []].append(place)
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
        var rows: [ImportedRow] = []
        swap(&rows, &section.content.rows)
        var report = ImportReport.File(
            path: path, format: section.format, formatConfidence: section.confidence, layout: section.content.layout,
            encoding: encoding, account: account)
        report.rows.read = section.content.read
        report.rows.skipped = section.content.skippedCount
        report.preambleLines = section.preambleLines
        report.footerLines = section.footerLines
        report.skipped = section.content.skipped
        report.warnings = section.content.warnings
        let layout = section.content.layout
        let format = section.format
        take(&rows, layout: layout, format: format, into: &report)
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
        // The indexes of the rows have done their work; the events take their room.
        known = [:]
        places = [:]
        counterparts = [:]
        var report = ImportReport()
        let resolution = resolve()
        for warning in resolution.warnings where files[warning.file].warnings.count < ImportReport.listLimit {
            files[warning.file].warnings.append(warning.warning)
        }
        for event in resolution.events { report.events.count(event) }
        for file in files { report.totals.add(file.rows) }
        report.files = files
        report.openPositions = resolution.holdings.values.count { $0 != 0 }
        let replacements = resolution.replacements.map { replacement in
            ImportResult.Replacement(former: existing[replacement.place], event: replacement.event)
        }
        return ImportResult(events: resolution.events, replacements: replacements, report: report)
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

/// What an import found.
public struct ImportResult: Sendable, Hashable {
    /// A stored record that gives way to a more exact one of the same row.
    public struct Replacement: Sendable, Hashable {
        /// As it is stored.
        public var former: LedgerEvent
        /// What takes its place; its id may be another one.
        public var event: LedgerEvent
    }

    /// New events only, by time; append them to the ledger.
    public var events: [LedgerEvent]
    /// By time.
    public var replacements: [Replacement] = []
    public var report: ImportReport
}

extension ImportResult {
    /// The ledger as it is after the import: what was there, corrected, then the new events.
    public func ledger(after existing: [LedgerEvent]) -> [LedgerEvent] {
        let gone = Set(replacements.map(\.former.id))
        return existing.filter { !gone.contains($0.id) } + replacements.map(\.event) + events
    }
}

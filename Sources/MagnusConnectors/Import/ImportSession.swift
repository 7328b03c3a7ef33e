import MagnusDomain

/// One import of one or several exports into one account.
///
/// Add the files in any order, then ``finish()``. A row counts once however many files hold it: its id is made of its
/// content and of its number among equal rows of its file, so that equal rows of one file stay apart and overlapping
/// files do not double them. The two generations of an export print times and details differently; between them a row
/// is the same when series, effect, quantity and cash to the cent agree on one New York day at the same minute of a
/// quarter of an hour (zones differ by whole quarters).
public struct ImportSession: Sendable {
    public let account: String
    /// Events of the account so far, those of other sources included: they are what an expiration removes.
    let existing: [LedgerEvent]
    private(set) var files: [ImportReport.File] = []
    /// New rows with the index of their file and their place in it from old to new.
    var accepted: [AcceptedRow] = []
    private var known: Set<String>
    /// By layout, how often a row of it can stand for one of the other layout.
    private var counterparts: [String: [LooseKey: Int]] = [:]

    struct AcceptedRow: Sendable {
        var row: ImportedRow
        var file: Int
        var sequence: Int
    }

    /// - Parameter existing: the account's ledger, empty for a new account.
    public init(account: String, existing: [LedgerEvent] = []) {
        self.account = account
        self.existing = existing
        known = Set(existing.map(\.id))
        for event in existing {
            guard let layout = Self.layout(ofIdentifier: event.id) else { continue }
            counterparts[layout, default: [:]][LooseKey(event), default: 0] += 1
        }
    }

    /// Ends a file and takes its rows.
    /// - Throws: ``ImportError`` when the file cannot be imported at all; the session is unchanged then.
    public mutating func add(_ file: ImportFile) throws(ImportError) {
        var file = file
        let (content, encoding) = try file.finish()
        guard let format = file.format else { throw .empty }
        var report = ImportReport.File(
            path: HarmlessText.sanitised(file.path, maximumLength: 4096), format: format,
            formatConfidence: file.confidence, layout: content.layout, encoding: encoding, account: account)
        report.rows.read = content.read
        report.rows.skipped = content.skippedCount
        report.skipped = content.skipped
        report.warnings = content.warnings
        take(content, format: format, source: report.path, into: &report)
        files.append(report)
    }

    /// Reads a file of the file system and takes its rows.
    public mutating func add(path: String, format: ImportFormat? = nil) throws(ImportError) {
        var file = ImportFile(path: path, format: format)
        try FileBytes.forEachPiece(ofFile: path) { (piece) throws(ImportError) in try file.read(piece) }
        try add(file)
    }

    /// The new events in order of time, and what happened. Nothing is stored.
    public mutating func finish() -> ImportResult {
        var report = ImportReport()
        let resolution = resolve()
        for warning in resolution.warnings where files[warning.file].warnings.count < ImportReport.listLimit {
            files[warning.file].warnings.append(warning.warning)
        }
        for event in resolution.events { report.events.count(event) }
        for file in files {
            report.totals.read += file.rows.read
            report.totals.imported += file.rows.imported
            report.totals.duplicate += file.rows.duplicate
            report.totals.skipped += file.rows.skipped
        }
        report.files = files
        report.openPositions = resolution.holdings.values.count { $0 != 0 }
        return ImportResult(events: resolution.events, report: report)
    }

    private mutating func take(
        _ content: FileContent, format: ImportFormat, source: String, into report: inout ImportReport.File
    ) {
        let layout = "\(format.rawValue)-\(content.layout)"
        // Exports list the newest row first; within one second the order of the rows is all there is.
        let isDescending =
            (content.rows.first?.event.time).map { $0 > (content.rows.last?.event.time ?? $0) } ?? false
        var occurrences: [String: Int] = [:]
        var added: [LooseKey: Int] = [:]
        for row in content.rows {
            var row = row
            let date = row.event.time.newYork.date
            report.firstDate = min(report.firstDate ?? date, date)
            report.lastDate = max(report.lastDate ?? date, date)
            let base = Self.identifier(layout: layout, account: account, row)
            let occurrence = occurrences[base, default: 0] + 1
            occurrences[base] = occurrence
            row.event.id = "\(base)-\(occurrence)"
            guard known.insert(row.event.id).inserted, !isCounterpart(row.event, layout: layout) else {
                report.rows.duplicate += 1
                continue
            }
            added[LooseKey(row.event), default: 0] += 1
            row.event.account = account
            row.event.source = source
            let sequence = isDescending ? -(row.event.line ?? 0) : row.event.line ?? 0
            accepted.append(AcceptedRow(row: row, file: files.count, sequence: sequence))
            report.rows.imported += 1
        }
        counterparts[layout, default: [:]].merge(added, uniquingKeysWith: +)
    }

    /// Whether a row of another layout stands for this event; that one is used up then.
    private mutating func isCounterpart(_ event: LedgerEvent, layout: String) -> Bool {
        let key = LooseKey(event)
        for (other, keys) in counterparts where other != layout {
            guard let count = keys[key], count > 0 else { continue }
            counterparts[other]?[key] = count - 1
            return true
        }
        return false
    }

    private static func identifier(layout: String, account: String, _ row: ImportedRow) -> String {
        var identity = row.identity
        identity.combine(account)
        return "\(layout)-\(row.event.time.secondsSinceEpoch)-\(identity.text)"
    }

    /// `tastytrade-2024` of `tastytrade-2024-1609252581-...`; nil for ids of other sources.
    private static func layout(ofIdentifier id: String) -> String? {
        let parts = id.split(separator: "-", maxSplits: 2)
        guard parts.count == 3, ImportFormat(rawValue: String(parts[0])) != nil else { return nil }
        return "\(parts[0])-\(parts[1])"
    }
}

/// What an import found.
public struct ImportResult: Sendable, Hashable {
    /// New events only, by time; append them to the ledger.
    public var events: [LedgerEvent]
    public var report: ImportReport
}

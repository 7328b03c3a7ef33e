import MagnusDomain

/// What an import did, row by row accountable: every row read is imported, a duplicate or skipped.
public struct ImportReport: Sendable, Hashable {
    public struct RowCounts: Sendable, Hashable {
        /// Data rows, the header and blank lines apart.
        public var read = 0
        public var imported = 0
        /// Known already, from this import or an earlier one.
        public var duplicate = 0
        public var skipped = 0

        public init() {}

        mutating func add(_ other: RowCounts) {
            read += other.read
            imported += other.imported
            duplicate += other.duplicate
            skipped += other.skipped
        }
    }

    /// A row that was not understood. All texts are harmless to print.
    public struct SkippedRow: Sendable, Hashable {
        /// From 1.
        public var line: Int
        /// The character at which the cell at fault begins, from 1.
        public var column: Int
        public var reason: String
        /// The cell at fault, shortened.
        public var text: String
        /// The broker's number of the account the row names; personal, gone from every report.
        var brokerAccount: String?
    }

    /// Something that was imported and deserves a look.
    public struct Warning: Sendable, Hashable {
        /// From 1; nil when the whole file is meant.
        public var line: Int?
        /// One word, see the uses.
        public var code: String
        public var message: String
        /// The broker's number of the account it is of, where no row of its line tells; personal, gone from every report.
        var brokerAccount: String?
    }

    public struct File: Sendable, Hashable {
        public var path: String
        public var format: ImportFormat
        /// 0 to 1; 1 when the user stated the format.
        public var formatConfidence: Double
        /// The generation of the format, for example `2024`.
        public var layout: String
        /// `tastytrade-2024`: the beginning of the ids of its rows.
        var qualifiedLayout: String { "\(format.rawValue)-\(layout)" }
        public var encoding: TextEncoding
        public var account: String
        /// New York dates of the rows that were understood; nil when there are none.
        public var firstDate: CalendarDate?
        public var lastDate: CalendarDate?
        public var rows = RowCounts()
        /// Lines above the header and lines below it that are no rows (totals, disclaimers), blank ones apart.
        public var preambleLines = 0
        public var footerLines = 0
        /// At most ``listLimit``; ``RowCounts/skipped`` counts all.
        public var skipped: [SkippedRow] = []
        /// At most ``listLimit``.
        public var warnings: [Warning] = []
    }

    /// New events by kind. Shares delivered by an assignment or exercise belong to it and are not counted again.
    public struct EventCounts: Sendable, Hashable {
        public var trades = 0
        public var assignments = 0
        public var exercises = 0
        public var expirations = 0
        public var splits = 0
        public var symbolChanges = 0
        public var mergers = 0
        public var dividends = 0
        public var interest = 0
        public var fees = 0
        public var transfers = 0
        public var adjustments = 0

        public init() {}

        mutating func add(_ other: EventCounts) {
            trades += other.trades
            assignments += other.assignments
            exercises += other.exercises
            expirations += other.expirations
            splits += other.splits
            symbolChanges += other.symbolChanges
            mergers += other.mergers
            dividends += other.dividends
            interest += other.interest
            fees += other.fees
            transfers += other.transfers
            adjustments += other.adjustments
        }

        mutating func count(_ event: LedgerEvent) {
            let isOption = if case .option = event.instrument { true } else { false }
            switch event.kind {
            case .trade: trades += 1
            case .assignment: assignments += isOption ? 1 : 0
            case .exercise: exercises += isOption ? 1 : 0
            case .cashSettlement:
                // A short option leaves by a positive change.
                if event.quantity.isShort { exercises += 1 } else { assignments += 1 }
            case .expiration: expirations += 1
            case .split: splits += 1
            case .symbolChange: symbolChanges += 1
            case .merger: mergers += 1
            case .dividend: dividends += 1
            case .interest: interest += 1
            case .fee: fees += 1
            case .transfer: transfers += 1
            case .adjustment, .otherAsset: adjustments += 1
            // Nothing happened: the rows before are not all there is.
            case .statement, .unread: break
            }
        }
    }

    /// How many skipped rows and warnings of one file are listed.
    public static let listLimit = 10_000

    public var files: [File] = []
    public var totals = RowCounts()
    public var events = EventCounts()
    /// Instruments with a quantity other than zero after the import, all accounts of it together.
    public var openPositions = 0

    public init() {}

    /// Adds what only the whole ledger tells of a row. Rows that have a warning already get no second one, and files that
    /// brought nothing new none.
    public mutating func warn(path: String, account: String, line: Int, code: String, message: String) {
        for index in files.indices
        where files[index].path == path && files[index].account == account && files[index].rows.imported > 0 {
            guard files[index].warnings.count < Self.listLimit,
                !files[index].warnings.contains(where: { $0.line == line })
            else { return }
            files[index].warnings.append(Warning(line: line, code: code, message: message))
            return
        }
    }
}

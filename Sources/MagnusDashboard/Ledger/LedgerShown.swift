import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What came of asking the engine for the history.
public enum LedgerReading: Sendable, Equatable {
    case reading
    case arrived
    /// Why there is none.
    case refused(String)
}

/// The history behind the views, and the rows that the open one shows.
///
/// Rows are written when the report, the page, the filter or the mask change and kept between frames.
public struct LedgerHistory: Sendable, Equatable {
    public private(set) var report: LifecycleReport?
    public var reading: LedgerReading?
    /// Counts reports, so that rows of an earlier one are told apart.
    private(set) var version = 0
    var shown: LedgerShown?

    public init() {}

    mutating func take(_ report: LifecycleReport) {
        self.report = report
        reading = .arrived
        version += 1
    }

    /// A note that was stored a moment ago stands in the rows before the next report.
    mutating func setNote(_ text: String, key: String) {
        guard var changed = report else { return }
        for index in changed.journal.indices where changed.journal[index].noteKey == key {
            changed.journal[index].note = text
            changed.journal[index].tags = JournalEntry.tags(in: text)
        }
        take(changed)
    }

    /// Writes rows for a page, unless they are there.
    mutating func prepare(_ page: LedgerPage, _ writer: LedgerWriter, ahead: Inquiry<ExpiryRequest, ExpiryBoard>) {
        if page.view.isAhead {
            guard let board = ahead.shown else {
                shown = nil
                return
            }
            prepare(page, writer, version: ahead.version) { ExpiryContent.table(page, board, writer) }
        } else if let report {
            prepare(page, writer, version: version) { LedgerContent.table(page, report, writer) }
        } else {
            shown = nil
        }
    }

    private mutating func prepare(
        _ page: LedgerPage, _ writer: LedgerWriter, version: Int, _ write: () -> LedgerTable
    ) {
        let source = LedgerShown.Source(
            kind: page.kind, year: page.year, version: version, writer: writer)
        let selection = LedgerShown.Selection(
            filter: page.filter, column: page.column, isSorted: page.isSorted, isReversed: page.isReversed)
        if let present = shown, present.source == source {
            if present.selection == selection { return }
            shown = LedgerShown(source, present.table, selection, page)
        } else {
            shown = LedgerShown(source, write(), selection, page)
        }
    }
}

/// The rows of an open view as they were last written.
struct LedgerShown: Sendable, Equatable {
    /// What the cells depend on.
    struct Source: Sendable, Equatable {
        var kind: LedgerPageKind
        var year: Int?
        var version: Int
        var writer: LedgerWriter
    }

    /// What choice and order of the rows depend on.
    struct Selection: Sendable, Equatable {
        var filter: RowFilter
        var column: Int?
        var isSorted: Bool
        var isReversed: Bool
    }

    var source: Source
    var table: LedgerTable
    var selection: Selection
    var rows: [LedgerTable.Row]
    var ids: [String]
    var widths: [Int]

    init(_ source: Source, _ table: LedgerTable, _ selection: Selection, _ page: LedgerPage) {
        self.source = source
        self.table = table
        self.selection = selection
        rows = table.shown(page)
        ids = rows.map(\.id)
        widths = table.widths
    }
}

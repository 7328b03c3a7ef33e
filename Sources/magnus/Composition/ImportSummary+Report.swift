import MagnusConnectors
import MagnusDesk
import MagnusDomain

extension ImportSummary {
    /// The report of the readers as the desk shows it: rows of the same reason together.
    init(_ outcome: LedgerImporter.Outcome) {
        let files = outcome.report.files.map { file in
            File(
                path: file.path, broker: file.format.broker, account: file.account, firstDate: file.firstDate,
                lastDate: file.lastDate, rows: Rows(file.rows),
                skipped: Self.grouped(file.skipped.map { ($0.reason, $0.line) }),
                warnings: Self.grouped(file.warnings.map { ($0.message, $0.line) }))
        }
        self.init(
            isDryRun: outcome.isDryRun, files: files, totals: Rows(outcome.report.totals), accounts: outcome.accounts,
            openPositions: outcome.report.openPositions, realizedProfit: outcome.realizedProfit)
        events = ImportDocument.counts(outcome.report.events).filter { $0.1 > 0 }.map { name, count in
            Event(name: String(name.map { $0 == "_" ? " " : $0 }), count: count)
        }
    }

    private static func grouped(_ rows: [(text: String, line: Int?)]) -> [Reason] {
        var places: [String: Int] = [:]
        var reasons: [Reason] = []
        for row in rows {
            if let place = places[row.text] {
                reasons[place].count += 1
            } else {
                places[row.text] = reasons.count
                reasons.append(Reason(text: row.text, count: 1, firstLine: row.line))
            }
        }
        return reasons.enumerated().sorted {
            $0.element.count != $1.element.count ? $0.element.count > $1.element.count : $0.offset < $1.offset
        }.map(\.element)
    }
}

extension ImportSummary.Rows {
    fileprivate init(_ rows: ImportReport.RowCounts) {
        self.init(read: rows.read, imported: rows.imported, duplicate: rows.duplicate, skipped: rows.skipped)
    }
}

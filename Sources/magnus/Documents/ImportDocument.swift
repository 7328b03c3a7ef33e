import MagnusConnectors
import MagnusDesk
import MagnusDomain

/// `magnus import`: what became of every row.
enum ImportDocument {
    /// - Parameter realizedProfit: Of the account after the import, fees included; nil when it was not computed.
    static func json(
        _ report: ImportReport, isDryRun: Bool, realizedProfit: Money?, envelope: DocumentEnvelope
    ) -> JSONValue {
        var content = DocumentObject()
        content.set("dry_run", .bool(isDryRun))
        content.set("files", report.files.map(entry))
        content.set("totals", entry(report.totals))
        content.set("events", entry(report.events))
        content.set("positions_open", .integer(report.openPositions))
        content.set("realized_pnl", realizedProfit?.dollars, else: .noSource)
        content.closeWithReasons()
        return envelope.document(content)
    }

    private static func entry(_ file: ImportReport.File) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("path", text: file.path)
        entry.set("format", text: file.format.rawValue)
        entry.set("format_confidence", JSONValue(file.formatConfidence))
        entry.set("layout", text: file.layout)
        entry.set("encoding", text: file.encoding.rawValue)
        entry.set("account", text: file.account)
        entry.set("first_date", JSONValue(file.firstDate?.iso8601))
        entry.set("last_date", JSONValue(file.lastDate?.iso8601))
        entry.set("rows", Self.entry(file.rows))
        entry.set("preamble_lines", .integer(file.preambleLines))
        entry.set("footer_lines", .integer(file.footerLines))
        entry.set(
            "skipped",
            file.skipped.map { row in
                var item = DocumentObject()
                item.set("line", .integer(row.line))
                item.set("column", .integer(row.column))
                item.set("reason", text: row.reason)
                item.set("text", text: row.text)
                return item
            })
        entry.set(
            "warnings",
            file.warnings.map { warning in
                var item = DocumentObject()
                item.set("line", JSONValue(warning.line))
                item.set("code", text: warning.code)
                item.set("message", text: warning.message)
                return item
            })
        return entry
    }

    private static func entry(_ rows: ImportReport.RowCounts) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("read", .integer(rows.read))
        entry.set("imported", .integer(rows.imported))
        entry.set("duplicate", .integer(rows.duplicate))
        entry.set("skipped", .integer(rows.skipped))
        return entry
    }

    private static func entry(_ events: ImportReport.EventCounts) -> DocumentObject {
        var entry = DocumentObject()
        for (name, count) in counts(events) { entry.set(name, .integer(count)) }
        return entry
    }

    static func counts(_ events: ImportReport.EventCounts) -> [(String, Int)] {
        [
            ("trades", events.trades), ("assignments", events.assignments), ("exercises", events.exercises),
            ("expirations", events.expirations), ("splits", events.splits),
            ("symbol_changes", events.symbolChanges), ("dividends", events.dividends), ("fees", events.fees),
            ("transfers", events.transfers), ("mergers", events.mergers), ("interest", events.interest),
            ("adjustments", events.adjustments),
        ]
    }

    /// Skipped rows and warnings of one file that are listed for people; JSON has all of them.
    static let listLimit = 20

    static func text(
        _ report: ImportReport, isDryRun: Bool, realizedProfit: Money?, format: FigureFormat = FigureFormat()
    ) -> [String] {
        var lines: [String] = []
        for file in report.files { lines += text(file, isDryRun: isDryRun, format: format) }
        if report.files.count > 1 {
            lines.append("all files: \(sentence(report.totals, isDryRun: isDryRun))")
        }
        let events = counts(report.events).filter { $0.1 > 0 }
            .map { "\($0.0.replacing("_", with: " ")) \($0.1)" }
        if !events.isEmpty { lines.append(DocumentText.line("events: \(events.joined(separator: ", "))")) }
        let realized =
            realizedProfit.map {
                "\(format.amount($0, isSigned: true)) with dividends, interest and fees (closings alone: magnus performance)"
            } ?? format.marks.unknown
        lines.append(
            "\(DocumentText.counted(report.openPositions, "position", "positions")) open, realised \(realized)")
        if isDryRun { lines.append("Dry run: nothing was stored.") }
        return lines
    }

    private static func text(_ file: ImportReport.File, isDryRun: Bool, format: FigureFormat) -> [String] {
        let confidence = DecimalText.text(file.formatConfidence * 100).map { "\($0)%" } ?? format.marks.unknown
        let span =
            if let first = file.firstDate, let last = file.lastDate { ", \(first.iso8601) to \(last.iso8601)" } else {
                ""
            }
        var lines = [
            DocumentText.line(
                "\(file.path): \(file.format.rawValue) \(file.layout) (\(confidence)), \(file.encoding.rawValue), "
                    + "account \(file.account)\(span)"),
            "  \(sentence(file.rows, isDryRun: isDryRun))",
        ]
        if file.preambleLines + file.footerLines > 0 {
            lines.append("  no rows: \(file.preambleLines) lines above the header, \(file.footerLines) below it")
        }
        for row in file.skipped.prefix(listLimit) {
            lines.append(DocumentText.line("  \(file.path):\(row.line):\(row.column): \(row.reason): \(row.text)"))
        }
        if file.rows.skipped > listLimit {
            lines.append("  ... \(file.rows.skipped - listLimit) more skipped rows; --json lists them")
        }
        for warning in file.warnings.prefix(listLimit) {
            let place = warning.line.map { ":\($0)" } ?? ""
            lines.append(DocumentText.line("  \(file.path)\(place): \(warning.code): \(warning.message)"))
        }
        if file.warnings.count > listLimit {
            lines.append("  ... \(file.warnings.count - listLimit) more warnings; --json lists them")
        }
        return lines
    }

    private static func sentence(_ rows: ImportReport.RowCounts, isDryRun: Bool) -> String {
        let verb = isDryRun ? "would be imported" : "imported"
        return "\(DocumentText.counted(rows.read, "row", "rows")) read, \(rows.imported) \(verb), "
            + "\(rows.duplicate) known already, \(rows.skipped) skipped"
    }
}
